//! A loaded program and its runs.

use crate::cli::Budget;
use crate::commands::pmu::Watch;
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::progress::Progress;
use emulator::fault::FaultKind;
use emulator::machine::{Machine, Threads};
use emulator::observer::{Observer, Step};
use emulator::runtime::{Network, RuntimeError};
use isa::container::cvimodel::Model;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

/// A loaded program, and the file it is from.
pub(crate) struct Session {
    pub(crate) path: PathBuf,
    pub(crate) program: usize,
    pub(crate) network: Network,
}

/// How long runs took on this computer, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Timing {
    pub(crate) runs: usize,
    pub(crate) first_ms: f64,
    pub(crate) median_ms: f64,
    pub(crate) total_ms: f64,
}

impl Session {
    /// Loads a program, under the performance monitor where `watch` is given.
    pub(crate) fn load(path: &Path, model: &Model<'_>, program: usize, watch: Option<&Watch>) -> Result<Self, Failure> {
        let network = match watch {
            Some(watch) => Network::of_model_monitored(model, program, watch.board()),
            None => Network::of_model(model, program),
        };
        let network = network.map_err(|error| failure(path, &error))?;
        Ok(Session { path: path.to_owned(), program, network })
    }

    /// Shares the work among as many threads.
    pub(crate) fn set_threads(&mut self, threads: Threads) -> Result<(), Failure> {
        self.network.machine_mut().set_threads(threads).map_err(|error| {
            Failure::new(Reason::Io, format!("cannot start {threads} threads: {error}; give fewer with --threads"))
        })
    }

    /// Runs `count` times on what the memory holds, and calls `after` behind each, whose time does not count.
    pub(crate) fn run(
        &mut self,
        count: usize,
        budget: &Budget,
        mut after: impl FnMut(&Session) -> Outcome,
    ) -> Result<Timing, Failure> {
        let asked = interrupt::watch()?;
        let limits = budget.limits(&asked);
        let mut watcher = Watcher(Progress::new("running", self.network.descriptors().saturating_mul(count)));
        let mut milliseconds = Vec::with_capacity(count.min(1 << 20));
        for done in 0..count {
            // Functions on the host do not look at it.
            if asked.load(Ordering::Relaxed) {
                return Err(stopped(done, count));
            }
            let start = Instant::now();
            let run = self.network.run(&limits, &mut watcher);
            run.map_err(|error| if is_stop(&error) { stopped(done, count) } else { failure(&self.path, &error) })?;
            milliseconds.push(start.elapsed().as_secs_f64() * 1e3);
            after(self)?;
        }
        Ok(Timing::of(&milliseconds))
    }
}

impl Timing {
    fn of(milliseconds: &[f64]) -> Self {
        let mut sorted = milliseconds.to_vec();
        sorted.sort_by(f64::total_cmp);
        Timing {
            runs: milliseconds.len(),
            first_ms: milliseconds.first().copied().unwrap_or(0.0),
            median_ms: sorted.get(sorted.len() / 2).copied().unwrap_or(0.0),
            total_ms: milliseconds.iter().sum(),
        }
    }
}

/// Moves the progress line.
struct Watcher(Progress);

impl Observer for Watcher {
    fn retire(&mut self, _: &Step<'_>, _: &Machine) {
        self.0.step();
    }
}

fn is_stop(error: &RuntimeError) -> bool {
    matches!(error, RuntimeError::Fault { fault, .. } if fault.kind == FaultKind::Cancelled)
}

fn stopped(done: usize, count: usize) -> Failure {
    Failure::new(Reason::Interrupted, format!("stopped by Ctrl-C; {done} of {count} runs are done"))
}

/// What to tell of a model that does not load or run.
pub(crate) fn failure(path: &Path, error: &RuntimeError) -> Failure {
    let reason = match error {
        RuntimeError::Format(_) | RuntimeError::Unsound(_) => Reason::BadInput,
        RuntimeError::Request(_) => Reason::Usage,
        RuntimeError::Cpu { .. } => Reason::Unsupported,
        RuntimeError::Fault { .. } => Reason::BreaksRule,
    };
    Failure::new(reason, format!("{}: {error}", path.display()))
}
