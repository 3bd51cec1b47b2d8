//! An order of both engines' descriptors that obeys every wait.

use super::sync::Link;

/// A descriptor's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// The engine: 0 for the TIU, 1 for the TDMA.
    pub(super) side: usize,
    /// Position among the engine's descriptors.
    pub(super) index: usize,
    /// How many of the other engine's descriptors are complete in every order.
    pub(super) after: usize,
    /// How many of them are complete in this order.
    pub(super) others: usize,
}

/// The engines taking turns as far as their waits allow, the TDMA first, because programs begin with loads; waits that
/// nothing satisfies count as met.
pub(super) fn turns(links: [&[Link]; 2]) -> Vec<Turn> {
    let after = [certain(links[0], &publishers(links[1])), certain(links[1], &publishers(links[0]))];
    let mut turns = Vec::with_capacity(links[0].len() + links[1].len());
    let mut done = [0, 0];
    loop {
        let before = turns.len();
        for side in [1, 0] {
            let (index, others) = (done[side], done[1 - side]);
            if let Some(&after) = after[side].get(index).filter(|after| **after <= others) {
                turns.push(Turn { side, index, after, others });
                done[side] += 1;
            }
        }
        if turns.len() == before {
            return turns;
        }
    }
}

/// For each descriptor, how many of the other engine's its own wait and those before it have seen complete.
fn certain(links: &[Link], others: &[usize]) -> Vec<usize> {
    let mut seen = 0;
    let after = links.iter().map(|link| {
        seen = seen.max(awaited(link, others).map_or(0, |index| index + 1));
        seen
    });
    after.collect()
}

/// For each id, the first descriptor after which an id at least as large is published.
pub(super) fn publishers(links: &[Link]) -> Vec<usize> {
    let mut first = Vec::new();
    for (index, link) in links.iter().enumerate() {
        while first.len() <= link.id as usize {
            first.push(index);
        }
    }
    first
}

/// The descriptor of the other engine that ends this one's wait.
pub(super) fn awaited(link: &Link, publishers: &[usize]) -> Option<usize> {
    if link.wait == 0 { None } else { publishers.get(link.wait as usize).copied() }
}
