//! One page per packed structure: its picture, then every field.

use super::{legal_text, per_layout, place_text, users};
use crate::table::{Record, Tables};
use std::fmt::Write;

pub(super) fn render(tables: &Tables, record: &Record) -> String {
    let mut out = format!(
        "# {}\n\n{} {} bytes, {} little-endian words.\n",
        record.title,
        record.summary,
        record.words * 4,
        record.words
    );
    if record.layouts.len() > 1 {
        let _ = writeln!(out, "\nLayouts: {}. Which chip uses which: [chips](chips.md).", record.layouts.join(", "));
    }
    for layout in &record.layouts {
        out.push_str(&picture(record, layout));
    }
    out.push_str("\n## Fields\n");
    for field in &record.field {
        let _ = writeln!(out, "\n### {}\n\n{}\n", field.name, field.meaning);
        let _ = writeln!(out, "- place: {}", per_layout(record, |layout| field.place(layout).map(place_text)));
        let _ = writeln!(out, "- kind: {}", field.kind);
        let _ = writeln!(
            out,
            "- default: {}",
            per_layout(record, |layout| field.place(layout).map(|_| field.default_in(layout).to_string()))
        );
        let _ = writeln!(
            out,
            "- may hold: {}",
            per_layout(record, |layout| field.place(layout).map(|_| legal_text(field, layout)))
        );
        let own = record.layouts.iter().filter(|layout| field.place(layout).is_some()).count();
        if own < record.layouts.len() {
            let absent: Vec<&str> =
                record.layouts.iter().filter(|layout| field.place(layout).is_none()).map(String::as_str).collect();
            let _ = writeln!(out, "- absent in: {}", absent.join(", "));
        }
        if let Some(modifier) = &field.modifier {
            let _ = writeln!(out, "- stored as: {modifier}");
        }
        if field.short_name() != field.name {
            let _ = writeln!(out, "- in text and typed operations: `{}`", field.short_name());
        }
        for layout in &record.layouts {
            if let Some(name) = field.vendor_name(layout) {
                let _ = writeln!(out, "- the vendor's name in {layout}: `{name}`");
            }
        }
        let _ = writeln!(out, "- evidence: {}", field.evidence.as_deref().unwrap_or("none"));
        let users = users(tables, record, field);
        if !users.is_empty() {
            let _ = writeln!(out, "- used by: {}", users.join(", "));
        }
    }
    out
}

/// Every word with its fields, high bit first.
fn picture(record: &Record, layout: &str) -> String {
    let mut out = format!("\n## Layout {layout}\n\n| word | bits, high first |\n|---|---|\n");
    for word in 0..record.words {
        let mut cells: Vec<(u32, String)> = Vec::new();
        for field in &record.field {
            let Some(at) = field.place(layout) else { continue };
            for (bit, width) in at.spans() {
                let (low, high) = (bit.max(word * 32), (bit + width).min(word * 32 + 32));
                if low < high {
                    let range = if high - low == 1 {
                        format!("{}", low % 32)
                    } else {
                        format!("{}:{}", (high - 1) % 32, low % 32)
                    };
                    cells.push((low, format!("{range} `{}`", field.name)));
                }
            }
        }
        cells.sort_by_key(|(low, _)| std::cmp::Reverse(*low));
        let row: Vec<String> = cells.into_iter().map(|(_, text)| text).collect();
        let _ = writeln!(out, "| {word} | {} |", row.join(" · "));
    }
    out
}
