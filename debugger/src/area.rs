//! Pieces of memory as people name them: `dram:0x100+64`, `lane:0-3:0x40+16`, `conv1[0,2,1..3,:]`.

use crate::session::Session;
use emulator::machine::Machine;
use isa::footprint::{Certainty, Operand, Region, Role, Span};
use isa::layout::{DramTensor, LocalTensor};
use std::ops::Range;

/// A piece of memory and what it was called.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// As it was written.
    pub text: String,
    /// Its bytes; those in DRAM count from its start.
    pub region: Region,
}

/// A byte of either memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Byte {
    /// An offset from the start of DRAM.
    Dram(u64),
    /// A lane and an offset in it.
    Lane(u32, u64),
}

impl Byte {
    /// The byte so far behind this one in the same memory or lane.
    #[must_use]
    pub fn beyond(self, distance: u64) -> Self {
        match self {
            Byte::Dram(at) => Byte::Dram(at.saturating_add(distance)),
            Byte::Lane(lane, at) => Byte::Lane(lane, at.saturating_add(distance)),
        }
    }
}

impl std::fmt::Display for Byte {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Byte::Dram(at) => write!(f, "dram:{at:#x}"),
            Byte::Lane(lane, at) => write!(f, "lane:{lane}:{at:#x}"),
        }
    }
}

/// How areas are written, for messages.
pub const FORMS: &str = "`dram:ADDRESS+BYTES`, `lane:NUMBER:OFFSET+BYTES`, `lane:FIRST-LAST:OFFSET+BYTES` or a tensor as `NAME[0,2,1..3,:]`";

/// Bytes as a region that footprints can be compared with.
pub(crate) fn region(span: Span) -> Region {
    Region { role: Role::Input, operand: Operand::First, span, certainty: Certainty::Exact }
}

/// Adjacent bytes of DRAM.
#[must_use]
pub fn dram(start: u64, length: u64) -> Region {
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let strides = [0, 0, 0, 1];
    region(Span::Dram(DramTensor { base: 0, address: start, shape: [1, 1, 1, length], strides, element: 1 }))
}

/// The same bytes of several lanes.
#[must_use]
pub fn lanes(which: Range<u32>, offset: u32, length: u32, of: u32) -> Region {
    let shape = [1, which.end.saturating_sub(which.start), 1, length];
    let (lane, offset, strides) = (which.start, offset.into(), [0, 0, 0, 1]);
    region(Span::Local(LocalTensor { lane, offset, shape, strides, element: 1, lanes: of }))
}

/// The area that `text` names.
///
/// # Errors
/// Says how areas are written, or which name is unknown.
pub fn parse(session: &Session, text: &str) -> Result<Area, String> {
    let text = text.trim();
    let region = if let Some(rest) = text.strip_prefix("dram:") {
        let (start, length) = start_and_length(rest)?;
        within(start, length, session.target().machine().dram().size())?;
        dram(start, length)
    } else if let Some(rest) = text.strip_prefix("lane:") {
        lane_area(session, rest)?
    } else {
        let (name, index) = name_and_index(text)?;
        session.symbols().symbol(&name)?.region(&index)?
    };
    Ok(Area { text: text.to_owned(), region })
}

/// A number as people write it.
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn start_and_length(text: &str) -> Result<(u64, u64), String> {
    let (start, length) = text.split_once('+').unwrap_or((text, "1"));
    let wrong = |part: &str| format!("`{}` is no number; write {FORMS}", part.escape_debug());
    let start = number(start).ok_or_else(|| wrong(start))?;
    let length = number(length).ok_or_else(|| wrong(length))?;
    Ok((start, length))
}

fn within(start: u64, length: u64, size: u64) -> Result<(), String> {
    match start.checked_add(length) {
        _ if length == 0 => Err("an area has at least one byte".into()),
        Some(end) if end <= size => Ok(()),
        _ => Err(format!("{length} bytes at {start:#x} do not lie in {size:#x} bytes")),
    }
}

fn lane_area(session: &Session, text: &str) -> Result<Region, String> {
    let chip = session.target().chip();
    let wrong = || format!("`lane:{}` names no lanes; write {FORMS}", text.escape_debug());
    let (lanes_text, rest) = text.split_once(':').ok_or_else(wrong)?;
    let (first, last) = lanes_text.split_once('-').unwrap_or((lanes_text, lanes_text));
    let lane = |text: &str| number(text).and_then(|lane| u32::try_from(lane).ok()).ok_or_else(wrong);
    let (first, last) = (lane(first)?, lane(last)?);
    if first > last || last >= chip.lanes {
        return Err(format!("there are no lanes {first} to {last} (allowed: 0 to {})", chip.lanes - 1));
    }
    let (start, length) = start_and_length(rest)?;
    within(start, length, chip.lane_bytes.into())?;
    Ok(lanes(first..last + 1, start as u32, length as u32, chip.lanes))
}

/// The name of a tensor and the slices behind it.
///
/// # Errors
/// Brackets that do not close, slices that are no numbers.
pub fn name_and_index(text: &str) -> Result<(String, Vec<Range<i64>>), String> {
    let (name, index) = match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((name, index)) => (name, Some(index)),
        None => (text, None),
    };
    let slices = index.into_iter().flat_map(|index| index.split(',')).map(|slice| one_slice(slice.trim()));
    let name = name.trim_matches(['\'', '"']).to_owned();
    // An extent that is left whole is an empty slice until the tensor is known.
    Ok((name, slices.collect::<Result<_, _>>()?))
}

/// What `:` stands for.
pub(crate) const WHOLE: Range<i64> = 0..i64::MAX;

fn one_slice(text: &str) -> Result<Range<i64>, String> {
    let wrong = || format!("`{}` is no slice (allowed: `3`, `1..4`, `:`)", text.escape_debug());
    let number = |text: &str| number(text).and_then(|number| i64::try_from(number).ok()).ok_or_else(wrong);
    match text.split_once("..").or_else(|| text.split_once(':')) {
        Some(("", "")) => Ok(WHOLE),
        Some((from, to)) => Ok(number(from)?..number(to)?),
        None => number(text).map(|at| at..at + 1),
    }
}

/// The bytes of a region in the order of its lanes.
pub fn bytes(region: &Region) -> impl Iterator<Item = Byte> {
    let local = matches!(region.span, Span::Local(_));
    region.runs().flat_map(move |run| {
        let start = run.start.unsigned_abs();
        (start..start + run.len).map(move |at| if local { Byte::Lane(run.lane, at) } else { Byte::Dram(at) })
    })
}

/// What a byte of a machine holds.
#[must_use]
pub fn read(machine: &Machine, byte: Byte) -> Option<u8> {
    run(machine, byte, 1)?.first().copied()
}

/// What `count` adjacent bytes from `first` on hold; `None` where some of them do not exist.
fn run(machine: &Machine, first: Byte, count: usize) -> Option<&[u8]> {
    let (Byte::Dram(at) | Byte::Lane(_, at)) = first;
    let start = usize::try_from(at).ok()?;
    let end = start.checked_add(count)?;
    match first {
        Byte::Dram(_) => machine.dram().bytes().get(start..end),
        Byte::Lane(lane, _) => {
            let size = machine.local().lane_bytes();
            let lane = machine.local().bytes().get(lane as usize * size..)?;
            lane.get(..size)?.get(start..end)
        }
    }
}

impl Session {
    /// What a byte holds now.
    #[must_use]
    pub fn byte(&self, byte: Byte) -> Option<u8> {
        read(self.target().machine(), byte)
    }

    /// What a region holds now.
    #[must_use]
    pub fn contents(&self, region: &Region) -> Vec<u8> {
        let local = matches!(region.span, Span::Local(_));
        let mut all = Vec::new();
        for run in region.runs() {
            let start = run.start.unsigned_abs();
            let first = if local { Byte::Lane(run.lane, start) } else { Byte::Dram(start) };
            self.append(first, run.len as usize, &mut all);
        }
        all
    }

    /// Appends adjacent bytes; those that do not exist count as zero.
    pub(crate) fn append(&self, first: Byte, count: usize, to: &mut Vec<u8>) {
        match run(self.target().machine(), first, count) {
            Some(bytes) => to.extend_from_slice(bytes),
            None => to.extend((0..count as u64).map(|by| self.byte(first.beyond(by)).unwrap_or(0))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn slices_are_read() {
        let (name, index) = name_and_index("'324_Conv'[0, 2, 1..3, :]").unwrap();
        assert_eq!((name.as_str(), index.as_slice()), ("324_Conv", &[0..1, 2..3, 1..3, WHOLE][..]));
        assert_eq!(name_and_index("plain").unwrap(), ("plain".into(), vec![]));
        assert!(name_and_index("a[x]").unwrap_err().contains("`x` is no slice"));
    }

    #[test]
    fn bytes_of_lanes_come_lane_by_lane() {
        let all: Vec<Byte> = bytes(&lanes(1..3, 4, 2, 8)).collect();
        assert_eq!(all, [Byte::Lane(1, 4), Byte::Lane(1, 5), Byte::Lane(2, 4), Byte::Lane(2, 5)]);
        assert_eq!(bytes(&dram(7, 2)).collect::<Vec<_>>(), [Byte::Dram(7), Byte::Dram(8)]);
    }
}
