//! Convolutions.

use super::shared::{
    Signs, advise_aligned, advise_even, aligned_or_manual, batches_aligned, is_newer, mode, narrow, no_shared_strides,
    same_batches, same_channels, signs,
};
use super::slot::{FIRST, RESULT, SECOND, THIRD};
use super::window::{self, Kind};
use super::{off, on, only};
use crate::command::Tiu;
use crate::generated::tiu::TiuField::*;
use crate::verify::report::Report;

pub(super) fn conv(report: &mut Report<Tiu>) {
    let f = report.fields;
    window::check(report, Kind::Convolution);
    common(report);
    mode(report, &FIRST, 0);
    mode(report, &SECOND, 1);
    aligned_or_manual(report, &RESULT);
    same_batches(report);
    report.need(f.opd1_n == f.opd0_c, Opd1N, f.opd0_c, "weights for another number of input channels");
    report.need(f.opd1_c == f.res0_c, Opd1C, f.res0_c, "weights for another number of output channels");
    off(report, OptOpd0Const, "a constant input");
    off(report, OptOpd2Const, "constant parameters");
    off(report, OptResAdd, "accumulation, which convolutions do with partial sums");
    if f.ps32_md & 2 != 0 {
        leaves_sums(report);
    }
    if f.double_conv {
        double(report);
    }
    let integer = !f.opd_typ || f.opt_chl_quan;
    if integer {
        let biased = f.tsk_opd_num == 3;
        let signed = f.opt_opd0_sign || f.opt_opd1_sign || (biased && f.opt_opd2_sign);
        signs(report, Signs { signed, bare_relu: biased, shifts: !f.opt_chl_quan && f.ps32_md & 2 == 0 });
    }
    advise_aligned(report, &FIRST);
    advise_aligned(report, &RESULT);
}

pub(super) fn depthwise(report: &mut Report<Tiu>) {
    let f = report.fields;
    window::check(report, Kind::Depthwise);
    common(report);
    aligned_or_manual(report, &RESULT);
    let same = f.short_opd0_str == f.short_res0_str;
    report.need(same, ShortOpd0Str, f.short_res0_str, "stride modes of input and result differ");
    mode(report, &SECOND, 0);
    same_batches(report);
    same_channels(report);
    only(report, Opd1N, 1, "weights of several batches");
    report.need(f.opd1_c == f.res0_c, Opd1C, f.res0_c, "weights for another number of channels");
    on(report, OptRshiftTyp, "shift without rounding");
    if !is_newer(report) {
        report.need(matches!(f.ps32_md, 0 | 2), Ps32Md, "0 or 2", "partial sums that this operation lacks");
    }
    on(report, OptOpd1Sign, "unsigned weights");
    on(report, OptOpd2Sign, "an unsigned bias, in use or not");
    if !f.opd_typ {
        let signed = f.opt_opd0_sign || f.opt_opd1_sign || (f.tsk_opd_num == 3 && f.opt_opd2_sign);
        signs(report, Signs { signed, bare_relu: false, shifts: !f.opt_chl_quan });
    }
    if f.opd_typ {
        advise_even(report, &FIRST);
        report.advise(!f.opt_chl_quan, OptChlQuan, 0, "requantisation of bf16 is not defined");
    }
}

/// What both convolutions demand.
fn common(report: &mut Report<Tiu>) {
    let f = report.fields;
    no_shared_strides(report);
    batches_aligned(report);
    [&RESULT, &FIRST, &SECOND].into_iter().for_each(|slot| narrow(report, slot));
    report.need(matches!(f.tsk_opd_num, 2 | 3), TskOpdNum, "2, or 3 with a bias", "number of operands");
    parameters(report);
    if f.opd_typ {
        advise_even(report, &RESULT);
    }
}

/// Operand 2: a bias in planes, or records for each channel.
fn parameters(report: &mut Report<Tiu>) {
    let f = report.fields;
    if f.tsk_opd_num != 3 && !f.opt_chl_quan {
        return;
    }
    mode(report, &THIRD, 2);
    report.need(f.opd2_c == f.res0_c, Opd2C, f.res0_c, "parameters for another number of channels");
    for row in [Opd2N, Opd2H, Opd2W] {
        only(report, row, 1, "each channel has one set of parameters");
    }
    if f.opt_chl_quan {
        on(report, OptRshiftTyp, "requantisation without rounding");
        only(report, OptResShift, 0, "a shift besides those of each channel");
        advise_aligned(report, &THIRD);
        return;
    }
    only(report, OptOpd2Seg, 0, "a bias of 8 bits");
    report.align(f.opd2_b_str != 0, Opd2BStr, "at least 1", "planes of the bias in one place");
}

fn leaves_sums(report: &mut Report<Tiu>) {
    let what = "together with leaving partial sums";
    only(report, OptReluTyp, 0, what);
    only(report, TskOpdNum, 2, what);
    only(report, OptResShift, 0, what);
    off(report, OptChlQuan, what);
    report.need(report.fields.cmd_pre_exe <= 1, CmdPreExe, "0 or 1", what);
}

fn double(report: &mut Report<Tiu>) {
    let f = report.fields;
    let what = "two input channels at a time need an even number of them";
    let enough = f.opd0_c >= 4 && f.opd0_c.is_multiple_of(2);
    report.need(enough, Opd0C, "an even number from 4 on, or double_conv 0", what);
    let what = "two input channels at a time need even addresses";
    report.align(f.opd0_addr.is_multiple_of(2), Opd0Addr, "an even address, or double_conv 0", what);
    report.align(f.opd1_addr.is_multiple_of(2), Opd1Addr, "an even address, or double_conv 0", what);
    off(report, OpdTyp, "bf16 with two input channels at a time");
}
