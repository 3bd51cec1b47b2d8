//! The input of a convolution, packed: a word holds four channels, padding and inserted values are there, and with
//! strides every remainder has a plane of its own, so that neighbouring windows find neighbouring words.

use crate::tiu::plane::Plane;
use crate::tiu::window::axis::Axis;

/// One axis of a packed input.
#[derive(Clone, Copy, Debug)]
struct Side {
    axis: Axis,
    /// Remainders modulo the stride that have a plane.
    phases: usize,
    /// Positions in each.
    size: usize,
}

impl Side {
    fn new(axis: Axis) -> Self {
        let phases = if axis.kernel == 1 { 1 } else { axis.stride };
        let size = axis.out + (axis.kernel - 1) * axis.dilation / axis.stride;
        Side { axis, phases, size }
    }

    /// Plane and place of a position of the extended input.
    fn place(&self, position: usize) -> (usize, usize) {
        (position % self.axis.stride, position / self.axis.stride)
    }

    /// Place of a position that a window needs.
    fn needed(&self, position: usize) -> Option<(usize, usize)> {
        Some(self.place(position)).filter(|(phase, index)| *phase < self.phases && *index < self.size)
    }
}

/// Where the words of a packed input lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    rows: Side,
    columns: Side,
    depth: usize,
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
    /// The layout for `depth` channels under a window.
    pub(super) fn new(rows: Axis, columns: Axis, depth: usize) -> Self {
        Layout { rows: Side::new(rows), columns: Side::new(columns), depth }
    }

    /// Words of four channels.
    fn groups(&self) -> usize {
        self.depth.div_ceil(4)
    }

    /// Words of one plane.
    fn plane(&self) -> usize {
        self.rows.size * self.columns.size
    }

    /// Words in all.
    pub(super) fn words(&self) -> usize {
        self.groups() * self.rows.phases * self.columns.phases * self.plane()
    }

    /// Positions of results: those of a row are neighbours, rows lie [`Layout::pitch`] apart.
    pub(super) fn positions(&self) -> usize {
        (self.rows.axis.out - 1) * self.pitch() + self.columns.axis.out
    }

    /// Distance of rows.
    pub(super) fn pitch(&self) -> usize {
        self.columns.size
    }

    fn start(&self, group: usize, row_phase: usize, column_phase: usize) -> usize {
        ((group * self.rows.phases + row_phase) * self.columns.phases + column_phase) * self.plane()
    }

    /// For each step of a sum (window rows, window columns, channels) where the first window finds its word.
    pub(super) fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        let (rows, columns) = (self.rows, self.columns);
        (0..rows.axis.kernel * columns.axis.kernel).flat_map(move |tap| {
            let (row_phase, row) = rows.place(tap / columns.axis.kernel * rows.axis.dilation);
            let (column_phase, column) = columns.place(tap % columns.axis.kernel * columns.axis.dilation);
            let within = row * self.pitch() + column;
            (0..self.groups()).map(move |group| self.start(group, row_phase, column_phase) + within)
        })
    }

    /// Packs batch `n` of `input`.
    pub(super) fn pack(
        &self,
        (input, n): (&Plane, usize),
        memory: &[u8],
        coding: Coding,
        line: &mut Vec<u32>,
        field: &mut [u32],
    ) {
        line.clear();
        line.resize(self.columns.axis.extended(), coding.fill);
        for group in 0..self.groups() {
            // Channels that do not exist have weights of zero: any byte does.
            let channels = [0, 1, 2, 3].map(|k| (4 * group + k).min(self.depth - 1));
            let bases = channels.map(|c| input.position([n as u32, c as u32, 0, 0]));
            for position in 0..self.rows.axis.extended() {
                let Some((phase, row)) = self.rows.needed(position) else { continue };
                let sources = self.rows.axis.source(position).map(|h| bases.map(|base| base + h * input.step(2)));
                let start = self.start(group, phase, 0) + row * self.pitch();
                self.pack_row(sources, memory, coding, line, &mut field[start..]);
            }
        }
    }

    /// Packs the row whose four channels start at `sources`; without any it is padding.
    fn pack_row(
        &self,
        sources: Option<[usize; 4]>,
        memory: &[u8],
        coding: Coding,
        line: &mut [u32],
        field: &mut [u32],
    ) {
        let (columns, pitch) = (&self.columns, self.pitch());
        let rows = (0..columns.phases).map(|phase| phase * self.plane());
        let Some(sources) = sources else {
            return rows.for_each(|start| field[start..start + pitch].fill(coding.fill));
        };
        let sources = sources.map(|start| &memory[start..start + columns.axis.size]);
        if columns.phases == 1 && columns.axis.stride == 1 && columns.axis.spread == 1 {
            return pack_neighbours(sources, columns.axis.before, coding, &mut field[..pitch]);
        }
        let inputs = line[columns.axis.before..].iter_mut().step_by(columns.axis.spread);
        interleave(sources, coding.flip, inputs);
        for (phase, start) in rows.enumerate() {
            let words = line[phase.min(line.len())..].iter().step_by(columns.axis.stride);
            field[start..start + pitch].iter_mut().zip(words).for_each(|(to, word)| *to = *word);
        }
    }
}

/// Packs a row whose windows are neighbours.
fn pack_neighbours(sources: [&[u8]; 4], before: usize, coding: Coding, row: &mut [u32]) {
    let (padding, inputs) = row.split_at_mut(before.min(row.len()));
    padding.fill(coding.fill);
    let (inputs, padding) = inputs.split_at_mut(sources[0].len().min(inputs.len()));
    interleave(sources, coding.flip, inputs.iter_mut());
    padding.fill(coding.fill);
}

/// One word for every four bytes.
#[inline]
pub(super) fn interleave<'w>([a, b, c, d]: [&[u8]; 4], flip: u32, words: impl Iterator<Item = &'w mut u32>) {
    for ((((word, a), b), c), d) in words.zip(a).zip(b).zip(c).zip(d) {
        *word = u32::from_ne_bytes([*a, *b, *c, *d]) ^ flip;
    }
}
