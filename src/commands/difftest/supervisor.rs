//! Hands numbers of programs to workers, restarts those that die, and adds up.

use super::child::{Child, Heard};
use super::protocol::{Event, Request};
use super::recipe::{ROUND, Recipe};
use super::tally::{Mismatch, Refused, Tally};
use crate::cli::Difftest as Arguments;
use crate::exit::Failure;
use crate::progress::Progress;
use emulator::machine::{Limits, Machine};
use emulator::scenario::Stage;
use isa::chip::Chip;
use isa::generate::Arena;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Programs that a worker is given at a time.
const CHUNK: u64 = 16 * ROUND;
/// A run that meets so many problems has said enough.
const MOST_PROBLEMS: usize = 200;

/// The run of one chip.
pub(super) struct Supervisor<'a> {
    arguments: &'a Arguments,
    recipe: &'a Recipe,
    asked: &'a AtomicBool,
    next: AtomicU64,
    found: Mutex<(Tally, Progress)>,
}

impl<'a> Supervisor<'a> {
    pub(super) fn new(arguments: &'a Arguments, recipe: &'a Recipe, asked: &'a AtomicBool) -> Self {
        let tally = Tally::new(recipe.chip.chip, arguments.seed, recipe.classes());
        let progress = Progress::new("comparing", arguments.count as usize);
        let found = Mutex::new((tally, progress));
        Supervisor { arguments, recipe, asked, next: AtomicU64::new(arguments.first), found }
    }

    /// Runs all programs, until asked to stop.
    pub(super) fn run(self, jobs: usize) -> Result<Tally, Failure> {
        let started = Instant::now();
        let results: Vec<Result<(), Failure>> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..jobs).map(|_| scope.spawn(|| self.work())).collect();
            handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        results.into_iter().collect::<Result<(), _>>()?;
        let (mut tally, _) = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let done = tally.programs + (tally.mismatches.len() + tally.refused.len()) as u64;
        tally.left = self.arguments.count.saturating_sub(done);
        tally.seconds = started.elapsed().as_secs_f64();
        tally.mismatches.sort_by_key(|mismatch| mismatch.number);
        tally.refused.sort_by_key(|refused| refused.number);
        Ok(tally)
    }

    fn found(&self) -> MutexGuard<'_, (Tally, Progress)> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) -> Result<(), Failure> {
        let past = self.arguments.first.saturating_add(self.arguments.count);
        let mut child = None;
        loop {
            let first = self.next.fetch_add(CHUNK, Ordering::Relaxed);
            if first >= past || !self.chunk(&mut child, first, (first + CHUNK).min(past))? {
                return Ok(());
            }
        }
    }

    /// Runs a range of programs, with as many workers as that takes; whether to go on.
    fn chunk(&self, child: &mut Option<Child>, mut first: u64, past: u64) -> Result<bool, Failure> {
        while first < past {
            let worker = match child {
                Some(worker) => worker,
                None => child.insert(Child::ready(self.arguments, self.recipe.chip.chip, self.asked)?),
            };
            worker.ask(&Request::Programs { first, past });
            match self.follow(worker, first)? {
                Some(next) => {
                    *child = None;
                    first = next;
                }
                None => first = past,
            }
            let (tally, _) = &*self.found();
            if self.asked.load(Ordering::Relaxed) || tally.mismatches.len() + tally.refused.len() >= MOST_PROBLEMS {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Listens until the range is done; the number behind the program that the worker died of.
    fn follow(&self, worker: &mut Child, first: u64) -> Result<Option<u64>, Failure> {
        let mut current = first;
        loop {
            match worker.hear(self.asked) {
                Heard::Event(Event::Ready) | Heard::Stopped => return Ok(None),
                Heard::Event(Event::Start { number }) => current = number,
                Heard::Event(event) => self.count(event),
                Heard::Gone(why) => {
                    self.refused(current, why);
                    return Ok(Some(current + 1));
                }
            }
        }
    }

    fn count(&self, event: Event) {
        let (tally, progress) = &mut *self.found();
        match event {
            Event::Same { cells, descriptors } => tally.same(&cells, descriptors),
            Event::Different { number, since, what } => {
                tally.mismatches.push(Mismatch { number, what, file: None, since });
            }
            _ => return,
        }
        progress.step();
    }

    fn refused(&self, number: u64, why: String) {
        let Some(stage) = self.recipe.stage(number, true) else { return };
        let chip = self.recipe.chip.chip;
        let descriptors = stage.descriptors.iter().map(|one| one.disassemble(chip)).collect();
        let here = objection(&stage, chip);
        self.found().0.refused.push(Refused { number, why, here, descriptors });
    }
}

/// What the emulator has against a program.
fn objection(stage: &Stage, chip: Chip) -> Option<String> {
    let mut machine = Machine::new(chip);
    if let Err(error) = stage.prepare(&mut machine, Arena::window(chip.profile())) {
        return Some(error.to_string());
    }
    let run = stage.program(chip).and_then(|program| machine.run(&program, &Limits::default()));
    run.err().map(|fault| fault.to_string())
}
