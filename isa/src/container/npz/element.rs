//! The Rust types that array elements map to, and conversion between them.

use super::array::DataType;
use half::{bf16, f16};

/// A Rust type that array elements can be read as.
pub trait Element: Copy + sealed::Number {
    /// The array type that holds this Rust type.
    const DATA_TYPE: DataType;

    /// The value of an element's little-endian bytes.
    fn from_bytes(bytes: &[u8]) -> Self;

    /// Appends the value's little-endian bytes.
    fn append_to(self, data: &mut Vec<u8>);
}

mod sealed {
    /// A value on its way between two element types: wide enough to lose nothing.
    #[derive(Clone, Copy)]
    pub enum Wide {
        /// Any integer or bool.
        Integer(i128),
        /// Any float.
        Float(f64),
    }

    pub trait Number {
        fn widen(self) -> Wide;
        fn narrow(wide: Wide) -> Self;
    }
}

use sealed::{Number, Wide};

macro_rules! number {
    ($type:ty, $data_type:ident) => {
        impl Element for $type {
            const DATA_TYPE: DataType = DataType::$data_type;

            fn from_bytes(bytes: &[u8]) -> Self {
                <[u8; size_of::<$type>()]>::try_from(bytes).map(<$type>::from_le_bytes).unwrap_or_default()
            }

            fn append_to(self, data: &mut Vec<u8>) {
                data.extend_from_slice(&self.to_le_bytes());
            }
        }
    };
}

macro_rules! integer {
    ($type:ty, $data_type:ident) => {
        number!($type, $data_type);

        impl Number for $type {
            fn widen(self) -> Wide {
                Wide::Integer(i128::from(self))
            }

            fn narrow(wide: Wide) -> Self {
                match wide {
                    Wide::Integer(value) => value as $type,
                    Wide::Float(value) => value as $type,
                }
            }
        }
    };
}

macro_rules! float {
    ($type:ty, $data_type:ident, $from_float:expr) => {
        number!($type, $data_type);

        impl Number for $type {
            fn widen(self) -> Wide {
                Wide::Float(f64::from(self))
            }

            fn narrow(wide: Wide) -> Self {
                match wide {
                    Wide::Integer(value) => $from_float(value as f64),
                    Wide::Float(value) => $from_float(value),
                }
            }
        }
    };
}

integer!(i8, I8);
integer!(u8, U8);
integer!(i16, I16);
integer!(u16, U16);
integer!(i32, I32);
integer!(u32, U32);
integer!(i64, I64);
integer!(u64, U64);
float!(f16, F16, f16::from_f64);
float!(bf16, U16, bf16::from_f64);
float!(f64, F64, std::convert::identity);
number!(f32, F32);

impl Number for f32 {
    fn widen(self) -> Wide {
        Wide::Float(f64::from(self))
    }

    fn narrow(wide: Wide) -> Self {
        match wide {
            Wide::Integer(value) => value as f32,
            Wide::Float(value) => value as f32,
        }
    }
}

impl Element for bool {
    const DATA_TYPE: DataType = DataType::Bool;

    fn from_bytes(bytes: &[u8]) -> Self {
        bytes.iter().any(|&byte| byte != 0)
    }

    fn append_to(self, data: &mut Vec<u8>) {
        data.push(u8::from(self));
    }
}

impl Number for bool {
    fn widen(self) -> Wide {
        Wide::Integer(i128::from(self))
    }

    fn narrow(wide: Wide) -> Self {
        match wide {
            Wide::Integer(value) => value != 0,
            Wide::Float(value) => value != 0.0,
        }
    }
}

/// The elements in `data`, stored as `S`, converted to `T`.
pub(super) fn convert<S: Element, T: Element>(data: &[u8]) -> impl Iterator<Item = T> + '_ {
    data.chunks_exact(size_of::<S>()).map(|bytes| T::narrow(S::from_bytes(bytes).widen()))
}

/// Evaluates an expression with a type name standing for the Rust type of a [`DataType`].
macro_rules! with_type {
    ($dtype:expr, $name:ident => $body:expr) => {{
        macro_rules! arm {
            ($type:ty) => {{
                type $name = $type;
                $body
            }};
        }
        use $crate::container::npz::DataType;
        match $dtype {
            DataType::Bool => arm!(bool),
            DataType::I8 => arm!(i8),
            DataType::U8 => arm!(u8),
            DataType::I16 => arm!(i16),
            DataType::U16 => arm!(u16),
            DataType::I32 => arm!(i32),
            DataType::U32 => arm!(u32),
            DataType::I64 => arm!(i64),
            DataType::U64 => arm!(u64),
            DataType::F16 => arm!(half::f16),
            DataType::F32 => arm!(f32),
            DataType::F64 => arm!(f64),
        }
    }};
}
pub(super) use with_type;
