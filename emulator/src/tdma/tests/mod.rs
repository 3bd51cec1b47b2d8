//! Transfers on small memories.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod cases;
mod order;
mod reference;
mod refusals;

use super::{Meter, Scratch, Transfer, Workplace};
use crate::halt::{Halt, Stop};
use crate::memory::{Dram, LocalMemory};
use crate::refusal::Refusal;
use isa::chip::{Chip, ChipProfile};
use isa::field::Fields;
use isa::generated::tdma::TdmaFields;
use isa::op::tdma::{TdmaKind, TdmaOp};

const DRAM_BYTES: usize = 1 << 16;

/// Memories whose bytes all differ from their neighbours.
#[derive(Clone, Debug, PartialEq)]
struct Desk {
    chip: &'static ChipProfile,
    base: [u64; 8],
    local: LocalMemory,
    dram: Dram,
}

impl Desk {
    fn new(chip: Chip) -> Self {
        let chip = chip.profile();
        let base = [chip.gmem_start; 8];
        let mut desk = Desk { chip, base, local: LocalMemory::new(chip), dram: Dram::new(DRAM_BYTES) };
        pattern(desk.local.bytes_mut(), 7);
        pattern(desk.dram.range_mut(0, DRAM_BYTES as u64).unwrap(), 91);
        desk
    }

    fn transfer(&mut self, op: &TdmaOp) -> Result<(), Halt> {
        let transfer = Transfer::new(op, self.chip, &self.base, &self.dram)?;
        let (mut scratch, mut meter) = (Scratch::default(), Meter::new(u64::MAX, Stop::NEVER));
        let (local, dram) = (&mut self.local, &mut self.dram);
        transfer.execute(&mut Workplace { local, dram, scratch: &mut scratch, meter: &mut meter })
    }

    /// Runs the operation that `set` describes.
    fn run(&mut self, set: impl FnOnce(&mut TdmaFields)) {
        self.transfer(&operation(self.chip, set)).unwrap();
    }

    /// What the engine says to the operation that `set` describes.
    fn refusal(&mut self, set: impl FnOnce(&mut TdmaFields)) -> Refusal {
        match self.transfer(&operation(self.chip, set)) {
            Err(Halt::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// `count` bytes at an offset of a lane.
    fn lane(&self, lane: usize, offset: usize, count: usize) -> &[u8] {
        &self.local.bytes()[lane * self.local.lane_bytes() + offset..][..count]
    }

    fn dram(&self, offset: usize, count: usize) -> &[u8] {
        &self.dram.bytes()[offset..][..count]
    }
}

fn pattern(bytes: &mut [u8], seed: u32) {
    let mut state = seed;
    for byte in bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
}

fn operation(chip: &ChipProfile, set: impl FnOnce(&mut TdmaFields)) -> TdmaOp {
    let mut fields = TdmaFields::defaults(chip.layout as usize);
    set(&mut fields);
    TdmaOp::from_fields(TdmaKind::of(&fields, chip.layout).unwrap(), &fields)
}

const LOAD: u8 = 0;
const STORE: u8 = 1;
const COPY: u8 = 2;
const MOVE: u8 = 3;
const REARRANGE: u8 = 1;
const FILL: u8 = 4;
