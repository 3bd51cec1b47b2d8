//! bf16 convolutions, averages and matrix products: one channel a word, in single precision.

mod conv;
mod matmul;

use crate::arith::bf16;
use crate::kernels::float_gemm::Weights;
use crate::tiu::window::packed::line::Line;
use crate::tiu::window::planes::Planes;

pub(in crate::tiu::window) use conv::PackedFloatConv;
pub(in crate::tiu::window) use matmul::PackedFloatProduct;

/// Products of bytes that take as long as one of bf16 numbers.
const PRODUCT: usize = 8;

/// Buffers that outlive an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    field: Vec<f32>,
    /// A row for each thread.
    lines: Vec<Line<f32>>,
    offsets: Vec<usize>,
    /// Weights of the rows of one tile after the other.
    weights: Vec<Weights>,
    /// What sums start from, positions as those of results.
    starts: Vec<f32>,
    /// Numbers of one row.
    row: Vec<f32>,
    bits: Vec<i32>,
}

/// The numbers stored as pairs of bytes.
#[inline(always)]
fn loaded(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes.as_chunks().0.iter().map(|pair| bf16::load(u16::from_le_bytes(*pair)))
}

/// Reads the 32-bit patterns of a run of sums.
fn read_sums(
    (sums, memory): (&Planes, &[u8]),
    start: [usize; 4],
    bits: &mut Vec<i32>,
    to: &mut [f32],
    load: impl Fn(u32) -> f32,
) {
    bits.resize(to.len(), 0);
    sums.read_run(memory, start.map(|at| at as u32), bits);
    to.iter_mut().zip(bits).for_each(|(to, bits)| *to = load(bits.cast_unsigned()));
}
