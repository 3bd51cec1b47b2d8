//! Compressed tensors: the variable length code that the tensor DMA engine writes and reads.
//!
//! A stream is a 16-byte [`Header`], one map byte for each group of sixteen elements (rounded up to 16 bytes), and a
//! bit stream of the groups (rounded up to 16 bytes). Each group is either raw or Golomb-Rice coded; see
//! `specs/ops/vlc_format.md` for the tables.
//!
//! ```
//! use isa::container::vlc::{self, DataType, Params};
//!
//! let plain = [0u8, 1, 0xff, 2, 0, 0, 0xfe, 0, 1, 1, 0, 0, 0, 0xff, 0, 3];
//! let params = Params::for_weights(&plain, DataType::Int8, true);
//! let stream = vlc::encode(&plain, &params)?;
//! let (decoded, consumed) = vlc::decode(&stream, plain.len())?;
//! assert_eq!((decoded.as_slice(), consumed), (&plain[..], stream.len()));
//! # Ok::<(), isa::diagnostic::FormatError>(())
//! ```

mod bits;
mod decode;
mod encode;
mod group;
mod header;
mod layout;
mod params;
mod symbols;
mod unary;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use decode::{decode, decode_into};
pub use encode::encode;
pub use header::Header;
pub(crate) use layout::{groups, map_bytes};
pub use layout::{max_stream_bytes, stream_bytes, stream_parts};
pub use params::{DataType, Params};

use crate::diagnostic::FormatError;

/// Elements of one group.
const GROUP: usize = 16;
/// Header, map and data all start and end at multiples of this many bytes.
const ALIGNMENT: usize = 16;
/// The exponent bias of a bf16 stream whose data gives no reason for another one.
const BF16_BIAS: u8 = 127;

fn error(offset: usize, what: impl Into<String>) -> FormatError {
    FormatError::new("vlc", offset as u64, what)
}
