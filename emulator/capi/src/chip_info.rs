//! What a host's description of a chip must say.

use crate::ChipInfo;
use crate::guard::Problem;
use isa::chip::{Chip, ChipProfile, PROFILES};
use std::ops::RangeInclusive;

/// The chip that is described.
pub(crate) fn chip(info: &ChipInfo) -> Result<Chip, Problem> {
    let chip = Chip::from_version(info.version).ok_or_else(|| unknown(info))?;
    let profile = chip.profile();
    let same = |value: u64| value..=value;
    let fields = [
        ("npu_num", info.npu_num.into(), same(profile.lanes.into())),
        ("eu_num", info.eu_num.into(), same(profile.eus_per_lane.into())),
        ("lmem_size", info.lmem_size.into(), same(profile.lane_bytes.into())),
        ("gmem_start", info.gmem_start, same(profile.gmem_start)),
        ("gmem_size", info.gmem_size, 1..=profile.gmem_size),
    ];
    match fields.into_iter().find(|(_, value, allowed)| !allowed.contains(value)) {
        Some((name, value, allowed)) => Err(contradiction(profile, name, value, &allowed)),
        None => Ok(chip),
    }
}

#[cold]
fn unknown(info: &ChipInfo) -> Problem {
    let known: Vec<String> = PROFILES.iter().map(|profile| format!("{} {}", profile.version, profile.name)).collect();
    Problem::new(format!("no chip has version {} (allowed: {}); set it", info.version, known.join(", ")))
}

#[cold]
fn contradiction(profile: &ChipProfile, name: &str, value: u64, allowed: &RangeInclusive<u64>) -> Problem {
    let (first, last) = (allowed.start(), allowed.end());
    let allowed = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let chip = profile.name;
    Problem::new(format!("field {name} = {value} of the description of a {chip} (allowed: {allowed}); correct it"))
}
