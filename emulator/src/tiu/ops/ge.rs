//! Greater or equal: 1 or 0 from 8-bit integers of one signedness, 1.0 or 0.0 from bf16.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::kernel::Bytes;
use isa::op::tiu::Ge;

pub(in crate::tiu) fn execute(op: &Ge, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_alike()?;
    if op.bf16 {
        return tensors.run_bf16(unit, greater_equal);
    }
    let order = Bytes::new(op.output.signed);
    tensors.run_bytes(unit, move |a, b| u8::from(order.rank(a) >= order.rank(b)))
}

#[inline(always)]
fn greater_equal(a: u16, b: u16) -> u16 {
    bf16::store(bf16::greater_equal(bf16::load(a), bf16::load(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, signed};
    use isa::chip::Chip;
    use isa::op::tiu::Tensor;

    fn ge(output: Tensor, a: Tensor, b: Tensor) -> Ge {
        Ge { output, a, b, bf16: false, arith: false }
    }

    #[test]
    fn bytes_compare_by_their_sign() {
        let stage = || Stage::new([(0, &[1, 0x80, 5]), (0x10, &[1, 0x7f, 6])]);
        assert_eq!(stage().run(ge(signed(0x20, 3), signed(0, 3), signed(0x10, 3))).bytes(0x20), [1, 0, 0]);
        assert_eq!(stage().run(ge(row(0x20, 3), row(0, 3), row(0x10, 3))).bytes(0x20), [1, 1, 0]);
    }

    #[test]
    fn bf16_gives_one_zero_or_invalid() {
        let (a, b) = (patterns([0x8000, 0xbf80, 0x7fc0]), patterns([0x0001, 0x3f80, 0x3f80]));
        let op = Ge { bf16: true, ..ge(floats(0x20, 3), floats(0, 3), floats(0x10, 3)) };
        assert_eq!(Stage::new([(0, &a), (0x10, &b)]).run(op).bytes::<6>(0x20), *patterns([0x3f80, 0, 0x7f7f]));
    }

    #[test]
    fn one_chip_lacks_it() {
        let op = ge(row(0x20, 3), row(0, 3), row(0x10, 3));
        assert_eq!(Stage::on(Chip::Cv183x, []).blame(op), None);
        assert_eq!(Stage::new([]).blame(Ge { b: signed(0x10, 3), ..op }), Some("opt_opd1_sign"));
    }
}
