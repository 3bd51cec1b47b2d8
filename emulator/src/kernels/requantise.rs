//! Sums to bytes by a multiplier and a shift.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

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
        let done = self.in_vectors(Level::best(), sums, results);
        results.iter_mut().zip(sums).skip(done).for_each(|(result, sum)| *result = self.apply(*sum));
    }

    /// Stores the first results with the instructions of `level`, and tells how many.
    #[cfg(not(target_arch = "x86_64"))]
    fn in_vectors(&self, _: Level, _: &[i32], _: &mut [u8]) -> usize {
        0
    }

    /// Stores the first results with the instructions of `level`, and tells how many.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn in_vectors(&self, level: Level, sums: &[i32], results: &mut [u8]) -> usize {
        match level.min(Level::best()) {
            Level::Portable => 0,
            // SAFETY: the level is not above what the host was found to have.
            Level::Avx2 => unsafe { avx2::whole_vectors(self, sums, results) },
            // SAFETY: as above.
            Level::Avx512 => unsafe { avx512::all(self, sums, results) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::Requantise;
    use std::arch::x86_64::*;

    /// Numbers of a vector.
    const WIDTH: usize = 16;
    /// The upper halves of pairs.
    const ODD: __mmask16 = 0xaaaa;

    /// Stores all results, and tells how many.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    pub(super) fn all(requantise: &Requantise, sums: &[i32], results: &mut [u8]) -> usize {
        let count = sums.len().min(results.len());
        let parts = sums[..count].chunks(WIDTH).zip(results[..count].chunks_mut(WIDTH));
        for (sums, results) in parts {
            let used = __mmask16::MAX >> (WIDTH - sums.len());
            // SAFETY: as many numbers are loaded as there are sums.
            let value = unsafe { _mm512_maskz_loadu_epi32(used, sums.as_ptr()) };
            // SAFETY: as many bytes are stored as there are results, which are as many.
            unsafe { _mm512_mask_cvtepi32_storeu_epi8(results.as_mut_ptr().cast(), used, vector(requantise, value)) };
        }
        count
    }

    /// Sixteen results.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    fn vector(requantise: &Requantise, sums: __m512i) -> __m512i {
        let Requantise { addend, scale, range } = *requantise;
        let value = _mm512_add_epi32(sums, _mm512_set1_epi32(addend));
        // A shift of all by one number would load it with its neighbours, which have just been stored by themselves.
        let value = _mm512_sllv_epi32(value, _mm512_set1_epi32(scale.left.cast_signed()));
        let value = high_product(value, _mm512_set1_epi32(scale.multiplier));
        let (mask, one) = (_mm512_set1_epi32(scale.mask), _mm512_set1_epi32(1));
        let threshold = _mm512_sub_epi32(_mm512_set1_epi32(scale.mask >> 1), _mm512_srai_epi32::<31>(value));
        let above = _mm512_cmpgt_epi32_mask(_mm512_and_si512(value, mask), threshold);
        let value = _mm512_srav_epi32(value, _mm512_set1_epi32(scale.right.cast_signed()));
        let value = _mm512_mask_add_epi32(value, above, value, one);
        let value = _mm512_max_epi32(value, _mm512_set1_epi32(range.low));
        _mm512_min_epi32(value, _mm512_set1_epi32(range.high))
    }

    /// The rounded upper halves of the doubled products: of even and of odd places by themselves.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    fn high_product(a: __m512i, b: __m512i) -> __m512i {
        let half = _mm512_set1_epi64(1 << 30);
        let even = _mm512_add_epi64(_mm512_mul_epi32(a, b), half);
        let odd = _mm512_add_epi64(_mm512_mul_epi32(_mm512_srli_epi64::<32>(a), b), half);
        _mm512_mask_blend_epi32(ODD, _mm512_srli_epi64::<31>(even), _mm512_slli_epi64::<1>(odd))
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
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
            let wanted: Vec<u8> = sums.iter().map(|sum| requantise.apply(*sum)).collect();
            let mut results = vec![0; sums.len()];
            requantise.apply_all(&sums, &mut results);
            prop_assert_eq!(&results, &wanted);
            for level in Level::available() {
                results.fill(0x5a);
                let done = requantise.in_vectors(level, &sums, &mut results);
                prop_assert_eq!(&results[..done], &wanted[..done]);
                prop_assert!(results[done..].iter().all(|byte| *byte == 0x5a));
            }
        }
    }
}
