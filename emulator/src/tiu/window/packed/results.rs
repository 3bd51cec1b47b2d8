//! From sums to results, which are staged until all are known.

use crate::kernels::gemm::{Sink, WIDTH};
use crate::tiu::window::finish::{Channel, IntegerFinish};
use crate::tiu::window::planes::{Form, Planes};
use std::ops::Range;

/// How results are cut into tiles, each of which is written by one thread.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Grid {
    /// Channels, or rows of a matrix.
    rows: usize,
    positions: usize,
    /// Rows and positions of a tile, but for the last ones.
    tile: [usize; 2],
}

impl Grid {
    /// At least about `parts` tiles, cut between blocks of `height` rows or else of `width` positions.
    pub(super) fn new([rows, positions]: [usize; 2], [height, width]: [usize; 2], parts: usize) -> Self {
        let (high, wide) = (rows.div_ceil(height), positions.div_ceil(width));
        let across = if high < parts { wide.min(parts) } else { 1 };
        let down = high.min(parts.div_ceil(across));
        // Rather more tiles than larger ones: threads end at the same time.
        let tile = [(high / down * height).min(rows), (wide / across * width).min(positions)];
        Grid { rows, positions, tile }
    }

    /// Rows of a tile.
    pub(super) fn tile_rows(&self) -> usize {
        self.tile[0]
    }

    /// The tiles from the first row to the last.
    pub(super) fn down(&self) -> usize {
        self.rows.div_ceil(self.tile[0])
    }

    fn across(&self) -> usize {
        if self.positions <= self.tile[1] { 1 } else { self.positions.div_ceil(self.tile[1]) }
    }

    /// Staged results of a tile.
    fn tile_size(&self) -> usize {
        self.tile[0] * self.tile[1]
    }

    fn size(&self) -> usize {
        self.down() * self.across() * self.tile_size()
    }

    /// Where a result is staged.
    fn index(&self, row: usize, position: usize) -> usize {
        let [rows, positions] = self.tile;
        let ((down, row), (right, position)) = (divided(row, rows), divided(position, positions));
        (down * self.across() + right) * self.tile_size() + row * positions + position
    }

    /// Where the results of a row from a position to the end of its tile are staged.
    fn staged(&self, batch: usize, row: usize, position: usize) -> Range<usize> {
        let start = batch * self.size() + self.index(row, position);
        start..start + self.tile[1] - divided(position, self.tile[1]).1
    }

    fn tile<'r>(&self, number: usize, values: Values<'r>) -> Tile<'r> {
        let (row, position) = (number / self.across() * self.tile[0], number % self.across() * self.tile[1]);
        let rows = row..(row + self.tile[0]).min(self.rows);
        let positions = position..(position + self.tile[1]).min(self.positions);
        Tile { rows, positions, pitch: self.tile[1], values }
    }
}

/// Quotient and remainder. Mostly there is one tile, and divisions would take longer than short rows.
#[inline(always)]
fn divided(dividend: usize, divisor: usize) -> (usize, usize) {
    if dividend < divisor { (0, dividend) } else { (dividend / divisor, dividend % divisor) }
}

/// Staged results of all batches.
#[derive(Clone, Debug, Default)]
pub(super) struct Results {
    bytes: Vec<u8>,
    words: Vec<u32>,
    wide: bool,
    grid: Grid,
}

/// Results that one thread computes.
pub(super) struct Tile<'r> {
    pub(super) rows: Range<usize>,
    pub(super) positions: Range<usize>,
    /// Distance of rows.
    pitch: usize,
    values: Values<'r>,
}

enum Values<'r> {
    Bytes(&'r mut [u8]),
    Words(&'r mut [u32]),
}

impl Results {
    /// Makes room for `batches` batches of results that are stored as `form`.
    pub(super) fn reserve(&mut self, form: Form, batches: usize, grid: Grid) {
        (self.wide, self.grid) = (form != Form::Byte, grid);
        let needed = batches * grid.size();
        if self.wide && self.words.len() < needed {
            self.words.resize(needed, 0);
        }
        if !self.wide && self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    /// How they are cut.
    pub(super) fn grid(&self) -> Grid {
        self.grid
    }

    /// The tiles of a batch.
    pub(super) fn tiles(&mut self, batch: usize) -> impl Iterator<Item = Tile<'_>> + Send {
        let grid = self.grid;
        let used = if self.wide { [0, grid.size()] } else { [grid.size(), 0] };
        let bytes = self.bytes[batch * used[0]..][..used[0]].chunks_exact_mut(grid.tile_size()).map(Values::Bytes);
        let words = self.words[batch * used[1]..][..used[1]].chunks_exact_mut(grid.tile_size()).map(Values::Words);
        bytes.chain(words).enumerate().map(move |(number, values)| grid.tile(number, values))
    }

    /// Writes all results; `place` tells batch, row and first position of the line at n, c and h.
    pub(super) fn write(&self, output: &Planes, memory: &mut [u8], place: impl Fn([usize; 3]) -> [usize; 3]) {
        let staged = |line, column| {
            let [batch, row, position] = place(line);
            self.grid.staged(batch, row, position + column)
        };
        if self.wide {
            output.write_pieces(memory, |line, column| &self.words[staged(line, column)]);
        } else {
            output.write_pieces(memory, |line, column| &self.bytes[staged(line, column)]);
        }
    }
}

impl Tile<'_> {
    /// One row of the tile, as a tile.
    pub(super) fn row(&mut self, row: usize) -> Tile<'_> {
        let (at, rows) = (row * self.pitch, self.rows.start + row..self.rows.start + row + 1);
        let values = match &mut self.values {
            Values::Bytes(bytes) => Values::Bytes(&mut bytes[at..][..self.pitch]),
            Values::Words(words) => Values::Words(&mut words[at..][..self.pitch]),
        };
        Tile { rows, positions: self.positions.clone(), pitch: self.pitch, values }
    }

    /// Stages results of a row of the tile from one of its positions on.
    #[inline(always)]
    pub(super) fn stage(&mut self, row: usize, position: usize, results: impl Iterator<Item = u32>) {
        let at = row * self.pitch + position;
        match &mut self.values {
            Values::Bytes(bytes) => bytes[at..].iter_mut().zip(results).for_each(|(to, result)| *to = result as u8),
            Values::Words(words) => words[at..].iter_mut().zip(results).for_each(|(to, result)| *to = result),
        }
    }
}

/// What is added to each sum of a tile, where it is not the same for all of a row.
#[derive(Clone, Copy)]
pub(super) struct Starts<'a, T> {
    values: &'a [T],
    pitch: usize,
}

impl<'a, T> Starts<'a, T> {
    /// The part for `tile` of what is added to all sums, whose rows lie `pitch` apart.
    pub(super) fn new(values: &'a [T], pitch: usize, tile: &Tile<'_>) -> Self {
        Starts { values: &values[tile.rows.start * pitch + tile.positions.start..], pitch }
    }

    /// For the sums of a row of the tile from one of its positions on.
    #[inline(always)]
    pub(super) fn from(&self, row: usize, position: usize) -> &'a [T] {
        &self.values[row * self.pitch + position..]
    }
}

/// Turns the sums of a tile into results.
pub(super) struct Finisher<'a> {
    pub(super) finish: IntegerFinish,
    /// One for each row.
    pub(super) channels: &'a [Channel],
    pub(super) starts: Option<Starts<'a, i32>>,
    pub(super) tile: Tile<'a>,
}

impl Sink for Finisher<'_> {
    #[inline(always)]
    fn take(&mut self, row: usize, position: usize, sums: &[i32]) {
        let Some(starts) = self.starts else { return self.finish(row, position, sums) };
        let mut totals = [0; WIDTH];
        for ((total, sum), start) in totals.iter_mut().zip(sums).zip(starts.from(row, position)) {
            *total = sum.wrapping_add(*start);
        }
        self.finish(row, position, &totals[..sums.len()]);
    }
}

impl Finisher<'_> {
    #[inline(always)]
    fn finish(&mut self, row: usize, position: usize, sums: &[i32]) {
        let at = row * self.tile.pitch + position;
        let channel = &self.channels[row];
        match &mut self.tile.values {
            Values::Bytes(bytes) => self.finish.apply_bytes(sums, channel, &mut bytes[at..]),
            Values::Words(words) => self.finish.apply_all(sums, channel, &mut words[at..], i32::cast_unsigned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_hold_every_result_once() {
        let sizes = [1, 7, 8, 9, 24, 65, 180];
        let sizes = sizes.iter().flat_map(|rows| sizes.map(|positions| [*rows, positions]));
        for ([rows, positions], parts) in sizes.flat_map(|size| [1, 2, 6, 24].map(|parts| (size, parts))) {
            let grid = Grid::new([rows, positions], [8, 48], parts);
            let mut results = Results::default();
            results.reserve(Form::Bytes4, 2, grid);
            let number = |batch, row, position| (batch * rows + row) * positions + position;
            for batch in 0..2 {
                for mut tile in results.tiles(batch) {
                    assert!(tile.rows.start.is_multiple_of(8) && tile.positions.start.is_multiple_of(48));
                    for (at, row) in tile.rows.clone().enumerate() {
                        tile.stage(at, 0, tile.positions.clone().map(|position| number(batch, row, position) as u32));
                    }
                }
            }
            for (batch, row) in (0..2).flat_map(|batch| (0..rows).map(move |row| (batch, row))) {
                let staged = (0..positions).map(|position| grid.staged(batch, row, position).start);
                let numbers = staged.map(|at| results.words[at] as usize);
                assert!(numbers.eq(number(batch, row, 0)..number(batch, row, positions)), "{grid:?}");
            }
        }
    }

    #[test]
    fn rows_are_cut_before_positions() {
        let tiles = |rows: usize, positions: usize, parts| {
            let grid = Grid::new([rows, positions], [8, 48], parts);
            [grid.down(), grid.across()]
        };
        assert_eq!(tiles(128, 432, 1), [1, 1]);
        assert_eq!(tiles(128, 432, 6), [8, 1]);
        assert_eq!(tiles(8, 432, 6), [1, 9]);
        assert_eq!(tiles(16, 96, 6), [2, 2]);
    }
}
