//! Layers and tensors as tables.

use super::tensor::extents;
use crate::answer::{Answer, columns};
use crate::session::Session;
use serde_json::json;

/// Every layer with its turns and cycles.
#[must_use]
pub fn layers(session: &Session, filter: &str) -> Answer {
    let mut rows = vec![["", "layer", "turns", "first", "last", "cycles"].map(String::from).to_vec()];
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
            mark.into(),
            layer.name.clone(),
            layer.count.to_string(),
            layer.first.to_string(),
            layer.last.to_string(),
            format!("{start}..{end}"),
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
    let mut rows = vec![["name", "what", "type", "place"].map(String::from).to_vec()];
    let mut data = Vec::new();
    for symbol in session.symbols().all().iter().filter(|symbol| symbol.name.contains(filter)) {
        let place = match &symbol.place {
            Some(place) => format!("dram:{:#x}+{}", place.start, place.end - place.start),
            None => "host".into(),
        };
        let shape = extents(&symbol.shape);
        rows.push(vec![
            symbol.name.clone(),
            symbol.sort.name().into(),
            format!("{}{shape}", symbol.data_type),
            place.clone(),
        ]);
        data.push(json!({
            "name": symbol.name, "sort": symbol.sort, "type": symbol.data_type.to_string(),
            "shape": symbol.shape, "place": place, "overwritten": symbol.overwritten,
        }));
    }
    Answer::new(columns(&rows), json!(data))
}
