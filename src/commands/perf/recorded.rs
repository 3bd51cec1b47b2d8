//! Descriptors that a performance monitor has recorded, in whichever form a board or `tpuscope run --pmu` gives them.

use super::csv::{Row, Table};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use crate::source;
use emulator::pmu::Summary;
use emulator::timing::Unit;
use isa::container::dmabuf::{self, HEADER_BYTES};
use isa::container::pmu::{MOST_EVENTS, RECORD_BYTES, RecordKind, records};
use isa::field::Fields;
use isa::generated::dmabuf_header::DmabufHeaderFields;
use isa::generated::pmu_record::PmuRecordFields;
use serde::Serialize;
use std::path::Path;

/// The first column of the vendor's table.
const VENDOR: &str = "pmutype";

/// A recorded descriptor. Copies inside DRAM are recorded twice, as a load and a store with equal times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Recorded {
    #[serde(serialize_with = "unit_name")]
    pub(super) unit: Unit,
    #[serde(serialize_with = "kind_name")]
    pub(super) kind: RecordKind,
    /// Its own id, which repeats from segment to segment.
    pub(super) id: u16,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Bursts and beats.
    pub(super) events: [u32; 2],
}

#[derive(Serialize)]
struct Report {
    summary: Summary,
    records: Vec<Recorded>,
}

/// What `tpuscope perf pmu` says of a dump.
pub(super) fn run(path: &Path, megahertz: Option<u32>, out: &mut Out) -> Outcome {
    let content = source::read(path)?;
    let broken = |what| Failure::new(Reason::BadInput, format!("{}: {what}", path.display()));
    let (records, clock) = read(&content).map_err(broken)?;
    let clock = megahertz.map_or(clock, |megahertz| megahertz.saturating_mul(1_000_000));
    let list: Vec<PmuRecordFields> = records.iter().map(PmuRecordFields::from).collect();
    let report = Report { summary: Summary::of(&list, clock), records };
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, out)?
    }
    Ok(())
}

fn print(report: &Report, out: &mut Out) -> std::io::Result<()> {
    let Report { summary, records } = report;
    let count = |kind| records.iter().filter(|record| record.kind == kind).count();
    let [loads, stores, moves, operations] =
        [RecordKind::Load, RecordKind::Store, RecordKind::Move, RecordKind::Tiu].map(count);
    let ms = |cycles| summary.milliseconds(cycles);
    out.line(format!(
        "{} records: {operations} operations, {loads} loads, {stores} stores, {moves} moves",
        records.len()
    ))?;
    out.line(format!(
        "{:.3} ms: {} cycles at {} MHz",
        ms(summary.cycles),
        summary.cycles,
        summary.clock_hz / 1_000_000
    ))?;
    for (name, cycles) in [("TIU", summary.tiu_cycles), ("TDMA", summary.tdma_cycles)] {
        out.line(format!("{name:<5}{:.3} ms: {cycles} cycles, {:.1} %", ms(cycles), summary.percent(cycles)))?;
    }
    out.line(format!(
        "DRAM: {} bytes read, {} written, {:.0} MB/s",
        summary.load_bytes,
        summary.store_bytes,
        summary.bandwidth()
    ))?;
    if !summary.is_clock_known {
        out.line("the clock is a guess; --clock tells it")?;
    }
    Ok(())
}

/// The records in a file and the clock in Hz, 0 where the file does not tell: a command buffer with the records behind
/// it, records alone, or the vendor's table; or one sentence that says what is wrong.
pub(super) fn read(content: &[u8]) -> Result<(Vec<Recorded>, u32), String> {
    let found = if content.starts_with(VENDOR.as_bytes()) {
        (table(content)?, 0)
    } else if dmabuf::chips_of(content).is_ok() {
        buffer(content)?
    } else {
        (list(content)?, 0)
    };
    if !found.0.is_empty() {
        return Ok(found);
    }
    let forms = "a command buffer with records behind it, a list of records, or a table whose first column is pmutype";
    Err(format!("it holds no record of a PMU; give {forms}"))
}

fn buffer(content: &[u8]) -> Result<(Vec<Recorded>, u32), String> {
    let mut words = [0; HEADER_BYTES / 4];
    let header = content.get(..HEADER_BYTES).ok_or("the command buffer ends within its header; give all of it")?;
    for (word, bytes) in words.iter_mut().zip(header.as_chunks().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let header = DmabufHeaderFields::unpack(0, &words);
    let (start, size) = (header.pmu_offset as usize, header.pmu_size as usize);
    if start == 0 || size == 0 {
        return Err("the monitor was off: the header leaves no room for records; run again with it on".into());
    }
    let room =
        content.get(start..).ok_or("the file ends before the records; give the command buffer and all behind it")?;
    Ok((list(room.get(..size).unwrap_or(room))?, header.clock_rate))
}

fn list(bytes: &[u8]) -> Result<Vec<Recorded>, String> {
    let unknown = |number: usize, kind: u8| {
        let at = number * RECORD_BYTES;
        format!("the record at byte {at} has type {kind}, allowed are 1 to 4; give a list of PMU records")
    };
    // What does not even start with a record is something else.
    let is_list = records(bytes).next().is_some_and(|first| Recorded::of(&first).is_some());
    let all = records(bytes).enumerate().filter(|_| is_list);
    all.map(|(number, record)| Recorded::of(&record).ok_or_else(|| unknown(number, record.r#type))).collect()
}

fn table(content: &[u8]) -> Result<Vec<Recorded>, String> {
    let text = str::from_utf8(content).map_err(|_| "the table is no text; give comma-separated values")?;
    Table::new(text).rows().map(|row| row?.recorded()).collect()
}

impl Row<'_> {
    fn recorded(&self) -> Result<Recorded, String> {
        let kind = RecordKind::from_bits(self.small(VENDOR)?);
        let record = PmuRecordFields {
            r#type: kind.ok_or_else(|| self.bad(VENDOR, "1 to 4"))? as u8,
            id: self.small("desID")?,
            event0: self.event("event0")?,
            event1: self.event("event1")?,
            end: self.small("end")?,
            start: self.small("start")?,
        };
        Recorded::of(&record).ok_or_else(|| self.bad(VENDOR, "1 to 4"))
    }

    fn event(&self, column: &str) -> Result<u32, String> {
        let count: u32 = self.small(column)?;
        if count <= MOST_EVENTS { Ok(count) } else { Err(self.bad(column, "a counter of 22 bits")) }
    }
}

impl Recorded {
    fn of(record: &PmuRecordFields) -> Option<Self> {
        let kind = RecordKind::from_bits(record.r#type)?;
        let unit = if kind == RecordKind::Tiu { Unit::Tiu } else { Unit::Tdma };
        let events = [record.event0, record.event1];
        Some(Recorded { unit, kind, id: record.id, start: record.start, end: record.end, events })
    }
}

impl From<&Recorded> for PmuRecordFields {
    fn from(recorded: &Recorded) -> Self {
        let Recorded { kind, id, start, end, events: [event0, event1], .. } = *recorded;
        PmuRecordFields { r#type: kind as u8, id, event0, event1, end, start }
    }
}

fn unit_name<S: serde::Serializer>(unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(unit.name())
}

fn kind_name<S: serde::Serializer>(kind: &RecordKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match kind {
        RecordKind::Load => "load",
        RecordKind::Store => "store",
        RecordKind::Move => "move",
        RecordKind::Tiu => "tiu",
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::container::pmu::bytes_of;

    const TABLE: &str = "pmutype, desID, event0, event1, , start, duration, end, layerID, desType,     srcAddr\n\
                         1, 3, 2, 9, 1, 10, 20, 30, 7, TDMA Tensor Load, 0x64\n4, 1, 0, 0, 3, 34, 6, 40, 7, TIU Copy\n";

    #[test]
    fn tables_and_lists_tell_the_same() {
        let (records, clock) = read(TABLE.as_bytes()).unwrap();
        let bytes: Vec<u8> = records.iter().flat_map(|record| bytes_of(&record.into())).collect();
        assert_eq!(read(&[&bytes[..], &[0; 16], b"rest"].concat()).unwrap(), (records.clone(), clock));
        assert_eq!((records[0].events, records[0].unit, records[1].unit), ([2, 9], Unit::Tdma, Unit::Tiu));
        assert_eq!((records[1].start, records[1].end, clock), (34, 40, 0));
    }

    #[test]
    fn what_holds_no_records_is_refused() {
        for (content, part) in [
            (&b""[..], "holds no record"),
            (&[7; 16][..], "holds no record"),
            (&[[4; 16], [7; 16]].concat(), "at byte 16 has type 7"),
            (b"pmutype, desID\n", "no record"),
            (b"pmutype, desID\n9, 1\n", "line 2, column pmutype: found `9`"),
            (b"\xb5\xb5\x22\x18", "within its header"),
            (&[&b"\xb5\xb5\x22\x18"[..], &[0; 200]].concat(), "the monitor was off"),
        ] {
            let told = read(content).unwrap_err();
            assert!(told.contains(part), "{told}");
        }
    }
}
