//! The tensors of a loaded program.

use super::error::RuntimeError;
use super::memory::MemoryPlan;
use isa::chip::ChipProfile;
use isa::container::cvimodel::{DataType, PictureLayout, Tensor};
use isa::diagnostic::Finding;
use std::ops::Range;

/// A tensor as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorInfo {
    /// Its name.
    pub name: String,
    /// Its extents, outermost first.
    pub shape: Vec<i64>,
    /// Type of its elements.
    pub data_type: DataType,
    /// Bytes in memory, padding included.
    pub bytes: u64,
    /// Bytes without padding.
    pub dense_bytes: u64,
    /// Factor from real numbers to integers for an input, back for an output.
    pub scale: f32,
    /// The integer that stands for zero.
    pub zero_point: i32,
    /// Layout of a picture input.
    pub pixel_format: Option<String>,
    /// How pictures are padded, when rows or planes are.
    pub padding: Option<PictureLayout>,
    /// Factor of each channel that the model expects to be applied to a picture.
    pub channel_scale: Vec<f32>,
    /// What the model expects to be taken from each channel of a picture.
    pub channel_mean: Vec<f32>,
    /// Other tensors use its memory before the program ends.
    pub overwritten: bool,
    pub(super) home: Home,
}

/// Where the bytes of a tensor are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In DRAM.
    Device(Range<u64>),
    /// In memory that only the host sees; the number says which.
    Host(usize),
}

impl TensorInfo {
    /// The tensor that `tensor` describes; `place` names it in messages, `hosts` counts those outside of DRAM.
    pub(super) fn new(
        tensor: &Tensor,
        place: impl Fn() -> String,
        chip: &ChipProfile,
        plan: &MemoryPlan,
        hosts: &mut usize,
    ) -> Result<Self, RuntimeError> {
        let sizes = tensor.memory_size(chip.chip).zip(tensor.dense_size());
        let Some((bytes, dense_bytes)) = sizes else {
            let what = "its size is not known";
            let finding = Finding::error(place(), what).allowed("a known type, extents and picture layout");
            return Err(RuntimeError::Unsound(Box::new(finding)));
        };
        let home = match tensor.address() {
            Some(address) => {
                let start = plan.region(address.region).start + address.offset;
                Home::Device(start..start + bytes)
            }
            None => Home::Host(std::mem::replace(hosts, *hosts + 1)),
        };
        let quantisation = tensor.quantisation.as_ref();
        Ok(TensorInfo {
            name: tensor.name.clone(),
            shape: tensor.shape.dims.clone(),
            data_type: tensor.data_type,
            bytes,
            dense_bytes,
            scale: quantisation.map_or(1.0, |quantisation| quantisation.scale),
            zero_point: quantisation.map_or(0, |quantisation| quantisation.zero_point as i32),
            pixel_format: tensor.pixel_format.clone().filter(|format| !format.is_empty()),
            padding: tensor.aligned.then(|| tensor.picture(chip.chip)).flatten(),
            channel_scale: tensor.scale.clone(),
            channel_mean: tensor.mean.clone(),
            overwritten: tensor.overwritten,
            home,
        })
    }

    /// Number of elements.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.dense_bytes / self.data_type.size().unwrap_or(1)
    }
}
