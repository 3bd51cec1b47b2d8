//! `tpuscope replay`: execute recorded runs and compare every byte they left.

mod scenario;

use crate::cli::{Budget, Replay as Arguments};
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::output::{Out, Style, path_text};
use crate::progress::Progress;
use crate::source;
use emulator::fault::FaultKind;
use emulator::trace::{ReplayError, Verdict, replay};
use isa::container::cvtr;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How one recording fared.
enum Fate {
    Exact { bytes: u64 },
    Different(String),
    Error(Failure),
}

/// A recording that did not come out exact.
#[derive(Serialize)]
struct Failing {
    #[serde(serialize_with = "path_text")]
    trace: PathBuf,
    /// Names the recording too.
    problem: String,
}

/// The sum of all.
#[derive(Default, Serialize)]
struct Summary {
    exact: usize,
    different: usize,
    errors: usize,
    /// Left out because of Ctrl-C.
    skipped: usize,
    bytes_compared: u64,
    failing: Vec<Failing>,
    /// What was wrong with the first that could not be replayed.
    #[serde(skip)]
    reason: Option<Reason>,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let traces = find(&arguments.traces)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.map_or(cores, usize::from).min(traces.len());
    let asked = interrupt::watch()?;
    let fates = fates(&traces, threads, Replayer { budget: arguments.budget, asked: &asked });
    let summary = Summary { skipped: traces.len() - fates.len(), ..summarise(fates) };
    if out.is_json() {
        out.json(&summary)?;
    } else {
        print(&summary, out)?;
    }
    if asked.load(Ordering::Relaxed) {
        return Err(Failure::told(Reason::Interrupted));
    }
    match (summary.reason, summary.different) {
        (Some(reason), _) => Err(Failure::told(reason)),
        (None, 0) => Ok(()),
        (None, _) => Err(Failure::told(Reason::Different)),
    }
}

/// All recordings named, folders searched.
fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    match found.is_empty() {
        true => Err(Failure::new(
            Reason::Usage,
            format!(
                "there is no .cvtr, .cvtr.zst or .scenario below {}; name a recorded run or a folder of them",
                names.join(", ")
            ),
        )),
        false => Ok(found),
    }
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(folder, "read", &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.to_string_lossy();
        if path.is_dir() && !path.is_symlink() {
            search(&path, found)?;
        } else if [".cvtr", ".cvtr.zst", ".scenario"].iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    Ok(())
}

/// How recordings are replayed.
#[derive(Clone, Copy)]
struct Replayer<'a> {
    budget: Budget,
    /// Whether the user wants to stop.
    asked: &'a AtomicBool,
}

/// Replays all, several at a time, until asked to stop; the order of the results is that of the names.
fn fates(traces: &[PathBuf], threads: usize, replayer: Replayer<'_>) -> BTreeMap<PathBuf, Fate> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new((BTreeMap::new(), Progress::new("replaying", traces.len())));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(path) = traces.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(fate) = replayer.fate(path) else { break };
                    if let Ok(mut results) = results.lock() {
                        results.0.insert(path.clone(), fate);
                        results.1.step();
                    }
                }
            });
        }
    });
    results.into_inner().map_or_else(|poisoned| poisoned.into_inner().0, |(fates, _)| fates)
}

impl Replayer<'_> {
    /// How the recording fares; nothing once the user wants to stop.
    fn fate(self, path: &Path) -> Option<Fate> {
        if self.asked.load(Ordering::Relaxed) {
            return None;
        }
        self.replayed(path).unwrap_or_else(|problem| Some(Fate::Error(problem)))
    }

    fn replayed(self, path: &Path) -> Result<Option<Fate>, Failure> {
        let bytes = source::read(path).and_then(|bytes| source::trace(path, bytes))?;
        if let Ok(text) = str::from_utf8(&bytes)
            && text.contains(".segment")
        {
            return scenario::replayed(path, text, &self.budget.limits(self.asked));
        }
        let trace = cvtr::read(&bytes).map_err(|error| Failure::format(path, &error))?;
        match replay(&trace, &self.budget.limits(self.asked)) {
            Ok(Verdict::Exact(bytes)) => Ok(Some(Fate::Exact { bytes })),
            Ok(Verdict::Different(difference)) => {
                Ok(Some(Fate::Different(format!("{}: {difference}", path.display()))))
            }
            Err(ReplayError::Fault(fault)) if fault.kind == FaultKind::Cancelled => Ok(None),
            Err(error) => Err(Failure::new(Reason::BadInput, format!("{}: {error}", path.display()))),
        }
    }
}

fn summarise(fates: BTreeMap<PathBuf, Fate>) -> Summary {
    let mut summary = Summary::default();
    for (trace, fate) in fates {
        let problem = match fate {
            Fate::Exact { bytes } => {
                summary.exact += 1;
                summary.bytes_compared += bytes;
                continue;
            }
            Fate::Different(problem) => {
                summary.different += 1;
                problem
            }
            Fate::Error(failure) => {
                summary.errors += 1;
                summary.reason.get_or_insert(failure.reason);
                failure.message
            }
        };
        summary.failing.push(Failing { trace, problem });
    }
    summary
}

fn print(summary: &Summary, out: &mut Out) -> std::io::Result<()> {
    for failing in &summary.failing {
        out.line(&failing.problem)?;
    }
    let style = if summary.failing.is_empty() { Style::Good } else { Style::Bad };
    let text = format!(
        "{} exact, {} different, {} errors; {} bytes compared",
        summary.exact, summary.different, summary.errors, summary.bytes_compared
    );
    out.line(out.styled(style, text))?;
    if summary.skipped > 0 {
        out.line(format!("stopped by Ctrl-C; {} recordings left", summary.skipped))?;
    }
    Ok(())
}
