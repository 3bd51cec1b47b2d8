//! What people write behind `break` and `watch`.

use super::{Access, Event, Stop};
use crate::area;
use crate::expression::{self, Expression};
use crate::fields;
use crate::names::OF_TURNS;
use crate::place;
use crate::session::Session;
use isa::text::suggestion;

/// How stops are written, for messages.
const FORMS: &str = "`break tiu 5`, `break tdma id 7`, `break layer NAME`, `break op conv`, `break cycle 900`, \
                     `break access AREA`, `break stall 500`, `break nan`, `break saturation 0.1` or `break if CONDITION`";

/// The stop that `text` describes, for `break` and its relatives.
///
/// # Errors
/// Says what is allowed, or which name is unknown.
pub fn parse(session: &Session, text: &str) -> Result<Stop, String> {
    let (what, condition) = split_condition(text);
    let condition = condition.map(|text| checked(session, text)).transpose()?;
    let event = if what.is_empty() && condition.is_some() { Event::Any } else { event(session, what)? };
    Ok(Stop::new(text.trim(), event, condition))
}

/// The text in front of ` if `, and what is behind it.
#[must_use]
pub fn split_condition(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    match text.strip_prefix("if ") {
        Some(condition) => ("", Some(condition)),
        None => match text.split_once(" if ") {
            Some((what, condition)) => (what.trim(), Some(condition)),
            None => (text, None),
        },
    }
}

/// A condition all of whose names mean something for some turn.
///
/// # Errors
/// Names the one that does not.
pub fn checked(session: &Session, text: &str) -> Result<Expression, String> {
    let condition = expression::parse(text)?;
    let names = fields::names();
    for name in condition.names() {
        if !names.contains(name) && !OF_TURNS.contains(&name) {
            let hint = suggestion(name, names.iter().map(String::as_str).chain(OF_TURNS));
            let next = if hint.is_empty() { "`help expressions` tells what there is".into() } else { hint };
            return Err(format!("there is no field `{}`; {next}", name.escape_debug()));
        }
    }
    check_elements(session, &condition)?;
    Ok(condition)
}

fn check_elements(session: &Session, condition: &Expression) -> Result<(), String> {
    match condition {
        Expression::Element(name, index) => {
            index.iter().try_for_each(|one| check_elements(session, one))?;
            let known = matches!((name.as_str(), index.len()), ("dram", 1) | ("lane", 2));
            if known { Ok(()) } else { session.symbols().symbol(name).map(drop) }
        }
        Expression::Not(of) | Expression::Negative(of) => check_elements(session, of),
        Expression::Pair(left, _, right) => {
            check_elements(session, left)?;
            check_elements(session, right)
        }
        Expression::Number(_) | Expression::Name(_) => Ok(()),
    }
}

fn event(session: &Session, text: &str) -> Result<Event, String> {
    let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
    let wrong = || format!("`{}` is no stop; write {FORMS}", text.escape_debug());
    let number = || area::number(rest).ok_or_else(wrong);
    match word {
        "" => Ok(Event::Turn(session.position())),
        "layer" => session.symbols().layer(rest).map(Event::Layer),
        "op" => operation(session, rest),
        "cycle" => number().map(Event::Cycle),
        "stall" => number().map(Event::Stall),
        "nan" if rest.is_empty() => Ok(Event::NotFinite),
        "saturation" => {
            let rate: Option<f64> = rest.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
            rate.map(Event::Saturated).ok_or_else(|| format!("`{rest}` is no part of a whole (allowed: 0 to 1)"))
        }
        "access" => area::parse(session, rest).map(|area| Event::Touch(area, Access::Either)),
        "tiu" | "tdma" | "cpu" => engine_event(word, rest).ok_or_else(wrong),
        _ if area::number(text).is_some() => place::parse(session, text).map(Event::Turn),
        _ => session.symbols().layer(text).map(Event::Layer).map_err(|why| format!("{}; {why}", wrong())),
    }
}

fn engine_event(engine: &str, rest: &str) -> Option<Event> {
    let engine = place::engine(engine)?;
    match rest.strip_prefix("id ") {
        Some(id) => area::number(id.trim()).and_then(|id| u16::try_from(id).ok()).map(|id| Event::Id(engine, id)),
        None => area::number(rest).and_then(|at| usize::try_from(at).ok()).map(|at| Event::Ordinal(engine, at)),
    }
}

fn operation(session: &Session, name: &str) -> Result<Event, String> {
    let met = || session.turns().iter().map(|turn| turn.operation.as_str());
    if met().any(|other| other == name) || fields::operations().contains(name) {
        return Ok(Event::Operation(name.to_owned()));
    }
    let names: std::collections::BTreeSet<&str> = met().collect();
    let hint = suggestion(name, names.iter().copied());
    let names: Vec<&str> = names.into_iter().collect();
    Err(format!("there is no operation `{}` (allowed: {}) {hint}", name.escape_debug(), names.join(", ")))
}
