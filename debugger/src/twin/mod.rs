//! Which descriptors make something else than their counterparts in a good run of the same program.

mod against;
mod alone;
mod memory;
mod minimal;

pub use against::{against, fault};

use crate::area::Byte;
use crate::fields;
use emulator::scenario::Scenario;
use isa::chip::ChipProfile;
use isa::text::Descriptor;
use serde::Serialize;

/// Descriptors at fault after which two programs count as different ones.
pub const MOST_FAULTS: usize = 16;

/// A field that two descriptors hold differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its name.
    pub field: &'static str,
    /// What the descriptor holds.
    pub found: u64,
    /// What the good one holds.
    pub expected: u64,
    /// What the field does.
    #[serde(skip)]
    pub meaning: &'static str,
}

/// A byte that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub place: Byte,
    /// What the descriptor left.
    pub found: u8,
    /// What the good one leaves.
    pub expected: u8,
}

/// A descriptor that makes something else of the same memory than its counterpart in the good run.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its turn.
    pub turn: usize,
    /// The fields that matter.
    pub changes: Vec<Change>,
    /// The bytes that it leaves wrong.
    pub wrong: Vec<Wrong>,
    /// How many bytes the two write.
    pub written: usize,
    /// Why it cannot run, where it cannot.
    pub refused: Option<String>,
    /// The descriptor with just what it reads, and what it should leave.
    pub minimal: Scenario,
}

/// A difference between two runs that no descriptor makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// A byte of memory: how many there are, and the first.
    Memory(usize, Wrong),
    /// A program of a scenario finds other memory, by name.
    Prepared(String),
    /// The same descriptors run in another order: the turn that stands elsewhere, and the fields that say so.
    Order(usize, Vec<Change>),
}

/// What became of a comparison with a good run.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The programs are laid out too differently to compare descriptor by descriptor, and why.
    Unlike(String),
    /// Descriptors at fault, what differs besides, and how many descriptors differ at all.
    Compared {
        /// In the order of the run; each was given right inputs.
        faults: Vec<Fault>,
        /// What no descriptor is to blame for.
        before: Option<Before>,
        /// Descriptors that differ in some field.
        differing: usize,
    },
}

/// The fields that two descriptors of one engine hold differently.
#[must_use]
pub fn changes(found: &Descriptor, expected: &Descriptor, chip: &ChipProfile) -> Vec<Change> {
    let (mine, good) = (fields::all(found, chip), fields::all(expected, chip));
    let pairs = mine.into_iter().zip(good).filter(|((_, mine), (_, good))| mine != good);
    pairs
        .map(|((info, found), (_, expected))| Change { field: info.name, found, expected, meaning: info.meaning })
        .collect()
}
