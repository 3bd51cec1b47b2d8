//! States of the past, few enough to fit into a stated amount of memory.

use crate::target::Saved;
use std::collections::{BTreeMap, BTreeSet};

/// States by the number of turns that had ended.
#[derive(Debug)]
pub struct History {
    states: BTreeMap<usize, Saved>,
    /// Positions whose state cannot be computed again: somebody changed memory there.
    pinned: BTreeSet<usize>,
    limit: u64,
}

impl History {
    /// An empty history that may take `limit` bytes. The first state stays, whatever it takes.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        History { states: BTreeMap::new(), pinned: BTreeSet::new(), limit }
    }

    /// How many states there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Whether there is one at `position`.
    #[must_use]
    pub fn has(&self, position: usize) -> bool {
        self.states.contains_key(&position)
    }

    /// The last state at or before `position`.
    #[must_use]
    pub fn before(&self, position: usize) -> Option<(usize, &Saved)> {
        self.states.range(..=position).next_back().map(|(at, saved)| (*at, saved))
    }

    /// Keeps a state, and drops others until all fit.
    pub fn keep(&mut self, position: usize, saved: Saved) {
        self.states.insert(position, saved);
        while self.bytes() > self.limit && self.states.len() > 1 {
            let Some(spare) = self.most_spare() else { break };
            self.states.remove(&spare);
        }
    }

    /// Keeps a state that cannot be computed again.
    pub fn pin(&mut self, position: usize, saved: Saved) {
        self.pinned.insert(position);
        self.keep(position, saved);
    }

    /// The states from `position` on that cannot be computed again.
    #[must_use]
    pub fn pinned_from(&self, position: usize) -> BTreeMap<usize, Saved> {
        let pinned = self.states.range(position..).filter(|(at, _)| self.pinned.contains(at));
        pinned.map(|(at, saved)| (*at, saved.clone())).collect()
    }

    /// Forgets all states from `position` on but the first of all; those of `pinned` take their place.
    pub fn replace_from(&mut self, position: usize, state: Saved, pinned: BTreeMap<usize, Saved>) {
        drop(self.states.split_off(&position));
        drop(self.pinned.split_off(&position));
        self.keep(position, state);
        pinned.into_iter().for_each(|(at, saved)| self.pin(at, saved));
    }

    /// Forgets all states behind `position`.
    pub fn forget_after(&mut self, position: usize) {
        drop(self.states.split_off(&(position + 1)));
        drop(self.pinned.split_off(&(position + 1)));
    }

    /// Bytes that all states take; those that neighbours share count once.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let mut before = None;
        let mut sum = 0;
        for saved in self.states.values() {
            sum += saved.bytes_beyond(before);
            before = Some(saved);
        }
        sum
    }

    /// The state whose loss leaves the smallest gap; never the first.
    fn most_spare(&self) -> Option<usize> {
        let positions: Vec<usize> = self.states.keys().copied().collect();
        let gap = |at: usize| {
            let next = positions.get(at + 1).copied().unwrap_or(positions[at]);
            next - positions[at - 1]
        };
        let free = (1..positions.len()).filter(|at| !self.pinned.contains(&positions[*at]));
        free.min_by_key(|at| gap(*at)).map(|at| positions[at])
    }
}
