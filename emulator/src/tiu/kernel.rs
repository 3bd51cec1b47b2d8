//! The inner loops: what happens to one element, repeated over a chunk as vector code.
//!
//! Chunks are cut into blocks, which are copied to arrays: a loop over arrays has a fixed length, and the compiler sees
//! that its inputs and outputs do not overlap.

use super::job::{Inputs, Outputs, SOURCES};
use crate::kernels::{Level, Task, dispatch};
use std::iter::zip;
use std::marker::PhantomData;

/// Elements of a block.
const BLOCK: usize = 64;

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

/// What streams consist of.
pub(crate) trait Element: Copy + Default {
    /// The elements of a block of bytes; zeroes if it is none.
    fn load(bytes: &[u8]) -> [Self; BLOCK];

    /// Stores the elements as a block of bytes, if it is one.
    fn store(block: &[Self; BLOCK], bytes: &mut [u8]);
}

impl Element for u8 {
    #[inline(always)]
    fn load(bytes: &[u8]) -> [u8; BLOCK] {
        bytes.first_chunk().copied().unwrap_or([0; BLOCK])
    }

    #[inline(always)]
    fn store(block: &[u8; BLOCK], bytes: &mut [u8]) {
        if let Some(bytes) = bytes.first_chunk_mut() {
            *bytes = *block;
        }
    }
}

impl Element for u16 {
    #[inline(always)]
    fn load(bytes: &[u8]) -> [u16; BLOCK] {
        let mut block = [0; BLOCK];
        if let Some(bytes) = bytes.first_chunk::<{ 2 * BLOCK }>() {
            (0..BLOCK).for_each(|at| block[at] = u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]));
        }
        block
    }

    #[inline(always)]
    fn store(block: &[u16; BLOCK], bytes: &mut [u8]) {
        if let Some(bytes) = bytes.first_chunk_mut::<{ 2 * BLOCK }>() {
            (0..BLOCK).for_each(|at| [bytes[2 * at], bytes[2 * at + 1]] = block[at].to_le_bytes());
        }
    }
}

/// Computes the `R` results of each element of a chunk from its `S` sources, with the host's widest registers.
pub(crate) fn map<E: Element, const S: usize, const R: usize>(
    inputs: Inputs<'_>,
    outputs: Outputs<'_>,
    f: impl Fn([E; S]) -> [E; R],
) {
    dispatch(Level::best(), Map { inputs, outputs, f, form: PhantomData });
}

struct Map<'c, F, Form> {
    inputs: Inputs<'c>,
    outputs: Outputs<'c>,
    f: F,
    form: PhantomData<Form>,
}

impl<E: Element, const S: usize, const R: usize, F: Fn([E; S]) -> [E; R]> Task for Map<'_, F, ([E; S], [E; R])> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Map { inputs, outputs, f, .. } = self;
        let bytes = outputs[0].len();
        let whole = bytes - bytes % (BLOCK * size_of::<E>());
        for start in (0..whole).step_by(BLOCK * size_of::<E>()) {
            let results = block(inputs.map(|input| input.get(start..).unwrap_or_default()), &f);
            for result in 0..R {
                E::store(&results[result], &mut outputs[result][start..]);
            }
        }
        if whole < bytes {
            last_block(
                inputs.map(|input| input.get(whole..).unwrap_or_default()),
                outputs.map(|output| &mut output[whole..]),
                &f,
            );
        }
    }
}

/// The results of a block.
#[inline(always)]
fn block<E: Element, const S: usize, const R: usize>(
    inputs: Inputs<'_>,
    f: &impl Fn([E; S]) -> [E; R],
) -> [[E; BLOCK]; R] {
    let mut sources = [[E::default(); BLOCK]; S];
    for source in 0..S {
        sources[source] = E::load(inputs[source]);
    }
    let mut results = [[E::default(); BLOCK]; R];
    for at in 0..BLOCK {
        let mut values = [E::default(); S];
        for source in 0..S {
            values[source] = sources[source][at];
        }
        let values = f(values);
        for result in 0..R {
            results[result][at] = values[result];
        }
    }
    results
}

/// What is left behind the last whole block, filled up with zeroes.
#[inline(always)]
fn last_block<E: Element, const S: usize, const R: usize>(
    inputs: Inputs<'_>,
    mut outputs: Outputs<'_>,
    f: &impl Fn([E; S]) -> [E; R],
) {
    let mut padded = [[0; 2 * BLOCK]; SOURCES];
    zip(&mut padded, inputs).for_each(|(padded, input)| padded[..input.len()].copy_from_slice(input));
    let results = block(padded.each_ref().map(|input| input.as_slice()), f);
    for result in 0..R {
        let output = &mut outputs[result];
        let mut padded = [0; 2 * BLOCK];
        E::store(&results[result], &mut padded);
        output.copy_from_slice(&padded[..output.len()]);
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A chunk at a level, and element by element.
    fn both<E: Element>(level: Level, bytes: &[Vec<u8>; 4], f: fn([E; 4]) -> [E; 2]) -> [[Vec<u8>; 2]; 2] {
        let inputs = bytes.each_ref().map(Vec::as_slice);
        let mut fast = [vec![0; bytes[0].len()], vec![0; bytes[0].len()]];
        dispatch(level, Map { inputs, outputs: fast.each_mut().map(Vec::as_mut_slice), f, form: PhantomData });
        let size = size_of::<E>();
        let mut plain = fast.clone();
        for at in (0..bytes[0].len()).step_by(size) {
            let mut outputs = plain.each_mut().map(|output| &mut output[at..at + size]);
            last_block(inputs.map(|input| &input[at..at + size]), outputs.each_mut().map(|output| &mut **output), &f);
        }
        [fast, plain]
    }

    proptest! {
        #[test]
        fn every_level_computes_every_element(
            bytes in prop::collection::vec(any::<[u8; 4]>(), 0..200).prop_map(|elements| {
                [0, 1, 2, 3].map(|stream| elements.iter().flat_map(|bytes| [bytes[stream], bytes[stream] / 3]).collect())
            }),
        ) {
            for level in Level::available() {
                let [fast, plain] = both::<u8>(level, &bytes, |[a, b, c, d]| [a.wrapping_mul(b), c.max(d)]);
                prop_assert_eq!(fast, plain);
                let [fast, plain] = both::<u16>(level, &bytes, |[a, b, c, d]| [a.wrapping_add(b) >> 3, c ^ d]);
                prop_assert_eq!(fast, plain);
            }
        }
    }

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
