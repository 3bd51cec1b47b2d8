//! The tables of the CV18xx TPU, and the generator that derives code and reference pages from them.
//!
//! Data lives in the TOML files beside this crate; [`Tables::load`] parses and checks them and [`outputs`] renders
//! every generated file. Nothing here touches the file system: the `generate` binary does.

mod check;
mod names;
mod reference;
mod rust;
mod table;

pub use check::Problem;
pub use table::{
    Board, Chip, Engine, Field, Group, Legal, Op, Ops, Part, Place, Record, Register, Schedule, Tables, Timing,
    Transfer,
};

/// A generated file: its path from the repository root, and its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Path from the repository root, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The tables as shipped.
pub const SOURCES: &[(&str, &str)] = &[
    ("tiu.toml", include_str!("../tiu.toml")),
    ("tdma.toml", include_str!("../tdma.toml")),
    ("cpu.toml", include_str!("../cpu.toml")),
    ("pmu.toml", include_str!("../pmu.toml")),
    ("vlc.toml", include_str!("../vlc.toml")),
    ("regs.toml", include_str!("../regs.toml")),
    ("ops.toml", include_str!("../ops.toml")),
    ("chips.toml", include_str!("../chips.toml")),
    ("boards.toml", include_str!("../boards.toml")),
    ("timing.toml", include_str!("../timing.toml")),
];

/// Every file that is derived from the tables.
#[must_use]
pub fn outputs(tables: &Tables) -> Vec<Output> {
    let mut all = rust::outputs(tables);
    all.extend(reference::outputs(tables));
    all
}
