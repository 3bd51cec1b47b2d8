//! Why an engine declines an operation: the common currency of both engines.

use serde::Serialize;
use std::fmt;

/// The field to blame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldValue {
    /// Its name in the tables.
    pub name: &'static str,
    /// The value found.
    pub value: u64,
    /// What would be legal.
    pub allowed: String,
}

/// An operation that the hardware cannot execute, or whose result nobody defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The field, when one is to blame.
    pub field: Option<FieldValue>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

impl Refusal {
    /// A refusal because of `what`.
    #[must_use]
    #[cold]
    pub fn new(what: impl Into<String>) -> Self {
        Refusal { field: None, what: what.into(), help: String::new() }
    }

    /// Names the field to blame, its value and what would be legal.
    #[must_use]
    pub fn field(mut self, name: &'static str, value: impl Into<u64>, allowed: impl Into<String>) -> Self {
        self.field = Some(FieldValue { name, value: value.into(), allowed: allowed.into() });
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "field {} = {}: ", field.name, field.value)?;
        }
        f.write_str(&self.what)?;
        if let Some(field) = self.field.as_ref().filter(|field| !field.allowed.is_empty()) {
            write!(f, " (allowed: {})", field.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_says_what_where_allowed_and_next() {
        let refusal =
            Refusal::new("no such format").field("src_fmt", 3_u64, "1 int8, 2 bf16").help("use a legal value");
        assert_eq!(
            refusal.to_string(),
            "field src_fmt = 3: no such format (allowed: 1 int8, 2 bf16); use a legal value"
        );
        assert_eq!(Refusal::new("nothing to do").to_string(), "nothing to do");
    }
}
