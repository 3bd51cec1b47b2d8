//! How far a run may go.

use std::sync::atomic::AtomicBool;

/// What ends a run before its program does.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'c> {
    /// Descriptors that may run.
    pub steps: u64,
    /// Elements that transfers may move.
    pub elements: u64,
    /// A flag that stops the run soon after it is set, inside long descriptors too. The descriptor that is told has not
    /// retired: it had no effect, or one that it has again when the run goes on from its step.
    pub cancel: Option<&'c AtomicBool>,
}

impl Default for Limits<'_> {
    /// No limits.
    fn default() -> Self {
        Limits { steps: u64::MAX, elements: u64::MAX, cancel: None }
    }
}
