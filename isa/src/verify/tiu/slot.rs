//! What the rules ask of one operand.

use crate::command::Tiu;
pub(super) use crate::layout::slot::{FIRST, RESULT, SECOND, Slot, THIRD};
use crate::verify::report::Report;

impl Slot {
    pub(in crate::verify) fn is_constant(&self, report: &Report<Tiu>) -> bool {
        self.constant.is_some_and(|row| report.value(row) != 0)
    }

    pub(in crate::verify) fn is_signed(&self, report: &Report<Tiu>) -> bool {
        report.value(self.signed) != 0
    }

    pub(in crate::verify) fn is_wide(&self, report: &Report<Tiu>) -> bool {
        report.value(self.width) == 0
    }

    /// All four sizes are those of `other`.
    pub(in crate::verify) fn same_shape(&self, other: &Slot, report: &mut Report<Tiu>) {
        for (mine, its) in self.shape.into_iter().zip(other.shape) {
            let wanted = report.value(its);
            let what = format_args!("{} and {} differ in a size", self.name, other.name);
            report.need(report.value(mine) == wanted, mine, wanted, what);
        }
    }
}
