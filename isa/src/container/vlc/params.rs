//! What a stream's coding depends on, and how to choose it for given data.

use super::{BF16_BIAS, error};
use crate::diagnostic::FormatError;

/// Type of the plain elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataType {
    /// One byte each, signed or unsigned.
    Int8,
    /// Two bytes each, the upper half of an IEEE single.
    Bf16,
}

impl DataType {
    /// Bytes of one plain element.
    pub const fn element_bytes(self) -> usize {
        match self {
            DataType::Int8 => 1,
            DataType::Bf16 => 2,
        }
    }

    /// Its name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            DataType::Int8 => "int8",
            DataType::Bf16 => "bf16",
        }
    }
}

/// How elements become symbols. Small symbols take few bits, so the biases move frequent values next to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Params {
    /// Type of the plain elements.
    pub data_type: DataType,
    /// Int8: whether bytes are two's complement. Must be false for bf16.
    pub signed: bool,
    /// Signed int8: this much is subtracted from positive values, which wrap within 1..=127.
    /// Bf16: the exponent that becomes the smallest symbol. Unsigned int8: unused.
    pub bias0: u8,
    /// Signed int8: this much is subtracted from the magnitude of negative values, which wraps within 1..=128.
    /// Unused otherwise. The stream keeps its low seven bits.
    pub bias1: u8,
    /// Bf16: exponent zero has symbol zero to itself and no sign or fraction is stored with it, so that -0 and
    /// subnormal values come back as +0. Unused for int8.
    pub zero_guard: bool,
}

impl Params {
    /// Int8 without biases: what the store engine uses.
    pub const fn int8(signed: bool) -> Self {
        Params { data_type: DataType::Int8, signed, bias0: 0, bias1: 0, zero_guard: false }
    }

    /// Bf16 centred on exponent 127: what the store engine uses.
    pub const fn bf16(zero_guard: bool) -> Self {
        Params { data_type: DataType::Bf16, signed: false, bias0: BF16_BIAS, bias1: 0, zero_guard }
    }

    /// The parameters that the vendor's compiler chooses for a constant tensor. `signed` matters for int8 only.
    pub fn for_weights(plain: &[u8], data_type: DataType, signed: bool) -> Self {
        match (data_type, signed) {
            (DataType::Int8, false) => Params::int8(false),
            (DataType::Int8, true) => Params::for_signed(plain),
            (DataType::Bf16, _) => Params::for_bf16(plain),
        }
    }

    fn for_signed(plain: &[u8]) -> Self {
        let values = || plain.iter().map(|&byte| byte.cast_signed());
        let smallest_positive = values().filter(|&value| value > 0).min().unwrap_or(1);
        let smallest_negative = values().filter(|&value| value < 0).max().unwrap_or(-1);
        Params {
            bias0: smallest_positive.unsigned_abs() - 1,
            bias1: smallest_negative.unsigned_abs() - 1,
            ..Params::int8(true)
        }
    }

    fn for_bf16(plain: &[u8]) -> Self {
        let (mut sum, mut count, mut elements) = (0u64, 0u64, 0u64);
        for element in plain.as_chunks::<2>().0 {
            let exponent = u16::from_le_bytes(*element) >> 7 & 0xff;
            sum += u64::from(exponent);
            count += u64::from(exponent != 0);
            elements += 1;
        }
        // The reference divides in single precision and rounds in double; long tensors show the difference.
        let mean = f64::from(sum as f32 / count as f32) + 0.5;
        let bias0 = if count == 0 { BF16_BIAS } else { mean as u8 };
        Params { bias0, ..Params::bf16(count != elements) }
    }

    /// Refuses parameters under which different plain values share a symbol or the stream cannot name the parameters.
    pub fn check(&self) -> Result<(), FormatError> {
        if self.bias1 > 127 {
            return Err(error(5, format!("bias1 is {}", self.bias1)).allowed("0 to 127, the field has seven bits"));
        }
        if self.data_type == DataType::Bf16 && self.signed {
            return Err(error(3, "a bf16 stream is marked signed").allowed("signed only with int8"));
        }
        if self.data_type == DataType::Int8 && self.signed && self.bias0 > 127 {
            return Err(error(4, format!("bias0 is {} for signed int8", self.bias0)).allowed("0 to 127"));
        }
        Ok(())
    }

    /// Refuses parameters that only constants prepared by a compiler can have: the store engine of the hardware takes
    /// int8 without biases, and bf16 with bias 127 and an optional zero guard.
    pub fn check_store(&self) -> Result<(), FormatError> {
        let wanted = match self.data_type {
            DataType::Int8 => Params::int8(self.signed),
            DataType::Bf16 => Params::bf16(self.zero_guard),
        };
        if *self == wanted {
            return Ok(());
        }
        Err(error(3, format!("a compressed store asks for {self:?}"))
            .allowed(format!("{wanted:?}"))
            .help("prepare biased streams when compiling, or store without biases"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::*;

    fn bf16(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    fn weights(values: &[i8]) -> Params {
        let bytes: Vec<u8> = values.iter().map(|value| value.cast_unsigned()).collect();
        Params::for_weights(&bytes, DataType::Int8, true)
    }

    #[test]
    fn signed_biases_are_the_widths_of_the_gaps_around_zero() {
        assert_eq!((weights(&[0, 5, 90, -3, -128]).bias0, weights(&[0, 5, 90, -3, -128]).bias1), (4, 2));
        assert_eq!((weights(&[127, -128]).bias0, weights(&[127, -128]).bias1), (126, 127));
    }

    #[test]
    fn a_missing_sign_leaves_its_bias_at_zero() {
        assert_eq!(weights(&[]), Params::int8(true));
        assert_eq!(weights(&[0, 0]), Params::int8(true));
        assert_eq!(weights(&[-7]), Params { bias1: 6, ..Params::int8(true) });
        assert_eq!(weights(&[7]), Params { bias0: 6, ..Params::int8(true) });
    }

    #[test]
    fn unsigned_data_takes_no_bias() {
        assert_eq!(Params::for_weights(&[9, 9], DataType::Int8, false), Params::int8(false));
    }

    #[test]
    fn bf16_bias_is_the_rounded_mean_of_the_exponents_that_are_not_zero() {
        let plain = bf16(&[0x3f80, 0x4000, 0x0000]);
        assert_eq!(Params::for_weights(&plain, DataType::Bf16, false), Params { bias0: 128, ..Params::bf16(true) });
        let plain = bf16(&[0x3f80, 0x3f80, 0xc000]);
        assert_eq!(Params::for_weights(&plain, DataType::Bf16, true), Params::bf16(false));
    }

    #[test]
    fn bf16_zeros_only_keep_the_default_bias() {
        assert_eq!(Params::for_weights(&bf16(&[0, 0x8000]), DataType::Bf16, false), Params::bf16(true));
        assert_eq!(Params::for_weights(&[], DataType::Bf16, false), Params::bf16(false));
    }

    #[test]
    fn check_names_each_rule() {
        assert!(Params { bias0: 200, ..Params::bf16(true) }.check().is_ok());
        assert!(Params { bias0: 200, ..Params::int8(false) }.check().is_ok());
        for wrong in [
            Params { bias1: 128, ..Params::int8(true) },
            Params { bias0: 128, ..Params::int8(true) },
            Params { signed: true, ..Params::bf16(true) },
        ] {
            assert!(wrong.check().unwrap_err().to_string().contains("allowed"), "{wrong:?}");
        }
    }

    #[test]
    fn the_store_engine_takes_unbiased_parameters_only() {
        for right in [Params::int8(false), Params::int8(true), Params::bf16(false), Params::bf16(true)] {
            assert!(right.check_store().is_ok(), "{right:?}");
        }
        for wrong in [
            Params { bias0: 1, ..Params::int8(true) },
            Params { zero_guard: true, ..Params::int8(true) },
            Params { bias1: 1, ..Params::bf16(true) },
            Params { bias0: 126, ..Params::bf16(true) },
            Params { signed: true, ..Params::bf16(true) },
        ] {
            assert!(wrong.check_store().is_err(), "{wrong:?}");
        }
    }
}
