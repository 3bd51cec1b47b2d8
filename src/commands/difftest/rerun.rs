//! Runs a scenario from a file again.

use super::trial::{Fate, Trials};
use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style};
use crate::source;
use emulator::scenario::{Scenario, Stage};
use std::path::Path;
use std::sync::atomic::AtomicBool;

pub(super) fn run(file: &Path, arguments: &Arguments, asked: &AtomicBool, out: &mut Out) -> Outcome {
    let scenario = read(file)?;
    let fates = Trials::new(arguments, scenario.chip, asked).run(&scenario)?;
    let told: Vec<(&Stage, Option<String>)> =
        scenario.stages.iter().zip(&fates).map(|(stage, fate)| (stage, problem(stage, fate))).collect();
    let wrong = told.iter().filter(|(_, problem)| problem.is_some()).count();
    if out.is_json() {
        let stages: Vec<_> =
            told.iter().map(|(stage, problem)| serde_json::json!({"name": stage.name, "problem": problem})).collect();
        out.json(&serde_json::json!({ "stages": stages }))?;
    } else {
        for (stage, problem) in &told {
            if let Some(problem) = problem {
                out.line(format!("{}: {problem}", stage.name))?;
            }
        }
        let style = if wrong == 0 { Style::Good } else { Style::Bad };
        out.line(out.styled(style, format!("{} programs the same, {wrong} not", told.len() - wrong)))?;
    }
    if wrong == 0 { Ok(()) } else { Err(Failure::told(Reason::Different)) }
}

fn read(file: &Path) -> Result<Scenario, Failure> {
    let bytes = source::read(file)?;
    let bad = |error: &dyn std::fmt::Display| Failure::new(Reason::BadInput, format!("{}: {error}", file.display()));
    let text = String::from_utf8(bytes).map_err(|error| bad(&error))?;
    Scenario::parse(&text).map_err(|error| bad(&error))
}

/// What is wrong with how a stage fared.
fn problem(stage: &Stage, fate: &Fate) -> Option<String> {
    let recorded = stage.result.filter(|recorded| fate.result.is_some_and(|result| result != *recorded));
    let other = |recorded| format!("the reference does not leave what is recorded as {recorded:032x}");
    fate.different.clone().or_else(|| recorded.map(other))
}
