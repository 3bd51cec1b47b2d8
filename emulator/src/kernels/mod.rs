//! Fast forms of the operations, for whichever registers the host has.
//!
//! Every kernel is written once as plain Rust and compiled for each [`Level`]; a few inner loops have hand-written
//! twins. The plain definitions they are tested against stay where the operations are.

pub(crate) mod float_gemm;
pub(crate) mod gemm;
mod interleave;
mod level;
mod lookup;
mod requantise;
pub(crate) mod slide;

pub(crate) use interleave::{interleave, words};
pub(crate) use level::{Level, Task, dispatch};
pub(crate) use lookup::look_up;
pub(crate) use requantise::Requantise;
