//! The one-byte tags of a model file.

use super::super::flatbuffer::declare::tags;

tags! {
    /// Type of the elements of a tensor or weight.
    pub tags DataType {
        /// 32-bit float.
        0 Fp32 "fp32",
        /// Signed 32-bit integer.
        1 Int32 "int32",
        /// Unsigned 32-bit integer.
        2 Uint32 "uint32",
        /// The upper half of a 32-bit float.
        3 Bf16 "bf16",
        /// Signed 16-bit integer.
        4 Int16 "int16",
        /// Unsigned 16-bit integer.
        5 Uint16 "uint16",
        /// Signed 8-bit integer.
        6 Int8 "int8",
        /// Unsigned 8-bit integer.
        7 Uint8 "uint8",
    }
}

impl DataType {
    /// Bytes of one element; `None` for a type without a known meaning.
    #[must_use]
    pub fn size(self) -> Option<u64> {
        match self {
            DataType::Fp32 | DataType::Int32 | DataType::Uint32 => Some(4),
            DataType::Bf16 | DataType::Int16 | DataType::Uint16 => Some(2),
            DataType::Int8 | DataType::Uint8 => Some(1),
            DataType::Unknown(_) => None,
        }
    }
}

tags! {
    /// How a tensor was quantised. The compilers at hand leave it at `none` and store only the scale.
    pub tags QuantType {
        /// Not stated.
        0 None "none",
        /// Cut to bf16.
        1 Bf16 "bf16",
        /// Integers around zero.
        2 Symmetric "int8 symmetric",
        /// Integers around a zero point.
        3 Asymmetric "int8 asymmetric",
    }
}

tags! {
    /// What runs a routine.
    pub tags RoutineKind {
        /// A command stream on the TPU.
        0 Tpu "tpu",
        /// A function on the host processor.
        1 Cpu "cpu",
    }
}

tags! {
    /// What a section holds.
    pub tags SectionKind {
        /// The weights of every program.
        0 Weight "weight",
        /// Descriptors in packets.
        1 Cmdbuf "cmdbuf",
        /// A shared library for x86-64 hosts.
        2 X86Library "x86_64",
        /// A shared library for AArch64 hosts.
        3 Aarch64Library "aarch64",
        /// Descriptors as the TPU fetches them.
        4 Dmabuf "dmabuf",
    }
}

impl SectionKind {
    /// Whether the section holds descriptors.
    #[must_use]
    pub fn is_commands(self) -> bool {
        matches!(self, SectionKind::Cmdbuf | SectionKind::Dmabuf)
    }

    /// Whether the section holds code for the host, which nothing here ever loads.
    #[must_use]
    pub fn is_native_code(self) -> bool {
        matches!(self, SectionKind::X86Library | SectionKind::Aarch64Library)
    }
}
