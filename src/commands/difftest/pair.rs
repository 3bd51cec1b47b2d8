//! Our machine and the reference side by side.

use super::reference::Reference;
use emulator::machine::{Limits, Machine};
use emulator::memory::{OutOfRange, Space};
use emulator::scenario::{Stage, fingerprint};
use isa::chip::{ChipProfile, Window};
use isa::diagnostic::Engine;
use isa::hardware_order::{TIU_BYTES, to_hardware_order};
use std::path::Path;

/// What came out of running a stage on both.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Same,
    /// One sentence.
    Different(String),
}

/// Both simulators of one chip.
pub(super) struct Pair {
    ours: Machine,
    theirs: Reference,
    window: Window,
    /// The reference's local memory, when last looked at.
    local: Vec<u8>,
}

impl Pair {
    pub(super) fn new(library: &Path, chip: &'static ChipProfile, window: Window) -> Result<Self, String> {
        let theirs = Reference::open(library, chip)?;
        let local = vec![0; chip.lmem_bytes() as usize];
        Ok(Pair { ours: Machine::new(chip.chip), theirs, window, local })
    }

    /// Chooses the DRAM that is filled and compared.
    pub(super) fn set_window(&mut self, window: Window) -> Result<(), String> {
        let checked = OutOfRange::check(window.offset, window.size, self.ours.dram().size());
        checked.map(|_| self.window = window).map_err(|error| error.to_string())
    }

    /// Runs a stage on both and compares all that they can have touched.
    pub(super) fn run(&mut self, stage: &Stage) -> Result<Verdict, String> {
        self.prepare(stage).map_err(|error| error.to_string())?;
        let fault = self.compute(stage);
        self.theirs.run(&in_hardware_order(stage.bytes(Engine::Tiu)), &stage.bytes(Engine::Tdma));
        Ok(match fault {
            Some(fault) => Verdict::Different(format!("refused here: {fault}")),
            None => self.compare(),
        })
    }

    /// What the emulator has against the stage.
    fn compute(&mut self, stage: &Stage) -> Option<String> {
        let program = stage.program(self.ours.chip().chip);
        program.and_then(|program| self.ours.run(&program, &Limits::default())).err().map(|fault| fault.to_string())
    }

    fn prepare(&mut self, stage: &Stage) -> Result<(), OutOfRange> {
        stage.prepare(&mut self.ours, self.window)?;
        self.theirs.set_bases(&stage.bases);
        if stage.seed.is_some() {
            self.theirs.write_local(0, self.ours.local().bytes());
            let filled = self.ours.dram().read(self.window.offset, self.window.size)?;
            self.theirs.dram(self.window).copy_from_slice(filled);
        }
        for patch in &stage.patches {
            match patch.space {
                Space::Local => self.theirs.write_local(patch.offset, &patch.bytes),
                Space::Dram => {
                    let size = patch.bytes.len() as u64;
                    self.theirs.dram(Window { offset: patch.offset, size }).copy_from_slice(&patch.bytes);
                }
            }
        }
        Ok(())
    }

    fn compare(&mut self) -> Verdict {
        self.theirs.read_local(&mut self.local);
        let lanes = self.ours.chip().lane_bytes as usize;
        let place = |at: usize| format!("lane {} offset {:#x}", at / lanes, at % lanes);
        if let Some(told) = difference(self.ours.local().bytes(), &self.local, place) {
            return Verdict::Different(told);
        }
        let range = self.window.offset as usize..(self.window.offset + self.window.size) as usize;
        let place = |at: usize| format!("DRAM offset {:#x}", range.start + at);
        let told = difference(&self.ours.dram().bytes()[range.clone()], self.theirs.dram(self.window), place);
        told.map_or(Verdict::Same, Verdict::Different)
    }

    /// The fingerprint of the reference's memories.
    pub(super) fn fingerprint(&mut self) -> u128 {
        self.theirs.read_local(&mut self.local);
        fingerprint(&self.local, self.theirs.dram(self.window))
    }
}

/// Where the first byte that differs lies, what it holds, and how many differ.
fn difference(ours: &[u8], theirs: &[u8], place: impl Fn(usize) -> String) -> Option<String> {
    if ours == theirs {
        return None;
    }
    let mut differing = ours.iter().zip(theirs).enumerate().filter(|(_, (ours, theirs))| ours != theirs);
    let (at, (found, wanted)) = differing.next()?;
    let more = differing.count();
    Some(format!("{} holds {found:#04x} instead of {wanted:#04x}, and {more} more bytes differ", place(at)))
}

fn in_hardware_order(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.as_chunks_mut::<TIU_BYTES>().0.iter_mut().for_each(to_hardware_order);
    bytes
}
