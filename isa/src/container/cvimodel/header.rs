//! The fixed bytes in front of the tables.

use super::{FORMAT, schema::Version};
use crate::{
    chip::Chip,
    container::flatbuffer::plain,
    diagnostic::{Finding, FormatError},
};
use serde::{Serialize, Serializer};
use std::fmt;

/// The first eight bytes of every model file.
pub const MAGIC: [u8; 8] = *b"CviModel";
/// The chip of files too old to name one.
pub const FIRST_CHIP: Chip = Chip::ALL[0];

const MAJOR: u8 = 1;
const SIZE_FIELD: usize = 8;
const VERSION_FIELD: usize = 12;
const MD5_FIELD: usize = 14;
/// Where the chip is named, since version 1.1.
pub(super) const CHIP_FIELD: usize = 30;
const CHIP_SIZE: usize = 16;
const PADDING_SIZE: usize = 2;
/// Bytes of a header before version 1.1: no chip.
const SHORT: usize = CHIP_FIELD + PADDING_SIZE;
/// Bytes of a header since version 1.1.
const LONG: usize = SHORT + CHIP_SIZE;
/// The padding that known tools write: the compilers, the vendor's model tool, everyone else.
const USUAL_PADDING: [[u8; PADDING_SIZE]; 3] = [*b"Cv", *b"AA", [0; PADDING_SIZE]];
const CUT: &str = "the file is cut short: fetch it again";

/// Sixteen bytes of MD5, shown in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Md5(pub [u8; 16]);

impl Md5 {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Md5(md5::compute(bytes).0)
    }
}

impl fmt::Display for Md5 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Md5 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A chip name in its sixteen bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChipName(pub [u8; CHIP_SIZE]);

impl ChipName {
    /// The name of a chip, padded with zero bytes.
    #[must_use]
    pub fn new(chip: Chip) -> Self {
        let mut bytes = [0; CHIP_SIZE];
        bytes.iter_mut().zip(chip.profile().name.bytes()).for_each(|(slot, byte)| *slot = byte);
        ChipName(bytes)
    }

    /// The name up to its first zero byte; bytes that are not text are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        let end = self.0.iter().position(|&byte| byte == 0).unwrap_or(CHIP_SIZE);
        String::from_utf8_lossy(&self.0[..end]).into_owned()
    }
}

impl fmt::Display for ChipName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.text()))
    }
}

impl Serialize for ChipName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The bytes in front of the tables, without the sizes that follow from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Header {
    /// Major version of the format.
    pub major: u8,
    /// Minor version of the format.
    pub minor: u8,
    /// Digest of everything behind the header, as found; set anew when a model is written.
    pub md5: Md5,
    /// The chip the model is for; files before 1.1 have no such field.
    pub chip: Option<ChipName>,
    /// Two bytes without meaning.
    pub padding: [u8; PADDING_SIZE],
}

impl Header {
    /// A header as the vendor's compilers write it.
    #[must_use]
    pub fn new(version: Version, chip: Chip) -> Self {
        let chip = (version.minor > 0).then(|| ChipName::new(chip));
        Header { major: version.major, minor: version.minor, md5: Md5([0; 16]), chip, padding: *b"Cv" }
    }

    /// Bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        size_for(self.major, self.minor)
    }

    /// Name of the chip the model is for.
    #[must_use]
    pub fn chip_name(&self) -> String {
        self.chip.map_or_else(|| FIRST_CHIP.to_string(), |chip| chip.text())
    }

    /// The chip the model is for; the runtime compares the exact name.
    #[must_use]
    pub fn chip(&self) -> Option<Chip> {
        let name = self.chip_name();
        Chip::ALL.into_iter().find(|chip| chip.profile().name == name)
    }

    /// Reads the header of a file; also returns the size of the tables.
    pub(super) fn read(file: &[u8]) -> Result<(Header, usize), FormatError> {
        check_magic(file)?;
        let [major, minor] = field(file, VERSION_FIELD)?;
        if major != MAJOR {
            let what = format!("the file follows format version {major}.{minor}");
            let help = "use a tool made for that version";
            return Err(FormatError::new(FORMAT, VERSION_FIELD as u64, what).allowed("version 1").help(help));
        }
        let size = size_for(major, minor);
        let chip = if size == LONG { Some(ChipName(field(file, CHIP_FIELD)?)) } else { None };
        let padding = field(file, size - PADDING_SIZE)?;
        let header = Header { major, minor, md5: Md5(field(file, MD5_FIELD)?), chip, padding };
        Ok((header, u32::from_le_bytes(field(file, SIZE_FIELD)?) as usize))
    }

    /// The bytes of the header in front of `content`, of which the first `body_size` are the tables.
    pub(super) fn write(&self, body_size: u32, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size());
        bytes.extend(MAGIC);
        bytes.extend(body_size.to_le_bytes());
        bytes.extend([self.major, self.minor]);
        bytes.extend(Md5::of(content).0);
        if self.size() == LONG {
            bytes.extend(self.chip.unwrap_or(ChipName([0; CHIP_SIZE])).0);
        }
        bytes.extend(self.padding);
        bytes
    }

    /// What is odd about the header of a file with `content` behind it.
    pub(super) fn findings(&self, content: &[u8]) -> Vec<Finding> {
        let found = [self.newer(), self.odd_md5(content), self.odd_padding()];
        found.into_iter().flatten().collect()
    }

    fn newer(&self) -> Option<Finding> {
        let what = format!("format version {}.{} is newer than {}", self.major, self.minor, Version::NEWEST);
        (self.minor > Version::NEWEST.minor).then(|| {
            Finding::warning("header.version", what).at(VERSION_FIELD as u64).help("parts of the file may be ignored")
        })
    }

    fn odd_md5(&self, content: &[u8]) -> Option<Finding> {
        let actual = Md5::of(content);
        let what = match self.md5 {
            stored if stored == actual => return None,
            Md5([0, ..]) if self.md5.0 == [0; 16] => "no MD5 is stored".to_owned(),
            stored => format!("the stored MD5 {stored} does not fit the content"),
        };
        let help = "expected after the vendor's merge, compress or encrypt; otherwise the file was changed or damaged";
        Some(Finding::warning("header.md5", what).at(MD5_FIELD as u64).allowed(actual.to_string()).help(help))
    }

    fn odd_padding(&self) -> Option<Finding> {
        let offset = (self.size() - PADDING_SIZE) as u64;
        let what = format!("the padding is {:02x?}", self.padding);
        (!USUAL_PADDING.contains(&self.padding))
            .then(|| Finding::warning("header.padding", what).at(offset).allowed("`Cv`, `AA` or zeros"))
    }
}

fn size_for(major: u8, minor: u8) -> usize {
    if (major, minor) == (MAJOR, 0) { SHORT } else { LONG }
}

fn check_magic(file: &[u8]) -> Result<(), FormatError> {
    let found: [u8; MAGIC.len()] = field(file, 0)?;
    if found == MAGIC {
        return Ok(());
    }
    let what = format!("the file starts with {}", plain(&String::from_utf8_lossy(&found)));
    Err(FormatError::new(FORMAT, 0, what).allowed("`CviModel`").help("this is not a .cvimodel file: check its name"))
}

fn field<const N: usize>(file: &[u8], offset: usize) -> Result<[u8; N], FormatError> {
    let bytes = file.get(offset..offset + N).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| {
        let what = format!("the file ends after {} bytes, inside its header", file.len());
        FormatError::new(FORMAT, file.len() as u64, what).allowed(format!("{SHORT} bytes or more")).help(CUT)
    })
}
