//! Operands of the TIU: `i8[1,32,40,40]@0x2000%packed{aligned,plane:640}`, or `i8#3`.

use super::super::cursor::{Fault, Number, Word};
use super::super::pen::{Pen, Sink};
use super::grammar::{Brace, Draft, Place};
use super::{Context, Parts, Slots, compact, constant, local_address, shape_of, unknown, write_local};
use crate::layout::tiu::element_bytes;
use crate::op::tiu::StrideMode;

const ADDR: usize = 0;
const SHAPE: [usize; 4] = [1, 2, 3, 4];
const STRIDES: [usize; 4] = [5, 6, 7, 8];
const PLANE: usize = 9;
const MODE: usize = 10;
const SIGNED: usize = 11;
const WIDTH: usize = 12;
const CONSTANT: usize = 13;

const MANUAL: u64 = StrideMode::Manual as u64;
const MODES: [&str; 4] = ["aligned", "packed", "lane", "manual"];
/// Strides by name: those that a stride mode stands for.
const LAYOUTS: [(&str, StrideMode); 2] = [("aligned", StrideMode::Aligned), ("packed", StrideMode::Packed)];
const KEYS: [(&str, usize); 5] =
    [("n", STRIDES[0]), ("c", STRIDES[1]), ("h", STRIDES[2]), ("w", STRIDES[3]), ("plane", PLANE)];

/// Element types: four width codes each of unsigned and signed integers, and of floating-point numbers without and
/// with the sign bit, which means nothing there.
const ELEMENTS: [&str; 16] = [
    "u16", "u8", "uw2", "uw3", "i16", "i8", "iw2", "iw3", "f32", "bf16", "fw2", "fw3", "f32s", "bf16s", "fw2s", "fw3s",
];
const FIRST_FLOAT: usize = 8;
const FIRST_SIGNED: usize = 4;

pub(super) fn write<S: Sink>(
    pen: &mut Pen<'_, S>,
    parts: &Parts,
    blank: &Parts,
    before: Option<&Parts>,
    context: &Context<'_>,
) {
    let before = before.filter(|_| parts[CONSTANT] == 1);
    pen.text(element(parts, context.float));
    if before.is_none_or(|before| at(before, SHAPE) != at(parts, SHAPE)) {
        write_shape(pen, at(parts, SHAPE));
    }
    write_place(pen, parts, context);
    let strides = at(parts, STRIDES) != at(blank, STRIDES);
    if parts[MODE] != usual_mode(strides, before, blank) {
        write_mode(pen, parts[MODE]);
    }
    let plane = parts[PLANE] != blank[PLANE];
    if strides || plane {
        pen.text("{");
        if strides {
            write_strides(pen, parts, context);
        }
        if plane {
            pen.text(if strides { ",plane:" } else { "plane:" });
            pen.decimal(parts[PLANE]);
        }
        pen.text("}");
    }
}

fn at<const N: usize>(parts: &Parts, places: [usize; N]) -> [u64; N] {
    places.map(|place| parts[place])
}

fn element(parts: &Parts, float: bool) -> &'static str {
    ELEMENTS
        [usize::from(float) * FIRST_FLOAT + (parts[SIGNED] as usize & 1) * FIRST_SIGNED + (parts[WIDTH] as usize & 3)]
}

fn write_shape<S: Sink>(pen: &mut Pen<'_, S>, shape: [u64; 4]) {
    let mut lead = "[";
    for extent in shape {
        pen.text(lead);
        pen.decimal(extent);
        lead = ",";
    }
    pen.text("]");
}

fn write_place<S: Sink>(pen: &mut Pen<'_, S>, parts: &Parts, context: &Context<'_>) {
    if parts[CONSTANT] == 1 {
        pen.text("#");
        constant::write(pen, parts[ADDR], element(parts, context.float));
    } else {
        pen.text("@");
        write_local(pen, parts[ADDR], context.chip);
    }
}

fn write_mode<S: Sink>(pen: &mut Pen<'_, S>, mode: u64) {
    pen.text("%");
    pen.text(MODES[mode as usize & 3]);
}

fn write_strides<S: Sink>(pen: &mut Pen<'_, S>, parts: &Parts, context: &Context<'_>) {
    let strides = at(parts, STRIDES);
    if let Some((name, _)) = LAYOUTS.into_iter().find(|(_, mode)| strides_of(*mode, parts, context) == strides) {
        return pen.text(name);
    }
    for (place, stride) in strides.into_iter().enumerate() {
        pen.text(["n:", ",c:", ",h:", ",w:"][place]);
        pen.decimal(stride);
    }
}

fn strides_of(mode: StrideMode, parts: &Parts, context: &Context<'_>) -> [u64; 4] {
    compact(mode, at(parts, SHAPE), element_bytes(context.float), parts[ADDR], context.chip)
}

/// The stride mode that goes without saying.
fn usual_mode(strides: bool, before: Option<&Parts>, blank: &Parts) -> u64 {
    match before {
        _ if strides => MANUAL,
        Some(before) => before[MODE],
        None => blank[MODE],
    }
}

pub(super) fn is_float(draft: &Draft<'_>) -> Result<bool, Fault> {
    element_code(draft.element).map(|code| code >= FIRST_FLOAT)
}

fn element_code(word: Word<'_>) -> Result<usize, Fault> {
    let place = ELEMENTS.iter().position(|element| *element == word.text);
    place.ok_or_else(|| unknown("element type", word, ELEMENTS))
}

pub(super) fn resolve(
    draft: &Draft<'_>,
    slots: &Slots,
    before: Option<&Parts>,
    blank: &Parts,
    context: &Context<'_>,
) -> Result<Parts, Fault> {
    let mut parts = *blank;
    if let Place::Constant(word) = draft.place {
        parts[CONSTANT] = 1;
        if slots.row(CONSTANT).is_none() {
            let what = format!("{} cannot be a constant", slots.operand.role);
            return Err(Fault::new(word.at, what).help("give it an address such as `@0x100`"));
        }
    }
    let before = before.filter(|_| parts[CONSTANT] == 1);
    let code = element_code(draft.element)?;
    parts[WIDTH] = slots.check(WIDTH, Number { value: (code % FIRST_SIGNED) as u64, at: draft.at })?;
    parts[SIGNED] = u64::from(code % FIRST_FLOAT >= FIRST_SIGNED);
    let shape = match (&draft.shape, before) {
        (None, Some(before)) => at(before, SHAPE),
        _ => shape_of(draft, slots, SHAPE, "[n,c,h,w]")?,
    };
    SHAPE.into_iter().zip(shape).for_each(|(part, extent)| parts[part] = extent);
    read_place(&mut parts, draft, slots, context)?;
    let strides = read_braces(&mut parts, draft, slots, context)?;
    parts[MODE] = match draft.mode {
        Some(word) => mode_of(word)?,
        None => usual_mode(strides, before, blank),
    };
    Ok(parts)
}

fn read_place(parts: &mut Parts, draft: &Draft<'_>, slots: &Slots, context: &Context<'_>) -> Result<(), Fault> {
    let address = match draft.place {
        Place::Constant(word) => {
            let value = constant::read(word, element(parts, context.float))?;
            parts[ADDR] = slots.check_as("the constant", ADDR, Number { value, at: word.at })?;
            return Ok(());
        }
        Place::Address { base: Some(base), .. } => {
            return Err(Fault::new(base.at, "the TIU reaches local memory only").help("leave the base register out"));
        }
        Place::Address { base: None, lane, offset } => local_address(lane, offset, context.chip)?,
    };
    parts[ADDR] = slots.check(ADDR, address)?;
    Ok(())
}

/// Whether the braces say anything of the strides themselves.
fn read_braces(parts: &mut Parts, draft: &Draft<'_>, slots: &Slots, context: &Context<'_>) -> Result<bool, Fault> {
    let mut strides = false;
    for brace in &draft.braces {
        match brace {
            Brace::Layout(word) => {
                let layout = LAYOUTS.into_iter().find(|(name, _)| *name == word.text);
                let (_, mode) = layout.ok_or_else(|| unknown("layout", *word, LAYOUTS.map(|(name, _)| name)))?;
                for (part, value) in STRIDES.into_iter().zip(strides_of(mode, parts, context)) {
                    parts[part] = slots.check(part, Number { value, at: word.at })?;
                }
                strides = true;
            }
            Brace::Stride(word, number) => {
                let key = KEYS.into_iter().find(|(key, _)| *key == word.text);
                let (_, part) = key.ok_or_else(|| unknown("stride", *word, KEYS.map(|(key, _)| key)))?;
                parts[part] = slots.check(part, *number)?;
                strides |= part != PLANE;
            }
        }
    }
    Ok(strides)
}

fn mode_of(word: Word<'_>) -> Result<u64, Fault> {
    let place = MODES.iter().position(|mode| *mode == word.text);
    place.map(|place| place as u64).ok_or_else(|| unknown("stride mode", word, MODES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Isa, Tiu};

    #[test]
    fn parts_and_modes_are_those_of_the_tables() {
        let name = |part: usize| Tiu::parts()[part];
        assert_eq!((name(ADDR), SHAPE.map(name)), ("addr", ["n", "c", "h", "w"]));
        assert_eq!(STRIDES.map(name), ["n_stride", "c_stride", "h_stride", "w_stride"]);
        assert_eq!((name(PLANE), name(MODE), name(SIGNED)), ("plane_stride", "mode", "signed"));
        assert_eq!((name(WIDTH), name(CONSTANT), Tiu::parts().len()), ("width", "constant", 14));
        let operand = &Tiu::ops()[0].operands[0];
        let modes: Vec<&str> = Slots::new::<Tiu>(0, operand).values(MODE).iter().map(|(name, _)| *name).collect();
        assert_eq!(modes, MODES);
    }
}
