//! `tpuscope difftest`: random programs on the emulator and on a reference simulator, byte for byte.

mod bless;
mod child;
mod pair;
mod protocol;
mod recipe;
mod reference;
mod rerun;
mod shrink;
mod supervisor;
mod tally;
mod trial;
pub(super) mod worker;

use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::output::Out;
use crate::source;
use isa::chip::Chip;
use recipe::Recipe;
use std::sync::atomic::{AtomicBool, Ordering};
use supervisor::Supervisor;
use tally::{Mismatch, Tally};
use trial::Trials;

/// Differences that are made small and written to files.
const SHOWN: usize = 8;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let asked = interrupt::watch()?;
    match (&arguments.scenario, &arguments.bless) {
        (Some(file), _) => rerun::run(file, arguments, &asked, out),
        (None, Some(folder)) => bless::run(folder, arguments, &asked, out),
        (None, None) => random(arguments, &asked, out),
    }
}

fn random(arguments: &Arguments, asked: &AtomicBool, out: &mut Out) -> Outcome {
    let mut tallies = Vec::new();
    for chip in arguments.chips() {
        let tally = tally(arguments, chip, asked, out)?;
        if !out.is_json() {
            tally.print(out)?;
            out.flush()?;
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

/// Runs the programs of one chip and writes files for the first that differ.
fn tally(arguments: &Arguments, chip: Chip, asked: &AtomicBool, out: &mut Out) -> Result<Tally, Failure> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let recipe = Recipe::new(chip.profile(), arguments.seed, &arguments.ops)
        .map_err(|message| Failure::new(Reason::Usage, message))?;
    let mut tally = Supervisor::new(arguments, &recipe, asked).run(jobs)?;
    let mut trials = Trials::new(arguments, chip, asked);
    for mismatch in tally.mismatches.iter_mut().take(SHOWN) {
        mismatch.file = match written(arguments, &recipe, mismatch, &mut trials, out) {
            // What was found is told without files then.
            Err(_) if asked.load(Ordering::Relaxed) => break,
            file => file?,
        };
    }
    Ok(tally)
}

/// Writes the smallest scenario that shows the difference; its name.
fn written(
    arguments: &Arguments,
    recipe: &Recipe,
    mismatch: &Mismatch,
    trials: &mut Trials<'_>,
    out: &mut Out,
) -> Result<Option<String>, Failure> {
    let Some(scenario) = shrink::shrunk(recipe, mismatch, trials)? else { return Ok(None) };
    let folder = &arguments.failures;
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, "make", &error))?;
    let file = folder.join(format!("{}-{}-{}.txt", recipe.chip.name, recipe.seed, mismatch.number));
    source::write(&file, scenario.to_string().as_bytes(), out)?;
    Ok(Some(file.display().to_string()))
}
