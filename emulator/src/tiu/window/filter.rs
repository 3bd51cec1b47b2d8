//! Sums of products under a sliding window: what convolution, depthwise convolution and average pooling share.

use super::axis::Axis;
use super::finish::{FloatFinish, IntegerFinish};
use super::planes::Planes;
use crate::tiu::plane::Plane;

/// A sliding sum of products whose operands are known to lie in local memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter {
    pub(crate) input: Plane,
    pub(crate) weights: Weights,
    pub(crate) rows: Axis,
    pub(crate) columns: Axis,
    /// Input channels under the window of one output: all, or 1 where every output channel has its own.
    pub(crate) depth: Depth,
    pub(crate) output: Planes,
    /// Partial sums to start from.
    pub(crate) sums: Option<Planes>,
    pub(crate) numbers: Numbers,
}

/// Which input channels an output channel sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All of them, so many.
    All(usize),
    /// Its own.
    Own,
}

/// Where weights come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Weights {
    /// All are this number or pattern.
    Constant(u16),
    /// One row for each output channel: kernel rows, kernel columns, input channels.
    Stored(Plane),
}

/// Kind of numbers, and how sums become results.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Numbers {
    /// Bytes.
    Integer {
        /// The input is signed.
        signed_input: bool,
        /// The weights are signed.
        signed_weights: bool,
        /// Value of padding.
        fill: u8,
        finish: IntegerFinish,
    },
    /// bf16.
    Float {
        /// Value of padding.
        fill: f32,
        finish: FloatFinish,
    },
}

impl Filter {
    /// Input channels in one sum.
    pub(crate) fn depth(&self) -> usize {
        match self.depth {
            Depth::All(count) => count,
            Depth::Own => 1,
        }
    }

    /// The first input channel of output channel `c`.
    pub(crate) fn first(&self, c: usize) -> usize {
        match self.depth {
            Depth::All(_) => 0,
            Depth::Own => c,
        }
    }

    /// Products in one sum.
    pub(crate) fn products(&self) -> usize {
        self.rows.kernel * self.columns.kernel * self.depth()
    }
}

/// The number in a byte.
#[inline(always)]
pub(crate) fn number(byte: u8, signed: bool) -> i32 {
    if signed { byte.cast_signed().into() } else { byte.into() }
}
