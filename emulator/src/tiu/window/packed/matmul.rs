//! Integer matrix products: the rows of the left matrix are weights, the columns of the right one positions.

use super::results::Finisher;
use super::{Buffers, MAX_WORDS, flip};
use crate::halt::{Stop, Stopped};
use crate::kernels::gemm::{self, Operands, Source};
use crate::kernels::{Level, interleave};
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
        stop: Stop<'_>,
    ) -> Result<(), Stopped> {
        let Product { rows, columns, .. } = *self.product;
        self.pack_left(level, memory, buffers);
        buffers.correct((0..rows).map(|_| self.channel), self.signed_right);
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend((0..self.source.groups()).map(|group| group * columns));
        }
        buffers.reserve_field(self.source.groups() * columns);
        self.pack_right(memory, &mut buffers.field);
        self.read_starts(memory, &mut buffers.starts);
        buffers.results.reserve(self.product.output.form(), rows, columns);
        self.compute(buffers, stop);
        stop.check()?;
        self.write(memory, buffers);
        Ok(())
    }

    fn pack_left(&self, level: Level, memory: &[u8], buffers: &mut Buffers) {
        let Product { left, rows, inner, .. } = self.product;
        buffers.bytes.clear();
        for row in 0..*rows {
            for column in (0..*inner).step_by(left.width) {
                let start = left.position(row, column);
                buffers.bytes.extend_from_slice(&memory[start..start + left.width.min(inner - column)]);
            }
        }
        let bytes = &buffers.bytes;
        buffers.weights.pack(level, *rows, self.source, |row| &bytes[row * inner..][..*inner]);
    }

    fn pack_right(&self, memory: &[u8], field: &mut [u32]) {
        let Product { right, columns, inner, .. } = self.product;
        for (group, words) in field.chunks_exact_mut(*columns).take(self.source.groups()).enumerate() {
            // Rows that do not exist have weights of zero: any byte does.
            let rows = [0, 1, 2, 3].map(|k| (4 * group + k).min(inner - 1));
            for (channel, words) in words.chunks_mut(right.width).enumerate() {
                let bytes = rows.map(|row| &memory[right.position(row, channel * right.width)..][..words.len()]);
                interleave(bytes, flip(self.signed_right), words);
            }
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

    fn compute(&self, buffers: &mut Buffers, stop: Stop<'_>) {
        let (field, offsets, weights) = (&buffers.field, &buffers.offsets, &buffers.weights);
        let operands = Operands { field, offsets, weights, positions: self.product.columns, stop };
        let mut finisher = Finisher {
            finish: self.finish,
            channels: &buffers.channels,
            starts: self.has_starts().then_some(&*buffers.starts),
            results: &mut buffers.results,
            first: 0,
        };
        gemm::compute(operands, &mut finisher);
    }

    /// A row of results is staged as one: its channels follow each other.
    fn write(&self, memory: &mut [u8], buffers: &mut Buffers) {
        let [_, _, _, width] = self.product.output.shape();
        buffers.results.divide(self.product.columns / width);
        buffers.results.write(&self.product.output, memory, width);
    }
}
