//! The innermost loops in the instructions of x86-64.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use super::{Distances, REACH, Slide, VECTOR, WIDTH, Way};
use crate::kernels::Level;
use std::arch::x86_64::*;

/// Sums with `vpdpbusd`, which adds four products to each 32-bit sum.
pub(super) struct Avx512(());

impl Avx512 {
    /// Demands that the host has the instructions.
    pub(super) fn new() -> Self {
        assert!(Level::best() >= Level::Avx512, "the host has no such instructions");
        Avx512(())
    }
}

impl Way for Avx512 {
    #[inline(always)]
    fn sums(&self, slide: &Slide<'_>, position: usize, count: usize, sums: &mut [i32; WIDTH]) {
        // SAFETY: `new` found that the host has these instructions.
        unsafe {
            match count.div_ceil(VECTOR) {
                ..=1 => vectors::<1>(slide, position, sums),
                2 => vectors::<2>(slide, position, sums),
                3 => vectors::<3>(slide, position, sums),
                _ => vectors::<4>(slide, position, sums),
            }
        }
    }
}

/// The sums of `16 * V` windows, which stay in registers.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
#[inline]
fn vectors<const V: usize>(slide: &Slide<'_>, position: usize, sums: &mut [i32; WIDTH]) {
    let Distances { windows: distance, words, bytes, .. } = slide.distances;
    // SAFETY: both arrays are as long as a vector.
    let (words, bytes) =
        unsafe { (_mm512_loadu_si512(words.as_ptr().cast()), _mm512_loadu_si512(bytes.as_ptr().cast())) };
    let mut totals = [_mm512_setzero_si512(); V];
    for step in slide.steps {
        let plane = &slide.plane[step.offset + distance * position..][..distance * VECTOR * (V - 1) + REACH];
        let weights = _mm512_set1_epi32(step.weights.cast_signed());
        for (at, total) in totals.iter_mut().enumerate() {
            // SAFETY: the plane is long enough for all vectors.
            let near = unsafe { _mm512_loadu_si512(plane.as_ptr().add(distance * VECTOR * at).cast()) };
            let taps = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(words, near), bytes);
            *total = _mm512_dpbusd_epi32(*total, taps, weights);
        }
    }
    for (sums, total) in sums.as_chunks_mut::<VECTOR>().0.iter_mut().zip(totals) {
        // SAFETY: the sums are as long as the vector.
        unsafe { _mm512_storeu_si512(sums.as_mut_ptr().cast(), total) };
    }
}

/// Copies as many bytes as both have, and flips bits of each.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
#[inline]
pub(super) fn copy_flipped(from: &[u8], to: &mut [u8], flip: u8) {
    let flip = _mm512_set1_epi8(flip.cast_signed());
    for (from, to) in from.chunks(REACH).zip(to.chunks_mut(REACH)) {
        let used = __mmask64::MAX >> (REACH - from.len().min(to.len()));
        // SAFETY: as many bytes are loaded and stored as both have.
        unsafe {
            let bytes = _mm512_maskz_loadu_epi8(used, from.as_ptr().cast());
            _mm512_mask_storeu_epi8(to.as_mut_ptr().cast(), used, _mm512_xor_si512(bytes, flip));
        }
    }
}
