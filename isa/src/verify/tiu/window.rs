//! Window arithmetic: how large the result of a convolution or pooling is.

use crate::command::Tiu;
use crate::generated::tiu::TiuField::{self, *};
use crate::verify::report::Report;

/// The rows that determine one direction of a window.
struct Axis {
    name: &'static str,
    input: TiuField,
    kernel: TiuField,
    result: TiuField,
    before: TiuField,
    after: TiuField,
    between: TiuField,
    last: TiuField,
    gap: TiuField,
    stride: TiuField,
}

static ROWS: Axis = Axis {
    name: "rows",
    input: Opd0H,
    kernel: Opd1H,
    result: Res0H,
    before: ConvOpd0UpPad,
    after: ConvOpd0DnPad,
    between: ConvOpd0YIns0,
    last: ConvOpd0YIns0Last,
    gap: ConvOpd1YIns0,
    stride: ConvOpYStr,
};

static COLUMNS: Axis = Axis {
    name: "columns",
    input: Opd0W,
    kernel: Opd1W,
    result: Res0W,
    before: ConvOpd0LfPad,
    after: ConvOpd0RtPad,
    between: ConvOpd0XIns0,
    last: ConvOpd0XIns0Last,
    gap: ConvOpd1XIns0,
    stride: ConvOpXStr,
};

/// Which of the geometry fields the operation honours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// All of them, and the engine wants the exact size of the result.
    Convolution,
    /// All of them; as below, a smaller result just leaves windows out.
    Depthwise,
    /// No gaps in the kernel.
    Average,
    /// Neither gaps nor insertion.
    Extreme,
}

pub(super) fn check(report: &mut Report<Tiu>, kind: Kind) {
    axis(report, kind, &ROWS);
    axis(report, kind, &COLUMNS);
}

fn axis(report: &mut Report<Tiu>, kind: Kind, axis: &Axis) {
    let value = |row: TiuField| report.value(row);
    let stride = value(axis.stride);
    let most = u64::from(report.chip.max_conv_stride);
    let insertion = if kind == Kind::Extreme { (0, 0) } else { (value(axis.between), value(axis.last)) };
    let gap = if matches!(kind, Kind::Convolution | Kind::Depthwise) { value(axis.gap) } else { 0 };
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
