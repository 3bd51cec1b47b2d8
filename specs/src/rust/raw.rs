//! Raw words with named bit ranges, one struct per record and layout.

use crate::names::{camel, ident};
use crate::table::{Field, Place, Record, Tables};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "//! Raw words with named bit ranges, one struct per record and layout.\n//!\n//! A setter keeps the low bits of a value that is too wide; encode through the unpacked fields to have it refused.\n\nuse bitfield::bitfield;\n\n",
    );
    for record in &tables.records {
        for layout in &record.layouts {
            out.push_str(&raw(record, layout));
        }
    }
    out
}

fn raw(record: &Record, layout: &str) -> String {
    let name = if record.layouts.len() == 1 {
        camel(&record.name)
    } else {
        format!("{}{}", camel(layout), camel(&record.name))
    };
    let mut out = format!(
        "bitfield! {{\n    /// {} in layout {layout}, as {} words.\n    pub struct {name}([u32]);\n    impl Debug;\n    u64;\n",
        record.title, record.words
    );
    for field in &record.field {
        let Some(at) = field.place(layout) else { continue };
        out.push_str(&accessors(field, at));
    }
    out.push_str("}\n\n");
    out.push_str(&by_row(record, layout, &name));
    out
}

/// The accessors by number, so that a test can hold them against the packing code.
fn by_row(record: &Record, layout: &str, name: &str) -> String {
    let mut arms = String::new();
    for (row, field) in record.field.iter().enumerate() {
        let Some(at) = field.place(layout) else { continue };
        let lower = field.name.to_lowercase();
        let value = match at.high {
            None => format!("self.{}()", ident(&lower)),
            Some(_) => format!("self.{lower}_low() | self.{lower}_high() << {}", at.width),
        };
        let _ = writeln!(arms, "            {row} => {value},");
    }
    format!(
        "impl<T: AsRef<[u32]>> {name}<T> {{\n    /// The structure in `words`.\n    pub fn new(words: T) -> Self {{\n        Self(words)\n    }}\n\n    /// The field in row `row` of the table; 0 where the layout has none.\n    #[must_use]\n    pub fn row(&self, row: usize) -> u64 {{\n        match row {{\n{arms}            _ => 0,\n        }}\n    }}\n}}\n\n"
    )
}

fn accessors(field: &Field, at: Place) -> String {
    let mut out = String::new();
    let name = field.name.to_lowercase();
    let parts: Vec<(String, (u32, u32))> = match at.high {
        None => vec![(name, (at.bit, at.width))],
        Some(high) => vec![(format!("{name}_low"), (at.bit, at.width)), (format!("{name}_high"), high)],
    };
    for (name, (bit, width)) in parts {
        let _ = writeln!(out, "    /// {}", field.meaning);
        let _ = writeln!(out, "    pub {}, set_{name}: {}, {bit};", ident(&name), bit + width - 1);
    }
    out
}
