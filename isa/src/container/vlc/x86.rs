//! Groups of symbols in the instructions of x86-64, which can tell at once where the ones of a number are.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use super::bits::BitReader;
use super::group::{Coding, Symbols};
use super::symbols::Inverse;
use std::arch::x86_64::*;

const INDICES: [i8; 64] = indices();

const fn indices() -> [i8; 64] {
    let mut indices = [0; 64];
    let mut at = 0;
    while at < 64 {
        indices[at] = at as i8;
        at += 1;
    }
    indices
}

/// Whether the host has the instructions.
fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("gfni")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

/// Reads groups for as long as they are sound and away from the end of the data, and says how many it has read.
pub(super) fn groups(reader: &mut BitReader<'_>, map: &[u8], symbols: &mut [Symbols]) -> usize {
    if !is_available() {
        return 0;
    }
    // SAFETY: the host has the instructions.
    unsafe { sound_groups(reader, map, symbols) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,gfni,bmi2,popcnt")]
fn sound_groups(reader: &mut BitReader<'_>, map: &[u8], symbols: &mut [Symbols]) -> usize {
    for (at, (byte, symbols)) in map.iter().zip(&mut *symbols).enumerate() {
        let (Some(bits), Ok(coding)) = (reader.peek_inside(), Coding::of_map_byte(*byte, false)) else { return at };
        match coding {
            Coding::Raw => *symbols = bits.to_le_bytes(),
            Coding::Rice { order, unary_bits } if !group(bits, order, unary_bits, symbols) => return at,
            Coding::Rice { .. } => {}
        }
        reader.skip(coding.bits(false));
    }
    symbols.len().min(map.len())
}

/// Unpacks the symbols of a group, if it is sound.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,gfni,bmi2,popcnt")]
#[inline]
fn group(bits: u128, order: u32, unary_bits: u32, symbols: &mut Symbols) -> bool {
    let unary = (bits >> (16 * order)) as u64 & ((1 << unary_bits) - 1);
    let upper = gaps(unary);
    let too_wide = _mm_set1_epi8((!(0xff_u8 >> order)).cast_signed());
    if unary.count_ones() != 16 || unary >> (unary_bits - 1) != 1 || _mm_test_epi8_mask(upper, too_wide) != 0 {
        return false;
    }
    let upper = _mm_sll_epi16(upper, _mm_cvtsi32_si128(order.cast_signed()));
    let all = _mm_or_si128(upper, lower_parts(bits, order));
    // SAFETY: the array has room for the vector.
    unsafe { _mm_storeu_si128(symbols.as_mut_ptr().cast(), all) };
    true
}

/// How many zeros stand in front of each of the first sixteen ones.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,gfni,bmi2,popcnt")]
#[inline]
fn gaps(unary: u64) -> __m128i {
    // SAFETY: the array fills the vector.
    let indices = unsafe { _mm512_loadu_si512(INDICES.as_ptr().cast()) };
    let ends = _mm512_castsi512_si128(_mm512_maskz_compress_epi8(unary, indices));
    let before = _mm_alignr_epi8::<15>(ends, _mm_set1_epi8(-1));
    _mm_add_epi8(_mm_sub_epi8(ends, before), _mm_set1_epi8(-1))
}

/// The low bits of each symbol, which lie in `order` planes: a bit matrix with its rows and columns exchanged.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,gfni,bmi2,popcnt")]
#[inline]
fn lower_parts(bits: u128, order: u32) -> __m128i {
    let [low, high] = [bits as u64, (bits >> 64) as u64];
    let all = _mm_set_epi64x(high.cast_signed(), low.cast_signed());
    // Plane 0 goes to the last byte of each half; planes that are not there become zeros.
    let places = _mm_set_epi8(1, 3, 5, 7, 9, -1, -1, -1, 0, 2, 4, 6, 8, -1, -1, -1);
    let there = _mm_cmplt_epi8(places, _mm_set1_epi8((2 * order).to_le_bytes()[0].cast_signed()));
    let planes = _mm_and_si128(_mm_shuffle_epi8(all, places), there);
    _mm_gf2p8affine_epi64_epi8::<0>(_mm_set1_epi64x(i64::from_ne_bytes([1, 2, 4, 8, 16, 32, 64, 128])), planes)
}

/// As [`Inverse::apply`], if the host has the instructions.
pub(super) fn apply(inverse: &Inverse, symbols: &mut [u8]) -> bool {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,gfni,bmi2,popcnt")]
    fn wide(inverse: &Inverse, symbols: &mut [u8]) {
        inverse.apply(symbols);
    }
    let available = is_available();
    if available {
        // SAFETY: the host has the instructions.
        unsafe { wide(inverse, symbols) };
    }
    available
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::super::layout::Layout;
    use super::super::{Params, encode};
    use super::*;
    use proptest::prelude::*;

    /// Reads groups one by one until one is not sound.
    fn plain(map: &[u8], data: &[u8]) -> Vec<Symbols> {
        let mut reader = BitReader::new(data);
        let group = |byte: &u8| {
            let coding = Coding::of_map_byte(*byte, false).ok()?;
            let symbols = reader.has(coding.bits(false)).then(|| coding.unpack(reader.peek(), false))?.ok()?;
            reader.skip(coding.bits(false));
            Some(symbols)
        };
        map.iter().map_while(group).collect()
    }

    fn check(map: &[u8], data: &[u8]) -> Result<(), TestCaseError> {
        let (mut reader, mut symbols) = (BitReader::new(data), vec![[0; 16]; map.len()]);
        let read = groups(&mut reader, map, &mut symbols);
        let expected = plain(map, data);
        prop_assert!(read <= expected.len());
        prop_assert_eq!(&symbols[..read], &expected[..read]);
        let bits = |byte: &u8| Coding::of_map_byte(*byte, false).unwrap().bits(false) as usize;
        prop_assert_eq!(reader.position(), map[..read].iter().map(bits).sum::<usize>());
        // What is left is near the end of the data.
        let near = reader.position() + 17 * 8 + 7 >= 8 * data.len();
        prop_assert!(read == expected.len() || near || !is_available());
        Ok(())
    }

    proptest! {
        #[test]
        fn sound_groups_are_read_as_one_by_one(plain: Vec<u8>, shift in 0_u32..8, signed: bool, damage in any::<(usize, u8)>()) {
            let plain: Vec<u8> = plain.iter().map(|byte| byte >> shift).collect();
            let mut stream = encode(&plain, &Params::int8(signed)).unwrap();
            let layout = Layout::of(&stream, plain.len()).unwrap();
            check(layout.map, layout.data)?;
            let at = 16 + damage.0 % (stream.len() - 16).max(1);
            if at < stream.len() {
                stream[at] ^= damage.1;
                let layout = Layout::of(&stream, plain.len()).unwrap();
                check(layout.map, layout.data)?;
            }
        }

        #[test]
        fn any_groups_are_read_as_one_by_one(map: Vec<u8>, data: Vec<u8>) {
            check(&map, &data)?;
        }
    }
}
