// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! TIU descriptor: One tensor operation on local memory.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of tiu.toml.
pub static RECORD: Record = Record {
    name: "tiu",
    title: "TIU descriptor",
    words: 28,
    layouts: &["cv183x", "cv182x"],
    fields: &[
        FieldInfo { name: "cmd_en", short: "valid", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None }), Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "The descriptor is valid; the engine skips nothing, it expects 1." },
        FieldInfo { name: "cmd_end", short: "end", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 1, width: 1 }, high: None }), Some(Place { low: Span { bit: 1, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out." },
        FieldInfo { name: "cmd_id_en", short: "sync", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 2, width: 1 }, high: None }), Some(Place { low: Span { bit: 2, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited." },
        FieldInfo { name: "cmd_keep", short: "keep", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 35, width: 1 }, high: None }), Some(Place { low: Span { bit: 3, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Keep the command in the queue (not used by known software)." },
        FieldInfo { name: "cmd_intr_en", short: "interrupt", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 36, width: 1 }, high: None }), Some(Place { low: Span { bit: 4, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Raise an interrupt when the descriptor retires." },
        FieldInfo { name: "tsk_typ", short: "tsk_typ", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 37, width: 4 }, high: None }), Some(Place { low: Span { bit: 5, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("conv", 0), ("depthwise_pool", 1), ("matmul", 2), ("tensor", 3)], meaning: "Class of the operation." },
        FieldInfo { name: "tsk_eu_typ", short: "tsk_eu_typ", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 41, width: 8 }, high: None }), Some(Place { low: Span { bit: 9, width: 5 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operation inside the class; its numbers depend on `tsk_typ`. Legal values: depthwise_pool: 0 max, 1 average, 2 depthwise convolution, 3 min; tensor: 0 mul, 1 mac, 2 add, 3 sub, 4 max, 5 min, 6 shift, 7 and, 8 or, 9 xor, 10 copy, 11 greater-or-equal, 12 lookup." },
        FieldInfo { name: "tsk_opd_num", short: "operands", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 49, width: 2 }, high: None }), Some(Place { low: Span { bit: 14, width: 2 }, high: None })], defaults: &[3, 3], legal: &[Some((1, 3)), Some((1, 3))], vendor: &[None, None], values: &[], meaning: "Number of operands in use (3 = with bias)." },
        FieldInfo { name: "opt_res_shift", short: "rshift", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 51, width: 5 }, high: None }), Some(Place { low: Span { bit: 16, width: 6 }, high: None })], defaults: &[10, 10], legal: &[None, None], vendor: &[Some("opt_right_shift"), None], values: &[], meaning: "Right shift of the result before saturation." },
        FieldInfo { name: "opt_left_shift", short: "lshift", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 56, width: 5 }, high: None }), Some(Place { low: Span { bit: 22, width: 5 }, high: None })], defaults: &[2, 2], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise." },
        FieldInfo { name: "opt_shift_typ", short: "arith", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 61, width: 1 }, high: None }), Some(Place { low: Span { bit: 27, width: 1 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical." },
        FieldInfo { name: "opt_rshift_typ", short: "round", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 62, width: 1 }, high: None }), Some(Place { low: Span { bit: 28, width: 1 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity." },
        FieldInfo { name: "opd_typ", short: "bf16", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 500, width: 1 }, high: None }), Some(Place { low: Span { bit: 30, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand type: 0 integer, 1 bf16." },
        FieldInfo { name: "opt_chl_quan", short: "quant", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 66, width: 1 }, high: None }), Some(Place { low: Span { bit: 31, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others)." },
        FieldInfo { name: "cmd_id_tpu", short: "id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 3, width: 16 }, high: None }), Some(Place { low: Span { bit: 32, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Own command id, published when the descriptor retires." },
        FieldInfo { name: "cmd_id_gdma", short: "wait", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 19, width: 16 }, high: None }), Some(Place { low: Span { bit: 48, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "TDMA command id that must have retired before this descriptor starts." },
        FieldInfo { name: "quan_m", short: "multiplier", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 468, width: 32 }, high: None }), Some(Place { low: Span { bit: 64, width: 32 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "32-bit multiplier of the per-tensor requantisation." },
        FieldInfo { name: "opt_res0_sign", short: "opt_res0_sign", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 69, width: 1 }, high: None }), Some(Place { low: Span { bit: 96, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result is signed." },
        FieldInfo { name: "opt_opd0_sign", short: "opt_opd0_sign", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 70, width: 1 }, high: None }), Some(Place { low: Span { bit: 97, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0 is signed." },
        FieldInfo { name: "opt_opd1_sign", short: "opt_opd1_sign", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 71, width: 1 }, high: None }), Some(Place { low: Span { bit: 98, width: 1 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1 is signed." },
        FieldInfo { name: "opt_opd2_sign", short: "opt_opd2_sign", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 72, width: 1 }, high: None }), Some(Place { low: Span { bit: 99, width: 1 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2 is signed." },
        FieldInfo { name: "opt_res0_seg", short: "opt_res0_seg", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 73, width: 1 }, high: None }), Some(Place { low: Span { bit: 100, width: 2 }, high: None })], defaults: &[1, 1], legal: &[Some((0, 1)), Some((0, 1))], vendor: &[Some("opt_res0_int8"), None], values: &[], meaning: "Element width of result: 1 = 8 bit, 0 = 16 bit in two planes." },
        FieldInfo { name: "opt_opd0_seg", short: "opt_opd0_seg", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 74, width: 1 }, high: None }), Some(Place { low: Span { bit: 102, width: 2 }, high: None })], defaults: &[1, 1], legal: &[Some((0, 1)), Some((0, 1))], vendor: &[Some("opt_opd0_int8"), None], values: &[], meaning: "Element width of operand 0: 1 = 8 bit, 0 = 16 bit in two planes." },
        FieldInfo { name: "opt_opd1_seg", short: "opt_opd1_seg", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 75, width: 1 }, high: None }), Some(Place { low: Span { bit: 104, width: 2 }, high: None })], defaults: &[1, 1], legal: &[Some((0, 1)), Some((0, 1))], vendor: &[Some("opt_opd1_int8"), None], values: &[], meaning: "Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes." },
        FieldInfo { name: "opt_opd2_seg", short: "opt_opd2_seg", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 76, width: 1 }, high: None }), Some(Place { low: Span { bit: 106, width: 1 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 1)), Some((0, 1))], vendor: &[Some("opt_opd2_int8"), None], values: &[], meaning: "Element width of operand 2: 1 = 8 bit, 0 = 16 bit in two planes." },
        FieldInfo { name: "ps32_md", short: "ps32", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 121, width: 2 }, high: None }), Some(Place { low: Span { bit: 107, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("off", 0), ("read", 1), ("write", 2), ("read_write", 3)], meaning: "32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result." },
        FieldInfo { name: "double_conv", short: "double", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 123, width: 1 }, high: None }), Some(Place { low: Span { bit: 109, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Process two input channels per cycle; needs an even channel count and even addresses." },
        FieldInfo { name: "opt_left_tran", short: "left_transposed", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 65, width: 1 }, high: None }), Some(Place { low: Span { bit: 110, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "The left matrix is stored transposed." },
        FieldInfo { name: "fp_round_typ", short: "fp_round_typ", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 501, width: 3 }, high: None }), Some(Place { low: Span { bit: 111, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Rounding selector of bf16 results; only 0 (nearest even) is emitted by known software." },
        FieldInfo { name: "opt_relu_typ", short: "relu", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 64, width: 1 }, high: None }), Some(Place { low: Span { bit: 112, width: 2 }, high: None })], defaults: &[1, 0], legal: &[None, None], vendor: &[Some("opt_relu"), None], values: &[], meaning: "Relu of the result: 0 off, 1 clamp below at zero." },
        FieldInfo { name: "opt_relu_value", short: "opt_relu_value", kind: Kind::Value, places: &[None, Some(Place { low: Span { bit: 114, width: 8 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Parameter of the other relu types; unused by known software." },
        FieldInfo { name: "cmd_pre_exe_typ", short: "early_type", kind: Kind::Flag, places: &[None, Some(Place { low: Span { bit: 122, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data." },
        FieldInfo { name: "opt_res_add", short: "accumulate", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 63, width: 1 }, high: None }), Some(Place { low: Span { bit: 123, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Add the old result (16 bit) to the new one." },
        FieldInfo { name: "conv_opd0_x_ins0", short: "insert_x", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 89, width: 4 }, high: None }), Some(Place { low: Span { bit: 128, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 14)), Some((0, 14))], vendor: &[None, None], values: &[], meaning: "Values of `opd0_ins_val` inserted between neighbouring columns of the input." },
        FieldInfo { name: "conv_opd0_y_ins0", short: "insert_y", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 93, width: 4 }, high: None }), Some(Place { low: Span { bit: 132, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 14)), Some((0, 14))], vendor: &[None, None], values: &[], meaning: "Values of `opd0_ins_val` inserted between neighbouring rows of the input." },
        FieldInfo { name: "conv_opd0_x_ins0_last", short: "insert_x_last", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 97, width: 4 }, high: None }), Some(Place { low: Span { bit: 136, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 14)), Some((0, 14))], vendor: &[None, None], values: &[], meaning: "Values inserted behind the last of the columns." },
        FieldInfo { name: "conv_opd0_y_ins0_last", short: "insert_y_last", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 101, width: 4 }, high: None }), Some(Place { low: Span { bit: 140, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 14)), Some((0, 14))], vendor: &[None, None], values: &[], meaning: "Values inserted behind the last of the rows." },
        FieldInfo { name: "conv_opd1_x_ins0", short: "gap_x", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 105, width: 4 }, high: None }), Some(Place { low: Span { bit: 144, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Zeroes inserted between kernel columns." },
        FieldInfo { name: "conv_opd1_y_ins0", short: "gap_y", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 109, width: 4 }, high: None }), Some(Place { low: Span { bit: 148, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Zeroes inserted between kernel rows." },
        FieldInfo { name: "opd0_ins_val", short: "fill", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 113, width: 8 }, high: None }), Some(Place { low: Span { bit: 160, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Value of padding and insertion (bf16 pattern or 8-bit integer)." },
        FieldInfo { name: "conv_opd0_up_pad", short: "pad_top", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 332, width: 4 }, high: None }), Some(Place { low: Span { bit: 176, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 15)), Some((0, 15))], vendor: &[None, None], values: &[], meaning: "Rows or columns of `opd0_ins_val` above the input." },
        FieldInfo { name: "conv_opd0_dn_pad", short: "pad_bottom", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 336, width: 4 }, high: None }), Some(Place { low: Span { bit: 180, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 15)), Some((0, 15))], vendor: &[None, None], values: &[], meaning: "Rows or columns of `opd0_ins_val` below the input." },
        FieldInfo { name: "conv_opd0_lf_pad", short: "pad_left", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 340, width: 4 }, high: None }), Some(Place { low: Span { bit: 184, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 15)), Some((0, 15))], vendor: &[None, None], values: &[], meaning: "Rows or columns of `opd0_ins_val` left of the input." },
        FieldInfo { name: "conv_opd0_rt_pad", short: "pad_right", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 344, width: 4 }, high: None }), Some(Place { low: Span { bit: 188, width: 4 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 15)), Some((0, 15))], vendor: &[None, None], values: &[], meaning: "Rows or columns of `opd0_ins_val` right of the input." },
        FieldInfo { name: "res0_n", short: "res0_n", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 128, width: 12 }, high: None }), Some(Place { low: Span { bit: 192, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Result: number of batches." },
        FieldInfo { name: "res0_c", short: "res0_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 140, width: 12 }, high: None }), Some(Place { low: Span { bit: 204, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Result: number of channels." },
        FieldInfo { name: "res0_h", short: "res0_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 152, width: 12 }, high: None }), Some(Place { low: Span { bit: 216, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Result: number of rows." },
        FieldInfo { name: "res0_w", short: "res0_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 164, width: 12 }, high: None }), Some(Place { low: Span { bit: 228, width: 12 }, high: None })], defaults: &[16, 16], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Result: number of columns." },
        FieldInfo { name: "conv_op_x_str", short: "stride_x", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 348, width: 4 }, high: None }), Some(Place { low: Span { bit: 240, width: 5 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 15)), Some((1, 31))], vendor: &[None, None], values: &[], meaning: "Stride of the window over columns." },
        FieldInfo { name: "conv_op_y_str", short: "stride_y", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 352, width: 4 }, high: None }), Some(Place { low: Span { bit: 245, width: 5 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 15)), Some((1, 31))], vendor: &[None, None], values: &[], meaning: "Stride of the window over rows." },
        FieldInfo { name: "cmd_pre_exe", short: "early", kind: Kind::Enum, places: &[None, Some(Place { low: Span { bit: 250, width: 2 }, high: None })], defaults: &[0, 0], legal: &[Some((0, 3)), Some((0, 3))], vendor: &[None, None], values: &[], meaning: "Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor." },
        FieldInfo { name: "res0_addr", short: "res0_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 176, width: 24 }, high: None }), Some(Place { low: Span { bit: 256, width: 24 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: local-memory address, lane * lane size + offset." },
        FieldInfo { name: "opd0_addr", short: "opd0_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 200, width: 24 }, high: None }), Some(Place { low: Span { bit: 280, width: 24 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set." },
        FieldInfo { name: "opd1_addr", short: "opd1_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 224, width: 16 }, high: None }), Some(Place { low: Span { bit: 304, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: local-memory address, lane * lane size + offset; the constant itself when `opt_opd1_const` is set." },
        FieldInfo { name: "opd2_addr", short: "opd2_addr", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 256, width: 16 }, high: None }), Some(Place { low: Span { bit: 320, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: local-memory address, lane * lane size + offset; the constant itself when `opt_opd2_const` is set." },
        FieldInfo { name: "opt_opd0_const", short: "opt_opd0_const", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 77, width: 1 }, high: None }), Some(Place { low: Span { bit: 336, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0 is one constant, held in its address field." },
        FieldInfo { name: "opt_opd1_const", short: "opt_opd1_const", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 78, width: 1 }, high: None }), Some(Place { low: Span { bit: 337, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1 is one constant, held in its address field." },
        FieldInfo { name: "opt_opd2_const", short: "opt_opd2_const", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 79, width: 1 }, high: None }), Some(Place { low: Span { bit: 338, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2 is one constant, held in its address field." },
        FieldInfo { name: "short_nchwstr_same", short: "short_nchwstr_same", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 80, width: 1 }, high: None }), Some(Place { low: Span { bit: 339, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "All operands share the strides of the result (not used by known software)." },
        FieldInfo { name: "short_res0_str", short: "short_res0_str", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 81, width: 2 }, high: None }), Some(Place { low: Span { bit: 340, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("aligned", 0), ("packed", 1), ("lane", 2), ("manual", 3)], meaning: "Stride mode of result." },
        FieldInfo { name: "short_opd0_str", short: "short_opd0_str", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 83, width: 2 }, high: None }), Some(Place { low: Span { bit: 342, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("aligned", 0), ("packed", 1), ("lane", 2), ("manual", 3)], meaning: "Stride mode of operand 0." },
        FieldInfo { name: "short_opd1_str", short: "short_opd1_str", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 85, width: 2 }, high: None }), Some(Place { low: Span { bit: 344, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("aligned", 0), ("packed", 1), ("lane", 2), ("manual", 3)], meaning: "Stride mode of operand 1." },
        FieldInfo { name: "short_opd2_str", short: "short_opd2_str", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 87, width: 2 }, high: None }), Some(Place { low: Span { bit: 346, width: 2 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[("aligned", 0), ("packed", 1), ("lane", 2), ("manual", 3)], meaning: "Stride mode of operand 2." },
        FieldInfo { name: "opd0_n", short: "opd0_n", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 384, width: 12 }, high: None }), Some(Place { low: Span { bit: 352, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 0: number of batches." },
        FieldInfo { name: "opd0_c", short: "opd0_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 272, width: 12 }, high: None }), Some(Place { low: Span { bit: 364, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 0: number of channels." },
        FieldInfo { name: "opd0_h", short: "opd0_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 284, width: 12 }, high: None }), Some(Place { low: Span { bit: 384, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 0: number of rows." },
        FieldInfo { name: "opd0_w", short: "opd0_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 296, width: 12 }, high: None }), Some(Place { low: Span { bit: 396, width: 12 }, high: None })], defaults: &[16, 16], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 0: number of columns." },
        FieldInfo { name: "opd1_n", short: "opd1_n", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 396, width: 12 }, high: None }), Some(Place { low: Span { bit: 408, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 1: number of batches." },
        FieldInfo { name: "opd1_c", short: "opd1_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 408, width: 12 }, high: None }), Some(Place { low: Span { bit: 420, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 1: number of channels." },
        FieldInfo { name: "opd1_h", short: "opd1_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 308, width: 12 }, high: None }), Some(Place { low: Span { bit: 432, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 1: number of rows." },
        FieldInfo { name: "opd1_w", short: "opd1_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 320, width: 12 }, high: None }), Some(Place { low: Span { bit: 444, width: 12 }, high: None })], defaults: &[16, 16], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 1: number of columns." },
        FieldInfo { name: "opd2_n", short: "opd2_n", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 420, width: 12 }, high: None }), Some(Place { low: Span { bit: 456, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 2: number of batches." },
        FieldInfo { name: "opd2_c", short: "opd2_c", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 432, width: 12 }, high: None }), Some(Place { low: Span { bit: 468, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 2: number of channels." },
        FieldInfo { name: "opd2_h", short: "opd2_h", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 444, width: 12 }, high: None }), Some(Place { low: Span { bit: 480, width: 12 }, high: None })], defaults: &[1, 1], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 2: number of rows." },
        FieldInfo { name: "opd2_w", short: "opd2_w", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 456, width: 12 }, high: None }), Some(Place { low: Span { bit: 492, width: 12 }, high: None })], defaults: &[16, 16], legal: &[Some((1, 4095)), Some((1, 4095))], vendor: &[None, None], values: &[], meaning: "Operand 2: number of columns." },
        FieldInfo { name: "layer_info", short: "layer", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 864, width: 28 }, high: None }), Some(Place { low: Span { bit: 512, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Layer number, for the reader of traces; the hardware ignores it." },
        FieldInfo { name: "res0_n_str", short: "res0_n_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 512, width: 16 }, high: None }), Some(Place { low: Span { bit: 528, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: bytes between batches." },
        FieldInfo { name: "res0_c_str", short: "res0_c_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 528, width: 16 }, high: None }), Some(Place { low: Span { bit: 544, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: bytes between channel groups of one lane." },
        FieldInfo { name: "res0_h_str", short: "res0_h_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 544, width: 16 }, high: None }), Some(Place { low: Span { bit: 560, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: bytes between rows." },
        FieldInfo { name: "res0_w_str", short: "res0_w_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 560, width: 16 }, high: None }), Some(Place { low: Span { bit: 576, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: bytes between columns." },
        FieldInfo { name: "res0_b_str", short: "res0_b_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 576, width: 16 }, high: None }), Some(Place { low: Span { bit: 592, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Result: bytes between the planes of a wide element (low byte first)." },
        FieldInfo { name: "opd0_n_str", short: "opd0_n_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 592, width: 16 }, high: None }), Some(Place { low: Span { bit: 608, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: bytes between batches." },
        FieldInfo { name: "opd0_c_str", short: "opd0_c_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 608, width: 16 }, high: None }), Some(Place { low: Span { bit: 640, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: bytes between channel groups of one lane." },
        FieldInfo { name: "opd0_h_str", short: "opd0_h_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 640, width: 16 }, high: None }), Some(Place { low: Span { bit: 656, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: bytes between rows." },
        FieldInfo { name: "opd0_w_str", short: "opd0_w_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 656, width: 16 }, high: None }), Some(Place { low: Span { bit: 672, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: bytes between columns." },
        FieldInfo { name: "opd0_b_str", short: "opd0_b_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 672, width: 16 }, high: None }), Some(Place { low: Span { bit: 688, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 0: bytes between the planes of a wide element (low byte first)." },
        FieldInfo { name: "opd1_n_str", short: "opd1_n_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 688, width: 16 }, high: None }), Some(Place { low: Span { bit: 704, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: bytes between batches." },
        FieldInfo { name: "opd1_c_str", short: "opd1_c_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 704, width: 16 }, high: None }), Some(Place { low: Span { bit: 720, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: bytes between channel groups of one lane." },
        FieldInfo { name: "opd1_h_str", short: "opd1_h_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 720, width: 16 }, high: None }), Some(Place { low: Span { bit: 736, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: bytes between rows." },
        FieldInfo { name: "opd1_w_str", short: "opd1_w_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 736, width: 16 }, high: None }), Some(Place { low: Span { bit: 768, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: bytes between columns." },
        FieldInfo { name: "opd1_b_str", short: "opd1_b_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 768, width: 16 }, high: None }), Some(Place { low: Span { bit: 784, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 1: bytes between the planes of a wide element (low byte first)." },
        FieldInfo { name: "opd2_n_str", short: "opd2_n_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 784, width: 16 }, high: None }), Some(Place { low: Span { bit: 800, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: bytes between batches." },
        FieldInfo { name: "opd2_c_str", short: "opd2_c_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 800, width: 16 }, high: None }), Some(Place { low: Span { bit: 816, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: bytes between channel groups of one lane." },
        FieldInfo { name: "opd2_h_str", short: "opd2_h_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 816, width: 16 }, high: None }), Some(Place { low: Span { bit: 832, width: 16 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: bytes between rows." },
        FieldInfo { name: "opd2_w_str", short: "opd2_w_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 832, width: 16 }, high: None }), Some(Place { low: Span { bit: 848, width: 16 }, high: None })], defaults: &[1, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: bytes between columns." },
        FieldInfo { name: "opd2_b_str", short: "opd2_b_str", kind: Kind::Stride, places: &[Some(Place { low: Span { bit: 848, width: 16 }, high: None }), Some(Place { low: Span { bit: 864, width: 16 }, high: None })], defaults: &[16, 16], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Operand 2: bytes between the planes of a wide element (low byte first)." },
        FieldInfo { name: "tens_mdsum", short: "tens_mdsum", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 67, width: 1 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Sum every channel over rows and columns." },
        FieldInfo { name: "tens_lookup", short: "tens_lookup", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 68, width: 1 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Look every element up in a table." },
        FieldInfo { name: "opd0_ins_fp", short: "fill_bf16", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 356, width: 16 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Value of padding and insertion for bf16 operands." },
        FieldInfo { name: "group0", short: "group0", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 124, width: 4 }, high: None }), Some(Place { low: Span { bit: 124, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order." },
        FieldInfo { name: "group1", short: "group1", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 252, width: 4 }, high: None }), Some(Place { low: Span { bit: 252, width: 4 }, high: None })], defaults: &[0, 1], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "group2", short: "group2", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 380, width: 4 }, high: None }), Some(Place { low: Span { bit: 380, width: 4 }, high: None })], defaults: &[0, 2], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "group3", short: "group3", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 508, width: 4 }, high: None }), Some(Place { low: Span { bit: 508, width: 4 }, high: None })], defaults: &[0, 3], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "group4", short: "group4", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 636, width: 4 }, high: None }), Some(Place { low: Span { bit: 636, width: 4 }, high: None })], defaults: &[0, 4], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "group5", short: "group5", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 764, width: 4 }, high: None }), Some(Place { low: Span { bit: 764, width: 4 }, high: None })], defaults: &[0, 5], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "group6", short: "group6", kind: Kind::Group, places: &[Some(Place { low: Span { bit: 892, width: 4 }, high: None }), Some(Place { low: Span { bit: 892, width: 4 }, high: None })], defaults: &[0, 6], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out." },
        FieldInfo { name: "reserved_a0", short: "reserved_a0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 240, width: 12 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_a1", short: "reserved_a1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 372, width: 8 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_a2", short: "reserved_a2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 504, width: 4 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_a3", short: "reserved_a3", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 624, width: 12 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_a4", short: "reserved_a4", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 752, width: 12 }, high: None }), None], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b0", short: "reserved_b0", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 29, width: 1 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b1", short: "reserved_b1", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 152, width: 8 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b2", short: "reserved_b2", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 348, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b3", short: "reserved_b3", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 376, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b4", short: "reserved_b4", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 504, width: 4 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b5", short: "reserved_b5", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 624, width: 12 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b6", short: "reserved_b6", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 752, width: 12 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
        FieldInfo { name: "reserved_b7", short: "reserved_b7", kind: Kind::Reserved, places: &[None, Some(Place { low: Span { bit: 880, width: 12 }, high: None })], defaults: &[0, 0], legal: &[None, None], vendor: &[None, None], values: &[], meaning: "Reserved, must be 0." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum TiuField {
    /// The descriptor is valid; the engine skips nothing, it expects 1.
    CmdEn,
    /// Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out.
    CmdEnd,
    /// Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited.
    CmdIdEn,
    /// Keep the command in the queue (not used by known software).
    CmdKeep,
    /// Raise an interrupt when the descriptor retires.
    CmdIntrEn,
    /// Class of the operation.
    TskTyp,
    /// Operation inside the class; its numbers depend on `tsk_typ`. Legal values: depthwise_pool: 0 max, 1 average, 2 depthwise convolution, 3 min; tensor: 0 mul, 1 mac, 2 add, 3 sub, 4 max, 5 min, 6 shift, 7 and, 8 or, 9 xor, 10 copy, 11 greater-or-equal, 12 lookup.
    TskEuTyp,
    /// Number of operands in use (3 = with bias).
    TskOpdNum,
    /// Right shift of the result before saturation.
    OptResShift,
    /// Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
    OptLeftShift,
    /// Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
    OptShiftTyp,
    /// Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
    OptRshiftTyp,
    /// Operand type: 0 integer, 1 bf16.
    OpdTyp,
    /// Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
    OptChlQuan,
    /// Own command id, published when the descriptor retires.
    CmdIdTpu,
    /// TDMA command id that must have retired before this descriptor starts.
    CmdIdGdma,
    /// 32-bit multiplier of the per-tensor requantisation.
    QuanM,
    /// Result is signed.
    OptRes0Sign,
    /// Operand 0 is signed.
    OptOpd0Sign,
    /// Operand 1 is signed.
    OptOpd1Sign,
    /// Operand 2 is signed.
    OptOpd2Sign,
    /// Element width of result: 1 = 8 bit, 0 = 16 bit in two planes.
    OptRes0Seg,
    /// Element width of operand 0: 1 = 8 bit, 0 = 16 bit in two planes.
    OptOpd0Seg,
    /// Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes.
    OptOpd1Seg,
    /// Element width of operand 2: 1 = 8 bit, 0 = 16 bit in two planes.
    OptOpd2Seg,
    /// 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
    Ps32Md,
    /// Process two input channels per cycle; needs an even channel count and even addresses.
    DoubleConv,
    /// The left matrix is stored transposed.
    OptLeftTran,
    /// Rounding selector of bf16 results; only 0 (nearest even) is emitted by known software.
    FpRoundTyp,
    /// Relu of the result: 0 off, 1 clamp below at zero.
    OptReluTyp,
    /// Parameter of the other relu types; unused by known software.
    OptReluValue,
    /// Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data.
    CmdPreExeTyp,
    /// Add the old result (16 bit) to the new one.
    OptResAdd,
    /// Values of `opd0_ins_val` inserted between neighbouring columns of the input.
    ConvOpd0XIns0,
    /// Values of `opd0_ins_val` inserted between neighbouring rows of the input.
    ConvOpd0YIns0,
    /// Values inserted behind the last of the columns.
    ConvOpd0XIns0Last,
    /// Values inserted behind the last of the rows.
    ConvOpd0YIns0Last,
    /// Zeroes inserted between kernel columns.
    ConvOpd1XIns0,
    /// Zeroes inserted between kernel rows.
    ConvOpd1YIns0,
    /// Value of padding and insertion (bf16 pattern or 8-bit integer).
    Opd0InsVal,
    /// Rows or columns of `opd0_ins_val` above the input.
    ConvOpd0UpPad,
    /// Rows or columns of `opd0_ins_val` below the input.
    ConvOpd0DnPad,
    /// Rows or columns of `opd0_ins_val` left of the input.
    ConvOpd0LfPad,
    /// Rows or columns of `opd0_ins_val` right of the input.
    ConvOpd0RtPad,
    /// Result: number of batches.
    Res0N,
    /// Result: number of channels.
    Res0C,
    /// Result: number of rows.
    Res0H,
    /// Result: number of columns.
    Res0W,
    /// Stride of the window over columns.
    ConvOpXStr,
    /// Stride of the window over rows.
    ConvOpYStr,
    /// Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor.
    CmdPreExe,
    /// Result: local-memory address, lane * lane size + offset.
    Res0Addr,
    /// Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set.
    Opd0Addr,
    /// Operand 1: local-memory address, lane * lane size + offset; the constant itself when `opt_opd1_const` is set.
    Opd1Addr,
    /// Operand 2: local-memory address, lane * lane size + offset; the constant itself when `opt_opd2_const` is set.
    Opd2Addr,
    /// Operand 0 is one constant, held in its address field.
    OptOpd0Const,
    /// Operand 1 is one constant, held in its address field.
    OptOpd1Const,
    /// Operand 2 is one constant, held in its address field.
    OptOpd2Const,
    /// All operands share the strides of the result (not used by known software).
    ShortNchwstrSame,
    /// Stride mode of result.
    ShortRes0Str,
    /// Stride mode of operand 0.
    ShortOpd0Str,
    /// Stride mode of operand 1.
    ShortOpd1Str,
    /// Stride mode of operand 2.
    ShortOpd2Str,
    /// Operand 0: number of batches.
    Opd0N,
    /// Operand 0: number of channels.
    Opd0C,
    /// Operand 0: number of rows.
    Opd0H,
    /// Operand 0: number of columns.
    Opd0W,
    /// Operand 1: number of batches.
    Opd1N,
    /// Operand 1: number of channels.
    Opd1C,
    /// Operand 1: number of rows.
    Opd1H,
    /// Operand 1: number of columns.
    Opd1W,
    /// Operand 2: number of batches.
    Opd2N,
    /// Operand 2: number of channels.
    Opd2C,
    /// Operand 2: number of rows.
    Opd2H,
    /// Operand 2: number of columns.
    Opd2W,
    /// Layer number, for the reader of traces; the hardware ignores it.
    LayerInfo,
    /// Result: bytes between batches.
    Res0NStr,
    /// Result: bytes between channel groups of one lane.
    Res0CStr,
    /// Result: bytes between rows.
    Res0HStr,
    /// Result: bytes between columns.
    Res0WStr,
    /// Result: bytes between the planes of a wide element (low byte first).
    Res0BStr,
    /// Operand 0: bytes between batches.
    Opd0NStr,
    /// Operand 0: bytes between channel groups of one lane.
    Opd0CStr,
    /// Operand 0: bytes between rows.
    Opd0HStr,
    /// Operand 0: bytes between columns.
    Opd0WStr,
    /// Operand 0: bytes between the planes of a wide element (low byte first).
    Opd0BStr,
    /// Operand 1: bytes between batches.
    Opd1NStr,
    /// Operand 1: bytes between channel groups of one lane.
    Opd1CStr,
    /// Operand 1: bytes between rows.
    Opd1HStr,
    /// Operand 1: bytes between columns.
    Opd1WStr,
    /// Operand 1: bytes between the planes of a wide element (low byte first).
    Opd1BStr,
    /// Operand 2: bytes between batches.
    Opd2NStr,
    /// Operand 2: bytes between channel groups of one lane.
    Opd2CStr,
    /// Operand 2: bytes between rows.
    Opd2HStr,
    /// Operand 2: bytes between columns.
    Opd2WStr,
    /// Operand 2: bytes between the planes of a wide element (low byte first).
    Opd2BStr,
    /// Sum every channel over rows and columns.
    TensMdsum,
    /// Look every element up in a table.
    TensLookup,
    /// Value of padding and insertion for bf16 operands.
    Opd0InsFp,
    /// Number of this 16-byte group in hardware order.
    Group0,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group1,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group2,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group3,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group4,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group5,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    Group6,
    /// Reserved, must be 0.
    ReservedA0,
    /// Reserved, must be 0.
    ReservedA1,
    /// Reserved, must be 0.
    ReservedA2,
    /// Reserved, must be 0.
    ReservedA3,
    /// Reserved, must be 0.
    ReservedA4,
    /// Reserved, must be 0.
    ReservedB0,
    /// Reserved, must be 0.
    ReservedB1,
    /// Reserved, must be 0.
    ReservedB2,
    /// Reserved, must be 0.
    ReservedB3,
    /// Reserved, must be 0.
    ReservedB4,
    /// Reserved, must be 0.
    ReservedB5,
    /// Reserved, must be 0.
    ReservedB6,
    /// Reserved, must be 0.
    ReservedB7,
}

impl TiuField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// TIU descriptor, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TiuFields {
    /// The descriptor is valid; the engine skips nothing, it expects 1.
    pub cmd_en: bool,
    /// Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out.
    pub cmd_end: bool,
    /// Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited.
    pub cmd_id_en: bool,
    /// Keep the command in the queue (not used by known software).
    pub cmd_keep: bool,
    /// Raise an interrupt when the descriptor retires.
    pub cmd_intr_en: bool,
    /// Class of the operation.
    pub tsk_typ: u8,
    /// Operation inside the class; its numbers depend on `tsk_typ`. Legal values: depthwise_pool: 0 max, 1 average, 2 depthwise convolution, 3 min; tensor: 0 mul, 1 mac, 2 add, 3 sub, 4 max, 5 min, 6 shift, 7 and, 8 or, 9 xor, 10 copy, 11 greater-or-equal, 12 lookup.
    pub tsk_eu_typ: u8,
    /// Number of operands in use (3 = with bias).
    pub tsk_opd_num: u8,
    /// Right shift of the result before saturation.
    pub opt_res_shift: u8,
    /// Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
    pub opt_left_shift: u8,
    /// Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
    pub opt_shift_typ: bool,
    /// Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
    pub opt_rshift_typ: bool,
    /// Operand type: 0 integer, 1 bf16.
    pub opd_typ: bool,
    /// Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
    pub opt_chl_quan: bool,
    /// Own command id, published when the descriptor retires.
    pub cmd_id_tpu: u16,
    /// TDMA command id that must have retired before this descriptor starts.
    pub cmd_id_gdma: u16,
    /// 32-bit multiplier of the per-tensor requantisation.
    pub quan_m: u32,
    /// Result is signed.
    pub opt_res0_sign: bool,
    /// Operand 0 is signed.
    pub opt_opd0_sign: bool,
    /// Operand 1 is signed.
    pub opt_opd1_sign: bool,
    /// Operand 2 is signed.
    pub opt_opd2_sign: bool,
    /// Element width of result: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_res0_seg: u8,
    /// Element width of operand 0: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd0_seg: u8,
    /// Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd1_seg: u8,
    /// Element width of operand 2: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd2_seg: u8,
    /// 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
    pub ps32_md: u8,
    /// Process two input channels per cycle; needs an even channel count and even addresses.
    pub double_conv: bool,
    /// The left matrix is stored transposed.
    pub opt_left_tran: bool,
    /// Rounding selector of bf16 results; only 0 (nearest even) is emitted by known software.
    pub fp_round_typ: u8,
    /// Relu of the result: 0 off, 1 clamp below at zero.
    pub opt_relu_typ: u8,
    /// Parameter of the other relu types; unused by known software.
    pub opt_relu_value: u8,
    /// Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data.
    pub cmd_pre_exe_typ: bool,
    /// Add the old result (16 bit) to the new one.
    pub opt_res_add: bool,
    /// Values of `opd0_ins_val` inserted between neighbouring columns of the input.
    pub conv_opd0_x_ins0: u8,
    /// Values of `opd0_ins_val` inserted between neighbouring rows of the input.
    pub conv_opd0_y_ins0: u8,
    /// Values inserted behind the last of the columns.
    pub conv_opd0_x_ins0_last: u8,
    /// Values inserted behind the last of the rows.
    pub conv_opd0_y_ins0_last: u8,
    /// Zeroes inserted between kernel columns.
    pub conv_opd1_x_ins0: u8,
    /// Zeroes inserted between kernel rows.
    pub conv_opd1_y_ins0: u8,
    /// Value of padding and insertion (bf16 pattern or 8-bit integer).
    pub opd0_ins_val: u16,
    /// Rows or columns of `opd0_ins_val` above the input.
    pub conv_opd0_up_pad: u8,
    /// Rows or columns of `opd0_ins_val` below the input.
    pub conv_opd0_dn_pad: u8,
    /// Rows or columns of `opd0_ins_val` left of the input.
    pub conv_opd0_lf_pad: u8,
    /// Rows or columns of `opd0_ins_val` right of the input.
    pub conv_opd0_rt_pad: u8,
    /// Result: number of batches.
    pub res0_n: u16,
    /// Result: number of channels.
    pub res0_c: u16,
    /// Result: number of rows.
    pub res0_h: u16,
    /// Result: number of columns.
    pub res0_w: u16,
    /// Stride of the window over columns.
    pub conv_op_x_str: u8,
    /// Stride of the window over rows.
    pub conv_op_y_str: u8,
    /// Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor.
    pub cmd_pre_exe: u8,
    /// Result: local-memory address, lane * lane size + offset.
    pub res0_addr: u32,
    /// Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set.
    pub opd0_addr: u32,
    /// Operand 1: local-memory address, lane * lane size + offset; the constant itself when `opt_opd1_const` is set.
    pub opd1_addr: u16,
    /// Operand 2: local-memory address, lane * lane size + offset; the constant itself when `opt_opd2_const` is set.
    pub opd2_addr: u16,
    /// Operand 0 is one constant, held in its address field.
    pub opt_opd0_const: bool,
    /// Operand 1 is one constant, held in its address field.
    pub opt_opd1_const: bool,
    /// Operand 2 is one constant, held in its address field.
    pub opt_opd2_const: bool,
    /// All operands share the strides of the result (not used by known software).
    pub short_nchwstr_same: bool,
    /// Stride mode of result.
    pub short_res0_str: u8,
    /// Stride mode of operand 0.
    pub short_opd0_str: u8,
    /// Stride mode of operand 1.
    pub short_opd1_str: u8,
    /// Stride mode of operand 2.
    pub short_opd2_str: u8,
    /// Operand 0: number of batches.
    pub opd0_n: u16,
    /// Operand 0: number of channels.
    pub opd0_c: u16,
    /// Operand 0: number of rows.
    pub opd0_h: u16,
    /// Operand 0: number of columns.
    pub opd0_w: u16,
    /// Operand 1: number of batches.
    pub opd1_n: u16,
    /// Operand 1: number of channels.
    pub opd1_c: u16,
    /// Operand 1: number of rows.
    pub opd1_h: u16,
    /// Operand 1: number of columns.
    pub opd1_w: u16,
    /// Operand 2: number of batches.
    pub opd2_n: u16,
    /// Operand 2: number of channels.
    pub opd2_c: u16,
    /// Operand 2: number of rows.
    pub opd2_h: u16,
    /// Operand 2: number of columns.
    pub opd2_w: u16,
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_info: u32,
    /// Result: bytes between batches.
    pub res0_n_str: u16,
    /// Result: bytes between channel groups of one lane.
    pub res0_c_str: u16,
    /// Result: bytes between rows.
    pub res0_h_str: u16,
    /// Result: bytes between columns.
    pub res0_w_str: u16,
    /// Result: bytes between the planes of a wide element (low byte first).
    pub res0_b_str: u16,
    /// Operand 0: bytes between batches.
    pub opd0_n_str: u16,
    /// Operand 0: bytes between channel groups of one lane.
    pub opd0_c_str: u16,
    /// Operand 0: bytes between rows.
    pub opd0_h_str: u16,
    /// Operand 0: bytes between columns.
    pub opd0_w_str: u16,
    /// Operand 0: bytes between the planes of a wide element (low byte first).
    pub opd0_b_str: u16,
    /// Operand 1: bytes between batches.
    pub opd1_n_str: u16,
    /// Operand 1: bytes between channel groups of one lane.
    pub opd1_c_str: u16,
    /// Operand 1: bytes between rows.
    pub opd1_h_str: u16,
    /// Operand 1: bytes between columns.
    pub opd1_w_str: u16,
    /// Operand 1: bytes between the planes of a wide element (low byte first).
    pub opd1_b_str: u16,
    /// Operand 2: bytes between batches.
    pub opd2_n_str: u16,
    /// Operand 2: bytes between channel groups of one lane.
    pub opd2_c_str: u16,
    /// Operand 2: bytes between rows.
    pub opd2_h_str: u16,
    /// Operand 2: bytes between columns.
    pub opd2_w_str: u16,
    /// Operand 2: bytes between the planes of a wide element (low byte first).
    pub opd2_b_str: u16,
    /// Sum every channel over rows and columns.
    pub tens_mdsum: bool,
    /// Look every element up in a table.
    pub tens_lookup: bool,
    /// Value of padding and insertion for bf16 operands.
    pub opd0_ins_fp: u16,
    /// Number of this 16-byte group in hardware order.
    pub group0: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group1: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group2: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group3: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group4: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group5: u8,
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group6: u8,
    /// Reserved, must be 0.
    pub reserved_a0: u16,
    /// Reserved, must be 0.
    pub reserved_a1: u8,
    /// Reserved, must be 0.
    pub reserved_a2: u8,
    /// Reserved, must be 0.
    pub reserved_a3: u16,
    /// Reserved, must be 0.
    pub reserved_a4: u16,
    /// Reserved, must be 0.
    pub reserved_b0: u8,
    /// Reserved, must be 0.
    pub reserved_b1: u8,
    /// Reserved, must be 0.
    pub reserved_b2: u8,
    /// Reserved, must be 0.
    pub reserved_b3: u8,
    /// Reserved, must be 0.
    pub reserved_b4: u8,
    /// Reserved, must be 0.
    pub reserved_b5: u16,
    /// Reserved, must be 0.
    pub reserved_b6: u16,
    /// Reserved, must be 0.
    pub reserved_b7: u16,
}

impl TiuFields {
    /// All fields at their defaults in layout cv183x.
    pub const DEFAULT_CV183X: Self = Self {
        cmd_en: false,
        cmd_end: false,
        cmd_id_en: false,
        cmd_keep: false,
        cmd_intr_en: false,
        tsk_typ: 0,
        tsk_eu_typ: 0,
        tsk_opd_num: 3,
        opt_res_shift: 10,
        opt_left_shift: 2,
        opt_shift_typ: true,
        opt_rshift_typ: true,
        opd_typ: false,
        opt_chl_quan: false,
        cmd_id_tpu: 0,
        cmd_id_gdma: 0,
        quan_m: 0,
        opt_res0_sign: false,
        opt_opd0_sign: false,
        opt_opd1_sign: true,
        opt_opd2_sign: true,
        opt_res0_seg: 1,
        opt_opd0_seg: 1,
        opt_opd1_seg: 1,
        opt_opd2_seg: 0,
        ps32_md: 0,
        double_conv: false,
        opt_left_tran: false,
        fp_round_typ: 0,
        opt_relu_typ: 1,
        opt_relu_value: 0,
        cmd_pre_exe_typ: false,
        opt_res_add: false,
        conv_opd0_x_ins0: 0,
        conv_opd0_y_ins0: 0,
        conv_opd0_x_ins0_last: 0,
        conv_opd0_y_ins0_last: 0,
        conv_opd1_x_ins0: 0,
        conv_opd1_y_ins0: 0,
        opd0_ins_val: 0,
        conv_opd0_up_pad: 0,
        conv_opd0_dn_pad: 0,
        conv_opd0_lf_pad: 0,
        conv_opd0_rt_pad: 0,
        res0_n: 1,
        res0_c: 1,
        res0_h: 1,
        res0_w: 16,
        conv_op_x_str: 1,
        conv_op_y_str: 1,
        cmd_pre_exe: 0,
        res0_addr: 0,
        opd0_addr: 0,
        opd1_addr: 0,
        opd2_addr: 0,
        opt_opd0_const: false,
        opt_opd1_const: false,
        opt_opd2_const: false,
        short_nchwstr_same: false,
        short_res0_str: 0,
        short_opd0_str: 0,
        short_opd1_str: 0,
        short_opd2_str: 0,
        opd0_n: 1,
        opd0_c: 1,
        opd0_h: 1,
        opd0_w: 16,
        opd1_n: 1,
        opd1_c: 1,
        opd1_h: 1,
        opd1_w: 16,
        opd2_n: 1,
        opd2_c: 1,
        opd2_h: 1,
        opd2_w: 16,
        layer_info: 0,
        res0_n_str: 16,
        res0_c_str: 16,
        res0_h_str: 0,
        res0_w_str: 1,
        res0_b_str: 16,
        opd0_n_str: 16,
        opd0_c_str: 16,
        opd0_h_str: 0,
        opd0_w_str: 1,
        opd0_b_str: 16,
        opd1_n_str: 16,
        opd1_c_str: 16,
        opd1_h_str: 0,
        opd1_w_str: 1,
        opd1_b_str: 16,
        opd2_n_str: 16,
        opd2_c_str: 16,
        opd2_h_str: 0,
        opd2_w_str: 1,
        opd2_b_str: 16,
        tens_mdsum: false,
        tens_lookup: false,
        opd0_ins_fp: 0,
        group0: 0,
        group1: 0,
        group2: 0,
        group3: 0,
        group4: 0,
        group5: 0,
        group6: 0,
        reserved_a0: 0,
        reserved_a1: 0,
        reserved_a2: 0,
        reserved_a3: 0,
        reserved_a4: 0,
        reserved_b0: 0,
        reserved_b1: 0,
        reserved_b2: 0,
        reserved_b3: 0,
        reserved_b4: 0,
        reserved_b5: 0,
        reserved_b6: 0,
        reserved_b7: 0,
    };

    /// Reads the fields of layout cv183x; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_cv183x(w: &[u32; 28]) -> Self {
        Self {
            cmd_en: (w[0] >> 0) & 1 != 0,
            cmd_end: (w[0] >> 1) & 1 != 0,
            cmd_id_en: (w[0] >> 2) & 1 != 0,
            cmd_keep: (w[1] >> 3) & 1 != 0,
            cmd_intr_en: (w[1] >> 4) & 1 != 0,
            tsk_typ: ((w[1] >> 5) & 0xf) as u8,
            tsk_eu_typ: ((w[1] >> 9) & 0xff) as u8,
            tsk_opd_num: ((w[1] >> 17) & 0x3) as u8,
            opt_res_shift: ((w[1] >> 19) & 0x1f) as u8,
            opt_left_shift: ((w[1] >> 24) & 0x1f) as u8,
            opt_shift_typ: (w[1] >> 29) & 1 != 0,
            opt_rshift_typ: (w[1] >> 30) & 1 != 0,
            opd_typ: (w[15] >> 20) & 1 != 0,
            opt_chl_quan: (w[2] >> 2) & 1 != 0,
            cmd_id_tpu: ((w[0] >> 3) & 0xffff) as u16,
            cmd_id_gdma: ((w[0] >> 19) | ((w[1] & 0x7) << 13)) as u16,
            quan_m: (w[14] >> 20) | ((w[15] & 0xfffff) << 12),
            opt_res0_sign: (w[2] >> 5) & 1 != 0,
            opt_opd0_sign: (w[2] >> 6) & 1 != 0,
            opt_opd1_sign: (w[2] >> 7) & 1 != 0,
            opt_opd2_sign: (w[2] >> 8) & 1 != 0,
            opt_res0_seg: ((w[2] >> 9) & 0x1) as u8,
            opt_opd0_seg: ((w[2] >> 10) & 0x1) as u8,
            opt_opd1_seg: ((w[2] >> 11) & 0x1) as u8,
            opt_opd2_seg: ((w[2] >> 12) & 0x1) as u8,
            ps32_md: ((w[3] >> 25) & 0x3) as u8,
            double_conv: (w[3] >> 27) & 1 != 0,
            opt_left_tran: (w[2] >> 1) & 1 != 0,
            fp_round_typ: ((w[15] >> 21) & 0x7) as u8,
            opt_relu_typ: (w[2] & 0x1) as u8,
            opt_relu_value: 0,
            cmd_pre_exe_typ: false,
            opt_res_add: (w[1] >> 31) & 1 != 0,
            conv_opd0_x_ins0: ((w[2] >> 25) & 0xf) as u8,
            conv_opd0_y_ins0: ((w[2] >> 29) | ((w[3] & 0x1) << 3)) as u8,
            conv_opd0_x_ins0_last: ((w[3] >> 1) & 0xf) as u8,
            conv_opd0_y_ins0_last: ((w[3] >> 5) & 0xf) as u8,
            conv_opd1_x_ins0: ((w[3] >> 9) & 0xf) as u8,
            conv_opd1_y_ins0: ((w[3] >> 13) & 0xf) as u8,
            opd0_ins_val: ((w[3] >> 17) & 0xff) as u16,
            conv_opd0_up_pad: ((w[10] >> 12) & 0xf) as u8,
            conv_opd0_dn_pad: ((w[10] >> 16) & 0xf) as u8,
            conv_opd0_lf_pad: ((w[10] >> 20) & 0xf) as u8,
            conv_opd0_rt_pad: ((w[10] >> 24) & 0xf) as u8,
            res0_n: (w[4] & 0xfff) as u16,
            res0_c: ((w[4] >> 12) & 0xfff) as u16,
            res0_h: ((w[4] >> 24) | ((w[5] & 0xf) << 8)) as u16,
            res0_w: ((w[5] >> 4) & 0xfff) as u16,
            conv_op_x_str: (w[10] >> 28) as u8,
            conv_op_y_str: (w[11] & 0xf) as u8,
            cmd_pre_exe: 0,
            res0_addr: (w[5] >> 16) | ((w[6] & 0xff) << 16),
            opd0_addr: (w[6] >> 8),
            opd1_addr: (w[7] & 0xffff) as u16,
            opd2_addr: (w[8] & 0xffff) as u16,
            opt_opd0_const: (w[2] >> 13) & 1 != 0,
            opt_opd1_const: (w[2] >> 14) & 1 != 0,
            opt_opd2_const: (w[2] >> 15) & 1 != 0,
            short_nchwstr_same: (w[2] >> 16) & 1 != 0,
            short_res0_str: ((w[2] >> 17) & 0x3) as u8,
            short_opd0_str: ((w[2] >> 19) & 0x3) as u8,
            short_opd1_str: ((w[2] >> 21) & 0x3) as u8,
            short_opd2_str: ((w[2] >> 23) & 0x3) as u8,
            opd0_n: (w[12] & 0xfff) as u16,
            opd0_c: ((w[8] >> 16) & 0xfff) as u16,
            opd0_h: ((w[8] >> 28) | ((w[9] & 0xff) << 4)) as u16,
            opd0_w: ((w[9] >> 8) & 0xfff) as u16,
            opd1_n: ((w[12] >> 12) & 0xfff) as u16,
            opd1_c: ((w[12] >> 24) | ((w[13] & 0xf) << 8)) as u16,
            opd1_h: (w[9] >> 20) as u16,
            opd1_w: (w[10] & 0xfff) as u16,
            opd2_n: ((w[13] >> 4) & 0xfff) as u16,
            opd2_c: ((w[13] >> 16) & 0xfff) as u16,
            opd2_h: ((w[13] >> 28) | ((w[14] & 0xff) << 4)) as u16,
            opd2_w: ((w[14] >> 8) & 0xfff) as u16,
            layer_info: (w[27] & 0xfffffff),
            res0_n_str: (w[16] & 0xffff) as u16,
            res0_c_str: (w[16] >> 16) as u16,
            res0_h_str: (w[17] & 0xffff) as u16,
            res0_w_str: (w[17] >> 16) as u16,
            res0_b_str: (w[18] & 0xffff) as u16,
            opd0_n_str: (w[18] >> 16) as u16,
            opd0_c_str: (w[19] & 0xffff) as u16,
            opd0_h_str: (w[20] & 0xffff) as u16,
            opd0_w_str: (w[20] >> 16) as u16,
            opd0_b_str: (w[21] & 0xffff) as u16,
            opd1_n_str: (w[21] >> 16) as u16,
            opd1_c_str: (w[22] & 0xffff) as u16,
            opd1_h_str: (w[22] >> 16) as u16,
            opd1_w_str: (w[23] & 0xffff) as u16,
            opd1_b_str: (w[24] & 0xffff) as u16,
            opd2_n_str: (w[24] >> 16) as u16,
            opd2_c_str: (w[25] & 0xffff) as u16,
            opd2_h_str: (w[25] >> 16) as u16,
            opd2_w_str: (w[26] & 0xffff) as u16,
            opd2_b_str: (w[26] >> 16) as u16,
            tens_mdsum: (w[2] >> 3) & 1 != 0,
            tens_lookup: (w[2] >> 4) & 1 != 0,
            opd0_ins_fp: ((w[11] >> 4) & 0xffff) as u16,
            group0: (w[3] >> 28) as u8,
            group1: (w[7] >> 28) as u8,
            group2: (w[11] >> 28) as u8,
            group3: (w[15] >> 28) as u8,
            group4: (w[19] >> 28) as u8,
            group5: (w[23] >> 28) as u8,
            group6: (w[27] >> 28) as u8,
            reserved_a0: ((w[7] >> 16) & 0xfff) as u16,
            reserved_a1: ((w[11] >> 20) & 0xff) as u8,
            reserved_a2: ((w[15] >> 24) & 0xf) as u8,
            reserved_a3: ((w[19] >> 16) & 0xfff) as u16,
            reserved_a4: ((w[23] >> 16) & 0xfff) as u16,
            reserved_b0: 0,
            reserved_b1: 0,
            reserved_b2: 0,
            reserved_b3: 0,
            reserved_b4: 0,
            reserved_b5: 0,
            reserved_b6: 0,
            reserved_b7: 0,
        }
    }

    /// Writes the fields in layout cv183x.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_cv183x(&self) -> Result<[u32; 28], FieldError> {
        if self.tsk_typ > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 5, self.tsk_typ.into()));
        }
        if self.tsk_opd_num > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 7, self.tsk_opd_num.into()));
        }
        if self.opt_res_shift > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 0, 8, self.opt_res_shift.into()));
        }
        if self.opt_left_shift > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 0, 9, self.opt_left_shift.into()));
        }
        if self.opt_res0_seg > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 0, 21, self.opt_res0_seg.into()));
        }
        if self.opt_opd0_seg > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 0, 22, self.opt_opd0_seg.into()));
        }
        if self.opt_opd1_seg > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 0, 23, self.opt_opd1_seg.into()));
        }
        if self.opt_opd2_seg > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 0, 24, self.opt_opd2_seg.into()));
        }
        if self.ps32_md > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 25, self.ps32_md.into()));
        }
        if self.fp_round_typ > 0x7 {
            return Err(FieldError::too_wide(&RECORD, 0, 28, self.fp_round_typ.into()));
        }
        if self.opt_relu_typ > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 0, 29, self.opt_relu_typ.into()));
        }
        if self.opt_relu_value != 0 {
            return Err(FieldError::absent(&RECORD, 0, 30, self.opt_relu_value.into()));
        }
        if self.cmd_pre_exe_typ {
            return Err(FieldError::absent(&RECORD, 0, 31, self.cmd_pre_exe_typ.into()));
        }
        if self.conv_opd0_x_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 33, self.conv_opd0_x_ins0.into()));
        }
        if self.conv_opd0_y_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 34, self.conv_opd0_y_ins0.into()));
        }
        if self.conv_opd0_x_ins0_last > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 35, self.conv_opd0_x_ins0_last.into()));
        }
        if self.conv_opd0_y_ins0_last > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 36, self.conv_opd0_y_ins0_last.into()));
        }
        if self.conv_opd1_x_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 37, self.conv_opd1_x_ins0.into()));
        }
        if self.conv_opd1_y_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 38, self.conv_opd1_y_ins0.into()));
        }
        if self.opd0_ins_val > 0xff {
            return Err(FieldError::too_wide(&RECORD, 0, 39, self.opd0_ins_val.into()));
        }
        if self.conv_opd0_up_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 40, self.conv_opd0_up_pad.into()));
        }
        if self.conv_opd0_dn_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 41, self.conv_opd0_dn_pad.into()));
        }
        if self.conv_opd0_lf_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 42, self.conv_opd0_lf_pad.into()));
        }
        if self.conv_opd0_rt_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 43, self.conv_opd0_rt_pad.into()));
        }
        if self.res0_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 44, self.res0_n.into()));
        }
        if self.res0_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 45, self.res0_c.into()));
        }
        if self.res0_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 46, self.res0_h.into()));
        }
        if self.res0_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 47, self.res0_w.into()));
        }
        if self.conv_op_x_str > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 48, self.conv_op_x_str.into()));
        }
        if self.conv_op_y_str > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 49, self.conv_op_y_str.into()));
        }
        if self.cmd_pre_exe != 0 {
            return Err(FieldError::absent(&RECORD, 0, 50, self.cmd_pre_exe.into()));
        }
        if self.res0_addr > 0xffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 51, self.res0_addr.into()));
        }
        if self.opd0_addr > 0xffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 52, self.opd0_addr.into()));
        }
        if self.short_res0_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 59, self.short_res0_str.into()));
        }
        if self.short_opd0_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 60, self.short_opd0_str.into()));
        }
        if self.short_opd1_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 61, self.short_opd1_str.into()));
        }
        if self.short_opd2_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 62, self.short_opd2_str.into()));
        }
        if self.opd0_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 63, self.opd0_n.into()));
        }
        if self.opd0_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 64, self.opd0_c.into()));
        }
        if self.opd0_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 65, self.opd0_h.into()));
        }
        if self.opd0_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 66, self.opd0_w.into()));
        }
        if self.opd1_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 67, self.opd1_n.into()));
        }
        if self.opd1_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 68, self.opd1_c.into()));
        }
        if self.opd1_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 69, self.opd1_h.into()));
        }
        if self.opd1_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 70, self.opd1_w.into()));
        }
        if self.opd2_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 71, self.opd2_n.into()));
        }
        if self.opd2_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 72, self.opd2_c.into()));
        }
        if self.opd2_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 73, self.opd2_h.into()));
        }
        if self.opd2_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 74, self.opd2_w.into()));
        }
        if self.layer_info > 0xfffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 75, self.layer_info.into()));
        }
        if self.group0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 99, self.group0.into()));
        }
        if self.group1 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 100, self.group1.into()));
        }
        if self.group2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 101, self.group2.into()));
        }
        if self.group3 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 102, self.group3.into()));
        }
        if self.group4 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 103, self.group4.into()));
        }
        if self.group5 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 104, self.group5.into()));
        }
        if self.group6 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 105, self.group6.into()));
        }
        if self.reserved_a0 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 106, self.reserved_a0.into()));
        }
        if self.reserved_a2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 108, self.reserved_a2.into()));
        }
        if self.reserved_a3 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 109, self.reserved_a3.into()));
        }
        if self.reserved_a4 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 0, 110, self.reserved_a4.into()));
        }
        if self.reserved_b0 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 111, self.reserved_b0.into()));
        }
        if self.reserved_b1 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 112, self.reserved_b1.into()));
        }
        if self.reserved_b2 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 113, self.reserved_b2.into()));
        }
        if self.reserved_b3 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 114, self.reserved_b3.into()));
        }
        if self.reserved_b4 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 115, self.reserved_b4.into()));
        }
        if self.reserved_b5 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 116, self.reserved_b5.into()));
        }
        if self.reserved_b6 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 117, self.reserved_b6.into()));
        }
        if self.reserved_b7 != 0 {
            return Err(FieldError::absent(&RECORD, 0, 118, self.reserved_b7.into()));
        }
        let mut w = [0; 28];
        w[0] = (self.cmd_en as u32) | ((self.cmd_end as u32) << 1) | ((self.cmd_id_en as u32) << 2) | ((self.cmd_id_tpu as u32) << 3) | (((self.cmd_id_gdma as u32) & 0x1fff) << 19);
        w[1] = ((self.cmd_keep as u32) << 3) | ((self.cmd_intr_en as u32) << 4) | ((self.tsk_typ as u32) << 5) | ((self.tsk_eu_typ as u32) << 9) | ((self.tsk_opd_num as u32) << 17) | ((self.opt_res_shift as u32) << 19) | ((self.opt_left_shift as u32) << 24) | ((self.opt_shift_typ as u32) << 29) | ((self.opt_rshift_typ as u32) << 30) | ((self.cmd_id_gdma as u32) >> 13) | ((self.opt_res_add as u32) << 31);
        w[2] = ((self.opt_chl_quan as u32) << 2) | ((self.opt_res0_sign as u32) << 5) | ((self.opt_opd0_sign as u32) << 6) | ((self.opt_opd1_sign as u32) << 7) | ((self.opt_opd2_sign as u32) << 8) | ((self.opt_res0_seg as u32) << 9) | ((self.opt_opd0_seg as u32) << 10) | ((self.opt_opd1_seg as u32) << 11) | ((self.opt_opd2_seg as u32) << 12) | ((self.opt_left_tran as u32) << 1) | (self.opt_relu_typ as u32) | ((self.conv_opd0_x_ins0 as u32) << 25) | (((self.conv_opd0_y_ins0 as u32) & 0x7) << 29) | ((self.opt_opd0_const as u32) << 13) | ((self.opt_opd1_const as u32) << 14) | ((self.opt_opd2_const as u32) << 15) | ((self.short_nchwstr_same as u32) << 16) | ((self.short_res0_str as u32) << 17) | ((self.short_opd0_str as u32) << 19) | ((self.short_opd1_str as u32) << 21) | ((self.short_opd2_str as u32) << 23) | ((self.tens_mdsum as u32) << 3) | ((self.tens_lookup as u32) << 4);
        w[3] = ((self.ps32_md as u32) << 25) | ((self.double_conv as u32) << 27) | ((self.conv_opd0_y_ins0 as u32) >> 3) | ((self.conv_opd0_x_ins0_last as u32) << 1) | ((self.conv_opd0_y_ins0_last as u32) << 5) | ((self.conv_opd1_x_ins0 as u32) << 9) | ((self.conv_opd1_y_ins0 as u32) << 13) | ((self.opd0_ins_val as u32) << 17) | ((self.group0 as u32) << 28);
        w[4] = (self.res0_n as u32) | ((self.res0_c as u32) << 12) | (((self.res0_h as u32) & 0xff) << 24);
        w[5] = ((self.res0_h as u32) >> 8) | ((self.res0_w as u32) << 4) | ((self.res0_addr & 0xffff) << 16);
        w[6] = (self.res0_addr >> 16) | (self.opd0_addr << 8);
        w[7] = (self.opd1_addr as u32) | ((self.group1 as u32) << 28) | ((self.reserved_a0 as u32) << 16);
        w[8] = (self.opd2_addr as u32) | ((self.opd0_c as u32) << 16) | (((self.opd0_h as u32) & 0xf) << 28);
        w[9] = ((self.opd0_h as u32) >> 4) | ((self.opd0_w as u32) << 8) | ((self.opd1_h as u32) << 20);
        w[10] = ((self.conv_opd0_up_pad as u32) << 12) | ((self.conv_opd0_dn_pad as u32) << 16) | ((self.conv_opd0_lf_pad as u32) << 20) | ((self.conv_opd0_rt_pad as u32) << 24) | ((self.conv_op_x_str as u32) << 28) | (self.opd1_w as u32);
        w[11] = (self.conv_op_y_str as u32) | ((self.opd0_ins_fp as u32) << 4) | ((self.group2 as u32) << 28) | ((self.reserved_a1 as u32) << 20);
        w[12] = (self.opd0_n as u32) | ((self.opd1_n as u32) << 12) | (((self.opd1_c as u32) & 0xff) << 24);
        w[13] = ((self.opd1_c as u32) >> 8) | ((self.opd2_n as u32) << 4) | ((self.opd2_c as u32) << 16) | (((self.opd2_h as u32) & 0xf) << 28);
        w[14] = ((self.quan_m & 0xfff) << 20) | ((self.opd2_h as u32) >> 4) | ((self.opd2_w as u32) << 8);
        w[15] = ((self.opd_typ as u32) << 20) | (self.quan_m >> 12) | ((self.fp_round_typ as u32) << 21) | ((self.group3 as u32) << 28) | ((self.reserved_a2 as u32) << 24);
        w[16] = (self.res0_n_str as u32) | ((self.res0_c_str as u32) << 16);
        w[17] = (self.res0_h_str as u32) | ((self.res0_w_str as u32) << 16);
        w[18] = (self.res0_b_str as u32) | ((self.opd0_n_str as u32) << 16);
        w[19] = (self.opd0_c_str as u32) | ((self.group4 as u32) << 28) | ((self.reserved_a3 as u32) << 16);
        w[20] = (self.opd0_h_str as u32) | ((self.opd0_w_str as u32) << 16);
        w[21] = (self.opd0_b_str as u32) | ((self.opd1_n_str as u32) << 16);
        w[22] = (self.opd1_c_str as u32) | ((self.opd1_h_str as u32) << 16);
        w[23] = (self.opd1_w_str as u32) | ((self.group5 as u32) << 28) | ((self.reserved_a4 as u32) << 16);
        w[24] = (self.opd1_b_str as u32) | ((self.opd2_n_str as u32) << 16);
        w[25] = (self.opd2_c_str as u32) | ((self.opd2_h_str as u32) << 16);
        w[26] = (self.opd2_w_str as u32) | ((self.opd2_b_str as u32) << 16);
        w[27] = self.layer_info | ((self.group6 as u32) << 28);
        Ok(w)
    }

    /// Whether every field holds a legal value in layout cv183x.
    #[must_use]
    #[inline]
    pub fn plain_cv183x(&self) -> bool {
        ((self.tsk_typ == 0) | (self.tsk_typ == 1) | (self.tsk_typ == 2) | (self.tsk_typ == 3))
            & (self.tsk_opd_num >= 1)
            & (self.conv_opd0_x_ins0 <= 14)
            & (self.conv_opd0_y_ins0 <= 14)
            & (self.conv_opd0_x_ins0_last <= 14)
            & (self.conv_opd0_y_ins0_last <= 14)
            & (self.res0_n >= 1)
            & (self.res0_c >= 1)
            & (self.res0_h >= 1)
            & (self.res0_w >= 1)
            & (self.conv_op_x_str >= 1)
            & (self.conv_op_y_str >= 1)
            & (self.opd0_n >= 1)
            & (self.opd0_c >= 1)
            & (self.opd0_h >= 1)
            & (self.opd0_w >= 1)
            & (self.opd1_n >= 1)
            & (self.opd1_c >= 1)
            & (self.opd1_h >= 1)
            & (self.opd1_w >= 1)
            & (self.opd2_n >= 1)
            & (self.opd2_c >= 1)
            & (self.opd2_h >= 1)
            & (self.opd2_w >= 1)
            & (self.group0 == 0)
            & (self.group1 == 0)
            & (self.group2 == 0)
            & (self.group3 == 0)
            & (self.group4 == 0)
            & (self.group5 == 0)
            & (self.group6 == 0)
            & (self.reserved_a0 == 0)
            & (self.reserved_a1 == 0)
            & (self.reserved_a2 == 0)
            & (self.reserved_a3 == 0)
            & (self.reserved_a4 == 0)
    }

    /// All fields at their defaults in layout cv182x.
    pub const DEFAULT_CV182X: Self = Self {
        cmd_en: false,
        cmd_end: false,
        cmd_id_en: false,
        cmd_keep: false,
        cmd_intr_en: false,
        tsk_typ: 0,
        tsk_eu_typ: 0,
        tsk_opd_num: 3,
        opt_res_shift: 10,
        opt_left_shift: 2,
        opt_shift_typ: true,
        opt_rshift_typ: true,
        opd_typ: false,
        opt_chl_quan: false,
        cmd_id_tpu: 0,
        cmd_id_gdma: 0,
        quan_m: 0,
        opt_res0_sign: false,
        opt_opd0_sign: false,
        opt_opd1_sign: true,
        opt_opd2_sign: true,
        opt_res0_seg: 1,
        opt_opd0_seg: 1,
        opt_opd1_seg: 1,
        opt_opd2_seg: 0,
        ps32_md: 0,
        double_conv: false,
        opt_left_tran: false,
        fp_round_typ: 0,
        opt_relu_typ: 0,
        opt_relu_value: 0,
        cmd_pre_exe_typ: false,
        opt_res_add: false,
        conv_opd0_x_ins0: 0,
        conv_opd0_y_ins0: 0,
        conv_opd0_x_ins0_last: 0,
        conv_opd0_y_ins0_last: 0,
        conv_opd1_x_ins0: 0,
        conv_opd1_y_ins0: 0,
        opd0_ins_val: 0,
        conv_opd0_up_pad: 0,
        conv_opd0_dn_pad: 0,
        conv_opd0_lf_pad: 0,
        conv_opd0_rt_pad: 0,
        res0_n: 1,
        res0_c: 1,
        res0_h: 1,
        res0_w: 16,
        conv_op_x_str: 1,
        conv_op_y_str: 1,
        cmd_pre_exe: 0,
        res0_addr: 0,
        opd0_addr: 0,
        opd1_addr: 0,
        opd2_addr: 0,
        opt_opd0_const: false,
        opt_opd1_const: false,
        opt_opd2_const: false,
        short_nchwstr_same: false,
        short_res0_str: 0,
        short_opd0_str: 0,
        short_opd1_str: 0,
        short_opd2_str: 0,
        opd0_n: 1,
        opd0_c: 1,
        opd0_h: 1,
        opd0_w: 16,
        opd1_n: 1,
        opd1_c: 1,
        opd1_h: 1,
        opd1_w: 16,
        opd2_n: 1,
        opd2_c: 1,
        opd2_h: 1,
        opd2_w: 16,
        layer_info: 0,
        res0_n_str: 16,
        res0_c_str: 16,
        res0_h_str: 0,
        res0_w_str: 1,
        res0_b_str: 16,
        opd0_n_str: 16,
        opd0_c_str: 16,
        opd0_h_str: 0,
        opd0_w_str: 1,
        opd0_b_str: 16,
        opd1_n_str: 16,
        opd1_c_str: 16,
        opd1_h_str: 0,
        opd1_w_str: 1,
        opd1_b_str: 16,
        opd2_n_str: 16,
        opd2_c_str: 16,
        opd2_h_str: 0,
        opd2_w_str: 1,
        opd2_b_str: 16,
        tens_mdsum: false,
        tens_lookup: false,
        opd0_ins_fp: 0,
        group0: 0,
        group1: 1,
        group2: 2,
        group3: 3,
        group4: 4,
        group5: 5,
        group6: 6,
        reserved_a0: 0,
        reserved_a1: 0,
        reserved_a2: 0,
        reserved_a3: 0,
        reserved_a4: 0,
        reserved_b0: 0,
        reserved_b1: 0,
        reserved_b2: 0,
        reserved_b3: 0,
        reserved_b4: 0,
        reserved_b5: 0,
        reserved_b6: 0,
        reserved_b7: 0,
    };

    /// Reads the fields of layout cv182x; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_cv182x(w: &[u32; 28]) -> Self {
        Self {
            cmd_en: (w[0] >> 0) & 1 != 0,
            cmd_end: (w[0] >> 1) & 1 != 0,
            cmd_id_en: (w[0] >> 2) & 1 != 0,
            cmd_keep: (w[0] >> 3) & 1 != 0,
            cmd_intr_en: (w[0] >> 4) & 1 != 0,
            tsk_typ: ((w[0] >> 5) & 0xf) as u8,
            tsk_eu_typ: ((w[0] >> 9) & 0x1f) as u8,
            tsk_opd_num: ((w[0] >> 14) & 0x3) as u8,
            opt_res_shift: ((w[0] >> 16) & 0x3f) as u8,
            opt_left_shift: ((w[0] >> 22) & 0x1f) as u8,
            opt_shift_typ: (w[0] >> 27) & 1 != 0,
            opt_rshift_typ: (w[0] >> 28) & 1 != 0,
            opd_typ: (w[0] >> 30) & 1 != 0,
            opt_chl_quan: (w[0] >> 31) & 1 != 0,
            cmd_id_tpu: (w[1] & 0xffff) as u16,
            cmd_id_gdma: (w[1] >> 16) as u16,
            quan_m: w[2],
            opt_res0_sign: (w[3] >> 0) & 1 != 0,
            opt_opd0_sign: (w[3] >> 1) & 1 != 0,
            opt_opd1_sign: (w[3] >> 2) & 1 != 0,
            opt_opd2_sign: (w[3] >> 3) & 1 != 0,
            opt_res0_seg: ((w[3] >> 4) & 0x3) as u8,
            opt_opd0_seg: ((w[3] >> 6) & 0x3) as u8,
            opt_opd1_seg: ((w[3] >> 8) & 0x3) as u8,
            opt_opd2_seg: ((w[3] >> 10) & 0x1) as u8,
            ps32_md: ((w[3] >> 11) & 0x3) as u8,
            double_conv: (w[3] >> 13) & 1 != 0,
            opt_left_tran: (w[3] >> 14) & 1 != 0,
            fp_round_typ: ((w[3] >> 15) & 0x1) as u8,
            opt_relu_typ: ((w[3] >> 16) & 0x3) as u8,
            opt_relu_value: ((w[3] >> 18) & 0xff) as u8,
            cmd_pre_exe_typ: (w[3] >> 26) & 1 != 0,
            opt_res_add: (w[3] >> 27) & 1 != 0,
            conv_opd0_x_ins0: (w[4] & 0xf) as u8,
            conv_opd0_y_ins0: ((w[4] >> 4) & 0xf) as u8,
            conv_opd0_x_ins0_last: ((w[4] >> 8) & 0xf) as u8,
            conv_opd0_y_ins0_last: ((w[4] >> 12) & 0xf) as u8,
            conv_opd1_x_ins0: ((w[4] >> 16) & 0xf) as u8,
            conv_opd1_y_ins0: ((w[4] >> 20) & 0xf) as u8,
            opd0_ins_val: (w[5] & 0xffff) as u16,
            conv_opd0_up_pad: ((w[5] >> 16) & 0xf) as u8,
            conv_opd0_dn_pad: ((w[5] >> 20) & 0xf) as u8,
            conv_opd0_lf_pad: ((w[5] >> 24) & 0xf) as u8,
            conv_opd0_rt_pad: (w[5] >> 28) as u8,
            res0_n: (w[6] & 0xfff) as u16,
            res0_c: ((w[6] >> 12) & 0xfff) as u16,
            res0_h: ((w[6] >> 24) | ((w[7] & 0xf) << 8)) as u16,
            res0_w: ((w[7] >> 4) & 0xfff) as u16,
            conv_op_x_str: ((w[7] >> 16) & 0x1f) as u8,
            conv_op_y_str: ((w[7] >> 21) & 0x1f) as u8,
            cmd_pre_exe: ((w[7] >> 26) & 0x3) as u8,
            res0_addr: (w[8] & 0xffffff),
            opd0_addr: (w[8] >> 24) | ((w[9] & 0xffff) << 8),
            opd1_addr: (w[9] >> 16) as u16,
            opd2_addr: (w[10] & 0xffff) as u16,
            opt_opd0_const: (w[10] >> 16) & 1 != 0,
            opt_opd1_const: (w[10] >> 17) & 1 != 0,
            opt_opd2_const: (w[10] >> 18) & 1 != 0,
            short_nchwstr_same: (w[10] >> 19) & 1 != 0,
            short_res0_str: ((w[10] >> 20) & 0x3) as u8,
            short_opd0_str: ((w[10] >> 22) & 0x3) as u8,
            short_opd1_str: ((w[10] >> 24) & 0x3) as u8,
            short_opd2_str: ((w[10] >> 26) & 0x3) as u8,
            opd0_n: (w[11] & 0xfff) as u16,
            opd0_c: ((w[11] >> 12) & 0xfff) as u16,
            opd0_h: (w[12] & 0xfff) as u16,
            opd0_w: ((w[12] >> 12) & 0xfff) as u16,
            opd1_n: ((w[12] >> 24) | ((w[13] & 0xf) << 8)) as u16,
            opd1_c: ((w[13] >> 4) & 0xfff) as u16,
            opd1_h: ((w[13] >> 16) & 0xfff) as u16,
            opd1_w: ((w[13] >> 28) | ((w[14] & 0xff) << 4)) as u16,
            opd2_n: ((w[14] >> 8) & 0xfff) as u16,
            opd2_c: (w[14] >> 20) as u16,
            opd2_h: (w[15] & 0xfff) as u16,
            opd2_w: ((w[15] >> 12) & 0xfff) as u16,
            layer_info: (w[16] & 0xffff),
            res0_n_str: (w[16] >> 16) as u16,
            res0_c_str: (w[17] & 0xffff) as u16,
            res0_h_str: (w[17] >> 16) as u16,
            res0_w_str: (w[18] & 0xffff) as u16,
            res0_b_str: (w[18] >> 16) as u16,
            opd0_n_str: (w[19] & 0xffff) as u16,
            opd0_c_str: (w[20] & 0xffff) as u16,
            opd0_h_str: (w[20] >> 16) as u16,
            opd0_w_str: (w[21] & 0xffff) as u16,
            opd0_b_str: (w[21] >> 16) as u16,
            opd1_n_str: (w[22] & 0xffff) as u16,
            opd1_c_str: (w[22] >> 16) as u16,
            opd1_h_str: (w[23] & 0xffff) as u16,
            opd1_w_str: (w[24] & 0xffff) as u16,
            opd1_b_str: (w[24] >> 16) as u16,
            opd2_n_str: (w[25] & 0xffff) as u16,
            opd2_c_str: (w[25] >> 16) as u16,
            opd2_h_str: (w[26] & 0xffff) as u16,
            opd2_w_str: (w[26] >> 16) as u16,
            opd2_b_str: (w[27] & 0xffff) as u16,
            tens_mdsum: false,
            tens_lookup: false,
            opd0_ins_fp: 0,
            group0: (w[3] >> 28) as u8,
            group1: (w[7] >> 28) as u8,
            group2: (w[11] >> 28) as u8,
            group3: (w[15] >> 28) as u8,
            group4: (w[19] >> 28) as u8,
            group5: (w[23] >> 28) as u8,
            group6: (w[27] >> 28) as u8,
            reserved_a0: 0,
            reserved_a1: 0,
            reserved_a2: 0,
            reserved_a3: 0,
            reserved_a4: 0,
            reserved_b0: ((w[0] >> 29) & 0x1) as u8,
            reserved_b1: (w[4] >> 24) as u8,
            reserved_b2: (w[10] >> 28) as u8,
            reserved_b3: ((w[11] >> 24) & 0xf) as u8,
            reserved_b4: ((w[15] >> 24) & 0xf) as u8,
            reserved_b5: ((w[19] >> 16) & 0xfff) as u16,
            reserved_b6: ((w[23] >> 16) & 0xfff) as u16,
            reserved_b7: ((w[27] >> 16) & 0xfff) as u16,
        }
    }

    /// Writes the fields in layout cv182x.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_cv182x(&self) -> Result<[u32; 28], FieldError> {
        if self.tsk_typ > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 5, self.tsk_typ.into()));
        }
        if self.tsk_eu_typ > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 1, 6, self.tsk_eu_typ.into()));
        }
        if self.tsk_opd_num > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 7, self.tsk_opd_num.into()));
        }
        if self.opt_res_shift > 0x3f {
            return Err(FieldError::too_wide(&RECORD, 1, 8, self.opt_res_shift.into()));
        }
        if self.opt_left_shift > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 1, 9, self.opt_left_shift.into()));
        }
        if self.opt_res0_seg > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 21, self.opt_res0_seg.into()));
        }
        if self.opt_opd0_seg > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 22, self.opt_opd0_seg.into()));
        }
        if self.opt_opd1_seg > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 23, self.opt_opd1_seg.into()));
        }
        if self.opt_opd2_seg > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 1, 24, self.opt_opd2_seg.into()));
        }
        if self.ps32_md > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 25, self.ps32_md.into()));
        }
        if self.fp_round_typ > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 1, 28, self.fp_round_typ.into()));
        }
        if self.opt_relu_typ > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 29, self.opt_relu_typ.into()));
        }
        if self.conv_opd0_x_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 33, self.conv_opd0_x_ins0.into()));
        }
        if self.conv_opd0_y_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 34, self.conv_opd0_y_ins0.into()));
        }
        if self.conv_opd0_x_ins0_last > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 35, self.conv_opd0_x_ins0_last.into()));
        }
        if self.conv_opd0_y_ins0_last > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 36, self.conv_opd0_y_ins0_last.into()));
        }
        if self.conv_opd1_x_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 37, self.conv_opd1_x_ins0.into()));
        }
        if self.conv_opd1_y_ins0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 38, self.conv_opd1_y_ins0.into()));
        }
        if self.conv_opd0_up_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 40, self.conv_opd0_up_pad.into()));
        }
        if self.conv_opd0_dn_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 41, self.conv_opd0_dn_pad.into()));
        }
        if self.conv_opd0_lf_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 42, self.conv_opd0_lf_pad.into()));
        }
        if self.conv_opd0_rt_pad > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 43, self.conv_opd0_rt_pad.into()));
        }
        if self.res0_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 44, self.res0_n.into()));
        }
        if self.res0_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 45, self.res0_c.into()));
        }
        if self.res0_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 46, self.res0_h.into()));
        }
        if self.res0_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 47, self.res0_w.into()));
        }
        if self.conv_op_x_str > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 1, 48, self.conv_op_x_str.into()));
        }
        if self.conv_op_y_str > 0x1f {
            return Err(FieldError::too_wide(&RECORD, 1, 49, self.conv_op_y_str.into()));
        }
        if self.cmd_pre_exe > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 50, self.cmd_pre_exe.into()));
        }
        if self.res0_addr > 0xffffff {
            return Err(FieldError::too_wide(&RECORD, 1, 51, self.res0_addr.into()));
        }
        if self.opd0_addr > 0xffffff {
            return Err(FieldError::too_wide(&RECORD, 1, 52, self.opd0_addr.into()));
        }
        if self.short_res0_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 59, self.short_res0_str.into()));
        }
        if self.short_opd0_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 60, self.short_opd0_str.into()));
        }
        if self.short_opd1_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 61, self.short_opd1_str.into()));
        }
        if self.short_opd2_str > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 1, 62, self.short_opd2_str.into()));
        }
        if self.opd0_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 63, self.opd0_n.into()));
        }
        if self.opd0_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 64, self.opd0_c.into()));
        }
        if self.opd0_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 65, self.opd0_h.into()));
        }
        if self.opd0_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 66, self.opd0_w.into()));
        }
        if self.opd1_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 67, self.opd1_n.into()));
        }
        if self.opd1_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 68, self.opd1_c.into()));
        }
        if self.opd1_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 69, self.opd1_h.into()));
        }
        if self.opd1_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 70, self.opd1_w.into()));
        }
        if self.opd2_n > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 71, self.opd2_n.into()));
        }
        if self.opd2_c > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 72, self.opd2_c.into()));
        }
        if self.opd2_h > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 73, self.opd2_h.into()));
        }
        if self.opd2_w > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 74, self.opd2_w.into()));
        }
        if self.layer_info > 0xffff {
            return Err(FieldError::too_wide(&RECORD, 1, 75, self.layer_info.into()));
        }
        if self.tens_mdsum {
            return Err(FieldError::absent(&RECORD, 1, 96, self.tens_mdsum.into()));
        }
        if self.tens_lookup {
            return Err(FieldError::absent(&RECORD, 1, 97, self.tens_lookup.into()));
        }
        if self.opd0_ins_fp != 0 {
            return Err(FieldError::absent(&RECORD, 1, 98, self.opd0_ins_fp.into()));
        }
        if self.group0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 99, self.group0.into()));
        }
        if self.group1 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 100, self.group1.into()));
        }
        if self.group2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 101, self.group2.into()));
        }
        if self.group3 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 102, self.group3.into()));
        }
        if self.group4 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 103, self.group4.into()));
        }
        if self.group5 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 104, self.group5.into()));
        }
        if self.group6 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 105, self.group6.into()));
        }
        if self.reserved_a0 != 0 {
            return Err(FieldError::absent(&RECORD, 1, 106, self.reserved_a0.into()));
        }
        if self.reserved_a1 != 0 {
            return Err(FieldError::absent(&RECORD, 1, 107, self.reserved_a1.into()));
        }
        if self.reserved_a2 != 0 {
            return Err(FieldError::absent(&RECORD, 1, 108, self.reserved_a2.into()));
        }
        if self.reserved_a3 != 0 {
            return Err(FieldError::absent(&RECORD, 1, 109, self.reserved_a3.into()));
        }
        if self.reserved_a4 != 0 {
            return Err(FieldError::absent(&RECORD, 1, 110, self.reserved_a4.into()));
        }
        if self.reserved_b0 > 0x1 {
            return Err(FieldError::too_wide(&RECORD, 1, 111, self.reserved_b0.into()));
        }
        if self.reserved_b2 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 113, self.reserved_b2.into()));
        }
        if self.reserved_b3 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 114, self.reserved_b3.into()));
        }
        if self.reserved_b4 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 1, 115, self.reserved_b4.into()));
        }
        if self.reserved_b5 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 116, self.reserved_b5.into()));
        }
        if self.reserved_b6 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 117, self.reserved_b6.into()));
        }
        if self.reserved_b7 > 0xfff {
            return Err(FieldError::too_wide(&RECORD, 1, 118, self.reserved_b7.into()));
        }
        let mut w = [0; 28];
        w[0] = (self.cmd_en as u32) | ((self.cmd_end as u32) << 1) | ((self.cmd_id_en as u32) << 2) | ((self.cmd_keep as u32) << 3) | ((self.cmd_intr_en as u32) << 4) | ((self.tsk_typ as u32) << 5) | ((self.tsk_eu_typ as u32) << 9) | ((self.tsk_opd_num as u32) << 14) | ((self.opt_res_shift as u32) << 16) | ((self.opt_left_shift as u32) << 22) | ((self.opt_shift_typ as u32) << 27) | ((self.opt_rshift_typ as u32) << 28) | ((self.opd_typ as u32) << 30) | ((self.opt_chl_quan as u32) << 31) | ((self.reserved_b0 as u32) << 29);
        w[1] = (self.cmd_id_tpu as u32) | ((self.cmd_id_gdma as u32) << 16);
        w[2] = self.quan_m;
        w[3] = (self.opt_res0_sign as u32) | ((self.opt_opd0_sign as u32) << 1) | ((self.opt_opd1_sign as u32) << 2) | ((self.opt_opd2_sign as u32) << 3) | ((self.opt_res0_seg as u32) << 4) | ((self.opt_opd0_seg as u32) << 6) | ((self.opt_opd1_seg as u32) << 8) | ((self.opt_opd2_seg as u32) << 10) | ((self.ps32_md as u32) << 11) | ((self.double_conv as u32) << 13) | ((self.opt_left_tran as u32) << 14) | ((self.fp_round_typ as u32) << 15) | ((self.opt_relu_typ as u32) << 16) | ((self.opt_relu_value as u32) << 18) | ((self.cmd_pre_exe_typ as u32) << 26) | ((self.opt_res_add as u32) << 27) | ((self.group0 as u32) << 28);
        w[4] = (self.conv_opd0_x_ins0 as u32) | ((self.conv_opd0_y_ins0 as u32) << 4) | ((self.conv_opd0_x_ins0_last as u32) << 8) | ((self.conv_opd0_y_ins0_last as u32) << 12) | ((self.conv_opd1_x_ins0 as u32) << 16) | ((self.conv_opd1_y_ins0 as u32) << 20) | ((self.reserved_b1 as u32) << 24);
        w[5] = (self.opd0_ins_val as u32) | ((self.conv_opd0_up_pad as u32) << 16) | ((self.conv_opd0_dn_pad as u32) << 20) | ((self.conv_opd0_lf_pad as u32) << 24) | ((self.conv_opd0_rt_pad as u32) << 28);
        w[6] = (self.res0_n as u32) | ((self.res0_c as u32) << 12) | (((self.res0_h as u32) & 0xff) << 24);
        w[7] = ((self.res0_h as u32) >> 8) | ((self.res0_w as u32) << 4) | ((self.conv_op_x_str as u32) << 16) | ((self.conv_op_y_str as u32) << 21) | ((self.cmd_pre_exe as u32) << 26) | ((self.group1 as u32) << 28);
        w[8] = self.res0_addr | ((self.opd0_addr & 0xff) << 24);
        w[9] = (self.opd0_addr >> 8) | ((self.opd1_addr as u32) << 16);
        w[10] = (self.opd2_addr as u32) | ((self.opt_opd0_const as u32) << 16) | ((self.opt_opd1_const as u32) << 17) | ((self.opt_opd2_const as u32) << 18) | ((self.short_nchwstr_same as u32) << 19) | ((self.short_res0_str as u32) << 20) | ((self.short_opd0_str as u32) << 22) | ((self.short_opd1_str as u32) << 24) | ((self.short_opd2_str as u32) << 26) | ((self.reserved_b2 as u32) << 28);
        w[11] = (self.opd0_n as u32) | ((self.opd0_c as u32) << 12) | ((self.group2 as u32) << 28) | ((self.reserved_b3 as u32) << 24);
        w[12] = (self.opd0_h as u32) | ((self.opd0_w as u32) << 12) | (((self.opd1_n as u32) & 0xff) << 24);
        w[13] = ((self.opd1_n as u32) >> 8) | ((self.opd1_c as u32) << 4) | ((self.opd1_h as u32) << 16) | (((self.opd1_w as u32) & 0xf) << 28);
        w[14] = ((self.opd1_w as u32) >> 4) | ((self.opd2_n as u32) << 8) | ((self.opd2_c as u32) << 20);
        w[15] = (self.opd2_h as u32) | ((self.opd2_w as u32) << 12) | ((self.group3 as u32) << 28) | ((self.reserved_b4 as u32) << 24);
        w[16] = self.layer_info | ((self.res0_n_str as u32) << 16);
        w[17] = (self.res0_c_str as u32) | ((self.res0_h_str as u32) << 16);
        w[18] = (self.res0_w_str as u32) | ((self.res0_b_str as u32) << 16);
        w[19] = (self.opd0_n_str as u32) | ((self.group4 as u32) << 28) | ((self.reserved_b5 as u32) << 16);
        w[20] = (self.opd0_c_str as u32) | ((self.opd0_h_str as u32) << 16);
        w[21] = (self.opd0_w_str as u32) | ((self.opd0_b_str as u32) << 16);
        w[22] = (self.opd1_n_str as u32) | ((self.opd1_c_str as u32) << 16);
        w[23] = (self.opd1_h_str as u32) | ((self.group5 as u32) << 28) | ((self.reserved_b6 as u32) << 16);
        w[24] = (self.opd1_w_str as u32) | ((self.opd1_b_str as u32) << 16);
        w[25] = (self.opd2_n_str as u32) | ((self.opd2_c_str as u32) << 16);
        w[26] = (self.opd2_h_str as u32) | ((self.opd2_w_str as u32) << 16);
        w[27] = (self.opd2_b_str as u32) | ((self.group6 as u32) << 28) | ((self.reserved_b7 as u32) << 16);
        Ok(w)
    }

    /// Whether every field holds a legal value in layout cv182x.
    #[must_use]
    #[inline]
    pub fn plain_cv182x(&self) -> bool {
        ((self.tsk_typ == 0) | (self.tsk_typ == 1) | (self.tsk_typ == 2) | (self.tsk_typ == 3))
            & (self.tsk_opd_num >= 1)
            & (self.opt_res0_seg <= 1)
            & (self.opt_opd0_seg <= 1)
            & (self.opt_opd1_seg <= 1)
            & (self.conv_opd0_x_ins0 <= 14)
            & (self.conv_opd0_y_ins0 <= 14)
            & (self.conv_opd0_x_ins0_last <= 14)
            & (self.conv_opd0_y_ins0_last <= 14)
            & (self.res0_n >= 1)
            & (self.res0_c >= 1)
            & (self.res0_h >= 1)
            & (self.res0_w >= 1)
            & (self.conv_op_x_str >= 1)
            & (self.conv_op_y_str >= 1)
            & (self.opd0_n >= 1)
            & (self.opd0_c >= 1)
            & (self.opd0_h >= 1)
            & (self.opd0_w >= 1)
            & (self.opd1_n >= 1)
            & (self.opd1_c >= 1)
            & (self.opd1_h >= 1)
            & (self.opd1_w >= 1)
            & (self.opd2_n >= 1)
            & (self.opd2_c >= 1)
            & (self.opd2_h >= 1)
            & (self.opd2_w >= 1)
            & (self.group0 == 0)
            & (self.group1 == 1)
            & (self.group2 == 2)
            & (self.group3 == 3)
            & (self.group4 == 4)
            & (self.group5 == 5)
            & (self.group6 == 6)
            & (self.reserved_b0 == 0)
            & (self.reserved_b1 == 0)
            & (self.reserved_b2 == 0)
            & (self.reserved_b3 == 0)
            & (self.reserved_b4 == 0)
            & (self.reserved_b5 == 0)
            & (self.reserved_b6 == 0)
            & (self.reserved_b7 == 0)
    }

}

impl Fields for TiuFields {
    type Words = [u32; 28];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        match layout {
            0 => Self::DEFAULT_CV183X,
            _ => Self::DEFAULT_CV182X,
        }
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 28]) -> Self {
        match layout {
            0 => Self::unpack_cv183x(words),
            _ => Self::unpack_cv182x(words),
        }
    }

    fn pack(&self, layout: usize) -> Result<[u32; 28], FieldError> {
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
            0 => self.cmd_en.into(),
            1 => self.cmd_end.into(),
            2 => self.cmd_id_en.into(),
            3 => self.cmd_keep.into(),
            4 => self.cmd_intr_en.into(),
            5 => self.tsk_typ.into(),
            6 => self.tsk_eu_typ.into(),
            7 => self.tsk_opd_num.into(),
            8 => self.opt_res_shift.into(),
            9 => self.opt_left_shift.into(),
            10 => self.opt_shift_typ.into(),
            11 => self.opt_rshift_typ.into(),
            12 => self.opd_typ.into(),
            13 => self.opt_chl_quan.into(),
            14 => self.cmd_id_tpu.into(),
            15 => self.cmd_id_gdma.into(),
            16 => self.quan_m.into(),
            17 => self.opt_res0_sign.into(),
            18 => self.opt_opd0_sign.into(),
            19 => self.opt_opd1_sign.into(),
            20 => self.opt_opd2_sign.into(),
            21 => self.opt_res0_seg.into(),
            22 => self.opt_opd0_seg.into(),
            23 => self.opt_opd1_seg.into(),
            24 => self.opt_opd2_seg.into(),
            25 => self.ps32_md.into(),
            26 => self.double_conv.into(),
            27 => self.opt_left_tran.into(),
            28 => self.fp_round_typ.into(),
            29 => self.opt_relu_typ.into(),
            30 => self.opt_relu_value.into(),
            31 => self.cmd_pre_exe_typ.into(),
            32 => self.opt_res_add.into(),
            33 => self.conv_opd0_x_ins0.into(),
            34 => self.conv_opd0_y_ins0.into(),
            35 => self.conv_opd0_x_ins0_last.into(),
            36 => self.conv_opd0_y_ins0_last.into(),
            37 => self.conv_opd1_x_ins0.into(),
            38 => self.conv_opd1_y_ins0.into(),
            39 => self.opd0_ins_val.into(),
            40 => self.conv_opd0_up_pad.into(),
            41 => self.conv_opd0_dn_pad.into(),
            42 => self.conv_opd0_lf_pad.into(),
            43 => self.conv_opd0_rt_pad.into(),
            44 => self.res0_n.into(),
            45 => self.res0_c.into(),
            46 => self.res0_h.into(),
            47 => self.res0_w.into(),
            48 => self.conv_op_x_str.into(),
            49 => self.conv_op_y_str.into(),
            50 => self.cmd_pre_exe.into(),
            51 => self.res0_addr.into(),
            52 => self.opd0_addr.into(),
            53 => self.opd1_addr.into(),
            54 => self.opd2_addr.into(),
            55 => self.opt_opd0_const.into(),
            56 => self.opt_opd1_const.into(),
            57 => self.opt_opd2_const.into(),
            58 => self.short_nchwstr_same.into(),
            59 => self.short_res0_str.into(),
            60 => self.short_opd0_str.into(),
            61 => self.short_opd1_str.into(),
            62 => self.short_opd2_str.into(),
            63 => self.opd0_n.into(),
            64 => self.opd0_c.into(),
            65 => self.opd0_h.into(),
            66 => self.opd0_w.into(),
            67 => self.opd1_n.into(),
            68 => self.opd1_c.into(),
            69 => self.opd1_h.into(),
            70 => self.opd1_w.into(),
            71 => self.opd2_n.into(),
            72 => self.opd2_c.into(),
            73 => self.opd2_h.into(),
            74 => self.opd2_w.into(),
            75 => self.layer_info.into(),
            76 => self.res0_n_str.into(),
            77 => self.res0_c_str.into(),
            78 => self.res0_h_str.into(),
            79 => self.res0_w_str.into(),
            80 => self.res0_b_str.into(),
            81 => self.opd0_n_str.into(),
            82 => self.opd0_c_str.into(),
            83 => self.opd0_h_str.into(),
            84 => self.opd0_w_str.into(),
            85 => self.opd0_b_str.into(),
            86 => self.opd1_n_str.into(),
            87 => self.opd1_c_str.into(),
            88 => self.opd1_h_str.into(),
            89 => self.opd1_w_str.into(),
            90 => self.opd1_b_str.into(),
            91 => self.opd2_n_str.into(),
            92 => self.opd2_c_str.into(),
            93 => self.opd2_h_str.into(),
            94 => self.opd2_w_str.into(),
            95 => self.opd2_b_str.into(),
            96 => self.tens_mdsum.into(),
            97 => self.tens_lookup.into(),
            98 => self.opd0_ins_fp.into(),
            99 => self.group0.into(),
            100 => self.group1.into(),
            101 => self.group2.into(),
            102 => self.group3.into(),
            103 => self.group4.into(),
            104 => self.group5.into(),
            105 => self.group6.into(),
            106 => self.reserved_a0.into(),
            107 => self.reserved_a1.into(),
            108 => self.reserved_a2.into(),
            109 => self.reserved_a3.into(),
            110 => self.reserved_a4.into(),
            111 => self.reserved_b0.into(),
            112 => self.reserved_b1.into(),
            113 => self.reserved_b2.into(),
            114 => self.reserved_b3.into(),
            115 => self.reserved_b4.into(),
            116 => self.reserved_b5.into(),
            117 => self.reserved_b6.into(),
            118 => self.reserved_b7.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.cmd_en = bit(value)?,
            1 => self.cmd_end = bit(value)?,
            2 => self.cmd_id_en = bit(value)?,
            3 => self.cmd_keep = bit(value)?,
            4 => self.cmd_intr_en = bit(value)?,
            5 => self.tsk_typ = u8::try_from(value).ok()?,
            6 => self.tsk_eu_typ = u8::try_from(value).ok()?,
            7 => self.tsk_opd_num = u8::try_from(value).ok()?,
            8 => self.opt_res_shift = u8::try_from(value).ok()?,
            9 => self.opt_left_shift = u8::try_from(value).ok()?,
            10 => self.opt_shift_typ = bit(value)?,
            11 => self.opt_rshift_typ = bit(value)?,
            12 => self.opd_typ = bit(value)?,
            13 => self.opt_chl_quan = bit(value)?,
            14 => self.cmd_id_tpu = u16::try_from(value).ok()?,
            15 => self.cmd_id_gdma = u16::try_from(value).ok()?,
            16 => self.quan_m = u32::try_from(value).ok()?,
            17 => self.opt_res0_sign = bit(value)?,
            18 => self.opt_opd0_sign = bit(value)?,
            19 => self.opt_opd1_sign = bit(value)?,
            20 => self.opt_opd2_sign = bit(value)?,
            21 => self.opt_res0_seg = u8::try_from(value).ok()?,
            22 => self.opt_opd0_seg = u8::try_from(value).ok()?,
            23 => self.opt_opd1_seg = u8::try_from(value).ok()?,
            24 => self.opt_opd2_seg = u8::try_from(value).ok()?,
            25 => self.ps32_md = u8::try_from(value).ok()?,
            26 => self.double_conv = bit(value)?,
            27 => self.opt_left_tran = bit(value)?,
            28 => self.fp_round_typ = u8::try_from(value).ok()?,
            29 => self.opt_relu_typ = u8::try_from(value).ok()?,
            30 => self.opt_relu_value = u8::try_from(value).ok()?,
            31 => self.cmd_pre_exe_typ = bit(value)?,
            32 => self.opt_res_add = bit(value)?,
            33 => self.conv_opd0_x_ins0 = u8::try_from(value).ok()?,
            34 => self.conv_opd0_y_ins0 = u8::try_from(value).ok()?,
            35 => self.conv_opd0_x_ins0_last = u8::try_from(value).ok()?,
            36 => self.conv_opd0_y_ins0_last = u8::try_from(value).ok()?,
            37 => self.conv_opd1_x_ins0 = u8::try_from(value).ok()?,
            38 => self.conv_opd1_y_ins0 = u8::try_from(value).ok()?,
            39 => self.opd0_ins_val = u16::try_from(value).ok()?,
            40 => self.conv_opd0_up_pad = u8::try_from(value).ok()?,
            41 => self.conv_opd0_dn_pad = u8::try_from(value).ok()?,
            42 => self.conv_opd0_lf_pad = u8::try_from(value).ok()?,
            43 => self.conv_opd0_rt_pad = u8::try_from(value).ok()?,
            44 => self.res0_n = u16::try_from(value).ok()?,
            45 => self.res0_c = u16::try_from(value).ok()?,
            46 => self.res0_h = u16::try_from(value).ok()?,
            47 => self.res0_w = u16::try_from(value).ok()?,
            48 => self.conv_op_x_str = u8::try_from(value).ok()?,
            49 => self.conv_op_y_str = u8::try_from(value).ok()?,
            50 => self.cmd_pre_exe = u8::try_from(value).ok()?,
            51 => self.res0_addr = u32::try_from(value).ok()?,
            52 => self.opd0_addr = u32::try_from(value).ok()?,
            53 => self.opd1_addr = u16::try_from(value).ok()?,
            54 => self.opd2_addr = u16::try_from(value).ok()?,
            55 => self.opt_opd0_const = bit(value)?,
            56 => self.opt_opd1_const = bit(value)?,
            57 => self.opt_opd2_const = bit(value)?,
            58 => self.short_nchwstr_same = bit(value)?,
            59 => self.short_res0_str = u8::try_from(value).ok()?,
            60 => self.short_opd0_str = u8::try_from(value).ok()?,
            61 => self.short_opd1_str = u8::try_from(value).ok()?,
            62 => self.short_opd2_str = u8::try_from(value).ok()?,
            63 => self.opd0_n = u16::try_from(value).ok()?,
            64 => self.opd0_c = u16::try_from(value).ok()?,
            65 => self.opd0_h = u16::try_from(value).ok()?,
            66 => self.opd0_w = u16::try_from(value).ok()?,
            67 => self.opd1_n = u16::try_from(value).ok()?,
            68 => self.opd1_c = u16::try_from(value).ok()?,
            69 => self.opd1_h = u16::try_from(value).ok()?,
            70 => self.opd1_w = u16::try_from(value).ok()?,
            71 => self.opd2_n = u16::try_from(value).ok()?,
            72 => self.opd2_c = u16::try_from(value).ok()?,
            73 => self.opd2_h = u16::try_from(value).ok()?,
            74 => self.opd2_w = u16::try_from(value).ok()?,
            75 => self.layer_info = u32::try_from(value).ok()?,
            76 => self.res0_n_str = u16::try_from(value).ok()?,
            77 => self.res0_c_str = u16::try_from(value).ok()?,
            78 => self.res0_h_str = u16::try_from(value).ok()?,
            79 => self.res0_w_str = u16::try_from(value).ok()?,
            80 => self.res0_b_str = u16::try_from(value).ok()?,
            81 => self.opd0_n_str = u16::try_from(value).ok()?,
            82 => self.opd0_c_str = u16::try_from(value).ok()?,
            83 => self.opd0_h_str = u16::try_from(value).ok()?,
            84 => self.opd0_w_str = u16::try_from(value).ok()?,
            85 => self.opd0_b_str = u16::try_from(value).ok()?,
            86 => self.opd1_n_str = u16::try_from(value).ok()?,
            87 => self.opd1_c_str = u16::try_from(value).ok()?,
            88 => self.opd1_h_str = u16::try_from(value).ok()?,
            89 => self.opd1_w_str = u16::try_from(value).ok()?,
            90 => self.opd1_b_str = u16::try_from(value).ok()?,
            91 => self.opd2_n_str = u16::try_from(value).ok()?,
            92 => self.opd2_c_str = u16::try_from(value).ok()?,
            93 => self.opd2_h_str = u16::try_from(value).ok()?,
            94 => self.opd2_w_str = u16::try_from(value).ok()?,
            95 => self.opd2_b_str = u16::try_from(value).ok()?,
            96 => self.tens_mdsum = bit(value)?,
            97 => self.tens_lookup = bit(value)?,
            98 => self.opd0_ins_fp = u16::try_from(value).ok()?,
            99 => self.group0 = u8::try_from(value).ok()?,
            100 => self.group1 = u8::try_from(value).ok()?,
            101 => self.group2 = u8::try_from(value).ok()?,
            102 => self.group3 = u8::try_from(value).ok()?,
            103 => self.group4 = u8::try_from(value).ok()?,
            104 => self.group5 = u8::try_from(value).ok()?,
            105 => self.group6 = u8::try_from(value).ok()?,
            106 => self.reserved_a0 = u16::try_from(value).ok()?,
            107 => self.reserved_a1 = u8::try_from(value).ok()?,
            108 => self.reserved_a2 = u8::try_from(value).ok()?,
            109 => self.reserved_a3 = u16::try_from(value).ok()?,
            110 => self.reserved_a4 = u16::try_from(value).ok()?,
            111 => self.reserved_b0 = u8::try_from(value).ok()?,
            112 => self.reserved_b1 = u8::try_from(value).ok()?,
            113 => self.reserved_b2 = u8::try_from(value).ok()?,
            114 => self.reserved_b3 = u8::try_from(value).ok()?,
            115 => self.reserved_b4 = u8::try_from(value).ok()?,
            116 => self.reserved_b5 = u16::try_from(value).ok()?,
            117 => self.reserved_b6 = u16::try_from(value).ok()?,
            118 => self.reserved_b7 = u16::try_from(value).ok()?,
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
