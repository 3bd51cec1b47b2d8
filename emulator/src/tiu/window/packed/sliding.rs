//! Depthwise convolution and average pooling of rows whose bytes lie together: windows slide over a copy of the channel.

use super::results::{Finisher, Grid, Tile};
use super::side::Side;
use super::{Buffers, MAX_WORDS, corrected, flip, seat};
use crate::halt::{Stop, Stopped};
use crate::kernels::slide::{self, Distances, Slide, Step};
use crate::kernels::{Level, Task, dispatch};
use crate::tiu::Means;
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::IntegerFinish;

/// Products that take as long as to copy a byte.
const COPYING: usize = 4;

/// A sliding sum that has this form. Results are staged with as many windows a row as the copied rows have room for, so
/// that all windows of a channel follow each other at one distance.
pub(crate) struct SlidingDepthwise<'f> {
    filter: &'f Filter,
    rows: Side,
    distances: Distances,
    /// Windows of a row, with those that hang over its end.
    pitch: usize,
    signed_input: bool,
    fill: u8,
    finish: IntegerFinish,
}

impl<'f> SlidingDepthwise<'f> {
    /// This form of `filter`, if it has one that is fast with the instructions of `level`.
    pub(crate) fn new(filter: &'f Filter, level: Level) -> Option<Self> {
        let (Depth::Own, Numbers::Integer { signed_input, signed_weights, fill, finish }, None) =
            (filter.depth, filter.numbers, filter.sums)
        else {
            return None;
        };
        let columns = filter.columns;
        let small = matches!(filter.weights, Weights::Constant(pattern) if pattern & 0x80 == 0);
        let adjacent = columns.spread == 1 && filter.input.step(3) == 1;
        if !(signed_weights || small) || !adjacent || !slide::is_fast(level, columns.kernel) {
            return None;
        }
        let distances = Distances::new(columns.stride, if columns.kernel == 1 { 1 } else { columns.dilation })?;
        let needed = (columns.out - 1) * columns.stride + (columns.kernel - 1) * columns.dilation + 1;
        let pitch = needed.div_ceil(columns.stride);
        let fill = fill ^ flip(signed_input).to_le_bytes()[0];
        let sliding =
            SlidingDepthwise { filter, rows: Side::new(filter.rows), distances, pitch, signed_input, fill, finish };
        let [batches, channels, rows, _] = filter.output.shape();
        (sliding.plane_bytes() <= MAX_WORDS && batches * channels * rows * pitch <= MAX_WORDS).then_some(sliding)
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(
        &self,
        level: Level,
        parameters: &Parameters,
        memory: &mut [u8],
        buffers: &mut Buffers,
        means: Means<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, rows, _] = self.filter.output.shape();
        let (lines, positions) = (batches * channels, rows * self.pitch);
        let cost = lines * (COPYING * self.plane_bytes() + self.filter.products() * positions);
        let grid = Grid::new([lines, positions], [1, positions], means.pool.parts(cost));
        buffers.results.reserve(self.filter.output.form(), 1, grid);
        self.prepare(seat(&mut buffers.sliding, means.pool.threads()));
        let Buffers { sliding, results, .. } = buffers;
        means.pool.share(cost, sliding, results.tiles(0), |desk, tile| {
            Channels { operation: self, level, memory, desk, stop: means.stop }.compute(parameters, tile);
        });
        means.stop.check()?;
        results.write(&self.filter.output, memory, |[n, c, row]| [0, n * channels + c, row * self.pitch]);
        Ok(())
    }

    /// Lays out what stays the same from channel to channel: padding, and where steps are.
    fn prepare(&self, desks: &mut [Desk]) {
        let constant = match self.filter.weights {
            Weights::Constant(pattern) => vec![pattern.to_le_bytes()[0]; self.filter.products()],
            Weights::Stored(_) => Vec::new(),
        };
        for desk in desks {
            desk.plane.clear();
            desk.plane.resize(self.plane_bytes(), self.fill);
            desk.lines.clear();
            desk.lines.extend(self.lines());
            desk.steps.clear();
            desk.steps.extend(self.offsets().map(|offset| Step { offset, weights: 0 }));
            if !constant.is_empty() {
                desk.set_weights(&constant, self.filter.columns.kernel);
            }
        }
    }

    /// From where, counted from the channel's first byte, to where in the plane each row of the input is copied.
    fn lines(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let (rows, before) = (self.rows, self.filter.columns.before);
        (0..rows.axis.extended()).filter_map(move |position| {
            let (row, h) = rows.needed(position).zip(rows.axis.source(position))?;
            Some((h * self.filter.input.step(2), self.start(row) + before.min(self.row_bytes())))
        })
    }

    /// Bytes of a row of the input that windows see.
    fn line_bytes(&self) -> usize {
        self.filter.columns.size.min(self.row_bytes().saturating_sub(self.filter.columns.before))
    }

    /// Bytes of a row.
    fn row_bytes(&self) -> usize {
        self.pitch * self.filter.columns.stride
    }

    fn windows(&self) -> usize {
        (self.filter.rows.out - 1) * self.pitch + self.filter.columns.out
    }

    fn plane_bytes(&self) -> usize {
        let last = self.offsets().max().unwrap_or(0);
        let rows = self.rows.phases * self.rows.size * self.row_bytes();
        slide::plane_bytes(&self.distances, self.windows(), last).max(rows)
    }

    /// Where a row starts.
    fn start(&self, (phase, row): (usize, usize)) -> usize {
        (phase * self.rows.size + row) * self.row_bytes()
    }

    /// Where the first window finds each row's taps, four by four.
    fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        let Filter { rows, columns, .. } = self.filter;
        (0..rows.kernel).flat_map(move |tap| {
            let start = self.start(self.rows.place(tap * rows.dilation));
            (0..columns.kernel).step_by(4).map(move |tap| start + tap * columns.dilation)
        })
    }
}

/// What one thread needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    /// The channel with its padding.
    plane: Vec<u8>,
    /// Where its rows come from and go to.
    lines: Vec<(usize, usize)>,
    steps: Vec<Step>,
    /// The sum of all weights.
    sum: i32,
}

impl Desk {
    /// Takes a channel's weights, `columns` for each row.
    fn set_weights(&mut self, bytes: &[u8], columns: usize) {
        let parts = bytes.chunks_exact(columns).flat_map(|row| row.chunks(4));
        for (step, part) in self.steps.iter_mut().zip(parts) {
            step.weights = part.iter().rev().fold(0, |word, weight| word << 8 | u32::from(*weight));
        }
        self.sum = bytes.iter().map(|weight| i32::from(weight.cast_signed())).sum();
    }
}

/// Computes channel after channel.
struct Channels<'a> {
    operation: &'a SlidingDepthwise<'a>,
    level: Level,
    memory: &'a [u8],
    desk: &'a mut Desk,
    stop: Stop<'a>,
}

impl Channels<'_> {
    fn compute(&mut self, parameters: &Parameters, mut tile: Tile<'_>) {
        let SlidingDepthwise { filter, signed_input, finish, distances, .. } = self.operation;
        let (signed_input, finish) = (*signed_input, *finish);
        let [_, channels, ..] = filter.output.shape();
        for (at, row) in tile.rows.clone().enumerate() {
            if self.stop.is_asked() {
                return;
            }
            let [n, c] = [row / channels, row % channels];
            if let Weights::Stored(plane) = filter.weights {
                let bytes = &self.memory[plane.base(c)..][..filter.products()];
                self.desk.set_weights(bytes, filter.columns.kernel);
            }
            self.copy([n, c]);
            let Desk { plane, steps, sum, .. } = &*self.desk;
            let slide = Slide { plane, distances, steps, windows: self.operation.windows() };
            let channels = &[corrected(parameters.channels[c], *sum, signed_input)];
            let mut finisher = Finisher { finish, channels, starts: None, tile: tile.row(at) };
            slide::compute(self.level, slide, &mut finisher);
        }
    }

    fn copy(&mut self, at: [usize; 2]) {
        let SlidingDepthwise { filter, signed_input, .. } = self.operation;
        let [n, c] = at.map(|at| at as u32);
        let Desk { plane, lines, .. } = &mut *self.desk;
        let from = &self.memory[filter.input.position([n, c, 0, 0])..];
        let (bytes, flip) = (self.operation.line_bytes(), flip(*signed_input).to_le_bytes()[0]);
        dispatch(self.level, Copying { level: self.level, from, plane, lines, bytes, flip });
    }
}

/// Copies the rows of one channel.
struct Copying<'a> {
    level: Level,
    from: &'a [u8],
    plane: &'a mut [u8],
    lines: &'a [(usize, usize)],
    bytes: usize,
    flip: u8,
}

impl Task for Copying<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (from, to) in self.lines {
            let (from, to) = (&self.from[*from..][..self.bytes], &mut self.plane[*to..][..self.bytes]);
            slide::copy_flipped(self.level, from, to, self.flip);
        }
    }
}
