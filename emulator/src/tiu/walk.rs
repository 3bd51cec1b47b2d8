//! Turns a tensor operation into runs of elements that lie evenly spaced in every stream.
//!
//! Elements are visited lane by lane, small lanes several at a time. Within a lane the order is that of the descriptor,
//! and elements of different lanes never share a byte, so that the last of several writes to one byte is the same in
//! both orders.

use super::plane::Plane;
use isa::layout::{Index, Shape};
use std::array::from_fn;

/// Loops over the elements: the lanes, and the dimensions inside one.
const LOOPS: usize = 5;

/// Streams of one job: four sources, then two results.
pub(crate) const STREAMS: usize = 6;

/// Positions of all streams in local memory.
pub(crate) type Positions = [usize; STREAMS];

/// What one input or output of the computation is.
///
/// Behind a tag of one byte, planes would be copied in words that straddle those they were written in, which stalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Stream {
    /// Not there.
    Idle,
    /// The same element every time.
    Constant([u8; 2]),
    /// A tensor's elements.
    Tensor(Plane),
    /// The whole table of a lane: that of table channel `first` for the first channel.
    Table { plane: Plane, first: usize },
}

impl Stream {
    /// The memory behind the stream.
    pub(crate) fn plane(&self) -> Option<&Plane> {
        match self {
            Stream::Tensor(plane) | Stream::Table { plane, .. } => Some(plane),
            Stream::Idle | Stream::Constant(_) => None,
        }
    }

    fn base(&self, channel: usize) -> usize {
        match self {
            Stream::Tensor(plane) => plane.base(channel),
            Stream::Table { plane, first } => plane.base((first + channel) % plane.lanes()),
            Stream::Idle | Stream::Constant(_) => 0,
        }
    }

    /// How many channels from `channel` on lie in lanes that follow each other.
    fn room(&self, channel: usize) -> usize {
        match self {
            Stream::Tensor(plane) => plane.lanes() - plane.lane(channel),
            // Each lane has its own table.
            Stream::Table { .. } => 1,
            Stream::Idle | Stream::Constant(_) => usize::MAX,
        }
    }

    /// Bytes from one lane to the next.
    fn lane(&self) -> usize {
        match self {
            Stream::Tensor(plane) => plane.lane_bytes(),
            _ => 0,
        }
    }

    fn step(&self, dimension: usize) -> usize {
        match self {
            Stream::Tensor(plane) => plane.step(dimension),
            _ => 0,
        }
    }

    fn position(&self, index: Index) -> usize {
        match self {
            Stream::Tensor(plane) => plane.position(index),
            _ => 0,
        }
    }
}

/// Evenly spaced elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) count: usize,
    pub(crate) steps: [usize; STREAMS],
}

impl Run {
    /// A single element.
    pub(crate) const ONE: Run = Run { count: 1, steps: [0; STREAMS] };

    /// Whether `self` repeats `inner` without a gap, so that both are one longer run.
    fn continues(&self, inner: &Run) -> bool {
        self.steps.iter().zip(inner.steps).all(|(outer, step)| *outer == step * inner.count)
    }

    /// Moves `position` past `count` elements.
    pub(crate) fn skip(&self, position: &mut Positions, count: usize) {
        position.iter_mut().zip(self.steps).for_each(|(position, step)| *position += step * count);
    }

    /// Positions of the elements.
    pub(crate) fn starts(&self, first: Positions) -> impl Iterator<Item = Positions> + use<> {
        let steps = self.steps;
        (0..self.count).scan(first, move |next, _| {
            let now = *next;
            next.iter_mut().zip(steps).for_each(|(position, step)| *position += step);
            Some(now)
        })
    }
}

/// Runs that are evenly spaced themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) run: Run,
    /// How many runs, and the way from one to the next.
    pub(crate) rows: Run,
}

/// Calls `visit` with the start and the spacing of runs, as many at a time as are evenly spaced.
pub(crate) fn each_rows(
    shape: Shape,
    lanes: usize,
    streams: &[Stream; STREAMS],
    mut visit: impl FnMut(Positions, &Rows),
) {
    let [n, channels, h, w] = shape.map(|size| size as usize);
    let mut channel = 0;
    while channel < channels.min(lanes) {
        let groups = (channels - channel).div_ceil(lanes);
        let alike = channels - (groups - 1) * lanes - channel;
        let count = streams.iter().map(|stream| stream.room(channel)).fold(alike.min(lanes - channel), usize::min);
        let [outermost, outer, middle, rows, run] = nested_runs([count, n, groups, h, w], streams);
        for start in outermost.starts(from_fn(|stream| streams[stream].base(channel))) {
            for start in outer.starts(start) {
                for start in middle.starts(start) {
                    visit(start, &Rows { run, rows });
                }
            }
        }
        channel += count;
    }
}

/// The lanes and the dimensions inside one of them from outermost to innermost, joined where they continue each other.
fn nested_runs(counts: [usize; LOOPS], streams: &[Stream; STREAMS]) -> [Run; LOOPS] {
    let mut runs = [Run::ONE; LOOPS];
    let mut free = LOOPS;
    for level in (0..LOOPS).rev().filter(|level| counts[*level] > 1) {
        let step =
            |stream: &Stream| level.checked_sub(1).map_or_else(|| stream.lane(), |dimension| stream.step(dimension));
        let run = Run { count: counts[level], steps: from_fn(|stream| step(&streams[stream])) };
        match runs.get_mut(free) {
            Some(inner) if run.continues(inner) => inner.count *= run.count,
            _ => {
                free -= 1;
                runs[free] = run;
            }
        }
    }
    runs
}

/// Positions of the element with this number in the descriptor's order.
pub(crate) fn element_at([_, c, h, w]: Shape, streams: &[Stream; STREAMS], number: usize) -> Positions {
    let [c, h, w] = [c, h, w].map(|size| size as usize);
    let index = [number / (c * h * w), number / (h * w) % c, number / w % h, number % w].map(|index| index as u32);
    streams.map(|stream| stream.position(index))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::address::LocalAddress;
    use isa::chip::Chip;
    use isa::layout::{LocalTensor, Strides};

    fn plane(address: u32, shape: Shape, strides: Strides) -> Plane {
        let chip = Chip::Cv180x.profile();
        Plane::new(LocalTensor::new(LocalAddress(address), shape, strides, 1, chip), chip).unwrap()
    }

    fn streams(shape: Shape, address: u32, strides: Strides) -> [Stream; STREAMS] {
        let mut streams = [Stream::Idle; STREAMS];
        streams[0] = Stream::Tensor(plane(address, shape, strides));
        streams
    }

    fn runs(shape: Shape, streams: &[Stream; STREAMS]) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        each_rows(shape, 2, streams, |start, Rows { run, rows }| {
            found.extend(rows.starts(start).map(|start| (start[0], run.count, run.steps[0])));
        });
        found
    }

    #[test]
    fn a_packed_tensor_is_one_run_per_lane() {
        let shape = [2, 3, 4, 4];
        let packed = streams(shape, 0, [32, 16, 4, 1]);
        assert_eq!(runs(shape, &packed), [(0, 64, 1), (32768, 16, 1), (32768 + 32, 16, 1)]);
    }

    #[test]
    fn gaps_split_runs() {
        let shape = [1, 1, 3, 4];
        let gaps = streams(shape, 8, [0, 0, 5, 1]);
        assert_eq!(runs(shape, &gaps), [(8, 4, 1), (13, 4, 1), (18, 4, 1)]);
    }

    #[test]
    fn single_elements_run_along_the_channels_of_a_lane() {
        let shape = [1, 6, 1, 1];
        let points = streams(shape, 0, [48, 16, 1, 1]);
        assert_eq!(runs(shape, &points), [(0, 3, 16), (32768, 3, 16)]);
    }

    #[test]
    fn numbered_elements_are_where_the_runs_put_them() {
        let shape = [2, 3, 2, 2];
        let streams = streams(shape, 32768, [100, 10, 4, 2]);
        assert_eq!(element_at(shape, &streams, 0)[0], 32768);
        assert_eq!(element_at(shape, &streams, 4)[0], 10);
        assert_eq!(element_at(shape, &streams, 23)[0], 32768 + 10 + 100 + 4 + 2);
    }

    #[test]
    fn a_table_follows_the_lane_and_does_not_move_within_it() {
        let shape = [1, 2, 1, 4];
        let plane = plane(512, [1, 2, 1, 256], [0, 256, 0, 1]);
        let mut streams = streams(shape, 0, [16, 16, 4, 1]);
        streams[1] = Stream::Table { plane, first: 1 };
        let mut tables = Vec::new();
        each_rows(shape, 2, &streams, |start, Rows { run, .. }| tables.push((start[1], run.steps[1])));
        assert_eq!(tables, [(32768 + 512, 0), (512, 0)]);
    }
}
