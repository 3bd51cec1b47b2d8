//! One side of a transfer: where its elements lie, in the order in which they are handled.

use crate::memory::Space;
use isa::chip::ChipProfile;
use isa::layout::{DramTensor, LocalTensor};
use std::ops::Range;

/// Which dimension of the tensor (n, c, h, w) each of the four nested loops counts, outermost first.
pub(super) type Order = [usize; 4];

/// The order in which tensors are stored.
pub(super) const NCHW: Order = [0, 1, 2, 3];
/// Batches take the place of channels and the other way round.
pub(super) const CNHW: Order = [1, 0, 2, 3];
/// Columns take the place of channels and the other way round.
pub(super) const NWHC: Order = [0, 3, 2, 1];

const CHANNELS: usize = 1;

/// One of the loops over a side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) count: u32,
    /// Bytes from one index to the next; for channels in local memory, from one channel of a lane to the next.
    pub(super) stride: i64,
    /// Whether the next index lies in the next lane.
    pub(super) hops: bool,
}

/// The elements of one side: four nested loops, outermost first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) space: Space,
    /// Bytes of an element.
    pub(super) element: u32,
    pub(super) axes: [Axis; 4],
    /// Elements of the innermost loop at the last channel when that is shorter than the others, else 0.
    pub(super) tail: u32,
    pub(super) first: Place,
    pub(super) lanes: u32,
    pub(super) lane_bytes: i64,
}

/// Where something is: lane 0 and an offset in DRAM, or lane and offset in local memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) lane: u32,
    pub(super) offset: i64,
}

impl Side {
    /// The elements of a tensor in local memory, known to lie inside its lanes.
    pub(super) fn local(tensor: &LocalTensor, order: Order, chip: &ChipProfile) -> Self {
        Side {
            space: Space::Local,
            element: tensor.element,
            axes: order.map(|dim| Axis {
                count: tensor.shape[dim],
                stride: tensor.strides[dim],
                hops: dim == CHANNELS,
            }),
            tail: 0,
            first: Place { lane: tensor.lane, offset: tensor.offset },
            lanes: chip.lanes,
            lane_bytes: chip.lane_bytes.into(),
        }
    }

    /// The elements of a tensor whose address is an offset in DRAM, known to lie there.
    pub(super) fn dram(tensor: &DramTensor, order: Order) -> Self {
        Side {
            space: Space::Dram,
            element: tensor.element,
            axes: order.map(|dim| Axis { count: tensor.shape[dim], stride: tensor.strides[dim], hops: false }),
            tail: 0,
            first: Place { lane: 0, offset: tensor.address.cast_signed() },
            lanes: 1,
            lane_bytes: 0,
        }
    }

    /// The same, where the innermost loop is only `tail` elements long at the last channel; 0 for as long as always.
    pub(super) fn with_tail(self, tail: u32) -> Self {
        Side { tail, ..self }
    }

    /// Number of elements.
    pub(super) fn elements(&self) -> u64 {
        let count = |at: usize| u64::from(self.axes[at].count);
        let missing = if self.tail == 0 { 0 } else { count(0) * (count(3) - u64::from(self.tail)) };
        (0..4).map(count).fold(1, u64::saturating_mul) - missing
    }

    /// As many elements of `element` bytes without gaps, from byte 0 of a buffer.
    pub(super) fn packed(&self, element: u32) -> Self {
        let [rows, pieces, _, width] = self.axes;
        let columns = if self.tail == 0 { 1 } else { (pieces.count - 1) * width.count + self.tail };
        let rows = if self.tail == 0 { self.elements() as u32 } else { rows.count };
        let axis = |count, each: u32| Axis { count, stride: i64::from(each) * i64::from(element), hops: false };
        let axes = [axis(rows, columns), axis(1, 0), axis(1, 0), axis(columns, 1)];
        let first = Place { lane: 0, offset: 0 };
        Side { space: Space::Dram, element, axes, tail: 0, first, lanes: 1, lane_bytes: 0 }
    }

    /// How often a lane, or all of DRAM, sees each loop, and the bytes from one index to the next.
    pub(super) fn counts(&self) -> [(i64, u32); 4] {
        self.axes.map(|axis| match axis.hops {
            true => (axis.stride, (self.first.lane + axis.count).div_ceil(self.lanes)),
            false => (axis.stride, axis.count),
        })
    }

    /// The bytes of DRAM, or of each lane, between which all elements lie.
    pub(super) fn reach(&self) -> Range<i64> {
        let last: i64 = self.counts().iter().map(|(stride, count)| stride * i64::from(count.saturating_sub(1))).sum();
        self.first.offset..self.first.offset + last + i64::from(self.element)
    }

    /// The bytes of the memory between which all elements lie; of local memory all.
    pub(super) fn extent(&self) -> Range<u64> {
        match self.space {
            Space::Local => 0..u64::from(self.lanes) * self.lane_bytes.cast_unsigned(),
            Space::Dram => self.reach().start.cast_unsigned()..self.reach().end.cast_unsigned(),
        }
    }

    /// The runs of elements, in order.
    pub(super) fn runs(&self) -> Runs {
        Runs::new(self)
    }
}

/// Elements at equal distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Byte of the first: offset in DRAM, or lane * lane size + offset.
    pub(super) at: usize,
    /// How many.
    pub(super) count: u32,
    /// Bytes from one to the next.
    pub(super) step: u32,
}

impl Run {
    pub(super) const EMPTY: Run = Run { at: 0, count: 0, step: 0 };

    /// Drops the first `count` elements.
    #[inline]
    pub(super) fn skip(&mut self, count: u32) {
        self.at += count as usize * self.step as usize;
        self.count -= count;
    }

    /// From the first byte to the end of the last.
    pub(super) fn span(&self, element: u32) -> usize {
        self.count.saturating_sub(1) as usize * self.step as usize + element as usize
    }

    /// The places of the first `count` elements.
    #[inline]
    pub(super) fn places(self, count: usize) -> impl Iterator<Item = usize> {
        (0..count).map(move |index| self.at + index * self.step as usize)
    }
}

#[derive(Clone, Copy, Debug)]
struct Level {
    axis: Axis,
    index: u32,
    /// Where the current index starts.
    place: Place,
}

/// The runs of a side: loops are merged where the memory allows.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    /// The loops around the runs, outermost first.
    levels: [Level; 4],
    depth: usize,
    count: u32,
    step: u32,
    tail: u32,
    left: u64,
    lanes: u32,
    lane_bytes: i64,
}

impl Runs {
    fn new(side: &Side) -> Self {
        let still = Axis { count: 1, stride: 0, hops: false };
        let mut runs = Runs {
            levels: [Level { axis: still, index: 0, place: side.first }; 4],
            depth: 0,
            count: 1,
            step: side.element,
            tail: side.tail,
            left: 1,
            lanes: side.lanes,
            lane_bytes: side.lane_bytes,
        };
        for axis in side.axes.into_iter().rev().filter(|axis| axis.count != 1) {
            if runs.depth > 0 || !runs.absorb(axis) {
                runs.wrap(axis);
            }
        }
        runs
    }

    /// Lengthens the run by a loop, if its elements keep their distance.
    fn absorb(&mut self, axis: Axis) -> bool {
        let single = self.count == 1;
        let step = if single { axis.stride } else { i64::from(self.step) };
        let continues = single || self.tail == 0 && i64::from(self.count) * step == axis.stride;
        match (self.count.checked_mul(axis.count), u32::try_from(step)) {
            (Some(count), Ok(step)) if continues && !axis.hops && count > 0 => {
                (self.count, self.step) = (count, step);
                true
            }
            _ => false,
        }
    }

    fn wrap(&mut self, axis: Axis) {
        self.levels.copy_within(..3, 1);
        self.levels[0].axis = axis;
        self.depth += 1;
        self.left = self.left.saturating_mul(axis.count.into());
    }

    /// How many runs are left.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    fn here(&self) -> Place {
        self.levels[self.depth.saturating_sub(1)].place
    }

    #[inline]
    fn advance(&mut self) {
        for at in (0..self.depth).rev() {
            let level = &mut self.levels[at];
            level.index += 1;
            if level.index < level.axis.count {
                level.place = level.place.after(level.axis, self.lanes);
                let place = level.place;
                self.levels[at + 1..self.depth].iter_mut().for_each(|inner| inner.place = place);
                return;
            }
            level.index = 0;
        }
    }

    fn is_last_channel(&self) -> bool {
        self.levels[..self.depth].iter().any(|level| level.axis.hops && level.index + 1 == level.axis.count)
    }
}

impl Place {
    #[inline]
    fn after(self, axis: Axis, lanes: u32) -> Place {
        let further = Place { lane: self.lane, offset: self.offset + axis.stride };
        match axis.hops {
            false => further,
            true if self.lane + 1 == lanes => Place { lane: 0, ..further },
            true => Place { lane: self.lane + 1, offset: self.offset },
        }
    }
}

impl Iterator for Runs {
    type Item = Run;

    #[inline]
    fn next(&mut self) -> Option<Run> {
        self.left = self.left.checked_sub(1)?;
        let Place { lane, offset } = self.here();
        let count = if self.tail != 0 && self.is_last_channel() { self.tail } else { self.count };
        let at = (i64::from(lane) * self.lane_bytes + offset) as usize;
        self.advance();
        Some(Run { at, count, step: self.step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::chip::Chip;
    use proptest::prelude::*;

    fn addresses(side: &Side) -> Vec<usize> {
        side.runs().flat_map(|run| run.places(run.count as usize)).collect()
    }

    /// All places in order, from the address rule alone.
    fn plain(shape: [u32; 4], order: Order, at: impl Fn([u32; 4]) -> usize) -> Vec<usize> {
        let mut places = Vec::new();
        let [a, b, c, d] = order.map(|dim| shape[dim]);
        for step in 0..a * b * c * d {
            let steps = [step / (b * c * d), step / (c * d) % b, step / d % c, step % d];
            let mut index = [0; 4];
            order.iter().zip(steps).for_each(|(dim, step)| index[*dim] = step);
            places.push(at(index));
        }
        places
    }

    #[test]
    fn dense_tensors_are_one_run() {
        let tensor = DramTensor { base: 0, address: 100, shape: [2, 3, 4, 5], strides: [120, 40, 10, 2], element: 2 };
        let runs: Vec<Run> = Side::dram(&tensor, NCHW).runs().collect();
        assert_eq!(runs, [Run { at: 100, count: 120, step: 2 }]);
        assert_eq!(runs[0].span(2), 240);
    }

    #[test]
    fn short_last_pieces_end_every_row() {
        let chip = Chip::Cv180x.profile();
        let tensor =
            LocalTensor { lane: 1, offset: 8, shape: [2, 2, 1, 3], strides: [64, 16, 3, 1], element: 1, lanes: 2 };
        let side = Side::local(&tensor, NCHW, chip).with_tail(1);
        assert_eq!(side.elements(), 8);
        assert_eq!(addresses(&side), [0x8008, 0x8009, 0x800a, 0x18, 0x8048, 0x8049, 0x804a, 0x58]);
    }

    #[test]
    fn an_empty_side_has_no_runs() {
        let tensor = DramTensor { base: 0, address: 0, shape: [2, 0, 1, 5], strides: [9; 4], element: 1 };
        assert_eq!(Side::dram(&tensor, NCHW).runs().count(), 0);
        let tensor = DramTensor { shape: [2, 1, 1, 0], ..tensor };
        assert_eq!(Side::dram(&tensor, NCHW).runs().count(), 0);
    }

    fn orders() -> impl Strategy<Value = Order> {
        prop_oneof![Just(NCHW), Just(CNHW), Just(NWHC)]
    }

    proptest! {
        #[test]
        fn runs_follow_the_address_rule(
            shape in [1_u32..4, 1_u32..20, 1_u32..4, 1_u32..6],
            strides in [-40_i64..300, -40_i64..300, 0_i64..20, 1_i64..3],
            dense: bool, lane in 0_u32..8, element in 1_u32..3, order in orders(),
        ) {
            let strides = if dense {
                let [h, w] = [shape[2], shape[3]].map(i64::from);
                [h * w * strides[3], h * w * strides[3], w * strides[3], strides[3]]
            } else {
                strides
            };
            let chip = Chip::Cv181x.profile();
            let tensor = LocalTensor { lane, offset: 4000, shape, strides, element, lanes: 8 };
            let place = |index| {
                let place = tensor.at(index);
                (i64::from(place.lane) * 32768 + place.offset) as usize
            };
            prop_assert_eq!(addresses(&Side::local(&tensor, order, chip)), plain(shape, order, place));
            let tensor = DramTensor { base: 0, address: 5000, shape, strides, element };
            let place = |index| tensor.at(index) as usize;
            prop_assert_eq!(addresses(&Side::dram(&tensor, order)), plain(shape, order, place));
        }
    }
}
