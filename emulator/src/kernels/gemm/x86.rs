//! The innermost loops in the instructions of x86-64.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use super::tile::{Block, Dot, Sums, choose};
use super::{Operands, WIDTH};
use crate::kernels::Level;
use std::arch::x86_64::*;

/// Sums with `vpdpbusd`, which adds four products to each 32-bit sum.
pub(super) struct Avx512Dot(());

/// Sums with `vpmaddwd`, which adds two products of 16-bit numbers.
pub(super) struct Avx2Dot(());

impl Avx512Dot {
    /// Demands that the host has the instructions.
    pub(super) fn new() -> Self {
        assert!(Level::best() >= Level::Avx512, "the host has no such instructions");
        Avx512Dot(())
    }
}

impl Avx2Dot {
    /// Demands that the host has the instructions.
    pub(super) fn new() -> Self {
        assert!(Level::best() >= Level::Avx2, "the host has no such instructions");
        Avx2Dot(())
    }
}

impl Dot for Avx512Dot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &Block,
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        // SAFETY: `new` found that the host has these instructions.
        unsafe {
            choose!(rows, count.div_ceil(16), tile_avx512, (operands, weights, position, sums), [1 2 4 8], [1 2 3]);
        }
    }
}

/// `R` rows at `16 * V` positions: all sums stay in registers.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn tile_avx512<const R: usize, const V: usize>(
    operands: &Operands<'_>,
    weights: &Block,
    position: usize,
    sums: &mut Sums,
) {
    let mut totals = [[_mm512_setzero_si512(); V]; R];
    for (offset, weights) in operands.offsets.iter().zip(weights) {
        let words = &operands.field[offset + position..][..16 * V];
        let mut activations = [_mm512_setzero_si512(); V];
        for (activations, words) in activations.iter_mut().zip(words.as_chunks::<16>().0) {
            // SAFETY: the words are as long as the vector.
            *activations = unsafe { _mm512_loadu_si512(words.as_ptr().cast()) };
        }
        for (totals, weight) in totals.iter_mut().zip(weights) {
            let weight = _mm512_set1_epi32(weight.cast_signed());
            for (total, activations) in totals.iter_mut().zip(activations) {
                *total = _mm512_dpbusd_epi32(*total, activations, weight);
            }
        }
    }
    for (sums, totals) in sums.iter_mut().zip(totals) {
        for (sums, total) in sums.as_chunks_mut::<16>().0.iter_mut().zip(totals) {
            // SAFETY: the sums are as long as the vector.
            unsafe { _mm512_storeu_si512(sums.as_mut_ptr().cast(), total) };
        }
    }
}

/// Rows that the AVX2 tiles compute side by side.
const AVX2_ROWS: usize = 4;

impl Dot for Avx2Dot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &Block,
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        for column in (0..count.min(WIDTH)).step_by(16) {
            for row in (0..rows).step_by(AVX2_ROWS) {
                // SAFETY: `new` found that the host has these instructions.
                unsafe {
                    choose!(
                        AVX2_ROWS.min(rows - row), (count - column).div_ceil(8).min(2),
                        tile_avx2, (operands, weights, [row, column], position, sums), [1 2 4], [1 2]
                    );
                }
            }
        }
    }
}

/// `R` rows from `row` on at `8 * V` positions from `column` on: all sums stay in registers.
#[target_feature(enable = "avx2,fma")]
fn tile_avx2<const R: usize, const V: usize>(
    operands: &Operands<'_>,
    weights: &Block,
    [row, column]: [usize; 2],
    position: usize,
    sums: &mut Sums,
) {
    let mut totals = [[_mm256_setzero_si256(); V]; R];
    for (offset, weights) in operands.offsets.iter().zip(weights.as_chunks::<2>().0) {
        let words = &operands.field[offset + position + column..][..8 * V];
        let mut activations = [[_mm256_setzero_si256(); 2]; V];
        for (activations, words) in activations.iter_mut().zip(words.as_chunks::<8>().0) {
            // SAFETY: the words are as long as the vector.
            *activations = split(unsafe { _mm256_loadu_si256(words.as_ptr().cast()) });
        }
        let (Some(even), Some(odd)) = (weights[0][row..].first_chunk::<R>(), weights[1][row..].first_chunk::<R>())
        else {
            return;
        };
        for (totals, (even, odd)) in totals.iter_mut().zip(even.iter().zip(odd)) {
            let (even, odd) = (_mm256_set1_epi32(even.cast_signed()), _mm256_set1_epi32(odd.cast_signed()));
            for (total, activations) in totals.iter_mut().zip(activations) {
                *total = _mm256_add_epi32(*total, _mm256_madd_epi16(activations[0], even));
                *total = _mm256_add_epi32(*total, _mm256_madd_epi16(activations[1], odd));
            }
        }
    }
    for (sums, totals) in sums[row..].iter_mut().zip(totals) {
        for (sums, total) in sums[column..].as_chunks_mut::<8>().0.iter_mut().zip(totals) {
            // SAFETY: the sums are as long as the vector.
            unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), total) };
        }
    }
}

/// The even and the odd bytes as 16-bit numbers.
#[target_feature(enable = "avx2,fma")]
#[inline]
fn split(bytes: __m256i) -> [__m256i; 2] {
    [_mm256_and_si256(bytes, _mm256_set1_epi16(0xff)), _mm256_srli_epi16::<8>(bytes)]
}
