//! Reads measured traces: comma-separated values, one line per descriptor, names of the columns in the first.

use emulator::timing::{Job, Unit};
use isa::chip::ChipProfile;
use isa::cost::{Form, Side, Traffic, Transfer};

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

    fn transfer(&self, chip: &ChipProfile) -> Result<Transfer, String> {
        let form = self.form()?;
        let matrix = self.text("op")?.contains("Matrix");
        let stores = matches!(form, Form::Store | Form::CompressedStore);
        let (local, dram) = if stores { ("src", "dst") } else { ("dst", "src") };
        let near = self.side(local, matrix, chip)?;
        let far = self.side(dram, matrix, chip)?;
        let traffic = match form {
            Form::Load | Form::Store => Traffic { beats: far.beats(), bursts: far.bursts() },
            // How far data can be compressed is not in the descriptor.
            _ => Traffic { beats: self.number("event1_axi_beats16B")?, bursts: self.number("event0_axi_bursts")? },
        };
        let rows = if matrix { near.extents[0] } else { near.row_count() };
        Ok(Transfer { form, traffic, words: near.words(chip.lanes, chip.lane_bytes), rows })
    }

    fn form(&self) -> Result<Form, String> {
        let compressed = self.text("op")?.ends_with("Compression");
        match (self.text("pmu_type")?, compressed) {
            ("1", false) => Ok(Form::Load),
            ("1", true) => Ok(Form::CompressedLoad),
            ("2", false) => Ok(Form::Store),
            ("2", true) => Ok(Form::CompressedStore),
            ("3", _) => Ok(Form::LocalMove),
            _ => Err(self.bad("pmu_type", "1, 2 or 3 for a transfer")),
        }
    }

    /// The columns do not tell formats; rows of which both ends stride twice their width hold 16-bit elements.
    fn element_bytes(&self) -> Result<u64, String> {
        let doubled = |end: &str| {
            Ok::<bool, String>(self.number(&format!("{end}_h_stride"))? == 2 * self.number(&format!("{end}_w"))?)
        };
        Ok(if doubled("src")? && doubled("dst")? { 2 } else { 1 })
    }

    /// The tensor at one end; a matrix lies in DRAM as rows and in local memory as pieces of rows.
    fn side(&self, end: &str, matrix: bool, chip: &ChipProfile) -> Result<Side, String> {
        let number = |name: &str| self.number(&format!("{end}_{name}"));
        let n = self.number("src_n")?;
        let extents = [n, number("c")?, number("h")?, number("w")? * self.element_bytes()?];
        let strides = [number("n_stride")?, number("c_stride_low")?, number("h_stride")?];
        let extents = if matrix && extents[1] == n { [n, 1, extents[2], extents[3]] } else { extents };
        let bytes = extents.iter().try_fold(1u64, |bytes, extent| bytes.checked_mul((*extent).max(1)));
        if bytes.is_none_or(|bytes| bytes > u64::from(chip.lmem_bytes())) {
            return Err(self.bad(&format!("{end}_w"), "a tensor that fits in local memory"));
        }
        Ok(Side { address: number("addr")?, extents, strides })
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

    const SAMPLE: &str = include_str!("../../../tests/data/pmu_sample.csv");

    fn error(text: &str) -> String {
        read(text, Chip::Cv183x.profile()).err().unwrap()
    }

    #[test]
    fn transfers_ask_what_their_descriptors_say() {
        let records = read(SAMPLE, Chip::Cv183x.profile()).unwrap();
        let load = records[0].transfer.unwrap();
        assert_eq!((load.traffic, load.words), (Traffic { beats: 36, bursts: 3 }, 32 + 32 * 2));
        assert_eq!(records[1].job.awaits, Some(1));
    }

    #[test]
    fn broken_traces_are_told_by_line_and_column() {
        assert!(error("").contains("no record"));
        assert!(error(&SAMPLE.replace("TDMA,1,", "DMA,1,")).contains("line 2, column engine"));
        assert!(error(&SAMPLE.replace("1571", "x")).contains("line 2, column start_cycle"));
        assert!(error(&SAMPLE.replace("1571", "9999")).contains("line 2, column end_cycle"));
        assert!(error(&SAMPLE.replace(",64,1,9,", ",64000,64000,64000,")).contains("column src_w"));
    }
}
