//! The tables of a model file, each described once.
//!
//! Field numbers are those of `sophgo/cvibuilder` (`proto/cvimodel.fbs`); `since` is the minor version of format 1
//! that brought a field, as stated by the vendor's converter and runtime.

use super::{
    super::flatbuffer::{Builder, Path, Place, Value, declare::table},
    tags::{DataType, QuantType, RoutineKind, SectionKind},
};
use crate::diagnostic::FormatError;
use serde::Serialize;
use std::fmt;

/// Version of the format a file follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Version {
    /// Incompatible changes.
    pub major: u8,
    /// Compatible additions.
    pub minor: u8,
    /// Corrections.
    pub patch: u8,
}

impl Version {
    /// The newest version known.
    pub const NEWEST: Version = Version::new(4);

    /// Version 1 with the given minor number.
    #[must_use]
    pub const fn new(minor: u8) -> Self {
        Version { major: 1, minor, patch: 0 }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Value for Version {
    const SIZE: usize = 3;
    const ALIGN: usize = 1;

    fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
        let [major, minor, patch] = *place.bytes(Self::SIZE, Self::ALIGN)? else {
            return Err(place.error("the version is cut short"));
        };
        Ok(Version { major, minor, patch })
    }

    fn write(&self, out: &mut Builder, slot: usize, _: &Path<'_>) -> Result<(), FormatError> {
        out.put(slot, &[self.major, self.minor, self.patch]);
        Ok(())
    }
}

table! {
    /// Extents of a tensor or weight, outermost first; -1 marks an extent known only at run time.
    pub table Shape {
        /// The extents, four in every known file: n, c, h, w.
        0 dims: Vec<i64> = required,
    }
}

table! {
    /// How real numbers became the numbers of a tensor.
    pub table Quantisation {
        /// The scheme; left at `none` by the compilers at hand.
        0 kind: QuantType = default(QuantType::None),
        /// Largest real number represented.
        1 max: f32 = default(0.0),
        /// Smallest real number represented.
        2 min: f32 = default(0.0),
        /// The number that stands for zero.
        3 zero_point: f32 = default(0.0),
        /// Factor from real number to integer for an input, from integer to real number for an output.
        4 scale: f32 = default(0.0),
    }
}

table! {
    /// An activation of a program.
    pub table Tensor by name {
        /// Number of the tensor; zero throughout in the files of the compilers at hand.
        0 id: u32 = default(0),
        /// The name by which routines refer to it.
        1 name: String = required,
        /// Where it lives: region and offset in one number, see [`Tensor::address`].
        2 offset: i64 = default(0),
        /// Type of its elements.
        3 data_type: DataType = default(DataType::Fp32),
        /// Its extents.
        4 shape: Shape = required,
        /// Distances between elements, when not dense.
        5 stride: Option<Shape> = default(None),
        /// Its quantisation.
        6 quantisation: Option<Quantisation> = default(None),
        /// Its memory is used again before the program ends, so it cannot be inspected afterwards.
        7 overwritten: bool = default(false),
        /// Factor of each channel which the model expects to be applied to a picture.
        8 scale: Vec<f32> = default(Vec::new()) since 4,
        /// What the model expects to be taken from each channel of a picture.
        9 mean: Vec<f32> = default(Vec::new()) since 4,
        /// Layout of a picture input, e.g. `BGR_PLANAR`.
        10 pixel_format: Option<String> = default(None) since 4,
        /// Rows and planes are padded as the video hardware writes them.
        11 aligned: bool = default(false) since 4,
        /// Bytes in memory, padding included.
        12 size: u32 = default(0) since 4,
    }
}

table! {
    /// A named part of the weight section.
    pub table Weight by name {
        /// Its name.
        0 name: String = kept(String::new()),
        /// Region and offset in one number.
        1 offset: i64 = default(0),
        /// Bytes.
        2 size: u32 = default(0),
        /// Extents, when CPU functions read it.
        3 shape: Option<Shape> = default(None),
        /// Type of its elements.
        4 data_type: DataType = default(DataType::Fp32),
    }
}

table! {
    /// What the caller should do to a picture before running the model.
    pub table PreprocessHints {
        /// Order of the channels.
        0 color: Option<String> = default(None),
        /// Factor applied first.
        1 raw_scale: f32 = default(0.0),
        /// What is taken from each channel.
        2 mean: Option<String> = default(None),
        /// What each channel is divided by.
        3 std: Option<String> = default(None),
        /// Factor applied last.
        4 input_scale: f32 = default(0.0),
        /// Order of the dimensions.
        5 data_format: Option<String> = default(None) since 4,
    }
}

table! {
    /// What the model has already done to its outputs.
    pub table PostprocessHints {
        /// A softmax is part of the model.
        0 done_softmax: bool = default(false),
    }
}

table! {
    /// A command stream for the TPU.
    pub table TpuRoutine {
        /// Name of the section with packets.
        0 cmdbuf_section: Option<String> = default(None),
        /// Name of the section with descriptors as fetched.
        1 dmabuf_section: Option<String> = default(None) since 4,
    }
}

table! {
    /// A function run by the host processor.
    pub table CpuRoutine {
        /// Name of the function.
        0 function: String = required,
        /// Its parameters: a flatbuffer of its own, see [`crate::container::parameters`].
        1 arguments: Vec<u8> = required,
    }
}

table! {
    /// One step of a program.
    pub table Routine {
        /// What runs it.
        0 kind: RoutineKind = default(RoutineKind::Tpu),
        /// Names of the tensors it reads.
        1 inputs: Vec<String> = kept(Vec::new()),
        /// Names of the tensors it writes.
        2 outputs: Vec<String> = kept(Vec::new()),
        /// The command stream, when the TPU runs it.
        3 tpu: Option<TpuRoutine> = default(None),
        /// The function, when the host runs it.
        4 cpu: Option<CpuRoutine> = default(None),
    }
}

table! {
    /// A network for one batch size and one input size.
    pub table Program {
        /// Batch size; zero in the files of newer compilers.
        0 batch: u32 = default(0),
        /// Bytes of activation memory in files before 1.1, for the shared and the private region together.
        1 neuron_size: u32 = default(0),
        /// Names of the tensors the caller fills.
        2 inputs: Vec<String> = required,
        /// Names of the tensors the caller reads.
        3 outputs: Vec<String> = required,
        /// Every activation.
        4 tensors: Vec<Tensor> = required,
        /// The steps, in order.
        5 routines: Vec<Routine> = required,
        /// Bytes of the shared region.
        6 shared_size: u32 = default(0) since 1,
        /// Bytes of the private region.
        7 private_size: u32 = default(0) since 1,
    }
}

table! {
    /// A run of bytes behind the tables.
    pub table Section by name {
        /// What it holds.
        0 kind: SectionKind = default(SectionKind::Weight),
        /// The name by which routines refer to it.
        1 name: String = required,
        /// Bytes stored.
        2 size: u32 = default(0),
        /// First byte, counted from the end of the tables.
        3 offset: u32 = default(0),
        /// The bytes can only be used by the secure firmware.
        4 encrypted: bool = default(false),
        /// The bytes are an LZ4 block.
        5 compressed: bool = default(false) since 4,
        /// Bytes after decompression.
        6 decompressed_size: u32 = default(0) since 4,
    }
}

table! {
    /// The outermost table: everything about the model except the bytes of its sections.
    pub table Body {
        /// Version of the format, repeated from the header.
        0 version: Version = required,
        /// Name of the model.
        1 name: String = required,
        /// When it was built, as text.
        2 build_time: String = kept(String::new()),
        /// What to do to a picture first.
        3 preprocess_hints: Option<PreprocessHints> = default(None),
        /// What has been done to the outputs.
        4 postprocess_hints: Option<PostprocessHints> = default(None),
        /// The parts of the weight section.
        5 weights: Vec<Weight> = kept(Vec::new()),
        /// The networks.
        6 programs: Vec<Program> = required,
        /// The byte runs behind the tables.
        7 sections: Vec<Section> = required,
        /// The chip it was built for; cv183x when absent.
        8 target: Option<String> = default(None) since 1,
        /// Version of the compiler that built it.
        9 compiler_version: Option<String> = default(None) since 4,
    }
}
