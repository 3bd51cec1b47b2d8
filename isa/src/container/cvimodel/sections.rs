//! What is inside a section: plain bytes, LZ4 blocks, encrypted bytes.

use super::{FORMAT, model::Model, schema::Section, tags::SectionKind};
use crate::{container::flatbuffer::plain, diagnostic::FormatError};
use lz4_flex::block;
use std::borrow::Cow;

/// The first version with compressed sections.
const COMPRESSION_SINCE: u8 = 4;
/// One byte of an LZ4 block stands for at most 255 bytes; a few more cover the last token.
const LARGEST_RATIO: u64 = 255;
const LARGEST_REST: u64 = 64;

/// What reading a section may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one section after decompression.
    pub decompressed: u64,
}

impl Default for Limits {
    /// 256 MiB: the activations and weights of the largest board are smaller.
    fn default() -> Self {
        Limits { decompressed: 256 << 20 }
    }
}

impl Model<'_> {
    /// The bytes of a section as the TPU or the host would use them.
    ///
    /// # Errors
    /// When the section is encrypted, reaches past the end of the file, would pass the limit, or is not the LZ4
    /// block it claims to be.
    pub fn contents(&self, section: &Section, limits: &Limits) -> Result<Cow<'_, [u8]>, FormatError> {
        let stored = self.stored(section)?;
        if section.encrypted {
            let what = format!("section `{}` is encrypted", plain(&section.name));
            return Err(FormatError::new(FORMAT, 0, what).help("only the chip's secure firmware can read it"));
        }
        if !section.is_lz4() {
            return Ok(Cow::Borrowed(stored));
        }
        unpack(section, stored, limits).map(Cow::Owned)
    }

    /// Compresses every command section that gets smaller by it; returns how many did.
    ///
    /// # Errors
    /// When the version is too old for compressed sections, or sections share bytes.
    pub fn compress(&mut self) -> Result<usize, FormatError> {
        if self.header.minor < COMPRESSION_SINCE {
            let what = format!("version 1.{} has no compressed sections", self.header.minor);
            let help = "write version 1.4 or leave them plain";
            return Err(FormatError::new(FORMAT, 0, what).allowed("version 1.4").help(help));
        }
        self.rebuild(|section, stored| {
            let plain = section.kind.is_commands() && !section.compressed && !section.encrypted;
            let packed = plain.then(|| block::compress(stored)).filter(|packed| packed.len() < stored.len());
            if packed.is_some() {
                section.compressed = true;
                section.decompressed_size = section.size;
            }
            Ok(packed)
        })
    }

    /// Stores every compressed section plain; returns how many were compressed.
    ///
    /// # Errors
    /// When a block is broken, all of them together pass the limit, or sections share bytes.
    pub fn decompress(&mut self, limits: &Limits) -> Result<usize, FormatError> {
        let mut left = *limits;
        self.rebuild(|section, stored| {
            if !section.is_lz4() || section.encrypted {
                return Ok(None);
            }
            let unpacked = unpack(section, stored, &left)?;
            left.decompressed -= unpacked.len() as u64;
            section.compressed = false;
            section.decompressed_size = 0;
            Ok(Some(unpacked))
        })
    }

    /// Lays the sections out again one behind the other; `change` may replace the bytes of each.
    fn rebuild(
        &mut self,
        mut change: impl FnMut(&mut Section, &[u8]) -> Result<Option<Vec<u8>>, FormatError>,
    ) -> Result<usize, FormatError> {
        self.check_disjoint()?;
        let mut layout = Layout::default();
        let mut changes = 0;
        for section in &self.body.sections {
            let stored = self.stored(section)?;
            let mut section = section.clone();
            let changed = change(&mut section, stored)?;
            changes += usize::from(changed.is_some());
            layout.push(section, changed.as_deref().unwrap_or(stored))?;
        }
        self.body.sections = layout.sections;
        self.payload = Cow::Owned(layout.payload);
        Ok(changes)
    }

    /// Sections that share bytes would multiply when they are laid out again.
    pub(super) fn check_disjoint(&self) -> Result<(), FormatError> {
        let Some((first, second)) = overlapping(&self.body.sections).next() else {
            return Ok(());
        };
        let what = format!("sections `{}` and `{}` share bytes", plain(&first.name), plain(&second.name));
        Err(FormatError::new(FORMAT, 0, what).allowed("sections of their own bytes").help("rebuild the model"))
    }
}

/// Sections one behind the other, as the vendor's tools lay them out: in order, without gaps.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) sections: Vec<Section>,
    pub(super) payload: Vec<u8>,
}

impl Layout {
    /// Adds a section behind the others.
    pub(super) fn push(&mut self, mut section: Section, bytes: &[u8]) -> Result<(), FormatError> {
        let sizes = (u32::try_from(self.payload.len()), u32::try_from(bytes.len()));
        let (Ok(offset), Ok(size)) = sizes else {
            let what = format!("section `{}` of {} bytes does not fit", plain(&section.name), bytes.len());
            return Err(FormatError::new(FORMAT, 0, what).allowed("sections up to 4 GiB in all"));
        };
        section.offset = offset;
        section.size = size;
        self.payload.extend_from_slice(bytes);
        self.sections.push(section);
        Ok(())
    }
}

impl Section {
    /// A plain section whose bytes are still to be added, see [`Model::push_section`].
    #[must_use]
    pub fn new(kind: SectionKind, name: &str) -> Self {
        let name = name.to_owned();
        Section { kind, name, size: 0, offset: 0, encrypted: false, compressed: false, decompressed_size: 0 }
    }

    /// Its bytes, counted from the end of the tables.
    pub(super) fn range(&self) -> Option<std::ops::Range<usize>> {
        let start = self.offset as usize;
        Some(start..start.checked_add(self.size as usize)?)
    }

    /// Whether its bytes are an LZ4 block. The runtime takes a block of unknown size for plain bytes.
    #[must_use]
    pub fn is_lz4(&self) -> bool {
        self.compressed && self.decompressed_size > 0
    }
}

/// Neighbouring sections that share bytes.
pub(super) fn overlapping(sections: &[Section]) -> impl Iterator<Item = (&Section, &Section)> {
    let mut used: Vec<&Section> = sections.iter().filter(|section| section.size > 0).collect();
    used.sort_by_key(|section| section.offset);
    let pairs: Vec<_> = used.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    pairs
        .into_iter()
        .filter(|(first, second)| u64::from(first.offset) + u64::from(first.size) > u64::from(second.offset))
}

/// Bytes that all compressed sections say they stand for.
pub(super) fn sum_of_claims(sections: &[Section]) -> u64 {
    let packed = sections.iter().filter(|section| section.is_lz4());
    packed.map(|section| u64::from(section.decompressed_size)).sum()
}

/// Refuses sizes before anything is allocated for them.
fn check_claim(section: &Section, limits: &Limits) -> Result<(), FormatError> {
    let possible = u64::from(section.size) * LARGEST_RATIO + LARGEST_REST;
    let largest = possible.min(limits.decompressed);
    if u64::from(section.decompressed_size) <= largest {
        return Ok(());
    }
    let (claimed, stored) = (section.decompressed_size, section.size);
    let what = format!("section `{}` claims to grow from {stored} to {claimed} bytes", plain(&section.name));
    let help =
        if largest == possible { "an LZ4 block cannot grow that much" } else { "raise the limit if this is meant" };
    Err(FormatError::new(FORMAT, 0, what).allowed(format!("at most {largest} bytes")).help(help))
}

fn unpack(section: &Section, stored: &[u8], limits: &Limits) -> Result<Vec<u8>, FormatError> {
    check_claim(section, limits)?;
    let mut bytes = vec![0; section.decompressed_size as usize];
    let what = match block::decompress_into(stored, &mut bytes) {
        Ok(size) if size == bytes.len() => return Ok(bytes),
        Ok(size) => format!("unpacks to {size} bytes, not the {} it claims", bytes.len()),
        Err(error) => format!("is not a good LZ4 block: {error}"),
    };
    let what = format!("section `{}` {what}", plain(&section.name));
    Err(FormatError::new(FORMAT, 0, what).help("the file is damaged: fetch it again or rebuild it"))
}
