//! Programs that are wrong in one way each: nothing panics or hangs, and every fault is named before it can do harm.
//!
//! Each file below `bad_programs` says in comments what `verify` finds and what running it leads to, on every chip.
//! The few faults that turn out to be legal carry a reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use emulator::fault::Fault;
use emulator::machine::{Limits, Machine, Program, TiuOrder};
use isa::chip::{Chip, ChipProfile};
use isa::command::bytes_of;
use isa::diagnostic::{Diagnostic, FieldPlace, Severity};
use isa::text::{Descriptor, TdmaWords, TiuWords};
use isa::verify::{BaseRange, Options, RangeMap, Segment, verify};
use std::path::{Path, PathBuf};

/// Where the programs' base registers point: 1 to weights, 2 to a result, both of 4 KiB.
const BASES: [u64; 8] = [0, 0x1000, 0x2000, 0, 0, 0, 0, 0];
const RANGES: RangeMap = [
    None,
    Some(BaseRange { bytes: 0x1000, read_only: true }),
    Some(BaseRange { bytes: 0x1000, read_only: false }),
    None,
    None,
    None,
    None,
    None,
];

struct Sample {
    path: PathBuf,
    text: String,
}

impl Sample {
    fn all() -> Vec<Sample> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_programs");
        let read = |path: PathBuf| Sample { text: std::fs::read_to_string(&path).unwrap(), path };
        common::files(&folder, ".txt").into_iter().map(read).collect()
    }

    /// What the file says under `key`.
    fn said(&self, key: &str) -> Vec<&str> {
        let start = format!("# {key}: ");
        self.text.lines().filter_map(|line| line.strip_prefix(start.as_str())).collect()
    }

    /// The descriptors; DRAM starts elsewhere on some chips, which the addresses follow.
    fn words(&self, chip: &ChipProfile) -> (Vec<TiuWords>, Vec<TdmaWords>) {
        let text = self.text.replace("+0x0", &format!("+{:#x}", chip.gmem_start >> 28));
        let program = isa::text::Program::assemble(&text, Some(chip.chip));
        let program = program.unwrap_or_else(|errors| panic!("{}: {errors}", self.path.display()));
        let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
        for descriptor in program.descriptors() {
            match descriptor {
                Descriptor::Tiu(words) => tiu.push(*words),
                Descriptor::Tdma(words) => tdma.push(*words),
            }
        }
        (tiu, tdma)
    }
}

fn name(field: Option<&FieldPlace>) -> &str {
    field.map_or("-", |field| field.name)
}

fn finding(found: &Diagnostic) -> String {
    let Diagnostic { rule, severity, engine, index, field, .. } = found;
    format!("{rule} {severity} in {engine} {index} {}", name(field.as_ref()))
}

fn findings(chip: &ChipProfile, tiu: &[TiuWords], tdma: &[TdmaWords]) -> Vec<String> {
    let options = Options { ranges: Some(&RANGES), starts_blank: true, ..Options::default() };
    let found = verify(&Segment { chip, tiu, tdma }, &options);
    assert!(found.iter().all(|found| !found.help.is_empty()), "a finding says what to do: {found:#?}");
    found.iter().map(finding).collect()
}

/// Loads and runs a program on a machine with a little DRAM.
fn execute(chip: Chip, tiu: &[TiuWords], tdma: &[TdmaWords]) -> Result<(), Box<Fault>> {
    let tiu: Vec<u8> = tiu.iter().flat_map(|words| bytes_of(words)).collect();
    let tdma: Vec<u8> = tdma.iter().flat_map(|words| bytes_of(words)).collect();
    let program = Program::from_bytes(chip, &tiu, TiuOrder::Register, &tdma)?;
    let mut machine = Machine::with_dram(chip, 1 << 16);
    *machine.base_mut() = BASES;
    machine.run(&program, &Limits::default())
}

fn outcome(chip: Chip, tiu: &[TiuWords], tdma: &[TdmaWords]) -> String {
    match execute(chip, tiu, tdma) {
        Ok(()) => "completes".into(),
        Err(fault) => format!("stops at {} {} {}", fault.engine, fault.index, name(fault.field.as_ref())),
    }
}

#[test]
fn every_fault_is_named_on_every_chip() {
    let mut surprises = Vec::new();
    for sample in Sample::all() {
        for chip in Chip::ALL {
            let (tiu, tdma) = sample.words(chip.profile());
            let found = findings(chip.profile(), &tiu, &tdma);
            let run = outcome(chip, &tiu, &tdma);
            if found != sample.said("expect") || sample.said("run") != [run.as_str()] {
                surprises.push(format!("{} on {chip}: {found:#?}, {run}", sample.path.display()));
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn only_what_has_a_reason_goes_without_an_error() {
    let samples = Sample::all();
    assert!(samples.len() > 35);
    let error = format!(" {} in ", Severity::Error);
    for sample in samples {
        let wrong = sample.said("expect").iter().any(|line| line.contains(&error));
        assert_ne!(wrong, !sample.said("legal").is_empty(), "{}", sample.path.display());
    }
}
