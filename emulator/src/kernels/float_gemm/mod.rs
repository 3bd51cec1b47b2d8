//! Sums of bf16 products in single precision: every sum adds its terms in order, each time rounding towards zero.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod extent;
mod weights;

use super::{Level, Task, dispatch};
use crate::arith::accumulate;
use crate::halt::Stop;
pub(crate) use extent::{Extent, extent};
pub(crate) use weights::Weights;

/// Rows that are computed side by side.
pub(crate) const BLOCK: usize = 4;
/// Most positions that are computed side by side.
pub(crate) const WIDTH: usize = 48;
/// Words behind the last that a field must have.
pub(crate) const PADDING: usize = WIDTH;

/// The two operands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operands<'a> {
    /// One operand of each product; [`PADDING`] words more than the last position needs.
    pub(crate) field: &'a [f32],
    /// Of all words of the field that take part, or of more.
    pub(crate) extent: Extent,
    /// For each term, the index of position 0 in the field.
    pub(crate) offsets: &'a [usize],
    pub(crate) weights: &'a Weights,
    /// Number of positions.
    pub(crate) positions: usize,
    /// What leaves the rest undone.
    pub(crate) stop: Stop<'a>,
}

impl Operands<'_> {
    /// The largest of the offsets.
    #[cfg(target_arch = "x86_64")]
    fn reach(&self) -> usize {
        self.offsets.iter().copied().max().unwrap_or_default()
    }

    /// Whether no product and no sum of them leaves the range of normal numbers.
    #[inline(always)]
    fn are_plain(&self) -> bool {
        self.weights.extent().products_are_plain(self.extent, self.offsets.len())
    }
}

/// Starts sums and takes finished ones. Both are to be `#[inline(always)]`.
pub(crate) trait Sink {
    /// What the sums of `row` from `position` on start from.
    fn start(&self, row: usize, position: usize, sums: &mut [f32]);
    /// Takes the sums of `row` from `position` on.
    fn take(&mut self, row: usize, position: usize, sums: &[f32]);
}

/// Sums of one block.
type Sums = [[f32; WIDTH]; BLOCK];

/// A way to add the products of a block of rows to its sums.
trait Dot {
    /// Whether it gains by sums that stay within the range of normal numbers.
    const HAS_PLAIN: bool = true;

    /// Adds the products of `rows` rows at `count` positions from `position` on; what lies beyond is undefined.
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        size: [usize; 2],
        position: usize,
        sums: &mut Sums,
    );

    /// The same where no sum leaves the range of normal numbers on its way.
    #[inline(always)]
    fn plain(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        size: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        self.block(operands, weights, size, position, sums);
    }
}

/// Computes all sums with the instructions of `level`.
pub(crate) fn compute(level: Level, operands: Operands<'_>, sink: &mut impl Sink) {
    match level.min(Level::best()) {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => dispatch(level, Product { operands, dot: avx512::Avx512Dot::new(), sink }),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => dispatch(level, Product { dot: avx2::Avx2Dot::new(&operands), operands, sink }),
        #[cfg(target_arch = "aarch64")]
        Level::Neon => dispatch(level, Product { operands, dot: PortableDot, sink }),
        Level::Portable => dispatch(level, Product { operands, dot: PortableDot, sink }),
    }
}

struct Product<'a, D, S> {
    operands: Operands<'a>,
    dot: D,
    sink: &'a mut S,
}

impl<D: Dot, S: Sink> Task for Product<'_, D, S> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut sums = [[0.0; WIDTH]; BLOCK];
        let plain = D::HAS_PLAIN && self.operands.are_plain();
        for position in (0..self.operands.positions).step_by(WIDTH) {
            let count = WIDTH.min(self.operands.positions - position);
            for (block, weights) in self.operands.weights.blocks().enumerate() {
                if self.operands.stop.is_asked() {
                    return;
                }
                let rows = BLOCK.min(self.operands.weights.rows() - block * BLOCK);
                let mut plain = plain;
                for (row, sums) in sums.iter_mut().enumerate().take(rows) {
                    self.sink.start(block * BLOCK + row, position, &mut sums[..count]);
                    plain = plain && Extent::of(&sums[..count]).starts_are_plain();
                }
                if plain {
                    self.dot.plain(&self.operands, weights, [rows, count], position, &mut sums);
                } else {
                    self.dot.block(&self.operands, weights, [rows, count], position, &mut sums);
                }
                for (row, sums) in sums.iter().enumerate().take(rows) {
                    self.sink.take(block * BLOCK + row, position, &sums[..count]);
                }
            }
        }
    }
}

/// The sums in plain Rust.
struct PortableDot;

impl Dot for PortableDot {
    const HAS_PLAIN: bool = false;

    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        for (row, sums) in sums.iter_mut().enumerate().take(rows) {
            let sums = &mut sums[..count];
            for (offset, weights) in operands.offsets.iter().zip(weights) {
                let words = &operands.field[offset + position..][..count];
                let weight = weights[row];
                sums.iter_mut().zip(words).for_each(|(sum, word)| *sum = accumulate::step(*sum, *word, weight));
            }
        }
    }
}

#[cfg(test)]
mod tests;
