//! What is wrong with a text, and where.

use crate::diagnostic::Engine;
use serde::Serialize;
use std::fmt;

/// One mistake in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What would have been legal there; empty when that says nothing.
    pub allowed: String,
    /// What to do about it; empty when `allowed` says it.
    pub help: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)?;
        if !self.allowed.is_empty() {
            write!(f, " (allowed: {})", self.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for TextError {}

/// All mistakes of a text, in order; displayed one a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextErrors(pub Vec<TextError>);

impl fmt::Display for TextErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for TextErrors {}

/// Longest piece of the text that a message repeats.
const QUOTED: usize = 40;

/// A piece of the text, fit for a message.
pub(super) fn quoted(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    let dots = if short.len() < text.len() { "..." } else { "" };
    format!("`{}{dots}`", short.escape_debug())
}

/// `did you mean ..?`, if one of the names is close enough to be what was meant.
pub fn suggestion<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let word: Vec<char> = word.chars().take(QUOTED).collect();
    let distances = names.into_iter().map(|name| (distance(&word, name), name));
    match distances.min_by_key(|(distance, _)| *distance) {
        Some((distance, name)) if distance <= 1 + word.len() / 4 && distance < word.len() => {
            format!("did you mean `{name}`?")
        }
        _ => String::new(),
    }
}

/// An engine's name inside a sentence.
pub(super) fn name_of(engine: Engine) -> String {
    engine.to_string().to_uppercase()
}

/// The names, for the reader.
pub(super) fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// How many letters must be added, dropped, replaced or swapped with their neighbour.
fn distance(word: &[char], name: &str) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    let mut last = None;
    for (line, letter) in name.chars().enumerate() {
        let mut row = vec![line + 1];
        for (place, own) in word.iter().enumerate() {
            let replaced = above[place] + usize::from(*own != letter);
            let mut best = replaced.min(above[place + 1] + 1).min(row[place] + 1);
            if place > 0 && last == Some(*own) && word[place - 1] == letter {
                best = best.min(before[place - 1] + 1);
            }
            row.push(best);
        }
        last = Some(letter);
        before = std::mem::replace(&mut above, row);
    }
    above[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_typing_mistakes() {
        let distance = |word: &str, name| distance(&word.chars().collect::<Vec<_>>(), name);
        assert_eq!(distance("conv", "conv"), 0);
        assert_eq!(distance("cnov", "conv"), 1);
        assert_eq!(distance("con", "conv"), 1);
        assert_eq!(distance("rshfit", "rshift"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn only_close_names_are_suggested() {
        assert_eq!(suggestion("rshfit", ["relu", "rshift"]), "did you mean `rshift`?");
        assert_eq!(suggestion("banana", ["relu", "rshift"]), "");
        assert_eq!(suggestion("q", ["n", "c"]), "");
    }

    #[test]
    fn quotes_stay_short_and_printable() {
        assert_eq!(quoted("a\u{1b}"), "`a\\u{1b}`");
        assert_eq!(quoted(&"x".repeat(50)), format!("`{}...`", "x".repeat(40)));
    }
}
