//! Geometry of convolutions and pooling.

use super::draft::Draft;
use crate::generated::tiu::TiuField::*;

/// What a window operation honours.
#[derive(Clone, Copy)]
pub(super) struct Honours {
    /// Values between the elements of the input.
    pub(super) insertion: bool,
    /// Gaps in the kernel.
    pub(super) gaps: bool,
    /// Results that leave the last windows out.
    pub(super) smaller: bool,
}

/// Sizes along one direction.
#[derive(Clone, Copy)]
struct Axis {
    input: u32,
    kernel: u32,
    result: u32,
    before: u32,
    after: u32,
    between: u32,
    last: u32,
    gap: u32,
    stride: u32,
}

/// Rows and columns of input, kernel and result.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) input: [u32; 2],
    pub(super) kernel: [u32; 2],
    pub(super) result: [u32; 2],
}

/// Larger results take long to compute and show nothing new.
const MOST_ELEMENTS: u32 = 600;

/// Chooses the geometry and writes its fields; `None` when the kernel does not fit.
pub(super) fn window(draft: &mut Draft, honours: Honours) -> Option<Sizes> {
    let rows = axis(draft, honours, 12)?;
    let columns = axis(draft, honours, 20)?;
    if rows.result * columns.result > MOST_ELEMENTS {
        return None;
    }
    let pads = [
        (ConvOpd0UpPad, rows.before),
        (ConvOpd0DnPad, rows.after),
        (ConvOpd0LfPad, columns.before),
        (ConvOpd0RtPad, columns.after),
    ];
    let insertion = [
        (ConvOpd0YIns0, rows.between),
        (ConvOpd0YIns0Last, rows.last),
        (ConvOpd0XIns0, columns.between),
        (ConvOpd0XIns0Last, columns.last),
    ];
    let kernel =
        [(Opd1H, rows.kernel), (Opd1W, columns.kernel), (ConvOpd1YIns0, rows.gap), (ConvOpd1XIns0, columns.gap)];
    let strides = [(ConvOpYStr, rows.stride), (ConvOpXStr, columns.stride)];
    for (row, value) in pads.into_iter().chain(insertion).chain(kernel).chain(strides) {
        draft.set(row, value);
    }
    Some(Sizes {
        input: [rows.input, columns.input],
        kernel: [rows.kernel, columns.kernel],
        result: [rows.result, columns.result],
    })
}

fn axis(draft: &mut Draft, honours: Honours, most: u32) -> Option<Axis> {
    let most_stride = u32::from(draft.chip.max_conv_stride);
    let any = draft.random.within(1..=most);
    let mut axis = Axis {
        input: draft.size(&[any, any, any, any, any, any, 1, 64]),
        kernel: draft.size(&[1, 1, 2, 3, 3, 5, 7]),
        result: 0,
        before: draft.random.choose(&[0, 0, 0, 1, 2, 15]),
        after: draft.random.choose(&[0, 0, 0, 1, 2, 15]),
        between: 0,
        last: 0,
        gap: 0,
        stride: draft.random.choose(&[1, 1, 1, 2, 3, most_stride]),
    };
    if honours.insertion {
        axis.between = if axis.input > 1 { draft.random.choose(&[0, 0, 0, 1, 3, 14]) } else { 0 };
        axis.last = draft.random.choose(&[0, 0, 0, 1, 4, 14]);
    }
    if honours.gaps {
        axis.gap = draft.random.choose(&[0, 0, 0, 1, 2, 14]);
    }
    let extended = (axis.input - 1) * (axis.between + 1) + 1 + axis.last + axis.before + axis.after;
    let covered = (axis.kernel - 1) * (axis.gap + 1) + 1;
    axis.result = extended.checked_sub(covered)? / axis.stride + 1;
    if honours.smaller && draft.random.chance(6) {
        axis.result = draft.random.within(1..=axis.result);
    }
    Some(axis)
}
