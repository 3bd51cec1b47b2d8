//! Sliding sums of one channel: depthwise convolution and average pooling.

use super::line::{Line, copy};
use super::results::{Finisher, Grid, Tile};
use super::side::Side;
use super::{Buffers, MAX_WORDS, PACKING, corrected, flip, reserve, seat};
use crate::halt::{Stop, Stopped};
use crate::kernels::gemm::{self, Operands, Source, WIDTH};
use crate::kernels::{Level, Task, dispatch, interleave};
use crate::tiu::Means;
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::{Channel, IntegerFinish};

/// A sliding sum that has this form: a word holds four neighbours of a row, and a step of a sum is four taps of a row.
pub(crate) struct PackedDepthwise<'f> {
    filter: &'f Filter,
    rows: Side,
    columns: Side,
    source: Source,
    signed_input: bool,
    fill: u8,
    finish: IntegerFinish,
}

impl<'f> PackedDepthwise<'f> {
    /// The packed form of `filter`, if it has one.
    pub(crate) fn new(filter: &'f Filter) -> Option<Self> {
        let (Depth::Own, Numbers::Integer { signed_input, signed_weights, fill, finish }, None) =
            (filter.depth, filter.numbers, filter.sums)
        else {
            return None;
        };
        let small = matches!(filter.weights, Weights::Constant(pattern) if pattern & 0x80 == 0);
        let packed = PackedDepthwise {
            filter,
            rows: Side::new(filter.rows),
            columns: Side::new(filter.columns),
            source: Source { taps: filter.rows.kernel, depth: filter.columns.kernel, signed: signed_weights || small },
            signed_input,
            fill,
            finish,
        };
        (packed.words() <= MAX_WORDS && filter.output.elements() <= MAX_WORDS).then_some(packed)
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
        let [batches, channels, rows, columns] = self.filter.output.shape();
        let cost = batches * channels * (PACKING * self.words() + self.filter.products() * rows * columns);
        let grid = Grid::new([batches * channels, rows * columns], [1, rows * columns], means.pool.parts(cost));
        self.make_room(buffers, grid, means);
        let Buffers { alone, bytes, offsets, results, .. } = buffers;
        means.pool.share(cost, alone, results.tiles(0), |desk, tile| {
            let mut at = Channelwise { operation: self, level, memory, bytes, offsets, desk, stop: means.stop };
            at.compute(parameters, tile);
        });
        means.stop.check()?;
        results.write(&self.filter.output, memory, |[n, c, row]| [0, n * channels + c, row * columns]);
        Ok(())
    }

    fn make_room(&self, buffers: &mut Buffers, grid: Grid, means: Means<'_>) {
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend(self.offsets());
        }
        for desk in seat(&mut buffers.alone, means.pool.threads()) {
            reserve(&mut desk.field, self.words(), WIDTH);
            desk.row.prepare(&self.columns, self.fill);
        }
        if let Weights::Constant(pattern) = self.filter.weights {
            buffers.bytes.clear();
            buffers.bytes.resize(self.filter.products(), pattern.to_le_bytes()[0]);
        }
        buffers.results.reserve(self.filter.output.form(), 1, grid);
    }

    /// Words of one channel.
    fn words(&self) -> usize {
        self.source.groups() * self.plane()
    }

    fn plane(&self) -> usize {
        self.rows.phases * self.rows.size * self.columns.axis.out
    }

    /// Where the words of a row start.
    fn start(&self, group: usize, (phase, row): (usize, usize)) -> usize {
        group * self.plane() + (phase * self.rows.size + row) * self.columns.axis.out
    }

    /// For each step of a sum (window rows, groups of window columns) where the first window finds its word.
    fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.source.taps).flat_map(move |tap| {
            let row = self.rows.place(tap * self.rows.axis.dilation);
            (0..self.source.groups()).map(move |group| self.start(group, row))
        })
    }
}

/// What one thread needs for channels on their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    field: Vec<u32>,
    /// A row of bytes.
    row: Line<u8>,
    weights: gemm::Weights,
}

/// Computes channel after channel.
struct Channelwise<'a> {
    operation: &'a PackedDepthwise<'a>,
    level: Level,
    memory: &'a [u8],
    /// The weights of every channel, if they are constant.
    bytes: &'a [u8],
    offsets: &'a [usize],
    desk: &'a mut Desk,
    stop: Stop<'a>,
}

impl Channelwise<'_> {
    fn compute(&mut self, parameters: &Parameters, mut tile: Tile<'_>) {
        let [_, channels, ..] = self.operation.filter.output.shape();
        let first = tile.rows.start;
        for row in tile.rows.clone() {
            if self.stop.is_asked() {
                return;
            }
            let [n, c] = [row / channels, row % channels];
            if row == first || matches!(self.operation.filter.weights, Weights::Stored(_)) {
                self.pack_weights(c);
            }
            self.pack([n, c]);
            self.finish(parameters.channels[c], tile.row(row - first));
        }
    }

    fn pack_weights(&mut self, channel: usize) {
        let PackedDepthwise { filter, source, .. } = self.operation;
        self.desk.weights.pack(self.level, 1, *source, |_| match filter.weights {
            Weights::Stored(plane) => &self.memory[plane.base(channel)..][..filter.products()],
            Weights::Constant(_) => self.bytes,
        });
    }

    fn pack(&mut self, at: [usize; 2]) {
        let Desk { field, row, .. } = &mut *self.desk;
        Packing { operation: self.operation, at, memory: self.memory, line: row, field }.pack(self.level);
    }

    fn finish(&mut self, channel: Channel, tile: Tile<'_>) {
        let PackedDepthwise { signed_input, finish, .. } = *self.operation;
        let Desk { field, weights, .. } = &*self.desk;
        let channels = &[corrected(channel, weights.sum(0), signed_input)];
        let positions = tile.positions.len();
        let operands = Operands { field, offsets: self.offsets, weights, positions, stop: self.stop };
        gemm::compute(operands, &mut Finisher { finish, channels, starts: None, tile });
    }
}

/// Packs one channel.
struct Packing<'a> {
    operation: &'a PackedDepthwise<'a>,
    /// Batch and channel.
    at: [usize; 2],
    memory: &'a [u8],
    line: &'a mut Line<u8>,
    field: &'a mut [u32],
}

impl Packing<'_> {
    fn pack(self, level: Level) {
        dispatch(level, self);
    }
}

impl Task for Packing<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let PackedDepthwise { filter, rows, .. } = self.operation;
        let [n, c] = self.at.map(|at| at as u32);
        let base = filter.input.position([n, c, 0, 0]);
        for position in 0..rows.axis.extended() {
            let Some(row) = rows.needed(position) else { continue };
            self.pack_row(rows.axis.source(position).map(|h| base + h * filter.input.step(2)), row);
        }
    }
}

impl Packing<'_> {
    /// Packs the row that starts at `source`; without one it is padding.
    #[inline(always)]
    fn pack_row(&mut self, source: Option<usize>, row: (usize, usize)) {
        let PackedDepthwise { filter, columns, source: weights, signed_input, fill, .. } = self.operation;
        let (out, flip) = (columns.axis.out, flip(*signed_input));
        if let Some(start) = source {
            let (inputs, step) = (&self.memory[start..], filter.input.step(3));
            match (step, columns.axis.spread) {
                (1, 1) => self.line.load_neighbours(columns, |row| copy(inputs, row)),
                _ => self.line.load_bytes(columns, (inputs, step), |[byte]| byte),
            }
        }
        for group in 0..weights.groups() {
            let start = self.operation.start(group, row);
            let words = &mut self.field[start..start + out];
            if source.is_none() {
                words.fill(u32::from_ne_bytes([*fill; 4]) ^ flip);
                continue;
            }
            // Columns that do not exist have weights of zero: any byte does.
            let tap = |k: usize| self.line.tap(columns, (4 * group + k).min(weights.depth - 1));
            interleave([tap(0), tap(1), tap(2), tap(3)], flip, words);
        }
    }
}
