//! From a stream to plain bytes.

use super::bits::BitReader;
use super::group::{Coding, Fault, Symbols, fault};
use super::layout::Layout;
use super::symbols::Inverse;
#[cfg(target_arch = "x86_64")]
use super::x86;
use super::{ALIGNMENT, DataType, GROUP, error};
use crate::diagnostic::FormatError;

/// Decodes the stream at the start of `stream`, which may be longer, into `plain_bytes` bytes. Returns them and the
/// length of the stream.
pub fn decode(stream: &[u8], plain_bytes: usize) -> Result<(Vec<u8>, usize), FormatError> {
    // A complete stream has a map byte for at most 32 plain bytes: a length that no stream of this size can have is
    // refused before memory is taken.
    Layout::of(stream, plain_bytes)?;
    let mut plain = vec![0; plain_bytes];
    let consumed = decode_into(stream, &mut plain)?;
    Ok((plain, consumed))
}

/// Decodes the stream at the start of `stream`, which may be longer, so that it fills `plain`, and returns the length
/// of the stream. After an error, `plain` holds anything. Data type and parameters come from the stream; compare its
/// type with the transfer's through [`Header::expect`](super::Header::expect).
pub fn decode_into(stream: &[u8], plain: &mut [u8]) -> Result<usize, FormatError> {
    let layout = Layout::of(stream, plain.len())?;
    let params = layout.header.params;
    let mut decoder = Decoder {
        reader: BitReader::new(layout.data),
        bytes: Inverse::new(&params),
        counted: params.data_type == DataType::Bf16 && params.zero_guard,
        data_start: layout.data_start,
    };
    match params.data_type {
        DataType::Int8 => decoder.int8(layout.map, plain)?,
        DataType::Bf16 => decoder.bf16(layout.map, plain)?,
    }
    decoder.check_end(layout.data.len())?;
    Ok(layout.data_start + layout.data.len())
}

struct Decoder<'a> {
    reader: BitReader<'a>,
    bytes: Inverse,
    /// Whether exponent zero stands without a fraction and coded groups hold their number of zeros.
    counted: bool,
    data_start: usize,
}

impl Decoder<'_> {
    fn int8(&mut self, map: &[u8], plain: &mut [u8]) -> Result<(), FormatError> {
        let (whole, last) = plain.as_chunks_mut::<GROUP>();
        let mut first = self.sound_groups(map, whole);
        for (byte, symbols) in map.iter().zip(&mut *whole).skip(first) {
            *symbols = self.group(*byte).map_err(|fault| self.fault(first, *fault))?;
            first += 1;
        }
        if let Some(byte) = map.get(whole.len()) {
            let symbols = self.group(*byte).map_err(|fault| self.fault(first, *fault))?;
            last.copy_from_slice(&symbols[..last.len()]);
        }
        self.apply(plain);
        Ok(())
    }

    /// Turns symbols into their bytes.
    fn apply(&self, symbols: &mut [u8]) {
        #[cfg(target_arch = "x86_64")]
        if x86::apply(&self.bytes, symbols) {
            return;
        }
        self.bytes.apply(symbols);
    }

    fn bf16(&mut self, map: &[u8], plain: &mut [u8]) -> Result<(), FormatError> {
        for (index, (&byte, plain)) in map.iter().zip(plain.chunks_mut(2 * GROUP)).enumerate() {
            let mut exponents = self.group(byte).map_err(|fault| self.fault(index, *fault))?;
            self.bytes.apply(&mut exponents);
            let fractions = self.fractions(&exponents).map_err(|fault| self.fault(index, *fault))?;
            let elements = plain.as_chunks_mut::<2>().0.iter_mut();
            for (element, (exponent, fraction)) in elements.zip(exponents.into_iter().zip(fractions)) {
                *element = [exponent << 7 | fraction & 0x7f, fraction & 0x80 | exponent >> 1];
            }
        }
        Ok(())
    }

    /// Reads groups for as long as a faster way goes, and says how many it has read.
    #[cfg(target_arch = "x86_64")]
    fn sound_groups(&mut self, map: &[u8], symbols: &mut [Symbols]) -> usize {
        x86::groups(&mut self.reader, map, symbols)
    }

    /// Reads groups for as long as a faster way goes, and says how many it has read.
    #[cfg(not(target_arch = "x86_64"))]
    fn sound_groups(&mut self, _: &[u8], _: &mut [Symbols]) -> usize {
        0
    }

    /// One group of symbols.
    #[inline(always)]
    fn group(&mut self, map_byte: u8) -> Result<Symbols, Box<Fault>> {
        let coding = Coding::of_map_byte(map_byte, self.counted)?;
        let bits = coding.bits(self.counted);
        self.check(bits)?;
        // A fault in the symbols is told with the place where they start.
        let symbols = coding.unpack(self.reader.peek(), self.counted)?;
        self.reader.skip(bits);
        Ok(symbols)
    }

    /// Sign and fraction of each element; exponent zero under a zero guard has none in the stream.
    #[inline(always)]
    fn fractions(&mut self, exponents: &Symbols) -> Result<Symbols, Box<Fault>> {
        let packed = self.reader.peek().to_le_bytes();
        if !self.counted {
            self.check(8 * GROUP as u32)?;
            self.reader.skip(8 * GROUP as u32);
            return Ok(packed);
        }
        let mut used = 0;
        let mut fractions = [0; GROUP];
        for (fraction, exponent) in fractions.iter_mut().zip(exponents) {
            let stored = *exponent != 0;
            *fraction = if stored { packed[used & 0xf] } else { 0 };
            used += usize::from(stored);
        }
        self.check(8 * used as u32)?;
        self.reader.skip(8 * used as u32);
        Ok(fractions)
    }

    #[inline(always)]
    fn check(&self, bits: u32) -> Result<(), Box<Fault>> {
        if self.reader.has(bits) { Ok(()) } else { Err(too_short(bits)) }
    }

    #[cold]
    fn fault(&self, index: usize, fault: Fault) -> FormatError {
        let position = self.reader.position();
        error(self.data_start + position / 8, format!("group {index} (data bit {position}): {}", fault.what))
            .allowed(fault.allowed)
            .help("check the tensor's shape and address, or compress it again")
    }

    fn check_end(&self, data_bytes: usize) -> Result<(), FormatError> {
        let needed = self.reader.position().div_ceil(8).next_multiple_of(ALIGNMENT);
        if needed == data_bytes {
            return Ok(());
        }
        let what = format!("the groups end at data bit {} of {data_bytes} data bytes", self.reader.position());
        Err(error(self.data_start + needed, what)
            .allowed(format!("{needed} data bytes"))
            .help("check the tensor's shape: the stream decodes to more bytes"))
    }
}

#[cold]
fn too_short(bits: u32) -> Box<Fault> {
    let what = format!("the data part ends within the next {bits} bits");
    fault(what, "as many data bytes in the header as the groups need")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::super::{Header, Params, encode, max_stream_bytes};
    use super::*;
    use proptest::prelude::*;

    fn stream() -> Vec<u8> {
        let plain: Vec<u8> = (0..200).map(|index| (index % 7) * (index % 3)).collect();
        encode(&plain, &Params::int8(false)).unwrap()
    }

    #[test]
    fn what_follows_the_stream_is_left_alone() {
        let mut longer = stream();
        let length = longer.len();
        longer.extend([0xff; 40]);
        assert_eq!(decode(&longer, 200).unwrap().1, length);
    }

    #[test]
    fn every_missing_byte_is_noticed() {
        let stream = stream();
        for length in 0..stream.len() {
            assert_eq!(decode(&stream[..length], 200).unwrap_err().offset, length as u64);
        }
    }

    #[test]
    fn a_wrong_shape_is_noticed() {
        let stream = stream();
        assert!(decode(&stream, 100).unwrap_err().what.contains("the groups end"));
        assert!(decode(&stream, 300).is_err());
        assert!(decode(&stream, usize::MAX).is_err());
    }

    #[test]
    fn a_broken_group_is_named_with_its_bit() {
        let mut stream = stream();
        stream[Header::BYTES + 2] = 6 << 5;
        let error = decode(&stream, 200).unwrap_err();
        assert!(error.what.starts_with("group 2 (data bit "), "{error}");
        assert!(error.offset >= 32);
    }

    #[test]
    fn data_that_ends_too_early_is_noticed() {
        let mut stream = stream();
        let shorter = stream[0] - 16;
        stream[0] = shorter;
        assert!(decode(&stream, 200).unwrap_err().what.contains("the data part ends"));
    }

    #[test]
    fn an_empty_tensor_is_a_header() {
        assert_eq!(decode(&Header::new(Params::int8(true), 0).write(), 0).unwrap(), (vec![], 16));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail(stream in prop::collection::vec(any::<u8>(), 0..400), plain_bytes in 0usize..600) {
            if let Ok((plain, consumed)) = decode(&stream, plain_bytes) {
                prop_assert_eq!(plain.len(), plain_bytes);
                prop_assert!(consumed <= max_stream_bytes(plain_bytes, Header::parse(&stream).unwrap().params.data_type));
            }
        }
    }
}
