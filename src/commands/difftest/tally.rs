//! What a run of random programs has found.

use crate::output::{Out, Style, columns};
use isa::chip::Chip;
use isa::generate::Class;
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
    /// What the emulator has against it; if nothing, one of the two is wrong about what is legal.
    pub(super) here: Option<String>,
    pub(super) descriptors: Vec<String>,
}

/// How often a class was met.
#[derive(Clone, Copy, Debug, Serialize)]
struct Cell {
    #[serde(flatten)]
    class: Class,
    count: u64,
}

/// The sums of one chip.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tally {
    chip: Chip,
    pub(super) seed: u64,
    pub(super) programs: u64,
    /// Programs that were not run, because of Ctrl-C or because too many had differed.
    pub(super) left: u64,
    pub(super) descriptors: u64,
    pub(super) seconds: f64,
    pub(super) mismatches: Vec<Mismatch>,
    pub(super) refused: Vec<Refused>,
    cells: Vec<Cell>,
}

impl Tally {
    /// Nothing yet, for programs of these classes.
    pub(super) fn new(chip: Chip, seed: u64, classes: Vec<Class>) -> Self {
        Tally {
            chip,
            seed,
            programs: 0,
            left: 0,
            descriptors: 0,
            seconds: 0.0,
            mismatches: Vec::new(),
            refused: Vec::new(),
            cells: classes.into_iter().map(|class| Cell { class, count: 0 }).collect(),
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
        self.print_cells(out)?;
        for refused in &self.refused {
            let here = refused.here.as_deref().unwrap_or("nothing against it");
            out.line(format!("program {}: the reference gave up: {}; here: {here}", refused.number, refused.why))?;
            refused.descriptors.iter().try_for_each(|line| out.line(format!("  {line}")))?;
        }
        for Mismatch { number, what, file, .. } in &self.mismatches {
            let file = file.as_deref().map_or(String::new(), |file| format!("; see {file}"));
            out.line(format!("program {number}: {what}{file}"))?;
        }
        self.print_sum(out)
    }

    fn print_cells(&self, out: &mut Out) -> io::Result<()> {
        let row = |Cell { class: Class { operation, format, mode }, count }: &Cell| {
            vec![operation.to_string(), format.to_string(), mode.to_string(), count.to_string()]
        };
        let rows: Vec<Vec<String>> = self.cells.iter().map(row).collect();
        columns(&rows).into_iter().try_for_each(|line| out.line(format!("  {line}")))?;
        let missing = self.cells.iter().filter(|cell| cell.count == 0).map(|cell| cell.class.to_string());
        let missing: Vec<String> = missing.collect();
        if missing.is_empty() {
            return Ok(());
        }
        out.line(out.styled(Style::Warning, format!("never met: {}", missing.join(", "))))
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
        out.line(out.styled(style, text))?;
        if self.left == 0 { Ok(()) } else { out.line(format!("stopped early; {} programs left", self.left)) }
    }
}
