//! Numbers as the TIU computes them, bit for bit.

pub mod bf16;
pub mod integer;
