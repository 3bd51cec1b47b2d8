// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Typed operations of both engines.

/// Operations of the TIU.
pub mod tiu {
    use crate::address::*;
    use crate::field::{FieldError, Fields};
    use crate::generated::chips::Layout;
    use crate::generated::tiu::{TiuFields, TiuField, RECORD};
    use crate::op::{AttributeInfo, CommandId, EncodeError, GroupInfo, OpInfo, OperandInfo};
    use serde::Serialize;

    /// Values of `ps32_md`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum Ps32Mode {
        /// off
        Off = 0,
        /// read
        Read = 1,
        /// write
        Write = 2,
        /// read_write
        ReadWrite = 3,
    }

    impl Ps32Mode {
        /// The value of the low bits.
        #[must_use]
        #[inline]
        pub fn from_bits(bits: u8) -> Self {
            match bits & 0x3 {
                0 => Ps32Mode::Off,
                1 => Ps32Mode::Read,
                2 => Ps32Mode::Write,
                _ => Ps32Mode::ReadWrite,
            }
        }

        /// The stored number.
        #[must_use]
        #[inline]
        pub fn bits(self) -> u8 {
            self as u8
        }
    }

    /// Values of `short_res0_str`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum StrideMode {
        /// aligned
        Aligned = 0,
        /// packed
        Packed = 1,
        /// lane
        Lane = 2,
        /// manual
        Manual = 3,
    }

    impl StrideMode {
        /// The value of the low bits.
        #[must_use]
        #[inline]
        pub fn from_bits(bits: u8) -> Self {
            match bits & 0x3 {
                0 => StrideMode::Aligned,
                1 => StrideMode::Packed,
                2 => StrideMode::Lane,
                _ => StrideMode::Manual,
            }
        }

        /// The stored number.
        #[must_use]
        #[inline]
        pub fn bits(self) -> u8 {
            self as u8
        }
    }

    /// An operand of the TIU.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Tensor {
        /// As `opd0_addr`: Operand 0: local-memory address, lane * lane size + offset; the constant itself when `opt_opd0_const` is set.
        pub addr: LocalAddress,
        /// As `opd1_n`: Operand 1: number of batches.
        pub n: u16,
        /// As `opd1_c`: Operand 1: number of channels.
        pub c: u16,
        /// As `opd1_h`: Operand 1: number of rows.
        pub h: u16,
        /// As `opd1_w`: Operand 1: number of columns.
        pub w: u16,
        /// As `opd1_n_str`: Operand 1: bytes between batches.
        pub n_stride: u16,
        /// As `opd1_c_str`: Operand 1: bytes between channel groups of one lane.
        pub c_stride: u16,
        /// As `opd1_h_str`: Operand 1: bytes between rows.
        pub h_stride: u16,
        /// As `opd1_w_str`: Operand 1: bytes between columns.
        pub w_stride: u16,
        /// As `opd1_b_str`: Operand 1: bytes between the planes of a wide element (low byte first).
        pub plane_stride: u16,
        /// As `short_opd1_str`: Stride mode of operand 1.
        pub mode: StrideMode,
        /// As `opt_opd1_sign`: Operand 1 is signed.
        pub signed: bool,
        /// As `opt_opd1_seg`: Element width of operand 1: 1 = 8 bit, 0 = 16 bit in two planes.
        pub width: u8,
        /// As `opt_opd1_const`: Operand 1 is one constant, held in its address field.
        pub constant: bool,
    }

    /// What every descriptor of the TIU carries besides its operation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct TiuHeader {
        /// The descriptor is valid; the engine skips nothing, it expects 1.
        pub valid: bool,
        /// Last descriptor of the run: the engine stops behind it. Set by the driver side when the segment is laid out.
        pub end: bool,
        /// Honour the synchronisation ids; when 0 neither `cmd_id_tpu` is published nor `cmd_id_gdma` awaited.
        pub sync: bool,
        /// Keep the command in the queue (not used by known software).
        pub keep: bool,
        /// Raise an interrupt when the descriptor retires.
        pub interrupt: bool,
        /// Own command id, published when the descriptor retires.
        pub id: CommandId,
        /// TDMA command id that must have retired before this descriptor starts.
        pub wait: CommandId,
        /// Layer number, for the reader of traces; the hardware ignores it.
        pub layer: u32,
    }

    impl Default for TiuHeader {
        fn default() -> Self {
            Self {
                valid: true,
                end: false,
                sync: true,
                keep: false,
                interrupt: false,
                id: CommandId(0),
                wait: CommandId(0),
                layer: 0,
            }
        }
    }

    impl TiuHeader {
        /// Reads the header.
        #[must_use]
        #[inline]
        pub fn from_fields(f: &TiuFields) -> Self {
            Self {
                valid: f.cmd_en,
                end: f.cmd_end,
                sync: f.cmd_id_en,
                keep: f.cmd_keep,
                interrupt: f.cmd_intr_en,
                id: CommandId(f.cmd_id_tpu.into()),
                wait: CommandId(f.cmd_id_gdma.into()),
                layer: f.layer_info,
            }
        }

        /// Writes the header.
        ///
        /// # Errors
        /// A value that does not fit its field.
        pub fn write(&self, f: &mut TiuFields, layout: Layout) -> Result<(), EncodeError> {
            let _ = layout;
            f.cmd_en = self.valid;
            f.cmd_end = self.end;
            f.cmd_id_en = self.sync;
            f.cmd_keep = self.keep;
            f.cmd_intr_en = self.interrupt;
            f.try_set(TiuField::CmdIdTpu as usize, self.id.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::CmdIdTpu as usize, self.id.0.into()))?;
            f.try_set(TiuField::CmdIdGdma as usize, self.wait.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::CmdIdGdma as usize, self.wait.0.into()))?;
            f.layer_info = self.layer;
            Ok(())
        }
    }

    /// Convolution.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Conv {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Operand `opd1`.
        pub weight: Tensor,
        /// Operand `opd2`.
        pub bias: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `tsk_opd_num`: Number of operands in use (3 = with bias).
        pub operands: u8,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_chl_quan`: Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
        pub quant: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
        /// Field `ps32_md`: 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
        pub ps32: Ps32Mode,
        /// Field `double_conv`: Process two input channels per cycle; needs an even channel count and even addresses.
        pub double: bool,
        /// Field `conv_opd0_up_pad`: Rows or columns of `opd0_ins_val` above the input.
        pub pad_top: u8,
        /// Field `conv_opd0_dn_pad`: Rows or columns of `opd0_ins_val` below the input.
        pub pad_bottom: u8,
        /// Field `conv_opd0_lf_pad`: Rows or columns of `opd0_ins_val` left of the input.
        pub pad_left: u8,
        /// Field `conv_opd0_rt_pad`: Rows or columns of `opd0_ins_val` right of the input.
        pub pad_right: u8,
        /// Field `conv_opd0_x_ins0`: Values of `opd0_ins_val` inserted between neighbouring columns of the input.
        pub insert_x: u8,
        /// Field `conv_opd0_y_ins0`: Values of `opd0_ins_val` inserted between neighbouring rows of the input.
        pub insert_y: u8,
        /// Field `conv_opd0_x_ins0_last`: Values inserted behind the last of the columns.
        pub insert_x_last: u8,
        /// Field `conv_opd0_y_ins0_last`: Values inserted behind the last of the rows.
        pub insert_y_last: u8,
        /// Field `conv_opd1_x_ins0`: Zeroes inserted between kernel columns.
        pub gap_x: u8,
        /// Field `conv_opd1_y_ins0`: Zeroes inserted between kernel rows.
        pub gap_y: u8,
        /// Field `conv_op_x_str`: Stride of the window over columns.
        pub stride_x: u8,
        /// Field `conv_op_y_str`: Stride of the window over rows.
        pub stride_y: u8,
        /// Field `opd0_ins_val`: Value of padding and insertion (bf16 pattern or 8-bit integer).
        pub fill: u16,
        /// Field `opd0_ins_fp`: Value of padding and insertion for bf16 operands.
        pub fill_bf16: u16,
        /// Field `cmd_pre_exe`: Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor.
        pub early: u8,
        /// Field `cmd_pre_exe_typ`: Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data.
        pub early_type: bool,
    }

    impl Conv {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                weight: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bias: Tensor {
                    addr: LocalAddress(f.opd2_addr.into()),
                    n: f.opd2_n,
                    c: f.opd2_c,
                    h: f.opd2_h,
                    w: f.opd2_w,
                    n_stride: f.opd2_n_str,
                    c_stride: f.opd2_c_str,
                    h_stride: f.opd2_h_str,
                    w_stride: f.opd2_w_str,
                    plane_stride: f.opd2_b_str,
                    mode: StrideMode::from_bits(f.short_opd2_str),
                    signed: f.opt_opd2_sign,
                    width: f.opt_opd2_seg,
                    constant: f.opt_opd2_const,
                },
                bf16: f.opd_typ,
                operands: f.tsk_opd_num,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                quant: f.opt_chl_quan,
                relu: f.opt_relu_typ,
                ps32: Ps32Mode::from_bits(f.ps32_md),
                double: f.double_conv,
                pad_top: f.conv_opd0_up_pad,
                pad_bottom: f.conv_opd0_dn_pad,
                pad_left: f.conv_opd0_lf_pad,
                pad_right: f.conv_opd0_rt_pad,
                insert_x: f.conv_opd0_x_ins0,
                insert_y: f.conv_opd0_y_ins0,
                insert_x_last: f.conv_opd0_x_ins0_last,
                insert_y_last: f.conv_opd0_y_ins0_last,
                gap_x: f.conv_opd1_x_ins0,
                gap_y: f.conv_opd1_y_ins0,
                stride_x: f.conv_op_x_str,
                stride_y: f.conv_op_y_str,
                fill: f.opd0_ins_val,
                fill_bf16: f.opd0_ins_fp,
                early: f.cmd_pre_exe,
                early_type: f.cmd_pre_exe_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_typ = 0;
                }
                Layout::Cv182x => {
                    f.tsk_typ = 0;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.weight.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.weight.addr.0.into()))?;
            f.opd1_n = self.weight.n;
            f.opd1_c = self.weight.c;
            f.opd1_h = self.weight.h;
            f.opd1_w = self.weight.w;
            f.opd1_n_str = self.weight.n_stride;
            f.opd1_c_str = self.weight.c_stride;
            f.opd1_h_str = self.weight.h_stride;
            f.opd1_w_str = self.weight.w_stride;
            f.opd1_b_str = self.weight.plane_stride;
            f.short_opd1_str = self.weight.mode.bits();
            f.opt_opd1_sign = self.weight.signed;
            f.opt_opd1_seg = self.weight.width;
            f.opt_opd1_const = self.weight.constant;
            f.try_set(TiuField::Opd2Addr as usize, self.bias.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd2Addr as usize, self.bias.addr.0.into()))?;
            f.opd2_n = self.bias.n;
            f.opd2_c = self.bias.c;
            f.opd2_h = self.bias.h;
            f.opd2_w = self.bias.w;
            f.opd2_n_str = self.bias.n_stride;
            f.opd2_c_str = self.bias.c_stride;
            f.opd2_h_str = self.bias.h_stride;
            f.opd2_w_str = self.bias.w_stride;
            f.opd2_b_str = self.bias.plane_stride;
            f.short_opd2_str = self.bias.mode.bits();
            f.opt_opd2_sign = self.bias.signed;
            f.opt_opd2_seg = self.bias.width;
            f.opt_opd2_const = self.bias.constant;
            f.opd_typ = self.bf16;
            f.tsk_opd_num = self.operands;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_chl_quan = self.quant;
            f.opt_relu_typ = self.relu;
            f.ps32_md = self.ps32.bits();
            f.double_conv = self.double;
            f.conv_opd0_up_pad = self.pad_top;
            f.conv_opd0_dn_pad = self.pad_bottom;
            f.conv_opd0_lf_pad = self.pad_left;
            f.conv_opd0_rt_pad = self.pad_right;
            f.conv_opd0_x_ins0 = self.insert_x;
            f.conv_opd0_y_ins0 = self.insert_y;
            f.conv_opd0_x_ins0_last = self.insert_x_last;
            f.conv_opd0_y_ins0_last = self.insert_y_last;
            f.conv_opd1_x_ins0 = self.gap_x;
            f.conv_opd1_y_ins0 = self.gap_y;
            f.conv_op_x_str = self.stride_x;
            f.conv_op_y_str = self.stride_y;
            f.opd0_ins_val = self.fill;
            f.opd0_ins_fp = self.fill_bf16;
            f.cmd_pre_exe = self.early;
            f.cmd_pre_exe_typ = self.early_type;
            Ok(f)
        }
    }

    impl Default for Conv {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Depthwise convolution.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct DepthwiseConv {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Operand `opd1`.
        pub weight: Tensor,
        /// Operand `opd2`.
        pub bias: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `tsk_opd_num`: Number of operands in use (3 = with bias).
        pub operands: u8,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_chl_quan`: Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
        pub quant: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
        /// Field `ps32_md`: 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
        pub ps32: Ps32Mode,
        /// Field `conv_opd0_up_pad`: Rows or columns of `opd0_ins_val` above the input.
        pub pad_top: u8,
        /// Field `conv_opd0_dn_pad`: Rows or columns of `opd0_ins_val` below the input.
        pub pad_bottom: u8,
        /// Field `conv_opd0_lf_pad`: Rows or columns of `opd0_ins_val` left of the input.
        pub pad_left: u8,
        /// Field `conv_opd0_rt_pad`: Rows or columns of `opd0_ins_val` right of the input.
        pub pad_right: u8,
        /// Field `conv_opd0_x_ins0`: Values of `opd0_ins_val` inserted between neighbouring columns of the input.
        pub insert_x: u8,
        /// Field `conv_opd0_y_ins0`: Values of `opd0_ins_val` inserted between neighbouring rows of the input.
        pub insert_y: u8,
        /// Field `conv_opd0_x_ins0_last`: Values inserted behind the last of the columns.
        pub insert_x_last: u8,
        /// Field `conv_opd0_y_ins0_last`: Values inserted behind the last of the rows.
        pub insert_y_last: u8,
        /// Field `conv_opd1_x_ins0`: Zeroes inserted between kernel columns.
        pub gap_x: u8,
        /// Field `conv_opd1_y_ins0`: Zeroes inserted between kernel rows.
        pub gap_y: u8,
        /// Field `conv_op_x_str`: Stride of the window over columns.
        pub stride_x: u8,
        /// Field `conv_op_y_str`: Stride of the window over rows.
        pub stride_y: u8,
        /// Field `opd0_ins_val`: Value of padding and insertion (bf16 pattern or 8-bit integer).
        pub fill: u16,
        /// Field `opd0_ins_fp`: Value of padding and insertion for bf16 operands.
        pub fill_bf16: u16,
        /// Field `cmd_pre_exe`: Early start: bit 0 lets the load of operands, bit 1 the store of results overlap the neighbouring descriptor.
        pub early: u8,
        /// Field `cmd_pre_exe_typ`: Condition of the early start selected by `cmd_pre_exe`: 0 wait for the commands, 1 wait for the data.
        pub early_type: bool,
    }

    impl DepthwiseConv {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                weight: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bias: Tensor {
                    addr: LocalAddress(f.opd2_addr.into()),
                    n: f.opd2_n,
                    c: f.opd2_c,
                    h: f.opd2_h,
                    w: f.opd2_w,
                    n_stride: f.opd2_n_str,
                    c_stride: f.opd2_c_str,
                    h_stride: f.opd2_h_str,
                    w_stride: f.opd2_w_str,
                    plane_stride: f.opd2_b_str,
                    mode: StrideMode::from_bits(f.short_opd2_str),
                    signed: f.opt_opd2_sign,
                    width: f.opt_opd2_seg,
                    constant: f.opt_opd2_const,
                },
                bf16: f.opd_typ,
                operands: f.tsk_opd_num,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                quant: f.opt_chl_quan,
                relu: f.opt_relu_typ,
                ps32: Ps32Mode::from_bits(f.ps32_md),
                pad_top: f.conv_opd0_up_pad,
                pad_bottom: f.conv_opd0_dn_pad,
                pad_left: f.conv_opd0_lf_pad,
                pad_right: f.conv_opd0_rt_pad,
                insert_x: f.conv_opd0_x_ins0,
                insert_y: f.conv_opd0_y_ins0,
                insert_x_last: f.conv_opd0_x_ins0_last,
                insert_y_last: f.conv_opd0_y_ins0_last,
                gap_x: f.conv_opd1_x_ins0,
                gap_y: f.conv_opd1_y_ins0,
                stride_x: f.conv_op_x_str,
                stride_y: f.conv_op_y_str,
                fill: f.opd0_ins_val,
                fill_bf16: f.opd0_ins_fp,
                early: f.cmd_pre_exe,
                early_type: f.cmd_pre_exe_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 2;
                    f.tsk_typ = 1;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 2;
                    f.tsk_typ = 1;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.weight.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.weight.addr.0.into()))?;
            f.opd1_n = self.weight.n;
            f.opd1_c = self.weight.c;
            f.opd1_h = self.weight.h;
            f.opd1_w = self.weight.w;
            f.opd1_n_str = self.weight.n_stride;
            f.opd1_c_str = self.weight.c_stride;
            f.opd1_h_str = self.weight.h_stride;
            f.opd1_w_str = self.weight.w_stride;
            f.opd1_b_str = self.weight.plane_stride;
            f.short_opd1_str = self.weight.mode.bits();
            f.opt_opd1_sign = self.weight.signed;
            f.opt_opd1_seg = self.weight.width;
            f.opt_opd1_const = self.weight.constant;
            f.try_set(TiuField::Opd2Addr as usize, self.bias.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd2Addr as usize, self.bias.addr.0.into()))?;
            f.opd2_n = self.bias.n;
            f.opd2_c = self.bias.c;
            f.opd2_h = self.bias.h;
            f.opd2_w = self.bias.w;
            f.opd2_n_str = self.bias.n_stride;
            f.opd2_c_str = self.bias.c_stride;
            f.opd2_h_str = self.bias.h_stride;
            f.opd2_w_str = self.bias.w_stride;
            f.opd2_b_str = self.bias.plane_stride;
            f.short_opd2_str = self.bias.mode.bits();
            f.opt_opd2_sign = self.bias.signed;
            f.opt_opd2_seg = self.bias.width;
            f.opt_opd2_const = self.bias.constant;
            f.opd_typ = self.bf16;
            f.tsk_opd_num = self.operands;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_chl_quan = self.quant;
            f.opt_relu_typ = self.relu;
            f.ps32_md = self.ps32.bits();
            f.conv_opd0_up_pad = self.pad_top;
            f.conv_opd0_dn_pad = self.pad_bottom;
            f.conv_opd0_lf_pad = self.pad_left;
            f.conv_opd0_rt_pad = self.pad_right;
            f.conv_opd0_x_ins0 = self.insert_x;
            f.conv_opd0_y_ins0 = self.insert_y;
            f.conv_opd0_x_ins0_last = self.insert_x_last;
            f.conv_opd0_y_ins0_last = self.insert_y_last;
            f.conv_opd1_x_ins0 = self.gap_x;
            f.conv_opd1_y_ins0 = self.gap_y;
            f.conv_op_x_str = self.stride_x;
            f.conv_op_y_str = self.stride_y;
            f.opd0_ins_val = self.fill;
            f.opd0_ins_fp = self.fill_bf16;
            f.cmd_pre_exe = self.early;
            f.cmd_pre_exe_typ = self.early_type;
            Ok(f)
        }
    }

    impl Default for DepthwiseConv {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Max pooling.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct MaxPool {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opd1_h`: Operand 1: number of rows.
        pub kernel_h: u16,
        /// Field `opd1_w`: Operand 1: number of columns.
        pub kernel_w: u16,
        /// Field `conv_opd0_up_pad`: Rows or columns of `opd0_ins_val` above the input.
        pub pad_top: u8,
        /// Field `conv_opd0_dn_pad`: Rows or columns of `opd0_ins_val` below the input.
        pub pad_bottom: u8,
        /// Field `conv_opd0_lf_pad`: Rows or columns of `opd0_ins_val` left of the input.
        pub pad_left: u8,
        /// Field `conv_opd0_rt_pad`: Rows or columns of `opd0_ins_val` right of the input.
        pub pad_right: u8,
        /// Field `conv_opd0_x_ins0`: Values of `opd0_ins_val` inserted between neighbouring columns of the input.
        pub insert_x: u8,
        /// Field `conv_opd0_y_ins0`: Values of `opd0_ins_val` inserted between neighbouring rows of the input.
        pub insert_y: u8,
        /// Field `conv_opd0_x_ins0_last`: Values inserted behind the last of the columns.
        pub insert_x_last: u8,
        /// Field `conv_opd0_y_ins0_last`: Values inserted behind the last of the rows.
        pub insert_y_last: u8,
        /// Field `conv_op_x_str`: Stride of the window over columns.
        pub stride_x: u8,
        /// Field `conv_op_y_str`: Stride of the window over rows.
        pub stride_y: u8,
        /// Field `opd0_ins_val`: Value of padding and insertion (bf16 pattern or 8-bit integer).
        pub fill: u16,
        /// Field `opd0_ins_fp`: Value of padding and insertion for bf16 operands.
        pub fill_bf16: u16,
    }

    impl MaxPool {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
                kernel_h: f.opd1_h,
                kernel_w: f.opd1_w,
                pad_top: f.conv_opd0_up_pad,
                pad_bottom: f.conv_opd0_dn_pad,
                pad_left: f.conv_opd0_lf_pad,
                pad_right: f.conv_opd0_rt_pad,
                insert_x: f.conv_opd0_x_ins0,
                insert_y: f.conv_opd0_y_ins0,
                insert_x_last: f.conv_opd0_x_ins0_last,
                insert_y_last: f.conv_opd0_y_ins0_last,
                stride_x: f.conv_op_x_str,
                stride_y: f.conv_op_y_str,
                fill: f.opd0_ins_val,
                fill_bf16: f.opd0_ins_fp,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 0;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.tsk_opd_num = 1;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 0;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.tsk_opd_num = 1;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opd1_h = self.kernel_h;
            f.opd1_w = self.kernel_w;
            f.conv_opd0_up_pad = self.pad_top;
            f.conv_opd0_dn_pad = self.pad_bottom;
            f.conv_opd0_lf_pad = self.pad_left;
            f.conv_opd0_rt_pad = self.pad_right;
            f.conv_opd0_x_ins0 = self.insert_x;
            f.conv_opd0_y_ins0 = self.insert_y;
            f.conv_opd0_x_ins0_last = self.insert_x_last;
            f.conv_opd0_y_ins0_last = self.insert_y_last;
            f.conv_op_x_str = self.stride_x;
            f.conv_op_y_str = self.stride_y;
            f.opd0_ins_val = self.fill;
            f.opd0_ins_fp = self.fill_bf16;
            Ok(f)
        }
    }

    impl Default for MaxPool {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Average pooling.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct AvgPool {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Operand `opd1`.
        pub factor: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `conv_opd0_up_pad`: Rows or columns of `opd0_ins_val` above the input.
        pub pad_top: u8,
        /// Field `conv_opd0_dn_pad`: Rows or columns of `opd0_ins_val` below the input.
        pub pad_bottom: u8,
        /// Field `conv_opd0_lf_pad`: Rows or columns of `opd0_ins_val` left of the input.
        pub pad_left: u8,
        /// Field `conv_opd0_rt_pad`: Rows or columns of `opd0_ins_val` right of the input.
        pub pad_right: u8,
        /// Field `conv_opd0_x_ins0`: Values of `opd0_ins_val` inserted between neighbouring columns of the input.
        pub insert_x: u8,
        /// Field `conv_opd0_y_ins0`: Values of `opd0_ins_val` inserted between neighbouring rows of the input.
        pub insert_y: u8,
        /// Field `conv_opd0_x_ins0_last`: Values inserted behind the last of the columns.
        pub insert_x_last: u8,
        /// Field `conv_opd0_y_ins0_last`: Values inserted behind the last of the rows.
        pub insert_y_last: u8,
        /// Field `conv_op_x_str`: Stride of the window over columns.
        pub stride_x: u8,
        /// Field `conv_op_y_str`: Stride of the window over rows.
        pub stride_y: u8,
        /// Field `opd0_ins_val`: Value of padding and insertion (bf16 pattern or 8-bit integer).
        pub fill: u16,
        /// Field `opd0_ins_fp`: Value of padding and insertion for bf16 operands.
        pub fill_bf16: u16,
    }

    impl AvgPool {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                factor: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                pad_top: f.conv_opd0_up_pad,
                pad_bottom: f.conv_opd0_dn_pad,
                pad_left: f.conv_opd0_lf_pad,
                pad_right: f.conv_opd0_rt_pad,
                insert_x: f.conv_opd0_x_ins0,
                insert_y: f.conv_opd0_y_ins0,
                insert_x_last: f.conv_opd0_x_ins0_last,
                insert_y_last: f.conv_opd0_y_ins0_last,
                stride_x: f.conv_op_x_str,
                stride_y: f.conv_op_y_str,
                fill: f.opd0_ins_val,
                fill_bf16: f.opd0_ins_fp,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 1;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 1;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.factor.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.factor.addr.0.into()))?;
            f.opd1_n = self.factor.n;
            f.opd1_c = self.factor.c;
            f.opd1_h = self.factor.h;
            f.opd1_w = self.factor.w;
            f.opd1_n_str = self.factor.n_stride;
            f.opd1_c_str = self.factor.c_stride;
            f.opd1_h_str = self.factor.h_stride;
            f.opd1_w_str = self.factor.w_stride;
            f.opd1_b_str = self.factor.plane_stride;
            f.short_opd1_str = self.factor.mode.bits();
            f.opt_opd1_sign = self.factor.signed;
            f.opt_opd1_seg = self.factor.width;
            f.opt_opd1_const = self.factor.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.conv_opd0_up_pad = self.pad_top;
            f.conv_opd0_dn_pad = self.pad_bottom;
            f.conv_opd0_lf_pad = self.pad_left;
            f.conv_opd0_rt_pad = self.pad_right;
            f.conv_opd0_x_ins0 = self.insert_x;
            f.conv_opd0_y_ins0 = self.insert_y;
            f.conv_opd0_x_ins0_last = self.insert_x_last;
            f.conv_opd0_y_ins0_last = self.insert_y_last;
            f.conv_op_x_str = self.stride_x;
            f.conv_op_y_str = self.stride_y;
            f.opd0_ins_val = self.fill;
            f.opd0_ins_fp = self.fill_bf16;
            Ok(f)
        }
    }

    impl Default for AvgPool {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Min pooling.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct MinPool {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opd1_h`: Operand 1: number of rows.
        pub kernel_h: u16,
        /// Field `opd1_w`: Operand 1: number of columns.
        pub kernel_w: u16,
        /// Field `conv_opd0_up_pad`: Rows or columns of `opd0_ins_val` above the input.
        pub pad_top: u8,
        /// Field `conv_opd0_dn_pad`: Rows or columns of `opd0_ins_val` below the input.
        pub pad_bottom: u8,
        /// Field `conv_opd0_lf_pad`: Rows or columns of `opd0_ins_val` left of the input.
        pub pad_left: u8,
        /// Field `conv_opd0_rt_pad`: Rows or columns of `opd0_ins_val` right of the input.
        pub pad_right: u8,
        /// Field `conv_opd0_x_ins0`: Values of `opd0_ins_val` inserted between neighbouring columns of the input.
        pub insert_x: u8,
        /// Field `conv_opd0_y_ins0`: Values of `opd0_ins_val` inserted between neighbouring rows of the input.
        pub insert_y: u8,
        /// Field `conv_opd0_x_ins0_last`: Values inserted behind the last of the columns.
        pub insert_x_last: u8,
        /// Field `conv_opd0_y_ins0_last`: Values inserted behind the last of the rows.
        pub insert_y_last: u8,
        /// Field `conv_op_x_str`: Stride of the window over columns.
        pub stride_x: u8,
        /// Field `conv_op_y_str`: Stride of the window over rows.
        pub stride_y: u8,
        /// Field `opd0_ins_val`: Value of padding and insertion (bf16 pattern or 8-bit integer).
        pub fill: u16,
        /// Field `opd0_ins_fp`: Value of padding and insertion for bf16 operands.
        pub fill_bf16: u16,
    }

    impl MinPool {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
                kernel_h: f.opd1_h,
                kernel_w: f.opd1_w,
                pad_top: f.conv_opd0_up_pad,
                pad_bottom: f.conv_opd0_dn_pad,
                pad_left: f.conv_opd0_lf_pad,
                pad_right: f.conv_opd0_rt_pad,
                insert_x: f.conv_opd0_x_ins0,
                insert_y: f.conv_opd0_y_ins0,
                insert_x_last: f.conv_opd0_x_ins0_last,
                insert_y_last: f.conv_opd0_y_ins0_last,
                stride_x: f.conv_op_x_str,
                stride_y: f.conv_op_y_str,
                fill: f.opd0_ins_val,
                fill_bf16: f.opd0_ins_fp,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 3;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.tsk_opd_num = 1;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 3;
                    f.tsk_typ = 1;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.tsk_opd_num = 1;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opd1_h = self.kernel_h;
            f.opd1_w = self.kernel_w;
            f.conv_opd0_up_pad = self.pad_top;
            f.conv_opd0_dn_pad = self.pad_bottom;
            f.conv_opd0_lf_pad = self.pad_left;
            f.conv_opd0_rt_pad = self.pad_right;
            f.conv_opd0_x_ins0 = self.insert_x;
            f.conv_opd0_y_ins0 = self.insert_y;
            f.conv_opd0_x_ins0_last = self.insert_x_last;
            f.conv_opd0_y_ins0_last = self.insert_y_last;
            f.conv_op_x_str = self.stride_x;
            f.conv_op_y_str = self.stride_y;
            f.opd0_ins_val = self.fill;
            f.opd0_ins_fp = self.fill_bf16;
            Ok(f)
        }
    }

    impl Default for MinPool {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Matrix multiplication.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Matmul {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub left: Tensor,
        /// Operand `opd1`.
        pub right: Tensor,
        /// Operand `opd2`.
        pub bias: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `tsk_opd_num`: Number of operands in use (3 = with bias).
        pub operands: u8,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_left_shift`: Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
        pub lshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_chl_quan`: Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
        pub quant: bool,
        /// Field `quan_m`: 32-bit multiplier of the per-tensor requantisation.
        pub multiplier: u32,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
        /// Field `opt_res_add`: Add the old result (16 bit) to the new one.
        pub accumulate: bool,
        /// Field `opt_left_tran`: The left matrix is stored transposed.
        pub left_transposed: bool,
        /// Field `ps32_md`: 32-bit partial sums: bit 0 adds the stored sums first, bit 1 writes sums instead of a finished result.
        pub ps32: Ps32Mode,
    }

    impl Matmul {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                left: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                right: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bias: Tensor {
                    addr: LocalAddress(f.opd2_addr.into()),
                    n: f.opd2_n,
                    c: f.opd2_c,
                    h: f.opd2_h,
                    w: f.opd2_w,
                    n_stride: f.opd2_n_str,
                    c_stride: f.opd2_c_str,
                    h_stride: f.opd2_h_str,
                    w_stride: f.opd2_w_str,
                    plane_stride: f.opd2_b_str,
                    mode: StrideMode::from_bits(f.short_opd2_str),
                    signed: f.opt_opd2_sign,
                    width: f.opt_opd2_seg,
                    constant: f.opt_opd2_const,
                },
                bf16: f.opd_typ,
                operands: f.tsk_opd_num,
                rshift: f.opt_res_shift,
                lshift: f.opt_left_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                quant: f.opt_chl_quan,
                multiplier: f.quan_m,
                relu: f.opt_relu_typ,
                accumulate: f.opt_res_add,
                left_transposed: f.opt_left_tran,
                ps32: Ps32Mode::from_bits(f.ps32_md),
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_typ = 2;
                }
                Layout::Cv182x => {
                    f.tsk_typ = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.left.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.left.addr.0.into()))?;
            f.opd0_n = self.left.n;
            f.opd0_c = self.left.c;
            f.opd0_h = self.left.h;
            f.opd0_w = self.left.w;
            f.opd0_n_str = self.left.n_stride;
            f.opd0_c_str = self.left.c_stride;
            f.opd0_h_str = self.left.h_stride;
            f.opd0_w_str = self.left.w_stride;
            f.opd0_b_str = self.left.plane_stride;
            f.short_opd0_str = self.left.mode.bits();
            f.opt_opd0_sign = self.left.signed;
            f.opt_opd0_seg = self.left.width;
            f.opt_opd0_const = self.left.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.right.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.right.addr.0.into()))?;
            f.opd1_n = self.right.n;
            f.opd1_c = self.right.c;
            f.opd1_h = self.right.h;
            f.opd1_w = self.right.w;
            f.opd1_n_str = self.right.n_stride;
            f.opd1_c_str = self.right.c_stride;
            f.opd1_h_str = self.right.h_stride;
            f.opd1_w_str = self.right.w_stride;
            f.opd1_b_str = self.right.plane_stride;
            f.short_opd1_str = self.right.mode.bits();
            f.opt_opd1_sign = self.right.signed;
            f.opt_opd1_seg = self.right.width;
            f.opt_opd1_const = self.right.constant;
            f.try_set(TiuField::Opd2Addr as usize, self.bias.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd2Addr as usize, self.bias.addr.0.into()))?;
            f.opd2_n = self.bias.n;
            f.opd2_c = self.bias.c;
            f.opd2_h = self.bias.h;
            f.opd2_w = self.bias.w;
            f.opd2_n_str = self.bias.n_stride;
            f.opd2_c_str = self.bias.c_stride;
            f.opd2_h_str = self.bias.h_stride;
            f.opd2_w_str = self.bias.w_stride;
            f.opd2_b_str = self.bias.plane_stride;
            f.short_opd2_str = self.bias.mode.bits();
            f.opt_opd2_sign = self.bias.signed;
            f.opt_opd2_seg = self.bias.width;
            f.opt_opd2_const = self.bias.constant;
            f.opd_typ = self.bf16;
            f.tsk_opd_num = self.operands;
            f.opt_res_shift = self.rshift;
            f.opt_left_shift = self.lshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_chl_quan = self.quant;
            f.quan_m = self.multiplier;
            f.opt_relu_typ = self.relu;
            f.opt_res_add = self.accumulate;
            f.opt_left_tran = self.left_transposed;
            f.ps32_md = self.ps32.bits();
            Ok(f)
        }
    }

    impl Default for Matmul {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Channel sum.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct ChannelSum {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
    }

    impl ChannelSum {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tens_mdsum = true;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.tsk_opd_num = 1;
                }
                Layout::Cv182x => return Err(EncodeError::not_in_layout("channel_sum", "cv182x")),
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            Ok(f)
        }
    }

    impl Default for ChannelSum {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Table lookup.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Lookup {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub input: Tensor,
        /// Operand `opd1`.
        pub table: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
    }

    impl Lookup {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                input: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                table: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tens_lookup = true;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 12;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.input.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.input.addr.0.into()))?;
            f.opd0_n = self.input.n;
            f.opd0_c = self.input.c;
            f.opd0_h = self.input.h;
            f.opd0_w = self.input.w;
            f.opd0_n_str = self.input.n_stride;
            f.opd0_c_str = self.input.c_stride;
            f.opd0_h_str = self.input.h_stride;
            f.opd0_w_str = self.input.w_stride;
            f.opd0_b_str = self.input.plane_stride;
            f.short_opd0_str = self.input.mode.bits();
            f.opt_opd0_sign = self.input.signed;
            f.opt_opd0_seg = self.input.width;
            f.opt_opd0_const = self.input.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.table.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.table.addr.0.into()))?;
            f.opd1_n = self.table.n;
            f.opd1_c = self.table.c;
            f.opd1_h = self.table.h;
            f.opd1_w = self.table.w;
            f.opd1_n_str = self.table.n_stride;
            f.opd1_c_str = self.table.c_stride;
            f.opd1_h_str = self.table.h_stride;
            f.opd1_w_str = self.table.w_stride;
            f.opd1_b_str = self.table.plane_stride;
            f.short_opd1_str = self.table.mode.bits();
            f.opt_opd1_sign = self.table.signed;
            f.opt_opd1_seg = self.table.width;
            f.opt_opd1_const = self.table.constant;
            f.opd_typ = self.bf16;
            match layout {
                Layout::Cv183x => {
                    f.opt_opd2_seg = u8::from(f.opd_typ);
                    f.tsk_eu_typ = u8::from(f.opd_typ) * 12;
                }
                Layout::Cv182x => {
                    f.opt_opd2_seg = u8::from(f.opd_typ);
                }
            }
            Ok(f)
        }
    }

    impl Default for Lookup {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Multiply.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Mul {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
        /// Field `opt_chl_quan`: Post-process with a 32-bit multiplier: per channel from operand 2 (convolutions) or `quan_m` (others).
        pub quant: bool,
        /// Field `quan_m`: 32-bit multiplier of the per-tensor requantisation.
        pub multiplier: u32,
    }

    impl Mul {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                relu: f.opt_relu_typ,
                quant: f.opt_chl_quan,
                multiplier: f.quan_m,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 0;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 0;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_relu_typ = self.relu;
            f.opt_chl_quan = self.quant;
            f.quan_m = self.multiplier;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Mul {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Multiply and accumulate.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Mac {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_left_shift`: Left shift: of the old result in an accumulation, of the sum before the multiplier otherwise.
        pub lshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
        /// Field `opt_res_add`: Add the old result (16 bit) to the new one.
        pub accumulate: bool,
    }

    impl Mac {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                lshift: f.opt_left_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                relu: f.opt_relu_typ,
                accumulate: f.opt_res_add,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 1;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 1;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_left_shift = self.lshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_relu_typ = self.relu;
            f.opt_res_add = self.accumulate;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Mac {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Add.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Add {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
    }

    impl Add {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                relu: f.opt_relu_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 2;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 2;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_relu_typ = self.relu;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Add {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Subtract.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Sub {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_res_shift`: Right shift of the result before saturation.
        pub rshift: u8,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
        /// Field `opt_relu_typ`: Relu of the result: 0 off, 1 clamp below at zero.
        pub relu: u8,
    }

    impl Sub {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                rshift: f.opt_res_shift,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
                relu: f.opt_relu_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 3;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 3;
                    f.tsk_typ = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_res_shift = self.rshift;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opt_relu_typ = self.relu;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Sub {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Maximum.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Max {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
    }

    impl Max {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 4;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 4;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Max {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Minimum.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Min {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
    }

    impl Min {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 5;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 5;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Min {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Shift by a tensor of amounts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Shift {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
        /// Field `opt_rshift_typ`: Rounding of the right shift: 1 half away from zero upwards, 0 towards minus infinity.
        pub round: bool,
    }

    impl Shift {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
                round: f.opt_rshift_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 6;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 6;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opt_rshift_typ = self.round;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Shift {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Bitwise and.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct And {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
    }

    impl And {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 7;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 7;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for And {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Bitwise or.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Or {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
    }

    impl Or {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 8;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 8;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Or {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Bitwise exclusive or.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Xor {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
    }

    impl Xor {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 9;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 9;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Xor {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Copy.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Copy {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
    }

    impl Copy {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                bf16: f.opd_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 10;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd1_str = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 1;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 10;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.opt_shift_typ = false;
                    f.short_opd1_str = 3;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 1;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.opd_typ = self.bf16;
            f.opd1_c = f.opd0_c;
            f.opd1_h = f.opd0_h;
            f.opd1_n = f.opd0_n;
            f.opd1_w = f.opd0_w;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Copy {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Greater or equal.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Ge {
        /// Operand `res0`.
        pub output: Tensor,
        /// Operand `opd0`.
        pub a: Tensor,
        /// Operand `opd1`.
        pub b: Tensor,
        /// Field `opd_typ`: Operand type: 0 integer, 1 bf16.
        pub bf16: bool,
        /// Field `opt_shift_typ`: Kind of right shift: 1 arithmetic (a signed operand takes part), 0 logical.
        pub arith: bool,
    }

    impl Ge {
        #[inline]
        fn from_fields(f: &TiuFields) -> Self {
            Self {
                output: Tensor {
                    addr: LocalAddress(f.res0_addr.into()),
                    n: f.res0_n,
                    c: f.res0_c,
                    h: f.res0_h,
                    w: f.res0_w,
                    n_stride: f.res0_n_str,
                    c_stride: f.res0_c_str,
                    h_stride: f.res0_h_str,
                    w_stride: f.res0_w_str,
                    plane_stride: f.res0_b_str,
                    mode: StrideMode::from_bits(f.short_res0_str),
                    signed: f.opt_res0_sign,
                    width: f.opt_res0_seg,
                    constant: Default::default(),
                },
                a: Tensor {
                    addr: LocalAddress(f.opd0_addr.into()),
                    n: f.opd0_n,
                    c: f.opd0_c,
                    h: f.opd0_h,
                    w: f.opd0_w,
                    n_stride: f.opd0_n_str,
                    c_stride: f.opd0_c_str,
                    h_stride: f.opd0_h_str,
                    w_stride: f.opd0_w_str,
                    plane_stride: f.opd0_b_str,
                    mode: StrideMode::from_bits(f.short_opd0_str),
                    signed: f.opt_opd0_sign,
                    width: f.opt_opd0_seg,
                    constant: f.opt_opd0_const,
                },
                b: Tensor {
                    addr: LocalAddress(f.opd1_addr.into()),
                    n: f.opd1_n,
                    c: f.opd1_c,
                    h: f.opd1_h,
                    w: f.opd1_w,
                    n_stride: f.opd1_n_str,
                    c_stride: f.opd1_c_str,
                    h_stride: f.opd1_h_str,
                    w_stride: f.opd1_w_str,
                    plane_stride: f.opd1_b_str,
                    mode: StrideMode::from_bits(f.short_opd1_str),
                    signed: f.opt_opd1_sign,
                    width: f.opt_opd1_seg,
                    constant: f.opt_opd1_const,
                },
                bf16: f.opd_typ,
                arith: f.opt_shift_typ,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            let mut f = TiuFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.tsk_eu_typ = 11;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
                Layout::Cv182x => {
                    f.tsk_eu_typ = 11;
                    f.tsk_typ = 3;
                    f.opt_relu_typ = 0;
                    f.opt_res_shift = 0;
                    f.short_opd2_str = 3;
                    f.tsk_opd_num = 2;
                }
            }
            f.try_set(TiuField::Res0Addr as usize, self.output.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Res0Addr as usize, self.output.addr.0.into()))?;
            f.res0_n = self.output.n;
            f.res0_c = self.output.c;
            f.res0_h = self.output.h;
            f.res0_w = self.output.w;
            f.res0_n_str = self.output.n_stride;
            f.res0_c_str = self.output.c_stride;
            f.res0_h_str = self.output.h_stride;
            f.res0_w_str = self.output.w_stride;
            f.res0_b_str = self.output.plane_stride;
            f.short_res0_str = self.output.mode.bits();
            f.opt_res0_sign = self.output.signed;
            f.opt_res0_seg = self.output.width;
            if self.output.constant != bool::default() {
                return Err(EncodeError::no_such_part("output", "constant"));
            }
            f.try_set(TiuField::Opd0Addr as usize, self.a.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd0Addr as usize, self.a.addr.0.into()))?;
            f.opd0_n = self.a.n;
            f.opd0_c = self.a.c;
            f.opd0_h = self.a.h;
            f.opd0_w = self.a.w;
            f.opd0_n_str = self.a.n_stride;
            f.opd0_c_str = self.a.c_stride;
            f.opd0_h_str = self.a.h_stride;
            f.opd0_w_str = self.a.w_stride;
            f.opd0_b_str = self.a.plane_stride;
            f.short_opd0_str = self.a.mode.bits();
            f.opt_opd0_sign = self.a.signed;
            f.opt_opd0_seg = self.a.width;
            f.opt_opd0_const = self.a.constant;
            f.try_set(TiuField::Opd1Addr as usize, self.b.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TiuField::Opd1Addr as usize, self.b.addr.0.into()))?;
            f.opd1_n = self.b.n;
            f.opd1_c = self.b.c;
            f.opd1_h = self.b.h;
            f.opd1_w = self.b.w;
            f.opd1_n_str = self.b.n_stride;
            f.opd1_c_str = self.b.c_stride;
            f.opd1_h_str = self.b.h_stride;
            f.opd1_w_str = self.b.w_stride;
            f.opd1_b_str = self.b.plane_stride;
            f.short_opd1_str = self.b.mode.bits();
            f.opt_opd1_sign = self.b.signed;
            f.opt_opd1_seg = self.b.width;
            f.opt_opd1_const = self.b.constant;
            f.opd_typ = self.bf16;
            f.opt_shift_typ = self.arith;
            f.opd2_c = f.opd0_c;
            f.opd2_h = f.opd0_h;
            f.opd2_n = f.opd0_n;
            f.opd2_w = f.opd0_w;
            Ok(f)
        }
    }

    impl Default for Ge {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TiuFields::DEFAULT_CV182X)
        }
    }

    /// Which operation a descriptor of the TIU holds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum TiuKind {
        /// Convolution.
        Conv,
        /// Depthwise convolution.
        DepthwiseConv,
        /// Max pooling.
        MaxPool,
        /// Average pooling.
        AvgPool,
        /// Min pooling.
        MinPool,
        /// Matrix multiplication.
        Matmul,
        /// Channel sum.
        ChannelSum,
        /// Table lookup.
        Lookup,
        /// Multiply.
        Mul,
        /// Multiply and accumulate.
        Mac,
        /// Add.
        Add,
        /// Subtract.
        Sub,
        /// Maximum.
        Max,
        /// Minimum.
        Min,
        /// Shift by a tensor of amounts.
        Shift,
        /// Bitwise and.
        And,
        /// Bitwise or.
        Or,
        /// Bitwise exclusive or.
        Xor,
        /// Copy.
        Copy,
        /// Greater or equal.
        Ge,
    }

    impl TiuKind {
        /// All of them, in order of selection.
        pub const ALL: [TiuKind; 20] = [TiuKind::Conv, TiuKind::DepthwiseConv, TiuKind::MaxPool, TiuKind::AvgPool, TiuKind::MinPool, TiuKind::Matmul, TiuKind::ChannelSum, TiuKind::Lookup, TiuKind::Mul, TiuKind::Mac, TiuKind::Add, TiuKind::Sub, TiuKind::Max, TiuKind::Min, TiuKind::Shift, TiuKind::And, TiuKind::Or, TiuKind::Xor, TiuKind::Copy, TiuKind::Ge];

        /// The operation that the fields select.
        #[must_use]
        #[inline]
        pub fn of(f: &TiuFields, layout: Layout) -> Option<Self> {
            match layout {
                Layout::Cv183x => {
                    if f.tsk_typ == 0 {
                        return Some(TiuKind::Conv);
                    }
                    if f.tsk_eu_typ == 2 && f.tsk_typ == 1 {
                        return Some(TiuKind::DepthwiseConv);
                    }
                    if f.tsk_eu_typ == 0 && f.tsk_typ == 1 {
                        return Some(TiuKind::MaxPool);
                    }
                    if f.tsk_eu_typ == 1 && f.tsk_typ == 1 {
                        return Some(TiuKind::AvgPool);
                    }
                    if f.tsk_eu_typ == 3 && f.tsk_typ == 1 {
                        return Some(TiuKind::MinPool);
                    }
                    if f.tsk_typ == 2 {
                        return Some(TiuKind::Matmul);
                    }
                    if f.tens_mdsum && f.tsk_typ == 3 {
                        return Some(TiuKind::ChannelSum);
                    }
                    if f.tens_lookup && f.tsk_typ == 3 {
                        return Some(TiuKind::Lookup);
                    }
                    if f.tsk_eu_typ == 0 && f.tsk_typ == 3 {
                        return Some(TiuKind::Mul);
                    }
                    if f.tsk_eu_typ == 1 && f.tsk_typ == 3 {
                        return Some(TiuKind::Mac);
                    }
                    if f.tsk_eu_typ == 2 && f.tsk_typ == 3 {
                        return Some(TiuKind::Add);
                    }
                    if f.tsk_eu_typ == 3 && f.tsk_typ == 3 {
                        return Some(TiuKind::Sub);
                    }
                    if f.tsk_eu_typ == 4 && f.tsk_typ == 3 {
                        return Some(TiuKind::Max);
                    }
                    if f.tsk_eu_typ == 5 && f.tsk_typ == 3 {
                        return Some(TiuKind::Min);
                    }
                    if f.tsk_eu_typ == 6 && f.tsk_typ == 3 {
                        return Some(TiuKind::Shift);
                    }
                    if f.tsk_eu_typ == 7 && f.tsk_typ == 3 {
                        return Some(TiuKind::And);
                    }
                    if f.tsk_eu_typ == 8 && f.tsk_typ == 3 {
                        return Some(TiuKind::Or);
                    }
                    if f.tsk_eu_typ == 9 && f.tsk_typ == 3 {
                        return Some(TiuKind::Xor);
                    }
                    if f.tsk_eu_typ == 10 && f.tsk_typ == 3 {
                        return Some(TiuKind::Copy);
                    }
                    if f.tsk_eu_typ == 11 && f.tsk_typ == 3 {
                        return Some(TiuKind::Ge);
                    }
                }
                Layout::Cv182x => {
                    if f.tsk_typ == 0 {
                        return Some(TiuKind::Conv);
                    }
                    if f.tsk_eu_typ == 2 && f.tsk_typ == 1 {
                        return Some(TiuKind::DepthwiseConv);
                    }
                    if f.tsk_eu_typ == 0 && f.tsk_typ == 1 {
                        return Some(TiuKind::MaxPool);
                    }
                    if f.tsk_eu_typ == 1 && f.tsk_typ == 1 {
                        return Some(TiuKind::AvgPool);
                    }
                    if f.tsk_eu_typ == 3 && f.tsk_typ == 1 {
                        return Some(TiuKind::MinPool);
                    }
                    if f.tsk_typ == 2 {
                        return Some(TiuKind::Matmul);
                    }
                    if f.tsk_eu_typ == 12 && f.tsk_typ == 3 {
                        return Some(TiuKind::Lookup);
                    }
                    if f.tsk_eu_typ == 0 && f.tsk_typ == 3 {
                        return Some(TiuKind::Mul);
                    }
                    if f.tsk_eu_typ == 1 && f.tsk_typ == 3 {
                        return Some(TiuKind::Mac);
                    }
                    if f.tsk_eu_typ == 2 && f.tsk_typ == 3 {
                        return Some(TiuKind::Add);
                    }
                    if f.tsk_eu_typ == 3 && f.tsk_typ == 3 {
                        return Some(TiuKind::Sub);
                    }
                    if f.tsk_eu_typ == 4 && f.tsk_typ == 3 {
                        return Some(TiuKind::Max);
                    }
                    if f.tsk_eu_typ == 5 && f.tsk_typ == 3 {
                        return Some(TiuKind::Min);
                    }
                    if f.tsk_eu_typ == 6 && f.tsk_typ == 3 {
                        return Some(TiuKind::Shift);
                    }
                    if f.tsk_eu_typ == 7 && f.tsk_typ == 3 {
                        return Some(TiuKind::And);
                    }
                    if f.tsk_eu_typ == 8 && f.tsk_typ == 3 {
                        return Some(TiuKind::Or);
                    }
                    if f.tsk_eu_typ == 9 && f.tsk_typ == 3 {
                        return Some(TiuKind::Xor);
                    }
                    if f.tsk_eu_typ == 10 && f.tsk_typ == 3 {
                        return Some(TiuKind::Copy);
                    }
                    if f.tsk_eu_typ == 11 && f.tsk_typ == 3 {
                        return Some(TiuKind::Ge);
                    }
                }
            }
            None
        }

        /// The row of the operation table.
        #[must_use]
        pub fn info(self) -> &'static OpInfo {
            &OPS[self as usize]
        }
    }

    /// An operation of the TIU.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum TiuOp {
        /// See [`struct@Conv`].
        Conv(Conv),
        /// See [`struct@DepthwiseConv`].
        DepthwiseConv(DepthwiseConv),
        /// See [`struct@MaxPool`].
        MaxPool(MaxPool),
        /// See [`struct@AvgPool`].
        AvgPool(AvgPool),
        /// See [`struct@MinPool`].
        MinPool(MinPool),
        /// See [`struct@Matmul`].
        Matmul(Matmul),
        /// See [`struct@ChannelSum`].
        ChannelSum(ChannelSum),
        /// See [`struct@Lookup`].
        Lookup(Lookup),
        /// See [`struct@Mul`].
        Mul(Mul),
        /// See [`struct@Mac`].
        Mac(Mac),
        /// See [`struct@Add`].
        Add(Add),
        /// See [`struct@Sub`].
        Sub(Sub),
        /// See [`struct@Max`].
        Max(Max),
        /// See [`struct@Min`].
        Min(Min),
        /// See [`struct@Shift`].
        Shift(Shift),
        /// See [`struct@And`].
        And(And),
        /// See [`struct@Or`].
        Or(Or),
        /// See [`struct@Xor`].
        Xor(Xor),
        /// See [`struct@Copy`].
        Copy(Copy),
        /// See [`struct@Ge`].
        Ge(Ge),
    }

    impl TiuOp {
        /// Which operation this is.
        #[must_use]
        pub fn kind(&self) -> TiuKind {
            match self {
                Self::Conv(_) => TiuKind::Conv,
                Self::DepthwiseConv(_) => TiuKind::DepthwiseConv,
                Self::MaxPool(_) => TiuKind::MaxPool,
                Self::AvgPool(_) => TiuKind::AvgPool,
                Self::MinPool(_) => TiuKind::MinPool,
                Self::Matmul(_) => TiuKind::Matmul,
                Self::ChannelSum(_) => TiuKind::ChannelSum,
                Self::Lookup(_) => TiuKind::Lookup,
                Self::Mul(_) => TiuKind::Mul,
                Self::Mac(_) => TiuKind::Mac,
                Self::Add(_) => TiuKind::Add,
                Self::Sub(_) => TiuKind::Sub,
                Self::Max(_) => TiuKind::Max,
                Self::Min(_) => TiuKind::Min,
                Self::Shift(_) => TiuKind::Shift,
                Self::And(_) => TiuKind::And,
                Self::Or(_) => TiuKind::Or,
                Self::Xor(_) => TiuKind::Xor,
                Self::Copy(_) => TiuKind::Copy,
                Self::Ge(_) => TiuKind::Ge,
            }
        }

        /// Reads the operation `kind` from the fields.
        #[must_use]
        #[inline]
        pub fn from_fields(kind: TiuKind, f: &TiuFields) -> Self {
            match kind {
                TiuKind::Conv => Self::Conv(Conv::from_fields(f)),
                TiuKind::DepthwiseConv => Self::DepthwiseConv(DepthwiseConv::from_fields(f)),
                TiuKind::MaxPool => Self::MaxPool(MaxPool::from_fields(f)),
                TiuKind::AvgPool => Self::AvgPool(AvgPool::from_fields(f)),
                TiuKind::MinPool => Self::MinPool(MinPool::from_fields(f)),
                TiuKind::Matmul => Self::Matmul(Matmul::from_fields(f)),
                TiuKind::ChannelSum => Self::ChannelSum(ChannelSum::from_fields(f)),
                TiuKind::Lookup => Self::Lookup(Lookup::from_fields(f)),
                TiuKind::Mul => Self::Mul(Mul::from_fields(f)),
                TiuKind::Mac => Self::Mac(Mac::from_fields(f)),
                TiuKind::Add => Self::Add(Add::from_fields(f)),
                TiuKind::Sub => Self::Sub(Sub::from_fields(f)),
                TiuKind::Max => Self::Max(Max::from_fields(f)),
                TiuKind::Min => Self::Min(Min::from_fields(f)),
                TiuKind::Shift => Self::Shift(Shift::from_fields(f)),
                TiuKind::And => Self::And(And::from_fields(f)),
                TiuKind::Or => Self::Or(Or::from_fields(f)),
                TiuKind::Xor => Self::Xor(Xor::from_fields(f)),
                TiuKind::Copy => Self::Copy(Copy::from_fields(f)),
                TiuKind::Ge => Self::Ge(Ge::from_fields(f)),
            }
        }

        /// The fields of a descriptor that holds this operation; its header is at the defaults.
        ///
        /// # Errors
        /// An operation that the layout lacks, or a value that does not fit.
        pub fn to_fields(self, layout: Layout) -> Result<TiuFields, EncodeError> {
            match self {
                Self::Conv(op) => op.to_fields(layout),
                Self::DepthwiseConv(op) => op.to_fields(layout),
                Self::MaxPool(op) => op.to_fields(layout),
                Self::AvgPool(op) => op.to_fields(layout),
                Self::MinPool(op) => op.to_fields(layout),
                Self::Matmul(op) => op.to_fields(layout),
                Self::ChannelSum(op) => op.to_fields(layout),
                Self::Lookup(op) => op.to_fields(layout),
                Self::Mul(op) => op.to_fields(layout),
                Self::Mac(op) => op.to_fields(layout),
                Self::Add(op) => op.to_fields(layout),
                Self::Sub(op) => op.to_fields(layout),
                Self::Max(op) => op.to_fields(layout),
                Self::Min(op) => op.to_fields(layout),
                Self::Shift(op) => op.to_fields(layout),
                Self::And(op) => op.to_fields(layout),
                Self::Or(op) => op.to_fields(layout),
                Self::Xor(op) => op.to_fields(layout),
                Self::Copy(op) => op.to_fields(layout),
                Self::Ge(op) => op.to_fields(layout),
            }
        }

        /// Calls the visitor's method for this operation.
        pub fn visit<V: TiuVisitor>(&self, visitor: &mut V) -> V::Output {
            match self {
                Self::Conv(op) => visitor.conv(op),
                Self::DepthwiseConv(op) => visitor.depthwise_conv(op),
                Self::MaxPool(op) => visitor.max_pool(op),
                Self::AvgPool(op) => visitor.avg_pool(op),
                Self::MinPool(op) => visitor.min_pool(op),
                Self::Matmul(op) => visitor.matmul(op),
                Self::ChannelSum(op) => visitor.channel_sum(op),
                Self::Lookup(op) => visitor.lookup(op),
                Self::Mul(op) => visitor.mul(op),
                Self::Mac(op) => visitor.mac(op),
                Self::Add(op) => visitor.add(op),
                Self::Sub(op) => visitor.sub(op),
                Self::Max(op) => visitor.max(op),
                Self::Min(op) => visitor.min(op),
                Self::Shift(op) => visitor.shift(op),
                Self::And(op) => visitor.and(op),
                Self::Or(op) => visitor.or(op),
                Self::Xor(op) => visitor.xor(op),
                Self::Copy(op) => visitor.copy(op),
                Self::Ge(op) => visitor.ge(op),
            }
        }
    }

    impl From<Conv> for TiuOp {
        fn from(op: Conv) -> Self {
            Self::Conv(op)
        }
    }

    impl From<DepthwiseConv> for TiuOp {
        fn from(op: DepthwiseConv) -> Self {
            Self::DepthwiseConv(op)
        }
    }

    impl From<MaxPool> for TiuOp {
        fn from(op: MaxPool) -> Self {
            Self::MaxPool(op)
        }
    }

    impl From<AvgPool> for TiuOp {
        fn from(op: AvgPool) -> Self {
            Self::AvgPool(op)
        }
    }

    impl From<MinPool> for TiuOp {
        fn from(op: MinPool) -> Self {
            Self::MinPool(op)
        }
    }

    impl From<Matmul> for TiuOp {
        fn from(op: Matmul) -> Self {
            Self::Matmul(op)
        }
    }

    impl From<ChannelSum> for TiuOp {
        fn from(op: ChannelSum) -> Self {
            Self::ChannelSum(op)
        }
    }

    impl From<Lookup> for TiuOp {
        fn from(op: Lookup) -> Self {
            Self::Lookup(op)
        }
    }

    impl From<Mul> for TiuOp {
        fn from(op: Mul) -> Self {
            Self::Mul(op)
        }
    }

    impl From<Mac> for TiuOp {
        fn from(op: Mac) -> Self {
            Self::Mac(op)
        }
    }

    impl From<Add> for TiuOp {
        fn from(op: Add) -> Self {
            Self::Add(op)
        }
    }

    impl From<Sub> for TiuOp {
        fn from(op: Sub) -> Self {
            Self::Sub(op)
        }
    }

    impl From<Max> for TiuOp {
        fn from(op: Max) -> Self {
            Self::Max(op)
        }
    }

    impl From<Min> for TiuOp {
        fn from(op: Min) -> Self {
            Self::Min(op)
        }
    }

    impl From<Shift> for TiuOp {
        fn from(op: Shift) -> Self {
            Self::Shift(op)
        }
    }

    impl From<And> for TiuOp {
        fn from(op: And) -> Self {
            Self::And(op)
        }
    }

    impl From<Or> for TiuOp {
        fn from(op: Or) -> Self {
            Self::Or(op)
        }
    }

    impl From<Xor> for TiuOp {
        fn from(op: Xor) -> Self {
            Self::Xor(op)
        }
    }

    impl From<Copy> for TiuOp {
        fn from(op: Copy) -> Self {
            Self::Copy(op)
        }
    }

    impl From<Ge> for TiuOp {
        fn from(op: Ge) -> Self {
            Self::Ge(op)
        }
    }

    /// One method per operation, so that a new operation makes the compiler list every place left to write.
    pub trait TiuVisitor {
        /// What a visit returns.
        type Output;
        /// Convolution.
        fn conv(&mut self, op: &Conv) -> Self::Output;
        /// Depthwise convolution.
        fn depthwise_conv(&mut self, op: &DepthwiseConv) -> Self::Output;
        /// Max pooling.
        fn max_pool(&mut self, op: &MaxPool) -> Self::Output;
        /// Average pooling.
        fn avg_pool(&mut self, op: &AvgPool) -> Self::Output;
        /// Min pooling.
        fn min_pool(&mut self, op: &MinPool) -> Self::Output;
        /// Matrix multiplication.
        fn matmul(&mut self, op: &Matmul) -> Self::Output;
        /// Channel sum.
        fn channel_sum(&mut self, op: &ChannelSum) -> Self::Output;
        /// Table lookup.
        fn lookup(&mut self, op: &Lookup) -> Self::Output;
        /// Multiply.
        fn mul(&mut self, op: &Mul) -> Self::Output;
        /// Multiply and accumulate.
        fn mac(&mut self, op: &Mac) -> Self::Output;
        /// Add.
        fn add(&mut self, op: &Add) -> Self::Output;
        /// Subtract.
        fn sub(&mut self, op: &Sub) -> Self::Output;
        /// Maximum.
        fn max(&mut self, op: &Max) -> Self::Output;
        /// Minimum.
        fn min(&mut self, op: &Min) -> Self::Output;
        /// Shift by a tensor of amounts.
        fn shift(&mut self, op: &Shift) -> Self::Output;
        /// Bitwise and.
        fn and(&mut self, op: &And) -> Self::Output;
        /// Bitwise or.
        fn or(&mut self, op: &Or) -> Self::Output;
        /// Bitwise exclusive or.
        fn xor(&mut self, op: &Xor) -> Self::Output;
        /// Copy.
        fn copy(&mut self, op: &Copy) -> Self::Output;
        /// Greater or equal.
        fn ge(&mut self, op: &Ge) -> Self::Output;
    }

    /// Names of an operand's parts.
    pub static PARTS: &[&str] = &["addr", "n", "c", "h", "w", "n_stride", "c_stride", "h_stride", "w_stride", "plane_stride", "mode", "signed", "width", "constant"];

    /// Rows of the header.
    pub static HEADER: &[usize] = &[TiuField::CmdEn as usize, TiuField::CmdEnd as usize, TiuField::CmdIdEn as usize, TiuField::CmdKeep as usize, TiuField::CmdIntrEn as usize, TiuField::CmdIdTpu as usize, TiuField::CmdIdGdma as usize, TiuField::LayerInfo as usize];

    /// Header values of an ordinary descriptor that differ from the field's default.
    pub static HEADER_DEFAULTS: &[(usize, u64)] = &[(TiuField::CmdEn as usize, 1), (TiuField::CmdIdEn as usize, 1)];

    /// Fields written as one in the text form.
    pub static GROUPS: &[GroupInfo] = &[
        GroupInfo { name: "pad", fields: &[TiuField::ConvOpd0UpPad as usize, TiuField::ConvOpd0DnPad as usize, TiuField::ConvOpd0LfPad as usize, TiuField::ConvOpd0RtPad as usize], meaning: "top,bottom,left,right" },
        GroupInfo { name: "insert", fields: &[TiuField::ConvOpd0XIns0 as usize, TiuField::ConvOpd0YIns0 as usize, TiuField::ConvOpd0XIns0Last as usize, TiuField::ConvOpd0YIns0Last as usize], meaning: "x,y,last x,last y" },
        GroupInfo { name: "stride", fields: &[TiuField::ConvOpXStr as usize, TiuField::ConvOpYStr as usize], meaning: "x,y" },
        GroupInfo { name: "dilate", fields: &[TiuField::ConvOpd1XIns0 as usize, TiuField::ConvOpd1YIns0 as usize], meaning: "x,y, each dilation minus one" },
        GroupInfo { name: "kernel", fields: &[TiuField::Opd1H as usize, TiuField::Opd1W as usize], meaning: "rows,columns of the window" },
        GroupInfo { name: "early", fields: &[TiuField::CmdPreExe as usize, TiuField::CmdPreExeTyp as usize], meaning: "which,condition" },
    ];

    /// The operation table, in order of selection.
    pub static OPS: [OpInfo; 20] = [
        OpInfo {
            engine: "tiu",
            name: "conv",
            title: "Convolution",
            page: "tiu_conv",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "weight", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
                OperandInfo { role: "bias", prefix: "opd2", parts: &[Some(TiuField::Opd2Addr as usize), Some(TiuField::Opd2N as usize), Some(TiuField::Opd2C as usize), Some(TiuField::Opd2H as usize), Some(TiuField::Opd2W as usize), Some(TiuField::Opd2NStr as usize), Some(TiuField::Opd2CStr as usize), Some(TiuField::Opd2HStr as usize), Some(TiuField::Opd2WStr as usize), Some(TiuField::Opd2BStr as usize), Some(TiuField::ShortOpd2Str as usize), Some(TiuField::OptOpd2Sign as usize), Some(TiuField::OptOpd2Seg as usize), Some(TiuField::OptOpd2Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "operands", field: TiuField::TskOpdNum as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "quant", field: TiuField::OptChlQuan as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
                AttributeInfo { name: "ps32", field: TiuField::Ps32Md as usize },
                AttributeInfo { name: "double", field: TiuField::DoubleConv as usize },
                AttributeInfo { name: "pad_top", field: TiuField::ConvOpd0UpPad as usize },
                AttributeInfo { name: "pad_bottom", field: TiuField::ConvOpd0DnPad as usize },
                AttributeInfo { name: "pad_left", field: TiuField::ConvOpd0LfPad as usize },
                AttributeInfo { name: "pad_right", field: TiuField::ConvOpd0RtPad as usize },
                AttributeInfo { name: "insert_x", field: TiuField::ConvOpd0XIns0 as usize },
                AttributeInfo { name: "insert_y", field: TiuField::ConvOpd0YIns0 as usize },
                AttributeInfo { name: "insert_x_last", field: TiuField::ConvOpd0XIns0Last as usize },
                AttributeInfo { name: "insert_y_last", field: TiuField::ConvOpd0YIns0Last as usize },
                AttributeInfo { name: "gap_x", field: TiuField::ConvOpd1XIns0 as usize },
                AttributeInfo { name: "gap_y", field: TiuField::ConvOpd1YIns0 as usize },
                AttributeInfo { name: "stride_x", field: TiuField::ConvOpXStr as usize },
                AttributeInfo { name: "stride_y", field: TiuField::ConvOpYStr as usize },
                AttributeInfo { name: "fill", field: TiuField::Opd0InsVal as usize },
                AttributeInfo { name: "fill_bf16", field: TiuField::Opd0InsFp as usize },
                AttributeInfo { name: "early", field: TiuField::CmdPreExe as usize },
                AttributeInfo { name: "early_type", field: TiuField::CmdPreExeTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "depthwise_conv",
            title: "Depthwise convolution",
            page: "tiu_depthwise_conv",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "weight", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
                OperandInfo { role: "bias", prefix: "opd2", parts: &[Some(TiuField::Opd2Addr as usize), Some(TiuField::Opd2N as usize), Some(TiuField::Opd2C as usize), Some(TiuField::Opd2H as usize), Some(TiuField::Opd2W as usize), Some(TiuField::Opd2NStr as usize), Some(TiuField::Opd2CStr as usize), Some(TiuField::Opd2HStr as usize), Some(TiuField::Opd2WStr as usize), Some(TiuField::Opd2BStr as usize), Some(TiuField::ShortOpd2Str as usize), Some(TiuField::OptOpd2Sign as usize), Some(TiuField::OptOpd2Seg as usize), Some(TiuField::OptOpd2Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "operands", field: TiuField::TskOpdNum as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "quant", field: TiuField::OptChlQuan as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
                AttributeInfo { name: "ps32", field: TiuField::Ps32Md as usize },
                AttributeInfo { name: "pad_top", field: TiuField::ConvOpd0UpPad as usize },
                AttributeInfo { name: "pad_bottom", field: TiuField::ConvOpd0DnPad as usize },
                AttributeInfo { name: "pad_left", field: TiuField::ConvOpd0LfPad as usize },
                AttributeInfo { name: "pad_right", field: TiuField::ConvOpd0RtPad as usize },
                AttributeInfo { name: "insert_x", field: TiuField::ConvOpd0XIns0 as usize },
                AttributeInfo { name: "insert_y", field: TiuField::ConvOpd0YIns0 as usize },
                AttributeInfo { name: "insert_x_last", field: TiuField::ConvOpd0XIns0Last as usize },
                AttributeInfo { name: "insert_y_last", field: TiuField::ConvOpd0YIns0Last as usize },
                AttributeInfo { name: "gap_x", field: TiuField::ConvOpd1XIns0 as usize },
                AttributeInfo { name: "gap_y", field: TiuField::ConvOpd1YIns0 as usize },
                AttributeInfo { name: "stride_x", field: TiuField::ConvOpXStr as usize },
                AttributeInfo { name: "stride_y", field: TiuField::ConvOpYStr as usize },
                AttributeInfo { name: "fill", field: TiuField::Opd0InsVal as usize },
                AttributeInfo { name: "fill_bf16", field: TiuField::Opd0InsFp as usize },
                AttributeInfo { name: "early", field: TiuField::CmdPreExe as usize },
                AttributeInfo { name: "early_type", field: TiuField::CmdPreExeTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "max_pool",
            title: "Max pooling",
            page: "tiu_max_pool",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "kernel_h", field: TiuField::Opd1H as usize },
                AttributeInfo { name: "kernel_w", field: TiuField::Opd1W as usize },
                AttributeInfo { name: "pad_top", field: TiuField::ConvOpd0UpPad as usize },
                AttributeInfo { name: "pad_bottom", field: TiuField::ConvOpd0DnPad as usize },
                AttributeInfo { name: "pad_left", field: TiuField::ConvOpd0LfPad as usize },
                AttributeInfo { name: "pad_right", field: TiuField::ConvOpd0RtPad as usize },
                AttributeInfo { name: "insert_x", field: TiuField::ConvOpd0XIns0 as usize },
                AttributeInfo { name: "insert_y", field: TiuField::ConvOpd0YIns0 as usize },
                AttributeInfo { name: "insert_x_last", field: TiuField::ConvOpd0XIns0Last as usize },
                AttributeInfo { name: "insert_y_last", field: TiuField::ConvOpd0YIns0Last as usize },
                AttributeInfo { name: "stride_x", field: TiuField::ConvOpXStr as usize },
                AttributeInfo { name: "stride_y", field: TiuField::ConvOpYStr as usize },
                AttributeInfo { name: "fill", field: TiuField::Opd0InsVal as usize },
                AttributeInfo { name: "fill_bf16", field: TiuField::Opd0InsFp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "avg_pool",
            title: "Average pooling",
            page: "tiu_avg_pool",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "factor", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "pad_top", field: TiuField::ConvOpd0UpPad as usize },
                AttributeInfo { name: "pad_bottom", field: TiuField::ConvOpd0DnPad as usize },
                AttributeInfo { name: "pad_left", field: TiuField::ConvOpd0LfPad as usize },
                AttributeInfo { name: "pad_right", field: TiuField::ConvOpd0RtPad as usize },
                AttributeInfo { name: "insert_x", field: TiuField::ConvOpd0XIns0 as usize },
                AttributeInfo { name: "insert_y", field: TiuField::ConvOpd0YIns0 as usize },
                AttributeInfo { name: "insert_x_last", field: TiuField::ConvOpd0XIns0Last as usize },
                AttributeInfo { name: "insert_y_last", field: TiuField::ConvOpd0YIns0Last as usize },
                AttributeInfo { name: "stride_x", field: TiuField::ConvOpXStr as usize },
                AttributeInfo { name: "stride_y", field: TiuField::ConvOpYStr as usize },
                AttributeInfo { name: "fill", field: TiuField::Opd0InsVal as usize },
                AttributeInfo { name: "fill_bf16", field: TiuField::Opd0InsFp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "min_pool",
            title: "Min pooling",
            page: "tiu_min_pool",
            feature: Some(("min_pool", |features| features.min_pool)),
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "kernel_h", field: TiuField::Opd1H as usize },
                AttributeInfo { name: "kernel_w", field: TiuField::Opd1W as usize },
                AttributeInfo { name: "pad_top", field: TiuField::ConvOpd0UpPad as usize },
                AttributeInfo { name: "pad_bottom", field: TiuField::ConvOpd0DnPad as usize },
                AttributeInfo { name: "pad_left", field: TiuField::ConvOpd0LfPad as usize },
                AttributeInfo { name: "pad_right", field: TiuField::ConvOpd0RtPad as usize },
                AttributeInfo { name: "insert_x", field: TiuField::ConvOpd0XIns0 as usize },
                AttributeInfo { name: "insert_y", field: TiuField::ConvOpd0YIns0 as usize },
                AttributeInfo { name: "insert_x_last", field: TiuField::ConvOpd0XIns0Last as usize },
                AttributeInfo { name: "insert_y_last", field: TiuField::ConvOpd0YIns0Last as usize },
                AttributeInfo { name: "stride_x", field: TiuField::ConvOpXStr as usize },
                AttributeInfo { name: "stride_y", field: TiuField::ConvOpYStr as usize },
                AttributeInfo { name: "fill", field: TiuField::Opd0InsVal as usize },
                AttributeInfo { name: "fill_bf16", field: TiuField::Opd0InsFp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "matmul",
            title: "Matrix multiplication",
            page: "tiu_matmul",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "left", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "right", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
                OperandInfo { role: "bias", prefix: "opd2", parts: &[Some(TiuField::Opd2Addr as usize), Some(TiuField::Opd2N as usize), Some(TiuField::Opd2C as usize), Some(TiuField::Opd2H as usize), Some(TiuField::Opd2W as usize), Some(TiuField::Opd2NStr as usize), Some(TiuField::Opd2CStr as usize), Some(TiuField::Opd2HStr as usize), Some(TiuField::Opd2WStr as usize), Some(TiuField::Opd2BStr as usize), Some(TiuField::ShortOpd2Str as usize), Some(TiuField::OptOpd2Sign as usize), Some(TiuField::OptOpd2Seg as usize), Some(TiuField::OptOpd2Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "operands", field: TiuField::TskOpdNum as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "lshift", field: TiuField::OptLeftShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "quant", field: TiuField::OptChlQuan as usize },
                AttributeInfo { name: "multiplier", field: TiuField::QuanM as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
                AttributeInfo { name: "accumulate", field: TiuField::OptResAdd as usize },
                AttributeInfo { name: "left_transposed", field: TiuField::OptLeftTran as usize },
                AttributeInfo { name: "ps32", field: TiuField::Ps32Md as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "channel_sum",
            title: "Channel sum",
            page: "tiu_channel_sum",
            feature: Some(("channel_sum", |features| features.channel_sum)),
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "lookup",
            title: "Table lookup",
            page: "tiu_lookup",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "input", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "table", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "mul",
            title: "Multiply",
            page: "tiu_mul",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
                AttributeInfo { name: "quant", field: TiuField::OptChlQuan as usize },
                AttributeInfo { name: "multiplier", field: TiuField::QuanM as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "mac",
            title: "Multiply and accumulate",
            page: "tiu_mac",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "lshift", field: TiuField::OptLeftShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
                AttributeInfo { name: "accumulate", field: TiuField::OptResAdd as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "add",
            title: "Add",
            page: "tiu_add",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "sub",
            title: "Subtract",
            page: "tiu_sub",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "rshift", field: TiuField::OptResShift as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
                AttributeInfo { name: "relu", field: TiuField::OptReluTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "max",
            title: "Maximum",
            page: "tiu_max",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "min",
            title: "Minimum",
            page: "tiu_min",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "shift",
            title: "Shift by a tensor of amounts",
            page: "tiu_shift",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
                AttributeInfo { name: "round", field: TiuField::OptRshiftTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "and",
            title: "Bitwise and",
            page: "tiu_and",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "or",
            title: "Bitwise or",
            page: "tiu_or",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "xor",
            title: "Bitwise exclusive or",
            page: "tiu_xor",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "copy",
            title: "Copy",
            page: "tiu_copy",
            feature: None,
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
            ],
        },
        OpInfo {
            engine: "tiu",
            name: "ge",
            title: "Greater or equal",
            page: "tiu_ge",
            feature: Some(("greater_equal", |features| features.greater_equal)),
            operands: &[
                OperandInfo { role: "output", prefix: "res0", parts: &[Some(TiuField::Res0Addr as usize), Some(TiuField::Res0N as usize), Some(TiuField::Res0C as usize), Some(TiuField::Res0H as usize), Some(TiuField::Res0W as usize), Some(TiuField::Res0NStr as usize), Some(TiuField::Res0CStr as usize), Some(TiuField::Res0HStr as usize), Some(TiuField::Res0WStr as usize), Some(TiuField::Res0BStr as usize), Some(TiuField::ShortRes0Str as usize), Some(TiuField::OptRes0Sign as usize), Some(TiuField::OptRes0Seg as usize), None] },
                OperandInfo { role: "a", prefix: "opd0", parts: &[Some(TiuField::Opd0Addr as usize), Some(TiuField::Opd0N as usize), Some(TiuField::Opd0C as usize), Some(TiuField::Opd0H as usize), Some(TiuField::Opd0W as usize), Some(TiuField::Opd0NStr as usize), Some(TiuField::Opd0CStr as usize), Some(TiuField::Opd0HStr as usize), Some(TiuField::Opd0WStr as usize), Some(TiuField::Opd0BStr as usize), Some(TiuField::ShortOpd0Str as usize), Some(TiuField::OptOpd0Sign as usize), Some(TiuField::OptOpd0Seg as usize), Some(TiuField::OptOpd0Const as usize)] },
                OperandInfo { role: "b", prefix: "opd1", parts: &[Some(TiuField::Opd1Addr as usize), Some(TiuField::Opd1N as usize), Some(TiuField::Opd1C as usize), Some(TiuField::Opd1H as usize), Some(TiuField::Opd1W as usize), Some(TiuField::Opd1NStr as usize), Some(TiuField::Opd1CStr as usize), Some(TiuField::Opd1HStr as usize), Some(TiuField::Opd1WStr as usize), Some(TiuField::Opd1BStr as usize), Some(TiuField::ShortOpd1Str as usize), Some(TiuField::OptOpd1Sign as usize), Some(TiuField::OptOpd1Seg as usize), Some(TiuField::OptOpd1Const as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "bf16", field: TiuField::OpdTyp as usize },
                AttributeInfo { name: "arith", field: TiuField::OptShiftTyp as usize },
            ],
        },
    ];
}

/// Operations of the TDMA.
pub mod tdma {
    use crate::address::*;
    use crate::field::{FieldError, Fields};
    use crate::generated::chips::Layout;
    use crate::generated::tdma::{TdmaFields, TdmaField, RECORD};
    use crate::op::{AttributeInfo, CommandId, EncodeError, GroupInfo, OpInfo, OperandInfo};
    use serde::Serialize;

    /// Values of `trans_dir`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum Direction {
        /// load
        Load = 0,
        /// store
        Store = 1,
        /// copy
        Copy = 2,
        /// move
        Move = 3,
    }

    impl Direction {
        /// The value of the low bits.
        #[must_use]
        #[inline]
        pub fn from_bits(bits: u8) -> Self {
            match bits & 0x3 {
                0 => Direction::Load,
                1 => Direction::Store,
                2 => Direction::Copy,
                _ => Direction::Move,
            }
        }

        /// The stored number.
        #[must_use]
        #[inline]
        pub fn bits(self) -> u8 {
            self as u8
        }
    }

    /// Values of `transpose_md`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    #[repr(u8)]
    pub enum Rearrangement {
        /// nc
        Nc = 0,
        /// rotate_hwc
        RotateHwc = 1,
        /// rotate_whc
        RotateWhc = 2,
        /// cw
        Cw = 3,
    }

    impl Rearrangement {
        /// The value of the low bits.
        #[must_use]
        #[inline]
        pub fn from_bits(bits: u8) -> Self {
            match bits & 0x3 {
                0 => Rearrangement::Nc,
                1 => Rearrangement::RotateHwc,
                2 => Rearrangement::RotateWhc,
                _ => Rearrangement::Cw,
            }
        }

        /// The stored number.
        #[must_use]
        #[inline]
        pub fn bits(self) -> u8 {
            self as u8
        }
    }

    /// An operand of the TDMA.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Endpoint {
        /// As `src_base_reg_sel`: Base register added to a source address in DRAM.
        pub base: u8,
        /// As `src_base_addr`: Source: address; offset from the base register in DRAM, lane * lane size + offset in local memory.
        pub addr: TransferAddress,
        /// As `src_c`: Source: channels; rows of a matrix are counted by `src_n`.
        pub c: u16,
        /// As `src_h`: Source: rows.
        pub h: u16,
        /// As `src_w`: Source: columns.
        pub w: u16,
        /// As `src_n_stride`: Source: bytes between batches; in a general transfer of the source side, the number of bytes.
        pub n_stride: u32,
        /// As `src_c_stride`: Source: bytes between channels (DRAM) or between channel groups of one lane (local memory).
        pub c_stride: u32,
        /// As `src_h_stride`: Source: bytes between rows.
        pub h_stride: u16,
        /// As `src_fmt`: Element format of the source.
        pub format: u8,
    }

    /// What every descriptor of the TDMA carries besides its operation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct TdmaHeader {
        /// The descriptor is valid.
        pub valid: bool,
        /// Last descriptor of the run. The vendor simulator insists on it there but does not stop at an earlier one.
        pub end: bool,
        /// Raise an interrupt when the descriptor retires.
        pub interrupt: bool,
        /// Honour `wait_id_tpu` before starting. The vendor simulator waits even without it.
        pub barrier: bool,
        /// Own command id, published when the descriptor retires.
        pub id: CommandId,
        /// TIU command id that must have retired before this descriptor starts.
        pub wait: CommandId,
        /// Id of another DMA engine to wait for (not used by known software).
        pub wait_other: CommandId,
        /// Id of the system DMA to wait for (not used by known software).
        pub wait_sdma: CommandId,
        /// Let the next command start before the data of this one have arrived.
        pub outstanding: bool,
        /// Let the parts of this command overlap inside the engine.
        pub intra_parallel: bool,
        /// Layer number, for the reader of traces; the hardware ignores it.
        pub layer: u16,
    }

    impl Default for TdmaHeader {
        fn default() -> Self {
            Self {
                valid: true,
                end: false,
                interrupt: false,
                barrier: true,
                id: CommandId(0),
                wait: CommandId(0),
                wait_other: CommandId(0),
                wait_sdma: CommandId(0),
                outstanding: false,
                intra_parallel: false,
                layer: 0,
            }
        }
    }

    impl TdmaHeader {
        /// Reads the header.
        #[must_use]
        #[inline]
        pub fn from_fields(f: &TdmaFields) -> Self {
            Self {
                valid: f.vld,
                end: f.eod,
                interrupt: f.intp_en,
                barrier: f.bar_en,
                id: CommandId(f.cmd_id.into()),
                wait: CommandId(f.wait_id_tpu.into()),
                wait_other: CommandId(f.wait_id_other_tdma.into()),
                wait_sdma: CommandId(f.wait_id_sdma.into()),
                outstanding: f.outstanding_en,
                intra_parallel: f.intra_cmd_paral,
                layer: f.layer_id,
            }
        }

        /// Writes the header.
        ///
        /// # Errors
        /// A value that does not fit its field.
        pub fn write(&self, f: &mut TdmaFields, layout: Layout) -> Result<(), EncodeError> {
            let _ = layout;
            f.vld = self.valid;
            f.eod = self.end;
            f.intp_en = self.interrupt;
            f.bar_en = self.barrier;
            f.try_set(TdmaField::CmdId as usize, self.id.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::CmdId as usize, self.id.0.into()))?;
            f.try_set(TdmaField::WaitIdTpu as usize, self.wait.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::WaitIdTpu as usize, self.wait.0.into()))?;
            f.try_set(TdmaField::WaitIdOtherTdma as usize, self.wait_other.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::WaitIdOtherTdma as usize, self.wait_other.0.into()))?;
            f.try_set(TdmaField::WaitIdSdma as usize, self.wait_sdma.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::WaitIdSdma as usize, self.wait_sdma.0.into()))?;
            f.outstanding_en = self.outstanding;
            f.intra_cmd_paral = self.intra_parallel;
            f.layer_id = self.layer;
            Ok(())
        }
    }

    /// Move table bases or indices.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Lut {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
        /// Field `mv_lut_base`: Local move that keeps sign, exponent and no fraction of every bf16 element.
        pub lut_base: bool,
        /// Field `mv_lut_idx`: Local move that turns every bf16 element into a table index made of its exponent and sign, in both bytes.
        pub lut_index: bool,
    }

    impl Lut {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
                lut_base: f.mv_lut_base,
                lut_index: f.mv_lut_idx,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.dst_fmt = 2;
                    f.mv_lut_base = true;
                    f.spec_func = 0;
                    f.src_fmt = 2;
                    f.trans_dir = 3;
                }
                Layout::Cv182x => {
                    f.dst_fmt = 2;
                    f.mv_lut_base = true;
                    f.spec_func = 0;
                    f.src_fmt = 2;
                    f.trans_dir = 3;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            f.mv_lut_base = self.lut_base;
            f.mv_lut_idx = self.lut_index;
            Ok(f)
        }
    }

    impl Default for Lut {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Move a run of bytes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct General {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
    }

    impl General {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.spec_func = 0;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = true;
                }
                Layout::Cv182x => {
                    f.spec_func = 0;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = true;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            Ok(f)
        }
    }

    impl Default for General {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Decompressing load.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Decompress {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
        /// Field `cmprs_fmt`: Compressed elements are signed.
        pub signed: bool,
    }

    impl Decompress {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
                signed: f.cmprs_fmt,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = true;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
                Layout::Cv182x => {
                    f.compress_en = true;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            f.cmprs_fmt = self.signed;
            Ok(f)
        }
    }

    impl Default for Decompress {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Compressing store.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Compress {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
        /// Field `cmprs_fmt`: Compressed elements are signed.
        pub signed: bool,
        /// Field `compress_zero_guard`: Reserve the zero symbol of compressed bf16 data.
        pub zero_guard: bool,
        /// Field `compress_bias0`: First bias of the compressor.
        pub bias0: u8,
        /// Field `compress_bias1`: Second bias of the compressor.
        pub bias1: u8,
    }

    impl Compress {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
                signed: f.cmprs_fmt,
                zero_guard: f.compress_zero_guard,
                bias0: f.compress_bias0,
                bias1: f.compress_bias1,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = true;
                    f.sys_dtype = false;
                    f.trans_dir = 1;
                    f.trans_fmt = false;
                }
                Layout::Cv182x => {
                    f.compress_en = true;
                    f.sys_dtype = false;
                    f.trans_dir = 1;
                    f.trans_fmt = false;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            f.cmprs_fmt = self.signed;
            f.compress_zero_guard = self.zero_guard;
            f.compress_bias0 = self.bias0;
            f.compress_bias1 = self.bias1;
            Ok(f)
        }
    }

    impl Default for Compress {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Fill with a constant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Fill {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
        /// Field `const_val`: Constant of a fill.
        pub value: u16,
    }

    impl Fill {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
                value: f.const_val,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = false;
                    f.spec_func = 4;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
                Layout::Cv182x => {
                    f.compress_en = false;
                    f.spec_func = 4;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            f.const_val = self.value;
            Ok(f)
        }
    }

    impl Default for Fill {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Transpose batches and channels, or the rows and columns of a matrix.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct TransposeNc {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
    }

    impl TransposeNc {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                    f.transpose_md = 0;
                }
                Layout::Cv182x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                    f.transpose_md = 0;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            Ok(f)
        }
    }

    impl Default for TransposeNc {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Rotate channels, rows and columns.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct RotateChw {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
        /// Field `transpose_md`: Kind of rearrangement when `spec_func` is 1.
        pub rotation: Rearrangement,
    }

    impl RotateChw {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
                rotation: Rearrangement::from_bits(f.transpose_md),
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                    f.transpose_md = 1;
                }
                Layout::Cv182x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                    f.transpose_md = 1;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            f.transpose_md = self.rotation.bits();
            Ok(f)
        }
    }

    impl Default for RotateChw {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Transpose channels and columns.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct TransposeCw {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
    }

    impl TransposeCw {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 1;
                    f.trans_fmt = false;
                    f.transpose_md = 3;
                }
                Layout::Cv182x => {
                    f.compress_en = false;
                    f.spec_func = 1;
                    f.sys_dtype = false;
                    f.trans_dir = 1;
                    f.trans_fmt = false;
                    f.transpose_md = 3;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            Ok(f)
        }
    }

    impl Default for TransposeCw {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Move a tensor or matrix.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct Tensor {
        /// Operand `dst`.
        pub dst: Endpoint,
        /// Operand `src`.
        pub src: Endpoint,
        /// Field `trans_dir`: Direction.
        pub direction: Direction,
        /// Field `src_n`: Batches (rows of a matrix), of source and destination.
        pub n: u16,
        /// Field `sys_dtype`: 0 tensor, 1 matrix.
        pub matrix: bool,
        /// Field `int8_sign`: 8-bit elements are signed where a conversion needs to know.
        pub int8_sign: bool,
        /// Field `int8_rnd_mode`: Rounding of bf16 to 8-bit conversion.
        pub int8_round: bool,
        /// Field `check_bf16_value`: Check bf16 values while moving them (not used by known software).
        pub check_bf16: bool,
    }

    impl Tensor {
        #[inline]
        fn from_fields(f: &TdmaFields) -> Self {
            Self {
                dst: Endpoint {
                    base: f.dst_base_reg_sel,
                    addr: TransferAddress(f.dst_base_addr.into()),
                    c: f.dst_c,
                    h: f.dst_h,
                    w: f.dst_w,
                    n_stride: f.dst_n_stride,
                    c_stride: f.dst_c_stride,
                    h_stride: f.dst_h_stride,
                    format: f.dst_fmt,
                },
                src: Endpoint {
                    base: f.src_base_reg_sel,
                    addr: TransferAddress(f.src_base_addr.into()),
                    c: f.src_c,
                    h: f.src_h,
                    w: f.src_w,
                    n_stride: f.src_n_stride,
                    c_stride: f.src_c_stride,
                    h_stride: f.src_h_stride,
                    format: f.src_fmt,
                },
                direction: Direction::from_bits(f.trans_dir),
                n: f.src_n,
                matrix: f.sys_dtype,
                int8_sign: f.int8_sign,
                int8_round: f.int8_rnd_mode,
                check_bf16: f.check_bf16_value,
            }
        }

        fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            let mut f = TdmaFields::defaults(layout as usize);
            match layout {
                Layout::Cv183x => {
                    f.compress_en = false;
                    f.spec_func = 0;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
                Layout::Cv182x => {
                    f.compress_en = false;
                    f.spec_func = 0;
                    f.trans_dir = 0;
                    f.trans_fmt = false;
                }
            }
            f.dst_base_reg_sel = self.dst.base;
            f.try_set(TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::DstBaseAddr as usize, self.dst.addr.0.into()))?;
            f.dst_c = self.dst.c;
            f.dst_h = self.dst.h;
            f.dst_w = self.dst.w;
            f.dst_n_stride = self.dst.n_stride;
            f.dst_c_stride = self.dst.c_stride;
            f.dst_h_stride = self.dst.h_stride;
            f.dst_fmt = self.dst.format;
            f.src_base_reg_sel = self.src.base;
            f.try_set(TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, TdmaField::SrcBaseAddr as usize, self.src.addr.0.into()))?;
            f.src_c = self.src.c;
            f.src_h = self.src.h;
            f.src_w = self.src.w;
            f.src_n_stride = self.src.n_stride;
            f.src_c_stride = self.src.c_stride;
            f.src_h_stride = self.src.h_stride;
            f.src_fmt = self.src.format;
            f.trans_dir = self.direction.bits();
            f.src_n = self.n;
            f.sys_dtype = self.matrix;
            f.int8_sign = self.int8_sign;
            f.int8_rnd_mode = self.int8_round;
            f.check_bf16_value = self.check_bf16;
            Ok(f)
        }
    }

    impl Default for Tensor {
        /// Every value as the fields' defaults in layout cv182x have it.
        fn default() -> Self {
            Self::from_fields(&TdmaFields::DEFAULT_CV182X)
        }
    }

    /// Which operation a descriptor of the TDMA holds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum TdmaKind {
        /// Move table bases or indices.
        Lut,
        /// Move a run of bytes.
        General,
        /// Decompressing load.
        Decompress,
        /// Compressing store.
        Compress,
        /// Fill with a constant.
        Fill,
        /// Transpose batches and channels, or the rows and columns of a matrix.
        TransposeNc,
        /// Rotate channels, rows and columns.
        RotateChw,
        /// Transpose channels and columns.
        TransposeCw,
        /// Move a tensor or matrix.
        Tensor,
    }

    impl TdmaKind {
        /// All of them, in order of selection.
        pub const ALL: [TdmaKind; 9] = [TdmaKind::Lut, TdmaKind::General, TdmaKind::Decompress, TdmaKind::Compress, TdmaKind::Fill, TdmaKind::TransposeNc, TdmaKind::RotateChw, TdmaKind::TransposeCw, TdmaKind::Tensor];

        /// The operation that the fields select.
        #[must_use]
        #[inline]
        pub fn of(f: &TdmaFields, layout: Layout) -> Option<Self> {
            match layout {
                Layout::Cv183x => {
                    if (f.dst_fmt == 2 && f.mv_lut_base && f.spec_func == 0 && f.src_fmt == 2 && f.trans_dir == 3) || (f.dst_fmt == 2 && f.mv_lut_idx && f.spec_func == 0 && f.src_fmt == 2 && f.trans_dir == 3) {
                        return Some(TdmaKind::Lut);
                    }
                    if (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 0 && f.trans_fmt) || (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 1 && f.trans_fmt) || (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 2 && f.trans_fmt) {
                        return Some(TdmaKind::General);
                    }
                    if (f.compress_en && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) || (f.compress_en && f.spec_func == 0 && f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) {
                        return Some(TdmaKind::Decompress);
                    }
                    if (f.compress_en && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) || (f.compress_en && f.spec_func == 0 && f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) {
                        return Some(TdmaKind::Compress);
                    }
                    if (!f.compress_en && f.spec_func == 4 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 4 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) {
                        return Some(TdmaKind::Fill);
                    }
                    if (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 0) || (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt && f.transpose_md == 0) || (f.spec_func == 1 && f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) {
                        return Some(TdmaKind::TransposeNc);
                    }
                    if (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 1) || (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 2) {
                        return Some(TdmaKind::RotateChw);
                    }
                    if !f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt && f.transpose_md == 3 {
                        return Some(TdmaKind::TransposeCw);
                    }
                    if (!f.compress_en && f.spec_func == 0 && f.trans_dir == 0 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 0 && f.trans_dir == 1 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 2 && !f.trans_fmt) || (f.spec_func == 0 && f.trans_dir == 3) {
                        return Some(TdmaKind::Tensor);
                    }
                }
                Layout::Cv182x => {
                    if (f.dst_fmt == 2 && f.mv_lut_base && f.spec_func == 0 && f.src_fmt == 2 && f.trans_dir == 3) || (f.dst_fmt == 2 && f.mv_lut_idx && f.spec_func == 0 && f.src_fmt == 2 && f.trans_dir == 3) {
                        return Some(TdmaKind::Lut);
                    }
                    if (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 0 && f.trans_fmt) || (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 1 && f.trans_fmt) || (f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 2 && f.trans_fmt) {
                        return Some(TdmaKind::General);
                    }
                    if (f.compress_en && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) || (f.compress_en && f.spec_func == 0 && f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) {
                        return Some(TdmaKind::Decompress);
                    }
                    if (f.compress_en && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) || (f.compress_en && f.spec_func == 0 && f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) {
                        return Some(TdmaKind::Compress);
                    }
                    if (!f.compress_en && f.spec_func == 4 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 4 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt) {
                        return Some(TdmaKind::Fill);
                    }
                    if (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 0) || (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt && f.transpose_md == 0) || (f.spec_func == 1 && f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt) {
                        return Some(TdmaKind::TransposeNc);
                    }
                    if (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 1) || (!f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 0 && !f.trans_fmt && f.transpose_md == 2) {
                        return Some(TdmaKind::RotateChw);
                    }
                    if !f.compress_en && f.spec_func == 1 && !f.sys_dtype && f.trans_dir == 1 && !f.trans_fmt && f.transpose_md == 3 {
                        return Some(TdmaKind::TransposeCw);
                    }
                    if (!f.compress_en && f.spec_func == 0 && f.trans_dir == 0 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 0 && f.trans_dir == 1 && !f.trans_fmt) || (!f.compress_en && f.spec_func == 0 && !f.sys_dtype && f.trans_dir == 2 && !f.trans_fmt) || (f.spec_func == 0 && f.trans_dir == 3) {
                        return Some(TdmaKind::Tensor);
                    }
                }
            }
            None
        }

        /// The row of the operation table.
        #[must_use]
        pub fn info(self) -> &'static OpInfo {
            &OPS[self as usize]
        }
    }

    /// An operation of the TDMA.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum TdmaOp {
        /// See [`struct@Lut`].
        Lut(Lut),
        /// See [`struct@General`].
        General(General),
        /// See [`struct@Decompress`].
        Decompress(Decompress),
        /// See [`struct@Compress`].
        Compress(Compress),
        /// See [`struct@Fill`].
        Fill(Fill),
        /// See [`struct@TransposeNc`].
        TransposeNc(TransposeNc),
        /// See [`struct@RotateChw`].
        RotateChw(RotateChw),
        /// See [`struct@TransposeCw`].
        TransposeCw(TransposeCw),
        /// See [`struct@Tensor`].
        Tensor(Tensor),
    }

    impl TdmaOp {
        /// Which operation this is.
        #[must_use]
        pub fn kind(&self) -> TdmaKind {
            match self {
                Self::Lut(_) => TdmaKind::Lut,
                Self::General(_) => TdmaKind::General,
                Self::Decompress(_) => TdmaKind::Decompress,
                Self::Compress(_) => TdmaKind::Compress,
                Self::Fill(_) => TdmaKind::Fill,
                Self::TransposeNc(_) => TdmaKind::TransposeNc,
                Self::RotateChw(_) => TdmaKind::RotateChw,
                Self::TransposeCw(_) => TdmaKind::TransposeCw,
                Self::Tensor(_) => TdmaKind::Tensor,
            }
        }

        /// Reads the operation `kind` from the fields.
        #[must_use]
        #[inline]
        pub fn from_fields(kind: TdmaKind, f: &TdmaFields) -> Self {
            match kind {
                TdmaKind::Lut => Self::Lut(Lut::from_fields(f)),
                TdmaKind::General => Self::General(General::from_fields(f)),
                TdmaKind::Decompress => Self::Decompress(Decompress::from_fields(f)),
                TdmaKind::Compress => Self::Compress(Compress::from_fields(f)),
                TdmaKind::Fill => Self::Fill(Fill::from_fields(f)),
                TdmaKind::TransposeNc => Self::TransposeNc(TransposeNc::from_fields(f)),
                TdmaKind::RotateChw => Self::RotateChw(RotateChw::from_fields(f)),
                TdmaKind::TransposeCw => Self::TransposeCw(TransposeCw::from_fields(f)),
                TdmaKind::Tensor => Self::Tensor(Tensor::from_fields(f)),
            }
        }

        /// The fields of a descriptor that holds this operation; its header is at the defaults.
        ///
        /// # Errors
        /// An operation that the layout lacks, or a value that does not fit.
        pub fn to_fields(self, layout: Layout) -> Result<TdmaFields, EncodeError> {
            match self {
                Self::Lut(op) => op.to_fields(layout),
                Self::General(op) => op.to_fields(layout),
                Self::Decompress(op) => op.to_fields(layout),
                Self::Compress(op) => op.to_fields(layout),
                Self::Fill(op) => op.to_fields(layout),
                Self::TransposeNc(op) => op.to_fields(layout),
                Self::RotateChw(op) => op.to_fields(layout),
                Self::TransposeCw(op) => op.to_fields(layout),
                Self::Tensor(op) => op.to_fields(layout),
            }
        }

        /// Calls the visitor's method for this operation.
        pub fn visit<V: TdmaVisitor>(&self, visitor: &mut V) -> V::Output {
            match self {
                Self::Lut(op) => visitor.lut(op),
                Self::General(op) => visitor.general(op),
                Self::Decompress(op) => visitor.decompress(op),
                Self::Compress(op) => visitor.compress(op),
                Self::Fill(op) => visitor.fill(op),
                Self::TransposeNc(op) => visitor.transpose_nc(op),
                Self::RotateChw(op) => visitor.rotate_chw(op),
                Self::TransposeCw(op) => visitor.transpose_cw(op),
                Self::Tensor(op) => visitor.tensor(op),
            }
        }
    }

    impl From<Lut> for TdmaOp {
        fn from(op: Lut) -> Self {
            Self::Lut(op)
        }
    }

    impl From<General> for TdmaOp {
        fn from(op: General) -> Self {
            Self::General(op)
        }
    }

    impl From<Decompress> for TdmaOp {
        fn from(op: Decompress) -> Self {
            Self::Decompress(op)
        }
    }

    impl From<Compress> for TdmaOp {
        fn from(op: Compress) -> Self {
            Self::Compress(op)
        }
    }

    impl From<Fill> for TdmaOp {
        fn from(op: Fill) -> Self {
            Self::Fill(op)
        }
    }

    impl From<TransposeNc> for TdmaOp {
        fn from(op: TransposeNc) -> Self {
            Self::TransposeNc(op)
        }
    }

    impl From<RotateChw> for TdmaOp {
        fn from(op: RotateChw) -> Self {
            Self::RotateChw(op)
        }
    }

    impl From<TransposeCw> for TdmaOp {
        fn from(op: TransposeCw) -> Self {
            Self::TransposeCw(op)
        }
    }

    impl From<Tensor> for TdmaOp {
        fn from(op: Tensor) -> Self {
            Self::Tensor(op)
        }
    }

    /// One method per operation, so that a new operation makes the compiler list every place left to write.
    pub trait TdmaVisitor {
        /// What a visit returns.
        type Output;
        /// Move table bases or indices.
        fn lut(&mut self, op: &Lut) -> Self::Output;
        /// Move a run of bytes.
        fn general(&mut self, op: &General) -> Self::Output;
        /// Decompressing load.
        fn decompress(&mut self, op: &Decompress) -> Self::Output;
        /// Compressing store.
        fn compress(&mut self, op: &Compress) -> Self::Output;
        /// Fill with a constant.
        fn fill(&mut self, op: &Fill) -> Self::Output;
        /// Transpose batches and channels, or the rows and columns of a matrix.
        fn transpose_nc(&mut self, op: &TransposeNc) -> Self::Output;
        /// Rotate channels, rows and columns.
        fn rotate_chw(&mut self, op: &RotateChw) -> Self::Output;
        /// Transpose channels and columns.
        fn transpose_cw(&mut self, op: &TransposeCw) -> Self::Output;
        /// Move a tensor or matrix.
        fn tensor(&mut self, op: &Tensor) -> Self::Output;
    }

    /// Names of an operand's parts.
    pub static PARTS: &[&str] = &["base", "addr", "c", "h", "w", "n_stride", "c_stride", "h_stride", "format"];

    /// Rows of the header.
    pub static HEADER: &[usize] = &[TdmaField::Vld as usize, TdmaField::Eod as usize, TdmaField::IntpEn as usize, TdmaField::BarEn as usize, TdmaField::CmdId as usize, TdmaField::WaitIdTpu as usize, TdmaField::WaitIdOtherTdma as usize, TdmaField::WaitIdSdma as usize, TdmaField::OutstandingEn as usize, TdmaField::IntraCmdParal as usize, TdmaField::LayerID as usize];

    /// Header values of an ordinary descriptor that differ from the field's default.
    pub static HEADER_DEFAULTS: &[(usize, u64)] = &[(TdmaField::BarEn as usize, 1), (TdmaField::Vld as usize, 1)];

    /// Fields written as one in the text form.
    pub static GROUPS: &[GroupInfo] = &[
    ];

    /// The operation table, in order of selection.
    pub static OPS: [OpInfo; 9] = [
        OpInfo {
            engine: "tdma",
            name: "lut",
            title: "Move table bases or indices",
            page: "tdma_lut_move",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
                AttributeInfo { name: "lut_base", field: TdmaField::MvLutBase as usize },
                AttributeInfo { name: "lut_index", field: TdmaField::MvLutIdx as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "general",
            title: "Move a run of bytes",
            page: "tdma_general_copy",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "decompress",
            title: "Decompressing load",
            page: "tdma_decompress_load",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
                AttributeInfo { name: "signed", field: TdmaField::CmprsFmt as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "compress",
            title: "Compressing store",
            page: "tdma_compress_store",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
                AttributeInfo { name: "signed", field: TdmaField::CmprsFmt as usize },
                AttributeInfo { name: "zero_guard", field: TdmaField::CompressZeroGuard as usize },
                AttributeInfo { name: "bias0", field: TdmaField::CompressBias0 as usize },
                AttributeInfo { name: "bias1", field: TdmaField::CompressBias1 as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "fill",
            title: "Fill with a constant",
            page: "tdma_fill_constant",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
                AttributeInfo { name: "value", field: TdmaField::ConstVal as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "transpose_nc",
            title: "Transpose batches and channels, or the rows and columns of a matrix",
            page: "tdma_transpose_nc",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "rotate_chw",
            title: "Rotate channels, rows and columns",
            page: "tdma_rotate_chw",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
                AttributeInfo { name: "rotation", field: TdmaField::TransposeMd as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "transpose_cw",
            title: "Transpose channels and columns",
            page: "tdma_transpose_cw",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
            ],
        },
        OpInfo {
            engine: "tdma",
            name: "tensor",
            title: "Move a tensor or matrix",
            page: "tdma_tensor_copy",
            feature: None,
            operands: &[
                OperandInfo { role: "dst", prefix: "dst", parts: &[Some(TdmaField::DstBaseRegSel as usize), Some(TdmaField::DstBaseAddr as usize), Some(TdmaField::DstC as usize), Some(TdmaField::DstH as usize), Some(TdmaField::DstW as usize), Some(TdmaField::DstNStride as usize), Some(TdmaField::DstCStride as usize), Some(TdmaField::DstHStride as usize), Some(TdmaField::DstFmt as usize)] },
                OperandInfo { role: "src", prefix: "src", parts: &[Some(TdmaField::SrcBaseRegSel as usize), Some(TdmaField::SrcBaseAddr as usize), Some(TdmaField::SrcC as usize), Some(TdmaField::SrcH as usize), Some(TdmaField::SrcW as usize), Some(TdmaField::SrcNStride as usize), Some(TdmaField::SrcCStride as usize), Some(TdmaField::SrcHStride as usize), Some(TdmaField::SrcFmt as usize)] },
            ],
            attributes: &[
                AttributeInfo { name: "direction", field: TdmaField::TransDir as usize },
                AttributeInfo { name: "n", field: TdmaField::SrcN as usize },
                AttributeInfo { name: "matrix", field: TdmaField::SysDtype as usize },
                AttributeInfo { name: "int8_sign", field: TdmaField::Int8Sign as usize },
                AttributeInfo { name: "int8_round", field: TdmaField::Int8RndMode as usize },
                AttributeInfo { name: "check_bf16", field: TdmaField::CheckBf16Value as usize },
            ],
        },
    ];
}

