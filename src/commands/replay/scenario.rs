//! Programs that say what they should leave.

use super::Fate;
use crate::exit::{Failure, Reason};
use emulator::fault::FaultKind;
use emulator::machine::{Limits, Machine};
use emulator::scenario::{Scenario, Stage, fingerprint};
use std::path::Path;

/// Runs all programs of a scenario; nothing once the user wants to stop.
pub(super) fn replayed(path: &Path, text: &str, limits: &Limits<'_>) -> Result<Option<Fate>, Failure> {
    let bad = |why: &dyn std::fmt::Display| Failure::new(Reason::BadInput, format!("{}: {why}", path.display()));
    let scenario = Scenario::parse(text).map_err(|error| bad(&error))?;
    let mut machine = Machine::new(scenario.chip);
    let mut bytes = 0;
    for stage in &scenario.stages {
        stage.prepare(&mut machine, scenario.window).map_err(|error| bad(&error))?;
        let program = stage.program(scenario.chip).map_err(|fault| bad(&fault))?;
        match machine.run(&program, limits) {
            Err(fault) if fault.kind == FaultKind::Cancelled => return Ok(None),
            ran => ran.map_err(|fault| bad(&fault))?,
        }
        if let Some(what) = problem(stage, &machine, &scenario).map_err(|error| bad(&error))? {
            return Ok(Some(Fate::Different(format!("{}: {}: {what}", path.display(), stage.name))));
        }
        bytes += stage.expected.iter().map(|patch| patch.bytes.len() as u64).sum::<u64>();
        bytes += if stage.result.is_some() { scenario.window.size + machine.local().bytes().len() as u64 } else { 0 };
    }
    Ok(Some(Fate::Exact { bytes }))
}

/// What a program left that it should not have.
fn problem(
    stage: &Stage,
    machine: &Machine,
    scenario: &Scenario,
) -> Result<Option<String>, emulator::memory::OutOfRange> {
    if let Some(mismatch) = stage.mismatch(machine)? {
        return Ok(Some(mismatch.to_string()));
    }
    let Some(result) = stage.result else { return Ok(None) };
    let window = machine.dram().read(scenario.window.offset, scenario.window.size)?;
    let found = fingerprint(machine.local().bytes(), window);
    Ok((found != result).then(|| format!("memory is {found:032x} instead of {result:032x}")))
}
