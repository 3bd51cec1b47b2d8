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
                (1, ..=16) => tile::<Guarded, 1, 1>(operands, weights, position, sums),
                (1, _) => tile::<Guarded, 1, 3>(operands, weights, position, sums),
                (_, ..=16) => tile::<Guarded, 4, 1>(operands, weights, position, sums),
                (_, _) => tile::<Guarded, 4, 3>(operands, weights, position, sums),
            }
        }
    }

    #[inline(always)]
    fn plain(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        // SAFETY: as above.
        unsafe {
            match (rows, count) {
                (1, ..=16) => tile::<Plain, 1, 1>(operands, weights, position, sums),
                (1, _) => tile::<Plain, 1, 3>(operands, weights, position, sums),
                (_, ..=16) => tile::<Plain, 4, 1>(operands, weights, position, sums),
                (_, _) => tile::<Plain, 4, 3>(operands, weights, position, sums),
            }
        }
    }
}

/// A way to keep sums while products are added.
trait Total: Copy {
    /// The start of a sum.
    unsafe fn start(sum: __m512) -> Self;
    /// With a product added.
    unsafe fn step(self, word: __m512, weight: __m512) -> Self;
    /// The sum.
    unsafe fn settle(self) -> __m512;
}

/// A sum that never leaves the range of normal numbers: nothing has to be looked at, and products are exact.
#[derive(Clone, Copy)]
struct Plain(__m512);

impl Total for Plain {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn start(sum: __m512) -> Self {
        Plain(sum)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn step(self, word: __m512, weight: __m512) -> Self {
        Plain(_mm512_fmadd_round_ps::<TRUNCATE>(word, weight, self.0))
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn settle(self) -> __m512 {
        self.0
    }
}

/// A sum and the largest magnitude it ever had.
#[derive(Clone, Copy)]
struct Guarded {
    sum: __m512,
    peak: __m512,
}

impl Total for Guarded {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn start(sum: __m512) -> Self {
        Guarded { sum, peak: _mm512_setzero_ps() }
    }

    /// Adds a product as [`crate::arith::accumulate::step`] does, but for overflows, which [`Total::settle`] finds by
    /// the peak: infinities and NaN stay what they are, and numbers are exact until the peak is reached.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn step(self, word: __m512, weight: __m512) -> Self {
        let exponent = _mm512_set1_epi32(EXPONENT);
        let product = _mm512_mul_ps(word, weight);
        let normal = _mm512_test_epi32_mask(_mm512_castps_si512(product), exponent);
        let sum = _mm512_mask_add_round_ps::<TRUNCATE>(self.sum, normal, self.sum, product);
        let normal = _mm512_test_epi32_mask(_mm512_castps_si512(sum), exponent);
        let sum = _mm512_maskz_mov_ps(normal, sum);
        Guarded { sum, peak: _mm512_range_ps::<LARGER_MAGNITUDE>(self.peak, sum) }
    }

    /// The sum, or NaN where it ever left the range.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn settle(self) -> __m512 {
        let largest = _mm512_castsi512_ps(_mm512_set1_epi32(LARGEST));
        let left = _mm512_cmp_ps_mask::<_CMP_NLT_UQ>(self.peak, largest);
        _mm512_mask_mov_ps(self.sum, left, _mm512_set1_ps(f32::NAN))
    }
}

/// `R` rows at `16 * V` positions: all sums stay in registers.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn tile<T: Total, const R: usize, const V: usize>(
    operands: &Operands<'_>,
    weights: &[[f32; BLOCK]],
    position: usize,
    sums: &mut Sums,
) {
    // SAFETY: this function has the features that the totals need.
    let mut totals = [[unsafe { T::start(_mm512_setzero_ps()) }; V]; R];
    for (totals, sums) in totals.iter_mut().zip(&*sums) {
        for (total, sums) in totals.iter_mut().zip(sums.as_chunks::<16>().0) {
            // SAFETY: as above; the sums are as long as the vector.
            *total = unsafe { T::start(_mm512_loadu_ps(sums.as_ptr())) };
        }
    }
    for (offset, weights) in operands.offsets.iter().zip(weights) {
        let words = &operands.field[offset + position..][..16 * V];
        for (v, words) in words.as_chunks::<16>().0.iter().enumerate() {
            // SAFETY: the words are as long as the vector.
            let words = unsafe { _mm512_loadu_ps(words.as_ptr()) };
            for (totals, weight) in totals.iter_mut().zip(weights) {
                // SAFETY: as above.
                totals[v] = unsafe { totals[v].step(words, _mm512_set1_ps(*weight)) };
            }
        }
    }
    for (sums, totals) in sums.iter_mut().zip(totals) {
        for (sums, total) in sums.as_chunks_mut::<16>().0.iter_mut().zip(totals) {
            // SAFETY: as above; the sums are as long as the vector.
            unsafe { _mm512_storeu_ps(sums.as_mut_ptr(), total.settle()) };
        }
    }
}
