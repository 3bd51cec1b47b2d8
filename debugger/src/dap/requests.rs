//! Each request of the protocol.

use super::{ACCESSES, Adapter, Reply, variables, watch_command};
use crate::completion::Vocabulary;
use crate::gdb::{addresses, elf};
use crate::views::descriptor;
use serde_json::{Value, json};

/// Most bytes of memory in one answer.
const MOST_BYTES: u64 = 1 << 16;
/// Most descriptors in one answer.
const MOST_LINES: i64 = 4096;

impl Adapter {
    pub(super) fn request(&mut self, command: &str, arguments: &Value) -> Result<Reply, String> {
        match command {
            "configurationDone" => Ok(Reply { events: vec![("stopped", self.entry())], ..Reply::default() }),
            "disconnect" | "terminate" => {
                Ok(Reply { events: vec![("terminated", json!({}))], end: true, ..Reply::default() })
            }
            "setExceptionBreakpoints" => Ok(Reply::body(json!({ "breakpoints": [] }))),
            "pause" => Ok(Reply { events: vec![("stopped", self.entry())], ..Reply::default() }),
            _ => self.moving_request(command, arguments).unwrap_or_else(|| self.looking_request(command, arguments)),
        }
    }

    fn entry(&self) -> Value {
        let thread = variables::current_thread(&self.debugger.session);
        json!({ "reason": "entry", "threadId": thread, "allThreadsStopped": true })
    }

    fn moving_request(&mut self, command: &str, arguments: &Value) -> Option<Result<Reply, String>> {
        let line = match command {
            "continue" => "continue",
            // A line is a descriptor; stepping over and out goes by layers.
            "next" | "stepIn" => "step",
            "stepOut" => "next",
            "stepBack" => "reverse-step",
            "reverseContinue" => "reverse-continue",
            "restart" => "run",
            "goto" => return Some(self.goto(arguments)),
            _ => return None,
        };
        let reply = self.moving(line).map(|mut reply| {
            if command == "continue" {
                reply.body = json!({ "allThreadsContinued": true });
            }
            reply
        });
        Some(reply)
    }

    fn goto(&mut self, arguments: &Value) -> Result<Reply, String> {
        let target = arguments["targetId"].as_u64().ok_or("goto needs a targetId")?;
        self.moving(&format!("goto {target}"))
    }

    fn looking_request(&mut self, command: &str, arguments: &Value) -> Result<Reply, String> {
        let session = &self.debugger.session;
        match command {
            "threads" => Ok(Reply::body(variables::threads(session))),
            "stackTrace" => {
                let thread = arguments["threadId"].as_u64().unwrap_or(1);
                Ok(Reply::body(variables::stack(session, thread, &self.listing)))
            }
            "scopes" => Ok(Reply::body(variables::scopes(arguments["frameId"].as_u64().unwrap_or(1)))),
            "variables" => {
                let reference = arguments["variablesReference"].as_u64().unwrap_or(0);
                Ok(Reply::body(variables::variables(session, reference)))
            }
            "source" => Ok(Reply::body(json!({ "content": elf::listing(session) }))),
            "gotoTargets" => {
                let line = arguments["line"].as_u64().unwrap_or(1);
                let turn = line.saturating_sub(1);
                Ok(Reply::body(json!({ "targets": [{ "id": turn, "label": format!("turn {turn}"), "line": line }] })))
            }
            "setBreakpoints" => Ok(Reply::body(self.line_breakpoints(arguments))),
            "setFunctionBreakpoints" => Ok(Reply::body(self.function_breakpoints(arguments))),
            "setInstructionBreakpoints" => Ok(Reply::body(self.instruction_breakpoints(arguments))),
            "dataBreakpointInfo" => Ok(Reply::body(self.data_info(arguments))),
            "setDataBreakpoints" => Ok(Reply::body(self.data_breakpoints(arguments))),
            "evaluate" => self.evaluate(arguments),
            "completions" => Ok(Reply::body(self.completions(arguments))),
            "disassemble" => self.disassemble(arguments).map(Reply::body),
            "readMemory" => self.read_memory(arguments).map(Reply::body),
            "writeMemory" => self.write_memory(arguments).map(Reply::body),
            other => Err(format!("the request `{}` is not known", other.escape_debug())),
        }
    }

    /// Makes one stop by a command line; says how it went.
    fn stop(&mut self, line: &str) -> (Option<usize>, Value) {
        match self.debugger.execute(line) {
            Ok(answer) => {
                let number = answer.value["stop"].as_u64().and_then(|number| usize::try_from(number).ok());
                let met = answer.value["places"] != 0;
                (number, json!({ "verified": met, "id": number, "message": answer.text.trim() }))
            }
            Err(why) => (None, json!({ "verified": false, "message": why })),
        }
    }

    /// Removes what was set before, and makes a stop for each line.
    fn replace(&mut self, before: Vec<usize>, lines: Vec<String>) -> (Vec<usize>, Value) {
        for number in before {
            self.debugger.stops.remove(number);
        }
        let made: Vec<(Option<usize>, Value)> = lines.iter().map(|line| self.stop(line)).collect();
        let numbers = made.iter().filter_map(|(number, _)| *number).collect();
        (numbers, json!({ "breakpoints": made.into_iter().map(|(_, told)| told).collect::<Vec<_>>() }))
    }

    fn line_breakpoints(&mut self, arguments: &Value) -> Value {
        let lines = list(arguments, "breakpoints").map(|one| {
            let turn = one["line"].as_u64().unwrap_or(1).saturating_sub(1);
            format!("break {turn}{}", condition(one))
        });
        let before = std::mem::take(&mut self.set.lines);
        let (numbers, mut told) = self.replace(before, lines.collect());
        self.set.lines = numbers;
        if let Some(all) = told["breakpoints"].as_array_mut() {
            all.iter_mut()
                .zip(list(arguments, "breakpoints"))
                .for_each(|(told, asked)| told["line"] = asked["line"].clone());
        }
        told
    }

    fn function_breakpoints(&mut self, arguments: &Value) -> Value {
        let lines = list(arguments, "breakpoints")
            .map(|one| format!("break layer {}{}", one["name"].as_str().unwrap_or_default(), condition(one)));
        let before = std::mem::take(&mut self.set.functions);
        let (numbers, told) = self.replace(before, lines.collect());
        self.set.functions = numbers;
        told
    }

    fn instruction_breakpoints(&mut self, arguments: &Value) -> Value {
        let session = &self.debugger.session;
        let lines = list(arguments, "breakpoints").map(|one| {
            let address = one["instructionReference"].as_str().and_then(crate::area::number).unwrap_or(0);
            let address = address.wrapping_add_signed(one["offset"].as_i64().unwrap_or(0));
            let turn = addresses::turn_at(session, address).map_or("nowhere".into(), |turn| turn.to_string());
            format!("break {turn}{}", condition(one))
        });
        let lines = lines.collect();
        let before = std::mem::take(&mut self.set.instructions);
        let (numbers, told) = self.replace(before, lines);
        self.set.instructions = numbers;
        told
    }

    /// What may be watched: areas and tensors by name, memory by address.
    fn data_info(&self, arguments: &Value) -> Value {
        let session = &self.debugger.session;
        let name = arguments["name"].as_str().unwrap_or_default();
        let bytes = arguments["bytes"].as_u64().unwrap_or(1);
        let area = match crate::area::number(name).and_then(|address| addresses::byte_at(session, address)) {
            Some(byte) => format!("{byte}+{bytes}"),
            None => self.operand_area(name, arguments).unwrap_or_else(|| name.to_owned()),
        };
        match crate::area::parse(session, &area) {
            Ok(_) => json!({
                "dataId": area, "description": area, "canPersist": true,
                "accessTypes": ACCESSES,
            }),
            Err(why) => json!({ "dataId": null, "description": why }),
        }
    }

    /// The first stretch of an operand that a view of variables names.
    fn operand_area(&self, name: &str, arguments: &Value) -> Option<String> {
        let session = &self.debugger.session;
        let thread = arguments["variablesReference"].as_u64()? / 1000;
        let engine = variables::engine(thread)?;
        let (at, _) = addresses::turns_of(session, engine).find(|(at, _)| *at >= session.position())?;
        let place = crate::views::tensor::operands(session, at).into_iter().find(|one| one.role == name)?;
        let run = place.region.runs().next()?;
        let byte = crate::area::bytes(&place.region).next()?;
        Some(format!("{byte}+{}", run.len))
    }

    fn data_breakpoints(&mut self, arguments: &Value) -> Value {
        let lines = list(arguments, "breakpoints").map(|one| {
            let command = watch_command(one["accessType"].as_str().unwrap_or_default());
            format!("{command} {}{}", one["dataId"].as_str().unwrap_or_default(), condition(one))
        });
        let before = std::mem::take(&mut self.set.data);
        let (numbers, told) = self.replace(before, lines.collect());
        self.set.data = numbers;
        told
    }

    /// The console takes commands; everything else expressions.
    fn evaluate(&mut self, arguments: &Value) -> Result<Reply, String> {
        let text = arguments["expression"].as_str().unwrap_or_default().trim();
        let before = self.debugger.session.position();
        let answer = match arguments["context"].as_str() {
            Some("repl") | None => self.debugger.execute(text)?,
            Some(_) => self.debugger.execute(&format!("print {text}"))?,
        };
        let moved = self.debugger.session.position() != before;
        let events = if moved { self.arrival(&answer) } else { Vec::new() };
        let end = answer.quit;
        let body = json!({ "result": answer.text.trim_end(), "variablesReference": 0 });
        Ok(Reply { body, events, end })
    }

    fn completions(&self, arguments: &Value) -> Value {
        let text = arguments["text"].as_str().unwrap_or_default();
        let column = arguments["column"].as_u64().and_then(|column| usize::try_from(column).ok()).unwrap_or(1);
        let front: String = text.chars().take(column.saturating_sub(1)).collect();
        let (start, found) = Vocabulary::new(&self.debugger).complete(&front);
        let targets: Vec<Value> = found
            .iter()
            .map(|one| json!({ "label": one, "start": front[..start].chars().count(), "length": front[start..].chars().count() }))
            .collect();
        json!({ "targets": targets })
    }

    fn address(arguments: &Value) -> Result<u64, String> {
        let text = arguments["memoryReference"].as_str().unwrap_or_default();
        let address = crate::area::number(text).ok_or_else(|| format!("`{}` is no address", text.escape_debug()))?;
        Ok(address.wrapping_add_signed(arguments["offset"].as_i64().unwrap_or(0)))
    }

    fn disassemble(&self, arguments: &Value) -> Result<Value, String> {
        let session = &self.debugger.session;
        let address = Self::address(arguments)?;
        let start = addresses::turn_at(session, address).and_then(|turn| session.turns().get(turn));
        let start = start.ok_or_else(|| format!("there is no descriptor at {address:#x}"))?;
        let shift = arguments["instructionOffset"].as_i64().unwrap_or(0);
        let count = arguments["instructionCount"].as_i64().unwrap_or(1).clamp(0, MOST_LINES);
        let turns: Vec<(usize, u64)> = addresses::turns_of(session, start.engine)
            .filter_map(|(at, turn)| Some((at, addresses::of_turn(turn)?)))
            .collect();
        let first = (start.ordinal as i64).saturating_add(shift);
        let (base, size) = addresses::code(start.engine);
        let line = |ordinal: i64| match usize::try_from(ordinal).ok().and_then(|ordinal| turns.get(ordinal)) {
            Some((at, address)) => json!({
                "address": format!("{address:#x}"), "instruction": descriptor::line(session, *at), "line": at + 1,
            }),
            None => {
                let address = base.wrapping_add_signed(ordinal.saturating_mul(size as i64));
                json!({ "address": format!("{address:#x}"), "instruction": "", "presentationHint": "invalid" })
            }
        };
        let lines: Vec<Value> = (0..count).map(|at| line(first.saturating_add(at))).collect();
        Ok(json!({ "instructions": lines }))
    }

    fn read_memory(&self, arguments: &Value) -> Result<Value, String> {
        let session = &self.debugger.session;
        let address = Self::address(arguments)?;
        let count = arguments["count"].as_u64().unwrap_or(0).min(MOST_BYTES);
        let bytes: Vec<u8> = (0..count).map_while(|at| addresses::read(session, address.wrapping_add(at))).collect();
        let unreadable = count - bytes.len() as u64;
        Ok(json!({ "address": format!("{address:#x}"), "data": encode(&bytes), "unreadableBytes": unreadable }))
    }

    fn write_memory(&mut self, arguments: &Value) -> Result<Value, String> {
        let address = Self::address(arguments)?;
        let bytes = decode(arguments["data"].as_str().unwrap_or_default()).ok_or("the data are no base64")?;
        let session = &mut self.debugger.session;
        let place = |at: u64| addresses::byte_at(session, address.wrapping_add(at));
        let places: Option<Vec<_>> = (0..bytes.len() as u64).map(place).collect();
        let places = places.ok_or_else(|| format!("{} bytes at {address:#x} leave the memory", bytes.len()))?;
        session.edit(|target| {
            for (place, value) in places.iter().zip(&bytes) {
                crate::commands::poke(target.machine_mut(), *place, *value);
            }
        });
        Ok(json!({ "bytesWritten": bytes.len() }))
    }
}

pub(super) fn capabilities() -> Value {
    let can = [
        "supportsConfigurationDoneRequest",
        "supportsFunctionBreakpoints",
        "supportsConditionalBreakpoints",
        "supportsInstructionBreakpoints",
        "supportsDataBreakpoints",
        "supportsDataBreakpointBytes",
        "supportsStepBack",
        "supportsGotoTargetsRequest",
        "supportsRestartRequest",
        "supportsCompletionsRequest",
        "supportsDisassembleRequest",
        "supportsReadMemoryRequest",
        "supportsWriteMemoryRequest",
        "supportsSteppingGranularity",
        "supportsEvaluateForHovers",
        "supportsTerminateRequest",
    ];
    let mut capabilities = json!({});
    can.iter().for_each(|name| capabilities[name] = json!(true));
    capabilities
}

fn list<'v>(arguments: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    arguments[name].as_array().into_iter().flatten()
}

fn condition(one: &Value) -> String {
    match one["condition"].as_str().filter(|text| !text.trim().is_empty()) {
        Some(text) => format!(" if {text}"),
        None => String::new(),
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as base64.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { letter.into() } else { '=' });
        }
    }
    text
}

/// The bytes of base64.
fn decode(text: &str) -> Option<Vec<u8>> {
    let letters = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for chunk in letters.chunks(4) {
        let mut number = 0_u32;
        for letter in chunk {
            number = number << 6 | LETTERS.iter().position(|one| one == letter)? as u32;
        }
        number <<= 6 * (4 - chunk.len());
        let count = [0, 0, 1, 2, 3].get(chunk.len()).copied()?;
        bytes.extend(&number.to_be_bytes()[1..1 + count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_base64() {
        assert_eq!([encode(b"a"), encode(b"ab"), encode(b"abc")], ["YQ==", "YWI=", "YWJj"]);
        for length in 0..9 {
            let bytes: Vec<u8> = (0..length).map(|at: u8| at.wrapping_mul(37).wrapping_add(200)).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
        assert_eq!(decode("a*=="), None);
    }
}
