//! Numbers as the TIU computes them, bit for bit.

pub(crate) mod accumulate;
pub mod bf16;
pub mod integer;
