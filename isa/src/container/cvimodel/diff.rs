//! How two models differ: header, tables, bytes of sections.

use super::{header::Header, model::Model, schema::Section, sections::Limits};
use crate::container::flatbuffer::{Difference, Path, Value};
use std::{borrow::Cow, collections::HashMap, fmt::Display};

impl Model<'_> {
    /// Every difference between this model and another, in the order of a file. Tensors, weights and sections are
    /// matched by name, compressed sections by what they decompress to.
    #[must_use]
    pub fn differences(&self, other: &Model<'_>, limits: &Limits) -> Vec<Difference> {
        let mut found = headers(&self.header, &other.header);
        self.body.compare(&other.body, &Path::ROOT, &mut found);
        if self.check_disjoint().and_then(|()| other.check_disjoint()).is_ok() {
            self.compare_sections(other, *limits, &mut found);
        } else {
            found.extend(different_bytes("payload", &self.payload, &other.payload));
        }
        found
    }

    fn compare_sections(&self, other: &Model<'_>, mut left: Limits, found: &mut Vec<Difference>) {
        for (section, partner) in pairs(&self.body.sections, &other.body.sections) {
            let (ours, theirs) = (self.comparable(section, &mut left), other.comparable(partner, &mut left));
            let sections = Path::ROOT.field("sections");
            found.extend(different_bytes(sections.key(&section.name).field("bytes"), &ours, &theirs));
        }
    }

    /// What a section stands for if that can be had, else what is stored.
    fn comparable(&self, section: &Section, left: &mut Limits) -> Cow<'_, [u8]> {
        let contents = self.contents(section, left);
        let bytes = contents.or_else(|_| self.stored(section).map(Cow::Borrowed)).unwrap_or_default();
        if let Cow::Owned(unpacked) = &bytes {
            left.decompressed -= unpacked.len() as u64;
        }
        bytes
    }
}

/// Sections of the same name; of the same position when names repeat.
fn pairs<'m>(left: &'m [Section], right: &'m [Section]) -> Vec<(&'m Section, &'m Section)> {
    let by_name = |sections: &'m [Section]| -> HashMap<&str, &Section> {
        sections.iter().map(|section| (section.name.as_str(), section)).collect()
    };
    let partners = by_name(right);
    if partners.len() < right.len() || by_name(left).len() < left.len() {
        return left.iter().zip(right).collect();
    }
    left.iter().filter_map(|section| Some((section, *partners.get(section.name.as_str())?))).collect()
}

fn headers(left: &Header, right: &Header) -> Vec<Difference> {
    let version = |header: &Header| format!("{}.{}", header.major, header.minor);
    let fields = [
        ("header.version", version(left), version(right)),
        ("header.chip", left.chip_name(), right.chip_name()),
        ("header.padding", format!("{:02x?}", left.padding), format!("{:02x?}", right.padding)),
    ];
    let changed = fields.into_iter().filter(|(_, left, right)| left != right);
    changed.map(|(path, left, right)| described(path, left, right)).collect()
}

fn described(path: impl Display, left: String, right: String) -> Difference {
    Difference { path: path.to_string(), left: Some(left), right: Some(right) }
}

fn different_bytes(path: impl Display, left: &[u8], right: &[u8]) -> Option<Difference> {
    if left == right {
        return None;
    }
    let first = left.iter().zip(right).position(|(one, other)| one != other);
    let first = first.unwrap_or(left.len().min(right.len()));
    let count = left.iter().zip(right).filter(|(one, other)| one != other).count();
    let describe = |bytes: &[u8]| {
        let around: Vec<u8> = bytes.iter().skip(first).take(8).copied().collect();
        format!("{} bytes, from {first:#x} on {around:02x?}", bytes.len())
    };
    Some(described(format!("{path} ({count} differ)"), describe(left), describe(right)))
}
