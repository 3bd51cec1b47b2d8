//! Who reads and writes which bytes, and which of them reach a result.

use crate::bytes::Bytes;
use crate::session::Session;
use crate::turn::Kind;
use isa::footprint::{Certainty, Footprint, Region};
use std::collections::HashMap;
use std::rc::Rc;

/// Pieces of a region beyond which its bytes are not told apart from those in between.
const MOST_PIECES: usize = 8192;

/// The bytes of one turn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Touched {
    pub(super) reads: Bytes,
    pub(super) writes: Bytes,
    /// The part of `writes` that is written for certain.
    certain: Bytes,
}

/// The bytes of regions that were looked at before.
pub(super) struct Regions {
    lane_bytes: u64,
    known: HashMap<Region, (Rc<Bytes>, bool)>,
}

impl Regions {
    pub(super) fn new(session: &Session) -> Self {
        Regions { lane_bytes: session.target().chip().lane_bytes.into(), known: HashMap::new() }
    }

    /// The bytes of a region, and whether there are no others among them.
    fn bytes(&mut self, region: &Region) -> (Rc<Bytes>, bool) {
        let lane_bytes = self.lane_bytes;
        let (bytes, exact) =
            self.known.entry(*region).or_insert_with(|| match Bytes::of(region, lane_bytes, MOST_PIECES) {
                Some(bytes) => (Rc::new(bytes), true),
                None => (Rc::new(Bytes::around(region, lane_bytes)), false),
            });
        (Rc::clone(bytes), *exact)
    }

    pub(super) fn touched(&mut self, print: &Footprint) -> Touched {
        let mut touched = Touched::default();
        for region in &print.reads {
            touched.reads = touched.reads.or(&self.bytes(region).0);
        }
        for region in &print.writes {
            let (bytes, exact) = self.bytes(region);
            touched.writes = touched.writes.or(&bytes);
            if exact && region.certainty == Certainty::Exact {
                touched.certain = touched.certain.or(&bytes);
            }
        }
        touched
    }
}

/// The bytes of all turns.
pub(super) struct Traffic {
    turns: Vec<Touched>,
    kinds: Vec<Kind>,
}

impl Traffic {
    pub(super) fn of(session: &Session) -> Self {
        let mut regions = Regions::new(session);
        let touched = |turn| session.footprint(turn).map(|print| regions.touched(print)).unwrap_or_default();
        let turns = session.turns();
        Traffic { turns: (0..turns.len()).map(touched).collect(), kinds: turns.iter().map(|turn| turn.kind).collect() }
    }

    pub(super) fn turn(&self, turn: usize) -> &Touched {
        &self.turns[turn]
    }

    /// `bytes` as they are at `position`, apart by the turn that wrote them last; what nobody wrote is the last part.
    pub(super) fn by_writer(&self, bytes: &Bytes, position: usize) -> Vec<Bytes> {
        let mut left = bytes.clone();
        let mut parts = Vec::new();
        for touched in self.turns[..position.min(self.turns.len())].iter().rev() {
            let part = touched.writes.and(&left);
            if !part.is_empty() {
                left = left.without(&part);
                parts.push(part);
            }
            if left.is_empty() {
                return parts;
            }
        }
        parts.push(left);
        parts
    }

    /// All that `roots`, as they are at `position`, depend on. `right` are bytes that are known to be right at a
    /// position; what those depend on is of no interest.
    pub(super) fn slice(&self, roots: Bytes, position: usize, right: &[(usize, Bytes)]) -> Slice {
        let position = position.min(self.turns.len());
        let mut live = Rc::new(roots);
        let mut behind = vec![Rc::clone(&live); position + 1];
        let mut turns = Vec::new();
        let mut through_host = false;
        for turn in (0..position).rev() {
            for (_, bytes) in right.iter().filter(|(complete, _)| *complete == turn + 1) {
                live = Rc::new(live.without(bytes));
            }
            behind[turn] = Rc::clone(&live);
            let touched = &self.turns[turn];
            // What a function on the host takes from an earlier one need not lie in DRAM.
            let by_host = self.kinds[turn] == Kind::Host;
            let takes_part = touched.writes.meets(&live) || (by_host && through_host);
            if takes_part {
                through_host |= by_host;
                live = Rc::new(live.without(&touched.certain).or(&touched.reads));
            }
            if takes_part || self.kinds[turn] == Kind::Prepare {
                turns.push(turn);
            }
        }
        turns.reverse();
        behind.truncate(position);
        Slice { turns, behind }
    }

    /// For each turn, the bytes that are read behind it before they are written again; `results` count as read at
    /// their position.
    pub(super) fn read_behind(&self, results: &[(usize, Bytes)]) -> Vec<Rc<Bytes>> {
        let mut live = Rc::new(Bytes::default());
        let mut behind = vec![Rc::clone(&live); self.turns.len()];
        for turn in (0..self.turns.len()).rev() {
            for (_, bytes) in results.iter().filter(|(complete, _)| *complete == turn + 1) {
                live = Rc::new(live.or(bytes));
            }
            behind[turn] = Rc::clone(&live);
            let touched = &self.turns[turn];
            live = Rc::new(live.without(&touched.certain).or(&touched.reads));
        }
        behind
    }
}

/// What some bytes depend on.
pub(super) struct Slice {
    /// The turns, in order.
    pub(super) turns: Vec<usize>,
    /// For each turn, the bytes behind it that matter.
    behind: Vec<Rc<Bytes>>,
}

impl Slice {
    pub(super) fn holds(&self, turn: usize) -> bool {
        self.turns.binary_search(&turn).is_ok()
    }

    /// The bytes behind `turn` that matter.
    pub(super) fn behind(&self, turn: usize) -> Option<&Bytes> {
        self.behind.get(turn).map(Rc::as_ref)
    }

    /// The turns behind `turn`.
    pub(super) fn after(&self, turn: usize) -> &[usize] {
        &self.turns[self.turns.partition_point(|one| *one <= turn)..]
    }
}
