//! Reading mnemonics.

use super::cursor::{Cursor, Fault, Word};
use super::dialect::{self, RAW};
use super::error::{name_of, one_of, quoted, suggestion};
use crate::command::Isa;

/// What a mnemonic says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mnemonic<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
    /// The operation; `None` for a raw descriptor.
    pub(super) kind: Option<usize>,
    /// The row and value that the mnemonic starts with.
    pub(super) lead: Option<(usize, u64)>,
}

/// Reads `conv`, `load`, `load.lut` or `raw`.
pub(super) fn read<'t, E: Isa>(cursor: &mut Cursor<'t>) -> Result<Mnemonic<'t>, Fault> {
    let word = cursor.word();
    let (kind, lead) = match dialect::lead::<E>() {
        _ if word.text == RAW => (None, None),
        None => (Some(kind_of::<E>(word)?), None),
        Some((row, values)) => {
            let value = values.iter().find(|(name, _)| *name == word.text);
            let (_, value) = value.ok_or_else(|| unknown_lead::<E>(word, values))?;
            let kind = if cursor.eat('.') { kind_of::<E>(cursor.word())? } else { dialect::plain::<E>() };
            (Some(kind), Some((row, *value)))
        }
    };
    Ok(Mnemonic { at: word.at, text: cursor.since(word.at), kind, lead })
}

fn kind_of<E: Isa>(word: Word<'_>) -> Result<usize, Fault> {
    let kind = E::ops().iter().position(|op| op.name == word.text);
    kind.ok_or_else(|| {
        let names = E::ops().iter().map(|op| op.name);
        unknown_operation::<E>(word).allowed(one_of(names.clone())).help(suggestion(word.text, names))
    })
}

fn unknown_operation<E: Isa>(word: Word<'_>) -> Fault {
    match word.text {
        "" => Fault::new(word.at, "the operation is missing"),
        text => Fault::new(word.at, format!("the {} has no operation {}", name_of(E::ENGINE), quoted(text))),
    }
}

/// What a mnemonic may start with, where that is not the operation.
fn unknown_lead<E: Isa>(word: Word<'_>, values: &[(&'static str, u64)]) -> Fault {
    let leads = values.iter().map(|(name, _)| *name).chain([RAW]);
    let fault = unknown_operation::<E>(word).allowed(one_of(leads.clone()));
    match (E::ops().iter().find(|op| op.name == word.text), values.first()) {
        (Some(op), Some((lead, _))) => fault.help(format!("write a direction first, as in `{lead}.{}`", op.name)),
        _ => fault.help(suggestion(word.text, leads)),
    }
}
