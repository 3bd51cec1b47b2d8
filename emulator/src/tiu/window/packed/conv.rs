//! Convolutions over all input channels.

use super::field::{Coding, Layout, Packing};
use super::results::Grid;
use super::{Buffers, Computation, MAX_WORDS, PACKING, flip, reserve, seat};
use crate::halt::Stopped;
use crate::kernels::Level;
use crate::kernels::gemm::{self, BLOCK, Source, WIDTH};
use crate::tiu::Means;
use crate::tiu::plane::Plane;
use crate::tiu::window::axis::Axis;
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::IntegerFinish;

/// A convolution that has this form.
pub(crate) struct PackedConv<'f> {
    filter: &'f Filter,
    layout: Layout,
    /// Distance of the results' rows among the positions.
    pitch: usize,
    source: Source,
    coding: Coding,
    signed_input: bool,
    finish: IntegerFinish,
}

impl<'f> PackedConv<'f> {
    /// The packed form of `filter`, if it has one.
    pub(crate) fn new(filter: &'f Filter) -> Option<Self> {
        let (Depth::All(depth), Numbers::Integer { signed_input, signed_weights, fill, finish }) =
            (filter.depth, filter.numbers)
        else {
            return None;
        };
        let (rows, columns) = if is_flat(filter) { flat(filter) } else { (filter.rows, filter.columns) };
        let layout = Layout::new(rows, columns, depth.div_ceil(4));
        let taps = filter.rows.kernel * filter.columns.kernel;
        let flip = flip(signed_input);
        let packed = PackedConv {
            filter,
            layout,
            pitch: if is_flat(filter) { filter.columns.out } else { layout.pitch() },
            source: Source { taps, depth, signed: signed_weights },
            coding: Coding { flip, fill: u32::from_ne_bytes([fill; 4]) ^ flip },
            signed_input,
            finish,
        };
        let [n, c, ..] = filter.output.shape();
        let staged = n.saturating_mul(c).saturating_mul(layout.positions());
        let neighbours = filter.input.step(3) == 1 || filter.columns.size == 1;
        (neighbours && layout.words() <= MAX_WORDS && staged <= MAX_WORDS).then_some(packed)
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(
        &self,
        level: Level,
        parameters: &Parameters,
        memory: &mut [u8],
        buffers: &mut Buffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, ..] = self.filter.output.shape();
        let grid = Grid::new([channels, self.layout.positions()], [BLOCK, WIDTH], means.pool.parts(self.cost()));
        self.make_room(batches, grid, buffers, means);
        let starts = self.filter.sums.map(|_| self.layout.positions());
        let computation = Computation { cost: self.cost(), starts, finish: self.finish };
        for n in 0..batches {
            means.stop.check()?;
            self.pack(level, n, memory, grid, buffers, means);
            if n == 0 {
                buffers.correct(parameters.channels.iter().copied(), self.signed_input);
            }
            self.read_starts(memory, n, &mut buffers.starts);
            buffers.compute(n, &computation, means);
        }
        means.stop.check()?;
        buffers.results.write(&self.filter.output, memory, |[n, c, row]| [n, c, row * self.pitch]);
        Ok(())
    }

    /// Products of a batch.
    fn cost(&self) -> usize {
        let [_, channels, ..] = self.filter.output.shape();
        channels * self.layout.positions() * self.filter.products()
    }

    fn make_room(&self, batches: usize, grid: Grid, buffers: &mut Buffers, means: Means<'_>) {
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend(self.layout.offsets());
        }
        reserve(&mut buffers.field, self.layout.words(), WIDTH);
        for line in seat(&mut buffers.lines, means.pool.threads()) {
            line.prepare(&self.layout.columns, self.coding.fill);
        }
        seat(&mut buffers.weights, grid.down());
        if let Weights::Constant(pattern) = self.filter.weights {
            buffers.bytes.clear();
            buffers.bytes.resize(self.filter.products(), pattern.to_le_bytes()[0]);
        }
        buffers.results.reserve(self.filter.output.form(), batches, grid);
    }

    /// Packs the input of batch `n`, and the weights before the first.
    fn pack(&self, level: Level, n: usize, memory: &[u8], grid: Grid, buffers: &mut Buffers, means: Means<'_>) {
        let Buffers { bytes, weights, lines, field, .. } = buffers;
        let [_, channels, ..] = self.filter.output.shape();
        let weight_words = if n == 0 { channels * self.filter.products() / 4 } else { 0 };
        let cost = PACKING * (self.layout.words() + weight_words);
        let groups = self.layout.groups.div_ceil(means.pool.parts(cost));
        let field = field[..self.layout.words()].chunks_mut(self.layout.start(groups, 0, 0)).enumerate();
        let weights = weights.iter_mut().take(if n == 0 { grid.down() } else { 0 }).enumerate();
        let parts = weights.map(Part::Weights).chain(field.map(Part::Input));
        means.pool.share(cost, lines, parts, |line, part| match part {
            Part::Weights((tile, weights)) => self.pack_weights(level, memory, bytes, (tile, grid), weights),
            Part::Input((number, field)) => {
                let groups = number * groups..((number + 1) * groups).min(self.layout.groups);
                let (layout, input, depth, coding) =
                    (self.layout, &self.filter.input, self.filter.depth(), self.coding);
                Packing { layout, input, batch: n, groups, depth, memory, coding, line, field }.pack(level);
            }
        });
    }

    /// Packs the weights of a tile's rows; `bytes` are those of every row if they are constant.
    fn pack_weights(
        &self,
        level: Level,
        memory: &[u8],
        bytes: &[u8],
        (tile, grid): (usize, Grid),
        weights: &mut gemm::Weights,
    ) {
        let [_, channels, ..] = self.filter.output.shape();
        let first = tile * grid.tile_rows();
        let rows = grid.tile_rows().min(channels - first);
        weights.pack(level, rows, self.source, |row| match self.filter.weights {
            Weights::Constant(_) => bytes,
            Weights::Stored(plane) => &memory[plane.base(first + row)..][..self.filter.products()],
        });
    }

    /// Reads the partial sums of batch `n`.
    fn read_starts(&self, memory: &[u8], n: usize, starts: &mut Vec<i32>) {
        let Some(sums) = self.filter.sums else { return };
        let [_, channels, rows, columns] = sums.shape();
        let positions = self.layout.positions();
        starts.resize(channels * positions, 0);
        for (c, starts) in starts.chunks_exact_mut(positions).enumerate() {
            for row in 0..rows {
                let starts = &mut starts[row * self.pitch..][..columns];
                sums.read_run(memory, [n, c, row, 0].map(|at| at as u32), starts);
            }
        }
    }
}

/// What is packed by one thread: the weights of a tile, or groups of channels, by number.
enum Part<'b> {
    Weights((usize, &'b mut gemm::Weights)),
    Input((usize, &'b mut [u32])),
}

/// Whether input and results are one row after the other without gaps: a window of one value that steps by one.
fn is_flat(filter: &Filter) -> bool {
    let plain = |axis: &Axis| {
        (axis.kernel, axis.stride, axis.spread, axis.before, axis.after) == (1, 1, 1, 0, 0) && axis.out == axis.size
    };
    plain(&filter.rows) && plain(&filter.columns) && rows_touch(&filter.input, filter.rows.size, filter.columns.size)
}

fn rows_touch(plane: &Plane, rows: usize, columns: usize) -> bool {
    rows == 1 || plane.step(2) == columns && plane.step(3) == 1
}

/// The axes as one long row.
fn flat(filter: &Filter) -> (Axis, Axis) {
    let positions = filter.rows.out * filter.columns.out;
    let columns = Axis { size: positions, out: positions, ..filter.columns };
    (Axis { size: 1, out: 1, ..filter.rows }, columns)
}
