//! What both memories held at one moment.

use super::pages::PageTable;
use super::{Dram, Fingerprint, LocalMemory};

/// Contents of both memories. Those saved one after the other share the pages that did not change in between.
#[derive(Clone, Debug, Default)]
pub(crate) struct SavedMemories {
    local: PageTable,
    dram: PageTable,
}

impl SavedMemories {
    /// Saves both memories; `self` is what was saved last.
    pub(crate) fn next(&self, local: &LocalMemory, dram: &mut Dram) -> SavedMemories {
        SavedMemories { local: local.save(&self.local), dram: dram.save() }
    }

    /// Brings both memories back.
    pub(crate) fn restore(&self, local: &mut LocalMemory, dram: &mut Dram) {
        local.restore(&self.local);
        dram.restore(&self.dram);
    }

    /// Bytes of the pages that are not shared with `other`.
    pub(crate) fn bytes_beyond(&self, other: &SavedMemories) -> u64 {
        self.local.bytes_beyond(&other.local) + self.dram.bytes_beyond(&other.dram)
    }

    /// Adds what both memories hold.
    pub(crate) fn fingerprint(local: &LocalMemory, dram: &Dram, into: &mut Fingerprint) {
        local.fingerprint(into);
        into.number(u64::MAX);
        dram.fingerprint(into);
    }
}
