// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! TDMA descriptor: One transfer between DRAM and local memory, or inside either.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of tdma.toml.
pub static RECORD: Record = Record {
    name: "tdma",
    title: "TDMA descriptor",
    words: 16,
    layouts: &["cv183x", "cv182x"],
    fields: &[
        FieldInfo { name: "vld", short: "valid", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None }), Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "The descriptor is valid." },
        FieldInfo { name: "compress_en", short: "compress_en", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 1, width: 1 }, high: None }), Some(Place { low: Span { bit: 1, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Compressed transfer: a load decompresses, a store compresses." },
        FieldInfo { name: "eod", short: "end", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 2, width: 1 }, high: None }), Some(Place { low: Span { bit: 2, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one." },
        FieldInfo { name: "intp_en", short: "interrupt", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 3, width: 1 }, high: None }), Some(Place { low: Span { bit: 3, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Raise an interrupt when the descriptor retires." },
        FieldInfo { name: "bar_en", short: "barrier", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 4, width: 1 }, high: None }), Some(Place { low: Span { bit: 4, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Honour `wait_id_tpu` before starting. The vendor simulator waits even without it." },
        FieldInfo { name: "check_bf16_value", short: "check_bf16", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 5, width: 1 }, high: None }), Some(Place { low: Span { bit: 5, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Check bf16 values while moving them (not used by known software)." },
        FieldInfo { name: "trans_dir", short: "direction", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 6, width: 2 }, high: None }), Some(Place { low: Span { bit: 6, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("load", 0), ("store", 1), ("copy", 2), ("move", 3)], meaning: "Direction." },
        FieldInfo { name: "trans_fmt", short: "trans_fmt", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 10, width: 1 }, high: None }), Some(Place { low: Span { bit: 10, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "0 tensor or matrix, 1 general: one contiguous run of bytes." },
        FieldInfo { name: "transpose_md", short: "rotation", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 11, width: 2 }, high: None }), Some(Place { low: Span { bit: 11, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("nc", 0), ("rotate_hwc", 1), ("rotate_whc", 2), ("cw", 3)], meaning: "Kind of rearrangement when `spec_func` is 1." },
        FieldInfo { name: "intra_cmd_paral", short: "intra_parallel", kind: Kind::Flag, places: &[None, Some(Place { low: Span { bit: 14, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Let the parts of this command overlap inside the engine." },
        FieldInfo { name: "outstanding_en", short: "outstanding", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 15, width: 1 }, high: None }), Some(Place { low: Span { bit: 15, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Let the next command start before the data of this one have arrived." },
        FieldInfo { name: "cmd_id", short: "id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 16, width: 16 }, high: None }), Some(Place { low: Span { bit: 16, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Own command id, published when the descriptor retires." },
        FieldInfo { name: "spec_func", short: "spec_func", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 32, width: 3 }, high: None }), Some(Place { low: Span { bit: 32, width: 3 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("copy", 0), ("transpose", 1), ("fill", 4)], meaning: "Special function." },
        FieldInfo { name: "dst_fmt", short: "dst_fmt", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 35, width: 2 }, high: None }), Some(Place { low: Span { bit: 35, width: 2 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[("int8", 1), ("bf16", 2)], meaning: "Element format of the destination." },
        FieldInfo { name: "src_fmt", short: "src_fmt", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 37, width: 2 }, high: None }), Some(Place { low: Span { bit: 37, width: 2 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[("int8", 1), ("bf16", 2)], meaning: "Element format of the source." },
        FieldInfo { name: "cmprs_fmt", short: "signed", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 39, width: 1 }, high: None }), Some(Place { low: Span { bit: 39, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Compressed elements are signed." },
        FieldInfo { name: "sys_dtype", short: "matrix", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 40, width: 1 }, high: None }), Some(Place { low: Span { bit: 40, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "0 tensor, 1 matrix." },
        FieldInfo { name: "int8_sign", short: "int8_sign", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 45, width: 1 }, high: None }), Some(Place { low: Span { bit: 45, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "8-bit elements are signed where a conversion needs to know." },
        FieldInfo { name: "compress_zero_guard", short: "zero_guard", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 46, width: 1 }, high: None }), Some(Place { low: Span { bit: 46, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserve the zero symbol of compressed bf16 data." },
        FieldInfo { name: "int8_rnd_mode", short: "int8_round", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 47, width: 1 }, high: None }), Some(Place { low: Span { bit: 47, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Rounding of bf16 to 8-bit conversion." },
        FieldInfo { name: "wait_id_tpu", short: "wait", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 48, width: 16 }, high: None }), Some(Place { low: Span { bit: 48, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "TIU command id that must have retired before this descriptor starts." },
        FieldInfo { name: "wait_id_other_tdma", short: "wait_other", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 64, width: 16 }, high: None }), Some(Place { low: Span { bit: 64, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Id of another DMA engine to wait for (not used by known software)." },
        FieldInfo { name: "wait_id_sdma", short: "wait_sdma", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 80, width: 16 }, high: None }), Some(Place { low: Span { bit: 80, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Id of the system DMA to wait for (not used by known software)." },
        FieldInfo { name: "const_val", short: "value", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 96, width: 16 }, high: None }), Some(Place { low: Span { bit: 96, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Constant of a fill." },
        FieldInfo { name: "src_base_reg_sel", short: "src_base_reg_sel", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 112, width: 3 }, high: None }), Some(Place { low: Span { bit: 112, width: 3 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 7)), Some((0, 7))], vendor: &[None, None], values: &[], meaning: "Base register added to a source address in DRAM." },
        FieldInfo { name: "mv_lut_idx", short: "lut_index", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 115, width: 1 }, high: None }), Some(Place { low: Span { bit: 115, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes." },
        FieldInfo { name: "dst_base_reg_sel", short: "dst_base_reg_sel", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 116, width: 3 }, high: None }), Some(Place { low: Span { bit: 116, width: 3 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 7)), Some((0, 7))], vendor: &[None, None], values: &[], meaning: "Base register added to a destination address in DRAM." },
        FieldInfo { name: "mv_lut_base", short: "lut_base", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 119, width: 1 }, high: None }), Some(Place { low: Span { bit: 119, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Local move that keeps sign, exponent and no fraction of every bf16 element." },
        FieldInfo { name: "dst_h_stride", short: "dst_h_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 128, width: 16 }, high: None }), Some(Place { low: Span { bit: 128, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Destination: bytes between rows." },
        FieldInfo { name: "dst_c_stride", short: "dst_c_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 144, width: 16 }, high: Some(Span { bit: 464, width: 16 }) }), Some(Place { low: Span { bit: 144, width: 16 }, high: Some(Span { bit: 464, width: 16 }) })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory)." },
        FieldInfo { name: "dst_n_stride", short: "dst_n_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 160, width: 32 }, high: None }), Some(Place { low: Span { bit: 160, width: 32 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Destination: bytes between batches." },
        FieldInfo { name: "src_h_stride", short: "src_h_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 192, width: 16 }, high: None }), Some(Place { low: Span { bit: 192, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Source: bytes between rows." },
        FieldInfo { name: "src_c_stride", short: "src_c_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 208, width: 16 }, high: Some(Span { bit: 448, width: 16 }) }), Some(Place { low: Span { bit: 208, width: 16 }, high: Some(Span { bit: 448, width: 16 }) })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Source: bytes between channels (DRAM) or between channel groups of one lane (local memory)." },
        FieldInfo { name: "src_n_stride", short: "src_n_stride", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 224, width: 32 }, high: None }), Some(Place { low: Span { bit: 224, width: 32 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Source: bytes between batches; in a general transfer of the source side, the number of bytes." },
        FieldInfo { name: "dst_c", short: "dst_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 256, width: 16 }, high: None }), Some(Place { low: Span { bit: 256, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Destination: channels; rows of a matrix are counted by `src_n`." },
        FieldInfo { name: "src_c", short: "src_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 272, width: 16 }, high: None }), Some(Place { low: Span { bit: 272, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Source: channels; rows of a matrix are counted by `src_n`." },
        FieldInfo { name: "dst_w", short: "dst_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 288, width: 16 }, high: None }), Some(Place { low: Span { bit: 288, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Destination: columns." },
        FieldInfo { name: "dst_h", short: "dst_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 304, width: 16 }, high: None }), Some(Place { low: Span { bit: 304, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Destination: rows." },
        FieldInfo { name: "src_w", short: "src_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 320, width: 16 }, high: None }), Some(Place { low: Span { bit: 320, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Source: columns." },
        FieldInfo { name: "src_h", short: "src_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 336, width: 16 }, high: None }), Some(Place { low: Span { bit: 336, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Source: rows." },
        FieldInfo { name: "dst_base_addr", short: "dst_base_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 352, width: 32 }, high: Some(Span { bit: 432, width: 8 }) }), Some(Place { low: Span { bit: 352, width: 32 }, high: Some(Span { bit: 432, width: 8 }) })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory." },
        FieldInfo { name: "src_base_addr", short: "src_base_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 384, width: 32 }, high: Some(Span { bit: 440, width: 8 }) }), Some(Place { low: Span { bit: 384, width: 32 }, high: Some(Span { bit: 440, width: 8 }) })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory." },
        FieldInfo { name: "src_n", short: "src_n", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 416, width: 16 }, high: None }), Some(Place { low: Span { bit: 416, width: 16 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 65535)), Some((1, 65535))], vendor: &[None, None], values: &[], meaning: "Batches (rows of a matrix), of source and destination." },
        FieldInfo { name: "compress_bias0", short: "bias0", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 480, width: 8 }, high: None }), Some(Place { low: Span { bit: 480, width: 8 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "First bias of the compressor." },
        FieldInfo { name: "compress_bias1", short: "bias1", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 488, width: 8 }, high: None }), Some(Place { low: Span { bit: 488, width: 8 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Second bias of the compressor." },
        FieldInfo { name: "layer_ID", short: "layer", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 496, width: 16 }, high: None }), Some(Place { low: Span { bit: 496, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Layer number, for the reader of traces; the hardware ignores it." },
        FieldInfo { name: "reserved0", short: "reserved0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 8, width: 2 }, high: None }), Some(Place { low: Span { bit: 8, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved1", short: "reserved1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 13, width: 2 }, high: None }), Some(Place { low: Span { bit: 13, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved2", short: "reserved2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 41, width: 4 }, high: None }), Some(Place { low: Span { bit: 41, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved3", short: "reserved3", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 120, width: 8 }, high: None }), Some(Place { low: Span { bit: 120, width: 8 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum TdmaField {
    /// The descriptor is valid.
    Vld,
    /// Compressed transfer: a load decompresses, a store compresses.
    CompressEn,
    /// Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one.
    Eod,
    /// Raise an interrupt when the descriptor retires.
    IntpEn,
    /// Honour `wait_id_tpu` before starting. The vendor simulator waits even without it.
    BarEn,
    /// Check bf16 values while moving them (not used by known software).
    CheckBf16Value,
    /// Direction.
    TransDir,
    /// 0 tensor or matrix, 1 general: one contiguous run of bytes.
    TransFmt,
    /// Kind of rearrangement when `spec_func` is 1.
    TransposeMd,
    /// Let the parts of this command overlap inside the engine.
    IntraCmdParal,
    /// Let the next command start before the data of this one have arrived.
    OutstandingEn,
    /// Own command id, published when the descriptor retires.
    CmdId,
    /// Special function.
    SpecFunc,
    /// Element format of the destination.
    DstFmt,
    /// Element format of the source.
    SrcFmt,
    /// Compressed elements are signed.
    CmprsFmt,
    /// 0 tensor, 1 matrix.
    SysDtype,
    /// 8-bit elements are signed where a conversion needs to know.
    Int8Sign,
    /// Reserve the zero symbol of compressed bf16 data.
    CompressZeroGuard,
    /// Rounding of bf16 to 8-bit conversion.
    Int8RndMode,
    /// TIU command id that must have retired before this descriptor starts.
    WaitIdTpu,
    /// Id of another DMA engine to wait for (not used by known software).
    WaitIdOtherTdma,
    /// Id of the system DMA to wait for (not used by known software).
    WaitIdSdma,
    /// Constant of a fill.
    ConstVal,
    /// Base register added to a source address in DRAM.
    SrcBaseRegSel,
    /// Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes.
    MvLutIdx,
    /// Base register added to a destination address in DRAM.
    DstBaseRegSel,
    /// Local move that keeps sign, exponent and no fraction of every bf16 element.
    MvLutBase,
    /// Destination: bytes between rows.
    DstHStride,
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    DstCStride,
    /// Destination: bytes between batches.
    DstNStride,
    /// Source: bytes between rows.
    SrcHStride,
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    SrcCStride,
    /// Source: bytes between batches; in a general transfer of the source side, the number of bytes.
    SrcNStride,
    /// Destination: channels; rows of a matrix are counted by `src_n`.
    DstC,
    /// Source: channels; rows of a matrix are counted by `src_n`.
    SrcC,
    /// Destination: columns.
    DstW,
    /// Destination: rows.
    DstH,
    /// Source: columns.
    SrcW,
    /// Source: rows.
    SrcH,
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    DstBaseAddr,
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    SrcBaseAddr,
    /// Batches (rows of a matrix), of source and destination.
    SrcN,
    /// First bias of the compressor.
    CompressBias0,
    /// Second bias of the compressor.
    CompressBias1,
    /// Layer number, for the reader of traces; the hardware ignores it.
    LayerID,
    /// Reserved, must be 0.
    Reserved0,
    /// Reserved, must be 0.
    Reserved1,
    /// Reserved, must be 0.
    Reserved2,
    /// Reserved, must be 0.
    Reserved3,
}

impl TdmaField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// TDMA descriptor, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TdmaFields {
    /// The descriptor is valid.
    pub vld: bool,
    /// Compressed transfer: a load decompresses, a store compresses.
    pub compress_en: bool,
    /// Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one.
    pub eod: bool,
    /// Raise an interrupt when the descriptor retires.
    pub intp_en: bool,
    /// Honour `wait_id_tpu` before starting. The vendor simulator waits even without it.
    pub bar_en: bool,
    /// Check bf16 values while moving them (not used by known software).
    pub check_bf16_value: bool,
    /// Direction.
    pub trans_dir: u8,
    /// 0 tensor or matrix, 1 general: one contiguous run of bytes.
    pub trans_fmt: bool,
    /// Kind of rearrangement when `spec_func` is 1.
    pub transpose_md: u8,
    /// Let the parts of this command overlap inside the engine.
    pub intra_cmd_paral: bool,
    /// Let the next command start before the data of this one have arrived.
    pub outstanding_en: bool,
    /// Own command id, published when the descriptor retires.
    pub cmd_id: u16,
    /// Special function.
    pub spec_func: u8,
    /// Element format of the destination.
    pub dst_fmt: u8,
    /// Element format of the source.
    pub src_fmt: u8,
    /// Compressed elements are signed.
    pub cmprs_fmt: bool,
    /// 0 tensor, 1 matrix.
    pub sys_dtype: bool,
    /// 8-bit elements are signed where a conversion needs to know.
    pub int8_sign: bool,
    /// Reserve the zero symbol of compressed bf16 data.
    pub compress_zero_guard: bool,
    /// Rounding of bf16 to 8-bit conversion.
    pub int8_rnd_mode: bool,
    /// TIU command id that must have retired before this descriptor starts.
    pub wait_id_tpu: u16,
    /// Id of another DMA engine to wait for (not used by known software).
    pub wait_id_other_tdma: u16,
    /// Id of the system DMA to wait for (not used by known software).
    pub wait_id_sdma: u16,
    /// Constant of a fill.
    pub const_val: u16,
    /// Base register added to a source address in DRAM.
    pub src_base_reg_sel: u8,
    /// Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes.
    pub mv_lut_idx: bool,
    /// Base register added to a destination address in DRAM.
    pub dst_base_reg_sel: u8,
    /// Local move that keeps sign, exponent and no fraction of every bf16 element.
    pub mv_lut_base: bool,
    /// Destination: bytes between rows.
    pub dst_h_stride: u16,
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub dst_c_stride: u32,
    /// Destination: bytes between batches.
    pub dst_n_stride: u32,
    /// Source: bytes between rows.
    pub src_h_stride: u16,
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub src_c_stride: u32,
    /// Source: bytes between batches; in a general transfer of the source side, the number of bytes.
    pub src_n_stride: u32,
    /// Destination: channels; rows of a matrix are counted by `src_n`.
    pub dst_c: u16,
    /// Source: channels; rows of a matrix are counted by `src_n`.
    pub src_c: u16,
    /// Destination: columns.
    pub dst_w: u16,
    /// Destination: rows.
    pub dst_h: u16,
    /// Source: columns.
    pub src_w: u16,
    /// Source: rows.
    pub src_h: u16,
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub dst_base_addr: u64,
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub src_base_addr: u64,
    /// Batches (rows of a matrix), of source and destination.
    pub src_n: u16,
    /// First bias of the compressor.
    pub compress_bias0: u8,
    /// Second bias of the compressor.
    pub compress_bias1: u8,
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_id: u16,
    /// Reserved, must be 0.
    pub reserved0: u8,
    /// Reserved, must be 0.
    pub reserved1: u8,
    /// Reserved, must be 0.
    pub reserved2: u8,
    /// Reserved, must be 0.
    pub reserved3: u8,
}

impl TdmaFields {
    /// All fields at their defaults in layout cv183x.
    pub const DEFAULT_CV183X: Self = Self {
        vld: false,
        compress_en: false,
        eod: false,
        intp_en: false,
        bar_en: false,
        check_bf16_value: false,
        trans_dir: 0,
        trans_fmt: false,
        transpose_md: 0,
        intra_cmd_paral: false,
        outstanding_en: false,
        cmd_id: 0,
        spec_func: 0,
        dst_fmt: 1,
        src_fmt: 1,
        cmprs_fmt: false,
        sys_dtype: false,
        int8_sign: false,
        compress_zero_guard: false,
        int8_rnd_mode: false,
        wait_id_tpu: 0,
        wait_id_other_tdma: 0,
        wait_id_sdma: 0,
        const_val: 0,
        src_base_reg_sel: 0,
        mv_lut_idx: false,
        dst_base_reg_sel: 0,
        mv_lut_base: false,
        dst_h_stride: 1,
        dst_c_stride: 1,
        dst_n_stride: 1,
        src_h_stride: 1,
        src_c_stride: 1,
        src_n_stride: 1,
        dst_c: 1,
        src_c: 1,
        dst_w: 1,
        dst_h: 1,
        src_w: 1,
        src_h: 1,
        dst_base_addr: 0,
        src_base_addr: 0,
        src_n: 1,
        compress_bias0: 0,
        compress_bias1: 0,
        layer_id: 0,
        reserved0: 0,
        reserved1: 0,
        reserved2: 0,
        reserved3: 0,
    };

    /// Reads the fields of layout cv183x; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_cv183x(w: &[u32; 16]) -> Self {
        Self {
            vld: (w[0] >> 0) & 1 != 0,
            compress_en: (w[0] >> 1) & 1 != 0,
            eod: (w[0] >> 2) & 1 != 0,
            intp_en: (w[0] >> 3) & 1 != 0,
            bar_en: (w[0] >> 4) & 1 != 0,
            check_bf16_value: (w[0] >> 5) & 1 != 0,
            trans_dir: ((w[0] >> 6) & 0x3) as u8,
            trans_fmt: (w[0] >> 10) & 1 != 0,
            transpose_md: ((w[0] >> 11) & 0x3) as u8,
            intra_cmd_paral: false,
            outstanding_en: (w[0] >> 15) & 1 != 0,
            cmd_id: (w[0] >> 16) as u16,
            spec_func: (w[1] & 0x7) as u8,
            dst_fmt: ((w[1] >> 3) & 0x3) as u8,
            src_fmt: ((w[1] >> 5) & 0x3) as u8,
            cmprs_fmt: (w[1] >> 7) & 1 != 0,
            sys_dtype: (w[1] >> 8) & 1 != 0,
            int8_sign: (w[1] >> 13) & 1 != 0,
            compress_zero_guard: (w[1] >> 14) & 1 != 0,
            int8_rnd_mode: (w[1] >> 15) & 1 != 0,
            wait_id_tpu: (w[1] >> 16) as u16,
            wait_id_other_tdma: (w[2] & 0xffff) as u16,
            wait_id_sdma: (w[2] >> 16) as u16,
            const_val: (w[3] & 0xffff) as u16,
            src_base_reg_sel: ((w[3] >> 16) & 0x7) as u8,
            mv_lut_idx: (w[3] >> 19) & 1 != 0,
            dst_base_reg_sel: ((w[3] >> 20) & 0x7) as u8,
            mv_lut_base: (w[3] >> 23) & 1 != 0,
            dst_h_stride: (w[4] & 0xffff) as u16,
            dst_c_stride: (w[4] >> 16) | ((w[14] >> 16) << 16),
            dst_n_stride: w[5],
            src_h_stride: (w[6] & 0xffff) as u16,
            src_c_stride: (w[6] >> 16) | ((w[14] & 0xffff) << 16),
            src_n_stride: w[7],
            dst_c: (w[8] & 0xffff) as u16,
            src_c: (w[8] >> 16) as u16,
            dst_w: (w[9] & 0xffff) as u16,
            dst_h: (w[9] >> 16) as u16,
            src_w: (w[10] & 0xffff) as u16,
            src_h: (w[10] >> 16) as u16,
            dst_base_addr: (w[11] as u64) | ((((w[13] >> 16) & 0xff) as u64) << 32),
            src_base_addr: (w[12] as u64) | (((w[13] >> 24) as u64) << 32),
            src_n: (w[13] & 0xffff) as u16,
            compress_bias0: (w[15] & 0xff) as u8,
            compress_bias1: ((w[15] >> 8) & 0xff) as u8,
            layer_id: (w[15] >> 16) as u16,
            reserved0: ((w[0] >> 8) & 0x3) as u8,
            reserved1: ((w[0] >> 13) & 0x3) as u8,
            reserved2: ((w[1] >> 9) & 0xf) as u8,
            reserved3: (w[3] >> 24) as u8,
        }
    }

    /// Writes the fields in layout cv183x.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_cv183x(&self) -> Result<[u32; 16], FieldError> {
        if self.trans_dir > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 6, self.trans_dir.into()));
        }
        if self.transpose_md > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 8, self.transpose_md.into()));
        }
        if self.intra_cmd_paral {
            return Err(FieldError::absent(&RECORD, 0, 9, self.intra_cmd_paral.into()));
        }
        if self.spec_func > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 0, 12, self.spec_func.into()));
        }
        if self.dst_fmt > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 13, self.dst_fmt.into()));
        }
        if self.src_fmt > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 14, self.src_fmt.into()));
        }
        if self.src_base_reg_sel > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 0, 24, self.src_base_reg_sel.into()));
        }
        if self.dst_base_reg_sel > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 0, 26, self.dst_base_reg_sel.into()));
        }
        if self.dst_base_addr > 0xffffffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 40, self.dst_base_addr.into()));
        }
        if self.src_base_addr > 0xffffffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 41, self.src_base_addr.into()));
        }
        if self.reserved0 > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 46, self.reserved0.into()));
        }
        if self.reserved1 > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 47, self.reserved1.into()));
        }
        if self.reserved2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 48, self.reserved2.into()));
        }
        let mut w = [0; 16];
        w[0] = (self.vld as u32) | ((self.compress_en as u32) << 1) | ((self.eod as u32) << 2) | ((self.intp_en as u32) << 3) | ((self.bar_en as u32) << 4) | ((self.check_bf16_value as u32) << 5) | ((self.trans_dir as u32) << 6) | ((self.trans_fmt as u32) << 10) | ((self.transpose_md as u32) << 11) | ((self.outstanding_en as u32) << 15) | ((self.cmd_id as u32) << 16) | ((self.reserved0 as u32) << 8) | ((self.reserved1 as u32) << 13);
        w[1] = (self.spec_func as u32) | ((self.dst_fmt as u32) << 3) | ((self.src_fmt as u32) << 5) | ((self.cmprs_fmt as u32) << 7) | ((self.sys_dtype as u32) << 8) | ((self.int8_sign as u32) << 13) | ((self.compress_zero_guard as u32) << 14) | ((self.int8_rnd_mode as u32) << 15) | ((self.wait_id_tpu as u32) << 16) | ((self.reserved2 as u32) << 9);
        w[2] = (self.wait_id_other_tdma as u32) | ((self.wait_id_sdma as u32) << 16);
        w[3] = (self.const_val as u32) | ((self.src_base_reg_sel as u32) << 16) | ((self.mv_lut_idx as u32) << 19) | ((self.dst_base_reg_sel as u32) << 20) | ((self.mv_lut_base as u32) << 23) | ((self.reserved3 as u32) << 24);
        w[4] = (self.dst_h_stride as u32) | ((self.dst_c_stride & 0xffff) << 16);
        w[5] = self.dst_n_stride;
        w[6] = (self.src_h_stride as u32) | ((self.src_c_stride & 0xffff) << 16);
        w[7] = self.src_n_stride;
        w[8] = (self.dst_c as u32) | ((self.src_c as u32) << 16);
        w[9] = (self.dst_w as u32) | ((self.dst_h as u32) << 16);
        w[10] = (self.src_w as u32) | ((self.src_h as u32) << 16);
        w[11] = self.dst_base_addr as u32;
        w[12] = self.src_base_addr as u32;
        w[13] = (((self.dst_base_addr >> 32) as u32) << 16) | (((self.src_base_addr >> 32) as u32) << 24) | (self.src_n as u32);
        w[14] = ((self.dst_c_stride >> 16) << 16) | (self.src_c_stride >> 16);
        w[15] = (self.compress_bias0 as u32) | ((self.compress_bias1 as u32) << 8) | ((self.layer_id as u32) << 16);
        Ok(w)
    }

    /// Whether every field holds a legal value in layout cv183x.
    #[must_use]
    #[inline]
    pub fn plain_cv183x(&self) -> bool {
        ((self.spec_func == 0) | (self.spec_func == 1) | (self.spec_func == 4))
            & ((self.dst_fmt == 1) | (self.dst_fmt == 2))
            & ((self.src_fmt == 1) | (self.src_fmt == 2))
            & (self.dst_c >= 1)
            & (self.src_c >= 1)
            & (self.dst_w >= 1)
            & (self.dst_h >= 1)
            & (self.src_w >= 1)
            & (self.src_h >= 1)
            & (self.src_n >= 1)
            & (self.reserved0 == 0)
            & (self.reserved1 == 0)
            & (self.reserved2 == 0)
            & (self.reserved3 == 0)
    }

    /// All fields at their defaults in layout cv182x.
    pub const DEFAULT_CV182X: Self = Self {
        vld: false,
        compress_en: false,
        eod: false,
        intp_en: false,
        bar_en: false,
        check_bf16_value: false,
        trans_dir: 0,
        trans_fmt: false,
        transpose_md: 0,
        intra_cmd_paral: false,
        outstanding_en: false,
        cmd_id: 0,
        spec_func: 0,
        dst_fmt: 1,
        src_fmt: 1,
        cmprs_fmt: false,
        sys_dtype: false,
        int8_sign: false,
        compress_zero_guard: false,
        int8_rnd_mode: false,
        wait_id_tpu: 0,
        wait_id_other_tdma: 0,
        wait_id_sdma: 0,
        const_val: 0,
        src_base_reg_sel: 0,
        mv_lut_idx: false,
        dst_base_reg_sel: 0,
        mv_lut_base: false,
        dst_h_stride: 1,
        dst_c_stride: 1,
        dst_n_stride: 1,
        src_h_stride: 1,
        src_c_stride: 1,
        src_n_stride: 1,
        dst_c: 1,
        src_c: 1,
        dst_w: 1,
        dst_h: 1,
        src_w: 1,
        src_h: 1,
        dst_base_addr: 0,
        src_base_addr: 0,
        src_n: 1,
        compress_bias0: 0,
        compress_bias1: 0,
        layer_id: 0,
        reserved0: 0,
        reserved1: 0,
        reserved2: 0,
        reserved3: 0,
    };

    /// Reads the fields of layout cv182x; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_cv182x(w: &[u32; 16]) -> Self {
        Self {
            vld: (w[0] >> 0) & 1 != 0,
            compress_en: (w[0] >> 1) & 1 != 0,
            eod: (w[0] >> 2) & 1 != 0,
            intp_en: (w[0] >> 3) & 1 != 0,
            bar_en: (w[0] >> 4) & 1 != 0,
            check_bf16_value: (w[0] >> 5) & 1 != 0,
            trans_dir: ((w[0] >> 6) & 0x3) as u8,
            trans_fmt: (w[0] >> 10) & 1 != 0,
            transpose_md: ((w[0] >> 11) & 0x3) as u8,
            intra_cmd_paral: (w[0] >> 14) & 1 != 0,
            outstanding_en: (w[0] >> 15) & 1 != 0,
            cmd_id: (w[0] >> 16) as u16,
            spec_func: (w[1] & 0x7) as u8,
            dst_fmt: ((w[1] >> 3) & 0x3) as u8,
            src_fmt: ((w[1] >> 5) & 0x3) as u8,
            cmprs_fmt: (w[1] >> 7) & 1 != 0,
            sys_dtype: (w[1] >> 8) & 1 != 0,
            int8_sign: (w[1] >> 13) & 1 != 0,
            compress_zero_guard: (w[1] >> 14) & 1 != 0,
            int8_rnd_mode: (w[1] >> 15) & 1 != 0,
            wait_id_tpu: (w[1] >> 16) as u16,
            wait_id_other_tdma: (w[2] & 0xffff) as u16,
            wait_id_sdma: (w[2] >> 16) as u16,
            const_val: (w[3] & 0xffff) as u16,
            src_base_reg_sel: ((w[3] >> 16) & 0x7) as u8,
            mv_lut_idx: (w[3] >> 19) & 1 != 0,
            dst_base_reg_sel: ((w[3] >> 20) & 0x7) as u8,
            mv_lut_base: (w[3] >> 23) & 1 != 0,
            dst_h_stride: (w[4] & 0xffff) as u16,
            dst_c_stride: (w[4] >> 16) | ((w[14] >> 16) << 16),
            dst_n_stride: w[5],
            src_h_stride: (w[6] & 0xffff) as u16,
            src_c_stride: (w[6] >> 16) | ((w[14] & 0xffff) << 16),
            src_n_stride: w[7],
            dst_c: (w[8] & 0xffff) as u16,
            src_c: (w[8] >> 16) as u16,
            dst_w: (w[9] & 0xffff) as u16,
            dst_h: (w[9] >> 16) as u16,
            src_w: (w[10] & 0xffff) as u16,
            src_h: (w[10] >> 16) as u16,
            dst_base_addr: (w[11] as u64) | ((((w[13] >> 16) & 0xff) as u64) << 32),
            src_base_addr: (w[12] as u64) | (((w[13] >> 24) as u64) << 32),
            src_n: (w[13] & 0xffff) as u16,
            compress_bias0: (w[15] & 0xff) as u8,
            compress_bias1: ((w[15] >> 8) & 0xff) as u8,
            layer_id: (w[15] >> 16) as u16,
            reserved0: ((w[0] >> 8) & 0x3) as u8,
            reserved1: ((w[0] >> 13) & 0x1) as u8,
            reserved2: ((w[1] >> 9) & 0xf) as u8,
            reserved3: (w[3] >> 24) as u8,
        }
    }

    /// Writes the fields in layout cv182x.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_cv182x(&self) -> Result<[u32; 16], FieldError> {
        if self.trans_dir > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 6, self.trans_dir.into()));
        }
        if self.transpose_md > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 8, self.transpose_md.into()));
        }
        if self.spec_func > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 1, 12, self.spec_func.into()));
        }
        if self.dst_fmt > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 13, self.dst_fmt.into()));
        }
        if self.src_fmt > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 14, self.src_fmt.into()));
        }
        if self.src_base_reg_sel > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 1, 24, self.src_base_reg_sel.into()));
        }
        if self.dst_base_reg_sel > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 1, 26, self.dst_base_reg_sel.into()));
        }
        if self.dst_base_addr > 0xffffffffff {
            return Err(FieldError::too_wide(&RECORD, 1, 40, self.dst_base_addr.into()));
        }
        if self.src_base_addr > 0xffffffffff {
            return Err(FieldError::too_wide(&RECORD, 1, 41, self.src_base_addr.into()));
        }
        if self.reserved0 > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 46, self.reserved0.into()));
        }
        if self.reserved1 > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 1, 47, self.reserved1.into()));
        }
        if self.reserved2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 48, self.reserved2.into()));
        }
        let mut w = [0; 16];
        w[0] = (self.vld as u32) | ((self.compress_en as u32) << 1) | ((self.eod as u32) << 2) | ((self.intp_en as u32) << 3) | ((self.bar_en as u32) << 4) | ((self.check_bf16_value as u32) << 5) | ((self.trans_dir as u32) << 6) | ((self.trans_fmt as u32) << 10) | ((self.transpose_md as u32) << 11) | ((self.intra_cmd_paral as u32) << 14) | ((self.outstanding_en as u32) << 15) | ((self.cmd_id as u32) << 16) | ((self.reserved0 as u32) << 8) | ((self.reserved1 as u32) << 13);
        w[1] = (self.spec_func as u32) | ((self.dst_fmt as u32) << 3) | ((self.src_fmt as u32) << 5) | ((self.cmprs_fmt as u32) << 7) | ((self.sys_dtype as u32) << 8) | ((self.int8_sign as u32) << 13) | ((self.compress_zero_guard as u32) << 14) | ((self.int8_rnd_mode as u32) << 15) | ((self.wait_id_tpu as u32) << 16) | ((self.reserved2 as u32) << 9);
        w[2] = (self.wait_id_other_tdma as u32) | ((self.wait_id_sdma as u32) << 16);
        w[3] = (self.const_val as u32) | ((self.src_base_reg_sel as u32) << 16) | ((self.mv_lut_idx as u32) << 19) | ((self.dst_base_reg_sel as u32) << 20) | ((self.mv_lut_base as u32) << 23) | ((self.reserved3 as u32) << 24);
        w[4] = (self.dst_h_stride as u32) | ((self.dst_c_stride & 0xffff) << 16);
        w[5] = self.dst_n_stride;
        w[6] = (self.src_h_stride as u32) | ((self.src_c_stride & 0xffff) << 16);
        w[7] = self.src_n_stride;
        w[8] = (self.dst_c as u32) | ((self.src_c as u32) << 16);
        w[9] = (self.dst_w as u32) | ((self.dst_h as u32) << 16);
        w[10] = (self.src_w as u32) | ((self.src_h as u32) << 16);
        w[11] = self.dst_base_addr as u32;
        w[12] = self.src_base_addr as u32;
        w[13] = (((self.dst_base_addr >> 32) as u32) << 16) | (((self.src_base_addr >> 32) as u32) << 24) | (self.src_n as u32);
        w[14] = ((self.dst_c_stride >> 16) << 16) | (self.src_c_stride >> 16);
        w[15] = (self.compress_bias0 as u32) | ((self.compress_bias1 as u32) << 8) | ((self.layer_id as u32) << 16);
        Ok(w)
    }

    /// Whether every field holds a legal value in layout cv182x.
    #[must_use]
    #[inline]
    pub fn plain_cv182x(&self) -> bool {
        ((self.spec_func == 0) | (self.spec_func == 1) | (self.spec_func == 4))
            & ((self.dst_fmt == 1) | (self.dst_fmt == 2))
            & ((self.src_fmt == 1) | (self.src_fmt == 2))
            & (self.dst_c >= 1)
            & (self.src_c >= 1)
            & (self.dst_w >= 1)
            & (self.dst_h >= 1)
            & (self.src_w >= 1)
            & (self.src_h >= 1)
            & (self.src_n >= 1)
            & (self.reserved0 == 0)
            & (self.reserved1 == 0)
            & (self.reserved2 == 0)
            & (self.reserved3 == 0)
    }

}

impl Fields for TdmaFields {
    type Words = [u32; 16];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        match layout {
            0 => Self::DEFAULT_CV183X,
            _ => Self::DEFAULT_CV182X,
        }
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 16]) -> Self {
        match layout {
            0 => Self::unpack_cv183x(words),
            _ => Self::unpack_cv182x(words),
        }
    }

    fn pack(&self, layout: usize) -> Result<[u32; 16], FieldError> {
        match layout {
            0 => self.pack_cv183x(),
            _ => self.pack_cv182x(),
        }
    }

    #[inline]
    fn is_plain(&self, layout: usize) -> bool {
        match layout {
            0 => self.plain_cv183x(),
            _ => self.plain_cv182x(),
        }
    }

    fn get(&self, field: usize) -> u64 {
        match field {
            0 => self.vld.into(),
            1 => self.compress_en.into(),
            2 => self.eod.into(),
            3 => self.intp_en.into(),
            4 => self.bar_en.into(),
            5 => self.check_bf16_value.into(),
            6 => self.trans_dir.into(),
            7 => self.trans_fmt.into(),
            8 => self.transpose_md.into(),
            9 => self.intra_cmd_paral.into(),
            10 => self.outstanding_en.into(),
            11 => self.cmd_id.into(),
            12 => self.spec_func.into(),
            13 => self.dst_fmt.into(),
            14 => self.src_fmt.into(),
            15 => self.cmprs_fmt.into(),
            16 => self.sys_dtype.into(),
            17 => self.int8_sign.into(),
            18 => self.compress_zero_guard.into(),
            19 => self.int8_rnd_mode.into(),
            20 => self.wait_id_tpu.into(),
            21 => self.wait_id_other_tdma.into(),
            22 => self.wait_id_sdma.into(),
            23 => self.const_val.into(),
            24 => self.src_base_reg_sel.into(),
            25 => self.mv_lut_idx.into(),
            26 => self.dst_base_reg_sel.into(),
            27 => self.mv_lut_base.into(),
            28 => self.dst_h_stride.into(),
            29 => self.dst_c_stride.into(),
            30 => self.dst_n_stride.into(),
            31 => self.src_h_stride.into(),
            32 => self.src_c_stride.into(),
            33 => self.src_n_stride.into(),
            34 => self.dst_c.into(),
            35 => self.src_c.into(),
            36 => self.dst_w.into(),
            37 => self.dst_h.into(),
            38 => self.src_w.into(),
            39 => self.src_h.into(),
            40 => self.dst_base_addr.into(),
            41 => self.src_base_addr.into(),
            42 => self.src_n.into(),
            43 => self.compress_bias0.into(),
            44 => self.compress_bias1.into(),
            45 => self.layer_id.into(),
            46 => self.reserved0.into(),
            47 => self.reserved1.into(),
            48 => self.reserved2.into(),
            49 => self.reserved3.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.vld = bit(value)?,
            1 => self.compress_en = bit(value)?,
            2 => self.eod = bit(value)?,
            3 => self.intp_en = bit(value)?,
            4 => self.bar_en = bit(value)?,
            5 => self.check_bf16_value = bit(value)?,
            6 => self.trans_dir = u8::try_from(value).ok()?,
            7 => self.trans_fmt = bit(value)?,
            8 => self.transpose_md = u8::try_from(value).ok()?,
            9 => self.intra_cmd_paral = bit(value)?,
            10 => self.outstanding_en = bit(value)?,
            11 => self.cmd_id = u16::try_from(value).ok()?,
            12 => self.spec_func = u8::try_from(value).ok()?,
            13 => self.dst_fmt = u8::try_from(value).ok()?,
            14 => self.src_fmt = u8::try_from(value).ok()?,
            15 => self.cmprs_fmt = bit(value)?,
            16 => self.sys_dtype = bit(value)?,
            17 => self.int8_sign = bit(value)?,
            18 => self.compress_zero_guard = bit(value)?,
            19 => self.int8_rnd_mode = bit(value)?,
            20 => self.wait_id_tpu = u16::try_from(value).ok()?,
            21 => self.wait_id_other_tdma = u16::try_from(value).ok()?,
            22 => self.wait_id_sdma = u16::try_from(value).ok()?,
            23 => self.const_val = u16::try_from(value).ok()?,
            24 => self.src_base_reg_sel = u8::try_from(value).ok()?,
            25 => self.mv_lut_idx = bit(value)?,
            26 => self.dst_base_reg_sel = u8::try_from(value).ok()?,
            27 => self.mv_lut_base = bit(value)?,
            28 => self.dst_h_stride = u16::try_from(value).ok()?,
            29 => self.dst_c_stride = u32::try_from(value).ok()?,
            30 => self.dst_n_stride = u32::try_from(value).ok()?,
            31 => self.src_h_stride = u16::try_from(value).ok()?,
            32 => self.src_c_stride = u32::try_from(value).ok()?,
            33 => self.src_n_stride = u32::try_from(value).ok()?,
            34 => self.dst_c = u16::try_from(value).ok()?,
            35 => self.src_c = u16::try_from(value).ok()?,
            36 => self.dst_w = u16::try_from(value).ok()?,
            37 => self.dst_h = u16::try_from(value).ok()?,
            38 => self.src_w = u16::try_from(value).ok()?,
            39 => self.src_h = u16::try_from(value).ok()?,
            40 => self.dst_base_addr = value,
            41 => self.src_base_addr = value,
            42 => self.src_n = u16::try_from(value).ok()?,
            43 => self.compress_bias0 = u8::try_from(value).ok()?,
            44 => self.compress_bias1 = u8::try_from(value).ok()?,
            45 => self.layer_id = u16::try_from(value).ok()?,
            46 => self.reserved0 = u8::try_from(value).ok()?,
            47 => self.reserved1 = u8::try_from(value).ok()?,
            48 => self.reserved2 = u8::try_from(value).ok()?,
            49 => self.reserved3 = u8::try_from(value).ok()?,
            _ => return None,
        }
        Some(())
    }
}

fn bit(value: u64) -> Option<bool> {
    match value {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
