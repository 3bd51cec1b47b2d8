//! What the emulator reads: scenarios, and models that are to run.

use emulator::machine::Limits;
use emulator::runtime::Network;
use emulator::scenario::Scenario;

/// Bytes of the largest tensor with which the host computes in time.
const LARGEST: u64 = 1 << 16;

/// Scenarios: reading, writing, decoding their programs.
pub fn scenario(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let scenario = match Scenario::parse(text) {
        Ok(scenario) => scenario,
        Err(error) => return check_message(&error.to_string()),
    };
    let written = scenario.to_string();
    let again = Scenario::parse(&written).expect("what was written can be read");
    assert_eq!(again.to_string(), written, "writing is not stable");
    assert_eq!(again, scenario);
    for stage in &scenario.stages {
        if let Err(fault) = stage.program(scenario.chip) {
            check_message(&fault.to_string());
        }
    }
}

/// Model files that are to run: every program is loaded, and begins.
pub fn network(data: &[u8]) {
    for number in 0..3 {
        match Network::load(data, number) {
            Ok(network) => check_network(network),
            Err(error) => check_message(&error.to_string()),
        }
    }
}

fn check_network(mut network: Network) {
    let count = network.tensors().len();
    assert!(network.inputs().iter().chain(network.outputs()).all(|number| *number < count), "a tensor of no number");
    if network.tensors().iter().any(|tensor| tensor.bytes > LARGEST) {
        return;
    }
    for number in network.inputs().to_vec() {
        let bytes = vec![0x5a; network.tensors()[number].bytes as usize];
        network.fill(number, &bytes).expect("as many bytes as the tensor has");
    }
    // A descriptor may take long that is legal: none is run.
    let limits = Limits { steps: 0, ..Limits::default() };
    if let Err(error) = network.run(&limits, &mut ()) {
        check_message(&error.to_string());
    }
}

/// An error says something, and no flood.
fn check_message(message: &str) {
    assert!(!message.is_empty() && message.len() < 1 << 16, "an error of {} bytes", message.len());
}
