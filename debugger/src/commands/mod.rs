//! The one table of commands behind every face: terminal, script, gdb, editor.

mod arrive;
mod bisect;
mod control;
mod data;
mod diff;
mod edit;
mod files;
mod help;
mod image;
mod stops;
mod views;

pub(crate) use arrive::arrival_reason;
pub(crate) use edit::{bytes_of_value, poke, replace, set_field_at};
pub use files::SNAPSHOT_MAGIC;
pub(crate) use views::value_at;

use crate::answer::Answer;
use crate::debugger::Debugger;
use isa::text::suggestion;
use serde::Serialize;

/// What completes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Completes {
    /// Nothing.
    Nothing,
    /// Places of the run.
    Places,
    /// What stops look for.
    Stops,
    /// Areas of memory: tensors, weights.
    Areas,
    /// Fields of the next descriptor, operands and tensors.
    Values,
    /// Operands and tensors.
    Operands,
    /// Fields of any descriptor.
    Conditions,
    /// Numbers of stops.
    Numbers,
    /// One of these.
    Words(&'static [&'static str]),
    /// Layers.
    Layers,
    /// Commands.
    Commands,
    /// Files.
    Files,
}

/// Where `help` lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Moving through the run.
    Running,
    /// Where to stop.
    Stopping,
    /// Looking.
    Looking,
    /// Where values come from.
    Finding,
    /// Changing.
    Changing,
    /// Everything else.
    Other,
}

/// A command.
#[derive(Serialize)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Shorter names.
    pub aliases: &'static [&'static str],
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// More lines, with examples.
    pub details: &'static str,
    /// Where `help` lists it.
    pub group: Group,
    /// What completes its argument.
    pub completes: Completes,
    /// Whether an empty line does it again.
    pub repeats: bool,
    /// What it does.
    #[serde(skip)]
    pub run: fn(&mut Debugger, &str) -> Result<Answer, String>,
}

impl Command {
    /// What the commands of one file have in common, for `..` to fill in.
    const fn of(group: Group, completes: Completes, run: fn(&mut Debugger, &str) -> Result<Answer, String>) -> Self {
        Command { name: "", aliases: &[], usage: "", summary: "", details: "", group, completes, repeats: false, run }
    }
}

/// Every command, group by group.
pub fn all() -> impl Iterator<Item = &'static Command> {
    [
        control::COMMANDS,
        stops::COMMANDS,
        views::COMMANDS,
        image::COMMANDS,
        data::COMMANDS,
        edit::COMMANDS,
        files::COMMANDS,
        help::COMMANDS,
    ]
    .into_iter()
    .flatten()
}

/// The command that `word` names: in full, by an alias, or by the start of one name alone.
///
/// # Errors
/// Suggests a name that is close.
pub fn find(word: &str) -> Result<&'static Command, String> {
    if let Some(exact) = all().find(|command| command.name == word || command.aliases.contains(&word)) {
        return Ok(exact);
    }
    let starting: Vec<&Command> = all().filter(|command| command.name.starts_with(word)).collect();
    match starting.as_slice() {
        [only] => Ok(only),
        [] => {
            let hint = suggestion(word, all().map(|command| command.name));
            let next = if hint.is_empty() { "`help` lists all".to_owned() } else { hint };
            Err(format!("there is no command `{}`; {next}", word.escape_debug()))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|command| command.name).collect();
            Err(format!("`{word}` could be {}; write more of it", names.join(", ")))
        }
    }
}

/// A count that may be left out.
fn count(text: &str) -> Result<usize, String> {
    match text {
        "" => Ok(1),
        _ => crate::area::number(text)
            .and_then(|count| usize::try_from(count).ok())
            .ok_or_else(|| format!("`{}` is no count; give a number", text.escape_debug())),
    }
}
