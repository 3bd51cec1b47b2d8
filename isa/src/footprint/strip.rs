//! The bytes of one lane, or of DRAM, as copies of one run.

use super::sumset::{Progression, Progressions};
use crate::layout::{DramTensor, LocalTensor};

/// The bytes of one lane, or of DRAM: copies of a run at the sums of some progressions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub(super) start: i64,
    pub(super) steps: Progressions,
    pub(super) run: u64,
}

impl Strip {
    pub(super) fn end(&self) -> i64 {
        self.start.saturating_add_unsigned(self.steps.extent()).saturating_add_unsigned(self.run)
    }

    pub(super) fn holds(&self, at: i64) -> bool {
        let beyond = at.saturating_sub(self.start);
        self.steps.reach(beyond.saturating_sub_unsigned(self.run - 1), beyond)
    }

    /// Where the copies start, the largest stride slowest.
    pub(super) fn starts(self) -> Starts {
        Starts { strip: self, at: [0; 4], next: Some(self.start) }
    }

    /// Number of bytes, counting those that strides repeat as often as they do.
    pub(super) fn byte_count(&self) -> u64 {
        self.steps.as_slice().iter().fold(self.run, |bytes, item| bytes.saturating_mul(item.count))
    }

    /// Boxes meet when the distance of their starts is a sum over the strides of both, one of them taken backwards.
    pub(super) fn meets(&self, other: &Strip) -> bool {
        if self.start >= other.end() || other.start >= self.end() {
            return false;
        }
        let distance = other.start.saturating_sub(self.start).saturating_add_unsigned(other.steps.extent());
        let low = distance.saturating_sub_unsigned(self.run - 1);
        let high = distance.saturating_add_unsigned(other.run - 1);
        self.steps.joined(&other.steps).reach(low, high)
    }
}

/// A strip from a start, (count, distance) pairs of either sign, and the bytes at each point.
fn strip(start: i64, steps: [(u32, i64); 4], element: u32) -> Strip {
    let back = |(count, distance): (u32, i64)| (i64::from(count) - 1).saturating_mul(distance.min(0));
    let start = steps.iter().fold(start, |start, step| start.saturating_add(back(*step)));
    let mut steps = Progressions::new(steps.map(|(count, distance)| (count.into(), distance.unsigned_abs())));
    let run = steps.absorb(element.into());
    Strip { start, steps, run }
}

pub(super) fn in_lane(tensor: &LocalTensor, lane: u32) -> Option<Strip> {
    let (first, count) = tensor.groups_in(lane);
    let start = tensor.offset + i64::from(first) * tensor.strides[1];
    let [n, _, h, w] = tensor.shape;
    let [by_n, by_c, by_h, by_w] = tensor.strides;
    (count > 0).then(|| strip(start, [(n, by_n), (count, by_c), (h, by_h), (w, by_w)], tensor.element))
}

pub(super) fn in_dram(tensor: &DramTensor) -> Strip {
    let pairs = [0, 1, 2, 3].map(|dim| (tensor.shape[dim], tensor.strides[dim]));
    strip(tensor.address.cast_signed(), pairs, tensor.element)
}

/// Whether two different index tuples lead less than `element` bytes apart.
pub(super) fn share_bytes(dims: [(u64, u64); 4], element: u64) -> bool {
    let mut dims = dims.map(|(count, stride)| Progression { count, stride });
    if dims.iter().any(|dim| dim.count > 1 && dim.stride < element) {
        return true;
    }
    dims.sort_by_key(|dim| if dim.count > 1 { dim.stride } else { 0 });
    if Progressions::new(dims.map(|dim| (dim.count, dim.stride))).is_nested(element)
        && dims.windows(2).all(|pair| pair[0].count <= 1 || pair[1].count <= 1 || pair[0].stride != pair[1].stride)
    {
        return false;
    }
    (0..dims.len()).any(|top| collides(&dims, top, element))
}

/// Whether a difference of indices that is positive in dimension `top` and zero above it spans less than `element`.
fn collides(dims: &[Progression; 4], top: usize, element: u64) -> bool {
    let Progression { count, stride } = dims[top];
    if count <= 1 {
        return false;
    }
    let both_ways = dims[..top].iter().map(|dim| (2 * dim.count - 1, dim.stride));
    let back: u64 = dims[..top].iter().map(|dim| dim.extent()).sum();
    let center = i64::try_from(back).unwrap_or(i64::MAX).saturating_sub_unsigned(stride);
    let steps = Progressions::new(both_ways.chain([(count - 1, stride)]));
    let slack = element - 1;
    steps.reach(center.saturating_sub_unsigned(slack), center.saturating_add_unsigned(slack))
}

/// The sums of a strip's progressions, the largest stride slowest.
pub(super) struct Starts {
    strip: Strip,
    at: [u64; 4],
    next: Option<i64>,
}

impl Starts {
    fn advance(&mut self, from: i64) -> Option<i64> {
        let mut place = from;
        for (item, at) in self.strip.steps.as_slice().iter().zip(&mut self.at) {
            if *at + 1 < item.count {
                *at += 1;
                return Some(place.saturating_add_unsigned(item.stride));
            }
            place = place.saturating_sub_unsigned(item.extent());
            *at = 0;
        }
        None
    }
}

impl Iterator for Starts {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let start = self.next?;
        self.next = self.advance(start);
        Some(start)
    }
}
