//! bf16: the upper halves of single-precision numbers, with the TIU's own treatment of the range's ends.
//!
//! No result is ever a negative zero, subnormal, infinite or NaN: [`INVALID`] stands for every overflow of either sign
//! and for every invalid input.

/// What overflow and invalid input become: the largest positive number.
pub const INVALID: u16 = 0x7f7f;

const EXPONENT: u16 = 0x7f80;
const EXPONENT_F32: u32 = 0x7f80_0000;

/// An operand's value: infinities and NaN are NaN, zeroes and subnormals are +0.
#[must_use]
#[inline(always)]
pub fn load(bits: u16) -> f32 {
    match bits & EXPONENT {
        0 => 0.0,
        EXPONENT => f32::NAN,
        _ => f32::from_bits(u32::from(bits) << 16),
    }
}

/// The old value of an accumulator: as [`load`], but subnormals count.
#[must_use]
#[inline(always)]
pub fn load_accumulator(bits: u16) -> f32 {
    if bits & EXPONENT == EXPONENT { f32::NAN } else { f32::from_bits(u32::from(bits) << 16) }
}

/// A result's pattern: rounds half to even.
#[must_use]
#[inline(always)]
pub fn store(value: f32) -> u16 {
    let bits = value.to_bits();
    let rounded = (bits.wrapping_add(0x7fff + (bits >> 16 & 1)) >> 16) as u16;
    let overflows = bits & EXPONENT_F32 == EXPONENT_F32 || rounded & EXPONENT == EXPONENT;
    if overflows {
        INVALID
    } else if rounded & EXPONENT == 0 {
        0
    } else {
        rounded
    }
}

/// An intermediate result as the unit keeps it: no subnormals, no infinities.
#[must_use]
#[inline(always)]
pub fn flush(value: f32) -> f32 {
    match value.to_bits() & EXPONENT_F32 {
        0 => 0.0,
        EXPONENT_F32 => f32::NAN,
        _ => value,
    }
}

/// The product of two operands, which is exact except at the range's ends.
#[must_use]
#[inline(always)]
pub fn multiply(a: f32, b: f32) -> f32 {
    flush(a * b)
}

/// The sum, rounded towards zero to single precision, without subnormals.
///
/// The error of the host's sum, which rounds to nearest, is computed exactly; where it shows that the host went away
/// from zero, one step is taken back. Sums of bf16 values and their products never round up to infinity.
#[must_use]
#[inline(always)]
pub fn add(a: f32, b: f32) -> f32 {
    let sum = a + b;
    let part_of_b = sum - a;
    let error = (a - (sum - part_of_b)) + (b - part_of_b);
    let beyond = (error < 0.0 && sum > 0.0) || (error > 0.0 && sum < 0.0);
    flush(f32::from_bits(sum.to_bits() - u32::from(beyond)))
}

/// The larger operand; NaN if either is.
#[must_use]
#[inline(always)]
pub fn max(a: f32, b: f32) -> f32 {
    either_nan(a, b, if a >= b { a } else { b })
}

/// The smaller operand; NaN if either is.
#[must_use]
#[inline(always)]
pub fn min(a: f32, b: f32) -> f32 {
    either_nan(a, b, if a <= b { a } else { b })
}

/// 1 where `a` is at least `b`, else 0; NaN if either is.
#[must_use]
#[inline(always)]
pub fn greater_equal(a: f32, b: f32) -> f32 {
    either_nan(a, b, f32::from(u8::from(a >= b)))
}

#[inline(always)]
fn either_nan(a: f32, b: f32, otherwise: f32) -> f32 {
    if a.is_nan() || b.is_nan() { f32::NAN } else { otherwise }
}

/// Relu on a stored pattern: whatever has its sign bit set becomes zero.
#[must_use]
#[inline(always)]
pub fn relu(bits: u16) -> u16 {
    if bits & 0x8000 == 0 { bits } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(a: u16, b: u16) -> u16 {
        store(add(load(a), load(b)))
    }

    #[test]
    fn loading_drops_subnormals_and_infinities() {
        assert_eq!([0x0000, 0x8000, 0x0001, 0x807f].map(|bits| load(bits).to_bits()), [0; 4]);
        assert!([0x7f80, 0xff80, 0x7fc1].into_iter().all(|bits| load(bits).is_nan()));
        assert_eq!(load(0xbf80).to_bits(), (-1.0_f32).to_bits());
        assert_eq!(load_accumulator(0x0001).to_bits(), 0x0001_0000);
        assert!(load_accumulator(0xff80).is_nan());
    }

    #[test]
    fn storing_rounds_half_to_even_and_knows_no_special_values() {
        assert_eq!(store(f32::from_bits(0x3f80_8000)), 0x3f80);
        assert_eq!(store(f32::from_bits(0x3f81_8000)), 0x3f82);
        assert_eq!(store(f32::from_bits(0x3f80_8001)), 0x3f81);
        assert_eq!(store(f32::from_bits(0xff7f_ffff)), INVALID);
        assert_eq!([f32::NAN, f32::INFINITY, f32::NEG_INFINITY].map(store), [INVALID; 3]);
        assert_eq!(store(f32::from_bits(0x7fff_ffff)), INVALID);
        assert_eq!([-0.0, f32::from_bits(0x807f_0000)].map(store), [0; 2]);
        assert_eq!(store(f32::from_bits(0x007f_ffff)), 0x0080);
    }

    #[test]
    fn products_flush_at_both_ends() {
        assert_eq!(store(multiply(load(0x0080), load(0x3f00))), 0);
        assert_eq!(store(multiply(load(0xff7f), load(0x7f7f))), INVALID);
        assert_eq!(store(multiply(load(0xff7f), load(0x3f80))), 0xff7f);
    }

    #[test]
    fn sums_are_cut_before_they_are_rounded() {
        assert_eq!(sum(0x3f80, 0x3b80), 0x3f80, "an exact half goes to even");
        assert_eq!(sum(0x3f81, 0x3b80), 0x3f82, "an exact half goes to even");
        assert_eq!(sum(0x3f81, 0xbb80), 0x3f80, "an exact half goes to even");
        let tiny = load(0x2f80);
        assert_eq!(add(1.0, tiny).to_bits(), 1.0_f32.to_bits());
        assert_eq!(add(-1.0, tiny).to_bits(), (-1.0_f32).to_bits() - 1);
        assert_eq!(add(1.0, -tiny).to_bits(), 1.0_f32.to_bits() - 1);
        assert_eq!(sum(0x4080, 0xc080), 0);
        let below_normal = add(f32::from_bits(0x0080_8000), -f32::from_bits(0x0000_8001));
        assert_eq!(below_normal.to_bits(), 0, "no rounding leads back to normal numbers");
    }

    #[test]
    fn comparisons_fail_as_a_whole_on_invalid_operands() {
        for [a, b] in [[f32::NAN, 1.0], [1.0, f32::NAN]] {
            assert!(max(a, b).is_nan() && min(a, b).is_nan() && greater_equal(a, b).is_nan());
        }
        assert_eq!((max(-2.0, 1.0), min(-2.0, 1.0)), (1.0, -2.0));
        assert_eq!([(1.0, 1.0), (1.0, 2.0)].map(|(a, b)| greater_equal(a, b)), [1.0, 0.0]);
    }

    #[test]
    fn relu_looks_at_the_sign_bit_only() {
        assert_eq!([0xbf80, 0x3f80, INVALID, 0xff7f].map(relu), [0, 0x3f80, INVALID, 0]);
    }
}
