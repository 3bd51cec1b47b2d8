//! What gdb takes the TPU for: a 64-bit RISC-V whose registers beyond the pc are ours.

use gdbstub::arch::{Arch, RegId, Registers};
use std::num::NonZeroUsize;

/// Registers of a RISC-V that stand in front of the pc and mean nothing here.
pub(super) const IDLE: usize = 32;

/// A RISC-V as far as gdb insists on one.
pub enum TpuArch {}

/// What gdb asks for at every stop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    pub(super) pc: u64,
}

/// A register by its number.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub(super) usize);

impl RegId for Number {
    fn from_raw_id(id: usize) -> Option<(Self, Option<NonZeroUsize>)> {
        Some((Number(id), None))
    }
}

impl Registers for Front {
    type ProgramCounter = u64;

    fn pc(&self) -> u64 {
        self.pc
    }

    fn gdb_serialize(&self, mut write_byte: impl FnMut(Option<u8>)) {
        for value in std::iter::repeat_n(0, IDLE).chain([self.pc]) {
            value.to_le_bytes().into_iter().for_each(|byte| write_byte(Some(byte)));
        }
    }

    fn gdb_deserialize(&mut self, bytes: &[u8]) -> Result<(), ()> {
        let pc = bytes.get(IDLE * 8..IDLE * 8 + 8).and_then(|bytes| bytes.try_into().ok()).ok_or(())?;
        self.pc = u64::from_le_bytes(pc);
        Ok(())
    }
}

impl Arch for TpuArch {
    type Usize = u64;
    type Registers = Front;
    type BreakpointKind = usize;
    type RegId = Number;
}
