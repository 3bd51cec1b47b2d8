//! A model file as one value: header, tables and the bytes of its sections.

use super::{
    FORMAT,
    header::Header,
    schema::{Body, Program, Routine, Section, Tensor, Version},
    sections::Layout,
    tags::SectionKind,
};
use crate::{
    chip::Chip,
    container::flatbuffer::{Builder, Source, UnknownField},
    diagnostic::{Finding, FormatError},
};
use serde::Serialize;
use std::borrow::Cow;

/// A model file. The bytes of its sections stay where they were read from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Model<'a> {
    /// The bytes in front of the tables.
    pub header: Header,
    /// The tables.
    pub body: Body,
    /// Everything behind the tables; sections are ranges of it.
    #[serde(skip)]
    pub payload: Cow<'a, [u8]>,
}

/// The two parts of a file behind its header.
struct Parts<'a> {
    header: Header,
    tables: &'a [u8],
    content: &'a [u8],
    payload: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(file: &'a [u8]) -> Result<Self, FormatError> {
        let (header, body_size) = Header::read(file)?;
        let content = file.get(header.size()..).unwrap_or_default();
        match content.split_at_checked(body_size) {
            Some((tables, payload)) => Ok(Parts { header, tables, content, payload }),
            None => Err(cut_tables(body_size, content.len(), file.len())),
        }
    }

    fn source(&self) -> Source<'a> {
        Source::new(FORMAT, self.tables, self.header.size() as u64)
    }

    /// Offset of the first section byte from the start of the file.
    fn payload_offset(&self) -> u64 {
        (self.header.size() + self.tables.len()) as u64
    }
}

fn cut_tables(claimed: usize, found: usize, file: usize) -> FormatError {
    let what = format!("the header claims {claimed} bytes of tables, but {found} bytes follow it");
    FormatError::new(FORMAT, file as u64, what).help("the file is cut short: fetch it again")
}

impl<'a> Model<'a> {
    /// A model with nothing in it.
    #[must_use]
    pub fn new(name: &str, chip: Chip, version: Version) -> Self {
        let body = Body {
            version,
            name: name.to_owned(),
            build_time: String::new(),
            preprocess_hints: None,
            postprocess_hints: None,
            weights: Vec::new(),
            programs: Vec::new(),
            sections: Vec::new(),
            target: (version.minor > 0).then(|| chip.to_string()),
            compiler_version: None,
        };
        Model { header: Header::new(version, chip), body, payload: Cow::Borrowed(&[]) }
    }

    /// Reads a file; what is odd but harmless comes back beside the model.
    ///
    /// # Errors
    /// When the header, the tables or the extent of a section cannot be right. The offset in the error counts from
    /// the start of `file`.
    pub fn read(file: &'a [u8]) -> Result<(Self, Vec<Finding>), FormatError> {
        let parts = Parts::of(file)?;
        let source = parts.source();
        let body: Body = source.root()?;
        check_extents(&body, &parts)?;
        let mut findings = parts.header.findings(parts.content);
        findings.extend(source.unknown_fields().iter().map(unknown_field));
        findings.extend(left_over(&body, &parts));
        Ok((Model { header: parts.header, body, payload: Cow::Borrowed(parts.payload) }, findings))
    }

    /// Offset, in a model file, of what a path such as `programs[0].tensors[3].shape` names.
    #[must_use]
    pub fn locate(file: &[u8], path: &str) -> Option<u64> {
        Parts::of(file).ok()?.source().locate::<Body>(path)
    }

    /// The file, in the version its header states, with a fresh MD5.
    ///
    /// # Errors
    /// When that version cannot express the content, or a size passes 32 bits.
    pub fn write(&self) -> Result<Vec<u8>, FormatError> {
        self.check_version()?;
        let mut content = Builder::encode(&self.body, FORMAT, u32::from(self.header.minor))?;
        let body_size = u32::try_from(content.len());
        let body_size = body_size.map_err(|_| FormatError::new(FORMAT, 0, "the tables pass 4 GiB"))?;
        content.extend_from_slice(&self.payload);
        let mut file = self.header.write(body_size, &content);
        file.append(&mut content);
        Ok(file)
    }

    /// The header of version 1.0 has no room for a chip, every other needs one.
    fn check_version(&self) -> Result<(), FormatError> {
        let minor = self.header.minor;
        let what = match (minor, self.header.chip) {
            (0, None) | (1.., Some(_)) => return Ok(()),
            (0, Some(chip)) => format!("version 1.0 cannot say that the model is for {chip}"),
            (_, None) => format!("version 1.{minor} must say which chip the model is for"),
        };
        let help = "take the model to another version before writing it";
        Err(FormatError::new(FORMAT, 0, what).allowed("a chip from version 1.1 on, none before").help(help))
    }

    /// The same model with its own copy of the section bytes.
    #[must_use]
    pub fn into_owned(self) -> Model<'static> {
        Model { header: self.header, body: self.body, payload: Cow::Owned(self.payload.into_owned()) }
    }

    /// The section called `name`.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.body.sections.iter().find(|section| section.name == name)
    }

    /// The first section of a kind.
    #[must_use]
    pub fn section_of(&self, kind: SectionKind) -> Option<&Section> {
        self.body.sections.iter().find(|section| section.kind == kind)
    }

    /// The section with the commands of a TPU routine.
    #[must_use]
    pub fn commands_of(&self, routine: &Routine) -> Option<&Section> {
        let (kind, name) = routine.commands()?;
        self.body.sections.iter().find(|section| section.kind == kind && section.name == name)
    }

    /// The bytes of a section as stored: still compressed or encrypted if it is.
    ///
    /// # Errors
    /// When the section reaches past the end of the file.
    pub fn stored(&self, section: &Section) -> Result<&[u8], FormatError> {
        let found = section.range().and_then(|range| self.payload.get(range));
        found.ok_or_else(|| cut_section(section, self.payload.len()))
    }

    /// Adds a section behind the others.
    ///
    /// # Errors
    /// When the file would pass 4 GiB.
    pub fn push_section(&mut self, section: Section, bytes: &[u8]) -> Result<(), FormatError> {
        let sections = std::mem::take(&mut self.body.sections);
        let mut layout = Layout { sections, payload: std::mem::take(&mut self.payload).into_owned() };
        let pushed = layout.push(section, bytes);
        self.body.sections = layout.sections;
        self.payload = Cow::Owned(layout.payload);
        pushed
    }
}

impl Program {
    /// The activation called `name`.
    #[must_use]
    pub fn tensor(&self, name: &str) -> Option<&Tensor> {
        self.tensors.iter().find(|tensor| tensor.name == name)
    }
}

impl Routine {
    /// Kind and name of the section with its commands, when the TPU runs it. The runtime prefers packets.
    #[must_use]
    pub fn commands(&self) -> Option<(SectionKind, &str)> {
        let tpu = self.tpu.as_ref()?;
        let packets = tpu.cmdbuf_section.as_deref().map(|name| (SectionKind::Cmdbuf, name));
        packets.or_else(|| tpu.dmabuf_section.as_deref().map(|name| (SectionKind::Dmabuf, name)))
    }
}

fn check_extents(body: &Body, parts: &Parts<'_>) -> Result<(), FormatError> {
    for (index, section) in body.sections.iter().enumerate() {
        let end = u64::from(section.offset) + u64::from(section.size);
        if end > parts.payload.len() as u64 {
            let offset = parts.source().locate::<Body>(&format!("sections[{index}].size")).unwrap_or_default();
            return Err(FormatError { offset, ..cut_section(section, parts.payload.len()) });
        }
    }
    Ok(())
}

fn cut_section(section: &Section, available: usize) -> FormatError {
    let end = u64::from(section.offset) + u64::from(section.size);
    let name = crate::container::flatbuffer::plain(&section.name);
    let what = format!("section `{name}` ends at byte {end} behind the tables, where only {available} bytes follow");
    FormatError::new(FORMAT, 0, what)
        .allowed(format!("an end up to {available}"))
        .help("the file is cut short: fetch it again")
}

fn unknown_field(field: &UnknownField) -> Finding {
    let what = format!(
        "`{}` has fields from number {} on that are not known ({} of these)",
        field.table, field.slot, field.count
    );
    Finding::warning(&field.path, what)
        .at(field.offset)
        .help("they are ignored, and lost when the file is written again")
}

fn left_over(body: &Body, parts: &Parts<'_>) -> Option<Finding> {
    let used = body.sections.iter().map(|section| u64::from(section.offset) + u64::from(section.size)).max();
    let used = used.unwrap_or_default();
    let rest = (parts.payload.len() as u64).saturating_sub(used);
    let what = format!("{rest} bytes follow the last section");
    (rest > 0).then(|| Finding::warning("sections", what).at(parts.payload_offset() + used))
}
