//! Random pooling.

use super::draft::{Draft, Room};
use super::window::{Honours, Sizes, window};
use crate::generated::tiu::TiuField::*;
use crate::layout::slot::{FIRST, RESULT};
use crate::op::tiu::StrideMode::Aligned;

pub(super) fn extreme(draft: &mut Draft) -> Option<()> {
    let sizes = window(draft, Honours { insertion: false, gaps: false, smaller: true })?;
    draft.set(TskOpdNum, 1_u8);
    draft.set(OptResShift, 0_u8);
    let bf16 = common(draft, sizes)?;
    let fill = draft.random.choose(&[0, 0x3f80, 0xbfa0, 0xff7f, 1]);
    let value = if bf16 { fill } else { draft.random.below(256) };
    padding(draft, bf16, value);
    Some(())
}

pub(super) fn average(draft: &mut Draft) -> Option<()> {
    let sizes = window(draft, Honours { insertion: true, gaps: false, smaller: true })?;
    draft.set(TskOpdNum, 2_u8);
    let bf16 = common(draft, sizes)?;
    draft.set(OptOpd1Const, 1_u8);
    draft.set(OptOpd1Sign, 0_u8);
    draft.set(OptOpd1Seg, 1_u8);
    let any = draft.random.below(256);
    let factor = if bf16 { draft.random.choose(&[0x3f80, 0x3e12, 0x3d80]) } else { draft.random.choose(&[1, any]) };
    draft.set(Opd1Addr, factor);
    let shifts = [0, 3, 8, draft.random.below(32)];
    draft.pick(OptResShift, if bf16 { &[0] } else { &shifts });
    draft.set(OptRshiftTyp, 1_u8);
    let value = if bf16 { draft.random.choose(&[0, 0, 1]) } else { draft.random.below(256) };
    padding(draft, bf16, value);
    Some(())
}

fn common(draft: &mut Draft, sizes: Sizes) -> Option<bool> {
    let bf16 = draft.flag(OpdTyp);
    let element = if bf16 { 2 } else { 1 };
    let n = draft.size(&[1, 1, 2, 3]);
    let c = draft.size(&[1, 2, 3, 8, 9, 17, 33, 40]);
    draft.set(OptReluTyp, 0_u8);
    draft.narrow();
    let signed = draft.flag(OptOpd0Sign);
    draft.set(OptRes0Sign, u8::from(signed));
    draft.set(OptShiftTyp, u8::from(signed));
    let (input, result) = ([n, c, sizes.input[0], sizes.input[1]], [n, c, sizes.result[0], sizes.result[1]]);
    draft.shape(&FIRST, input);
    draft.shape(&RESULT, result);
    draft.mode(&FIRST, Aligned);
    draft.mode(&RESULT, Aligned);
    let (lane, input_lane) = (draft.lane(), draft.lane());
    let bytes = draft.bytes(Aligned, result, element, lane)?;
    let input_bytes = draft.bytes(Aligned, input, element, input_lane)?;
    draft.settle([
        Room { slot: &RESULT, lane, bytes, align: 16 },
        Room { slot: &FIRST, lane: input_lane, bytes: input_bytes, align: 16 },
    ])?;
    Some(bf16)
}

/// The layouts keep the value of bf16 padding in different fields.
pub(super) fn padding(draft: &mut Draft, bf16: bool, value: u32) {
    let separate =
        crate::generated::tiu::RECORD.fields[Opd0InsFp as usize].places[draft.chip.layout as usize].is_some();
    draft.set(if bf16 && separate { Opd0InsFp } else { Opd0InsVal }, value);
}
