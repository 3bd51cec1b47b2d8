//! Two memories side by side.

use super::Wrong;
use crate::area::{self, Byte};
use emulator::machine::Machine;
use isa::footprint::Region;

/// The bytes of regions, each once, in order.
pub(super) fn bytes_of<'r>(regions: impl Iterator<Item = &'r Region>) -> Vec<Byte> {
    let mut all: Vec<Byte> = regions.flat_map(area::bytes).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What `places` hold; those outside of memory are left out.
pub(super) fn contents(machine: &Machine, places: &[Byte]) -> Vec<(Byte, u8)> {
    places.iter().filter_map(|place| Some((*place, area::read(machine, *place)?))).collect()
}

/// How many bytes differ, and the first; what neither ever wrote is not looked at.
pub(super) fn difference(found: &Machine, expected: &Machine) -> Option<(usize, Wrong)> {
    let size = found.local().lane_bytes();
    let local = differing(found.local().bytes(), expected.local().bytes()).map(|(at, found, expected)| Wrong {
        place: Byte::Lane((at / size) as u32, (at % size) as u64),
        found,
        expected,
    });
    let mut pages: Vec<_> = found.dram().touched().chain(expected.dram().touched()).collect();
    pages.sort_unstable_by_key(|page| page.start);
    pages.dedup();
    let part = |machine: &'_ Machine, page: &std::ops::Range<usize>| {
        machine.dram().bytes().get(page.clone()).unwrap_or_default().to_vec()
    };
    let dram = pages.into_iter().filter(|page| part(found, page) != part(expected, page)).flat_map(|page| {
        let both: Vec<_> = differing(&part(found, &page), &part(expected, &page)).collect();
        both.into_iter().map(move |(at, found, expected)| Wrong {
            place: Byte::Dram((page.start + at) as u64),
            found,
            expected,
        })
    });
    let mut all = dram.chain(local);
    let first = all.next()?;
    Some((all.count() + 1, first))
}

fn differing<'b>(found: &'b [u8], expected: &'b [u8]) -> impl Iterator<Item = (usize, u8, u8)> + 'b {
    let pairs = found.iter().zip(expected).enumerate().filter(|(_, (found, expected))| found != expected);
    pairs.map(|(at, (found, expected))| (at, *found, *expected))
}
