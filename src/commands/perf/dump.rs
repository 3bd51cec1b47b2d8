//! What the PMU of a board recorded, engine by engine.

use super::recorded::{self, Recorded};
use emulator::timing::{Span, Unit};

/// One descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) unit: Unit,
    pub(super) id: u16,
    pub(super) span: Span,
}

/// The descriptors of each engine in the order of their starts, TIU first, or what is to be said behind the file's name.
pub(super) fn read(content: &[u8]) -> Result<[Vec<Measured>; 2], String> {
    let (records, _) = recorded::read(content).map_err(|what| format!(": {what}"))?;
    let mut engines = [Vec::new(), Vec::new()];
    for record in &records {
        let measured = Measured::of(record)?;
        engines[measured.unit as usize].push(measured);
    }
    for records in &mut engines {
        records.sort_by_key(|record| record.span.start);
        // A copy inside DRAM leaves a record for each direction.
        records.dedup();
    }
    Ok(engines)
}

impl Measured {
    fn of(record: &Recorded) -> Result<Self, String> {
        let Recorded { unit, id, start, end, .. } = *record;
        if end < start {
            return Err(format!(
                ": a record of {} id {id} ends in cycle {end} and starts in {start}; record a shorter run",
                unit.name()
            ));
        }
        Ok(Measured { unit, id, span: Span { start: start.into(), end: end.into() } })
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
        let [tiu, tdma] = read(DUMP.as_bytes()).unwrap();
        assert_eq!((tiu.len(), tdma.len()), (1, 1));
        assert_eq!((tdma[0].id, tdma[0].span), (1, Span { start: 100, end: 120 }));
    }

    #[test]
    fn broken_dumps_are_told_by_line_and_column() {
        let told = |text: &str| read(text.as_bytes()).unwrap_err();
        assert!(told("a,b\n").contains("first column is pmutype"));
        assert!(told("pmutype,desID,start,end\n").contains("no record"));
        assert!(told(&DUMP.replace("4, 1", "9, 1")).contains("line 2, column pmutype: found `9`"));
        assert!(told(&DUMP.replace("300", "x")).contains("line 2, column start"));
        assert!(told(&DUMP.replace("340", "30")).contains("ends in cycle 30"));
    }
}
