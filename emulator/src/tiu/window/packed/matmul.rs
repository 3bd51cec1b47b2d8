//! Integer matrix products: the rows of the left matrix are weights, the columns of the right one positions.

use super::results::Grid;
use super::{Buffers, Computation, MAX_WORDS, PACKING, flip, reserve, seat};
use crate::halt::Stopped;
use crate::kernels::gemm::{BLOCK, Source, WIDTH};
use crate::kernels::{Level, interleave};
use crate::tiu::Means;
use crate::tiu::window::finish::{Channel, IntegerFinish};
use crate::tiu::window::matrix::{Kind, Product};

/// A matrix product that has this form.
pub(crate) struct PackedProduct<'p> {
    product: &'p Product,
    source: Source,
    signed_right: bool,
    channel: Channel,
    finish: IntegerFinish,
}

impl<'p> PackedProduct<'p> {
    /// The packed form of `product`, if it has one.
    pub(crate) fn new(product: &'p Product) -> Option<Self> {
        let Kind::Integer { signed_left, signed_right, finish, channel } = product.kind else { return None };
        let source = Source { taps: 1, depth: product.inner, signed: signed_left };
        let right = &product.right;
        let neighbours = (right.plane.step(3) == 1 || right.width == 1)
            && (product.left.plane.step(3) == 1 || product.left.width == 1);
        let small = source.groups() * product.columns <= MAX_WORDS && product.rows * product.columns <= MAX_WORDS;
        (neighbours && small).then_some(PackedProduct { product, source, signed_right, channel, finish })
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(
        &self,
        level: Level,
        memory: &mut [u8],
        buffers: &mut Buffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let Product { rows, columns, .. } = *self.product;
        let [_, _, _, width] = self.product.output.shape();
        let grid = Grid::new([rows, columns], [BLOCK, WIDTH], means.pool.parts(self.cost()));
        buffers.results.reserve(self.product.output.form(), 1, grid);
        self.pack_left(level, memory, grid, buffers);
        buffers.correct((0..rows).map(|_| self.channel), self.signed_right);
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend((0..self.source.groups()).map(|group| group * columns));
        }
        reserve(&mut buffers.field, self.source.groups() * columns, WIDTH);
        self.pack_right(memory, &mut buffers.field, means);
        self.read_starts(memory, &mut buffers.starts);
        let starts = self.has_starts().then_some(columns);
        let computation = Computation { cost: self.cost(), starts, finish: self.finish };
        buffers.compute(0, &computation, means);
        means.stop.check()?;
        buffers.results.write(&self.product.output, memory, |[row, channel, _]| [0, row, channel * width]);
        Ok(())
    }

    fn cost(&self) -> usize {
        self.product.rows * self.product.columns * self.product.inner
    }

    fn pack_left(&self, level: Level, memory: &[u8], grid: Grid, buffers: &mut Buffers) {
        let Product { left, rows, inner, .. } = self.product;
        buffers.bytes.clear();
        for row in 0..*rows {
            for column in (0..*inner).step_by(left.width) {
                let start = left.position(row, column);
                buffers.bytes.extend_from_slice(&memory[start..start + left.width.min(inner - column)]);
            }
        }
        let bytes = &buffers.bytes;
        for (tile, weights) in seat(&mut buffers.weights, grid.down()).iter_mut().enumerate() {
            let first = tile * grid.tile_rows();
            let row = |row: usize| &bytes[(first + row) * inner..][..*inner];
            weights.pack(level, grid.tile_rows().min(rows - first), self.source, row);
        }
    }

    fn pack_right(&self, memory: &[u8], field: &mut [u32], means: Means<'_>) {
        let (columns, all) = (self.product.columns, self.source.groups());
        let cost = PACKING * all * columns;
        let groups = all.div_ceil(means.pool.parts(cost));
        let parts = field[..all * columns].chunks_mut(groups * columns).enumerate();
        means.pool.each(cost, parts, |(part, words)| {
            let numbered = words.chunks_exact_mut(columns).enumerate();
            numbered.for_each(|(group, words)| self.pack_group(memory, part * groups + group, words));
        });
    }

    /// Packs four rows.
    fn pack_group(&self, memory: &[u8], group: usize, words: &mut [u32]) {
        let Product { right, inner, .. } = self.product;
        // Rows that do not exist have weights of zero: any byte does.
        let rows = [0, 1, 2, 3].map(|k| (4 * group + k).min(inner - 1));
        for (channel, words) in words.chunks_mut(right.width).enumerate() {
            let bytes = rows.map(|row| &memory[right.position(row, channel * right.width)..][..words.len()]);
            interleave(bytes, flip(self.signed_right), words);
        }
    }

    fn has_starts(&self) -> bool {
        self.product.sums.is_some() || self.product.former.is_some() || self.product.bias.is_some()
    }

    fn read_starts(&self, memory: &[u8], starts: &mut Vec<i32>) {
        if !self.has_starts() {
            return;
        }
        starts.clear();
        starts.resize(self.product.rows * self.product.columns, 0);
        for (row, starts) in starts.chunks_exact_mut(self.product.columns).enumerate() {
            self.product.add_addends(memory, row, starts);
        }
    }
}
