//! Single bits flipped in a legal program of 20 descriptors: it does the same, does something else that is legal, or is
//! refused by name. It never panics and never runs for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test stops at the first surprise")]

use emulator::fault::Fault;
use emulator::machine::{Limits, Machine, Program, Snapshot, TiuOrder};
use isa::chip::{Chip, ChipProfile};
use isa::command::{Tdma, Tiu, bytes_of, words_of};
use isa::diagnostic::Severity;
use isa::footprint::{Footprint, Region};
use isa::generate::{self, Location, Mix, Random};
use isa::sequence::Encoded;
use isa::verify::{Options, Segment, verify};
use std::collections::BTreeMap;

const DESCRIPTORS: usize = 20;
const FLIPS: u32 = 2000;
/// Programs that touch more bytes than this make the test slow without making it better.
const MOST_BYTES: u64 = 1 << 16;

/// What became of a damaged program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing was damaged that matters.
    Same,
    /// Legal, with another result.
    Different,
    /// Found by the verifier.
    Found,
    /// Found only by executing it.
    Refused,
}

/// A legal program and a machine that is ready for it.
struct Subject {
    chip: Chip,
    tiu: Vec<u8>,
    tdma: Vec<u8>,
    machine: Machine,
    start: Snapshot,
    expected: u128,
}

/// Bytes that a program touches.
fn extent(made: &generate::Program, chip: &ChipProfile) -> u64 {
    let (tiu, tdma) = made.sequence.clone().ended();
    let tiu = tiu.iter().map(|command| Footprint::of_command::<Tiu>(command, chip));
    let footprints = tiu.chain(tdma.iter().map(|command| Footprint::of_command::<Tdma>(command, chip)));
    footprints.map(|footprint| footprint.unwrap().regions().map(Region::byte_count).sum::<u64>()).sum()
}

/// A random program of the wanted size.
fn program(random: &mut Random, chip: &ChipProfile) -> (generate::Program, Encoded) {
    let mix = Mix { steps: DESCRIPTORS as u32, transfers: 50 };
    let suits = |(made, encoded): &(generate::Program, Encoded)| {
        encoded.tiu.len() + encoded.tdma.len() == DESCRIPTORS && extent(made, chip) < MOST_BYTES
    };
    let mut any = std::iter::repeat_with(|| {
        let made = generate::program(random, chip, mix);
        let encoded = made.sequence.clone().encode(chip).unwrap();
        (made, encoded)
    });
    any.find(suits).unwrap()
}

/// A machine with random memory and the program's data in place.
fn machine(random: &mut Random, chip: &ChipProfile, made: &generate::Program) -> Machine {
    let mut machine = Machine::with_dram(chip.chip, made.arena.window.offset + made.arena.window.size);
    machine.local_mut().bytes_mut().iter_mut().for_each(|byte| *byte = random.below(256) as u8);
    *machine.base_mut() = made.arena.bases;
    for content in &made.memory {
        match content.location {
            Location::Dram(offset) => machine.dram_mut().write(offset, &content.bytes).unwrap(),
            Location::Local(address) => {
                let at = address.0 as usize;
                machine.local_mut().bytes_mut()[at..at + content.bytes.len()].copy_from_slice(&content.bytes);
            }
        }
    }
    machine
}

impl Subject {
    fn new(random: &mut Random, chip: Chip) -> Self {
        let (made, encoded) = program(random, chip.profile());
        let mut machine = machine(random, chip.profile(), &made);
        let start = machine.snapshot();
        let tiu = encoded.tiu.iter().flat_map(|words| bytes_of(words)).collect();
        let tdma = encoded.tdma.iter().flat_map(|words| bytes_of(words)).collect();
        let mut subject = Subject { chip, tiu, tdma, machine, start, expected: 0 };
        subject.expected = subject.execute().unwrap();
        assert_eq!(subject.outcome(), Outcome::Same, "the program is legal");
        subject
    }

    /// Runs the program and returns what is in memory then.
    fn execute(&mut self) -> Result<u128, Box<Fault>> {
        self.machine.restore(&self.start).unwrap();
        let program = Program::from_bytes(self.chip, &self.tiu, TiuOrder::Register, &self.tdma)?;
        let limits = Limits { steps: 1000, elements: 1 << 24, cancel: None };
        self.machine.run(&program, &limits)?;
        Ok(self.machine.fingerprint())
    }

    /// Whether the verifier finds an error, which then says what to do.
    fn is_found(&self) -> bool {
        let tiu: Vec<_> = self.tiu.chunks(112).map(|bytes| words_of::<Tiu>(bytes).unwrap()).collect();
        let tdma: Vec<_> = self.tdma.chunks(64).map(|bytes| words_of::<Tdma>(bytes).unwrap()).collect();
        let segment = Segment { chip: self.chip.profile(), tiu: &tiu, tdma: &tdma };
        let mut found = verify(&segment, &Options::default()).into_iter();
        found.any(|found| found.severity == Severity::Error && !found.what.is_empty() && !found.help.is_empty())
    }

    fn outcome(&mut self) -> Outcome {
        let found = self.is_found();
        match self.execute() {
            _ if found => Outcome::Found,
            Ok(state) if state == self.expected => Outcome::Same,
            Ok(_) => Outcome::Different,
            Err(fault) => {
                let allowed = fault.field.as_ref().is_some_and(|field| !field.allowed.is_empty());
                assert!(!fault.what.is_empty() && (allowed || !fault.help.is_empty()), "{fault}");
                Outcome::Refused
            }
        }
    }

    fn flip(&mut self, bit: usize) {
        let (byte, mask) = (bit / 8, 1 << (bit % 8));
        match byte.checked_sub(self.tiu.len()) {
            None => self.tiu[byte] ^= mask,
            Some(byte) => self.tdma[byte] ^= mask,
        }
    }
}

/// Flips bits one at a time; what happened, how often.
fn outcomes(chip: Chip) -> BTreeMap<Outcome, u32> {
    let mut random = Random::new(20);
    let mut subject = Subject::new(&mut random, chip);
    let bits = (subject.tiu.len() + subject.tdma.len()) as u32 * 8;
    let mut counts = BTreeMap::new();
    for _ in 0..FLIPS {
        let bit = random.below(bits) as usize;
        subject.flip(bit);
        *counts.entry(subject.outcome()).or_default() += 1;
        subject.flip(bit);
    }
    counts
}

/// Both halves of the fields of a descriptor: those that decide what it does, and those that it ignores.
fn check(chip: Chip) {
    let counts = outcomes(chip);
    println!("{chip}: {counts:?}");
    assert_eq!(counts.values().sum::<u32>(), FLIPS);
    assert!(counts[&Outcome::Found] > FLIPS / 4 && counts[&Outcome::Same] > FLIPS / 4, "{counts:?}");
}

#[test]
fn flips_on_cv183x() {
    check(Chip::Cv183x);
}

#[test]
fn flips_on_cv182x() {
    check(Chip::Cv182x);
}

#[test]
fn flips_on_cv181x() {
    check(Chip::Cv181x);
}

#[test]
fn flips_on_cv180x() {
    check(Chip::Cv180x);
}
