//! How many lines of memory the rows of a tensor touch, without a walk over the rows: a row's lines follow from where
//! in a line it starts, and the starts along each direction repeat after few steps.

use crate::layout::{DramTensor, LocalTensor};

/// A word of local memory.
pub(super) const WORD: u64 = 16;
/// What DRAM moves at once.
pub(super) const BLOCK: u64 = 64;

/// Words that the tensor takes in local memory: lines of each lane and row; rows without a gap are one.
pub(super) fn words(tensor: &LocalTensor) -> u64 {
    let local = Local::of(tensor);
    let [n, c, h] = local.steps();
    let starts = Starts::new([WORD, 1], tensor.offset, 0).along(&c).along(&n).along(&h);
    starts.total(|start, _| lines(start, local.bytes, WORD))
}

/// Words of the tensor when its bytes come from a stream of words: a piece of a row costs the words it touches there
/// or here, whichever are more.
pub(super) fn words_from_stream(tensor: &LocalTensor, stream: &Stream) -> u64 {
    let local = Local::of(tensor);
    let [n, c, h] = local.steps();
    let [_, _, rows, width] = tensor.shape.map(u64::from);
    let line = width * stream.element;
    let starts = Starts::new([WORD, WORD], tensor.offset, stream.start)
        .along(&Step { stream: rows.saturating_mul(line), ..c })
        .along(&Step { stream: stream.batch, ..n })
        .along(&Step { stream: line, ..h });
    let bytes = if h.count == 1 { rows.saturating_mul(line) } else { line };
    starts.total(|near, far| lines(near, local.bytes, WORD).max(lines(far, bytes, WORD)))
}

/// Blocks of DRAM that the tensor takes.
pub(super) fn blocks(tensor: &DramTensor) -> u64 {
    over_runs(tensor, BLOCK, |start, bytes| lines(start, bytes, BLOCK))
}

/// The sum of `cost` over the runs of adjacent bytes of a tensor, told where in a line of `size` bytes they start and how
/// long they are.
pub(super) fn over_runs(tensor: &DramTensor, size: u64, cost: impl Fn(u64, u64) -> u64) -> u64 {
    let [n, c, h, w] = tensor.shape.map(u64::from);
    let [by_n, by_c, by_h, by_w] = tensor.strides;
    let element = i64::from(tensor.element);
    // Interleaved channels come in one run.
    let (c, bytes) =
        if by_w > element { (1, w.saturating_mul(by_w.unsigned_abs())) } else { (c, w * u64::from(tensor.element)) };
    let mut run = Run { bytes, steps: vec![] };
    [(h, by_h), (c, by_c), (n, by_n)].into_iter().for_each(|(count, stride)| run.extend(count, stride));
    let start = tensor.address.cast_signed();
    let starts = run.steps.iter().fold(Starts::new([size, 1], start, 0), |starts, step| starts.along(step));
    starts.total(|start, _| cost(start, run.bytes))
}

/// The bytes that fill a tensor in order.
pub(super) struct Stream {
    /// Where the tensor's first byte is.
    pub(super) start: u64,
    /// Distance of batches.
    pub(super) batch: u64,
    /// Bytes of an element.
    pub(super) element: u64,
}

/// A tensor's rows in local memory, those without a gap as one.
struct Local<'t> {
    tensor: &'t LocalTensor,
    rows: u64,
    bytes: u64,
}

impl<'t> Local<'t> {
    fn of(tensor: &'t LocalTensor) -> Self {
        let [_, _, h, w] = tensor.shape.map(u64::from);
        let bytes = w * u64::from(tensor.element);
        let dense = i64::try_from(bytes).is_ok_and(|bytes| bytes == tensor.strides[2]);
        if dense { Local { tensor, rows: 1, bytes: bytes * h } } else { Local { tensor, rows: h, bytes } }
    }

    fn steps(&self) -> [Step; 3] {
        let [n, c, _, _] = self.tensor.shape.map(u64::from);
        let [by_n, by_c, by_h, _] = self.tensor.strides;
        let lanes = u64::from(self.tensor.lanes.max(1));
        let channels = Step { beside: lanes, first: u64::from(self.tensor.lane) % lanes, ..Step::new(c, by_c) };
        [Step::new(n, by_n), channels, Step::new(self.rows, by_h)]
    }
}

/// Adjacent bytes, and the directions in which they repeat.
struct Run {
    bytes: u64,
    steps: Vec<Step>,
}

impl Run {
    fn extend(&mut self, count: u64, stride: i64) {
        let dense = self.steps.is_empty() && u64::try_from(stride).is_ok_and(|stride| stride == self.bytes);
        if dense {
            self.bytes = self.bytes.saturating_mul(count);
        } else if count != 1 {
            self.steps.push(Step::new(count, stride));
        }
    }
}

/// A direction: `count` places, `beside` of them at one offset, the next ones `near` bytes further.
#[derive(Clone, Copy)]
struct Step {
    count: u64,
    beside: u64,
    first: u64,
    near: i64,
    stream: u64,
}

impl Step {
    fn new(count: u64, near: i64) -> Self {
        Step { count, beside: 1, first: 0, near, stream: 0 }
    }
}

/// How many rows start at each place of a line, here and in the stream. Lines are powers of two.
struct Starts {
    sizes: [u64; 2],
    counts: Vec<u64>,
}

impl Starts {
    fn new(sizes: [u64; 2], near: i64, far: u64) -> Self {
        let mut starts = Starts::none(sizes);
        starts.add(near.cast_unsigned(), far, 1);
        starts
    }

    fn none(sizes: [u64; 2]) -> Self {
        Starts { sizes, counts: vec![0; (sizes[0] * sizes[1]) as usize] }
    }

    fn add(&mut self, near: u64, far: u64, count: u64) {
        let place = (near & (self.sizes[0] - 1)) * self.sizes[1] + (far & (self.sizes[1] - 1));
        if let Some(counted) = self.counts.get_mut(place as usize) {
            *counted = counted.saturating_add(count);
        }
    }

    /// Those that there are: here, in the stream, how many.
    fn filled(&self) -> Vec<(u64, u64, u64)> {
        let far = self.sizes[1];
        let places = (0..).zip(&self.counts).filter(|(_, count)| **count > 0);
        places.map(|(place, count): (u64, &u64)| (place / far, place % far, *count)).collect()
    }

    /// The same starts once for each place along `step`.
    fn along(self, step: &Step) -> Self {
        if step.count == 1 && step.first < step.beside {
            return self;
        }
        let mut offsets = Starts::none(self.sizes);
        let period = step.beside * self.sizes[0].max(self.sizes[1]);
        for index in 0..step.count.min(period) {
            let often = step.count / period + u64::from(index < step.count % period);
            let groups = (step.first + index) / step.beside;
            offsets.add(groups.wrapping_mul(step.near.cast_unsigned()), index.wrapping_mul(step.stream), often);
        }
        let (mut all, offsets) = (Starts::none(self.sizes), offsets.filled());
        for (near, far, count) in self.filled() {
            offsets
                .iter()
                .for_each(|(by, far_by, often)| all.add(near + by, far + far_by, count.saturating_mul(*often)));
        }
        all
    }

    fn total(&self, lines: impl Fn(u64, u64) -> u64) -> u64 {
        let rows = self.filled().into_iter();
        rows.map(|(near, far, count)| lines(near, far).saturating_mul(count)).fold(0, u64::saturating_add)
    }
}

/// Lines of `size` bytes that `bytes` from `start` on touch.
pub(super) fn lines(start: u64, bytes: u64, size: u64) -> u64 {
    if bytes == 0 { 0 } else { (start % size).saturating_add(bytes).div_ceil(size) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chip::Chip;
    use crate::layout::Index;
    use crate::random::Random;

    const LANES: u32 = 32;

    fn local(offset: i64, shape: [u32; 4], strides: [i64; 3]) -> LocalTensor {
        let [n, c, h] = strides;
        LocalTensor { lane: 0, offset, shape, strides: [n, c, h, 1], element: 1, lanes: LANES }
    }

    fn dram(address: u64, shape: [u32; 4], strides: [i64; 3]) -> DramTensor {
        let [n, c, h] = strides;
        DramTensor { base: 0, address, shape, strides: [n, c, h, 1], element: 1 }
    }

    #[test]
    fn words_count_lines_in_each_lane_and_row() {
        assert_eq!(words(&local(8, [1, 2, 3, 16], [64, 64, 32])), 2 * 3 * 2);
        assert_eq!(words(&local(8, [1, 2, 3, 16], [64, 64, 16])), 2 * 4);
        assert_eq!(words(&local(0, [1, 64, 1, 9], [18, 9, 9])), 32 + 32 * 2);
    }

    #[test]
    fn rows_out_of_step_with_the_stream_take_its_words() {
        let rows = |offset| local(offset, [1, 1024, 1, 14], [3584, 112, 14]);
        let stream = Stream { start: 0, batch: 14336, element: 1 };
        assert_eq!(words_from_stream(&rows(0), &stream), 1024 * 7 / 4);
        assert_eq!(words_from_stream(&rows(14), &stream), 2048);
    }

    #[test]
    fn tensors_without_gaps_are_one_run_of_dram() {
        assert_eq!(blocks(&dram(0, [1, 64, 1, 9], [576, 9, 9])), 9);
        assert_eq!(blocks(&dram(32, [2, 64, 1, 9], [576, 9, 9])), 19);
        assert_eq!(blocks(&dram(32, [1, 4, 1, 9], [0, 128, 9])), 4);
    }

    #[test]
    fn interleaved_channels_come_in_one_run() {
        let pixels = DramTensor { strides: [0, 1, 300, 3], ..dram(0, [1, 3, 2, 100], [0; 3]) };
        assert_eq!(blocks(&pixels), 10);
    }

    #[test]
    fn counting_agrees_with_a_walk_over_all_rows() {
        let mut random = Random::new(7);
        for _ in 0..500 {
            let mut pick = |most: u32| random.below(most);
            let shape = [1 + pick(3), 1 + pick(90), 1 + pick(5), 1 + pick(40)];
            let strides = [pick(500), pick(100), pick(100)].map(i64::from);
            let tensor = LocalTensor { lane: pick(LANES), ..local(pick(100).into(), shape, strides) };
            assert_eq!(words(&tensor), walk(&tensor), "{tensor:?}");
        }
    }

    fn walk(tensor: &LocalTensor) -> u64 {
        let [n, c, h, w] = tensor.shape;
        let dense = i64::from(w) == tensor.strides[2];
        let (rows, bytes) = if dense { (1, h * w) } else { (h, w) };
        let indices = (0..n).flat_map(|n| (0..c).flat_map(move |c| (0..rows).map(move |h| [n, c, h, 0])));
        let first = i64::from(tensor.lane / LANES);
        assert_eq!(first, 0);
        indices.map(|index: Index| lines(tensor.at(index).offset.unsigned_abs(), bytes.into(), WORD)).sum()
    }

    #[test]
    fn the_largest_tensors_are_counted_at_once() {
        let largest = DramTensor { shape: [65535; 4], ..dram(u64::MAX, [1; 4], [u32::MAX.into(), 1, 65535]) };
        assert!(blocks(&largest) > 1 << 48);
        let far = LocalTensor { shape: [65535; 4], ..local(-1, [1; 4], [i64::MIN, i64::MAX, 65535]) };
        assert!(words(&far) > 1 << 48);
        assert!(LANES >= Chip::ALL.iter().map(|chip| chip.profile().lanes).max().unwrap_or(0));
    }
}
