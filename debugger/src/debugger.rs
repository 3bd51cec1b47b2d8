//! A session, its stops, and the lines that people write.

use crate::answer::Answer;
use crate::commands::{self, Command};
use crate::session::Session;
use crate::stops::Stops;
use crate::target::Saved;
use crate::views::context;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

/// How commands read and write files, so that they themselves perform no I/O.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String>;
    /// Writes a whole file.
    ///
    /// # Errors
    /// Says why it cannot be written.
    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String>;
    /// A run of another file, to compare with; its inputs are not filled.
    ///
    /// # Errors
    /// Says why there is none.
    fn session(&mut self, path: &str) -> Result<Session, String> {
        Err(format!("cannot open {path}: this connection opens no further programs"))
    }
}

/// No files, for faces that must not touch any.
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("cannot read {path}: this connection may not touch files"))
    }

    fn write(&mut self, path: &str, _: &[u8]) -> Result<(), String> {
        Err(format!("cannot write {path}: this connection may not touch files"))
    }
}

/// A watched area as it was before the turn that touches it.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub(crate) stop: usize,
    pub(crate) turn: usize,
    pub(crate) before: Vec<u8>,
}

/// The run without changes, to compare with.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) state: Saved,
    pub(crate) hash: u128,
    pub(crate) cycles: u64,
}

/// Characters in a line where nobody says how many there are.
const WIDTH: usize = 80;
/// Nesting of scripts and command lists.
const DEEPEST: usize = 16;

/// A session, its stops, and the lines that people write.
pub struct Debugger {
    /// The run.
    pub session: Session,
    /// Where it stops.
    pub stops: Stops,
    /// Places with names.
    pub bookmarks: BTreeMap<String, usize>,
    /// Parts of the block that is shown at every stop.
    pub sections: BTreeSet<String>,
    /// Characters in a line of whoever reads.
    pub width: usize,
    pub(crate) files: Box<dyn Files>,
    pub(crate) watched: Vec<Watched>,
    pub(crate) original: Option<Outcome>,
    last: String,
    depth: usize,
}

impl Debugger {
    /// A debugger at the start of a run.
    #[must_use]
    pub fn new(session: Session, files: Box<dyn Files>) -> Self {
        Debugger {
            session,
            stops: Stops::default(),
            bookmarks: BTreeMap::new(),
            sections: context::USUAL.map(String::from).into(),
            width: WIDTH,
            files,
            watched: Vec::new(),
            original: None,
            last: String::new(),
            depth: 0,
        }
    }

    /// Executes a line. An empty one does the last step again; what stands behind `#` is a comment.
    ///
    /// # Errors
    /// Says what is wrong with the line, and what is allowed.
    pub fn execute(&mut self, line: &str) -> Result<Answer, String> {
        let line = without_comment(line).trim();
        if line.is_empty() {
            let last = std::mem::take(&mut self.last);
            return if last.is_empty() { Ok(Answer::default()) } else { self.execute(&last) };
        }
        let (word, arguments) = split(line);
        let command = commands::find(word)?;
        self.last = if command.repeats { line.to_owned() } else { String::new() };
        self.run(command, arguments)
    }

    fn run(&mut self, command: &Command, arguments: &str) -> Result<Answer, String> {
        if self.depth >= DEEPEST {
            return Err(format!("more than {DEEPEST} scripts or command lists inside each other; take one away"));
        }
        self.depth += 1;
        let answer = (command.run)(self, arguments);
        self.depth -= 1;
        answer
    }

    /// Executes lines until one fails, ends the session or is stopped; empty ones are skipped.
    ///
    /// # Errors
    /// The line that failed, and why.
    pub fn script(&mut self, text: &str) -> Result<Answer, String> {
        let mut all = Answer::default();
        for (number, line) in text.lines().enumerate() {
            if without_comment(line).trim().is_empty() {
                continue;
            }
            let answer = self.execute(line).map_err(|why| format!("line {}, `{}`: {why}", number + 1, line.trim()))?;
            all.extend(answer);
            if all.quit || self.session.cancel().load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(all)
    }
}

/// The first word, and the rest. `x/16` and the like are one word and an argument.
fn split(line: &str) -> (&str, &str) {
    let end = line.find(|letter: char| letter.is_whitespace() || letter == '/').unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    (word, rest.trim())
}

/// `#` starts a comment at the start of a line and behind white space.
fn without_comment(line: &str) -> &str {
    if line.starts_with('#') {
        return "";
    }
    line.find(" #").map_or(line, |at| &line[..at])
}
