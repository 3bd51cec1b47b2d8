//! Reads what the PMU of a board recorded, in the columns of the vendor's `_des.csv`.

use emulator::timing::{Span, Unit};

/// Descriptor numbers have 16 bits; no run has more records than many segments of both engines.
const MOST_RECORDS: usize = 1 << 20;

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) unit: Unit,
    pub(super) id: u64,
    pub(super) span: Span,
}

/// The records of each engine in the order of their starts, TIU first, or one sentence that says where the dump is broken.
pub(super) fn read(text: &str) -> Result<[Vec<Measured>; 2], String> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split(',').map(str::trim).collect()).unwrap_or_default();
    if !["pmutype", "desID", "start", "end"].iter().all(|column| header.contains(column)) {
        let message = ", line 1: it is neither a model nor a record of the PMU; \
                       a record starts with the names of its columns, among them pmutype, desID, start and end";
        return Err(message.to_string());
    }
    let mut engines = [Vec::new(), Vec::new()];
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()).take(MOST_RECORDS) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let record = Row { header: &header, cells, line: index + 1 }.record()?;
        engines[record.unit as usize].push(record);
    }
    for records in &mut engines {
        records.sort_by_key(|record| record.span.start);
        // A copy inside DRAM leaves a record for each direction.
        records.dedup();
    }
    if engines.iter().all(Vec::is_empty) {
        Err(": it holds no record; record a run first".to_string())
    } else {
        Ok(engines)
    }
}

struct Row<'t> {
    header: &'t [&'t str],
    cells: Vec<&'t str>,
    line: usize,
}

impl Row<'_> {
    fn record(&self) -> Result<Measured, String> {
        let unit = match self.number("pmutype")? {
            1..=3 => Unit::Tdma,
            4 => Unit::Tiu,
            _ => return Err(self.bad("pmutype", "1 to 4")),
        };
        let span = Span { start: self.number("start")?, end: self.number("end")? };
        if span.end < span.start {
            return Err(self.bad("end", "a cycle that is not before start"));
        }
        Ok(Measured { unit, id: self.number("desID")?, span })
    }

    fn number(&self, column: &str) -> Result<u64, String> {
        let number: Option<u32> = self.text(column).and_then(|text| text.parse().ok());
        number.map(u64::from).ok_or_else(|| self.bad(column, "a whole number of 32 bits"))
    }

    fn text(&self, column: &str) -> Option<&str> {
        let index = self.header.iter().position(|name| *name == column)?;
        self.cells.get(index).copied()
    }

    fn bad(&self, column: &str, allowed: &str) -> String {
        let found = self.text(column).unwrap_or_default().escape_debug().to_string();
        format!(", line {}, column {column}: found `{found}`, allowed is {allowed}", self.line)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const DUMP: &str = "\
pmutype, desID, event0, event1, , start, duration, end, layerID, desType,     srcAddr
4, 1, 0, 0, 3, 300, 40, 340, 1, conv
1, 1, 3, 36, 1, 100, 20, 120, 1, load, 0x17
2, 1, 3, 36, 2, 100, 20, 120, 1, load, 0x17
";

    #[test]
    fn records_are_told_apart_by_engine_and_copies_count_once() {
        let [tiu, tdma] = read(DUMP).unwrap();
        assert_eq!((tiu.len(), tdma.len()), (1, 1));
        assert_eq!((tdma[0].id, tdma[0].span), (1, Span { start: 100, end: 120 }));
    }

    #[test]
    fn broken_dumps_are_told_by_line_and_column() {
        assert!(read("a,b\n").unwrap_err().contains("pmutype, desID"));
        assert!(read("pmutype,desID,start,end\n").unwrap_err().contains("no record"));
        assert!(read(&DUMP.replace("4, 1", "9, 1")).unwrap_err().contains("line 2, column pmutype: found `9`"));
        assert!(read(&DUMP.replace("300", "x")).unwrap_err().contains("line 2, column start"));
        assert!(read(&DUMP.replace("340", "30")).unwrap_err().contains("not before start"));
    }
}
