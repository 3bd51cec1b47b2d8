//! Lookups and channel sums.

use super::shared::{Signs, advise_aligned, any_signed, mode, narrow, signs};
use super::slot::{FIRST, RESULT, SECOND};
use super::{off, on, only};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::verify::report::Report;

pub(super) fn lookup(report: &mut Report<Tiu>) {
    let f = report.fields;
    only(report, TskOpdNum, 2, "number of operands");
    off(report, TensMdsum, "two operations at once");
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| mode(report, slot, 0));
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot));
    if !FIRST.is_constant(report) {
        FIRST.same_shape(&RESULT, report);
    }
    let (rows, columns) = if f.opd_typ { (32, 8) } else { (16, 16) };
    let sizes = [1, u64::from(report.chip.lanes), rows, columns];
    for (row, size) in SECOND.shape.into_iter().zip(sizes) {
        only(report, row, size, "a table has 256 entries in each lane");
    }
    let half = f.res0_addr >> 16;
    let allowed = format_args!("{:#x} to {:#x}", half << 16, (half << 16) + 0xffff);
    report.need(f.opd0_addr >> 16 == half, Opd0Addr, allowed, "indices and result in different 64 KiB of lanes");
    if f.opd_typ {
        only(report, OptOpd2Seg, 1, "element width in bf16");
        for row in [OptRes0Sign, OptOpd0Sign, OptOpd1Sign, OptOpd2Sign] {
            on(report, row, "bf16 operands must be marked signed");
        }
    } else {
        let signed = any_signed(report);
        signs(report, Signs { signed, bare_relu: false, shifts: f.opt_res_shift != 0 });
    }
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| advise_aligned(report, slot));
}

pub(super) fn channel_sum(report: &mut Report<Tiu>) {
    let f = report.fields;
    only(report, TskOpdNum, 1, "number of operands");
    off(report, TensLookup, "two operations at once");
    mode(report, &FIRST, 0);
    mode(report, &RESULT, 1);
    narrow(report, &FIRST);
    off(report, OptOpd0Const, "a constant input");
    for row in [Res0N, Res0H, Res0W] {
        only(report, row, 1, "each channel has one sum");
    }
    report.need(f.res0_c == f.opd0_c, Res0C, f.opd0_c, "input and result differ in channels");
    if RESULT.is_wide(report) {
        report.align(f.res0_b_str != 0, Res0BStr, "at least 1", "planes of the result in one place");
    }
    if !f.opd_typ {
        let signed = any_signed(report);
        signs(report, Signs { signed, bare_relu: false, shifts: f.opt_res_shift != 0 });
    }
    let lanes = u64::from(report.chip.lanes);
    let used = u64::from(f.res0_addr) / u64::from(report.chip.lane_bytes) + u64::from(f.res0_c);
    let apart = !RESULT.is_wide(report) || used <= lanes;
    report.advise(
        apart,
        Res0C,
        format_args!("at most {lanes} with the start lane"),
        "high bytes of sums over the next low bytes",
    );
}
