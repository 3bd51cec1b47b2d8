//! How many damaged inputs the tests of each reader try, and how they damage them.

use proptest::prelude::*;
use proptest::test_runner::Config;

/// A few cases by default; as many as the environment variable `TPUSCOPE_FUZZ_ITERATIONS` asks for.
pub(super) fn cases() -> Config {
    let asked = std::env::var("TPUSCOPE_FUZZ_ITERATIONS").ok().and_then(|value| value.parse().ok());
    Config { failure_persistence: None, ..Config::with_cases(asked.unwrap_or(200)) }
}

/// `sample` with some bytes overwritten and possibly its end cut off.
pub(super) fn damaged(sample: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), interesting_byte()), 0..8);
    (edits, prop::option::weighted(0.2, any::<prop::sample::Index>())).prop_map(move |(edits, cut)| {
        let mut bytes = sample.clone();
        edits.iter().for_each(|(place, value)| *place.get_mut(&mut bytes) = *value);
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        bytes
    })
}

fn interesting_byte() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0), Just(1), Just(0x7f), Just(0x80), Just(0xff), any::<u8>()]
}
