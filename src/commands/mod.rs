//! One module per subcommand.

mod asm;
mod completions;
mod debug;
mod demo;
#[cfg(unix)]
mod difftest;
mod disasm;
mod model;
pub(crate) mod model_runner;
mod perf;
mod pmu;
mod replay;
mod run;

use crate::cli::Command;
use crate::exit::Outcome;
use crate::output::Out;

pub(crate) use perf::WhatIf;
pub(crate) use run::Tolerance;

pub(crate) fn run(command: Command, out: &mut Out) -> Outcome {
    match command {
        Command::Demo { chip, html } => demo::run(chip, html, out),
        Command::Debug(arguments) => debug::run(&arguments, out),
        Command::Disasm(arguments) => disasm::run(&arguments, out),
        Command::Asm(arguments) => asm::run(&arguments, out),
        Command::Model(arguments) => model::run(arguments, out),
        Command::Perf(arguments) => perf::run(&arguments, out),
        Command::Replay(arguments) => replay::run(&arguments, out),
        Command::Run(arguments) => run::run(&arguments, out),
        #[cfg(unix)]
        Command::Difftest(arguments) => difftest::run(&arguments, out),
        #[cfg(unix)]
        Command::DifftestWorker(arguments) => difftest::worker::run(&arguments),
        Command::Completions { shell } => completions::run(shell, out),
    }
}
