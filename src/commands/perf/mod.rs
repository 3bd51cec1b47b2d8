//! `tpuscope perf`: how long does it take?

mod errors;
mod forecast;
mod pictures;
mod records;
mod table;
mod validate;

use crate::cli::{Perf as Arguments, PerfTask};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use isa::chip::Chip;
use isa::cost::{BoardProfile, board};
use isa::generated::timing::BOARDS;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    match &arguments.task {
        Some(_) if arguments.forecast.is_given() => {
            let message = "`perf validate` takes no model and options in front of it; give them behind its name";
            Err(Failure::new(Reason::Usage, message))
        }
        Some(PerfTask::Validate { trace, chip, board }) => validate::run(trace, *chip, board.as_deref(), out),
        None => forecast::run(&arguments.forecast, out),
    }
}

/// The board called `name`, or the first that carries the chip.
fn find_board(chip: Chip, name: Option<&str>) -> Result<&'static BoardProfile, Failure> {
    let usage = |message: String| Failure::new(Reason::Usage, message);
    let Some(name) = name else {
        let first = BOARDS.iter().find(|board| board.chip == chip);
        return first.ok_or_else(|| usage(format!("no board carries {chip}; choose another chip")));
    };
    let found = board(name).map_err(|error| usage(error.to_string()))?;
    let fits = format!("board {name} carries {}, not {chip}; choose one of both", found.chip);
    if found.chip == chip { Ok(found) } else { Err(usage(fits)) }
}
