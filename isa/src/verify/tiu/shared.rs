//! Rules that many TIU operations share.

use super::off;
use super::slot::{FIRST, RESULT, SECOND, Slot, THIRD};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::verify::report::Report;

/// Whether one of the operands in use is signed, constants included.
pub(super) fn any_signed(report: &Report<Tiu>) -> bool {
    let used = usize::from(report.fields.tsk_opd_num);
    [&FIRST, &SECOND, &THIRD].into_iter().take(used).any(|slot| slot.is_signed(report))
}

/// What relu and the sign of the result may be.
#[derive(Clone, Copy)]
pub(super) struct Signs {
    /// Some operand is signed.
    pub(super) signed: bool,
    /// Relu is legal although no operand is signed.
    pub(super) bare_relu: bool,
    /// The kind of right shift matters.
    pub(super) shifts: bool,
}

/// The sign of an integer result follows from those of the operands, except that relu makes an unsigned one possible.
pub(super) fn signs(report: &mut Report<Tiu>, how: Signs) {
    let relu = report.fields.opt_relu_typ;
    report.need(relu <= 1, OptReluTyp, "0 or 1", "relu type without meaning for integers");
    let legal = relu == 0 || how.signed || how.bare_relu;
    report.need(legal, OptReluTyp, 0, "relu of operands that are all unsigned");
    let signed = report.fields.opt_res0_sign;
    let wanted = signed == how.signed || (relu != 0 && how.signed);
    report.need(wanted, OptRes0Sign, u8::from(how.signed), "sign of the result contradicts those of the operands");
    if how.shifts {
        let arithmetic = report.fields.opt_shift_typ;
        let what = "kind of shift contradicts the signs of the operands";
        report.need(arithmetic == how.signed, OptShiftTyp, u8::from(how.signed), what);
    }
}

/// The stride mode is `allowed`.
pub(super) fn mode(report: &mut Report<Tiu>, slot: &Slot, allowed: u64) {
    let what = format_args!("stride mode of {} that this operation lacks", slot.name);
    report.need(report.value(slot.mode) == allowed, slot.mode, allowed, what);
}

/// Aligned or manual.
pub(super) fn aligned_or_manual(report: &mut Report<Tiu>, slot: &Slot) {
    let what = format_args!("stride mode of {} that this operation lacks", slot.name);
    report.need(matches!(report.value(slot.mode), 0 | 3), slot.mode, "0 or 3", what);
}

/// 8-bit elements, or what stands for them in bf16.
pub(super) fn narrow(report: &mut Report<Tiu>, slot: &Slot) {
    let what = format_args!("{} of 16 bits in two planes", slot.name);
    report.need(!slot.is_wide(report), slot.width, 1, what);
}

/// Manual batch strides of a window operation's result.
pub(super) fn batches_aligned(report: &mut Report<Tiu>) {
    let manual = report.fields.short_res0_str == 3;
    let stride = report.fields.res0_n_str;
    let what = "batches of the result are not aligned";
    report.align(!manual || stride.is_multiple_of(16), Res0NStr, "a multiple of 16", what);
}

pub(super) fn no_shared_strides(report: &mut Report<Tiu>) {
    off(report, ShortNchwstrSame, "shared strides, which this operation lacks");
}

/// The address is one that the kernel library would give.
pub(super) fn advise_aligned(report: &mut Report<Tiu>, slot: &Slot) {
    let address = report.value(slot.address);
    let what = format_args!("{} is not aligned", slot.name);
    report.advise_alignment(address.is_multiple_of(16), slot.address, "a multiple of 16", what);
}

/// Larger rows and columns never come from the kernel library.
pub(super) fn extents(report: &mut Report<Tiu>) {
    let most = u64::from(report.chip.max_extent_hw);
    for row in [Res0H, Res0W, Opd0H, Opd0W] {
        report.advise(report.value(row) <= most, row, format_args!("1 to {most}"), "size that no known software uses");
    }
}

pub(super) fn is_newer(report: &Report<Tiu>) -> bool {
    report.chip.features.strict_operands
}

/// Row and batch sizes of result and input agree.
pub(super) fn same_batches(report: &mut Report<Tiu>) {
    let wanted = report.fields.opd0_n;
    report.need(report.fields.res0_n == wanted, Res0N, wanted, "input and result differ in batches");
}

pub(super) fn same_channels(report: &mut Report<Tiu>) {
    let wanted = report.fields.opd0_c;
    report.need(report.fields.res0_c == wanted, Res0C, wanted, "input and result differ in channels");
}

/// The strides are even, as elements of two bytes need.
pub(super) fn even_strides(report: &mut Report<Tiu>, slot: &Slot) {
    for row in slot.strides {
        let what = format_args!("odd stride of {} with bf16 elements", slot.name);
        report.align(report.value(row).is_multiple_of(2), row, "an even number", what);
    }
}

/// Explicit result strides of a window operation are even where elements are bf16.
pub(super) fn advise_even(report: &mut Report<Tiu>, slot: &Slot) {
    if report.value(slot.mode) == 3 {
        for row in slot.strides {
            let what = format_args!("odd stride of {} with bf16 elements", slot.name);
            report.advise_alignment(report.value(row).is_multiple_of(2), row, "an even number", what);
        }
    }
}

/// What a result that is wide or relu-limited may be.
pub(super) fn relu_is_narrow(report: &mut Report<Tiu>) {
    let legal = report.fields.opt_relu_typ == 0 || !RESULT.is_wide(report);
    report.need(legal, OptReluTyp, 0, "relu of a 16-bit result");
}
