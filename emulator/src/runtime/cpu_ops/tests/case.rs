//! A call with small made-up tensors, and what the vendor's runtime answered.

use crate::runtime::cpu_ops::tensor::TensorBuf;
use isa::container::{
    cvimodel::DataType,
    parameters::{Parameter, Parameters},
};

/// A call and its recorded results.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) function: &'static str,
    pub(super) inputs: Vec<TensorBuf>,
    pub(super) outputs: Vec<TensorBuf>,
    pub(super) parameters: Parameters,
    pub(super) expected: Vec<Vec<f32>>,
}

pub(super) fn case(function: &'static str) -> Case {
    let (inputs, outputs, expected) = (Vec::new(), Vec::new(), Vec::new());
    Case { function, inputs, outputs, parameters: Parameters::default(), expected }
}

impl Case {
    pub(super) fn input(mut self, tensor: TensorBuf) -> Self {
        self.inputs.push(tensor);
        self
    }

    /// An output full of zeros.
    pub(super) fn output(mut self, data_type: DataType, shape: &[i64]) -> Self {
        self.outputs.push(tensor(data_type, shape, &vec![0.0; shape.iter().product::<i64>() as usize]));
        self
    }

    pub(super) fn with(mut self, name: &str, value: Parameter) -> Self {
        self.parameters.entries.push((name.to_owned(), value));
        self
    }

    pub(super) fn int(self, name: &str, value: i32) -> Self {
        self.with(name, Parameter::Int(value))
    }

    pub(super) fn float(self, name: &str, value: f32) -> Self {
        self.with(name, Parameter::Float(value))
    }

    pub(super) fn text(self, name: &str, value: &str) -> Self {
        self.with(name, Parameter::Text(value.to_owned()))
    }

    pub(super) fn flag(self, name: &str, value: bool) -> Self {
        self.with(name, Parameter::Bool(value))
    }

    /// What the next output held afterwards.
    pub(super) fn gives(mut self, expected: &[f32]) -> Self {
        self.expected.push(expected.to_vec());
        self
    }
}

/// A tensor that holds `values`.
pub(super) fn tensor(data_type: DataType, shape: &[i64], values: &[f32]) -> TensorBuf {
    let bytes = values.iter().flat_map(|value| match data_type {
        DataType::Int8 => (*value as i8).to_le_bytes().to_vec(),
        DataType::Uint8 => vec![*value as u8],
        DataType::Bf16 => ((value.to_bits() >> 16) as u16).to_le_bytes().to_vec(),
        DataType::Int16 | DataType::Uint16 => (*value as i16).to_le_bytes().to_vec(),
        DataType::Int32 | DataType::Uint32 => (*value as i32).to_le_bytes().to_vec(),
        _ => value.to_le_bytes().to_vec(),
    });
    TensorBuf { name: "t".to_owned(), data_type, shape: shape.to_vec(), bytes: bytes.collect() }
}

/// The numbers that a tensor holds.
pub(super) fn numbers(tensor: &TensorBuf) -> Vec<f32> {
    let size = tensor.data_type.size().unwrap_or(1) as usize;
    let number = |bytes: &[u8]| match (tensor.data_type, bytes) {
        (DataType::Int8, &[byte]) => f32::from(byte as i8),
        (DataType::Bf16, &[low, high]) => f32::from_le_bytes([0, 0, low, high]),
        (DataType::Fp32, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
        _ => bytes.iter().rev().fold(0.0, |number, byte| number * 256.0 + f32::from(*byte)),
    };
    tensor.bytes.chunks_exact(size).map(number).collect()
}

/// Numbers that look like nothing in particular: multiples of `step` on both sides of zero.
pub(super) fn wave(shape: &[i64], step: f32) -> TensorBuf {
    let count = shape.iter().product::<i64>();
    let values: Vec<f32> = (0..count).map(|index| ((index * 37 + 11) % 101 - 50) as f32 * step).collect();
    tensor(DataType::Fp32, shape, &values)
}

/// The same among the int8 numbers.
pub(super) fn bytes(shape: &[i64]) -> TensorBuf {
    let count = shape.iter().product::<i64>();
    let values: Vec<f32> = (0..count).map(|index| ((index * 89 + 40) % 255 - 127) as f32).collect();
    tensor(DataType::Int8, shape, &values)
}
