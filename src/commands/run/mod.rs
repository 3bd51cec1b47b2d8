//! `tpuscope run`: a model, its inputs, its outputs.

pub(crate) mod compare;
pub(crate) mod inputs;
pub(crate) mod outputs;
mod picture;
mod report;
mod resize;
pub(crate) mod session;
mod yuv;

pub(crate) use compare::Tolerance;

use crate::cli::Run as Arguments;
use crate::commands::pmu::Watch;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use crate::source;
use emulator::runtime;
use isa::chip::Chip;
use isa::container::cvimodel::{Model, Program};
use report::{Report, Top};
use session::Session;

/// How many of the largest values are labelled when nobody says how many.
const FEW: usize = 5;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let file = source::read(&arguments.model)?;
    let model = runtime::read(&file).map_err(|error| session::failure(&arguments.model, &error))?;
    let Choice { program, programs } = choose(arguments, &model)?;
    let watch = Watch::new(&model, &arguments.boards, arguments.pmu.as_deref())?;
    let mut session = Session::load(&arguments.model, &model, program, watch.as_ref())?;
    // The machine has its own copy of what it needs.
    drop(model);
    drop(file);
    session.set_threads(arguments.threads.get())?;
    let filled = inputs::fill(&mut session.network, &arguments.input, &arguments.picture)?;
    let reference = arguments.reference.as_deref().map(compare::read).transpose()?;
    let labels = arguments.labels.as_deref().map(report::labels).transpose()?;
    let timing = session.run(arguments.count.get(), &arguments.budget, |session| match &watch {
        Some(watch) => watch.tell(session, is_taken(arguments), out),
        None => Ok(()),
    })?;
    let chosen = outputs::chosen(&session.network, arguments.dump_all_tensors);
    let compared = match &reference {
        Some(reference) => Some(compare::compare(&session.network, &chosen, reference, &arguments.tolerance)?),
        None => None,
    };
    if let Some(path) = &arguments.output {
        outputs::write(&session.network, &chosen, path, out)?;
    }
    let default = if labels.is_some() { FEW } else { 0 };
    let top = Top { count: arguments.top_k.unwrap_or(default), labels: labels.as_deref() };
    let report = Report::new(&session, programs, filled, &chosen, timing, compared, &top)?;
    tell(arguments, &report, out)?;
    match report.is_different() {
        true => Err(Failure::told(Reason::Different)),
        false => Ok(()),
    }
}

/// Whether standard output is for the outputs.
fn is_taken(arguments: &Arguments) -> bool {
    arguments.output.as_deref().is_some_and(|path| path.as_os_str() == "-")
}

fn tell(arguments: &Arguments, report: &Report, out: &mut Out) -> std::io::Result<()> {
    match (is_taken(arguments), out.is_json()) {
        // An archive with text behind it is no archive.
        (true, _) => Ok(()),
        (false, true) => out.json(report),
        (false, false) => report.print(out),
    }
}

/// The program to run, and how many there are.
struct Choice {
    program: usize,
    programs: usize,
}

fn choose(arguments: &Arguments, model: &Model<'_>) -> Result<Choice, Failure> {
    check_chip(arguments, model.header.chip())?;
    let programs = &model.body.programs;
    let program = match arguments.batch {
        Some(batch) => with_batch(programs, batch),
        None => Ok(arguments.program_id),
    };
    let failed = |what| Failure::new(Reason::Usage, format!("{}: {what}", arguments.model.display()));
    Ok(Choice { program: program.map_err(failed)?, programs: programs.len() })
}

/// The number of the only program with this batch.
fn with_batch(programs: &[Program], batch: i64) -> Result<usize, String> {
    let batches: Vec<i64> = programs.iter().map(batch_of).collect();
    let found: Vec<usize> = (0..batches.len()).filter(|number| batches[*number] == batch).collect();
    match found.as_slice() {
        [number] => Ok(*number),
        [] => Err(format!("there is no program for batch {batch} (allowed: {})", list(&batches))),
        _ => Err(format!("programs {} are for batch {batch}; choose with --program-id", list(&found))),
    }
}

fn list<T: ToString>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.join(", ")
}

fn check_chip(arguments: &Arguments, built_for: Option<Chip>) -> Result<(), Failure> {
    match (arguments.chip, built_for) {
        (Some(wanted), Some(chip)) if wanted != chip => {
            let name = arguments.model.display();
            let what =
                format!("{name} is built for {chip} and does not run on {wanted}; leave out --chip or build it again");
            Err(Failure::new(Reason::Unsupported, what))
        }
        _ => Ok(()),
    }
}

/// Pictures that a program takes at once: what it says, or else the outermost extent of its first input.
fn batch_of(program: &Program) -> i64 {
    let input = program.inputs.first().and_then(|name| program.tensor(name));
    let extent = input.and_then(|tensor| tensor.shape.dims.first().copied()).unwrap_or(1);
    if program.batch > 0 { program.batch.into() } else { extent }
}
