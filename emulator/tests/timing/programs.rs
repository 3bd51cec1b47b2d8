//! Random programs, with and without their data.

use emulator::clock::Clock;
use emulator::machine::{Limits, Machine, Program};
use emulator::memory::Space;
use emulator::scenario::{Patch, Stage};
use emulator::timing::{Schedule, Span};
use isa::chip::Dram;
use isa::cost::BoardProfile;
use isa::generate::{self, Arena, Content, Location, Mix, Random};
use isa::generated::timing::BOARDS;
use isa::text::Descriptor;
use proptest::prelude::*;

/// A program and the machine in which it can run.
struct Case {
    machine: Machine,
    program: Program,
}

fn case(seed: u64, board: &BoardProfile) -> Case {
    let profile = board.chip.profile();
    let made = generate::program(&mut Random::new(seed), profile, Mix { steps: 12, transfers: 60 });
    let encoded = made.sequence.encode(profile).unwrap();
    let tdma = encoded.tdma.into_iter().map(Descriptor::Tdma);
    let stage = Stage {
        name: "timed".into(),
        seed: Some(seed),
        bases: made.arena.bases,
        patches: made.memory.into_iter().map(patch).collect(),
        descriptors: tdma.chain(encoded.tiu.into_iter().map(Descriptor::Tiu)).collect(),
        result: None,
        expected: Vec::new(),
    };
    let mut machine = Machine::new(board.chip);
    stage.prepare(&mut machine, Arena::window(profile)).unwrap();
    Case { machine, program: stage.program(board.chip).unwrap() }
}

fn patch(Content { location, bytes }: Content) -> Patch {
    let (space, offset) = match location {
        Location::Local(address) => (Space::Local, u64::from(address.0)),
        Location::Dram(offset) => (Space::Dram, offset),
    };
    Patch { space, offset, bytes }
}

fn spans(schedule: &Schedule) -> Vec<Span> {
    schedule.places().iter().map(|placed| placed.span).collect()
}

fn boards() -> impl Strategy<Value = &'static BoardProfile> {
    (0..BOARDS.len()).prop_map(|index| &BOARDS[index])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn data_and_time_together_are_data_alone_and_time_alone(seed in any::<u64>(), board in boards()) {
        let Case { mut machine, program } = case(seed, board);
        let before = machine.snapshot();
        let mut clock = Clock::new(board);
        machine.observe(&program, &Limits::default(), &mut clock).unwrap();
        let after = machine.fingerprint();
        machine.restore(&before).unwrap();
        machine.run(&program, &Limits::default()).unwrap();
        prop_assert_eq!(machine.fingerprint(), after);
        let ahead = Clock::ahead(&program, board);
        prop_assert_eq!(clock.timed().len(), program.len());
        if clock.timed().iter().all(|timed| timed.stream.is_none()) {
            prop_assert_eq!(spans(clock.schedule()), spans(&ahead));
        }
        prop_assert!(clock.schedule().end() <= ahead.end());
    }

    #[test]
    fn every_descriptor_starts_behind_what_its_command_awaits(seed in any::<u64>(), board in boards()) {
        let Case { program, .. } = case(seed, board);
        let ahead = Clock::ahead(&program, board);
        for (step, placed) in program.steps().zip(ahead.places()) {
            let awaited = placed.awaited.map(|position| program.step(position).unwrap());
            prop_assert_eq!(awaited.map(|awaited| awaited.index), step.awaits);
            prop_assert!(awaited.is_none_or(|awaited| awaited.engine() != step.engine()));
            prop_assert!(placed.awaited.is_none_or(|position| ahead.places()[position].span.end < placed.span.start));
            prop_assert!(placed.span.duration() > 0);
        }
    }

    #[test]
    fn faster_memory_takes_fewer_cycles_and_a_faster_clock_less_time(seed in any::<u64>(), board in boards()) {
        let Case { program, .. } = case(seed, board);
        let memory = BoardProfile {
            dram: Dram { mega_transfers: board.dram.mega_transfers * 2, ..board.dram },
            ..board.clone()
        };
        let clock = BoardProfile { tpu_clock_mhz: board.tpu_clock_mhz * 2, ..board.clone() };
        let [slow, memory, clock] = [board, &memory, &clock].map(|board| Clock::ahead(&program, board).end());
        prop_assert!(memory <= slow && slow <= clock);
        prop_assert!(clock.div_ceil(2) <= slow);
    }

    #[test]
    fn a_clock_that_went_back_tells_the_same(seed in any::<u64>(), at in 0..12usize) {
        let Case { mut machine, program } = case(seed, &BOARDS[0]);
        let at = at.min(program.len());
        let mut clock = Clock::new(&BOARDS[0]);
        machine.run_steps(&program, 0..at, &Limits::default(), &mut clock).unwrap();
        let before = machine.snapshot();
        machine.run_steps(&program, at..program.len(), &Limits::default(), &mut clock).unwrap();
        let once = spans(clock.schedule());
        machine.restore(&before).unwrap();
        clock.truncate(at);
        machine.run_steps(&program, at..program.len(), &Limits::default(), &mut clock).unwrap();
        prop_assert_eq!(spans(clock.schedule()), once);
    }
}
