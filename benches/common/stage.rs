//! Local memory with operands in it.

use emulator::memory::LocalMemory;
use emulator::tiu::{Scratch, execute};
use isa::address::LocalAddress;
use isa::chip::{Chip, ChipProfile};
use isa::layout::tiu::{channel_parameters, strides};
use isa::op::tiu::{StrideMode, Tensor, TiuOp};

/// How elements are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Int8,
    /// Low bytes, and behind all of them the high bytes.
    Int16,
    Bf16,
}

impl Form {
    /// Bytes of an element.
    pub(crate) fn bytes(self) -> u64 {
        if self == Form::Int8 { 1 } else { 2 }
    }

    /// Bytes of an element that lie side by side.
    fn element(self) -> u32 {
        if self == Form::Bf16 { 2 } else { 1 }
    }
}

/// Local memory full of numbers, where tensors are laid out one behind the other.
pub(crate) struct Stage {
    pub(crate) chip: &'static ChipProfile,
    local: LocalMemory,
    scratch: Box<Scratch>,
    free: u32,
}

impl Stage {
    /// Memory full of ordinary numbers of either sign, also when read as bf16.
    pub(crate) fn new(chip: Chip) -> Self {
        let chip = chip.profile();
        let mut local = LocalMemory::new(chip);
        for (index, byte) in (0_u32..).zip(local.bytes_mut()) {
            let random = (index.wrapping_mul(0x9e37_79b1) >> 24) as u8;
            *byte = if index % 2 == 0 { random } else { random & 0x81 | 0x3e };
        }
        Stage { chip, local, scratch: Box::default(), free: 0 }
    }

    /// A tensor of signed numbers in bytes that no other one has.
    pub(crate) fn tensor(&mut self, mode: StrideMode, sizes: [u16; 4], form: Form) -> Tensor {
        let [n, c, h, w] = sizes;
        let strides = strides(mode, sizes.map(u32::from), form.element(), 0, [0; 4], self.chip);
        let [n_stride, c_stride, h_stride, w_stride] = strides.map(|stride| stride as u16);
        let plane_stride = (n * n_stride).next_multiple_of(16);
        let planes = if form == Form::Int16 { 2 } else { 1 };
        let addr = LocalAddress(self.take(u32::from(plane_stride) * planes));
        let width = if form == Form::Int16 { 0 } else { 1 };
        Tensor {
            addr,
            n,
            c,
            h,
            w,
            n_stride,
            c_stride,
            h_stride,
            w_stride,
            plane_stride,
            mode,
            signed: true,
            width,
            constant: false,
        }
    }

    /// A tensor as element-wise operations take it.
    pub(crate) fn elements(&mut self, sizes: [u16; 4], form: Form) -> Tensor {
        Tensor { mode: StrideMode::Manual, ..self.tensor(StrideMode::Aligned, sizes, form) }
    }

    /// Requantisation records of the channels of `output`: bias, multiplier and shift.
    pub(crate) fn records(&mut self, output: &Tensor) -> Tensor {
        let mut record = [0; 9];
        record[4..8].copy_from_slice(&0x5a5a_5a5a_u32.to_le_bytes());
        record[8] = 6;
        let records = self.tensor(StrideMode::Lane, [1, output.c, 1, 1], Form::Int8);
        self.take(u32::from(records.n_stride) * (record.len() as u32 - 1));
        let places = channel_parameters(output, &records, true, self.chip);
        for channel in 0..output.c.into() {
            let place = places.at([0, channel, 0, 0]);
            let start = i64::from(place.lane * self.chip.lane_bytes) + place.offset;
            self.local.bytes_mut()[start as usize..][..record.len()].copy_from_slice(&record);
        }
        records
    }

    fn take(&mut self, bytes: u32) -> u32 {
        let start = self.free;
        self.free = (start + bytes).next_multiple_of(16);
        assert!(self.free <= self.chip.lane_bytes, "the operands need {} bytes of each lane", self.free);
        start
    }

    /// Executes an operation.
    pub(crate) fn execute(&mut self, op: &TiuOp) {
        execute(op, self.chip, &mut self.local, &mut self.scratch).unwrap();
    }
}

/// Elements of a tensor of these sizes.
pub(crate) fn elements(sizes: [u16; 4]) -> u64 {
    sizes.into_iter().map(u64::from).product()
}
