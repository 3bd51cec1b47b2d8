//! Ranges that must lie in a memory.

use std::fmt;
use std::ops::Range;

/// A range that leaves its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// First byte.
    pub offset: u64,
    /// Number of bytes.
    pub length: u64,
    /// Bytes of the memory.
    pub size: u64,
}

impl OutOfRange {
    /// The range of `length` bytes from `offset` in a memory of `size` bytes.
    ///
    /// # Errors
    /// A range that leaves the memory.
    pub fn check(offset: u64, length: u64, size: u64) -> Result<Range<usize>, OutOfRange> {
        match offset.checked_add(length) {
            Some(end) if end <= size => Ok(offset as usize..end as usize),
            _ => Err(OutOfRange { offset, length, size }),
        }
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutOfRange { offset, length, size } = self;
        write!(f, "{length} bytes at {offset:#x} do not lie in {size} bytes")
    }
}

impl std::error::Error for OutOfRange {}
