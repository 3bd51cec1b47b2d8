//! Finding room in a lane.

use super::Random;
use crate::chip::ChipProfile;
use crate::layout::{LocalTensor, Shape, Strides};

/// Room that an operand needs, at the same offset in every lane it uses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub(super) bytes: u32,
    pub(super) align: u32,
}

/// Offsets at which the wishes do not touch each other, in random order with random gaps; `None` without enough room.
pub(super) fn offsets<const N: usize>(random: &mut Random, lane_bytes: u32, wishes: [Wish; N]) -> Option<[u32; N]> {
    let mut order: [usize; N] = std::array::from_fn(|at| at);
    random.shuffle(&mut order);
    let mut packed = [0; N];
    let mut end = 0_u32;
    for at in order {
        packed[at] = end.checked_next_multiple_of(wishes[at].align)?;
        end = packed[at].checked_add(wishes[at].bytes)?;
    }
    let spare = lane_bytes.checked_sub(end)?;
    let mut moved = 0;
    for at in order {
        let align = order.iter().map(|at| wishes[*at].align).max().unwrap_or(1);
        let more = if random.chance(30) { random.below((spare - moved) / align + 1) * align } else { 0 };
        moved += more;
        packed[at] += moved;
    }
    Some(packed)
}

/// Bytes from the first to the last of a tensor that starts in `lane`, over all lanes.
pub(super) fn extent(shape: Shape, strides: Strides, element: u32, lane: u32, chip: &ChipProfile) -> Option<u32> {
    let tensor = LocalTensor { lane, offset: 0, shape, strides, element, lanes: chip.lanes };
    let (_, high) = tensor.offsets()?;
    u32::try_from(high + i64::from(element)).ok()
}

/// Strides under which no two elements share bytes: dimensions nested in random order, with random gaps.
pub(super) fn nested(random: &mut Random, shape: Shape, element: u32, lane: u32, chip: &ChipProfile) -> Strides {
    let mut order = [3, 2, 1, 0];
    if random.chance(10) {
        random.shuffle(&mut order);
    }
    nested_by(random, order, shape, element, lane, chip)
}

/// The same with adjacent columns.
pub(super) fn nested_rows(random: &mut Random, shape: Shape, element: u32, lane: u32, chip: &ChipProfile) -> Strides {
    let mut order = [2, 1, 0];
    if random.chance(10) {
        random.shuffle(&mut order);
    }
    let [h, c, n] = order;
    let wide = element * shape[3];
    let mut strides = nested_by(random, [3, h, c, n], [shape[0], shape[1], shape[2], 1], wide, lane, chip);
    strides[3] = element.into();
    strides
}

fn nested_by(
    random: &mut Random,
    order: [usize; 4],
    shape: Shape,
    element: u32,
    lane: u32,
    chip: &ChipProfile,
) -> Strides {
    let mut counts = shape;
    counts[1] = (lane + shape[1]).div_ceil(chip.lanes);
    let mut strides = [0; 4];
    let mut inner = element;
    for dim in order {
        let gap = if random.chance(30) { element * random.below(6) } else { 0 };
        let stride = if dim == 1 && random.chance(50) { (inner + gap).next_multiple_of(16) } else { inner + gap };
        strides[dim] = i64::from(stride);
        inner = stride.saturating_mul(counts[dim]);
    }
    strides
}

/// Strides for reading: like those for writing, or repeating and overlapping ones.
pub(super) fn any(random: &mut Random, shape: Shape, element: u32, lane: u32, chip: &ChipProfile) -> Strides {
    let mut strides = nested(random, shape, element, lane, chip);
    match random.below(8) {
        0 => {
            let zero = random.below(4) as usize;
            strides[zero] = 0;
        }
        1 => strides = [40, 40, 50, 4].map(|most| i64::from(random.below(most) * element)),
        _ => {}
    }
    strides
}
