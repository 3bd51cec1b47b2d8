//! Typed operations: what the descriptors of both engines mean.

use crate::chip::Features;
use crate::field::FieldError;
pub use crate::generated::ops::{tdma, tiu};
use serde::Serialize;
use std::fmt;

/// Number of a command inside its engine's run; 0 means none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct CommandId(pub u16);

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A chip feature: its name and how to ask for it.
pub type FeatureTest = (&'static str, fn(&Features) -> bool);

/// One row of the operation table.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// `tiu` or `tdma`.
    pub engine: &'static str,
    /// Identifier.
    pub name: &'static str,
    /// Heading for people.
    pub title: &'static str,
    /// Its page below `specs/ops`.
    pub page: &'static str,
    /// The chip feature it needs.
    pub feature: Option<FeatureTest>,
    /// Its operands.
    pub operands: &'static [OperandInfo],
    /// Its further fields.
    pub attributes: &'static [AttributeInfo],
}

/// An operand of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OperandInfo {
    /// What the operation uses it for.
    pub role: &'static str,
    /// Its name in the fields.
    pub prefix: &'static str,
    /// Row of each part, in the order of the engine's `PARTS`.
    pub parts: &'static [Option<usize>],
}

/// A field that an operation uses besides its operands.
#[derive(Clone, Copy, Debug)]
pub struct AttributeInfo {
    /// Name in the typed operation and in the text form.
    pub name: &'static str,
    /// Row of the field.
    pub field: usize,
}

/// Fields written as one in the text form.
#[derive(Clone, Copy, Debug)]
pub struct GroupInfo {
    /// Name.
    pub name: &'static str,
    /// Rows, in order.
    pub fields: &'static [usize],
    /// What the numbers are.
    pub meaning: &'static str,
}

/// Why an operation could not be encoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EncodeError {
    /// A value does not fit.
    Field(FieldError),
    /// The layout or the chip has no such operation.
    Unsupported {
        /// The operation.
        op: &'static str,
        /// The layout or chip.
        on: &'static str,
    },
    /// The attributes make the descriptor another operation.
    Contradiction {
        /// The operation meant.
        op: &'static str,
        /// What the descriptor would be.
        reads_as: &'static str,
    },
    /// The operand's fields have no room for one of its parts.
    NoSuchPart {
        /// The operand.
        operand: &'static str,
        /// The part.
        part: &'static str,
    },
}

impl EncodeError {
    /// `op` does not exist in `layout`.
    #[must_use]
    #[cold]
    pub fn not_in_layout(op: &'static str, layout: &'static str) -> Self {
        EncodeError::Unsupported { op, on: layout }
    }

    /// `operand` cannot express `part`.
    #[must_use]
    #[cold]
    pub fn no_such_part(operand: &'static str, part: &'static str) -> Self {
        EncodeError::NoSuchPart { operand, part }
    }
}

impl From<FieldError> for EncodeError {
    fn from(error: FieldError) -> Self {
        EncodeError::Field(error)
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::Field(error) => error.fmt(f),
            EncodeError::Unsupported { op, on } => write!(f, "{on} has no operation {op}; choose a chip that has it"),
            EncodeError::Contradiction { op, reads_as } => {
                write!(
                    f,
                    "the attributes of this {op} make the descriptor {reads_as}; give the direction and flags that {op} has"
                )
            }
            EncodeError::NoSuchPart { operand, part } => {
                write!(f, "operand {operand} of this operation has no {part}; leave it at its default")
            }
        }
    }
}

impl std::error::Error for EncodeError {}
