//! Real models, back and forth by random commands: wherever a session is, its state is that of the straight run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod common;

use common::opened;
use debugger::{Debugger, NoFiles, Session};
use isa::random::Random;
use std::path::Path;

/// Commands for each model and limit of memory, unless `TPUSCOPE_TRAVEL_STEPS` says otherwise.
const STEPS: u64 = 60;
const MIB: u64 = 1 << 20;

fn steps() -> u64 {
    std::env::var("TPUSCOPE_TRAVEL_STEPS").ok().and_then(|count| count.parse().ok()).unwrap_or(STEPS)
}

/// The state at every position of a straight run.
fn straight(path: &Path) -> Vec<u128> {
    let mut session = opened::session(path, 0);
    let length = session.turns().len();
    let hash = |position| {
        session.go(position).unwrap();
        session.hash()
    };
    (0..=length).map(hash).collect()
}

/// A command that moves the session, or changes where it stops.
fn command(session: &Session, random: &mut Random) -> String {
    let turns = session.turns().len() as u32;
    let near = 1 + random.below(1 + turns / 16);
    let symbols = session.symbols().all();
    let symbol = &symbols[random.below(symbols.len() as u32) as usize].name;
    match random.below(20) {
        0..3 => format!("step {near}"),
        3..6 => format!("reverse-step {near}"),
        6 => "reverse-step".into(),
        7 => "step tdma".into(),
        8..11 => format!("goto {}", random.below(turns + 1)),
        11 => "next".into(),
        12 => "reverse-next".into(),
        13 => "continue".into(),
        14 => "reverse-continue".into(),
        15 => ["finish", "wait", "finish tiu"][random.below(3) as usize].into(),
        16 => format!("cycles {}", random.below(100_000)),
        17 => format!("tbreak {}", random.below(turns)),
        18 => format!("watch {symbol}"),
        _ => "delete".into(),
    }
}

fn travel(path: &Path, expected: &[u128], history_bytes: u64) {
    let mut debugger = Debugger::new(opened::session(path, history_bytes), Box::new(NoFiles));
    debugger.sections.clear();
    let mut random = Random::new(history_bytes);
    let mut refused = 0;
    let first = debugger.session.history().bytes();
    for number in 0..steps() {
        let line = command(&debugger.session, &mut random);
        // What is refused, at an end of the run or for a tensor that only the host sees, must not move anything either.
        refused += u64::from(debugger.execute(&line).is_err());
        let (position, hash) = (debugger.session.position(), debugger.session.hash());
        assert_eq!(hash, expected[position], "{} command {number}, `{line}`, at {position}", path.display());
        let bytes = debugger.session.history().bytes();
        assert!(bytes <= history_bytes.max(first), "{bytes} bytes of states with a limit of {history_bytes}");
    }
    assert!(refused <= steps() / 2, "{refused} commands were refused");
}

#[test]
fn the_state_is_that_of_the_straight_run_wherever_a_session_goes() {
    for path in common::models() {
        let expected = straight(&path);
        for history_bytes in [0, 8 * MIB, 256 * MIB] {
            travel(&path, &expected, history_bytes);
        }
        println!("{}: {} positions, {} commands at each limit", path.display(), expected.len(), steps());
    }
}
