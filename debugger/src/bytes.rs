//! Sets of bytes of both memories.

use emulator::machine::Machine;
use isa::footprint::{Region, Run, Span};
use std::ops::Range;

/// Where DRAM starts on the line on which local memory comes first, lane by lane.
const DRAM: u64 = 1 << 40;

/// A set of bytes: ranges on a line, ascending, none touching the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes(Vec<Range<u64>>);

impl Bytes {
    /// The bytes of a region, which counts from the start of DRAM; `None` where it is in more than so many pieces.
    pub(crate) fn of(region: &Region, lane_bytes: u64, most: usize) -> Option<Self> {
        let local = matches!(region.span, Span::Local(_));
        let range = |run: Run| {
            let base = if local { u64::from(run.lane) * lane_bytes } else { DRAM };
            let start = base.saturating_add_signed(run.start);
            start..start.saturating_add(run.len)
        };
        let ranges: Vec<Range<u64>> = region.runs().take(most.saturating_add(1)).map(range).collect();
        (ranges.len() <= most).then(|| Self::from_ranges(ranges))
    }

    /// The bytes from the first to the last of a region, in every lane.
    pub(crate) fn around(region: &Region, lane_bytes: u64) -> Self {
        let Some((start, end)) = region.bounds() else { return Self::default() };
        let range = |base: u64| base.saturating_add_signed(start)..base.saturating_add_signed(end);
        match &region.span {
            Span::Local(tensor) => {
                Self::from_ranges((0..tensor.lanes).map(|lane| range(u64::from(lane) * lane_bytes)).collect())
            }
            Span::Dram(_) => Self::from_ranges(vec![range(DRAM)]),
        }
    }

    /// Bytes of DRAM, as ranges of offsets from its start.
    pub(crate) fn dram(mut ranges: Vec<Range<u64>>) -> Self {
        for range in &mut ranges {
            *range = range.start.saturating_add(DRAM)..range.end.saturating_add(DRAM);
        }
        Self::from_ranges(ranges)
    }

    /// All of DRAM.
    pub(crate) fn all_dram() -> Self {
        Self(std::iter::once(DRAM..u64::MAX).collect())
    }

    fn from_ranges(mut ranges: Vec<Range<u64>>) -> Self {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<u64>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Bytes(merged)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    /// Those of DRAM as offsets from its start.
    pub(crate) fn in_dram(&self) -> impl Iterator<Item = Range<u64>> + '_ {
        self.0.iter().filter(|range| range.start >= DRAM).map(|range| range.start - DRAM..range.end - DRAM)
    }

    /// The parts that both have.
    fn overlaps<'b>(&'b self, other: &'b Bytes) -> Overlaps<'b> {
        Overlaps { mine: &self.0, its: &other.0 }
    }

    /// How many both have.
    pub(crate) fn common(&self, other: &Bytes) -> u64 {
        self.overlaps(other).map(|range| range.end - range.start).sum()
    }

    /// How many only one of them has.
    pub(crate) fn apart(&self, other: &Bytes) -> u64 {
        self.count() + other.count() - 2 * self.common(other)
    }

    /// Whether both have some.
    pub(crate) fn meets(&self, other: &Bytes) -> bool {
        self.overlaps(other).next().is_some()
    }

    /// Those that both have.
    pub(crate) fn and(&self, other: &Bytes) -> Bytes {
        Bytes(self.overlaps(other).collect())
    }

    /// Those that either has.
    pub(crate) fn or(&self, other: &Bytes) -> Bytes {
        let (mut mine, mut its) = (self.0.as_slice(), other.0.as_slice());
        let mut merged: Vec<Range<u64>> = Vec::with_capacity(mine.len() + its.len());
        loop {
            let from_mine = match (mine.first(), its.first()) {
                (Some(one), Some(other)) => one.start <= other.start,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => return Bytes(merged),
            };
            let from = if from_mine { &mut mine } else { &mut its };
            let next = from[0].clone();
            *from = &from[1..];
            match merged.last_mut() {
                Some(last) if last.end >= next.start => last.end = last.end.max(next.end),
                _ => merged.push(next),
            }
        }
    }

    /// Those that only this one has.
    pub(crate) fn without(&self, other: &Bytes) -> Bytes {
        let mut left = Vec::with_capacity(self.0.len());
        let mut others = other.0.as_slice();
        for range in &self.0 {
            let mut start = range.start;
            let passed = others.partition_point(|other| other.end <= start);
            others = &others[passed..];
            for other in others.iter().take_while(|other| other.start < range.end) {
                if other.start > start {
                    left.push(start..other.start);
                }
                start = start.max(other.end);
            }
            if start < range.end {
                left.push(start..range.end);
            }
        }
        Bytes(left)
    }

    /// What a machine holds there; bytes outside of its memories are left out.
    pub(crate) fn read(&self, machine: &Machine) -> Vec<u8> {
        let mut all = Vec::new();
        for range in &self.0 {
            let (memory, base) = match range.start {
                ..DRAM => (machine.local().bytes(), 0),
                _ => (machine.dram().bytes(), DRAM),
            };
            let part = (range.start - base) as usize..(range.end - base) as usize;
            all.extend(memory.get(part).unwrap_or_default());
        }
        all
    }
}

struct Overlaps<'b> {
    mine: &'b [Range<u64>],
    its: &'b [Range<u64>],
}

impl Iterator for Overlaps<'_> {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        loop {
            let (mine, its) = (self.mine.first()?, self.its.first()?);
            let both = mine.start.max(its.start)..mine.end.min(its.end);
            if mine.end <= its.end {
                self.mine = skip(self.mine, its.start);
            } else {
                self.its = skip(self.its, mine.start);
            }
            if !both.is_empty() {
                return Some(both);
            }
        }
    }
}

/// All but the first range, and but those that end in front of `start`.
fn skip(ranges: &[Range<u64>], start: u64) -> &[Range<u64>] {
    let rest = &ranges[1..];
    match rest.first() {
        Some(next) if next.end <= start => &rest[rest.partition_point(|range| range.end <= start)..],
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn drawn(random: &mut isa::random::Random) -> Bytes {
        let ranges = (0..random.below(8)).map(|_| {
            let start = u64::from(random.below(60));
            start..start + u64::from(random.below(9))
        });
        Bytes::from_ranges(ranges.collect())
    }

    fn one_by_one(bytes: &Bytes) -> BTreeSet<u64> {
        bytes.0.iter().cloned().flatten().collect()
    }

    #[test]
    fn sets_of_ranges_are_sets_of_bytes() {
        let mut random = isa::random::Random::new(5);
        for _ in 0..2000 {
            let (a, b) = (drawn(&mut random), drawn(&mut random));
            let (mine, its) = (one_by_one(&a), one_by_one(&b));
            assert_eq!(one_by_one(&a.or(&b)), &mine | &its);
            assert_eq!(one_by_one(&a.and(&b)), &mine & &its);
            assert_eq!(one_by_one(&a.without(&b)), &mine - &its, "{a:?} {b:?}");
            assert_eq!(a.common(&b), (&mine & &its).len() as u64);
            assert_eq!(a.meets(&b), !mine.is_disjoint(&its));
            assert_eq!(a.count(), mine.len() as u64);
        }
    }
}
