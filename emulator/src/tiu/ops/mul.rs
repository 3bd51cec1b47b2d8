//! Multiply: 8 x 8 bits to 8 or 16 bits, through a shift or a 32-bit multiplier; or bf16.

use crate::arith::bf16;
use crate::arith::integer::{Saturation, requantise};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::{Inputs, Job, Outputs};
use crate::tiu::kernel::{Bytes, store};
use isa::op::tiu::Mul;
use std::iter::zip;

pub(in crate::tiu) fn execute(op: &Mul, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_narrow_operands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if op.bf16 && !op.quant {
        let relu = op.relu == 1;
        return tensors.run_bf16(unit, |a, b| {
            let product = bf16::store(bf16::multiply(bf16::load(a), bf16::load(b)));
            if relu { bf16::relu(product) } else { product }
        });
    }
    let sources = [tensors.narrow(&tensors.a, 1)?, tensors.narrow_b(1)?];
    let job = tensors.job(1, &sources, &tensors.integer_results()?);
    match (op.quant, op.a.signed || op.b.signed) {
        (true, _) => requantised(op, &job, unit),
        (false, true) => signed(op, &job, unit),
        (false, false) => unsigned(op, &job, unit),
    }
    Ok(())
}

fn saturation(op: &Mul) -> Saturation {
    Saturation::new(if op.output.width == 0 { 16 } else { 8 }, op.output.signed, op.relu == 1)
}

/// The product and its rounding fit 16 bits when one of the factors is signed.
fn signed(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let (range, wide) = (saturation(op), op.output.width == 0);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b, ..]: Inputs<'_>, outputs: Outputs<'_>| {
            let products = zip(a, b).map(|(a, b)| a_numbers.read(*a) * b_numbers.read(*b));
            store(products.map(|product| range.clamp16(shift.arithmetic16(product))), outputs, wide);
        }
    });
}

fn unsigned(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let (range, wide) = (saturation(op), op.output.width == 0);
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b, ..]: Inputs<'_>, outputs: Outputs<'_>| {
            let products = zip(a, b).map(|(a, b)| i32::from(*a) * i32::from(*b));
            store(products.map(|product| range.clamp(shift.arithmetic(product))), outputs, wide);
        }
    });
}

fn requantised(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let (range, wide) = (saturation(op), op.output.width == 0);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    let (multiplier, shift) = (op.multiplier.cast_signed(), op.rshift.into());
    job.run(unit, &|[a, b, ..]: Inputs<'_>, outputs: Outputs<'_>| {
        let products = zip(a, b).map(|(a, b)| i32::from(a_numbers.read(*a)) * i32::from(b_numbers.read(*b)));
        store(products.map(|product| range.clamp(requantise(product, multiplier, shift))), outputs, wide);
    });
}
