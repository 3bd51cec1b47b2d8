//! What goes to and fro between an editor and its session.

use super::brake::{Brake, messages};
use super::framing::write;
use super::{Adapter, Client, Numbers, Reply, capabilities, text};
use crate::debugger::Debugger;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What an editor debugs: a debugger, and where the listing of its program lies.
pub type Opened = (Debugger, String);

/// Opens what the arguments of `launch` or `attach` name; the flag stops its runs.
pub type Open<'o> = dyn FnMut(&Value, Arc<AtomicBool>) -> Result<Opened, String> + 'o;

/// How an editor went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// It ended the session.
    Ended,
    /// It left the session as it is, for the next one to `attach` to.
    Left,
    /// The connection ended without a word.
    Lost,
}

/// Serves editors, one after the other.
pub struct Server<'o> {
    open: Box<Open<'o>>,
    flag: Arc<AtomicBool>,
    adapter: Option<Adapter>,
}

impl<'o> Server<'o> {
    /// A server of what `open` opens; `flag` stops its runs.
    #[must_use]
    pub fn new(open: Box<Open<'o>>, flag: Arc<AtomicBool>) -> Self {
        Server { open, flag, adapter: None }
    }

    /// Serves one editor until it goes away. Reading goes on while the run does, so that `pause` stops it.
    ///
    /// # Errors
    /// When the connection breaks, or what comes over it is no message.
    pub fn serve(&mut self, input: impl BufRead + Send + 'static, output: &mut dyn Write) -> Result<Parting, String> {
        let brake = Arc::new(Brake::new(Arc::clone(&self.flag)));
        let incoming = messages(input, Arc::clone(&brake));
        let parting = self.talk(&mut incoming.into_iter(), &brake, output);
        brake.retire();
        parting
    }

    /// Answers messages one by one, all of which are there already.
    ///
    /// # Errors
    /// As [`Server::serve`].
    pub fn converse(
        &mut self,
        messages: &mut dyn Iterator<Item = Result<Value, String>>,
        output: &mut dyn Write,
    ) -> Result<Parting, String> {
        let brake = Brake::new(Arc::clone(&self.flag));
        self.talk(messages, &brake, output)
    }

    fn talk(
        &mut self,
        messages: &mut dyn Iterator<Item = Result<Value, String>>,
        brake: &Brake,
        output: &mut dyn Write,
    ) -> Result<Parting, String> {
        let client = Client { first_line: 1, first_column: 1, invalidates: false };
        let voice = Voice { output, sequence: 0 };
        let mut conversation = Conversation { server: self, brake, client, voice, attached: false };
        for message in messages {
            let parting = conversation.handle(&message?);
            if let Some(parting) = parting.map_err(|error| format!("cannot write to the editor: {error}"))? {
                return Ok(parting);
            }
        }
        Ok(Parting::Lost)
    }
}

/// What is said to an editor.
pub(super) struct Voice<'w> {
    output: &'w mut dyn Write,
    sequence: u64,
}

impl Voice<'_> {
    fn say(&mut self, mut message: Value) -> std::io::Result<()> {
        self.sequence += 1;
        message["seq"] = json!(self.sequence);
        write(self.output, &message)
    }

    /// Tells of an event.
    pub(super) fn tell(&mut self, event: &str, body: Value) -> std::io::Result<()> {
        self.say(with_body(json!({ "type": "event", "event": event }), body))
    }

    fn answer(&mut self, to: &Value, success: bool, body: Value) -> std::io::Result<()> {
        let head = json!({
            "type": "response", "request_seq": to["seq"].as_u64().unwrap_or(0), "command": text(to, "command"),
            "success": success,
        });
        self.say(with_body(head, body))
    }

    fn refuse(&mut self, to: &Value, why: &str) -> std::io::Result<()> {
        let head = json!({
            "type": "response", "request_seq": to["seq"].as_u64().unwrap_or(0), "command": text(to, "command"),
            "success": false, "message": why,
        });
        // Braces would stand for variables.
        let format = why.replace(['{', '}'], "'");
        self.say(with_body(head, json!({ "error": { "id": 1, "format": format, "showUser": true } })))
    }
}

fn with_body(mut message: Value, body: Value) -> Value {
    if !body.is_null() {
        message["body"] = body;
    }
    message
}

struct Conversation<'c, 'o, 'w> {
    server: &'c mut Server<'o>,
    brake: &'c Brake,
    client: Client,
    voice: Voice<'w>,
    /// The session was there before the editor and stays behind it.
    attached: bool,
}

impl Conversation<'_, '_, '_> {
    /// Does what a message leads to; how the conversation ends, if it does.
    fn handle(&mut self, message: &Value) -> std::io::Result<Option<Parting>> {
        if message["type"] != "request" {
            return Ok(None);
        }
        self.brake.handle(message);
        let reply = match self.request(text(message, "command"), &message["arguments"]) {
            Ok(reply) => reply,
            Err(why) => return self.voice.refuse(message, &why).map(|()| None),
        };
        self.voice.answer(message, true, reply.body)?;
        for (event, body) in reply.events {
            self.voice.tell(event, body)?;
        }
        if let (Some(motion), Some(adapter)) = (reply.motion, &mut self.server.adapter) {
            adapter.go(motion, self.brake, &mut self.voice)?;
        }
        Ok(reply.parting)
    }

    fn request(&mut self, command: &str, arguments: &Value) -> Result<Reply, String> {
        match (command, &mut self.server.adapter) {
            ("initialize", _) => {
                self.client = Client {
                    first_line: u64::from(arguments["linesStartAt1"] != false),
                    first_column: u64::from(arguments["columnsStartAt1"] != false),
                    invalidates: arguments["supportsInvalidatedEvent"] == true,
                };
                Ok(Reply::body(capabilities::all()))
            }
            ("launch" | "attach", _) => self.start(command, arguments),
            ("disconnect", _) => Ok(self.disconnect(arguments)),
            ("terminate", adapter) => {
                *adapter = None;
                let events = vec![("exited", json!({ "exitCode": 0 })), ("terminated", json!({}))];
                Ok(Reply { events, ..Reply::default() })
            }
            (_, Some(adapter)) => adapter.request(command, arguments),
            (_, None) => Err("nothing is debugged yet; send `launch` first".into()),
        }
    }

    /// `launch` opens anew, `attach` goes on with what is open, if it is.
    fn start(&mut self, command: &str, arguments: &Value) -> Result<Reply, String> {
        let stays = command == "attach" && arguments["program"].is_null();
        self.attached = command == "attach";
        match self.server.adapter.take().filter(|_| stays) {
            Some(mut adapter) => {
                adapter.forget_editor(self.client);
                self.server.adapter = Some(adapter);
            }
            None => {
                let (debugger, listing) = (self.server.open)(arguments, Arc::clone(&self.server.flag))?;
                self.server.adapter = Some(Adapter {
                    debugger,
                    listing,
                    client: self.client,
                    set: Numbers::default(),
                    logs: BTreeMap::new(),
                    stops_on_entry: true,
                    paused: false,
                    exception: None,
                });
            }
        }
        if let Some(adapter) = &mut self.server.adapter {
            adapter.stops_on_entry = self.attached || arguments["stopOnEntry"] != false;
        }
        Ok(Reply { events: vec![("initialized", Value::Null)], ..Reply::default() })
    }

    fn disconnect(&self, arguments: &Value) -> Reply {
        let ends = arguments["terminateDebuggee"].as_bool().unwrap_or(!self.attached);
        if ends {
            Reply { events: vec![("terminated", json!({}))], parting: Some(Parting::Ended), ..Reply::default() }
        } else {
            Reply { parting: Some(Parting::Left), ..Reply::default() }
        }
    }
}
