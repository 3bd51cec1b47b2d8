//! Sums of products of bytes: rows of signed weights against a field of unsigned activations.
//!
//! The field holds four channels of a position in one word, so that a step of a sum is four products. Where a step
//! finds its word for position 0 is a table; the other positions follow contiguously.

#[cfg(target_arch = "aarch64")]
mod neon;
mod tile;
mod weights;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::{Level, Task, dispatch};
use crate::halt::Stop;
use tile::{Dot, PortableDot};

pub(crate) use weights::{Source, Weights};

/// Rows that are computed side by side.
pub(crate) const BLOCK: usize = 8;
/// Most positions that are computed side by side.
pub(crate) const WIDTH: usize = 48;

/// The two operands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operands<'a> {
    /// Four channels of a position each; [`WIDTH`] words more than the last position needs.
    pub(crate) field: &'a [u32],
    /// For each step, the index of position 0 in the field.
    pub(crate) offsets: &'a [usize],
    pub(crate) weights: &'a Weights,
    /// Number of positions.
    pub(crate) positions: usize,
    /// What leaves the rest undone.
    pub(crate) stop: Stop<'a>,
}

/// Takes finished sums.
pub(crate) trait Sink {
    /// Takes the sums of `row` from `position` on. To be `#[inline(always)]`.
    fn take(&mut self, row: usize, position: usize, sums: &[i32]);
}

/// Computes all sums with the instructions for which the weights are packed.
pub(crate) fn compute(operands: Operands<'_>, sink: &mut impl Sink) {
    let level = operands.weights.level();
    match level {
        Level::Portable => dispatch(level, Product { operands, dot: PortableDot, sink }),
        #[cfg(target_arch = "aarch64")]
        Level::Neon => dispatch(level, Product { operands, dot: neon::NeonDot, sink }),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => dispatch(level, Product { operands, dot: x86::Avx2Dot::new(), sink }),
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => dispatch(level, Product { operands, dot: x86::Avx512Dot::new(), sink }),
    }
}

struct Product<'a, D, S> {
    operands: Operands<'a>,
    dot: D,
    sink: &'a mut S,
}

impl<D: Dot, S: Sink> Task for Product<'_, D, S> {
    type Output = ();

    /// All rows at some positions before the next positions: the field is larger than the weights of a few rows.
    #[inline(always)]
    fn run(self) {
        let mut sums = [[0; WIDTH]; BLOCK];
        for position in (0..self.operands.positions).step_by(WIDTH) {
            let count = WIDTH.min(self.operands.positions - position);
            for (block, weights) in self.operands.weights.blocks().enumerate() {
                if self.operands.stop.is_asked() {
                    return;
                }
                let rows = BLOCK.min(self.operands.weights.rows() - block * BLOCK);
                self.dot.block(&self.operands, weights, [rows, count], position, &mut sums);
                for (row, sums) in sums.iter().enumerate().take(rows) {
                    self.sink.take(block * BLOCK + row, position, &sums[..count]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
