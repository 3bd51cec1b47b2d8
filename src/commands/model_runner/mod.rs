//! The vendor's `model_runner`, for scripts that call it: its flags, its text, its exit codes 0 and 1.
//!
//! A thin face: everything but flags and text is that of `tpuscope run`.

mod args;
mod text;

use super::pmu::Watch;
use super::run::compare::{self, Comparison, Reference, Tolerance};
use super::run::inputs::{self, Source};
use super::run::outputs;
use super::run::session::{Session, failure};
use crate::cli::{BoardOptions, NamedFile, PictureOptions};
use crate::exit::{self, Failure, Outcome, Reason};
use crate::output::{Color, Out};
use crate::source;
use args::Arguments;
use clap::Parser;
use emulator::runtime::{self, Network};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// The name that decides who answers.
pub(crate) const NAME: &str = "model_runner";

/// Whether a program called by this path is meant to be `model_runner`.
pub(crate) fn is_called_by(path: Option<&OsStr>) -> bool {
    path.map(Path::new).and_then(Path::file_name).is_some_and(|name| name == NAME)
}

/// Does what the command line says.
pub(crate) fn main() -> ExitCode {
    let mut out = Out::new(false, Color::Never);
    // Scripts read the version from a call without arguments.
    let greeted = out.line(text::greeting()).and_then(|()| out.flush());
    if let Err(error) = greeted {
        return exit::finish(NAME, Err(error.into()), &mut out);
    }
    match Arguments::try_parse() {
        Ok(arguments) => {
            let outcome = run(&arguments, &mut out);
            exit::finish(NAME, outcome, &mut out)
        }
        Err(error) => exit::usage(&error),
    }
}

fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    arguments.check()?;
    arguments.without_effect().for_each(note);
    if let Some(Tolerance::Least(least)) = &arguments.tolerances {
        out.line(text::tolerance(least))?;
    }
    let (mut session, watch) = load(arguments, out)?;
    let chosen = chosen(&session.network, arguments.dump_all_tensors);
    list(&session.network, &chosen, out)?;
    if let Some(path) = &arguments.input {
        fill(&mut session.network, path)?;
    }
    let outcome = if arguments.enable_timer {
        measure(&mut session, watch.as_ref(), arguments, out)
    } else {
        compare(&mut session, watch.as_ref(), arguments, &chosen, out)
    };
    if matches!(&outcome, Err(failure) if failure.reason != Reason::Different) {
        return outcome;
    }
    if let Some(path) = &arguments.output {
        outputs::write(&session.network, &chosen, path, out)?;
    }
    outcome
}

/// Says on standard error what has no effect.
fn note(what: &str) {
    // Nobody reads it when this fails; the run goes on.
    drop(writeln!(io::stderr(), "{NAME}: {what}"));
}

fn load(arguments: &Arguments, out: &mut Out) -> Result<(Session, Option<Watch>), Failure> {
    let path = &arguments.model;
    let file = source::read(path)?;
    let model = runtime::read(&file).map_err(|error| failure(path, &error))?;
    if arguments.verbose > 0 {
        text::loading(&model).iter().try_for_each(|line| out.line(line))?;
    }
    if arguments.load_from_memory {
        out.line("load cvimodel from memory")?;
    }
    let watch = Watch::new(&model, &BoardOptions::default(), arguments.pmu.as_deref())?;
    let mut session = Session::load(path, &model, arguments.program_id, watch.as_ref())?;
    session.set_threads(arguments.threads.get())?;
    out.line(text::version(&model))?;
    Ok((session, watch))
}

/// The numbers of the tensors to show, all of them in the order of their names.
fn chosen(network: &Network, all: bool) -> Vec<usize> {
    let mut chosen = outputs::chosen(network, all);
    if all {
        chosen.sort_by_key(|number| &network.tensors()[*number].name);
    }
    chosen
}

fn list(network: &Network, chosen: &[usize], out: &mut Out) -> io::Result<()> {
    let tensors = network.tensors();
    out.line("Inputs:")?;
    for (index, number) in network.inputs().iter().enumerate() {
        text::input(index, &tensors[*number]).iter().try_for_each(|line| out.line(line))?;
    }
    out.line("Outputs:")?;
    for (index, number) in chosen.iter().enumerate() {
        out.line(text::output(index, &tensors[*number]))?;
    }
    // What follows may take long.
    out.flush()
}

/// Fills every input from an archive.
fn fill(network: &mut Network, path: &Path) -> Outcome {
    let file = NamedFile { name: None, path: path.to_owned() };
    let sources = inputs::fill(network, &[file], &PictureOptions::default())?;
    match sources.iter().position(|source| matches!(source, Source::Zeros)) {
        None => Ok(()),
        Some(empty) => {
            let name = network.tensors()[network.inputs()[empty]].name.escape_debug();
            let what = format!("{} has nothing for input `{name}`; add an array of that name", path.display());
            Err(Failure::new(Reason::Usage, what))
        }
    }
}

fn measure(session: &mut Session, watch: Option<&Watch>, arguments: &Arguments, out: &mut Out) -> Outcome {
    let count = arguments.count.get();
    let timing = session.run(count, &arguments.budget, |session| monitored(watch, session, out))?;
    Ok(out.line(text::performance(count, timing.total_ms))?)
}

/// What the performance monitor recorded, if it is on.
fn monitored(watch: Option<&Watch>, session: &Session, out: &mut Out) -> Outcome {
    watch.map_or(Ok(()), |watch| watch.tell(session, false, out))
}

/// Runs, and compares what comes out each time if there is a reference.
fn compare(
    session: &mut Session,
    watch: Option<&Watch>,
    arguments: &Arguments,
    chosen: &[usize],
    out: &mut Out,
) -> Outcome {
    let count = arguments.count.get();
    let Some(path) = &arguments.reference else {
        return session.run(count, &arguments.budget, |session| monitored(watch, session, out)).map(drop);
    };
    let (reference, tolerance) = (compare::read(path)?, arguments.tolerances.unwrap_or_default());
    let mut passed = 0;
    session.run(count, &arguments.budget, |session| {
        monitored(watch, session, out)?;
        passed += usize::from(is_alike(&session.network, chosen, &reference, &tolerance, out)?);
        Ok(())
    })?;
    out.line(text::compared(passed, count))?;
    if passed == count { Ok(()) } else { Err(Failure::told(Reason::Different)) }
}

/// Tells how the outputs compare; the first that has another size ends it.
fn is_alike(
    network: &Network,
    chosen: &[usize],
    reference: &Reference,
    tolerance: &Tolerance,
    out: &mut Out,
) -> Result<bool, Failure> {
    let mut alike = true;
    for comparison in compare::each(network, chosen, reference, tolerance)? {
        out.line(text::comparison(&comparison))?;
        match comparison {
            Comparison::WrongSize { .. } => return Ok(false),
            Comparison::Verdict(verdict) => alike &= verdict.passed,
            Comparison::Missing { .. } => {}
        }
    }
    out.line(if alike { "Compare Pass." } else { "Compare Failed." })?;
    Ok(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_name_decides() {
        let called = |path: &str| is_called_by(Some(OsStr::new(path)));
        assert!(called("model_runner") && called("/opt/bin/model_runner") && called("./model_runner"));
        assert!(!called("tpuscope") && !called("model_runner/tpuscope") && !is_called_by(None));
    }
}
