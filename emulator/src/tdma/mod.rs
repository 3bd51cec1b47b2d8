//! The engine that moves data: between DRAM and local memory, and inside either.
//!
//! `specs/ops/tdma_common.md` and the pages it lists say what every function does. [`ops`] checks a descriptor and
//! turns it into a plan of two sides; the rest of the module carries plans out.

mod blocks;
mod convert;
mod execute;
mod meter;
mod nest;
mod ops;
mod plan;
mod scene;
mod side;
mod streams;
#[cfg(test)]
mod tests;

mod transfer;

pub(crate) use execute::{Scratch, Workplace};
pub(crate) use meter::Meter;

use crate::halt::Halt;
use crate::memory::Dram;
use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::op::tdma::TdmaOp;

/// An operation that passed every check that its descriptor and the base registers allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer(plan::Plan);

impl Transfer {
    /// Checks `op` against the memories it will meet.
    pub(crate) fn new(op: &TdmaOp, chip: &'static ChipProfile, base: &[u64; 8], dram: &Dram) -> Result<Self, Refusal> {
        ops::plan(op, &scene::Scene { chip, base, dram_bytes: dram.size() }).map(Transfer)
    }

    /// Moves the data. A refusal may come after the first byte: compressed streams and table keys show what they are
    /// only when they are read.
    pub(crate) fn execute(&self, workplace: &mut Workplace<'_, '_>) -> Result<(), Halt> {
        workplace.carry_out(&self.0)
    }
}
