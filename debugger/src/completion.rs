//! What could stand where a line is being written.

use crate::commands::{self, Command, Completes};
use crate::debugger::Debugger;
use crate::fields;
use crate::names::OF_TURNS;
use crate::stops;
use crate::views::tensor;
use std::collections::BTreeSet;

/// The words that a line may be made of.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    layers: Vec<String>,
    tensors: Vec<String>,
    /// Operands of the next descriptor.
    operands: Vec<String>,
    /// Fields of the next descriptor.
    here: Vec<String>,
    /// Fields of all descriptors.
    fields: Vec<String>,
    operations: Vec<String>,
    stops: Vec<String>,
    bookmarks: Vec<String>,
}

/// Most words that are offered.
const MOST: usize = 200;
/// What starts a word, besides white space.
const BETWEEN: [char; 10] = [' ', '(', '!', '&', '|', ',', ';', '=', '<', '>'];
/// Places of the run without a name.
const PLACES: [&str; 7] = ["layer", "tiu", "tdma", "cpu", "cycle", "start", "end"];
/// What stops look for.
const STOPS: [&str; 10] = ["layer", "op", "tiu", "tdma", "cycle", "stall", "nan", "saturation", "access", "if"];

impl Vocabulary {
    /// The words of a debugger, as they are now.
    #[must_use]
    pub fn new(debugger: &Debugger) -> Self {
        let (session, owned) = (&debugger.session, |name: &&str| (*name).to_owned());
        let operations: BTreeSet<&str> = session.turns().iter().map(|turn| turn.operation.as_str()).collect();
        let names = || fields::names().into_iter();
        let next = session.current().and_then(|turn| session.target().descriptor(turn));
        let is_here = |name: &String| {
            next.as_ref().is_some_and(|next| fields::get(next, session.target().chip(), name).is_some())
        };
        Vocabulary {
            layers: session.symbols().layers().iter().map(|layer| layer.name.clone()).collect(),
            tensors: session.symbols().all().iter().map(|symbol| symbol.name.clone()).collect(),
            operands: tensor::operands(session, session.position()).iter().map(|one| one.role.to_owned()).collect(),
            here: names().filter(is_here).chain(OF_TURNS.iter().map(owned)).collect(),
            fields: names().chain(OF_TURNS.iter().map(owned)).collect(),
            operations: operations.iter().map(owned).collect(),
            stops: debugger.stops.list().iter().map(|stop| stop.number.to_string()).collect(),
            bookmarks: debugger.bookmarks.keys().cloned().collect(),
        }
    }

    /// Where the last word of `line` starts, and what it could become.
    #[must_use]
    pub fn complete(&self, line: &str) -> (usize, Vec<String>) {
        let start = line.rfind(BETWEEN).map_or(0, |at| at + 1);
        let word = &line[start..];
        let mut found: Vec<String> = match line.split_once(' ') {
            None => names_of_commands(),
            Some((command, arguments)) => self.arguments(command, arguments),
        };
        found.retain(|one| one.starts_with(word));
        found.sort();
        found.dedup();
        found.truncate(MOST);
        (start, found)
    }

    /// Whether the last word of `line` is the name of a file.
    #[must_use]
    pub fn wants_file(&self, line: &str) -> bool {
        let Some((command, arguments)) = line.split_once(' ') else { return false };
        commands::find(command).is_ok_and(|command| completes(command, arguments) == Completes::Files)
    }

    /// Whether a line can start with this word; `None` where it could be the start of several.
    #[must_use]
    pub fn is_command(&self, word: &str) -> Option<bool> {
        let starts = || commands::all().any(|command| command.name.starts_with(word));
        match commands::find(word) {
            Ok(_) => Some(true),
            Err(_) if starts() => None,
            Err(_) => Some(false),
        }
    }

    fn arguments(&self, command: &str, arguments: &str) -> Vec<String> {
        let Ok(command) = commands::find(command) else { return Vec::new() };
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let before = arguments.rsplit_once(' ').map_or("", |(front, _)| front.rsplit(' ').next().unwrap_or(front));
        match (before, completes(command, arguments)) {
            (_, Completes::Nothing | Completes::Files) => Vec::new(),
            ("layer", _) | (_, Completes::Layers) => self.layers.clone(),
            ("op" | "==", _) => self.operations.clone(),
            (_, Completes::Commands) if command.name == "help" => {
                [names_of_commands(), words(&["places", "areas", "expressions"])].concat()
            }
            (_, Completes::Commands) => names_of_commands(),
            (_, Completes::Places) => [words(&PLACES), self.bookmarks.clone()].concat(),
            (_, Completes::Areas) => [words(&["dram:", "lane:"]), self.tensors.clone()].concat(),
            (_, Completes::Operands) => [self.operands.clone(), self.tensors.clone()].concat(),
            (_, Completes::Values) => [self.operands.clone(), self.here.clone(), self.tensors.clone()].concat(),
            (_, Completes::Conditions) => self.fields.clone(),
            (_, Completes::Numbers) => self.stops.clone(),
            (_, Completes::Words(list)) => words(list),
            (_, Completes::Stops) if stops::split_condition(arguments).1.is_some() => self.fields.clone(),
            (_, Completes::Stops) => [words(&STOPS), self.layers.clone()].concat(),
        }
    }

    /// What a command expects behind what is written so far, for a hint.
    #[must_use]
    pub fn hint(&self, line: &str) -> Option<String> {
        let word = line.strip_suffix(' ').filter(|word| !word.contains(' '))?;
        let command = commands::find(word).ok()?;
        command.usage.strip_prefix(command.name).map(|rest| rest.trim().to_owned()).filter(|rest| !rest.is_empty())
    }
}

fn names_of_commands() -> Vec<String> {
    commands::all().map(|command| command.name.to_owned()).collect()
}

/// What completes the last of the arguments: of some commands the first differs from the others.
fn completes(command: &Command, arguments: &str) -> Completes {
    match (command.name, arguments.contains(' ')) {
        ("export", false) | ("image" | "snapshot", true) => Completes::Files,
        ("commands", true) => Completes::Commands,
        ("condition", true) => Completes::Conditions,
        ("ignore" | "set", true) => Completes::Nothing,
        _ => command.completes,
    }
}
