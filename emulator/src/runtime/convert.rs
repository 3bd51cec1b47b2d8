//! Real numbers as a tensor stores them, with the rounding of the vendor's `model_runner`.

use super::cpu_ops::truncate;
use super::tensor::TensorInfo;
use isa::container::cvimodel::DataType;

/// The bytes that stand for `values` in `tensor`; `None` where the runtime has no conversion.
#[must_use]
pub fn from_floats(tensor: &TensorInfo, values: &[f32]) -> Option<Vec<u8>> {
    let (scale, zero) = (tensor.scale, tensor.zero_point);
    let quantised = |value: &f32| nearest(value * scale).wrapping_add(zero);
    let each = values.iter();
    Some(match tensor.data_type {
        DataType::Fp32 => each.flat_map(|value| value.to_le_bytes()).collect(),
        DataType::Int8 => each.map(|value| quantised(value).clamp(-128, 127) as u8).collect(),
        // What lies below zero wraps round: only the upper end is looked at.
        DataType::Uint8 => each.map(|value| quantised(value).min(255) as u8).collect(),
        DataType::Int16 | DataType::Uint16 => each.flat_map(|value| (nearest(*value) as u16).to_le_bytes()).collect(),
        DataType::Bf16 => each.flat_map(|value| to_bf16(*value).to_le_bytes()).collect(),
        _ => return None,
    })
}

/// The nearest integer, halves away from zero.
fn nearest(value: f32) -> i32 {
    truncate(f64::from(value.round()))
}

/// The upper half; what is not finite becomes the largest number.
fn to_bf16(value: f32) -> u16 {
    const EXPONENT: u16 = 0x7f80;
    const LARGEST: u16 = 0x7f7f;
    let bits = (value.to_bits() >> 16) as u16;
    if bits & EXPONENT == EXPONENT { LARGEST } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::tensor::Home;

    fn tensor(data_type: DataType, scale: f32, zero_point: i32) -> TensorInfo {
        TensorInfo {
            name: String::new(),
            shape: Vec::new(),
            data_type,
            bytes: 0,
            dense_bytes: 0,
            scale,
            zero_point,
            pixel_format: None,
            padding: None,
            channel_scale: Vec::new(),
            channel_mean: Vec::new(),
            overwritten: false,
            home: Home::Host(0),
        }
    }

    #[test]
    fn integers_round_half_away_from_zero_and_saturate() {
        let values = [0.5, -0.5, 1.49, 100.0, -100.0, 0.25];
        let int8 = from_floats(&tensor(DataType::Int8, 2.0, 0), &values);
        assert_eq!(int8, Some([1_i8, -1, 3, 127, -128, 1].map(|value| value as u8).to_vec()));
        let shifted = from_floats(&tensor(DataType::Int8, 1.0, 3), &[1.0, 126.0, f32::NAN]);
        assert_eq!(shifted, Some([4_i8, 127, -128].map(|value| value as u8).to_vec()));
    }

    #[test]
    fn unsigned_bytes_wrap_below_zero_only() {
        assert_eq!(from_floats(&tensor(DataType::Uint8, 1.0, 0), &[300.0, -1.0, 7.5]), Some(vec![255, 255, 8]));
    }

    #[test]
    fn sixteen_bits_ignore_the_scale() {
        let bytes = from_floats(&tensor(DataType::Int16, 9.0, 9), &[-2.5, 65_537.0]);
        assert_eq!(bytes, Some([(-3_i16).to_le_bytes(), 1_i16.to_le_bytes()].concat()));
    }

    #[test]
    fn bf16_is_cut_and_never_infinite() {
        let bits = |value| from_floats(&tensor(DataType::Bf16, 9.0, 0), &[value]);
        assert_eq!(bits(1.003_9), Some(0x3f80_u16.to_le_bytes().to_vec()));
        assert_eq!(bits(f32::NEG_INFINITY), Some(0x7f7f_u16.to_le_bytes().to_vec()));
    }
}
