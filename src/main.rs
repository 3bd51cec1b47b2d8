//! `tpuscope`: see inside the CV18xx TPU.
//!
//! The binary owns arguments, files, terminals and exit codes; everything else lives in the libraries.

mod cli;
mod commands;
mod exit;
mod interrupt;
mod output;
mod progress;
mod source;
mod streams;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::usage(&error),
    };
    let mut out = output::Out::new(arguments.json, arguments.color);
    let result = commands::run(arguments.command, &mut out);
    exit::finish(result, &mut out)
}
