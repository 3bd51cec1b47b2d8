//! S16, what the tables alone say: reserved bits, ranges, opcodes, features.

use super::report::Report;
use crate::command::Isa;
use crate::diagnostic::{Diagnostic, Severity};
use crate::field::{Fields, Kind};

/// Takes over what decoding found; false when it leaves no sound operation.
///
/// A value out of range in a field that the operation ignores is only doubtful.
pub(super) fn accept<E: Isa>(report: &mut Report<E>, diagnostics: Vec<Diagnostic>) -> bool {
    let kind = E::kind(report.fields, report.chip.layout);
    let mut sound = true;
    for mut diagnostic in diagnostics {
        let row = diagnostic.field.as_ref().and_then(|field| E::Fields::RECORD.find(field.name));
        if row.zip(kind).is_some_and(|(row, kind)| is_ignored::<E>(row, kind)) {
            diagnostic.severity = Severity::Warning;
            diagnostic.what.push_str(" in a field that the operation ignores");
        }
        sound &= diagnostic.severity != Severity::Error;
        report.found.push(diagnostic);
    }
    sound
}

/// Whether the operation makes no use of the field; selectors and reserved bits always count.
fn is_ignored<E: Isa>(row: usize, kind: usize) -> bool {
    let op = &E::ops()[kind];
    let used = op.operands.iter().any(|operand| operand.parts.contains(&Some(row)))
        || op.attributes.iter().any(|attribute| attribute.field == row)
        || E::header_rows().contains(&row);
    !used && !matches!(E::Fields::RECORD.fields[row].kind, Kind::Reserved | Kind::Group | Kind::Enum)
}
