//! Published models in the debugger.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use debugger::{Session, Surroundings, Target};
use emulator::forecast::Workload;
use emulator::runtime::{Network, read};
use isa::container::cvimodel::{DataType, Model};
use isa::random::Random;
use std::path::Path;

/// The first program of a model, its inputs filled with numbers that depend on nothing.
pub(crate) fn filled(model: &Model<'_>) -> Network {
    let mut network = Network::of_model(model, 0).unwrap();
    for number in network.inputs().to_vec() {
        let size = network.bytes(number).unwrap().len();
        let mut bytes = Random::new(7).bytes(size);
        if network.tensors()[number].data_type == DataType::Fp32 {
            let floats = bytes.iter().flat_map(|byte| (f32::from(*byte) / 2.0 - 60.0).to_le_bytes());
            bytes = floats.take(size).collect();
        }
        network.fill(number, &bytes).unwrap();
    }
    network
}

/// A session at the start of the first program, with at most `history_bytes` of remembered states.
pub(crate) fn session(path: &Path, history_bytes: u64) -> Session {
    let file = std::fs::read(path).unwrap();
    of_model(&read(&file).unwrap(), history_bytes)
}

/// The same of a model that was read.
pub(crate) fn of_model(model: &Model<'_>, history_bytes: u64) -> Session {
    let network = filled(model);
    let workload = Workload::of_network(model, 0, &network).unwrap();
    let surroundings =
        Surroundings { model: Some(model), workload: Some(workload), history_bytes, ..Surroundings::default() };
    Session::new(Target::network(network), surroundings)
}
