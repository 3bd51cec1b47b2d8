//! What a command says.

use serde_json::{Value, json};
use std::fmt::Display;

/// What a command says: text for people, a value for programs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Lines, each with its end.
    pub text: String,
    /// The same as data; null where the text is all there is.
    pub value: Value,
    /// The comparison that the command made found a difference.
    pub different: bool,
    /// The session shall end.
    pub quit: bool,
}

impl Answer {
    /// One line.
    #[must_use]
    pub fn line(text: impl Display) -> Self {
        Answer { text: format!("{text}\n"), ..Answer::default() }
    }

    /// Text and data.
    #[must_use]
    pub fn new(text: String, value: Value) -> Self {
        Answer { text, value, ..Answer::default() }
    }

    /// Appends a line.
    pub fn push(&mut self, text: impl Display) {
        self.text += &format!("{text}\n");
    }

    /// Appends another answer; data of the last one win.
    pub fn extend(&mut self, other: Answer) {
        self.text += &other.text;
        if !other.value.is_null() {
            self.value = other.value;
        }
        self.different |= other.different;
        self.quit |= other.quit;
    }

    /// The answer to a command line as one JSON value.
    #[must_use]
    pub fn json(&self, command: &str) -> Value {
        json!({ "command": command, "value": self.value, "text": self.text })
    }
}

/// Rows of text in columns as wide as their widest cell; the last column is left ragged.
#[must_use]
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let aligned = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(aligned).collect()
}

/// A number of things.
#[must_use]
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
