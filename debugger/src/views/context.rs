//! The block that is shown at every stop.

use super::{descriptor, engines, tensor, timeline};
use crate::session::Session;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Parts of the block, in the order in which they are shown.
pub const SECTIONS: [&str; 5] = ["around", "changed", "operands", "engines", "timeline"];
/// The parts that are shown until told otherwise.
pub const USUAL: [&str; 4] = ["around", "changed", "operands", "engines"];
/// Longest line of a descriptor that is not the next one.
const WIDTH: usize = 110;

/// The block.
#[must_use]
pub fn text(session: &Session, sections: &BTreeSet<String>) -> String {
    let here = session.position();
    let mut text = head(session);
    for section in SECTIONS.iter().filter(|section| sections.contains(**section)) {
        match *section {
            "around" => text += &around(session, here, 2),
            "changed" => {
                if let Some(changes) = descriptor::changes(session, here) {
                    text += &format!("changed: {changes}\n");
                }
            }
            "operands" => text += &operands(session, here),
            "engines" => text += &engines::text(session),
            _ => text += &timeline::text(session),
        }
    }
    text
}

/// Where the session is, in one line.
#[must_use]
pub fn head(session: &Session) -> String {
    let (here, total) = (session.position(), session.turns().len());
    let cycle = session.cycle();
    match session.current() {
        Some(turn) => {
            format!("[{here}/{total}] cycle {cycle}  {}  layer {}\n", turn.label(), session.symbols().layer_of(turn))
        }
        None => format!("[{here}/{total}] cycle {cycle}  the end of the run\n"),
    }
}

/// The turns around one, which is marked.
#[must_use]
pub fn around(session: &Session, turn: usize, count: usize) -> String {
    let end = (turn + count + 1).min(session.turns().len());
    let line = |at: usize| {
        let mark = if at == turn { "=>" } else { "  " };
        let text = descriptor::line(session, at);
        let short: String = if at != turn && text.chars().count() > WIDTH {
            text.chars().take(WIDTH - 3).chain("...".chars()).collect()
        } else {
            text
        };
        format!("{mark} {at:>5}  {short}\n")
    };
    (turn.saturating_sub(count)..end).map(line).collect()
}

fn operands(session: &Session, turn: usize) -> String {
    let mut text = String::new();
    for place in tensor::operands(session, turn) {
        let shape: Vec<String> = place.shape().iter().map(ToString::to_string).collect();
        let statistics = tensor::summary(session, &place);
        text += &format!("{:<12} {}[{}]: {statistics}\n", place.role, place.data_type, shape.join(","));
    }
    text
}

/// Where the session is, as data.
#[must_use]
pub fn json(session: &Session) -> Value {
    let here = session.position();
    let activity = |engine| engines::activity(session, engine);
    json!({
        "step": here,
        "steps": session.turns().len(),
        "cycle": session.cycle(),
        "layer": session.current().map(|turn| session.symbols().layer_of(turn)),
        "turn": session.current().map(|_| descriptor::json(session, here)),
        "tiu": activity(isa::diagnostic::Engine::Tiu),
        "tdma": activity(isa::diagnostic::Engine::Tdma),
    })
}
