//! From plain bytes to a stream, bit for bit what the hardware and the vendor's tools write.

use super::bits::BitWriter;
use super::group::{Coding, Symbols};
use super::layout::{groups, map_bytes, max_stream_bytes, odd_length};
use super::symbols::{self, Table};
use super::{ALIGNMENT, DataType, GROUP, Header, Params, error};
use crate::diagnostic::FormatError;

/// Encodes `plain`. Parameters that [`Params::check`] refuses are encoded as the hardware would, with loss.
pub fn encode(plain: &[u8], params: &Params) -> Result<Vec<u8>, FormatError> {
    let element_bytes = params.data_type.element_bytes();
    if !plain.len().is_multiple_of(element_bytes) {
        return Err(odd_length(plain.len()));
    }
    let mut encoder = Encoder::new(plain.len(), params);
    for group in plain.chunks(GROUP * element_bytes) {
        match params.data_type {
            DataType::Int8 => encoder.int8(group),
            DataType::Bf16 => encoder.bf16(group),
        }
    }
    encoder.finish(params)
}

struct Encoder {
    symbols: Table,
    /// Whether exponent zero stands without a fraction and coded groups hold their number of zeros.
    counted: bool,
    map: Vec<u8>,
    map_bytes: usize,
    /// Header and map, still empty, and the data.
    writer: BitWriter,
}

impl Encoder {
    fn new(plain_bytes: usize, params: &Params) -> Self {
        let groups = groups(plain_bytes, params.data_type);
        let map_bytes = map_bytes(groups);
        let mut stream = Vec::with_capacity(max_stream_bytes(plain_bytes, params.data_type));
        stream.resize(Header::BYTES + map_bytes, 0);
        Encoder {
            symbols: symbols::forward(params),
            counted: params.data_type == DataType::Bf16 && params.zero_guard,
            map: Vec::with_capacity(groups),
            map_bytes,
            writer: BitWriter::after(stream),
        }
    }

    /// A last, incomplete group is filled up with zeros.
    fn int8(&mut self, plain: &[u8]) {
        let mut values = [0; GROUP];
        values[..plain.len()].copy_from_slice(plain);
        self.group(values);
    }

    fn bf16(&mut self, plain: &[u8]) {
        let (mut exponents, mut fractions) = ([0; GROUP], [0; GROUP]);
        for (index, &[low, high]) in plain.as_chunks::<2>().0.iter().enumerate() {
            exponents[index] = high << 1 | low >> 7;
            fractions[index] = high & 0x80 | low & 0x7f;
        }
        self.group(exponents);
        let stored = exponents.into_iter().zip(fractions).filter(|&(exponent, _)| !self.counted || exponent != 0);
        let (packed, bits) = stored
            .fold((0, 0), |(packed, bits), (_, fraction)| (packed | u128::from(fraction) << bits, bits + u8::BITS));
        self.writer.push(packed, bits);
    }

    fn group(&mut self, values: Symbols) {
        let symbols = values.map(|value| self.symbols[usize::from(value)]);
        let coding = Coding::shortest(&symbols, self.counted);
        self.map.push(coding.map_byte());
        self.writer.push(coding.pack(&symbols, self.counted), coding.bits(self.counted));
    }

    fn finish(self, params: &Params) -> Result<Vec<u8>, FormatError> {
        let mut stream = self.writer.finish();
        stream.resize(stream.len().next_multiple_of(ALIGNMENT), 0);
        let data_bytes = stream.len() - Header::BYTES - self.map_bytes;
        let Some(announced) = u32::try_from(data_bytes).ok().filter(|&bytes| bytes <= Header::MAX_DATA_BYTES) else {
            return Err(error(0, format!("the data part takes {data_bytes} bytes"))
                .allowed(format!("up to {}, the field has 24 bits", Header::MAX_DATA_BYTES))
                .help("compress the tensor in several pieces"));
        };
        let (header, rest) = stream.split_at_mut(Header::BYTES);
        header.copy_from_slice(&Header::new(*params, announced).write());
        rest[..self.map.len()].copy_from_slice(&self.map);
        Ok(stream)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn half_an_element_is_an_error() {
        assert!(encode(&[1, 2, 3], &Params::bf16(true)).is_err());
    }

    #[test]
    fn nothing_is_a_header() {
        for params in [Params::int8(true), Params::bf16(true)] {
            assert_eq!(encode(&[], &params).unwrap(), Header::new(params, 0).write());
        }
    }

    #[test]
    fn more_than_the_size_field_holds_is_an_error() {
        let noise: Vec<u8> =
            (0..0x100_0000u32).map(|index| (index.wrapping_mul(0x9e37_79b9) >> 24) as u8 | 0x80).collect();
        assert!(encode(&noise, &Params::int8(false)).unwrap_err().what.contains("data part"));
        assert!(encode(&noise[16..], &Params::int8(false)).is_ok());
    }

    #[test]
    fn zeros_take_one_bit_each() {
        let stream = encode(&[0; 16], &Params::int8(true)).unwrap();
        assert_eq!(stream[16..], [[0; 16], [0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat());
    }

    #[test]
    fn the_padding_of_a_bf16_group_stores_fractions_only_without_a_guard() {
        let one = 0x3f80u16.to_le_bytes();
        assert_eq!(encode(&one, &Params::bf16(true)).unwrap().len(), 16 + 16 + 16);
        assert_eq!(encode(&one, &Params::bf16(false)).unwrap().len(), 16 + 16 + 32);
    }
}
