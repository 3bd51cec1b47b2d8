//! Sliding sums of one channel: depthwise convolution and average pooling.

use super::line::Line;
use super::results::Finisher;
use super::side::Side;
use super::{Buffers, MAX_WORDS, flip};
use crate::halt::{Stop, Stopped};
use crate::kernels::gemm::{self, Operands, Source};
use crate::kernels::{Level, Task, dispatch, interleave};
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::{Channel, IntegerFinish};

/// A sliding sum that has this form: a word holds four neighbours of a row, and a step of a sum is four taps of a row.
pub(crate) struct PackedDepthwise<'f> {
    filter: &'f Filter,
    rows: Side,
    columns: Side,
    source: Source,
    signed_input: bool,
    fill: u8,
    finish: IntegerFinish,
}

impl<'f> PackedDepthwise<'f> {
    /// The packed form of `filter`, if it has one.
    pub(crate) fn new(filter: &'f Filter) -> Option<Self> {
        let (Depth::Own, Numbers::Integer { signed_input, signed_weights, fill, finish }, None) =
            (filter.depth, filter.numbers, filter.sums)
        else {
            return None;
        };
        let small = matches!(filter.weights, Weights::Constant(pattern) if pattern & 0x80 == 0);
        let packed = PackedDepthwise {
            filter,
            rows: Side::new(filter.rows),
            columns: Side::new(filter.columns),
            source: Source { taps: filter.rows.kernel, depth: filter.columns.kernel, signed: signed_weights || small },
            signed_input,
            fill,
            finish,
        };
        (packed.words() <= MAX_WORDS && filter.output.elements() <= MAX_WORDS).then_some(packed)
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(
        &self,
        level: Level,
        parameters: &Parameters,
        memory: &mut [u8],
        buffers: &mut Buffers,
        stop: Stop<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, rows, columns] = self.filter.output.shape();
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend(self.offsets());
        }
        buffers.reserve_field(self.words());
        buffers.row.prepare(&self.columns, self.fill);
        buffers.results.reserve(self.filter.output.form(), batches * channels, rows * columns);
        for channel in 0..channels {
            stop.check()?;
            self.pack_weights(level, memory, channel, buffers);
            for n in 0..batches {
                self.packing([n, channel], memory, buffers).pack(level);
                self.compute(n * channels + channel, parameters.channels[channel], buffers, stop);
            }
        }
        stop.check()?;
        buffers.results.write(&self.filter.output, memory, columns);
        Ok(())
    }

    /// Words of one channel.
    fn words(&self) -> usize {
        self.source.groups() * self.plane()
    }

    fn plane(&self) -> usize {
        self.rows.phases * self.rows.size * self.columns.axis.out
    }

    /// Where the words of a row start.
    fn start(&self, group: usize, (phase, row): (usize, usize)) -> usize {
        group * self.plane() + (phase * self.rows.size + row) * self.columns.axis.out
    }

    /// For each step of a sum (window rows, groups of window columns) where the first window finds its word.
    fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.source.taps).flat_map(move |tap| {
            let row = self.rows.place(tap * self.rows.axis.dilation);
            (0..self.source.groups()).map(move |group| self.start(group, row))
        })
    }

    fn pack_weights(&self, level: Level, memory: &[u8], channel: usize, buffers: &mut Buffers) {
        let Buffers { bytes, weights, .. } = buffers;
        let products = self.filter.products();
        match self.filter.weights {
            Weights::Stored(plane) => {
                weights.pack(level, 1, self.source, |_| &memory[plane.base(channel)..][..products])
            }
            Weights::Constant(pattern) if channel == 0 => {
                bytes.clear();
                bytes.resize(products, pattern.to_le_bytes()[0]);
                weights.pack(level, 1, self.source, |_| bytes);
            }
            Weights::Constant(_) => {}
        }
    }

    fn packing<'a>(&'a self, at: [usize; 2], memory: &'a [u8], buffers: &'a mut Buffers) -> Packing<'a> {
        Packing { operation: self, at, memory, line: &mut buffers.row, field: &mut buffers.field }
    }

    fn compute(&self, row: usize, channel: Channel, buffers: &mut Buffers, stop: Stop<'_>) {
        buffers.correct([channel].into_iter(), self.signed_input);
        let positions = self.rows.axis.out * self.columns.axis.out;
        let (field, offsets, weights) = (&buffers.field, &buffers.offsets, &buffers.weights);
        let (finish, channels, results) = (self.finish, &buffers.channels, &mut buffers.results);
        let mut finisher = Finisher { finish, channels, starts: None, results, first: row };
        gemm::compute(Operands { field, offsets, weights, positions, stop }, &mut finisher);
    }
}

/// Packs one channel.
struct Packing<'a> {
    operation: &'a PackedDepthwise<'a>,
    /// Batch and channel.
    at: [usize; 2],
    memory: &'a [u8],
    line: &'a mut Line<u8>,
    field: &'a mut [u32],
}

impl Packing<'_> {
    fn pack(self, level: Level) {
        dispatch(level, self);
    }
}

impl Task for Packing<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let PackedDepthwise { filter, rows, .. } = self.operation;
        let [n, c] = self.at.map(|at| at as u32);
        let base = filter.input.position([n, c, 0, 0]);
        for position in 0..rows.axis.extended() {
            let Some(row) = rows.needed(position) else { continue };
            self.pack_row(rows.axis.source(position).map(|h| base + h * filter.input.step(2)), row);
        }
    }
}

impl Packing<'_> {
    /// Packs the row that starts at `source`; without one it is padding.
    #[inline(always)]
    fn pack_row(&mut self, source: Option<usize>, row: (usize, usize)) {
        let PackedDepthwise { filter, columns, source: weights, signed_input, fill, .. } = self.operation;
        let (out, flip) = (columns.axis.out, flip(*signed_input));
        if let Some(start) = source {
            self.line.load_bytes(columns, (&self.memory[start..], filter.input.step(3)), |[byte]| byte);
        }
        for group in 0..weights.groups() {
            let start = self.operation.start(group, row);
            let words = &mut self.field[start..start + out];
            if source.is_none() {
                words.fill(u32::from_ne_bytes([*fill; 4]) ^ flip);
                continue;
            }
            // Columns that do not exist have weights of zero: any byte does.
            let taps = [0, 1, 2, 3].map(|k| self.line.tap(columns, (4 * group + k).min(weights.depth - 1)));
            interleave(taps, flip, words);
        }
    }
}
