//! `tpuscope perf`: how long does it take?

mod errors;
mod records;
mod validate;

use crate::cli::Perf as Arguments;
use crate::exit::Outcome;
use crate::output::Out;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    match arguments {
        Arguments::Validate { trace, chip, board } => validate::run(trace, *chip, board.as_deref(), out),
    }
}
