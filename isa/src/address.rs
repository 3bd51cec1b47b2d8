//! Addresses as their own types.

use crate::chip::ChipProfile;
use serde::Serialize;
use std::fmt;

/// An address in local memory: lane * lane size + offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct LocalAddress(pub u32);

/// An address in a transfer: a [`LocalAddress`] or an offset from a base register, as the direction says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TransferAddress(pub u64);

impl LocalAddress {
    /// The address of `offset` in `lane`.
    #[must_use]
    pub fn new(chip: &ChipProfile, lane: u32, offset: u32) -> Self {
        LocalAddress(lane * chip.lane_bytes + offset)
    }

    /// The lane the address points into; it may lie beyond the chip's last.
    #[must_use]
    pub fn lane(self, chip: &ChipProfile) -> u32 {
        self.0 / chip.lane_bytes
    }

    /// The offset inside the lane.
    #[must_use]
    pub fn offset(self, chip: &ChipProfile) -> u32 {
        self.0 % chip.lane_bytes
    }
}

impl From<LocalAddress> for TransferAddress {
    fn from(address: LocalAddress) -> Self {
        TransferAddress(address.0.into())
    }
}

impl fmt::Display for LocalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Display for TransferAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}
