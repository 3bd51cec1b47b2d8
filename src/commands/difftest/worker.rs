//! The process that runs programs on both sides, and may die of it.

use super::pair::{Pair, Verdict};
use super::protocol::{Event, Request, send};
use super::recipe::{ROUND, Recipe};
use crate::cli::DifftestWorker as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use emulator::scenario::{Scenario, Stage};
use isa::generate::{Arena, Class, class_of};
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a worker without a supervisor has to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// Works off requests until the supervisor closes the connection, which is standard input: what the library prints to
/// the other two does not get in the way.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let connection = io::stdin().as_fd().try_clone_to_owned().map(UnixStream::from);
    let failed =
        |error: io::Error| Failure::new(Reason::Io, format!("the supervisor is gone: {error}; start it again"));
    let mut to = connection.map_err(failed)?;
    match Worker::new(arguments, &mut to) {
        Ok(worker) => worker.serve().map_err(failed),
        Err(message) => send(&mut to, &Event::Unusable { message }).map_err(failed),
    }
}

struct Worker<'s> {
    recipe: Recipe,
    classes: Vec<Class>,
    pair: Pair,
    to: &'s mut UnixStream,
}

impl<'s> Worker<'s> {
    fn new(arguments: &Arguments, to: &'s mut UnixStream) -> Result<Self, String> {
        let chip = arguments.chip.profile();
        let recipe = Recipe::new(chip, arguments.seed, &arguments.ops)?;
        let pair = Pair::new(&arguments.reference, chip, Arena::window(chip))?;
        Ok(Worker { classes: recipe.classes(), recipe, pair, to })
    }

    fn serve(mut self) -> io::Result<()> {
        let requests = requests(self.to.try_clone()?);
        send(self.to, &Event::Ready)?;
        for line in requests {
            match serde_json::from_str(&line)? {
                Request::Programs { first, past } => self.programs(first, past)?,
                Request::Scenario { text } => self.scenario(&text)?,
            }
            send(self.to, &Event::Ready)?;
        }
        Ok(())
    }

    fn programs(&mut self, first: u64, past: u64) -> io::Result<()> {
        let mut since = first;
        let mut fresh = true;
        let mut told = Vec::new();
        for number in first..past {
            fresh |= number.is_multiple_of(ROUND);
            let Some(stage) = self.recipe.stage(number, fresh) else { continue };
            since = if fresh { number } else { since };
            send(&mut told, &Event::Start { number })?;
            self.to.write_all(&told)?;
            told.clear();
            let verdict = self.pair.run(&stage).unwrap_or_else(Verdict::Different);
            fresh = verdict != Verdict::Same;
            let event = match verdict {
                Verdict::Same => Event::Same { cells: self.cells(&stage), descriptors: stage.descriptors.len() as u64 },
                Verdict::Different(what) => Event::Different { number, since, what },
            };
            send(&mut told, &event)?;
        }
        self.to.write_all(&told)
    }

    /// The places of the descriptors' classes among all.
    fn cells(&self, stage: &Stage) -> Vec<u16> {
        let classes = stage.descriptors.iter().filter_map(|descriptor| class_of(descriptor, self.recipe.chip));
        classes.filter_map(|class| self.classes.binary_search(&class).ok().map(|place| place as u16)).collect()
    }

    fn scenario(&mut self, text: &str) -> io::Result<()> {
        let scenario = match Scenario::parse(text) {
            Ok(scenario) if scenario.chip == self.recipe.chip.chip => scenario,
            Ok(_) => return self.bad("it is for another chip; name its chip"),
            Err(error) => return self.bad(&error.to_string()),
        };
        if let Err(error) = self.pair.set_window(scenario.window) {
            return self.bad(&error);
        }
        for (number, stage) in (0..).zip(&scenario.stages) {
            send(self.to, &Event::Start { number })?;
            let (same, what) = match self.pair.run(stage) {
                Ok(Verdict::Same) => (true, String::new()),
                Ok(Verdict::Different(what)) => (false, what),
                Err(message) => return self.bad(&message),
            };
            send(self.to, &Event::Stage { same, what, result: self.pair.fingerprint() })?;
        }
        Ok(())
    }

    fn bad(&mut self, message: &str) -> io::Result<()> {
        send(self.to, &Event::BadScenario { message: message.to_string() })
    }
}

/// What the supervisor asks for. When it is gone, however that came, the process ends, even if the reference does not
/// come back from what it runs.
fn requests(from: UnixStream) -> Receiver<String> {
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
        drop(sender);
        std::thread::sleep(GRACE);
        std::process::abort();
    });
    requests
}
