//! Multiply and accumulate: 8 x 8 bits onto a 16-bit accumulator in the result's planes; or bf16.

use crate::arith::bf16;
use crate::arith::integer::{RightShift, Saturation};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::Job;
use crate::tiu::kernel::{Bytes, Words};
use isa::layout::tiu::element_bytes;
use isa::op::tiu::Mac;

pub(in crate::tiu) fn execute(op: &Mac, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_narrow_operands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if !op.accumulate {
        let refusal = Refusal::new("this operation always adds the old result").field("opt_res_add", 0_u64, "1");
        return Err(refusal.help("set the flag, or use mul"));
    }
    let element = element_bytes(op.bf16);
    let output = tensors.narrow(&tensors.output, element)?;
    let (a, b) = (tensors.narrow(&tensors.a, element)?, tensors.narrow_b(element)?);
    if op.bf16 {
        let job = tensors.job(2, &[a, b, output], &[output]);
        if op.relu == 1 {
            job.run(unit, sum_with_relu)
        } else {
            job.run(unit, sum)
        }
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
    let range = Saturation::new(if op.output.width == 0 { 16 } else { 8 }, op.output.signed, op.relu == 1);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    let accumulators = Words::new(op.output.signed);
    let left = u32::from(op.lshift);
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b, low, high]: [u8; 4]| {
            let product = i32::from(a_numbers.read(a)) * i32::from(b_numbers.read(b));
            let sum = product.wrapping_add(accumulators.read(low, high).wrapping_shl(left));
            range.clamp(round_off(shift, sum))
        }
    });
}

#[inline(always)]
fn sum([a, b, old]: [u16; 3]) -> [u16; 1] {
    let product = bf16::multiply(bf16::load(a), bf16::load(b));
    [bf16::store(bf16::add(product, bf16::load_accumulator(old)))]
}

#[inline(always)]
fn sum_with_relu(sources: [u16; 3]) -> [u16; 1] {
    sum(sources).map(bf16::relu)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn mac(output: Tensor, a: Tensor, b: Tensor) -> Mac {
        let arith = a.signed || b.signed;
        Mac { output, a, b, bf16: false, rshift: 0, lshift: 0, arith, round: true, relu: 0, accumulate: true }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[3, 0xfd]), (0x10, &[5, 7]), (0x20, &[0xf0, 0x10]), (0x120, &[0x7f, 0xff])])
    }

    #[test]
    fn wide_accumulators_saturate() {
        let stage = stage().run(Mac { lshift: 1, ..mac(wide(signed(0x20, 2)), signed(0, 2), signed(0x10, 2)) });
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0xff, 0x0b], [0x7f, 0xfe]));
    }

    #[test]
    fn narrow_results_read_but_do_not_write_the_high_plane() {
        let stage = stage().run(Mac { rshift: 8, ..mac(signed(0x20, 2), signed(0, 2), signed(0x10, 2)) });
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0x7f, 0xff], [0x7f, 0xff]));
    }

    #[test]
    fn unsigned_sums_wrap_and_shift_without_a_sign() {
        let op = Mac { lshift: 16, rshift: 24, round: false, ..mac(row(0x20, 2), row(0, 2), row(0x10, 2)) };
        assert_eq!(stage().run(op).bytes(0x20), [0x7f, 0xff]);
    }

    #[test]
    fn bf16_accumulators_keep_subnormals() {
        let (a, b) = (patterns([0x3f80, 0x0080, 0x7f80]), patterns([0x3f80, 0x3f80, 0x3f80]));
        let old = patterns([0xbf00, 0x0040, 0x0000]);
        let op = Mac { bf16: true, ..mac(floats(0x20, 3), floats(0, 3), floats(0x10, 3)) };
        let stage = Stage::new([(0, &a), (0x10, &b), (0x20, &old)]).run(op);
        assert_eq!(stage.bytes::<6>(0x20), *patterns([0x3f00, 0x00c0, 0x7f7f]));
    }

    #[test]
    fn the_accumulation_flag_is_demanded() {
        let op = Mac { accumulate: false, ..mac(signed(0x20, 2), signed(0, 2), signed(0x10, 2)) };
        assert_eq!(stage().blame(op), Some("opt_res_add"));
    }
}
