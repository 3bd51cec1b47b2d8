//! DRAM: one flat array that costs what is touched.

use super::pages::{PageSet, PageTable, page_range};
use super::{Fingerprint, OutOfRange};
use std::ops::Range;

/// DRAM from offset 0.
///
/// The array is allocated as zero pages that the operating system backs on first use, so that a 4 GiB space is cheap.
/// Copying, comparing and saving it look only at the pages that were ever written.
#[derive(Debug)]
pub struct Dram {
    bytes: Vec<u8>,
    /// Pages written since `saved`.
    changed: PageSet,
    saved: PageTable,
}

impl Dram {
    /// `size` zero bytes.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Dram { bytes: vec![0; size], changed: PageSet::none(size), saved: PageTable::default() }
    }

    /// Number of bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The whole array.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole array, to write where it pleases: saving and comparing look at all of it from now on.
    ///
    /// [`Dram::write`] and [`Dram::range_mut`] are cheaper.
    #[must_use]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        self.changed.add_all();
        &mut self.bytes
    }

    /// Where the array starts, for a host that reads and writes it by itself while the machine does not.
    ///
    /// All of it counts as written from now on; what the host writes after the state was saved goes unnoticed.
    #[must_use]
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.changed.add_all();
        self.bytes.as_mut_ptr()
    }

    /// `length` bytes from `offset`.
    ///
    /// # Errors
    /// A range that leaves the array.
    pub fn read(&self, offset: u64, length: u64) -> Result<&[u8], OutOfRange> {
        let range = OutOfRange::check(offset, length, self.size())?;
        Ok(&self.bytes[range])
    }

    /// `length` bytes from `offset`, to be written.
    ///
    /// # Errors
    /// A range that leaves the array.
    pub fn range_mut(&mut self, offset: u64, length: u64) -> Result<&mut [u8], OutOfRange> {
        let range = OutOfRange::check(offset, length, self.size())?;
        self.changed.add(range.start, range.len());
        Ok(&mut self.bytes[range])
    }

    /// Writes `bytes` at `offset`.
    ///
    /// # Errors
    /// A range that leaves the array.
    pub fn write(&mut self, offset: u64, bytes: &[u8]) -> Result<(), OutOfRange> {
        self.range_mut(offset, bytes.len() as u64)?.copy_from_slice(bytes);
        Ok(())
    }

    /// Zeroes what was written.
    pub fn clear(&mut self) {
        self.restore(&PageTable::default());
    }

    /// The array and the set of changed pages, for an engine that records its writes itself.
    #[inline]
    pub(crate) fn parts(&mut self) -> (&mut [u8], &mut PageSet) {
        (&mut self.bytes, &mut self.changed)
    }

    /// The pages that may hold something, as ranges of bytes in ascending order.
    pub fn touched(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut pages: Vec<usize> = self.changed.iter().chain(self.saved.iter()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages.into_iter().map(|page| page_range(page, self.bytes.len()))
    }

    pub(super) fn save(&mut self) -> PageTable {
        for page in self.changed.iter() {
            self.saved.save(page, &self.bytes[page_range(page, self.bytes.len())]);
        }
        self.changed.clear();
        self.saved.clone()
    }

    pub(super) fn restore(&mut self, table: &PageTable) {
        let size = self.bytes.len();
        for page in self.changed.iter() {
            table.load(page, &mut self.bytes[page_range(page, size)]);
        }
        for page in self.saved.differing(table) {
            table.load(page, &mut self.bytes[page_range(page, size)]);
        }
        self.changed.clear();
        self.saved = table.clone();
    }

    pub(super) fn fingerprint(&self, into: &mut Fingerprint) {
        self.touched().for_each(|range| into.add(range.start, &self.bytes[range]));
    }
}

impl Clone for Dram {
    fn clone(&self) -> Self {
        let mut copy = Dram::new(self.bytes.len());
        for range in self.touched() {
            copy.changed.add(range.start, range.len());
            copy.bytes[range.clone()].copy_from_slice(&self.bytes[range]);
        }
        copy
    }
}

impl PartialEq for Dram {
    fn eq(&self, other: &Self) -> bool {
        let same = |range: Range<usize>| self.bytes[range.clone()] == other.bytes[range];
        self.size() == other.size() && self.touched().chain(other.touched()).all(same)
    }
}

impl Eq for Dram {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn ranges_end_where_the_array_ends() {
        let mut dram = Dram::new(100);
        assert!(dram.write(98, &[1, 2]).is_ok());
        assert_eq!(dram.read(98, 2).unwrap(), [1, 2]);
        assert_eq!(dram.write(99, &[1, 2]).unwrap_err().to_string(), "2 bytes at 0x63 do not lie in 100 bytes");
        assert!(dram.read(u64::MAX, 2).is_err());
    }

    #[test]
    fn equality_and_copies_see_content_only() {
        let mut a = Dram::new(1 << 20);
        let mut b = a.clone();
        a.write(70000, &[1]).unwrap();
        assert_ne!(a, b);
        b.bytes_mut()[70000] = 1;
        a.write(5, &[0]).unwrap();
        assert_eq!(a, b);
        assert_eq!(a.clone(), b);
        a.clear();
        assert_eq!(a, Dram::new(1 << 20));
        assert_ne!(a, Dram::new(1 << 19));
    }

    #[test]
    fn saved_states_come_back_in_any_order() {
        let mut dram = Dram::new(3 << 20);
        let empty = dram.save();
        dram.write(5000, &[1; 9000]).unwrap();
        let first = dram.save();
        dram.write(6000, &[0; 8000]).unwrap();
        dram.write((3 << 20) - 1, &[7]).unwrap();
        let second = dram.clone();
        let saved = dram.save();
        dram.restore(&first);
        assert_eq!(dram.bytes()[5000..14000], [1; 9000]);
        assert_eq!(dram.bytes()[(3 << 20) - 1], 0);
        dram.bytes_mut()[9] = 9;
        dram.restore(&saved);
        assert_eq!(dram, second);
        dram.restore(&empty);
        assert_eq!(dram, Dram::new(3 << 20));
        assert_eq!(dram.touched().count(), 0);
    }
}
