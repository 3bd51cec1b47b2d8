//! A session for editors that speak the Debug Adapter Protocol.
//!
//! The stack of an engine is the layer and the descriptor that are next; scopes are its fields, its operands and both
//! engines; the console takes every command of the table.

mod framing;
mod requests;
mod variables;

pub use framing::{read, write};

use crate::answer::Answer;
use crate::commands::arrival_reason;
use crate::debugger::Debugger;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

/// Whether a connection that starts with this byte can be an editor: messages start with `Content-Length`, in any case
/// of letters. Requests of browsers start with the name of a method, none of which does.
#[must_use]
pub fn may_be_editor(first: u8) -> bool {
    first.eq_ignore_ascii_case(&b'C')
}

/// A debugger that an editor drives.
struct Adapter {
    debugger: Debugger,
    /// Where the listing lies, which is the source that editors show.
    listing: String,
    /// Numbers of stops by who asked for them.
    set: Numbers,
}

/// Numbers of stops by who asked for them.
#[derive(Default)]
struct Numbers {
    lines: Vec<usize>,
    functions: Vec<usize>,
    instructions: Vec<usize>,
    data: Vec<usize>,
}

/// What a request leads to.
#[derive(Default)]
struct Reply {
    body: Value,
    /// Events behind the answer.
    events: Vec<(&'static str, Value)>,
    /// The conversation ends.
    end: bool,
}

impl Reply {
    fn body(body: Value) -> Self {
        Reply { body, ..Reply::default() }
    }
}

/// What an editor debugs: a debugger, and where the listing of its program lies.
pub type Opened = (Debugger, String);

/// Serves one editor until it goes away. `open` gets the arguments of `launch` or `attach`.
///
/// # Errors
/// When the connection breaks, or what comes over it is no message.
pub fn serve(
    open: &mut dyn FnMut(&Value) -> Result<Opened, String>,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<(), String> {
    let mut conversation = Conversation { adapter: None, sequence: 0 };
    while let Some(message) = read(input)? {
        let (answers, end) = conversation.handle(&message, open);
        for answer in answers {
            write(output, &answer).map_err(|error| format!("cannot write to the editor: {error}"))?;
        }
        if end {
            break;
        }
    }
    Ok(())
}

struct Conversation {
    adapter: Option<Adapter>,
    sequence: u64,
}

impl Conversation {
    /// Everything that a message leads to, and whether the conversation ends.
    fn handle(
        &mut self,
        message: &Value,
        open: &mut dyn FnMut(&Value) -> Result<Opened, String>,
    ) -> (Vec<Value>, bool) {
        if message["type"] != "request" {
            return (Vec::new(), false);
        }
        let command = message["command"].as_str().unwrap_or_default();
        let reply = self.request(command, &message["arguments"], open);
        let head = json!({ "type": "response", "request_seq": message["seq"], "command": command });
        let (mut answers, end) = match reply {
            Ok(reply) => {
                let mut all = vec![with(head, json!({ "success": true, "body": reply.body }))];
                let events = reply.events.into_iter();
                all.extend(events.map(|(event, body)| json!({ "type": "event", "event": event, "body": body })));
                (all, reply.end)
            }
            Err(why) => {
                let body = json!({ "error": { "id": 1, "format": why, "showUser": true } });
                (vec![with(head, json!({ "success": false, "message": why, "body": body }))], false)
            }
        };
        answers.iter_mut().for_each(|answer| self.number(answer));
        (answers, end)
    }

    fn request(
        &mut self,
        command: &str,
        arguments: &Value,
        open: &mut dyn FnMut(&Value) -> Result<Opened, String>,
    ) -> Result<Reply, String> {
        match (command, &mut self.adapter) {
            ("initialize", _) => Ok(Reply::body(requests::capabilities())),
            ("launch" | "attach", _) => {
                let (debugger, listing) = open(arguments)?;
                self.adapter = Some(Adapter { debugger, listing, set: Numbers::default() });
                Ok(Reply { events: vec![("initialized", json!({}))], ..Reply::default() })
            }
            (_, Some(adapter)) => adapter.request(command, arguments),
            ("disconnect" | "terminate", None) => Ok(Reply { end: true, ..Reply::default() }),
            (_, None) => Err("nothing is debugged yet; send `launch` first".into()),
        }
    }

    fn number(&mut self, message: &mut Value) {
        self.sequence += 1;
        message["seq"] = json!(self.sequence);
    }
}

/// The members of both objects.
fn with(mut one: Value, other: Value) -> Value {
    if let (Some(one), Value::Object(other)) = (one.as_object_mut(), other) {
        one.extend(other);
    }
    one
}

impl Adapter {
    /// Executes a command that moves, and tells where it came to rest.
    fn moving(&mut self, line: &str) -> Result<Reply, String> {
        let answer = self.debugger.execute(line)?;
        Ok(Reply { events: self.arrival(&answer), ..Reply::default() })
    }

    fn arrival(&self, answer: &Answer) -> Vec<(&'static str, Value)> {
        let session = &self.debugger.session;
        let reason = arrival_reason(&answer.value);
        let reason = match reason {
            "stop" if self.is_data(&answer.value) => "data breakpoint",
            "stop" => "breakpoint",
            "interrupt" => "pause",
            "fault" => "exception",
            _ => "step",
        };
        let mut events = vec![("output", json!({ "category": "console", "output": answer.text }))];
        events.push((
            "stopped",
            json!({
                "reason": reason,
                "threadId": variables::current_thread(session),
                "allThreadsStopped": true,
                "text": answer.value["fault"],
                "hitBreakpointIds": answer.value["stops"],
            }),
        ));
        events
    }

    fn is_data(&self, value: &Value) -> bool {
        let stops = value["stops"].as_array().into_iter().flatten();
        let mut numbers = stops.filter_map(Value::as_u64).filter_map(|number| usize::try_from(number).ok());
        numbers.any(|number| self.set.data.contains(&number))
    }
}

/// How a watch is written, by the protocol's name of its access.
fn watch_command(access: &str) -> &'static str {
    match access {
        "read" => "rwatch",
        "readWrite" => "awatch",
        _ => "watch",
    }
}

/// The protocol's names of accesses.
const ACCESSES: [&str; 3] = ["read", "write", "readWrite"];
