//! `cpu_reduce_mean`, `cpu_reduce_max`, `reduce_l2`: one number for each run along a dimension.
//!
//! 8-bit tensors count as unsigned whatever their type says, and their sums wrap.

use super::{
    call::Call,
    element::Element,
    number::{greatest, product, truncate},
    refusal::CpuRefusal,
};
use isa::container::cvimodel::DataType;

/// A type over which can be reduced.
trait Number: Element {
    const ZERO: Self;
    fn plus(self, other: Self) -> Self;
    /// Adds the square, in double precision.
    fn plus_square(self, other: Self) -> Self;
    fn over(self, count: i64) -> Self;
    fn root(self) -> Self;
    fn larger(self, other: Self) -> Self;
}

impl Number for f32 {
    const ZERO: Self = 0.0;
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn plus_square(self, other: Self) -> Self {
        let other = f64::from(other);
        (f64::from(self) + other * other) as f32
    }
    fn over(self, count: i64) -> Self {
        self / count as f32
    }
    fn root(self) -> Self {
        self.sqrt()
    }
    fn larger(self, other: Self) -> Self {
        greatest(self, other)
    }
}

impl Number for u8 {
    const ZERO: Self = 0;
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    fn plus_square(self, other: Self) -> Self {
        let other = f64::from(other);
        truncate(f64::from(self) + other * other) as u8
    }
    fn over(self, count: i64) -> Self {
        (i64::from(self) / count) as u8
    }
    fn root(self) -> Self {
        f64::from(self).sqrt() as u8
    }
    fn larger(self, other: Self) -> Self {
        self.max(other)
    }
}

/// How runs are summed up.
struct Sum<T> {
    add: fn(T, T) -> T,
    finish: fn(T, i64) -> T,
}

pub(super) fn mean(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    match data_type(call)? {
        DataType::Fp32 => reduce::<f32>(call, &Sum { add: f32::plus, finish: f32::over }),
        _ => reduce::<u8>(call, &Sum { add: u8::plus, finish: u8::over }),
    }
}

pub(super) fn l2(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    match data_type(call)? {
        DataType::Fp32 => reduce::<f32>(call, &Sum { add: f32::plus_square, finish: |sum, _| sum.root() }),
        _ => reduce::<u8>(call, &Sum { add: u8::plus_square, finish: |sum, _| sum.root() }),
    }
}

pub(super) fn max(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    match data_type(call)? {
        DataType::Fp32 => largest::<f32>(call),
        _ => largest::<u8>(call),
    }
}

fn data_type(call: &Call<'_>) -> Result<DataType, CpuRefusal> {
    let data_type = call.input(0)?.expect(&[DataType::Fp32, DataType::Int8, DataType::Uint8])?;
    call.output(0)?.expect(&[data_type])
}

/// The first `most` dimensions to reduce, of a tensor with `shape`.
fn axes(call: &Call<'_>, shape: &[i64], most: usize) -> Result<Vec<usize>, CpuRefusal> {
    let axes = call.ints("axes")?;
    let used = axes.iter().take(most);
    let legal = used.map(|axis| usize::try_from(*axis).ok().filter(|axis| *axis < shape.len()));
    let legal = legal.collect::<Option<Vec<_>>>().filter(|axes| !axes.is_empty());
    let allowed = || format!("one or more of 0 to {}", shape.len() - 1);
    legal.ok_or_else(|| call.refuse_parameter("axes", format!("it is {axes:?}"), &allowed()))
}

/// Reduces one dimension after the other.
fn reduce<T: Number>(call: &mut Call<'_>, sum: &Sum<T>) -> Result<(), CpuRefusal> {
    let input = call.input(0)?;
    let mut shape = input.view.shape.to_vec();
    let mut values = input.elements::<T>().part(0, input.count())?.to_vec();
    let axes = axes(call, &shape, usize::MAX)?;
    call.work(&[axes.len() as i64, input.count()])?;
    for axis in axes {
        let (length, inner) = (shape[axis] as usize, product(&shape[axis + 1..]) as usize);
        values = values.chunks_exact(length * inner).flat_map(|block| fold(block, inner, sum)).collect();
        shape[axis] = 1;
    }
    let mut out = call.output(0)?.elements();
    out.put_part(0, &values)?;
    call.store(0, &out);
    Ok(())
}

/// Adds up the rows of a block.
fn fold<T: Number>(block: &[T], inner: usize, sum: &Sum<T>) -> Vec<T> {
    let mut sums = vec![T::ZERO; inner];
    for row in block.chunks_exact(inner) {
        sums.iter_mut().zip(row).for_each(|(total, value)| *total = (sum.add)(*total, *value));
    }
    let length = (block.len() / inner) as i64;
    sums.into_iter().map(|total| (sum.finish)(total, length)).collect()
}

/// The largest value along the first of the dimensions given; the others are ignored.
fn largest<T: Number>(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let input = call.input(0)?;
    let shape = input.view.shape;
    let axis = axes(call, shape, 1)?[0];
    let inner = product(&shape[axis + 1..]) as usize;
    let (values, mut out) = (input.elements::<T>(), call.output(0)?.elements());
    let values = values.part(0, input.count())?;
    let blocks = values.chunks_exact(inner * shape[axis] as usize);
    for (block, start) in blocks.zip((0_i64..).step_by(inner)) {
        let mut best = block[..inner].to_vec();
        for row in block.chunks_exact(inner) {
            best.iter_mut().zip(row).for_each(|(best, value)| *best = value.larger(*best));
        }
        out.put_part(start, &best)?;
    }
    call.store(0, &out);
    Ok(())
}
