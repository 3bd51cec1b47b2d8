//! How much of local memory holds something that is still needed.
//!
//! A word is live from the first cycle of the descriptor that writes it to the last of the one that reads it last.

use super::Forecast;
use isa::footprint::{Region, Span};

/// Bytes of a word.
const WORD: u32 = 16;
const NOBODY: u32 = u32::MAX;

/// Live bytes over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalMemory {
    /// Cycles at which they change, rising, each with the live bytes of every bank from then on, all lanes together.
    pub steps: Vec<(u64, Vec<u64>)>,
    /// Bytes of a bank in all lanes.
    pub bank_bytes: u64,
}

impl LocalMemory {
    /// Bytes of all banks.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bank_bytes.saturating_mul(self.steps.first().map_or(0, |(_, banks)| banks.len() as u64))
    }

    /// The cycle with the most live bytes, and how many they are.
    #[must_use]
    pub fn peak(&self) -> (u64, u64) {
        let sums = self.steps.iter().map(|(cycle, banks)| (*cycle, banks.iter().sum()));
        // Of several equal ones the first.
        sums.fold((0, 0), |most: (u64, u64), next| if next.1 > most.1 { next } else { most })
    }

    /// Live bytes of each bank on average, in `count` equal parts of the time until `end`.
    #[must_use]
    pub fn averages(&self, end: u64, count: usize) -> Vec<Vec<f64>> {
        let banks = self.steps.first().map_or(0, |(_, banks)| banks.len());
        let mut sums = vec![vec![0.0; banks]; count];
        let width = end.max(1) as f64 / count.max(1) as f64;
        for (index, (from, live)) in self.steps.iter().enumerate() {
            let to = self.steps.get(index + 1).map_or(end, |next| next.0);
            super::traffic::spread(*from as f64 / width, to as f64 / width, count, |part, share| {
                sums[part].iter_mut().zip(live).for_each(|(sum, bytes)| *sum += *bytes as f64 * share);
            });
        }
        sums
    }
}

/// A word: who wrote it and who read it last, by position.
#[derive(Clone, Copy)]
struct Word {
    writer: u32,
    reader: u32,
}

impl Forecast<'_> {
    /// Live bytes of local memory over time.
    #[must_use]
    pub fn local_memory(&self) -> LocalMemory {
        let profile = self.profile();
        let mut tracker = Tracker::new(self, profile.lanes, profile.lane_bytes, profile.banks);
        for (position, footprint) in self.workload.footprints().iter().enumerate() {
            let position = u32::try_from(position).unwrap_or(NOBODY);
            tracker.each_word(&footprint.reads, |tracker, word| tracker.read(word, position));
            tracker.each_word(&footprint.writes, |tracker, word| tracker.write(word, position));
        }
        (0..tracker.words.len()).for_each(|word| tracker.retire(word, NOBODY));
        LocalMemory { steps: tracker.steps(), bank_bytes: u64::from(profile.bank_bytes()) * u64::from(profile.lanes) }
    }
}

struct Tracker<'f> {
    forecast: &'f Forecast<'f>,
    words: Vec<Word>,
    words_per_lane: u32,
    words_per_bank: u32,
    banks: usize,
    /// Bytes that become live when the descriptor at this position starts, and cease to be when it ends, by bank.
    starts: Vec<i64>,
    ends: Vec<i64>,
}

impl<'f> Tracker<'f> {
    fn new(forecast: &'f Forecast<'f>, lanes: u32, lane_bytes: u32, banks: u32) -> Self {
        let words_per_lane = lane_bytes / WORD;
        let banks_count = banks as usize;
        let changes = vec![0; forecast.tasks.len() * banks_count];
        Tracker {
            forecast,
            words: vec![Word { writer: NOBODY, reader: NOBODY }; (lanes * words_per_lane) as usize],
            words_per_lane,
            words_per_bank: (words_per_lane / banks.max(1)).max(1),
            banks: banks_count,
            starts: changes.clone(),
            ends: changes,
        }
    }

    /// Every word that the regions touch, once for each run of bytes in it.
    fn each_word(&mut self, regions: &[Region], mut touch: impl FnMut(&mut Self, usize)) {
        for region in regions.iter().filter(|region| matches!(region.span, Span::Local(_))) {
            for run in region.runs() {
                let (first, len) = (u64::try_from(run.start).unwrap_or(0), run.len.max(1));
                let last = (first + len - 1) / u64::from(WORD);
                let lane = run.lane * self.words_per_lane;
                for word in first / u64::from(WORD)..=last.min(u64::from(self.words_per_lane) - 1) {
                    touch(self, (u64::from(lane) + word) as usize);
                }
            }
        }
    }

    fn read(&mut self, word: usize, reader: u32) {
        if let Some(word) = self.words.get_mut(word) {
            let end = |position: u32| self.forecast.tasks.get(position as usize).map_or(0, |task| task.span.end);
            // What nobody wrote is live for whoever reads it.
            if word.writer == NOBODY {
                word.writer = reader;
            }
            if word.reader == NOBODY || end(reader) > end(word.reader) {
                word.reader = reader;
            }
        }
    }

    /// What nobody has read yet goes on: several write parts of a word.
    fn write(&mut self, word: usize, writer: u32) {
        let Some(Word { writer: earlier, reader }) = self.words.get(word).copied() else { return };
        if earlier != NOBODY && reader == NOBODY {
            return;
        }
        self.retire(word, writer);
        self.words[word] = Word { writer, reader: NOBODY };
    }

    /// Ends the life of a word: with its last reader, or with the start of whoever writes it next, if that is earlier.
    fn retire(&mut self, word: usize, next: u32) {
        let Word { writer, reader } = self.words[word];
        if writer == NOBODY || reader == NOBODY {
            return;
        }
        let bank = ((word as u32 % self.words_per_lane) / self.words_per_bank) as usize;
        let place = |position: u32| position as usize * self.banks + bank.min(self.banks - 1);
        let bytes = i64::from(WORD);
        self.starts[place(writer)] += bytes;
        let tasks = &self.forecast.tasks;
        match tasks.get(next as usize).filter(|task| task.span.start < tasks[reader as usize].span.end) {
            Some(_) => self.starts[place(next)] -= bytes,
            None => self.ends[place(reader)] -= bytes,
        }
    }

    fn steps(&self) -> Vec<(u64, Vec<u64>)> {
        let tasks = self.forecast.tasks.iter();
        let changes = self.starts.chunks(self.banks).zip(self.ends.chunks(self.banks));
        let mut events: Vec<(u64, &[i64])> = tasks
            .zip(changes)
            .flat_map(|(task, (starts, ends))| [(task.span.start, starts), (task.span.end, ends)])
            .filter(|(_, change)| change.iter().any(|bytes| *bytes != 0))
            .collect();
        events.sort_by_key(|(cycle, _)| *cycle);
        let mut live = vec![0i64; self.banks];
        let mut steps = vec![(0, vec![0; self.banks])];
        for same in events.chunk_by(|left, right| left.0 == right.0) {
            for (_, change) in same {
                live.iter_mut().zip(*change).for_each(|(sum, bytes)| *sum += bytes);
            }
            let cycle = same.first().map_or(0, |(cycle, _)| *cycle);
            let banks = live.iter().map(|bytes| u64::try_from(*bytes).unwrap_or(0)).collect();
            if cycle == 0 { steps[0].1 = banks } else { steps.push((cycle, banks)) }
        }
        steps
    }
}
