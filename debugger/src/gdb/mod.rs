//! A session for an unmodified gdb.
//!
//! Engines are threads, the address of a descriptor is the pc of its engine, registers are the fields of the next
//! descriptor, and every memory has a flat window. Breakpoints and watchpoints stop in front of a descriptor, in both
//! directions, which is what gdb expects of a RISC-V.

pub mod addresses;
mod arch;
mod description;
pub mod elf;
mod registers;
mod resume;
mod target;

pub use target::{GdbTarget, serve};

/// What makes gdb print descriptors where it prints instructions: a file for `source`.
pub const PYTHON: &str = include_str!("tpuscope_gdb.py");
/// Where gdb finds the program: a file that only the connection has.
pub const PROGRAM_PATH: &str = "/tpuscope/program.elf";

/// Whether a connection that starts with this byte can be a gdb. Browsers, whoever made them call, start otherwise.
#[must_use]
pub fn may_be_gdb(first: u8) -> bool {
    matches!(first, b'+' | b'$' | 0x03)
}
