//! What a reference simulator left, for every operation, format and mode on every chip, without the simulator.
//!
//! `tpuscope difftest --reference LIB --bless tests/golden` writes the files anew.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use emulator::machine::{Limits, Machine};
use emulator::scenario::{Scenario, Stage, fingerprint};
use isa::chip::{Chip, Window};
use isa::generate::{class_of, classes};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Programs that every class of descriptors is to have.
const ENOUGH: u32 = 3;

fn file(chip: Chip) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{chip}.txt"))
}

fn vectors(chip: Chip) -> Scenario {
    let scenario = Scenario::parse(&std::fs::read_to_string(file(chip)).unwrap()).unwrap();
    assert_eq!(scenario.chip, chip);
    scenario
}

/// What the emulator leaves, or why it does not.
fn run(stage: &Stage, machine: &mut Machine, window: Window) -> Result<u128, String> {
    stage.prepare(machine, window).map_err(|error| error.to_string())?;
    let program = stage.program(machine.chip().chip).map_err(|fault| fault.to_string())?;
    machine.run(&program, &Limits::default()).map_err(|fault| fault.to_string())?;
    let dram = machine.dram().read(window.offset, window.size).map_err(|error| error.to_string())?;
    Ok(fingerprint(machine.local().bytes(), dram))
}

/// The program, why it failed and how to see more.
fn complaint(stage: &Stage, chip: Chip, why: &str) -> String {
    let lines: Vec<String> = stage.descriptors.iter().map(|one| format!("  {}", one.disassemble(chip))).collect();
    format!(
        "{} of {}: {why}\n{}\ncompare with `tpuscope difftest --scenario {} --reference LIB`",
        stage.name,
        file(chip).display(),
        lines.join("\n"),
        file(chip).display()
    )
}

fn check(chip: Chip) {
    let scenario = vectors(chip);
    let mut machine = Machine::with_dram(chip, scenario.window.offset + scenario.window.size);
    let mut wrong = Vec::new();
    for stage in &scenario.stages {
        assert!(stage.seed.is_some(), "{}", complaint(stage, chip, "it starts from memory that nobody knows"));
        match run(stage, &mut machine, scenario.window) {
            Ok(result) if Some(result) == stage.result => {}
            Ok(_) => wrong.push(complaint(stage, chip, "memory is not what the reference left")),
            Err(why) => wrong.push(complaint(stage, chip, &why)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} programs are wrong:\n{}", wrong.len(), scenario.stages.len(), wrong.join("\n"));
}

#[test]
fn cv183x_leaves_what_the_reference_left() {
    check(Chip::Cv183x);
}

#[test]
fn cv182x_leaves_what_the_reference_left() {
    check(Chip::Cv182x);
}

#[test]
fn cv181x_leaves_what_the_reference_left() {
    check(Chip::Cv181x);
}

#[test]
fn cv180x_leaves_what_the_reference_left() {
    check(Chip::Cv180x);
}

#[test]
fn every_operation_format_and_mode_has_vectors() {
    for chip in Chip::ALL {
        let mut counts: BTreeMap<_, u32> = classes(chip.profile()).into_iter().map(|class| (class, 0)).collect();
        for stage in vectors(chip).stages {
            let mut met: Vec<_> =
                stage.descriptors.iter().filter_map(|descriptor| class_of(descriptor, chip.profile())).collect();
            met.sort_unstable();
            met.dedup();
            met.into_iter().for_each(|class| *counts.entry(class).or_default() += 1);
        }
        let rare: Vec<String> =
            counts.iter().filter(|(_, count)| **count < ENOUGH).map(|(class, _)| class.to_string()).collect();
        assert!(rare.is_empty(), "{chip} has fewer than {ENOUGH} programs of {}; bless more", rare.join(", "));
    }
}
