//! One axis of a sliding window: padding, insertion, dilation and stride.

use super::legal::demand;
use crate::refusal::Refusal;

/// Rows or columns; the extended input is padding, the input with `insert` fill values between neighbours, and padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    /// Input size.
    pub(crate) size: usize,
    /// Fill values before the input.
    pub(crate) before: usize,
    /// Fill values behind the input, those of `insert_last` included.
    pub(crate) after: usize,
    /// Distance of neighbouring inputs.
    pub(crate) spread: usize,
    /// Window size.
    pub(crate) kernel: usize,
    /// Distance of neighbouring taps.
    pub(crate) dilation: usize,
    /// Distance of neighbouring windows.
    pub(crate) stride: usize,
    /// Number of windows.
    pub(crate) out: usize,
}

/// Names of the fields behind an axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AxisNames {
    pub(crate) out: &'static str,
    pub(crate) kernel: &'static str,
    pub(crate) stride: &'static str,
}

/// Rows.
pub(crate) const ROWS: AxisNames = AxisNames { out: "res0_h", kernel: "opd1_h", stride: "conv_op_y_str" };
/// Columns.
pub(crate) const COLUMNS: AxisNames = AxisNames { out: "res0_w", kernel: "opd1_w", stride: "conv_op_x_str" };

impl Axis {
    /// Size of the extended input.
    pub(crate) fn extended(&self) -> usize {
        (self.size - 1) * self.spread + 1 + self.before + self.after
    }

    /// Extended inputs under one window.
    pub(crate) fn reach(&self) -> usize {
        (self.kernel - 1) * self.dilation + 1
    }

    /// The input at `position` of the extended input; `None` where it has a fill value.
    #[inline]
    pub(crate) fn source(&self, position: usize) -> Option<usize> {
        let position = position.checked_sub(self.before)?;
        if self.spread == 1 {
            return (position < self.size).then_some(position);
        }
        (position % self.spread == 0 && position / self.spread < self.size).then_some(position / self.spread)
    }

    /// The extended input under tap `tap` of window `window`.
    pub(crate) fn position(&self, window: usize, tap: usize) -> usize {
        window * self.stride + tap * self.dilation
    }

    /// Declines sizes that do not fit each other; a smaller result leaves the last windows out.
    pub(crate) fn check(&self, names: AxisNames, max_stride: u16) -> Result<(), Refusal> {
        let windows = self.windows(names, max_stride)?;
        self.check_out(self.out <= windows, names, format_args!("1 to {windows}"))
    }

    /// Declines sizes that do not fit each other, results of fewer windows than there are included.
    pub(crate) fn check_all(&self, names: AxisNames, max_stride: u16) -> Result<(), Refusal> {
        let windows = self.windows(names, max_stride)?;
        self.check_out(self.out == windows, names, windows)
    }

    fn check_out(&self, fits: bool, names: AxisNames, allowed: impl ToString) -> Result<(), Refusal> {
        demand(fits, names.out, self.out as u64, allowed, "the result does not fit the input")
    }

    /// How many windows the extended input has room for.
    fn windows(&self, names: AxisNames, max_stride: u16) -> Result<usize, Refusal> {
        demand(
            (1..=usize::from(max_stride)).contains(&self.stride),
            names.stride,
            self.stride as u64,
            format_args!("1 to {max_stride}"),
            "no such stride",
        )?;
        demand(self.kernel > 0, names.kernel, 0_u64, "1 to 4095", "the window is empty")?;
        let room = self.extended().checked_sub(self.reach());
        demand(
            room.is_some(),
            names.kernel,
            self.kernel as u64,
            "less",
            "the window is larger than the input with its padding",
        )?;
        Ok(room.unwrap_or(0) / self.stride + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Axis = Axis { size: 5, before: 1, after: 1, spread: 1, kernel: 3, dilation: 1, stride: 2, out: 3 };

    #[test]
    fn a_padded_axis_maps_positions_to_inputs() {
        assert_eq!((PLAIN.extended(), PLAIN.reach()), (7, 3));
        assert_eq!(PLAIN.source(0), None);
        assert_eq!(PLAIN.source(1), Some(0));
        assert_eq!(PLAIN.source(6), None);
        assert_eq!(PLAIN.position(2, 1), 5);
        assert_eq!(PLAIN.check(ROWS, 15), Ok(()));
    }

    #[test]
    fn inserted_values_lie_between_inputs() {
        let axis = Axis { spread: 3, after: 2, ..PLAIN };
        assert_eq!(axis.extended(), 16);
        let sources: Vec<Option<usize>> = (0..6).map(|at| axis.source(at)).collect();
        assert_eq!(sources, [None, Some(0), None, None, Some(1), None]);
    }

    #[test]
    fn misfits_name_the_field() {
        let blamed =
            |axis: Axis| axis.check(COLUMNS, 15).err().and_then(|refusal| refusal.field).map(|field| field.name);
        assert_eq!(blamed(Axis { out: 4, ..PLAIN }), Some("res0_w"));
        assert_eq!(blamed(Axis { kernel: 8, ..PLAIN }), Some("opd1_w"));
        assert_eq!(blamed(Axis { stride: 0, ..PLAIN }), Some("conv_op_x_str"));
        assert_eq!(blamed(Axis { stride: 16, ..PLAIN }), Some("conv_op_x_str"));
        let fewer = Axis { out: 2, ..PLAIN };
        assert_eq!(fewer.check(COLUMNS, 15), Ok(()));
        assert!(fewer.check_all(COLUMNS, 15).is_err());
    }
}
