//! The `.cvimodel` container: a header, tables that describe the networks, and sections with weights and commands.

mod address;
mod diff;
mod extract;
mod header;
mod merge;
mod model;
mod picture;
mod retarget;
mod schema;
mod sections;
mod tags;
mod verify;

pub use address::{Address, Region};
pub use extract::Blob;
pub use header::{ChipName, FIRST_CHIP, Header, MAGIC, Md5};
pub use merge::merge;
pub use model::Model;
pub use picture::{PictureLayout, Plane};
pub use schema::{
    Body, CpuRoutine, PostprocessHints, PreprocessHints, Program, Quantisation, Routine, Section, Shape, Tensor,
    TpuRoutine, Version, Weight,
};
pub use sections::Limits;
pub use tags::{DataType, QuantType, RoutineKind, SectionKind};
pub use verify::{CPU_FUNCTIONS, inspect};

/// The name of the format in errors.
const FORMAT: &str = "cvimodel";
