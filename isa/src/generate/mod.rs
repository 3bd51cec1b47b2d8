//! Random legal operations and programs.
//!
//! Legal means: the vendor's simulator executes them, nothing about them is undefined, and [`crate::verify`] finds
//! nothing wrong. Where legality depends on data (shift amounts, table indices, requantisation records, compressed
//! streams), the data come along as [`Content`]; everything else in memory may be arbitrary. Equal seeds give equal
//! operations on every machine.

mod class;
mod coverage;
mod place;
mod program;
mod tdma;
mod tiu;

pub use class::{Class, class_of, classes};
pub use coverage::{Cell, cell_of};
pub use program::{Choice, Mix, Program, program, program_of};
pub use tdma::{FUNCTIONS, transfer};
pub use tiu::operation;

pub use crate::random::Random;

use crate::address::LocalAddress;
use crate::chip::{ChipProfile, Window};
use crate::command::{Command, Isa};

/// A place in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// In local memory.
    Local(LocalAddress),
    /// In DRAM, counted from its start.
    Dram(u64),
}

/// Bytes that must be in memory when the descriptor starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Where.
    pub location: Location,
    /// What.
    pub bytes: Vec<u8>,
}

/// A random command with the data that make it legal.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<E: Isa> {
    /// The command; ids and waits are at their defaults.
    pub command: Command<E>,
    /// Data that it depends on.
    pub memory: Vec<Content>,
}

/// The DRAM that transfers may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arena {
    /// The bytes, counted from the start of DRAM.
    pub window: Window,
    /// Values of the base registers; none beyond the start of the window.
    pub bases: [u64; 8],
}

impl Arena {
    /// A megabyte of the chip's pool.
    #[must_use]
    pub fn window(chip: &ChipProfile) -> Window {
        Window { offset: chip.pool_offset + 0x0100_0000, size: 1 << 20 }
    }

    /// The chip's window, with random base registers.
    #[must_use]
    pub fn new(random: &mut Random, chip: &ChipProfile) -> Self {
        let window = Arena::window(chip);
        let bases = [0; 8].map(|_: u64| if random.chance(50) { 0 } else { u64::from(random.below(4096)) * 16 });
        Arena { window, bases }
    }
}

/// How far descriptors may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most elements along any direction.
    pub most: u32,
    /// Whether results of the TIU may lie anywhere, over what is read too. The simulator reads all before it writes,
    /// but nobody has seen the hardware do so, and the verifier refuses it.
    pub overlaps: bool,
}

impl Bounds {
    /// Any size, operands apart from each other.
    pub const FULL: Bounds = Bounds { most: 4095, overlaps: false };

    /// Tries until an attempt succeeds, with ever smaller sizes.
    fn shrinking<T>(self, mut attempt: impl FnMut(Bounds) -> Option<T>) -> Option<T> {
        let most = |round: u32| (self.most >> round.saturating_sub(16).min(12)).max(1);
        (0..40).find_map(|round| attempt(Bounds { most: most(round), ..self }))
    }
}

#[cfg(test)]
mod tests;
