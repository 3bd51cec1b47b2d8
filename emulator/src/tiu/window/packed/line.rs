//! One row of an input with its padding, ready to be read under every tap of a window.

use super::side::Side;

/// A row of values.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<T> {
    /// The extended row.
    values: Vec<T>,
    /// With strides: the same, every remainder on its own.
    split: Vec<T>,
    /// Values of one remainder.
    distance: usize,
}

impl<T: Copy> Line<T> {
    /// Makes room for rows of `columns` and fills padding and insertions with `fill`.
    pub(super) fn prepare(&mut self, columns: &Side, fill: T) {
        let extended = columns.axis.extended();
        self.values.clear();
        self.values.resize(extended, fill);
        self.distance = extended.div_ceil(columns.axis.stride);
        if columns.axis.stride > 1 {
            self.split.resize(columns.phases * self.distance, fill);
        }
    }

    /// Takes a row of inputs.
    #[inline(always)]
    pub(super) fn load(&mut self, columns: &Side, inputs: impl Iterator<Item = T>) {
        let row = &mut self.values[columns.axis.before..];
        if columns.axis.spread == 1 {
            row.iter_mut().zip(inputs).for_each(|(to, input)| *to = input);
        } else {
            row.iter_mut().step_by(columns.axis.spread).zip(inputs).for_each(|(to, input)| *to = input);
        }
        if columns.axis.stride > 1 {
            self.split(columns);
        }
    }

    /// Takes a row of inputs without values inserted between them: `write` stores them.
    #[inline(always)]
    pub(super) fn load_neighbours(&mut self, columns: &Side, write: impl FnOnce(&mut [T])) {
        write(&mut self.values[columns.axis.before..][..columns.axis.size]);
        if columns.axis.stride > 1 {
            self.split(columns);
        }
    }

    /// Takes a row of inputs that lie `step` bytes apart from the start of `memory`, `N` bytes each.
    #[inline(always)]
    pub(super) fn load_bytes<const N: usize>(
        &mut self,
        columns: &Side,
        (memory, step): (&[u8], usize),
        decode: impl Fn([u8; N]) -> T,
    ) {
        let size = columns.axis.size;
        if step == N {
            self.load(columns, memory.as_chunks().0.iter().take(size).map(|bytes| decode(*bytes)));
        } else {
            let bytes = |at: usize| std::array::from_fn(|byte| memory[at * step + byte]);
            self.load(columns, (0..size).map(|at| decode(bytes(at))));
        }
    }

    #[inline(always)]
    fn split(&mut self, columns: &Side) {
        for (phase, part) in self.split.chunks_exact_mut(self.distance).enumerate().take(columns.phases) {
            let values = &self.values[phase.min(self.values.len())..];
            match columns.axis.stride {
                2 => every_other(values, part),
                stride => part.iter_mut().zip(values.iter().step_by(stride)).for_each(|(to, value)| *to = *value),
            }
        }
    }

    /// The values of one remainder.
    #[inline(always)]
    pub(super) fn phase(&self, columns: &Side, phase: usize) -> &[T] {
        if columns.axis.stride == 1 { &self.values } else { &self.split[phase * self.distance..][..self.distance] }
    }

    /// The values under `tap` of all windows.
    #[inline(always)]
    pub(super) fn tap(&self, columns: &Side, tap: usize) -> &[T] {
        let (phase, index) = columns.place(tap * columns.axis.dilation);
        &self.phase(columns, phase)[index..index + columns.axis.out]
    }
}

/// Takes the first of every two values, in loops that become vector code.
#[inline(always)]
fn every_other<T: Copy>(values: &[T], to: &mut [T]) {
    let (pairs, last) = values.as_chunks::<2>();
    to.iter_mut().zip(pairs).for_each(|(to, [first, _])| *to = *first);
    if let (Some(to), [last]) = (to.get_mut(pairs.len()), last) {
        *to = *last;
    }
}

/// Copies as many values as both have.
#[inline(always)]
pub(super) fn copy<T: Copy>(from: &[T], to: &mut [T]) {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_value_ends_with_the_shorter_row() {
        for (count, room) in [(0, 2), (1, 1), (7, 4), (7, 3), (8, 4), (8, 9)] {
            let values: Vec<u8> = (0..count).collect();
            let mut to = vec![99; room];
            every_other(&values, &mut to);
            let wanted = values.iter().copied().step_by(2).chain(std::iter::repeat(99)).take(room);
            assert_eq!(to, wanted.collect::<Vec<_>>());
        }
    }
}
