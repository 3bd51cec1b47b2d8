//! Running scenarios in a worker.

use super::child::{Child, Heard};
use super::protocol::{Event, Request};
use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Reason};
use emulator::scenario::Scenario;
use isa::chip::Chip;
use std::sync::atomic::AtomicBool;

/// How a stage fared.
#[derive(Debug)]
pub(super) struct Fate {
    /// What differs, if anything.
    pub(super) different: Option<String>,
    /// The fingerprint of what the reference left; `None` when it did not survive.
    pub(super) result: Option<u128>,
}

/// Runs one scenario after the other.
pub(super) struct Trials<'a> {
    arguments: &'a Arguments,
    chip: Chip,
    asked: &'a AtomicBool,
    child: Option<Child>,
}

impl<'a> Trials<'a> {
    pub(super) fn new(arguments: &'a Arguments, chip: Chip, asked: &'a AtomicBool) -> Self {
        Trials { arguments, chip, asked, child: None }
    }

    /// Runs a scenario; the stages behind one that the reference does not survive have no fate.
    pub(super) fn run(&mut self, scenario: &Scenario) -> Result<Vec<Fate>, Failure> {
        let mut child = match self.child.take() {
            Some(child) => child,
            None => Child::ready(self.arguments, self.chip, self.asked)?,
        };
        child.ask(&Request::Scenario { text: scenario.to_string() });
        let mut fates = Vec::new();
        loop {
            match child.hear(self.asked) {
                Heard::Event(Event::Ready) => break,
                Heard::Event(Event::Stage { same, what, result }) => {
                    fates.push(Fate { different: (!same).then_some(what), result: Some(result) });
                }
                Heard::Event(Event::BadScenario { message }) => return Err(Failure::new(Reason::BadInput, message)),
                Heard::Event(_) => {}
                Heard::Gone(why) => {
                    let told = format!("the reference gave up: {why}");
                    fates.push(Fate { different: Some(told), result: None });
                    return Ok(fates);
                }
                Heard::Stopped => return Err(Failure::told(Reason::Interrupted)),
            }
        }
        self.child = Some(child);
        Ok(fates)
    }

    /// Whether both sides survive the scenario and disagree.
    pub(super) fn disagree(&mut self, scenario: &Scenario) -> Result<bool, Failure> {
        let fates = self.run(scenario)?;
        Ok(fates.iter().any(|fate| fate.different.is_some() && fate.result.is_some()))
    }
}
