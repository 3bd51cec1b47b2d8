//! Going back and forth leaves the very state that a straight run has at the same place.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::session;
use debugger::Session;
use isa::random::Random;

const STAGES: usize = 40;

/// The state at every position of a straight run.
fn straight(session: &mut Session) -> Vec<u128> {
    (0..=session.turns().len())
        .map(|position| {
            session.go(position).unwrap();
            session.hash()
        })
        .collect()
}

#[test]
fn every_jump_arrives_at_the_state_of_the_straight_run() {
    let expected = straight(&mut session(STAGES, 1 << 30));
    for history_bytes in [0, 3 << 20, 1 << 30] {
        let mut session = session(STAGES, history_bytes);
        let mut random = Random::new(history_bytes);
        for _ in 0..150 {
            let position = random.below(expected.len() as u32) as usize;
            session.go(position).unwrap();
            assert_eq!((session.position(), session.hash()), (position, expected[position]), "with {history_bytes}");
        }
        let bound = history_bytes.max(session.history().bytes().min(1 << 20));
        assert!(session.history().len() == 1 || session.history().bytes() <= bound);
    }
}

#[test]
fn a_change_holds_from_its_place_on_and_not_before() {
    let mut session = session(STAGES, 0);
    let expected = straight(&mut session);
    let middle = expected.len() / 2;
    session.go(middle).unwrap();
    session.edit(|target| target.machine_mut().dram_mut().write(5, &[77]).unwrap());
    let changed = session.hash();
    assert_ne!(changed, expected[middle]);
    session.go(3).unwrap();
    assert_eq!(session.hash(), expected[3]);
    session.go(middle).unwrap();
    assert_eq!(session.hash(), changed);
    session.go(usize::MAX).unwrap();
    session.go(middle - 1).unwrap();
    assert_eq!(session.hash(), expected[middle - 1]);
}
