//! A TIU descriptor in the making.

use crate::address::LocalAddress;
use crate::chip::ChipProfile;
use crate::command::{Command, Isa, Tiu};
use crate::field::Fields;
use crate::footprint::{Footprint, Role};
use crate::generate::place::{self, Wish};
use crate::generate::{Bounds, Content, Location, Random, Sample};
use crate::generated::tiu::{TiuField, TiuFields};
use crate::layout::slot::{FIRST, RESULT, SECOND, Slot, THIRD};
use crate::layout::{Shape, Strides, tiu};
use crate::op::tiu::{StrideMode, TiuKind};

pub(super) struct Draft<'a> {
    pub(super) random: &'a mut Random,
    pub(super) chip: &'a ChipProfile,
    pub(super) fields: TiuFields,
    kind: TiuKind,
    bounds: Bounds,
    memory: Vec<Content>,
}

/// An operand to be placed.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) slot: &'static Slot,
    pub(super) lane: u32,
    /// Bytes in each lane.
    pub(super) bytes: u32,
    /// Alignment of the address.
    pub(super) align: u32,
}

impl<'a> Draft<'a> {
    pub(super) fn new(random: &'a mut Random, chip: &'a ChipProfile, kind: TiuKind, bounds: Bounds) -> Self {
        let fields = TiuFields::defaults(chip.layout as usize);
        Draft { random, chip, fields, kind, bounds, memory: Vec::new() }
    }

    fn command(&self) -> Command<Tiu> {
        Command::new(Tiu::op(self.kind as usize, &self.fields))
    }

    /// The typed command, unless the layout cannot express it.
    pub(super) fn finish(self) -> Option<Sample<Tiu>> {
        let command = self.command();
        command.encode(self.chip).ok()?;
        Some(Sample { command, memory: self.memory })
    }

    /// Sets a field that has room for the value.
    pub(super) fn set(&mut self, row: TiuField, value: impl Into<u64>) {
        let fits = self.fields.try_set(row as usize, value.into()).is_some();
        debug_assert!(fits, "{row:?} has no room");
    }

    /// Sets a field to one of the values.
    pub(super) fn pick(&mut self, row: TiuField, values: &[u32]) {
        let value = self.random.choose(values);
        self.set(row, value);
    }

    pub(super) fn flag(&mut self, row: TiuField) -> bool {
        let on = self.random.chance(50);
        self.set(row, u8::from(on));
        on
    }

    /// One of the sizes that are not too large for this attempt.
    pub(super) fn size(&mut self, sizes: &[u32]) -> u32 {
        self.random.choose(sizes).min(self.bounds.most)
    }

    /// An arbitrary start lane.
    pub(super) fn lane(&mut self) -> u32 {
        let any = self.random.below(self.chip.lanes);
        self.random.choose(&[0, 0, 1, any])
    }

    /// A start lane for an operand that shares address bits with a result starting in `result`.
    pub(super) fn lane_beside(&mut self, result: u32) -> u32 {
        (result & !1) | self.random.choose(&[0, 1, result & 1])
    }

    pub(super) fn shape(&mut self, slot: &Slot, shape: Shape) {
        slot.shape.into_iter().zip(shape).for_each(|(row, size)| self.set(row, size));
    }

    pub(super) fn manual(&mut self, slot: &Slot, strides: Strides) {
        self.set(slot.mode, StrideMode::Manual.bits());
        for (row, stride) in slot.strides.into_iter().zip(strides) {
            self.set(row, u16::try_from(stride).unwrap_or(u16::MAX));
        }
    }

    pub(super) fn mode(&mut self, slot: &Slot, mode: StrideMode) {
        self.set(slot.mode, mode.bits());
    }

    /// Strides of a computed mode.
    pub(super) fn strides(&self, mode: StrideMode, shape: Shape, element: u32, lane: u32) -> Strides {
        tiu::strides(mode, shape, element, lane, [0; 4], self.chip)
    }

    /// Bytes per lane of a tensor in a computed mode.
    pub(super) fn bytes(&self, mode: StrideMode, shape: Shape, element: u32, lane: u32) -> Option<u32> {
        self.extent(shape, self.strides(mode, shape, element, lane), element, lane)
    }

    pub(super) fn extent(&self, shape: Shape, strides: Strides, element: u32, lane: u32) -> Option<u32> {
        let fits = strides.iter().all(|stride| *stride <= i64::from(u16::MAX));
        if fits { place::extent(shape, strides, element, lane, self.chip) } else { None }
    }

    /// Gives every operand an address of its own.
    pub(super) fn settle<const N: usize>(&mut self, rooms: [Room; N]) -> Option<()> {
        let wishes = rooms.map(|room| Wish { bytes: room.bytes, align: room.align });
        let offsets = place::offsets(self.random, self.chip.lane_bytes, wishes)?;
        for (room, offset) in rooms.into_iter().zip(offsets) {
            self.address(room.slot, LocalAddress::new(self.chip, room.lane, offset));
        }
        self.overlap(&rooms)
    }

    /// Sometimes moves the result to anywhere, where that is wanted.
    fn overlap(&mut self, rooms: &[Room]) -> Option<()> {
        let result = rooms.iter().find(|room| std::ptr::eq(room.slot, &RESULT))?;
        if self.bounds.overlaps && self.random.chance(5) {
            let spare = self.chip.lane_bytes.checked_sub(result.bytes)?;
            let offset = self.random.below(spare / result.align + 1) * result.align;
            self.address(result.slot, LocalAddress::new(self.chip, result.lane, offset));
        }
        Some(())
    }

    pub(super) fn address(&mut self, slot: &Slot, address: LocalAddress) {
        let whole = std::ptr::eq(slot, &RESULT) || std::ptr::eq(slot, &FIRST);
        self.set(slot.address, if whole { address.0 } else { address.0 & 0xffff });
    }

    /// Fixes what the regions of `role` hold: `bytes` is asked for every run of them.
    pub(super) fn fill(&mut self, role: Role, mut bytes: impl FnMut(&mut Random, usize) -> Vec<u8>) {
        let footprint = Footprint::of_command(&self.command(), self.chip).unwrap_or_default();
        for region in footprint.reads.iter().filter(|region| region.role == role) {
            for run in region.runs() {
                let offset = u32::try_from(run.start).unwrap_or(0);
                let location = Location::Local(LocalAddress::new(self.chip, run.lane, offset));
                self.memory.push(Content { location, bytes: bytes(self.random, run.len as usize) });
            }
        }
    }

    /// 8-bit elements everywhere.
    pub(super) fn narrow(&mut self) {
        [&RESULT, &FIRST, &SECOND, &THIRD].into_iter().for_each(|slot| self.set(slot.width, 1_u8));
    }
}
