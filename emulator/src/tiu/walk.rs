//! Turns a tensor operation into runs of elements that lie evenly spaced in every stream.
//!
//! Elements are visited lane by lane. Within a lane the order is that of the descriptor, and elements of different
//! lanes never share a byte, so that the last of several writes to one byte is the same in both orders.

use super::plane::{Plane, Shape, Strides};
use std::array::from_fn;

/// Streams of one job: four sources, then two results.
pub(crate) const STREAMS: usize = 6;

/// Positions of all streams in local memory.
pub(crate) type Positions = [usize; STREAMS];

/// What one input or output of the computation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    fn step(&self, direction: fn(Strides) -> usize) -> usize {
        match self {
            Stream::Tensor(plane) => direction(plane.strides()),
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
    const ONE: Run = Run { count: 1, steps: [0; STREAMS] };

    /// Whether `self` repeats `inner` without a gap, so that both are one longer run.
    fn continues(&self, inner: &Run) -> bool {
        self.steps.iter().zip(inner.steps).all(|(outer, step)| *outer == step * inner.count)
    }

    fn starts(&self, first: Positions) -> impl Iterator<Item = Positions> + use<> {
        let steps = self.steps;
        (0..self.count).scan(first, move |next, _| {
            let now = *next;
            next.iter_mut().zip(steps).for_each(|(position, step)| *position += step);
            Some(now)
        })
    }
}

/// Calls `visit` with the start and the spacing of every run.
pub(crate) fn each_run(
    shape: Shape,
    lanes: usize,
    streams: &[Stream; STREAMS],
    mut visit: impl FnMut(Positions, &Run),
) {
    let mut slots = 0;
    let mut runs = [Run::ONE; 4];
    for channel in 0..shape.c.min(lanes) {
        let now = (shape.c - channel).div_ceil(lanes);
        if now != slots {
            slots = now;
            runs = nested_runs(shape, slots, streams);
        }
        let [outer, middle, inner, run] = &runs;
        for start in outer.starts(from_fn(|stream| streams[stream].base(channel))) {
            for start in middle.starts(start) {
                for start in inner.starts(start) {
                    visit(start, run);
                }
            }
        }
    }
}

/// The directions of one lane from outermost to innermost, joined where they continue each other.
fn nested_runs(shape: Shape, slots: usize, streams: &[Stream; STREAMS]) -> [Run; 4] {
    let run = |count, direction: fn(Strides) -> usize| Run { count, steps: from_fn(|i| streams[i].step(direction)) };
    let directions = [run(shape.w, |s| s.w), run(shape.h, |s| s.h), run(slots, |s| s.c), run(shape.n, |s| s.n)];
    let mut runs = [Run::ONE; 4];
    let mut used = 0;
    for direction in directions.into_iter().filter(|direction| direction.count > 1) {
        match used {
            0 => used = 1,
            _ if direction.continues(&runs[4 - used]) => {
                runs[4 - used].count *= direction.count;
                continue;
            }
            _ => used += 1,
        }
        runs[4 - used] = direction;
    }
    runs
}

/// Positions of the element with this number in the descriptor's order.
pub(crate) fn element_at(shape: Shape, streams: &[Stream; STREAMS], number: usize) -> Positions {
    let (w, rest) = (number % shape.w, number / shape.w);
    let (h, rest) = (rest % shape.h, rest / shape.h);
    let (c, n) = (rest % shape.c, rest / shape.c);
    streams
        .map(|stream| stream.base(c) + n * stream.step(|s| s.n) + h * stream.step(|s| s.h) + w * stream.step(|s| s.w))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::super::plane::Geometry;
    use super::*;

    const LANES: Geometry = Geometry { lanes: 2, lane_bytes: 32768 };

    fn streams(shape: Shape, address: usize, strides: Strides) -> [Stream; STREAMS] {
        let mut streams = [Stream::Idle; STREAMS];
        streams[0] = Stream::Tensor(Plane::new(LANES, address, shape, strides, 1).unwrap());
        streams
    }

    fn runs(shape: Shape, streams: &[Stream; STREAMS]) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        each_run(shape, 2, streams, |positions, run| found.push((positions[0], run.count, run.steps[0])));
        found
    }

    #[test]
    fn a_packed_tensor_is_one_run_per_lane() {
        let shape = Shape { n: 2, c: 3, h: 4, w: 4 };
        let packed = streams(shape, 0, Strides { n: 32, c: 16, h: 4, w: 1 });
        assert_eq!(runs(shape, &packed), [(0, 64, 1), (32768, 16, 1), (32768 + 32, 16, 1)]);
    }

    #[test]
    fn gaps_split_runs() {
        let shape = Shape { n: 1, c: 1, h: 3, w: 4 };
        let gaps = streams(shape, 8, Strides { n: 0, c: 0, h: 5, w: 1 });
        assert_eq!(runs(shape, &gaps), [(8, 4, 1), (13, 4, 1), (18, 4, 1)]);
    }

    #[test]
    fn single_elements_run_along_the_channels_of_a_lane() {
        let shape = Shape { n: 1, c: 6, h: 1, w: 1 };
        let points = streams(shape, 0, Strides { n: 48, c: 16, h: 1, w: 1 });
        assert_eq!(runs(shape, &points), [(0, 3, 16), (32768, 3, 16)]);
    }

    #[test]
    fn numbered_elements_are_where_the_runs_put_them() {
        let shape = Shape { n: 2, c: 3, h: 2, w: 2 };
        let streams = streams(shape, 32768, Strides { n: 100, c: 10, h: 4, w: 2 });
        assert_eq!(element_at(shape, &streams, 0)[0], 32768);
        assert_eq!(element_at(shape, &streams, 4)[0], 10);
        assert_eq!(element_at(shape, &streams, 23)[0], 32768 + 10 + 100 + 4 + 2);
    }

    #[test]
    fn a_table_follows_the_lane_and_does_not_move_within_it() {
        let shape = Shape { n: 1, c: 2, h: 1, w: 4 };
        let table = Shape { n: 1, c: 2, h: 1, w: 1 };
        let plane = Plane::new(LANES, 512, table, Strides { n: 0, c: 256, h: 0, w: 0 }, 256).unwrap();
        let mut streams = streams(shape, 0, Strides { n: 16, c: 16, h: 4, w: 1 });
        streams[1] = Stream::Table { plane, first: 1 };
        let mut tables = Vec::new();
        each_run(shape, 2, &streams, |positions, run| tables.push((positions[1], run.steps[1])));
        assert_eq!(tables, [(32768 + 512, 0), (512, 0)]);
    }
}
