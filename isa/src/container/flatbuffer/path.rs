//! Which field of which table is meant: built for free while walking, spelled out only when something is wrong.

use std::fmt;

/// A place in a tree of tables, e.g. `programs[0].tensors[12].shape`.
///
/// A path is a chain of borrowed steps on the stack of whoever walks the tree.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Field(&'static str),
    Index(usize),
    Key(&'p str),
}

impl<'p> Path<'p> {
    /// The outermost table.
    pub const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    /// The field `name` of the table at this path.
    #[must_use]
    pub fn field(&'p self, name: &'static str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Field(name) }
    }

    /// Element `index` of the vector at this path.
    #[must_use]
    pub fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// The element called `key` of the vector at this path.
    #[must_use]
    pub fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    fn is_root(&self) -> bool {
        matches!(self.step, Step::Root)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below_root = self.parent.is_some_and(|parent| !parent.is_root());
        if let Some(parent) = self.parent.filter(|_| below_root) {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => f.write_str("root"),
            Step::Field(name) if below_root => write!(f, ".{name}"),
            Step::Field(name) => f.write_str(name),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{}]", plain(key)),
        }
    }
}

/// The longest piece of foreign text quoted in a message.
const LONGEST_QUOTE: usize = 96;

/// Foreign text made safe and short enough for a message: control and bidirectional characters escaped.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        if shown.len() >= LONGEST_QUOTE {
            shown.push('…');
            break;
        }
        match character {
            '"' | '\'' => shown.push(character),
            _ if is_invisible(character) => shown.extend(character.escape_unicode()),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One step of a written path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'t> {
    /// A field of a table.
    Field(&'t str),
    /// An element of a vector.
    Index(usize),
}

/// Splits a path as [`Path`] writes it; `None` when the text is not one.
#[must_use]
pub fn parse(text: &str) -> Option<Vec<Segment<'_>>> {
    if text.is_empty() || text == "root" {
        return Some(Vec::new());
    }
    let mut segments = Vec::new();
    for part in text.split('.') {
        let mut pieces = part.split('[');
        segments.push(Segment::Field(pieces.next().filter(|name| !name.is_empty())?));
        for piece in pieces {
            segments.push(Segment::Index(piece.strip_suffix(']')?.parse().ok()?));
        }
    }
    Some(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_field_access() {
        let programs = Path::ROOT.field("programs");
        let first = programs.index(0);
        let tensors = first.field("tensors");
        let named = tensors.key("conv\u{1b}[0m");
        assert_eq!(Path::ROOT.to_string(), "root");
        assert_eq!(tensors.to_string(), "programs[0].tensors");
        assert_eq!(named.to_string(), "programs[0].tensors[conv\\u{1b}[0m]");
    }

    #[test]
    fn written_paths_are_split_into_the_same_steps() {
        let expected = vec![Segment::Field("programs"), Segment::Index(0), Segment::Field("tensors")];
        assert_eq!(parse("programs[0].tensors"), Some(expected));
        assert_eq!(parse("root"), Some(Vec::new()));
        assert_eq!(parse("programs[x]"), None);
        assert_eq!(parse("a..b"), None);
    }

    #[test]
    fn quoted_text_is_short_and_cannot_steer_a_terminal() {
        assert_eq!(plain("a\u{202e}b\n"), "a\\u{202e}b\\n");
        assert!(plain(&"x".repeat(1000)).len() <= LONGEST_QUOTE + '…'.len_utf8());
    }
}
