//! One row of an input with its padding, ready to be read under every tap of a window.

use super::side::Side;

/// A row of bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The extended row.
    bytes: Vec<u8>,
    /// With strides: the same, every remainder on its own.
    split: Vec<u8>,
    /// Bytes of one remainder.
    distance: usize,
}

impl Line {
    /// Makes room for rows of `columns` and fills padding and insertions with `fill`.
    pub(super) fn prepare(&mut self, columns: &Side, fill: u8) {
        let extended = columns.axis.extended();
        self.bytes.clear();
        self.bytes.resize(extended, fill);
        self.distance = extended.div_ceil(columns.axis.stride);
        if columns.axis.stride > 1 {
            self.split.resize(columns.phases * self.distance, fill);
        }
    }

    /// Takes the row of inputs that starts with the first byte of `memory`, `step` bytes apart.
    #[inline(always)]
    pub(super) fn load(&mut self, columns: &Side, memory: &[u8], step: usize, flip: u8) {
        let row = &mut self.bytes[columns.axis.before..];
        if step == 1 && columns.axis.spread == 1 {
            let inputs = row.iter_mut().zip(memory).take(columns.axis.size);
            inputs.for_each(|(to, byte)| *to = byte ^ flip);
        } else {
            let inputs = row.iter_mut().step_by(columns.axis.spread).take(columns.axis.size);
            inputs.enumerate().for_each(|(at, to)| *to = memory[at * step] ^ flip);
        }
        self.split(columns);
    }

    #[inline(always)]
    fn split(&mut self, columns: &Side) {
        if columns.axis.stride == 1 {
            return;
        }
        for (phase, part) in self.split.chunks_exact_mut(self.distance).enumerate().take(columns.phases) {
            let bytes = self.bytes[phase.min(self.bytes.len())..].iter().step_by(columns.axis.stride);
            part.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
        }
    }

    /// The bytes under `tap` of all windows.
    #[inline(always)]
    pub(super) fn tap(&self, columns: &Side, tap: usize) -> &[u8] {
        let (phase, index) = columns.place(tap * columns.axis.dilation);
        let bytes =
            if columns.axis.stride == 1 { &self.bytes[index..] } else { &self.split[phase * self.distance + index..] };
        &bytes[..columns.axis.out]
    }
}
