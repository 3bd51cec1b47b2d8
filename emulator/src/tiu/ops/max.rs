//! Maximum of 8-bit integers of one signedness, or of bf16.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::kernel::Bytes;
use isa::op::tiu::Max;

pub(in crate::tiu) fn execute(op: &Max, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_alike()?;
    if op.bf16 {
        return tensors.run_bf16(unit, larger);
    }
    let order = Bytes::new(op.output.signed);
    tensors.run_bytes(unit, move |a, b| order.rank(order.rank(a).max(order.rank(b))))
}

#[inline(always)]
fn larger(a: u16, b: u16) -> u16 {
    bf16::store(bf16::max(bf16::load(a), bf16::load(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed};
    use isa::op::tiu::Tensor;

    fn max(output: Tensor, a: Tensor, b: Tensor) -> Max {
        Max { output, a, b, bf16: false, arith: false }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[5, 0x80, 3]), (0x10, &[0xfb, 0x7f, 3])])
    }

    #[test]
    fn bytes_compare_by_their_sign() {
        assert_eq!(stage().run(max(signed(0x20, 3), signed(0, 3), signed(0x10, 3))).bytes(0x20), [5, 0x7f, 3]);
        assert_eq!(stage().run(max(row(0x20, 3), row(0, 3), row(0x10, 3))).bytes(0x20), [0xfb, 0x80, 3]);
    }

    #[test]
    fn bf16_knows_no_negative_zero_and_passes_invalid_operands_on() {
        let (a, b) = (patterns([0xbf80, 0x8000, 0x7f80]), patterns([0x4040, 0x0001, 0x3f80]));
        let op = Max { bf16: true, ..max(floats(0x20, 3), floats(0, 3), floats(0x10, 3)) };
        assert_eq!(Stage::new([(0, &a), (0x10, &b)]).run(op).bytes::<6>(0x20), *patterns([0x4040, 0, 0x7f7f]));
    }

    #[test]
    fn all_signs_are_equal() {
        assert_eq!(stage().blame(max(signed(0x20, 3), signed(0, 3), row(0x10, 3))), Some("opt_opd1_sign"));
    }
}
