//! Sliding sums of bf16 products: convolution, depthwise convolution, average pooling.

use super::{Buffers, PRODUCT, loaded, read_sums};
use crate::arith::accumulate::load_sum;
use crate::arith::bf16;
use crate::halt::Stopped;
use crate::kernels::float_gemm::{self, BLOCK, Operands, PADDING, Sink, WIDTH};
use crate::kernels::{Level, Task, dispatch};
use crate::tiu::Means;
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::FloatFinish;
use crate::tiu::window::packed::field::Layout;
use crate::tiu::window::packed::line::{Line, copy};
use crate::tiu::window::packed::results::{Grid, Results, Starts, Tile};
use crate::tiu::window::packed::{Buffers as PackedBuffers, MAX_WORDS, PACKING, reserve, seat};
use std::ops::Range;

/// A sliding sum that has this form.
pub(in crate::tiu::window) struct PackedFloatConv<'f> {
    filter: &'f Filter,
    layout: Layout,
    fill: f32,
    finish: FloatFinish,
}

impl<'f> PackedFloatConv<'f> {
    /// The packed form of `filter`, if it has one.
    pub(in crate::tiu::window) fn new(filter: &'f Filter) -> Option<Self> {
        let Numbers::Float { fill, finish } = filter.numbers else { return None };
        let layout = Layout::new(filter.rows, filter.columns, filter.depth());
        let [n, c, ..] = filter.output.shape();
        let small = layout.words() <= MAX_WORDS && n * c * layout.positions() <= MAX_WORDS;
        small.then_some(PackedFloatConv { filter, layout, fill, finish })
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(in crate::tiu::window) fn run(
        &self,
        level: Level,
        parameters: &Parameters,
        memory: &mut [u8],
        packed: &mut PackedBuffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, ..] = self.filter.output.shape();
        let PackedBuffers { floats: buffers, results, .. } = packed;
        let (groups, rows) = match self.filter.depth {
            Depth::All(_) => (1, channels),
            Depth::Own => (channels, 1),
        };
        let size = [rows, self.layout.positions()];
        let grid = Grid::new(size, [BLOCK, WIDTH], means.pool.parts(self.cost(rows)));
        self.make_room(buffers, means);
        results.reserve(self.filter.output.form(), batches * groups, grid);
        for group in 0..groups {
            means.stop.check()?;
            let channels = group * rows..(group + 1) * rows;
            self.pack_weights(memory, channels.clone(), grid, buffers);
            for n in 0..batches {
                self.pack(level, [n, group], memory, buffers, means);
                self.read_starts(memory, n, channels.clone(), buffers);
                let biases = &parameters.biases[channels.clone()];
                self.compute(level, biases, buffers, (results, n * groups + group), means);
            }
        }
        means.stop.check()?;
        let place = |[n, c, row]: [usize; 3]| [n * groups + c / rows, c % rows, row * self.layout.pitch()];
        results.write(&self.filter.output, memory, place);
        Ok(())
    }

    /// What it takes to compute `rows` channels of a batch.
    fn cost(&self, rows: usize) -> usize {
        PRODUCT * rows * self.layout.positions() * self.filter.products()
    }

    fn make_room(&self, buffers: &mut Buffers, means: Means<'_>) {
        buffers.offsets.clear();
        buffers.offsets.extend(self.layout.offsets());
        reserve(&mut buffers.field, self.layout.words(), PADDING);
        for line in seat(&mut buffers.lines, means.pool.threads()) {
            line.prepare(&self.layout.columns, self.fill);
        }
    }

    fn pack_weights(&self, memory: &[u8], channels: Range<usize>, grid: Grid, buffers: &mut Buffers) {
        let products = self.filter.products();
        for (tile, weights) in seat(&mut buffers.weights, grid.down()).iter_mut().enumerate() {
            let first = channels.start + tile * grid.tile_rows();
            let rows = grid.tile_rows().min(channels.end - first);
            match self.filter.weights {
                Weights::Constant(pattern) => {
                    let weight = bf16::load(pattern);
                    weights.pack(rows, products, |_| std::iter::repeat(weight));
                }
                Weights::Stored(plane) => {
                    weights.pack(rows, products, |row| loaded(&memory[plane.base(first + row)..]));
                }
            }
        }
    }

    /// Packs the channels under one window: those of a batch and a group.
    fn pack(&self, level: Level, at: [usize; 2], memory: &[u8], buffers: &mut Buffers, means: Means<'_>) {
        let Buffers { lines, field, .. } = buffers;
        let (all, cost) = (self.layout.groups, PACKING * self.layout.words());
        let count = all.div_ceil(means.pool.parts(cost));
        let parts = field[..self.layout.words()].chunks_mut(self.layout.start(count, 0, 0)).enumerate();
        means.pool.share(cost, lines, parts, |line, (part, field)| {
            let channels = part * count..((part + 1) * count).min(all);
            dispatch(level, Packing { operation: self, at, channels, memory, line, field });
        });
    }

    fn read_starts(&self, memory: &[u8], n: usize, channels: Range<usize>, buffers: &mut Buffers) {
        let Some(sums) = &self.filter.sums else { return };
        let [_, _, rows, columns] = sums.shape();
        let positions = self.layout.positions();
        buffers.starts.resize(channels.len() * positions, 0.0);
        for (c, starts) in channels.zip(buffers.starts.chunks_exact_mut(positions)) {
            for row in 0..rows {
                let starts = &mut starts[row * self.layout.pitch()..][..columns];
                read_sums((sums, memory), [n, c, row, 0], &mut buffers.bits, starts, load_sum);
            }
        }
    }

    fn compute(
        &self,
        level: Level,
        biases: &[f32],
        buffers: &Buffers,
        (results, batch): (&mut Results, usize),
        means: Means<'_>,
    ) {
        let Buffers { field, offsets, weights, starts, .. } = buffers;
        let (cost, tile_rows) = (self.cost(biases.len()), results.grid().tile_rows());
        let extent = float_gemm::extent(level, &field[..self.layout.words()]);
        means.pool.each(cost, results.tiles(batch), |tile| {
            let weights = &weights[tile.rows.start / tile_rows];
            let (field, positions) = (&field[tile.positions.start..], tile.positions.len());
            let operands = Operands { field, extent, offsets, weights, positions, stop: means.stop };
            let starts = self.filter.sums.map(|_| Starts::new(starts, self.layout.positions(), &tile));
            let biases = &biases[tile.rows.clone()];
            float_gemm::compute(level, operands, &mut Finisher { finish: self.finish, biases, starts, tile });
        });
    }
}

/// Packs some of the channels under one window.
struct Packing<'a> {
    operation: &'a PackedFloatConv<'a>,
    /// Batch, and the first output channel.
    at: [usize; 2],
    channels: Range<usize>,
    memory: &'a [u8],
    line: &'a mut Line<f32>,
    field: &'a mut [f32],
}

impl Task for Packing<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let PackedFloatConv { filter, layout, .. } = self.operation;
        for channel in self.channels.clone() {
            let [n, c] = [self.at[0], filter.first(self.at[1]) + channel].map(|at| at as u32);
            let base = filter.input.position([n, c, 0, 0]);
            for position in 0..layout.rows.axis.extended() {
                let Some((phase, row)) = layout.rows.needed(position) else { continue };
                let source = layout.rows.axis.source(position).map(|h| base + h * filter.input.step(2));
                self.pack_row(source, layout.start(channel - self.channels.start, phase, 0) + row * layout.pitch());
            }
        }
    }
}

impl Packing<'_> {
    /// Packs the row that starts at `source`; without one it is padding.
    #[inline(always)]
    fn pack_row(&mut self, source: Option<usize>, start: usize) {
        let PackedFloatConv { filter, layout, fill, .. } = self.operation;
        if let Some(source) = source {
            let from = (&self.memory[source..], filter.input.step(3));
            self.line.load_bytes(&layout.columns, from, |pair| bf16::load(u16::from_le_bytes(pair)));
        }
        for phase in 0..layout.columns.phases {
            let words = &mut self.field[start + phase * layout.plane()..][..layout.pitch()];
            if source.is_some() {
                copy(self.line.phase(&layout.columns, phase), words);
            } else {
                words.fill(*fill);
            }
        }
    }
}

/// Starts the sums of a tile and turns them into results.
struct Finisher<'a> {
    finish: FloatFinish,
    /// One for each row.
    biases: &'a [f32],
    starts: Option<Starts<'a, f32>>,
    tile: Tile<'a>,
}

impl Sink for Finisher<'_> {
    #[inline(always)]
    fn start(&self, row: usize, position: usize, sums: &mut [f32]) {
        match self.starts {
            Some(starts) => sums.copy_from_slice(&starts.from(row, position)[..sums.len()]),
            None => sums.fill(0.0),
        }
    }

    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[f32]) {
        let (finish, bias) = (self.finish, self.biases[row]);
        self.tile.stage(row, position, sums.iter().map(|sum| finish.apply(*sum, bias)));
    }
}
