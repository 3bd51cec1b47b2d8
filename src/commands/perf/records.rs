//! Reads measured traces: comma-separated values, one line per descriptor, names of the columns in the first.

use super::csv::{Row, Table};
use emulator::timing::{Job, Unit};
use isa::chip::ChipProfile;
use isa::command::Tdma;
use isa::cost::{Packed, Traffic, Traffics, Transfer};
use isa::field::Fields;
use isa::footprint::Footprint;
use isa::generated::tdma::TdmaFields;
use isa::layout::tdma::{BF16, INT8};
use isa::op::tdma::Direction;

/// One measured descriptor.
pub(super) struct Record {
    pub(super) segment: String,
    pub(super) job: Job,
    pub(super) start: u64,
    pub(super) end: u64,
    /// What the duration of a transfer follows from.
    pub(super) transfer: Option<Transfer>,
    /// What it asked of the bus, as counted and as its descriptor says.
    pub(super) traffic: Option<[Traffic; 2]>,
}

/// The records of a trace, or one sentence that says where it is broken.
pub(super) fn read(text: &str, chip: &ChipProfile) -> Result<Vec<Record>, String> {
    Table::new(text).rows().map(|row| row?.record(chip)).collect()
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
        let moved = if unit == Unit::Tdma { Some(self.transfer(chip)?) } else { None };
        let (transfer, traffic) = (moved.map(|(transfer, _)| transfer), moved.map(|(_, traffic)| traffic));
        Ok(Record { segment: self.text("segment")?.to_string(), job, start, end, transfer, traffic })
    }

    /// The transfer of the descriptor that the columns describe, and what it asked of the bus.
    fn transfer(&self, chip: &ChipProfile) -> Result<(Transfer, [Traffic; 2]), String> {
        let fields = self.fields(chip)?;
        let stream = match Packed::of(&fields, chip) {
            Some(packed) => Some(packed.stream_of(self.stream(&fields)?)),
            None => None,
        };
        let transfer = Transfer::of(&fields, chip, stream.map(|stream| stream.bytes()));
        let transfer = transfer.ok_or_else(|| self.bad("op", "a transfer that the engine knows"))?;
        let Traffics { read, written } = Traffics::of(&Footprint::of::<Tdma>(&fields, chip), stream.as_ref());
        let predicted = if fields.trans_dir == Direction::Load.bits() { read } else { written };
        let counted = Traffic { bursts: self.number("event0_axi_bursts")?, beats: self.number("event1_axi_beats16B")? };
        Ok((transfer, [counted, predicted]))
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
