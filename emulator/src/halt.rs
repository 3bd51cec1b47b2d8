//! Why a descriptor did not complete, and the wish that it shall not.

use crate::refusal::Refusal;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a descriptor did not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// It is illegal.
    Refused(Refusal),
    /// Somebody asked to stop.
    Cancelled,
    /// The allowance is used up.
    Exhausted,
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Halt::Refused(refusal)
    }
}

/// Somebody asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

impl From<Stopped> for Halt {
    fn from(_: Stopped) -> Self {
        Halt::Cancelled
    }
}

/// A flag that long computations look at once in a while: often enough to end within a tenth of a second, rarely enough
/// to cost nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stop<'c>(Option<&'c AtomicBool>);

impl<'c> Stop<'c> {
    /// Nobody asks.
    pub(crate) const NEVER: Stop<'static> = Stop(None);

    pub(crate) fn new(flag: Option<&'c AtomicBool>) -> Self {
        Stop(flag)
    }

    /// Whether somebody asked to stop.
    #[inline]
    pub(crate) fn is_asked(self) -> bool {
        self.0.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// An error as soon as somebody asked to stop.
    #[inline]
    pub(crate) fn check(self) -> Result<(), Stopped> {
        if self.is_asked() { Err(Stopped) } else { Ok(()) }
    }
}
