//! Changes that are taken back, and made again, leave the very state of before.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::{Debugger, NoFiles, Session};
use isa::random::Random;

/// Where a run is, its state there, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
struct World {
    position: usize,
    here: u128,
    end: u128,
    cycles: u64,
    line: String,
}

fn world(debugger: &mut Debugger) -> World {
    let position = debugger.session.position();
    let here = debugger.session.hash();
    let line = debugger.execute("descriptor all").unwrap().text.to_string();
    debugger.session.go(usize::MAX).unwrap();
    let (end, cycles) = (debugger.session.hash(), debugger.session.cycle());
    debugger.session.go(position).unwrap();
    World { position, here, end, cycles, line }
}

fn debugger() -> Debugger {
    Debugger::new(common::stored("docs/story/wrong.scenario"), Box::new(NoFiles))
}

/// Goes somewhere and changes something; whether that was possible.
fn change(debugger: &mut Debugger, random: &mut Random) -> bool {
    let position = random.below(debugger.session.turns().len() as u32 + 1) as usize;
    debugger.session.go(position).unwrap();
    let value = random.below(200);
    let line = match random.below(5) {
        0 => format!("set dram:{:#x} {value} 1 2", 0x2000 + random.below(64)),
        1 => format!("set lane:0:{:#x} {value}", random.below(0x300)),
        2 => format!("set dram:{:#x} {value}", 0x1000 + random.below(18)),
        3 => format!("set rshift {}", value % 8),
        _ => format!("set relu {}", value % 2),
    };
    debugger.execute(&line).is_ok()
}

#[test]
fn all_changes_are_taken_back_and_made_again_one_by_one() {
    for seed in 0..12 {
        let (mut debugger, mut random) = (debugger(), Random::new(seed));
        let mut sides = Vec::new();
        while sides.len() < 8 {
            let before = |debugger: &mut Debugger, position: usize| {
                debugger.session.go(position).unwrap();
                world(debugger)
            };
            // The same step without the change, to know the world in front of it.
            let mut twin = replayed(&debugger);
            if change(&mut debugger, &mut random) {
                let position = debugger.session.position();
                sides.push((before(&mut twin, position), world(&mut debugger)));
            }
        }
        for (before, _) in sides.iter().rev() {
            let wander = random.below(debugger.session.turns().len() as u32) as usize;
            debugger.session.go(wander).unwrap();
            debugger.execute("undo").unwrap();
            assert_eq!(world(&mut debugger), *before, "{seed}");
        }
        assert!(debugger.execute("undo").unwrap_err().contains("no change to take back"));
        for (_, after) in &sides {
            debugger.execute("redo").unwrap();
            assert_eq!(world(&mut debugger), *after, "{seed}");
        }
        assert!(debugger.execute("redo").unwrap_err().contains("no change was taken back"));
        debugger.execute("undo 100").unwrap();
        assert_eq!(world(&mut debugger), sides[0].0);
    }
}

/// A debugger that was told the same changes.
fn replayed(original: &Debugger) -> Debugger {
    let mut twin = debugger();
    for change in original.session.changes() {
        twin.session.go(change.position).unwrap();
        twin.execute(&change.what).unwrap();
    }
    twin
}

#[test]
fn a_new_change_forgets_what_was_taken_back() {
    let mut debugger = debugger();
    for line in ["goto tiu 0", "set rshift 1", "set rshift 2", "undo", "set rshift 3"] {
        debugger.execute(line).unwrap();
    }
    assert!(debugger.execute("redo").is_err());
    let made: Vec<&str> = debugger.session.changes().iter().map(|change| change.what.as_str()).collect();
    assert_eq!(made, ["set rshift 1", "set rshift 3"]);
}

#[test]
fn little_memory_for_the_past_is_enough_to_take_back() {
    let mut session: Session = common::session(6, 0);
    session.go(4).unwrap();
    let before = session.hash();
    session.edit(|target| target.machine_mut().dram_mut().write(5, &[77]).unwrap());
    let after = session.hash();
    session.go(usize::MAX).unwrap();
    session.undo().unwrap();
    assert_eq!((session.position(), session.hash()), (4, before));
    session.redo().unwrap();
    assert_eq!((session.position(), session.hash()), (4, after));
}

#[test]
fn old_changes_are_forgotten_where_memory_ends() {
    let changes = |history_bytes| {
        let mut debugger = Debugger::new(common::session(12, history_bytes), Box::new(NoFiles));
        for number in 0..40 {
            debugger.session.go(number % 20).unwrap();
            debugger.execute(&format!("set dram:{:#x} {number}", 4096 * number)).unwrap();
        }
        debugger.session.changes().len()
    };
    assert_eq!(changes(1 << 30), 40);
    assert!((2..40).contains(&changes(1 << 20)), "{}", changes(1 << 20));
    assert_eq!(changes(0), 1, "the last change can always be taken back");
}
