//! The block that is shown at every stop.

use super::pmu::Counters;
use super::{descriptor, engines, tensor, timeline};
use crate::session::Session;
use crate::text::{Text, Tone};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Parts of the block, in the order in which they are shown.
pub const SECTIONS: [&str; 6] = ["around", "changed", "operands", "engines", "timeline", "pmu"];
/// The parts that are shown until told otherwise.
pub const USUAL: [&str; 4] = ["around", "changed", "operands", "engines"];
/// Turns on each side of the next one.
const AROUND: usize = 2;
/// Longest line of a descriptor that is not the next one.
const WIDTH: usize = 110;

/// The block; `stops` are the turns in front of which the run could stop.
#[must_use]
pub fn text(session: &Session, sections: &BTreeSet<String>, stops: &BTreeSet<usize>) -> Text {
    let here = session.position();
    let mut text = head(session);
    for section in SECTIONS.iter().filter(|section| sections.contains(**section)) {
        match *section {
            "around" => text.append(&around(session, here, stops)),
            "changed" => text.append(&changed(session, here)),
            "operands" => text.append(&operands(session, here)),
            "engines" => text.append(&engines::text(session)),
            "timeline" => text.append(&timeline::text(session)),
            _ => text.append(&Counters::of(session).text()),
        }
    }
    text
}

/// Where the session is, in one line.
#[must_use]
pub fn head(session: &Session) -> Text {
    let (here, total) = (session.position(), session.turns().len());
    let mut text = Text::of(Tone::Heading, &format!("[{here}/{total}] cycle {}", session.cycle()));
    text += "  ";
    match session.current() {
        Some(turn) => {
            text.add(Tone::Engine(turn.engine), &turn.label());
            text += "  layer ";
            text.add(Tone::Layer, session.symbols().layer_of(turn));
        }
        None => text += "the end of the run",
    }
    text += "\n";
    text
}

/// The turns around one, which is marked.
fn around(session: &Session, turn: usize, stops: &BTreeSet<usize>) -> Text {
    let end = (turn + AROUND + 1).min(session.turns().len());
    let mut text = Text::new();
    for at in turn.saturating_sub(AROUND)..end {
        let line = descriptor::line(session, at);
        let short = at != turn && line.chars().count() > WIDTH;
        let line = if short { line.chars().take(WIDTH - 3).chain("...".chars()).collect() } else { line };
        text.append(&place(session, at, stops, ""));
        text.append(&descriptor::toned(session, at, &line));
        text += "\n";
    }
    text
}

/// What stands in front of the line of a turn: whether the run is there, whether it could stop there, its number, and
/// what else is to be said of it.
#[must_use]
pub fn place(session: &Session, turn: usize, stops: &BTreeSet<usize>, more: &str) -> Text {
    let is_here = turn == session.position();
    let mut text = if is_here { Text::of(Tone::Here, "=>") } else { "  ".into() };
    if stops.contains(&turn) {
        text.add(Tone::Stop, "*");
    } else {
        text += " ";
    }
    let number = format!("{turn:>5}{more}");
    text.add(if is_here { Tone::Here } else { Tone::Faint }, &number);
    text += "  ";
    text
}

fn changed(session: &Session, turn: usize) -> Text {
    let Some(changes) = descriptor::changes(session, turn) else { return Text::new() };
    let mut text = Text::from("changed: ");
    text.append(&changes);
    text += "\n";
    text
}

fn operands(session: &Session, turn: usize) -> Text {
    let mut text = Text::new();
    for place in tensor::operands(session, turn) {
        let shape: Vec<String> = place.shape().iter().map(ToString::to_string).collect();
        let statistics = tensor::summary(session, &place);
        text.add(Tone::Name, &format!("{:<12}", place.role));
        text += &format!(" {}[{}]: {statistics}\n", place.data_type, shape.join(","));
    }
    text
}

/// Where the session is, as data; counters only where they are shown, too.
#[must_use]
pub fn json(session: &Session, sections: &BTreeSet<String>) -> Value {
    let here = session.position();
    let activity = |engine| engines::activity(session, engine);
    let counters = sections.contains("pmu").then(|| Counters::of(session));
    json!({
        "step": here,
        "steps": session.turns().len(),
        "cycle": session.cycle(),
        "layer": session.current().map(|turn| session.symbols().layer_of(turn)),
        "turn": session.current().map(|_| descriptor::json(session, here)),
        "tiu": activity(isa::diagnostic::Engine::Tiu),
        "tdma": activity(isa::diagnostic::Engine::Tdma),
        "pmu": counters,
    })
}
