//! Shift 16-bit elements by 8-bit amounts of their own: positive is left, negative is right.

use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::{Inputs, Outputs};
use crate::tiu::kernel::{Bytes, Words};
use crate::tiu::operand::Operand;
use crate::tiu::walk::Stream;
use isa::op::tiu::Shift;
use std::cell::Cell;

/// Largest amount in either direction.
const MAX_AMOUNT: i16 = 16;

pub(in crate::tiu) fn execute(op: &Shift, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    check(op, &tensors)?;
    let results = tensors.wide(&tensors.output)?;
    let amounts = tensors.narrow_b(1)?;
    let [low, high] = tensors.wide(&tensors.a)?;
    check_amounts(&tensors, amounts, unit)?;
    let numbers = Words::new(op.a.signed);
    tensors.job(1, &[low, high, amounts], &results).run_words(unit, move |[low, high, amount]: [u8; 3]| {
        let (number, amount) = (numbers.read(low, high), i32::from(amount.cast_signed()));
        if amount >= 0 { number << amount } else { number >> -amount }
    });
    Ok(())
}

fn check(op: &Shift, tensors: &Elementwise<'_>) -> Result<(), Refusal> {
    tensors.a.check_wide()?;
    tensors.b.iter().try_for_each(Operand::check_narrow)?;
    tensors.b.iter().try_for_each(|amounts| amounts.check_signed(true))?;
    if op.arith != op.a.signed {
        let allowed = u8::from(op.a.signed).to_string();
        let refusal = Refusal::new("the kind of shift contradicts the operand's sign");
        return Err(refusal.field("opt_shift_typ", op.arith, allowed).help("give both the same value"));
    }
    if op.round {
        let refusal = Refusal::new("the operation does not round").field("opt_rshift_typ", 1_u64, "0");
        return Err(refusal.help("switch rounding off"));
    }
    Ok(())
}

/// Looks at all amounts before anything is written.
fn check_amounts(tensors: &Elementwise<'_>, amounts: Stream, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let worst = Cell::new(0);
    let numbers = Bytes::new(true);
    tensors.job(1, &[amounts], &[]).run_chunks(unit, |[amounts, ..]: Inputs<'_>, _: Outputs<'_>| {
        let largest = amounts.iter().map(|amount| numbers.read(*amount)).max_by_key(|amount| amount.abs());
        worst.set(largest.filter(|amount| amount.abs() > i16::abs(worst.get())).unwrap_or(worst.get()));
    });
    if i16::abs(worst.get()) <= MAX_AMOUNT {
        return Ok(());
    }
    let refusal =
        Refusal::new(format!("an element is to be shifted by {}, the allowed amounts are -16 to 16", worst.get()));
    Err(refusal.help("limit the tensor of amounts"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, row, signed, wide};
    use isa::op::tiu::Tensor;

    fn shift(output: Tensor, a: Tensor, b: Tensor) -> Shift {
        Shift { output, a, b, bf16: false, arith: a.signed, round: false }
    }

    fn stage(amounts: [u8; 4]) -> Stage {
        Stage::new([(0, &[0x01, 0x00, 0x00, 0xff]), (0x100, &[0x80, 0x80, 0x80, 0x7f]), (0x10, &amounts)])
    }

    #[test]
    fn amounts_shift_left_or_right() {
        let stage = stage([1, 0xff, 0xf0, 16]).run(shift(wide(signed(0x20, 4)), wide(signed(0, 4)), signed(0x10, 4)));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([2, 0x00, 0xff, 0], [0, 0xc0, 0xff, 0]));
    }

    #[test]
    fn unsigned_numbers_fill_with_zeroes_and_both_planes_are_written() {
        let stage = stage([0, 0xff, 0xf0, 1]).run(shift(signed(0x20, 4), wide(row(0, 4)), signed(0x10, 4)));
        assert_eq!((stage.bytes(0x20), stage.bytes(0x120)), ([1, 0, 0, 0xfe], [0x80, 0x40, 0, 0xff]));
    }

    #[test]
    fn amounts_beyond_16_are_refused() {
        let op = shift(wide(signed(0x20, 4)), wide(signed(0, 4)), signed(0x10, 4));
        assert_eq!(stage([0, 0, 17, 0]).blame(op), None);
        assert_eq!(stage([0, 0, 0xef, 0]).blame(op), None);
        assert_eq!(stage([0; 4]).blame(Shift { round: true, ..op }), Some("opt_rshift_typ"));
        assert_eq!(stage([0; 4]).blame(Shift { arith: false, ..op }), Some("opt_shift_typ"));
    }
}
