//! Layers and tensors as tables.

use super::tensor::extents;
use crate::answer::{Answer, columns};
use crate::session::Session;
use crate::text::{Text, Tone};
use serde_json::json;

/// Every layer with its turns and cycles.
#[must_use]
pub fn layers(session: &Session, filter: &str) -> Answer {
    let mut rows =
        vec![["", "layer", "turns", "first", "last", "cycles"].map(|title| Text::of(Tone::Heading, title)).to_vec()];
    let mut data = Vec::new();
    let here = session.current().map(|turn| turn.layer);
    for (number, layer) in session.symbols().layers().iter().enumerate() {
        if layer.count == 0 || !layer.name.contains(filter) {
            continue;
        }
        let start = session.turns()[layer.first].span.start;
        let end = session.turns()[layer.last].span.end;
        let mark = if here == Some(number) { "=>" } else { "" };
        rows.push(vec![
            Text::of(Tone::Here, mark),
            Text::of(if here == Some(number) { Tone::Here } else { Tone::Layer }, &layer.name),
            layer.count.to_string().into(),
            layer.first.to_string().into(),
            layer.last.to_string().into(),
            format!("{start}..{end}").into(),
        ]);
        data.push(json!({
            "name": layer.name, "turns": layer.count, "first": layer.first, "last": layer.last,
            "start": start, "end": end,
        }));
    }
    Answer::new(columns(&rows), json!(data))
}

/// Every tensor and weight with its place.
#[must_use]
pub fn tensors(session: &Session, filter: &str) -> Answer {
    let mut rows = vec![["name", "what", "type", "place"].map(|title| Text::of(Tone::Heading, title)).to_vec()];
    let mut data = Vec::new();
    for symbol in session.symbols().all().iter().filter(|symbol| symbol.name.contains(filter)) {
        let place = match &symbol.place {
            Some(place) => format!("dram:{:#x}+{}", place.start, place.end - place.start),
            None => "host".into(),
        };
        let shape = extents(&symbol.shape);
        rows.push(vec![
            Text::of(Tone::Name, &symbol.name),
            symbol.sort.name().into(),
            format!("{}{shape}", symbol.data_type).into(),
            place.clone().into(),
        ]);
        data.push(json!({
            "name": symbol.name, "sort": symbol.sort, "type": symbol.data_type.to_string(),
            "shape": symbol.shape, "place": place, "overwritten": symbol.overwritten,
        }));
    }
    Answer::new(columns(&rows), json!(data))
}
