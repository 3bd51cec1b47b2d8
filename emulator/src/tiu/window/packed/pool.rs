//! Largest and smallest bytes under a sliding window.

use super::line::Line;
use super::results::Results;
use super::side::Side;
use super::{Buffers, MAX_WORDS};
use crate::kernels::{Level, Task, dispatch};
use crate::tiu::window::extreme::{Extreme, Values};

/// A pooling of bytes: first along rows, then along columns.
pub(crate) struct PackedPool<'p> {
    pool: &'p Extreme,
    rows: Side,
    columns: Side,
    /// The padding value, flipped.
    fill: u8,
    /// Flips bytes so that the largest unsigned one is sought.
    flip: u8,
}

impl<'p> PackedPool<'p> {
    /// The packed form of `pool`, if it has one.
    pub(crate) fn new(pool: &'p Extreme) -> Option<Self> {
        let Values::Bytes { signed, fill } = pool.values else { return None };
        let flip = if signed { 0x80 } else { 0 } ^ if pool.largest { 0 } else { 0xff };
        let (rows, columns) = (Side::new(pool.rows), Side::new(pool.columns));
        let small = rows.phases * rows.size * columns.axis.out <= MAX_WORDS && pool.output.elements() <= MAX_WORDS;
        small.then_some(PackedPool { pool, rows, columns, fill: fill ^ flip, flip })
    }

    /// Computes and writes all results.
    pub(crate) fn run(&self, level: Level, memory: &mut [u8], buffers: &mut Buffers) {
        let [batches, channels, rows, columns] = self.pool.output.shape();
        buffers.row.prepare(&self.columns, self.fill);
        buffers.bytes.clear();
        buffers.bytes.resize(self.rows.phases * self.rows.size * columns, self.fill);
        buffers.results.reserve(self.pool.output.form(), batches * channels, rows * columns);
        let Buffers { row: line, bytes: reduced, results, .. } = buffers;
        dispatch(level, Pooling { operation: self, memory, line, reduced, results });
        results.write(&self.pool.output, memory, columns);
    }

    /// Where a row lies among the rows that are reduced already.
    fn start(&self, (phase, row): (usize, usize)) -> usize {
        (phase * self.rows.size + row) * self.columns.axis.out
    }
}

struct Pooling<'a> {
    operation: &'a PackedPool<'a>,
    memory: &'a [u8],
    line: &'a mut Line,
    reduced: &'a mut [u8],
    results: &'a mut Results,
}

impl Task for Pooling<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let [batches, channels, ..] = self.operation.pool.output.shape();
        for index in 0..batches * channels {
            let start = [index / channels, index % channels, 0, 0].map(|at| at as u32);
            self.reduce_rows(self.operation.pool.input.position(start));
            self.reduce_columns(index);
        }
    }
}

impl Pooling<'_> {
    /// The largest values of each row of the channel that starts at `base`.
    #[inline(always)]
    fn reduce_rows(&mut self, base: usize) {
        let PackedPool { pool, rows, columns, flip, .. } = *self.operation;
        for position in 0..rows.axis.extended() {
            let (Some(row), Some(h)) = (rows.needed(position), rows.axis.source(position)) else { continue };
            self.line.load(&columns, &self.memory[base + h * pool.input.step(2)..], pool.input.step(3), flip);
            let start = self.operation.start(row);
            let largest = &mut self.reduced[start..start + columns.axis.out];
            largest.copy_from_slice(self.line.tap(&columns, 0));
            (1..columns.axis.kernel).for_each(|tap| enlarge(largest, self.line.tap(&columns, tap)));
        }
    }

    /// The largest values of each column; padding takes part in every window.
    #[inline(always)]
    fn reduce_columns(&mut self, index: usize) {
        let PackedPool { rows, columns, fill, flip, .. } = *self.operation;
        let out = columns.axis.out;
        for (y, largest) in self.results.bytes_of(index).chunks_exact_mut(out).enumerate() {
            largest.fill(fill);
            for tap in 0..rows.axis.kernel {
                let start = self.operation.start(rows.place(rows.axis.position(y, tap)));
                enlarge(largest, &self.reduced[start..start + out]);
            }
            largest.iter_mut().for_each(|byte| *byte ^= flip);
        }
    }
}

#[inline(always)]
fn enlarge(largest: &mut [u8], others: &[u8]) {
    largest.iter_mut().zip(others).for_each(|(largest, other)| *largest = (*largest).max(*other));
}
