//! Windows of convolutions and poolings: what of the input lies under each.

use crate::field::Fields;
use crate::generated::tiu::TiuField::{self, *};
use crate::generated::tiu::TiuFields;
use std::ops::Range;

/// The fields that determine one direction of a window.
pub(crate) struct Axis {
    pub(crate) name: &'static str,
    pub(crate) input: TiuField,
    pub(crate) kernel: TiuField,
    pub(crate) result: TiuField,
    pub(crate) before: TiuField,
    pub(crate) after: TiuField,
    pub(crate) between: TiuField,
    pub(crate) last: TiuField,
    pub(crate) gap: TiuField,
    pub(crate) stride: TiuField,
}

pub(crate) static ROWS: Axis = Axis {
    name: "rows",
    input: Opd0H,
    kernel: Opd1H,
    result: Res0H,
    before: ConvOpd0UpPad,
    after: ConvOpd0DnPad,
    between: ConvOpd0YIns0,
    last: ConvOpd0YIns0Last,
    gap: ConvOpd1YIns0,
    stride: ConvOpYStr,
};

pub(crate) static COLUMNS: Axis = Axis {
    name: "columns",
    input: Opd0W,
    kernel: Opd1W,
    result: Res0W,
    before: ConvOpd0LfPad,
    after: ConvOpd0RtPad,
    between: ConvOpd0XIns0,
    last: ConvOpd0XIns0Last,
    gap: ConvOpd1XIns0,
    stride: ConvOpXStr,
};

/// Which of the geometry fields the operation honours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All of them, and the engine wants the exact size of the result.
    Convolution,
    /// All of them; as below, a smaller result just leaves windows out.
    Depthwise,
    /// No gaps in the kernel.
    Average,
    /// Neither gaps nor insertion.
    Extreme,
}

impl Kind {
    /// Whether values are inserted between those of the input.
    pub(crate) fn inserts(self) -> bool {
        self != Kind::Extreme
    }

    /// Whether there are gaps between the taps of the kernel.
    pub(crate) fn dilates(self) -> bool {
        matches!(self, Kind::Convolution | Kind::Depthwise)
    }
}

/// The part of an input that lies under a window, in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Under {
    /// Rows or columns of the input; fewer than the kernel has at the edges.
    pub(crate) range: Range<u32>,
    /// The first that a tap falls on.
    pub(crate) first: u32,
    /// That tap.
    pub(crate) tap: u32,
}

impl Axis {
    /// What lies under window number `window`; `None` where all taps fall on padding and inserted values.
    pub(crate) fn under(&self, fields: &TiuFields, kind: Kind, window: u32) -> Option<Under> {
        let value = |field: TiuField| fields.get(field as usize);
        let spread = if kind.inserts() { value(self.between) + 1 } else { 1 };
        let dilation = if kind.dilates() { value(self.gap) + 1 } else { 1 };
        let (size, before) = (value(self.input), value(self.before));
        let source = |tap: u64| {
            let position = (u64::from(window) * value(self.stride) + tap * dilation).checked_sub(before)?;
            (position % spread == 0 && position / spread < size).then_some((position / spread) as u32)
        };
        let mut real = (0..value(self.kernel)).filter_map(|tap| Some((tap, source(tap)?)));
        let (tap, first) = real.next()?;
        let last = real.next_back().map_or(first, |(_, last)| last);
        Some(Under { range: first..last + 1, first, tap: tap as u32 })
    }
}
