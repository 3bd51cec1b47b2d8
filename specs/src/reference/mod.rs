//! The reference pages: every field, operation, register and chip, for people.

mod chips;
mod index;
mod operations;
mod records;
mod registers;
mod timing;

use crate::Output;
use crate::table::{Field, Op, Place, Record, Tables};

/// Every reference page.
pub(crate) fn outputs(tables: &Tables) -> Vec<Output> {
    let mut all: Vec<Output> =
        tables.records.iter().map(|record| page(&record.name, records::render(tables, record))).collect();
    all.push(page("operations", operations::render(tables)));
    all.push(page("registers", registers::render(tables)));
    all.push(page("chips", chips::render(tables)));
    all.push(page("timing", timing::render(tables)));
    all.push(page("fields", index::fields(tables)));
    all.push(page("README", index::front(tables)));
    all
}

fn page(name: &str, body: String) -> Output {
    let note = "<!-- Generated from the tables in specs/ by `cargo generate`; edit those instead. -->\n\n";
    Output { path: format!("specs/reference/{name}.md"), text: format!("{note}{body}") }
}

/// `3:28+4` as people read it: word and bits, high bit first.
fn place_text(at: Place) -> String {
    let spans: Vec<String> = at.spans().map(|(bit, width)| span_text(bit, width)).collect();
    spans.join(" and ")
}

fn span_text(bit: u32, width: u32) -> String {
    let (word, low) = (bit / 32, bit % 32);
    let last = bit + width - 1;
    if last / 32 == word {
        if width == 1 { format!("{word}[{low}]") } else { format!("{word}[{}:{low}]", last % 32) }
    } else {
        format!("{word}[31:{low}]..{}[{}:0]", last / 32, last % 32)
    }
}

/// What a field may hold, in one cell.
fn legal_text(field: &Field, layout: &str) -> String {
    if !field.values.is_empty() {
        let mut named: Vec<_> = field.values.iter().collect();
        named.sort_by_key(|(_, value)| **value);
        return named.iter().map(|(name, value)| format!("{value} {name}")).collect::<Vec<_>>().join(", ");
    }
    if matches!(field.kind.as_str(), "reserved" | "group") {
        return field.default_in(layout).to_string();
    }
    let width = field.place(layout).map_or(0, |at| at.total_width());
    match field.legal_in(layout) {
        Some(range) => format!("{} to {}", range.low, range.high),
        None if width == 1 => "0, 1".into(),
        None if width <= 16 => format!("0 to {}", (1_u64 << width) - 1),
        None => format!("{width} bits"),
    }
}

/// One text when all layouts agree, else one per layout.
fn per_layout(record: &Record, render: impl Fn(&str) -> Option<String>) -> String {
    let texts: Vec<(&String, String)> =
        record.layouts.iter().filter_map(|layout| Some((layout, render(layout)?))).collect();
    match texts.as_slice() {
        [] => "-".into(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, text)| text == first) => first.clone(),
        several => several.iter().map(|(layout, text)| format!("{layout}: {text}")).collect::<Vec<_>>().join("; "),
    }
}

/// The operations that use the row, as links.
fn users(tables: &Tables, record: &Record, field: &Field) -> Vec<String> {
    let engines = tables.ops.engine.iter().filter(|engine| engine.record == record.name);
    let mut out = Vec::new();
    for engine in engines {
        if engine.header.contains(&field.name) {
            out.push("every operation".to_string());
        }
        let ops = tables.ops.op.iter().filter(|op| op.engine == engine.name);
        for op in ops {
            if let Some(role) = role_of(tables, record, op, field) {
                out.push(format!("[{}](operations.md#{}-{}) ({role})", op.name, op.engine, op.name));
            }
        }
    }
    out
}

/// What `op` uses the field for.
fn role_of(tables: &Tables, record: &Record, op: &Op, field: &Field) -> Option<String> {
    if op.select.values().flatten().any(|choice| choice.contains_key(&field.name)) {
        return Some("selects it".into());
    }
    let engine = tables.ops.engine.iter().find(|engine| engine.name == op.engine)?;
    for (role, prefix) in op.operand_pairs() {
        if engine.parts.iter().any(|part| part.field.replace("{}", prefix) == field.name) {
            return Some(role.to_string());
        }
    }
    op.attribute_pairs(record).into_iter().find(|(name, _)| *name == field.name).map(|(_, name)| name.to_string())
}
