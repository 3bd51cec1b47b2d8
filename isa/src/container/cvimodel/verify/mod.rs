//! Checks that the parts of a model fit together, beyond what reading it already demands.

mod identity;
mod programs;
mod routines;
mod sections;
mod tensors;
mod weights;

use super::{model::Model, sections::Limits};
use crate::diagnostic::{Finding, FormatError};
use std::collections::HashMap;

pub use routines::CPU_FUNCTIONS;

impl Model<'_> {
    /// Everything about the model that would make a runtime fail, or is at least worth knowing.
    #[must_use]
    pub fn verify(&self, limits: &Limits) -> Vec<Finding> {
        let mut findings = identity::check(self);
        findings.extend(sections::check(self, limits));
        findings.extend(weights::check(self));
        findings.extend(programs::check(self));
        findings
    }
}

/// Reads and verifies a file; findings carry offsets into it wherever they concern something stored.
///
/// # Errors
/// When the file cannot be read at all, see [`Model::read`].
pub fn inspect<'a>(file: &'a [u8], limits: &Limits) -> Result<(Model<'a>, Vec<Finding>), FormatError> {
    let (model, mut findings) = Model::read(file)?;
    findings.extend(model.verify(limits).into_iter().map(|finding| located(file, finding)));
    Ok((model, findings))
}

fn located(file: &[u8], finding: Finding) -> Finding {
    match finding.offset.or_else(|| Model::locate(file, &finding.place)) {
        Some(offset) => finding.at(offset),
        None => finding,
    }
}

/// Names that occur more than once: index of the later one, index of the first, name.
fn repeated<'n>(names: impl Iterator<Item = &'n str>) -> Vec<(usize, usize, &'n str)> {
    let mut first = HashMap::new();
    let mut repeated = Vec::new();
    for (index, name) in names.enumerate() {
        match first.get(name) {
            Some(&known) => repeated.push((index, known, name)),
            None => drop(first.insert(name, index)),
        }
    }
    repeated
}
