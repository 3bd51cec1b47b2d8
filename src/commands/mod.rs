//! One module per subcommand.

mod completions;
mod model;

use crate::cli::Command;
use crate::exit::Outcome;
use crate::output::Out;

pub(crate) fn run(command: Command, out: &mut Out) -> Outcome {
    match command {
        Command::Model(arguments) => model::run(arguments, out),
        Command::Completions { shell } => completions::run(shell, out),
    }
}
