//! What could stand where a line is being written.

use crate::commands::{self, Completes};
use crate::debugger::Debugger;
use crate::fields;
use crate::names::OF_TURNS;
use crate::stops;

/// The words that a line may be made of.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    layers: Vec<String>,
    tensors: Vec<String>,
    fields: Vec<String>,
    operations: Vec<String>,
}

/// Most words that are offered.
const MOST: usize = 200;

impl Vocabulary {
    /// The words of a debugger.
    #[must_use]
    pub fn new(debugger: &Debugger) -> Self {
        let symbols = debugger.session.symbols();
        let mut operations: Vec<String> = debugger.session.turns().iter().map(|turn| turn.operation.clone()).collect();
        operations.sort();
        operations.dedup();
        Vocabulary {
            layers: symbols.layers().iter().map(|layer| layer.name.clone()).collect(),
            tensors: symbols.all().iter().map(|symbol| symbol.name.clone()).collect(),
            fields: fields::names().into_iter().chain(OF_TURNS.map(String::from)).collect(),
            operations,
        }
    }

    /// Where the last word of `line` starts, and what it could become.
    #[must_use]
    pub fn complete(&self, line: &str) -> (usize, Vec<String>) {
        let start = line.rfind([' ', '(', '!', '&', '|', ',']).map_or(0, |at| at + 1);
        let word = &line[start..];
        let mut found: Vec<String> = match line.split_once(' ') {
            None => commands::all().map(|command| command.name.to_owned()).collect(),
            Some((command, arguments)) => self.arguments(command, arguments),
        };
        found.retain(|one| one.starts_with(word));
        found.sort();
        found.dedup();
        found.truncate(MOST);
        (start, found)
    }

    fn arguments(&self, command: &str, arguments: &str) -> Vec<String> {
        let Ok(command) = commands::find(command) else { return Vec::new() };
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let before = arguments.rsplit_once(' ').map_or("", |(front, _)| front.rsplit(' ').next().unwrap_or(front));
        match (before, command.completes) {
            (_, Completes::Nothing | Completes::Files) => Vec::new(),
            ("layer", _) | (_, Completes::Layers) => self.layers.clone(),
            ("op" | "==", _) => self.operations.clone(),
            (_, Completes::Commands) => commands::all().map(|command| command.name.to_owned()).collect(),
            (_, Completes::Places) => words(&["layer", "tiu", "tdma", "cpu", "cycle", "start", "end"]),
            (_, Completes::Areas) => [words(&["dram:", "lane:"]), self.tensors.clone()].concat(),
            (_, Completes::Values) => [self.fields.clone(), self.tensors.clone()].concat(),
            (_, Completes::Stops) if stops::split_condition(arguments).1.is_some() => self.fields.clone(),
            (_, Completes::Stops) => {
                let kinds = ["layer", "op", "tiu", "tdma", "cycle", "stall", "nan", "saturation", "access", "if"];
                [words(&kinds), self.layers.clone()].concat()
            }
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
