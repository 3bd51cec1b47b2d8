//! The operations: what selects each, which chips have it, which fields it uses.

use super::per_layout;
use crate::table::{Op, Record, Tables};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "# Operations\n\nThe first operation whose selection matches, in the order below, is the one a descriptor holds.\n\n| operation | what | chips | page |\n|---|---|---|---|\n",
    );
    for op in &tables.ops.op {
        let _ = writeln!(
            out,
            "| [{0} {1}](#{0}-{1}) | {2} | {3} | [{4}](../ops/{4}.md) |",
            op.engine,
            op.name,
            op.title,
            chips_with(tables, op),
            op.page
        );
    }
    for engine in &tables.ops.engine {
        let Some(record) = tables.record(&engine.record) else { continue };
        let header: Vec<String> = engine.header.iter().map(|name| link(record, name)).collect();
        let _ = writeln!(out, "\nEvery {} descriptor also carries {}.", engine.name, header.join(", "));
        let ops = tables.ops.op.iter().filter(|op| op.engine == engine.name);
        for op in ops {
            out.push_str(&section(tables, record, op));
        }
    }
    out
}

fn chips_with(tables: &Tables, op: &Op) -> String {
    let has = |chip: &&crate::table::Chip| {
        let feature = op.feature.as_ref().is_none_or(|name| chip.features.get(name).copied().unwrap_or(false));
        feature && !op.select_in(&chip.layout).is_empty()
    };
    let names: Vec<&str> = tables.chips.iter().filter(has).map(|chip| chip.name.as_str()).collect();
    if names.len() == tables.chips.len() { "all".into() } else { names.join(", ") }
}

fn section(tables: &Tables, record: &Record, op: &Op) -> String {
    let mut out = format!("\n## {} {}\n\n{}. [What it does](../ops/{}.md).\n\n", op.engine, op.name, op.title, op.page);
    let _ = writeln!(out, "- chips: {}", chips_with(tables, op));
    let _ = writeln!(out, "- selected by: {}", per_layout(record, |layout| selection(op.select_in(layout))));
    for (role, prefix) in op.operand_pairs() {
        let parts: Vec<String> = tables
            .ops
            .engine
            .iter()
            .filter(|engine| engine.name == op.engine)
            .flat_map(|engine| &engine.parts)
            .map(|part| part.field.replace("{}", prefix))
            .filter(|name| record.field(name).is_some())
            .map(|name| link(record, &name))
            .collect();
        let _ = writeln!(out, "- operand `{role}`: {}", parts.join(", "));
    }
    for (field, name) in op.attribute_pairs(record) {
        let meaning = record.field(field).map_or("", |field| field.meaning.as_str());
        let _ = writeln!(out, "- `{name}`: {} {meaning}", link(record, field));
    }
    let fixed = per_layout(record, |layout| {
        let all = op.fixed_in(layout);
        (!all.is_empty())
            .then(|| all.iter().map(|(name, value)| format!("`{name}` {value}")).collect::<Vec<_>>().join(", "))
    });
    if fixed != "-" {
        let _ = writeln!(out, "- fields it does not use hold their default, except: {}", fixed.replace('"', ""));
    }
    out
}

fn selection(choices: &[BTreeMap<String, u64>]) -> Option<String> {
    let texts: Vec<String> = choices
        .iter()
        .map(|choice| {
            choice.iter().map(|(name, value)| format!("`{name}` = {value}")).collect::<Vec<_>>().join(" and ")
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join(", or "))
}

fn link(record: &Record, name: &str) -> String {
    format!("[{name}]({}.md#{})", record.name, name.to_lowercase())
}
