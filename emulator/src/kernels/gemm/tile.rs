//! A few rows at a few positions: the innermost loops.

use super::{BLOCK, Operands, WIDTH};

/// The weights of a block of rows, step by step.
pub(super) type Block = [[u32; BLOCK]];

/// Sums of one block.
pub(super) type Sums = [[i32; WIDTH]; BLOCK];

/// A way to compute sums of products.
pub(super) trait Dot {
    /// The sums of `rows` rows at `count` positions from `position` on; what lies beyond is undefined.
    fn block(&self, operands: &Operands<'_>, weights: &Block, size: [usize; 2], position: usize, sums: &mut Sums);
}

/// Calls the tile for `rows` rows and `vectors` vectors of positions.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! choose {
    ($rows:expr, $vectors:expr, $tile:ident, $arguments:tt, [$($r:literal)*], $v:tt) => {
        match $rows { $(..=$r => choose!(@ $vectors, $tile, $arguments, $r, $v),)* _ => {} }
    };
    (@ $vectors:expr, $tile:ident, $arguments:tt, $r:literal, [$($v:literal)*]) => {
        match $vectors { $(..=$v => $tile::<$r, $v> $arguments,)* _ => {} }
    };
}
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(super) use choose;

/// The sums in plain Rust.
pub(super) struct PortableDot;

impl Dot for PortableDot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &Block,
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        for (row, sums) in sums.iter_mut().enumerate().take(rows) {
            let sums = &mut sums[..count];
            sums.fill(0);
            for (offset, weights) in operands.offsets.iter().zip(weights) {
                let words = &operands.field[offset + position..][..count];
                let weights = weights[row].to_ne_bytes().map(|weight| i32::from(weight.cast_signed()));
                add_products(sums, words, weights);
            }
        }
    }
}

/// Adds the products of one step. Activations have 8 bits: in 32 bits their products are exact, and the order of
/// additions does not matter.
#[inline(always)]
fn add_products(sums: &mut [i32], words: &[u32], weights: [i32; 4]) {
    for (sum, word) in sums.iter_mut().zip(words) {
        let bytes = word.to_ne_bytes().map(i32::from);
        let low = bytes[0] * weights[0] + bytes[1] * weights[1];
        let high = bytes[2] * weights[2] + bytes[3] * weights[3];
        *sum = sum.wrapping_add(low + high);
    }
}
