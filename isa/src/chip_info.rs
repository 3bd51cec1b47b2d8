//! The description of a chip in the C interface of the vendor's simulator.

use crate::chip::ChipProfile;

/// A chip as the vendor's kernel library describes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChipInfo {
    /// Which chip.
    pub version: u32,
    /// Number of nodes.
    pub node_num: u32,
    /// Its logarithm.
    pub node_shift: u32,
    /// Number of lanes.
    pub npu_num: u32,
    /// Its logarithm.
    pub npu_shift: u32,
    /// Execution units of a lane.
    pub eu_num: u32,
    /// Its logarithm.
    pub eu_shift: u32,
    /// Bytes of local memory in a lane.
    pub lmem_size: u32,
    /// Its logarithm.
    pub lmem_shift: u32,
    /// Banks of a lane.
    pub lmem_banks: u32,
    /// Bytes of a bank.
    pub lmem_bank_size: u32,
    /// Bus address of local memory.
    pub lmem_start: u64,
    /// Bus address of DRAM.
    pub gmem_start: u64,
    /// Bytes of DRAM.
    pub gmem_size: u64,
    /// Reserved.
    pub features: u64,
}

impl ChipInfo {
    /// The description of a chip with all its DRAM.
    #[must_use]
    pub fn of(chip: &ChipProfile) -> Self {
        ChipInfo {
            version: chip.version,
            node_num: 1,
            node_shift: 0,
            npu_num: chip.lanes,
            npu_shift: chip.lanes.ilog2(),
            eu_num: chip.eus_per_lane,
            eu_shift: chip.eus_per_lane.ilog2(),
            lmem_size: chip.lane_bytes,
            lmem_shift: chip.lane_bytes.ilog2(),
            lmem_banks: chip.banks,
            lmem_bank_size: chip.bank_bytes(),
            lmem_start: chip.lmem_start,
            gmem_start: chip.gmem_start,
            gmem_size: chip.gmem_size,
            features: 0,
        }
    }
}
