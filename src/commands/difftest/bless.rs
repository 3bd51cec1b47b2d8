//! Records what the reference leaves, as vectors for tests that run without it.

use super::recipe::Recipe;
use super::trial::Trials;
use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, path_text};
use crate::source;
use emulator::scenario::{Scenario, Stage};
use isa::chip::{Chip, ChipProfile};
use isa::diagnostic::Engine;
use isa::generate::{Arena, Class, class_of, classes};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Programs for each class.
const ENOUGH: u32 = 3;
/// Programs that are looked at; the second half may bring many bytes of data along.
const CANDIDATES: u64 = 200_000;
/// Bytes of data that a program may bring along.
const DATA: [usize; 2] = [100, 4000];

pub(super) fn run(folder: &Path, arguments: &Arguments, asked: &AtomicBool, out: &mut Out) -> Outcome {
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, "make", &error))?;
    let mut written = Vec::new();
    for chip in arguments.chips() {
        let scenario = vectors(chip, arguments, asked)?;
        let file = folder.join(format!("{chip}.txt"));
        source::write(&file, scenario.to_string().as_bytes(), out)?;
        written.push(Written { file, programs: scenario.stages.len() });
    }
    if out.is_json() {
        return Ok(out.json(&serde_json::json!({ "files": written }))?);
    }
    written.iter().try_for_each(|one| Ok(out.line(format!("{}: {} programs", one.file.display(), one.programs))?))
}

/// A file of vectors.
#[derive(Serialize)]
struct Written {
    #[serde(serialize_with = "path_text")]
    file: PathBuf,
    programs: usize,
}

/// Programs for every class of the chip, with what the reference makes of them.
fn vectors(chip: Chip, arguments: &Arguments, asked: &AtomicBool) -> Result<Scenario, Failure> {
    let profile = chip.profile();
    let recipe = Recipe::new(profile, arguments.seed, &[]).map_err(|message| Failure::new(Reason::Usage, message))?;
    let mut trials = Trials::new(arguments, chip, asked);
    let mut missing: BTreeMap<Class, u32> = classes(profile).into_iter().map(|class| (class, ENOUGH)).collect();
    let mut scenario = Scenario { chip, window: Arena::window(profile), stages: Vec::new() };
    for number in 0..CANDIDATES {
        let data = DATA[usize::from(number >= CANDIDATES / 2)];
        let Some(stage) = recipe.stage(number, true).filter(|stage| is_wanted(stage, data, &missing, profile)) else {
            continue;
        };
        scenario.stages.push(recorded(compact(stage, number), &scenario, &mut trials)?);
        for class in scenario.stages.last().iter().flat_map(|stage| met(stage, profile)) {
            missing.entry(class).and_modify(|count| *count = count.saturating_sub(1));
        }
        if missing.values().all(|count| *count == 0) {
            return Ok(scenario);
        }
    }
    let rare: Vec<String> =
        missing.iter().filter(|(_, count)| **count > 0).map(|(class, _)| class.to_string()).collect();
    Err(Failure::new(Reason::Unsupported, format!("too few programs of {}; choose another --seed", rare.join(", "))))
}

fn met(stage: &Stage, chip: &ChipProfile) -> Vec<Class> {
    let mut all: Vec<Class> = stage.descriptors.iter().filter_map(|descriptor| class_of(descriptor, chip)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether every descriptor of a program is of a class that still misses some.
fn is_wanted(stage: &Stage, data: usize, missing: &BTreeMap<Class, u32>, chip: &ChipProfile) -> bool {
    let brought: usize = stage.patches.iter().map(|patch| patch.bytes.len()).sum();
    let classes = met(stage, chip);
    let useful = classes.iter().all(|class| missing.get(class).is_some_and(|count| *count > 0));
    !classes.is_empty() && useful && brought <= data
}

/// The same with a short name and seed, and without base registers that nothing uses.
fn compact(mut stage: Stage, number: u64) -> Stage {
    stage.name = format!("p{number}");
    stage.seed = Some(number);
    if stage.bytes(Engine::Tdma).is_empty() {
        stage.bases = [0; 8];
    }
    stage
}

/// The stage with what the reference leaves.
fn recorded(stage: Stage, like: &Scenario, trials: &mut Trials<'_>) -> Result<Stage, Failure> {
    let alone = Scenario { chip: like.chip, window: like.window, stages: vec![stage.clone()] };
    let fate = trials.run(&alone)?.pop();
    let told = |what: &str| Failure::new(Reason::Different, format!("{}: {what}\n{alone}", stage.name));
    match fate {
        Some(fate) if fate.different.is_none() => Ok(Stage { result: fate.result, ..stage }),
        Some(fate) => Err(told(&fate.different.unwrap_or_default())),
        None => Err(told("it did not run")),
    }
}
