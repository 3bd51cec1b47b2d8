//! Sums of products of bytes under windows that slide over a plane of bytes: every channel on its own.
//!
//! Neighbouring windows lie a fixed distance apart, all windows of a plane in one line. A step of a sum is four taps of
//! a window's row.

#![allow(unsafe_code, reason = "calling code that was compiled for instructions found at run time")]

#[cfg(target_arch = "x86_64")]
mod x86;

use super::gemm::Sink;
use super::{Level, Task, dispatch};

/// Most windows that are computed side by side.
pub(crate) const WIDTH: usize = 64;
/// Windows of a vector.
const VECTOR: usize = 16;
/// Bytes that are read from the first window of a vector on.
pub(crate) const REACH: usize = 64;
/// Windows whose taps share a quarter of [`REACH`].
const QUARTER: usize = 4;

/// Four taps of a row of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where the first window finds the first of them.
    pub(crate) offset: usize,
    /// Their weights, signed bytes, the first one lowest.
    pub(crate) weights: u32,
}

/// How far apart windows and taps lie, for distances that vectors can gather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Distances {
    windows: usize,
    taps: usize,
    /// For each quarter of a vector, the words from its first window on.
    words: [u32; VECTOR],
    /// In each quarter, the taps of its windows.
    bytes: [u8; REACH],
}

impl Distances {
    /// Distances of neighbouring windows and taps in bytes; none if a quarter of a vector's windows reach too far.
    pub(crate) fn new(windows: usize, taps: usize) -> Option<Self> {
        let (fourth, last) = (windows.saturating_mul(QUARTER - 1), taps.saturating_mul(3));
        let near = fourth.saturating_add(last.max(QUARTER)) <= REACH / QUARTER && fourth + last < REACH / QUARTER;
        let word = |at: usize| (at / QUARTER * windows + at % QUARTER) as u32;
        let byte = |at: usize| (at / 4 % QUARTER * windows + at % 4 * taps) as u8;
        (windows > 0 && near).then(|| {
            let (words, bytes) = (std::array::from_fn(word), std::array::from_fn(byte));
            Distances { windows, taps, words, bytes }
        })
    }
}

/// The windows of one channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slide<'a> {
    /// Activations without sign; [`REACH`] bytes more than the last window needs, and room for [`WIDTH`] windows more.
    pub(crate) plane: &'a [u8],
    pub(crate) distances: &'a Distances,
    pub(crate) steps: &'a [Step],
    /// Number of windows.
    pub(crate) windows: usize,
}

/// Bytes of a plane for so many windows whose last step lies at `offset`.
pub(crate) fn plane_bytes(distances: &Distances, windows: usize, offset: usize) -> usize {
    offset + (windows + WIDTH) * distances.windows + REACH
}

/// Whether rows of so many taps are summed faster this way with the instructions of `level`: others multiply words of
/// four taps faster than single ones.
pub(crate) fn is_fast(level: Level, taps: usize) -> bool {
    match level {
        Level::Portable => true,
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => true,
        #[allow(unreachable_patterns, reason = "not on every architecture there are others")]
        _ => taps <= 4,
    }
}

/// Computes all sums with the instructions of `level`.
pub(crate) fn compute(level: Level, slide: Slide<'_>, sink: &mut impl Sink) {
    match level.min(Level::best()) {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => dispatch(level, Sums { slide, way: x86::Avx512::new(), sink }),
        other => dispatch(other, Sums { slide, way: Portable, sink }),
    }
}

/// Copies bytes and flips bits of each.
#[inline(always)]
pub(crate) fn copy_flipped(level: Level, from: &[u8], to: &mut [u8], flip: u8) {
    match level.min(Level::best()) {
        // SAFETY: the level is not above what the host was found to have.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { x86::copy_flipped(from, to, flip) },
        _ => to.iter_mut().zip(from).for_each(|(to, from)| *to = from ^ flip),
    }
}

/// A way to compute sums.
trait Way {
    /// The sums of `count` windows from `position` on; what lies beyond is undefined.
    fn sums(&self, slide: &Slide<'_>, position: usize, count: usize, sums: &mut [i32; WIDTH]);
}

struct Sums<'a, W, S> {
    slide: Slide<'a>,
    way: W,
    sink: &'a mut S,
}

impl<W: Way, S: Sink> Task for Sums<'_, W, S> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut sums = [0; WIDTH];
        for position in (0..self.slide.windows).step_by(WIDTH) {
            let count = WIDTH.min(self.slide.windows - position);
            self.way.sums(&self.slide, position, count, &mut sums);
            self.sink.take(0, position, &sums[..count]);
        }
    }
}

/// The sums in plain Rust.
struct Portable;

impl Way for Portable {
    #[inline(always)]
    fn sums(&self, slide: &Slide<'_>, position: usize, count: usize, sums: &mut [i32; WIDTH]) {
        let Distances { windows, taps, .. } = *slide.distances;
        let sums = &mut sums[..count];
        sums.fill(0);
        for step in slide.steps {
            for (tap, weight) in step
                .weights
                .to_le_bytes()
                .map(u8::cast_signed)
                .into_iter()
                .enumerate()
                .filter(|(_, weight)| *weight != 0)
            {
                let bytes = &slide.plane[step.offset + windows * position + taps * tap..];
                // The product of a byte without sign and one with it has 16 bits.
                let product = |byte: &u8| i32::from(i16::from(*byte).wrapping_mul(weight.into()));
                if windows == 1 {
                    sums.iter_mut().zip(bytes).for_each(|(sum, byte)| *sum += product(byte));
                } else {
                    sums.iter_mut().zip(bytes.iter().step_by(windows)).for_each(|(sum, byte)| *sum += product(byte));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::random::Random;

    struct Taken(Vec<i32>);

    impl Sink for Taken {
        fn take(&mut self, _: usize, position: usize, sums: &[i32]) {
            assert_eq!(position, self.0.len());
            self.0.extend(sums);
        }
    }

    fn by_definition(slide: &Slide<'_>) -> Vec<i32> {
        let sum = |window: usize| {
            let tap = |step: &Step, tap: usize| {
                let at = step.offset + window * slide.distances.windows + tap * slide.distances.taps;
                i32::from(slide.plane[at]) * i32::from(step.weights.to_le_bytes()[tap].cast_signed())
            };
            slide.steps.iter().flat_map(|step| (0..4).map(move |number| tap(step, number))).sum()
        };
        (0..slide.windows).map(sum).collect()
    }

    #[test]
    fn every_level_sums_what_windows_hold() {
        let mut random = Random::new(5);
        for (windows, taps) in (1..6).flat_map(|windows| (1..6).map(move |taps| (windows, taps))) {
            let Some(distances) = Distances::new(windows, taps) else {
                assert!(windows + taps > 5 || windows > 4, "{windows} {taps}");
                continue;
            };
            for count in [1, 15, 16, 17, 48, 63, 64, 65, 130] {
                let steps: Vec<Step> = (0..1 + random.below(12))
                    .map(|_| Step { offset: random.below(300) as usize, weights: random.below(u32::MAX) })
                    .collect();
                let plane = random.bytes(plane_bytes(&distances, count, 300));
                let slide = Slide { plane: &plane, distances: &distances, steps: &steps, windows: count };
                for level in Level::available() {
                    let mut taken = Taken(Vec::new());
                    compute(level, slide, &mut taken);
                    assert_eq!(taken.0, by_definition(&slide), "{level:?} {distances:?} {count}");
                }
            }
        }
    }

    #[test]
    fn every_length_is_copied() {
        let from: Vec<u8> = (0..200).collect();
        for (level, length) in Level::available().flat_map(|level| (0..200).map(move |length| (level, length))) {
            let mut to = vec![1; 201];
            copy_flipped(level, &from[..length], &mut to[..length], 0x80);
            assert!(to[..length].iter().zip(&from).all(|(to, from)| *to == from ^ 0x80));
            assert!(to[length..].iter().all(|byte| *byte == 1));
        }
    }
}
