//! Collecting what is wrong with one descriptor.

use super::rules;
use crate::chip::ChipProfile;
use crate::command::{Isa, field_place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::field::Fields;
use crate::generated::{tdma::TdmaField, tiu::TiuField};
use std::fmt::Display;

/// A row of an engine's table.
pub(super) trait Row: Copy {
    fn row(self) -> usize;
}

impl Row for TiuField {
    fn row(self) -> usize {
        self as usize
    }
}

impl Row for TdmaField {
    fn row(self) -> usize {
        self as usize
    }
}

impl Row for usize {
    fn row(self) -> usize {
        self
    }
}

/// The descriptor under examination and what has been found so far.
pub(super) struct Report<'a, E: Isa> {
    pub(super) chip: &'a ChipProfile,
    pub(super) fields: &'a E::Fields,
    pub(super) index: usize,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

impl<E: Isa> Report<'_, E> {
    pub(super) fn value(&self, row: impl Row) -> u64 {
        self.fields.get(row.row())
    }

    /// The encoding is illegal unless `holds`; `allowed` is what the field should have been.
    pub(super) fn need(&mut self, holds: bool, row: impl Row, allowed: impl Display, what: impl Display) {
        if !holds {
            self.add(Severity::Error, rules::ENCODING, row.row(), &allowed, &what);
        }
    }

    /// The alignment or stride is refused unless `holds`.
    pub(super) fn align(&mut self, holds: bool, row: impl Row, allowed: impl Display, what: impl Display) {
        if !holds {
            self.add(Severity::Error, rules::ALIGNMENT, row.row(), &allowed, &what);
        }
    }

    /// The lane has no room unless `holds`.
    pub(super) fn fit(&mut self, holds: bool, row: impl Row, allowed: impl Display, what: impl Display) {
        if !holds {
            self.add(Severity::Error, rules::LANE_END, row.row(), &allowed, &what);
        }
    }

    /// Accepted, but undefined or not what known software emits, unless `holds`.
    pub(super) fn advise(&mut self, holds: bool, row: impl Row, allowed: impl Display, what: impl Display) {
        if !holds {
            self.add(Severity::Warning, rules::ENCODING, row.row(), &allowed, &what);
        }
    }

    /// Accepted, but not the alignment that the vendor's kernel library keeps, unless `holds`.
    pub(super) fn advise_alignment(&mut self, holds: bool, row: impl Row, allowed: impl Display, what: impl Display) {
        if !holds {
            self.add(Severity::Warning, rules::ALIGNMENT, row.row(), &allowed, &what);
        }
    }

    #[cold]
    fn add(&mut self, severity: Severity, rule: &'static str, row: usize, allowed: &dyn Display, what: &dyn Display) {
        let allowed = allowed.to_string();
        let help = format!("give {} the value {allowed}", E::Fields::RECORD.fields[row].name);
        self.push(severity, rule, row, allowed, what.to_string(), help);
    }

    #[cold]
    pub(super) fn push(
        &mut self,
        severity: Severity,
        rule: &'static str,
        row: impl Row,
        allowed: String,
        what: String,
        help: String,
    ) {
        let (row, layout) = (row.row(), self.chip.layout as usize);
        let field = field_place(&E::Fields::RECORD.fields[row], layout, self.fields.get(row), allowed);
        let index = self.index;
        self.found.push(Diagnostic { severity, rule, engine: E::ENGINE, index, field: Some(field), what, help });
    }
}
