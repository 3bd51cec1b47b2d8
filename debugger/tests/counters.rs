//! The counters of the debugger are those of a performance monitor that watches the run.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::views::pmu::{Counters, Traffic};
use emulator::machine::{Limits, Machine};
use emulator::pmu::{Monitor, Pmu};
use emulator::scenario::Scenario;
use isa::container::dmabuf::Header;
use isa::container::pmu::RecordKind;

/// A monitor that has watched all programs of a scenario.
fn watched(scenario: &Scenario, board: &isa::cost::BoardProfile) -> Monitor {
    let header = Header {
        size: 4096,
        cpu_count: 0,
        tiu_count: 0,
        tdma_count: 0,
        clock: 0,
        pmu_bytes: 4096,
        pmu_offset: 4096,
        array_bases: [0; 8],
    };
    let pmu = Pmu::of_header(&header, 0).unwrap().unwrap();
    assert_eq!(pmu.counts(), [true, true]);
    let (mut monitor, mut machine) = (Monitor::new(pmu, board), Machine::new(scenario.chip));
    for stage in &scenario.stages {
        stage.prepare(&mut machine, scenario.window).unwrap();
        machine.observe(&stage.program(scenario.chip).unwrap(), &Limits::default(), &mut monitor).unwrap();
    }
    monitor
}

/// Descriptors, cycles and traffic of one kind.
fn recorded(monitor: &Monitor, kind: RecordKind) -> (Traffic, u64) {
    let mut traffic = Traffic::default();
    let mut cycles = 0;
    for record in monitor.records().iter().filter(|record| record.r#type == kind as u8) {
        traffic.transfers += 1;
        traffic.bursts += u64::from(record.event0);
        traffic.beats += u64::from(record.event1);
        cycles += u64::from(record.end - record.start);
    }
    traffic.bytes = 16 * traffic.beats;
    (traffic, cycles)
}

#[test]
fn at_the_end_they_are_what_a_monitor_has_recorded() {
    let recorded_programs = common::scenario("tests/golden/cv180x.txt");
    let single = |stage: usize| {
        let mut one = recorded_programs.clone();
        one.stages = vec![one.stages.swap_remove(stage)];
        one
    };
    let stored = ["docs/story/good.scenario", "tests/dialogues/two.scenario"].map(common::scenario);
    for scenario in stored.into_iter().chain((0..recorded_programs.stages.len()).step_by(5).map(single)) {
        let mut session = common::of(scenario.clone());
        let monitor = watched(&scenario, session.board());
        session.go(usize::MAX).unwrap();
        let found = Counters::of(&session);
        let (tiu, busy) = recorded(&monitor, RecordKind::Tiu);
        assert_eq!((found.tiu.descriptors as u64, found.tiu.busy), (tiu.transfers, busy));
        assert_eq!(found.read, recorded(&monitor, RecordKind::Load).0);
        assert_eq!(found.written, recorded(&monitor, RecordKind::Store).0);
        assert_eq!((found.tiu.descriptors, found.tdma.descriptors), (found.tiu.of, found.tdma.of));
    }
}

#[test]
fn they_only_grow_and_account_for_every_cycle() {
    for mut session in [common::session(30, 1 << 20), common::stored("docs/story/good.scenario")] {
        let mut last = Counters::default();
        for position in 0..=session.turns().len() {
            session.go(position).unwrap();
            let now = Counters::of(&session);
            for (work, before) in [(now.tiu, last.tiu), (now.tdma, last.tdma)] {
                assert_eq!(work.busy + work.waiting + work.idle, now.cycle);
                assert!(work.busy >= before.busy && work.waiting >= before.waiting && work.idle >= before.idle);
                assert!(work.descriptors >= before.descriptors && work.of >= work.descriptors);
            }
            last = now;
        }
    }
}
