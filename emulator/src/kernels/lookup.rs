//! Bytes selected from a table of 256.

#![allow(unsafe_code, reason = "loads and stores of whole vectors")]

/// A table.
type Table = [u8; 256];

/// Entry after entry: what the fast form is tested against.
fn look_up_plain(table: &Table, indices: &[u8], out: &mut [u8]) {
    for (out, index) in out.iter_mut().zip(indices) {
        *out = table[usize::from(*index)];
    }
}

/// The entries that `indices` select.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn look_up(table: &Table, indices: &[u8], out: &mut [u8]) {
    look_up_plain(table, indices, out);
}

/// The entries that `indices` select.
#[cfg(target_arch = "x86_64")]
pub(crate) fn look_up(table: &Table, indices: &[u8], out: &mut [u8]) {
    if is_x86_feature_detected!("avx512vbmi") && is_x86_feature_detected!("avx512bw") {
        // SAFETY: the host has the instructions.
        unsafe { x86::look_up(table, indices, out) }
    } else {
        look_up_plain(table, indices, out);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Table, look_up_plain};
    use std::arch::x86_64::{
        __m512i, _mm512_loadu_si512, _mm512_mask_blend_epi8, _mm512_movepi8_mask, _mm512_permutex2var_epi8,
        _mm512_storeu_si512,
    };
    use std::iter::zip;

    /// A quarter of the table in every register; a selection looks at two of them at a time.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    pub(super) fn look_up(table: &Table, indices: &[u8], out: &mut [u8]) {
        let quarters = table.as_chunks::<64>().0;
        let quarter = |number: usize| load(&quarters[number]);
        let [a, b, c, d] = [quarter(0), quarter(1), quarter(2), quarter(3)];
        let (indices, last_indices) = indices.as_chunks::<64>();
        let (out, last_out) = out.as_chunks_mut::<64>();
        for (indices, out) in zip(indices, out) {
            let indices = load(indices);
            let low = _mm512_permutex2var_epi8(a, indices, b);
            let high = _mm512_permutex2var_epi8(c, indices, d);
            let entries = _mm512_mask_blend_epi8(_mm512_movepi8_mask(indices), low, high);
            // SAFETY: the reference is to 64 bytes, at any alignment.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), entries) };
        }
        look_up_plain(table, last_indices, last_out);
    }

    #[target_feature(enable = "avx512f")]
    fn load(bytes: &[u8; 64]) -> __m512i {
        // SAFETY: the reference is to 64 bytes, at any alignment.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_index_selects_its_entry(
            table in any::<[[u8; 16]; 16]>(), indices in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let mut entries = [0; 256];
            entries.copy_from_slice(table.as_flattened());
            let (mut fast, mut plain) = (vec![0; indices.len()], vec![0; indices.len()]);
            look_up(&entries, &indices, &mut fast);
            look_up_plain(&entries, &indices, &mut plain);
            prop_assert_eq!(fast, plain);
        }
    }
}
