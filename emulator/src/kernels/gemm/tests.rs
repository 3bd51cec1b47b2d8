use super::*;
use proptest::prelude::*;

/// Collects all sums, row after row.
struct Collect {
    sums: Vec<i32>,
    positions: usize,
}

impl Sink for Collect {
    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[i32]) {
        self.sums[row * self.positions + position..][..sums.len()].copy_from_slice(sums);
    }
}

fn plain(field: &[[u8; 4]], offsets: &[usize], source: Source, row: &[u8], position: usize) -> i32 {
    let mut sum = 0;
    for (product, weight) in row.iter().enumerate() {
        let (tap, channel) = (product / source.depth, product % source.depth);
        let step = tap * source.groups() + channel / 4;
        let weight = if source.signed { i32::from(weight.cast_signed()) } else { i32::from(*weight) };
        sum += weight * i32::from(field[offsets[step] + position][channel % 4]);
    }
    sum
}

proptest! {
    #[test]
    fn every_level_computes_the_same_sums(
        rows in 1..20_usize,
        taps in 1..4_usize,
        depth in 1..14_usize,
        positions in 1..120_usize,
        signed: bool,
        noise in proptest::collection::vec(any::<u8>(), 2048..4096),
    ) {
        let source = Source { taps, depth, signed };
        let byte = |at: usize| noise[at * 31 % noise.len()];
        let field: Vec<[u8; 4]> = (0..positions + WIDTH + 64).map(|at| [0, 1, 2, 3].map(|k| byte(4 * at + k))).collect();
        let words: Vec<u32> = field.iter().map(|bytes| u32::from_ne_bytes(*bytes)).collect();
        let offsets: Vec<usize> = (0..source.steps()).map(|step| step % (taps * source.groups()) * 7 % 64).collect();
        let stored: Vec<Vec<u8>> =
            (0..rows).map(|row| (0..taps * depth).map(|at| byte(row * 97 + at + 5)).collect()).collect();
        for level in Level::available() {
            let mut weights = Weights::default();
            weights.pack(level, rows, source, |row| &stored[row]);
            let operands = Operands { field: &words, offsets: &offsets, weights: &weights, positions, stop: Stop::NEVER };
            let mut collect = Collect { sums: vec![0; rows * positions], positions };
            compute(operands, &mut collect);
            for (at, sum) in collect.sums.iter().enumerate() {
                let (row, position) = (at / positions, at % positions);
                prop_assert_eq!(*sum, plain(&field, &offsets, source, &stored[row], position), "{:?} {} {}", level, row, position);
            }
        }
    }
}
