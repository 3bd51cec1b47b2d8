//! The two memories the engines work on.

mod global;
mod local;

pub use global::Dram;
pub use local::LocalMemory;
