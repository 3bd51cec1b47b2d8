//! bf16 matrix products: the rows of the left matrix are weights, the columns of the right one positions.

use super::{Buffers, PRODUCT, loaded, read_sums};
use crate::arith::accumulate::load_sum;
use crate::halt::Stopped;
use crate::kernels::Level;
use crate::kernels::float_gemm::{self, BLOCK, Operands, PADDING, Sink, WIDTH};
use crate::tiu::Means;
use crate::tiu::window::finish::FloatFinish;
use crate::tiu::window::matrix::{Kind, Product};
use crate::tiu::window::packed::results::{Grid, Results, Starts, Tile};
use crate::tiu::window::packed::{Buffers as PackedBuffers, MAX_WORDS, PACKING, reserve, seat};
use crate::tiu::window::planes::Planes;

/// A matrix product that has this form.
pub(in crate::tiu::window) struct PackedFloatProduct<'p> {
    product: &'p Product,
    finish: FloatFinish,
}

impl<'p> PackedFloatProduct<'p> {
    /// The packed form of `product`, if it has one.
    pub(in crate::tiu::window) fn new(product: &'p Product) -> Option<Self> {
        let Kind::Float { finish } = product.kind else { return None };
        let (left, right) = (&product.left, &product.right);
        let neighbours = (right.plane.step(3) == 2 || right.width == 1) && (left.plane.step(3) == 2 || left.width == 1);
        let small = product.inner * product.columns <= MAX_WORDS && product.rows * product.columns <= MAX_WORDS;
        (neighbours && small).then_some(PackedFloatProduct { product, finish })
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(in crate::tiu::window) fn run(
        &self,
        level: Level,
        memory: &mut [u8],
        packed: &mut PackedBuffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let Product { rows, columns, inner, .. } = *self.product;
        let [_, _, _, width] = self.product.output.shape();
        let PackedBuffers { floats: buffers, results, .. } = packed;
        let grid = Grid::new([rows, columns], [BLOCK, WIDTH], means.pool.parts(self.cost()));
        results.reserve(self.product.output.form(), 1, grid);
        self.pack_left(memory, grid, buffers);
        buffers.offsets.clear();
        buffers.offsets.extend(self.product.order().map(|k| k * columns));
        reserve(&mut buffers.field, inner * columns, PADDING);
        self.pack_right(memory, &mut buffers.field, means);
        self.read_starts(memory, buffers);
        self.read_bias(memory, buffers);
        self.compute(level, buffers, results, means);
        means.stop.check()?;
        results.write(&self.product.output, memory, |[row, channel, _]| [0, row, channel * width]);
        Ok(())
    }

    fn cost(&self) -> usize {
        PRODUCT * self.product.rows * self.product.columns * self.product.inner
    }

    /// The left matrix with its columns in the order of their addition.
    fn pack_left(&self, memory: &[u8], grid: Grid, buffers: &mut Buffers) {
        let Product { left, rows, inner, .. } = self.product;
        let number = |row: usize, k: usize| loaded(&memory[left.position(row, k)..][..2]).next().unwrap_or_default();
        for (tile, weights) in seat(&mut buffers.weights, grid.down()).iter_mut().enumerate() {
            let first = tile * grid.tile_rows();
            let row = |row| self.product.order().map(move |k| number(first + row, k));
            weights.pack(grid.tile_rows().min(rows - first), *inner, row);
        }
    }

    fn pack_right(&self, memory: &[u8], field: &mut [f32], means: Means<'_>) {
        let Product { columns, inner, .. } = *self.product;
        let cost = PACKING * inner * columns;
        let count = inner.div_ceil(means.pool.parts(cost));
        let parts = field[..inner * columns].chunks_mut(count * columns).enumerate();
        means.pool.each(cost, parts, |(part, words)| {
            let numbered = words.chunks_exact_mut(columns).enumerate();
            numbered.for_each(|(row, words)| self.pack_row(memory, part * count + row, words));
        });
    }

    fn pack_row(&self, memory: &[u8], row: usize, words: &mut [f32]) {
        let right = &self.product.right;
        for (channel, words) in words.chunks_mut(right.width).enumerate() {
            let bytes = &memory[right.position(row, channel * right.width)..][..2 * words.len()];
            words.iter_mut().zip(loaded(bytes)).for_each(|(to, number)| *to = number);
        }
    }

    fn read_starts(&self, memory: &[u8], buffers: &mut Buffers) {
        let Some(sums) = &self.product.sums else { return };
        let Product { rows, columns, .. } = *self.product;
        buffers.starts.resize(rows * columns, 0.0);
        for (row, starts) in buffers.starts.chunks_exact_mut(columns).enumerate().take(rows) {
            read_row((sums, memory), row, &mut buffers.bits, starts, f32::from_bits);
        }
    }

    fn read_bias(&self, memory: &[u8], buffers: &mut Buffers) {
        let Buffers { row, bits, .. } = buffers;
        row.clear();
        row.resize(self.product.columns, 0.0);
        if let Some(bias) = &self.product.bias {
            read_row((&bias.planes, memory), 0, bits, row, load_sum);
        }
    }

    fn compute(&self, level: Level, buffers: &Buffers, results: &mut Results, means: Means<'_>) {
        let Buffers { field, offsets, weights, starts, row, .. } = buffers;
        let tile_rows = results.grid().tile_rows();
        let extent = float_gemm::extent(level, &field[..self.product.inner * self.product.columns]);
        means.pool.each(self.cost(), results.tiles(0), |tile| {
            let weights = &weights[tile.rows.start / tile_rows];
            let (field, positions) = (&field[tile.positions.start..], tile.positions.len());
            let operands = Operands { field, extent, offsets, weights, positions, stop: means.stop };
            let starts = self.product.sums.map(|_| Starts::new(starts, self.product.columns, &tile));
            let bias = &row[tile.positions.clone()];
            float_gemm::compute(level, operands, &mut Finisher { finish: self.finish, bias, starts, tile });
        });
    }
}

/// Reads a row of a matrix whose columns lie along channels.
fn read_row(
    (planes, memory): (&Planes, &[u8]),
    row: usize,
    bits: &mut Vec<i32>,
    to: &mut [f32],
    load: impl Fn(u32) -> f32 + Copy,
) {
    let [_, _, _, width] = planes.shape();
    for (channel, to) in to.chunks_mut(width).enumerate() {
        read_sums((planes, memory), [row, channel, 0, 0], bits, to, load);
    }
}

/// Starts the sums of a tile and turns them into results.
struct Finisher<'a> {
    finish: FloatFinish,
    /// One for each position.
    bias: &'a [f32],
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
        let finish = self.finish;
        let biased = sums.iter().zip(&self.bias[position..]);
        self.tile.stage(row, position, biased.map(|(sum, bias)| finish.apply(*sum, *bias)));
    }
}
