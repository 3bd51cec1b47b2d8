//! What a list of records amounts to, in the vendor's terms.

use isa::container::pmu::RecordKind;
use isa::generated::pmu_record::PmuRecordFields;
use serde::Serialize;

/// The clock where nobody tells one.
const USUAL_CLOCK: u32 = 750_000_000;
/// Bytes of a beat.
const BEAT: u64 = 16;
/// A counter that starts over is taken to have this many cycles.
const LAP: u64 = u32::MAX as u64;
/// Bytes of a megabyte here.
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// Sums of a list, and what follows from them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Cycles in a second.
    pub clock_hz: u32,
    /// Whether the driver told the clock.
    pub is_clock_known: bool,
    /// Records.
    pub records: usize,
    /// Cycles of transfers.
    pub tdma_cycles: u64,
    /// Cycles of the TIU.
    pub tiu_cycles: u64,
    /// From the start of the first record to the end of the last.
    pub cycles: u64,
    /// Bytes read from DRAM, in whole beats.
    pub load_bytes: u64,
    /// Bytes written to DRAM, in whole beats.
    pub store_bytes: u64,
}

impl Summary {
    /// The sums of `records`; `clock_hz` is 0 where the driver has told nothing.
    #[must_use]
    pub fn of(records: &[PmuRecordFields], clock_hz: u32) -> Summary {
        let is_clock_known = clock_hz != 0;
        let mut summary = Summary {
            clock_hz: if is_clock_known { clock_hz } else { USUAL_CLOCK },
            is_clock_known,
            records: 0,
            tdma_cycles: 0,
            tiu_cycles: 0,
            cycles: 0,
            load_bytes: 0,
            store_bytes: 0,
        };
        let (mut laps, mut last) = (0, None);
        let mut span: Option<(u64, u64)> = None;
        for record in records {
            let Some(kind) = RecordKind::from_bits(record.r#type) else { continue };
            let start = span.map_or(record.start.into(), |(start, _)| start);
            span = Some((start, record.end.into()));
            laps += summary.add(kind, record, &mut last);
        }
        let (start, end) = span.unwrap_or_default();
        summary.cycles = (LAP * laps).wrapping_sub(start).wrapping_add(end);
        summary
    }

    /// Adds a record; 1 if the counter started over in it. A copy inside DRAM has two, of which one counts.
    fn add(&mut self, kind: RecordKind, record: &PmuRecordFields, last: &mut Option<(u16, u32, u32)>) -> u64 {
        self.records += 1;
        let bytes = BEAT * u64::from(record.event1);
        match kind {
            RecordKind::Load => self.load_bytes += bytes,
            RecordKind::Store => self.store_bytes += bytes,
            RecordKind::Move | RecordKind::Tiu => {}
        }
        let (cycles, lap) = match record.end > record.start {
            true => (u64::from(record.end - record.start), 0),
            false => (u64::from(u32::MAX.wrapping_sub(record.start).wrapping_add(record.end)), 1),
        };
        if kind == RecordKind::Tiu {
            self.tiu_cycles += cycles;
            return lap;
        }
        if last.replace((record.id, record.start, record.end)) == Some((record.id, record.start, record.end)) {
            return 0;
        }
        self.tdma_cycles += cycles;
        lap
    }

    /// A number of cycles as a part of the whole, in percent.
    #[must_use]
    pub fn percent(&self, cycles: u64) -> f64 {
        cycles as f64 / self.cycles as f64 * 100.0
    }

    /// How much both engines do in the time of the whole, at least 100 percent.
    #[must_use]
    pub fn parallelism(&self) -> f64 {
        let percent = self.percent(self.tdma_cycles.wrapping_add(self.tiu_cycles));
        if percent < 100.0 { 100.0 } else { percent }
    }

    /// Milliseconds of so many cycles.
    #[must_use]
    pub fn milliseconds(&self, cycles: u64) -> f64 {
        cycles as f64 / f64::from(self.clock_hz) * 1000.0
    }

    /// Megabytes that went through the bus.
    #[must_use]
    pub fn megabytes(&self) -> f64 {
        self.load_bytes as f64 / MEGABYTE + self.store_bytes as f64 / MEGABYTE
    }

    /// The same in a second.
    #[must_use]
    pub fn bandwidth(&self) -> f64 {
        self.megabytes() / self.milliseconds(self.cycles) * 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: RecordKind, id: u16, [start, end]: [u32; 2], beats: u32) -> PmuRecordFields {
        PmuRecordFields { r#type: kind as u8, id, event0: 1, event1: beats, end, start }
    }

    #[test]
    fn copies_inside_dram_count_once_and_their_bytes_twice() {
        let records = [
            record(RecordKind::Load, 1, [10, 30], 4),
            record(RecordKind::Store, 1, [10, 30], 4),
            record(RecordKind::Tiu, 1, [34, 50], 0),
            record(RecordKind::Move, 2, [31, 60], 0),
        ];
        let summary = Summary::of(&records, 500_000_000);
        assert_eq!((summary.tdma_cycles, summary.tiu_cycles, summary.cycles), (49, 16, 50));
        assert_eq!((summary.load_bytes, summary.store_bytes, summary.records), (64, 64, 4));
        assert_eq!(summary.parallelism(), 130.0);
        assert!((summary.milliseconds(50) - 1e-4).abs() < 1e-12);
    }

    #[test]
    fn a_counter_that_starts_over_counts_on() {
        let records = [record(RecordKind::Tiu, 1, [u32::MAX - 9, 20], 0), record(RecordKind::Tiu, 2, [21, 31], 0)];
        let summary = Summary::of(&records, 0);
        assert_eq!((summary.tiu_cycles, summary.cycles), (29 + 10, 40));
        assert_eq!((summary.clock_hz, summary.is_clock_known), (750_000_000, false));
    }
}
