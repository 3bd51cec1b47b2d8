//! The description of a chip that a host hands in.

use crate::guard::Problem;
use isa::chip::{Chip, ChipProfile, PROFILES};
use std::ops::RangeInclusive;

/// A chip as the vendor's kernel library describes it.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
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
    /// The chip that is described.
    pub(crate) fn chip(&self) -> Result<Chip, Problem> {
        let chip = Chip::from_version(self.version).ok_or_else(|| self.unknown())?;
        let profile = chip.profile();
        let same = |value: u64| value..=value;
        let fields = [
            ("npu_num", self.npu_num.into(), same(profile.lanes.into())),
            ("eu_num", self.eu_num.into(), same(profile.eus_per_lane.into())),
            ("lmem_size", self.lmem_size.into(), same(profile.lane_bytes.into())),
            ("gmem_start", self.gmem_start, same(profile.gmem_start)),
            ("gmem_size", self.gmem_size, 1..=profile.gmem_size),
        ];
        match fields.into_iter().find(|(_, value, allowed)| !allowed.contains(value)) {
            Some((name, value, allowed)) => Err(contradiction(profile, name, value, &allowed)),
            None => Ok(chip),
        }
    }

    #[cold]
    fn unknown(&self) -> Problem {
        let known: Vec<String> =
            PROFILES.iter().map(|profile| format!("{} {}", profile.version, profile.name)).collect();
        Problem::new(format!("no chip has version {} (allowed: {}); set it", self.version, known.join(", ")))
    }
}

#[cold]
fn contradiction(profile: &ChipProfile, name: &str, value: u64, allowed: &RangeInclusive<u64>) -> Problem {
    let (first, last) = (allowed.start(), allowed.end());
    let allowed = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let chip = profile.name;
    Problem::new(format!("field {name} = {value} of the description of a {chip} (allowed: {allowed}); correct it"))
}
