//! The element-wise class.

use super::shared::{Signs, any_signed, even_strides, mode, narrow, relu_is_narrow, signs};
use super::slot::{FIRST, RESULT, SECOND, Slot};
use super::{off, on, only};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::op::tiu::TiuKind;
use crate::verify::report::Report;

pub(super) fn check(kind: TiuKind, report: &mut Report<Tiu>) {
    let operands: &[&Slot] = if kind == TiuKind::Copy { &[&FIRST] } else { &[&FIRST, &SECOND] };
    only(report, TskOpdNum, operands.len() as u64, "number of operands");
    for slot in operands {
        if slot.is_constant(report) {
            constant(report, slot);
        } else {
            slot.same_shape(&RESULT, report);
            planes(report, slot);
        }
    }
    strides(report, &RESULT);
    planes(report, &RESULT);
    strides(report, &FIRST);
    if operands.len() > 1 && !SECOND.is_constant(report) {
        strides(report, &SECOND);
    }
    relu_is_narrow(report);
    if !report.fields.opd_typ {
        let signed = any_signed(report);
        signs(report, Signs { signed, bare_relu: false, shifts: report.fields.opt_res_shift != 0 });
    }
    widths(kind, report);
    particular(kind, report);
}

/// Strides matter even to a constant operand 0, though not to a constant operand 1.
fn strides(report: &mut Report<Tiu>, slot: &Slot) {
    mode(report, slot, 3);
    if report.fields.opd_typ {
        even_strides(report, slot);
    }
}

fn planes(report: &mut Report<Tiu>, slot: &Slot) {
    let what = format_args!("planes of {} in one place", slot.name);
    report.align(!slot.is_wide(report) || report.value(slot.planes) != 0, slot.planes, "at least 1", what);
}

/// The simulator spreads a constant over its own shape: with less it goes on with old memory, with more it crashes.
fn constant(report: &mut Report<Tiu>, slot: &Slot) {
    let elements = |shape: [_; 4]| shape.iter().map(|row| report.value(*row)).product::<u64>();
    let same = elements(slot.shape) == elements(RESULT.shape);
    let wanted = report.value(RESULT.shape[3]);
    report.need(same, slot.shape[3], wanted, "a constant with another number of elements than the result");
}

fn widths(kind: TiuKind, report: &mut Report<Tiu>) {
    let bf16 = report.fields.opd_typ;
    match kind {
        TiuKind::Mul | TiuKind::Mac => [&FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot)),
        TiuKind::Add | TiuKind::Sub if bf16 => {
            narrow(report, &FIRST);
            if !SECOND.is_constant(report) {
                narrow(report, &SECOND);
            }
        }
        TiuKind::Add | TiuKind::Sub => [&FIRST, &SECOND].into_iter().for_each(|slot| wide(report, slot)),
        TiuKind::Max | TiuKind::Min | TiuKind::Ge => {
            [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot));
        }
        TiuKind::Shift => {
            wide(report, &FIRST);
            narrow(report, &SECOND);
        }
        TiuKind::Copy => [&RESULT, &FIRST].into_iter().for_each(|slot| narrow(report, slot)),
        _ => [&FIRST, &SECOND].into_iter().for_each(|slot| {
            let wanted = report.value(RESULT.width);
            report.need(report.value(slot.width) == wanted, slot.width, wanted, "widths of operands and result differ");
        }),
    }
}

fn wide(report: &mut Report<Tiu>, slot: &Slot) {
    let what = format_args!("{} of 8 bits", slot.name);
    report.need(slot.is_wide(report), slot.width, 0, what);
}

fn particular(kind: TiuKind, report: &mut Report<Tiu>) {
    let f = report.fields;
    match kind {
        TiuKind::Mul => {
            report.advise(!(f.opd_typ && f.opt_chl_quan), OptChlQuan, 0, "requantisation of bf16 runs on bytes")
        }
        TiuKind::Mac => on(report, OptResAdd, "multiply and accumulate without accumulation"),
        TiuKind::Sub if !f.opd_typ => on(report, OptRes0Sign, "a difference that is unsigned"),
        TiuKind::Max | TiuKind::Min | TiuKind::Ge if !f.opd_typ => comparison(report),
        TiuKind::Shift => shift(report),
        TiuKind::And | TiuKind::Or | TiuKind::Xor => {
            [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| off(report, slot.signed, "signed bits"));
        }
        _ => {}
    }
}

fn comparison(report: &mut Report<Tiu>) {
    only(report, OptResShift, 0, "a shift, which this operation lacks");
    let wanted = report.value(FIRST.signed);
    for slot in [&SECOND, &RESULT] {
        report.need(report.value(slot.signed) == wanted, slot.signed, wanted, "signs of operands and result differ");
    }
}

fn shift(report: &mut Report<Tiu>) {
    let f = report.fields;
    only(report, OptResShift, 0, "a shift besides the amounts");
    on(report, OptOpd1Sign, "unsigned amounts");
    off(report, OptRshiftTyp, "rounding, which this operation lacks");
    let wanted = u8::from(f.opt_opd0_sign);
    report.need(
        f.opt_shift_typ == f.opt_opd0_sign,
        OptShiftTyp,
        wanted,
        "kind of shift contradicts the operand's sign",
    );
    if f.opt_opd1_const {
        let amount = (f.opd1_addr as u8).cast_signed();
        report.need((-16..=16).contains(&amount), Opd1Addr, "-16 to 16 as a signed byte", "amount out of range");
    }
}
