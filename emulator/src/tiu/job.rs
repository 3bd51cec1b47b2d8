//! Runs an element-wise computation over local memory.
//!
//! Every operand counts as read before anything is written. Where results and operands are apart, or are the same
//! elements, chunk after chunk does that by itself; elsewhere a copy of the operands is taken first.

use super::kernel::{Element, Word, map};
use super::plane::Plane;
use super::walk::{Positions, Rows, Run, STREAMS, Stream, each_rows, element_at};
use super::{Scratch, Unit};
use crate::arith::integer::RightShift;
use isa::chip::ChipProfile;
use isa::layout::Shape;
use std::array::from_fn;
use std::iter::zip;

/// Elements that are computed at a time.
pub(crate) const CHUNK: usize = 1024;
/// Bytes of the largest chunk.
pub(crate) const CHUNK_BYTES: usize = 2 * CHUNK;
/// Entries of a table.
pub(crate) const TABLE_ENTRIES: usize = 256;
/// Number of sources.
pub(crate) const SOURCES: usize = 4;
/// Number of results.
pub(crate) const RESULTS: usize = STREAMS - SOURCES;

/// A chunk of every source; empty for an idle one.
pub(crate) type Inputs<'a> = [&'a [u8]; SOURCES];
/// Room for a chunk of every result.
pub(crate) type Outputs<'a> = [&'a mut [u8]; RESULTS];
/// Computes the results of a chunk.
type Kernel<'k> = &'k dyn Fn(Inputs<'_>, Outputs<'_>);

/// An element-wise computation: what is read and what is written, element by element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    shape: Shape,
    lanes: usize,
    element: usize,
    streams: [Stream; STREAMS],
}

/// What it takes to read everything before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// Chunk after chunk.
    None,
    /// Sources are copied first.
    Copy,
    /// Sources are copied first, and the first result is written everywhere before the second.
    CopyAndSplit,
}

impl Job {
    /// A computation on elements of `element` bytes.
    pub(crate) fn new(shape: Shape, chip: &ChipProfile, element: u32, sources: &[Stream], results: &[Stream]) -> Self {
        let mut streams = [Stream::Idle; STREAMS];
        streams.iter_mut().zip(sources).take(SOURCES).for_each(|(slot, source)| *slot = *source);
        streams[SOURCES..].iter_mut().zip(results).for_each(|(slot, result)| *slot = *result);
        Job { shape, lanes: chip.lanes as usize, element: element as usize, streams }
    }

    /// Computes all elements, a chunk at a time.
    pub(crate) fn run_chunks(&self, unit: &mut Unit<'_>, kernel: impl Fn(Inputs<'_>, Outputs<'_>)) {
        self.run_with_last(unit, &kernel, None);
    }

    /// Computes all elements, each for itself.
    pub(crate) fn run<E: Element, const S: usize, const R: usize>(
        &self,
        unit: &mut Unit<'_>,
        f: impl Fn([E; S]) -> [E; R] + Copy,
    ) {
        self.run_with_last(unit, &|inputs: Inputs<'_>, outputs: Outputs<'_>| map(inputs, outputs, f), None);
    }

    /// Computes numbers and stores as many of their bytes as there are results.
    pub(crate) fn run_words<W: Word, const S: usize>(&self, unit: &mut Unit<'_>, f: impl Fn([u8; S]) -> W + Copy) {
        self.run_with_last(unit, &self.words(f), None);
    }

    /// As [`Job::run_words`] with a right shift by `amount`, where amounts beyond 32 mean what they mean to the vendor's
    /// simulator.
    pub(crate) fn run_shifted<W: Word, const S: usize, F: Fn([u8; S]) -> W + Copy>(
        &self,
        unit: &mut Unit<'_>,
        amount: u8,
        round: bool,
        f: impl Fn(RightShift) -> F,
    ) {
        let amount = amount.into();
        let last = (amount > 32).then(|| self.words(f(RightShift::of_last_elements(amount, round))));
        let all = self.words(f(RightShift::new(amount, round)));
        self.run_with_last(unit, &all, last.as_ref().map(|last| last as Kernel<'_>));
    }

    fn words<W: Word, const S: usize, F: Fn([u8; S]) -> W + Copy>(
        &self,
        f: F,
    ) -> impl Fn(Inputs<'_>, Outputs<'_>) + use<W, S, F> {
        let wide = self.streams[STREAMS - 1] != Stream::Idle;
        move |inputs: Inputs<'_>, outputs: Outputs<'_>| match wide {
            true => map(inputs, outputs, move |sources| f(sources).bytes()),
            false => map(inputs, outputs, move |sources| [f(sources).bytes()[0]]),
        }
    }

    /// As [`Job::run_chunks`], with a kernel of their own for the elements behind the last whole group of four.
    fn run_with_last(&self, unit: &mut Unit<'_>, kernel: Kernel<'_>, last: Option<Kernel<'_>>) {
        let care = if last.is_some() { Care::CopyAndSplit } else { self.care() };
        let Scratch { inputs, outputs, copy, .. } = &mut *unit.scratch;
        self.fill_constants(inputs);
        if care != Care::None {
            self.copy_sources(unit.local.bytes(), copy);
        }
        let writes: &[_] = if care == Care::CopyAndSplit { &[[true, false], [false, true]] } else { &[[true; 2]] };
        let memory = unit.local.bytes_mut();
        let copy = (care != Care::None).then_some(copy.as_slice());
        for write in writes {
            let mut worker = Worker { job: self, memory: &mut *memory, copy, inputs, outputs, write: *write };
            each_rows(self.shape, self.lanes, &self.streams, |start, rows| worker.rows(start, rows, kernel));
            if let Some(last) = last {
                let count = self.elements();
                (count - count % 4..count).for_each(|number| worker.element(number, last));
            }
        }
    }

    fn elements(&self) -> usize {
        self.shape.iter().map(|size| *size as usize).product()
    }

    fn results(&self) -> impl Iterator<Item = &Plane> {
        self.streams[SOURCES..].iter().filter_map(Stream::plane)
    }

    fn care(&self) -> Care {
        let mut results = self.results();
        if let (Some(low), Some(high)) = (results.next(), results.next())
            && low.may_overlap(high)
        {
            return Care::CopyAndSplit;
        }
        let alike = |source: &Plane, result: &Plane| source == result && result.is_distinct();
        let safe = |source: &Plane| self.results().all(|result| !result.may_overlap(source) || alike(source, result));
        if self.streams[..SOURCES].iter().filter_map(Stream::plane).all(safe) { Care::None } else { Care::Copy }
    }

    fn fill_constants(&self, inputs: &mut [[u8; CHUNK_BYTES]; SOURCES]) {
        for (buffer, stream) in inputs.iter_mut().zip(self.streams) {
            if let Stream::Constant(constant) = stream {
                let used = &mut buffer[..self.element * self.elements().min(CHUNK)];
                match self.element {
                    1 => used.fill(constant[0]),
                    _ => used.as_chunks_mut().0.fill(constant),
                }
            }
        }
    }

    fn copy_sources(&self, memory: &[u8], copy: &mut Vec<u8>) {
        copy.resize(memory.len(), 0);
        for plane in self.streams[..SOURCES].iter().filter_map(Stream::plane) {
            plane.ranges().for_each(|range| copy[range.clone()].copy_from_slice(&memory[range]));
        }
    }
}

/// Moves chunks between memory and the kernel.
struct Worker<'w> {
    job: &'w Job,
    memory: &'w mut [u8],
    copy: Option<&'w [u8]>,
    inputs: &'w mut [[u8; CHUNK_BYTES]; SOURCES],
    outputs: &'w mut [[u8; CHUNK_BYTES]; RESULTS],
    write: [bool; RESULTS],
}

impl Worker<'_> {
    /// Makes chunks of as many whole rows as fit, or of pieces of long rows.
    fn rows(&mut self, mut start: Positions, Rows { run, rows }: &Rows, kernel: Kernel<'_>) {
        let together = CHUNK / run.count;
        if together < 2 {
            return rows.starts(start).for_each(|start| self.long_row(start, run, kernel));
        }
        let mut left = rows.count;
        while left > 0 {
            let count = left.min(together);
            self.chunk(&start, run, &Run { count, ..*rows }, kernel);
            left -= count;
            rows.skip(&mut start, count);
        }
    }

    fn long_row(&mut self, mut start: Positions, run: &Run, kernel: Kernel<'_>) {
        let mut left = run.count;
        while left > 0 {
            let count = left.min(CHUNK);
            self.chunk(&start, &Run { count, ..*run }, &Run::ONE, kernel);
            left -= count;
            run.skip(&mut start, count);
        }
    }

    fn element(&mut self, number: usize, kernel: Kernel<'_>) {
        let start = element_at(self.job.shape, &self.job.streams, number);
        self.chunk(&start, &Run::ONE, &Run::ONE, kernel);
    }

    fn chunk(&mut self, start: &Positions, run: &Run, rows: &Run, kernel: Kernel<'_>) {
        let element = self.job.element;
        let bytes = run.count * rows.count * element;
        let places = |stream: usize| Places {
            start: start[stream],
            run: (run.count, run.steps[stream]),
            rows: (rows.count, rows.steps[stream]),
            element,
        };
        let memory = self.copy.unwrap_or(self.memory);
        for (stream, buffer) in self.inputs.iter_mut().enumerate() {
            if matches!(self.job.streams[stream], Stream::Tensor(_)) && !places(stream).are_dense() {
                places(stream).gather(memory, &mut buffer[..bytes]);
            }
        }
        let inputs = from_fn(|stream| match &self.job.streams[stream] {
            Stream::Idle => &[],
            Stream::Table { .. } => &memory[start[stream]..start[stream] + TABLE_ENTRIES * element],
            Stream::Tensor(_) if places(stream).are_dense() => &memory[start[stream]..start[stream] + bytes],
            Stream::Tensor(_) | Stream::Constant(_) => &self.inputs[stream][..bytes],
        });
        kernel(inputs, self.outputs.each_mut().map(|buffer| &mut buffer[..bytes]));
        for (result, buffer) in self.outputs.iter().enumerate() {
            let stream = SOURCES + result;
            if self.write[result] && self.job.streams[stream] != Stream::Idle {
                places(stream).scatter(&buffer[..bytes], self.memory);
            }
        }
    }
}

/// Rows of evenly spaced elements.
#[derive(Clone, Copy)]
struct Places {
    start: usize,
    /// Count and distance of the elements of a row.
    run: (usize, usize),
    /// Count and distance of the rows.
    rows: (usize, usize),
    element: usize,
}

impl Places {
    fn has_dense_rows(&self) -> bool {
        self.run.0 == 1 || self.run.1 == self.element
    }

    /// Whether all elements follow each other without a gap.
    fn are_dense(&self) -> bool {
        self.has_dense_rows() && (self.rows.0 == 1 || self.rows.1 == self.run.0 * self.element)
    }

    fn starts(self) -> impl Iterator<Item = usize> {
        (0..self.rows.0).map(move |row| self.start + row * self.rows.1)
    }

    fn gather(self, memory: &[u8], buffer: &mut [u8]) {
        let rows = zip(self.starts(), buffer.chunks_exact_mut(self.run.0 * self.element));
        match self.element {
            _ if self.has_dense_rows() => {
                rows.for_each(|(start, row)| copy_row(&memory[start..start + row.len()], row));
            }
            1 => rows.for_each(|(start, row)| gather::<1>(memory, start, self.run.1, row)),
            _ => rows.for_each(|(start, row)| gather::<2>(memory, start, self.run.1, row)),
        }
    }

    fn scatter(self, buffer: &[u8], memory: &mut [u8]) {
        let rows = zip(self.starts(), buffer.chunks_exact(self.run.0 * self.element));
        match self.element {
            _ if self.are_dense() => memory[self.start..self.start + buffer.len()].copy_from_slice(buffer),
            _ if self.has_dense_rows() => {
                rows.for_each(|(start, row)| copy_row(row, &mut memory[start..start + row.len()]));
            }
            1 => rows.for_each(|(start, row)| scatter::<1>(row, memory, start, self.run.1)),
            _ => rows.for_each(|(start, row)| scatter::<2>(row, memory, start, self.run.1)),
        }
    }
}

/// Copies a row. A call would take longer than the copying of a short one.
#[inline]
fn copy_row(from: &[u8], to: &mut [u8]) {
    match to.len() {
        8..16 => copy_ends::<8>(from, to),
        16..=32 => copy_ends::<16>(from, to),
        _ => to.copy_from_slice(from),
    }
}

/// Copies the first and the last `N` bytes, which together are all.
#[inline]
fn copy_ends<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut()) {
        *to = *from;
    }
    if let (Some(from), Some(to)) = (from.last_chunk::<N>(), to.last_chunk_mut()) {
        *to = *from;
    }
}

fn gather<const N: usize>(memory: &[u8], start: usize, step: usize, buffer: &mut [u8]) {
    let mut position = start;
    for place in buffer.as_chunks_mut::<N>().0 {
        place.copy_from_slice(&memory[position..position + N]);
        position += step;
    }
}

fn scatter<const N: usize>(buffer: &[u8], memory: &mut [u8], start: usize, step: usize) {
    let mut position = start;
    for place in buffer.as_chunks::<N>().0 {
        memory[position..position + N].copy_from_slice(place);
        position += step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_length_are_copied_whole() {
        for length in 0..40 {
            let from: Vec<u8> = (1..=length).collect();
            let mut to = vec![0; from.len()];
            copy_row(&from, &mut to);
            assert_eq!(from, to);
        }
    }
}
