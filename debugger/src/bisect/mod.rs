//! Which descriptor is to blame for a wrong tensor: descriptors that the tensor depends on are tried with other values
//! in their fields, one at a time, until it comes out right.
//!
//! What is tried first is what the program itself speaks for: see `evidence`. A trial runs only what the wrong
//! elements depend on, and ends where nothing has changed.

mod candidates;
mod evidence;
mod traffic;
mod trial;

use crate::bytes::Bytes;
use crate::reference::Known;
use crate::session::Session;
use candidates::Descriptors;
use evidence::Evidence;
use isa::text::Descriptor;
use serde::Serialize;
use traffic::{Slice, Traffic};
use trial::Bench;

/// Most runs of a search.
const MOST_TRIALS: usize = 200_000;
/// Candidates that are tried before the best of those that repair the tensor is chosen; twice as many each time.
const FIRST_ROUND: usize = 256;
/// Groups of wrong, and of right, elements of which it is known what they depend on.
const MOST_GROUPS: usize = 6;
/// Elements of a group.
const MOST_ELEMENTS: usize = 8;
/// Elements from which groups are made.
const MOST_SAMPLES: usize = 4096;

/// A descriptor that could be to blame.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Culprit {
    /// Its turn.
    pub turn: usize,
    /// The field.
    pub field: &'static str,
    /// What it holds.
    pub value: u64,
    /// With what the tensor is right.
    pub right: u64,
    /// Other values with which it is.
    pub others: Vec<u64>,
    /// The descriptor with that.
    #[serde(skip)]
    pub repaired: Descriptor,
    /// How many of the tensors that are known are right then.
    pub explains: usize,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The tensor that is to come out right.
    pub tensor: String,
    /// Fields that each explain the tensor, the most plausible first, with the most plausible value.
    pub culprits: Vec<Culprit>,
    /// Descriptors that could be to blame, likely ones first.
    pub suspects: Vec<usize>,
    /// How many runs it took.
    pub trials: usize,
}

/// Searches for what makes the first wrong one of `known` right; `None` where all are right. The session is where it
/// was afterwards.
///
/// # Errors
/// When the program cannot run as far as the tensor.
pub(crate) fn search(session: &mut Session, known: &[Known]) -> Result<Option<Search>, String> {
    let here = session.position();
    let found = first_wrong(session, known)?.map(|(number, wrong)| hunt(session, known, number, &wrong));
    session.go(here).map_err(|halted| halted.what)?;
    found.transpose()
}

/// The number of the first tensor that is wrong, and its wrong elements.
fn first_wrong(session: &mut Session, known: &[Known]) -> Result<Option<(usize, Vec<usize>)>, String> {
    for (number, one) in known.iter().enumerate() {
        session.go(one.complete).map_err(|halted| halted.what)?;
        let (wrong, _) = one.wrong(session);
        if !wrong.is_empty() {
            return Ok(Some((number, wrong)));
        }
    }
    Ok(None)
}

/// Elements of a tensor that the same turn wrote last, and what they depend on.
struct Group {
    elements: Vec<usize>,
    /// As far back as tensors that are right.
    slice: Slice,
    /// To the start: all that has to run for the elements to come out.
    whole: Slice,
}

fn hunt(session: &mut Session, known: &[Known], number: usize, wrong: &[usize]) -> Result<Search, String> {
    let tensor = &known[number];
    let results: Vec<(usize, Bytes)> = known.iter().map(|one| (one.complete, one.all_bytes())).collect();
    let traffic = Traffic::of(session);
    let groups = |elements: &[usize]| groups(&traffic, tensor, elements, &results[..number]);
    let right: Vec<usize> = (0..tensor.count()).filter(|element| wrong.binary_search(element).is_err()).collect();
    let (wrong, right) = (groups(wrong), groups(&right));
    let judge = wrong.iter().min_by_key(|group| group.slice.turns.len()).ok_or("the tensor is right")?;
    let evidence = Evidence {
        traffic: &traffic,
        wrong: wrong.iter().map(|group| &group.slice).collect(),
        right: right.iter().map(|group| &group.slice).collect(),
        judge: &judge.slice,
        results: &results,
    };
    let ranked = evidence.rank(session, &Descriptors::of(session), tensor.stands);
    let explained = |culprits: &[Culprit]| culprits.iter().any(|one| one.explains == known.len());
    let mut bench = Bench::new(known, number, judge);
    let mut culprits = Vec::new();
    let (mut start, mut round) = (0, FIRST_ROUND);
    while start < ranked.len() && bench.trials < MOST_TRIALS && !explained(&culprits) {
        let end = ranked.len().min(start + round);
        culprits.extend(bench.round(session, &ranked[start..end])?);
        (start, round) = (end, 2 * round);
    }
    let culprits = by_field(culprits);
    let mut suspects = Vec::new();
    for one in &ranked {
        if !suspects.contains(&one.candidate.turn) {
            suspects.push(one.candidate.turn);
        }
    }
    Ok(Search { tensor: tensor.name().to_owned(), culprits, suspects, trials: bench.trials })
}

/// One for each field, those first that explain most.
fn by_field(mut all: Vec<Culprit>) -> Vec<Culprit> {
    all.sort_by_key(|one| usize::MAX - one.explains);
    let mut fields: Vec<Culprit> = Vec::new();
    for one in all {
        match fields.iter_mut().find(|other| (other.turn, other.field) == (one.turn, one.field)) {
            Some(same) => same.others.push(one.right),
            None => fields.push(one),
        }
    }
    fields
}

/// Groups of elements by the turn that wrote them last, with what each depends on.
fn groups(traffic: &Traffic, tensor: &Known, elements: &[usize], right: &[(usize, Bytes)]) -> Vec<Group> {
    let samples = spread(elements, MOST_SAMPLES);
    let parts = traffic.by_writer(&tensor.bytes(&samples), tensor.stands);
    let group = |part: &Bytes| {
        let elements = spread(&tensor.elements(part), MOST_ELEMENTS);
        let slice = |right| traffic.slice(tensor.bytes(&elements), tensor.stands, right);
        Group { slice: slice(right), whole: slice(&[]), elements }
    };
    spread(&parts, MOST_GROUPS).iter().map(group).collect()
}

/// At most so many of them, evenly.
fn spread<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    let count = all.len().min(most);
    (0..count).map(|at| all[at * all.len() / count].clone()).collect()
}
