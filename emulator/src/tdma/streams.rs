//! Compressed tensors that were decoded before: a model's weights are the same in every run.

use isa::container::vlc;
use isa::diagnostic::FormatError;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Most bytes that are kept, compressed and plain.
const MOST_BYTES: usize = 16 << 20;

/// Most places that are remembered.
const MOST_PLACES: usize = 1 << 14;

/// What was decoded, by place in DRAM and length.
#[derive(Clone, Debug, Default)]
pub(super) struct Streams {
    known: HashMap<(u64, usize), Known>,
    kept: usize,
    /// The last tensor that is not kept.
    other: Vec<u8>,
}

/// A place from which tensors are decoded. What is there is kept from the second time on: most programs run once.
#[derive(Clone, Debug, Default)]
struct Known {
    stream: Vec<u8>,
    plain: Vec<u8>,
}

impl Streams {
    /// The `length` plain bytes of the tensor that starts `memory`, which starts at `at`.
    pub(super) fn plain(&mut self, memory: &[u8], at: u64, length: usize) -> Result<&[u8], FormatError> {
        let Streams { known, kept, other } = self;
        let room = known.len() < MOST_PLACES;
        let here = match known.entry((at, length)) {
            Entry::Occupied(here) => here.into_mut(),
            Entry::Vacant(here) => {
                other.resize(length, 0);
                vlc::decode_into(memory, other)?;
                if room {
                    here.insert(Known::default());
                }
                return Ok(other);
            }
        };
        if here.stream.is_empty() || !memory.starts_with(&here.stream) {
            *kept -= here.bytes();
            // An error must not leave half a tensor beside a stream.
            here.stream.clear();
            here.plain.resize(length, 0);
            let consumed = vlc::decode_into(memory, &mut here.plain)?;
            if *kept + consumed + length > MOST_BYTES {
                *other = std::mem::take(&mut here.plain);
                return Ok(other);
            }
            here.stream.extend_from_slice(&memory[..consumed]);
            *kept += here.bytes();
        }
        Ok(&here.plain)
    }
}

impl Known {
    fn bytes(&self) -> usize {
        if self.stream.is_empty() { 0 } else { self.stream.len() + self.plain.len() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::container::vlc::{Params, encode};

    fn stream(plain: &[u8]) -> Vec<u8> {
        encode(plain, &Params::int8(true)).unwrap()
    }

    #[test]
    fn a_tensor_is_what_its_stream_says_now() {
        let mut streams = Streams::default();
        let (first, second) = ([1, 2, 3, 250, 5].repeat(9), [9, 9, 0, 0, 7].repeat(9));
        for plain in [&first, &first, &first, &second, &second, &first, &second] {
            for at in [0, 64] {
                assert_eq!(streams.plain(&stream(plain), at, plain.len()).unwrap(), *plain);
            }
        }
        assert_eq!(streams.plain(&stream(&first[..10]), 0, 10).unwrap(), &first[..10], "another length");
    }

    #[test]
    fn a_damaged_stream_is_refused_each_time_and_leaves_nothing_behind() {
        let mut streams = Streams::default();
        let plain = [3; 45];
        let good = stream(&plain);
        for _ in 0..3 {
            assert_eq!(streams.plain(&good, 0, 45).unwrap(), plain);
            assert!(streams.plain(&good[..good.len() - 1], 0, 45).is_err());
        }
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut streams = Streams::default();
        let plain = vec![0; 3 << 20];
        let zeros = stream(&plain);
        for _ in 0..3 {
            for at in 0..8 {
                assert_eq!(streams.plain(&zeros, at, plain.len()).unwrap(), plain);
                assert!(streams.kept <= MOST_BYTES);
            }
        }
        assert!(streams.kept > MOST_BYTES / 2);
    }
}
