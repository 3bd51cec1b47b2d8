//! Where tensors and weights live: which region, and how far into it.

use super::schema::{Tensor, Weight};
use serde::{Serialize, Serializer};
use std::fmt;

/// Bits of an address below the region number.
const REGION_SHIFT: u32 = 40;
const REGION_MASK: i64 = 7;
const OFFSET_MASK: i64 = (1 << REGION_SHIFT) - 1;
/// The offset of tensors which the TPU never sees.
const HOST_ONLY: i64 = -1;

/// A part of memory with its own DMA base register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Region {
    /// Activations; used by every model of a process in turn.
    Shared,
    /// The weight section.
    Weight,
    /// Activations which must survive while other models run.
    Private,
    /// One input or output; the number is that of the base register, 3 to 7.
    Io(u8),
}

impl Region {
    /// The region of a base register; only the low three bits count.
    #[must_use]
    pub fn from_register(register: u8) -> Self {
        match register & 7 {
            0 => Region::Shared,
            1 => Region::Weight,
            2 => Region::Private,
            other => Region::Io(other),
        }
    }

    /// Number of its base register.
    #[must_use]
    pub fn register(self) -> u8 {
        match self {
            Region::Shared => 0,
            Region::Weight => 1,
            Region::Private => 2,
            Region::Io(register) => register,
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Region::Shared => f.write_str("shared"),
            Region::Weight => f.write_str("weight"),
            Region::Private => f.write_str("private"),
            Region::Io(register) => write!(f, "io{register}"),
        }
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A region and an offset into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Address {
    /// The region.
    pub region: Region,
    /// Bytes from its start.
    pub offset: u64,
}

impl Address {
    /// Splits the number stored in a file; `None` for tensors that live in host memory only.
    #[must_use]
    pub fn unpack(number: i64) -> Option<Self> {
        let register = u8::try_from(number >> REGION_SHIFT & REGION_MASK).unwrap_or_default();
        let offset = (number & OFFSET_MASK).unsigned_abs();
        (number != HOST_ONLY).then(|| Address { region: Region::from_register(register), offset })
    }

    /// The number stored in a file; the offset must be below 2^40.
    #[must_use]
    pub fn pack(self) -> i64 {
        i64::from(self.region.register()) << REGION_SHIFT | (self.offset & OFFSET_MASK.unsigned_abs()).cast_signed()
    }

    /// Whether a stored number is exactly an address, with no bits beyond region and offset.
    #[must_use]
    pub fn is_clean(number: i64) -> bool {
        Address::unpack(number).is_some_and(|address| address.pack() == number)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:#x}", self.region, self.offset)
    }
}

impl Tensor {
    /// Where it lives; `None` when it only exists in host memory.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        Address::unpack(self.offset)
    }
}

impl Weight {
    /// Where it lives.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        Address::unpack(self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_region_and_offset() {
        let input = Address::unpack(3 << 40 | 0x40).map(|address| address.to_string());
        assert_eq!(input.as_deref(), Some("io3+0x40"));
        assert_eq!(Address::unpack(-1), None);
        assert_eq!(Address::unpack(2 << 40).map(|address| address.region), Some(Region::Private));
    }

    #[test]
    fn packing_undoes_unpacking() {
        for number in [0, 17, 1 << 40, 7 << 40 | OFFSET_MASK] {
            assert_eq!(Address::unpack(number).map(Address::pack), Some(number));
            assert!(Address::is_clean(number));
        }
        assert!(!Address::is_clean(1 << 43) && !Address::is_clean(-2) && !Address::is_clean(-1));
    }
}
