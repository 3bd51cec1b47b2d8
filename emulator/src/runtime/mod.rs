//! Runs models as the vendor's runtime does: memory, TPU routines, functions on the host processor.

mod convert;
pub mod cpu_ops;
mod error;
mod memory;
mod monitored;
mod network;
mod routine;
pub mod similarity;
mod stepping;
mod tensor;

pub use convert::from_floats;
pub use error::RuntimeError;
pub use network::{Network, read};
pub(crate) use network::{chip_of, program_of};
pub(crate) use routine::segments;
pub use stepping::{HostCall, NetworkSnapshot, Part};
pub use tensor::TensorInfo;
