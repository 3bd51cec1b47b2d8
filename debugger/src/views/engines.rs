//! What both engines do in a cycle, and what they wait for.

use crate::session::Session;
use crate::text::{Text, Tone};
use crate::turn::Turn;
use emulator::timing;
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
        /// The turn of the other engine that it waits for.
        on: usize,
        /// The id of that one.
        id: u16,
        /// The cycle since which it waits.
        since: u64,
        /// The cycle in which it starts.
        start: u64,
    },
    /// Its next descriptor is about to start: a gap lies behind the end of what it waited for.
    Between {
        /// The turn.
        step: usize,
        /// The cycle in which it starts.
        start: u64,
    },
    /// It has nothing to do until both engines come to rest.
    Resting {
        /// Its next turn.
        step: usize,
    },
    /// It has nothing left to do.
    Done,
}

/// What the engine does in the cycle of now.
#[must_use]
pub fn activity(session: &Session, engine: Engine) -> Activity {
    let course = session.course();
    let moment = course.schedule().at(session.cycle());
    let turn = |job: usize| course.turn_of(job).and_then(|step| Some((step, session.turns().get(step)?)));
    let activity = match moment.of(engine.into()).activity {
        timing::Activity::Executes { job, elapsed, duration } => turn(job).map(|(step, turn)| Activity::Busy {
            step,
            percent: 100 * elapsed / duration.max(1),
            end: turn.span.end,
        }),
        timing::Activity::Waits { job, on, since } => turn(job).zip(turn(on)).map(|((step, turn), (on, awaited))| {
            Activity::Waiting { step, on, id: awaited.id.0, since, start: turn.span.start }
        }),
        timing::Activity::Starts { job, at } => turn(job).map(|(step, _)| Activity::Between { step, start: at }),
        timing::Activity::Rests => None,
    };
    let ahead = || {
        session
            .turns()
            .iter()
            .position(|turn| turn.engine == engine && turn.step().is_some() && turn.span.start >= moment.cycle)
    };
    activity.or_else(|| ahead().map(|step| Activity::Resting { step })).unwrap_or(Activity::Done)
}

/// One line for each engine.
#[must_use]
pub fn text(session: &Session) -> Text {
    let mut text = Text::new();
    for (engine, other) in [(Engine::Tiu, Engine::Tdma), (Engine::Tdma, Engine::Tiu)] {
        text.add(Tone::Engine(engine), &format!("{:<5}", engine.to_string()));
        text += &format!(" {}\n", said(session, &activity(session, engine), other));
    }
    text
}

fn said(session: &Session, activity: &Activity, other: Engine) -> String {
    let name = |step: usize| session.turns().get(step).map(|turn| format!("{} {}", turn.label(), turn.operation));
    let name = |step: usize| name(step).unwrap_or_default();
    match activity {
        Activity::Busy { step, percent, end } => format!("{}: {percent} % in flight, ends in cycle {end}", name(*step)),
        Activity::Waiting { step, id, start, .. } => {
            format!("{}: waits for id {id} of the {other}, starts in cycle {start}", name(*step))
        }
        Activity::Between { step, start } => format!("{}: starts in cycle {start}", name(*step)),
        Activity::Resting { step } => format!("nothing left to do before both come to rest, then {}", name(*step)),
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
