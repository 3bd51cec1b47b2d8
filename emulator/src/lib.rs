//! Executes command buffers of the CV18xx TPU: what happens to local memory and DRAM, bit for bit.
//!
//! The crate performs no I/O and prints nothing; observers see every step.

pub mod arith;
pub mod clock;
mod duty;
pub mod fault;
pub mod forecast;
mod halt;
mod kernels;
pub mod machine;
pub mod memory;
pub mod observer;
pub mod picture;
pub mod pmu;
mod pool;
pub mod refusal;
pub mod runtime;
pub mod scenario;
mod tdma;
pub mod timing;
pub mod tiu;
pub mod trace;
