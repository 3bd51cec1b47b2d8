//! Bitwise and of 8-bit elements, or of 16-bit elements in two planes.

use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use isa::op::tiu::And;

pub(in crate::tiu) fn execute(op: &And, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.run_bitwise(unit, |a, b| a & b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn and(output: Tensor, a: Tensor, b: Tensor) -> And {
        And { output, a, b, bf16: false }
    }

    fn stage() -> Stage {
        Stage::new([(0, &[0xf0, 0x0f]), (0x10, &[0x3c, 0x05]), (0x100, &[0x0f]), (0x110, &[0x3c])])
    }

    #[test]
    fn bits_combine_in_one_or_two_planes() {
        assert_eq!(stage().run(and(row(0x20, 2), row(0, 2), row(0x10, 2))).bytes(0x20), [0x30, 0x05]);
        let stage = stage().run(and(wide(row(0x20, 1)), wide(row(0, 1)), wide(row(0x10, 1))));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([0x30], [0x0c]));
    }

    #[test]
    fn widths_are_equal_and_nothing_is_signed() {
        assert_eq!(stage().blame(and(row(0x20, 2), wide(row(0, 2)), row(0x10, 2))), Some("opt_opd0_seg"));
        assert_eq!(stage().blame(and(row(0x20, 2), row(0, 2), signed(0x10, 2))), Some("opt_opd1_sign"));
    }
}
