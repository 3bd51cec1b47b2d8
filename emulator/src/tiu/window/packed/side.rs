//! One axis of a packed input: with strides every remainder has a plane of its own.

use crate::tiu::window::axis::Axis;

/// One axis of a packed input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) axis: Axis,
    /// Remainders modulo the stride that have a plane.
    pub(super) phases: usize,
    /// Positions in each.
    pub(super) size: usize,
}

impl Side {
    /// The axis as it is packed.
    pub(super) fn new(axis: Axis) -> Self {
        let phases = if axis.kernel == 1 { 1 } else { axis.stride };
        let size = axis.out + (axis.kernel - 1) * axis.dilation / axis.stride;
        Side { axis, phases, size }
    }

    /// Plane and place of a position of the extended input.
    #[inline(always)]
    pub(super) fn place(&self, position: usize) -> (usize, usize) {
        // Most strides are 1 or 2, and divisions slow where rows are short.
        match self.axis.stride {
            1 => (0, position),
            2 => (position % 2, position / 2),
            stride => (position % stride, position / stride),
        }
    }

    /// Place of a position that a window needs.
    pub(super) fn needed(&self, position: usize) -> Option<(usize, usize)> {
        Some(self.place(position)).filter(|(phase, index)| *phase < self.phases && *index < self.size)
    }
}
