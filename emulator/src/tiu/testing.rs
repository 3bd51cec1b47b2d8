//! A stage for tests of single operations: the two lanes of cv180x.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::{Scratch, execute};
use crate::memory::LocalMemory;
use crate::refusal::Refusal;
use isa::address::LocalAddress;
use isa::chip::Chip;
use isa::op::tiu::{StrideMode, Tensor, TiuOp};

/// Local memory with something in it.
pub(crate) struct Stage {
    local: LocalMemory,
    scratch: Scratch,
    chip: Chip,
}

impl Stage {
    /// Memory that holds `bytes` at the addresses beside them.
    pub(crate) fn new<const N: usize>(contents: [(usize, &[u8]); N]) -> Self {
        Self::on(Chip::Cv180x, contents)
    }

    /// As [`Stage::new`] on another chip.
    pub(crate) fn on<const N: usize>(chip: Chip, contents: [(usize, &[u8]); N]) -> Self {
        let mut local = LocalMemory::new(chip.profile());
        for (address, bytes) in contents {
            local.bytes_mut()[address..address + bytes.len()].copy_from_slice(bytes);
        }
        Stage { local, scratch: Scratch::default(), chip }
    }

    /// Executes an operation that must be legal.
    pub(crate) fn run(mut self, op: impl Into<TiuOp>) -> Self {
        execute(&op.into(), self.chip.profile(), &mut self.local, &mut self.scratch).unwrap();
        self
    }

    /// Executes an operation that must be refused without an effect, and names the field to blame.
    pub(crate) fn blame(mut self, op: impl Into<TiuOp>) -> Option<&'static str> {
        let before = self.local.clone();
        let refusal: Refusal =
            execute(&op.into(), self.chip.profile(), &mut self.local, &mut self.scratch).unwrap_err();
        assert!(before.bytes() == self.local.bytes(), "a refused operation changed memory");
        assert!(!refusal.help.is_empty(), "{refusal}");
        refusal.field.map(|field| field.name)
    }

    /// `N` bytes of memory.
    pub(crate) fn bytes<const N: usize>(&self, address: usize) -> [u8; N] {
        *self.local.bytes()[address..].first_chunk().unwrap()
    }
}

/// A row of bytes, unsigned.
pub(crate) fn row(address: u32, w: u16) -> Tensor {
    Tensor {
        addr: LocalAddress(address),
        n: 1,
        c: 1,
        h: 1,
        w,
        n_stride: 0,
        c_stride: 0,
        h_stride: 0,
        w_stride: 1,
        plane_stride: 0x100,
        mode: StrideMode::Manual,
        signed: false,
        width: 1,
        constant: false,
    }
}

/// A row of signed bytes.
pub(crate) fn signed(address: u32, w: u16) -> Tensor {
    Tensor { signed: true, ..row(address, w) }
}

/// A row of 16-bit numbers whose high bytes follow at a distance of 0x100.
pub(crate) fn wide(tensor: Tensor) -> Tensor {
    Tensor { width: 0, ..tensor }
}

/// A row of bf16 numbers.
pub(crate) fn floats(address: u32, w: u16) -> Tensor {
    Tensor { w_stride: 2, ..row(address, w) }
}

/// The bytes of bf16 patterns.
pub(crate) fn patterns<const N: usize>(patterns: [u16; N]) -> Vec<u8> {
    patterns.iter().flat_map(|pattern| pattern.to_le_bytes()).collect()
}
