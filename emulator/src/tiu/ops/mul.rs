//! Multiply: 8 x 8 bits to 8 or 16 bits, through a shift or a 32-bit multiplier; or bf16.

use crate::arith::bf16;
use crate::arith::integer::{Saturation, Scale};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::Job;
use crate::tiu::kernel::Bytes;
use isa::op::tiu::Mul;

pub(in crate::tiu) fn execute(op: &Mul, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_narrow_operands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if op.bf16 && !op.quant {
        return match op.relu {
            1 => tensors.run_bf16(unit, product_with_relu),
            _ => tensors.run_bf16(unit, product),
        };
    }
    let results = tensors.integer_results()?;
    let sources = [tensors.narrow(&tensors.a, 1)?, tensors.narrow_b(1)?];
    let job = tensors.job(1, &sources, &results);
    match (op.quant, op.a.signed || op.b.signed) {
        (true, _) => requantised(op, &job, unit),
        (false, true) => signed(op, &job, unit),
        (false, false) => unsigned(op, &job, unit),
    }
    Ok(())
}

#[inline(always)]
fn product(a: u16, b: u16) -> u16 {
    bf16::store(bf16::multiply(bf16::load(a), bf16::load(b)))
}

#[inline(always)]
fn product_with_relu(a: u16, b: u16) -> u16 {
    bf16::relu(product(a, b))
}

fn saturation(op: &Mul) -> Saturation {
    Saturation::new(if op.output.width == 0 { 16 } else { 8 }, op.output.signed, op.relu == 1)
}

/// The product and its rounding fit 16 bits when one of the factors is signed.
fn signed(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let range = saturation(op);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b]: [u8; 2]| range.clamp16(shift.arithmetic16(a_numbers.read(a) * b_numbers.read(b)))
    });
}

fn unsigned(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let range = saturation(op);
    job.run_shifted(unit, op.rshift, op.round, |shift| {
        move |[a, b]: [u8; 2]| range.clamp(shift.arithmetic(i32::from(a) * i32::from(b)))
    });
}

fn requantised(op: &Mul, job: &Job, unit: &mut Unit<'_>) {
    let range = saturation(op);
    let (a_numbers, b_numbers) = (Bytes::new(op.a.signed), Bytes::new(op.b.signed));
    let scale = Scale::new(op.multiplier.cast_signed(), op.rshift.into());
    job.run_words(unit, move |[a, b]: [u8; 2]| {
        let product = i32::from(a_numbers.read(a)) * i32::from(b_numbers.read(b));
        range.clamp(scale.apply(product))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn mul(output: Tensor, a: Tensor, b: Tensor) -> Mul {
        Mul { output, a, b, bf16: false, rshift: 0, arith: true, round: true, relu: 0, quant: false, multiplier: 0 }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[3, 0xfd, 100, 0x80]), (0x10, &[5, 7, 200, 0x80])])
    }

    #[test]
    fn products_saturate_to_the_signed_result() {
        let op = mul(signed(0x20, 4), signed(0, 4), signed(0x10, 4));
        assert_eq!(stage().run(op).bytes(0x20), [15, 0xeb, 0x80, 127]);
    }

    #[test]
    fn wide_results_keep_the_whole_product() {
        let op = mul(wide(signed(0x20, 4)), signed(0, 4), signed(0x10, 4));
        let stage = stage().run(op);
        assert_eq!(stage.bytes(0x20), [15, 0xeb, 0x20, 0]);
        assert_eq!(stage.bytes(0x120), [0, 0xff, 0xea, 0x40]);
    }

    #[test]
    fn shifts_round_half_up() {
        let op = Mul { rshift: 1, ..mul(signed(0x20, 2), signed(0, 2), signed(0x10, 2)) };
        assert_eq!(stage().run(op).bytes(0x20), [8, 0xf6]);
        let op = Mul { rshift: 4, arith: false, ..mul(row(0x20, 4), row(0, 4), row(0x10, 4)) };
        assert_eq!(stage().run(op).bytes(0x20), [1, 111, 255, 255]);
    }

    #[test]
    fn relu_makes_results_unsigned() {
        let op = Mul { relu: 1, ..mul(row(0x20, 4), signed(0, 4), row(0x10, 4)) };
        assert_eq!(stage().run(op).bytes(0x20), [15, 0, 255, 0]);
    }

    #[test]
    fn a_constant_takes_the_place_of_a_tensor() {
        let b = Tensor { constant: true, ..signed(0xff02, 4) };
        assert_eq!(stage().run(mul(signed(0x20, 4), signed(0, 4), b)).bytes(0x20), [6, 0xfa, 127, 0x80]);
    }

    #[test]
    fn the_multiplier_scales_products() {
        let op = mul(signed(0x20, 2), signed(0, 2), signed(0x10, 2));
        let op = Mul { quant: true, multiplier: 1 << 30, rshift: 1, ..op };
        assert_eq!(stage().run(op).bytes(0x20), [4, 0xfb]);
    }

    #[test]
    fn long_shifts_treat_the_last_elements_apart() {
        let op = Mul { rshift: 33, round: false, ..mul(signed(0x20, 6), signed(0, 6), signed(0x10, 6)) };
        let stage = Stage::new([(0, &[0xff; 6]), (0x10, &[9; 6])]).run(op);
        assert_eq!(stage.bytes(0x20), [0xff, 0xff, 0xff, 0xff, 0xfb, 0xfb]);
    }

    #[test]
    fn bf16_products_round_to_even() {
        let (a, b) = (patterns([0x3f81, 0xc040, 0x7f00]), patterns([0x3fc0, 0x4040, 0x7f00]));
        let op = Mul { bf16: true, ..mul(floats(0x20, 3), floats(0, 3), floats(0x10, 3)) };
        assert_eq!(Stage::new([(0, &a), (0x10, &b)]).run(op).bytes::<6>(0x20), *patterns([0x3fc2, 0xc110, 0x7f7f]));
    }

    #[test]
    fn refusals_name_the_field() {
        let op = mul(signed(0x20, 4), signed(0, 4), signed(0x10, 4));
        let with = |change: fn(&mut Mul)| {
            let mut changed = op;
            change(&mut changed);
            stage().blame(changed)
        };
        assert_eq!(with(|op| op.a.w = 5), Some("opd0_w"));
        assert_eq!(with(|op| op.output.n = 0), Some("res0_n"));
        assert_eq!(with(|op| op.b.width = 0), Some("opt_opd1_seg"));
        assert_eq!(with(|op| op.b.mode = isa::op::tiu::StrideMode::Packed), Some("short_opd1_str"));
        assert_eq!(with(|op| (op.rshift, op.arith) = (1, false)), Some("opt_shift_typ"));
        assert_eq!(with(|op| op.output.addr.0 = 0x1_0000), Some("res0_addr"));
        assert_eq!(with(|op| op.b.addr.0 = 0x7ffd), Some("opd1_addr"));
        assert_eq!(with(|op| (op.output.width, op.output.plane_stride) = (0, 0)), Some("res0_b_str"));
        assert_eq!(with(|op| (op.bf16, op.a.w_stride) = (true, 2)), Some("res0_w_str"));
        assert_eq!(with(|op| (op.b.constant, op.b.w) = (true, 5)), Some("opd1_n"));
        let many = |tensor: &mut Tensor| (tensor.n, tensor.h, tensor.w, tensor.w_stride) = (4000, 4000, 2, 0);
        let mut huge = op;
        [&mut huge.output, &mut huge.a, &mut huge.b].into_iter().for_each(many);
        assert_eq!(stage().blame(huge), Some("res0_n"));
    }
}
