//! Random matrix multiplications.

use super::draft::{Draft, Room};
use crate::generated::tiu::TiuField::*;
use crate::layout::slot::{FIRST, RESULT, SECOND, THIRD};
use crate::op::tiu::StrideMode::Aligned;

/// Choices that shape the rest of the descriptor.
#[derive(Clone, Copy)]
struct Style {
    bf16: bool,
    sums: u32,
    quantised: bool,
    accumulates: bool,
    wide: bool,
    biased: bool,
}

fn style(draft: &mut Draft) -> Style {
    let bf16 = draft.random.chance(50);
    let sums = draft.random.choose(&[0, 0, 0, 1, 2, 3]);
    let finishes = sums & 2 == 0;
    let quantised = !bf16 && finishes && draft.random.chance(40);
    let accumulates = !bf16 && sums == 0 && draft.random.chance(30);
    let wide = !bf16 && sums == 0 && !quantised && draft.random.chance(30);
    Style { bf16, sums, quantised, accumulates, wide, biased: finishes && draft.random.chance(50) }
}

pub(super) fn matmul(draft: &mut Draft) -> Option<()> {
    let style = style(draft);
    let element = if style.bf16 { 2 } else { 1 };
    let rows = draft.size(&[1, 1, 2, 5, 17, 64]);
    let (pieces, width) = (draft.size(&[1, 1, 2, 3, 9, 17, 33]), draft.size(&[1, 3, 8, 16, 17, 32]));
    let (channels, columns) = (draft.size(&[1, 2, 3, 8, 9, 33]), draft.size(&[1, 5, 8, 16, 17, 32]));
    let last = if pieces == 1 { width } else { draft.random.within(1..=width) };
    let inner = width * (pieces - 1) + last;
    let (left, right) = ([rows, pieces, 1, width], [inner, channels, 1, columns]);
    let result = [rows, channels, 1, columns];
    draft.shape(&FIRST, left);
    draft.shape(&SECOND, [inner, channels, 1, last]);
    draft.shape(&RESULT, result);
    draft.shape(&THIRD, [1, channels, 1, columns]);
    [&RESULT, &FIRST, &SECOND, &THIRD].into_iter().for_each(|slot| draft.mode(slot, Aligned));
    let (lane, left_lane) = (draft.lane(), draft.lane());
    let (right_lane, bias_lane) = (draft.lane_beside(lane), draft.lane_beside(lane));
    let planes = match style {
        Style { sums: 1.., bf16: true, .. } | Style { accumulates: true, .. } | Style { wide: true, .. } => 2,
        Style { sums: 1.., .. } => 4,
        _ => 1,
    };
    let plane = draft.strides(Aligned, result, element, lane)[0] * i64::from(rows);
    let bias = draft.strides(Aligned, [1, channels, 1, columns], element, bias_lane)[0];
    let whole = |bytes: i64, planes: u32| u32::try_from(bytes * i64::from(planes)).ok();
    draft.settle([
        Room { slot: &RESULT, lane, bytes: whole(plane, planes)?, align: 16 },
        Room { slot: &FIRST, lane: left_lane, bytes: draft.bytes(Aligned, left, element, left_lane)?, align: 16 },
        Room { slot: &SECOND, lane: right_lane, bytes: draft.bytes(Aligned, right, element, right_lane)?, align: 16 },
        Room { slot: &THIRD, lane: bias_lane, bytes: if style.biased { whole(bias, 4)? } else { 0 }, align: 16 },
    ])?;
    values(draft, style);
    Some(())
}

fn values(draft: &mut Draft, style: Style) {
    draft.narrow();
    draft.set(OptRes0Seg, u8::from(!style.wide));
    draft.set(OptOpd2Seg, 0_u8);
    draft.set(OpdTyp, u8::from(style.bf16));
    draft.set(TskOpdNum, if style.biased { 3_u8 } else { 2 });
    draft.set(Ps32Md, style.sums);
    draft.set(OptResAdd, u8::from(style.accumulates));
    draft.set(OptChlQuan, u8::from(style.quantised));
    draft.set(OptRshiftTyp, 1_u8);
    draft.pick(OptLeftShift, if style.accumulates { &[0, 1, 5, 15, 16, 31] } else { &[0] });
    let any = draft.random.below(32);
    let shift = if style.bf16 || style.sums & 2 != 0 { 0 } else { draft.random.choose(&[0, 1, 3, 6, 8, 10, any]) };
    draft.set(OptResShift, shift);
    if style.quantised {
        let multiplier = (1 << 30) + draft.random.below(1 << 30);
        let any = draft.random.bits() as u32;
        draft.pick(QuanM, &[multiplier, multiplier, any]);
    }
    signs(draft, style);
}

fn signs(draft: &mut Draft, style: Style) {
    let may_relu = style.sums & 2 == 0 && !style.accumulates;
    if style.bf16 {
        [OptOpd0Sign, OptOpd1Sign, OptOpd2Sign].into_iter().for_each(|row| draft.set(row, 0_u8));
        draft.set(OptShiftTyp, 0_u8);
        let relu = may_relu && draft.random.chance(40);
        return draft.set(OptReluTyp, u8::from(relu));
    }
    let (left, right) = (draft.flag(OptOpd0Sign), draft.flag(OptOpd1Sign));
    let bias = draft.flag(OptOpd2Sign) && style.biased;
    let signed = left || right || bias;
    let relu = may_relu && draft.random.chance(40) && (signed || style.biased);
    draft.set(OptReluTyp, u8::from(relu));
    let result = signed && (!relu || draft.random.chance(50));
    draft.set(OptRes0Sign, u8::from(result));
    draft.set(OptShiftTyp, u8::from(signed));
}
