//! `tpuscope perf`: how long does it take?

mod boards;
mod compare;
mod dump;
mod errors;
mod forecast;
mod measured;
pub(crate) mod pictures;
mod records;
mod summary;
mod table;
mod validate;
mod what_if;

pub(crate) use what_if::WhatIf;

use crate::cli::{Perf as Arguments, PerfTask};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use boards::Boards;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    match &arguments.task {
        Some(task) if arguments.forecast.is_given() => {
            let name = match task {
                PerfTask::Validate { .. } => "validate",
                PerfTask::Compare(_) => "compare",
            };
            let message = format!("`perf {name}` takes no model and options in front of it; give them behind its name");
            Err(Failure::new(Reason::Usage, message))
        }
        Some(PerfTask::Validate { trace, chip, boards }) => validate::run(trace, *chip, boards, out),
        Some(PerfTask::Compare(arguments)) => compare::run(arguments, out),
        None if arguments.forecast.list_boards => {
            Boards::read(arguments.forecast.boards.board_file.as_deref())?.list(out)
        }
        None => forecast::run(&arguments.forecast, out),
    }
}
