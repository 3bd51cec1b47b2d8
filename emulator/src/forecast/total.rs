//! Sums over descriptors, and what holds them up.

use super::work::Parts;
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
    /// Descriptors are so small that their fixed cost counts, or that lanes and units idle.
    SmallTiles,
    /// Tables are looked up.
    Lookup,
    /// One engine waits for the other, or for its next descriptor.
    Waiting,
    /// Nothing: everything happens beside other work that takes longer.
    Hidden,
}

impl Bound {
    /// All of them.
    pub const ALL: [Bound; 7] = [
        Bound::Compute,
        Bound::Bandwidth,
        Bound::LocalMemory,
        Bound::SmallTiles,
        Bound::Lookup,
        Bound::Waiting,
        Bound::Hidden,
    ];

    /// What it means, in a few words.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Bound::Compute => "the TIU computes",
            Bound::Bandwidth => "DRAM delivers as fast as it can",
            Bound::LocalMemory => "transfers wait for words of local memory",
            Bound::SmallTiles => "fixed costs of descriptors, lanes and units without work",
            Bound::Lookup => "tables are looked up",
            Bound::Waiting => "from the end of a descriptor to the start of the next",
            Bound::Hidden => "everything happens beside longer work",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bound::Compute => "compute",
            Bound::Bandwidth => "bandwidth",
            Bound::LocalMemory => "local_memory",
            Bound::SmallTiles => "small_tiles",
            Bound::Lookup => "lookup",
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
    parts: Parts,
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
            self.parts.add(&task.parts);
            plus(&mut self.still, task.cycles.saturating_sub(duration));
        }
    }

    /// What the cycles go into, each reason with its own.
    #[must_use]
    pub fn reasons(&self) -> [(Bound, u64); 6] {
        let Parts { small, compute, lookup, dram, local } = self.parts;
        [
            (Bound::Waiting, self.still),
            (Bound::SmallTiles, small),
            (Bound::LocalMemory, local),
            (Bound::Lookup, lookup),
            (Bound::Bandwidth, dram),
            (Bound::Compute, compute),
        ]
    }

    /// What the cycles go into, mostly.
    #[must_use]
    pub fn bound(&self) -> Bound {
        let most = self.reasons().into_iter().max_by_key(|(_, cycles)| *cycles);
        most.filter(|_| self.cycles > 0).map_or(Bound::Hidden, |(bound, _)| bound)
    }
}
