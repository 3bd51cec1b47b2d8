//! Every byte format of the CV18xx TPU: descriptors, command buffers and model files.
//!
//! The crate executes nothing and performs no I/O: bytes in, values out.

pub mod address;
pub mod chip;
pub mod chip_info;
pub mod command;
pub mod container;
pub mod cost;
pub mod diagnostic;
pub mod field;
pub mod footprint;
#[cfg(any(test, feature = "generate"))]
pub mod generate;
#[rustfmt::skip]
#[allow(
    clippy::useless_conversion,
    clippy::cast_lossless,
    clippy::identity_op,
    clippy::nonminimal_bool,
    clippy::too_many_arguments,
    reason = "generated code spells every field the same way"
)]
pub mod generated;
pub mod hardware_order;
pub mod layout;
pub mod op;
pub mod operand;
pub mod random;
pub mod sequence;
pub mod text;
pub mod verify;
