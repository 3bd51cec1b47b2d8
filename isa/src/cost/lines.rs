//! Which 16-byte lines and which bursts a tensor takes in memory.

const LINE: u64 = 16;
const PAGE: u64 = 4096;
const HEAD: u64 = 64;
const BURST: u64 = 256;

/// A tensor in local memory or DRAM: extents n, c, h, w and the strides of the first three, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Address of the first byte.
    pub address: u64,
    /// Extents n, c, h and w.
    pub extents: [u64; 4],
    /// Strides of n, c and h.
    pub strides: [u64; 3],
}

impl Side {
    /// Lines touched in all lanes and rows, where `lanes` channels lie beside each other.
    #[must_use]
    pub fn words(&self, lanes: u32, lane_bytes: u32) -> u64 {
        let (lanes, lane_bytes) = (u64::from(lanes.max(1)), u64::from(lane_bytes.max(1)));
        let first = self.address / lane_bytes % lanes;
        let offset = self.address % lane_bytes;
        let row = |n: u64, c: u64, h: u64| {
            let [by_n, by_c, by_h] = self.strides;
            offset + n * by_n + (first + c) / lanes * by_c + h * by_h
        };
        let [_, _, _, width] = self.joined_rows().extents;
        self.joined_rows().rows(row).map(|start| lines(start, width)).sum()
    }

    /// Rows of all channels; rows that follow each other without a gap are one.
    #[must_use]
    pub fn row_count(&self) -> u64 {
        let [n, c, h, _] = self.joined_rows().extents;
        n * c * h
    }

    /// Lines touched in DRAM.
    #[must_use]
    pub fn beats(&self) -> u64 {
        let side = self.joined();
        side.rows(|n, c, h| side.row_address(n, c, h)).map(|start| lines(start, side.extents[3])).sum()
    }

    /// Bursts on the way from or to DRAM.
    #[must_use]
    pub fn bursts(&self) -> u64 {
        let side = self.joined();
        side.rows(|n, c, h| side.row_address(n, c, h)).map(|start| row_bursts(start, side.extents[3])).sum()
    }

    fn row_address(&self, n: u64, c: u64, h: u64) -> u64 {
        let [by_n, by_c, by_h] = self.strides;
        self.address + n * by_n + c * by_c + h * by_h
    }

    fn rows(&self, row: impl Fn(u64, u64, u64) -> u64) -> impl Iterator<Item = u64> {
        let [count, channels, height, _] = self.extents;
        let indices = (0..count).flat_map(move |n| (0..channels).map(move |c| (n, c)));
        indices.flat_map(move |(n, c)| (0..height).map(move |h| (n, c, h))).map(move |(n, c, h)| row(n, c, h))
    }

    /// The same bytes, with rows that follow each other without a gap as one.
    fn joined_rows(&self) -> Side {
        let [n, c, h, w] = self.extents;
        if self.strides[2] == w { Side { extents: [n, c, 1, h * w], ..*self } } else { *self }
    }

    /// The same bytes, with channels that follow each other without a gap as one too.
    fn joined(&self) -> Side {
        let side = self.joined_rows();
        let [n, c, h, w] = side.extents;
        if h == 1 && side.strides[1] == w { Side { extents: [n, 1, 1, c * w], ..side } } else { side }
    }
}

fn lines(start: u64, bytes: u64) -> u64 {
    if bytes == 0 { 0 } else { (start + bytes - 1) / LINE - start / LINE + 1 }
}

fn row_bursts(start: u64, bytes: u64) -> u64 {
    let end = start + bytes;
    let pages = start / PAGE..end.div_ceil(PAGE);
    pages.map(|page| page_bursts(start.max(page * PAGE), end.min((page + 1) * PAGE))).sum()
}

fn page_bursts(start: u64, end: u64) -> u64 {
    let aligned = start.next_multiple_of(HEAD).min(end);
    u64::from(aligned > start) + (end - aligned).div_ceil(BURST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bursts_start_short_and_end_at_pages() {
        assert_eq!(row_bursts(0, 256), 1);
        assert_eq!(row_bursts(32, 256), 2);
        assert_eq!(row_bursts(4064, 64), 2);
        assert_eq!(row_bursts(0, 0), 0);
    }

    #[test]
    fn words_count_lines_in_each_lane_and_row() {
        let side = Side { address: 8, extents: [1, 2, 3, 16], strides: [64, 64, 32] };
        assert_eq!(side.words(32, 32768), 2 * 3 * 2);
        let dense = Side { strides: [64, 64, 16], ..side };
        assert_eq!(dense.words(32, 32768), 2 * 4);
    }

    #[test]
    fn tensors_without_gaps_are_one_run_of_dram() {
        let side = Side { address: 0, extents: [1, 64, 1, 9], strides: [576, 9, 9] };
        assert_eq!((side.beats(), side.bursts()), (36, 3));
    }
}
