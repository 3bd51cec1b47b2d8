//! S3: reads of local memory that nothing has written.

use super::race::unfinished;
use super::report::Report;
use super::schedule::turns;
use super::sync::Link;
use super::{Checked, Examined, rules};
use crate::chip::ChipProfile;
use crate::command::{Tdma, Tiu};
use crate::diagnostic::{Diagnostic, Severity};
use crate::footprint::{Region, Run, Span};

/// Runs of bytes after which a contrived program is left alone; published models need a hundredth.
const MOST_RUNS: u64 = 1 << 28;

pub(super) fn check(
    tiu: &Examined<Tiu>,
    tdma: &Examined<Tdma>,
    links: [&[Link]; 2],
    chip: &ChipProfile,
    found: &mut Vec<Diagnostic>,
) {
    let mut written = Written::new(chip);
    for turn in turns(links) {
        match turn.side {
            0 => take_turn(tiu, turn.index, &mut written, chip, found),
            _ => take_turn(tdma, turn.index, &mut written, chip, found),
        }
    }
    if written.left == 0 {
        found.push(unfinished(rules::UNWRITTEN));
    }
}

fn take_turn<E: Checked>(
    examined: &Examined<E>,
    index: usize,
    written: &mut Written,
    chip: &ChipProfile,
    found: &mut Vec<Diagnostic>,
) {
    let footprint = &examined.footprints[index];
    let needed = E::needed(&examined.fields[index], chip, &footprint.reads);
    let missing = needed.into_iter().find_map(|region| Some((region, written.first_missing(&region)?)));
    if let Some((region, run)) = missing {
        let what = format!(
            "nothing has written all of the {}, first missing at offset {:#x} of lane {}",
            region.role.name(),
            run.start,
            run.lane
        );
        let help = "load, fill or compute it first, or correct the address or the size".to_string();
        let mut report = Report::<E> { chip, fields: &examined.fields[index], index, found };
        let row = E::address_row(region.operand);
        report.push(Severity::Error, rules::UNWRITTEN, row, String::new(), what, help);
    }
    footprint.writes.iter().for_each(|region| written.add(region));
}

/// A bit for each byte of local memory.
struct Written {
    bits: Vec<u64>,
    lane_bytes: u64,
    left: u64,
}

impl Written {
    fn new(chip: &ChipProfile) -> Self {
        let bits = vec![0; chip.lmem_bytes().div_ceil(64) as usize];
        Written { bits, lane_bytes: chip.lane_bytes.into(), left: MOST_RUNS }
    }

    fn add(&mut self, region: &Region) {
        for run in local_runs(region) {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            for (word, mask) in self.words(run) {
                if let Some(bits) = self.bits.get_mut(word) {
                    *bits |= mask;
                }
            }
        }
    }

    /// The first run of the region that has not been written as a whole.
    fn first_missing(&mut self, region: &Region) -> Option<Run> {
        for run in local_runs(region) {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return None;
            }
            if let Some(start) = self.missing_in(run) {
                return Some(Run { start, ..run });
            }
        }
        None
    }

    fn missing_in(&self, run: Run) -> Option<i64> {
        let lane = u64::from(run.lane) * self.lane_bytes;
        let mut holes = self.words(run).filter_map(|(word, mask)| {
            let hole = mask & !self.bits.get(word).copied().unwrap_or(u64::MAX);
            (hole != 0).then(|| word as u64 * 64 + u64::from(hole.trailing_zeros()))
        });
        holes.next().map(|byte| byte.saturating_sub(lane).cast_signed())
    }

    /// The words that hold a run's bits, and which bits; what lies outside the lane is left out.
    fn words(&self, run: Run) -> impl Iterator<Item = (usize, u64)> + use<> {
        let lane = u64::from(run.lane) * self.lane_bytes;
        let end = run.start.saturating_add_unsigned(run.len);
        let inside = |offset: i64| lane + u64::try_from(offset).unwrap_or(0).min(self.lane_bytes);
        let (start, end) = (inside(run.start), inside(end));
        (start / 64..end.div_ceil(64)).map(move |word| {
            let low = u64::MAX << start.saturating_sub(word * 64).min(63);
            let past = (end - word * 64).min(64);
            (word as usize, low & (u64::MAX >> (64 - past)))
        })
    }
}

fn local_runs(region: &Region) -> impl Iterator<Item = Run> + use<> {
    let local = matches!(region.span, Span::Local(_)).then(|| region.runs());
    local.into_iter().flatten()
}
