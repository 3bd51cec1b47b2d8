//! bf16 sums of products, in single precision and in a fixed order.

use crate::arith::bf16;

/// The largest finite number: as a result of the unit it means overflow.
const LARGEST: u32 = 0x7f7f_ffff;
const MAGNITUDE: u32 = 0x7fff_ffff;
const SMALLEST_NORMAL: u32 = 0x0080_0000;

/// Adds the product of two loaded operands to an accumulator: both results are rounded towards zero; overflow and
/// invalid operands give NaN, which stays.
#[inline(always)]
pub(crate) fn step(sum: f32, a: f32, b: f32) -> f32 {
    settle(bf16::add(sum, bf16::multiply(a, b)))
}

/// Adds a bias to the finished sum; its infinities and largest numbers are overflows as the sum's are.
#[inline(always)]
pub(crate) fn add_bias(sum: f32, bias: f32) -> f32 {
    settle(bf16::add(settle(sum), settle(bias)))
}

/// A partial sum as conv reads it, and a bias: infinities and NaN become the largest number, subnormals zero.
#[inline(always)]
pub(crate) fn load_sum(bits: u32) -> f32 {
    match bits & MAGNITUDE {
        0..SMALLEST_NORMAL => 0.0,
        0x7f80_0000.. => f32::from_bits(LARGEST),
        _ => f32::from_bits(bits),
    }
}

/// A partial sum as it is written.
#[inline(always)]
pub(crate) fn store_sum(sum: f32) -> u32 {
    let bits = sum.to_bits();
    if bits & MAGNITUDE >= LARGEST { LARGEST } else { bits }
}

#[inline(always)]
fn settle(value: f32) -> f32 {
    match value.to_bits() & MAGNITUDE {
        0..SMALLEST_NORMAL => 0.0,
        LARGEST.. => f32::NAN,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: f32 = f32::MAX;

    #[test]
    fn products_and_sums_are_cut() {
        assert_eq!(step(1.0, 2.0_f32.powi(-20), -(2.0_f32.powi(-20))), 1.0 - 2.0_f32.powi(-24));
        assert_eq!(step(-1.0, 2.0_f32.powi(-20), 2.0_f32.powi(-20)), -1.0 + 2.0_f32.powi(-24));
        assert_eq!(step(1.0, 2.0_f32.powi(-12), 2.0_f32.powi(-12)), 1.0);
        assert_eq!(step(0.0, -3.0, 5.0), -15.0);
    }

    #[test]
    fn results_outside_the_range_are_zero_or_stay_invalid() {
        let tiny = 2.0_f32.powi(-70);
        assert_eq!(step(0.0, tiny, tiny).to_bits(), 0);
        assert_eq!(step(-2.0_f32.powi(-125), 2.0_f32.powi(-63), 1.5 * 2.0_f32.powi(-63)).to_bits(), 0);
        assert!(step(0.0, MAX, 2.0).is_nan());
        assert!(step(MAX, 0.0, 1.0).is_nan(), "a sum that stays the largest number is an overflow");
        assert!(step(f32::NAN, 1.0, 1.0).is_nan());
        assert!(step(f32::INFINITY, 1.0, 1.0).is_nan());
    }

    #[test]
    fn a_largest_partial_sum_is_a_number_until_it_is_one_again() {
        assert_eq!(load_sum(0xff80_0000), MAX);
        assert_eq!(load_sum(0x8000_0001).to_bits(), 0);
        assert!(step(load_sum(0x7fc0_0000), -1.0, 2.0_f32.powi(104)).is_finite());
        assert_eq!([f32::NAN, -MAX, 1.0].map(store_sum), [LARGEST, LARGEST, 0x3f80_0000]);
        assert!(add_bias(MAX, 1.0).is_nan() && add_bias(1.0, -MAX).is_nan());
        assert_eq!(add_bias(1.0, -1.0).to_bits(), 0);
    }
}
