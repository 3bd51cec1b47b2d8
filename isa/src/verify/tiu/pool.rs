//! Pooling.

use super::shared::{
    advise_even, aligned_or_manual, batches_aligned, narrow, no_shared_strides, same_batches, same_channels,
};
use super::slot::{FIRST, RESULT, SECOND};
use super::window::{self, Kind};
use super::{off, on, only};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::verify::report::Report;

pub(super) fn extreme(report: &mut Report<Tiu>) {
    common(report, Kind::Extreme);
    only(report, TskOpdNum, 1, "number of operands");
    only(report, OptResShift, 0, "a shift, which this operation lacks");
}

pub(super) fn average(report: &mut Report<Tiu>) {
    let f = report.fields;
    common(report, Kind::Average);
    on(report, OptRshiftTyp, "shift without rounding");
    report.advise(f.tsk_opd_num == 2, TskOpdNum, 2, "number of operands");
    report.advise(f.opt_opd1_const, OptOpd1Const, 1, "the factor is always a constant");
    if !f.opd_typ {
        off(report, OptOpd1Sign, "a signed factor");
        let wanted = u8::from(f.opt_opd0_sign);
        report.need(
            f.opt_shift_typ == f.opt_opd0_sign,
            OptShiftTyp,
            wanted,
            "kind of shift contradicts the input's sign",
        );
    }
}

fn common(report: &mut Report<Tiu>, kind: Kind) {
    let f = report.fields;
    window::check(report, kind);
    no_shared_strides(report);
    batches_aligned(report);
    same_batches(report);
    same_channels(report);
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot));
    aligned_or_manual(report, &RESULT);
    report.need(
        f.short_opd0_str == f.short_res0_str,
        ShortOpd0Str,
        f.short_res0_str,
        "stride modes of input and result differ",
    );
    report.advise(f.short_res0_str == 0, ShortRes0Str, 0, "explicit strides of a pooling operation");
    if f.opd_typ {
        off(report, OptChlQuan, "requantisation of bf16");
        advise_even(report, &RESULT);
    } else {
        let wanted = u8::from(f.opt_opd0_sign);
        report.need(f.opt_res0_sign == f.opt_opd0_sign, OptRes0Sign, wanted, "input and result differ in sign");
        report.need(f.opt_relu_typ == 0 || f.opt_opd0_sign, OptReluTyp, 0, "relu of unsigned data");
    }
}
