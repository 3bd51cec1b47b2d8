//! Takes the sections out of a model as named byte blobs.

use super::{model::Model, schema::Section, sections::Limits, tags::SectionKind};
use crate::diagnostic::FormatError;
use serde::Serialize;
use std::{borrow::Cow, collections::HashSet};

/// The longest part of a file name taken from a model.
const LONGEST_PART: usize = 80;

/// The bytes of one section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blob<'m> {
    /// Name of the section.
    pub name: &'m str,
    /// What it holds.
    pub kind: SectionKind,
    /// A file name for it: unique among the blobs of a model, without path separators or odd characters.
    pub file_name: String,
    /// The bytes are as stored because they are encrypted.
    pub encrypted: bool,
    /// The bytes, decompressed.
    #[serde(skip)]
    pub bytes: Cow<'m, [u8]>,
}

impl Model<'_> {
    /// Every section, decompressed; `limits` hold for all of them together.
    ///
    /// # Errors
    /// When a section reaches past the end of the file or cannot be decompressed.
    pub fn extract(&self, limits: &Limits) -> Result<Vec<Blob<'_>>, FormatError> {
        let mut left = *limits;
        let mut taken = HashSet::new();
        let blob = |section| self.blob(section, &mut left, &mut taken);
        self.body.sections.iter().map(blob).collect()
    }

    fn blob<'m>(
        &'m self,
        section: &'m Section,
        left: &mut Limits,
        taken: &mut HashSet<String>,
    ) -> Result<Blob<'m>, FormatError> {
        let encrypted = section.encrypted;
        let bytes = if encrypted { Cow::Borrowed(self.stored(section)?) } else { self.contents(section, left)? };
        if let Cow::Owned(unpacked) = &bytes {
            left.decompressed -= unpacked.len() as u64;
        }
        let file_name = unique(&self.file_stem(section), extension(section.kind), taken);
        Ok(Blob { name: &section.name, kind: section.kind, file_name, encrypted, bytes })
    }

    fn file_stem(&self, section: &Section) -> String {
        let (model, name) = (harmless(&self.body.name), harmless(&section.name));
        match section.kind {
            SectionKind::Weight => format!("{model}_weight"),
            kind if kind.is_commands() => format!("{model}_program_{}_{kind}_{name}", self.batch_of(section)),
            kind => format!("{model}_{}_{name}", harmless(&kind.to_string())),
        }
    }

    /// Batch size of the first program that uses a command section.
    fn batch_of(&self, section: &Section) -> u32 {
        let wanted = Some((section.kind, section.name.as_str()));
        let user = self
            .body
            .programs
            .iter()
            .find(|program| program.routines.iter().any(|routine| routine.commands() == wanted));
        user.map_or(0, |program| program.batch)
    }
}

fn extension(kind: SectionKind) -> &'static str {
    if kind.is_native_code() { "so" } else { "bin" }
}

/// Text from a model with nothing left that could lead out of a directory or surprise a shell.
fn harmless(text: &str) -> String {
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    text.chars().take(LONGEST_PART).map(|character| if allowed(character) { character } else { '_' }).collect()
}

fn unique(stem: &str, extension: &str, taken: &mut HashSet<String>) -> String {
    let mut name = format!("{stem}.{extension}");
    let mut copy = taken.len();
    while !taken.insert(name.clone()) {
        copy += 1;
        name = format!("{stem}_{copy}.{extension}");
    }
    name
}
