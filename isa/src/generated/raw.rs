// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Raw words with named bit ranges, one struct per record and layout.
//!
//! A setter keeps the low bits of a value that is too wide; encode through the unpacked fields to have it refused.

use bitfield::bitfield;

bitfield! {
    /// TIU descriptor in layout cv183x, as 28 words.
    pub struct Cv183xTiu([u32]);
    impl Debug;
    u64;
    /// The descriptor is valid; the engine skips nothing, it expects 1.
    pub cmd_en, set_cmd_en: 0, 0;
    /// Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out.
    pub cmd_end, set_cmd_end: 1, 1;
    /// Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited.
    pub cmd_id_en, set_cmd_id_en: 2, 2;
    /// Keep the command in the queue (not used by known software).
    pub cmd_keep, set_cmd_keep: 35, 35;
    /// Raise an interrupt when the descriptor retires.
    pub cmd_intr_en, set_cmd_intr_en: 36, 36;
    /// Class of the operation.
    pub tsk_typ, set_tsk_typ: 40, 37;
    /// Operation inside the class; its numbers depend on `tsk_typ`. Legal values: depthwise_pool: 0 max, 1 average, 2 depthwise convolution, 3 min; tensor: 0 mul, 1 mac, 2 add, 3 sub, 4 max, 5 min, 6 shift, 7 and, 8 or, 9 xor, 10 copy, 11 greater-or-equal, 12 lookup.
    pub tsk_eu_typ, set_tsk_eu_typ: 48, 41;
    /// Number of operands in use (3 = with bias).
    pub tsk_opd_num, set_tsk_opd_num: 50, 49;
    /// Right shift of the result before saturation.
    pub opt_res_shift, set_opt_res_shift: 55, 51;
    /// Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
    pub opt_left_shift, set_opt_left_shift: 60, 56;
    /// Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
    pub opt_shift_typ, set_opt_shift_typ: 61, 61;
    /// Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
    pub opt_rshift_typ, set_opt_rshift_typ: 62, 62;
    /// Operand type: 0 integer, 1 bf16.
    pub opd_typ, set_opd_typ: 500, 500;
    /// Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
    pub opt_chl_quan, set_opt_chl_quan: 66, 66;
    /// Own command id, published when the descriptor retires.
    pub cmd_id_tpu, set_cmd_id_tpu: 18, 3;
    /// TDMA command id that must have retired before this descriptor starts.
    pub cmd_id_gdma, set_cmd_id_gdma: 34, 19;
    /// 32-bit multiplier of the per-tensor requantisation.
    pub quan_m, set_quan_m: 499, 468;
    /// Result is signed.
    pub opt_res0_sign, set_opt_res0_sign: 69, 69;
    /// Operand 0 is signed.
    pub opt_opd0_sign, set_opt_opd0_sign: 70, 70;
    /// Operand 1 is signed.
    pub opt_opd1_sign, set_opt_opd1_sign: 71, 71;
    /// Operand 2 is signed.
    pub opt_opd2_sign, set_opt_opd2_sign: 72, 72;
    /// Element width of result: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_res0_seg, set_opt_res0_seg: 73, 73;
    /// Element width of operand 0: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd0_seg, set_opt_opd0_seg: 74, 74;
    /// Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd1_seg, set_opt_opd1_seg: 75, 75;
    /// Element width of operand 2: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd2_seg, set_opt_opd2_seg: 76, 76;
    /// 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
    pub ps32_md, set_ps32_md: 122, 121;
    /// Process two input channels per cycle; needs an even channel count and even addresses.
    pub double_conv, set_double_conv: 123, 123;
    /// The left matrix is stored transposed.
    pub opt_left_tran, set_opt_left_tran: 65, 65;
    /// Rounding selector of bf16 results; only 0 (nearest even) is emitted by known software.
    pub fp_round_typ, set_fp_round_typ: 503, 501;
    /// Relu of the result: 0 off, 1 clamp below at zero.
    pub opt_relu_typ, set_opt_relu_typ: 64, 64;
    /// Add the old result (16 bit) to the new one.
    pub opt_res_add, set_opt_res_add: 63, 63;
    /// Values of `opd0_ins_val` inserted between neighbouring columns of the input.
    pub conv_opd0_x_ins0, set_conv_opd0_x_ins0: 92, 89;
    /// Values of `opd0_ins_val` inserted between neighbouring rows of the input.
    pub conv_opd0_y_ins0, set_conv_opd0_y_ins0: 96, 93;
    /// Values inserted behind the last of the columns.
    pub conv_opd0_x_ins0_last, set_conv_opd0_x_ins0_last: 100, 97;
    /// Values inserted behind the last of the rows.
    pub conv_opd0_y_ins0_last, set_conv_opd0_y_ins0_last: 104, 101;
    /// Zeroes inserted between kernel columns.
    pub conv_opd1_x_ins0, set_conv_opd1_x_ins0: 108, 105;
    /// Zeroes inserted between kernel rows.
    pub conv_opd1_y_ins0, set_conv_opd1_y_ins0: 112, 109;
    /// Value of padding and insertion (bf16 pattern or 8-bit integer).
    pub opd0_ins_val, set_opd0_ins_val: 120, 113;
    /// Rows or columns of `opd0_ins_val` above the input.
    pub conv_opd0_up_pad, set_conv_opd0_up_pad: 335, 332;
    /// Rows or columns of `opd0_ins_val` below the input.
    pub conv_opd0_dn_pad, set_conv_opd0_dn_pad: 339, 336;
    /// Rows or columns of `opd0_ins_val` left of the input.
    pub conv_opd0_lf_pad, set_conv_opd0_lf_pad: 343, 340;
    /// Rows or columns of `opd0_ins_val` right of the input.
    pub conv_opd0_rt_pad, set_conv_opd0_rt_pad: 347, 344;
    /// Result: number of batches.
    pub res0_n, set_res0_n: 139, 128;
    /// Result: number of channels.
    pub res0_c, set_res0_c: 151, 140;
    /// Result: number of rows.
    pub res0_h, set_res0_h: 163, 152;
    /// Result: number of columns.
    pub res0_w, set_res0_w: 175, 164;
    /// Stride of the window over columns.
    pub conv_op_x_str, set_conv_op_x_str: 351, 348;
    /// Stride of the window over rows.
    pub conv_op_y_str, set_conv_op_y_str: 355, 352;
    /// Result: local-memory address, lane * lane size + offset.
    pub res0_addr, set_res0_addr: 199, 176;
    /// Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set.
    pub opd0_addr, set_opd0_addr: 223, 200;
    /// Operand 1: local-memory address, lane * lane size + offset; the constant itself when `opt_opd1_const` is set.
    pub opd1_addr, set_opd1_addr: 239, 224;
    /// Operand 2: local-memory address, lane * lane size + offset; the constant itself when `opt_opd2_const` is set.
    pub opd2_addr, set_opd2_addr: 271, 256;
    /// Operand 0 is one constant, held in its address field.
    pub opt_opd0_const, set_opt_opd0_const: 77, 77;
    /// Operand 1 is one constant, held in its address field.
    pub opt_opd1_const, set_opt_opd1_const: 78, 78;
    /// Operand 2 is one constant, held in its address field.
    pub opt_opd2_const, set_opt_opd2_const: 79, 79;
    /// All operands share the strides of the result (not used by known software).
    pub short_nchwstr_same, set_short_nchwstr_same: 80, 80;
    /// Stride mode of result.
    pub short_res0_str, set_short_res0_str: 82, 81;
    /// Stride mode of operand 0.
    pub short_opd0_str, set_short_opd0_str: 84, 83;
    /// Stride mode of operand 1.
    pub short_opd1_str, set_short_opd1_str: 86, 85;
    /// Stride mode of operand 2.
    pub short_opd2_str, set_short_opd2_str: 88, 87;
    /// Operand 0: number of batches.
    pub opd0_n, set_opd0_n: 395, 384;
    /// Operand 0: number of channels.
    pub opd0_c, set_opd0_c: 283, 272;
    /// Operand 0: number of rows.
    pub opd0_h, set_opd0_h: 295, 284;
    /// Operand 0: number of columns.
    pub opd0_w, set_opd0_w: 307, 296;
    /// Operand 1: number of batches.
    pub opd1_n, set_opd1_n: 407, 396;
    /// Operand 1: number of channels.
    pub opd1_c, set_opd1_c: 419, 408;
    /// Operand 1: number of rows.
    pub opd1_h, set_opd1_h: 319, 308;
    /// Operand 1: number of columns.
    pub opd1_w, set_opd1_w: 331, 320;
    /// Operand 2: number of batches.
    pub opd2_n, set_opd2_n: 431, 420;
    /// Operand 2: number of channels.
    pub opd2_c, set_opd2_c: 443, 432;
    /// Operand 2: number of rows.
    pub opd2_h, set_opd2_h: 455, 444;
    /// Operand 2: number of columns.
    pub opd2_w, set_opd2_w: 467, 456;
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_info, set_layer_info: 891, 864;
    /// Result: bytes between batches.
    pub res0_n_str, set_res0_n_str: 527, 512;
    /// Result: bytes between channel groups of one lane.
    pub res0_c_str, set_res0_c_str: 543, 528;
    /// Result: bytes between rows.
    pub res0_h_str, set_res0_h_str: 559, 544;
    /// Result: bytes between columns.
    pub res0_w_str, set_res0_w_str: 575, 560;
    /// Result: bytes between the planes of a wide element (low byte first).
    pub res0_b_str, set_res0_b_str: 591, 576;
    /// Operand 0: bytes between batches.
    pub opd0_n_str, set_opd0_n_str: 607, 592;
    /// Operand 0: bytes between channel groups of one lane.
    pub opd0_c_str, set_opd0_c_str: 623, 608;
    /// Operand 0: bytes between rows.
    pub opd0_h_str, set_opd0_h_str: 655, 640;
    /// Operand 0: bytes between columns.
    pub opd0_w_str, set_opd0_w_str: 671, 656;
    /// Operand 0: bytes between the planes of a wide element (low byte first).
    pub opd0_b_str, set_opd0_b_str: 687, 672;
    /// Operand 1: bytes between batches.
    pub opd1_n_str, set_opd1_n_str: 703, 688;
    /// Operand 1: bytes between channel groups of one lane.
    pub opd1_c_str, set_opd1_c_str: 719, 704;
    /// Operand 1: bytes between rows.
    pub opd1_h_str, set_opd1_h_str: 735, 720;
    /// Operand 1: bytes between columns.
    pub opd1_w_str, set_opd1_w_str: 751, 736;
    /// Operand 1: bytes between the planes of a wide element (low byte first).
    pub opd1_b_str, set_opd1_b_str: 783, 768;
    /// Operand 2: bytes between batches.
    pub opd2_n_str, set_opd2_n_str: 799, 784;
    /// Operand 2: bytes between channel groups of one lane.
    pub opd2_c_str, set_opd2_c_str: 815, 800;
    /// Operand 2: bytes between rows.
    pub opd2_h_str, set_opd2_h_str: 831, 816;
    /// Operand 2: bytes between columns.
    pub opd2_w_str, set_opd2_w_str: 847, 832;
    /// Operand 2: bytes between the planes of a wide element (low byte first).
    pub opd2_b_str, set_opd2_b_str: 863, 848;
    /// Sum every channel over rows and columns.
    pub tens_mdsum, set_tens_mdsum: 67, 67;
    /// Look every element up in a table.
    pub tens_lookup, set_tens_lookup: 68, 68;
    /// Value of padding and insertion for bf16 operands.
    pub opd0_ins_fp, set_opd0_ins_fp: 371, 356;
    /// Number of this 16-byte group in hardware order.
    pub group0, set_group0: 127, 124;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group1, set_group1: 255, 252;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group2, set_group2: 383, 380;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group3, set_group3: 511, 508;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group4, set_group4: 639, 636;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group5, set_group5: 767, 764;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group6, set_group6: 895, 892;
    /// Reserved, must be 0.
    pub reserved_a0, set_reserved_a0: 251, 240;
    /// Reserved, must be 0.
    pub reserved_a1, set_reserved_a1: 379, 372;
    /// Reserved, must be 0.
    pub reserved_a2, set_reserved_a2: 507, 504;
    /// Reserved, must be 0.
    pub reserved_a3, set_reserved_a3: 635, 624;
    /// Reserved, must be 0.
    pub reserved_a4, set_reserved_a4: 763, 752;
}

impl<T: AsRef<[u32]>> Cv183xTiu<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.cmd_en(),
            1 => self.cmd_end(),
            2 => self.cmd_id_en(),
            3 => self.cmd_keep(),
            4 => self.cmd_intr_en(),
            5 => self.tsk_typ(),
            6 => self.tsk_eu_typ(),
            7 => self.tsk_opd_num(),
            8 => self.opt_res_shift(),
            9 => self.opt_left_shift(),
            10 => self.opt_shift_typ(),
            11 => self.opt_rshift_typ(),
            12 => self.opd_typ(),
            13 => self.opt_chl_quan(),
            14 => self.cmd_id_tpu(),
            15 => self.cmd_id_gdma(),
            16 => self.quan_m(),
            17 => self.opt_res0_sign(),
            18 => self.opt_opd0_sign(),
            19 => self.opt_opd1_sign(),
            20 => self.opt_opd2_sign(),
            21 => self.opt_res0_seg(),
            22 => self.opt_opd0_seg(),
            23 => self.opt_opd1_seg(),
            24 => self.opt_opd2_seg(),
            25 => self.ps32_md(),
            26 => self.double_conv(),
            27 => self.opt_left_tran(),
            28 => self.fp_round_typ(),
            29 => self.opt_relu_typ(),
            32 => self.opt_res_add(),
            33 => self.conv_opd0_x_ins0(),
            34 => self.conv_opd0_y_ins0(),
            35 => self.conv_opd0_x_ins0_last(),
            36 => self.conv_opd0_y_ins0_last(),
            37 => self.conv_opd1_x_ins0(),
            38 => self.conv_opd1_y_ins0(),
            39 => self.opd0_ins_val(),
            40 => self.conv_opd0_up_pad(),
            41 => self.conv_opd0_dn_pad(),
            42 => self.conv_opd0_lf_pad(),
            43 => self.conv_opd0_rt_pad(),
            44 => self.res0_n(),
            45 => self.res0_c(),
            46 => self.res0_h(),
            47 => self.res0_w(),
            48 => self.conv_op_x_str(),
            49 => self.conv_op_y_str(),
            51 => self.res0_addr(),
            52 => self.opd0_addr(),
            53 => self.opd1_addr(),
            54 => self.opd2_addr(),
            55 => self.opt_opd0_const(),
            56 => self.opt_opd1_const(),
            57 => self.opt_opd2_const(),
            58 => self.short_nchwstr_same(),
            59 => self.short_res0_str(),
            60 => self.short_opd0_str(),
            61 => self.short_opd1_str(),
            62 => self.short_opd2_str(),
            63 => self.opd0_n(),
            64 => self.opd0_c(),
            65 => self.opd0_h(),
            66 => self.opd0_w(),
            67 => self.opd1_n(),
            68 => self.opd1_c(),
            69 => self.opd1_h(),
            70 => self.opd1_w(),
            71 => self.opd2_n(),
            72 => self.opd2_c(),
            73 => self.opd2_h(),
            74 => self.opd2_w(),
            75 => self.layer_info(),
            76 => self.res0_n_str(),
            77 => self.res0_c_str(),
            78 => self.res0_h_str(),
            79 => self.res0_w_str(),
            80 => self.res0_b_str(),
            81 => self.opd0_n_str(),
            82 => self.opd0_c_str(),
            83 => self.opd0_h_str(),
            84 => self.opd0_w_str(),
            85 => self.opd0_b_str(),
            86 => self.opd1_n_str(),
            87 => self.opd1_c_str(),
            88 => self.opd1_h_str(),
            89 => self.opd1_w_str(),
            90 => self.opd1_b_str(),
            91 => self.opd2_n_str(),
            92 => self.opd2_c_str(),
            93 => self.opd2_h_str(),
            94 => self.opd2_w_str(),
            95 => self.opd2_b_str(),
            96 => self.tens_mdsum(),
            97 => self.tens_lookup(),
            98 => self.opd0_ins_fp(),
            99 => self.group0(),
            100 => self.group1(),
            101 => self.group2(),
            102 => self.group3(),
            103 => self.group4(),
            104 => self.group5(),
            105 => self.group6(),
            106 => self.reserved_a0(),
            107 => self.reserved_a1(),
            108 => self.reserved_a2(),
            109 => self.reserved_a3(),
            110 => self.reserved_a4(),
            _ => 0,
        }
    }
}

bitfield! {
    /// TIU descriptor in layout cv182x, as 28 words.
    pub struct Cv182xTiu([u32]);
    impl Debug;
    u64;
    /// The descriptor is valid; the engine skips nothing, it expects 1.
    pub cmd_en, set_cmd_en: 0, 0;
    /// Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out.
    pub cmd_end, set_cmd_end: 1, 1;
    /// Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited.
    pub cmd_id_en, set_cmd_id_en: 2, 2;
    /// Keep the command in the queue (not used by known software).
    pub cmd_keep, set_cmd_keep: 3, 3;
    /// Raise an interrupt when the descriptor retires.
    pub cmd_intr_en, set_cmd_intr_en: 4, 4;
    /// Class of the operation.
    pub tsk_typ, set_tsk_typ: 8, 5;
    /// Operation inside the class; its numbers depend on `tsk_typ`. Legal values: depthwise_pool: 0 max, 1 average, 2 depthwise convolution, 3 min; tensor: 0 mul, 1 mac, 2 add, 3 sub, 4 max, 5 min, 6 shift, 7 and, 8 or, 9 xor, 10 copy, 11 greater-or-equal, 12 lookup.
    pub tsk_eu_typ, set_tsk_eu_typ: 13, 9;
    /// Number of operands in use (3 = with bias).
    pub tsk_opd_num, set_tsk_opd_num: 15, 14;
    /// Right shift of the result before saturation.
    pub opt_res_shift, set_opt_res_shift: 21, 16;
    /// Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
    pub opt_left_shift, set_opt_left_shift: 26, 22;
    /// Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
    pub opt_shift_typ, set_opt_shift_typ: 27, 27;
    /// Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
    pub opt_rshift_typ, set_opt_rshift_typ: 28, 28;
    /// Operand type: 0 integer, 1 bf16.
    pub opd_typ, set_opd_typ: 30, 30;
    /// Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
    pub opt_chl_quan, set_opt_chl_quan: 31, 31;
    /// Own command id, published when the descriptor retires.
    pub cmd_id_tpu, set_cmd_id_tpu: 47, 32;
    /// TDMA command id that must have retired before this descriptor starts.
    pub cmd_id_gdma, set_cmd_id_gdma: 63, 48;
    /// 32-bit multiplier of the per-tensor requantisation.
    pub quan_m, set_quan_m: 95, 64;
    /// Result is signed.
    pub opt_res0_sign, set_opt_res0_sign: 96, 96;
    /// Operand 0 is signed.
    pub opt_opd0_sign, set_opt_opd0_sign: 97, 97;
    /// Operand 1 is signed.
    pub opt_opd1_sign, set_opt_opd1_sign: 98, 98;
    /// Operand 2 is signed.
    pub opt_opd2_sign, set_opt_opd2_sign: 99, 99;
    /// Element width of result: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_res0_seg, set_opt_res0_seg: 101, 100;
    /// Element width of operand 0: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd0_seg, set_opt_opd0_seg: 103, 102;
    /// Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd1_seg, set_opt_opd1_seg: 105, 104;
    /// Element width of operand 2: 1 = 8 bit, 0 = 16 bit in two planes.
    pub opt_opd2_seg, set_opt_opd2_seg: 106, 106;
    /// 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
    pub ps32_md, set_ps32_md: 108, 107;
    /// Process two input channels per cycle; needs an even channel count and even addresses.
    pub double_conv, set_double_conv: 109, 109;
    /// The left matrix is stored transposed.
    pub opt_left_tran, set_opt_left_tran: 110, 110;
    /// Rounding selector of bf16 results; only 0 (nearest even) is emitted by known software.
    pub fp_round_typ, set_fp_round_typ: 111, 111;
    /// Relu of the result: 0 off, 1 clamp below at zero.
    pub opt_relu_typ, set_opt_relu_typ: 113, 112;
    /// Parameter of the other relu types; unused by known software.
    pub opt_relu_value, set_opt_relu_value: 121, 114;
    /// Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data.
    pub cmd_pre_exe_typ, set_cmd_pre_exe_typ: 122, 122;
    /// Add the old result (16 bit) to the new one.
    pub opt_res_add, set_opt_res_add: 123, 123;
    /// Values of `opd0_ins_val` inserted between neighbouring columns of the input.
    pub conv_opd0_x_ins0, set_conv_opd0_x_ins0: 131, 128;
    /// Values of `opd0_ins_val` inserted between neighbouring rows of the input.
    pub conv_opd0_y_ins0, set_conv_opd0_y_ins0: 135, 132;
    /// Values inserted behind the last of the columns.
    pub conv_opd0_x_ins0_last, set_conv_opd0_x_ins0_last: 139, 136;
    /// Values inserted behind the last of the rows.
    pub conv_opd0_y_ins0_last, set_conv_opd0_y_ins0_last: 143, 140;
    /// Zeroes inserted between kernel columns.
    pub conv_opd1_x_ins0, set_conv_opd1_x_ins0: 147, 144;
    /// Zeroes inserted between kernel rows.
    pub conv_opd1_y_ins0, set_conv_opd1_y_ins0: 151, 148;
    /// Value of padding and insertion (bf16 pattern or 8-bit integer).
    pub opd0_ins_val, set_opd0_ins_val: 175, 160;
    /// Rows or columns of `opd0_ins_val` above the input.
    pub conv_opd0_up_pad, set_conv_opd0_up_pad: 179, 176;
    /// Rows or columns of `opd0_ins_val` below the input.
    pub conv_opd0_dn_pad, set_conv_opd0_dn_pad: 183, 180;
    /// Rows or columns of `opd0_ins_val` left of the input.
    pub conv_opd0_lf_pad, set_conv_opd0_lf_pad: 187, 184;
    /// Rows or columns of `opd0_ins_val` right of the input.
    pub conv_opd0_rt_pad, set_conv_opd0_rt_pad: 191, 188;
    /// Result: number of batches.
    pub res0_n, set_res0_n: 203, 192;
    /// Result: number of channels.
    pub res0_c, set_res0_c: 215, 204;
    /// Result: number of rows.
    pub res0_h, set_res0_h: 227, 216;
    /// Result: number of columns.
    pub res0_w, set_res0_w: 239, 228;
    /// Stride of the window over columns.
    pub conv_op_x_str, set_conv_op_x_str: 244, 240;
    /// Stride of the window over rows.
    pub conv_op_y_str, set_conv_op_y_str: 249, 245;
    /// Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor.
    pub cmd_pre_exe, set_cmd_pre_exe: 251, 250;
    /// Result: local-memory address, lane * lane size + offset.
    pub res0_addr, set_res0_addr: 279, 256;
    /// Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set.
    pub opd0_addr, set_opd0_addr: 303, 280;
    /// Operand 1: local-memory address, lane * lane size + offset; the constant itself when `opt_opd1_const` is set.
    pub opd1_addr, set_opd1_addr: 319, 304;
    /// Operand 2: local-memory address, lane * lane size + offset; the constant itself when `opt_opd2_const` is set.
    pub opd2_addr, set_opd2_addr: 335, 320;
    /// Operand 0 is one constant, held in its address field.
    pub opt_opd0_const, set_opt_opd0_const: 336, 336;
    /// Operand 1 is one constant, held in its address field.
    pub opt_opd1_const, set_opt_opd1_const: 337, 337;
    /// Operand 2 is one constant, held in its address field.
    pub opt_opd2_const, set_opt_opd2_const: 338, 338;
    /// All operands share the strides of the result (not used by known software).
    pub short_nchwstr_same, set_short_nchwstr_same: 339, 339;
    /// Stride mode of result.
    pub short_res0_str, set_short_res0_str: 341, 340;
    /// Stride mode of operand 0.
    pub short_opd0_str, set_short_opd0_str: 343, 342;
    /// Stride mode of operand 1.
    pub short_opd1_str, set_short_opd1_str: 345, 344;
    /// Stride mode of operand 2.
    pub short_opd2_str, set_short_opd2_str: 347, 346;
    /// Operand 0: number of batches.
    pub opd0_n, set_opd0_n: 363, 352;
    /// Operand 0: number of channels.
    pub opd0_c, set_opd0_c: 375, 364;
    /// Operand 0: number of rows.
    pub opd0_h, set_opd0_h: 395, 384;
    /// Operand 0: number of columns.
    pub opd0_w, set_opd0_w: 407, 396;
    /// Operand 1: number of batches.
    pub opd1_n, set_opd1_n: 419, 408;
    /// Operand 1: number of channels.
    pub opd1_c, set_opd1_c: 431, 420;
    /// Operand 1: number of rows.
    pub opd1_h, set_opd1_h: 443, 432;
    /// Operand 1: number of columns.
    pub opd1_w, set_opd1_w: 455, 444;
    /// Operand 2: number of batches.
    pub opd2_n, set_opd2_n: 467, 456;
    /// Operand 2: number of channels.
    pub opd2_c, set_opd2_c: 479, 468;
    /// Operand 2: number of rows.
    pub opd2_h, set_opd2_h: 491, 480;
    /// Operand 2: number of columns.
    pub opd2_w, set_opd2_w: 503, 492;
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_info, set_layer_info: 527, 512;
    /// Result: bytes between batches.
    pub res0_n_str, set_res0_n_str: 543, 528;
    /// Result: bytes between channel groups of one lane.
    pub res0_c_str, set_res0_c_str: 559, 544;
    /// Result: bytes between rows.
    pub res0_h_str, set_res0_h_str: 575, 560;
    /// Result: bytes between columns.
    pub res0_w_str, set_res0_w_str: 591, 576;
    /// Result: bytes between the planes of a wide element (low byte first).
    pub res0_b_str, set_res0_b_str: 607, 592;
    /// Operand 0: bytes between batches.
    pub opd0_n_str, set_opd0_n_str: 623, 608;
    /// Operand 0: bytes between channel groups of one lane.
    pub opd0_c_str, set_opd0_c_str: 655, 640;
    /// Operand 0: bytes between rows.
    pub opd0_h_str, set_opd0_h_str: 671, 656;
    /// Operand 0: bytes between columns.
    pub opd0_w_str, set_opd0_w_str: 687, 672;
    /// Operand 0: bytes between the planes of a wide element (low byte first).
    pub opd0_b_str, set_opd0_b_str: 703, 688;
    /// Operand 1: bytes between batches.
    pub opd1_n_str, set_opd1_n_str: 719, 704;
    /// Operand 1: bytes between channel groups of one lane.
    pub opd1_c_str, set_opd1_c_str: 735, 720;
    /// Operand 1: bytes between rows.
    pub opd1_h_str, set_opd1_h_str: 751, 736;
    /// Operand 1: bytes between columns.
    pub opd1_w_str, set_opd1_w_str: 783, 768;
    /// Operand 1: bytes between the planes of a wide element (low byte first).
    pub opd1_b_str, set_opd1_b_str: 799, 784;
    /// Operand 2: bytes between batches.
    pub opd2_n_str, set_opd2_n_str: 815, 800;
    /// Operand 2: bytes between channel groups of one lane.
    pub opd2_c_str, set_opd2_c_str: 831, 816;
    /// Operand 2: bytes between rows.
    pub opd2_h_str, set_opd2_h_str: 847, 832;
    /// Operand 2: bytes between columns.
    pub opd2_w_str, set_opd2_w_str: 863, 848;
    /// Operand 2: bytes between the planes of a wide element (low byte first).
    pub opd2_b_str, set_opd2_b_str: 879, 864;
    /// Number of this 16-byte group in hardware order.
    pub group0, set_group0: 127, 124;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group1, set_group1: 255, 252;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group2, set_group2: 383, 380;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group3, set_group3: 511, 508;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group4, set_group4: 639, 636;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group5, set_group5: 767, 764;
    /// Number of this 16-byte group in hardware order; cv183x packets leave it 0 until the segment is laid out.
    pub group6, set_group6: 895, 892;
    /// Reserved, must be 0.
    pub reserved_b0, set_reserved_b0: 29, 29;
    /// Reserved, must be 0.
    pub reserved_b1, set_reserved_b1: 159, 152;
    /// Reserved, must be 0.
    pub reserved_b2, set_reserved_b2: 351, 348;
    /// Reserved, must be 0.
    pub reserved_b3, set_reserved_b3: 379, 376;
    /// Reserved, must be 0.
    pub reserved_b4, set_reserved_b4: 507, 504;
    /// Reserved, must be 0.
    pub reserved_b5, set_reserved_b5: 635, 624;
    /// Reserved, must be 0.
    pub reserved_b6, set_reserved_b6: 763, 752;
    /// Reserved, must be 0.
    pub reserved_b7, set_reserved_b7: 891, 880;
}

impl<T: AsRef<[u32]>> Cv182xTiu<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.cmd_en(),
            1 => self.cmd_end(),
            2 => self.cmd_id_en(),
            3 => self.cmd_keep(),
            4 => self.cmd_intr_en(),
            5 => self.tsk_typ(),
            6 => self.tsk_eu_typ(),
            7 => self.tsk_opd_num(),
            8 => self.opt_res_shift(),
            9 => self.opt_left_shift(),
            10 => self.opt_shift_typ(),
            11 => self.opt_rshift_typ(),
            12 => self.opd_typ(),
            13 => self.opt_chl_quan(),
            14 => self.cmd_id_tpu(),
            15 => self.cmd_id_gdma(),
            16 => self.quan_m(),
            17 => self.opt_res0_sign(),
            18 => self.opt_opd0_sign(),
            19 => self.opt_opd1_sign(),
            20 => self.opt_opd2_sign(),
            21 => self.opt_res0_seg(),
            22 => self.opt_opd0_seg(),
            23 => self.opt_opd1_seg(),
            24 => self.opt_opd2_seg(),
            25 => self.ps32_md(),
            26 => self.double_conv(),
            27 => self.opt_left_tran(),
            28 => self.fp_round_typ(),
            29 => self.opt_relu_typ(),
            30 => self.opt_relu_value(),
            31 => self.cmd_pre_exe_typ(),
            32 => self.opt_res_add(),
            33 => self.conv_opd0_x_ins0(),
            34 => self.conv_opd0_y_ins0(),
            35 => self.conv_opd0_x_ins0_last(),
            36 => self.conv_opd0_y_ins0_last(),
            37 => self.conv_opd1_x_ins0(),
            38 => self.conv_opd1_y_ins0(),
            39 => self.opd0_ins_val(),
            40 => self.conv_opd0_up_pad(),
            41 => self.conv_opd0_dn_pad(),
            42 => self.conv_opd0_lf_pad(),
            43 => self.conv_opd0_rt_pad(),
            44 => self.res0_n(),
            45 => self.res0_c(),
            46 => self.res0_h(),
            47 => self.res0_w(),
            48 => self.conv_op_x_str(),
            49 => self.conv_op_y_str(),
            50 => self.cmd_pre_exe(),
            51 => self.res0_addr(),
            52 => self.opd0_addr(),
            53 => self.opd1_addr(),
            54 => self.opd2_addr(),
            55 => self.opt_opd0_const(),
            56 => self.opt_opd1_const(),
            57 => self.opt_opd2_const(),
            58 => self.short_nchwstr_same(),
            59 => self.short_res0_str(),
            60 => self.short_opd0_str(),
            61 => self.short_opd1_str(),
            62 => self.short_opd2_str(),
            63 => self.opd0_n(),
            64 => self.opd0_c(),
            65 => self.opd0_h(),
            66 => self.opd0_w(),
            67 => self.opd1_n(),
            68 => self.opd1_c(),
            69 => self.opd1_h(),
            70 => self.opd1_w(),
            71 => self.opd2_n(),
            72 => self.opd2_c(),
            73 => self.opd2_h(),
            74 => self.opd2_w(),
            75 => self.layer_info(),
            76 => self.res0_n_str(),
            77 => self.res0_c_str(),
            78 => self.res0_h_str(),
            79 => self.res0_w_str(),
            80 => self.res0_b_str(),
            81 => self.opd0_n_str(),
            82 => self.opd0_c_str(),
            83 => self.opd0_h_str(),
            84 => self.opd0_w_str(),
            85 => self.opd0_b_str(),
            86 => self.opd1_n_str(),
            87 => self.opd1_c_str(),
            88 => self.opd1_h_str(),
            89 => self.opd1_w_str(),
            90 => self.opd1_b_str(),
            91 => self.opd2_n_str(),
            92 => self.opd2_c_str(),
            93 => self.opd2_h_str(),
            94 => self.opd2_w_str(),
            95 => self.opd2_b_str(),
            99 => self.group0(),
            100 => self.group1(),
            101 => self.group2(),
            102 => self.group3(),
            103 => self.group4(),
            104 => self.group5(),
            105 => self.group6(),
            111 => self.reserved_b0(),
            112 => self.reserved_b1(),
            113 => self.reserved_b2(),
            114 => self.reserved_b3(),
            115 => self.reserved_b4(),
            116 => self.reserved_b5(),
            117 => self.reserved_b6(),
            118 => self.reserved_b7(),
            _ => 0,
        }
    }
}

bitfield! {
    /// TDMA descriptor in layout cv183x, as 16 words.
    pub struct Cv183xTdma([u32]);
    impl Debug;
    u64;
    /// The descriptor is valid.
    pub vld, set_vld: 0, 0;
    /// Compressed transfer: a load decompresses, a store compresses.
    pub compress_en, set_compress_en: 1, 1;
    /// Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one.
    pub eod, set_eod: 2, 2;
    /// Raise an interrupt when the descriptor retires.
    pub intp_en, set_intp_en: 3, 3;
    /// Honour `wait_id_tpu` before starting. The vendor simulator waits even without it.
    pub bar_en, set_bar_en: 4, 4;
    /// Check bf16 values while moving them (not used by known software).
    pub check_bf16_value, set_check_bf16_value: 5, 5;
    /// Direction.
    pub trans_dir, set_trans_dir: 7, 6;
    /// 0 tensor or matrix, 1 general: one contiguous run of bytes.
    pub trans_fmt, set_trans_fmt: 10, 10;
    /// Kind of rearrangement when `spec_func` is 1.
    pub transpose_md, set_transpose_md: 12, 11;
    /// Let the next command start before the data of this one have arrived.
    pub outstanding_en, set_outstanding_en: 15, 15;
    /// Own command id, published when the descriptor retires.
    pub cmd_id, set_cmd_id: 31, 16;
    /// Special function.
    pub spec_func, set_spec_func: 34, 32;
    /// Element format of the destination.
    pub dst_fmt, set_dst_fmt: 36, 35;
    /// Element format of the source.
    pub src_fmt, set_src_fmt: 38, 37;
    /// Compressed elements are signed.
    pub cmprs_fmt, set_cmprs_fmt: 39, 39;
    /// 0 tensor, 1 matrix.
    pub sys_dtype, set_sys_dtype: 40, 40;
    /// 8-bit elements are signed where a conversion needs to know.
    pub int8_sign, set_int8_sign: 45, 45;
    /// Reserve the zero symbol of compressed bf16 data.
    pub compress_zero_guard, set_compress_zero_guard: 46, 46;
    /// Rounding of bf16 to 8-bit conversion.
    pub int8_rnd_mode, set_int8_rnd_mode: 47, 47;
    /// TIU command id that must have retired before this descriptor starts.
    pub wait_id_tpu, set_wait_id_tpu: 63, 48;
    /// Id of another DMA engine to wait for (not used by known software).
    pub wait_id_other_tdma, set_wait_id_other_tdma: 79, 64;
    /// Id of the system DMA to wait for (not used by known software).
    pub wait_id_sdma, set_wait_id_sdma: 95, 80;
    /// Constant of a fill.
    pub const_val, set_const_val: 111, 96;
    /// Base register added to a source address in DRAM.
    pub src_base_reg_sel, set_src_base_reg_sel: 114, 112;
    /// Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes.
    pub mv_lut_idx, set_mv_lut_idx: 115, 115;
    /// Base register added to a destination address in DRAM.
    pub dst_base_reg_sel, set_dst_base_reg_sel: 118, 116;
    /// Local move that keeps sign, exponent and no fraction of every bf16 element.
    pub mv_lut_base, set_mv_lut_base: 119, 119;
    /// Destination: bytes between rows.
    pub dst_h_stride, set_dst_h_stride: 143, 128;
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub dst_c_stride_low, set_dst_c_stride_low: 159, 144;
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub dst_c_stride_high, set_dst_c_stride_high: 479, 464;
    /// Destination: bytes between batches.
    pub dst_n_stride, set_dst_n_stride: 191, 160;
    /// Source: bytes between rows.
    pub src_h_stride, set_src_h_stride: 207, 192;
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub src_c_stride_low, set_src_c_stride_low: 223, 208;
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub src_c_stride_high, set_src_c_stride_high: 463, 448;
    /// Source: bytes between batches; in a general transfer of the source side, the number of bytes.
    pub src_n_stride, set_src_n_stride: 255, 224;
    /// Destination: channels; rows of a matrix are counted by `src_n`.
    pub dst_c, set_dst_c: 271, 256;
    /// Source: channels; rows of a matrix are counted by `src_n`.
    pub src_c, set_src_c: 287, 272;
    /// Destination: columns.
    pub dst_w, set_dst_w: 303, 288;
    /// Destination: rows.
    pub dst_h, set_dst_h: 319, 304;
    /// Source: columns.
    pub src_w, set_src_w: 335, 320;
    /// Source: rows.
    pub src_h, set_src_h: 351, 336;
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub dst_base_addr_low, set_dst_base_addr_low: 383, 352;
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub dst_base_addr_high, set_dst_base_addr_high: 439, 432;
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub src_base_addr_low, set_src_base_addr_low: 415, 384;
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub src_base_addr_high, set_src_base_addr_high: 447, 440;
    /// Batches (rows of a matrix), of source and destination.
    pub src_n, set_src_n: 431, 416;
    /// First bias of the compressor.
    pub compress_bias0, set_compress_bias0: 487, 480;
    /// Second bias of the compressor.
    pub compress_bias1, set_compress_bias1: 495, 488;
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_id, set_layer_id: 511, 496;
    /// Reserved, must be 0.
    pub reserved0, set_reserved0: 9, 8;
    /// Reserved, must be 0.
    pub reserved1, set_reserved1: 14, 13;
    /// Reserved, must be 0.
    pub reserved2, set_reserved2: 44, 41;
    /// Reserved, must be 0.
    pub reserved3, set_reserved3: 127, 120;
}

impl<T: AsRef<[u32]>> Cv183xTdma<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.vld(),
            1 => self.compress_en(),
            2 => self.eod(),
            3 => self.intp_en(),
            4 => self.bar_en(),
            5 => self.check_bf16_value(),
            6 => self.trans_dir(),
            7 => self.trans_fmt(),
            8 => self.transpose_md(),
            10 => self.outstanding_en(),
            11 => self.cmd_id(),
            12 => self.spec_func(),
            13 => self.dst_fmt(),
            14 => self.src_fmt(),
            15 => self.cmprs_fmt(),
            16 => self.sys_dtype(),
            17 => self.int8_sign(),
            18 => self.compress_zero_guard(),
            19 => self.int8_rnd_mode(),
            20 => self.wait_id_tpu(),
            21 => self.wait_id_other_tdma(),
            22 => self.wait_id_sdma(),
            23 => self.const_val(),
            24 => self.src_base_reg_sel(),
            25 => self.mv_lut_idx(),
            26 => self.dst_base_reg_sel(),
            27 => self.mv_lut_base(),
            28 => self.dst_h_stride(),
            29 => self.dst_c_stride_low() | self.dst_c_stride_high() << 16,
            30 => self.dst_n_stride(),
            31 => self.src_h_stride(),
            32 => self.src_c_stride_low() | self.src_c_stride_high() << 16,
            33 => self.src_n_stride(),
            34 => self.dst_c(),
            35 => self.src_c(),
            36 => self.dst_w(),
            37 => self.dst_h(),
            38 => self.src_w(),
            39 => self.src_h(),
            40 => self.dst_base_addr_low() | self.dst_base_addr_high() << 32,
            41 => self.src_base_addr_low() | self.src_base_addr_high() << 32,
            42 => self.src_n(),
            43 => self.compress_bias0(),
            44 => self.compress_bias1(),
            45 => self.layer_id(),
            46 => self.reserved0(),
            47 => self.reserved1(),
            48 => self.reserved2(),
            49 => self.reserved3(),
            _ => 0,
        }
    }
}

bitfield! {
    /// TDMA descriptor in layout cv182x, as 16 words.
    pub struct Cv182xTdma([u32]);
    impl Debug;
    u64;
    /// The descriptor is valid.
    pub vld, set_vld: 0, 0;
    /// Compressed transfer: a load decompresses, a store compresses.
    pub compress_en, set_compress_en: 1, 1;
    /// Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one.
    pub eod, set_eod: 2, 2;
    /// Raise an interrupt when the descriptor retires.
    pub intp_en, set_intp_en: 3, 3;
    /// Honour `wait_id_tpu` before starting. The vendor simulator waits even without it.
    pub bar_en, set_bar_en: 4, 4;
    /// Check bf16 values while moving them (not used by known software).
    pub check_bf16_value, set_check_bf16_value: 5, 5;
    /// Direction.
    pub trans_dir, set_trans_dir: 7, 6;
    /// 0 tensor or matrix, 1 general: one contiguous run of bytes.
    pub trans_fmt, set_trans_fmt: 10, 10;
    /// Kind of rearrangement when `spec_func` is 1.
    pub transpose_md, set_transpose_md: 12, 11;
    /// Let the parts of this command overlap inside the engine.
    pub intra_cmd_paral, set_intra_cmd_paral: 14, 14;
    /// Let the next command start before the data of this one have arrived.
    pub outstanding_en, set_outstanding_en: 15, 15;
    /// Own command id, published when the descriptor retires.
    pub cmd_id, set_cmd_id: 31, 16;
    /// Special function.
    pub spec_func, set_spec_func: 34, 32;
    /// Element format of the destination.
    pub dst_fmt, set_dst_fmt: 36, 35;
    /// Element format of the source.
    pub src_fmt, set_src_fmt: 38, 37;
    /// Compressed elements are signed.
    pub cmprs_fmt, set_cmprs_fmt: 39, 39;
    /// 0 tensor, 1 matrix.
    pub sys_dtype, set_sys_dtype: 40, 40;
    /// 8-bit elements are signed where a conversion needs to know.
    pub int8_sign, set_int8_sign: 45, 45;
    /// Reserve the zero symbol of compressed bf16 data.
    pub compress_zero_guard, set_compress_zero_guard: 46, 46;
    /// Rounding of bf16 to 8-bit conversion.
    pub int8_rnd_mode, set_int8_rnd_mode: 47, 47;
    /// TIU command id that must have retired before this descriptor starts.
    pub wait_id_tpu, set_wait_id_tpu: 63, 48;
    /// Id of another DMA engine to wait for (not used by known software).
    pub wait_id_other_tdma, set_wait_id_other_tdma: 79, 64;
    /// Id of the system DMA to wait for (not used by known software).
    pub wait_id_sdma, set_wait_id_sdma: 95, 80;
    /// Constant of a fill.
    pub const_val, set_const_val: 111, 96;
    /// Base register added to a source address in DRAM.
    pub src_base_reg_sel, set_src_base_reg_sel: 114, 112;
    /// Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes.
    pub mv_lut_idx, set_mv_lut_idx: 115, 115;
    /// Base register added to a destination address in DRAM.
    pub dst_base_reg_sel, set_dst_base_reg_sel: 118, 116;
    /// Local move that keeps sign, exponent and no fraction of every bf16 element.
    pub mv_lut_base, set_mv_lut_base: 119, 119;
    /// Destination: bytes between rows.
    pub dst_h_stride, set_dst_h_stride: 143, 128;
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub dst_c_stride_low, set_dst_c_stride_low: 159, 144;
    /// Destination: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub dst_c_stride_high, set_dst_c_stride_high: 479, 464;
    /// Destination: bytes between batches.
    pub dst_n_stride, set_dst_n_stride: 191, 160;
    /// Source: bytes between rows.
    pub src_h_stride, set_src_h_stride: 207, 192;
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub src_c_stride_low, set_src_c_stride_low: 223, 208;
    /// Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
    pub src_c_stride_high, set_src_c_stride_high: 463, 448;
    /// Source: bytes between batches; in a general transfer of the source side, the number of bytes.
    pub src_n_stride, set_src_n_stride: 255, 224;
    /// Destination: channels; rows of a matrix are counted by `src_n`.
    pub dst_c, set_dst_c: 271, 256;
    /// Source: channels; rows of a matrix are counted by `src_n`.
    pub src_c, set_src_c: 287, 272;
    /// Destination: columns.
    pub dst_w, set_dst_w: 303, 288;
    /// Destination: rows.
    pub dst_h, set_dst_h: 319, 304;
    /// Source: columns.
    pub src_w, set_src_w: 335, 320;
    /// Source: rows.
    pub src_h, set_src_h: 351, 336;
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub dst_base_addr_low, set_dst_base_addr_low: 383, 352;
    /// Destination: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub dst_base_addr_high, set_dst_base_addr_high: 439, 432;
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub src_base_addr_low, set_src_base_addr_low: 415, 384;
    /// Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
    pub src_base_addr_high, set_src_base_addr_high: 447, 440;
    /// Batches (rows of a matrix), of source and destination.
    pub src_n, set_src_n: 431, 416;
    /// First bias of the compressor.
    pub compress_bias0, set_compress_bias0: 487, 480;
    /// Second bias of the compressor.
    pub compress_bias1, set_compress_bias1: 495, 488;
    /// Layer number, for the reader of traces; the hardware ignores it.
    pub layer_id, set_layer_id: 511, 496;
    /// Reserved, must be 0.
    pub reserved0, set_reserved0: 9, 8;
    /// Reserved, must be 0.
    pub reserved1, set_reserved1: 13, 13;
    /// Reserved, must be 0.
    pub reserved2, set_reserved2: 44, 41;
    /// Reserved, must be 0.
    pub reserved3, set_reserved3: 127, 120;
}

impl<T: AsRef<[u32]>> Cv182xTdma<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.vld(),
            1 => self.compress_en(),
            2 => self.eod(),
            3 => self.intp_en(),
            4 => self.bar_en(),
            5 => self.check_bf16_value(),
            6 => self.trans_dir(),
            7 => self.trans_fmt(),
            8 => self.transpose_md(),
            9 => self.intra_cmd_paral(),
            10 => self.outstanding_en(),
            11 => self.cmd_id(),
            12 => self.spec_func(),
            13 => self.dst_fmt(),
            14 => self.src_fmt(),
            15 => self.cmprs_fmt(),
            16 => self.sys_dtype(),
            17 => self.int8_sign(),
            18 => self.compress_zero_guard(),
            19 => self.int8_rnd_mode(),
            20 => self.wait_id_tpu(),
            21 => self.wait_id_other_tdma(),
            22 => self.wait_id_sdma(),
            23 => self.const_val(),
            24 => self.src_base_reg_sel(),
            25 => self.mv_lut_idx(),
            26 => self.dst_base_reg_sel(),
            27 => self.mv_lut_base(),
            28 => self.dst_h_stride(),
            29 => self.dst_c_stride_low() | self.dst_c_stride_high() << 16,
            30 => self.dst_n_stride(),
            31 => self.src_h_stride(),
            32 => self.src_c_stride_low() | self.src_c_stride_high() << 16,
            33 => self.src_n_stride(),
            34 => self.dst_c(),
            35 => self.src_c(),
            36 => self.dst_w(),
            37 => self.dst_h(),
            38 => self.src_w(),
            39 => self.src_h(),
            40 => self.dst_base_addr_low() | self.dst_base_addr_high() << 32,
            41 => self.src_base_addr_low() | self.src_base_addr_high() << 32,
            42 => self.src_n(),
            43 => self.compress_bias0(),
            44 => self.compress_bias1(),
            45 => self.layer_id(),
            46 => self.reserved0(),
            47 => self.reserved1(),
            48 => self.reserved2(),
            49 => self.reserved3(),
            _ => 0,
        }
    }
}

bitfield! {
    /// Command packet header in layout bits, as 2 words.
    pub struct PacketHeader([u32]);
    impl Debug;
    u64;
    /// Chip family of the descriptor.
    pub magic, set_magic: 7, 0;
    /// Bytes of the descriptor that follows.
    pub length, set_length: 15, 8;
    /// Engine that runs the descriptor.
    pub engine, set_engine: 19, 16;
    /// Unused, 0 in every known file.
    pub deprecated, set_deprecated: 23, 20;
    /// Unused, 0 in every known file.
    pub flags, set_flags: 31, 24;
    /// Which registers to write; 0 in every known file, where the whole descriptor follows.
    pub mask, set_mask: 63, 32;
}

impl<T: AsRef<[u32]>> PacketHeader<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.magic(),
            1 => self.length(),
            2 => self.engine(),
            3 => self.deprecated(),
            4 => self.flags(),
            5 => self.mask(),
            _ => 0,
        }
    }
}

bitfield! {
    /// DMA buffer header in layout bits, as 32 words.
    pub struct DmabufHeader([u32]);
    impl Debug;
    u64;
    /// 0xB5B5; all that the driver checks.
    pub magic_m, set_magic_m: 15, 0;
    /// Chip: 0x1822 for the 182x layout family, 0x1835 for cv183x; the driver ignores it.
    pub magic_s, set_magic_s: 31, 16;
    /// Bytes of the whole buffer.
    pub size, set_size: 63, 32;
    /// Number of CPU descriptors, one per segment, right behind this header.
    pub cpu_descriptors, set_cpu_descriptors: 95, 64;
    /// Number of TIU descriptors in all segments.
    pub tiu_descriptors, set_tiu_descriptors: 127, 96;
    /// Number of TDMA descriptors in all segments.
    pub tdma_descriptors, set_tdma_descriptors: 159, 128;
    /// TPU clock in Hz, written by the driver after the run.
    pub clock_rate, set_clock_rate: 191, 160;
    /// Bytes of the PMU buffer; 0 turns the PMU off.
    pub pmu_size, set_pmu_size: 223, 192;
    /// Offset of the PMU buffer in this buffer; 0 turns the PMU off.
    pub pmu_offset, set_pmu_offset: 255, 224;
    /// Base register 0, low half.
    pub array_base0_low, set_array_base0_low: 287, 256;
    /// Base register 0, high half; the driver ignores it and writes 0.
    pub array_base0_high, set_array_base0_high: 319, 288;
    /// Base register 1, low half.
    pub array_base1_low, set_array_base1_low: 351, 320;
    /// Base register 1, high half; the driver ignores it and writes 0.
    pub array_base1_high, set_array_base1_high: 383, 352;
    /// Base register 2, low half.
    pub array_base2_low, set_array_base2_low: 415, 384;
    /// Base register 2, high half; the driver ignores it and writes 0.
    pub array_base2_high, set_array_base2_high: 447, 416;
    /// Base register 3, low half.
    pub array_base3_low, set_array_base3_low: 479, 448;
    /// Base register 3, high half; the driver ignores it and writes 0.
    pub array_base3_high, set_array_base3_high: 511, 480;
    /// Base register 4, low half.
    pub array_base4_low, set_array_base4_low: 543, 512;
    /// Base register 4, high half; the driver ignores it and writes 0.
    pub array_base4_high, set_array_base4_high: 575, 544;
    /// Base register 5, low half.
    pub array_base5_low, set_array_base5_low: 607, 576;
    /// Base register 5, high half; the driver ignores it and writes 0.
    pub array_base5_high, set_array_base5_high: 639, 608;
    /// Base register 6, low half.
    pub array_base6_low, set_array_base6_low: 671, 640;
    /// Base register 6, high half; the driver ignores it and writes 0.
    pub array_base6_high, set_array_base6_high: 703, 672;
    /// Base register 7, low half.
    pub array_base7_low, set_array_base7_low: 735, 704;
    /// Base register 7, high half; the driver ignores it and writes 0.
    pub array_base7_high, set_array_base7_high: 767, 736;
    /// Reserved, 0.
    pub reserved0, set_reserved0: 831, 768;
    /// Reserved, 0.
    pub reserved1, set_reserved1: 895, 832;
    /// Reserved, 0.
    pub reserved2, set_reserved2: 959, 896;
    /// Reserved, 0.
    pub reserved3, set_reserved3: 1023, 960;
}

impl<T: AsRef<[u32]>> DmabufHeader<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.magic_m(),
            1 => self.magic_s(),
            2 => self.size(),
            3 => self.cpu_descriptors(),
            4 => self.tiu_descriptors(),
            5 => self.tdma_descriptors(),
            6 => self.clock_rate(),
            7 => self.pmu_size(),
            8 => self.pmu_offset(),
            9 => self.array_base0_low(),
            10 => self.array_base0_high(),
            11 => self.array_base1_low(),
            12 => self.array_base1_high(),
            13 => self.array_base2_low(),
            14 => self.array_base2_high(),
            15 => self.array_base3_low(),
            16 => self.array_base3_high(),
            17 => self.array_base4_low(),
            18 => self.array_base4_high(),
            19 => self.array_base5_low(),
            20 => self.array_base5_high(),
            21 => self.array_base6_low(),
            22 => self.array_base6_high(),
            23 => self.array_base7_low(),
            24 => self.array_base7_high(),
            25 => self.reserved0(),
            26 => self.reserved1(),
            27 => self.reserved2(),
            28 => self.reserved3(),
            _ => 0,
        }
    }
}

bitfield! {
    /// CPU descriptor in layout bits, as 7 words.
    pub struct CpuDescriptor([u32]);
    impl Debug;
    u64;
    /// What to do; the driver runs all as `sync`.
    pub op, set_op: 31, 0;
    /// TIU descriptors of the segment.
    pub tiu_count, set_tiu_count: 47, 32;
    /// Masked off by the driver.
    pub tiu_unused, set_tiu_unused: 63, 48;
    /// TDMA descriptors of the segment.
    pub tdma_count, set_tdma_count: 79, 64;
    /// Masked off by the driver.
    pub tdma_unused, set_tdma_unused: 95, 80;
    /// First TIU descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 256 bytes.
    pub tiu_offset, set_tiu_offset: 127, 96;
    /// First TDMA descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 64 bytes.
    pub tdma_offset, set_tdma_offset: 159, 128;
    /// `tiu_offset` as it was before the buffer was placed; 0 until then.
    pub tiu_origin, set_tiu_origin: 191, 160;
    /// `tdma_offset` as it was before the buffer was placed; 0 until then.
    pub tdma_origin, set_tdma_origin: 223, 192;
}

impl<T: AsRef<[u32]>> CpuDescriptor<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.op(),
            1 => self.tiu_count(),
            2 => self.tiu_unused(),
            3 => self.tdma_count(),
            4 => self.tdma_unused(),
            5 => self.tiu_offset(),
            6 => self.tdma_offset(),
            7 => self.tiu_origin(),
            8 => self.tdma_origin(),
            _ => 0,
        }
    }
}

bitfield! {
    /// PMU record in layout bits, as 4 words.
    pub struct PmuRecord([u32]);
    impl Debug;
    u64;
    /// What ran.
    pub r#type, set_type: 3, 0;
    /// Command id of the descriptor.
    pub id, set_id: 19, 4;
    /// First counter: AXI bursts when the event is TDMA bandwidth.
    pub event0, set_event0: 41, 20;
    /// Second counter: 16-byte beats when the event is TDMA bandwidth.
    pub event1, set_event1: 63, 42;
    /// Cycle in which it ended.
    pub end, set_end: 95, 64;
    /// Cycle in which it started.
    pub start, set_start: 127, 96;
}

impl<T: AsRef<[u32]>> PmuRecord<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.r#type(),
            1 => self.id(),
            2 => self.event0(),
            3 => self.event1(),
            4 => self.end(),
            5 => self.start(),
            _ => 0,
        }
    }
}

bitfield! {
    /// Compressed stream header in layout bits, as 4 words.
    pub struct VlcHeader([u32]);
    impl Debug;
    u64;
    /// Bytes of the data part, padding included; a multiple of 16.
    pub data_bytes, set_data_bytes: 23, 0;
    /// Written 0, ignored.
    pub reserved0, set_reserved0: 27, 24;
    /// 8-bit elements are signed.
    pub signed, set_signed: 28, 28;
    /// Elements are bf16.
    pub bf16, set_bf16: 29, 29;
    /// Written 0, ignored.
    pub bit_depth, set_bit_depth: 31, 30;
    /// Signed 8-bit: bias of positive values; bf16: central exponent.
    pub bias0, set_bias0: 39, 32;
    /// Signed 8-bit: bias of negative values.
    pub bias1, set_bias1: 46, 40;
    /// bf16: exponent 0 has a symbol to itself.
    pub zero_guard, set_zero_guard: 47, 47;
    /// Written 0, ignored.
    pub reserved1, set_reserved1: 63, 48;
    /// Written 0, ignored.
    pub reserved2, set_reserved2: 127, 64;
}

impl<T: AsRef<[u32]>> VlcHeader<T> {
    /// The structure in `words`.
    pub fn new(words: T) -> Self {
        Self(words)
    }

    /// The field in row `row` of the table; 0 where the layout has none.
    #[must_use]
    pub fn row(&self, row: usize) -> u64 {
        match row {
            0 => self.data_bytes(),
            1 => self.reserved0(),
            2 => self.signed(),
            3 => self.bf16(),
            4 => self.bit_depth(),
            5 => self.bias0(),
            6 => self.bias1(),
            7 => self.zero_guard(),
            8 => self.reserved1(),
            9 => self.reserved2(),
            _ => 0,
        }
    }
}

