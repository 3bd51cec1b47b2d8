//! What a table must satisfy before anything is generated from it. All problems are reported together.
//!
//! Records: known kinds, unique names, known columns, places inside the record, no overlap, no undeclared gap,
//! defaults and legal ranges that fit. Operations: known fields, operands, templates, layouts and features;
//! no operation hidden behind an earlier one.

use crate::table::{Engine, Field, Legal, Op, Place, Record, Tables};
use std::collections::BTreeSet;
use std::fmt;

/// One thing that is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File, record, row.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

const KINDS: &[&str] = &["address", "stride", "size", "value", "enum", "flag", "id", "group", "reserved"];

pub(crate) fn check(tables: &Tables) -> Vec<Problem> {
    let mut report = Report::default();
    for record in &tables.records {
        check_record(record, &mut report);
    }
    let mut offsets = BTreeSet::new();
    for register in &tables.registers {
        check_record(&register.as_record(), &mut report);
        let place = format!("regs.toml {}.{}", register.block, register.name);
        report.unless(offsets.insert((&register.block, register.offset)), &place, || "the offset is used twice".into());
        report.unless(register.offset % 4 == 0, &place, || "the offset is not a multiple of 4".into());
    }
    for chip in &tables.chips {
        let known = tables.records.iter().any(|record| record.layouts.contains(&chip.layout));
        report
            .unless(known, format!("chips.toml {}", chip.name), || format!("no record has the layout {}", chip.layout));
    }
    for board in &tables.boards {
        let known = tables.chips.iter().any(|chip| chip.name == board.chip);
        report.unless(known, format!("boards.toml {}", board.name), || format!("no chip has the name {}", board.chip));
    }
    for engine in &tables.ops.engine {
        check_engine(tables, engine, &mut report);
    }
    for op in &tables.ops.op {
        check_op(tables, op, &mut report);
    }
    report.problems
}

#[derive(Default)]
struct Report {
    problems: Vec<Problem>,
}

impl Report {
    fn unless(&mut self, good: bool, place: impl Into<String>, what: impl FnOnce() -> String) {
        if !good {
            self.problems.push(Problem { place: place.into(), what: what() });
        }
    }
}

fn check_record(record: &Record, report: &mut Report) {
    let mut names = BTreeSet::new();
    for field in &record.field {
        let place = format!("{} {}.{}", record.source, record.name, field.name);
        report.unless(names.insert(&field.name), &place, || "the name is used twice".into());
        check_row(record, field, &place, report);
    }
    for layout in &record.layouts {
        check_coverage(record, layout, report);
    }
}

fn check_row(record: &Record, field: &Field, place: &str, report: &mut Report) {
    report.unless(KINDS.contains(&field.kind.as_str()), place, || {
        format!("unknown kind `{}`; known: {}", field.kind, KINDS.join(", "))
    });
    for column in field.columns.keys() {
        let stem = ["default_", "legal_", "vendor_"].iter().find_map(|prefix| column.strip_prefix(prefix));
        let layout = stem.unwrap_or(column);
        report
            .unless(record.layouts.iter().any(|known| known == layout), place, || format!("unknown column `{column}`"));
    }
    let placed = record.layouts.iter().filter(|layout| field.columns.contains_key(*layout));
    let mut count = 0;
    for layout in placed {
        count += 1;
        match field.place(layout) {
            Some(at) => check_values(record, field, layout, at, place, report),
            None => report.unless(false, place, || format!("`{layout}` is not word:bit+width, or two of them")),
        }
    }
    report.unless(count > 0, place, || "no layout has the field".into());
}

fn check_values(record: &Record, field: &Field, layout: &str, at: Place, place: &str, report: &mut Report) {
    let width = at.total_width();
    let max = if width >= 64 { u64::MAX } else { (1 << width) - 1 };
    let end = at.spans().map(|(bit, width)| bit + width).max().unwrap_or(0);
    report.unless(end <= record.words * 32, place, || format!("{layout}: reaches beyond the {} words", record.words));
    let default = field.default_in(layout);
    report.unless(default <= max, place, || format!("{layout}: default {default} does not fit {width} bits"));
    let legal_text = field.legal.is_some() || field.columns.contains_key(&format!("legal_{layout}"));
    match field.legal_in(layout) {
        Some(Legal { low, high }) => {
            report.unless(low <= high && high <= max, place, || {
                format!("{layout}: legal range does not fit {width} bits")
            });
            report
                .unless((low..=high).contains(&default), place, || format!("{layout}: default {default} is not legal"));
        }
        None => report.unless(!legal_text, place, || format!("{layout}: legal is not low..high")),
    }
    for (name, value) in &field.values {
        report.unless(*value <= max, place, || format!("{layout}: value {name} = {value} does not fit {width} bits"));
    }
}

fn check_coverage(record: &Record, layout: &str, report: &mut Report) {
    let mut owner: Vec<Option<&str>> = vec![None; (record.words * 32) as usize];
    for field in &record.field {
        let Some(at) = field.place(layout) else { continue };
        let bits = at.spans().flat_map(|(bit, width)| bit..bit + width);
        for bit in bits {
            let Some(slot) = owner.get_mut(bit as usize) else { continue };
            let place = format!("{} {}.{}", record.source, record.name, field.name);
            report.unless(slot.is_none(), place, || {
                format!("{layout}: bit {}:{} belongs to {} already", bit / 32, bit % 32, slot.unwrap_or(""))
            });
            *slot = Some(&field.name);
        }
    }
    for (bit, slot) in owner.iter().enumerate() {
        let place = format!("{} {}", record.source, record.name);
        report.unless(slot.is_some(), place, || format!("{layout}: bit {}:{} is in no row", bit / 32, bit % 32));
    }
}

fn check_engine(tables: &Tables, engine: &Engine, report: &mut Report) {
    let place = format!("ops.toml engine {}", engine.name);
    let Some(record) = tables.record(&engine.record) else {
        return report.unless(false, place, || format!("no record `{}`", engine.record));
    };
    for name in engine.header.iter().chain(engine.header_defaults.keys()) {
        report.unless(record.field(name).is_some(), &place, || format!("no field `{name}`"));
    }
    let groups = tables.ops.group.iter().flat_map(|group| &group.fields);
    for name in groups {
        let known = tables.records.iter().any(|record| record.field(name).is_some());
        report.unless(known, "ops.toml group", || format!("no field `{name}`"));
    }
}

fn check_op(tables: &Tables, op: &Op, report: &mut Report) {
    let place = format!("ops.toml {} {}", op.engine, op.name);
    let engine = tables.ops.engine.iter().find(|engine| engine.name == op.engine);
    let Some((engine, record)) = engine.and_then(|engine| Some((engine, tables.record(&engine.record)?))) else {
        return report.unless(false, place, || "no such engine".into());
    };
    let template = op.template.as_ref().is_none_or(|name| tables.ops.template.iter().any(|known| &known.name == name));
    report.unless(template, &place, || "no such template".into());
    let feature =
        op.feature.as_ref().is_none_or(|name| tables.chips.iter().all(|chip| chip.features.contains_key(name)));
    report.unless(feature, &place, || "a chip does not say whether it has the feature".into());
    let selected = op.select.values().flatten().flat_map(|choice| choice.keys());
    let attributes = op.attribute_pairs(record).into_iter().map(|(field, _)| field.to_string());
    let named = selected.chain(op.fixed.keys()).cloned().chain(attributes);
    for name in named {
        report.unless(record.field(&name).is_some(), &place, || format!("no field `{name}`"));
    }
    for (_, prefix) in op.operand_pairs() {
        let addr = engine.parts.iter().any(|part| record.field(&part.field.replace("{}", prefix)).is_some());
        report.unless(addr, &place, || format!("no operand `{prefix}`"));
    }
    check_reachable(tables, op, &record.layouts, &place, report);
}

/// An earlier operation that matches whatever this one matches would hide it.
fn check_reachable(tables: &Tables, op: &Op, layouts: &[String], place: &str, report: &mut Report) {
    let earlier = tables.ops.op.iter().take_while(|other| other.name != op.name || other.engine != op.engine);
    for other in earlier.filter(|other| other.engine == op.engine) {
        for layout in layouts {
            for choice in op.select_in(layout) {
                let hidden =
                    other.select_in(layout).iter().any(|wide| wide.iter().all(|(k, v)| choice.get(k) == Some(v)));
                report.unless(!hidden, place, || format!("{layout}: hidden behind {}", other.name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use crate::Tables;

    fn problems(row: &str) -> String {
        let text = format!(
            "[[record]]\nname = 'r'\ntitle = 't'\nwords = 1\nlayouts = ['bits']\nsummary = ''\nfield = [\n{row}\n]"
        );
        let found = Tables::parse(&[("r.toml", &text)]).err().unwrap_or_default();
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    const REST: &str = "{ name = 'rest', bits = '0:8+24', kind = 'reserved', meaning = '' }";

    #[test]
    fn shipped_tables_are_sound() {
        assert_eq!(Tables::load().err().unwrap_or_default(), vec![]);
    }

    #[test]
    fn a_sound_record_has_no_problem() {
        assert_eq!(problems(&format!("{{ name = 'a', bits = '0:0+8', kind = 'value', meaning = '' }}, {REST}")), "");
    }

    #[test]
    fn overlap_gap_default_and_kind_are_reported_together() {
        let text =
            problems(&format!("{{ name = 'a', bits = '0:1+8', kind = 'thing', default = 300, meaning = '' }}, {REST}"));
        for expected in ["unknown kind `thing`", "default 300 does not fit", "0:8 belongs to a", "bit 0:0 is in no row"]
        {
            assert!(text.contains(expected), "{expected} is missing in:\n{text}");
        }
    }

    #[test]
    fn bad_columns_places_and_ranges_are_reported() {
        let text = problems(&format!(
            "{{ name = 'a', bits = '0:0+8', other = '1:0+1', kind = 'value', legal = '1..900', meaning = '' }}, {REST}"
        ));
        for expected in ["unknown column `other`", "legal range does not fit", "default 0 is not legal"] {
            assert!(text.contains(expected), "{expected} is missing in:\n{text}");
        }
        assert!(
            problems("{ name = 'a', bits = 'zero', kind = 'value', meaning = '' }").contains("is not word:bit+width")
        );
        assert!(problems("{ name = 'a', kind = 'value', meaning = '' }").contains("no layout has the field"));
    }
}
