//! The boundary: what goes wrong inside is said on standard error and becomes a return value.

use emulator::fault::Fault;
use emulator::memory::OutOfRange;
use std::ffi::c_int;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A function did what it was asked to.
const GOOD: c_int = 0;
/// A function refused or failed, and said why.
const BAD: c_int = -1;

/// Names the environment variable that holds `abort` where the process shall end at the first problem.
const ON_FAULT: &str = "TPUSCOPE_ON_FAULT";

/// What went wrong, as one sentence.
pub(crate) struct Problem(String);

impl Problem {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Problem(what.into())
    }
}

impl From<OutOfRange> for Problem {
    fn from(range: OutOfRange) -> Self {
        Problem(format!("{range}; give a range inside the memory"))
    }
}

impl From<Box<Fault>> for Problem {
    fn from(fault: Box<Fault>) -> Self {
        Problem(fault.to_string())
    }
}

/// Runs the body of `function`; `None` after a problem.
pub(crate) fn guarded<T>(function: &str, body: impl FnOnce() -> Result<T, Problem>) -> Option<T> {
    // Behind a panic only this model can be left half changed, and its memories hold for any content.
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(value)) => return Some(value),
        Ok(Err(Problem(what))) => report(function, what),
        Err(_) => report(function, "an internal error, described above; please report it"),
    }
    None
}

/// Runs the body of `function` and tells how it went.
pub(crate) fn status(function: &str, body: impl FnOnce() -> Result<(), Problem>) -> c_int {
    guarded(function, body).map_or(BAD, |()| GOOD)
}

/// Tells the host about `subject`. Standard error may be closed: then nobody listens, which is no further problem.
#[cold]
#[allow(clippy::print_stderr, reason = "a host of C functions looks for messages nowhere else")]
pub(crate) fn say(subject: &str, what: impl Display) {
    let _ = catch_unwind(AssertUnwindSafe(|| eprintln!("libcvicmodel: {subject}: {what}")));
}

#[cold]
fn report(function: &str, what: impl Display) {
    say(function, what);
    if std::env::var_os(ON_FAULT).is_some_and(|choice| choice == "abort") {
        std::process::abort();
    }
}

/// Refuses a null pointer.
pub(crate) fn not_null<T>(pointer: *mut T, what: &str) -> Result<*mut T, Problem> {
    if pointer.is_null() { Err(Problem(format!("{what} is a null pointer; give its address"))) } else { Ok(pointer) }
}

/// Refuses a buffer of the host that cannot exist. One of no bytes may be anywhere.
pub(crate) fn buffer(start: *mut u8, length: u64) -> Result<*mut u8, Problem> {
    if length == 0 {
        return Ok(std::ptr::dangling_mut());
    }
    let start = not_null(start, "the buffer")?;
    let end = (start.addr() as u64).checked_add(length);
    end.map(|_| start).ok_or_else(|| Problem(format!("no buffer at {start:p} has {length} bytes; give its length")))
}
