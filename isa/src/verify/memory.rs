//! S6, S8, S9 and S10: what the bytes of a descriptor's footprint say.

use super::report::Report;
use super::{Checked, overtake, rules};
use crate::diagnostic::Severity;
use crate::footprint::{Certainty, Footprint, Region, Role, Run, Span};
use crate::layout::{DramTensor, Index, LocalTensor};

/// The bytes that a base register gives access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseRange {
    /// Number of bytes from the register's value on.
    pub bytes: u64,
    /// Whether nothing may write there.
    pub read_only: bool,
}

/// The DRAM ranges that a program may use, by base register; nothing is reachable through the absent ones.
pub type RangeMap = [Option<BaseRange>; 8];

/// Bytes that every compressed stream has.
const STREAM_HEADER: u64 = crate::container::vlc::Header::BYTES as u64;

/// Checks the bytes that the descriptor touches, and returns them.
pub(super) fn check<E: Checked>(report: &mut Report<E>, ranges: Option<&RangeMap>) -> Footprint {
    let footprint = Footprint::of::<E>(report.fields, report.chip);
    let before = report.found.len();
    footprint.reads.iter().for_each(|region| bounds(report, region, ranges, false));
    footprint.writes.iter().for_each(|region| bounds(report, region, ranges, true));
    if report.found.len() == before {
        self_overlap(report, &footprint);
        in_place(report, &footprint);
    }
    footprint
}

fn bounds<E: Checked>(report: &mut Report<E>, region: &Region, ranges: Option<&RangeMap>, write: bool) {
    match &region.span {
        Span::Local(tensor) => lane_end(report, region, tensor),
        Span::Dram(tensor) => dram_range(report, region, tensor, ranges, write),
    }
}

fn lane_end<E: Checked>(report: &mut Report<E>, region: &Region, tensor: &LocalTensor) {
    let chip = report.chip;
    let limit = i64::from(chip.lane_bytes);
    if tensor.lane >= chip.lanes {
        return start_lane(report, region, tensor.lane);
    }
    let Some((low, high)) = tensor.offsets() else { return };
    if low < 0 || high >= limit {
        return beyond_lane(report, region, tensor, (low, high));
    }
    if high + i64::from(tensor.element) > limit {
        let what = format!("the last byte of an element of the {} lies beyond its lane", region.role.name());
        let help = "move the tensor down by one byte; the rest is unknown on hardware".to_string();
        report.push(Severity::Warning, rules::LANE_END, E::address_row(region.operand), String::new(), what, help);
    }
}

#[cold]
fn start_lane<E: Checked>(report: &mut Report<E>, region: &Region, lane: u32) {
    let lanes = report.chip.lanes;
    let what = format!("the {} starts in lane {lane} of a chip with {lanes}", region.role.name());
    let allowed = format!("below {:#x}", report.chip.lmem_bytes());
    let help = "start in a lower lane, planes included".to_string();
    report.push(Severity::Error, rules::LANE_END, E::address_row(region.operand), allowed, what, help);
}

#[cold]
fn beyond_lane<E: Checked>(report: &mut Report<E>, region: &Region, tensor: &LocalTensor, (low, high): (i64, i64)) {
    let lane_bytes = report.chip.lane_bytes;
    let index: Index = tensor.first_outside(lane_bytes).unwrap_or_default();
    let place = tensor.at(index);
    let [n, c, h, w] = index;
    let what = format!(
        "element ({n}, {c}, {h}, {w}) of the {} lies at offset {} of lane {}, which has {lane_bytes} bytes",
        region.role.name(),
        place.offset,
        place.lane
    );
    let surplus = high + i64::from(tensor.element) - i64::from(lane_bytes);
    let help = if low >= 0 && surplus <= tensor.offset {
        format!("start {surplus} bytes lower")
    } else {
        "use a smaller tensor or smaller strides".to_string()
    };
    let most = (tensor.offset - surplus).max(0);
    let allowed = format!("offset in the lane at most {most:#x}");
    report.push(Severity::Error, rules::LANE_END, E::address_row(region.operand), allowed, what, help);
}

fn dram_range<E: Checked>(
    report: &mut Report<E>,
    region: &Region,
    tensor: &DramTensor,
    ranges: Option<&RangeMap>,
    write: bool,
) {
    let chip = report.chip;
    let certain = match region.certainty {
        Certainty::Exact => tensor.end(),
        Certainty::AtMost => Some(tensor.address + STREAM_HEADER),
    };
    let Some(end) = certain else { return };
    let most = chip.gmem_start + chip.gmem_size;
    if end > most {
        let allowed = format!("{:#x} to {most:#x} with the base register", chip.gmem_start);
        return outside(report, region, allowed, format!("reaches {end:#x}, beyond the chip's DRAM"));
    }
    let Some(ranges) = ranges else { return };
    let base = tensor.base;
    let Some(range) = ranges[usize::from(base & 7)] else {
        return outside(
            report,
            region,
            String::new(),
            format!("uses base register {base}, behind which there is nothing"),
        );
    };
    let start = chip.gmem_start;
    if tensor.address < start || end - start > range.bytes {
        let allowed = format!("{start:#x} to {:#x}", start + range.bytes);
        let what = format!("ends at {end:#x}, outside the {} bytes of base register {base}", range.bytes);
        outside(report, region, allowed, what);
    } else if write && range.read_only {
        outside(report, region, String::new(), format!("writes behind base register {base}, which is read-only"));
    }
}

#[cold]
fn outside<E: Checked>(report: &mut Report<E>, region: &Region, allowed: String, what: String) {
    let what = format!("the {} {what}", region.role.name());
    let help = "correct the address, the strides or the base register".to_string();
    report.push(Severity::Error, rules::GLOBAL_RANGE, E::address_row(region.operand), allowed, what, help);
}

fn self_overlap<E: Checked>(report: &mut Report<E>, footprint: &Footprint) {
    if E::writes_one_value(report.fields) {
        return;
    }
    let writes = &footprint.writes;
    let own = writes.iter().find(|region| region.overlaps_itself());
    let pairs = writes.iter().enumerate().flat_map(|(at, a)| writes[at + 1..].iter().map(move |b| (a, b)));
    let planes = pairs.into_iter().find(|(a, b)| a.intersects(b)).map(|(a, _)| a);
    if let Some(region) = own.or(planes) {
        let what = format!("elements of the {} share bytes", region.role.name());
        let help = "give every written dimension a stride beyond the extent of the smaller ones".to_string();
        report.push(Severity::Error, rules::ALIGNMENT, E::address_row(region.operand), String::new(), what, help);
    }
}

fn in_place<E: Checked>(report: &mut Report<E>, footprint: &Footprint) {
    let elementwise = E::is_elementwise(report.fields, report.chip);
    let pairs = footprint.writes.iter().flat_map(|w| footprint.reads.iter().map(move |r| (w, r)));
    let same_element = |write: &Region, read: &Region| {
        let old = matches!(read.role, Role::Accumulator | Role::PartialSums);
        write.span == read.span && (elementwise || old) && read.role != Role::Table
    };
    let in_order = E::moves_in_order(report.fields, report.chip);
    let harmless = |write: &Region, read: &Region| in_order && overtake::overtakes(write, read) == Some(false);
    let clash = pairs
        .into_iter()
        .find(|(write, read)| !same_element(write, read) && write.intersects(read) && !harmless(write, read));
    if let Some((write, read)) = clash {
        overwritten(report, write, read);
    }
}

#[cold]
fn overwritten<E: Checked>(report: &mut Report<E>, write: &Region, read: &Region) {
    let place = first_shared(write, read);
    let what = format!("the {} overwrites the {}{place}", write.role.name(), read.role.name());
    let help = "keep them apart, or give both the same start, shape and strides".to_string();
    report.push(Severity::Error, rules::OVERLAP, E::address_row(write.operand), String::new(), what, help);
}

/// Where the first shared byte is, in words, if a moderate search finds one.
pub(super) fn first_shared(one: &Region, other: &Region) -> String {
    let bytes = one.runs().flat_map(|run| {
        (0..run.len).map(move |byte| run.start.saturating_add_unsigned(byte)).map(move |start| Run {
            start,
            len: 1,
            ..run
        })
    });
    let shared = bytes.take(65_536).find(|byte| other.contains(byte.lane, byte.start));
    shared.map_or(String::new(), |run| match one.span {
        Span::Local(_) => format!(", first at offset {:#x} of lane {}", run.start, run.lane),
        Span::Dram(_) => format!(", first at {:#x}", run.start),
    })
}
