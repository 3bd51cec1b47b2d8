//! Where every element of an operand is: lane and stride rules as pure functions.
//!
//! Local memory consists of lanes. Channel `c` of a tensor that starts in lane `l` lies in lane `(l + c) % lanes`;
//! each time the lanes are used up, the next channel group starts one channel stride further. Elements wider than
//! 8 bits are either adjacent bytes (bf16) or planes: the same tensor again at a fixed distance for the next byte.

pub mod slot;
pub mod tdma;
pub mod tiu;
pub(crate) mod window;

use crate::address::LocalAddress;
use crate::chip::ChipProfile;

/// Sizes in the order n, c, h, w.
pub type Shape = [u32; 4];

/// Distances in bytes in the order n, c, h, w; in local memory c counts channel groups of a lane.
pub type Strides = [i64; 4];

/// An element's indices in the order n, c, h, w.
pub type Index = [u32; 4];

/// A byte of local memory; the offset may lie outside the lane, which is then an error of the descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The lane.
    pub lane: u32,
    /// The offset in the lane.
    pub offset: i64,
}

impl Place {
    /// The address, unless the place lies outside its lane or the lane outside the chip.
    #[must_use]
    #[inline]
    pub fn address(self, chip: &ChipProfile) -> Option<LocalAddress> {
        let offset = u32::try_from(self.offset).ok().filter(|offset| *offset < chip.lane_bytes)?;
        (self.lane < chip.lanes).then(|| LocalAddress::new(chip, self.lane, offset))
    }
}

/// A tensor in local memory: a map from indices to bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalTensor {
    /// Lane of channel 0; at least `lanes` is an error of the descriptor.
    pub lane: u32,
    /// Offset of element 0 in its lane.
    pub offset: i64,
    /// Sizes.
    pub shape: Shape,
    /// Distances.
    pub strides: Strides,
    /// Adjacent bytes of an element.
    pub element: u32,
    /// Lanes of the chip.
    pub lanes: u32,
}

impl LocalTensor {
    /// The tensor at `address`.
    #[must_use]
    #[inline]
    pub fn new(address: LocalAddress, shape: Shape, strides: Strides, element: u32, chip: &ChipProfile) -> Self {
        LocalTensor {
            lane: address.lane(chip),
            offset: address.offset(chip).into(),
            shape,
            strides,
            element,
            lanes: chip.lanes,
        }
    }

    /// Where the element is.
    #[must_use]
    #[inline]
    pub fn at(&self, [n, c, h, w]: Index) -> Place {
        let (group, lane) = self.group_and_lane(self.lane + c);
        let [n_stride, c_stride, h_stride, w_stride] = self.strides;
        let offset = self.offset
            + i64::from(n) * n_stride
            + i64::from(group) * c_stride
            + i64::from(h) * h_stride
            + i64::from(w) * w_stride;
        Place { lane, offset }
    }

    /// The channel group and the lane of the channel that is number `channel`, counted from lane 0. Most tensors have
    /// one group, and divisions take long.
    #[inline]
    fn group_and_lane(&self, channel: u32) -> (u32, u32) {
        if channel < self.lanes { (0, channel) } else { (channel / self.lanes, channel % self.lanes) }
    }

    /// The same tensor `distance` bytes further, where the sum may carry into the next lane.
    #[must_use]
    #[inline]
    pub fn shifted(&self, distance: u32, chip: &ChipProfile) -> Self {
        let offset = self.offset + i64::from(distance);
        let (lanes, offset) = (offset / i64::from(chip.lane_bytes), offset % i64::from(chip.lane_bytes));
        LocalTensor { lane: self.lane.saturating_add(u32::try_from(lanes).unwrap_or(0)), offset, ..*self }
    }

    /// As a matrix of `columns` columns whose rows are cut into pieces as wide as this tensor, one per channel.
    ///
    /// The second tensor is the shorter last piece of every row, empty when the width divides the columns.
    #[must_use]
    pub fn rows_of(&self, columns: u32) -> [Self; 2] {
        let [rows, _, _, width] = self.shape;
        let whole = columns.checked_div(width).unwrap_or(0);
        let rest = columns - whole * width;
        let pieces = LocalTensor { shape: [rows, whole, 1, width], ..*self };
        let last = LocalTensor { shape: [rows, whole + 1, 1, rest], ..*self };
        [pieces, last.part(1, whole, 1)]
    }

    /// Whether it has no elements.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0) || self.element == 0
    }

    /// First channel group of `lane` and how many of them the tensor has there.
    #[must_use]
    #[inline]
    pub fn groups_in(&self, lane: u32) -> (u32, u32) {
        let first = self.lane.saturating_sub(lane).div_ceil(self.lanes);
        let end = self.lane.saturating_add(self.shape[1]);
        let past = if end > lane { (end - lane - 1) / self.lanes + 1 } else { 0 };
        (first, past.saturating_sub(first))
    }

    /// Lowest and highest offset at which an element begins; `None` when empty.
    #[must_use]
    #[inline]
    pub fn offsets(&self) -> Option<(i64, i64)> {
        if self.is_empty() {
            return None;
        }
        let groups = [self.lane, self.lane + self.shape[1] - 1].map(|channel| self.group_and_lane(channel).0);
        let [n, _, h, w] = self.shape.map(|size| i64::from(size) - 1);
        let spans = [n * self.strides[0], h * self.strides[2], w * self.strides[3]];
        let ends = groups.map(|group| i64::from(group) * self.strides[1]);
        let low = self.offset + ends[0].min(ends[1]) + spans.iter().map(|span| span.min(&0)).sum::<i64>();
        let high = self.offset + ends[0].max(ends[1]) + spans.iter().map(|span| span.max(&0)).sum::<i64>();
        Some((low, high))
    }

    /// The first element, in order, that does not begin inside its lane.
    #[must_use]
    #[inline]
    pub fn first_outside(&self, lane_bytes: u32) -> Option<Index> {
        if self.is_inside(lane_bytes) { None } else { Some(self.search_outside(lane_bytes)) }
    }

    #[inline]
    fn is_inside(&self, lane_bytes: u32) -> bool {
        self.offsets().is_none_or(|(low, high)| low >= 0 && high < i64::from(lane_bytes))
    }

    #[cold]
    fn search_outside(&self, lane_bytes: u32) -> Index {
        let mut rest = *self;
        let mut index = [0; 4];
        for (dim, found) in index.iter_mut().enumerate() {
            let part = |from: u32, count: u32| rest.part(dim, from, count);
            let (mut good, mut bad) = (0, rest.shape[dim] - 1);
            while good < bad {
                let middle = good + (bad - good) / 2;
                if part(0, middle + 1).is_inside(lane_bytes) { good = middle + 1 } else { bad = middle }
            }
            *found = bad;
            rest = part(bad, 1);
        }
        index
    }

    /// The elements `from .. from + count` along dimension `dim`; a start lane that does not exist stays one.
    #[must_use]
    #[inline]
    pub fn part(&self, dim: usize, from: u32, count: u32) -> Self {
        let mut part = *self;
        part.shape[dim] = count;
        if dim == 1 && self.lane < self.lanes {
            let lane = self.lane + from;
            part.lane = lane % self.lanes;
            part.offset += i64::from(lane / self.lanes) * self.strides[1];
        } else if dim != 1 {
            part.offset += i64::from(from) * self.strides[dim];
        }
        part
    }
}

/// A tensor in DRAM, relative to a base register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DramTensor {
    /// The base register.
    pub base: u8,
    /// Address of element 0 before the base register is added.
    pub address: u64,
    /// Sizes.
    pub shape: Shape,
    /// Distances.
    pub strides: Strides,
    /// Adjacent bytes of an element.
    pub element: u32,
}

impl DramTensor {
    /// Address of the element before the base register is added.
    #[must_use]
    #[inline]
    pub fn at(&self, index: Index) -> u64 {
        let steps = index.iter().zip(self.strides).map(|(index, stride)| i64::from(*index) * stride);
        self.address.wrapping_add_signed(steps.sum())
    }

    /// Whether it has no elements.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0) || self.element == 0
    }

    /// One past the last byte; `None` when empty.
    #[must_use]
    #[inline]
    pub fn end(&self) -> Option<u64> {
        let last = self.shape.map(|size| size.wrapping_sub(1));
        (!self.is_empty()).then(|| self.at(last) + u64::from(self.element))
    }
}

#[cfg(test)]
mod tests;
