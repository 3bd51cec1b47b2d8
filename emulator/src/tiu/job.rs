//! Runs an element-wise computation over local memory.
//!
//! Every operand counts as read before anything is written. Where results and operands are apart, or are the same
//! elements, chunk after chunk does that by itself; elsewhere a copy of the operands is taken first.

use super::plane::Plane;
use super::walk::{Positions, Run, STREAMS, Stream, each_run, element_at};
use super::{Scratch, Unit};
use crate::arith::integer::RightShift;
use isa::chip::ChipProfile;
use isa::layout::Shape;
use std::array::from_fn;

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
pub(crate) type Kernel<'k> = &'k dyn Fn(Inputs<'_>, Outputs<'_>);

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

    /// Computes all elements.
    pub(crate) fn run(&self, unit: &mut Unit<'_>, kernel: Kernel<'_>) {
        self.run_with_last(unit, kernel, None);
    }

    /// Computes all elements with a right shift by `amount`, treating amounts beyond 32 as the vendor's simulator does.
    pub(crate) fn run_shifted<K>(&self, unit: &mut Unit<'_>, amount: u8, round: bool, kernel: impl Fn(RightShift) -> K)
    where
        K: Fn(Inputs<'_>, Outputs<'_>),
    {
        let amount = amount.into();
        let last = (amount > 32).then(|| kernel(RightShift::of_last_elements(amount, round)));
        let all = kernel(RightShift::new(amount, round));
        self.run_with_last(unit, &all, last.as_ref().map(|last| last as Kernel<'_>));
    }

    /// As [`Job::run`], with a kernel of their own for the elements behind the last whole group of four.
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
            each_run(self.shape, self.lanes, &self.streams, |start, run| worker.run(start, run, kernel));
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
                let used = self.element * self.elements().min(CHUNK);
                buffer[..used].chunks_exact_mut(self.element).for_each(|chunk| {
                    chunk.copy_from_slice(&constant[..self.element]);
                });
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
    fn run(&mut self, mut start: Positions, run: &Run, kernel: Kernel<'_>) {
        let mut left = run.count;
        while left > 0 {
            let count = left.min(CHUNK);
            self.chunk(&start, &Run { count, steps: run.steps }, kernel);
            left -= count;
            start.iter_mut().zip(run.steps).for_each(|(position, step)| *position += step * count);
        }
    }

    fn element(&mut self, number: usize, kernel: Kernel<'_>) {
        let start = element_at(self.job.shape, &self.job.streams, number);
        self.chunk(&start, &Run { count: 1, steps: [0; STREAMS] }, kernel);
    }

    fn chunk(&mut self, start: &Positions, run: &Run, kernel: Kernel<'_>) {
        let element = self.job.element;
        let bytes = run.count * element;
        let apart = |stream: usize| run.count > 1 && run.steps[stream] != element;
        let memory = self.copy.unwrap_or(self.memory);
        for (stream, buffer) in self.inputs.iter_mut().enumerate() {
            if matches!(self.job.streams[stream], Stream::Tensor(_)) && apart(stream) {
                gather(memory, start[stream], run.steps[stream], element, &mut buffer[..bytes]);
            }
        }
        let inputs = from_fn(|stream| match &self.job.streams[stream] {
            Stream::Idle => &[],
            Stream::Table { .. } => &memory[start[stream]..start[stream] + TABLE_ENTRIES * element],
            Stream::Tensor(_) if !apart(stream) => &memory[start[stream]..start[stream] + bytes],
            Stream::Tensor(_) | Stream::Constant(_) => &self.inputs[stream][..bytes],
        });
        kernel(inputs, self.outputs.each_mut().map(|buffer| &mut buffer[..bytes]));
        for (result, buffer) in self.outputs.iter().enumerate() {
            let stream = SOURCES + result;
            if !self.write[result] || self.job.streams[stream] == Stream::Idle {
                continue;
            }
            if apart(stream) {
                scatter(&buffer[..bytes], element, self.memory, start[stream], run.steps[stream]);
            } else {
                self.memory[start[stream]..start[stream] + bytes].copy_from_slice(&buffer[..bytes]);
            }
        }
    }
}

fn gather(memory: &[u8], start: usize, step: usize, element: usize, buffer: &mut [u8]) {
    if element == 1 {
        gather_elements::<1>(memory, start, step, buffer);
    } else {
        gather_elements::<2>(memory, start, step, buffer);
    }
}

fn gather_elements<const N: usize>(memory: &[u8], start: usize, step: usize, buffer: &mut [u8]) {
    let mut position = start;
    for place in buffer.as_chunks_mut::<N>().0 {
        place.copy_from_slice(&memory[position..position + N]);
        position += step;
    }
}

fn scatter(buffer: &[u8], element: usize, memory: &mut [u8], start: usize, step: usize) {
    if element == 1 {
        scatter_elements::<1>(buffer, memory, start, step);
    } else {
        scatter_elements::<2>(buffer, memory, start, step);
    }
}

fn scatter_elements<const N: usize>(buffer: &[u8], memory: &mut [u8], start: usize, step: usize) {
    let mut position = start;
    for place in buffer.as_chunks::<N>().0 {
        memory[position..position + N].copy_from_slice(place);
        position += step;
    }
}
