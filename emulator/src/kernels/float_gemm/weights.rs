//! Weights in the order in which the innermost loops read them.

use super::BLOCK;
use super::extent::Extent;

/// Weights of all rows: blocks of rows; in a block term after term.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    words: Vec<[f32; BLOCK]>,
    rows: usize,
    terms: usize,
}

impl Weights {
    /// Takes the first `terms` weights that `row` gives for each row.
    pub(crate) fn pack<I: Iterator<Item = f32>>(&mut self, rows: usize, terms: usize, row: impl Fn(usize) -> I) {
        (self.rows, self.terms) = (rows, terms);
        self.words.resize(rows.div_ceil(BLOCK) * terms, [0.0; BLOCK]);
        self.words.truncate(rows.div_ceil(BLOCK) * terms);
        for index in 0..rows {
            let block = &mut self.words[index / BLOCK * terms..][..terms];
            block.iter_mut().zip(row(index)).for_each(|(word, weight)| word[index % BLOCK] = weight);
        }
    }

    /// The exponents of all weights.
    #[inline(always)]
    pub(super) fn extent(&self) -> Extent {
        Extent::of(self.words.as_flattened())
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The blocks of rows.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[[f32; BLOCK]]> {
        self.words.chunks_exact(self.terms.max(1))
    }
}
