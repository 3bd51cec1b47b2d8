//! What several benchmarks need: brief measurements, local memory with operands in it, and the host's peak.

#![allow(dead_code, reason = "every benchmark uses its own part")]

mod peak;
pub(crate) mod share;
pub(crate) mod stage;

use criterion::Criterion;
use std::time::Duration;

/// Short enough to be run often; the command line asks for longer ones.
pub(crate) fn brief() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
}
