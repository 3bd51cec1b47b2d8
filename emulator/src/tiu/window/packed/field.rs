//! The input of a convolution, packed: a word holds four channels, padding and inserted values are there, and with
//! strides every remainder has a plane of its own, so that neighbouring windows find neighbouring words.

use super::line::{Line, copy};
use super::side::Side;
use crate::kernels::{Level, Task, dispatch, interleave, words};
use crate::tiu::plane::Plane;
use crate::tiu::window::axis::Axis;
use std::ops::Range;

/// Where the words of a packed input lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) rows: Side,
    pub(super) columns: Side,
    /// Words of a position.
    pub(super) groups: usize,
}

/// How bytes become words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coding {
    /// Flips bits of input bytes.
    pub(super) flip: u32,
    /// The word of padding, flipped.
    pub(super) fill: u32,
}

impl Layout {
    /// The layout for inputs whose channels take `groups` words.
    pub(super) fn new(rows: Axis, columns: Axis, groups: usize) -> Self {
        Layout { rows: Side::new(rows), columns: Side::new(columns), groups }
    }

    /// Words of one plane.
    pub(super) fn plane(&self) -> usize {
        self.rows.size * self.columns.size
    }

    /// Words in all.
    pub(super) fn words(&self) -> usize {
        self.groups * self.rows.phases * self.columns.phases * self.plane()
    }

    /// Positions of results: those of a row are neighbours, rows lie [`Layout::pitch`] apart.
    pub(super) fn positions(&self) -> usize {
        (self.rows.axis.out - 1) * self.pitch() + self.columns.axis.out
    }

    /// Distance of rows.
    pub(super) fn pitch(&self) -> usize {
        self.columns.size
    }

    /// Where the words of a group start.
    pub(super) fn start(&self, group: usize, row_phase: usize, column_phase: usize) -> usize {
        ((group * self.rows.phases + row_phase) * self.columns.phases + column_phase) * self.plane()
    }

    /// For each step of a sum (window rows, window columns, channels) where the first window finds its word.
    pub(super) fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        let (rows, columns) = (self.rows, self.columns);
        (0..rows.axis.kernel * columns.axis.kernel).flat_map(move |tap| {
            let (row_phase, row) = rows.place(tap / columns.axis.kernel * rows.axis.dilation);
            let (column_phase, column) = columns.place(tap % columns.axis.kernel * columns.axis.dilation);
            let within = row * self.pitch() + column;
            (0..self.groups).map(move |group| self.start(group, row_phase, column_phase) + within)
        })
    }
}

/// Packs some groups of channels of one batch of an input.
pub(super) struct Packing<'a> {
    pub(super) layout: Layout,
    pub(super) input: &'a Plane,
    pub(super) batch: usize,
    pub(super) groups: Range<usize>,
    /// Channels under a window.
    pub(super) depth: usize,
    pub(super) memory: &'a [u8],
    pub(super) coding: Coding,
    /// A row before its columns are set apart, prepared for these.
    pub(super) line: &'a mut Line<u32>,
    /// The words of these groups.
    pub(super) field: &'a mut [u32],
}

impl Packing<'_> {
    /// Packs with the instructions of `level`.
    pub(super) fn pack(self, level: Level) {
        dispatch(level, self);
    }
}

impl Task for Packing<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let rows = self.layout.rows;
        for group in self.groups.clone() {
            // Channels that do not exist have weights of zero: any byte does.
            let base =
                |k: usize| self.input.position([self.batch as u32, (4 * group + k).min(self.depth - 1) as u32, 0, 0]);
            let bases = [base(0), base(1), base(2), base(3)];
            for position in 0..rows.axis.extended() {
                let Some((phase, row)) = rows.needed(position) else { continue };
                let sources = rows.axis.source(position).map(|h| {
                    let [a, b, c, d] = bases;
                    let down = h * self.input.step(2);
                    [a + down, b + down, c + down, d + down]
                });
                self.pack_row(
                    sources,
                    self.layout.start(group - self.groups.start, phase, 0) + row * self.layout.pitch(),
                );
            }
        }
    }
}

impl Packing<'_> {
    /// Packs the row whose four channels start at `sources`; without any it is padding.
    #[inline(always)]
    fn pack_row(&mut self, sources: Option<[usize; 4]>, start: usize) {
        let (columns, pitch, coding) = (self.layout.columns, self.layout.pitch(), self.coding);
        let starts = (0..columns.phases).map(|phase| start + phase * self.layout.plane());
        let Some(sources) = sources else {
            return starts.for_each(|start| self.field[start..start + pitch].fill(coding.fill));
        };
        let source = |start: usize| &self.memory[start..start + columns.axis.size];
        let [a, b, c, d] = sources;
        let sources = [source(a), source(b), source(c), source(d)];
        if columns.phases == 1 && columns.axis.stride == 1 && columns.axis.spread == 1 {
            return pack_neighbours(sources, columns.axis.before, coding, &mut self.field[start..start + pitch]);
        }
        match columns.axis.spread {
            1 => self.line.load_neighbours(&columns, |row| interleave(sources, coding.flip, row)),
            _ => self.line.load(&columns, words(sources, coding.flip)),
        }
        for (phase, start) in starts.enumerate() {
            copy(self.line.phase(&columns, phase), &mut self.field[start..start + pitch]);
        }
    }
}

/// Packs a row whose windows are neighbours.
#[inline(always)]
fn pack_neighbours(sources: [&[u8]; 4], before: usize, coding: Coding, row: &mut [u32]) {
    let (padding, inputs) = row.split_at_mut(before.min(row.len()));
    padding.fill(coding.fill);
    let (inputs, padding) = inputs.split_at_mut(sources[0].len().min(inputs.len()));
    interleave(sources, coding.flip, inputs);
    padding.fill(coding.fill);
}
