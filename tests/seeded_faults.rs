//! Programs with one wrong field each: `bisect` names the descriptor and the field, with nobody watching.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod common;

use common::opened;
use common::small_model::{small_model, small_model_of};
use debugger::{DEFAULT_HISTORY_BYTES, Debugger, Files, Session, Surroundings, Target, fields};
use emulator::machine::{Limits, Machine};
use emulator::scenario::Scenario;
use emulator::trace::Replay;
use isa::container::cvtr;
use isa::random::Random;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

/// Drawings after which a program is given up.
const MOST_DRAWINGS: usize = 60;

/// What commands read and write, in memory.
#[derive(Default, Clone)]
struct Shelf(Rc<RefCell<BTreeMap<String, Vec<u8>>>>, Rc<RefCell<Option<Session>>>);

impl Files for Shelf {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.0.borrow().get(path).cloned().ok_or_else(|| format!("there is no {path}"))
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.0.borrow_mut().insert(path.into(), bytes.into());
        Ok(())
    }

    fn session(&mut self, path: &str) -> Result<Session, String> {
        self.1.borrow_mut().take().ok_or_else(|| format!("there is no {path}"))
    }
}

/// A program that can be opened as often as wanted.
struct Specimen {
    name: String,
    open: Box<dyn Fn() -> Session>,
}

fn of_scenario(name: String, scenario: Scenario) -> Specimen {
    let open = move || Session::new(Target::scenario(scenario.clone()).unwrap(), Surroundings::default());
    Specimen { name, open: Box::new(open) }
}

fn of_trace(path: PathBuf) -> Specimen {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let open = move || {
        let bytes = common::trace(&path);
        let (machine, program) = Replay::new(&cvtr::read(&bytes).unwrap()).unwrap().into_parts();
        Session::new(Target::program(machine, program), Surroundings::default())
    };
    Specimen { name, open: Box::new(open) }
}

/// A model, its inputs filled with numbers that depend on nothing.
fn of_model(path: PathBuf) -> Specimen {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let open = move || opened::session(&path, DEFAULT_HISTORY_BYTES);
    Specimen { name, open: Box::new(open) }
}

/// What the run leaves in DRAM or, for a model, in its outputs; `None` where it cannot run.
fn outcome(session: &mut Session) -> Option<Vec<u8>> {
    session.go(usize::MAX).ok()?;
    let target = session.target();
    if let Some(network) = target.model() {
        return Some(network.outputs().iter().flat_map(|number| network.bytes(*number).unwrap().to_vec()).collect());
    }
    let mut all = Vec::new();
    for page in target.machine().dram().touched() {
        let bytes = &target.machine().dram().bytes()[page.clone()];
        if bytes.iter().any(|byte| *byte != 0) {
            all.extend(page.start.to_le_bytes());
            all.extend(bytes);
        }
    }
    Some(all)
}

/// One wrong field.
struct Seed {
    turn: usize,
    field: &'static str,
    value: u64,
}

/// Draws a descriptor, one of its fields that is about what it computes, and another value near the right one.
fn draw(session: &Session, random: &mut Random) -> Option<Seed> {
    let turn = random.below(session.turns().len() as u32) as usize;
    let chip = session.target().chip();
    let descriptor = session.target().descriptor(&session.turns()[turn])?;
    let all: Vec<_> = fields::all(&descriptor, chip)
        .into_iter()
        .filter(|(info, _)| {
            let header = ["cmd_id", "wait", "end", "eod", "intp", "sync", "layer", "cmd_en", "cmd_pre", "cmd_keep"];
            !header.iter().any(|part| info.name.contains(part))
        })
        .collect();
    let (info, value) = &all[random.below(all.len() as u32) as usize];
    let width = info.places[chip.layout as usize]?.width();
    let bit = random.below(width.min(6));
    Some(Seed { turn, field: info.name, value: value ^ (1 << bit) })
}

/// What became of drawings.
#[derive(Default, Debug)]
struct Tally {
    drawn: usize,
    /// Refused when they were made or run.
    refused: usize,
    /// Left all results as they were.
    without_effect: usize,
    seeded: usize,
    /// Those of which the program of one descriptor still failed.
    failing_alone: usize,
    /// Those of which the descriptor was named by right tensors alone.
    descriptors: usize,
    /// Those of which its field was, too.
    fields: usize,
}

/// A debugger of the program with a wrong field that changes what comes out.
fn seeded(specimen: &Specimen, random: &mut Random, tally: &mut Tally) -> Option<(Debugger, Shelf, Seed)> {
    let right = outcome(&mut (specimen.open)()).expect(&specimen.name);
    for _ in 0..MOST_DRAWINGS {
        let shelf = Shelf::default();
        let mut debugger = Debugger::new((specimen.open)(), Box::new(shelf.clone()));
        let Some(seed) = draw(&debugger.session, random) else { continue };
        tally.drawn += 1;
        debugger.execute(&format!("goto {}", seed.turn)).unwrap();
        if debugger.execute(&format!("set {} {}", seed.field, seed.value)).is_err() {
            tally.refused += 1;
            continue;
        }
        match outcome(&mut debugger.session) {
            None => tally.refused += 1,
            Some(found) if found == right => tally.without_effect += 1,
            Some(_) => return Some((debugger, shelf, seed)),
        }
    }
    None
}

fn check(specimen: &Specimen, number: u64, tally: &mut Tally) {
    let mut random = Random::new(number);
    let Some((mut debugger, shelf, seed)) = seeded(specimen, &mut random, tally) else {
        println!("{}: nothing that was drawn changed the result", specimen.name);
        return;
    };
    tally.seeded += 1;
    let line = format!("{}: turn {} {} = {}", specimen.name, seed.turn, seed.field, seed.value);
    println!("{line}");
    *shelf.1.borrow_mut() = Some((specimen.open)());
    let answer = debugger.execute("bisect --good right -o alone.scenario").expect(&line);
    let fault = &answer.value["faults"][0];
    assert!(answer.different, "{line}: {}", answer.text);
    assert_eq!(fault["turn"]["step"], seed.turn, "{line}: {}", answer.text);
    let named: Vec<&str> =
        fault["fields"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(named, [seed.field], "{line}: {}", answer.text);
    assert_eq!(answer.value["faults"].as_array().unwrap().len(), 1, "{line}: {}", answer.text);
    let alone = String::from_utf8(shelf.0.borrow()["alone.scenario"].clone()).unwrap();
    fails_alone(&alone, &line);
    tally.failing_alone += 1;
}

/// With nothing but the right tensors of the program, or the DRAM that it leaves.
fn check_with_tensors(specimen: &Specimen, number: u64, tally: &mut Tally) {
    let mut random = Random::new(number);
    let Some((mut debugger, shelf, seed)) = seeded(specimen, &mut random, tally) else {
        println!("{}: nothing that was drawn changed the result", specimen.name);
        return;
    };
    tally.seeded += 1;
    let line = format!("{} {number}: turn {} {} = {}", specimen.name, seed.turn, seed.field, seed.value);
    Debugger::new((specimen.open)(), Box::new(shelf.clone())).execute("reference right.npz").expect(&line);
    let started = Instant::now();
    let answer = debugger.execute("bisect right.npz -o alone.scenario").expect(&line);
    println!("{line}: {} trials, {:.1} s", answer.value["trials"], started.elapsed().as_secs_f64());
    let of_seed = |one: &Value| one["turn"] == seed.turn && one["field"] == seed.field;
    tally.descriptors += usize::from(answer.value["turn"] == seed.turn);
    tally.fields += usize::from(of_seed(&answer.value));
    if !of_seed(&answer.value) {
        println!("{}", answer.text);
    }
    if answer.value["turn"].is_number() {
        fails_alone(&String::from_utf8(shelf.0.borrow()["alone.scenario"].clone()).unwrap(), &line);
        tally.failing_alone += 1;
    }
}

/// The program of one descriptor leaves something wrong, whatever else there was.
fn fails_alone(text: &str, line: &str) {
    let scenario = Scenario::parse(text).expect(line);
    let [stage] = scenario.stages.as_slice() else { unreachable!("{line}: {text}") };
    assert_eq!(stage.descriptors.len(), 1, "{line}");
    let mut machine = Machine::new(scenario.chip);
    stage.prepare(&mut machine, scenario.window).unwrap();
    machine.run(&stage.program(scenario.chip).unwrap(), &Limits::default()).expect(line);
    assert!(stage.mismatch(&machine).unwrap().is_some(), "{line}: {text}");
}

/// Programs that are in the repository.
fn own() -> Vec<Specimen> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let story = std::fs::read_to_string(root.join("docs/story/good.scenario")).unwrap();
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("seeded.cvimodel");
    std::fs::write(&scratch, small_model(&scratch)).unwrap();
    let mut all = vec![of_scenario("story".into(), Scenario::parse(&story).unwrap()), of_model(scratch)];
    for path in common::files(&root.join("tests/golden"), ".txt") {
        let scenario = Scenario::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        // Programs whose results reach DRAM.
        let stores = |stage: &&emulator::scenario::Stage| {
            stage.descriptors.iter().any(|one| one.disassemble(scenario.chip).starts_with("tdma store"))
        };
        let stages = scenario.stages.iter().filter(stores).take(2).cloned();
        all.extend(stages.map(|stage| {
            let name = format!("{} {}", scenario.chip, stage.name);
            of_scenario(name, Scenario { stages: vec![stage], ..scenario.clone() })
        }));
    }
    all
}

#[test]
fn the_descriptor_is_named_in_programs_of_our_own() {
    let mut tally = Tally::default();
    let all = own();
    let count = all.len();
    all.iter().zip(1..).for_each(|(specimen, number)| check(specimen, number, &mut tally));
    println!("{tally:?}");
    assert_eq!(tally.failing_alone, tally.seeded);
    assert!(tally.seeded >= count - 1, "{tally:?}");
}

#[test]
fn the_descriptor_is_named_in_twenty_real_programs() {
    let (Some(models), Some(traces)) = (common::recorded("models"), common::recorded("traces")) else { return };
    let large = ["yolov8n", "scrfd", "feartrack"];
    let small = |path: &PathBuf| !large.iter().any(|name| path.to_string_lossy().contains(name));
    let mut all: Vec<Specimen> = common::files(&models, ".cvimodel").into_iter().filter(small).map(of_model).collect();
    all.extend(common::files(&traces.join("models"), ".cvtr.zst").into_iter().map(of_trace));
    let operations: Vec<PathBuf> = ["cv180x", "cv181x", "cv182x", "cv183x"]
        .iter()
        .flat_map(|chip| common::files(&traces.join(chip), ".cvtr.zst"))
        .collect();
    let more = 60_usize.saturating_sub(all.len());
    all.extend(operations.iter().step_by((operations.len() / more).max(1)).take(more).cloned().map(of_trace));
    let mut tally = Tally::default();
    for (specimen, number) in all.iter().zip(100..) {
        if tally.seeded < 20 {
            check(specimen, number, &mut tally);
        }
    }
    println!("{tally:?}");
    assert_eq!((tally.seeded, tally.failing_alone), (20, 20), "{tally:?}");
}

#[test]
fn right_tensors_are_enough_in_programs_of_our_own() {
    let mut tally = Tally::default();
    own().iter().zip(1..).for_each(|(specimen, number)| check_with_tensors(specimen, number, &mut tally));
    println!("{tally:?}");
    assert_eq!((tally.failing_alone, tally.descriptors), (tally.seeded, tally.seeded), "{tally:?}");
}

/// Twenty small ones or, when `TPUSCOPE_SEEDED_DRAWS` says how often, all of them.
#[test]
fn right_tensors_are_enough_in_twenty_real_programs() {
    let (Some(models), Some(traces)) = (common::recorded("models"), common::recorded("traces")) else { return };
    let mut all: Vec<Specimen> = common::files(&models, ".cvimodel").into_iter().map(of_model).collect();
    all.extend(common::files(&traces.join("models"), ".cvtr.zst").into_iter().map(of_trace));
    let draws = std::env::var("TPUSCOPE_SEEDED_DRAWS").ok().and_then(|draws| draws.parse().ok());
    let small = |one: &&Specimen| ["attribute", "gesture"].iter().any(|name| one.name.contains(name));
    let chosen: Vec<&Specimen> = all.iter().filter(|one| draws.is_some() || small(one)).collect();
    let mut tally = Tally::default();
    for draw in 0..draws.unwrap_or(4) {
        for (specimen, number) in chosen.iter().zip(1000 + 100 * draw..) {
            check_with_tensors(specimen, number, &mut tally);
        }
    }
    println!("{tally:?}");
    assert!(tally.seeded >= 20, "{tally:?}");
    assert_eq!((tally.descriptors, tally.failing_alone), (tally.seeded, tally.seeded), "{tally:?}");
}

/// The small model's work, in two parts and at other addresses; it clips where it is told to.
fn in_two_parts(clip: u32) -> Specimen {
    let commands = format!(
        "\
.chip cv181x
tdma load id=1 dst=int8[1,1,16]@0x40 src=int8[1,1,16]@b3+0x0
tiu  min id=1 wait=1 output=i8[1,1,1,16]@0x140%manual a=i8[1,1,1,16]@0x40%manual b=i8#3
tdma store id=2 wait=1 dst=int8[1,1,16]@b4+0x0 src=int8[1,1,16]@0x140
tdma load id=3 dst=int8[1,1,16]@0x60 src=int8[1,1,16]@b3+0x10
tiu  min id=2 wait=3 output=i8[1,1,1,16]@0x160%manual a=i8[1,1,1,16]@0x60%manual b=i8#{clip}
tdma store id=4 wait=2 dst=int8[1,1,16]@b4+0x10 src=int8[1,1,16]@0x160
"
    );
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("parts{clip}.cvimodel"));
    std::fs::write(&scratch, small_model_of(&commands, &scratch)).unwrap();
    of_model(scratch)
}

#[test]
fn a_good_run_may_be_laid_out_otherwise() {
    let whole = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("whole.cvimodel");
    std::fs::write(&whole, small_model(&whole)).unwrap();
    let compared = |clip| {
        let shelf = Shelf::default();
        *shelf.1.borrow_mut() = Some((of_model(whole.clone()).open)());
        let mut debugger = Debugger::new((in_two_parts(clip).open)(), Box::new(shelf.clone()));
        (debugger.execute("bisect --good whole.cvimodel -o alone.scenario").unwrap(), shelf)
    };
    let (answer, shelf) = compared(7);
    assert!(answer.text.contains("so the runs are compared by"), "{}", answer.text);
    assert_eq!((&answer.value["field"], &answer.value["right"]), (&"opd1_addr".into(), &3.into()), "{}", answer.text);
    fails_alone(&String::from_utf8(shelf.0.borrow()["alone.scenario"].clone()).unwrap(), &answer.text);
    let (answer, _) = compared(3);
    assert!(!answer.different && answer.text.ends_with("nothing differs\n"), "{}", answer.text);
}
