//! Cycles of stored programs: the same on every host, with and without optimisation.

use emulator::clock::Clock;
use emulator::scenario::Scenario;
use isa::generated::timing::BOARDS;

/// Programs of each chip that a board is known for.
const PROGRAMS: [&str; 3] = [
    include_str!("../../../tests/golden/cv180x.txt"),
    include_str!("../../../tests/golden/cv181x.txt"),
    include_str!("../../../tests/golden/cv183x.txt"),
];
/// What they take on the first board with the chip: its name, programs, cycles of all, and a sum over all starts that
/// tells their order.
const CYCLES: &str = include_str!("cycles.txt");

fn line(text: &str) -> String {
    let scenario = Scenario::parse(text).unwrap();
    let board = BOARDS.iter().find(|board| board.chip == scenario.chip).unwrap();
    let (mut cycles, mut order) = (0u64, 0u64);
    for stage in &scenario.stages {
        let schedule = Clock::ahead(&stage.program(scenario.chip).unwrap(), board);
        cycles += schedule.end();
        for placed in schedule.places() {
            order = order.wrapping_mul(31).wrapping_add(placed.span.start);
        }
    }
    format!("{} {} {cycles} {order:016x}\n", board.name, scenario.stages.len())
}

#[test]
fn stored_programs_take_the_stored_cycles() {
    let found: String = PROGRAMS.map(line).concat();
    assert_eq!(
        found, CYCLES,
        "if the model of time was meant to change, emulator/tests/timing/cycles.txt becomes\n{found}"
    );
}
