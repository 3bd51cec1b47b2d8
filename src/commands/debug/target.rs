//! What is debugged, from files.

use crate::cli::Debug as Arguments;
use crate::commands::demo;
use crate::commands::run::{inputs, session::failure};
use crate::exit::{Failure, Reason};
use crate::source::{self, Kind};
use crate::streams;
use debugger::{Session, Surroundings, Target};
use emulator::forecast::Workload;
use emulator::machine::{Machine, Program, TiuOrder};
use emulator::runtime::{self, Network};
use emulator::scenario::Scenario;
use emulator::trace::Replay;
use isa::container::cvimodel::Model;
use isa::container::cvtr;
use isa::diagnostic::Engine;
use isa::text::Descriptor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A session with what the command line names.
pub(super) fn session(arguments: &Arguments, cancel: Arc<AtomicBool>) -> Result<Session, Failure> {
    let surroundings =
        Surroundings { history_bytes: arguments.history_memory << 20, cancel, ..Surroundings::default() };
    let Some(path) = &arguments.file else {
        let (machine, program) = demo::prepared(arguments.chip)?;
        return Ok(Session::new(limited(Target::program(machine, program), arguments), surroundings));
    };
    let bytes = source::read(path)?;
    let kind = source::kind(path, &bytes);
    if !matches!(kind, Ok(Kind::Model)) && !arguments.input.is_empty() {
        return Err(Failure::new(Reason::Usage, "only models have inputs; leave out --input"));
    }
    if matches!(kind, Ok(Kind::Model)) {
        return of_model(path, &bytes, arguments, surroundings);
    }
    Ok(Session::new(limited(of_program(path, bytes)?, arguments), surroundings))
}

/// The run of a file as it is, to compare with.
pub(super) fn of_file(path: &Path, program: usize) -> Result<Session, Failure> {
    let bytes = source::read(path)?;
    if !matches!(source::kind(path, &bytes), Ok(Kind::Model)) {
        return Ok(Session::new(of_program(path, bytes)?, Surroundings::default()));
    }
    let (model, network) = load(path, &bytes, program)?;
    session_of_model(path, &model, program, Target::network(network), Surroundings::default())
}

/// What is no model.
fn of_program(path: &Path, bytes: Vec<u8>) -> Result<Target, Failure> {
    match source::kind(path, &bytes) {
        Ok(Kind::Trace) => of_trace(path, source::trace(path, bytes)?),
        Ok(_) => of_stream(path, bytes),
        Err(unknown) => of_text(path, bytes, unknown),
    }
}

fn limited(mut target: Target, arguments: &Arguments) -> Target {
    target.limits = (arguments.budget.max_steps, arguments.budget.max_elements);
    target
}

fn of_model(
    path: &Path,
    file: &[u8],
    arguments: &Arguments,
    surroundings: Surroundings<'_>,
) -> Result<Session, Failure> {
    let (model, mut network) = load(path, file, arguments.program_id)?;
    let threads = arguments.threads.get();
    network.machine_mut().set_threads(threads).map_err(|error| {
        Failure::new(Reason::Io, format!("cannot start {threads} threads: {error}; give fewer with --threads"))
    })?;
    inputs::fill(&mut network, &arguments.input, &arguments.picture)?;
    let target = limited(Target::network(network), arguments);
    session_of_model(path, &model, arguments.program_id, target, surroundings)
}

fn load<'f>(path: &Path, file: &'f [u8], program: usize) -> Result<(Model<'f>, Network), Failure> {
    let model = runtime::read(file).map_err(|error| failure(path, &error))?;
    let network = Network::of_model(&model, program).map_err(|error| failure(path, &error))?;
    Ok((model, network))
}

fn session_of_model(
    path: &Path,
    model: &Model<'_>,
    program: usize,
    target: Target,
    surroundings: Surroundings<'_>,
) -> Result<Session, Failure> {
    let workload = target.model().map(|network| Workload::of_network(model, program, network)).transpose();
    let workload = workload.map_err(|error| failure(path, &error))?;
    Ok(Session::new(target, Surroundings { model: Some(model), workload, ..surroundings }))
}

fn of_trace(path: &Path, bytes: Vec<u8>) -> Result<Target, Failure> {
    let trace = cvtr::read(&bytes).map_err(|error| Failure::format(path, &error))?;
    let replay = Replay::new(&trace)
        .map_err(|error| Failure::new(Reason::BreaksRule, format!("{}: {error}", path.display())))?;
    let (machine, program) = replay.into_parts();
    Ok(Target::program(machine, program))
}

fn of_stream(path: &Path, bytes: Vec<u8>) -> Result<Target, Failure> {
    let streams = streams::of_file(path, bytes, None)?;
    let all: Vec<&Descriptor> = streams.iter().flat_map(|stream| stream.segments.iter().flatten()).collect();
    let chip = streams.first().map(|stream| stream.chip);
    let chip = chip.ok_or_else(|| Failure::new(Reason::BadInput, format!("{}: it is empty", path.display())))?;
    let of = |engine: Engine| -> Vec<u8> {
        let mine = all.iter().filter(|one| one.engine() == engine);
        mine.flat_map(|one| isa::command::bytes_of(one.words())).collect()
    };
    let program = Program::from_bytes(chip, &of(Engine::Tiu), TiuOrder::Register, &of(Engine::Tdma));
    let program = program.map_err(|fault| Failure::new(Reason::BreaksRule, format!("{}: {fault}", path.display())))?;
    Ok(Target::program(Machine::new(chip), program))
}

/// A scenario; `unknown` is what is said of bytes that are no text.
fn of_text(path: &Path, bytes: Vec<u8>, unknown: Failure) -> Result<Target, Failure> {
    let Ok(text) = String::from_utf8(bytes) else { return Err(unknown) };
    if !text.lines().any(|line| line.starts_with(".chip")) {
        return Err(unknown);
    }
    let bad = |why: &dyn std::fmt::Display| Failure::new(Reason::BadInput, format!("{}: {why}", path.display()));
    let text = if text.contains(".segment") { text } else { with_segment(&text) };
    let scenario = Scenario::parse(&text).map_err(|error| bad(&error))?;
    Target::scenario(ended(scenario)).map_err(|why| bad(&why))
}

/// Plain assembly as a scenario of one program, on memory of zeros.
fn with_segment(text: &str) -> String {
    let is_head = |line: &&str| line.starts_with(".chip") || line.starts_with('#') || line.trim().is_empty();
    let head: Vec<&str> = text.lines().take_while(is_head).collect();
    let rest: Vec<&str> = text.lines().skip(head.len()).collect();
    format!("{}\n#: window 0x0 0x0\n.segment program\n{}\n", head.join("\n"), rest.join("\n"))
}

/// Assembly need not mark the last descriptor of each engine.
fn ended(mut scenario: Scenario) -> Scenario {
    let chip = scenario.chip.profile();
    for stage in &mut scenario.stages {
        for (engine, field) in [(Engine::Tiu, "cmd_end"), (Engine::Tdma, "eod")] {
            if let Some(last) = stage.descriptors.iter_mut().rev().find(|one| one.engine() == engine)
                && let Ok(marked) = debugger::fields::set(last, chip, field, 1)
            {
                *last = marked;
            }
        }
    }
    scenario
}
