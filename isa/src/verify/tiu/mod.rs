//! S16 and S9 for TIU descriptors: whether the operands fit each other and the operation.

mod conv;
mod elementwise;
mod matmul;
mod pool;
mod shared;
mod slot;
mod table;
mod window;

use super::Checked;
use super::report::Report;
use crate::chip::ChipProfile;
use crate::command::Tiu;
use crate::diagnostic::Severity;
use crate::footprint::{Operand, Region, Span};
use crate::generated::tiu::{TiuField, TiuFields};
use crate::op::tiu::TiuKind;

impl Checked for Tiu {
    fn legal(report: &mut Report<Tiu>) -> bool {
        let before = report.found.len();
        if let Some(kind) = TiuKind::of(report.fields, report.chip.layout) {
            operation(kind, report);
        }
        report.found[before..].iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }

    fn is_elementwise(fields: &TiuFields, chip: &ChipProfile) -> bool {
        let kind = TiuKind::of(fields, chip.layout);
        kind.is_some_and(|kind| kind >= TiuKind::Mul || kind == TiuKind::Lookup) || is_scaling(fields, kind)
    }

    /// Two kinds of reads are harmless whatever is there: software clears memory with the exclusive or of a tensor
    /// and itself, and pads odd channels that a convolution takes in pairs by one whose weights are zero.
    fn needed(fields: &TiuFields, chip: &ChipProfile, reads: &[Region]) -> Vec<Region> {
        let spans = |operand| reads.iter().filter(move |read| read.operand == operand).map(|read| read.span);
        match TiuKind::of(fields, chip.layout) {
            Some(TiuKind::Xor) if spans(Operand::First).eq(spans(Operand::Second)) => Vec::new(),
            Some(TiuKind::Conv) if fields.double_conv => reads.iter().map(without_pad).collect(),
            _ => reads.to_vec(),
        }
    }

    fn moves_in_order(_: &TiuFields, _: &ChipProfile) -> bool {
        false
    }

    fn address_row(operand: Operand) -> usize {
        let slot = match operand {
            Operand::First => &slot::FIRST,
            Operand::Second => &slot::SECOND,
            Operand::Third => &slot::THIRD,
            _ => &slot::RESULT,
        };
        slot.address as usize
    }

    fn writes_one_value(_: &TiuFields) -> bool {
        false
    }
}

fn operation(kind: TiuKind, report: &mut Report<Tiu>) {
    match kind {
        TiuKind::Conv => conv::conv(report),
        TiuKind::DepthwiseConv => conv::depthwise(report),
        TiuKind::MaxPool | TiuKind::MinPool => pool::extreme(report),
        TiuKind::AvgPool => pool::average(report),
        TiuKind::Matmul => matmul::check(report),
        TiuKind::ChannelSum => table::channel_sum(report),
        TiuKind::Lookup => table::lookup(report),
        _ => elementwise::check(kind, report),
    }
    shared::extents(report);
}

/// A flag that must be off.
fn off(report: &mut Report<Tiu>, row: TiuField, what: &str) {
    report.need(report.value(row) == 0, row, 0, what);
}

/// A flag that must be on.
fn on(report: &mut Report<Tiu>, row: TiuField, what: &str) {
    report.need(report.value(row) != 0, row, 1, what);
}

/// A field with one legal value.
fn only(report: &mut Report<Tiu>, row: TiuField, value: u64, what: &str) {
    report.need(report.value(row) == value, row, value, what);
}

/// A depthwise convolution with a single tap per channel reads just the element it writes.
fn is_scaling(f: &TiuFields, kind: Option<TiuKind>) -> bool {
    let pads = [f.conv_opd0_up_pad, f.conv_opd0_dn_pad, f.conv_opd0_lf_pad, f.conv_opd0_rt_pad];
    let holes = [f.conv_opd0_x_ins0, f.conv_opd0_y_ins0, f.conv_opd0_x_ins0_last, f.conv_opd0_y_ins0_last];
    kind == Some(TiuKind::DepthwiseConv)
        && (f.opd1_h, f.opd1_w, f.conv_op_x_str, f.conv_op_y_str) == (1, 1, 1, 1)
        && pads.iter().chain(&holes).all(|count| *count == 0)
}

/// An input without its last channel; anything else as it is.
fn without_pad(read: &Region) -> Region {
    match read.span {
        Span::Local(tensor) if read.operand == Operand::First => {
            let channels = tensor.shape[1].saturating_sub(1);
            Region { span: Span::Local(tensor.part(1, 0, channels)), ..*read }
        }
        _ => *read,
    }
}
