//! Exit codes, and how a failure is told.

use crate::output::Out;
use isa::diagnostic::FormatError;
use serde::Serialize;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// What went wrong, by what the user can do about it. The numbers are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// Two things were compared and differ.
    Different = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// An input file is damaged or hostile.
    BadInput = 3,
    /// The input asks for something that does not exist.
    Unsupported = 4,
    /// The input breaks a rule of the hardware.
    BreaksRule = 5,
    /// The operating system refused.
    Io = 6,
    /// Ctrl-C.
    Interrupted = 130,
}

/// A reason and one sentence.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    pub(crate) message: String,
    /// The output already says it all.
    #[serde(skip)]
    pub(crate) silent: bool,
    #[serde(skip)]
    closed_pipe: bool,
}

pub(crate) type Outcome = Result<(), Failure>;

impl Failure {
    pub(crate) fn new(reason: Reason, message: impl fmt::Display) -> Self {
        Failure { reason, message: message.to_string(), silent: false, closed_pipe: false }
    }

    /// A failure whose findings have been printed as results.
    pub(crate) fn told(reason: Reason) -> Self {
        Failure { reason, message: String::new(), silent: true, closed_pipe: false }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(path: &Path, doing: &str, error: &io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        let message = format!("cannot {doing} {}: {error}; check the path and its permissions", path.display());
        Failure { closed_pipe, ..Failure::new(Reason::Io, message) }
    }

    /// A damaged file.
    pub(crate) fn format(path: &Path, error: &FormatError) -> Self {
        Failure::new(Reason::BadInput, format!("{}: {error}", path.display()))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::file(Path::new("standard output"), "write to", &error)
    }
}

/// Tells clap's errors; help and version are no errors.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to tell when this fails; the exit code still says it.
    drop(error.print());
    if error.use_stderr() { ExitCode::from(Reason::Usage as u8) } else { ExitCode::SUCCESS }
}

/// Tells the outcome in the name of `program` and turns it into an exit code; a reader that closed the pipe has had enough, which is no error.
pub(crate) fn finish(program: &str, outcome: Outcome, out: &mut Out) -> ExitCode {
    let outcome = outcome.and_then(|()| Ok(out.flush()?));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.closed_pipe => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.silent {
                tell(program, &failure, out);
            }
            ExitCode::from(failure.reason as u8)
        }
    }
}

fn tell(program: &str, failure: &Failure, out: &mut Out) {
    let written = if out.is_json() {
        out.json(&serde_json::json!({ "error": failure })).and_then(|()| out.flush())
    } else {
        out.flush().and_then(|()| writeln!(io::stderr(), "{program}: {}", failure.message))
    };
    // Nobody is left to tell when this fails too; the exit code still says it.
    drop(written);
}
