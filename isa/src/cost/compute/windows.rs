//! Which words of local memory the execution units of a lane fetch.

/// Bytes of a word.
const WORD: i64 = 16;
/// Most pairs of a block and a tap that are looked at one by one; what is larger goes on in proportion.
const MOST: u64 = 1 << 14;

/// How the windows of an operation lie over one channel of its input; every pair is rows and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    /// Sizes of the result.
    pub(super) results: [i64; 2],
    /// Sizes of the input.
    pub(super) input: [i64; 2],
    /// Taps.
    pub(super) kernel: [i64; 2],
    /// Input between neighbouring windows.
    pub(super) step: [i64; 2],
    /// Input between neighbouring taps.
    pub(super) reach: [i64; 2],
    /// Places for each value of the input, the others being inserted.
    pub(super) spread: [i64; 2],
    /// Places in front of the input.
    pub(super) pad: [i64; 2],
    /// Bytes between values of the input.
    pub(super) pitch: [i64; 2],
    /// Where the input begins.
    pub(super) offset: i64,
    /// Results that are computed at once.
    pub(super) block: i64,
}

/// Neighbouring results of one row.
#[derive(Clone, Copy, Debug)]
struct Piece {
    row: i64,
    columns: [i64; 2],
}

/// What a block of results costs, in hundredths of a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlockCost {
    /// However little it does.
    pub(super) least: u64,
    /// Beside its taps.
    pub(super) beside: u64,
    /// For each tap, unless its words take longer to fetch.
    pub(super) per_tap: u64,
}

impl BlockCost {
    fn whole(&self, taps: u64) -> u64 {
        self.least.max(self.beside.saturating_add(taps))
    }
}

impl Windows {
    /// Blocks of one channel group.
    pub(super) fn blocks(&self) -> u64 {
        count(self.results).div_ceil(self.block.max(1).unsigned_abs())
    }

    /// Hundredths of a cycle for all blocks of a channel group.
    pub(super) fn hundredths(&self, cost: &BlockCost) -> u64 {
        let (blocks, taps) = (self.blocks(), count(self.kernel));
        if cost.per_tap >= 100 * self.block.unsigned_abs() {
            // Even values that all lie in words of their own are there in time.
            return blocks.saturating_mul(cost.whole(taps.saturating_mul(cost.per_tap)));
        }
        let seen_taps = taps.min(MOST);
        let seen_blocks = (MOST / taps.max(1)).clamp(1, blocks.max(1)).min(blocks);
        let mut pieces = Vec::new();
        let mut block = |index: u64| {
            self.cut(index, &mut pieces);
            let all = (0..self.kernel[0]).flat_map(|y| (0..self.kernel[1]).map(move |x| [y, x]));
            let few = all.take(seen_taps as usize);
            let seen = few.map(|tap| self.tap(&pieces, tap).saturating_mul(100).max(cost.per_tap)).sum();
            cost.whole(in_proportion(seen, taps, seen_taps))
        };
        in_proportion((0..seen_blocks).map(&mut block).fold(0, u64::saturating_add), blocks, seen_blocks)
    }

    /// The rows and columns of a block's results, cut where rows end.
    fn cut(&self, block: u64, pieces: &mut Vec<Piece>) {
        let [rows, columns] = self.results;
        let first = block.cast_signed() * self.block;
        let end = (first + self.block).min(rows * columns);
        pieces.clear();
        let mut result = first;
        while result < end {
            let (row, from) = (result / columns, result % columns);
            let to = columns.min(from + end - result);
            pieces.push(Piece { row, columns: [from, to - 1] });
            result += to - from;
        }
    }

    /// Words that a block fetches for a tap.
    fn tap(&self, pieces: &[Piece], tap: [i64; 2]) -> u64 {
        let (mut words, mut last) = (0, None);
        for piece in pieces {
            if let Some([low, high]) = self.run(piece, tap) {
                words += self.words(low, high) - u64::from(last == Some(low));
                last = Some(high);
            }
        }
        words
    }

    /// First and last word of the values that a tap meets in neighbouring windows of a row.
    fn run(&self, piece: &Piece, [tap_y, tap_x]: [i64; 2]) -> Option<[i64; 2]> {
        let y = self.place(0, piece.row, tap_y);
        let input_row = over(y, self.spread[0]);
        let inside = y >= 0 && input_row * self.spread[0] == y && input_row < self.input[0];
        let [from, to] = piece.columns.map(|column| self.place(1, column, tap_x));
        let low = if from < 0 { from + (-from).div_euclid(self.step[1]) * self.step[1] } else { from };
        let low = if low < 0 { low + self.step[1] } else { low };
        let high = to.min((self.input[1] - 1) * self.spread[1]);
        let word = |x: i64| {
            let byte = self.offset + input_row * self.pitch[0] + over(x, self.spread[1]) * self.pitch[1];
            byte.div_euclid(WORD)
        };
        (inside && low <= high).then(|| [word(low), word(low + over(high - low, self.step[1]) * self.step[1])])
    }

    fn place(&self, direction: usize, result: i64, tap: i64) -> i64 {
        result * self.step[direction] + tap * self.reach[direction] - self.pad[direction]
    }

    /// Words of values from one word to another: all between them, or those alone that windows far apart meet.
    fn words(&self, low: i64, high: i64) -> u64 {
        let apart = (over(self.step[1] * self.pitch[1], self.spread[1]) / WORD).max(1);
        over((high - low).abs(), apart).unsigned_abs() + 1
    }
}

/// A quotient. By far most divisors are one, and divisions are what all this waits for.
fn over(dividend: i64, divisor: i64) -> i64 {
    if divisor == 1 { dividend } else { dividend / divisor }
}

fn count([rows, columns]: [i64; 2]) -> u64 {
    rows.max(0).unsigned_abs() * columns.max(0).unsigned_abs()
}

fn in_proportion(sum: u64, whole: u64, seen: u64) -> u64 {
    if whole == seen {
        return sum;
    }
    u64::try_from(u128::from(sum) * u128::from(whole) / u128::from(seen.max(1))).unwrap_or(u64::MAX)
}
