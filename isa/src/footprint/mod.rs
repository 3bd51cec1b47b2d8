//! Exactly which bytes a descriptor reads and writes.
//!
//! Everything follows from the fields alone. Only two things depend on data: the entry that a lookup picks, for which
//! the whole table counts as read, and the length of a compressed stream, which is marked as an upper bound.

mod feeds;
mod region;
mod strip;
mod sumset;
mod tdma;
mod tiu;

pub use feeds::{Feed, feeds};
pub use region::{Certainty, Operand, Region, Role, Run, Span};

use crate::chip::ChipProfile;
use crate::command::{Command, Isa, Tdma, Tiu};
use crate::generated::{tdma::TdmaFields, tiu::TiuFields};
use crate::op::EncodeError;

/// The bytes that a descriptor touches.
///
/// Operands that are constants are absent, and so is everything of a descriptor that selects no operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Read, the old result of accumulations included.
    pub reads: Vec<Region>,
    /// Written.
    pub writes: Vec<Region>,
}

/// Engines whose descriptors have a footprint.
pub trait Touches: Isa {
    /// The bytes that the descriptor with these fields touches.
    fn touches(fields: &Self::Fields, chip: &ChipProfile) -> Footprint;
}

impl Touches for Tiu {
    fn touches(fields: &TiuFields, chip: &ChipProfile) -> Footprint {
        tiu::footprint(fields, chip)
    }
}

impl Touches for Tdma {
    fn touches(fields: &TdmaFields, chip: &ChipProfile) -> Footprint {
        tdma::footprint(fields, chip)
    }
}

impl Footprint {
    /// The bytes that the descriptor with these fields touches.
    #[must_use]
    pub fn of<E: Touches>(fields: &E::Fields, chip: &ChipProfile) -> Self {
        E::touches(fields, chip)
    }

    /// The bytes that a typed descriptor touches.
    ///
    /// # Errors
    /// A command that the chip's layout cannot express.
    pub fn of_command<E: Touches>(command: &Command<E>, chip: &ChipProfile) -> Result<Self, EncodeError> {
        Ok(E::touches(&E::fields(&command.header, &command.op, chip.layout)?, chip))
    }

    /// All regions, those read first.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.reads.iter().chain(&self.writes)
    }

    /// Whether one of the two writes what the other reads or writes.
    #[must_use]
    pub fn conflicts_with(&self, other: &Footprint) -> bool {
        let meet = |mine: &[Region], its: &[Region]| mine.iter().any(|a| its.iter().any(|b| a.intersects(b)));
        meet(&self.writes, &other.reads) || meet(&self.writes, &other.writes) || meet(&self.reads, &other.writes)
    }

    fn read(&mut self, role: Role, operand: Operand, span: Span) {
        push(&mut self.reads, Region { role, operand, span, certainty: Certainty::Exact });
    }

    fn write(&mut self, role: Role, operand: Operand, span: Span) {
        push(&mut self.writes, Region { role, operand, span, certainty: Certainty::Exact });
    }
}

fn push(list: &mut Vec<Region>, region: Region) {
    if !region.is_empty() {
        list.push(region);
    }
}

#[cfg(test)]
mod tests;
