//! Sums over descriptors, and what holds them up.

use super::{Task, Work};
use crate::timing::Unit;

/// What the cycles of a group of descriptors go into, mostly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The TIU computes.
    Compute,
    /// DRAM delivers as fast as it can.
    Bandwidth,
    /// Transfers wait for words of local memory.
    LocalMemory,
    /// Transfers are so small that their fixed cost counts.
    Overhead,
    /// One engine waits for the other, or for its next descriptor.
    Waiting,
    /// Nothing: everything happens beside other work that takes longer.
    Hidden,
}

impl Bound {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bound::Compute => "compute",
            Bound::Bandwidth => "bandwidth",
            Bound::LocalMemory => "local_memory",
            Bound::Overhead => "overhead",
            Bound::Waiting => "waiting",
            Bound::Hidden => "hidden",
        }
    }
}

/// A sum over descriptors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Total {
    /// By how much they make the whole longer.
    pub cycles: u64,
    /// Cycles in which the TIU works on them.
    pub tiu_busy: u64,
    /// Cycles in which the TDMA works on them.
    pub tdma_busy: u64,
    /// Cycles in which engines stood still in front of them.
    pub waiting: u64,
    /// Multiply-adds of 8-bit values.
    pub macs: u64,
    /// Bytes of DRAM.
    pub dram_bytes: u64,
    /// Those of them that are weights.
    pub weight_bytes: u64,
    /// What `cycles` go into.
    compute: u64,
    dram: u64,
    local: u64,
    fixed: u64,
    still: u64,
}

impl Total {
    pub(super) fn add(&mut self, work: &Work, task: &Task) {
        let duration = task.span.end.saturating_sub(task.span.start);
        let busy = match work.unit() {
            Unit::Tiu => &mut self.tiu_busy,
            Unit::Tdma => &mut self.tdma_busy,
        };
        *busy = busy.saturating_add(duration);
        let bytes = work.dram_bytes();
        let plus = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        plus(&mut self.cycles, task.cycles);
        plus(&mut self.waiting, task.waiting);
        plus(&mut self.macs, work.macs());
        plus(&mut self.dram_bytes, bytes);
        plus(&mut self.weight_bytes, if work.reads_weights() { bytes } else { 0 });
        if task.cycles > 0 {
            plus(&mut self.compute, task.parts.compute);
            plus(&mut self.dram, task.parts.dram);
            plus(&mut self.local, task.parts.local);
            plus(&mut self.fixed, task.parts.fixed);
            plus(&mut self.still, task.cycles.saturating_sub(duration));
        }
    }

    /// What the cycles go into, mostly.
    #[must_use]
    pub fn bound(&self) -> Bound {
        let reasons = [
            (self.still, Bound::Waiting),
            (self.fixed, Bound::Overhead),
            (self.local, Bound::LocalMemory),
            (self.dram, Bound::Bandwidth),
            (self.compute, Bound::Compute),
        ];
        let most = reasons.into_iter().max_by_key(|(cycles, _)| *cycles);
        most.filter(|_| self.cycles > 0).map_or(Bound::Hidden, |(_, bound)| bound)
    }
}
