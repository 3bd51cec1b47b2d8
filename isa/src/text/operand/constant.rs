//! Constant operands: decimal where the element type is an integer or bf16, the bare pattern otherwise.

use super::super::cursor::{Fault, Word};
use super::super::error::quoted;
use super::super::pen::{Pen, Sink};
use half::bf16;

/// Element types whose constants are more than a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Two's complement of this many bits; negative numbers are written with a sign.
    Signed(u32),
    Unsigned,
    Bf16,
    Pattern,
}

fn reading(element: &str) -> Reading {
    match element {
        "i8" => Reading::Signed(8),
        "i16" => Reading::Signed(16),
        "bf16" | "bf16s" => Reading::Bf16,
        _ if element.starts_with('f') => Reading::Pattern,
        _ => Reading::Unsigned,
    }
}

pub(super) fn write<S: Sink>(pen: &mut Pen<'_, S>, value: u64, element: &str) {
    match reading(element) {
        Reading::Signed(bits) if value >> (bits - 1) == 1 => {
            pen.text("-");
            pen.decimal((1 << bits) - value);
        }
        Reading::Signed(_) | Reading::Unsigned => pen.decimal(value),
        Reading::Bf16 => match number_of(value) {
            Some(number) => pen.text(&format!("{number:?}")),
            None => pen.hex(value),
        },
        Reading::Pattern => pen.hex(value),
    }
}

/// The number that a bf16 pattern stands for, if writing it loses nothing.
fn number_of(pattern: u64) -> Option<f32> {
    let number = bf16::from_bits(u16::try_from(pattern).ok()?).to_f32();
    (!number.is_nan()).then_some(number)
}

pub(super) fn read(word: Word<'_>, element: &str) -> Result<u64, Fault> {
    if word.text.starts_with("0x") {
        return word.number().ok_or_else(|| not_a_constant(word, element, "a pattern such as 0x3f80"));
    }
    match reading(element) {
        Reading::Signed(bits) if word.text.starts_with('-') => negative(word, bits, element),
        Reading::Signed(_) | Reading::Unsigned => {
            word.number().ok_or_else(|| not_a_constant(word, element, "a whole number such as 12 or 0x1f"))
        }
        Reading::Bf16 => float(word, element),
        Reading::Pattern => Err(not_a_constant(word, element, "a pattern such as 0x3f80")),
    }
}

fn negative(word: Word<'_>, bits: u32, element: &str) -> Result<u64, Fault> {
    let number: Option<i64> = word.text.parse().ok();
    let least = -(1_i64 << (bits - 1));
    match number {
        Some(number) if number >= least => Ok((number + (1 << bits)) as u64 & ((1 << bits) - 1)),
        _ => Err(not_a_constant(word, element, &format!("{least} or more"))),
    }
}

fn float(word: Word<'_>, element: &str) -> Result<u64, Fault> {
    let has_point = word.text.contains(['.', 'e', 'n']);
    let number: f32 = word.text.parse().ok().filter(|number: &f32| has_point && !number.is_nan()).ok_or_else(|| {
        not_a_constant(word, element, "a number with a point such as 1.0, inf, or a pattern such as 0x3f80")
    })?;
    let nearest = bf16::from_f32(number);
    if nearest.to_f32().to_bits() == number.to_bits() {
        return Ok(nearest.to_bits().into());
    }
    let what = format!("{} lies between two {element} numbers", quoted(word.text));
    Err(Fault::new(word.at, what).help(format!("the nearest is {:?}", nearest.to_f32())))
}

fn not_a_constant(word: Word<'_>, element: &str, allowed: &str) -> Fault {
    Fault::new(word.at, format!("{} is not a constant of type {element}", quoted(word.text))).allowed(allowed)
}
