//! What a command says.

use crate::text::Text;
use serde_json::{Value, json};
use std::fmt::Display;

/// What a command says: text for people, a value for programs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Lines, each with its end.
    pub text: Text,
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
        Answer { text: format!("{text}\n").into(), ..Answer::default() }
    }

    /// Text and data.
    #[must_use]
    pub fn new(text: impl Into<Text>, value: Value) -> Self {
        Answer { text: text.into(), value, ..Answer::default() }
    }

    /// Appends a line.
    pub fn push(&mut self, text: impl Display) {
        self.text += &format!("{text}\n");
    }

    /// Appends another answer; data of the last one win.
    pub fn extend(&mut self, other: Answer) {
        self.text.append(&other.text);
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

impl From<Text> for Answer {
    fn from(text: Text) -> Self {
        Answer { text, ..Answer::default() }
    }
}

/// Rows of text in columns as wide as their widest cell; the last column is left ragged.
#[must_use]
pub(crate) fn columns<C: Clone + Into<Text>>(rows: &[Vec<C>]) -> Text {
    let rows: Vec<Vec<Text>> = rows.iter().map(|row| row.iter().cloned().map(Into::into).collect()).collect();
    let length = |cell: &Text| cell.chars().count();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(length).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = Text::new();
    for row in &rows {
        let filled = row.iter().rposition(|cell| !cell.trim_end().is_empty()).map_or(0, |last| last + 1);
        for (number, (cell, width)) in row.iter().zip(&widths).enumerate().take(filled) {
            text.append(cell);
            if number + 1 < filled {
                text += &" ".repeat(width - length(cell) + 2);
            }
        }
        text += "\n";
    }
    text
}

/// A number of things.
#[must_use]
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tone;

    #[test]
    fn columns_are_as_wide_as_what_is_seen() {
        let rows = [vec![Text::of(Tone::Name, "é"), "x".into()], vec!["longer".into(), Text::new()]];
        assert_eq!(&*columns(&rows), "é       x\nlonger\n");
    }
}
