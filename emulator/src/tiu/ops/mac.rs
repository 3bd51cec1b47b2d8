//! Multiply and accumulate: 8 x 8 bits onto a 16-bit accumulator in the result's planes; or bf16.

use crate::arith::bf16;
use crate::arith::integer::{RightShift, Saturation};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::{Inputs, Job, Outputs};
use crate::tiu::kernel::{Bytes, Words, pairs, store, store_pairs};
use isa::layout::tiu::element_bytes;
use isa::op::tiu::Mac;
use std::iter::zip;

pub(in crate::tiu) fn execute(op: &Mac, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_narrow_operands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if !op.accumulate {
        let refusal = Refusal::new("this operation always adds the old result").field("opt_res_add", 0_u64, "1");
        return Err(refusal.help("set the flag, or use mul"));
    }
    let element = element_bytes(op.bf16);
    let (a, b) = (tensors.narrow(&tensors.a, element)?, tensors.narrow_b(element)?);
    if op.bf16 {
        let output = tensors.narrow(&tensors.output, 2)?;
        floating(op, &tensors.job(2, &[a, b, output], &[output]), unit);
        return Ok(());
    }
    let [low, high] = tensors.wide(&tensors.output)?;
    let job = tensors.job(1, &[a, b, low, high], &tensors.integer_results()?);
    if op.arith {
        integer(op, &job, unit, RightShift::arithmetic)
    } else {
        integer(op, &job, unit, RightShift::logical)
    }
    Ok(())
}

/// Unsigned sums may wrap into the sign bit, so that the kind of shift matters.
fn integer(op: &Mac, job: &Job, unit: &mut Unit<'_>, round_off: impl Fn(RightShift, i32) -> i32 + Copy) {
    let wide = op.output.width == 0;
    let range = Saturation::new(if wide { 16 } else { 8 }, op.output.signed, op.relu == 1);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    let accumulators = Words::new(op.output.signed);
    let left = u32::from(op.lshift);
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b, low, high]: Inputs<'_>, outputs: Outputs<'_>| {
            let products = zip(a, b).map(|(a, b)| i32::from(a_numbers.read(*a)) * i32::from(b_numbers.read(*b)));
            let sums = zip(products, accumulators.numbers(low, high))
                .map(|(product, old)| product.wrapping_add(old.wrapping_shl(left)));
            store(sums.map(|sum| range.clamp(round_off(shift, sum))), outputs, wide);
        }
    });
}

fn floating(op: &Mac, job: &Job, unit: &mut Unit<'_>) {
    let relu = op.relu == 1;
    job.run(unit, &|[a, b, old, _]: Inputs<'_>, [out, _]: Outputs<'_>| {
        let products = zip(pairs(a), pairs(b)).map(|(a, b)| bf16::multiply(bf16::load(a), bf16::load(b)));
        let sums = zip(products, pairs(old)).map(|(product, old)| bf16::add(product, bf16::load_accumulator(old)));
        let results = sums.map(bf16::store).map(|sum| if relu { bf16::relu(sum) } else { sum });
        store_pairs(results, out);
    });
}
