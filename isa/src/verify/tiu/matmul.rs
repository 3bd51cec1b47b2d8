//! Matrix multiplication.

use super::shared::{Signs, advise_aligned, mode, narrow, no_shared_strides, signs};
use super::slot::{FIRST, RESULT, SECOND, Slot, THIRD};
use super::{off, only};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::verify::report::Report;

pub(super) fn check(report: &mut Report<Tiu>) {
    let f = report.fields;
    let biased = f.tsk_opd_num == 3;
    report.need(matches!(f.tsk_opd_num, 2 | 3), TskOpdNum, "2, or 3 with a bias", "number of operands");
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| mode(report, slot, 0));
    [&FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot));
    no_shared_strides(report);
    off(report, OptLeftTran, "a transposed left matrix, which the engine lacks");
    off(report, TensMdsum, "a flag of another operation");
    off(report, TensLookup, "a flag of another operation");
    sizes(report);
    if biased {
        bias(report);
    }
    planes(report, biased);
    additions(report, biased);
    if !f.opd_typ {
        let signed = f.opt_opd0_sign || f.opt_opd1_sign || (biased && f.opt_opd2_sign);
        signs(report, Signs { signed, bare_relu: biased, shifts: f.ps32_md & 2 == 0 });
    }
    undefined(report);
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| advise_aligned(report, slot));
}

fn sizes(report: &mut Report<Tiu>) {
    let f = report.fields;
    let inner = u64::from(f.opd0_w) * u64::from(f.opd0_c).saturating_sub(1) + u64::from(f.opd1_w);
    report.need(f.res0_n == f.opd0_n, Res0N, f.opd0_n, "left matrix and result differ in rows");
    report.need(f.opd1_c == f.res0_c, Opd1C, f.res0_c, "right matrix and result differ in channels");
    let what = format_args!("left matrix has {inner} columns; the right one needs as many rows");
    report.need(u64::from(f.opd1_n) == inner, Opd1N, inner, what);
    let most = format_args!("1 to {}", f.opd0_w);
    report.need(f.opd1_w <= f.opd0_w, Opd1W, most, "last channel of the left matrix is wider than the others");
    only(report, Opd0H, 1, "a matrix has one row of elements in each channel");
    only(report, Opd1H, 1, "a matrix has one row of elements in each channel");
    only(report, Opd2N, 1, "a bias of several rows, in use or not");
    only(report, Res0H, 1, "a matrix has one row of elements in each channel");
}

fn bias(report: &mut Report<Tiu>) {
    let f = report.fields;
    mode(report, &THIRD, 0);
    only(report, Opd2H, 1, "a bias of several rows");
    report.need(f.opd2_c == f.res0_c, Opd2C, f.res0_c, "bias and result differ in channels");
    report.need(f.opd2_w == f.res0_w, Opd2W, f.res0_w, "bias and result differ in columns");
    only(report, OptOpd2Seg, 0, "a bias of 8 bits");
}

/// Where values have planes, the stored distance must look like one, though the engine computes its own.
fn planes(report: &mut Report<Tiu>, biased: bool) {
    let f = report.fields;
    if f.opt_res0_seg == 0 || f.ps32_md != 0 {
        distance(report, &RESULT);
    }
    if biased {
        distance(report, &THIRD);
    }
}

fn distance(report: &mut Report<Tiu>, slot: &Slot) {
    let value = report.value(slot.planes);
    let what = format_args!("distance of the planes of {}", slot.name);
    report.align(value != 0 && value.is_multiple_of(16), slot.planes, "a multiple of 16 that is not 0", what);
}

fn additions(report: &mut Report<Tiu>, biased: bool) {
    let f = report.fields;
    if f.ps32_md & 2 != 0 {
        let what = "together with leaving partial sums";
        only(report, OptReluTyp, 0, what);
        report.need(!biased, TskOpdNum, 2, what);
        only(report, OptResShift, 0, what);
        off(report, OptChlQuan, what);
    }
    if f.opd_typ {
        off(report, OptResAdd, "accumulation of 16-bit integers with bf16");
    }
    if f.opt_chl_quan && !f.opd_typ {
        narrow(report, &RESULT);
    }
}

/// Accepted by the simulator, but with results that nothing defines.
fn undefined(report: &mut Report<Tiu>) {
    let f = report.fields;
    report.advise(f.ps32_md == 0 || !f.opt_res_add, OptResAdd, 0, "partial sums with accumulation are not defined");
    report.advise(!(f.opd_typ && f.opt_chl_quan), OptChlQuan, 0, "requantisation of bf16 is not defined");
    let relu = f.opt_relu_typ == 0 || !f.opt_res_add;
    report.advise(relu, OptReluTyp, 0, "no known software combines relu with accumulation");
    for row in [OptOpd0Const, OptOpd1Const, OptOpd2Const] {
        report.advise(report.value(row) == 0, row, 0, "constant matrices are not defined");
    }
}
