//! What happens to an accumulator before it is stored: bias, relu, shift or multiplication, saturation.

use crate::arith::accumulate::{add_bias, store_sum};
use crate::arith::bf16;
use crate::arith::integer::{RightShift, Saturation, Scale};
use crate::kernels::Requantise;

/// What is particular to one output channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Channel {
    /// Bias.
    pub(crate) addend: i32,
    /// Multiplier.
    pub(crate) multiplier: i32,
    /// Shift behind the multiplication, as [`Scale`] takes it.
    pub(crate) shift: u32,
}

/// How integers become results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IntegerFinish {
    pub(crate) relu: bool,
    pub(crate) rule: Rule,
    pub(crate) range: Saturation,
}

/// From the accumulator to the range of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// All 32 bits are kept.
    Keep,
    /// A right shift that fills with the sign.
    Arithmetic(RightShift),
    /// A right shift that fills with zeroes.
    Logical(RightShift),
    /// The channel's multiplier and shift.
    Scale,
}

/// How bf16 sums become results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FloatFinish {
    /// The 32 bits of the sum are the result.
    pub(crate) keep: bool,
    pub(crate) relu: bool,
    /// There is a bias.
    pub(crate) bias: bool,
}

impl IntegerFinish {
    /// The way from sums to bytes that the descriptor's flags and its shift (amount, kind, rounding) choose.
    pub(crate) fn new(
        keep: bool,
        quant: bool,
        relu: bool,
        signed: bool,
        (amount, arith, round): (u8, bool, bool),
    ) -> Self {
        let shift = RightShift::new(amount.into(), round);
        let rule = match (keep, quant, arith) {
            (true, _, _) => Rule::Keep,
            (_, true, _) => Rule::Scale,
            (_, _, true) => Rule::Arithmetic(shift),
            _ => Rule::Logical(shift),
        };
        IntegerFinish { relu, rule, range: Saturation::new(8, signed, false) }
    }

    /// The result for an accumulator of `channel`.
    #[inline(always)]
    pub(crate) fn apply(&self, accumulator: i32, channel: &Channel) -> i32 {
        let mut result = [0];
        self.apply_all(&[accumulator], channel, &mut result, |value| value);
        result[0]
    }

    /// The results for accumulators of `channel` as bytes.
    #[inline(always)]
    pub(crate) fn apply_bytes(&self, accumulators: &[i32], channel: &Channel, results: &mut [u8]) {
        if self.rule != Rule::Scale {
            return self.apply_all(accumulators, channel, results, |value| value as u8);
        }
        let scale = Scale::new(channel.multiplier, channel.shift);
        let low = if self.relu { self.range.low.max(0) } else { self.range.low };
        Requantise { addend: channel.addend, scale, range: Saturation { low, ..self.range } }
            .apply_all(accumulators, results);
    }

    /// The results for accumulators of `channel`, stored as `store` turns them; one loop for each rule.
    #[inline(always)]
    pub(crate) fn apply_all<T>(
        &self,
        accumulators: &[i32],
        channel: &Channel,
        results: &mut [T],
        store: impl Fn(i32) -> T,
    ) {
        let range = self.range;
        let floor = if self.relu { 0 } else { i32::MIN };
        let sums = accumulators.iter().map(|accumulator| accumulator.wrapping_add(channel.addend));
        match self.rule {
            Rule::Keep => put(sums, results, store),
            Rule::Arithmetic(shift) => {
                put(sums.map(|sum| range.clamp(shift.arithmetic(sum.max(floor)))), results, store);
            }
            Rule::Logical(shift) => put(sums.map(|sum| range.clamp(shift.logical(sum.max(floor)))), results, store),
            Rule::Scale => {
                let scale = Scale::new(channel.multiplier, channel.shift);
                put(sums.map(|sum| range.clamp(scale.apply(sum).max(floor))), results, store);
            }
        }
    }
}

#[inline(always)]
fn put<T>(values: impl Iterator<Item = i32>, results: &mut [T], store: impl Fn(i32) -> T) {
    results.iter_mut().zip(values).for_each(|(result, value)| *result = store(value));
}

impl FloatFinish {
    /// The stored pattern for a sum.
    #[inline(always)]
    pub(crate) fn apply(&self, sum: f32, bias: f32) -> u32 {
        if self.keep {
            return store_sum(sum);
        }
        let stored = bf16::store(if self.bias { add_bias(sum, bias) } else { sum });
        (if self.relu { bf16::relu(stored) } else { stored }).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTE: Saturation = Saturation { low: -128, high: 127 };

    #[test]
    fn relu_comes_before_a_shift_and_behind_a_multiplication() {
        let channel = Channel { addend: -10, multiplier: i32::MIN, shift: 0 };
        let shift = IntegerFinish { relu: true, rule: Rule::Logical(RightShift::new(4, false)), range: BYTE };
        assert_eq!(shift.apply(-6, &channel), 0);
        assert_eq!(shift.apply(106, &channel), 6);
        let scale = IntegerFinish { rule: Rule::Scale, ..shift };
        assert_eq!(scale.apply(-40, &channel), 50, "a multiplier beyond 2^31 is negative");
        assert_eq!(scale.apply(60, &channel), 0);
    }

    #[test]
    fn kept_sums_have_all_bits() {
        let keep = IntegerFinish { relu: false, rule: Rule::Keep, range: BYTE };
        assert_eq!(keep.apply(i32::MAX, &Channel { addend: 1, ..Channel::default() }), i32::MIN);
        let float = FloatFinish { keep: true, relu: false, bias: false };
        assert_eq!(float.apply(-1.0, 0.0), 0xbf80_0000);
    }

    #[test]
    fn float_results_take_bias_then_relu() {
        let finish = FloatFinish { keep: false, relu: true, bias: true };
        assert_eq!(finish.apply(1.0, 1.0), 0x4000);
        assert_eq!(finish.apply(1.0, -2.0), 0);
        assert_eq!(finish.apply(f32::NAN, 0.0), 0x7f7f);
    }
}
