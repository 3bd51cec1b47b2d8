//! The state of a machine at one moment.

use super::Machine;
use crate::memory::{Fingerprint, SavedMemories};
use isa::chip::Chip;
use std::fmt;

/// All that the next run depends on: both memories and the base registers.
///
/// Snapshots share the pages that did not change between them.
#[derive(Clone, Debug)]
pub struct Snapshot {
    chip: Chip,
    dram_bytes: u64,
    base: [u64; 8],
    memories: SavedMemories,
}

/// A snapshot of another kind of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignSnapshot {
    /// Chip and bytes of DRAM of the snapshot.
    pub snapshot: (Chip, u64),
    /// Chip and bytes of DRAM of the machine.
    pub machine: (Chip, u64),
}

impl fmt::Display for ForeignSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((of, bytes), (here, size)) = (self.snapshot, self.machine);
        write!(
            f,
            "a snapshot of a {of} with {bytes} bytes of DRAM does not fit this {here} with {size}; restore it into a machine like its own"
        )
    }
}

impl std::error::Error for ForeignSnapshot {}

impl Snapshot {
    /// Bytes of memory that this snapshot takes beyond what it shares with `other`.
    #[must_use]
    pub fn bytes_beyond(&self, other: Option<&Snapshot>) -> u64 {
        match other {
            Some(other) => self.memories.bytes_beyond(&other.memories),
            None => self.memories.bytes_beyond(&SavedMemories::default()),
        }
    }
}

impl Machine {
    /// Remembers the state. The cost grows with what was written since the last snapshot.
    #[must_use]
    pub fn snapshot(&mut self) -> Snapshot {
        self.saved = self.saved.next(&self.local, &mut self.dram);
        Snapshot { chip: self.chip.chip, dram_bytes: self.dram.size(), base: self.base, memories: self.saved.clone() }
    }

    /// Goes back, or forth, to a remembered state.
    ///
    /// # Errors
    /// A snapshot of another chip or of another size of DRAM.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), ForeignSnapshot> {
        let theirs = (snapshot.chip, snapshot.dram_bytes);
        let ours = (self.chip.chip, self.dram.size());
        if theirs != ours {
            return Err(ForeignSnapshot { snapshot: theirs, machine: ours });
        }
        snapshot.memories.restore(&mut self.local, &mut self.dram);
        self.saved = snapshot.memories.clone();
        self.base = snapshot.base;
        Ok(())
    }

    /// A number that equal states share and different ones practically never do; the same on every host.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        let mut all = Fingerprint::new();
        self.base.iter().for_each(|base| all.number(*base));
        SavedMemories::fingerprint(&self.local, &self.dram, &mut all);
        all.finish()
    }
}
