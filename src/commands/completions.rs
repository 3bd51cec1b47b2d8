//! `tpuscope completions`: a completion script for a shell.

use crate::cli::Arguments;
use crate::exit::Outcome;
use crate::output::Out;
use clap::{Command, CommandFactory};
use std::io::Write;

pub(crate) fn run(shell: clap_complete::Shell, out: &mut Out) -> Outcome {
    // The generator panics when its writer fails, so it writes to memory and only then to a pipe that may be closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut offered(), "tpuscope", &mut script);
    Ok(out.write_all(&script)?)
}

/// The command line without what only the program itself uses, which the generator does not leave out by itself.
fn offered() -> Command {
    let whole = Arguments::command();
    let subcommands = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    Command::new("tpuscope").args(whole.get_arguments().cloned()).subcommands(subcommands)
}
