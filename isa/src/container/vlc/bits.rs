//! Bit streams with the first bit in the lowest bit of the first byte.

/// Reads fields from a byte slice; bits past its end read as zero.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        BitReader { bytes, position: 0 }
    }

    /// Bits read so far.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The next 128 bits, without consuming them.
    #[inline(always)]
    pub(super) fn peek(&self) -> u128 {
        self.peek_inside().unwrap_or_else(|| self.peek_padded())
    }

    /// The next 128 bits, unless the slice ends near them.
    #[inline(always)]
    pub(super) fn peek_inside(&self) -> Option<u128> {
        let rest = self.bytes.get(self.position / 8..)?;
        let (low, high, shift) = (rest.first_chunk()?, rest.get(16)?, self.position % 8);
        Some(u128::from_le_bytes(*low) >> shift | u128::from(*high) << 120 << (8 - shift))
    }

    #[cold]
    fn peek_padded(&self) -> u128 {
        let mut bytes = [0; 17];
        let rest = self.bytes.get(self.position / 8..).unwrap_or_default();
        bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        BitReader { bytes: &bytes, position: self.position % 8 }.peek_inside().unwrap_or_default()
    }

    /// Whether the slice has `bits` more.
    #[inline(always)]
    pub(super) fn has(&self, bits: u32) -> bool {
        self.position + bits as usize <= self.bytes.len() * 8
    }

    /// Consumes `bits`, of which the slice has as many.
    #[inline(always)]
    pub(super) fn skip(&mut self, bits: u32) {
        self.position += bits as usize;
    }
}

/// Appends fields to a byte vector.
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// The last, incomplete word.
    word: u64,
    filled: u32,
}

impl BitWriter {
    /// Continues after the bytes that are already there.
    pub(super) fn after(bytes: Vec<u8>) -> Self {
        BitWriter { bytes, word: 0, filled: 0 }
    }

    /// Appends the low `bits` (at most 128) of `value`, whose other bits are zero.
    #[inline]
    pub(super) fn push(&mut self, value: u128, bits: u32) {
        self.push_word(value as u64, bits.min(64));
        if bits > 64 {
            self.push_word((value >> 64) as u64, bits - 64);
        }
    }

    #[inline]
    fn push_word(&mut self, value: u64, bits: u32) {
        let joined = u128::from(self.word) | u128::from(value) << self.filled;
        self.word = joined as u64;
        self.filled += bits;
        if self.filled >= 64 {
            self.bytes.extend_from_slice(&self.word.to_le_bytes());
            self.word = (joined >> 64) as u64;
            self.filled -= 64;
        }
    }

    /// The bytes, the last one filled up with zero bits.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let used = self.filled.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.word.to_le_bytes()[..used]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn low(value: u128, bits: u32) -> u128 {
        if bits == 0 { 0 } else { value << (128 - bits) >> (128 - bits) }
    }

    proptest! {
        #[test]
        fn fields_come_back(fields in prop::collection::vec((any::<u128>(), 0u32..=128), 0..60)) {
            let mut writer = BitWriter::after(vec![0xab]);
            for &(value, bits) in &fields {
                writer.push(low(value, bits), bits);
            }
            let bytes = writer.finish();
            let total: u32 = fields.iter().map(|field| field.1).sum();
            prop_assert_eq!(bytes.len(), 1 + total.div_ceil(8) as usize);
            prop_assert_eq!(bytes[0], 0xab);
            let mut reader = BitReader::new(&bytes[1..]);
            for &(value, bits) in &fields {
                prop_assert_eq!(low(reader.peek(), bits), low(value, bits));
                prop_assert!(reader.has(bits));
                reader.skip(bits);
            }
            prop_assert_eq!(reader.position(), total as usize);
        }
    }

    #[test]
    fn the_end_stops_the_reader() {
        let mut reader = BitReader::new(&[0xff, 0xff]);
        reader.skip(9);
        assert_eq!(reader.peek(), 0x7f);
        assert!(!reader.has(8) && reader.has(7));
        assert_eq!(reader.position(), 9);
        reader.skip(7);
        assert_eq!(reader.peek(), 0);
    }
}
