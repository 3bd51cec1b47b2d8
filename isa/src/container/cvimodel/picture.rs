//! How many bytes a tensor takes, also as a picture with padded rows and planes.
//!
//! The padding is that of the runtime (`sophgo/cviruntime`, `src/common/neuron.cpp`), which follows what the video
//! hardware of each chip writes.

use super::schema::{Shape, Tensor};
use crate::chip::Chip;

/// What the video hardware of a chip pads to.
#[derive(Clone, Copy)]
struct Padding {
    row: u64,
    plane: u64,
}

impl Padding {
    fn of(chip: Chip) -> Self {
        let alignment = chip.profile().picture_alignment;
        Padding { row: alignment.row.into(), plane: alignment.plane.into() }
    }
}

/// A picture batch.
#[derive(Clone, Copy)]
struct Picture {
    n: u64,
    c: u64,
    h: u64,
    w: u64,
}

impl Shape {
    /// Number of elements; `None` when an extent is not known or the product passes 64 bits.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        let extents = self.dims.iter().map(|&extent| u64::try_from(extent).ok());
        extents.into_iter().try_fold(1_u64, |count, extent| count.checked_mul(extent?))
    }

    fn picture(&self) -> Option<Picture> {
        let [n, c, h, w] = self.dims.as_slice() else { return None };
        let small = |extent: i64| u64::try_from(extent).ok().filter(|&extent| extent <= 1 << 15);
        Some(Picture { n: small(*n)?, c: small(*c)?, h: small(*h)?, w: small(*w)? })
    }
}

impl Tensor {
    /// Bytes of its elements without padding; `None` when type or shape is unknown.
    #[must_use]
    pub fn dense_size(&self) -> Option<u64> {
        self.shape.count()?.checked_mul(self.data_type.size()?)
    }

    /// Bytes in the memory of `chip`, padding included; `None` when type, shape or layout is unknown.
    #[must_use]
    pub fn memory_size(&self, chip: Chip) -> Option<u64> {
        match (self.aligned, self.size) {
            (false, _) => self.dense_size(),
            (true, 0) => self.picture_size(chip),
            (true, stated) => Some(u64::from(stated)),
        }
    }

    /// Bytes that the padding rules of `chip` ask for.
    pub(super) fn picture_size(&self, chip: Chip) -> Option<u64> {
        let picture = self.shape.picture()?;
        let padding = Padding::of(chip);
        match self.pixel_format.as_deref()? {
            "GRAYSCALE" => Some(picture.n * picture.c * picture.h * picture.w.next_multiple_of(padding.row)),
            "RGB_PLANAR" | "BGR_PLANAR" | "RGBA_PLANAR" => Some(picture.planar(padding)),
            "RGB_PACKED" | "BGR_PACKED" => Some(picture.packed(padding)),
            "YUV_NV12" | "YUV_NV21" => Some(picture.semi_planar(padding)),
            "YUV420_PLANAR" => Some(picture.quarter_planar(padding)),
            _ => None,
        }
    }
}

impl Picture {
    fn planar(self, padding: Padding) -> u64 {
        self.n * self.c * (self.w.next_multiple_of(padding.row) * self.h).next_multiple_of(padding.plane)
    }

    fn packed(self, padding: Padding) -> u64 {
        self.n * self.h * (self.w * self.c).next_multiple_of(padding.row)
    }

    /// A full plane of brightness, then one plane with both colours at half height.
    fn semi_planar(self, padding: Padding) -> u64 {
        let row = self.w.next_multiple_of(padding.row);
        let brightness = (self.h * row).next_multiple_of(padding.plane);
        self.n * (brightness + self.h / 2 * row).next_multiple_of(padding.plane)
    }

    /// A full plane of brightness with doubly padded rows, then two planes of colour at half width and height.
    fn quarter_planar(self, padding: Padding) -> u64 {
        let row = self.w.next_multiple_of(padding.row * 2);
        let colour = self.h / 2 * (self.w / 2).next_multiple_of(padding.row);
        let first = (self.h * row).next_multiple_of(padding.plane);
        let second = (first + colour).next_multiple_of(padding.plane);
        self.n * (second + colour).next_multiple_of(padding.plane)
    }
}
