//! Transfers: which function a descriptor selects, and the tensors on both sides.

use super::{DramTensor, LocalTensor, Shape, Strides};
use crate::address::LocalAddress;
use crate::chip::ChipProfile;
use crate::generated::tdma::TdmaFields;
use crate::op::tdma::{Direction, Rearrangement};

/// What a descriptor makes the engine do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// A tensor inside local memory, with or without the table pass.
    LocalCopy,
    /// A tensor inside DRAM.
    DramCopy,
    /// A run of bytes from DRAM to local memory.
    LoadRun,
    /// A run of bytes from local memory to DRAM.
    StoreRun,
    /// A run of bytes inside DRAM.
    CopyRun,
    /// A tensor from DRAM.
    Load,
    /// A tensor to DRAM.
    Store,
    /// A constant into local memory.
    FillLocal,
    /// A constant into DRAM.
    FillDram,
    /// A tensor from DRAM, n and c exchanged.
    LoadTransposed,
    /// A tensor to DRAM, n and c exchanged.
    StoreTransposed,
    /// An image from DRAM whose pixels interleave this many channels.
    LoadPlanes(u32),
    /// A tensor to DRAM, c and w exchanged.
    StoreInterleaved,
    /// A compressed tensor from DRAM.
    Decompress,
    /// A compressed tensor to DRAM.
    Compress,
    /// A matrix from DRAM.
    LoadMatrix,
    /// A matrix to DRAM.
    StoreMatrix,
    /// A matrix from DRAM, rows and columns exchanged.
    LoadMatrixTransposed,
    /// A compressed matrix from DRAM.
    DecompressMatrix,
    /// A compressed matrix to DRAM.
    CompressMatrix,
    /// Nothing at all: accepted, but without effect.
    Nothing,
}

const COPY: u8 = 0;
const REARRANGE: u8 = 1;
const FILL: u8 = 4;

/// The function that the fields select; `None` when there is none.
#[must_use]
#[inline]
pub fn function(f: &TdmaFields, chip: &ChipProfile) -> Option<Function> {
    let direction = Direction::from_bits(f.trans_dir);
    match direction {
        Direction::Move => (f.spec_func == COPY).then_some(Function::LocalCopy),
        _ if f.trans_fmt => run(f, direction),
        Direction::Copy => dram_copy(f, chip),
        _ if f.sys_dtype => matrix(f, direction),
        _ => tensor(f, direction),
    }
}

fn run(f: &TdmaFields, direction: Direction) -> Option<Function> {
    let function = match direction {
        Direction::Load => Function::LoadRun,
        Direction::Store => Function::StoreRun,
        _ => Function::CopyRun,
    };
    (!f.sys_dtype && f.spec_func == COPY).then_some(function)
}

/// Rearrangements inside DRAM are an accident of the engine: one loads, one does nothing.
fn dram_copy(f: &TdmaFields, chip: &ChipProfile) -> Option<Function> {
    match (f.sys_dtype || f.compress_en, f.spec_func, Rearrangement::from_bits(f.transpose_md)) {
        (false, COPY, _) => Some(Function::DramCopy),
        (false, REARRANGE, Rearrangement::Cw) => Some(Function::Nothing),
        (false, REARRANGE, Rearrangement::Nc) if chip.features.dram_transpose => Some(Function::LoadTransposed),
        _ => None,
    }
}

fn matrix(f: &TdmaFields, direction: Direction) -> Option<Function> {
    match (direction, f.spec_func, f.compress_en) {
        (Direction::Load, REARRANGE, _) => Some(Function::LoadMatrixTransposed),
        (Direction::Load, COPY, true) => Some(Function::DecompressMatrix),
        (Direction::Load, COPY, false) => Some(Function::LoadMatrix),
        (Direction::Store, COPY, true) => Some(Function::CompressMatrix),
        (Direction::Store, COPY, false) => Some(Function::StoreMatrix),
        _ => None,
    }
}

fn tensor(f: &TdmaFields, direction: Direction) -> Option<Function> {
    let load = direction == Direction::Load;
    let either = |loading, storing| Some(if load { loading } else { storing });
    match (f.compress_en, f.spec_func) {
        (true, _) => either(Function::Decompress, Function::Compress),
        (false, COPY) => either(Function::Load, Function::Store),
        (false, FILL) => either(Function::FillLocal, Function::FillDram),
        (false, REARRANGE) => rearranged(Rearrangement::from_bits(f.transpose_md), load),
        _ => None,
    }
}

fn rearranged(how: Rearrangement, load: bool) -> Option<Function> {
    match (how, load) {
        (Rearrangement::Nc, true) => Some(Function::LoadTransposed),
        (Rearrangement::Nc, false) => Some(Function::StoreTransposed),
        (Rearrangement::RotateHwc, true) => Some(Function::LoadPlanes(3)),
        (Rearrangement::RotateWhc, true) => Some(Function::LoadPlanes(4)),
        (Rearrangement::Cw, true) => Some(Function::Nothing),
        (Rearrangement::Cw, false) => Some(Function::StoreInterleaved),
        _ => None,
    }
}

impl Function {
    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Function::LocalCopy => "local_copy",
            Function::DramCopy => "dram_copy",
            Function::LoadRun => "load_run",
            Function::StoreRun => "store_run",
            Function::CopyRun => "copy_run",
            Function::Load => "load",
            Function::Store => "store",
            Function::FillLocal => "fill_local",
            Function::FillDram => "fill_dram",
            Function::LoadTransposed => "load_transposed",
            Function::StoreTransposed => "store_transposed",
            Function::LoadPlanes(3) => "load_planes_3",
            Function::LoadPlanes(_) => "load_planes_4",
            Function::StoreInterleaved => "store_interleaved",
            Function::Decompress => "decompress",
            Function::Compress => "compress",
            Function::LoadMatrix => "load_matrix",
            Function::StoreMatrix => "store_matrix",
            Function::LoadMatrixTransposed => "load_matrix_transposed",
            Function::DecompressMatrix => "decompress_matrix",
            Function::CompressMatrix => "compress_matrix",
            Function::Nothing => "nothing",
        }
    }

    /// Whether the source is read, and lies in local memory.
    #[must_use]
    pub fn reads_local(self) -> bool {
        use Function::{
            Compress, CompressMatrix, LocalCopy, Store, StoreInterleaved, StoreMatrix, StoreRun, StoreTransposed,
        };
        matches!(
            self,
            LocalCopy | Store | StoreRun | StoreTransposed | StoreInterleaved | StoreMatrix | Compress | CompressMatrix
        )
    }

    /// Whether the destination lies in local memory.
    #[must_use]
    pub fn writes_local(self) -> bool {
        use Function::{Decompress, DecompressMatrix, FillLocal, Load, LoadMatrix, LoadMatrixTransposed};
        use Function::{LoadPlanes, LoadRun, LoadTransposed, LocalCopy};
        matches!(self, LocalCopy | Load | LoadRun | LoadTransposed | LoadPlanes(_) | LoadMatrix | LoadMatrixTransposed)
            || matches!(self, Decompress | DecompressMatrix | FillLocal)
    }
}

/// Bytes of an element in this format; formats that do not exist count as bytes.
#[must_use]
#[inline]
pub fn element_bytes(format: u8) -> u32 {
    if format == BF16 { 2 } else { 1 }
}

/// The format of 8-bit elements.
pub const INT8: u8 = 1;
/// The format of bf16 elements.
pub const BF16: u8 = 2;

/// Sizes of the source.
#[must_use]
#[inline]
pub fn source_shape(f: &TdmaFields) -> Shape {
    [f.src_n, f.src_c, f.src_h, f.src_w].map(u32::from)
}

/// Sizes of the destination, which shares n with the source.
#[must_use]
#[inline]
pub fn destination_shape(f: &TdmaFields) -> Shape {
    [f.src_n, f.dst_c, f.dst_h, f.dst_w].map(u32::from)
}

/// One side's strides as the descriptor stores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StoredStrides {
    /// Between batches.
    pub n: u32,
    /// Between channels or channel groups.
    pub c: u32,
    /// Between rows.
    pub h: u16,
}

impl StoredStrides {
    /// In DRAM: plain distances.
    #[must_use]
    #[inline]
    pub fn in_dram(self, column: u32) -> Strides {
        [self.n.into(), self.c.into(), self.h.into(), column.into()]
    }

    /// In local memory, where offsets wrap at 32 bits: the large ones step backwards.
    #[must_use]
    #[inline]
    pub fn in_local(self, column: u32) -> Strides {
        [self.n.cast_signed().into(), self.c.cast_signed().into(), self.h.into(), column.into()]
    }
}

/// The source's strides.
#[must_use]
#[inline]
pub fn source_strides(f: &TdmaFields) -> StoredStrides {
    StoredStrides { n: f.src_n_stride, c: f.src_c_stride, h: f.src_h_stride }
}

/// The destination's strides.
#[must_use]
#[inline]
pub fn destination_strides(f: &TdmaFields) -> StoredStrides {
    StoredStrides { n: f.dst_n_stride, c: f.dst_c_stride, h: f.dst_h_stride }
}

/// The local address in a transfer: its low 32 bits.
#[must_use]
#[inline]
pub fn local_address(address: u64) -> LocalAddress {
    LocalAddress((address & 0xffff_ffff) as u32)
}

/// A tensor in local memory as the TDMA addresses it.
#[must_use]
#[inline]
pub fn local(address: u64, shape: Shape, strides: StoredStrides, element: u32, chip: &ChipProfile) -> LocalTensor {
    LocalTensor::new(local_address(address), shape, strides.in_local(element), element, chip)
}

/// A tensor in DRAM as the TDMA addresses it.
#[must_use]
#[inline]
pub fn dram(base: u8, address: u64, shape: Shape, strides: StoredStrides, element: u32) -> DramTensor {
    DramTensor { base, address, shape, strides: strides.in_dram(element), element }
}
