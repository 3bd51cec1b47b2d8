//! Weights in the order in which the innermost loops read them.

use super::BLOCK;
use crate::kernels::Level;

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
        (self.level, self.rows) = (level, rows);
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => self.pack_as(source, row, pairs),
            _ => self.pack_as(source, row, |word| [word]),
        }
    }

    /// Packs all rows; `store` gives the words of a step for the word of its four bytes.
    fn pack_as<'b, const N: usize>(
        &mut self,
        source: Source,
        row: impl Fn(usize) -> &'b [u8],
        store: impl Fn(u32) -> [u32; N],
    ) {
        self.steps = N * source.steps();
        self.words.clear();
        self.words.resize(self.rows.div_ceil(BLOCK) * self.steps, [0; BLOCK]);
        self.sums.clear();
        for (index, bytes) in (0..self.rows).map(row).enumerate() {
            self.sums.push(sum(bytes, source.signed));
            let block = &mut self.words[index / BLOCK * self.steps..][..self.steps];
            for (pass, block) in block.chunks_exact_mut(self.steps / source.passes()).enumerate() {
                let steps = block.as_chunks_mut::<N>().0;
                let put = |step: &mut [[u32; BLOCK]; N], word| {
                    step.iter_mut().zip(store(word)).for_each(|(words, word)| words[index % BLOCK] = word);
                };
                pack_row(steps, bytes, source, pass, put);
            }
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

fn sum(bytes: &[u8], signed: bool) -> i32 {
    if signed {
        bytes.iter().map(|weight| i32::from(weight.cast_signed())).sum()
    } else {
        bytes.iter().map(|weight| i32::from(*weight)).sum()
    }
}

/// The weights of even and of odd bytes as pairs of 16-bit numbers.
#[cfg(target_arch = "x86_64")]
fn pairs(word: u32) -> [u32; 2] {
    let [a, b, c, d] = word.to_le_bytes().map(|byte| u32::from(i16::from(byte.cast_signed()).cast_unsigned()));
    [a | c << 16, b | d << 16]
}

/// Packs one row of a block.
fn pack_row<T>(steps: &mut [T], bytes: &[u8], source: Source, pass: usize, put: impl Fn(&mut T, u32)) {
    let part = |word: u32| match pass {
        _ if source.signed => word,
        0 => word & 0x7f7f_7f7f,
        // Half of the highest bit, twice.
        _ => (word & 0x8080_8080) >> 1,
    };
    for (steps, bytes) in steps.chunks_exact_mut(source.groups()).zip(bytes.chunks_exact(source.depth)) {
        let (whole, rest) = bytes.as_chunks::<4>();
        for (step, bytes) in steps.iter_mut().zip(whole) {
            put(step, part(u32::from_ne_bytes(*bytes)));
        }
        if let (Some(step), false) = (steps.last_mut(), rest.is_empty()) {
            let mut bytes = [0; 4];
            bytes[..rest.len()].copy_from_slice(rest);
            put(step, part(u32::from_ne_bytes(bytes)));
        }
    }
}
