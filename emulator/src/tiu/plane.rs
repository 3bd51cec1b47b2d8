//! A plane of a tensor that is known to lie inside local memory.

use isa::chip::ChipProfile;
use isa::layout::{Index, LocalTensor, Shape};
use std::ops::Range;

/// The elements of a tensor, or one byte of each, as positions in local memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plane {
    tensor: LocalTensor,
    lane_bytes: u32,
    /// Bytes of a lane between which all elements lie; the end may lie behind the lane.
    extent: (u32, u32),
}

/// Why a tensor does not lie inside local memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// It starts in this lane, which the chip does not have.
    Lane(u32),
    /// This element starts at this byte of its lane, which is beyond the lane's last.
    Byte(Index, i64),
    /// An element ends behind the last lane.
    End,
}

impl Plane {
    /// The plane of `tensor`.
    ///
    /// Only the first byte of an element must lie in its own lane: the second may be the first of the next lane.
    /// Strides along a single element are dropped, so that planes with the same elements are equal.
    pub(crate) fn new(mut tensor: LocalTensor, chip: &ChipProfile) -> Result<Self, Misplaced> {
        if tensor.lane >= chip.lanes {
            return Err(Misplaced::Lane(tensor.lane));
        }
        if let Some(index) = tensor.first_outside(chip.lane_bytes) {
            return Err(Misplaced::Byte(index, tensor.at(index).offset));
        }
        let (low, high) = tensor.offsets().unwrap_or_default();
        let extent = (low as u32, high as u32 + tensor.element);
        let [n, c, h, w] = tensor.shape;
        let single = [n <= 1, tensor.lane + c <= chip.lanes, h <= 1, w <= 1];
        tensor.strides.iter_mut().zip(single).filter(|(_, single)| *single).for_each(|(stride, _)| *stride = 0);
        let plane = Plane { tensor, lane_bytes: chip.lane_bytes, extent };
        if plane.spills() && plane.ranges().any(|range| range.end > chip.lmem_bytes() as usize) {
            return Err(Misplaced::End);
        }
        Ok(plane)
    }

    /// Number of lanes.
    pub(crate) fn lanes(&self) -> usize {
        self.tensor.lanes as usize
    }

    /// Bytes of a lane.
    pub(crate) fn lane_bytes(&self) -> usize {
        self.lane_bytes as usize
    }

    /// The lane of a channel.
    pub(crate) fn lane(&self, channel: usize) -> usize {
        self.tensor.at([0, channel as u32, 0, 0]).lane as usize
    }

    /// Bytes between neighbouring elements along a dimension; along channels, between those of one lane.
    pub(crate) fn step(&self, dimension: usize) -> usize {
        self.tensor.strides[dimension] as usize
    }

    /// Position in local memory of an element.
    pub(crate) fn position(&self, index: Index) -> usize {
        let place = self.tensor.at(index);
        (i64::from(place.lane * self.lane_bytes) + place.offset) as usize
    }

    /// Position in local memory of the first element of `channel`.
    pub(crate) fn base(&self, channel: usize) -> usize {
        self.position([0, channel as u32, 0, 0])
    }

    /// The parts of local memory that hold the elements, one for every lane in use, gaps included.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let [n, c, h, w] = self.tensor.shape.map(|size| size as usize);
        (0..c.min(self.lanes())).map(move |channel| {
            let counts = [n, (c - channel).div_ceil(self.lanes()), h, w];
            let last: usize =
                counts.iter().enumerate().map(|(dimension, count)| (count - 1) * self.step(dimension)).sum();
            let base = self.base(channel);
            base..base + last + self.tensor.element as usize
        })
    }

    /// Whether an element may end in another lane than it starts in.
    fn spills(&self) -> bool {
        self.extent.1 > self.lane_bytes
    }

    /// Whether the two planes may have bytes in common: where elements interleave, the answer is yes.
    pub(crate) fn may_overlap(&self, other: &Plane) -> bool {
        let bytes = self.extent.0 < other.extent.1 && other.extent.0 < self.extent.1;
        self.spills()
            || other.spills()
            || bytes && (self.reaches_lane(other.tensor.lane) || other.reaches_lane(self.tensor.lane))
    }

    fn reaches_lane(&self, lane: u32) -> bool {
        (lane + self.tensor.lanes - self.tensor.lane) % self.tensor.lanes < self.tensor.shape[1]
    }

    /// Whether no two elements have bytes in common, as far as nested strides show it.
    pub(crate) fn is_distinct(&self) -> bool {
        let [n, c, h, w]: Shape = self.tensor.shape;
        let counts = [n, (self.tensor.lane + c).div_ceil(self.tensor.lanes), h, w];
        let mut axes: [_; 4] = std::array::from_fn(|dimension| (self.tensor.strides[dimension], counts[dimension]));
        axes.sort_unstable();
        let mut extent = i64::from(self.tensor.element);
        axes.into_iter().filter(|(_, count)| *count > 1).all(|(stride, count)| {
            let fits = stride >= extent;
            extent += stride * i64::from(count - 1);
            fits
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::address::LocalAddress;
    use isa::chip::Chip;
    use isa::layout::Strides;

    fn plane(address: u32, shape: Shape, strides: Strides, element: u32) -> Result<Plane, Misplaced> {
        let chip = Chip::Cv181x.profile();
        Plane::new(LocalTensor::new(LocalAddress(address), shape, strides, element, chip), chip)
    }

    fn packed(address: u32, shape: Shape) -> Plane {
        let [_, c, h, w] = shape.map(i64::from);
        let groups = (i64::from(address / 32768) + c + 7) / 8;
        plane(address, shape, [h * w * groups, h * w, w, 1], 1).unwrap()
    }

    #[test]
    fn ranges_follow_the_channels_around_the_lanes() {
        let plane = packed(7 * 32768 + 100, [1, 3, 2, 4]);
        assert_eq!([0, 1, 2].map(|channel| plane.base(channel)), [7 * 32768 + 100, 108, 32768 + 108]);
        let ranges: Vec<_> = plane.ranges().collect();
        assert_eq!(ranges, [7 * 32768 + 100..7 * 32768 + 108, 108..116, 32768 + 108..32768 + 116]);
    }

    #[test]
    fn every_element_must_start_in_its_lane() {
        assert!(plane(32752, [1, 1, 1, 16], [0, 0, 0, 1], 1).is_ok());
        let outside = plane(32753, [1, 1, 1, 16], [0, 0, 0, 1], 1);
        assert_eq!(outside, Err(Misplaced::Byte([0, 0, 0, 15], 32768)));
        assert_eq!(plane(8 * 32768, [1; 4], [0; 4], 1), Err(Misplaced::Lane(8)));
    }

    #[test]
    fn a_pair_may_end_in_the_next_lane_but_not_behind_the_last() {
        assert!(plane(32767, [1, 7, 1, 1], [0; 4], 2).is_ok());
        assert_eq!(plane(32767, [1, 8, 1, 1], [0; 4], 2), Err(Misplaced::End));
    }

    #[test]
    fn overlap_needs_common_lanes_and_common_bytes() {
        let first = packed(0, [1, 4, 2, 8]);
        assert!(first.may_overlap(&first));
        assert!(!first.may_overlap(&packed(16, [1, 4, 2, 8])));
        assert!(!first.may_overlap(&packed(4 * 32768, [1, 4, 2, 8])));
        assert!(first.may_overlap(&packed(3 * 32768 + 15, [1, 4, 2, 8])));
        assert!(packed(6 * 32768, [1, 4, 1, 1]).may_overlap(&packed(1, [1, 1, 1, 1])));
    }

    #[test]
    fn distinct_elements_have_nested_strides() {
        assert!(packed(0, [2, 9, 3, 5]).is_distinct());
        assert!(!plane(0, [1, 1, 2, 4], [0, 0, 3, 1], 1).unwrap().is_distinct());
        assert!(!plane(0, [2, 1, 1, 1], [0; 4], 1).unwrap().is_distinct());
        assert!(plane(0, [1, 1, 4, 4], [0, 0, 1, 4], 1).unwrap().is_distinct());
    }

    #[test]
    fn strides_along_single_elements_do_not_matter() {
        let strides = |n, c| plane(0, [1, 8, 2, 2], [n, c, 2, 1], 1).unwrap();
        assert_eq!(strides(7, 9), strides(0, 0));
    }
}
