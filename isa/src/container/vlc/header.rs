//! The sixteen bytes in front of every stream.

use super::{ALIGNMENT, DataType, Params, error};
use crate::diagnostic::FormatError;

/// The header of a stream, every bit of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// Bits 0 to 23: bytes of the data part, padding included.
    pub data_bytes: u32,
    /// Bits 24 to 27: written as zero, ignored by the hardware.
    pub reserved: u8,
    /// Bits 28, 29, 32 to 39, 40 to 46 and 47: signedness, data type, bias 0, bias 1 and zero guard.
    pub params: Params,
    /// Bits 30 and 31: written as zero (full depth), ignored by the hardware.
    pub bit_depth: u8,
    /// Bits 48 to 127: written as zero, ignored by the hardware.
    pub unused: [u8; 10],
}

impl Header {
    /// Length of a header.
    pub const BYTES: usize = 16;
    /// The largest data part that a header can announce.
    pub const MAX_DATA_BYTES: u32 = 0xff_fff0;

    /// The header that an encoder writes.
    pub const fn new(params: Params, data_bytes: u32) -> Self {
        Header { data_bytes, reserved: 0, params, bit_depth: 0, unused: [0; 10] }
    }

    /// Reads the header at the start of `stream`. Every bit pattern is a header; [`Header::check`] judges it.
    pub fn parse(stream: &[u8]) -> Result<Self, FormatError> {
        let Some(bytes) = stream.first_chunk::<{ Header::BYTES }>() else {
            return Err(error(stream.len(), format!("the header ends after {} bytes", stream.len()))
                .allowed("16 bytes")
                .help("pass the bytes from the tensor's start to the end of its memory"));
        };
        let [size0, size1, size2, flags, bias0, guard_bias1, unused @ ..] = *bytes;
        let params = Params {
            data_type: if flags >> 5 & 1 == 1 { DataType::Bf16 } else { DataType::Int8 },
            signed: flags >> 4 & 1 == 1,
            bias0,
            bias1: guard_bias1 & 0x7f,
            zero_guard: guard_bias1 >> 7 == 1,
        };
        let data_bytes = u32::from_le_bytes([size0, size1, size2, 0]);
        Ok(Header { data_bytes, reserved: flags & 0xf, params, bit_depth: flags >> 6, unused })
    }

    /// The sixteen bytes; values wider than their fields lose their upper bits.
    pub fn write(&self) -> [u8; Header::BYTES] {
        let [size0, size1, size2, _] = self.data_bytes.to_le_bytes();
        let Params { data_type, signed, bias0, bias1, zero_guard } = self.params;
        let bf16 = u8::from(data_type == DataType::Bf16);
        let flags = self.reserved & 0xf | u8::from(signed) << 4 | bf16 << 5 | self.bit_depth << 6;
        let guard_bias1 = bias1 & 0x7f | u8::from(zero_guard) << 7;
        let mut bytes = [0; Header::BYTES];
        bytes[..6].copy_from_slice(&[size0, size1, size2, flags, bias0, guard_bias1]);
        bytes[6..].copy_from_slice(&self.unused);
        bytes
    }

    /// Refuses a header that no encoder writes.
    pub fn check(&self) -> Result<(), FormatError> {
        if !(self.data_bytes as usize).is_multiple_of(ALIGNMENT) {
            return Err(error(0, format!("the header announces {} data bytes", self.data_bytes))
                .allowed("a multiple of 16")
                .help("check that the address points at a compressed tensor"));
        }
        if self.reserved != 0 || self.bit_depth != 0 || self.unused != [0; 10] {
            return Err(error(3, "a reserved bit of the header is set")
                .allowed("zero in bits 24 to 27, 30, 31 and 48 to 127")
                .help("check that the address points at a compressed tensor"));
        }
        self.params.check()
    }

    /// Refuses a stream of another data type than the transfer that reads it.
    pub fn expect(&self, data_type: DataType) -> Result<(), FormatError> {
        if self.params.data_type == data_type {
            return Ok(());
        }
        let found = self.params.data_type.name();
        Err(error(3, format!("the header announces {found} data where the transfer expects {}", data_type.name()))
            .allowed("the same type in the descriptor's format and in bit 29 of the header")
            .help("compress the tensor as the type that the descriptor loads"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_land_on_their_bits() {
        let params = Params { bias0: 0x5a, bias1: 0x33, zero_guard: true, ..Params::int8(true) };
        let bytes = Header::new(params, 0x12_3450).write();
        assert_eq!(bytes[..6], [0x50, 0x34, 0x12, 0x10, 0x5a, 0xb3]);
        assert_eq!(bytes[6..], [0; 10]);
        assert_eq!(Header::new(Params::bf16(false), 16).write()[..6], [16, 0, 0, 0x20, 127, 0]);
    }

    #[test]
    fn a_short_header_is_an_error_at_its_end() {
        assert_eq!(Header::parse(&[0; 15]).unwrap_err().offset, 15);
    }

    #[test]
    fn check_refuses_what_no_encoder_writes() {
        let good = Header::new(Params::bf16(true), 32);
        assert!(good.check().is_ok());
        assert!(Header { data_bytes: 33, ..good }.check().is_err());
        assert!(Header { reserved: 1, ..good }.check().is_err());
        assert!(Header { bit_depth: 1, ..good }.check().is_err());
        assert!(Header { unused: [1; 10], ..good }.check().is_err());
        assert!(Header { params: Params { signed: true, ..good.params }, ..good }.check().is_err());
    }

    #[test]
    fn expect_compares_the_data_type() {
        let header = Header::new(Params::bf16(true), 32);
        assert!(header.expect(DataType::Bf16).is_ok());
        assert!(header.expect(DataType::Int8).unwrap_err().to_string().contains("bf16"));
    }

    proptest! {
        #[test]
        fn every_bit_survives(bytes: [u8; 16]) {
            prop_assert_eq!(Header::parse(&bytes).unwrap().write(), bytes);
        }
    }
}
