//! Convolutions over all input channels.

use super::field::{Coding, Layout, Packing};
use super::results::Finisher;
use super::{Buffers, MAX_WORDS, flip};
use crate::halt::{Stop, Stopped};
use crate::kernels::Level;
use crate::kernels::gemm::{self, Operands, Source};
use crate::tiu::plane::Plane;
use crate::tiu::window::axis::Axis;
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Depth, Filter, Numbers, Weights};
use crate::tiu::window::finish::IntegerFinish;

/// A convolution that has this form.
pub(crate) struct PackedConv<'f> {
    filter: &'f Filter,
    layout: Layout,
    /// Distance of the results' rows among the positions.
    pitch: usize,
    source: Source,
    coding: Coding,
    signed_input: bool,
    finish: IntegerFinish,
}

impl<'f> PackedConv<'f> {
    /// The packed form of `filter`, if it has one.
    pub(crate) fn new(filter: &'f Filter) -> Option<Self> {
        let (Depth::All(depth), Numbers::Integer { signed_input, signed_weights, fill, finish }) =
            (filter.depth, filter.numbers)
        else {
            return None;
        };
        let (rows, columns) = if is_flat(filter) { flat(filter) } else { (filter.rows, filter.columns) };
        let layout = Layout::new(rows, columns, depth.div_ceil(4));
        let taps = filter.rows.kernel * filter.columns.kernel;
        let flip = flip(signed_input);
        let packed = PackedConv {
            filter,
            layout,
            pitch: if is_flat(filter) { filter.columns.out } else { layout.pitch() },
            source: Source { taps, depth, signed: signed_weights },
            coding: Coding { flip, fill: u32::from_ne_bytes([fill; 4]) ^ flip },
            signed_input,
            finish,
        };
        let [n, c, ..] = filter.output.shape();
        let staged = n.saturating_mul(c).saturating_mul(layout.positions());
        let neighbours = filter.input.step(3) == 1 || filter.columns.size == 1;
        (neighbours && layout.words() <= MAX_WORDS && staged <= MAX_WORDS).then_some(packed)
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
        let [batches, channels, ..] = self.filter.output.shape();
        self.pack_weights(level, memory, channels, buffers);
        buffers.correct(parameters.channels.iter().copied(), self.signed_input);
        buffers.offsets.clear();
        for _ in 0..self.source.passes() {
            buffers.offsets.extend(self.layout.offsets());
        }
        buffers.reserve_field(self.layout.words());
        buffers.results.reserve(self.filter.output.form(), batches * channels, self.layout.positions());
        for n in 0..batches {
            stop.check()?;
            self.packing(n, memory, buffers).pack(level);
            self.read_starts(memory, n, &mut buffers.starts);
            self.compute(n, buffers, stop);
        }
        stop.check()?;
        buffers.results.write(&self.filter.output, memory, self.pitch);
        Ok(())
    }

    fn pack_weights(&self, level: Level, memory: &[u8], rows: usize, buffers: &mut Buffers) {
        let Buffers { bytes, weights, .. } = buffers;
        let products = self.filter.products();
        if let Weights::Constant(pattern) = self.filter.weights {
            bytes.clear();
            bytes.resize(products, pattern.to_le_bytes()[0]);
        }
        weights.pack(level, rows, self.source, |row| match self.filter.weights {
            Weights::Constant(_) => bytes,
            Weights::Stored(plane) => &memory[plane.base(row)..][..products],
        });
    }

    fn packing<'a>(&'a self, batch: usize, memory: &'a [u8], buffers: &'a mut Buffers) -> Packing<'a> {
        let Buffers { line, field, .. } = buffers;
        let (layout, input, depth, coding) = (self.layout, &self.filter.input, self.filter.depth(), self.coding);
        Packing { layout, input, batch, depth, memory, coding, line, field }
    }

    /// Reads the partial sums of batch `n`.
    fn read_starts(&self, memory: &[u8], n: usize, starts: &mut Vec<i32>) {
        let Some(sums) = self.filter.sums else { return };
        let [_, channels, rows, columns] = sums.shape();
        let positions = self.layout.positions();
        starts.resize(channels * positions, 0);
        for (c, starts) in starts.chunks_exact_mut(positions).enumerate() {
            for row in 0..rows {
                let starts = &mut starts[row * self.pitch..][..columns];
                sums.read_run(memory, [n, c, row, 0].map(|at| at as u32), starts);
            }
        }
    }

    fn compute(&self, n: usize, buffers: &mut Buffers, stop: Stop<'_>) {
        let positions = self.layout.positions();
        let (offsets, weights) = (&buffers.offsets, &buffers.weights);
        let operands = Operands { field: &buffers.field, offsets, weights, positions, stop };
        let mut finisher = Finisher {
            finish: self.finish,
            channels: &buffers.channels,
            starts: self.filter.sums.map(|_| &*buffers.starts),
            results: &mut buffers.results,
            first: n * weights.rows(),
        };
        gemm::compute(operands, &mut finisher);
    }
}

/// Whether input and results are one row after the other without gaps: a window of one value that steps by one.
fn is_flat(filter: &Filter) -> bool {
    let plain = |axis: &Axis| {
        (axis.kernel, axis.stride, axis.spread, axis.before, axis.after) == (1, 1, 1, 0, 0) && axis.out == axis.size
    };
    plain(&filter.rows) && plain(&filter.columns) && rows_touch(&filter.input, filter.rows.size, filter.columns.size)
}

fn rows_touch(plane: &Plane, rows: usize, columns: usize) -> bool {
    rows == 1 || plane.step(2) == columns && plane.step(3) == 1
}

/// The axes as one long row.
fn flat(filter: &Filter) -> (Axis, Axis) {
    let positions = filter.rows.out * filter.columns.out;
    let columns = Axis { size: positions, out: positions, ..filter.columns };
    (Axis { size: 1, out: 1, ..filter.rows }, columns)
}
