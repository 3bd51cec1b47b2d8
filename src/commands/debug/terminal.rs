//! A person at a terminal: editing, history, completion, hints.

use super::{Face, PROMPT};
use crate::exit::{Failure, Outcome, Reason};
use debugger::Vocabulary;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::path::PathBuf;

/// Lines that are kept from session to session.
const HISTORY: usize = 1000;

/// Completes and hints.
struct Words {
    vocabulary: Vocabulary,
    color: bool,
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.vocabulary.complete(&line[..pos]))
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
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.color { Cow::Owned(format!("\x1b[2m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("\x1b[1m{prompt}\x1b[0m")) } else { Cow::Borrowed(prompt) }
    }
}

impl Validator for Words {}
impl Helper for Words {}

/// Reads lines until the person has had enough.
pub(super) fn talk(face: &mut Face<'_>) -> Outcome {
    let failed = |error: ReadlineError| Failure::new(Reason::Io, format!("cannot read from the terminal: {error}"));
    let config = Config::builder().max_history_size(HISTORY).map_err(failed)?.build();
    let mut editor: Editor<Words, DefaultHistory> = Editor::with_config(config).map_err(failed)?;
    let vocabulary = Vocabulary::new(face.debugger);
    editor.set_helper(Some(Words { vocabulary, color: face.out.has_color() }));
    let history = history_file();
    if let Some(path) = &history {
        // There is none the first time.
        drop(editor.load_history(path));
    }
    loop {
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
