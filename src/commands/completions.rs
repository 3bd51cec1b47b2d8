//! `tpuscope completions`: a completion script for a shell.

use crate::cli::Arguments;
use crate::exit::Outcome;
use crate::output::Out;
use clap::CommandFactory;
use std::io::Write;

pub(crate) fn run(shell: clap_complete::Shell, out: &mut Out) -> Outcome {
    // The generator panics when its writer fails, so it writes to memory and only then to a pipe that may be closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tpuscope", &mut script);
    Ok(out.write_all(&script)?)
}
