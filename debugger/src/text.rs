//! Text that knows what its pieces are, for faces that have colours; all others see plain text.

use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::{AddAssign, Deref, Range};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Where the run is.
    Here,
    /// What differs from before.
    Changed,
    /// A stop.
    Stop,
    /// The name of a layer.
    Layer,
    /// An engine, or what it does.
    Engine(isa::diagnostic::Engine),
    /// A title.
    Heading,
    /// A name that can be written in commands.
    Name,
    /// What matters less.
    Faint,
    /// A character that stands for two pixels of a picture, one above the other.
    Pixels {
        /// Red, green and blue of the upper one.
        top: [u8; 3],
        /// Those of the lower one, where there is one.
        bottom: Option<[u8; 3]>,
    },
}

/// Text with marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    plain: String,
    /// Pieces that are something, in their order; none overlap.
    marks: Vec<(Range<usize>, Tone)>,
}

impl Text {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Text::default()
    }

    /// A piece that is something.
    #[must_use]
    pub fn of(tone: Tone, text: &str) -> Self {
        let mut all = Text::new();
        all.add(tone, text);
        all
    }

    /// Appends a piece that is something.
    pub fn add(&mut self, tone: Tone, text: &str) {
        let start = self.plain.len();
        self.plain += text;
        match self.marks.last_mut() {
            _ if text.is_empty() => {}
            Some((range, last)) if range.end == start && *last == tone => range.end = self.plain.len(),
            _ => self.marks.push((start..self.plain.len(), tone)),
        }
    }

    /// Appends another text.
    pub fn append(&mut self, other: &Text) {
        let start = self.plain.len();
        self.plain += &other.plain;
        self.marks.extend(other.marks.iter().map(|(range, tone)| (range.start + start..range.end + start, *tone)));
    }

    /// All pieces in their order, with what they are.
    #[must_use]
    pub fn pieces(&self) -> Vec<(Option<Tone>, &str)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (range, tone) in &self.marks {
            pieces.push((None, &self.plain[at..range.start]));
            pieces.push((Some(*tone), &self.plain[range.clone()]));
            at = range.end;
        }
        pieces.push((None, &self.plain[at..]));
        pieces.retain(|(_, text)| !text.is_empty());
        pieces
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.plain
    }
}

impl AddAssign<&str> for Text {
    fn add_assign(&mut self, text: &str) {
        self.plain += text;
    }
}

impl From<String> for Text {
    fn from(plain: String) -> Self {
        Text { plain, marks: Vec::new() }
    }
}

impl From<&str> for Text {
    fn from(plain: &str) -> Self {
        plain.to_owned().into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_together_are_the_text() {
        let mut text = Text::from("at ");
        text.add(Tone::Layer, "conv");
        text.add(Tone::Layer, "1");
        text += ", ";
        text.append(&Text::of(Tone::Stop, "stop"));
        let pieces = [(None, "at "), (Some(Tone::Layer), "conv1"), (None, ", "), (Some(Tone::Stop), "stop")];
        assert_eq!(text.pieces(), pieces);
        assert_eq!(&*text, "at conv1, stop");
    }
}
