//! Rust code derived from the tables: one file below `isa/src/generated` per question.

mod chips;
mod ops;
mod raw;
mod records;
mod registers;
mod timing;

use crate::Output;
use crate::names::camel;
use crate::table::{Field, Record, Tables};

/// Every generated Rust file.
pub(crate) fn outputs(tables: &Tables) -> Vec<Output> {
    let mut all: Vec<Output> =
        tables.records.iter().map(|record| file(&record.name, records::render(record))).collect();
    all.push(file("raw", raw::render(tables)));
    all.push(file("ops", ops::render(tables)));
    all.push(file("registers", registers::render(tables)));
    all.push(file("chips", chips::render(tables)));
    all.push(file("timing", timing::render(tables)));
    all.push(file("mod", module(tables)));
    all
}

fn file(name: &str, body: String) -> Output {
    let header = "// Generated from the tables in specs/ by `cargo generate`; edit those instead.\n\n";
    Output { path: format!("isa/src/generated/{name}.rs"), text: format!("{header}{body}") }
}

fn module(tables: &Tables) -> String {
    let mut names: Vec<&str> = tables.records.iter().map(|record| record.name.as_str()).collect();
    names.extend(["raw", "ops", "registers", "chips", "timing"]);
    names.sort_unstable();
    let lines: String = names.iter().map(|name| format!("pub mod {name};\n")).collect();
    let records: String = tables.records.iter().map(|record| format!("    &{}::RECORD,\n", record.name)).collect();
    format!(
        "//! Code derived from the tables in `specs/`.\n\n{lines}\n/// Every record of the tables.\npub static RECORDS: &[&crate::field::Record] = &[\n{records}];\n"
    )
}

/// Rust type that holds every value of the field.
fn base_type(field: &Field, record: &Record) -> &'static str {
    match field.max_width(&record.layouts) {
        1 if field.kind == "flag" => "bool",
        0..=8 => "u8",
        9..=16 => "u16",
        17..=32 => "u32",
        _ => "u64",
    }
}

/// Rust type of the field in typed operations.
fn typed(field: &Field, record: &Record) -> String {
    field.rust_type.clone().unwrap_or_else(|| base_type(field, record).to_string())
}

/// A constant of the field's base type.
fn literal(kind: &str, value: u64) -> String {
    match kind {
        "bool" => (value != 0).to_string(),
        _ => value.to_string(),
    }
}

fn doc(indent: &str, text: &str) -> String {
    format!("{indent}/// {text}\n")
}

fn fields_name(record: &Record) -> String {
    format!("{}Fields", camel(&record.name))
}

fn enum_name(record: &Record) -> String {
    format!("{}Field", camel(&record.name))
}
