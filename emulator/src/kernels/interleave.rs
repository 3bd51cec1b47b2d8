//! Four rows of bytes as one row of words.

#![allow(unsafe_code, reason = "loads and stores of whole vectors")]

/// Stores one word for the bytes that the four sources have at its place, with the bits of `flip` flipped; what is
/// shortest, a source or the row of words, ends it.
#[inline(always)]
pub(crate) fn interleave(sources: [&[u8]; 4], flip: u32, to: &mut [u32]) {
    let count = sources.iter().map(|source| source.len()).fold(to.len(), usize::min);
    let done = whole_vectors(sources, flip, to, count);
    let rest = sources.map(|source| &source[done..count]);
    to[done..count].iter_mut().zip(words(rest, flip)).for_each(|(to, word)| *to = word);
}

/// One word for every four bytes.
#[inline(always)]
pub(crate) fn words([a, b, c, d]: [&[u8]; 4], flip: u32) -> impl Iterator<Item = u32> {
    let bytes = a.iter().zip(b).zip(c.iter().zip(d));
    bytes.map(move |((a, b), (c, d))| u32::from_le_bytes([*a, *b, *c, *d]) ^ flip)
}

/// Stores as many of `count` words as whole vectors hold, and tells how many.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn whole_vectors(_: [&[u8]; 4], _: u32, _: &mut [u32], _: usize) -> usize {
    0
}

/// Stores as many of `count` words as whole vectors hold, and tells how many.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn whole_vectors(sources: [&[u8]; 4], flip: u32, to: &mut [u32], count: usize) -> usize {
    use std::arch::x86_64::*;
    let whole = count / 16 * 16;
    let [a, b, c, d] = sources.map(|source| source[..whole].as_chunks::<16>().0);
    let rows = a.iter().zip(b).zip(c.iter().zip(d));
    for (((a, b), (c, d)), to) in rows.zip(to[..whole].as_chunks_mut::<16>().0) {
        // SAFETY: every host of this architecture has these instructions; the references are to 16 bytes and to 16
        // words, at any alignment.
        unsafe {
            let (a, b) = (_mm_loadu_si128(a.as_ptr().cast()), _mm_loadu_si128(b.as_ptr().cast()));
            let (c, d) = (_mm_loadu_si128(c.as_ptr().cast()), _mm_loadu_si128(d.as_ptr().cast()));
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
    whole
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
