//! Checks that the parts of a model fit together, beyond what reading it already demands.

mod identity;
mod programs;
mod routines;
mod sections;
mod tensors;
mod weights;

use super::{model::Model, schema::Section, sections::Limits, tags::SectionKind};
use crate::diagnostic::{Finding, FormatError};
use std::collections::{HashMap, HashSet};

pub use routines::CPU_FUNCTIONS;

impl Model<'_> {
    /// Everything about the model that would make a runtime fail, or is at least worth knowing.
    #[must_use]
    pub fn verify(&self, limits: &Limits) -> Vec<Finding> {
        let mut findings = identity::check(self);
        findings.extend(sections::check(self, limits));
        findings.extend(weights::check(self));
        findings.extend(programs::check(self, &Resources::of(self)));
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

/// What the programs of a model share, looked up once so that large models take no longer than they must.
struct Resources<'m> {
    /// Command sections; the runtime takes the first of a name.
    commands: HashMap<(SectionKind, &'m str), &'m Section>,
    weights: HashSet<&'m str>,
    /// The model brings code for the host.
    has_native_code: bool,
}

impl<'m> Resources<'m> {
    fn of(model: &'m Model<'_>) -> Self {
        let sections = &model.body.sections;
        let mut commands = HashMap::new();
        for section in sections.iter().filter(|section| section.kind.is_commands()) {
            commands.entry((section.kind, section.name.as_str())).or_insert(section);
        }
        let weights = model.body.weights.iter().map(|weight| weight.name.as_str()).collect();
        Resources { commands, weights, has_native_code: sections.iter().any(|section| section.kind.is_native_code()) }
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
