//! Requests that look and change; others are in files of their own.

use super::running::Motion;
use super::{Adapter, Reply, text, variables};
use crate::commands;
use crate::completion::Vocabulary;
use crate::gdb::elf;
use serde_json::{Value, json};

impl Adapter {
    pub(super) fn request(&mut self, command: &str, arguments: &Value) -> Result<Reply, String> {
        match command {
            "configurationDone" if self.stops_on_entry => Ok(Reply::motion(Motion::Stay("entry"))),
            "configurationDone" => Ok(Reply::motion(Motion::Start)),
            "pause" => Ok(self.pause()),
            "evaluate" => self.evaluate(arguments),
            "setVariable" => self.set_variable(arguments),
            "setExpression" => self.set_expression(arguments),
            "writeMemory" => self.write_memory(arguments),
            _ => match self.moving_request(command, arguments) {
                Some(reply) => reply,
                None => self.looking_request(command, arguments).map(Reply::body),
            },
        }
    }

    fn looking_request(&mut self, command: &str, arguments: &Value) -> Result<Value, String> {
        let session = &self.debugger.session;
        match command {
            "threads" => Ok(variables::threads(session)),
            "stackTrace" => Ok(variables::stack(session, arguments, &self.listing, self.client)),
            "scopes" => Ok(variables::scopes(arguments["frameId"].as_u64().unwrap_or(1))),
            "variables" => Ok(variables::variables(session, arguments)),
            "source" => Ok(json!({ "content": elf::listing(session), "mimeType": "text/plain" })),
            "loadedSources" => Ok(json!({ "sources": [variables::source(&self.listing)] })),
            "gotoTargets" => Ok(self.goto_targets(arguments)),
            "breakpointLocations" => Ok(self.breakpoint_locations(arguments)),
            "exceptionInfo" => self.exception_info(),
            "setBreakpoints" => Ok(self.line_breakpoints(arguments)),
            "setFunctionBreakpoints" => Ok(self.function_breakpoints(arguments)),
            "setInstructionBreakpoints" => Ok(self.instruction_breakpoints(arguments)),
            "setExceptionBreakpoints" => Ok(self.exception_breakpoints(arguments)),
            "dataBreakpointInfo" => Ok(self.data_info(arguments)),
            "setDataBreakpoints" => Ok(self.data_breakpoints(arguments)),
            "completions" => Ok(self.completions(arguments)),
            "disassemble" => self.disassemble(arguments),
            "readMemory" => self.read_memory(arguments),
            other => Err(format!("the request `{}` is not known", other.escape_debug())),
        }
    }

    fn goto_targets(&self, arguments: &Value) -> Value {
        let line = arguments["line"].as_u64().unwrap_or(0);
        let turn = line.checked_sub(self.client.first_line);
        let turn = turn.filter(|turn| *turn < self.debugger.session.turns().len() as u64);
        let targets: Vec<Value> =
            turn.iter().map(|turn| json!({ "id": turn, "label": format!("turn {turn}"), "line": line })).collect();
        json!({ "targets": targets })
    }

    /// Every line is a descriptor or a step of the host.
    fn breakpoint_locations(&self, arguments: &Value) -> Value {
        let first = self.client.first_line;
        let last = first + self.debugger.session.turns().len() as u64;
        let from = arguments["line"].as_u64().unwrap_or(first).max(first);
        let to = arguments["endLine"].as_u64().unwrap_or(from);
        let lines = (from..last).take_while(|line| *line <= to);
        json!({ "breakpoints": lines.map(|line| json!({ "line": line })).collect::<Vec<_>>() })
    }

    fn exception_info(&self) -> Result<Value, String> {
        let exception = self.exception.as_ref().ok_or("the run does not stand at a fault or a bad result")?;
        Ok(json!({
            "exceptionId": exception.id,
            "description": exception.description,
            "breakMode": if exception.id == "fault" { "unhandled" } else { "always" },
            "details": { "message": exception.description, "typeName": exception.id },
        }))
    }

    /// The console takes commands; everything else expressions, for the engine whose frame is looked at.
    fn evaluate(&mut self, arguments: &Value) -> Result<Reply, String> {
        let line = text(arguments, "expression").trim();
        if !matches!(arguments["context"].as_str(), Some("repl") | None) {
            let session = &self.debugger.session;
            let frame = arguments["frameId"].as_u64().and_then(|frame| variables::turn_of_frame(session, frame));
            let answer = commands::value_at(session, frame.unwrap_or(session.position()), line)?;
            return Ok(Reply::body(result(&answer.text)));
        }
        if let Some(moving) = self.moving_line(line) {
            return Ok(moving);
        }
        let (before, edits) = (self.debugger.session.position(), self.debugger.session.edits());
        let answer = self.debugger.execute(line)?;
        let moved = self.debugger.session.position() != before;
        let mut events = if moved { self.arrival(&answer, "step") } else { Vec::new() };
        if edits != self.debugger.session.edits() && !moved {
            events.extend(self.invalidated());
        }
        if answer.quit {
            events.push(("terminated", json!({})));
        }
        Ok(Reply { body: result(&answer.text), events, ..Reply::default() })
    }

    /// What is told of a change that the editor did not make where it shows it.
    pub(super) fn invalidated(&self) -> Option<super::Event> {
        self.client.invalidates.then(|| ("invalidated", json!({ "areas": ["all"] })))
    }

    /// A field of a descriptor, or a number of an operand.
    fn set_variable(&mut self, arguments: &Value) -> Result<Reply, String> {
        let (name, value) = (text(arguments, "name"), text(arguments, "value").trim());
        let reference = arguments["variablesReference"].as_u64().unwrap_or(0);
        let line = variables::assignment(&self.debugger.session, reference, name, value)?;
        match line {
            variables::Assignment::Field(at) => {
                commands::set_field_at(&mut self.debugger, at, name, value)?;
            }
            variables::Assignment::Bytes(places, bytes) => {
                commands::poke(&mut self.debugger.session, &places, &bytes);
            }
        }
        let events = self.invalidated().into_iter().collect();
        let body = json!({ "value": value, "variablesReference": 0 });
        Ok(Reply { body, events, ..Reply::default() })
    }

    fn set_expression(&mut self, arguments: &Value) -> Result<Reply, String> {
        let (name, value) = (text(arguments, "expression").trim(), text(arguments, "value").trim());
        self.debugger.execute(&format!("set {name} {value}"))?;
        let events = self.invalidated().into_iter().collect();
        Ok(Reply { body: json!({ "value": value }), events, ..Reply::default() })
    }

    fn completions(&self, arguments: &Value) -> Value {
        let column = arguments["column"].as_u64().unwrap_or(0).saturating_sub(self.client.first_column);
        let front: String =
            text(arguments, "text").chars().take(usize::try_from(column).unwrap_or(usize::MAX)).collect();
        let (start, found) = Vocabulary::new(&self.debugger).complete(&front);
        let (before, length) = (front[..start].chars().count() as u64, front[start..].chars().count());
        let target =
            |one: &String| json!({ "label": one, "start": before + self.client.first_column, "length": length });
        json!({ "targets": found.iter().map(target).collect::<Vec<_>>() })
    }
}

fn result(text: &str) -> Value {
    json!({ "result": text.trim_end(), "variablesReference": 0 })
}
