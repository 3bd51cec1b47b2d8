//! The part of the ZIP format that array archives use: stored and deflated members, with 64-bit sizes.
//!
//! The central directory is the only source of sizes; the local header in front of each member must agree on the name,
//! and members may not share bytes, so no archive can unpack to more than its directory says.

use super::Limits;
use crate::container::little_endian::{u16_at, u32_at, u64_at};
use crate::diagnostic::FormatError;
use flate2::{Crc, read::DeflateDecoder};
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

pub(super) const LOCAL_HEADER: u32 = 0x0403_4b50;
pub(super) const DIRECTORY_ENTRY: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const END_64_LOCATOR: u32 = 0x0706_4b50;
const LOCAL_HEADER_BYTES: usize = 30;
const DIRECTORY_ENTRY_BYTES: usize = 46;
const END_BYTES: usize = 22;
const END_64_BYTES: usize = 56;
const END_64_LOCATOR_BYTES: usize = 20;
const WIDE_SIZES: u16 = 1;
pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;
/// No deflate stream expands further than this many times.
const MAX_EXPANSION: u64 = 1032;

/// One member of an archive.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    method: u16,
    crc: u32,
    size: u64,
    /// From the local header to the end of the data.
    extent: Range<usize>,
    data: Range<usize>,
}

/// The members of the archive in `bytes`, in directory order.
pub(super) fn members(bytes: &[u8], limits: Limits) -> Result<Vec<Member>, FormatError> {
    let directory = directory(bytes)?;
    let (mut at, mut members, mut total) = (directory.start, Vec::new(), 0_u64);
    while at < directory.end {
        let entry = Entry::parse(&bytes[..directory.end], at).ok_or_else(|| cut(at, "directory"))?;
        total = total.saturating_add(entry.size);
        if total > limits.total_bytes {
            return Err(too_large(at, &entry, total, limits));
        }
        at += entry.length;
        members.push(entry.locate(&bytes[..directory.start])?);
    }
    check_disjoint(&members)?;
    Ok(members)
}

impl Member {
    /// The unpacked bytes, checked against the directory's size and checksum.
    pub(super) fn unpack<'a>(&self, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, FormatError> {
        let packed = bytes.get(self.data.clone()).unwrap_or_default();
        let content = match self.method {
            STORED => Cow::Borrowed(packed),
            _ => Cow::Owned(self.inflate(packed)?),
        };
        let mut crc = Crc::new();
        crc.update(&content);
        if crc.sum() != self.crc {
            let what =
                format!("{:?} has checksum {:#010x}, its directory says {:#010x}", self.name, crc.sum(), self.crc);
            return Err(error(self.data.start, what).allowed("equal checksums").help(DAMAGED));
        }
        Ok(content)
    }

    fn inflate(&self, packed: &[u8]) -> Result<Vec<u8>, FormatError> {
        let mut content = Vec::with_capacity(self.size as usize);
        let mut stream = DeflateDecoder::new(packed);
        let unpacked = stream.by_ref().take(self.size + 1).read_to_end(&mut content);
        if unpacked.is_err() || content.len() as u64 != self.size || stream.total_in() != packed.len() as u64 {
            let what = format!("{:?} does not unpack to the {} bytes its directory says", self.name, self.size);
            return Err(error(self.data.start, what).allowed("a deflate stream of that length").help(DAMAGED));
        }
        Ok(content)
    }
}

/// A directory entry, before its data is looked up.
struct Entry {
    length: usize,
    name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    local_header: u64,
    at: usize,
}

impl Entry {
    fn parse(bytes: &[u8], at: usize) -> Option<Entry> {
        let fixed = bytes.get(at..at.checked_add(DIRECTORY_ENTRY_BYTES)?)?;
        if u32_at(fixed, 0)? != DIRECTORY_ENTRY {
            return None;
        }
        let [name, extra, comment] = [u16_at(fixed, 28)?, u16_at(fixed, 30)?, u16_at(fixed, 32)?].map(usize::from);
        let rest = bytes.get(at + DIRECTORY_ENTRY_BYTES..)?.get(..name + extra + comment)?;
        let mut wide = WideFields::find(&rest[name..name + extra]);
        Some(Entry {
            length: DIRECTORY_ENTRY_BYTES + rest.len(),
            name: rest[..name].to_vec(),
            flags: u16_at(fixed, 8)?,
            method: u16_at(fixed, 10)?,
            crc: u32_at(fixed, 16)?,
            size: wide.widen(u32_at(fixed, 24)?)?,
            packed: wide.widen(u32_at(fixed, 20)?)?,
            local_header: wide.widen(u32_at(fixed, 42)?)?,
            at,
        })
    }

    /// Finds the data, which must lie within `bytes`: everything in front of the directory.
    fn locate(self, bytes: &[u8]) -> Result<Member, FormatError> {
        let name = String::from_utf8(self.name.clone())
            .map_err(|_| error(self.at, "a name is not UTF-8 text".to_owned()).allowed("UTF-8").help(SAVE_AGAIN))?;
        self.check_method(&name)?;
        let start = usize::try_from(self.local_header).ok();
        let data = start.and_then(|start| self.data_range(bytes, start));
        let (Some(start), Some(data)) = (start, data) else {
            let what = format!("the data of {name:?} is not where the directory says, at {:#x}", self.local_header);
            return Err(error(self.at, what).allowed("a header with the same name, and its data").help(DAMAGED));
        };
        let extent = start..data.end;
        Ok(Member { name, method: self.method, crc: self.crc, size: self.size, extent, data })
    }

    fn data_range(&self, bytes: &[u8], start: usize) -> Option<Range<usize>> {
        let header = bytes.get(start..)?.get(..LOCAL_HEADER_BYTES)?;
        let name_bytes = usize::from(u16_at(header, 26)?);
        let name = bytes.get(start + LOCAL_HEADER_BYTES..)?.get(..name_bytes)?;
        if u32_at(header, 0)? != LOCAL_HEADER || name != self.name {
            return None;
        }
        let data = start + LOCAL_HEADER_BYTES + name_bytes + usize::from(u16_at(header, 28)?);
        let end = data.checked_add(usize::try_from(self.packed).ok()?)?;
        bytes.get(data..end).map(|_| data..end)
    }

    fn check_method(&self, name: &str) -> Result<(), FormatError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(error(self.at, format!("{name:?} is encrypted")).allowed("plain members").help(SAVE_AGAIN));
        }
        let possible = match self.method {
            STORED => self.size == self.packed,
            DEFLATED => self.size <= self.packed.saturating_mul(MAX_EXPANSION),
            method => {
                let what = format!("{name:?} is packed with method {method}");
                return Err(error(self.at, what).allowed("0 (stored) and 8 (deflate)").help(SAVE_AGAIN));
            }
        };
        if !possible {
            let what = format!("{name:?} claims {} bytes from {} packed ones", self.size, self.packed);
            return Err(error(self.at, what).allowed("what its packing method can expand to").help(DAMAGED));
        }
        Ok(())
    }
}

/// The 64-bit values that stand in, in order, for saturated 32-bit ones.
struct WideFields<'a>(&'a [u8]);

impl WideFields<'_> {
    fn find(mut extra: &[u8]) -> WideFields<'_> {
        while let (Some(tag), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
            let Some((field, rest)) = extra[4..].split_at_checked(usize::from(length)) else { break };
            if tag == WIDE_SIZES {
                return WideFields(field);
            }
            extra = rest;
        }
        WideFields(&[])
    }

    fn widen(&mut self, value: u32) -> Option<u64> {
        if value != u32::MAX || self.0.is_empty() {
            return Some(u64::from(value));
        }
        let wide = u64_at(self.0, 0)?;
        self.0 = &self.0[8..];
        Some(wide)
    }
}

/// Where the central directory lies.
fn directory(bytes: &[u8]) -> Result<Range<usize>, FormatError> {
    let end = find_end(bytes).ok_or_else(|| {
        let what = if bytes.first() == Some(&0x80) {
            "the file is a Python pickle, which can run code when loaded"
        } else {
            "the file is not an archive"
        };
        error(bytes.len(), what.to_owned()).allowed("a ZIP archive as numpy.savez writes it").help(SAVE_AGAIN)
    })?;
    directory_range(bytes, end).ok_or_else(|| cut(end, "directory"))
}

/// The end record, which only a comment may follow.
fn find_end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|&at| {
        let comment = u16_at(bytes, at + 20).map(usize::from);
        u32_at(bytes, at) == Some(END) && comment == Some(bytes.len() - at - END_BYTES)
    })
}

fn directory_range(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let locator = end.checked_sub(END_64_LOCATOR_BYTES).filter(|&at| u32_at(bytes, at) == Some(END_64_LOCATOR));
    let (end, size, start) = match locator {
        Some(at) => {
            let end = usize::try_from(u64_at(bytes, at + 8)?).ok()?;
            let record = bytes.get(end..at)?.get(..END_64_BYTES)?;
            let plausible = u32_at(record, 0)? == END_64;
            plausible.then_some((end, u64_at(record, 40)?, u64_at(record, 48)?))?
        }
        None => (end, u64::from(u32_at(bytes, end + 12)?), u64::from(u32_at(bytes, end + 16)?)),
    };
    let start = usize::try_from(start).ok()?;
    let stop = start.checked_add(usize::try_from(size).ok()?)?;
    (stop == end).then_some(start..stop)
}

fn check_disjoint(members: &[Member]) -> Result<(), FormatError> {
    let mut by_place: Vec<&Member> = members.iter().collect();
    by_place.sort_by_key(|member| member.extent.start);
    match by_place.windows(2).find(|pair| pair[0].extent.end > pair[1].extent.start) {
        None => Ok(()),
        Some(pair) => {
            let what = format!("{:?} and {:?} share bytes", pair[0].name, pair[1].name);
            Err(error(pair[1].extent.start, what).allowed("members behind one another").help(DAMAGED))
        }
    }
}

const DAMAGED: &str = "the archive is damaged or made to mislead: obtain it again";
const SAVE_AGAIN: &str = "save the arrays again with numpy.savez";

fn too_large(at: usize, entry: &Entry, total: u64, limits: Limits) -> FormatError {
    let name = String::from_utf8_lossy(&entry.name);
    error(at, format!("{name:?} brings the unpacked size to {total} bytes"))
        .allowed(format!("up to {} bytes in all", limits.total_bytes))
        .help("raise the limit if the archive is trusted")
}

fn cut(at: usize, part: &str) -> FormatError {
    error(at, format!("the {part} of the archive is cut short or misplaced"))
        .allowed("a complete directory in front of the end record")
        .help(DAMAGED)
}

fn error(offset: usize, what: String) -> FormatError {
    FormatError::new("npz", offset as u64, what)
}
