//! Weights in the order in which the innermost loops read them.

use super::BLOCK;

/// Weights of all rows: blocks of rows; in a block step after step; in a step one word for each row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    words: Vec<[u32; BLOCK]>,
    /// The sum of each row's weights.
    sums: Vec<i32>,
    rows: usize,
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
    /// Takes the weights of `rows` rows; `row` gives the bytes of each, channels of a tap side by side.
    pub(crate) fn pack<'b>(&mut self, rows: usize, source: Source, row: impl Fn(usize) -> &'b [u8]) {
        (self.rows, self.steps) = (rows, source.steps());
        self.words.clear();
        self.words.resize(rows.div_ceil(BLOCK) * self.steps, [0; BLOCK]);
        self.sums.clear();
        for (index, bytes) in (0..rows).map(row).enumerate() {
            self.sums.push(sum(bytes, source.signed));
            let block = &mut self.words[index / BLOCK * self.steps..][..self.steps];
            for (pass, block) in block.chunks_exact_mut(self.steps / source.passes()).enumerate() {
                pack_row(block, index % BLOCK, bytes, source, pass);
            }
        }
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

fn pack_row(block: &mut [[u32; BLOCK]], row: usize, bytes: &[u8], source: Source, pass: usize) {
    let part = |word: u32| match pass {
        _ if source.signed => word,
        0 => word & 0x7f7f_7f7f,
        // Half of the highest bit, twice.
        _ => (word & 0x8080_8080) >> 1,
    };
    for (words, bytes) in block.chunks_exact_mut(source.groups()).zip(bytes.chunks_exact(source.depth)) {
        let (whole, rest) = bytes.as_chunks::<4>();
        for (word, bytes) in words.iter_mut().zip(whole) {
            word[row] = part(u32::from_ne_bytes(*bytes));
        }
        if let (Some(word), false) = (words.last_mut(), rest.is_empty()) {
            let mut bytes = [0; 4];
            bytes[..rest.len()].copy_from_slice(rest);
            word[row] = part(u32::from_ne_bytes(bytes));
        }
    }
}
