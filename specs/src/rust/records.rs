//! One file per record: the unpacked struct, its field names, packing and unpacking per layout.

use super::{base_type, doc, enum_name, fields_name, literal};
use crate::names::{camel, ident};
use crate::table::{Field, Place, Record};
use std::fmt::Write;

pub(super) fn render(record: &Record) -> String {
    let mut out = format!("//! {}: {}\n\n", record.title, record.summary);
    out.push_str(
        "use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};\nuse serde::Serialize;\n\n",
    );
    out.push_str(&table(record));
    out.push_str(&field_enum(record));
    out.push_str(&struct_definition(record));
    out.push_str(&inherent_impl(record));
    out.push_str(&fields_impl(record));
    out
}

fn table(record: &Record) -> String {
    let layouts: Vec<String> = record.layouts.iter().map(|name| format!("\"{name}\"")).collect();
    let mut out = format!(
        "/// The rows of {}.\npub static RECORD: Record = Record {{\n    name: \"{}\",\n    title: \"{}\",\n    words: {},\n    layouts: &[{}],\n    fields: &[\n",
        record.source,
        record.name,
        record.title,
        record.words,
        layouts.join(", ")
    );
    for field in &record.field {
        let _ = writeln!(out, "        {},", row(field, record));
    }
    out.push_str("    ],\n};\n\n");
    out
}

pub(super) fn row(field: &Field, record: &Record) -> String {
    let each = |render: &dyn Fn(&str) -> String| -> String {
        record.layouts.iter().map(|layout| render(layout)).collect::<Vec<_>>().join(", ")
    };
    let places = each(&|layout| field.place(layout).map_or("None".into(), |at| format!("Some({})", place(at))));
    let defaults = each(&|layout| field.default_in(layout).to_string());
    let legal = each(&|layout| {
        field.legal_in(layout).map_or("None".into(), |range| format!("Some(({}, {}))", range.low, range.high))
    });
    let vendor = each(&|layout| field.vendor_name(layout).map_or("None".into(), |name| format!("Some(\"{name}\")")));
    let mut named: Vec<_> = field.values.iter().collect();
    named.sort_by_key(|(_, value)| **value);
    let values: Vec<String> = named.iter().map(|(name, value)| format!("(\"{name}\", {value})")).collect();
    format!(
        "FieldInfo {{ name: \"{}\", short: \"{}\", kind: Kind::{}, places: &[{places}], defaults: &[{defaults}], legal: &[{legal}], vendor: &[{vendor}], values: &[{}], meaning: {:?} }}",
        field.name,
        field.short_name(),
        camel(&field.kind),
        values.join(", "),
        field.meaning
    )
}

fn place(at: Place) -> String {
    let span = |(bit, width): (u32, u32)| format!("Span {{ bit: {bit}, width: {width} }}");
    let high = at.high.map_or("None".into(), |part| format!("Some({})", span(part)));
    format!("Place {{ low: {}, high: {high} }}", span((at.bit, at.width)))
}

fn field_enum(record: &Record) -> String {
    let name = enum_name(record);
    let mut out = format!(
        "/// Names of the fields, in table order.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]\n#[repr(u8)]\npub enum {name} {{\n"
    );
    for field in &record.field {
        out.push_str(&doc("    ", &field.meaning));
        let _ = writeln!(out, "    {},", camel(&field.name));
    }
    let _ = write!(
        out,
        "}}\n\nimpl {name} {{\n    /// The row of the table.\n    #[must_use]\n    pub fn info(self) -> &'static FieldInfo {{\n        &RECORD.fields[self as usize]\n    }}\n}}\n\n"
    );
    out
}

fn struct_definition(record: &Record) -> String {
    let mut out = format!(
        "/// {}, unpacked: every field of every layout.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\npub struct {} {{\n",
        record.title,
        fields_name(record)
    );
    for field in &record.field {
        out.push_str(&doc("    ", &field.meaning));
        let _ = writeln!(out, "    pub {}: {},", ident(&field.name), base_type(field, record));
    }
    out.push_str("}\n\n");
    out
}

fn inherent_impl(record: &Record) -> String {
    let mut out = format!("impl {} {{\n", fields_name(record));
    for layout in &record.layouts {
        out.push_str(&default_const(record, layout));
        out.push_str(&unpack(record, layout));
        out.push_str(&pack(record, layout));
        out.push_str(&plain(record, layout));
    }
    out.push_str("}\n\n");
    out
}

fn default_const(record: &Record, layout: &str) -> String {
    let mut out = format!(
        "    /// All fields at their defaults in layout {layout}.\n    pub const DEFAULT_{}: Self = Self {{\n",
        layout.to_uppercase()
    );
    for field in &record.field {
        let value = literal(base_type(field, record), field.default_in(layout));
        let _ = writeln!(out, "        {}: {value},", ident(&field.name));
    }
    out.push_str("    };\n\n");
    out
}

/// A piece of a field inside one word: word, shift in the word, bits, shift in the value.
struct Piece {
    word: u32,
    shift: u32,
    bits: u32,
    at: u32,
}

fn pieces(at: Place) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut done = 0;
    for (mut bit, mut left) in at.spans() {
        while left > 0 {
            let shift = bit % 32;
            let bits = left.min(32 - shift);
            out.push(Piece { word: bit / 32, shift, bits, at: done });
            done += bits;
            bit += bits;
            left -= bits;
        }
    }
    out
}

fn mask(bits: u32) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

fn unpack(record: &Record, layout: &str) -> String {
    let mut out = format!(
        "    /// Reads the fields of layout {layout}; absent ones get their default.\n    #[must_use]\n    #[inline]\n    pub fn unpack_{layout}(w: &[u32; {}]) -> Self {{\n        Self {{\n",
        record.words
    );
    for field in &record.field {
        let kind = base_type(field, record);
        let value = match field.place(layout) {
            Some(at) => unpack_value(kind, &pieces(at)),
            None => literal(kind, field.default_in(layout)),
        };
        let _ = writeln!(out, "            {}: {value},", ident(&field.name));
    }
    out.push_str("        }\n    }\n\n");
    out
}

fn unpack_value(kind: &str, pieces: &[Piece]) -> String {
    if kind == "bool" {
        return format!("(w[{}] >> {}) & 1 != 0", pieces[0].word, pieces[0].shift);
    }
    let wide = if kind == "u64" { " as u64" } else { "" };
    let terms: Vec<String> = pieces.iter().map(|piece| unpack_piece(piece, wide)).collect();
    match (kind, terms.as_slice()) {
        ("u32" | "u64", terms) => terms.join(" | "),
        (kind, [one]) => format!("{one} as {kind}"),
        (kind, many) => format!("({}) as {kind}", many.join(" | ")),
    }
}

fn unpack_piece(piece: &Piece, wide: &str) -> String {
    let shifted =
        if piece.shift == 0 { format!("w[{}]", piece.word) } else { format!("(w[{}] >> {})", piece.word, piece.shift) };
    let masked =
        if piece.shift + piece.bits == 32 { shifted } else { format!("({shifted} & {:#x})", mask(piece.bits)) };
    let cast = if wide.is_empty() { masked } else { format!("({masked}{wide})") };
    if piece.at == 0 { cast } else { format!("({cast} << {})", piece.at) }
}

fn pack(record: &Record, layout: &str) -> String {
    let mut out = format!(
        "    /// Writes the fields in layout {layout}.\n    ///\n    /// # Errors\n    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.\n    pub fn pack_{layout}(&self) -> Result<[u32; {}], FieldError> {{\n",
        record.words
    );
    let index = record.layouts.iter().position(|name| name == layout).unwrap_or(0);
    for (row, field) in record.field.iter().enumerate() {
        out.push_str(&pack_check(record, field, row, layout, index));
    }
    let _ = writeln!(out, "        let mut w = [0; {}];", record.words);
    for word in 0..record.words {
        let terms: Vec<String> =
            record.field.iter().flat_map(|field| pack_terms(record, field, layout, word)).collect();
        match terms.as_slice() {
            [] => {}
            [one] => {
                let _ = writeln!(out, "        w[{word}] = {};", bare(one));
            }
            several => {
                let _ = writeln!(out, "        w[{word}] = {};", several.join(" | "));
            }
        }
    }
    out.push_str("        Ok(w)\n    }\n\n");
    out
}

/// A branch-free test that lets ordinary descriptors pass without a walk over the table.
fn plain(record: &Record, layout: &str) -> String {
    let placed = record.field.iter().filter(|field| field.place(layout).is_some());
    let terms: Vec<String> = placed.flat_map(|field| plain_terms(record, field, layout)).collect();
    let body = match terms.as_slice() {
        [] => "true".to_string(),
        [one] => bare(one).to_string(),
        several => several.join("\n            & "),
    };
    format!(
        "    /// Whether every field holds a legal value in layout {layout}.\n    #[must_use]\n    #[inline]\n    pub fn plain_{layout}(&self) -> bool {{\n        {body}\n    }}\n\n"
    )
}

fn plain_terms(record: &Record, field: &Field, layout: &str) -> Vec<String> {
    let name = format!("self.{}", ident(&field.name));
    if base_type(field, record) == "bool" {
        return Vec::new();
    }
    if field.kind == "reserved" || field.kind == "group" {
        return vec![format!("({name} == {})", field.default_in(layout))];
    }
    let max = field.place(layout).map_or(0, |at| mask(at.total_width()));
    let mut terms = Vec::new();
    if let Some(legal) = field.legal_in(layout) {
        if legal.low > 0 {
            terms.push(format!("({name} >= {})", legal.low));
        }
        if legal.high < max {
            terms.push(format!("({name} <= {})", legal.high));
        }
    }
    if !field.values.is_empty() && (field.values.len() as u64) <= max {
        let mut values: Vec<u64> = field.values.values().copied().collect();
        values.sort_unstable();
        let tests: Vec<String> = values.iter().map(|value| format!("({name} == {value})")).collect();
        terms.push(format!("({})", tests.join(" | ")));
    }
    terms
}

fn pack_check(record: &Record, field: &Field, row: usize, layout: &str, index: usize) -> String {
    let kind = base_type(field, record);
    let name = ident(&field.name);
    let capacity = match kind {
        "bool" => 1,
        other => other[1..].parse().unwrap_or(64),
    };
    match field.place(layout) {
        Some(at) if at.total_width() < capacity => format!(
            "        if self.{name} > {:#x} {{\n            return Err(FieldError::too_wide(&RECORD, {index}, {row}, self.{name}.into()));\n        }}\n",
            mask(at.total_width())
        ),
        Some(_) => String::new(),
        None if kind == "bool" => format!(
            "        if {}self.{name} {{\n            return Err(FieldError::absent(&RECORD, {index}, {row}, self.{name}.into()));\n        }}\n",
            if field.default_in(layout) == 0 { "" } else { "!" }
        ),
        None => format!(
            "        if self.{name} != {} {{\n            return Err(FieldError::absent(&RECORD, {index}, {row}, self.{name}.into()));\n        }}\n",
            literal(kind, field.default_in(layout))
        ),
    }
}

/// A parenthesised term without its outer parentheses.
fn bare(term: &str) -> &str {
    term.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(term)
}

fn pack_terms(record: &Record, field: &Field, layout: &str, word: u32) -> Vec<String> {
    let Some(at) = field.place(layout) else { return Vec::new() };
    let kind = base_type(field, record);
    let total = at.total_width();
    let here = pieces(at).into_iter().filter(|piece| piece.word == word);
    here.map(|piece| pack_piece(&ident(&field.name), kind, &piece, total)).collect()
}

fn pack_piece(name: &str, kind: &str, piece: &Piece, total: u32) -> String {
    let value = match kind {
        "u32" if piece.at == 0 => format!("self.{name}"),
        "u32" => format!("(self.{name} >> {})", piece.at),
        "u64" if piece.at == 0 => format!("self.{name} as u32"),
        "u64" => format!("((self.{name} >> {}) as u32)", piece.at),
        _ if piece.at == 0 => format!("(self.{name} as u32)"),
        _ => format!("((self.{name} as u32) >> {})", piece.at),
    };
    let masked = if piece.at + piece.bits == total || piece.bits == 32 {
        value
    } else {
        format!("({value} & {:#x})", mask(piece.bits))
    };
    if piece.shift == 0 { masked } else { format!("({masked} << {})", piece.shift) }
}

fn fields_impl(record: &Record) -> String {
    let name = fields_name(record);
    let words = record.words;
    let dispatch = |what: &str| -> String {
        if let [only] = record.layouts.as_slice() {
            let body = what.replace("{}", only).replace("{UP}", &only.to_uppercase());
            return format!("        let _ = layout;\n        {body}\n");
        }
        let arms: String = record
            .layouts
            .iter()
            .enumerate()
            .map(|(index, layout)| {
                let pattern = if index + 1 == record.layouts.len() { "_".into() } else { index.to_string() };
                format!(
                    "            {pattern} => {},\n",
                    what.replace("{}", layout).replace("{UP}", &layout.to_uppercase())
                )
            })
            .collect();
        format!("        match layout {{\n{arms}        }}\n")
    };
    let mut get = String::new();
    let mut set = String::new();
    for (row, field) in record.field.iter().enumerate() {
        let ident = ident(&field.name);
        let kind = base_type(field, record);
        let _ = writeln!(get, "            {row} => self.{ident}.into(),");
        let convert = match kind {
            "bool" => "bit(value)?".to_string(),
            "u64" => "value".to_string(),
            other => format!("{other}::try_from(value).ok()?"),
        };
        let _ = writeln!(set, "            {row} => self.{ident} = {convert},");
    }
    let bit = if record.field.iter().any(|field| base_type(field, record) == "bool") {
        "fn bit(value: u64) -> Option<bool> {\n    match value {\n        0 => Some(false),\n        1 => Some(true),\n        _ => None,\n    }\n}\n"
    } else {
        ""
    };
    format!(
        "impl Fields for {name} {{\n    type Words = [u32; {words}];\n    const RECORD: &'static Record = &RECORD;\n\n    fn defaults(layout: usize) -> Self {{\n{}    }}\n\n    #[inline]\n    fn unpack(layout: usize, words: &[u32; {words}]) -> Self {{\n{}    }}\n\n    fn pack(&self, layout: usize) -> Result<[u32; {words}], FieldError> {{\n{}    }}\n\n    #[inline]\n    fn is_plain(&self, layout: usize) -> bool {{\n{}    }}\n\n    fn get(&self, field: usize) -> u64 {{\n        match field {{\n{get}            _ => 0,\n        }}\n    }}\n\n    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {{\n        match field {{\n{set}            _ => return None,\n        }}\n        Some(())\n    }}\n}}\n\n{bit}",
        dispatch("Self::DEFAULT_{UP}"),
        dispatch("Self::unpack_{}(words)"),
        dispatch("self.pack_{}()"),
        dispatch("self.plain_{}()"),
    )
}
