//! Local memory: the lanes, back to back.

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
}
