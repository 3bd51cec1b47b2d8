//! A progress line on standard error, where somebody watches.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

const BETWEEN: Duration = Duration::from_millis(100);

/// Counts steps; silent unless standard error is a terminal.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    done: usize,
    shown: Option<Instant>,
    visible: bool,
}

impl Progress {
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        Progress { what, total, done: 0, shown: None, visible: io::stderr().is_terminal() }
    }

    /// One more is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if self.visible && self.shown.is_none_or(|shown| shown.elapsed() > BETWEEN) {
            self.shown = Some(Instant::now());
            // A progress line that cannot be written is no reason to stop.
            drop(write!(io::stderr(), "\r{} {}/{}", self.what, self.done, self.total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            drop(write!(io::stderr(), "\r\x1b[K"));
        }
    }
}
