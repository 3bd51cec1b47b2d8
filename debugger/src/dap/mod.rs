//! A session for editors that speak the Debug Adapter Protocol.
//!
//! The stack of an engine is the layer and the descriptor that are next; scopes are its fields, its operands and both
//! engines; the console takes every command of the table.

mod brake;
mod capabilities;
mod conversation;
mod framing;
mod memory;
mod requests;
mod running;
mod stops;
mod variables;

pub use conversation::{Open, Opened, Parting, Server};
pub use framing::{is_editor, read, write};

use crate::debugger::Debugger;
use running::Motion;
use serde_json::Value;
use std::collections::BTreeMap;

/// A debugger that an editor drives.
struct Adapter {
    debugger: Debugger,
    /// Where the listing lies, which is the source that editors show.
    listing: String,
    client: Client,
    /// Numbers of stops by who asked for them.
    set: Numbers,
    /// What log points print, by the number of their stop.
    logs: BTreeMap<usize, String>,
    /// Whether the run waits at its start for the editor to let it go.
    stops_on_entry: bool,
    /// The run stands where a request to pause stopped it that was not answered yet.
    paused: bool,
    /// What `exceptionInfo` tells.
    exception: Option<Exception>,
}

/// How the editor counts, and what it understands.
#[derive(Clone, Copy, Debug)]
struct Client {
    first_line: u64,
    first_column: u64,
    /// It looks again at what it is told has changed.
    invalidates: bool,
}

impl Client {
    /// The line of a turn.
    fn line(self, turn: usize) -> u64 {
        turn as u64 + self.first_line
    }
}

/// Numbers of stops by who asked for them.
#[derive(Default)]
struct Numbers {
    lines: Vec<usize>,
    functions: Vec<usize>,
    instructions: Vec<usize>,
    data: Vec<usize>,
    exceptions: Vec<usize>,
}

/// Why a run stands that came upon something bad.
#[derive(Clone, Debug)]
struct Exception {
    id: &'static str,
    description: String,
}

type Event = (&'static str, Value);

/// What a request leads to.
#[derive(Default)]
struct Reply {
    body: Value,
    /// Events behind the answer.
    events: Vec<Event>,
    /// Where the run goes behind them.
    motion: Option<Motion>,
    /// How the conversation ends, if it does.
    parting: Option<Parting>,
}

impl Reply {
    fn body(body: Value) -> Self {
        Reply { body, ..Reply::default() }
    }

    fn motion(motion: Motion) -> Self {
        Reply { motion: Some(motion), ..Reply::default() }
    }
}

fn list<'v>(arguments: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    arguments[name].as_array().into_iter().flatten()
}

fn text<'v>(arguments: &'v Value, name: &str) -> &'v str {
    arguments[name].as_str().unwrap_or_default()
}
