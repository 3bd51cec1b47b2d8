//! Four rows of bytes as one row of words.

#![allow(unsafe_code, reason = "vector instructions, and loads and stores of whole vectors")]

/// Stores one word for the bytes that the four sources have at its place, with the bits of `flip` flipped; what is
/// shortest, a source or the row of words, ends it.
#[inline(always)]
pub(crate) fn interleave(sources: [&[u8]; 4], flip: u32, to: &mut [u32]) {
    let count = sources.iter().map(|source| source.len()).fold(to.len(), usize::min);
    let [a, b, c, d] = sources;
    let sources = [&a[..count], &b[..count], &c[..count], &d[..count]];
    if !in_vectors(sources, flip, &mut to[..count]) {
        to.iter_mut().zip(words(sources, flip)).for_each(|(to, word)| *to = word);
    }
}

/// One word for every four bytes.
#[inline(always)]
pub(crate) fn words([a, b, c, d]: [&[u8]; 4], flip: u32) -> impl Iterator<Item = u32> {
    let bytes = a.iter().zip(b).zip(c.iter().zip(d));
    bytes.map(move |((a, b), (c, d))| u32::from_le_bytes([*a, *b, *c, *d]) ^ flip)
}

/// Stores all words, if there are as many as a vector holds.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn in_vectors(_: [&[u8]; 4], _: u32, _: &mut [u32]) -> bool {
    false
}

/// Stores all words, if there are as many as a vector holds. Of the vectors the last ends with the row: it may store
/// words once more.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn in_vectors(sources: [&[u8]; 4], flip: u32, to: &mut [u32]) -> bool {
    match to.len() {
        0..4 => false,
        4..8 => x86::all::<4>(sources, flip, to),
        8..16 => x86::all::<8>(sources, flip, to),
        _ => x86::all::<16>(sources, flip, to),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// Stores all words, `N` at a time; tells that it did.
    #[inline(always)]
    pub(super) fn all<const N: usize>([a, b, c, d]: [&[u8]; 4], flip: u32, to: &mut [u32]) -> bool {
        let rows = a.as_chunks::<N>().0.iter().zip(b.as_chunks().0).zip(c.as_chunks().0.iter().zip(d.as_chunks().0));
        for (((a, b), (c, d)), to) in rows.zip(to.as_chunks_mut::<N>().0) {
            vector([a, b, c, d], flip, to);
        }
        if let (Some(a), Some(b), Some(c), Some(d), Some(to)) =
            (a.last_chunk(), b.last_chunk(), c.last_chunk(), d.last_chunk(), to.last_chunk_mut())
        {
            vector::<N>([a, b, c, d], flip, to);
        }
        true
    }

    /// Stores `N` words: 4, 8 or 16.
    #[inline(always)]
    fn vector<const N: usize>([a, b, c, d]: [&[u8; N]; 4], flip: u32, to: &mut [u32; N]) {
        // SAFETY: every host of this architecture has these instructions, and four words are a vector.
        unsafe {
            let (a, b, c, d) = (load(a), load(b), load(c), load(d));
            let flip = _mm_set1_epi32(flip.cast_signed());
            let (first, second) = (_mm_unpacklo_epi8(a, b), _mm_unpackhi_epi8(a, b));
            let (third, fourth) = (_mm_unpacklo_epi8(c, d), _mm_unpackhi_epi8(c, d));
            let words = [
                _mm_unpacklo_epi16(first, third),
                _mm_unpackhi_epi16(first, third),
                _mm_unpacklo_epi16(second, fourth),
                _mm_unpackhi_epi16(second, fourth),
            ];
            for (words, to) in words.into_iter().zip(to.as_chunks_mut::<4>().0) {
                _mm_storeu_si128(to.as_mut_ptr().cast(), _mm_xor_si128(words, flip));
            }
        }
    }

    /// Up to 16 bytes, with zeroes behind them.
    #[inline(always)]
    fn load<const N: usize>(bytes: &[u8; N]) -> __m128i {
        let mut padded = [0; 16];
        padded[..N].copy_from_slice(bytes);
        // SAFETY: every host of this architecture has the instruction, and the array is as long as the vector.
        unsafe { _mm_loadu_si128(padded.as_ptr().cast()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_gives_the_bytes_of_all_sources() {
        let noise: Vec<u8> = (0..400_u32).map(|at| (at * 37 % 251) as u8).collect();
        for length in 0..70 {
            let sources = [0, 83, 171, 259].map(|start| &noise[start..start + length + start % 3]);
            let mut found = vec![7; length + 1];
            interleave(sources, 0x8000_0080, &mut found[..length]);
            for (at, word) in found[..length].iter().enumerate() {
                assert_eq!(*word, u32::from_le_bytes(sources.map(|source| source[at])) ^ 0x8000_0080, "{length} {at}");
            }
            assert_eq!(found[length], 7, "what lies behind stays");
        }
    }
}
