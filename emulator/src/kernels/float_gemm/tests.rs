use super::*;
use proptest::prelude::*;

/// Starts from given sums and collects the finished ones, row after row.
struct Collect {
    starts: Vec<f32>,
    sums: Vec<f32>,
    positions: usize,
}

impl Sink for Collect {
    #[inline(always)]
    fn start(&self, row: usize, position: usize, sums: &mut [f32]) {
        sums.copy_from_slice(&self.starts[row * self.positions + position..][..sums.len()]);
    }

    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[f32]) {
        self.sums[row * self.positions + position..][..sums.len()].copy_from_slice(sums);
    }
}

/// A bf16 number whose exponent is one of `spread` around `middle`: zero now and then, of either sign.
fn number(noise: u16, middle: u32, spread: u32) -> f32 {
    let exponent = middle.saturating_sub(spread / 2) + u32::from(noise >> 8) % spread.max(1);
    let bits = u32::from(noise & 0x80) << 24 | exponent.min(255) << 23 | u32::from(noise & 0x7f) << 16;
    if noise.is_multiple_of(11) { 0.0 } else { crate::arith::bf16::load((bits >> 16) as u16) }
}

proptest! {
    #[test]
    fn every_level_computes_the_same_sums(
        rows in 1..10_usize,
        terms in 0..20_usize,
        positions in 1..120_usize,
        (middle, spread) in prop_oneof![
            Just((127, 12)), Just((127, 30)), Just((64, 20)), Just((72, 16)), Just((185, 30)), Just((187, 12)), Just((128, 256)),
        ],
        (first, kind) in (100..200_u32, 0..3_usize),
        noise in proptest::collection::vec(any::<u16>(), 2048..4096),
    ) {
        let at = |at: usize| noise[at * 31 % noise.len()];
        let field: Vec<f32> = (0..positions + PADDING + 64).map(|i| number(at(i), middle, spread)).collect();
        let offsets: Vec<usize> = (0..terms).map(|term| term * 7 % 64).collect();
        let start = |i: usize| match kind {
            0 => 0.0,
            1 => f32::from_bits(u32::from(at(i + 3)) << 16 & 0x807f_0000 | first << 23 | u32::from(at(i + 9))),
            _ => f32::from_bits(u32::from(at(i + 3)) << 16 | u32::from(at(i + 9))),
        };
        let starts: Vec<f32> = (0..rows * positions).map(start).collect();
        let weight = |row: usize, term: usize| number(at(row * 97 + term * 5 + 1), middle, spread);
        let mut weights = Weights::default();
        weights.pack(rows, terms, |row| (0..terms).map(move |term| weight(row, term)));
        for level in Level::available() {
            let (field, offsets, extent) = (&field[..], &offsets[..], extent(level, &field));
            let operands = Operands { field, extent, offsets, weights: &weights, positions, stop: Stop::NEVER };
            let mut collect = Collect { starts: starts.clone(), sums: starts.clone(), positions };
            compute(level, operands, &mut collect);
            for (i, sum) in collect.sums.iter().enumerate() {
                let (row, position) = (i / positions, i % positions);
                let words = offsets.iter().map(|offset| field[offset + position]);
                let plain = words.enumerate().fold(starts[i], |sum, (term, word)| {
                    accumulate::step(sum, word, weight(row, term))
                });
                let same = sum.to_bits() == plain.to_bits() || sum.is_nan() && plain.is_nan();
                prop_assert!(same, "{:?}: row {} position {}: {} instead of {}", level, row, position, sum, plain);
            }
        }
    }
}
