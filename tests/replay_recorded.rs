//! Recorded executions, run again: every byte of DRAM and local memory is as it was, and none is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test stops at the first surprise")]

mod common;

use emulator::machine::Limits;
use emulator::trace::{Verdict, replay};
use isa::chip::Chip;
use isa::container::cvtr;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How recordings fared.
#[derive(Default)]
struct Tally {
    exact: BTreeMap<Chip, usize>,
    bytes: u64,
    complaints: Vec<String>,
}

impl Tally {
    fn of<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Self {
        let mut tally = Tally::default();
        paths.for_each(|path| tally.add(path));
        tally
    }

    fn add(&mut self, path: &Path) {
        let bytes = common::trace(path);
        let trace = cvtr::read(&bytes).unwrap();
        let complaint = match replay(&trace, &Limits::default()) {
            Ok(Verdict::Exact(bytes)) => {
                *self.exact.entry(trace.chip).or_default() += 1;
                self.bytes += bytes;
                return;
            }
            Ok(Verdict::Different(difference)) => difference.to_string(),
            Err(error) => error.to_string(),
        };
        self.complaints.push(format!("{}: {complaint}", path.display()));
    }

    fn join(mut self, other: Tally) -> Self {
        other.exact.into_iter().for_each(|(chip, count)| *self.exact.entry(chip).or_default() += count);
        self.bytes += other.bytes;
        self.complaints.extend(other.complaints);
        self
    }
}

/// Replays all, on all processors.
fn replay_all(paths: &[PathBuf]) -> Tally {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let share = |worker: usize| move || Tally::of(paths.iter().skip(worker).step_by(workers));
        let threads: Vec<_> = (0..workers).map(|worker| scope.spawn(share(worker))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).fold(Tally::default(), Tally::join)
    })
}

#[test]
fn every_recording_leaves_the_same_bytes() {
    let Some(folder) = common::recorded("traces") else { return };
    let tally = replay_all(&common::files(&folder, ".cvtr.zst"));
    println!("exact: {:?}, {} bytes compared", tally.exact, tally.bytes);
    let complaints = tally.complaints;
    assert!(complaints.is_empty(), "{} are not exact:\n{}", complaints.len(), complaints.join("\n"));
    assert!(Chip::ALL.iter().all(|chip| tally.exact.contains_key(chip)));
}
