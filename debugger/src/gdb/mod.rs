//! A session for an unmodified gdb.
//!
//! Engines are threads, the address of a descriptor is the pc of its engine, registers are the fields of the next
//! descriptor, and every memory has a flat window. Breakpoints and watchpoints stop in front of a descriptor, in both
//! directions, which is what gdb expects of a RISC-V.

pub mod addresses;
mod arch;
mod description;
pub mod elf;
mod framing;
mod registers;
mod resume;
mod target;

pub use gdbstub::conn::{Connection, ConnectionExt};

pub use framing::{Framing, is_gdb};
pub use target::{GdbTarget, Parting, serve};

/// What makes gdb print descriptors where it prints instructions: a file for `source`.
pub const PYTHON: &str = include_str!("tpuscope_gdb.py");
/// Where gdb finds the program: a file that only the connection has.
pub const PROGRAM_PATH: &str = "/tpuscope/program.elf";
