//! Writes archives: local header and data of each member, then the directory.

use super::zip::{DEFLATED, DIRECTORY_ENTRY, END, LOCAL_HEADER, STORED};
use crate::diagnostic::FormatError;
use flate2::{Crc, write::DeflateEncoder};
use std::borrow::Cow;
use std::io::Write;

/// How the members of an archive are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all, as `numpy.savez` does.
    Stored,
    /// With deflate, as `numpy.savez_compressed` does.
    Deflated,
}

/// The version of the format that a reader must know.
const VERSION: u16 = 20;
const UTF8_NAME: u16 = 1 << 11;
/// 1 January 1980, the earliest date there is: equal arrays give equal archives.
const DATE: u16 = 1 << 5 | 1;

/// An archive being written.
pub(super) struct ZipWriter {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
    compression: Compression,
}

impl ZipWriter {
    pub(super) fn new(compression: Compression) -> ZipWriter {
        ZipWriter { bytes: Vec::new(), directory: Vec::new(), members: 0, compression }
    }

    /// Appends a member.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<(), FormatError> {
        let start = self.narrow(self.bytes.len())?;
        let common = self.common_fields(name, content)?;
        self.bytes.extend(LOCAL_HEADER.to_le_bytes());
        self.bytes.extend(&common.fields);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(common.packed.as_ref());
        self.directory.extend(DIRECTORY_ENTRY.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&common.fields);
        self.directory.extend([0; 10]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.members = self.members.checked_add(1).ok_or_else(|| self.too_large())?;
        Ok(())
    }

    /// The finished archive.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, FormatError> {
        let start = self.narrow(self.bytes.len())?;
        let size = self.narrow(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(END.to_le_bytes());
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.members.to_le_bytes());
        self.bytes.extend(self.members.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }

    /// The fields that local header and directory entry share, from the version needed to the length of the extra field.
    fn common_fields<'a>(&self, name: &str, content: &'a [u8]) -> Result<Common<'a>, FormatError> {
        let (method, packed) = self.pack(content)?;
        let flags = if name.is_ascii() { 0 } else { UTF8_NAME };
        let name_bytes = u16::try_from(name.len()).map_err(|_| self.too_large())?;
        let mut crc = Crc::new();
        crc.update(content);
        let mut fields: Vec<u8> = [VERSION, flags, method, 0, DATE].into_iter().flat_map(u16::to_le_bytes).collect();
        for value in [crc.sum(), self.narrow(packed.len())?, self.narrow(content.len())?] {
            fields.extend(value.to_le_bytes());
        }
        fields.extend(name_bytes.to_le_bytes());
        fields.extend([0; 2]);
        Ok(Common { fields, packed })
    }

    fn pack<'a>(&self, content: &'a [u8]) -> Result<(u16, Cow<'a, [u8]>), FormatError> {
        match self.compression {
            Compression::Stored => Ok((STORED, Cow::Borrowed(content))),
            Compression::Deflated => {
                let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
                let packed = encoder.write_all(content).and_then(|()| encoder.finish());
                packed.map(|packed| (DEFLATED, Cow::Owned(packed))).map_err(|_| self.too_large())
            }
        }
    }

    fn narrow(&self, size: usize) -> Result<u32, FormatError> {
        u32::try_from(size).ok().filter(|&size| size != u32::MAX).ok_or_else(|| self.too_large())
    }

    fn too_large(&self) -> FormatError {
        FormatError::new("npz", self.bytes.len() as u64, "the arrays do not fit one archive")
            .allowed("4 GiB, 65535 arrays and 65535 bytes of name")
            .help("write several archives")
    }
}

struct Common<'a> {
    fields: Vec<u8>,
    packed: Cow<'a, [u8]>,
}
