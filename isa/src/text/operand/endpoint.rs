//! Operands of the TDMA: `int8[3,8,8]@L2+0x40{packed}` in local memory, `bf16[3,8,8]@b1+0x1000` in DRAM.

use super::super::cursor::{Fault, Number, Word};
use super::super::pen::{Pen, Sink};
use super::super::plan::word_of;
use super::grammar::{Brace, Draft, Place};
use super::{Context, Parts, Slots, compact, local_address, shape_of, unknown, write_local};
use crate::layout::tdma::element_bytes;
use crate::op::OperandInfo;
use crate::op::tdma::Direction;
use crate::op::tiu::StrideMode;

/// Distances in bytes between batches, channels and rows.
type Strides = [u64; 3];

const BASE: usize = 0;
const ADDR: usize = 1;
const SHAPE: [usize; 3] = [2, 3, 4];
const STRIDES: [usize; 3] = [5, 6, 7];
const FORMAT: usize = 8;

const KEYS: [&str; 3] = ["n", "c", "h"];
const ALIGNED: &str = "aligned";
const PACKED: &str = "packed";
const UNSET: &str = "unset";
const DESTINATION: &str = "dst";

/// Which memory an endpoint is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Local,
    Dram,
}

fn side(operand: &OperandInfo, context: &Context<'_>) -> Side {
    let destination = operand.prefix == DESTINATION;
    match (Direction::from_bits(context.direction as u8), destination) {
        (Direction::Load, true) | (Direction::Store, false) | (Direction::Move, _) => Side::Local,
        (Direction::Load, false) | (Direction::Store, true) | (Direction::Copy, _) => Side::Dram,
    }
}

pub(super) fn write<S: Sink>(pen: &mut Pen<'_, S>, parts: &Parts, blank: &Parts, slots: &Slots, context: &Context<'_>) {
    let side = side(slots.operand, context);
    write_format(pen, parts, slots);
    for (lead, part) in ["[", ",", ","].into_iter().zip(SHAPE) {
        pen.text(lead);
        pen.decimal(parts[part]);
    }
    pen.text("]@");
    if side == Side::Dram || parts[BASE] != blank[BASE] {
        pen.text("b");
        pen.decimal(parts[BASE]);
        pen.text("+");
        pen.hex(parts[ADDR]);
    } else {
        write_local(pen, parts[ADDR], context.chip);
    }
    write_strides(pen, parts, blank, slots, context);
}

fn write_format<S: Sink>(pen: &mut Pen<'_, S>, parts: &Parts, slots: &Slots) {
    match word_of(slots.values(FORMAT), parts[FORMAT]) {
        Some(word) => pen.text(word),
        None => {
            pen.text("fmt");
            pen.decimal(parts[FORMAT]);
        }
    }
}

fn strides(parts: &Parts) -> Strides {
    STRIDES.map(|part| parts[part])
}

fn write_strides<S: Sink>(pen: &mut Pen<'_, S>, parts: &Parts, blank: &Parts, slots: &Slots, context: &Context<'_>) {
    let own = strides(parts);
    if own == usual(parts, slots, context) {
        return;
    }
    pen.text("{");
    if own == packed(parts, slots, context) {
        pen.text(PACKED);
    } else if own == strides(blank) {
        pen.text(UNSET);
    } else {
        for (lead, stride) in ["n:", ",c:", ",h:"].into_iter().zip(own) {
            pen.text(lead);
            pen.decimal(stride);
        }
    }
    pen.text("}");
}

fn element(parts: &Parts) -> u32 {
    element_bytes(parts[FORMAT] as u8)
}

fn in_lanes(mode: StrideMode, parts: &Parts, context: &Context<'_>) -> Strides {
    let [c, h, w] = SHAPE.map(|part| parts[part]);
    let [n, c, h, _] = compact(mode, [1, c, h, w], element(parts), parts[ADDR], context.chip);
    [n, c, h]
}

/// The strides that go without saying: aligned channels in local memory, no gaps in DRAM.
fn usual(parts: &Parts, slots: &Slots, context: &Context<'_>) -> Strides {
    match side(slots.operand, context) {
        Side::Local => in_lanes(StrideMode::Aligned, parts, context),
        Side::Dram => packed(parts, slots, context),
    }
}

fn packed(parts: &Parts, slots: &Slots, context: &Context<'_>) -> Strides {
    let [c, h, w] = SHAPE.map(|part| parts[part]);
    let row = w * u64::from(element(parts));
    match side(slots.operand, context) {
        Side::Local => in_lanes(StrideMode::Packed, parts, context),
        // Rows of a matrix are a channel stride apart; the other strides count for nothing.
        Side::Dram if context.matrix => [1, row, 1],
        Side::Dram => [c * h * row, h * row, row],
    }
}

pub(super) fn resolve(draft: &Draft<'_>, slots: &Slots, blank: &Parts, context: &Context<'_>) -> Result<Parts, Fault> {
    let mut parts = *blank;
    parts[FORMAT] = slots.check(FORMAT, Number { value: format_of(draft.element, slots)?, at: draft.at })?;
    let shape = shape_of(draft, slots, SHAPE, "[c,h,w]")?;
    SHAPE.into_iter().zip(shape).for_each(|(part, extent)| parts[part] = extent);
    read_place(&mut parts, draft, slots, context)?;
    if let Some(mode) = draft.mode {
        return Err(Fault::new(mode.at, "the TDMA has no stride modes").help("write strides in braces"));
    }
    let mut strides = written(usual(&parts, slots, context), draft.at);
    for brace in &draft.braces {
        read_brace(&mut strides, brace, &parts, blank, slots, context)?;
    }
    for (part, stride) in STRIDES.into_iter().zip(strides) {
        parts[part] = slots.check(part, stride)?;
    }
    Ok(parts)
}

fn format_of(word: Word<'_>, slots: &Slots) -> Result<u64, Fault> {
    let names = slots.values(FORMAT).iter();
    let named = names.clone().find(|(name, _)| *name == word.text).map(|(_, value)| *value);
    let digits = word.text.strip_prefix("fmt").map(|text| Word { text, at: word.at });
    let value = named.or_else(|| digits.and_then(|digits| digits.number()));
    value.ok_or_else(|| unknown("element format", word, names.map(|(name, _)| *name)))
}

fn read_place(parts: &mut Parts, draft: &Draft<'_>, slots: &Slots, context: &Context<'_>) -> Result<(), Fault> {
    let (base, lane, offset) = match draft.place {
        Place::Address { base, lane, offset } => (base, lane, offset),
        Place::Constant(word) => {
            return Err(
                Fault::new(word.at, "the TDMA has no constant operands").help("write an address such as `@0x100`")
            );
        }
    };
    if let (Some(lane), Side::Dram) = (lane, side(slots.operand, context)) {
        return Err(Fault::new(lane.at, "DRAM has no lanes").help("write the offset from the base register"));
    }
    if let Some(base) = base {
        parts[BASE] = slots.check(BASE, base)?;
    }
    parts[ADDR] = slots.check(ADDR, local_address(lane, offset, context.chip)?)?;
    Ok(())
}

fn written(strides: Strides, at: usize) -> [Number; 3] {
    strides.map(|value| Number { value, at })
}

fn read_brace(
    written_strides: &mut [Number; 3],
    brace: &Brace<'_>,
    parts: &Parts,
    blank: &Parts,
    slots: &Slots,
    context: &Context<'_>,
) -> Result<(), Fault> {
    match brace {
        Brace::Layout(word) => {
            let named = layout(word.text, parts, blank, slots, context);
            *written_strides = written(named.ok_or_else(|| unknown_layout(*word, slots, context))?, word.at);
        }
        Brace::Stride(word, number) => {
            let place = KEYS.iter().position(|key| *key == word.text);
            written_strides[place.ok_or_else(|| unknown("stride", *word, KEYS))?] = *number;
        }
    }
    Ok(())
}

/// The strides that have a name.
fn layout(name: &str, parts: &Parts, blank: &Parts, slots: &Slots, context: &Context<'_>) -> Option<Strides> {
    match (name, side(slots.operand, context)) {
        (ALIGNED, Side::Local) => Some(usual(parts, slots, context)),
        (PACKED, _) => Some(packed(parts, slots, context)),
        (UNSET, _) => Some(strides(blank)),
        _ => None,
    }
}

fn unknown_layout(word: Word<'_>, slots: &Slots, context: &Context<'_>) -> Fault {
    let names = [ALIGNED, PACKED, UNSET];
    let first = usize::from(side(slots.operand, context) == Side::Dram);
    unknown("layout", word, names[first..].iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Isa, Tdma};

    #[test]
    fn parts_are_those_of_the_tables() {
        let name = |part: usize| Tdma::parts()[part];
        assert_eq!((name(BASE), name(ADDR), SHAPE.map(name)), ("base", "addr", ["c", "h", "w"]));
        assert_eq!(STRIDES.map(name), ["n_stride", "c_stride", "h_stride"]);
        assert_eq!((name(FORMAT), Tdma::parts().len()), ("format", 9));
        assert!(Tdma::ops().iter().all(|op| op.operands.iter().any(|operand| operand.prefix == DESTINATION)));
    }
}
