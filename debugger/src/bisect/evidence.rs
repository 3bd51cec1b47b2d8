//! How plausible it is that a descriptor was meant to be another.

use super::candidates::{Candidate, Descriptors, Unpacked};
use super::traffic::{Regions, Slice, Touched, Traffic};
use crate::bytes::Bytes;
use crate::session::Session;
use crate::target::Target;
use isa::chip::ChipProfile;
use isa::field::Kind;
use isa::footprint::{Footprint, Span};
use isa::text::Descriptor;
use isa::verify::{Options, Segment, verify};
use std::collections::HashMap;
use std::rc::Rc;

/// Most siblings of a descriptor that are looked at.
const MOST_SIBLINGS: usize = 24;

/// Descriptors that are to do the same, by turn: those of the same operation and layer or, where there is none, those
/// of the same operation, the nearest first.
pub(super) struct Siblings {
    groups: HashMap<(usize, String), Vec<usize>>,
    operations: HashMap<String, Vec<usize>>,
}

impl Siblings {
    pub(super) fn of(session: &Session) -> Self {
        let mut siblings = Siblings { groups: HashMap::new(), operations: HashMap::new() };
        for (at, turn) in session.turns().iter().enumerate().filter(|(_, turn)| turn.step().is_some()) {
            siblings.groups.entry((turn.layer, turn.operation.clone())).or_default().push(at);
            siblings.operations.entry(turn.operation.clone()).or_default().push(at);
        }
        siblings
    }

    /// The siblings of a turn, those that are most like it first, and whether they are of its layer.
    pub(super) fn near(&self, session: &Session, descriptors: &Descriptors, turn: usize) -> (Vec<usize>, bool) {
        let info = &session.turns()[turn];
        let own = self.groups.get(&(info.layer, info.operation.clone())).map(Vec::as_slice).unwrap_or_default();
        let (all, same_layer) = match own {
            [_, _, ..] => (own, true),
            _ => (self.operations.get(&info.operation).map(Vec::as_slice).unwrap_or_default(), false),
        };
        let mut others: Vec<usize> = all.iter().copied().filter(|at| *at != turn).collect();
        others.sort_by_key(|at| at.abs_diff(turn));
        others.truncate(4 * MOST_SIBLINGS);
        if let Some(mine) = descriptors.get(turn) {
            others.sort_by_cached_key(|at| {
                (descriptors.get(*at).map_or(usize::MAX, |one| unlike(mine, one)), at.abs_diff(turn))
            });
        }
        others.truncate(MOST_SIBLINGS);
        (others, same_layer)
    }
}

/// In how many fields two descriptors differ.
fn unlike(one: &Unpacked, other: &Unpacked) -> usize {
    let pairs = one.fields.iter().zip(&other.fields);
    pairs.filter(|((info, mine), (_, its))| info.kind != Kind::Id && mine != its).count()
}

/// What is in memory around a turn.
pub(super) struct Around {
    /// Read behind the turn before it is written again.
    read: Rc<Bytes>,
    /// Written before the turn, and not read since.
    unread: Bytes,
    /// Those of `unread` that nobody reads behind the turn either.
    waiting: Bytes,
    /// Written before the turn.
    written: Bytes,
    /// Read behind the turn though nobody wrote them before.
    missing: Bytes,
}

impl Around {
    pub(super) fn new(read: Rc<Bytes>, unread: &Bytes, written: &Bytes) -> Self {
        Around {
            waiting: unread.without(&read),
            missing: read.without(written),
            read,
            unread: unread.clone(),
            written: written.clone(),
        }
    }

    /// How many bytes do not add up: written and never read, overwritten before they are read, read and never written.
    pub(super) fn strain(&self, touched: &Touched) -> u64 {
        let (reads, writes) = (&touched.reads, &touched.writes);
        let dead = writes.count() - writes.common(&self.read);
        let junk = reads.count() - reads.common(&self.written);
        let missing = self.missing.count() - self.missing.common(writes);
        let destroyed = writes.common(&self.unread) - writes.and(reads).common(&self.unread);
        let unused = self.waiting.count() - self.waiting.common(&reads.or(writes));
        dead + junk + missing + destroyed + unused
    }
}

/// What speaks for and against every descriptor.
pub(super) struct Evidence<'e> {
    pub(super) traffic: &'e Traffic,
    /// What wrong elements depend on; a fault is in all of them.
    pub(super) wrong: Vec<&'e Slice>,
    /// What right elements depend on.
    pub(super) right: Vec<&'e Slice>,
    /// The bytes behind each turn that matter to the elements that are looked at first.
    pub(super) judge: &'e Slice,
    /// What is known of memory at a position: results, read by whoever asked for them.
    pub(super) results: &'e [(usize, Bytes)],
}

/// A candidate and how plausible it is; the larger, the more.
pub(super) struct Ranked {
    pub(super) score: f64,
    pub(super) candidate: Candidate,
    /// How much less strain there is in memory with it, in bytes.
    relief: i64,
    /// That beside the bytes that it moves, at most 1.
    share: f64,
}

impl Evidence<'_> {
    /// All candidates of the turns in front of `position`, the most plausible first.
    pub(super) fn rank(&self, session: &Session, descriptors: &Descriptors, position: usize) -> Vec<Ranked> {
        let siblings = Siblings::of(session);
        let read = self.traffic.read_behind(self.results);
        let (mut unread, mut written) = (Bytes::default(), Bytes::all_dram());
        let mut all = Vec::new();
        for (turn, read) in read.into_iter().enumerate().take(position) {
            let own = self.traffic.turn(turn);
            if descriptors.get(turn).is_some() && self.can_matter(turn) {
                let around = Around::new(read, &unread, &written);
                all.extend(self.of_turn(session, descriptors, &siblings, turn, &around));
            }
            unread = unread.without(&own.reads).or(&own.writes);
            written = written.or(&own.writes);
        }
        let most = all.iter().map(|ranked| ranked.relief).max().unwrap_or(0).max(1) as f64;
        for ranked in &mut all {
            ranked.score += match ranked.relief {
                0 => 0.0,
                1.. => 2.0 + 3.0 * ranked.share + 3.0 * ranked.relief as f64 / most,
                _ => -6.0,
            };
        }
        all.sort_by(|a, b| b.score.total_cmp(&a.score));
        all
    }

    /// Whether anything behind the turn matters.
    fn can_matter(&self, turn: usize) -> bool {
        self.judge.behind(turn).is_some_and(|bytes| !bytes.is_empty())
    }

    fn of_turn(
        &self,
        session: &Session,
        descriptors: &Descriptors,
        siblings: &Siblings,
        turn: usize,
        around: &Around,
    ) -> Vec<Ranked> {
        let target = session.target();
        let (near, same_layer) = siblings.near(session, descriptors, turn);
        let Some((unpacked, print)) = descriptors.get(turn).zip(session.footprint(turn)) else { return Vec::new() };
        let mut regions = Regions::new(session);
        let findings = findings(&unpacked.descriptor, target.chip());
        let base = self.of_place(turn);
        let mut all = Vec::new();
        for candidate in descriptors.candidates(session, turn, &near) {
            let moved = target.footprint_with(&session.turns()[turn], &candidate.descriptor);
            let moved = (moved != *print).then_some(&moved);
            if moved.is_some_and(|moved| !fits(moved, target)) {
                continue;
            }
            let moved = moved.map(|moved| regions.touched(moved));
            let Some((relief, share)) = self.relief(turn, moved.as_ref(), around) else { continue };
            let legal = 4.0 * (findings as f64 - self::findings(&candidate.descriptor, target.chip()) as f64).signum();
            let pattern = pattern(descriptors, &candidate, &near, same_layer) + alignment(&candidate);
            all.push(Ranked { score: base + legal + pattern, candidate, relief, share });
        }
        all
    }

    /// How much less strain there is in memory when a turn touches other bytes, or the same; also beside the bytes that
    /// it then does not have in common. `None` where the wrong elements do not depend on it.
    fn relief(&self, turn: usize, moved: Option<&Touched>, around: &Around) -> Option<(i64, f64)> {
        let behind = self.judge.behind(turn)?;
        if !self.judge.holds(turn) && !moved.is_some_and(|moved| moved.writes.meets(behind)) {
            return None;
        }
        let Some(moved) = moved else { return Some((0, 0.0)) };
        let own = self.traffic.turn(turn);
        let relief = around.strain(own) as i64 - around.strain(moved) as i64;
        let changed = moved.reads.apart(&own.reads) + moved.writes.apart(&own.writes);
        Some((relief, (relief as f64 / changed.max(1) as f64).min(1.0)))
    }

    /// For turns that all wrong elements depend on, and no right one.
    fn of_place(&self, turn: usize) -> f64 {
        let share = |slices: &[&Slice]| {
            slices.iter().filter(|slice| slice.holds(turn)).count() as f64 / slices.len().max(1) as f64
        };
        3.0 * share(&self.wrong) - 2.0 * share(&self.right)
    }
}

/// Whether all bytes lie in the target's memories.
fn fits(print: &Footprint, target: &Target) -> bool {
    let machine = target.machine();
    print.regions().filter_map(|region| Some((region, region.bounds()?))).all(|(region, (start, end))| {
        let size = match &region.span {
            Span::Local(_) => machine.local().lane_bytes() as u64,
            Span::Dram(_) => machine.dram().size(),
        };
        start >= 0 && end.unsigned_abs() <= size
    })
}

/// What the verifier has to say of a descriptor alone.
fn findings(descriptor: &Descriptor, chip: &'static ChipProfile) -> usize {
    let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
    match descriptor {
        Descriptor::Tiu(words) => tiu.push(*words),
        Descriptor::Tdma(words) => tdma.push(*words),
    }
    verify(&Segment { chip, tiu: &tiu, tdma: &tdma }, &Options::default()).len()
}

/// For addresses that are rounder than what the field holds.
fn alignment(candidate: &Candidate) -> f64 {
    let zeros = |value: u64| f64::from(value.trailing_zeros().min(6));
    match candidate.field.kind {
        Kind::Address => 0.5 * (zeros(candidate.right) - zeros(candidate.value)),
        _ => 0.0,
    }
}

/// How much better the value fits to those of the siblings than what the field holds.
fn pattern(descriptors: &Descriptors, candidate: &Candidate, near: &[usize], same_layer: bool) -> f64 {
    let values: Vec<u64> = near.iter().filter_map(|at| descriptors.get(*at)?.value(candidate.field)).collect();
    if values.is_empty() {
        return 0.0;
    }
    let share = |wanted: u64| {
        let count = values.iter().filter(|value| **value == wanted).count() as f64;
        (count + 0.3) / (values.len() as f64 + 0.6)
    };
    // Addresses differ between layers, and mean little between tiles.
    let weight = if same_layer { 1.0 } else { 0.5 } * if candidate.field.kind == Kind::Address { 0.5 } else { 1.0 };
    let steps = descriptors.continued(candidate.turn, candidate.field, near);
    let continues = |wanted: u64| if steps.contains(&wanted) { 1.5 } else { 0.0 };
    weight
        * ((share(candidate.right) / share(candidate.value)).log2() + continues(candidate.right)
            - continues(candidate.value))
}
