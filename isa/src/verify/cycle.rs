//! S12: whether both engines end up waiting for each other.

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
    let (tiu_publisher, tdma_publisher) = (publishers(tiu), publishers(tdma));
    let stuck = stuck(tiu, tdma, &tiu_publisher, &tdma_publisher)?;
    let publisher_of_wait = |link: &Link, publishers: &[usize]| awaited(link, publishers);
    let direct = tiu.iter().enumerate().find_map(|(at, link)| {
        let other = publisher_of_wait(link, &tdma_publisher)?;
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

/// For each id, the first descriptor after which an id at least as large is published.
fn publishers(links: &[Link]) -> Vec<usize> {
    let mut first = Vec::new();
    for (index, link) in links.iter().enumerate() {
        while first.len() <= link.id as usize {
            first.push(index);
        }
    }
    first
}

fn awaited(link: &Link, publishers: &[usize]) -> Option<usize> {
    if link.wait == 0 { None } else { publishers.get(link.wait as usize).copied() }
}

/// Runs both engines as far as their waits allow; waits that nothing satisfies count as met.
fn stuck(tiu: &[Link], tdma: &[Link], tiu_publisher: &[usize], tdma_publisher: &[usize]) -> Option<Circle> {
    let (mut at_tiu, mut at_tdma) = (0, 0);
    loop {
        let before = (at_tiu, at_tdma);
        while tiu.get(at_tiu).is_some_and(|link| awaited(link, tdma_publisher).is_none_or(|id| id < at_tdma)) {
            at_tiu += 1;
        }
        while tdma.get(at_tdma).is_some_and(|link| awaited(link, tiu_publisher).is_none_or(|id| id < at_tiu)) {
            at_tdma += 1;
        }
        if at_tiu == tiu.len() || at_tdma == tdma.len() {
            return None;
        }
        if before == (at_tiu, at_tdma) {
            return Some(Circle { tiu: at_tiu, tdma: at_tdma });
        }
    }
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
