//! `tpuscope model dump`: every table of the file.

use super::open;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style};
use crate::source;
use isa::container::cvimodel::Model;
use isa::container::parameters::Parameters;
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn run(file: &Path, out: &mut Out) -> Outcome {
    let content = source::read(file)?;
    let model = open(file, &content)?;
    let tree = tree(&model).map_err(|error| Failure::new(Reason::BadInput, format!("{}: {error}", file.display())))?;
    if out.is_json() {
        out.json(&tree)?;
    } else {
        write_node(&tree, 0, out)?;
    }
    Ok(())
}

/// All tables; a CPU routine's parameters stand decoded in place of their bytes.
fn tree(model: &Model<'_>) -> serde_json::Result<Value> {
    let mut body = serde_json::to_value(&model.body)?;
    let programs = body["programs"].as_array_mut().into_iter().flatten().zip(&model.body.programs);
    for (node, program) in programs {
        let routines = node["routines"].as_array_mut().into_iter().flatten().zip(&program.routines);
        for (node, routine) in routines {
            if let Some(parameters) = routine.cpu.as_ref().and_then(|cpu| Parameters::read(&cpu.arguments).ok()) {
                node["cpu"]["arguments"] = serde_json::to_value(&parameters)?;
            }
        }
    }
    Ok(json!({ "header": serde_json::to_value(model.header)?, "body": body }))
}

/// Writes a tree as indented `name: value` lines; lists of plain values stay on one line.
fn write_node(node: &Value, depth: usize, out: &mut Out) -> std::io::Result<()> {
    let pad = "  ".repeat(depth);
    match node {
        Value::Object(fields) => {
            for (name, value) in fields {
                write_entry(&pad, name, value, depth, out)?;
            }
            Ok(())
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                write_entry(&pad, &format!("[{index}]"), value, depth, out)?;
            }
            Ok(())
        }
        plain => out.line(format!("{pad}{}", inline(plain))),
    }
}

fn write_entry(pad: &str, name: &str, value: &Value, depth: usize, out: &mut Out) -> std::io::Result<()> {
    let label = out.styled(Style::Faint, format!("{name}:"));
    match value {
        Value::Null => Ok(()),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            out.line(format!("{pad}{label} [{}]", items.join(", ")))
        }
        Value::Object(_) | Value::Array(_) => {
            out.line(format!("{pad}{label}"))?;
            write_node(value, depth + 1, out)
        }
        plain => out.line(format!("{pad}{label} {}", inline(plain))),
    }
}

/// A plain value; text from a file is escaped before it reaches a terminal.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => text.escape_debug().to_string(),
        other => other.to_string(),
    }
}
