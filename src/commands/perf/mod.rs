//! `tpuscope perf`: how long does it take?

pub(crate) mod boards;
mod compare;
mod csv;
mod dump;
mod errors;
pub(crate) mod forecast;
mod measured;
mod moment;
pub(crate) mod pictures;
mod recorded;
mod records;
pub(crate) mod summary;
pub(crate) mod table;
mod validate;
mod what_if;

pub(crate) use what_if::WhatIf;

use crate::cli::{Perf as Arguments, PerfTask};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
pub(crate) use boards::Boards;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    match &arguments.task {
        Some(task) if arguments.forecast.is_given() => {
            let name = match task {
                PerfTask::Validate { .. } => "validate",
                PerfTask::Compare(_) => "compare",
                PerfTask::Pmu { .. } => "pmu",
            };
            let message = format!("`perf {name}` takes no model and options in front of it; give them behind its name");
            Err(Failure::new(Reason::Usage, message))
        }
        Some(PerfTask::Validate { trace, chip, boards }) => validate::run(trace, *chip, boards, out),
        Some(PerfTask::Pmu { records, clock }) => recorded::run(records, *clock, out),
        Some(PerfTask::Compare(arguments)) => compare::run(arguments, out),
        None if arguments.forecast.list_boards => {
            Boards::read(arguments.forecast.boards.board_file.as_deref())?.list(out)
        }
        None => forecast::run(&arguments.forecast, out),
    }
}
