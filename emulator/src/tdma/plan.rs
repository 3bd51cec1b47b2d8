//! What one descriptor is about to do: the outcome of every check, before the first byte moves.

use super::convert::Conversion;
use super::side::Side;
use crate::memory::Space;
use isa::container::vlc::Params;

/// A byte of a memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) space: Space,
    pub(super) at: u64,
}

/// What the table pass makes of a bf16 element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Sign and exponent.
    Base,
    /// The index of the exponent, in both bytes.
    Index,
}

/// A checked transfer: every byte it names exists.
#[derive(Clone, Copy, Debug)]
pub(super) enum Plan {
    /// Nothing moves.
    Nothing,
    /// One run of bytes, as if all were read before the first is written.
    Bytes { from: Place, to: Place, bytes: u64 },
    /// Element by element.
    Elements { from: Side, to: Side, conversion: Conversion },
    /// Element by element, then the table pass over the destination.
    Keys { from: Side, to: Side, table: Table },
    /// A constant in every element.
    Fill { to: Side, value: u16 },
    /// A compressed stream becomes elements.
    Expand { stream: u64, plain_bytes: u32, to: Side, conversion: Conversion },
    /// Elements become a compressed stream.
    Squeeze { from: Side, plain_bytes: u32, params: Params, stream: u64 },
}
