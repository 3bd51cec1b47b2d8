//! The fast forms: operations on packed operands.
//!
//! The input of a convolution of bytes is packed so that four channels of a position share a word and every tap of the window is a constant
//! offset ([`field`]); then one kernel computes all channels at all positions. Where every channel is on its own, the
//! words hold neighbours of a row instead ([`depthwise`]). bf16 takes one channel a word ([`float`]). Results are staged and written when all
//! of them are known, so that operands may overlap results.

mod conv;
mod depthwise;
mod field;
mod float;
mod line;
mod matmul;
mod pool;
mod results;
mod side;

use super::finish::Channel;
use crate::kernels::gemm::{WIDTH, Weights};
use line::Line;
use results::Results;

pub(super) use conv::PackedConv;
pub(super) use depthwise::PackedDepthwise;
pub(super) use float::{PackedFloatConv, PackedFloatProduct};
pub(super) use matmul::PackedProduct;
pub(super) use pool::PackedPool;

/// Most words of a packed input, and most staged results: beyond lie only degenerate operations.
const MAX_WORDS: usize = 1 << 24;

/// Buffers that outlive an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    field: Vec<u32>,
    /// A row of words.
    line: Line<u32>,
    /// A row of bytes.
    row: Line<u8>,
    /// Poolings of bytes, and of bf16.
    byte_rows: pool::Rows<u8>,
    half_rows: pool::Rows<u16>,
    floats: float::Buffers,
    offsets: Vec<usize>,
    weights: Weights,
    /// Weights whose bytes do not lie together in memory.
    bytes: Vec<u8>,
    /// The channels' parameters with what the packing of operands added to their sums taken off.
    channels: Vec<Channel>,
    /// What sums start from.
    starts: Vec<i32>,
    results: Results,
}

/// What flips the highest bit of all activations of a word: signed ones become unsigned ones that are 128 larger.
fn flip(signed: bool) -> u32 {
    if signed { 0x8080_8080 } else { 0 }
}

impl Buffers {
    /// Makes room for a field of `words` words.
    fn reserve_field(&mut self, words: usize) {
        let needed = words + WIDTH;
        if self.field.len() < needed {
            self.field.resize(needed, 0);
        }
    }

    /// Takes what a signed input adds to the sums off their addends.
    fn correct(&mut self, channels: impl Iterator<Item = Channel>, signed_input: bool) {
        let weights = &self.weights;
        let excess = |row| if signed_input { weights.sum(row).wrapping_mul(128) } else { 0 };
        self.channels.clear();
        self.channels.extend(
            channels
                .enumerate()
                .map(|(row, channel)| Channel { addend: channel.addend.wrapping_sub(excess(row)), ..channel }),
        );
    }
}
