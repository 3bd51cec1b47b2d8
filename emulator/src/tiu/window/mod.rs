//! Convolutions, poolings and matrix products.
//!
//! Each operation is checked, its operands are placed, and what remains is one of three computations: a sliding sum of
//! products ([`filter`]), a sliding extreme ([`extreme`]) or a product of matrices ([`matrix`]).

mod axis;
mod bias;
pub(super) mod conv;
pub(super) mod depthwise;
mod extreme;
mod filter;
mod finish;
mod legal;
pub(super) mod matmul;
mod matrix;
mod packed;
mod plain;
mod planes;
pub(super) mod pool;
mod run;
#[cfg(test)]
mod tests;

pub(super) use legal::demand;
pub(super) use run::Buffers;
