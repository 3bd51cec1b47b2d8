//! Window arithmetic: how large the result of a convolution or pooling is.

use crate::command::Tiu;
use crate::generated::tiu::TiuField;
use crate::layout::window::{Axis, COLUMNS, ROWS};
use crate::verify::report::Report;

pub(super) use crate::layout::window::Kind;

pub(super) fn check(report: &mut Report<Tiu>, kind: Kind) {
    axis(report, kind, &ROWS);
    axis(report, kind, &COLUMNS);
}

fn axis(report: &mut Report<Tiu>, kind: Kind, axis: &Axis) {
    let value = |row: TiuField| report.value(row);
    let stride = value(axis.stride);
    let most = u64::from(report.chip.max_conv_stride);
    let insertion = if kind.inserts() { (value(axis.between), value(axis.last)) } else { (0, 0) };
    let gap = if kind.dilates() { value(axis.gap) } else { 0 };
    let inserted = value(axis.input).saturating_sub(1) * (insertion.0 + 1) + 1 + insertion.1;
    let extended = inserted + value(axis.before) + value(axis.after);
    let kernel = value(axis.kernel).saturating_sub(1) * (gap + 1) + 1;
    report.need((1..=most).contains(&stride), axis.stride, format_args!("1 to {most}"), "stride out of range");
    if super::shared::is_newer(report) {
        report.need(gap <= 14, axis.gap, "0 to 14", "dilation out of range");
    }
    let fits = format_args!("at most {extended}");
    let what = format_args!("kernel covers {kernel} {} of an extended input of {extended}", axis.name);
    report.need(kernel <= extended, axis.kernel, fits, what);
    if kernel <= extended && stride > 0 {
        let most = (extended - kernel) / stride + 1;
        let size = report.value(axis.result);
        let what = format_args!("input, kernel, padding and stride make {most} {}", axis.name);
        if kind == Kind::Convolution {
            report.need(size == most, axis.result, most, what);
        } else {
            report.need(size <= most, axis.result, format_args!("1 to {most}"), what);
        }
    }
}
