//! From a stream to plain bytes.

use super::bits::BitReader;
use super::group::{Coding, Fault, Symbols};
use super::layout::Layout;
use super::symbols::{self, Table};
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
/// of the stream. After an error, `plain` holds what came before it. Data type and parameters come from the stream;
/// compare its type with the transfer's through [`Header::expect`](super::Header::expect).
pub fn decode_into(stream: &[u8], plain: &mut [u8]) -> Result<usize, FormatError> {
    let layout = Layout::of(stream, plain.len())?;
    let params = layout.header.params;
    let mut decoder = Decoder {
        reader: BitReader::new(layout.data),
        bytes: symbols::inverse(&params),
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
    /// The byte or exponent of each symbol.
    bytes: Table,
    /// Whether exponent zero stands without a fraction and coded groups hold their number of zeros.
    counted: bool,
    data_start: usize,
}

impl Decoder<'_> {
    fn int8(&mut self, map: &[u8], plain: &mut [u8]) -> Result<(), FormatError> {
        for (index, (&byte, plain)) in map.iter().zip(plain.chunks_mut(GROUP)).enumerate() {
            let values = self.group(index, byte)?;
            match plain.first_chunk_mut::<GROUP>() {
                Some(plain) => *plain = values,
                None => plain.copy_from_slice(&values[..plain.len()]),
            }
        }
        Ok(())
    }

    fn bf16(&mut self, map: &[u8], plain: &mut [u8]) -> Result<(), FormatError> {
        for (index, (&byte, plain)) in map.iter().zip(plain.chunks_mut(2 * GROUP)).enumerate() {
            let exponents = self.group(index, byte)?;
            let fractions = self.fractions(index, &exponents)?;
            let elements = plain.as_chunks_mut::<2>().0.iter_mut();
            for (element, (exponent, fraction)) in elements.zip(exponents.into_iter().zip(fractions)) {
                *element = [exponent << 7 | fraction & 0x7f, fraction & 0x80 | exponent >> 1];
            }
        }
        Ok(())
    }

    /// The bytes of one group of symbols.
    #[inline]
    fn group(&mut self, index: usize, map_byte: u8) -> Result<Symbols, FormatError> {
        let start = self.reader.position();
        let coding = Coding::of_map_byte(map_byte, self.counted).map_err(|fault| self.fault(index, start, fault))?;
        let bits = self.reader.peek();
        self.skip(index, coding.bits(self.counted))?;
        let symbols = coding.unpack(bits, self.counted).map_err(|fault| self.fault(index, start, fault))?;
        Ok(symbols.map(|symbol| self.bytes[usize::from(symbol)]))
    }

    /// Sign and fraction of each element; exponent zero under a zero guard has none in the stream.
    #[inline]
    fn fractions(&mut self, index: usize, exponents: &Symbols) -> Result<Symbols, FormatError> {
        let packed = self.reader.peek().to_le_bytes();
        if !self.counted {
            self.skip(index, 8 * GROUP as u32)?;
            return Ok(packed);
        }
        let mut used = 0;
        let fractions = exponents.map(|exponent| {
            let stored = exponent != 0;
            let fraction = if stored { packed[used & 0xf] } else { 0 };
            used += usize::from(stored);
            fraction
        });
        self.skip(index, 8 * used as u32)?;
        Ok(fractions)
    }

    fn skip(&mut self, index: usize, bits: u32) -> Result<(), FormatError> {
        if self.reader.skip(bits) {
            return Ok(());
        }
        let what = format!("the data part ends within the next {bits} bits");
        let allowed = "as many data bytes in the header as the groups need";
        Err(self.fault(index, self.reader.position(), Fault { what, allowed }))
    }

    #[cold]
    fn fault(&self, index: usize, position: usize, fault: Fault) -> FormatError {
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
