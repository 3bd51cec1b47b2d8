//! S12: whether both engines end up waiting for each other.

use super::schedule::{awaited, publishers, turns};
use super::sync::Link;

/// A descriptor of each engine: each waits for an id that the other engine publishes only behind the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Circle {
    /// The TIU descriptor that waits.
    pub(super) tiu: usize,
    /// The TDMA descriptor that waits.
    pub(super) tdma: usize,
}

/// The shortest circle of waits, if the engines get stuck in one.
pub(super) fn find(tiu: &[Link], tdma: &[Link]) -> Option<Circle> {
    let stuck = stuck(tiu, tdma)?;
    let (tiu_publisher, tdma_publisher) = (publishers(tiu), publishers(tdma));
    let direct = tiu.iter().enumerate().find_map(|(at, link)| {
        let other = awaited(link, &tdma_publisher)?;
        (awaited(tdma.get(other)?, &tiu_publisher)? == at).then_some(Circle { tiu: at, tdma: other })
    });
    let behind_tiu = || {
        tiu.iter().enumerate().find_map(|(at, link)| {
            let other = awaited(link, &tdma_publisher)?;
            (at <= awaited(tdma.get(other)?, &tiu_publisher)?).then_some(Circle { tiu: at, tdma: other })
        })
    };
    let behind_tdma = || {
        tdma.iter().enumerate().find_map(|(at, link)| {
            let other = awaited(link, &tiu_publisher)?;
            (at <= awaited(tiu.get(other)?, &tdma_publisher)?).then_some(Circle { tiu: other, tdma: at })
        })
    };
    direct.or_else(behind_tiu).or_else(behind_tdma).or(Some(stuck))
}

/// Where both engines stand once neither may go on.
fn stuck(tiu: &[Link], tdma: &[Link]) -> Option<Circle> {
    let turns = turns([tiu, tdma]);
    let at_tiu = turns.iter().filter(|turn| turn.side == 0).count();
    let at_tdma = turns.len() - at_tiu;
    (at_tiu < tiu.len() && at_tdma < tdma.len()).then_some(Circle { tiu: at_tiu, tdma: at_tdma })
}

impl Circle {
    /// The largest wait of the TIU descriptor that would break the circle.
    pub(super) fn harmless_wait(&self, tdma: &[Link]) -> u32 {
        tdma[..self.tdma].iter().map(|link| link.id).max().unwrap_or(0)
    }

    /// The circle in words, and how to break it.
    pub(super) fn explain(&self, tiu: &[Link], tdma: &[Link]) -> (String, String) {
        let Circle { tiu: at_tiu, tdma: at_tdma } = *self;
        let (from_tiu, from_tdma) = (tiu[at_tiu], tdma[at_tdma]);
        let what = format!(
            "the engines wait for each other: tiu descriptor {at_tiu} (id {}) waits for tdma id {}, which comes not \
             before tdma descriptor {at_tdma} (id {}), which waits for tiu id {}, which comes not before tiu descriptor \
             {at_tiu}",
            from_tiu.id, from_tiu.wait, from_tdma.id, from_tdma.wait
        );
        let help = format!(
            "lower this wait to {} or less, or that of tdma descriptor {at_tdma} to {} or less",
            self.harmless_wait(tdma),
            tiu[..at_tiu].iter().map(|link| link.id).max().unwrap_or(0)
        );
        (what, help)
    }
}
