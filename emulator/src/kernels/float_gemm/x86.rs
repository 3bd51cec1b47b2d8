//! The innermost loop in the instructions of x86-64, which can round towards zero on their own.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use super::{BLOCK, Dot, Operands, Sums};
use crate::kernels::Level;
use std::arch::x86_64::*;

const TRUNCATE: i32 = _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC;
/// Of two values the larger magnitude, without its sign.
const LARGER_MAGNITUDE: i32 = 0b1011;
const EXPONENT: i32 = 0x7f80_0000;
/// The largest finite number: a sum that once was this is an overflow.
const LARGEST: i32 = 0x7f7f_ffff;

/// Sums with 512-bit vectors.
pub(super) struct Avx512Dot(());

impl Avx512Dot {
    /// Demands that the host has the instructions.
    pub(super) fn new() -> Self {
        assert!(Level::best() >= Level::Avx512, "the host has no such instructions");
        Avx512Dot(())
    }
}

impl Dot for Avx512Dot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        // SAFETY: `new` found that the host has these instructions.
        unsafe {
            match (rows, count) {
                (1, ..=16) => tile::<1, 1>(operands, weights, position, sums),
                (1, _) => tile::<1, 2>(operands, weights, position, sums),
                (2, ..=16) => tile::<2, 1>(operands, weights, position, sums),
                (2, _) => tile::<2, 2>(operands, weights, position, sums),
                (_, ..=16) => tile::<4, 1>(operands, weights, position, sums),
                (_, _) => tile::<4, 2>(operands, weights, position, sums),
            }
        }
    }
}

/// A sum and the largest magnitude it ever had.
#[derive(Clone, Copy)]
struct Total {
    sum: __m512,
    peak: __m512,
}

/// Adds a product as [`crate::arith::accumulate::step`] does, but for overflows, which [`settle`] finds by the peak:
/// infinities and NaN stay what they are, and numbers are exact until the peak is reached.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
#[inline]
fn step(total: Total, word: __m512, weight: __m512) -> Total {
    let exponent = _mm512_set1_epi32(EXPONENT);
    let product = _mm512_mul_ps(word, weight);
    let normal = _mm512_test_epi32_mask(_mm512_castps_si512(product), exponent);
    let sum = _mm512_mask_add_round_ps::<TRUNCATE>(total.sum, normal, total.sum, product);
    let normal = _mm512_test_epi32_mask(_mm512_castps_si512(sum), exponent);
    let sum = _mm512_maskz_mov_ps(normal, sum);
    Total { sum, peak: _mm512_range_ps::<LARGER_MAGNITUDE>(total.peak, sum) }
}

/// The sum, or NaN where it ever left the range.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
#[inline]
fn settle(total: Total) -> __m512 {
    let largest = _mm512_castsi512_ps(_mm512_set1_epi32(LARGEST));
    let left = _mm512_cmp_ps_mask::<_CMP_NLT_UQ>(total.peak, largest);
    _mm512_mask_mov_ps(total.sum, left, _mm512_set1_ps(f32::NAN))
}

/// `R` rows at `16 * V` positions: all sums stay in registers.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn tile<const R: usize, const V: usize>(
    operands: &Operands<'_>,
    weights: &[[f32; BLOCK]],
    position: usize,
    sums: &mut Sums,
) {
    let zero = Total { sum: _mm512_setzero_ps(), peak: _mm512_setzero_ps() };
    let mut totals = [[zero; V]; R];
    for (totals, sums) in totals.iter_mut().zip(&*sums) {
        for (total, sums) in totals.iter_mut().zip(sums.as_chunks::<16>().0) {
            // SAFETY: the sums are as long as the vector.
            total.sum = unsafe { _mm512_loadu_ps(sums.as_ptr()) };
        }
    }
    for (offset, weights) in operands.offsets.iter().zip(weights) {
        let words = &operands.field[offset + position..][..16 * V];
        for (v, words) in words.as_chunks::<16>().0.iter().enumerate() {
            // SAFETY: the words are as long as the vector.
            let words = unsafe { _mm512_loadu_ps(words.as_ptr()) };
            for (totals, weight) in totals.iter_mut().zip(weights) {
                totals[v] = step(totals[v], words, _mm512_set1_ps(*weight));
            }
        }
    }
    for (sums, totals) in sums.iter_mut().zip(totals) {
        for (sums, total) in sums.as_chunks_mut::<16>().0.iter_mut().zip(totals) {
            // SAFETY: the sums are as long as the vector.
            unsafe { _mm512_storeu_ps(sums.as_mut_ptr(), settle(total)) };
        }
    }
}
