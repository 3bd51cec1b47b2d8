//! Random convolutions.

use super::draft::{Draft, Room};
use super::pool::padding;
use super::window::{Honours, Sizes, window};
use crate::footprint::Role;
use crate::generate::{Random, place};
use crate::generated::tiu::TiuField::*;
use crate::layout::slot::{FIRST, RESULT, SECOND, THIRD};
use crate::layout::{Shape, Strides};
use crate::op::tiu::StrideMode::{Aligned, Lane, Packed};

/// Choices that shape the rest of the descriptor.
#[derive(Clone, Copy)]
struct Style {
    bf16: bool,
    /// Read and write partial sums.
    sums: u32,
    quantised: bool,
    biased: bool,
    /// Weights are one constant.
    constant: bool,
}

impl Style {
    fn element(self) -> u32 {
        if self.bf16 { 2 } else { 1 }
    }
}

pub(super) fn conv(draft: &mut Draft) -> Option<()> {
    let style = conv_style(draft);
    let sizes = window(draft, Honours { insertion: true, gaps: true, smaller: false })?;
    let n = draft.size(&[1, 1, 2, 3]);
    let inputs = draft.size(&[1, 2, 3, 4, 6, 8, 9, 17, 33]);
    let outputs = draft.size(&[1, 2, 3, 7, 8, 9, 16, 31, 33, 40]);
    let input = [n, inputs, sizes.input[0], sizes.input[1]];
    let result = [n, outputs, sizes.result[0], sizes.result[1]];
    draft.shape(&FIRST, input);
    draft.shape(&RESULT, result);
    draft.shape(&SECOND, [inputs, outputs, sizes.kernel[0], sizes.kernel[1]]);
    draft.mode(&FIRST, Aligned);
    draft.mode(&SECOND, Packed);
    let (lane, input_lane) = (draft.lane(), draft.lane());
    let weight_lane = draft.lane_beside(lane);
    let result_bytes = output(draft, style, result, lane)?;
    let input_bytes = draft.bytes(Aligned, input, style.element(), input_lane)?;
    let taps = sizes.kernel[0] * sizes.kernel[1] * inputs * style.element();
    let weight_bytes = taps.checked_mul((weight_lane + outputs).div_ceil(draft.chip.lanes))?;
    let (third_lane, third_bytes) = third(draft, style, outputs, lane);
    let align = draft.random.choose(&[16, 16, 2, 1]);
    draft.settle([
        Room { slot: &RESULT, lane, bytes: result_bytes, align: 16 },
        Room { slot: &FIRST, lane: input_lane, bytes: input_bytes, align: 16 },
        Room { slot: &SECOND, lane: weight_lane, bytes: weight_bytes, align },
        Room { slot: &THIRD, lane: third_lane, bytes: third_bytes, align: 16 },
    ])?;
    finish(draft, style);
    double(draft, style, inputs);
    early(draft);
    Some(())
}

fn conv_style(draft: &mut Draft) -> Style {
    let bf16 = draft.random.chance(40);
    let sums = draft.random.choose(&[0, 0, 0, 1, 2, 3]);
    let leaves = sums & 2 != 0;
    Style {
        bf16,
        sums,
        quantised: !bf16 && !leaves && draft.random.chance(50),
        biased: !leaves && draft.random.chance(50),
        constant: draft.random.chance(8),
    }
}

/// Strides of the result, and the bytes it needs with all its planes.
fn output(draft: &mut Draft, style: Style, shape: Shape, lane: u32) -> Option<u32> {
    let (bytes, strides) = result_strides(draft, style, shape, lane)?;
    draft.manual(&RESULT, strides);
    draft.set(Ps32Md, style.sums);
    let planes = match (style.sums, style.bf16) {
        (0, _) => return Some(bytes),
        (_, true) => 2,
        (_, false) => 4,
    };
    let distance = bytes.next_multiple_of(16) + draft.random.choose(&[0, 16]);
    if distance > 0xffff {
        return None;
    }
    draft.set(Res0BStr, distance);
    Some(distance * (planes - 1) + bytes)
}

/// Gaps anywhere, batches aligned.
fn result_strides(draft: &mut Draft, style: Style, [n, c, h, w]: Shape, lane: u32) -> Option<(u32, Strides)> {
    let element = style.element();
    let column = element * draft.random.choose(&[1, 1, 1, 2, 3]);
    let row = w * column + element * draft.random.choose(&[0, 0, 1, 5]);
    let channel = (h * row).next_multiple_of(16) + draft.random.choose(&[0, 0, 16]);
    let batch = channel * (lane + c).div_ceil(draft.chip.lanes);
    let strides = [batch, channel, row, column].map(i64::from);
    Some((draft.extent([n, c, h, w], strides, element, lane)?, strides))
}

/// Lane and bytes of the bias or the requantisation records.
fn third(draft: &mut Draft, style: Style, channels: u32, result_lane: u32) -> (u32, u32) {
    let lane = draft.lane_beside(result_lane);
    if !style.biased && !style.quantised {
        return (lane, 0);
    }
    let groups = (lane + channels).div_ceil(draft.chip.lanes);
    draft.shape(&THIRD, [1, channels, 1, 1]);
    draft.mode(&THIRD, Lane);
    if style.quantised {
        return (lane, groups * if style.biased { 9 } else { 5 });
    }
    let plane = style.element() * channels.div_ceil(draft.chip.lanes);
    draft.set(Opd2BStr, plane);
    (lane, plane + groups * style.element())
}

/// Everything behind the accumulation.
fn finish(draft: &mut Draft, style: Style) {
    draft.narrow();
    draft.set(OpdTyp, u8::from(style.bf16));
    draft.set(TskOpdNum, if style.biased { 3_u8 } else { 2 });
    draft.set(OptOpd2Seg, u8::from(style.quantised));
    draft.set(OptChlQuan, u8::from(style.quantised));
    draft.set(OptRshiftTyp, 1_u8);
    draft.set(OptResShift, 0_u8);
    draft.set(OptReluTyp, 0_u8);
    let fill = draft.random.choose(&[0, 0, 1, 0x80, 0xff]);
    padding(draft, style.bf16, fill);
    if style.constant {
        draft.set(OptOpd1Const, 1_u8);
        let value = draft.random.below(128) * 2;
        draft.set(Opd1Addr, if style.bf16 { 0x3f80 } else { value });
    }
    if style.bf16 {
        let relu = style.sums & 2 == 0 && draft.random.chance(40);
        draft.set(OptReluTyp, u8::from(relu));
    } else {
        integer(draft, style);
    }
    if style.quantised {
        // Elsewhere the simulator itself does not agree with itself on more.
        let shifts = if draft.chip.features.left_quantised_shift { 256 } else { 32 };
        draft.fill(Role::Quantizer, |random, bytes| records(random, bytes, style.biased, shifts));
    }
}

fn integer(draft: &mut Draft, style: Style) {
    let (input, weight) = (draft.flag(OptOpd0Sign), draft.flag(OptOpd1Sign));
    let bias = style.biased && (style.quantised || draft.random.chance(50));
    draft.set(OptOpd2Sign, u8::from(bias));
    let signed = input || weight || bias;
    let relu = style.sums & 2 == 0 && draft.random.chance(40) && (signed || style.biased);
    draft.set(OptReluTyp, u8::from(relu));
    let sign = signed && (!relu || draft.random.chance(50));
    draft.set(OptRes0Sign, u8::from(sign));
    draft.set(OptShiftTyp, u8::from(signed));
    if !style.quantised && style.sums & 2 == 0 {
        let any = draft.random.below(32);
        draft.pick(OptResShift, &[0, 1, 4, 6, 8, 10, 12, 31, any]);
        let rounds = draft.random.chance(90);
        draft.set(OptRshiftTyp, u8::from(rounds));
    }
}

/// Requantisation records with multipliers and shifts that leave something of the sums.
fn records(random: &mut Random, bytes: usize, biased: bool, shifts: u32) -> Vec<u8> {
    let size = if biased { 9 } else { 5 };
    let mut all = Vec::with_capacity(bytes);
    while all.len() < bytes {
        if biased {
            let usual = random.within(0..=1 << 18).cast_signed() - (1 << 17);
            let bias = if random.chance(90) { usual } else { random.bits() as i32 };
            all.extend(bias.to_le_bytes());
        }
        let multiplier = if random.chance(80) { (1 << 30) + random.below(1 << 30) } else { random.bits() as u32 };
        all.extend(multiplier.to_le_bytes());
        let (usual, any) = (random.below(32), random.below(shifts));
        all.push(random.choose(&[4, 6, 8, 10, 12, usual, usual, any]) as u8);
    }
    all.truncate(bytes - bytes % size);
    all
}

fn double(draft: &mut Draft, style: Style, inputs: u32) {
    let even = inputs >= 4 && inputs.is_multiple_of(2) && draft.fields.opd1_addr.is_multiple_of(2);
    let double = !style.bf16 && even && draft.random.chance(50);
    draft.set(DoubleConv, u8::from(double));
}

/// The early start of operands; the early store would involve the transfers behind it.
fn early(draft: &mut Draft) {
    if draft.chip.features.early_start && draft.random.chance(20) {
        draft.set(CmdPreExe, 1_u8);
        draft.flag(CmdPreExeTyp);
    }
}

pub(super) fn depthwise(draft: &mut Draft) -> Option<()> {
    let style = depthwise_style(draft);
    let Sizes { input, kernel, result } =
        window(draft, Honours { insertion: true, gaps: !style.quantised, smaller: true })?;
    let n = draft.size(&[1, 1, 2, 3]);
    let c = draft.size(&[1, 2, 3, 8, 9, 17, 33, 40]);
    let (lane, input_lane) = (draft.lane(), draft.lane());
    let weight_lane = draft.lane_beside(lane);
    let shapes = ([n, c, result[0], result[1]], [n, c, input[0], input[1]], [1, c, kernel[0], kernel[1]]);
    draft.shape(&RESULT, shapes.0);
    draft.shape(&FIRST, shapes.1);
    draft.shape(&SECOND, shapes.2);
    draft.mode(&SECOND, Aligned);
    let result_bytes = output(draft, style, shapes.0, lane)?;
    let input_strides = place::nested(draft.random, shapes.1, style.element(), input_lane, draft.chip);
    draft.manual(&FIRST, input_strides);
    let input_bytes = draft.extent(shapes.1, input_strides, style.element(), input_lane)?;
    let weight_bytes = draft.bytes(Aligned, shapes.2, style.element(), weight_lane)?;
    let (third_lane, third_bytes) = third(draft, style, c, lane);
    draft.settle([
        Room { slot: &RESULT, lane, bytes: result_bytes, align: 16 },
        Room { slot: &FIRST, lane: input_lane, bytes: input_bytes, align: 16 },
        Room { slot: &SECOND, lane: weight_lane, bytes: weight_bytes, align: 16 },
        Room { slot: &THIRD, lane: third_lane, bytes: third_bytes, align: 16 },
    ])?;
    finish(draft, style);
    depthwise_signs(draft, style);
    early(draft);
    Some(())
}

fn depthwise_style(draft: &mut Draft) -> Style {
    let bf16 = draft.random.chance(50);
    let leaves = bf16 && draft.chip.features.depthwise_sums && draft.random.chance(20);
    Style {
        bf16,
        sums: if leaves { 2 } else { 0 },
        quantised: !bf16 && draft.random.chance(50),
        biased: !leaves && draft.random.chance(50),
        constant: draft.random.chance(10),
    }
}

/// Weights and bias are always signed here.
fn depthwise_signs(draft: &mut Draft, style: Style) {
    draft.set(OptOpd1Sign, 1_u8);
    draft.set(OptOpd2Sign, 1_u8);
    draft.set(OptShiftTyp, 1_u8);
    draft.set(OptRshiftTyp, 1_u8);
    if !style.bf16 {
        let relu = draft.fields.opt_relu_typ != 0;
        let signed = !relu || draft.random.chance(50);
        draft.set(OptRes0Sign, u8::from(signed));
    }
}
