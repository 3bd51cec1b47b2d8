//! The front page, and the alphabetical list of all fields.

use super::{legal_text, per_layout, place_text, users};
use crate::table::Tables;
use std::fmt::Write;

pub(super) fn front(tables: &Tables) -> String {
    let mut out = String::from(
        "# Reference\n\nEverything the tables say. Looking for one field? Start at [fields](fields.md).\n\n- [operations](operations.md): what selects each operation, on which chips, and the fields it uses\n",
    );
    for record in &tables.records {
        let _ = writeln!(out, "- [{}]({}.md): {}", record.title, record.name, record.summary);
    }
    out.push_str("- [registers](registers.md): memory-mapped registers of both engines\n- [chips](chips.md): the four chips side by side\n- [time](timing.md): the constants of the cycle model and the boards, with how well each is known\n- [fields](fields.md): every field in alphabetical order\n\nWhat the operations compute is written on the pages of [ops](../ops); how each statement is known, in [sources](../sources.md).\n");
    out
}

pub(super) fn fields(tables: &Tables) -> String {
    let mut rows = Vec::new();
    for record in &tables.records {
        for field in record.field.iter().filter(|field| field.kind != "reserved") {
            let place = per_layout(record, |layout| field.place(layout).map(place_text));
            let legal = per_layout(record, |layout| field.place(layout).map(|_| legal_text(field, layout)));
            let used = in_short(&users(tables, record, field));
            rows.push(format!(
                "| [{0}]({1}.md#{2}) | {1} | {place} | {legal} | {used} |",
                field.name,
                record.name,
                field.name.to_lowercase()
            ));
        }
    }
    rows.sort();
    format!(
        "# All fields\n\nA place reads word[high bit:low bit]. Follow a name for its meaning and its users.\n\n| field | structure | place | may hold | used by |\n|---|---|---|---|---|\n{}\n",
        rows.join("\n")
    )
}

/// A single user by name, several by their number.
fn in_short(users: &[String]) -> String {
    match users {
        [] => String::new(),
        [only] => only.clone(),
        several => format!("{} operations", several.len()),
    }
}
