//! How many threads the models of this process have each.

use crate::guard::say;
use emulator::machine::{Machine, Threads};
use std::fmt::Display;
use std::sync::Once;

/// Names the environment variable that holds the number of threads of each model; without it they have one.
const THREADS: &str = "TPUSCOPE_THREADS";

/// Gives a new machine the threads that the environment asks for. They compute with the floating-point settings that this
/// thread has now.
pub(crate) fn start(machine: &mut Machine) {
    let Some(wanted) = std::env::var_os(THREADS) else { return };
    match wanted.to_string_lossy().parse::<Threads>() {
        Ok(threads) => machine.set_threads(threads).unwrap_or_else(|error| {
            complain(format_args!("cannot start {threads} threads: {error}; give fewer"));
        }),
        Err(what) => complain(what),
    }
}

/// Says once what keeps models on one thread.
#[cold]
fn complain(what: impl Display) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| say(THREADS, format_args!("{what}; models compute on one thread")));
}
