//! `tpuscope`: see inside the CV18xx TPU.
//!
//! Called by the name `model_runner`, it takes the flags of the vendor's program of that name instead.
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
use commands::model_runner;
use std::process::ExitCode;

fn main() -> ExitCode {
    if model_runner::is_called_by(std::env::args_os().next().as_deref()) {
        return model_runner::main();
    }
    let arguments = match cli::Arguments::try_parse_from(std::env::args_os().map(long_ex)) {
        Ok(arguments) => arguments,
        Err(error) => return exit::usage(&error),
    };
    let mut out = output::Out::new(arguments.json, arguments.color);
    let result = commands::run(arguments.command, &mut out);
    exit::finish("tpuscope", result, &mut out)
}

/// `-ex`, as people know it from gdb, is a long option with one dash.
fn long_ex(argument: std::ffi::OsString) -> std::ffi::OsString {
    if argument == "-ex" { "--ex".into() } else { argument }
}
