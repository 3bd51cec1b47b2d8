//! What `why` follows is what a result depends on: the emulator itself is asked.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it counts"
)]

use emulator::machine::{Limits, Machine, Program};
use isa::chip::Chip;
use isa::command::{Command, Isa, Tiu};
use isa::footprint::{Feed, Footprint, Region, Role, Span, feeds};
use isa::generate::{Location, Sample, operation};
use isa::layout::LocalTensor;
use isa::op::CommandId;
use isa::op::tiu::TiuKind;
use isa::random::Random;
use std::collections::BTreeSet;

/// Programs of each operation.
const SAMPLES: u64 = 40;
/// Bytes outside of all windows that are changed, for each element.
const OUTSIDE: usize = 12;

/// A descriptor with all that it runs on.
struct Bench {
    machine: Machine,
    program: Program,
    command: Command<Tiu>,
}

impl Bench {
    fn new(chip: Chip, sample: &Sample<Tiu>, random: &mut Random) -> Self {
        let mut machine = Machine::new(chip);
        let size = machine.local().bytes().len();
        machine.local_mut().bytes_mut().copy_from_slice(&random.bytes(size));
        for content in &sample.memory {
            let Location::Local(at) = content.location else { continue };
            let at = at.0 as usize;
            machine.local_mut().bytes_mut()[at..at + content.bytes.len()].copy_from_slice(&content.bytes);
        }
        let mut command = sample.command;
        (command.header.end, command.header.wait, command.header.id) = (true, CommandId(0), CommandId(1));
        let program = Program::from_commands(chip, vec![command], Vec::new()).unwrap();
        Bench { machine, program, command }
    }

    /// What the element holds behind the descriptor when one byte in front of it is another; `None` where that cannot run.
    fn element(&mut self, changed: Option<(usize, u8)>, element: &[usize]) -> Option<Vec<u8>> {
        let before = self.machine.snapshot();
        if let Some((at, by)) = changed {
            self.machine.local_mut().bytes_mut()[at] ^= by;
        }
        let ran = self.machine.run(&self.program, &Limits::default()).is_ok();
        let found = element.iter().map(|at| self.machine.local().bytes()[*at]).collect();
        self.machine.restore(&before).unwrap();
        ran.then_some(found)
    }
}

fn local(region: &Region) -> &LocalTensor {
    let Span::Local(tensor) = &region.span else { unreachable!("the TIU works in local memory") };
    tensor
}

fn bytes(region: &Region, lane_bytes: usize) -> impl Iterator<Item = usize> + use<> {
    let one = move |run: isa::footprint::Run| {
        let start = run.lane as usize * lane_bytes + run.start.unsigned_abs() as usize;
        start..start + run.len as usize
    };
    region.runs().flat_map(one)
}

/// Operands whose followed element changed the result, of those that were asked.
#[derive(Default, Debug)]
struct Tally {
    followed: usize,
    asked: usize,
}

fn ask(chip: Chip, kind: TiuKind, tally: &mut Tally) {
    let profile = chip.profile();
    let lane_bytes = profile.lane_bytes as usize;
    for seed in 0..SAMPLES {
        let mut random = Random::new(seed * 31 + kind as u64);
        let Some(sample) = operation(&mut random, profile, kind) else { return };
        let mut bench = Bench::new(chip, &sample, &mut random);
        let fields = Tiu::fields(&bench.command.header, &bench.command.op, profile.layout).unwrap();
        let print = Footprint::of::<Tiu>(&fields, profile);
        let index = local(&print.writes[0]).shape.map(|extent| random.below(extent));
        let element: Vec<usize> = print
            .writes
            .iter()
            .flat_map(|plane| {
                let place = local(plane).at(index);
                let start = place.lane as usize * lane_bytes + place.offset as usize;
                start..start + local(plane).element as usize
            })
            .collect();
        let Some(right) = bench.element(None, &element) else { continue };
        let mut feeding = feeds(&fields, profile, index);
        pick_entries(&mut feeding, &bench, lane_bytes);
        let what = format!("{} {seed}: element {index:?} of {}", kind.info().name, sample_text(&bench, chip));
        let inside: BTreeSet<usize> = feeding.iter().flat_map(|feed| bytes(&feed.part(), lane_bytes)).collect();
        let all: Vec<usize> = print.reads.iter().flat_map(|region| bytes(region, lane_bytes).take(20_000)).collect();
        let outside: Vec<usize> = all.into_iter().filter(|at| !inside.contains(at)).collect();
        for _ in 0..OUTSIDE.min(outside.len()) {
            let at = outside[random.below(outside.len() as u32) as usize];
            let found = bench.element(Some((at, 1 << random.below(8))), &element);
            assert!(
                found.is_none_or(|found| found == right),
                "{what}: changed by {at:#x}, which is not in its windows"
            );
        }
        for feed in &feeding {
            tally.asked += 1;
            tally.followed += usize::from(can_change(&mut bench, feed, &element, &right, lane_bytes));
        }
    }
}

/// Of tables, the entry that the input selects.
fn pick_entries(feeding: &mut [Feed], bench: &Bench, lane_bytes: usize) {
    let input = feeding.iter().find(|feed| feed.region.role == Role::Input);
    let Some(place) = input.map(|feed| local(&feed.region).at(feed.first)) else { return };
    let number = bench.machine.local().bytes()[place.lane as usize * lane_bytes + place.offset as usize];
    for feed in feeding.iter_mut().filter(|feed| feed.region.role == Role::Table) {
        *feed = feed.clone().entry(number);
    }
}

fn can_change(bench: &mut Bench, feed: &Feed, element: &[usize], right: &[u8], lane_bytes: usize) -> bool {
    let place = local(&feed.region).at(feed.first);
    let start = place.lane as usize * lane_bytes + place.offset as usize;
    let mut changes =
        (start..start + local(&feed.region).element as usize).flat_map(|at| (0..8).map(move |bit| (at, 1 << bit)));
    changes.any(|change| bench.element(Some(change), element).is_some_and(|found| found != right))
}

fn sample_text(bench: &Bench, chip: Chip) -> String {
    let words = bench.command.encode(chip.profile()).unwrap();
    isa::text::disassemble::<Tiu>(&words, chip.profile())
}

#[test]
fn results_depend_on_the_windows_that_are_reported_and_on_nothing_else() {
    for chip in [Chip::Cv181x, Chip::Cv183x] {
        for kind in TiuKind::ALL {
            let mut tally = Tally::default();
            ask(chip, kind, &mut tally);
            println!("{chip} {}: {tally:?}", kind.info().name);
            assert!(tally.asked == 0 || tally.followed * 8 > tally.asked, "{chip} {}: {tally:?}", kind.info().name);
        }
    }
}
