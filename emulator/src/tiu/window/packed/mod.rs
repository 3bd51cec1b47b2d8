//! The fast forms: operations on packed operands.
//!
//! The input of a convolution of bytes is packed so that four channels of a position share a word and every tap of the window is a constant
//! offset ([`field`]); then one kernel computes all channels at all positions. Where every channel is on its own, windows
//! slide over a copy of its bytes ([`sliding`]), or words hold neighbours of a row ([`depthwise`]). bf16 takes one channel a word ([`float`]). Results are staged and written when all
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
mod sliding;

use super::finish::{Channel, IntegerFinish};
use crate::kernels::gemm::{self, Operands, Weights};
use crate::tiu::Means;
use line::Line;
use results::{Finisher, Results, Starts};

pub(super) use conv::PackedConv;
pub(super) use depthwise::PackedDepthwise;
pub(super) use float::{PackedFloatConv, PackedFloatProduct};
pub(super) use matmul::PackedProduct;
pub(super) use pool::PackedPool;
pub(super) use sliding::SlidingDepthwise;

/// Most words of a packed input, and most staged results: beyond lie only degenerate operations.
const MAX_WORDS: usize = 1 << 24;

/// Products that take as long as to pack one word.
const PACKING: usize = 24;

/// Buffers that outlive an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    field: Vec<u32>,
    /// A row of words for each thread.
    lines: Vec<Line<u32>>,
    /// Channels on their own, one for each thread.
    alone: Vec<depthwise::Desk>,
    sliding: Vec<sliding::Desk>,
    /// Poolings of bytes, and of bf16, one for each thread.
    byte_rows: Vec<pool::Rows<u8>>,
    half_rows: Vec<pool::Rows<u16>>,
    floats: float::Buffers,
    offsets: Vec<usize>,
    /// Weights of the rows of one tile after the other.
    weights: Vec<Weights>,
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

/// Makes room for a field of `words` words and those behind it that `padding` says.
fn reserve<T: Clone + Default>(field: &mut Vec<T>, words: usize, padding: usize) {
    if field.len() < words + padding {
        field.resize(words + padding, T::default());
    }
}

/// A desk for each of `threads` threads.
fn seat<T: Default>(desks: &mut Vec<T>, threads: usize) -> &mut [T] {
    if desks.len() < threads {
        desks.resize_with(threads, T::default);
    }
    &mut desks[..threads]
}

/// The channel with what a signed input adds to its sums taken off its addend; `sum` is that of its weights.
fn corrected(channel: Channel, sum: i32, signed_input: bool) -> Channel {
    let excess = if signed_input { sum.wrapping_mul(128) } else { 0 };
    Channel { addend: channel.addend.wrapping_sub(excess), ..channel }
}

/// How packed operands become staged results.
struct Computation {
    /// Products.
    cost: usize,
    /// How far apart the rows of what sums start from lie, if they start from anything.
    starts: Option<usize>,
    finish: IntegerFinish,
}

impl Buffers {
    /// Corrects the channels of all rows.
    fn correct(&mut self, channels: impl Iterator<Item = Channel>, signed_input: bool) {
        let (weights, tile_rows) = (&self.weights, self.results.grid().tile_rows());
        let sum = |row: usize| weights[row / tile_rows].sum(row % tile_rows);
        self.channels.clear();
        self.channels.extend(channels.enumerate().map(|(row, channel)| corrected(channel, sum(row), signed_input)));
    }

    /// Computes the results of a batch.
    fn compute(&mut self, batch: usize, computation: &Computation, means: Means<'_>) {
        let Buffers { field, offsets, weights, channels, starts, results, .. } = self;
        let tile_rows = results.grid().tile_rows();
        means.pool.each(computation.cost, results.tiles(batch), |tile| {
            let (field, positions) = (&field[tile.positions.start..], tile.positions.len());
            let weights = &weights[tile.rows.start / tile_rows];
            let operands = Operands { field, offsets, weights, positions, stop: means.stop };
            let starts = computation.starts.map(|pitch| Starts::new(starts, pitch, &tile));
            let channels = &channels[tile.rows.clone()];
            let mut finisher = Finisher { finish: computation.finish, channels, starts, tile };
            gemm::compute(operands, &mut finisher);
        });
    }
}
