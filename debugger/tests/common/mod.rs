//! A session over recorded programs of many operations.

#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use debugger::{Session, Surroundings, Target};
use emulator::scenario::Scenario;

/// The first `stages` recorded programs, one behind the other.
pub(crate) fn session(stages: usize, history_bytes: u64) -> Session {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/cv180x.txt");
    let mut scenario = Scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    scenario.stages.truncate(stages);
    Session::new(Target::scenario(scenario).unwrap(), Surroundings { history_bytes, ..Surroundings::default() })
}

/// A scenario of the repository.
pub(crate) fn scenario(path: &str) -> Scenario {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    Scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A session of a scenario.
pub(crate) fn of(scenario: Scenario) -> Session {
    Session::new(Target::scenario(scenario).unwrap(), Surroundings::default())
}

/// A session of a scenario of the repository.
pub(crate) fn stored(path: &str) -> Session {
    of(scenario(path))
}
