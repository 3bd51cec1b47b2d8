//! What a set of random commands has covered.

use crate::chip::ChipProfile;
use crate::command::{Command, Isa};
use crate::field::{Fields, Kind};

/// A class of descriptors: the operation, its flags and selectors, and whether a size is at its limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The operation.
    pub operation: &'static str,
    /// Its flags and selectors that are not 0, by name and value.
    pub choices: Vec<(&'static str, u64)>,
    /// A size is 4062 or more.
    pub extreme: bool,
}

/// The class of a command; `None` when the chip cannot express it.
#[must_use]
pub fn cell_of<E: Isa>(command: &Command<E>, chip: &ChipProfile) -> Option<Cell> {
    let fields = E::fields(&command.header, &command.op, chip.layout).ok()?;
    let info = command.info();
    let parts = info.operands.iter().flat_map(|operand| operand.parts.iter().flatten());
    let rows: Vec<usize> = parts.copied().chain(info.attributes.iter().map(|attribute| attribute.field)).collect();
    let kind = |row: usize| E::Fields::RECORD.fields[row].kind;
    let selectors = rows.iter().filter(|row| matches!(kind(**row), Kind::Flag | Kind::Enum) && fields.get(**row) != 0);
    let choices = selectors.map(|row| (E::Fields::RECORD.fields[*row].name, fields.get(*row))).collect();
    let extreme = rows.iter().any(|row| kind(*row) == Kind::Size && fields.get(*row) >= 4062);
    Some(Cell { operation: info.name, choices, extreme })
}
