//! One array in memory: element type, shape and little-endian bytes in C order.

use super::element::{self, Element, with_type};
use crate::diagnostic::FormatError;

/// The element types an array can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataType {
    /// One byte, zero is false.
    Bool,
    /// Signed byte.
    I8,
    /// Unsigned byte.
    U8,
    /// Signed 16-bit integer.
    I16,
    /// Unsigned 16-bit integer; also carries the bits of bf16, for which NumPy has no type.
    U16,
    /// Signed 32-bit integer.
    I32,
    /// Unsigned 32-bit integer.
    U32,
    /// Signed 64-bit integer.
    I64,
    /// Unsigned 64-bit integer.
    U64,
    /// IEEE half precision.
    F16,
    /// IEEE single precision.
    F32,
    /// IEEE double precision.
    F64,
}

impl DataType {
    /// Every element type.
    pub const ALL: [DataType; 12] = [
        DataType::Bool,
        DataType::I8,
        DataType::U8,
        DataType::I16,
        DataType::U16,
        DataType::I32,
        DataType::U32,
        DataType::I64,
        DataType::U64,
        DataType::F16,
        DataType::F32,
        DataType::F64,
    ];

    /// NumPy's kind letter and size in bytes, such as `f4`.
    pub fn code(self) -> &'static str {
        match self {
            DataType::Bool => "b1",
            DataType::I8 => "i1",
            DataType::U8 => "u1",
            DataType::I16 => "i2",
            DataType::U16 => "u2",
            DataType::I32 => "i4",
            DataType::U32 => "u4",
            DataType::I64 => "i8",
            DataType::U64 => "u8",
            DataType::F16 => "f2",
            DataType::F32 => "f4",
            DataType::F64 => "f8",
        }
    }

    /// The type with this NumPy code, if an array can hold it.
    pub fn from_code(code: &str) -> Option<DataType> {
        DataType::ALL.into_iter().find(|dtype| dtype.code() == code)
    }

    /// Bytes of one element.
    pub fn size(self) -> usize {
        with_type!(self, T => size_of::<T>())
    }
}

/// The most axes an array may have, the same as NumPy's own bound.
pub(super) const MAX_AXES: usize = 64;

/// An array: element type, shape and little-endian data in C order (last axis fastest).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    dtype: DataType,
    shape: Vec<usize>,
    data: Vec<u8>,
}

impl Array {
    /// An array over `data`, which must be exactly as long as `shape` and `dtype` ask.
    pub fn new(dtype: DataType, shape: Vec<usize>, data: Vec<u8>) -> Result<Array, FormatError> {
        if shape.len() > MAX_AXES {
            return Err(FormatError::new("npy", 0, format!("the shape has {} axes", shape.len()))
                .allowed(format!("up to {MAX_AXES}"))
                .help("merge axes"));
        }
        match bytes_of(dtype, &shape) {
            Some(bytes) if bytes == data.len() as u64 => Ok(Array { dtype, shape, data }),
            wanted => Err(wrong_size(dtype, &shape, wanted, data.len())),
        }
    }

    /// An array holding a copy of `values`, which must be as many as `shape` asks.
    pub fn from_values<T: Element>(shape: &[usize], values: &[T]) -> Result<Array, FormatError> {
        let mut data = Vec::with_capacity(size_of_val(values));
        values.iter().for_each(|&value| value.append_to(&mut data));
        Array::new(T::DATA_TYPE, shape.to_vec(), data)
    }

    /// The element type.
    pub fn dtype(&self) -> DataType {
        self.dtype
    }

    /// The size of each axis; empty for a scalar.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements as little-endian bytes in C order.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The elements as little-endian bytes in C order, without a copy.
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.data.len() / self.dtype.size()
    }

    /// Whether the array has no elements.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// The elements as `T`, which must be the array's own type (`half::bf16` reads the bits of `u16`).
    pub fn values<T: Element>(&self) -> Result<impl ExactSizeIterator<Item = T>, FormatError> {
        if T::DATA_TYPE == self.dtype {
            return Ok(self.data.chunks_exact(size_of::<T>()).map(T::from_bytes));
        }
        Err(FormatError::new("npy", 0, format!("the array holds {} elements", self.dtype.code()))
            .allowed(T::DATA_TYPE.code())
            .help("convert the array first"))
    }

    /// The elements converted to `T`: between integers modulo the width, from floats rounded toward zero and
    /// saturated, to bool by comparison with zero.
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        with_type!(self.dtype, S => element::convert::<S, T>(&self.data).collect())
    }

    /// The same array with elements of another type, converted as by [`Array::to_vec`].
    #[must_use]
    pub fn cast(&self, dtype: DataType) -> Array {
        let mut data = Vec::with_capacity(self.len() * dtype.size());
        with_type!(dtype, T => self.to_vec::<T>().into_iter().for_each(|value| value.append_to(&mut data)));
        Array { dtype, shape: self.shape.clone(), data }
    }
}

/// The bytes that elements of `shape` take; `None` when no machine could hold them.
pub(super) fn bytes_of(dtype: DataType, shape: &[usize]) -> Option<u64> {
    if shape.contains(&0) {
        return Some(0);
    }
    shape.iter().try_fold(dtype.size() as u64, |bytes, &axis| bytes.checked_mul(axis as u64))
}

fn wrong_size(dtype: DataType, shape: &[usize], wanted: Option<u64>, found: usize) -> FormatError {
    let wanted = wanted.map_or("more than 2^64".to_owned(), |bytes| bytes.to_string());
    FormatError::new("npy", 0, format!("{found} bytes of data for shape {shape:?} of {}", dtype.code()))
        .allowed(format!("{wanted} bytes"))
        .help("make shape and data agree")
}
