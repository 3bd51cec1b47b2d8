//! Sums to bytes by a multiplier and a shift.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

#[cfg(target_arch = "x86_64")]
use super::Level;
use crate::arith::integer::{Saturation, Scale};

/// What happens to every sum: an addition, a multiplication with shifts, saturation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requantise {
    pub(crate) addend: i32,
    pub(crate) scale: Scale,
    /// A range of bytes, signed or not.
    pub(crate) range: Saturation,
}

impl Requantise {
    /// The result for one sum.
    #[inline(always)]
    fn apply(&self, sum: i32) -> u8 {
        self.range.clamp(self.scale.apply(sum.wrapping_add(self.addend))) as u8
    }

    /// The results for all sums.
    #[inline(always)]
    pub(crate) fn apply_all(&self, sums: &[i32], results: &mut [u8]) {
        let done = self.whole_vectors(sums, results);
        results.iter_mut().zip(sums).skip(done).for_each(|(result, sum)| *result = self.apply(*sum));
    }

    /// Stores the results of as many sums as whole vectors hold, and tells how many.
    #[cfg(not(target_arch = "x86_64"))]
    fn whole_vectors(&self, _: &[i32], _: &mut [u8]) -> usize {
        0
    }

    /// Stores the results of as many sums as whole vectors hold, and tells how many.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn whole_vectors(&self, sums: &[i32], results: &mut [u8]) -> usize {
        if Level::best() < Level::Avx2 {
            return 0;
        }
        // SAFETY: the host has the instructions.
        unsafe { x86::whole_vectors(self, sums, results) }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Requantise;
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx2")]
    pub(super) fn whole_vectors(requantise: &Requantise, sums: &[i32], results: &mut [u8]) -> usize {
        let (sums, results) = (sums.as_chunks::<16>().0, results.as_chunks_mut::<16>().0);
        for (sums, results) in sums.iter().zip(&mut *results) {
            let [low, high] = [&sums[..8], &sums[8..]];
            // SAFETY: the sums are as long as two vectors.
            let (low, high) =
                unsafe { (_mm256_loadu_si256(low.as_ptr().cast()), _mm256_loadu_si256(high.as_ptr().cast())) };
            let bytes = pack(vector(requantise, low), vector(requantise, high));
            // SAFETY: the results are as long as the vector.
            unsafe { _mm_storeu_si128(results.as_mut_ptr().cast(), bytes) };
        }
        16 * sums.len().min(results.len())
    }

    /// Eight results.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn vector(requantise: &Requantise, sums: __m256i) -> __m256i {
        let Requantise { addend, scale, range } = *requantise;
        let value = _mm256_add_epi32(sums, _mm256_set1_epi32(addend));
        let value = _mm256_sll_epi32(value, _mm_cvtsi32_si128(scale.left.cast_signed()));
        let value = high_product(value, _mm256_set1_epi32(scale.multiplier));
        let negative = _mm256_srai_epi32::<31>(value);
        let threshold = _mm256_sub_epi32(_mm256_set1_epi32(scale.mask >> 1), negative);
        let above = _mm256_cmpgt_epi32(_mm256_and_si256(value, _mm256_set1_epi32(scale.mask)), threshold);
        let value = _mm256_sra_epi32(value, _mm_cvtsi32_si128(scale.right.cast_signed()));
        let value = _mm256_max_epi32(_mm256_sub_epi32(value, above), _mm256_set1_epi32(range.low));
        _mm256_min_epi32(value, _mm256_set1_epi32(range.high))
    }

    /// The rounded upper halves of the doubled products: of even and of odd places by themselves.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn high_product(a: __m256i, b: __m256i) -> __m256i {
        let half = _mm256_set1_epi64x(1 << 30);
        let even = _mm256_add_epi64(_mm256_mul_epi32(a, b), half);
        let odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64::<32>(a), b), half);
        _mm256_blend_epi32::<0b1010_1010>(_mm256_srli_epi64::<31>(even), _mm256_slli_epi64::<1>(odd))
    }

    /// The low bytes of sixteen numbers that are in the range of bytes.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn pack(low: __m256i, high: __m256i) -> __m128i {
        let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packs_epi32(low, high));
        let words = _mm256_and_si256(words, _mm256_set1_epi16(0xff));
        _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn vectors_hold_what_single_sums_become(
            sums in proptest::collection::vec(prop_oneof![any::<i32>(), -70_000..70_000, Just(i32::MIN)], 0..70),
            addend in prop_oneof![any::<i32>(), -1000..1000],
            multiplier in prop_oneof![any::<i32>(), (1 << 30)..i32::MAX, Just(i32::MIN)],
            (shift, signed, relu) in (0..64_u32, any::<bool>(), any::<bool>()),
        ) {
            let (scale, range) = (Scale::new(multiplier, shift), Saturation::new(8, signed, relu));
            let requantise = Requantise { addend, scale, range };
            let mut results = vec![0; sums.len()];
            requantise.apply_all(&sums, &mut results);
            prop_assert_eq!(results, sums.iter().map(|sum| requantise.apply(*sum)).collect::<Vec<_>>());
        }
    }
}
