//! Largest and smallest values under a sliding window.

use super::line::Line;
use super::results::{Grid, Results, Tile};
use super::side::Side;
use super::{Buffers, MAX_WORDS, PACKING, seat};
use crate::arith::bf16;
use crate::halt::{Stop, Stopped};
use crate::kernels::{Level, Task, dispatch};
use crate::tiu::Means;
use crate::tiu::window::extreme::{Extreme, Values};

/// A pooling: first along rows, then along columns.
pub(crate) struct PackedPool<'p> {
    pool: &'p Extreme,
    rows: Side,
    columns: Side,
}

/// Rows of a pooling in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows<K> {
    line: Line<K>,
    /// The largest keys along rows.
    reduced: Vec<K>,
    /// The largest keys of one row of results.
    largest: Vec<K>,
}

/// How values become keys whose largest is sought, and back.
trait Coding: Copy + Sync {
    type Key: Copy + Ord + Default + Send;

    /// The key of padding.
    fn fill(self) -> Self::Key;
    /// A key that takes part in every window.
    fn start(self) -> Self::Key;
    /// Loads a row.
    fn load(self, line: &mut Line<Self::Key>, columns: &Side, from: (&[u8], usize));
    /// The result for a key.
    fn result(self, key: Self::Key) -> u32;
}

/// Bytes: flipping bits orders them as unsigned numbers, the value sought last.
#[derive(Clone, Copy)]
struct ByteCoding {
    flip: u8,
    fill: u8,
}

impl Coding for ByteCoding {
    type Key = u8;

    fn fill(self) -> u8 {
        self.fill ^ self.flip
    }

    fn start(self) -> u8 {
        self.fill()
    }

    #[inline(always)]
    fn load(self, line: &mut Line<u8>, columns: &Side, from: (&[u8], usize)) {
        line.load_bytes(columns, from, |[byte]| byte ^ self.flip);
    }

    #[inline(always)]
    fn result(self, key: u8) -> u32 {
        (key ^ self.flip).into()
    }
}

/// bf16: patterns in the order of their values, the value sought last, invalid ones behind all.
#[derive(Clone, Copy)]
struct HalfCoding {
    largest: bool,
    fill: u16,
}

const SIGN: u16 = 0x8000;
const INVALID_KEY: u16 = 0xffff;

impl HalfCoding {
    #[inline(always)]
    fn key(self, pattern: u16) -> u16 {
        let value = bf16::load(pattern);
        let pattern = if value == 0.0 { 0 } else { pattern };
        let ordered = if pattern & SIGN == 0 { pattern | SIGN } else { !pattern };
        let sought_last = if self.largest { ordered } else { !ordered };
        if value.is_nan() { INVALID_KEY } else { sought_last }
    }
}

impl Coding for HalfCoding {
    type Key = u16;

    fn fill(self) -> u16 {
        self.key(self.fill)
    }

    fn start(self) -> u16 {
        0
    }

    #[inline(always)]
    fn load(self, line: &mut Line<u16>, columns: &Side, from: (&[u8], usize)) {
        line.load_bytes(columns, from, |bytes| self.key(u16::from_le_bytes(bytes)));
    }

    #[inline(always)]
    fn result(self, key: u16) -> u32 {
        let ordered = if self.largest { key } else { !key };
        let pattern = if ordered & SIGN == 0 { !ordered } else { ordered ^ SIGN };
        (if key == INVALID_KEY { bf16::INVALID } else { pattern }).into()
    }
}

impl<'p> PackedPool<'p> {
    /// The packed form of `pool`, if it has one.
    pub(crate) fn new(pool: &'p Extreme) -> Option<Self> {
        let (rows, columns) = (Side::new(pool.rows), Side::new(pool.columns));
        let small = rows.phases * rows.size * columns.axis.out <= MAX_WORDS && pool.output.elements() <= MAX_WORDS;
        small.then_some(PackedPool { pool, rows, columns })
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(
        &self,
        level: Level,
        memory: &mut [u8],
        buffers: &mut Buffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, rows, columns] = self.pool.output.shape();
        let Buffers { results, byte_rows, half_rows, .. } = buffers;
        let grid = Grid::new([batches * channels, rows * columns], [1, rows * columns], means.pool.parts(self.cost()));
        results.reserve(self.pool.output.form(), 1, grid);
        match self.pool.values {
            Values::Bytes { signed, fill } => {
                let flip = if signed { 0x80 } else { 0 } ^ if self.pool.largest { 0 } else { 0xff };
                self.reduce(level, ByteCoding { flip, fill }, memory, (byte_rows, means), results);
            }
            Values::Halves { fill } => {
                let coding = HalfCoding { largest: self.pool.largest, fill };
                self.reduce(level, coding, memory, (half_rows, means), results);
            }
        }
        means.stop.check()?;
        results.write(&self.pool.output, memory, |[n, c, row]| [0, n * channels + c, row * columns]);
        Ok(())
    }

    /// Every input is read and compared along rows, and what is left is compared along columns.
    fn cost(&self) -> usize {
        let compared = self.rows.axis.size * self.columns.axis.kernel + self.rows.axis.out * self.rows.axis.kernel;
        let [batches, channels, ..] = self.pool.output.shape();
        batches * channels * (PACKING * self.rows.axis.size * self.columns.axis.size + compared * self.columns.axis.out)
    }

    fn reduce<C: Coding>(
        &self,
        level: Level,
        coding: C,
        memory: &[u8],
        (desks, means): (&mut Vec<Rows<C::Key>>, Means<'_>),
        results: &mut Results,
    ) {
        let columns = self.columns.axis.out;
        let desks = seat(desks, means.pool.threads());
        for desk in &mut *desks {
            desk.line.prepare(&self.columns, coding.fill());
            desk.reduced.clear();
            desk.reduced.resize(self.rows.phases * self.rows.size * columns, coding.fill());
            desk.largest.resize(columns, coding.fill());
            desk.largest.truncate(columns);
        }
        means.pool.share(self.cost(), desks, results.tiles(0), |buffers, tile| {
            dispatch(level, Pooling { operation: self, coding, memory, buffers, tile, stop: means.stop });
        });
    }

    /// Where a row lies among the rows that are reduced already.
    fn start(&self, (phase, row): (usize, usize)) -> usize {
        (phase * self.rows.size + row) * self.columns.axis.out
    }
}

struct Pooling<'a, C: Coding> {
    operation: &'a PackedPool<'a>,
    coding: C,
    memory: &'a [u8],
    buffers: &'a mut Rows<C::Key>,
    tile: Tile<'a>,
    stop: Stop<'a>,
}

impl<C: Coding> Task for Pooling<'_, C> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let [_, channels, ..] = self.operation.pool.output.shape();
        let rows = self.tile.rows.clone();
        for index in rows.clone() {
            if self.stop.is_asked() {
                return;
            }
            let start = [index / channels, index % channels, 0, 0].map(|at| at as u32);
            self.reduce_rows(self.operation.pool.input.position(start));
            self.reduce_columns(index - rows.start);
        }
    }
}

impl<C: Coding> Pooling<'_, C> {
    /// The largest keys of each row of the channel that starts at `base`.
    #[inline(always)]
    fn reduce_rows(&mut self, base: usize) {
        let PackedPool { pool, rows, columns } = *self.operation;
        let Rows { line, reduced, .. } = self.buffers;
        for position in 0..rows.axis.extended() {
            let (Some(row), Some(h)) = (rows.needed(position), rows.axis.source(position)) else { continue };
            self.coding.load(line, &columns, (&self.memory[base + h * pool.input.step(2)..], pool.input.step(3)));
            let start = self.operation.start(row);
            let largest = &mut reduced[start..start + columns.axis.out];
            largest.copy_from_slice(line.tap(&columns, 0));
            (1..columns.axis.kernel).for_each(|tap| enlarge(largest, line.tap(&columns, tap)));
        }
    }

    /// The largest keys of each column, for a row of the tile.
    #[inline(always)]
    fn reduce_columns(&mut self, row: usize) {
        let PackedPool { rows, columns, .. } = *self.operation;
        let (out, coding) = (columns.axis.out, self.coding);
        let Rows { reduced, largest, .. } = self.buffers;
        for y in 0..rows.axis.out {
            largest.fill(coding.start());
            for tap in 0..rows.axis.kernel {
                let start = self.operation.start(rows.place(rows.axis.position(y, tap)));
                enlarge(largest, &reduced[start..start + out]);
            }
            self.tile.stage(row, y * out, largest.iter().map(|key| coding.result(*key)));
        }
    }
}

#[inline(always)]
fn enlarge<K: Copy + Ord>(largest: &mut [K], others: &[K]) {
    largest.iter_mut().zip(others).for_each(|(largest, other)| *largest = (*largest).max(*other));
}
