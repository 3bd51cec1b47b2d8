//! How long an engine may go on.

use crate::halt::{Halt, Stop, Stopped};

/// Elements between two looks at the flag; a transfer of no more than these is not interrupted.
pub(super) const PIECE: usize = 1 << 20;

/// Counts moved elements against an allowance, and looks at a flag now and then.
#[derive(Debug)]
pub(crate) struct Meter<'c> {
    /// What may still be moved.
    left: u64,
    /// What may be moved before the next look.
    patience: usize,
    stop: Stop<'c>,
}

impl<'c> Meter<'c> {
    pub(crate) fn new(allowance: u64, stop: Stop<'c>) -> Self {
        Meter { left: allowance, patience: PIECE, stop }
    }

    /// Pays for all elements of a transfer, before the first of them moves.
    #[inline]
    pub(crate) fn pay(&mut self, elements: u64) -> Result<(), Halt> {
        self.left = self.left.checked_sub(elements).ok_or(Halt::Exhausted)?;
        self.patience = PIECE;
        Ok(())
    }

    /// Lets the transfer that was paid for go to its end whatever the flag says.
    pub(crate) fn go_through(&mut self) {
        self.patience = usize::MAX;
    }

    /// Says that `elements`, at most [`PIECE`], are about to move.
    #[inline]
    pub(crate) fn moved(&mut self, elements: usize) -> Result<(), Stopped> {
        match self.patience.checked_sub(elements) {
            Some(rest) => self.patience = rest,
            None => {
                self.stop.check()?;
                self.patience = PIECE - elements.min(PIECE);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn the_allowance_is_exact() {
        let mut meter = Meter::new(25, Stop::NEVER);
        assert_eq!(meter.pay(13), Ok(()));
        assert_eq!(meter.pay(13), Err(Halt::Exhausted));
        assert_eq!(meter.pay(12), Ok(()));
        assert_eq!(meter.pay(0), Ok(()));
        assert_eq!(meter.pay(1), Err(Halt::Exhausted));
        assert_eq!(Meter::new(u64::MAX, Stop::NEVER).pay(u64::MAX), Ok(()));
    }

    #[test]
    fn the_flag_is_seen_behind_a_piece_and_not_inside() {
        let flag = AtomicBool::new(true);
        let mut meter = Meter::new(u64::MAX, Stop::new(Some(&flag)));
        for _ in 0..2 {
            assert_eq!(meter.pay(u64::from(u32::MAX)), Ok(()));
            assert_eq!(meter.moved(PIECE - 1), Ok(()));
            assert_eq!(meter.moved(1), Ok(()));
            assert_eq!(meter.moved(1), Err(Stopped));
        }
    }
}
