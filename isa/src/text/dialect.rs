//! The attributes that the text form writes in a place of their own, and mnemonics.

use super::pen::{Pen, Sink};
use super::plan::word_of;
use crate::command::Isa;
use crate::field::Fields;

/// The attribute that a mnemonic starts with, in operations that have it.
pub(super) const LEAD: &str = "direction";
/// The attribute that the element types tell.
pub(super) const FLOAT: &str = "bf16";
/// The attribute that tells matrices from tensors.
pub(super) const MATRIX: &str = "matrix";
/// The attribute that counts the operands behind the first; operations that have it can do without the last.
pub(super) const COUNT: &str = "operands";
/// The attributes that are not written by name, or not always.
pub(super) const WRITTEN_ELSEWHERE: [&str; 3] = [LEAD, FLOAT, COUNT];
/// The mnemonic of a descriptor that holds no known operation.
pub(super) const RAW: &str = "raw";

/// The row and the named values of what mnemonics of this engine start with.
pub(super) fn lead<E: Isa>() -> Option<(usize, &'static [(&'static str, u64)])> {
    let attribute = E::ops().iter().flat_map(|op| op.attributes).find(|attribute| attribute.name == LEAD)?;
    Some((attribute.field, E::Fields::RECORD.fields[attribute.field].values))
}

/// The operation that a bare lead stands for: the one that is selected when no other is.
pub(super) fn plain<E: Isa>() -> usize {
    E::ops().len() - 1
}

/// Writes `conv`, or `load` and `load.lut`.
pub(super) fn write_mnemonic<E: Isa, S: Sink>(pen: &mut Pen<'_, S>, kind: usize, lead: Option<(usize, u64)>) {
    let Some((row, value)) = lead else {
        return pen.text(E::ops()[kind].name);
    };
    match word_of(E::Fields::RECORD.fields[row].values, value) {
        Some(word) => pen.text(word),
        None => pen.decimal(value),
    }
    if kind != plain::<E>() {
        pen.text(".");
        pen.text(E::ops()[kind].name);
    }
}
