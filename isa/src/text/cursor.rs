//! One line being read.

use super::error::{TextError, quoted};

/// A mistake at a byte of the line.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    at: usize,
    what: String,
    allowed: String,
    help: String,
}

impl Fault {
    pub(super) fn new(at: usize, what: impl Into<String>) -> Self {
        Fault { at, what: what.into(), allowed: String::new(), help: String::new() }
    }

    pub(super) fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = allowed.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The mistake as seen from the whole text.
    pub(super) fn at_line(self, number: usize, line: &str) -> TextError {
        let before = line.char_indices().take_while(|(at, _)| *at < self.at).count();
        TextError { line: number, column: before + 1, what: self.what, allowed: self.allowed, help: self.help }
    }
}

/// A run of letters, digits and underscores.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

/// A number and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) at: usize,
}

impl Word<'_> {
    /// The number that the word spells, decimal or hexadecimal.
    pub(super) fn number(&self) -> Option<u64> {
        match self.text.strip_prefix("0x") {
            Some(digits) if !digits.starts_with('+') => u64::from_str_radix(digits, 16).ok(),
            Some(_) => None,
            None if self.text.starts_with(|first: char| first.is_ascii_digit()) => self.text.parse().ok(),
            None => None,
        }
    }
}

/// A place in a line.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    line: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        Cursor { line, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        &self.line[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The line from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        &self.line[start..self.at]
    }

    pub(super) fn is_at_gap(&self) -> bool {
        self.peek().is_none_or(char::is_whitespace)
    }

    /// Skips white space; whether anything is left.
    pub(super) fn next_item(&mut self) -> bool {
        self.at = self.line.len() - self.rest().trim_start().len();
        !self.rest().is_empty()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// As [`Cursor::eat`], with white space on either side.
    pub(super) fn eat_spaced(&mut self, wanted: char) -> bool {
        let start = self.at;
        self.next_item();
        let found = self.eat(wanted);
        if found {
            self.next_item();
        } else {
            self.at = start;
        }
        found
    }

    /// `wanted` is not what stands here.
    pub(super) fn missing(&self, wanted: &str) -> Fault {
        let found = self.rest().split(char::is_whitespace).next().unwrap_or_default();
        if found.is_empty() {
            return Fault::new(self.at, format!("{wanted} is missing"));
        }
        Fault::new(self.at, format!("{} stands where {wanted} is expected", quoted(found)))
    }

    pub(super) fn word(&mut self) -> Word<'t> {
        self.take(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    }

    /// As [`Cursor::word`], with signs and points: a constant of any kind.
    pub(super) fn literal(&mut self) -> Word<'t> {
        self.take(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '+' | '-'))
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> Word<'t> {
        let rest = self.rest();
        let text = &rest[..rest.find(|letter| !belongs(letter)).unwrap_or(rest.len())];
        let at = self.at;
        self.at += text.len();
        Word { text, at }
    }

    pub(super) fn number(&mut self, purpose: &str) -> Result<Number, Fault> {
        let start = self.clone();
        let word = self.word();
        let number = word.number().map(|value| Number { value, at: word.at });
        number.ok_or_else(|| {
            *self = start;
            self.missing(purpose).allowed("a number such as 12 or 0x1f")
        })
    }

    /// Goes to the end of what looks like the current item: white space between brackets belongs to it, unless they
    /// do not match.
    pub(super) fn skip_item(&mut self) {
        let mut depth = 0_usize;
        let mut first_gap = None;
        for (at, letter) in self.rest().char_indices() {
            match letter {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ if letter.is_whitespace() => {
                    first_gap.get_or_insert(at);
                    if depth == 0 {
                        self.at += at;
                        return;
                    }
                }
                _ => {}
            }
        }
        self.at = first_gap.filter(|_| depth > 0).map_or(self.line.len(), |gap| self.at + gap);
    }
}
