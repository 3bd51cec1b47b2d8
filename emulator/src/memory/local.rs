//! Local memory: the lanes, back to back.

use super::Fingerprint;
use super::pages::{PAGE_BYTES, PageTable, page_range};
use isa::chip::ChipProfile;

/// Local memory of all lanes; an address is lane * lane size + offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalMemory {
    bytes: Vec<u8>,
    lane_bytes: usize,
}

impl LocalMemory {
    /// Zeroed local memory of `chip`.
    #[must_use]
    pub fn new(chip: &ChipProfile) -> Self {
        LocalMemory { bytes: vec![0; chip.lmem_bytes() as usize], lane_bytes: chip.lane_bytes as usize }
    }

    /// All lanes, back to back.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All lanes, back to back.
    #[must_use]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// Bytes of one lane.
    #[must_use]
    pub fn lane_bytes(&self) -> usize {
        self.lane_bytes
    }

    /// Number of lanes.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.bytes.len() / self.lane_bytes
    }

    /// What every page holds, sharing the pages that are as in `before`.
    pub(super) fn save(&self, before: &PageTable) -> PageTable {
        let mut table = before.clone();
        for (page, bytes) in self.bytes.chunks(PAGE_BYTES).enumerate() {
            table.save(page, bytes);
        }
        table
    }

    pub(super) fn restore(&mut self, table: &PageTable) {
        let size = self.bytes.len();
        for page in 0..size.div_ceil(PAGE_BYTES) {
            table.load(page, &mut self.bytes[page_range(page, size)]);
        }
    }

    pub(super) fn fingerprint(&self, into: &mut Fingerprint) {
        self.bytes.chunks(PAGE_BYTES).enumerate().for_each(|(page, bytes)| into.add(page * PAGE_BYTES, bytes));
    }
}
