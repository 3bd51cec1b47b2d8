//! Bytes as numbers.

use isa::container::cvimodel::DataType;

/// The numbers that bytes of this type hold.
pub fn values(data_type: DataType, bytes: &[u8]) -> impl ExactSizeIterator<Item = f64> + '_ {
    let size = data_type.size().map_or(1, |size| size as usize);
    bytes.chunks_exact(size).map(move |bytes| value(data_type, bytes))
}

fn value(data_type: DataType, bytes: &[u8]) -> f64 {
    let number = bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    match data_type {
        DataType::Fp32 => f32::from_bits(number).into(),
        DataType::Bf16 => f32::from_bits(number << 16).into(),
        DataType::Int32 => number.cast_signed().into(),
        DataType::Int16 => (number as u16).cast_signed().into(),
        DataType::Int8 => (number as u8).cast_signed().into(),
        _ => number.into(),
    }
}

/// The bytes that stand for a number.
///
/// # Errors
/// When the type cannot hold it.
pub fn bytes(data_type: DataType, number: f64) -> Result<Vec<u8>, String> {
    let size = data_type.size().map_or(1, |size| size as usize);
    let encoded = match data_type {
        DataType::Fp32 => return Ok((number as f32).to_le_bytes().to_vec()),
        DataType::Bf16 => return Ok(((number as f32).to_bits() >> 16).to_le_bytes()[..2].to_vec()),
        _ => (number as i64).to_le_bytes()[..size].to_vec(),
    };
    match value(data_type, &encoded) == number {
        true => Ok(encoded),
        false => Err(format!("{data_type} cannot hold {number}")),
    }
}

/// A number of an element, short enough for a table.
#[must_use]
pub fn text(value: f64) -> String {
    match value.abs() {
        _ if value.fract() == 0.0 && value.abs() < 1e9 => format!("{value}"),
        1e-3..1e6 => format!("{value:.4}"),
        _ => format!("{value:.4e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_bytes() {
        let all = [
            (DataType::Int8, -128.0),
            (DataType::Uint8, 255.0),
            (DataType::Int16, -2.0),
            (DataType::Bf16, -1.5),
            (DataType::Fp32, 0.25),
            (DataType::Int32, -70000.0),
        ];
        for (data_type, number) in all {
            let found = bytes(data_type, number).map(|bytes| values(data_type, &bytes).collect::<Vec<_>>());
            assert_eq!(found, Ok(vec![number]));
        }
        assert!(bytes(DataType::Int8, 128.0).is_err());
    }
}
