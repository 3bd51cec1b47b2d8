//! Copy: 8-bit elements as they are, bf16 elements through the unit's clean-up.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::{Inputs, Outputs};
use isa::op::tiu::Copy;

pub(in crate::tiu) fn execute(op: &Copy, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::unary(unit, &op.output, &op.a, op.bf16)?;
    tensors.output.check_narrow()?;
    tensors.check_narrow_operands()?;
    if op.bf16 {
        return tensors.run_bf16(unit, |a, _| bf16::store(bf16::load(a)));
    }
    tensors.narrow_job(1)?.run_chunks(unit, |[a, ..]: Inputs<'_>, [out, _]: Outputs<'_>| out.copy_from_slice(a));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, floats, patterns, row, wide};
    use isa::op::tiu::Tensor;

    #[test]
    fn bytes_move_like_memmove() {
        let op = Copy { output: row(2, 4), a: row(0, 4), bf16: false };
        assert_eq!(Stage::new([(0, &[1, 2, 3, 4, 5, 6])]).run(op).bytes(0), [1, 2, 1, 2, 3, 4]);
    }

    #[test]
    fn channels_change_lanes_and_strides() {
        let a = Tensor { c: 3, c_stride: 2, w_stride: 1, ..row(0, 2) };
        let output = Tensor { c_stride: 4, w_stride: 2, ..Tensor { addr: isa::address::LocalAddress(0x8010), ..a } };
        let op = Copy { output, a, bf16: false };
        let stage = Stage::new([(0, &[1, 2, 5, 6]), (0x8000, &[3, 4])]).run(op);
        assert_eq!(stage.bytes(0x8010), [1, 0, 2, 0, 5, 0, 6]);
        assert_eq!(stage.bytes(0x14), [3, 0, 4]);
    }

    #[test]
    fn the_last_of_several_writes_to_one_byte_stays() {
        let op = Copy { output: Tensor { w_stride: 0, ..row(0x10, 3) }, a: row(0, 3), bf16: false };
        assert_eq!(Stage::new([(0, &[1, 2, 3])]).run(op).bytes(0x10), [3, 0]);
    }

    #[test]
    fn bf16_patterns_are_cleaned() {
        let a = patterns([0x8000, 0x0001, 0xff80, 0xc0de]);
        let op = Copy { output: floats(0x20, 4), a: floats(0, 4), bf16: true };
        assert_eq!(Stage::new([(0, &a)]).run(op).bytes::<8>(0x20), *patterns([0, 0, 0x7f7f, 0xc0de]));
    }

    #[test]
    fn two_planes_are_two_copies() {
        let op = Copy { output: wide(row(0x10, 3)), a: row(0, 3), bf16: false };
        assert_eq!(Stage::new([]).blame(op), Some("opt_res0_seg"));
    }
}
