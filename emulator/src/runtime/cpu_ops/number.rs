//! Numbers as the vendor's C++ treats them where the standard libraries of the two languages differ.

/// The smaller number; the first one when they do not compare.
pub(super) fn least(first: f32, second: f32) -> f32 {
    if second < first { second } else { first }
}

/// The larger number; the first one when they do not compare.
pub(super) fn greatest(first: f32, second: f32) -> f32 {
    if first < second { second } else { first }
}

/// The integer part. C++ leaves open what happens outside of 32 bits; x86-64 gives the most negative number, the
/// chips' own processors the nearest one.
pub(in crate::runtime) fn truncate(value: f64) -> i32 {
    let range = f64::from(i32::MIN)..f64::from(i32::MAX) + 1.0;
    if value > range.start - 1.0 && value < range.end { value as i32 } else { i32::MIN }
}

/// A bf16 number.
pub(super) fn from_bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// The product, or the largest number when it does not fit.
pub(super) fn product(factors: &[i64]) -> i64 {
    factors.iter().fold(1, |product: i64, factor| product.saturating_mul(*factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_wins_unless_the_second_is_better() {
        assert!(least(f32::NAN, 1.0).is_nan() && greatest(f32::NAN, 1.0).is_nan());
        assert_eq!((least(1.0, f32::NAN), greatest(1.0, f32::NAN)), (1.0, 1.0));
        assert!(greatest(-0.0, 0.0).is_sign_negative());
    }

    #[test]
    fn what_does_not_fit_becomes_the_most_negative_number() {
        assert_eq!((truncate(-1.9), truncate(2_147_483_647.5)), (-1, i32::MAX));
        assert_eq!(truncate(-2_147_483_648.5), i32::MIN);
        for value in [2_147_483_648.0, 1e30, -1e30, f64::NAN, f64::INFINITY] {
            assert_eq!(truncate(value), i32::MIN);
        }
    }
}
