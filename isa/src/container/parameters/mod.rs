//! The parameters of a CPU function: a small flatbuffer of named, typed values inside a `.cvimodel` file.

mod schema;

use super::flatbuffer::{Builder, Source, plain};
use crate::diagnostic::FormatError;
use schema::{Attribute, AttributeList};
use serde::Serialize;
use std::fmt;

/// The name of the format in errors.
const FORMAT: &str = "parameters";

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Parameter {
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i32),
    /// A real number.
    Float(f32),
    /// Text.
    Text(String),
    /// Several integers.
    Ints(Vec<i32>),
    /// Several real numbers.
    Floats(Vec<f32>),
}

/// All parameters of a function, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Parameters {
    /// Names and values.
    pub entries: Vec<(String, Parameter)>,
}

impl Parameters {
    /// Reads the arguments of a CPU routine.
    ///
    /// # Errors
    /// When the flatbuffer is broken, or an entry has no value or several. Offsets count from the start of `bytes`.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let source = Source::new(FORMAT, bytes, 0);
        let list: AttributeList = source.root()?;
        let entry = |(index, attribute): (usize, Attribute)| {
            let values = attribute.values();
            let count = values.len();
            match <[_; 1]>::try_from(values) {
                Ok([entry]) => Ok(entry),
                Err(_) => Err(ambiguous(&source, index, count)),
            }
        };
        let entries = list.attributes.into_iter().enumerate().map(entry).collect::<Result<_, _>>()?;
        Ok(Parameters { entries })
    }

    /// The arguments of a CPU routine.
    ///
    /// # Errors
    /// When the result would pass 2 GiB.
    pub fn write(&self) -> Result<Vec<u8>, FormatError> {
        let attributes = self.entries.iter().map(|(key, value)| Attribute::new(key, value)).collect();
        Builder::encode(&AttributeList { attributes }, FORMAT, 0)
    }

    /// The value called `name`; the last one when there are several, as in the runtime.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.entries.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

fn ambiguous(source: &Source<'_>, index: usize, count: usize) -> FormatError {
    let path = format!("attributes[{index}]");
    let offset = source.locate::<AttributeList>(&path).unwrap_or_default();
    let what = format!("`{path}` has {count} values");
    FormatError::new(FORMAT, offset, what)
        .allowed("one value")
        .help("the file is damaged: fetch it again or rebuild it")
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Parameter::Bool(value) => write!(f, "{value}"),
            Parameter::Int(value) => write!(f, "{value}"),
            Parameter::Float(value) => write!(f, "{value:?}"),
            Parameter::Text(value) => write!(f, "\"{}\"", plain(value)),
            Parameter::Ints(values) => write!(f, "{values:?}"),
            Parameter::Floats(values) => write!(f, "{values:?}"),
        }
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.entries.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}={value}", plain(name))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
