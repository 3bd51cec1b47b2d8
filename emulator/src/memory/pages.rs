//! Pages of a memory: which were written, and what they held at some moment.

use std::sync::Arc;

/// Bytes of a page; the last page of a memory may be shorter.
pub(super) const PAGE_BYTES: usize = 4096;

const CHUNK: usize = 1024;
const WORD: usize = u64::BITS as usize;

/// A set of page numbers.
#[derive(Clone, Debug)]
pub(crate) struct PageSet {
    words: Vec<u64>,
    pages: usize,
}

impl PageSet {
    /// No page of a memory of `bytes` bytes.
    pub(super) fn none(bytes: usize) -> Self {
        let pages = bytes.div_ceil(PAGE_BYTES);
        PageSet { words: vec![0; pages.div_ceil(WORD)], pages }
    }

    /// Adds the pages of `bytes` bytes from `start`.
    #[inline]
    pub(crate) fn add(&mut self, start: usize, bytes: usize) {
        if bytes > 0 {
            for page in start / PAGE_BYTES..=(start + bytes - 1) / PAGE_BYTES {
                self.words[page / WORD] |= 1 << (page % WORD);
            }
        }
    }

    pub(super) fn add_all(&mut self) {
        self.words.fill(u64::MAX);
    }

    pub(super) fn clear(&mut self) {
        self.words.fill(0);
    }

    /// The pages in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate().filter(|(_, word)| **word != 0);
        let pages =
            words.flat_map(|(at, word)| (0..WORD).filter(|bit| *word >> *bit & 1 == 1).map(move |bit| at * WORD + bit));
        pages.take_while(|page| *page < self.pages)
    }
}

type Page = Arc<[u8]>;
type Chunk = Arc<Vec<Option<Page>>>;

/// What the pages of a memory held; pages without an entry held zeros. Copies share their pages.
#[derive(Clone, Debug, Default)]
pub(super) struct PageTable {
    chunks: Vec<Option<Chunk>>,
}

impl PageTable {
    pub(super) fn get(&self, page: usize) -> Option<&Page> {
        self.chunks.get(page / CHUNK)?.as_ref()?.get(page % CHUNK)?.as_ref()
    }

    /// Remembers what `page` holds, sharing what it held before where that is the same.
    pub(super) fn save(&mut self, page: usize, bytes: &[u8]) {
        let same = self.get(page).map_or_else(|| is_zero(bytes), |old| **old == *bytes);
        if !same {
            let content = if is_zero(bytes) { None } else { Some(bytes.into()) };
            *self.entry(page) = content;
        }
    }

    fn entry(&mut self, page: usize) -> &mut Option<Page> {
        let at = page / CHUNK;
        if self.chunks.len() <= at {
            self.chunks.resize(at + 1, None);
        }
        let chunk = self.chunks[at].get_or_insert_with(|| Arc::new(vec![None; CHUNK]));
        &mut Arc::make_mut(chunk)[page % CHUNK]
    }

    /// The pages that have an entry, in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let chunks = self.chunks.iter().enumerate().filter_map(|(at, chunk)| Some((at, chunk.as_ref()?)));
        chunks
            .flat_map(|(at, chunk)| (0..CHUNK).filter(|page| chunk[*page].is_some()).map(move |page| at * CHUNK + page))
    }

    /// The pages whose entries are not shared with `other`.
    pub(super) fn differing<'a>(&'a self, other: &'a PageTable) -> impl Iterator<Item = usize> + 'a {
        let chunks = (0..self.chunks.len().max(other.chunks.len())).filter(|at| !self.shares_chunk(other, *at));
        let pages = chunks.flat_map(|at| at * CHUNK..(at + 1) * CHUNK);
        pages.filter(|page| match (self.get(*page), other.get(*page)) {
            (None, None) => false,
            (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
            _ => true,
        })
    }

    /// Bytes of the pages that are not shared with `other`.
    pub(super) fn bytes_beyond(&self, other: &PageTable) -> u64 {
        self.differing(other).filter_map(|page| self.get(page)).map(|page| page.len() as u64).sum()
    }

    fn shares_chunk(&self, other: &PageTable, at: usize) -> bool {
        match (self.chunks.get(at).and_then(Option::as_ref), other.chunks.get(at).and_then(Option::as_ref)) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Copies what `page` held, or zeros, into `bytes`.
    pub(super) fn load(&self, page: usize, bytes: &mut [u8]) {
        match self.get(page) {
            Some(content) => bytes.copy_from_slice(content),
            None => bytes.fill(0),
        }
    }
}

/// The bytes of `page` in a memory of `bytes` bytes.
pub(super) fn page_range(page: usize, bytes: usize) -> std::ops::Range<usize> {
    page * PAGE_BYTES..((page + 1) * PAGE_BYTES).min(bytes)
}

pub(super) fn is_zero(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    words.iter().all(|word| u64::from_ne_bytes(*word) == 0) && rest.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_range_are_the_ones_it_meets() {
        let mut set = PageSet::none(100 * PAGE_BYTES + 1);
        set.add(0, 0);
        set.add(PAGE_BYTES - 1, 2);
        set.add(100 * PAGE_BYTES, 1);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 1, 100]);
        set.add_all();
        assert_eq!(set.iter().count(), 101);
        set.clear();
        assert_eq!(set.iter().count(), 0);
    }

    #[test]
    fn copies_share_what_did_not_change() {
        let mut first = PageTable::default();
        first.save(3, &[1; PAGE_BYTES]);
        first.save(5000, &[2; 7]);
        let mut second = first.clone();
        second.save(3, &[1; PAGE_BYTES]);
        assert_eq!(first.differing(&second).count(), 0);
        second.save(5000, &[0; 7]);
        second.save(4, &[9; PAGE_BYTES]);
        assert_eq!(first.differing(&second).collect::<Vec<_>>(), [4, 5000]);
        assert_eq!(second.iter().collect::<Vec<_>>(), [3, 4]);
        let mut bytes = [7; 7];
        second.load(5000, &mut bytes);
        assert_eq!(bytes, [0; 7]);
    }
}
