//! Products of matrices, whose rows lie along the channels and columns of tensors.

use super::finish::{Channel, FloatFinish, IntegerFinish};
use super::planes::{Form, Planes};
use crate::arith::accumulate::load_sum;
use crate::tiu::plane::Plane;
use isa::layout::Index;
use isa::op::tiu::Matmul;

/// A matrix: column x lies in channel x / width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Matrix {
    pub(crate) plane: Plane,
    pub(crate) width: usize,
}

/// A product whose operands are known to lie in local memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    pub(crate) left: Matrix,
    pub(crate) right: Matrix,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Terms in one sum.
    pub(crate) inner: usize,
    pub(crate) output: Planes,
    /// Partial sums to start from.
    pub(crate) sums: Option<Planes>,
    /// The former result, to be added.
    pub(crate) former: Option<Former>,
    /// One value for each column.
    pub(crate) bias: Option<Bias>,
    pub(crate) kind: Kind,
}

/// A former 16-bit result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Former {
    planes: Planes,
    signed: bool,
    left_shift: u32,
}

/// A bias row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bias {
    pub(crate) planes: Planes,
    /// 16-bit values are signed.
    pub(crate) signed: bool,
}

/// Kind of numbers, and how sums become results.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Bytes.
    Integer {
        /// The left matrix is signed.
        signed_left: bool,
        /// The right matrix is signed.
        signed_right: bool,
        finish: IntegerFinish,
        /// One multiplier for all.
        channel: Channel,
    },
    /// bf16.
    Float { finish: FloatFinish },
}

impl Matrix {
    /// Index of the first byte of an element.
    #[inline]
    pub(crate) fn position(&self, row: usize, column: usize) -> usize {
        self.plane.position([row, column / self.width, 0, column % self.width].map(|at| at as u32))
    }
}

impl Product {
    /// The terms of a sum in the order of their addition: all channels at one position, then the next position.
    pub(crate) fn order(&self) -> impl Iterator<Item = usize> + use<> {
        let (width, inner) = (self.left.width, self.inner);
        (0..width.min(inner)).flat_map(move |position| (position..inner).step_by(width))
    }

    /// What is added to an integer sum.
    pub(crate) fn addend(&self, memory: &[u8], row: usize, column: usize) -> i32 {
        let at = self.index(row, column);
        let sum = self.sums.map_or(0, |sums| sums.read(memory, at).cast_signed());
        let former = self.former.map_or(0, |former| former.read(memory, at));
        let bias = self.bias.map_or(0, |bias| bias.read(memory, column));
        sum.wrapping_add(former).wrapping_add(bias)
    }

    /// As [`Product::addend`], for all columns of a row; `totals` holds zeroes.
    pub(crate) fn add_addends(&self, memory: &[u8], row: usize, totals: &mut [i32]) {
        if let Some(sums) = self.sums {
            add(&sums, memory, row, totals, |bits| bits);
        }
        if let Some(former) = self.former {
            add(&former.planes, memory, row, totals, |bits| former.number(bits));
        }
        if let Some(bias) = self.bias {
            add(&bias.planes, memory, 0, totals, |bits| bias.number(bits));
        }
    }

    /// What a bf16 sum starts from: a partial sum counts as it is.
    pub(crate) fn start(&self, memory: &[u8], row: usize, column: usize) -> f32 {
        self.sums.map_or(0.0, |sums| f32::from_bits(sums.read(memory, self.index(row, column))))
    }

    /// The bias of a bf16 column.
    pub(crate) fn bias(&self, memory: &[u8], column: usize) -> f32 {
        self.bias.map_or(0.0, |bias| load_sum(bias.planes.read(memory, bias.index(column))))
    }

    fn index(&self, row: usize, column: usize) -> Index {
        index(&self.output, row, column)
    }
}

impl Former {
    /// The former result of `op`.
    pub(crate) fn new(planes: Planes, op: &Matmul) -> Former {
        Former { planes, signed: op.output.signed, left_shift: op.lshift.into() }
    }

    fn read(&self, memory: &[u8], at: Index) -> i32 {
        self.number(self.planes.read(memory, at).cast_signed())
    }

    #[inline]
    fn number(&self, bits: i32) -> i32 {
        let bits = bits as u16;
        let value: i32 = if self.signed { bits.cast_signed().into() } else { bits.into() };
        value.wrapping_shl(self.left_shift)
    }
}

impl Bias {
    fn index(&self, column: usize) -> Index {
        index(&self.planes, 0, column)
    }

    fn read(&self, memory: &[u8], column: usize) -> i32 {
        self.number(self.planes.read(memory, self.index(column)).cast_signed())
    }

    #[inline]
    fn number(&self, bits: i32) -> i32 {
        match self.planes.form() {
            Form::Bytes2 if self.signed => (bits as u16).cast_signed().into(),
            _ => bits,
        }
    }
}

/// Adds what the numbers of a row count for.
fn add(planes: &Planes, memory: &[u8], row: usize, totals: &mut [i32], number: impl Fn(i32) -> i32) {
    const RUN: usize = 64;
    let [_, _, _, width] = planes.shape();
    for (channel, totals) in totals.chunks_mut(width).enumerate() {
        for (run, totals) in totals.chunks_mut(RUN).enumerate() {
            let mut values = [0; RUN];
            let values = &mut values[..totals.len()];
            planes.read_run(memory, [row, channel, 0, run * RUN].map(|at| at as u32), values);
            totals.iter_mut().zip(values).for_each(|(total, value)| *total = total.wrapping_add(number(*value)));
        }
    }
}

/// The index of a matrix element in the tensor that holds it.
fn index(planes: &Planes, row: usize, column: usize) -> Index {
    let [_, _, _, width] = planes.shape();
    [row, column / width, 0, column % width].map(|at| at as u32)
}
