//! Weights in the order in which the innermost loops read them.

use super::BLOCK;
use crate::kernels::{Level, Task, dispatch};

/// Weights of all rows: blocks of rows; in a block step after step; in a step one word for each row, or two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    level: Level,
    words: Vec<[u32; BLOCK]>,
    /// The sum of each row's weights.
    sums: Vec<i32>,
    rows: usize,
    /// Entries of a block.
    steps: usize,
}

/// How the weights of a row lie in its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// Windows positions (or anything else that is not divided into words of four).
    pub(crate) taps: usize,
    /// Weights of a tap.
    pub(crate) depth: usize,
    pub(crate) signed: bool,
}

impl Source {
    /// Steps of a tap.
    pub(crate) fn groups(&self) -> usize {
        self.depth.div_ceil(4)
    }

    /// Unsigned weights do not fit the signed bytes of the innermost loops; as three summands they do.
    pub(crate) fn passes(&self) -> usize {
        if self.signed { 1 } else { 3 }
    }

    /// Steps of a sum.
    pub(crate) fn steps(&self) -> usize {
        self.passes() * self.taps * self.groups()
    }
}

impl Weights {
    /// Takes the weights of `rows` rows for sums with the instructions of `level`; `row` gives the bytes of each,
    /// channels of a tap side by side.
    pub(crate) fn pack<'b>(&mut self, level: Level, rows: usize, source: Source, row: impl Fn(usize) -> &'b [u8]) {
        let entries = if pairs_are_packed(level) { 2 } else { 1 };
        (self.level, self.rows, self.steps) = (level, rows, entries * source.steps());
        self.words.resize(rows.div_ceil(BLOCK) * self.steps, [0; BLOCK]);
        self.words.truncate(rows.div_ceil(BLOCK) * self.steps);
        self.sums.clear();
        for (block, words) in self.words.chunks_exact_mut(self.steps.max(1)).enumerate() {
            // Rows beyond the last repeat it: nobody takes their sums.
            let bytes = std::array::from_fn(|index| row((block * BLOCK + index).min(rows - 1)));
            let sums = if entries == 2 {
                dispatch(level, Packing { source, bytes, words, store: pairs })
            } else {
                dispatch(level, Packing { source, bytes, words, store: |words| [words] })
            };
            self.sums.extend(&sums[..BLOCK.min(rows - block * BLOCK)]);
        }
    }

    /// What they are packed for.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The sum of a row's weights.
    pub(crate) fn sum(&self, row: usize) -> i32 {
        self.sums[row]
    }

    /// The blocks of rows.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[[u32; BLOCK]]> {
        self.words.chunks_exact(self.steps.max(1))
    }
}

/// Whether a step of these instructions takes pairs of 16-bit numbers.
fn pairs_are_packed(level: Level) -> bool {
    match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => true,
        _ => false,
    }
}

/// The weights of even and of odd bytes as pairs of 16-bit numbers.
#[inline(always)]
fn pairs(words: [u32; BLOCK]) -> [[u32; BLOCK]; 2] {
    let byte = |word: u32, index: u32| (word.cast_signed() << (24 - 8 * index) >> 24).cast_unsigned();
    let pair = |word, index| byte(word, index) & 0xffff | byte(word, index + 2) << 16;
    let mut pairs = [[0; BLOCK]; 2];
    for (row, word) in words.into_iter().enumerate() {
        pairs[0][row] = pair(word, 0);
        pairs[1][row] = pair(word, 1);
    }
    pairs
}

/// Packs one block of rows, of which `store` gives the entries of a step; the output is the sums of the rows' weights.
struct Packing<'a, S> {
    source: Source,
    bytes: [&'a [u8]; BLOCK],
    words: &'a mut [[u32; BLOCK]],
    store: S,
}

impl<S: Fn([u32; BLOCK]) -> [[u32; BLOCK]; N], const N: usize> Task for Packing<'_, S> {
    type Output = [i32; BLOCK];

    #[inline(always)]
    fn run(self) -> [i32; BLOCK] {
        let Source { taps, depth, signed } = self.source;
        let pass_steps = taps * self.source.groups();
        let mut steps = self.words.as_chunks_mut::<N>().0.chunks_exact_mut(pass_steps.max(1));
        for part in [0x7f7f_7f7f, 0x8080_8080, 0x8080_8080].into_iter().take(self.source.passes()) {
            let Some(steps) = steps.next() else { break };
            for (tap, steps) in steps.chunks_exact_mut(self.source.groups().max(1)).enumerate() {
                for (group, step) in steps.iter_mut().enumerate() {
                    let mut words = [0; BLOCK];
                    for (to, row) in words.iter_mut().zip(self.bytes) {
                        let word = word(&row[tap * depth..][..depth], 4 * group);
                        *to = if signed { word } else { portion(word, part) };
                    }
                    *step = (self.store)(words);
                }
            }
        }
        let mut sums = [0; BLOCK];
        sums.iter_mut().zip(self.bytes).for_each(|(to, row)| *to = sum(&row[..taps * depth], signed));
        sums
    }
}

/// The four bytes from `at` on; those that do not exist are zero.
#[inline(always)]
fn word(bytes: &[u8], at: usize) -> u32 {
    let bytes = &bytes[at..];
    if let Some(bytes) = bytes.first_chunk() {
        return u32::from_le_bytes(*bytes);
    }
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

/// A summand of unsigned weights: their low bits, or half of the highest one.
#[inline(always)]
fn portion(word: u32, part: u32) -> u32 {
    if part == 0x8080_8080 { (word & part) >> 1 } else { word & part }
}

#[inline(always)]
fn sum(bytes: &[u8], signed: bool) -> i32 {
    if signed {
        bytes.iter().map(|weight| i32::from(weight.cast_signed())).sum()
    } else {
        bytes.iter().map(|weight| i32::from(*weight)).sum()
    }
}
