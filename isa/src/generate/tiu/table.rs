//! Random lookups and channel sums.

use super::draft::{Draft, Room};
use crate::generated::tiu::TiuField::*;
use crate::layout::slot::{FIRST, RESULT, SECOND, THIRD};
use crate::op::tiu::StrideMode::{Aligned, Packed};

pub(super) fn lookup(draft: &mut Draft) -> Option<()> {
    let bf16 = draft.flag(OpdTyp);
    let element = if bf16 { 2 } else { 1 };
    let shape = sizes(draft);
    let lanes = draft.chip.lanes;
    draft.shape(&RESULT, shape);
    draft.shape(&FIRST, shape);
    draft.shape(&SECOND, if bf16 { [1, lanes, 32, 8] } else { [1, lanes, 16, 16] });
    [&RESULT, &FIRST, &SECOND, &THIRD].into_iter().for_each(|slot| draft.mode(slot, Aligned));
    let lane = draft.lane();
    let (input_lane, table_lane) = (draft.lane_beside(lane), draft.lane_beside(lane));
    let table_groups = (table_lane + lanes).div_ceil(lanes);
    draft.settle([
        Room { slot: &RESULT, lane, bytes: draft.bytes(Aligned, shape, element, lane)?, align: 16 },
        Room { slot: &FIRST, lane: input_lane, bytes: draft.bytes(Aligned, shape, element, input_lane)?, align: 16 },
        Room { slot: &SECOND, lane: table_lane, bytes: 256 * element * table_groups, align: 16 },
    ])?;
    draft.narrow();
    draft.set(TskOpdNum, 2_u8);
    for row in [OptRes0Sign, OptOpd0Sign, OptOpd1Sign, OptOpd2Sign] {
        draft.set(row, u8::from(bf16));
    }
    for row in [OptShiftTyp, OptResShift, OptReluTyp] {
        draft.set(row, 0_u8);
    }
    Some(())
}

pub(super) fn channel_sum(draft: &mut Draft) -> Option<()> {
    let input = sizes(draft);
    let wide = draft.flag(OptRes0Seg);
    let result = [1, input[1], 1, 1];
    draft.shape(&FIRST, input);
    draft.shape(&RESULT, result);
    draft.mode(&FIRST, Aligned);
    draft.mode(&RESULT, Packed);
    let (lane, input_lane) = (draft.lane(), draft.lane());
    let groups = (lane + input[1]).div_ceil(draft.chip.lanes);
    if wide && groups > 1 {
        return None;
    }
    draft.settle([
        Room { slot: &RESULT, lane, bytes: groups + 1, align: 16 },
        Room { slot: &FIRST, lane: input_lane, bytes: draft.bytes(Aligned, input, 1, input_lane)?, align: 16 },
    ])?;
    draft.narrow();
    draft.set(OptRes0Seg, u8::from(!wide));
    draft.set(TskOpdNum, 1_u8);
    draft.set(OptReluTyp, 0_u8);
    let signed = draft.flag(OptOpd0Sign);
    draft.set(OptRes0Sign, u8::from(signed));
    draft.set(OptShiftTyp, u8::from(signed));
    draft.flag(OptRshiftTyp);
    let any = draft.random.below(32);
    draft.pick(OptResShift, &[0, 3, 8, any]);
    Some(())
}

fn sizes(draft: &mut Draft) -> [u32; 4] {
    let most = 3 * draft.chip.lanes.min(24);
    let any = draft.random.within(1..=most);
    [draft.size(&[1, 2, 3]), draft.size(&[any, any, 1]), draft.size(&[1, 2, 5, 11]), draft.size(&[1, 7, 16, 33])]
}
