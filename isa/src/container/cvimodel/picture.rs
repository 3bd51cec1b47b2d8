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
        let picture = self.picture(chip)?;
        Some(picture.count * picture.bytes)
    }

    /// How its pictures lie in the memory of `chip`, when it holds pictures with padded rows or planes.
    #[must_use]
    pub fn picture(&self, chip: Chip) -> Option<PictureLayout> {
        let picture = self.shape.picture()?;
        let padding = Padding::of(chip);
        match self.pixel_format.as_deref()? {
            "GRAYSCALE" => Some(picture.separate(padding.row, 1)),
            "RGB_PLANAR" | "BGR_PLANAR" | "RGBA_PLANAR" => Some(picture.separate(padding.row, padding.plane)),
            "RGB_PACKED" | "BGR_PACKED" => Some(picture.packed(padding)),
            "YUV_NV12" | "YUV_NV21" => Some(picture.semi_planar(padding)),
            "YUV420_PLANAR" => Some(picture.quarter_planar(padding)),
            _ => None,
        }
    }
}

/// How a batch of pictures lies in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLayout {
    /// Number of pictures.
    pub count: u64,
    /// Bytes from one picture to the next.
    pub bytes: u64,
    /// The planes of a picture.
    pub planes: Vec<Plane>,
}

/// A plane of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plane {
    /// Bytes from the start of the picture.
    pub offset: u64,
    /// Number of rows.
    pub rows: u64,
    /// Bytes of a row without padding.
    pub row_bytes: u64,
    /// Bytes from one row to the next.
    pub pitch: u64,
}

impl Plane {
    /// Bytes up to the end of its last row, padding included.
    fn end(&self) -> u64 {
        self.offset + self.rows * self.pitch
    }
}

impl PictureLayout {
    /// Bytes of all pictures without padding.
    #[must_use]
    pub fn dense_bytes(&self) -> u64 {
        self.count * self.planes.iter().map(|plane| plane.rows * plane.row_bytes).sum::<u64>()
    }

    /// Pictures without gaps, laid out with the padding that memory has; `None` when there are fewer or more bytes
    /// than the pictures have, or the padded ones pass what a machine can address.
    #[must_use]
    pub fn pad(&self, dense: &[u8]) -> Option<Vec<u8>> {
        if dense.len() as u64 != self.dense_bytes() {
            return None;
        }
        let mut padded = vec![0; usize::try_from(self.count * self.bytes).ok()?];
        let mut rest = dense;
        for picture in padded.chunks_exact_mut(usize::try_from(self.bytes).ok()?) {
            for (start, length) in self.planes.iter().flat_map(Plane::places) {
                let (row, behind) = rest.split_at_checked(length)?;
                picture.get_mut(start..start + length)?.copy_from_slice(row);
                rest = behind;
            }
        }
        Some(padded)
    }

    /// Planes one behind the other, the picture ending where a plane could start.
    fn of(count: u64, planes: Vec<Plane>, plane_alignment: u64) -> Self {
        let end = planes.last().map_or(0, Plane::end);
        PictureLayout { count, bytes: end.next_multiple_of(plane_alignment), planes }
    }
}

impl Plane {
    /// Start and length of each row.
    fn places(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.rows).map(|row| ((self.offset + row * self.pitch) as usize, self.row_bytes as usize))
    }
}

impl Picture {
    /// A plane for each channel.
    fn separate(self, row_alignment: u64, plane_alignment: u64) -> PictureLayout {
        let pitch = self.w.next_multiple_of(row_alignment);
        let stride = (pitch * self.h).next_multiple_of(plane_alignment);
        let plane = |channel| Plane { offset: channel * stride, rows: self.h, row_bytes: self.w, pitch };
        PictureLayout::of(self.n, (0..self.c).map(plane).collect(), plane_alignment)
    }

    fn packed(self, padding: Padding) -> PictureLayout {
        let row_bytes = self.w * self.c;
        let pitch = row_bytes.next_multiple_of(padding.row);
        PictureLayout::of(self.n, vec![Plane { offset: 0, rows: self.h, row_bytes, pitch }], 1)
    }

    /// A full plane of brightness, then one plane with both colours at half height.
    fn semi_planar(self, padding: Padding) -> PictureLayout {
        let pitch = self.w.next_multiple_of(padding.row);
        let brightness = Plane { offset: 0, rows: self.h, row_bytes: self.w, pitch };
        let offset = brightness.end().next_multiple_of(padding.plane);
        let colours = Plane { offset, rows: self.h / 2, ..brightness };
        PictureLayout::of(self.n, vec![brightness, colours], padding.plane)
    }

    /// A full plane of brightness with doubly padded rows, then two planes of colour at half width and height.
    fn quarter_planar(self, padding: Padding) -> PictureLayout {
        let pitch = self.w.next_multiple_of(padding.row * 2);
        let brightness = Plane { offset: 0, rows: self.h, row_bytes: self.w, pitch };
        let colour = |before: Plane| Plane {
            offset: before.end().next_multiple_of(padding.plane),
            rows: self.h / 2,
            row_bytes: self.w / 2,
            pitch: (self.w / 2).next_multiple_of(padding.row),
        };
        let first = colour(brightness);
        PictureLayout::of(self.n, vec![brightness, first, colour(first)], padding.plane)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn padding_goes_behind_rows_and_planes() {
        let picture = Picture { n: 2, c: 2, h: 2, w: 3 };
        let layout = picture.separate(4, 16);
        assert_eq!((layout.bytes, layout.dense_bytes()), (32, 24));
        let dense: Vec<u8> = (1..=24).collect();
        let padded = layout.pad(&dense).unwrap();
        assert_eq!(padded[..8], [1, 2, 3, 0, 4, 5, 6, 0]);
        assert_eq!(padded[8..16], [0; 8]);
        assert_eq!(padded[48..56], [19, 20, 21, 0, 22, 23, 24, 0]);
        assert_eq!(layout.pad(&dense[1..]), None);
    }

    #[test]
    fn colours_take_a_quarter_each_or_half_together() {
        let padding = Padding { row: 4, plane: 64 };
        let picture = Picture { n: 1, c: 3, h: 4, w: 6 };
        assert_eq!(picture.semi_planar(padding).dense_bytes(), 24 + 12);
        let quarter = picture.quarter_planar(padding);
        assert_eq!(quarter.planes.iter().map(|plane| plane.offset).collect::<Vec<_>>(), [0, 64, 128]);
        assert_eq!((quarter.bytes, quarter.dense_bytes()), (192, 24 + 6 + 6));
    }
}
