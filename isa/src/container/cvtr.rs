//! Recorded executions (CVTR version 1): one command-buffer run with memory before and after.
//!
//! The bytes here are the decompressed form: a magic, a JSON header, then tagged sections.

use crate::chip::{Chip, UnknownChip};
use crate::diagnostic::FormatError;
use serde::Deserialize;

const FORMAT: &str = "trace";
const MAGIC: &[u8; 8] = b"CVTR0001";

/// A run of bytes at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<'a> {
    /// Address of the first byte.
    pub address: u64,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// The JSON header.
#[derive(Clone, Debug, Deserialize)]
pub struct Header {
    /// Chip name.
    pub chip: String,
    /// Test or model the run was recorded from.
    #[serde(default)]
    pub test: String,
    /// Ordinal of the run in its process.
    #[serde(default)]
    pub run: u64,
    /// Whether local memory after the run was kept.
    #[serde(default)]
    pub lmem_post: bool,
}

/// A recorded execution.
#[derive(Clone, Debug)]
pub struct Trace<'a> {
    /// The JSON header.
    pub header: Header,
    /// The chip.
    pub chip: Chip,
    /// Base registers.
    pub base: [u64; 8],
    /// TIU descriptors in hardware order.
    pub tiu: Range<'a>,
    /// TDMA descriptors.
    pub tdma: Range<'a>,
    /// DRAM before the run.
    pub dram_before: Vec<Range<'a>>,
    /// DRAM after the run, changed ranges.
    pub dram_after: Vec<Range<'a>>,
    /// Local memory before the run.
    pub local_before: Vec<Range<'a>>,
    /// Local memory after the run, changed ranges.
    pub local_after: Vec<Range<'a>>,
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: u64, what: &str) -> Result<&'a [u8], FormatError> {
        let rest = &self.bytes[self.at..];
        let taken = usize::try_from(count).ok().and_then(|count| rest.get(..count));
        let taken = taken.ok_or_else(|| {
            FormatError::new(FORMAT, self.at as u64, format!("{what} of {count} bytes is cut short"))
                .allowed(format!("at most the {} bytes that are left", rest.len()))
                .help("record or copy the file again")
        })?;
        self.at += taken.len();
        Ok(taken)
    }

    fn number<const N: usize>(&mut self, what: &str) -> Result<u64, FormatError> {
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(self.take(N as u64, what)?);
        Ok(u64::from_le_bytes(bytes))
    }
}

/// Reads a decompressed trace.
///
/// # Errors
/// A wrong magic, a truncated section, a header that is not the expected JSON, an unknown chip.
pub fn read(bytes: &[u8]) -> Result<Trace<'_>, FormatError> {
    let mut cursor = Cursor { bytes, at: 0 };
    if cursor.take(8, "magic")? != MAGIC {
        return Err(FormatError::new(FORMAT, 0, "wrong magic").allowed("CVTR0001").help("give a recorded execution"));
    }
    let length = cursor.number::<4>("header length")?;
    let header: Header = serde_json::from_slice(cursor.take(length, "header")?)
        .map_err(|error| FormatError::new(FORMAT, 12, format!("header: {error}")).help("record the trace again"))?;
    let chip = header.chip.parse().map_err(|error: UnknownChip| {
        FormatError::new(FORMAT, 12, error.to_string())
            .help("correct the name in the header, or record the trace again")
    })?;
    let empty = Range { address: 0, bytes: &[] };
    let mut trace = Trace {
        header,
        chip,
        base: [0; 8],
        tiu: empty,
        tdma: empty,
        dram_before: Vec::new(),
        dram_after: Vec::new(),
        local_before: Vec::new(),
        local_after: Vec::new(),
    };
    while section(&mut cursor, &mut trace)? {}
    Ok(trace)
}

/// Reads one section; false at the last.
fn section<'a>(cursor: &mut Cursor<'a>, trace: &mut Trace<'a>) -> Result<bool, FormatError> {
    let tag = cursor.take(4, "section tag")?;
    let address = cursor.number::<8>("section address")?;
    let length = cursor.number::<8>("section length")?;
    let at = cursor.at as u64;
    let range = Range { address, bytes: cursor.take(length, "section")? };
    match tag {
        b"END " => return Ok(false),
        b"BASE" => trace.base = base_registers(range.bytes, at)?,
        b"TIU " => trace.tiu = range,
        b"TDMA" => trace.tdma = range,
        b"GPRE" => trace.dram_before.push(range),
        b"GPST" => trace.dram_after.push(range),
        b"LPRE" => trace.local_before.push(range),
        b"LPST" => trace.local_after.push(range),
        _ => {}
    }
    Ok(true)
}

fn base_registers(bytes: &[u8], at: u64) -> Result<[u64; 8], FormatError> {
    let (numbers, rest) = bytes.as_chunks::<8>();
    let numbers: Option<&[[u8; 8]; 8]> = numbers.try_into().ok().filter(|_| rest.is_empty());
    let numbers = numbers.ok_or_else(|| {
        FormatError::new(FORMAT, at, format!("{} bytes of base registers", bytes.len()))
            .allowed("64")
            .help("record the trace again")
    })?;
    Ok(numbers.map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn section(tag: &[u8; 4], address: u64, bytes: &[u8]) -> Vec<u8> {
        [tag.as_slice(), &address.to_le_bytes(), &(bytes.len() as u64).to_le_bytes(), bytes].concat()
    }

    fn trace() -> Vec<u8> {
        let header = b"{\"chip\":\"cv180x\",\"test\":\"t\",\"run\":3,\"lmem_post\":true}\n";
        let base: Vec<u8> = (0..8_u64).flat_map(u64::to_le_bytes).collect();
        [
            MAGIC.to_vec(),
            (header.len() as u32).to_le_bytes().to_vec(),
            header.to_vec(),
            section(b"BASE", 0, &base),
            section(b"what", 0, b"ever"),
            section(b"TDMA", 0x80, &[1, 2, 3]),
            section(b"GPST", 0x1000, &[4; 16]),
            section(b"END ", 0, b""),
        ]
        .concat()
    }

    #[test]
    fn sections_are_found_and_unknown_ones_skipped() {
        let bytes = trace();
        let trace = read(&bytes).unwrap();
        assert_eq!((trace.chip, trace.header.run, trace.base[7]), (Chip::Cv180x, 3, 7));
        assert_eq!(trace.tdma, Range { address: 0x80, bytes: &[1, 2, 3] });
        assert_eq!(trace.dram_after, [Range { address: 0x1000, bytes: &[4; 16] }]);
    }

    #[test]
    fn an_unknown_chip_is_named_with_what_to_do() {
        let bytes = String::from_utf8_lossy(&trace()).replace("cv180x", "cv990x").into_bytes();
        let error = read(&bytes).unwrap_err();
        assert!(error.what.contains("cv990x") && error.help.contains("correct the name"), "{error}");
    }

    #[test]
    fn every_truncation_is_an_error() {
        let bytes = trace();
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "{length} bytes were accepted");
        }
    }
}
