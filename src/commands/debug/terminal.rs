//! A person at a terminal: editing, history, completion, hints.

use super::{Face, PROMPT, paint};
use crate::exit::{Failure, Outcome, Reason};
use debugger::Vocabulary;
use rustyline::completion::{Completer, FilenameCompleter};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::path::PathBuf;

/// Lines that are kept from session to session.
const HISTORY: usize = 1000;

/// Styles of the line that is being written.
const KNOWN: &str = "1";
const UNKNOWN: &str = "31";
const HINT: &str = "2";

/// Completes, hints and highlights.
struct Words {
    vocabulary: Vocabulary,
    files: FilenameCompleter,
    color: bool,
}

impl Words {
    fn styled<'t>(&self, code: &str, text: &'t str) -> Cow<'t, str> {
        if self.color { Cow::Owned(paint::styled(code, text)) } else { Cow::Borrowed(text) }
    }
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let front = &line[..pos];
        if !self.vocabulary.wants_file(front) {
            let (start, mut found) = self.vocabulary.complete(front);
            if let ([only], 0) = (found.as_mut_slice(), start) {
                // An argument may follow a command.
                only.push(' ');
            }
            return Ok((start, found));
        }
        let (start, found) = self.files.complete_path(line, pos)?;
        Ok((start, found.into_iter().map(|file| file.replacement).collect()))
    }
}

impl Hinter for Words {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<String> {
        if pos < line.len() || line.is_empty() {
            return None;
        }
        let usage = self.vocabulary.hint(line);
        usage.or_else(|| {
            let history = context.history();
            let last = (0..history.len()).rev();
            let mut lines = last.filter_map(|at| history.get(at, rustyline::history::SearchDirection::Reverse).ok()?);
            lines.find_map(|one| one.entry.strip_prefix(line).filter(|rest| !rest.is_empty()).map(str::to_owned))
        })
    }
}

impl Highlighter for Words {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        let end = line.find([' ', '/']).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        if word.is_empty() || word.starts_with('#') {
            return Cow::Borrowed(line);
        }
        let style = match self.vocabulary.is_command(word) {
            Some(true) => KNOWN,
            // It may yet become one.
            None if rest.is_empty() => return Cow::Borrowed(line),
            _ => UNKNOWN,
        };
        Cow::Owned(format!("{}{rest}", self.styled(style, word)))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        self.styled(HINT, hint)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        self.styled(KNOWN, prompt)
    }
}

impl Validator for Words {}
impl Helper for Words {}

/// Reads lines until the person has had enough.
pub(super) fn talk(face: &mut Face<'_>) -> Outcome {
    let failed = |error: ReadlineError| Failure::new(Reason::Io, format!("cannot read from the terminal: {error}"));
    let config =
        Config::builder().max_history_size(HISTORY).map_err(failed)?.completion_type(CompletionType::List).build();
    let mut editor: Editor<Words, DefaultHistory> = Editor::with_config(config).map_err(failed)?;
    let (vocabulary, files) = (Vocabulary::default(), FilenameCompleter::new());
    editor.set_helper(Some(Words { vocabulary, files, color: face.out.has_color() }));
    let history = history_file();
    if let Some(path) = &history {
        // There is none the first time.
        drop(editor.load_history(path));
    }
    loop {
        if let Some(words) = editor.helper_mut() {
            words.vocabulary = Vocabulary::new(face.debugger);
        }
        if let Some((columns, _)) = editor.dimensions() {
            face.debugger.width = columns.into();
        }
        match editor.readline(PROMPT) {
            Ok(line) => {
                if !line.trim().is_empty() {
                    drop(editor.add_history_entry(&line));
                }
                if !face.line(&line)? {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(failed(error)),
        }
    }
    if let Some(path) = &history {
        // Not being able to keep the history is no reason to fail.
        drop(editor.save_history(path));
    }
    Ok(())
}

/// Where lines are kept: below the folder for states of programs, as the XDG rules have it.
fn history_file() -> Option<PathBuf> {
    let folder = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")))?;
    let folder = folder.join("tpuscope");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("debug-history"))
}
