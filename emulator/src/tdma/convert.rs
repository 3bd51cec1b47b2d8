//! What happens to an element on its way.

use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::layout::tdma::{BF16, INT8};

/// From source to destination format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conversion {
    /// Bytes as they are.
    Bytes,
    /// Pairs of bytes as they are.
    Pairs,
    /// 8-bit integer to bf16.
    Widen {
        /// Whether the integers are signed.
        signed: bool,
    },
    /// Bf16 to 8-bit integer.
    Narrow(Narrow),
}

/// Which format pairs a transfer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pairs {
    /// Equal formats.
    Equal,
    /// Equal formats, and 8 bits to bf16.
    Widening,
    /// Equal formats, and bf16 to 8 bits.
    Narrowing,
    /// All.
    Any,
    /// 8 bits on both sides.
    Int8,
}

/// The fields that a conversion depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formats {
    pub(super) source: u8,
    pub(super) target: u8,
    pub(super) signed: bool,
    pub(super) truncate: bool,
}

impl Formats {
    /// The conversion, if the transfer has it.
    pub(super) fn conversion(self, pairs: Pairs, chip: &ChipProfile) -> Result<Conversion, Refusal> {
        if !matches!(self.source, INT8 | BF16) || pairs == Pairs::Int8 && self.source == BF16 {
            let allowed = if pairs == Pairs::Int8 { "1 int8" } else { "1 int8, 2 bf16" };
            let refusal =
                Refusal::new("this transfer does not take the source format").field("src_fmt", self.source, allowed);
            return Err(refusal.help("use a legal format"));
        }
        match (self.source, self.target) {
            (INT8, INT8) => Ok(Conversion::Bytes),
            (BF16, BF16) => Ok(Conversion::Pairs),
            (INT8, BF16) if matches!(pairs, Pairs::Widening | Pairs::Any) => {
                Ok(Conversion::Widen { signed: self.signed })
            }
            (BF16, INT8) if matches!(pairs, Pairs::Narrowing | Pairs::Any) => Ok(Conversion::Narrow(self.narrow(chip))),
            _ => Err(self.refuse_target(pairs)),
        }
    }

    fn narrow(self, chip: &ChipProfile) -> Narrow {
        let (low, high) = if self.signed { (-128, 127) } else { (0, 255) };
        Narrow { low, high, truncate: self.truncate, huge_is_zero: chip.features.narrow_huge_to_zero }
    }

    #[cold]
    fn refuse_target(self, pairs: Pairs) -> Refusal {
        let both = "1 int8, 2 bf16";
        let allowed = match (self.source, pairs) {
            (_, Pairs::Any) | (INT8, Pairs::Widening) | (BF16, Pairs::Narrowing) => both,
            (BF16, _) => "2 bf16",
            _ => "1 int8",
        };
        Refusal::new(format!("this transfer does not convert from source format {}", self.source))
            .field("dst_fmt", self.target, allowed)
            .help("convert in a load (8 bits to bf16), in a store (bf16 to 8 bits) or in a local copy")
    }
}

impl Conversion {
    /// Bytes of a source element.
    pub(super) fn source_bytes(self) -> u32 {
        match self {
            Conversion::Bytes | Conversion::Widen { .. } => 1,
            Conversion::Pairs | Conversion::Narrow(_) => 2,
        }
    }

    /// Bytes of a destination element.
    pub(super) fn target_bytes(self) -> u32 {
        match self {
            Conversion::Bytes | Conversion::Narrow(_) => 1,
            Conversion::Pairs | Conversion::Widen { .. } => 2,
        }
    }
}

/// The bf16 value of an 8-bit integer; exact.
#[inline(always)]
pub(super) fn widen(byte: u8, signed: bool) -> u16 {
    let value = if signed { f32::from(byte as i8) } else { f32::from(byte) };
    (value.to_bits() >> 16) as u16
}

/// How bf16 becomes an 8-bit integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Narrow {
    low: i32,
    high: i32,
    truncate: bool,
    /// Whether magnitudes from 2^64 on, infinities included, give 0.
    huge_is_zero: bool,
}

/// Added to a small number, this leaves the number's nearest integer, ties to even, in the low bits of the sum.
const ROUNDER: f32 = 12_582_912.0;
/// The first magnitude that some chips turn into 0.
const HUGE: u16 = 0x5f80;
const INFINITY: u16 = 0x7f80;

impl Narrow {
    /// The integer nearest to a bf16 value, as this transfer rounds and saturates; free of branches.
    #[inline(always)]
    pub(super) fn convert(self, bits: u16) -> u8 {
        let value = f32::from_bits(u32::from(bits) << 16).clamp(-1024.0, 1024.0);
        let sum = value + ROUNDER;
        let nearest = sum.to_bits().wrapping_sub(ROUNDER.to_bits()).cast_signed();
        let outward = self.truncate && (sum - ROUNDER).abs() > value.abs();
        let inward = if value < 0.0 { 1 } else { -1 };
        let whole = nearest.wrapping_add(if outward { inward } else { 0 }).max(self.low).min(self.high);
        let magnitude = bits & 0x7fff;
        let limit = if bits >> 15 == 1 { self.low } else { self.high };
        let whole = if self.huge_is_zero && magnitude >= HUGE { 0 } else { whole };
        let whole = if magnitude > INFINITY { limit } else { whole };
        whole as u8
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::chip::Chip;

    fn formats(source: u8, target: u8) -> Formats {
        Formats { source, target, signed: true, truncate: false }
    }

    fn narrow(chip: Chip, signed: bool, truncate: bool, value: f32) -> i32 {
        let Conversion::Narrow(narrow) =
            (Formats { signed, truncate, ..formats(BF16, INT8) }).conversion(Pairs::Any, chip.profile()).unwrap()
        else {
            unreachable!()
        };
        let byte = narrow.convert((value.to_bits() >> 16) as u16);
        if signed { i32::from(byte as i8) } else { i32::from(byte) }
    }

    #[test]
    fn narrowing_rounds_and_saturates_as_the_page_says() {
        let rows: [(f32, [i32; 4]); 12] = [
            (0.5, [0, 0, 0, 0]),
            (1.5, [2, 1, 2, 1]),
            (2.5, [2, 2, 2, 2]),
            (-0.5, [0, 0, 0, 0]),
            (-1.5, [-2, -1, 0, 0]),
            (127.5, [127, 127, 128, 127]),
            (-129.0, [-128, -128, 0, 0]),
            (300.0, [127, 127, 255, 255]),
            (1.0e-40, [0, 0, 0, 0]),
            (-0.0, [0, 0, 0, 0]),
            (f32::NAN, [127, 127, 255, 255]),
            (-f32::NAN, [-128, -128, 0, 0]),
        ];
        for chip in Chip::ALL {
            for (value, expected) in rows {
                let found = [(true, false), (true, true), (false, false), (false, true)]
                    .map(|(signed, truncate)| narrow(chip, signed, truncate, value));
                assert_eq!(found, expected, "{chip} {value}");
            }
        }
    }

    #[test]
    fn the_oldest_chip_turns_huge_values_into_zero() {
        let huge = 2.0_f32.powi(64);
        for (value, saturated) in [(huge, 127), (f32::INFINITY, 127), (-huge, -128), (f32::NEG_INFINITY, -128)] {
            assert_eq!(narrow(Chip::Cv183x, true, false, value), 0);
            assert_eq!(narrow(Chip::Cv180x, true, false, value), saturated);
        }
        assert_eq!(narrow(Chip::Cv183x, true, false, 2.0_f32.powi(63)), 127);
    }

    #[test]
    fn every_integer_survives_widening() {
        let narrow = formats(BF16, INT8).narrow(Chip::Cv181x.profile());
        for byte in 0..=255_u8 {
            assert_eq!(narrow.convert(widen(byte, true)), byte);
            assert_eq!(f32::from_bits(u32::from(widen(byte, false)) << 16), f32::from(byte));
        }
    }

    #[test]
    fn format_pairs_are_checked_and_the_field_named() {
        let chip = Chip::Cv182x.profile();
        let blamed =
            |source, target, pairs| formats(source, target).conversion(pairs, chip).unwrap_err().field.unwrap();
        assert_eq!(formats(INT8, BF16).conversion(Pairs::Widening, chip), Ok(Conversion::Widen { signed: true }));
        assert_eq!(blamed(INT8, BF16, Pairs::Narrowing).name, "dst_fmt");
        assert_eq!(blamed(INT8, BF16, Pairs::Narrowing).allowed, "1 int8");
        assert_eq!(blamed(BF16, INT8, Pairs::Widening).allowed, "2 bf16");
        assert_eq!(blamed(BF16, 3, Pairs::Any).allowed, "1 int8, 2 bf16");
        assert_eq!((blamed(0, 1, Pairs::Any).name, blamed(3, 1, Pairs::Equal).value), ("src_fmt", 3));
        assert_eq!(blamed(BF16, BF16, Pairs::Int8).allowed, "1 int8");
        assert_eq!(blamed(INT8, BF16, Pairs::Int8).name, "dst_fmt");
    }
}
