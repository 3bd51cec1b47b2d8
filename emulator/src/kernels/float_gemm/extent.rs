//! Which sums stay within the range of normal numbers, whatever their terms add up to on the way.

use crate::kernels::{Level, Task, dispatch};

/// Biased exponents of the numbers of an operand that are not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    least: u32,
    greatest: u32,
}

/// The extent of the numbers of an operand, found with the instructions of `level`: where these do not gain by it, of
/// whatever numbers there are.
pub(crate) fn extent(level: Level, numbers: &[f32]) -> Extent {
    if cfg!(not(target_arch = "x86_64")) || level == Level::Portable {
        return Extent { least: 0, greatest: SPECIAL };
    }
    dispatch(level, Measure(numbers))
}

struct Measure<'a>(&'a [f32]);

impl Task for Measure<'_> {
    type Output = Extent;

    #[inline(always)]
    fn run(self) -> Extent {
        Extent::of(self.0)
    }
}

/// The biased exponent of 1.
const ONE: u32 = 127;
/// What infinities and NaN have.
const SPECIAL: u32 = 255;
/// Bits behind the point of a bf16 number, and of a single-precision one.
const BF16_FRACTION: u32 = 7;
const F32_FRACTION: u32 = 23;

impl Extent {
    /// Of zeroes only.
    pub(super) const ZERO: Extent = Extent { least: SPECIAL, greatest: 0 };

    /// The extent of some numbers. Negative zeroes count as subnormal numbers: what they become depends on the sum.
    #[inline(always)]
    pub(super) fn of(numbers: &[f32]) -> Extent {
        numbers.iter().fold(Extent::ZERO, |extent, number| {
            let bits = number.to_bits();
            let exponent = bits >> F32_FRACTION & SPECIAL;
            let least = if bits == 0 { SPECIAL } else { exponent };
            Extent { least: extent.least.min(least), greatest: extent.greatest.max(exponent) }
        })
    }

    /// Whether sums of `terms` products of bf16 numbers of these extents can neither leave the range nor hold anything
    /// below the smallest normal number: every product is a multiple of it, and so is every sum, cut or not.
    pub(super) fn products_are_plain(self, other: Extent, terms: usize) -> bool {
        let doublings = usize::BITS - terms.leading_zeros();
        let finite = self.greatest < SPECIAL && other.greatest < SPECIAL;
        let small = self.greatest + other.greatest + 2 + doublings <= 2 * ONE + 126;
        let coarse = self.least + other.least >= 2 * ONE + 2 * BF16_FRACTION - 126;
        finite && small && coarse
    }

    /// Whether such sums may start from these numbers.
    pub(super) fn starts_are_plain(self) -> bool {
        self.least > F32_FRACTION && self.greatest < ONE + 126
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeroes_have_no_extent_and_special_numbers_all() {
        assert_eq!(Extent::of(&[0.0, 0.0]), Extent::ZERO);
        assert_eq!(Extent::of(&[0.0, 1.5, -8.0]), Extent { least: 127, greatest: 130 });
        assert!(Extent::ZERO.starts_are_plain() && Extent::of(&[-1.0]).starts_are_plain());
        for number in [-0.0, f32::NAN, f32::INFINITY, f32::MAX, f32::from_bits(1), 2.0_f32.powi(-104)] {
            assert!(!Extent::of(&[number]).starts_are_plain(), "{number}");
        }
        assert!(Extent::of(&[2.0_f32.powi(-103)]).starts_are_plain());
    }

    #[test]
    fn products_must_be_neither_tiny_nor_huge() {
        let power = |exponent: i32| Extent::of(&[2.0_f32.powi(exponent)]);
        assert!(power(-60).products_are_plain(power(-52), 1000));
        assert!(!power(-60).products_are_plain(power(-53), 1000));
        assert!(power(60).products_are_plain(power(54), 1023));
        assert!(!power(60).products_are_plain(power(54), 1024));
        assert!(!Extent::of(&[f32::NAN]).products_are_plain(power(0), 1));
        assert!(Extent::ZERO.products_are_plain(power(-126), 1));
    }
}
