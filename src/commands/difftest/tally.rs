//! What a run of random programs has found.

use crate::output::{Out, Style, columns};
use isa::chip::Chip;
use isa::generate::{Class, classes};
use serde::Serialize;
use std::io;

/// A program on which both sides disagree.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mismatch {
    pub(super) number: u64,
    pub(super) what: String,
    /// The scenario that shows it, once written.
    pub(super) file: Option<String>,
    /// The program before which memories were filled last.
    pub(super) since: u64,
}

/// A program that the reference did not survive.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Refused {
    pub(super) number: u64,
    pub(super) why: String,
    pub(super) descriptors: Vec<String>,
}

/// How often a class was met.
#[derive(Clone, Copy, Debug, Serialize)]
struct Cell {
    operation: &'static str,
    format: &'static str,
    mode: &'static str,
    count: u64,
}

/// The sums of one chip.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tally {
    chip: Chip,
    pub(super) seed: u64,
    pub(super) programs: u64,
    pub(super) descriptors: u64,
    pub(super) seconds: f64,
    pub(super) mismatches: Vec<Mismatch>,
    pub(super) refused: Vec<Refused>,
    cells: Vec<Cell>,
}

impl Tally {
    pub(super) fn new(chip: Chip, seed: u64) -> Self {
        let cell = |Class { operation, format, mode }| Cell { operation, format, mode, count: 0 };
        let cells = classes(chip.profile()).into_iter().map(cell).collect();
        Tally {
            chip,
            seed,
            programs: 0,
            descriptors: 0,
            seconds: 0.0,
            mismatches: Vec::new(),
            refused: Vec::new(),
            cells,
        }
    }

    /// A program came out the same.
    pub(super) fn same(&mut self, cells: &[u16], descriptors: u64) {
        self.programs += 1;
        self.descriptors += descriptors;
        for cell in cells {
            if let Some(cell) = self.cells.get_mut(usize::from(*cell)) {
                cell.count += 1;
            }
        }
    }

    /// Prints a table and what went wrong.
    pub(super) fn print(&self, out: &mut Out) -> io::Result<()> {
        out.line(out.styled(Style::Heading, format!("{}, seed {}", self.chip, self.seed)))?;
        let rows: Vec<Vec<String>> = self
            .cells
            .iter()
            .map(|cell| vec![cell.operation.into(), cell.format.into(), cell.mode.into(), cell.count.to_string()])
            .collect();
        columns(&rows).into_iter().try_for_each(|line| out.line(format!("  {line}")))?;
        let missing: Vec<String> = self
            .cells
            .iter()
            .filter(|cell| cell.count == 0)
            .map(|cell| format!("{} {} {}", cell.operation, cell.format, cell.mode))
            .collect();
        if !missing.is_empty() {
            out.line(out.styled(Style::Warning, format!("never met: {}", missing.join(", "))))?;
        }
        for refused in &self.refused {
            out.line(format!("program {}: the reference gave up: {}", refused.number, refused.why))?;
            refused.descriptors.iter().try_for_each(|line| out.line(format!("  {line}")))?;
        }
        for Mismatch { number, what, file, .. } in &self.mismatches {
            let file = file.as_deref().map_or(String::new(), |file| format!("; see {file}"));
            out.line(format!("program {number}: {what}{file}"))?;
        }
        self.print_sum(out)
    }

    fn print_sum(&self, out: &mut Out) -> io::Result<()> {
        let style = if self.mismatches.is_empty() { Style::Good } else { Style::Bad };
        let text = format!(
            "{} programs of {} descriptors the same, {} different, {} refused by the reference; {:.0} s",
            self.programs,
            self.descriptors,
            self.mismatches.len(),
            self.refused.len(),
            self.seconds
        );
        out.line(out.styled(style, text))
    }
}
