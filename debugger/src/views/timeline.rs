//! What both engines do around now, as bars.

use crate::session::Session;
use crate::text::{Text, Tone};
use isa::diagnostic::Engine;

/// Characters of the whole width.
const WIDTH: u64 = 64;
/// Turns before and behind now that decide how much time is shown.
const AROUND: usize = 4;

/// The turn that is next.
const HERE: char = '#';

/// Bars of both engines around now; `#` is the turn that is next, a letter for each other descriptor.
#[must_use]
pub fn text(session: &Session) -> Text {
    let turns = session.turns();
    let here = session.position().min(turns.len().saturating_sub(1));
    let near = &turns[here.saturating_sub(AROUND)..(here + AROUND + 1).min(turns.len())];
    let from = near.iter().map(|turn| turn.span.start).min().unwrap_or(0);
    let to = near.iter().map(|turn| turn.span.end).max().unwrap_or(0).max(from + 1);
    let mut text = Text::from(format!("cycles {from} to {to}, {} each\n", (to - from).div_ceil(WIDTH)));
    for engine in [Engine::Tiu, Engine::Tdma] {
        text += &format!("{:<5}|", engine.to_string());
        for letter in (0..WIDTH).map(|at| letter(session, engine, from, to, at, here)) {
            let tone = if letter == HERE { Tone::Here } else { Tone::Engine(engine) };
            text.add(tone, letter.encode_utf8(&mut [0; 4]));
        }
        text += "|\n";
    }
    let now = session.cycle().clamp(from, to);
    let column = (now - from) * WIDTH / (to - from);
    text += &format!("{}^ cycle {}\n", " ".repeat(6 + column as usize), session.cycle());
    text
}

fn letter(session: &Session, engine: Engine, from: u64, to: u64, at: u64, here: usize) -> char {
    let start = from + at * (to - from) / WIDTH;
    let end = (from + (at + 1) * (to - from) / WIDTH).max(start + 1);
    let busy = session.turns().iter().enumerate().find(|(_, turn)| {
        turn.engine == engine && turn.step().is_some() && turn.span.start < end && turn.span.end > start
    });
    match busy {
        Some((number, _)) if number == here => HERE,
        Some((_, turn)) => char::from(b'a' + (turn.ordinal % 26) as u8),
        None => ' ',
    }
}
