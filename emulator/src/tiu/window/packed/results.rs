//! From sums to results, which are staged until all are known.

use crate::kernels::gemm::{Sink, WIDTH};
use crate::tiu::window::finish::{Channel, IntegerFinish};
use crate::tiu::window::planes::{Form, Pitch, Planes};

/// Staged results: for each batch and channel a row of `pitch` positions.
#[derive(Clone, Debug, Default)]
pub(super) struct Results {
    bytes: Vec<u8>,
    words: Vec<u32>,
    pitch: usize,
    wide: bool,
}

impl Results {
    /// Makes room for `rows` rows of `positions` results that are stored as `form`.
    pub(super) fn reserve(&mut self, form: Form, rows: usize, positions: usize) {
        self.wide = form != Form::Byte;
        self.pitch = positions;
        let needed = rows * positions;
        if self.wide && self.words.len() < needed {
            self.words.resize(needed, 0);
        }
        if !self.wide && self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    /// Stages results of `row` from `position` on.
    #[inline(always)]
    pub(super) fn stage(&mut self, row: usize, position: usize, results: impl Iterator<Item = u32>) {
        let at = row * self.pitch + position;
        if self.wide {
            self.words[at..].iter_mut().zip(results).for_each(|(to, result)| *to = result);
        } else {
            self.bytes[at..].iter_mut().zip(results).for_each(|(to, result)| *to = result as u8);
        }
    }

    /// Takes every staged row as `parts` rows that follow each other.
    pub(super) fn divide(&mut self, parts: usize) {
        self.pitch /= parts;
    }

    /// Writes all results, whose rows lie `pitch` positions apart.
    pub(super) fn write(&self, output: &Planes, memory: &mut [u8], pitch: usize) {
        let pitch = Pitch { channel: self.pitch, row: pitch };
        if self.wide {
            output.write_pitched(memory, &self.words, pitch);
        } else {
            output.write_pitched(memory, &self.bytes, pitch);
        }
    }
}

/// Turns sums into results.
pub(super) struct Finisher<'a> {
    pub(super) finish: IntegerFinish,
    /// One for each row.
    pub(super) channels: &'a [Channel],
    /// What is added to each sum, where it is not the same for all of a row: positions as those of results.
    pub(super) starts: Option<&'a [i32]>,
    pub(super) results: &'a mut Results,
    /// The first of the staged rows.
    pub(super) first: usize,
}

impl Sink for Finisher<'_> {
    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[i32]) {
        let Some(starts) = self.starts else { return self.finish(row, position, sums) };
        let starts = &starts[row * self.results.pitch + position..];
        let mut totals = [0; WIDTH];
        for ((total, sum), start) in totals.iter_mut().zip(sums).zip(starts) {
            *total = sum.wrapping_add(*start);
        }
        self.finish(row, position, &totals[..sums.len()]);
    }
}

impl Finisher<'_> {
    #[inline(always)]
    fn finish(&mut self, row: usize, position: usize, sums: &[i32]) {
        let at = (self.first + row) * self.results.pitch + position;
        let channel = &self.channels[row];
        if self.results.wide {
            self.finish.apply_all(sums, channel, &mut self.results.words[at..], i32::cast_unsigned);
        } else {
            self.finish.apply_bytes(sums, channel, &mut self.results.bytes[at..]);
        }
    }
}
