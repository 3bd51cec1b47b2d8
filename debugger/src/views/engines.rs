//! What both engines do in a cycle, and what they wait for.

use crate::session::Session;
use crate::turn::Turn;
use isa::diagnostic::Engine;
use serde::Serialize;

/// What an engine does in a cycle.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Activity {
    /// It executes a descriptor.
    Busy {
        /// The turn.
        step: usize,
        /// Part of its cycles that have passed, in per cent.
        percent: u64,
        /// The cycle in which it ends.
        end: u64,
    },
    /// Its next descriptor waits for the other engine.
    Waiting {
        /// The turn.
        step: usize,
        /// The id of the other engine that it waits for.
        id: u16,
        /// The cycle in which it starts.
        start: u64,
    },
    /// Its next descriptor starts later for another reason: the gap behind the one before.
    Between {
        /// The turn.
        step: usize,
        /// The cycle in which it starts.
        start: u64,
    },
    /// It has nothing left to do.
    Done,
}

/// What the engine does in `cycle`.
#[must_use]
pub fn activity(session: &Session, engine: Engine, cycle: u64) -> Activity {
    let mut turns =
        session.turns().iter().enumerate().filter(|(_, turn)| turn.engine == engine && turn.step().is_some());
    match turns.find(|(_, turn)| turn.span.end > cycle || turn.span.start >= cycle) {
        None => Activity::Done,
        Some((step, turn)) if turn.span.start <= cycle => busy(step, turn, cycle),
        Some((step, turn)) if turn.wait.0 > 0 && turn.waiting > 0 => {
            Activity::Waiting { step, id: turn.wait.0, start: turn.span.start }
        }
        Some((step, turn)) => Activity::Between { step, start: turn.span.start },
    }
}

fn busy(step: usize, turn: &Turn, cycle: u64) -> Activity {
    let length = (turn.span.end - turn.span.start).max(1);
    Activity::Busy { step, percent: 100 * (cycle - turn.span.start) / length, end: turn.span.end }
}

/// One line for each engine.
#[must_use]
pub fn text(session: &Session) -> String {
    let cycle = session.cycle_of(session.position());
    let line = |engine: Engine| {
        let other = if engine == Engine::Tiu { Engine::Tdma } else { Engine::Tiu };
        format!("{:<5} {}\n", engine.to_string(), said(session, &activity(session, engine, cycle), other))
    };
    format!("{}{}", line(Engine::Tiu), line(Engine::Tdma))
}

fn said(session: &Session, activity: &Activity, other: Engine) -> String {
    let name = |step: usize| session.turns().get(step).map(|turn| format!("{} {}", turn.label(), turn.operation));
    let name = |step: usize| name(step).unwrap_or_default();
    match activity {
        Activity::Busy { step, percent, end } => format!("{}: {percent} % in flight, ends in cycle {end}", name(*step)),
        Activity::Waiting { step, id, start } => {
            format!("{}: waits for id {id} of the {other}, starts in cycle {start}", name(*step))
        }
        Activity::Between { step, start } => format!("{}: starts in cycle {start}", name(*step)),
        Activity::Done => "nothing left to do".into(),
    }
}

/// How many descriptors of the engine's queue have ended in the segment of now, and how many there are.
#[must_use]
pub fn queue(session: &Session, engine: Engine) -> (usize, usize) {
    let here = session.position().min(session.turns().len().saturating_sub(1));
    let Some(now) = session.turns().get(here) else { return (0, 0) };
    let of = |turn: &&Turn| turn.engine == engine && turn.step().is_some() && turn.is_beside(now);
    let total = session.turns().iter().filter(of).count();
    (session.turns()[..session.position()].iter().filter(of).count(), total)
}
