//! What one descriptor is about to do: the outcome of every check, before the first byte moves.

use super::convert::Conversion;
use super::side::Side;
use crate::memory::Space;
use isa::container::vlc::Params;
use std::ops::Range;

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

impl Plan {
    /// How many elements move, those twice that go through a buffer.
    pub(super) fn elements(&self) -> u64 {
        match self {
            Plan::Nothing => 0,
            Plan::Bytes { bytes, .. } => *bytes,
            Plan::Elements { to, .. } | Plan::Fill { to, .. } => to.elements(),
            Plan::Keys { to, .. } => 2 * to.elements(),
            Plan::Expand { plain_bytes, to: side, .. } | Plan::Squeeze { plain_bytes, from: side, .. } => {
                u64::from(*plain_bytes) + side.elements()
            }
        }
    }

    /// What is written of a memory that is also read.
    pub(super) fn overwritten(&self) -> Option<(Space, Range<u64>)> {
        match self {
            Plan::Elements { from, to, .. } | Plan::Keys { from, to, .. } if from.space == to.space => {
                let (read, written) = (from.extent(), to.extent());
                (read.start < written.end && written.start < read.end).then_some((to.space, written))
            }
            Plan::Bytes { from, to, bytes } if from.space == to.space => Some((to.space, to.at..to.at + bytes)),
            _ => None,
        }
    }
}
