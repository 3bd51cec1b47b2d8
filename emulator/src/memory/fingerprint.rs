//! One number for the contents of a memory.

use super::pages::is_zero;

const ODD: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];

/// Collects what memories hold: equal contents give equal numbers on every host, whatever was written in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprint {
    state: [u64; 2],
}

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Fingerprint { state: [ODD[1], ODD[0]] }
    }

    /// Adds `bytes` at `place`; zeros leave no trace, so that untouched and cleared memory look alike.
    pub(crate) fn add(&mut self, place: usize, bytes: &[u8]) {
        if is_zero(bytes) {
            return;
        }
        self.number(place as u64);
        let (words, rest) = bytes.as_chunks::<16>();
        for word in words {
            let word = u128::from_le_bytes(*word);
            self.mix(word as u64, (word >> 64) as u64);
        }
        rest.iter().for_each(|byte| self.number(u64::from(*byte)));
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.mix(number, !number);
    }

    #[inline]
    fn mix(&mut self, low: u64, high: u64) {
        self.state[0] = (self.state[0] ^ low).wrapping_mul(ODD[0]).rotate_left(29);
        self.state[1] = (self.state[1] ^ high).wrapping_mul(ODD[1]).rotate_left(31);
    }

    pub(crate) fn finish(mut self) -> u128 {
        for _ in 0..4 {
            let [low, high] = self.state;
            self.mix(high, low);
        }
        u128::from(self.state[0]) << 64 | u128::from(self.state[1])
    }
}
