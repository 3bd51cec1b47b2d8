//! Which descriptor is to blame for a wrong tensor: every descriptor that the tensor depends on is tried with other
//! values in its fields, one at a time, until the tensor comes out right.
//!
//! The right value of a field nearly always stands somewhere near: in the descriptor that produces or consumes the
//! same data, in another tile of the layer, or one bit away.

use crate::dataflow;
use crate::fields;
use crate::session::Session;
use crate::target::Saved;
use isa::chip::ChipProfile;
use isa::field::{FieldInfo, Kind};
use isa::footprint::Region;
use isa::text::Descriptor;
use std::collections::{BTreeMap, BTreeSet};

/// Most runs of a search.
const MOST_TRIALS: usize = 60_000;
/// Most values of the same field elsewhere that are tried.
const MOST_SIBLINGS: usize = 24;
/// How many computations the data is followed back through.
const DEPTH: usize = 2;

/// What a tensor must hold, and where.
pub struct Goal<'g> {
    /// Its bytes.
    pub region: &'g Region,
    /// The position at which it is complete.
    pub complete: usize,
    /// Whether what it holds is right.
    pub is_right: &'g dyn Fn(&[u8]) -> bool,
    /// No turn in front of this position is to blame: tensors that depend on those are right.
    pub from: usize,
}

/// A descriptor that is to blame.
#[derive(Clone, Debug, PartialEq)]
pub struct Culprit {
    /// Its turn.
    pub turn: usize,
    /// The field.
    pub field: &'static str,
    /// What it holds.
    pub value: u64,
    /// With what the tensor is right.
    pub right: u64,
    /// The descriptor with that.
    pub repaired: Descriptor,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The descriptor that is to blame, if one field of one descriptor explains everything.
    pub culprit: Option<Culprit>,
    /// Descriptors that could be to blame, likely ones first.
    pub suspects: Vec<usize>,
    /// How many runs it took.
    pub trials: usize,
}

/// Searches; the session is where it was afterwards.
///
/// # Errors
/// When the program cannot run as far as the tensor.
pub fn search(session: &mut Session, goal: &Goal<'_>, layer: Option<usize>) -> Result<Search, String> {
    let here = session.position();
    let suspects = suspects(session, goal, layer);
    let mut hunt = Hunt { goal, near: values_of(session, &suspects), trials: 0 };
    let mut culprit = None;
    for turn in &suspects {
        culprit = hunt.turn(session, *turn)?;
        if culprit.is_some() || hunt.trials >= MOST_TRIALS {
            break;
        }
    }
    let trials = hunt.trials;
    session.go(here).map_err(|halted| halted.what)?;
    Ok(Search { culprit, suspects, trials })
}

/// Turns that the tensor depends on, those of its layer, and then all since the last tensor that is right.
fn suspects(session: &Session, goal: &Goal<'_>, layer: Option<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |turn: usize| {
        if turn >= goal.from && session.turns()[turn].step().is_some() && seen.insert(turn) {
            found.push(turn);
        }
    };
    cone(session, goal).into_iter().for_each(&mut add);
    let window = || (goal.from..goal.complete).rev();
    window().filter(|turn| Some(session.turns()[*turn].layer) == layer).for_each(&mut add);
    window().for_each(&mut add);
    found
}

/// Turns that wrote the tensor, then those that wrote what they read, and so on.
fn cone(session: &Session, goal: &Goal<'_>) -> Vec<usize> {
    let mut level: Vec<usize> = writers(session, goal.region, goal.complete, usize::MAX);
    let mut all = level.clone();
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for turn in &level {
            let reads = session.footprint(*turn).map(|print| print.reads.clone()).unwrap_or_default();
            next.extend(reads.iter().flat_map(|region| writers(session, region, *turn, 3)));
        }
        next.retain(|turn| !all.contains(turn));
        next.sort_unstable_by(|a, b| b.cmp(a));
        next.dedup();
        all.extend(&next);
        level = next;
    }
    all
}

/// The last turns in front of `position` that wrote bytes of `region`.
fn writers(session: &Session, region: &Region, position: usize, most: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut position = position;
    while let Some(turn) = dataflow::writer(session, region, position).filter(|_| found.len() < most) {
        found.push(turn);
        position = turn;
    }
    found
}

/// Values that suspects have in their fields, by what sort of number they are.
fn values_of(session: &Session, suspects: &[usize]) -> BTreeMap<u8, BTreeSet<u64>> {
    let chip = session.target().chip();
    let mut near: BTreeMap<u8, BTreeSet<u64>> = BTreeMap::new();
    for turn in suspects.iter().take(40) {
        let Some(descriptor) = session.target().descriptor(&session.turns()[*turn]) else { continue };
        for (info, value) in fields::all(&descriptor, chip) {
            near.entry(sort(info)).or_default().insert(value);
        }
    }
    near
}

fn sort(info: &FieldInfo) -> u8 {
    match info.kind {
        Kind::Address => 0,
        Kind::Size => 1,
        Kind::Stride => 2,
        _ => 3,
    }
}

struct Hunt<'h> {
    goal: &'h Goal<'h>,
    near: BTreeMap<u8, BTreeSet<u64>>,
    trials: usize,
}

impl Hunt<'_> {
    /// Tries every field of a turn.
    fn turn(&mut self, session: &mut Session, turn: usize) -> Result<Option<Culprit>, String> {
        session.go(turn).map_err(|halted| halted.what)?;
        let state = session.save();
        let chip = session.target().chip();
        let Some(descriptor) = session.target().descriptor(&session.turns()[turn]) else { return Ok(None) };
        let mut found = None;
        for (info, value) in fields::all(&descriptor, chip) {
            if matches!(info.kind, Kind::Id) || is_bookkeeping(info.name) {
                continue;
            }
            for right in self.candidates(session, turn, info, value, chip) {
                let Ok(repaired) = fields::set(&descriptor, chip, info.name, right) else { continue };
                if found.is_none() && self.is_right(session, turn, &state, &repaired) {
                    found = Some(Culprit { turn, field: info.name, value, right, repaired });
                }
            }
            if found.is_some() || self.trials >= MOST_TRIALS {
                break;
            }
        }
        session.put_back(turn, &state)?;
        Ok(found)
    }

    /// Whether the tensor is right with another descriptor.
    fn is_right(&mut self, session: &mut Session, turn: usize, state: &Saved, descriptor: &Descriptor) -> bool {
        self.trials += 1;
        let goes = session.try_descriptor(turn, state, descriptor, self.goal.complete).is_ok();
        goes && (self.goal.is_right)(&session.contents(self.goal.region))
    }

    /// Values that a field could have been meant to hold, likely ones first.
    fn candidates(
        &self,
        session: &Session,
        turn: usize,
        info: &'static FieldInfo,
        value: u64,
        chip: &ChipProfile,
    ) -> Vec<u64> {
        let layout = chip.layout as usize;
        let mut all: Vec<u64> = Vec::new();
        match info.kind {
            Kind::Flag => all.push(1 - value.min(1)),
            Kind::Enum => all.extend(info.values.iter().map(|(_, value)| *value)),
            _ => {
                all.extend(siblings(session, turn, info));
                all.extend([1, 2, 16].iter().flat_map(|by| [value.wrapping_add(*by), value.wrapping_sub(*by)]));
                all.extend([value * 2, value / 2]);
                all.extend(self.near.get(&sort(info)).into_iter().flatten());
                let bits = info.places[layout].map_or(0, |place| place.width());
                all.extend((0..bits).map(|bit| value ^ 1 << bit));
            }
        }
        let mut seen = BTreeSet::from([value]);
        all.retain(|one| seen.insert(*one) && info.is_legal(layout, *one));
        all
    }
}

/// Fields that change nothing about what a descriptor computes.
fn is_bookkeeping(name: &str) -> bool {
    matches!(name, "cmd_en" | "cmd_end" | "cmd_id_en" | "cmd_intr_en" | "cmd_keep" | "layer_info" | "layer_id")
        || matches!(name, "vld" | "eod" | "intp_en" | "bar_en" | "cmd_pre_exe" | "cmd_pre_exe_typ")
}

/// Values of the same field in other descriptors of the operation, the nearest first.
fn siblings(session: &Session, turn: usize, info: &'static FieldInfo) -> Vec<u64> {
    let chip = session.target().chip();
    let operation = &session.turns()[turn].operation;
    let mut others: Vec<usize> =
        (0..session.turns().len()).filter(|at| *at != turn && session.turns()[*at].operation == *operation).collect();
    others.sort_by_key(|at| at.abs_diff(turn));
    let mut values = Vec::new();
    for other in others.into_iter().take(200) {
        let descriptor = session.target().descriptor(&session.turns()[other]);
        let value = descriptor.and_then(|descriptor| fields::get(&descriptor, chip, info.name));
        values.extend(value.filter(|value| !values.contains(value)));
        if values.len() >= MOST_SIBLINGS {
            break;
        }
    }
    values
}
