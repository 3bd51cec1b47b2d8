//! One descriptor by itself.

use emulator::machine::{Limits, Machine, Program};
use isa::chip::ChipProfile;
use isa::command::{Tdma, Tiu, decode};
use isa::footprint::Footprint;
use isa::op::CommandId;
use isa::text::Descriptor;

/// A descriptor that waits for nobody and ends its run.
pub(super) struct Alone {
    pub(super) descriptor: Descriptor,
    pub(super) footprint: Footprint,
    program: Program,
}

impl Alone {
    /// Takes a descriptor out of its program.
    ///
    /// # Errors
    /// One that the chip has no operation for.
    pub(super) fn new(descriptor: &Descriptor, machine: &Machine) -> Result<Self, String> {
        let chip = machine.chip();
        let (descriptor, program) = standalone(descriptor, chip)?;
        let step = program.step(0).ok_or("the program is empty")?;
        let footprint = step.footprint(chip, machine.base());
        Ok(Alone { descriptor, footprint, program })
    }

    /// Runs it.
    ///
    /// # Errors
    /// Why it cannot run.
    pub(super) fn run(&self, machine: &mut Machine) -> Result<(), String> {
        machine.run(&self.program, &Limits::default()).map_err(|fault| fault.to_string())
    }
}

fn standalone(descriptor: &Descriptor, chip: &ChipProfile) -> Result<(Descriptor, Program), String> {
    let unknown = "it is no operation of this chip";
    let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
    let descriptor = match descriptor {
        Descriptor::Tiu(words) => {
            let mut command = decode::<Tiu>(words, chip, 0).command().ok_or(unknown)?;
            (command.header.id, command.header.wait, command.header.end) = (CommandId(1), CommandId(0), true);
            let words = command.encode(chip).map_err(|error| error.to_string())?;
            tiu.push(command);
            Descriptor::Tiu(words)
        }
        Descriptor::Tdma(words) => {
            let mut command = decode::<Tdma>(words, chip, 0).command().ok_or(unknown)?;
            (command.header.id, command.header.wait, command.header.end) = (CommandId(1), CommandId(0), true);
            let words = command.encode(chip).map_err(|error| error.to_string())?;
            tdma.push(command);
            Descriptor::Tdma(words)
        }
    };
    let program = Program::from_commands(chip.chip, tiu, tdma).map_err(|fault| fault.to_string())?;
    Ok((descriptor, program))
}
