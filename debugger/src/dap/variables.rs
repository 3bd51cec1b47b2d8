//! Threads, frames, scopes and what is in them.

use crate::fields;
use crate::gdb::addresses;
use crate::session::Session;
use crate::turn::Turn;
use crate::views::{descriptor, engines, tensor};
use isa::diagnostic::Engine;
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
/// Numbers of an operand that are shown.
const MOST_NUMBERS: usize = 256;

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

/// The frames of an engine: its next descriptor, and the layer that it works for.
pub(super) fn stack(session: &Session, thread: u64, listing: &str) -> Value {
    let Some((at, turn)) = engine(thread).and_then(|engine| next_of(session, engine)) else {
        return json!({ "stackFrames": [], "totalFrames": 0 });
    };
    let layer = session.symbols().layer_of(turn);
    let source = json!({ "name": "program.tpu", "path": listing });
    let address = format!("{:#x}", addresses::of_turn(turn).unwrap_or(0));
    let first = session.symbols().layers().get(turn.layer).map_or(at, |layer| layer.first);
    let frames = [
        json!({
            "id": thread, "name": format!("{} {}", turn.label(), turn.operation), "line": at + 1, "column": 1,
            "source": source, "instructionPointerReference": address,
        }),
        json!({
            "id": thread + PER_THREAD, "name": layer, "line": first + 1, "column": 1, "source": source,
            "presentationHint": "subtle",
        }),
    ];
    json!({ "stackFrames": frames, "totalFrames": 2 })
}

pub(super) fn scopes(frame: u64) -> Value {
    let thread = frame % PER_THREAD;
    let scope = |name: &str, what: u64| json!({ "name": name, "variablesReference": thread * PER_THREAD + what, "expensive": false });
    json!({ "scopes": [scope("Fields", FIELDS), scope("Operands", OPERANDS), scope("Engines", STATE)] })
}

fn variable(name: &str, value: impl ToString, reference: u64) -> Value {
    json!({ "name": name, "value": value.to_string(), "variablesReference": reference })
}

/// What is behind a reference.
pub(super) fn variables(session: &Session, reference: u64) -> Value {
    let (thread, what) = (reference / PER_THREAD, reference % PER_THREAD);
    let next = engine(thread).and_then(|engine| next_of(session, engine));
    let list = match (what, next) {
        (FIELDS, Some((at, turn))) => field_variables(session, at, turn),
        (OPERANDS, Some((at, _))) => operand_variables(session, at, thread),
        (STATE, _) => state_variables(session),
        (OPERAND.., Some((at, _))) => numbers(session, at, (what - OPERAND) as usize),
        _ => Vec::new(),
    };
    json!({ "variables": list })
}

fn field_variables(session: &Session, at: usize, turn: &Turn) -> Vec<Value> {
    let chip = session.target().chip();
    let Some(words) = session.target().descriptor(turn) else { return Vec::new() };
    let line = variable("descriptor", descriptor::line(session, at), 0);
    let fields = fields::all(&words, chip).into_iter().map(|(info, value)| {
        let word = info.values.iter().find(|(_, named)| *named == value);
        let text = word.map_or(value.to_string(), |(word, _)| format!("{value} {word}"));
        variable(info.name, text, 0)
    });
    std::iter::once(line).chain(fields).collect()
}

fn operand_variables(session: &Session, at: usize, thread: u64) -> Vec<Value> {
    let operands = tensor::operands(session, at).into_iter().zip(OPERAND..PER_THREAD);
    let shown = operands.map(|(place, number)| {
        let numbers = tensor::of_region(session, &place.region, place.data_type, String::new());
        let mut shown =
            variable(place.role, tensor::Statistics::of(&numbers.values).line(), thread * PER_THREAD + number);
        let byte = crate::area::bytes(&place.region).next();
        if let Some(byte) = byte {
            shown["memoryReference"] = json!(format!("{:#x}", addresses::of_byte(session, byte)));
        }
        shown["type"] = json!(place.text);
        shown
    });
    shown.collect()
}

fn numbers(session: &Session, at: usize, number: usize) -> Vec<Value> {
    let operands = tensor::operands(session, at);
    let Some(place) = operands.get(number) else { return Vec::new() };
    let all = tensor::of_region(session, &place.region, place.data_type, String::new());
    let extents: Vec<usize> = all.shape.clone();
    let shown = all.values.iter().enumerate().take(MOST_NUMBERS);
    shown.map(|(at, value)| variable(&index(at, &extents), crate::element::text(*value), 0)).collect()
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
    let mut list = vec![variable("step", session.position(), 0), variable("cycle", cycle, 0)];
    list.extend(
        text.lines().filter_map(|line| line.split_once(' ')).map(|(name, text)| variable(name, text.trim(), 0)),
    );
    list
}
