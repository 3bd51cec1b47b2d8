//! Takes the sections out of a model as named byte blobs.

use super::{model::Model, schema::Section, sections::Limits, tags::SectionKind};
use crate::diagnostic::FormatError;
use serde::Serialize;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

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
    pub fn extract<'m>(&'m self, limits: &Limits) -> Result<Vec<Blob<'m>>, FormatError> {
        let mut left = *limits;
        let mut names = FileNames::default();
        let batches = self.batches();
        let blob = |section: &'m Section| {
            let bytes = self.bytes_of(section, &mut left)?;
            let stem = self.file_stem(section, &batches);
            let file_name = names.unique(stem, extension(section.kind));
            Ok(Blob { name: &section.name, kind: section.kind, file_name, encrypted: section.encrypted, bytes })
        };
        self.body.sections.iter().map(blob).collect()
    }

    fn bytes_of(&self, section: &Section, left: &mut Limits) -> Result<Cow<'_, [u8]>, FormatError> {
        if section.encrypted {
            return self.stored(section).map(Cow::Borrowed);
        }
        let bytes = self.contents(section, left)?;
        if let Cow::Owned(unpacked) = &bytes {
            left.decompressed -= unpacked.len() as u64;
        }
        Ok(bytes)
    }

    /// Batch size of the first program that uses each command section.
    fn batches(&self) -> HashMap<(SectionKind, &str), u32> {
        let mut batches = HashMap::new();
        for program in &self.body.programs {
            for used in program.routines.iter().filter_map(|routine| routine.commands()) {
                batches.entry(used).or_insert(program.batch);
            }
        }
        batches
    }

    fn file_stem(&self, section: &Section, batches: &HashMap<(SectionKind, &str), u32>) -> String {
        let (model, name) = (harmless(&self.body.name), harmless(&section.name));
        let batch = batches.get(&(section.kind, section.name.as_str())).copied().unwrap_or_default();
        match section.kind {
            SectionKind::Weight => format!("{model}_weight"),
            kind if kind.is_commands() => format!("{model}_program_{batch}_{kind}_{name}"),
            kind => format!("{model}_{}_{name}", harmless(&kind.to_string())),
        }
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

/// The file names given out so far.
#[derive(Default)]
struct FileNames {
    taken: HashSet<String>,
    /// The copies of each stem that were tried, so that many sections of one name need no longer than others.
    copies: HashMap<String, usize>,
}

impl FileNames {
    fn unique(&mut self, stem: String, extension: &str) -> String {
        let mut name = format!("{stem}.{extension}");
        if self.taken.contains(&name) {
            let copies = self.copies.entry(stem.clone()).or_insert(self.taken.len());
            while self.taken.contains(&name) {
                *copies += 1;
                name = format!("{stem}_{copies}.{extension}");
            }
        }
        self.taken.insert(name.clone());
        name
    }
}
