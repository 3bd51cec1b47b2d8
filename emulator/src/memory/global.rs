//! DRAM: one flat array that costs what is touched.

/// DRAM from offset 0.
///
/// The array is allocated as zero pages that the operating system backs on first use, so that a 4 GiB space is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dram {
    bytes: Vec<u8>,
}

impl Dram {
    /// `size` zero bytes.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Dram { bytes: vec![0; size] }
    }

    /// The whole array.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole array.
    #[must_use]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}
