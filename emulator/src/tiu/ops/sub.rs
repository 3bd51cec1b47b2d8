//! Subtract: 16 - 16 bits to signed 16 or 8 bits, or bf16. Relu has no effect.

use crate::arith::bf16;
use crate::arith::integer::Saturation;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use isa::op::tiu::Sub;

pub(in crate::tiu) fn execute(op: &Sub, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_summands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if op.bf16 {
        return tensors.run_bf16(unit, difference);
    }
    tensors.output.check_signed(true)?;
    let range = Saturation::new(if op.output.width == 0 { 16 } else { 8 }, true, false);
    tensors.run_sums(unit, range, (op.rshift, op.round), |a, b| a - b)
}

#[inline(always)]
fn difference(a: u16, b: u16) -> u16 {
    bf16::store(bf16::add(bf16::load(a), -bf16::load(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn sub(output: Tensor, a: Tensor, b: Tensor) -> Sub {
        Sub { output, a, b, bf16: false, rshift: 0, arith: true, round: true, relu: 0 }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[0x00, 0x02]), (0x100, &[0x80, 0x00]), (0x10, &[0x01, 0x07])])
    }

    #[test]
    fn differences_saturate_and_ignore_relu() {
        let stage = stage().run(sub(wide(signed(0x20, 2)), wide(signed(0, 2)), wide(row(0x10, 2))));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0x00, 0xfb], [0x80, 0xff]));
        let op = Sub { relu: 1, ..sub(signed(0x20, 2), wide(signed(0, 2)), wide(row(0x10, 2))) };
        assert_eq!(self::stage().run(op).bytes(0x20), [0x80, 0xfb]);
    }

    #[test]
    fn equal_bf16_numbers_leave_a_positive_zero() {
        let (a, b) = (patterns([0xbf80, 0x4040]), patterns([0xbf80, 0x3f80]));
        let op = Sub { bf16: true, ..sub(floats(0x20, 2), floats(0, 2), floats(0x10, 2)) };
        assert_eq!(Stage::new([(0, &a), (0x10, &b)]).run(op).bytes::<4>(0x20), *patterns([0, 0x4000]));
    }

    #[test]
    fn the_result_is_signed() {
        let op = Sub { relu: 1, ..sub(row(0x20, 2), wide(signed(0, 2)), wide(row(0x10, 2))) };
        assert_eq!(stage().blame(op), Some("opt_res0_sign"));
        let op = Sub { arith: false, ..sub(signed(0x20, 2), wide(row(0, 2)), wide(row(0x10, 2))) };
        assert_eq!(stage().blame(op), Some("opt_res0_sign"));
    }
}
