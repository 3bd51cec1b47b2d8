//! Where the elements of a tensor lie in local memory.

use crate::memory::LocalMemory;
use isa::op::tiu::Tensor;

/// The lanes of local memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    pub(crate) lanes: usize,
    pub(crate) lane_bytes: usize,
}

impl Geometry {
    pub(crate) fn of(local: &LocalMemory) -> Self {
        Geometry { lanes: local.lanes(), lane_bytes: local.lane_bytes() }
    }

    fn bytes(self) -> usize {
        self.lanes * self.lane_bytes
    }
}

/// Number of elements in every direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) n: usize,
    pub(crate) c: usize,
    pub(crate) h: usize,
    pub(crate) w: usize,
}

impl Shape {
    pub(crate) fn of(tensor: &Tensor) -> Self {
        let [n, c, h, w] = [tensor.n, tensor.c, tensor.h, tensor.w].map(usize::from);
        Shape { n, c, h, w }
    }

    pub(crate) fn elements(self) -> usize {
        self.n * self.c * self.h * self.w
    }
}

/// Bytes between neighbouring elements in every direction; `c` is between the channels of one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strides {
    pub(crate) n: usize,
    pub(crate) c: usize,
    pub(crate) h: usize,
    pub(crate) w: usize,
}

impl Strides {
    /// The strides in the descriptor.
    pub(crate) fn explicit(tensor: &Tensor) -> Self {
        let [n, c, h, w] = [tensor.n_stride, tensor.c_stride, tensor.h_stride, tensor.w_stride].map(usize::from);
        Strides { n, c, h, w }
    }

    /// The strides that the unit computes for a tensor whose channels start at multiples of 16 bytes.
    pub(crate) fn aligned(shape: Shape, start_lane: usize, lanes: usize, element: usize) -> Self {
        let c = (shape.h * shape.w * element).next_multiple_of(16);
        Strides { n: c * (start_lane + shape.c).div_ceil(lanes), c, h: shape.w * element, w: element }
    }
}

/// One plane of a tensor: the place of its elements, known to lie inside local memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plane {
    geometry: Geometry,
    lane: usize,
    offset: usize,
    shape: Shape,
    strides: Strides,
    element: usize,
}

/// Why a plane does not lie inside local memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// It starts in this lane, which the chip does not have.
    Lane(usize),
    /// It reaches this byte of a lane, which is beyond the lane's last.
    Byte(usize),
}

impl Plane {
    /// The plane at `address` with elements of `element` bytes.
    ///
    /// Only the first byte of an element must lie in its own lane: the second may be the first of the next lane.
    /// Strides along a single element are dropped, so that planes with the same elements are equal.
    pub(crate) fn new(
        geometry: Geometry,
        address: usize,
        shape: Shape,
        strides: Strides,
        element: usize,
    ) -> Result<Self, Misplaced> {
        let (lane, offset) = (address / geometry.lane_bytes, address % geometry.lane_bytes);
        let slots = (lane + shape.c).div_ceil(geometry.lanes);
        let used = |count: usize, stride: usize| if count > 1 { stride } else { 0 };
        let strides = Strides {
            n: used(shape.n, strides.n),
            c: used(slots, strides.c),
            h: used(shape.h, strides.h),
            w: used(shape.w, strides.w),
        };
        let plane = Plane { geometry, lane, offset, shape, strides, element };
        if lane >= geometry.lanes {
            return Err(Misplaced::Lane(lane));
        }
        let last_element = plane.end() - element;
        if last_element >= geometry.lane_bytes {
            return Err(Misplaced::Byte(last_element));
        }
        plane.check_last_lane().map(|()| plane)
    }

    fn check_last_lane(&self) -> Result<(), Misplaced> {
        let channel = self.geometry.lanes - 1 - self.lane;
        let end = self.base(channel) + self.reach(self.slots(channel));
        if channel < self.shape.c && end > self.geometry.bytes() {
            return Err(Misplaced::Byte(self.geometry.lane_bytes));
        }
        Ok(())
    }

    /// Bytes between neighbouring elements.
    pub(crate) fn strides(&self) -> Strides {
        self.strides
    }

    /// Bytes of an element.
    pub(crate) fn element(&self) -> usize {
        self.element
    }

    /// Number of lanes.
    pub(crate) fn lanes(&self) -> usize {
        self.geometry.lanes
    }

    /// Position in local memory of the first element of `channel`.
    pub(crate) fn base(&self, channel: usize) -> usize {
        let place = self.lane + channel;
        let (lane, slot) = (place % self.geometry.lanes, place / self.geometry.lanes);
        lane * self.geometry.lane_bytes + self.offset + slot * self.strides.c
    }

    /// The parts of local memory that hold the elements, one for every lane in use, gaps included.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        (0..self.shape.c.min(self.geometry.lanes)).map(|channel| {
            let base = self.base(channel);
            base..base + self.reach(self.slots(channel))
        })
    }

    /// How many channels share the lane of `channel`, from that channel on.
    fn slots(&self, channel: usize) -> usize {
        self.shape.c.saturating_sub(channel).div_ceil(self.geometry.lanes)
    }

    /// Bytes from the first element to the end of the last one of a lane with `slots` channels.
    fn reach(&self, slots: usize) -> usize {
        let Strides { n, c, h, w } = self.strides;
        let last = |count: usize, stride: usize| count.saturating_sub(1) * stride;
        last(self.shape.n, n) + last(slots, c) + last(self.shape.h, h) + last(self.shape.w, w) + self.element
    }

    /// The byte of a lane behind the last element.
    fn end(&self) -> usize {
        self.offset + self.reach((self.lane + self.shape.c).div_ceil(self.geometry.lanes))
    }

    /// Whether the two planes may have bytes in common: where elements interleave, the answer is yes.
    pub(crate) fn may_overlap(&self, other: &Plane) -> bool {
        if self.spills() || other.spills() {
            return true;
        }
        let bytes = self.offset < other.end() && other.offset < self.end();
        bytes && (self.reaches_lane(other.lane) || other.reaches_lane(self.lane))
    }

    fn spills(&self) -> bool {
        self.end() > self.geometry.lane_bytes
    }

    fn reaches_lane(&self, lane: usize) -> bool {
        (lane + self.geometry.lanes - self.lane) % self.geometry.lanes < self.shape.c
    }

    /// Whether no two elements have bytes in common, as far as nested strides show it.
    pub(crate) fn is_distinct(&self) -> bool {
        let slots = (self.lane + self.shape.c).div_ceil(self.geometry.lanes);
        let Strides { n, c, h, w } = self.strides;
        let mut axes = [(w, self.shape.w), (h, self.shape.h), (c, slots), (n, self.shape.n)];
        axes.sort_unstable();
        let mut extent = self.element;
        axes.into_iter().filter(|(_, count)| *count > 1).all(|(stride, count)| {
            let fits = stride >= extent;
            extent += stride * (count - 1);
            fits
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const LANES: Geometry = Geometry { lanes: 8, lane_bytes: 32768 };

    fn plane(
        address: usize,
        [n, c, h, w]: [usize; 4],
        strides: [usize; 4],
        element: usize,
    ) -> Result<Plane, Misplaced> {
        let [ns, cs, hs, ws] = strides;
        Plane::new(LANES, address, Shape { n, c, h, w }, Strides { n: ns, c: cs, h: hs, w: ws }, element)
    }

    fn packed(address: usize, shape: [usize; 4]) -> Plane {
        let slots = (address / 32768 + shape[1]).div_ceil(8);
        let size = shape[2] * shape[3];
        plane(address, shape, [size * slots, size, shape[3], 1], 1).unwrap()
    }

    #[test]
    fn channels_wrap_to_the_next_slot_of_lane_0() {
        let plane = packed(7 * 32768 + 100, [1, 3, 2, 4]);
        assert_eq!([0, 1, 2].map(|channel| plane.base(channel)), [7 * 32768 + 100, 108, 32768 + 108]);
        let ranges: Vec<_> = plane.ranges().collect();
        assert_eq!(ranges, [7 * 32768 + 100..7 * 32768 + 108, 108..116, 32768 + 108..32768 + 116]);
    }

    #[test]
    fn every_byte_must_lie_in_its_lane() {
        assert!(plane(32752, [1, 1, 1, 16], [0, 0, 0, 1], 1).is_ok());
        assert_eq!(plane(32753, [1, 1, 1, 16], [0, 0, 0, 1], 1), Err(Misplaced::Byte(32768)));
        assert_eq!(plane(8 * 32768, [1, 1, 1, 1], [0; 4], 1), Err(Misplaced::Lane(8)));
        assert_eq!(plane(32767, [1, 9, 1, 1], [0, 1, 0, 0], 1), Err(Misplaced::Byte(32768)));
    }

    #[test]
    fn a_pair_may_end_in_the_next_lane_but_not_beyond_the_last() {
        assert!(plane(32767, [1, 7, 1, 1], [0; 4], 2).is_ok());
        assert_eq!(plane(32767, [1, 8, 1, 1], [0; 4], 2), Err(Misplaced::Byte(32768)));
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
    fn aligned_strides_count_the_start_lane() {
        let shape = Shape { n: 2, c: 8, h: 3, w: 3 };
        assert_eq!(Strides::aligned(shape, 0, 8, 1), Strides { n: 16, c: 16, h: 3, w: 1 });
        assert_eq!(Strides::aligned(shape, 1, 8, 2), Strides { n: 64, c: 32, h: 6, w: 2 });
    }
}
