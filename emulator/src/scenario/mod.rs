//! Programs with all that they run on: what memories hold before, and the result when it is known.
//!
//! A scenario is written as text that `tpuscope asm` reads too: what assembly has no words for stands in comments.

mod contents;
mod text;

pub use contents::fill;
pub use text::ScenarioError;

use crate::fault::Fault;
use crate::machine::{Machine, Program, TiuOrder};
use crate::memory::{Fingerprint, OutOfRange, Space};
use isa::chip::{Chip, Window};
use isa::command::bytes_of;
use isa::diagnostic::Engine;
use isa::text::Descriptor;
use std::fmt;

/// Bytes that are put into a memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The memory.
    pub space: Space,
    /// Where: an offset in DRAM, or lane * lane size + offset.
    pub offset: u64,
    /// What.
    pub bytes: Vec<u8>,
}

/// One program and what it finds in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it is called, one word.
    pub name: String,
    /// Memories are filled from this seed first; without one they are as the stage before has left them.
    pub seed: Option<u64>,
    /// The base registers.
    pub bases: [u64; 8],
    /// Bytes that are put into memory before the program starts.
    pub patches: Vec<Patch>,
    /// The descriptors of both engines.
    pub descriptors: Vec<Descriptor>,
    /// The fingerprint of both memories behind the program, when it is known.
    pub result: Option<u128>,
    /// Bytes that are in memory behind the program, where they are known.
    pub expected: Vec<Patch>,
}

/// A byte that is not what a scenario expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The memory.
    pub space: Space,
    /// Where, as in [`Patch`].
    pub offset: u64,
    /// What it holds.
    pub found: u8,
    /// What it should hold.
    pub expected: u8,
    /// How many expected bytes differ.
    pub count: usize,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { space, offset, found, expected, count } = self;
        let memory = if *space == Space::Local { "local memory" } else { "DRAM" };
        write!(f, "{memory} at {offset:#x} is {found:#04x} instead of {expected:#04x}, the first of {count} bytes")
    }
}

/// Programs that run one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The chip.
    pub chip: Chip,
    /// The DRAM that is filled and compared.
    pub window: Window,
    /// The programs.
    pub stages: Vec<Stage>,
}

impl Stage {
    /// The bytes of one engine's descriptors, in register order.
    #[must_use]
    pub fn bytes(&self, engine: Engine) -> Vec<u8> {
        self.descriptors.iter().filter(|one| one.engine() == engine).flat_map(|one| bytes_of(one.words())).collect()
    }

    /// The program, ready to run.
    ///
    /// # Errors
    /// As [`Program::new`].
    pub fn program(&self, chip: Chip) -> Result<Program, Box<Fault>> {
        Program::from_bytes(chip, &self.bytes(Engine::Tiu), TiuOrder::Register, &self.bytes(Engine::Tdma))
    }

    /// Brings a machine into the state in which the program starts.
    ///
    /// # Errors
    /// A window or patch that lies outside its memory.
    pub fn prepare(&self, machine: &mut Machine, window: Window) -> Result<(), OutOfRange> {
        if let Some(seed) = self.seed {
            let (local, dram) = contents(seed, machine, window)?;
            machine.local_mut().bytes_mut().copy_from_slice(&local);
            machine.dram_mut().write(window.offset, &dram)?;
        }
        *machine.base_mut() = self.bases;
        for Patch { space, offset, bytes } in &self.patches {
            match space {
                Space::Dram => machine.dram_mut().write(*offset, bytes)?,
                Space::Local => {
                    let local = machine.local_mut().bytes_mut();
                    let range = OutOfRange::check(*offset, bytes.len() as u64, local.len() as u64)?;
                    local[range].copy_from_slice(bytes);
                }
            }
        }
        Ok(())
    }

    /// The first byte that is not as expected behind the program.
    ///
    /// # Errors
    /// Expected bytes that lie outside their memory.
    pub fn mismatch(&self, machine: &Machine) -> Result<Option<Mismatch>, OutOfRange> {
        let mut first = None;
        let mut count = 0;
        for Patch { space, offset, bytes } in &self.expected {
            let found = match space {
                Space::Dram => machine.dram().read(*offset, bytes.len() as u64)?,
                Space::Local => {
                    let local = machine.local().bytes();
                    &local[OutOfRange::check(*offset, bytes.len() as u64, local.len() as u64)?]
                }
            };
            for (at, (found, expected)) in (*offset..).zip(found.iter().zip(bytes)).filter(|(_, (a, b))| a != b) {
                count += 1;
                first.get_or_insert((*space, at, *found, *expected));
            }
        }
        Ok(first.map(|(space, offset, found, expected)| Mismatch { space, offset, found, expected, count }))
    }
}

/// What local memory and the window hold when filled from `seed`.
fn contents(seed: u64, machine: &Machine, window: Window) -> Result<(Vec<u8>, Vec<u8>), OutOfRange> {
    let size = OutOfRange::check(window.offset, window.size, machine.dram().size())?.len();
    let mut both = fill(seed, machine.local().bytes().len() + size);
    let dram = both.split_off(machine.local().bytes().len());
    Ok((both, dram))
}

/// A number that equal memories share and different ones practically never do; the same on every host.
#[must_use]
pub fn fingerprint(local: &[u8], window: &[u8]) -> u128 {
    let mut all = Fingerprint::new();
    all.add(0, local);
    all.add(local.len(), window);
    all.finish()
}

#[cfg(test)]
mod tests;
