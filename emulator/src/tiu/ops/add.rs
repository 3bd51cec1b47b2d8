//! Add: 16 + 16 bits to 16 or 8 bits, or bf16.

use crate::arith::bf16;
use crate::arith::integer::Saturation;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use isa::op::tiu::Add;

pub(in crate::tiu) fn execute(op: &Add, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_summands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if op.bf16 {
        return match op.relu {
            1 => tensors.run_bf16(unit, sum_with_relu),
            _ => tensors.run_bf16(unit, sum),
        };
    }
    let range = Saturation::new(if op.output.width == 0 { 16 } else { 8 }, op.output.signed, op.relu == 1);
    tensors.run_sums(unit, range, (op.rshift, op.round), |a, b| a + b)
}

#[inline(always)]
fn sum(a: u16, b: u16) -> u16 {
    bf16::store(bf16::add(bf16::load(a), bf16::load(b)))
}

#[inline(always)]
fn sum_with_relu(a: u16, b: u16) -> u16 {
    bf16::relu(sum(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn add(output: Tensor, a: Tensor, b: Tensor) -> Add {
        let arith = a.signed || b.signed;
        Add { output, a, b, bf16: false, rshift: 0, arith, round: true, relu: 0 }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[0x34, 0xff]), (0x100, &[0x12, 0xff]), (0x10, &[0x01, 0xfe]), (0x110, &[0x70, 0xff])])
    }

    #[test]
    fn planes_make_16_bit_numbers() {
        let stage = stage().run(add(wide(signed(0x20, 2)), wide(signed(0, 2)), wide(signed(0x10, 2))));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0xff, 0xfd], [0x7f, 0xff]));
        let stage = self::stage().run(add(wide(row(0x20, 2)), wide(row(0, 2)), wide(row(0x10, 2))));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0x35, 0xff], [0x82, 0xff]));
    }

    #[test]
    fn sums_shift_to_8_bits() {
        let op = Add { rshift: 8, relu: 1, ..add(row(0x20, 2), wide(signed(0, 2)), wide(row(0x10, 2))) };
        assert_eq!(stage().run(op).bytes(0x20), [0x82, 0xff]);
    }

    #[test]
    fn a_wide_constant_has_16_bits() {
        let b = Tensor { constant: true, ..wide(signed(0xfff0, 2)) };
        let stage = stage().run(add(wide(signed(0x20, 2)), wide(signed(0, 2)), b));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0x24, 0xef], [0x12, 0xff]));
    }

    #[test]
    fn bf16_sums_go_through_relu() {
        let (a, b) = (patterns([0x3f80, 0x3f80]), patterns([0x4000, 0xc000]));
        let op = Add { bf16: true, relu: 1, ..add(floats(0x20, 2), floats(0, 2), floats(0x10, 2)) };
        assert_eq!(Stage::new([(0, &a), (0x10, &b)]).run(op).bytes::<4>(0x20), *patterns([0x4040, 0]));
    }

    #[test]
    fn bytes_cannot_be_added() {
        let op = add(signed(0x20, 2), signed(0, 2), wide(signed(0x10, 2)));
        assert_eq!(stage().blame(op), Some("opt_opd0_seg"));
    }
}
