//! Channel sum: one 8- or 16-bit number for every channel.

use crate::arith::integer::{RightShift, Saturation};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::kernel::Bytes;
use crate::tiu::operand::Operand;
use crate::tiu::plane::{Geometry, Plane, Shape, Strides};
use crate::tiu::rules::Arithmetic;
use isa::op::tiu::{ChannelSum, StrideMode};

pub(in crate::tiu) fn execute(op: &ChannelSum, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let geometry = Geometry::of(unit.local);
    let (output, input) = (Operand::output(&op.output), Operand::a(&op.input));
    check(op, &output, &input)?;
    let shape = Shape::of(&op.input);
    let strides = Strides::aligned(shape, input.lane(geometry), geometry.lanes, 1);
    let sources = input.place(geometry, 0, shape, strides, 1)?;
    let results = results(op, &output, geometry)?;
    sum_channels(op, &sources, shape, unit);
    store(op, &results, unit);
    Ok(())
}

/// One byte per lane and channel group. A high byte follows its low byte, so that it may be the next group's.
fn results(op: &ChannelSum, output: &Operand<'_>, geometry: Geometry) -> Result<Plane, Refusal> {
    let element = if op.output.width == 0 { 2 } else { 1 };
    let strides = Strides { n: 0, c: 1, h: 0, w: 0 };
    output.place(geometry, 0, Shape::of(&op.output), strides, element)
}

fn sum_channels(op: &ChannelSum, sources: &Plane, shape: Shape, unit: &mut Unit<'_>) {
    let numbers = Bytes::new(op.input.signed);
    let memory = unit.local.bytes();
    unit.scratch.sums.clear();
    unit.scratch.sums.extend((0..shape.c).map(|channel| {
        let base = sources.base(channel);
        let batches = (0..shape.n).map(|n| &memory[base + n * sources.strides().n..][..shape.h * shape.w]);
        batches.map(|batch| batch.iter().map(|byte| i32::from(numbers.read(*byte))).sum::<i32>()).sum::<i32>()
    }));
}

fn store(op: &ChannelSum, results: &Plane, unit: &mut Unit<'_>) {
    let wide = op.output.width == 0;
    let shift = RightShift::new(op.rshift.into(), op.round);
    let range = Saturation::new(if wide { 16 } else { 8 }, op.output.signed, false);
    let memory = unit.local.bytes_mut();
    let planes = if wide { 0..2 } else { 0..1 };
    for plane in planes {
        for (channel, sum) in unit.scratch.sums.iter().enumerate() {
            let value = range.clamp(shift.arithmetic(*sum)) as u16;
            memory[results.base(channel) + plane] = value.to_le_bytes()[plane];
        }
    }
}

fn check(op: &ChannelSum, output: &Operand<'_>, input: &Operand<'_>) -> Result<(), Refusal> {
    input.check_shape()?;
    for (part, size, wanted) in
        [("n", op.output.n, 1), ("c", op.output.c, op.input.c), ("h", op.output.h, 1), ("w", op.output.w, 1)]
    {
        if size != wanted {
            let refusal = output.refuse(part, size, "the result has one element per channel", wanted.to_string());
            return Err(refusal.help("make it 1 x c x 1 x 1 with the input's channels"));
        }
    }
    if op.input.constant {
        let refusal = input.refuse("constant", 1_u64, "a constant has no channels to sum", "0");
        return Err(refusal.help("sum a tensor"));
    }
    input.check_mode(StrideMode::Aligned)?;
    output.check_mode(StrideMode::Packed)?;
    input.check_narrow()?;
    output.check_plane_stride()?;
    shift_rule(op).check_shift()
}

fn shift_rule(op: &ChannelSum) -> Arithmetic {
    Arithmetic {
        bf16: op.bf16,
        signed: op.input.signed,
        signed_result: op.output.signed,
        wide_result: op.output.width == 0,
        relu: 0,
        rshift: op.rshift,
        arith: op.arith,
    }
}
