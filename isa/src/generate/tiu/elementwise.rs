//! Random element-wise operations.

use super::draft::{Draft, Room};
use crate::footprint::Role;
use crate::generate::place;
use crate::generated::tiu::TiuField::*;
use crate::layout::slot::{FIRST, RESULT, SECOND, Slot, THIRD};
use crate::layout::{Shape, Strides};
use crate::op::tiu::{StrideMode, TiuKind};

/// Which operands an operation has and what they look like.
#[derive(Clone, Copy)]
struct Style {
    kind: TiuKind,
    bf16: bool,
    /// Planes of result, operand 0 and operand 1.
    wide: [bool; 3],
    /// Constants among operands 0 and 1.
    constant: [bool; 2],
}

/// An operand with its strides and the bytes it needs.
#[derive(Clone, Copy)]
struct Layout {
    lane: u32,
    strides: Strides,
    planes: u32,
    bytes: u32,
}

pub(super) fn elementwise(draft: &mut Draft, kind: TiuKind) -> Option<()> {
    let style = style(draft, kind);
    let shape = sizes(draft);
    [&RESULT, &FIRST, &SECOND, &THIRD].into_iter().for_each(|slot| draft.shape(slot, shape));
    draft.mode(&THIRD, StrideMode::Manual);
    let result = result(draft, style, shape)?;
    let first = source(draft, style, shape, 0, &result)?;
    let second = source(draft, style, shape, 1, &result)?;
    let align = draft.random.choose(&[16, 16, 2, 1]);
    draft.settle([
        Room { slot: &RESULT, lane: result.lane, bytes: result.bytes, align },
        Room { slot: &FIRST, lane: first.lane, bytes: first.bytes, align },
        Room { slot: &SECOND, lane: second.lane, bytes: second.bytes, align },
    ])?;
    selection(draft, style);
    values(draft, style);
    in_place(draft, style, &result);
    constants(draft, style);
    if kind == TiuKind::Shift && !style.constant[1] {
        draft.fill(Role::Input, |random, bytes| {
            (0..bytes).map(|_| (random.within(0..=32) as u8).wrapping_sub(16)).collect()
        });
    }
    Some(())
}

fn style(draft: &mut Draft, kind: TiuKind) -> Style {
    let integer = matches!(kind, TiuKind::Shift | TiuKind::And | TiuKind::Or | TiuKind::Xor);
    let bf16 = !integer && draft.random.chance(40);
    let either = draft.random.chance(50);
    let wide = match kind {
        _ if bf16 => [false; 3],
        TiuKind::Mul | TiuKind::Mac => [either, false, false],
        TiuKind::Add | TiuKind::Sub => [either, true, true],
        TiuKind::Shift => [true, true, false],
        TiuKind::And | TiuKind::Or | TiuKind::Xor => [either; 3],
        _ => [false; 3],
    };
    let lonely = kind == TiuKind::Copy;
    let constant = [draft.random.chance(4), !lonely && draft.random.chance(20)];
    Style { kind, bf16, wide, constant }
}

/// Mostly small, sometimes one size at its limit.
fn sizes(draft: &mut Draft) -> Shape {
    if draft.random.chance(5) {
        let mut shape = [1; 4];
        let dim = draft.random.below(4) as usize;
        let most = if dim < 2 { 4095 } else { u32::from(draft.chip.max_extent_hw) };
        shape[dim] = draft.size(&[most, most - 1]);
        return shape;
    }
    let most = 3 * draft.chip.lanes.min(24);
    let (channels, columns) = (draft.random.within(1..=most), draft.random.within(1..=40));
    [draft.size(&[1, 1, 2, 3]), draft.size(&[1, channels]), draft.size(&[1, 2, 5]), draft.size(&[1, columns])]
}

fn element(style: Style) -> u32 {
    if style.bf16 { 2 } else { 1 }
}

/// Room for a tensor, and for its high plane right behind it or in the next lane.
fn layout(draft: &mut Draft, style: Style, shape: Shape, lane: u32, strides: Strides, wide: bool) -> Option<Layout> {
    let bytes = draft.extent(shape, strides, element(style), lane)?;
    if bytes > draft.chip.lane_bytes {
        return None;
    }
    if !wide {
        return Some(Layout { lane, strides, planes: 16, bytes });
    }
    if shape[1] == 1 && lane + 1 < draft.chip.lanes && draft.random.chance(10) {
        return Some(Layout { lane, strides, planes: draft.chip.lane_bytes, bytes });
    }
    let planes = bytes + draft.random.choose(&[0, 0, 1, 16]);
    Some(Layout { lane, strides, planes, bytes: planes + bytes })
}

fn result(draft: &mut Draft, style: Style, shape: Shape) -> Option<Layout> {
    let lane = draft.lane();
    let strides = place::nested(draft.random, shape, element(style), lane, draft.chip);
    let wide = style.wide[0] || (style.kind == TiuKind::Mac && !style.bf16);
    let layout = layout(draft, style, shape, lane, strides, wide)?;
    describe(draft, &RESULT, &layout);
    Some(layout)
}

fn source(draft: &mut Draft, style: Style, shape: Shape, which: usize, result: &Layout) -> Option<Layout> {
    let slot = [&FIRST, &SECOND][which];
    let unused = style.constant[which] || (which == 1 && style.kind == TiuKind::Copy);
    let lane = if which == 0 { draft.lane() } else { draft.lane_beside(result.lane) };
    if unused {
        let layout = Layout { lane, strides: [0; 4], planes: 16, bytes: 0 };
        describe(draft, slot, &layout);
        return Some(layout);
    }
    let strides = place::any(draft.random, shape, element(style), lane, draft.chip);
    let layout = layout(draft, style, shape, lane, strides, style.wide[which + 1])?;
    describe(draft, slot, &layout);
    Some(layout)
}

fn describe(draft: &mut Draft, slot: &Slot, layout: &Layout) {
    draft.manual(slot, layout.strides);
    draft.set(slot.planes, layout.planes);
}

fn selection(draft: &mut Draft, style: Style) {
    draft.set(TskOpdNum, if style.kind == TiuKind::Copy { 1_u8 } else { 2 });
    draft.set(OpdTyp, u8::from(style.bf16));
    for (slot, wide) in [&RESULT, &FIRST, &SECOND].into_iter().zip(style.wide) {
        draft.set(slot.width, u8::from(!wide));
    }
    draft.set(OptResAdd, u8::from(style.kind == TiuKind::Mac));
}

/// Shifts, signs, relu.
fn values(draft: &mut Draft, style: Style) {
    draft.set(OptResShift, 0_u8);
    draft.set(OptReluTyp, 0_u8);
    draft.set(OptShiftTyp, 0_u8);
    match style.kind {
        TiuKind::Mul | TiuKind::Mac | TiuKind::Add | TiuKind::Sub => arithmetic(draft, style),
        TiuKind::Max | TiuKind::Min | TiuKind::Ge | TiuKind::Copy => {
            let signed = draft.flag(OptOpd0Sign);
            draft.set(OptOpd1Sign, u8::from(signed));
            draft.set(OptRes0Sign, u8::from(signed));
        }
        TiuKind::Shift => {
            let signed = draft.flag(OptOpd0Sign);
            draft.set(OptShiftTyp, u8::from(signed));
            draft.set(OptOpd1Sign, 1_u8);
            draft.set(OptRes0Sign, 1_u8);
            draft.set(OptRshiftTyp, 0_u8);
        }
        _ => [OptOpd0Sign, OptOpd1Sign, OptRes0Sign].into_iter().for_each(|row| draft.set(row, 0_u8)),
    }
}

fn arithmetic(draft: &mut Draft, style: Style) {
    let first = draft.flag(OptOpd0Sign);
    let second = draft.flag(OptOpd1Sign) || (style.kind == TiuKind::Sub && !first);
    draft.set(OptOpd1Sign, u8::from(second));
    let signed = first || second;
    let relu = (signed || style.bf16) && !style.wide[0] && style.kind != TiuKind::Sub && draft.random.chance(25);
    draft.set(OptReluTyp, u8::from(relu));
    let result = signed && (!relu || draft.random.chance(50));
    draft.set(OptRes0Sign, u8::from(result));
    draft.set(OptShiftTyp, u8::from(signed));
    draft.flag(OptRshiftTyp);
    let any = draft.random.below(32);
    draft.pick(OptResShift, &[0, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, any]);
    if style.kind == TiuKind::Mac {
        draft.pick(OptLeftShift, &[0, 1, 2, 4, 8, 15, 16, any]);
    }
    if style.kind == TiuKind::Mul && !style.bf16 && draft.random.chance(30) {
        draft.set(OptChlQuan, 1_u8);
        let multiplier = draft.random.bits() as u32;
        draft.pick(QuanM, &[1 << 30, (1 << 31) - 1, 1 << 31, u32::MAX, 0, multiplier, multiplier]);
    }
}

/// Sometimes an operand as wide as the result takes the result's place.
fn in_place(draft: &mut Draft, style: Style, result: &Layout) {
    let which = draft.random.below(2) as usize;
    let absent = style.constant[which] || (which == 1 && style.kind == TiuKind::Copy);
    let alike = style.wide[0] == style.wide[which + 1] && style.kind != TiuKind::Shift;
    if absent || !alike || !draft.random.chance(15) {
        return;
    }
    let slot = [&FIRST, &SECOND][which];
    describe(draft, slot, result);
    draft.address(slot, crate::address::LocalAddress(draft.fields.res0_addr));
}

fn constants(draft: &mut Draft, style: Style) {
    for (which, slot) in [&FIRST, &SECOND].into_iter().enumerate() {
        let Some(flag) = slot.constant.filter(|_| style.constant[which]) else { continue };
        let any = draft.random.below(1 << 16);
        let value = draft.random.choose(&[any, any & 0xff, 0x7f, 0x80, 0xff, 0, 1, 0x8000, 0x7fff]);
        let amount = u32::from((draft.random.within(0..=32) as u8).wrapping_sub(16));
        draft.set(flag, 1_u8);
        draft.set(slot.address, if style.kind == TiuKind::Shift && which == 1 { amount } else { value });
    }
}
