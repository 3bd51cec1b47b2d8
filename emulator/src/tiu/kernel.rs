//! The inner loops: plain iterations over chunks, which the compiler turns into vector code.

use super::job::Outputs;

/// A computed value that is stored as its low byte, or as its low and its high byte.
pub(crate) trait Word: Copy {
    /// The low and the high byte.
    fn bytes(self) -> [u8; 2];
}

impl Word for i16 {
    #[inline(always)]
    fn bytes(self) -> [u8; 2] {
        self.to_le_bytes()
    }
}

impl Word for i32 {
    #[inline(always)]
    fn bytes(self) -> [u8; 2] {
        (self as u16).to_le_bytes()
    }
}

/// Stores `values` as bytes, or with `wide` as bytes of two planes.
#[inline(always)]
pub(crate) fn store<W: Word>(values: impl Iterator<Item = W>, [low, high]: Outputs<'_>, wide: bool) {
    if wide {
        for ((low, high), value) in low.iter_mut().zip(high).zip(values) {
            [*low, *high] = value.bytes();
        }
    } else {
        for (low, value) in low.iter_mut().zip(values) {
            [*low, _] = value.bytes();
        }
    }
}

/// Combines bytes.
#[inline(always)]
pub(crate) fn combine(a: &[u8], b: &[u8], out: &mut [u8], f: impl Fn(u8, u8) -> u8) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = f(*a, *b);
    }
}

/// The bf16 patterns in a chunk.
#[inline(always)]
pub(crate) fn pairs(chunk: &[u8]) -> impl Iterator<Item = u16> {
    chunk.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair))
}

/// Stores bf16 patterns.
#[inline(always)]
pub(crate) fn store_pairs(values: impl Iterator<Item = u16>, out: &mut [u8]) {
    for (pair, value) in out.as_chunks_mut::<2>().0.iter_mut().zip(values) {
        *pair = value.to_le_bytes();
    }
}

/// Reads 8-bit numbers of either signedness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes {
    flip: u8,
}

impl Bytes {
    /// A reader of signed or unsigned numbers.
    pub(crate) fn new(signed: bool) -> Self {
        Bytes { flip: if signed { 0x80 } else { 0 } }
    }

    /// The number: flipping the sign bit and subtracting its weight extends it.
    #[inline(always)]
    pub(crate) fn read(self, byte: u8) -> i16 {
        i16::from(byte ^ self.flip) - i16::from(self.flip)
    }

    /// A byte that orders as the number does.
    #[inline(always)]
    pub(crate) fn rank(self, byte: u8) -> u8 {
        byte ^ self.flip
    }
}

/// Reads 16-bit numbers of either signedness from two planes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    flip: u16,
}

impl Words {
    /// A reader of signed or unsigned numbers.
    pub(crate) fn new(signed: bool) -> Self {
        Words { flip: if signed { 0x8000 } else { 0 } }
    }

    /// The number, extended as in [`Bytes::read`].
    #[inline(always)]
    pub(crate) fn read(self, low: u8, high: u8) -> i32 {
        i32::from(u16::from_le_bytes([low, high]) ^ self.flip) - i32::from(self.flip)
    }

    /// The numbers of a chunk.
    #[inline(always)]
    pub(crate) fn numbers(self, low: &[u8], high: &[u8]) -> impl Iterator<Item = i32> {
        low.iter().zip(high).map(move |(low, high)| self.read(*low, *high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_extend_as_their_signs_say() {
        for byte in 0..=255_u8 {
            assert_eq!(Bytes::new(true).read(byte), i16::from(byte.cast_signed()));
            assert_eq!(Bytes::new(false).read(byte), i16::from(byte));
        }
        assert_eq!([true, false].map(|signed| Words::new(signed).read(0x34, 0xff)), [-204, 0xff34]);
    }

    #[test]
    fn ranks_order_as_numbers_do() {
        let signed = Bytes::new(true);
        assert!(signed.rank(0x80) < signed.rank(0xff) && signed.rank(0xff) < signed.rank(0x7f));
        assert_eq!(Bytes::new(false).rank(0x80), 0x80);
    }
}
