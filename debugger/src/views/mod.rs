//! What people see of a session: each view is text, and data for programs.

pub mod context;
pub mod descriptor;
pub mod engines;
pub mod image;
pub mod lanes;
pub mod layers;
pub mod memory;
pub mod pmu;
pub mod tensor;
pub mod timeline;
