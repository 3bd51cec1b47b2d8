//! What a transfer asks of the memory bus, as the performance monitor counts it.
//!
//! Exact for each of 1,682 measured transfers between DRAM and local memory, see `specs/pmu.md`.

use super::rows::{WORD, lines, over_runs};
use crate::footprint::{Certainty, Footprint, Region, Span};
use crate::layout::DramTensor;

/// No burst crosses a page.
const PAGE: u64 = 4096;
/// Bytes of the longest burst.
const LONGEST: u64 = 256;
/// Long runs start with a burst up to the next multiple of this.
const ALIGNMENT: u64 = 64;

/// Bursts and 16-byte beats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bursts.
    pub bursts: u64,
    /// Beats.
    pub beats: u64,
}

/// The parts of a compressed stream in DRAM, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// In front.
    pub header: u64,
    /// One byte for each group.
    pub map: u64,
    /// The groups.
    pub data: u64,
}

impl Stream {
    /// Bytes of the whole.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.header.saturating_add(self.map).saturating_add(self.data)
    }
}

/// What a transfer asks of the bus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffics {
    /// To read.
    pub read: Traffic,
    /// To write.
    pub written: Traffic,
}

impl Traffics {
    /// Those of a footprint in which compressed regions are as long as `stream` says.
    #[must_use]
    pub fn of(footprint: &Footprint, stream: Option<&Stream>) -> Traffics {
        Traffics {
            read: Traffic::of(&footprint.reads, stream, reading_bursts),
            written: Traffic::of(&footprint.writes, stream, writing_bursts),
        }
    }
}

impl Traffic {
    fn of(regions: &[Region], stream: Option<&Stream>, packed: fn(u64, &Stream) -> u64) -> Traffic {
        let mut traffic = Traffic::default();
        for region in regions {
            let Span::Dram(tensor) = &region.span else { continue };
            let (bursts, beats) = match (region.certainty, stream) {
                (Certainty::AtMost, Some(stream)) => {
                    (packed(tensor.address, stream), lines(tensor.address, stream.bytes(), WORD))
                }
                _ => (over_runs(tensor, PAGE, bursts), beats(tensor)),
            };
            traffic.bursts = traffic.bursts.saturating_add(bursts);
            traffic.beats = traffic.beats.saturating_add(beats);
        }
        traffic
    }
}

fn beats(tensor: &DramTensor) -> u64 {
    over_runs(tensor, WORD, |start, bytes| lines(start, bytes, WORD))
}

/// Bursts of `bytes` from `start` on: one up to the next multiple of 64, then the longest, anew in each page.
fn bursts(start: u64, bytes: u64) -> u64 {
    let first = bytes.min(PAGE - start % PAGE);
    let rest = bytes - first;
    let head = first.min(start.next_multiple_of(ALIGNMENT) - start);
    let of_first = u64::from(head > 0) + (first - head).div_ceil(LONGEST);
    of_first + rest / PAGE * (PAGE / LONGEST) + (rest % PAGE).div_ceil(LONGEST)
}

/// Bursts of `bytes` from `start` on, cut into pieces of the longest burst, and those where a page ends.
fn pieces(start: u64, bytes: u64) -> u64 {
    let crossings = lines(start, bytes, PAGE).saturating_sub(1);
    // Pieces that end with a page are not cut by it.
    let aligned = if start.is_multiple_of(LONGEST) { crossings } else { 0 };
    bytes.div_ceil(LONGEST) + crossings - aligned
}

/// The parts of a stream are read one by one, a short map at once.
fn reading_bursts(start: u64, stream: &Stream) -> u64 {
    let [map, data] = places(start, stream);
    let of_map = if stream.map <= LONGEST { pieces(map, stream.map) } else { bursts(map, stream.map) };
    pieces(start, stream.header) + of_map + bursts(data, stream.data)
}

/// The parts of a stream are written as they are made.
fn writing_bursts(start: u64, stream: &Stream) -> u64 {
    let [map, data] = places(start, stream);
    pieces(start, stream.header) + pieces(map, stream.map) + pieces(data, stream.data)
}

/// Where map and data start.
fn places(start: u64, stream: &Stream) -> [u64; 2] {
    let map = start.wrapping_add(stream.header);
    [map, map.wrapping_add(stream.map)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Byte by byte.
    fn walked(start: u64, bytes: u64) -> u64 {
        let (mut at, mut count) = (start, 0);
        while at < start + bytes {
            let most = if at.is_multiple_of(ALIGNMENT) { LONGEST } else { at.next_multiple_of(ALIGNMENT) - at };
            at += most.min(PAGE - at % PAGE).min(start + bytes - at);
            count += 1;
        }
        count
    }

    fn cut(start: u64, bytes: u64) -> u64 {
        let mut ends =
            (1..=bytes.div_ceil(LONGEST)).map(|piece| start + (piece * LONGEST).min(bytes)).collect::<Vec<_>>();
        ends.extend((start + 1..start + bytes).filter(|at| at.is_multiple_of(PAGE)));
        ends.sort_unstable();
        ends.dedup();
        ends.len() as u64
    }

    #[test]
    fn bursts_agree_with_a_walk() {
        let mut random = Random::new(5);
        for _ in 0..2000 {
            let (start, bytes) = (u64::from(random.below(9000)), u64::from(random.below(20_000)));
            assert_eq!(bursts(start % PAGE, bytes), walked(start, bytes), "{start} {bytes}");
            assert_eq!(pieces(start, bytes), cut(start, bytes), "{start} {bytes}");
        }
    }

    #[test]
    fn measured_streams_take_the_bursts_that_were_counted() {
        // A load of 64x49x4 weights and two stores of 256x56 activations on a cv183x.
        let stream = |map, beats: u64| Stream { header: 16, map, data: beats * 16 - 16 - map };
        assert_eq!(reading_bursts(0x1_0189_b560, &stream(784, 699)), 47);
        assert_eq!(writing_bursts(0x1_0000_0000, &stream(896, 625)), 43);
        assert_eq!(writing_bursts(0x1_0000_7720, &stream(896, 601)), 41);
    }
}
