//! Sliding sums of bf16 products: convolution, depthwise convolution, average pooling.

use super::{Buffers, loaded, read_sums};
use crate::arith::accumulate::load_sum;
use crate::arith::bf16;
use crate::halt::{Stop, Stopped};
use crate::kernels::float_gemm::{self, Operands, Sink};
use crate::kernels::{Level, Task, dispatch};
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::FloatFinish;
use crate::tiu::window::packed::field::Layout;
use crate::tiu::window::packed::line::Line;
use crate::tiu::window::packed::results::Results;
use crate::tiu::window::packed::{Buffers as PackedBuffers, MAX_WORDS};

/// A sliding sum that has this form.
pub(in crate::tiu::window) struct PackedFloatConv<'f> {
    filter: &'f Filter,
    layout: Layout,
    fill: f32,
    finish: FloatFinish,
}

impl<'f> PackedFloatConv<'f> {
    /// The packed form of `filter`, if it has one.
    pub(in crate::tiu::window) fn new(filter: &'f Filter) -> Option<Self> {
        let Numbers::Float { fill, finish } = filter.numbers else { return None };
        let layout = Layout::new(filter.rows, filter.columns, filter.depth());
        let [n, c, ..] = filter.output.shape();
        let small = layout.words() <= MAX_WORDS && n * c * layout.positions() <= MAX_WORDS;
        small.then_some(PackedFloatConv { filter, layout, fill, finish })
    }

    /// Computes and writes all results, or none if somebody asks to stop.
    pub(in crate::tiu::window) fn run(
        &self,
        level: Level,
        parameters: &Parameters,
        memory: &mut [u8],
        packed: &mut PackedBuffers,
        stop: Stop<'_>,
    ) -> Result<(), Stopped> {
        let [batches, channels, ..] = self.filter.output.shape();
        let PackedBuffers { floats: buffers, results, .. } = packed;
        buffers.offsets.clear();
        buffers.offsets.extend(self.layout.offsets());
        buffers.reserve_field(self.layout.words());
        buffers.line.prepare(&self.layout.columns, self.fill);
        results.reserve(self.filter.output.form(), batches * channels, self.layout.positions());
        let (groups, rows) = match self.filter.depth {
            Depth::All(_) => (1, channels),
            Depth::Own => (channels, 1),
        };
        for group in 0..groups {
            stop.check()?;
            self.pack_weights(memory, group * rows..(group + 1) * rows, buffers);
            for n in 0..batches {
                self.packing(n, group, memory, buffers).pack(level);
                self.read_starts(memory, n, group * rows, rows, buffers);
                self.compute(level, parameters, [n, group * rows], buffers, results, stop);
            }
        }
        stop.check()?;
        results.write(&self.filter.output, memory, self.layout.pitch());
        Ok(())
    }

    fn pack_weights(&self, memory: &[u8], channels: std::ops::Range<usize>, buffers: &mut Buffers) {
        let products = self.filter.products();
        let first = channels.start;
        match self.filter.weights {
            Weights::Constant(pattern) => {
                let weight = bf16::load(pattern);
                buffers.weights.pack(channels.len(), products, |_| std::iter::repeat(weight));
            }
            Weights::Stored(plane) => {
                buffers.weights.pack(channels.len(), products, |row| loaded(&memory[plane.base(first + row)..]));
            }
        }
    }

    fn packing<'a>(&'a self, n: usize, group: usize, memory: &'a [u8], buffers: &'a mut Buffers) -> Packing<'a> {
        Packing { operation: self, at: [n, group], memory, line: &mut buffers.line, field: &mut buffers.field }
    }

    fn read_starts(&self, memory: &[u8], n: usize, first: usize, count: usize, buffers: &mut Buffers) {
        let Some(sums) = &self.filter.sums else { return };
        let [_, _, rows, columns] = sums.shape();
        let positions = self.layout.positions();
        buffers.starts.resize(count * positions, 0.0);
        for (c, starts) in buffers.starts.chunks_exact_mut(positions).enumerate().take(count) {
            for row in 0..rows {
                let starts = &mut starts[row * self.layout.pitch()..][..columns];
                read_sums((sums, memory), [n, first + c, row, 0], &mut buffers.bits, starts, load_sum);
            }
        }
    }

    fn compute(
        &self,
        level: Level,
        parameters: &Parameters,
        [n, channel]: [usize; 2],
        buffers: &Buffers,
        results: &mut Results,
        stop: Stop<'_>,
    ) {
        let Buffers { field, offsets, weights, starts, .. } = buffers;
        let positions = self.layout.positions();
        let mut finisher = Finisher {
            finish: self.finish,
            biases: &parameters.biases[channel..],
            starts: self.filter.sums.map(|_| starts.as_slice()),
            positions,
            results,
            first: n * self.filter.output.shape()[1] + channel,
        };
        float_gemm::compute(level, Operands { field, offsets, weights, positions, stop }, &mut finisher);
    }
}

/// Packs the channels under one window.
struct Packing<'a> {
    operation: &'a PackedFloatConv<'a>,
    /// Batch, and the first output channel.
    at: [usize; 2],
    memory: &'a [u8],
    line: &'a mut Line<f32>,
    field: &'a mut [f32],
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
        let PackedFloatConv { filter, layout, .. } = self.operation;
        for channel in 0..layout.groups {
            let [n, c] = [self.at[0], filter.first(self.at[1]) + channel].map(|at| at as u32);
            let base = filter.input.position([n, c, 0, 0]);
            for position in 0..layout.rows.axis.extended() {
                let Some((phase, row)) = layout.rows.needed(position) else { continue };
                let source = layout.rows.axis.source(position).map(|h| base + h * filter.input.step(2));
                self.pack_row(source, layout.start(channel, phase, 0) + row * layout.pitch());
            }
        }
    }
}

impl Packing<'_> {
    /// Packs the row that starts at `source`; without one it is padding.
    #[inline(always)]
    fn pack_row(&mut self, source: Option<usize>, start: usize) {
        let PackedFloatConv { filter, layout, fill, .. } = self.operation;
        if let Some(source) = source {
            let from = (&self.memory[source..], filter.input.step(3));
            self.line.load_bytes(&layout.columns, from, |pair| bf16::load(u16::from_le_bytes(pair)));
        }
        for phase in 0..layout.columns.phases {
            let words = &mut self.field[start + phase * layout.plane()..][..layout.pitch()];
            if source.is_some() {
                let line = self.line.phase(&layout.columns, phase);
                words.iter_mut().zip(line).for_each(|(to, word)| *to = *word);
            } else {
                words.fill(*fill);
            }
        }
    }
}

/// Starts sums and turns them into results.
struct Finisher<'a> {
    finish: FloatFinish,
    /// One for each row.
    biases: &'a [f32],
    starts: Option<&'a [f32]>,
    positions: usize,
    results: &'a mut Results,
    /// The first of the staged rows.
    first: usize,
}

impl Sink for Finisher<'_> {
    #[inline(always)]
    fn start(&self, row: usize, position: usize, sums: &mut [f32]) {
        match self.starts {
            Some(starts) => sums.copy_from_slice(&starts[row * self.positions + position..][..sums.len()]),
            None => sums.fill(0.0),
        }
    }

    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[f32]) {
        let (finish, bias) = (self.finish, self.biases[row]);
        self.results.stage(self.first + row, position, sums.iter().map(|sum| finish.apply(*sum, bias)));
    }
}
