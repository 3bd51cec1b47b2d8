//! Threads, frames, scopes and what is in them.

use super::Client;
use crate::area::{Byte, name_and_index};
use crate::commands;
use crate::dataflow::first_byte;
use crate::fields;
use crate::gdb::addresses;
use crate::session::Session;
use crate::turn::Turn;
use crate::views::{descriptor, engines, tensor};
use isa::diagnostic::Engine;
use isa::footprint::{Region, Span};
use serde_json::{Value, json};

/// Engines by the number of their thread.
const THREADS: [(u64, Engine, &str); 3] =
    [(1, Engine::Tiu, "TIU"), (2, Engine::Tdma, "TDMA"), (3, Engine::Cpu, "host")];

/// References of variables: the thread times this, and what of it.
const PER_THREAD: u64 = 1000;
const FIELDS: u64 = 1;
const OPERANDS: u64 = 2;
const STATE: u64 = 3;
/// First of the operands, one by one.
const OPERAND: u64 = 10;
/// Most numbers of an operand in one answer.
const MOST_NUMBERS: usize = 4096;

pub(super) fn engine(thread: u64) -> Option<Engine> {
    THREADS.iter().find(|(number, ..)| *number == thread).map(|(_, engine, _)| *engine)
}

/// The thread whose turn it is.
pub(super) fn current_thread(session: &Session) -> u64 {
    let turn = session.current().or(session.turns().last());
    let engine = turn.map_or(Engine::Tiu, |turn| turn.engine);
    THREADS.iter().find(|(_, other, _)| *other == engine).map_or(1, |(number, ..)| *number)
}

fn next_of(session: &Session, engine: Engine) -> Option<(usize, &Turn)> {
    addresses::turns_of(session, engine).find(|(at, _)| *at >= session.position())
}

/// Engines that have something to do in the run, the one whose turn it is first.
pub(super) fn threads(session: &Session) -> Value {
    let has = |engine: Engine| addresses::turns_of(session, engine).next().is_some();
    let list = THREADS.iter().filter(|(_, engine, _)| has(*engine));
    json!({ "threads": list.map(|(id, _, name)| json!({ "id": id, "name": name })).collect::<Vec<_>>() })
}

/// The listing, as editors name it.
pub(super) fn source(listing: &str) -> Value {
    json!({ "name": "program.tpu", "path": listing })
}

/// The turn that a frame is about: the next one of its engine.
pub(super) fn turn_of_frame(session: &Session, frame: u64) -> Option<usize> {
    engine(frame % PER_THREAD).and_then(|engine| next_of(session, engine)).map(|(at, _)| at)
}

/// The turn that variables are about.
pub(super) fn turn_of(session: &Session, reference: u64) -> Option<usize> {
    turn_of_frame(session, reference / PER_THREAD)
}

/// The frames of an engine: its next descriptor, and the layer that it works for; or that it has none any more.
pub(super) fn stack(session: &Session, arguments: &Value, listing: &str, client: Client) -> Value {
    let thread = arguments["threadId"].as_u64().unwrap_or(1);
    let Some(engine) = engine(thread) else { return json!({ "stackFrames": [], "totalFrames": 0 }) };
    let source = source(listing);
    let frames = match next_of(session, engine) {
        Some((at, turn)) => {
            let first = session.symbols().layers().get(turn.layer).map_or(at, |layer| layer.first);
            vec![
                json!({
                    "id": thread, "name": format!("{} {}", turn.label(), turn.operation), "line": client.line(at),
                    "column": client.first_column, "source": source,
                    "instructionPointerReference": format!("{:#x}", addresses::of_turn(turn).unwrap_or(0)),
                }),
                json!({
                    "id": thread + PER_THREAD, "name": session.symbols().layer_of(turn), "line": client.line(first),
                    "column": client.first_column, "source": source, "presentationHint": "subtle",
                }),
            ]
        }
        None => {
            // The line behind the last turn says so.
            let line = client.line(session.turns().len());
            let column = client.first_column;
            vec![
                json!({ "id": thread, "name": "nothing left to do", "line": line, "column": column, "source": source }),
            ]
        }
    };
    let total = frames.len();
    let (from, count) = part(arguments["startFrame"].as_u64(), arguments["levels"].as_u64());
    json!({ "stackFrames": frames.into_iter().skip(from).take(count).collect::<Vec<_>>(), "totalFrames": total })
}

/// From where, and how many; 0 stands for all.
fn part(from: Option<u64>, count: Option<u64>) -> (usize, usize) {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let count = count.filter(|count| *count > 0).map_or(usize::MAX, number);
    (from.map_or(0, number), count)
}

pub(super) fn scopes(frame: u64) -> Value {
    let thread = frame % PER_THREAD;
    let scope = |name: &str, what: u64| json!({ "name": name, "variablesReference": thread * PER_THREAD + what, "expensive": false });
    json!({ "scopes": [scope("Fields", FIELDS), scope("Operands", OPERANDS), scope("Engines", STATE)] })
}

fn with(mut variable: Value, name: &str, value: Value) -> Value {
    variable[name] = value;
    variable
}

fn read_only(variable: Value) -> Value {
    with(variable, "presentationHint", json!({ "attributes": ["readOnly"] }))
}

fn variable(name: &str, value: impl ToString, reference: u64) -> Value {
    json!({ "name": name, "value": value.to_string(), "variablesReference": reference })
}

/// What is behind a reference.
pub(super) fn variables(session: &Session, arguments: &Value) -> Value {
    let reference = arguments["variablesReference"].as_u64().unwrap_or(0);
    let (thread, what) = (reference / PER_THREAD, reference % PER_THREAD);
    let next = engine(thread).and_then(|engine| next_of(session, engine));
    let (from, count) = part(arguments["start"].as_u64(), arguments["count"].as_u64());
    let list = match (what, next) {
        (FIELDS, Some((at, turn))) => field_variables(session, at, turn),
        (OPERANDS, Some((at, _))) => operand_variables(session, at, thread),
        (STATE, _) => state_variables(session),
        (OPERAND.., Some((at, _))) => {
            return json!({ "variables": numbers(session, at, what - OPERAND, from, count.min(MOST_NUMBERS)) });
        }
        _ => Vec::new(),
    };
    json!({ "variables": list.into_iter().skip(from).take(count).collect::<Vec<_>>() })
}

fn field_variables(session: &Session, at: usize, turn: &Turn) -> Vec<Value> {
    let chip = session.target().chip();
    let Some(words) = session.target().descriptor(turn) else { return Vec::new() };
    let line = read_only(variable("descriptor", descriptor::line(session, at), 0));
    let fields = fields::all(&words, chip).into_iter().map(|(info, value)| {
        let word = info.values.iter().find(|(_, named)| *named == value);
        let text = word.map_or(value.to_string(), |(word, _)| format!("{value} {word}"));
        with(variable(info.name, text, 0), "evaluateName", json!(info.name))
    });
    std::iter::once(line).chain(fields).collect()
}

fn operand_variables(session: &Session, at: usize, thread: u64) -> Vec<Value> {
    let operands = tensor::operands(session, at).into_iter().zip(OPERAND..PER_THREAD);
    let shown = operands.map(|(place, number)| {
        let mut shown = variable(place.role, tensor::summary(session, &place), thread * PER_THREAD + number);
        let byte = crate::area::bytes(&place.region).next();
        if let Some(byte) = byte {
            shown["memoryReference"] = json!(format!("{:#x}", addresses::of_byte(session, byte)));
        }
        shown["type"] = json!(place.text);
        shown["evaluateName"] = json!(place.role);
        shown["indexedVariables"] =
            json!(place.shape().iter().map(|extent| u64::from(*extent)).fold(1, u64::saturating_mul));
        read_only(shown)
    });
    shown.collect()
}

/// The numbers of an operand, with the index of each.
fn numbers(session: &Session, at: usize, number: u64, from: usize, count: usize) -> Vec<Value> {
    let operands = tensor::operands(session, at);
    let Some(place) = usize::try_from(number).ok().and_then(|number| operands.get(number)) else { return Vec::new() };
    let Ok(all) = tensor::of_region(session, &place.region, place.data_type, String::new()) else { return Vec::new() };
    let shown = all.values.iter().enumerate().skip(from).take(count);
    let one = |(at, value): (usize, &f64)| {
        let index = index(at, &all.shape);
        let name = json!(format!("{}{index}", place.role));
        with(variable(&index, crate::element::text(*value), 0), "evaluateName", name)
    };
    shown.map(one).collect()
}

/// What a new value of a variable changes.
pub(super) enum Assignment {
    /// A field of the descriptor of a turn.
    Field(usize),
    /// Bytes of memory.
    Bytes(Vec<Byte>, Vec<u8>),
}

/// What setting the variable `name` behind a reference to `value` changes.
pub(super) fn assignment(session: &Session, reference: u64, name: &str, value: &str) -> Result<Assignment, String> {
    let at = turn_of(session, reference).ok_or("this engine has nothing left to do")?;
    match reference % PER_THREAD {
        FIELDS if name != "descriptor" => Ok(Assignment::Field(at)),
        what @ OPERAND.. => {
            let operands = tensor::operands(session, at);
            let place = usize::try_from(what - OPERAND).ok().and_then(|number| operands.get(number));
            let place = place.ok_or("the descriptor has no such operand")?;
            let bytes = commands::bytes_of_value(place.data_type, value)?;
            let first = element_at(&place.region, name)?;
            let places = (0..bytes.len() as u64).map(|distance| first.beyond(distance)).collect();
            Ok(Assignment::Bytes(places, bytes))
        }
        _ => Err(format!("`{}` follows from others and cannot be set", name.escape_debug())),
    }
}

/// The first byte of the element of an operand whose name is its index.
fn element_at(region: &Region, name: &str) -> Result<Byte, String> {
    let (_, slices) = name_and_index(name)?;
    let extents = match &region.span {
        Span::Local(tensor) => tensor.shape,
        Span::Dram(tensor) => tensor.shape,
    };
    let mut index = [0; 4];
    for ((slot, extent), slice) in index.iter_mut().zip(extents).zip(&slices) {
        *slot = u32::try_from(slice.start).ok().filter(|at| *at < extent).ok_or("the operand has no such element")?;
    }
    first_byte(&region.span, index).ok_or_else(|| "the operand has no such element".into())
}

fn index(mut at: usize, extents: &[usize]) -> String {
    let mut parts = Vec::new();
    for extent in extents.iter().rev() {
        parts.push((at % (*extent).max(1)).to_string());
        at /= (*extent).max(1);
    }
    parts.reverse();
    format!("[{}]", parts.join(","))
}

fn state_variables(session: &Session) -> Vec<Value> {
    let cycle = session.cycle();
    let text = engines::text(session);
    let lines = text.lines().filter_map(|line| line.split_once(' ')).map(|(name, text)| variable(name, text.trim(), 0));
    let numbers = [variable("step", session.position(), 0), variable("cycle", cycle, 0)];
    numbers.into_iter().chain(lines).map(read_only).collect()
}
