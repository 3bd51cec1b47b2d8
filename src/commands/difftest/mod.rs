//! `tpuscope difftest`: random programs on the emulator and on a reference simulator, byte for byte.

mod child;
mod pair;
mod protocol;
mod recipe;
mod reference;
mod supervisor;
mod tally;
pub(super) mod worker;

use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::output::Out;
use isa::chip::Chip;
use recipe::Recipe;
use std::sync::atomic::Ordering;
use supervisor::Supervisor;
use tally::Tally;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let asked = interrupt::watch()?;
    let jobs = arguments.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let chips = arguments.chip.map_or(Chip::ALL.to_vec(), |chip| vec![chip]);
    let mut tallies: Vec<Tally> = Vec::new();
    for chip in chips {
        let recipe = Recipe::new(chip.profile(), arguments.seed, &arguments.ops)
            .map_err(|message| Failure::new(Reason::Usage, message))?;
        let tally = Supervisor::new(arguments, recipe, &asked).run(jobs)?;
        if !out.is_json() {
            tally.print(out)?;
        }
        tallies.push(tally);
        if asked.load(Ordering::Relaxed) {
            break;
        }
    }
    if out.is_json() {
        out.json(&serde_json::json!({ "chips": tallies }))?;
    }
    if asked.load(Ordering::Relaxed) {
        return Err(Failure::told(Reason::Interrupted));
    }
    let same = tallies.iter().all(|tally| tally.mismatches.is_empty());
    if same { Ok(()) } else { Err(Failure::told(Reason::Different)) }
}
