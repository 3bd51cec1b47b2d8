//! The machine: two engines, two memories, eight base registers.

mod limits;
mod order;
mod program;
mod run;
mod snapshot;
#[cfg(test)]
mod tests;
mod threads;

pub use limits::Limits;
pub use program::{Program, TiuOrder};
pub use snapshot::{ForeignSnapshot, Snapshot};
pub use threads::Threads;

use crate::memory::{Dram, LocalMemory, SavedMemories};
use crate::pool::Pool;
use crate::{tdma, tiu};
use isa::chip::{Chip, ChipProfile};

/// A TPU with its memories.
///
/// Memories and base registers persist from run to run.
#[derive(Debug)]
pub struct Machine {
    chip: &'static ChipProfile,
    local: LocalMemory,
    dram: Dram,
    base: [u64; 8],
    saved: SavedMemories,
    tiu: Box<tiu::Scratch>,
    tdma: tdma::Scratch,
    pool: Pool,
}

impl Machine {
    /// A machine with all the DRAM its chip can address, which costs what is touched.
    #[must_use]
    pub fn new(chip: Chip) -> Self {
        Self::with_dram(chip, chip.profile().gmem_size)
    }

    /// A machine with `bytes` of DRAM, or with all its chip can address if that is less.
    #[must_use]
    pub fn with_dram(chip: Chip, bytes: u64) -> Self {
        let chip = chip.profile();
        Machine {
            chip,
            local: LocalMemory::new(chip),
            dram: Dram::new(bytes.min(chip.gmem_size) as usize),
            base: [0; 8],
            saved: SavedMemories::default(),
            tiu: Box::default(),
            tdma: tdma::Scratch::default(),
            pool: Pool::ALONE,
        }
    }

    /// The chip.
    #[must_use]
    pub fn chip(&self) -> &'static ChipProfile {
        self.chip
    }

    /// How many threads share the work of large descriptors.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.pool.threads()
    }

    /// Shares the work of large descriptors among `threads` threads, the one that runs programs included. Results are the
    /// same for any number; a new machine has one.
    ///
    /// # Errors
    /// When the operating system gives no more threads. The machine then keeps those it had.
    pub fn set_threads(&mut self, threads: Threads) -> std::io::Result<()> {
        self.pool = Pool::new(threads.count())?;
        Ok(())
    }

    /// Local memory.
    #[must_use]
    pub fn local(&self) -> &LocalMemory {
        &self.local
    }

    /// Local memory.
    #[must_use]
    pub fn local_mut(&mut self) -> &mut LocalMemory {
        &mut self.local
    }

    /// DRAM.
    #[must_use]
    pub fn dram(&self) -> &Dram {
        &self.dram
    }

    /// DRAM.
    #[must_use]
    pub fn dram_mut(&mut self) -> &mut Dram {
        &mut self.dram
    }

    /// The base registers.
    #[must_use]
    pub fn base(&self) -> &[u64; 8] {
        &self.base
    }

    /// The base registers.
    #[must_use]
    pub fn base_mut(&mut self) -> &mut [u64; 8] {
        &mut self.base
    }

    /// Zeroes memories and base registers.
    pub fn reset(&mut self) {
        self.local.bytes_mut().fill(0);
        self.dram.clear();
        self.base = [0; 8];
        self.saved = SavedMemories::default();
    }
}
