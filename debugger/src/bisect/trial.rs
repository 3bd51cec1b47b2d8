//! Running a program with one descriptor put right.

use super::candidates::Candidate;
use super::evidence::Ranked;
use super::{Culprit, Group};
use crate::bytes::Bytes;
use crate::reference::Known;
use crate::session::Session;
use crate::target::Saved;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;

/// Where trials take place.
pub(super) struct Bench<'b> {
    known: &'b [Known],
    number: usize,
    judge: &'b Group,
    /// How many trials there were that ran more than their descriptor.
    pub(super) trials: usize,
}

/// A turn as the run finds it, and what trials of it have shown.
struct Stand<'b> {
    turn: usize,
    state: Saved,
    /// The bytes behind it that matter.
    behind: &'b Bytes,
    /// What they hold as it is.
    found: Vec<u8>,
    /// Whether the judging elements were right with other contents of those bytes.
    verdicts: HashMap<u64, bool>,
}

impl<'b> Bench<'b> {
    pub(super) fn new(known: &'b [Known], number: usize, judge: &'b Group) -> Self {
        Bench { known, number, judge, trials: 0 }
    }

    /// Those that repair the tensor, the most plausible first.
    pub(super) fn round(&mut self, session: &mut Session, ranked: &[Ranked]) -> Result<Vec<Culprit>, String> {
        let mut by_turn: Vec<(usize, &Ranked)> = ranked.iter().enumerate().collect();
        by_turn.sort_by_key(|(place, one)| (one.candidate.turn, *place));
        let mut found = Vec::new();
        for same in by_turn.chunk_by(|(_, one), (_, next)| one.candidate.turn == next.candidate.turn) {
            let Some(mut stand) = self.stand(session, same[0].1.candidate.turn)? else { continue };
            for (place, one) in same {
                if session.cancel().load(Ordering::Relaxed) {
                    return Err("stopped; nothing is known of what was not tried".into());
                }
                if self.repairs(session, &mut stand, &one.candidate)? {
                    found.push((*place, self.culprit(session, &stand, &one.candidate)?));
                }
            }
            session.put_back(stand.turn, &stand.state)?;
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(found.into_iter().map(|(_, culprit)| culprit).collect())
    }

    fn stand(&self, session: &mut Session, turn: usize) -> Result<Option<Stand<'b>>, String> {
        let Some(behind) = self.judge.slice.behind(turn) else { return Ok(None) };
        session.go(turn).map_err(|halted| halted.what)?;
        let state = session.save();
        session.play(turn..turn + 1)?;
        let found = behind.read(session.target().machine());
        Ok(Some(Stand { turn, state, behind, found, verdicts: HashMap::new() }))
    }

    /// Whether the whole tensor is right with the candidate.
    fn repairs(&mut self, session: &mut Session, stand: &mut Stand<'_>, candidate: &Candidate) -> Result<bool, String> {
        if session.try_alone(&stand.state, &candidate.descriptor).is_err() {
            return Ok(false);
        }
        let found = stand.behind.read(session.target().machine());
        if found == stand.found {
            return Ok(false);
        }
        let mut hasher = DefaultHasher::new();
        found.hash(&mut hasher);
        let tensor = &self.known[self.number];
        let judged = stand.verdicts.entry(hasher.finish()).or_insert_with(|| {
            self.trials += 1;
            session.play_only(self.judge.whole.after(stand.turn)).is_ok()
                && tensor.are_right(session, &self.judge.elements)
        });
        if !*judged {
            return Ok(false);
        }
        session.try_alone(&stand.state, &candidate.descriptor)?;
        Ok(session.play(stand.turn + 1..tensor.stands).is_ok() && tensor.holds(session))
    }

    /// The candidate, with which the session is where the tensor still stands.
    fn culprit(&self, session: &mut Session, stand: &Stand<'_>, candidate: &Candidate) -> Result<Culprit, String> {
        let mut later: Vec<&Known> = self.known[self.number + 1..].iter().collect();
        later.sort_by_key(|one| one.stands);
        session.try_alone(&stand.state, &candidate.descriptor)?;
        let mut position = stand.turn + 1;
        let mut explains = self.number + 1;
        for one in later {
            if position < one.stands && session.play(position..one.stands).is_err() {
                break;
            }
            position = position.max(one.stands);
            explains += usize::from(one.stands > stand.turn && one.holds(session));
        }
        let Candidate { field, value, right, descriptor, .. } = *candidate;
        let others = Vec::new();
        Ok(Culprit { turn: stand.turn, field: field.name, value, right, others, repaired: descriptor, explains })
    }
}
