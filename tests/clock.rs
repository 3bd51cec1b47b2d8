//! Time together with data is what time alone predicts, wherever that knows how much there is to do.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::models;
use common::small_model::small_model;
use emulator::clock::Clock;
use emulator::forecast::{Amount, Workload};
use emulator::machine::Limits;
use emulator::runtime::Network;
use isa::cost::BoardProfile;
use isa::generated::timing::BOARDS;
use std::path::Path;

/// The largest models take minutes without optimisation.
const MOST_DESCRIPTORS: usize = 1000;

fn check(file: &[u8]) {
    let workload = Workload::read(file, 0).unwrap();
    let board: &BoardProfile = BOARDS.iter().find(|board| board.chip == workload.chip()).unwrap();
    let mut network = Network::load(file, 0).unwrap();
    if network.descriptors() > MOST_DESCRIPTORS {
        return;
    }
    let mut clock = Clock::new(board);
    network.run(&Limits::default(), &mut clock).unwrap();
    let forecast = workload.on(board);
    assert_eq!(clock.timed().len(), forecast.tasks.len());
    assert!(clock.schedule().end() <= forecast.cycles);
    if workload.guessed_streams() == 0 {
        assert_eq!(clock.schedule().end(), forecast.cycles);
    }
    let both = clock.timed().iter().zip(clock.schedule().places()).zip(forecast.descriptors());
    for ((timed, placed), (work, task)) in both {
        assert_eq!(timed.index, work.index);
        let (with, without) = (placed.span.duration(), task.span.duration());
        match work.amount {
            Amount::Transfer { guessed: true, .. } => assert!(with <= without),
            _ => assert_eq!(with, without),
        }
    }
}

#[test]
fn published_models_take_as_long_as_forecast() {
    for model in models() {
        check(&std::fs::read(model).unwrap());
    }
}

#[test]
fn a_model_of_a_few_numbers_takes_as_long_as_forecast() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clock");
    std::fs::create_dir_all(&folder).unwrap();
    check(&small_model(&folder.join("small.cvimodel")));
}
