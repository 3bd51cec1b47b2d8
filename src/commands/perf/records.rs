//! Reads measured traces: comma-separated values, one line per descriptor, names of the columns in the first.

use emulator::timing::{Job, Unit};
use isa::chip::ChipProfile;
use isa::cost::Transfer;
use isa::field::Fields;
use isa::generated::tdma::TdmaFields;
use isa::layout::tdma::{BF16, INT8};
use isa::op::tdma::Direction;

/// Descriptor numbers have 16 bits, so that no trace of two engines is longer.
const MOST_RECORDS: usize = 1 << 17;
/// Nothing in a descriptor is longer.
const LARGEST: u64 = 1 << 40;

/// One measured descriptor.
pub(super) struct Record {
    pub(super) segment: String,
    pub(super) job: Job,
    pub(super) start: u64,
    pub(super) end: u64,
    /// What the duration of a transfer follows from.
    pub(super) transfer: Option<Transfer>,
}

/// The records of a trace, or one sentence that says where it is broken.
pub(super) fn read(text: &str, chip: &ChipProfile) -> Result<Vec<Record>, String> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| line.trim_end().split(',').collect()).unwrap_or_default();
    let filled = lines.filter(|(_, line)| !line.trim().is_empty());
    let records: Result<Vec<Record>, String> = filled
        .take(MOST_RECORDS + 1)
        .map(|(index, line)| {
            Row { header: &header, cells: line.trim_end().split(',').collect(), line: index + 1 }.record(chip)
        })
        .collect();
    let records = records?;
    match records.len() {
        0 => Err(empty()),
        1..=MOST_RECORDS => Ok(records),
        _ => Err(format!(
            "line {}, column engine: a trace holds at most {MOST_RECORDS} records; cut it",
            MOST_RECORDS + 2
        )),
    }
}

fn empty() -> String {
    "the trace holds no record; give a table with a line of column names and one line per descriptor".to_string()
}

struct Row<'t> {
    header: &'t [&'t str],
    cells: Vec<&'t str>,
    line: usize,
}

impl Row<'_> {
    fn record(&self, chip: &ChipProfile) -> Result<Record, String> {
        let (unit, waits) = match self.text("engine")? {
            "TIU" => (Unit::Tiu, "tiu_wait_tdma_id_inferred"),
            "TDMA" => (Unit::Tdma, "tdma_wait_tiu_id"),
            _ => return Err(self.bad("engine", "TIU or TDMA")),
        };
        let (start, end) = (self.number("start_cycle")?, self.number("end_cycle")?);
        let duration = end.checked_sub(start).ok_or_else(|| self.bad("end_cycle", "not before start_cycle"))?;
        let awaits = Some(self.id(waits)?).filter(|id| *id > 0);
        let job = Job { unit, id: self.id("des_id")?, awaits, duration };
        let transfer = if unit == Unit::Tdma { Some(self.transfer(chip)?) } else { None };
        Ok(Record { segment: self.text("segment")?.to_string(), job, start, end, transfer })
    }

    /// The transfer of the descriptor that the columns describe.
    fn transfer(&self, chip: &ChipProfile) -> Result<Transfer, String> {
        let fields = self.fields(chip)?;
        let stream = if fields.compress_en { Some(self.stream(&fields)?) } else { None };
        Transfer::of(&fields, chip, stream).ok_or_else(|| self.bad("op", "a transfer that the engine knows"))
    }

    fn fields(&self, chip: &ChipProfile) -> Result<TdmaFields, String> {
        let op = self.text("op")?;
        let trans_dir = match self.text("pmu_type")? {
            "1" => Direction::Load,
            "2" => Direction::Store,
            "3" => Direction::Move,
            _ => return Err(self.bad("pmu_type", "1, 2 or 3 for a transfer")),
        };
        let [src_fmt, dst_fmt] = self.formats(trans_dir)?;
        let transpose_md = self.small("transpose_md")?;
        Ok(TdmaFields {
            trans_dir: trans_dir.bits(),
            sys_dtype: op.contains("Matrix"),
            compress_en: op.ends_with("Compression"),
            trans_fmt: self.number("trans_fmt")? > 0,
            spec_func: u8::from(transpose_md > 0),
            transpose_md,
            src_fmt,
            dst_fmt,
            src_base_addr: self.number("src_addr")?,
            dst_base_addr: self.number("dst_addr")?,
            src_n: self.small("src_n")?,
            src_c: self.small("src_c")?,
            src_h: self.small("src_h")?,
            src_w: self.small("src_w")?,
            dst_c: self.small("dst_c")?,
            dst_h: self.small("dst_h")?,
            dst_w: self.small("dst_w")?,
            src_n_stride: self.small("src_n_stride")?,
            src_c_stride: self.small("src_c_stride_low")?,
            src_h_stride: self.small("src_h_stride")?,
            dst_n_stride: self.small("dst_n_stride")?,
            dst_c_stride: self.small("dst_c_stride_low")?,
            dst_h_stride: self.small("dst_h_stride")?,
            ..TdmaFields::defaults(chip.layout as usize)
        })
    }

    /// The columns do not tell formats: an end whose rows stride twice their width holds 16-bit elements, in a tensor
    /// of DRAM only if both ends do.
    fn formats(&self, direction: Direction) -> Result<[u8; 2], String> {
        let doubled = |end: &str| {
            Ok::<bool, String>(self.number(&format!("{end}_h_stride"))? == 2 * self.number(&format!("{end}_w"))?)
        };
        let (source, destination) = (doubled("src")?, doubled("dst")?);
        let ends = match (direction, self.text("op")?.contains("Matrix")) {
            (Direction::Move, _) => [source, destination],
            (Direction::Store, true) => [source; 2],
            (_, true) => [destination; 2],
            (_, false) => [source && destination; 2],
        };
        Ok(ends.map(|wide| if wide { BF16 } else { INT8 }))
    }

    /// Bytes of the compressed stream, as far as its lines tell.
    fn stream(&self, fields: &TdmaFields) -> Result<u64, String> {
        let start =
            if fields.trans_dir == Direction::Load.bits() { fields.src_base_addr } else { fields.dst_base_addr };
        Ok((self.number("event1_axi_beats16B")? * 16).saturating_sub(start % 16))
    }

    fn text(&self, column: &str) -> Result<&str, String> {
        let index = self.header.iter().position(|name| *name == column);
        index.and_then(|index| self.cells.get(index)).copied().ok_or_else(|| {
            format!(
                "line {}, column {column}: there is no such value; every line needs all columns of a PMU trace",
                self.line
            )
        })
    }

    /// A number; an empty cell is 0.
    fn number(&self, column: &str) -> Result<u64, String> {
        let text = self.text(column)?;
        let number = if text.is_empty() { Some(0) } else { text.parse().ok() };
        number.filter(|number| *number <= LARGEST).ok_or_else(|| self.bad(column, "a whole number up to 2^40"))
    }

    /// A number for a field of a descriptor.
    fn small<T: TryFrom<u64>>(&self, column: &str) -> Result<T, String> {
        T::try_from(self.number(column)?).map_err(|_| self.bad(column, "a number that fits the descriptor's field"))
    }

    fn id(&self, column: &str) -> Result<u32, String> {
        u32::try_from(self.number(column)?).map_err(|_| self.bad(column, "a descriptor's number"))
    }

    fn bad(&self, column: &str, allowed: &str) -> String {
        let found = self.text(column).unwrap_or_default().escape_debug().to_string();
        format!("line {}, column {column}: found `{found}`, allowed is {allowed}; correct the trace", self.line)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::chip::Chip;
    use isa::cost::Form;

    const SAMPLE: &str = include_str!("../../../tests/data/pmu_sample.csv");

    fn error(text: &str) -> String {
        read(text, Chip::Cv183x.profile()).err().unwrap()
    }

    #[test]
    fn transfers_ask_what_their_descriptors_say() {
        let records = read(SAMPLE, Chip::Cv183x.profile()).unwrap();
        let load = records[0].transfer.unwrap();
        assert_eq!((load.form, load.blocks, load.words), (Form::Load, 9, 32 + 32 * 2));
        assert_eq!(records[1].job.awaits, Some(1));
    }

    #[test]
    fn broken_traces_are_told_by_line_and_column() {
        assert!(error("").contains("no record"));
        assert!(error(&SAMPLE.replace("TDMA,1,", "DMA,1,")).contains("line 2, column engine"));
        assert!(error(&SAMPLE.replace("1571", "x")).contains("line 2, column start_cycle"));
        assert!(error(&SAMPLE.replace("1571", "9999")).contains("line 2, column end_cycle"));
        assert!(error(&SAMPLE.replace(",64,1,9,", ",70000,1,9,")).contains("column src_c"));
    }
}
