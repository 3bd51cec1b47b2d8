//! A small reader and writer of flatbuffers for bytes from strangers.
//!
//! Every access is checked, errors carry the offset of the bad byte and the path of its field, and the work done is
//! bounded by the size of the input: a file cannot ask for more by repeating its parts. The shape of each table is
//! declared once (see `declare`); depth is bounded because no declared table can contain itself.

mod builder;
mod compare;
pub(crate) mod declare;
mod path;
mod source;
mod table;
mod value;

#[cfg(test)]
mod tests;

pub use builder::{Builder, FieldShape};
pub use compare::Difference;
pub use path::{Path, Segment, parse, plain};
pub use source::{Place, Source, UnknownField};
pub use table::Table;
pub use value::{OFFSET, Value};
