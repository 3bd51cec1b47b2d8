//! Positions of a run as people name them: `12`, `tiu 5`, `layer conv1`, `cycle 900`, `end`, `+3`.

use crate::area::number;
use crate::session::Session;
use isa::diagnostic::Engine;

/// How places are written, for messages.
pub const FORMS: &str =
    "`12`, `+3`, `-3`, `tiu 5`, `tdma id 7`, `layer NAME`, `cycle 900`, `start`, `end` or a bookmark";

/// The engine of a name.
#[must_use]
pub fn engine(name: &str) -> Option<Engine> {
    match name {
        "tiu" => Some(Engine::Tiu),
        "tdma" => Some(Engine::Tdma),
        "cpu" => Some(Engine::Cpu),
        _ => None,
    }
}

/// The position that `text` names.
///
/// # Errors
/// Says what is allowed.
pub fn parse(session: &Session, text: &str) -> Result<usize, String> {
    let text = text.trim();
    let (word, rest) = text.split_once([' ', ':']).map_or((text, ""), |(word, rest)| (word, rest.trim()));
    let last = session.turns().len();
    let here = session.position();
    let wrong = || format!("`{}` is no place of the run; write {FORMS}", text.escape_debug());
    let count = |text: &str| number(text).and_then(|count| usize::try_from(count).ok()).ok_or_else(wrong);
    let is_whole = rest.is_empty() || matches!(word, "layer" | "cycle") || engine(word).is_some();
    match (word, engine(word)) {
        _ if !is_whole => Err(wrong()),
        ("start", _) => Ok(0),
        ("end", _) => Ok(last),
        ("", _) | (".", _) => Ok(here),
        ("layer", _) => session.symbols().layer(rest).map(|layer| session.symbols().layers()[layer].first),
        ("cycle", _) => {
            let cycle = number(rest).ok_or_else(wrong)?;
            Ok(session.course().position_at(cycle))
        }
        (_, Some(engine)) => of_engine(session, engine, rest),
        _ if word.starts_with('+') => Ok(here.saturating_add(count(&word[1..])?).min(last)),
        _ if word.starts_with('-') => Ok(here.saturating_sub(count(&word[1..])?)),
        _ => {
            let at = count(word)?;
            if at <= last { Ok(at) } else { Err(format!("the run has {last} turns, there is no {at}")) }
        }
    }
}

fn of_engine(session: &Session, engine: Engine, rest: &str) -> Result<usize, String> {
    let mut turns = session.turns().iter().enumerate().filter(|(_, turn)| turn.engine == engine);
    let count = turns.clone().count();
    let found = match rest.strip_prefix("id ").map(str::trim) {
        Some(id) => {
            let id = number(id);
            turns.find(|(_, turn)| turn.step().is_some() && id == Some(turn.id.0.into()))
        }
        None => {
            let ordinal = number(rest).and_then(|number| usize::try_from(number).ok());
            turns.find(|(_, turn)| Some(turn.ordinal) == ordinal)
        }
    };
    let allowed = match count {
        0 => "it has none".to_owned(),
        _ => format!("allowed: 0 to {}, or `id` and an id", count - 1),
    };
    found.map(|(at, _)| at).ok_or_else(|| format!("the {engine} has no turn `{}` ({allowed})", rest.escape_debug()))
}
