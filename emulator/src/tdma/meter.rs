//! How long an engine may go on.

use crate::halt::{Halt, Stop};

/// Elements between two looks at the flag.
const PATIENCE: u64 = 1 << 20;

/// Counts moved elements against an allowance, and looks at a flag now and then.
#[derive(Debug)]
pub(crate) struct Meter<'c> {
    /// What may still be moved before the next look.
    slice: u64,
    /// What may still be moved after that.
    left: u64,
    stop: Stop<'c>,
}

impl<'c> Meter<'c> {
    pub(crate) fn new(allowance: u64, stop: Stop<'c>) -> Self {
        Meter { slice: 0, left: allowance, stop }
    }

    /// Pays for `elements`.
    #[inline]
    pub(crate) fn charge(&mut self, elements: u64) -> Result<(), Halt> {
        match self.slice.checked_sub(elements) {
            Some(rest) => {
                self.slice = rest;
                Ok(())
            }
            None => self.refill(elements),
        }
    }

    #[cold]
    fn refill(&mut self, elements: u64) -> Result<(), Halt> {
        self.stop.check()?;
        let all = self.left.saturating_add(self.slice);
        let rest = all.checked_sub(elements).ok_or(Halt::Exhausted)?;
        self.slice = rest.min(PATIENCE);
        self.left = rest - self.slice;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn the_allowance_is_exact() {
        let mut meter = Meter::new(PATIENCE * 2 + 5, Stop::NEVER);
        assert_eq!(meter.charge(PATIENCE + 3), Ok(()));
        assert_eq!(meter.charge(PATIENCE), Ok(()));
        assert_eq!(meter.charge(2), Ok(()));
        assert_eq!(meter.charge(0), Ok(()));
        assert_eq!(meter.charge(1), Err(Halt::Exhausted));
        assert_eq!(Meter::new(u64::MAX, Stop::NEVER).charge(u64::MAX), Ok(()));
    }

    #[test]
    fn the_flag_is_seen_within_a_slice() {
        let flag = AtomicBool::new(false);
        let mut meter = Meter::new(u64::MAX, Stop::new(Some(&flag)));
        assert_eq!(meter.charge(1), Ok(()));
        flag.store(true, Ordering::Relaxed);
        assert_eq!(meter.charge(PATIENCE + 1), Err(Halt::Cancelled));
    }
}
