//! Time goes forward with the run, and engines do what the schedule says of the cycle that is shown.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::views::engines::{Activity, activity};
use debugger::{Session, place};
use isa::diagnostic::Engine;

/// Recorded programs, the program of the story, and two programs behind each other.
fn sessions() -> Vec<Session> {
    let stored = ["docs/story/good.scenario", "docs/story/wrong.scenario", "tests/dialogues/two.scenario"];
    stored.iter().map(|path| common::stored(path)).chain([common::session(60, 1 << 20)]).collect()
}

#[test]
fn cycles_never_decrease_from_position_to_position() {
    for session in sessions() {
        let cycles: Vec<u64> = (0..=session.turns().len()).map(|position| session.cycle_of(position)).collect();
        assert!(cycles.is_sorted(), "{cycles:?}");
        let last = session.turns().iter().map(|turn| turn.span.end).max();
        assert_eq!(cycles.last().copied(), last);
        let started = |(position, turn): (usize, &debugger::Turn)| turn.span.start <= cycles[position];
        assert!(session.turns().iter().enumerate().all(started));
    }
}

#[test]
fn a_cycle_is_the_first_position_that_shows_it_or_a_later_one() {
    for session in sessions() {
        let end = session.turns().len();
        for cycle in 0..session.cycle_of(end) + 3 {
            let wanted = (0..end).find(|position| session.cycle_of(*position) >= cycle).unwrap_or(end);
            assert_eq!(place::parse(&session, &format!("cycle {cycle}")), Ok(wanted));
        }
    }
}

#[test]
fn what_is_in_flight_has_started_and_not_ended() {
    for mut session in sessions() {
        for position in 0..=session.turns().len() {
            session.go(position).unwrap();
            for engine in [Engine::Tiu, Engine::Tdma] {
                holds(&session, &activity(&session, engine));
            }
        }
        assert_eq!(
            [Engine::Tiu, Engine::Tdma].map(|engine| activity(&session, engine)),
            [Activity::Done, Activity::Done]
        );
    }
}

fn holds(session: &Session, activity: &Activity) {
    let (now, span) = (session.cycle(), |step: usize| session.turns()[step].span);
    match *activity {
        Activity::Busy { step, percent, end } => {
            assert!(span(step).start <= now && now < end && end == span(step).end && percent < 100);
        }
        Activity::Waiting { step, on, since, start, .. } => {
            assert!(since <= now && now < span(on).end && span(on).end <= start && start == span(step).start);
        }
        Activity::Between { step, start } => assert!(now < start && start == span(step).start),
        Activity::Resting { step } => assert!(now <= span(step).start),
        Activity::Done => {}
    }
}
