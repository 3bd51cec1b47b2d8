//! Channel sum: one 8- or 16-bit number for every channel.

use crate::arith::integer::{RightShift, Saturation};
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::kernel::Bytes;
use crate::tiu::operand::Operand;
use crate::tiu::plane::Plane;
use crate::tiu::rules::Arithmetic;
use isa::layout::LocalTensor;
use isa::layout::tiu::{channel_sum, shape};
use isa::op::tiu::{ChannelSum, StrideMode};

pub(in crate::tiu) fn execute(op: &ChannelSum, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let (output, input) = (Operand::output(&op.output), Operand::a(&op.input));
    check(op, &output, &input)?;
    let (sources, sums) = channel_sum(&op.input, &op.output, unit.chip);
    // Unlike a pair of bytes elsewhere, both bytes of a sum must lie in its lane.
    let bytes = LocalTensor { shape: [1, sums.shape[1], 1, sums.element], strides: [0, 1, 0, 1], element: 1, ..sums };
    let (sources, sums) = (input.place(sources, unit.chip)?, output.place(bytes, unit.chip)?);
    sum_channels(op, &sources, unit);
    store(op, &sums, unit);
    Ok(())
}

fn sum_channels(op: &ChannelSum, sources: &Plane, unit: &mut Unit<'_>) {
    let numbers = Bytes::new(op.input.signed);
    let memory = unit.local.bytes();
    let [batches, channels, rows, columns] = shape(&op.input).map(|size| size as usize);
    unit.scratch.sums.clear();
    unit.scratch.sums.extend((0..channels).map(|channel| {
        let base = sources.base(channel);
        let batches = (0..batches).map(|batch| &memory[base + batch * sources.step(0)..][..rows * columns]);
        batches.map(|batch| batch.iter().map(|byte| i32::from(numbers.read(*byte))).sum::<i32>()).sum::<i32>()
    }));
}

/// All low bytes come first: a high byte lies beside its low byte, where the next channel group's low byte may be.
fn store(op: &ChannelSum, results: &Plane, unit: &mut Unit<'_>) {
    let wide = op.output.width == 0;
    let shift = RightShift::new(op.rshift.into(), op.round);
    let range = Saturation::new(if wide { 16 } else { 8 }, op.output.signed, false);
    let memory = unit.local.bytes_mut();
    let planes = if wide { 0..2 } else { 0..1 };
    for plane in planes {
        for (channel, sum) in unit.scratch.sums.iter().enumerate() {
            let shifted = if op.arith { shift.arithmetic(*sum) } else { shift.logical(*sum) };
            let value = range.clamp(shifted) as u16;
            memory[results.base(channel) + plane] = value.to_le_bytes()[plane];
        }
    }
}

fn check(op: &ChannelSum, output: &Operand<'_>, input: &Operand<'_>) -> Result<(), Refusal> {
    input.check_shape()?;
    for (part, size, wanted) in
        [("n", op.output.n, 1), ("c", op.output.c, op.input.c), ("h", op.output.h, 1), ("w", op.output.w, 1)]
    {
        if size != wanted {
            let refusal = output.refuse(part, size, "the result has one element per channel", wanted.to_string());
            return Err(refusal.help("make it 1 x c x 1 x 1 with the input's channels"));
        }
    }
    if op.input.constant {
        let refusal = input.refuse("constant", 1_u64, "a constant has no channels to sum", "0");
        return Err(refusal.help("sum a tensor"));
    }
    input.check_mode(StrideMode::Aligned)?;
    output.check_mode(StrideMode::Packed)?;
    input.check_narrow()?;
    output.check_plane_stride()?;
    shift_rule(op).check_shift()
}

fn shift_rule(op: &ChannelSum) -> Arithmetic {
    Arithmetic {
        bf16: op.bf16,
        signed: op.input.signed,
        signed_result: op.output.signed,
        wide_result: op.output.width == 0,
        relu: 0,
        rshift: op.rshift,
        arith: op.arith,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, row, signed};
    use isa::chip::Chip;
    use isa::op::tiu::Tensor;

    fn channel_sum(output: Tensor, input: Tensor) -> ChannelSum {
        let input = Tensor { n: 2, c: 33, h: 2, w: 2, mode: StrideMode::Aligned, ..input };
        let output = Tensor { c: 33, mode: StrideMode::Packed, ..output };
        ChannelSum { output, input, bf16: false, rshift: 0, arith: input.signed, round: true }
    }

    /// Channels 0, 1 and 32, which shares a lane with channel 0; batches are 32 bytes apart.
    fn stage() -> Stage {
        let channels: [(usize, &[u8]); 4] =
            [(0, &[1, 2, 3, 0xff]), (0x20, &[10; 4]), (0x8000, &[0x80; 4]), (0x10, &[5; 4])];
        Stage::on(Chip::Cv183x, channels)
    }

    #[test]
    fn every_channel_is_summed_over_all_batches() {
        let stage = stage().run(channel_sum(row(0x100, 1), row(0, 2)));
        assert_eq!((stage.bytes(0x100), stage.bytes(0x8100)), ([255, 20], [255]));
        let stage = self::stage().run(channel_sum(signed(0x100, 1), signed(0, 2)));
        assert_eq!((stage.bytes(0x100), stage.bytes(0x8100)), ([45, 20], [0x80]));
    }

    #[test]
    fn high_bytes_lie_beside_low_ones_and_win() {
        let output = Tensor { width: 0, ..row(0x100, 1) };
        let stage = stage().run(channel_sum(output, row(0, 2)));
        assert_eq!((stage.bytes(0x100), stage.bytes(0x8100)), ([45, 1, 0], [0, 2]));
    }

    #[test]
    fn sums_are_shifted_with_rounding() {
        let op = ChannelSum { rshift: 3, ..channel_sum(row(0x100, 1), row(0, 2)) };
        let stage = stage().run(op);
        assert_eq!((stage.bytes(0x100), stage.bytes(0x8100)), ([38, 3], [64]));
    }

    #[test]
    fn the_bf16_flag_only_lifts_the_rule_on_shifts() {
        let op = ChannelSum { rshift: 1, ..channel_sum(signed(0x100, 1), signed(0, 2)) };
        assert_eq!(stage().run(op).bytes(0x8100), [0x80]);
        assert_eq!(stage().run(ChannelSum { bf16: true, arith: false, ..op }).bytes(0x8100), [0x7f]);
    }

    #[test]
    fn refusals_name_the_field() {
        let op = channel_sum(row(0x100, 1), row(0, 2));
        assert_eq!(stage().blame(ChannelSum { output: Tensor { h: 2, ..op.output }, ..op }), Some("res0_h"));
        assert_eq!(
            stage().blame(ChannelSum { input: Tensor { constant: true, ..op.input }, ..op }),
            Some("opt_opd0_const")
        );
        assert_eq!(stage().blame(ChannelSum { rshift: 1, arith: true, ..op }), Some("opt_shift_typ"));
        let edge = Tensor { width: 0, addr: isa::address::LocalAddress(0x7ffe), ..op.output };
        assert_eq!(stage().blame(ChannelSum { output: edge, ..op }), Some("res0_addr"));
        assert_eq!(Stage::new([]).blame(op), None, "only one chip has it");
    }
}
