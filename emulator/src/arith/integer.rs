//! Integers: the rounding right shift, saturation, and the 32-bit multiplier.

/// A right shift that drops its last bit by rounding up or down.
///
/// It is kept as two shifts with an addition between them, so that one loop serves every amount, zero included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightShift {
    before: u32,
    round: i32,
    after: u32,
    vanishes: bool,
}

impl RightShift {
    /// A shift by `amount`, rounding half up or towards minus infinity. Amounts beyond 32 leave only the sign.
    #[must_use]
    pub fn new(amount: u32, round: bool) -> Self {
        if amount == 0 {
            return RightShift { before: 0, round: 0, after: 0, vanishes: false };
        }
        RightShift { before: amount.min(32) - 1, round: round.into(), after: 1, vanishes: amount > 32 }
    }

    /// The shift as the vendor's simulator applies it to the elements behind the last whole group of four: amounts
    /// beyond 32 count modulo 32 there.
    #[must_use]
    pub fn of_last_elements(amount: u32, round: bool) -> Self {
        if amount > 32 { RightShift::new((amount - 1) % 32 + 1, round) } else { RightShift::new(amount, round) }
    }

    /// Shifts `value`, filling with its sign.
    #[must_use]
    #[inline(always)]
    pub fn arithmetic(self, value: i32) -> i32 {
        (value >> self.before).wrapping_add(self.round) >> self.after
    }

    /// As [`RightShift::arithmetic`], for values whose rounding cannot overflow 16 bits.
    #[must_use]
    #[inline(always)]
    pub fn arithmetic16(self, value: i16) -> i16 {
        (value >> self.before.min(15)).wrapping_add(self.round as i16) >> self.after
    }

    /// Shifts the bits of `value`, filling with zeroes; a shift by zero keeps the sign.
    #[must_use]
    #[inline(always)]
    pub fn logical(self, value: i32) -> i32 {
        let value = if self.vanishes { 0 } else { value.cast_unsigned() >> self.before };
        (value.wrapping_add(self.round.cast_unsigned()) >> self.after).cast_signed()
    }
}

/// The range that results are clamped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saturation {
    /// Smallest result.
    pub low: i32,
    /// Largest result.
    pub high: i32,
}

impl Saturation {
    /// The range of numbers with `bits` bits; with `relu` without the negative ones.
    #[must_use]
    pub fn new(bits: u32, signed: bool, relu: bool) -> Self {
        let high = if signed { (1 << (bits - 1)) - 1 } else { (1 << bits) - 1 };
        Saturation { low: if signed && !relu { -high - 1 } else { 0 }, high }
    }

    /// The nearest value of the range.
    #[must_use]
    #[inline(always)]
    pub fn clamp(self, value: i32) -> i32 {
        value.max(self.low).min(self.high)
    }

    /// As [`Saturation::clamp`]; the range must be one of 16-bit numbers.
    #[must_use]
    #[inline(always)]
    pub fn clamp16(self, value: i16) -> i16 {
        value.max(self.low as i16).min(self.high as i16)
    }
}

/// Multiplies by `multiplier` / 2^31, halves up, and shifts right by `shift`, halves away from zero.
///
/// Of the six bits of `shift`, 32 is no shift, and 33 to 63 shift the value left before the multiplication.
#[must_use]
#[inline(always)]
pub fn requantise(value: i32, multiplier: i32, shift: u32) -> i32 {
    Scale::new(multiplier, shift).apply(value)
}

/// A multiplier and the shifts around it, ready for many values: see [`requantise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    pub(crate) multiplier: i32,
    /// How far values are shifted before the multiplication, and how far products behind it.
    pub(crate) left: u32,
    pub(crate) right: u32,
    /// What the shift behind the multiplication drops.
    pub(crate) mask: i32,
}

impl Scale {
    /// The multiplication by `multiplier` with `shift` as [`requantise`] takes it.
    #[must_use]
    pub fn new(multiplier: i32, shift: u32) -> Self {
        let (left, right) = if shift < 32 { (0, shift) } else { ((64 - shift.min(64)) % 32, 0) };
        Scale { multiplier, left, right, mask: (1_i32 << right).wrapping_sub(1) }
    }

    /// The scaled value.
    #[must_use]
    #[inline(always)]
    pub fn apply(self, value: i32) -> i32 {
        let value = high_product(value << self.left, self.multiplier);
        let threshold = (self.mask >> 1) + i32::from(value < 0);
        (value >> self.right) + i32::from(value & self.mask > threshold)
    }
}

/// The rounded upper half of the doubled product; the smallest value's square wraps.
#[inline(always)]
fn high_product(a: i32, b: i32) -> i32 {
    ((i64::from(a) * i64::from(b) + (1 << 30)) >> 31) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_round_half_up_or_down() {
        let up = RightShift::new(1, true);
        assert_eq!([5, 4, -5, -4].map(|value| up.arithmetic(value)), [3, 2, -2, -2]);
        let down = RightShift::new(1, false);
        assert_eq!([5, 4, -5, -4].map(|value| down.arithmetic(value)), [2, 2, -3, -2]);
        assert_eq!(RightShift::new(0, true).arithmetic(-7), -7);
    }

    #[test]
    fn the_rounding_addition_wraps() {
        assert_eq!(RightShift::new(1, true).arithmetic(i32::MAX), i32::MIN >> 1);
        assert_eq!(RightShift::new(1, true).logical(-1), 0);
    }

    #[test]
    fn a_logical_shift_sees_no_sign_except_by_zero() {
        assert_eq!(RightShift::new(4, false).logical(-16), 0x0fff_ffff);
        assert_eq!(RightShift::new(0, false).logical(-16), -16);
    }

    #[test]
    fn long_shifts_leave_only_the_sign() {
        for amount in 32..64 {
            assert_eq!(RightShift::new(amount, false).arithmetic(-5), -1);
            assert_eq!(RightShift::new(amount, true).arithmetic(-5), 0);
        }
        assert_eq!(RightShift::new(32, true).logical(-5), 1);
        assert_eq!(RightShift::new(33, true).logical(-5), 0);
    }

    #[test]
    fn last_elements_take_long_shifts_modulo_32() {
        assert_eq!(RightShift::of_last_elements(34, false), RightShift::new(2, false));
        assert_eq!(RightShift::of_last_elements(32, true), RightShift::new(32, true));
        assert_eq!(RightShift::of_last_elements(7, true), RightShift::new(7, true));
    }

    #[test]
    fn narrow_shifts_agree_with_wide_ones() {
        for amount in 0..40 {
            for value in [-32640, -32639, -129, -1, 0, 1, 2, 127, 16384, 32385] {
                for round in [false, true] {
                    let shift = RightShift::new(amount, round);
                    assert_eq!(i32::from(shift.arithmetic16(value)), shift.arithmetic(value.into()));
                }
            }
        }
    }

    #[test]
    fn saturation_clamps_to_the_type_and_relu_to_its_upper_half() {
        assert_eq!(Saturation::new(8, true, false), Saturation { low: -128, high: 127 });
        assert_eq!(Saturation::new(8, true, true), Saturation { low: 0, high: 127 });
        assert_eq!(Saturation::new(16, false, false), Saturation { low: 0, high: 65535 });
        assert_eq!(Saturation::new(8, true, false).clamp(-300), -128);
        assert_eq!(Saturation::new(8, true, false).clamp16(300), 127);
    }

    #[test]
    fn requantisation_rounds_twice() {
        let half = 1 << 30;
        assert_eq!([3, -3, 2, -2].map(|value| requantise(value, half, 0)), [2, -1, 1, -1]);
        assert_eq!([6, -6, 5, -5].map(|value| requantise(value, half, 1)), [2, -2, 2, -1]);
    }

    /// The nearest multiple of 2^31, halves away from zero below it and towards zero above minus it.
    fn nudged_product(a: i32, b: i32) -> i32 {
        let product = i64::from(a) * i64::from(b);
        let nudge = if product >= 0 { 1 << 30 } else { 1 - (1 << 30) };
        ((product + nudge) / (1 << 31)) as i32
    }

    #[test]
    fn halves_go_up_however_the_product_is_divided() {
        let corners = [i32::MIN, -(1 << 30), -3, -2, -1, 0, 1, 2, 3, 1 << 15, 1 << 30, i32::MAX];
        for a in corners {
            for b in corners.into_iter().chain((0..100).map(|step: i32| step.wrapping_mul(0x0765_4321))) {
                assert_eq!(high_product(a, b), nudged_product(a, b), "{a} {b}");
            }
        }
    }

    #[test]
    fn requantisation_shifts_left_beyond_32_and_wraps_at_the_corner() {
        assert_eq!(requantise(3, 1 << 30, 32), 2);
        assert_eq!(requantise(3, 1 << 30, 62), 6);
        assert_eq!(requantise(i32::MIN, i32::MIN, 0), i32::MIN);
        assert_eq!(requantise(i32::MIN, i32::MAX, 31), -1);
    }
}
