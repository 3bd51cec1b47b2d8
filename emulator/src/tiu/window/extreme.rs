//! Largest or smallest values under a sliding window.

use super::axis::Axis;
use super::planes::Planes;
use crate::tiu::plane::Plane;

/// A sliding maximum or minimum whose operands are known to lie in local memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extreme {
    pub(crate) largest: bool,
    pub(crate) input: Plane,
    pub(crate) rows: Axis,
    pub(crate) columns: Axis,
    pub(crate) output: Planes,
    pub(crate) values: Values,
}

/// Kind of numbers, and the value of padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Bytes; the padding value takes part in every window.
    Bytes {
        /// The numbers are signed.
        signed: bool,
        /// Value of padding.
        fill: u8,
    },
    /// bf16.
    Halves {
        /// Pattern of padding.
        fill: u16,
    },
}
