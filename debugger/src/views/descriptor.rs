//! One descriptor: its line, and its fields with what changed.

use crate::answer::columns;
use crate::fields;
use crate::session::Session;
use crate::text::{Text, Tone};
use isa::text::Descriptor;
use serde_json::{Value, json};

/// The line of a turn.
#[must_use]
pub fn line(session: &Session, turn: usize) -> String {
    let Some(info) = session.turns().get(turn) else { return "the end of the run".into() };
    match session.target().descriptor(info) {
        Some(descriptor) => descriptor.disassemble(session.target().chip().chip),
        None => format!("cpu  {}", info.operation),
    }
}

/// The line of a turn, or what is left of it, with its engine and operation standing out; all of it where the run is.
#[must_use]
pub fn toned(session: &Session, turn: usize, line: &str) -> Text {
    if turn == session.position() {
        return Text::of(Tone::Here, line);
    }
    let Some(info) = session.turns().get(turn) else { return line.into() };
    let (front, rest) = line.split_at(two_words(line));
    let mut text = Text::of(Tone::Engine(info.engine), front);
    text += rest;
    text
}

/// Where the second word of a line ends.
fn two_words(line: &str) -> usize {
    let end = |from: usize| line[from..].find(' ').map_or(line.len(), |at| from + at);
    let first = end(0);
    let gap = line[first..].len() - line[first..].trim_start().len();
    end(first + gap)
}

/// The descriptor of the same engine that ran before, if any.
fn before(session: &Session, turn: usize) -> Option<Descriptor> {
    let info = session.turns().get(turn)?;
    let same = |other: &&crate::turn::Turn| other.engine == info.engine && other.step().is_some();
    let before = session.turns()[..turn].iter().rev().find(same)?;
    session.target().descriptor(before)
}

/// Every field that is set or that differs from the descriptor before on the same engine.
#[must_use]
pub fn text(session: &Session, turn: usize, all: bool) -> Text {
    let Some(info) = session.turns().get(turn) else { return "the end of the run\n".into() };
    let Some(descriptor) = session.target().descriptor(info) else {
        return format!("turn {turn} is no descriptor: {}\n", info.operation).into();
    };
    let chip = session.target().chip();
    let old = before(session, turn).map(|before| fields::all(&before, chip));
    let mut rows = Vec::new();
    for (row, (field, value)) in fields::all(&descriptor, chip).iter().enumerate() {
        let was = old.as_ref().and_then(|old| old.get(row)).map(|(_, value)| *value);
        let changed = was.is_some_and(|was| was != *value);
        if all || changed || *value != field.defaults[chip.layout as usize] {
            rows.push(field_row(field, *value, was.filter(|_| changed)));
        }
    }
    let mut text = toned(session, turn, &line(session, turn));
    text += "\n";
    text.append(&columns(&rows));
    text
}

fn field_row(field: &isa::field::FieldInfo, value: u64, was: Option<u64>) -> Vec<Text> {
    let word = field.values.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name);
    let number = if value < 10 { value.to_string() } else { format!("{value} {value:#x}") };
    let meaning = Text::of(Tone::Faint, field.meaning);
    match was {
        Some(was) => {
            let lit = |text: &str| Text::of(Tone::Changed, text);
            vec![lit(&format!("* {}", field.name)), lit(&number), lit(word), lit(&format!("was {was}")), meaning]
        }
        None => vec![format!("  {}", field.name).into(), number.into(), word.into(), Text::new(), meaning],
    }
}

/// The fields that differ from the descriptor before on the same engine, in one line.
#[must_use]
pub fn changes(session: &Session, turn: usize) -> Option<Text> {
    let descriptor = session.target().descriptor(session.turns().get(turn)?)?;
    let chip = session.target().chip();
    let (old, new) = (fields::all(&before(session, turn)?, chip), fields::all(&descriptor, chip));
    let changed = old.iter().zip(&new).filter(|((_, old), (_, new))| old != new);
    let changed: Vec<String> = changed.map(|((field, old), (_, new))| format!("{} {old}->{new}", field.name)).collect();
    let more = changed.len().saturating_sub(8);
    let mut text = Text::new();
    for (number, change) in changed.iter().take(8).enumerate() {
        text += if number > 0 { ", " } else { "" };
        text.add(Tone::Changed, change);
    }
    if more > 0 {
        text += &format!(", and {more} more");
    }
    (!text.is_empty()).then_some(text)
}

/// The same as data.
#[must_use]
pub fn json(session: &Session, turn: usize) -> Value {
    let Some(info) = session.turns().get(turn) else { return Value::Null };
    let chip = session.target().chip();
    let descriptor = session.target().descriptor(info);
    let view = descriptor.as_ref().and_then(|descriptor| serde_json::to_value(descriptor.view(chip.chip)).ok());
    json!({
        "step": turn,
        "label": info.label(),
        "layer": session.symbols().layer_of(info),
        "start": info.span.start,
        "end": info.span.end,
        "waiting": info.waiting,
        "line": line(session, turn),
        "descriptor": view,
    })
}
