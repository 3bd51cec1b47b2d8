//! NumPy arrays: single `.npy` files and `.npz` archives of named ones.
//!
//! Inputs are untrusted: sizes are checked against [`Limits`] before memory is taken, names are never used as paths,
//! and object arrays (which NumPy would unpickle, running code) are refused.

mod archive;
mod array;
mod element;
mod header;
mod npy;
mod zip;
mod zip_writer;

pub use archive::{NpzReader, read, write};
pub use array::{Array, DataType};
pub use element::Element;
pub use npy::{read as read_npy, write as write_npy};
pub use zip_writer::Compression;

/// What reading may cost at most; anything beyond is an error before the memory is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all arrays of the input together, headers included.
    pub total_bytes: u64,
    /// Bytes of one array's text header.
    pub header_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { total_bytes: 1 << 30, header_bytes: 1 << 16 }
    }
}

#[cfg(test)]
mod tests;
