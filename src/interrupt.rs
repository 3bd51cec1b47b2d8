//! Ctrl-C: the first asks the work at hand to stop and tell what it has, the second ends the program at once.

use crate::exit::{Failure, Reason};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A flag that Ctrl-C sets from now on.
pub(crate) fn watch() -> Result<Arc<AtomicBool>, Failure> {
    let asked = Arc::new(AtomicBool::new(false));
    // In this order: the flag is looked at before it is set, so that only the second signal finds it so.
    flag::register_conditional_shutdown(SIGINT, Reason::Interrupted as i32, Arc::clone(&asked))
        .and_then(|_| flag::register(SIGINT, Arc::clone(&asked)))
        .map_err(|error| Failure::new(Reason::Io, format!("cannot watch for Ctrl-C: {error}; run again")))?;
    Ok(asked)
}
