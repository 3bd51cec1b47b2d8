//! The typed operations: structs, selection, conversion from and to fields, visitors and the operation table.

use super::{base_type, doc, enum_name, fields_name, literal, typed};
use crate::names::{camel, ident};
use crate::table::{Engine, Field, Op, Record, Tables};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One engine with its record and operations.
struct Side<'a> {
    engine: &'a Engine,
    record: &'a Record,
    ops: Vec<&'a Op>,
    tables: &'a Tables,
}

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from("//! Typed operations of both engines.\n\n");
    for engine in &tables.ops.engine {
        let Some(record) = tables.record(&engine.record) else { continue };
        let ops = tables.ops.op.iter().filter(|op| op.engine == engine.name).collect();
        out.push_str(&module(&Side { engine, record, ops, tables }));
    }
    out
}

fn module(side: &Side) -> String {
    let upper = side.engine.name.to_uppercase();
    let mut out = format!(
        "/// Operations of the {upper}.\npub mod {} {{\n    use crate::address::*;\n    use crate::field::{{FieldError, Fields}};\n    use crate::generated::chips::Layout;\n    use crate::generated::{}::{{{}, {}, RECORD}};\n    use crate::op::{{AttributeInfo, CommandId, EncodeError, GroupInfo, OpInfo, OperandInfo}};\n    use serde::Serialize;\n\n",
        side.engine.name,
        side.engine.record,
        fields_name(side.record),
        enum_name(side.record)
    );
    let mut body = String::new();
    body.push_str(&enums(side));
    body.push_str(&operand_struct(side));
    body.push_str(&header_struct(side));
    for op in &side.ops {
        body.push_str(&op_struct(side, op));
    }
    body.push_str(&kind_enum(side));
    body.push_str(&op_enum(side));
    body.push_str(&visitor(side));
    body.push_str(&info_table(side));
    for line in body.lines() {
        out.push_str(if line.is_empty() { "" } else { "    " });
        out.push_str(line);
        out.push('\n');
    }
    out.push_str("}\n\n");
    out
}

fn enums(side: &Side) -> String {
    let mut seen = BTreeMap::new();
    for field in &side.record.field {
        if let Some(name) = &field.rust_type {
            seen.entry(name.as_str()).or_insert(field);
        }
    }
    seen.into_iter().map(|(name, field)| one_enum(name, field)).collect()
}

fn one_enum(name: &str, field: &Field) -> String {
    let mut named: Vec<(&String, &u64)> = field.values.iter().collect();
    named.sort_by_key(|(_, value)| **value);
    let mut out = format!(
        "/// Values of `{}`.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\n#[serde(rename_all = \"snake_case\")]\n#[repr(u8)]\npub enum {name} {{\n",
        field.name
    );
    for (variant, value) in &named {
        let _ = writeln!(out, "    /// {variant}\n    {} = {value},", camel(variant));
    }
    let arms: Vec<String> = named
        .iter()
        .enumerate()
        .map(|(index, (variant, value))| {
            let pattern = if index + 1 == named.len() { "_".to_string() } else { value.to_string() };
            format!("            {pattern} => {name}::{},\n", camel(variant))
        })
        .collect();
    let _ = write!(
        out,
        "}}\n\nimpl {name} {{\n    /// The value of the low bits.\n    #[must_use]\n    #[inline]\n    pub fn from_bits(bits: u8) -> Self {{\n        match bits & {:#x} {{\n{}        }}\n    }}\n\n    /// The stored number.\n    #[must_use]\n    #[inline]\n    pub fn bits(self) -> u8 {{\n        self as u8\n    }}\n}}\n\n",
        named.len() - 1,
        arms.concat()
    );
    out
}

/// A named value of a typed struct and the field behind it.
struct Slot {
    name: String,
    rust: String,
    newtype: bool,
    meaning: String,
}

fn part_slots(side: &Side) -> Vec<Slot> {
    side.engine.parts.iter().map(|part| part_slot(side, part)).collect()
}

fn part_slot(side: &Side, part: &crate::table::Part) -> Slot {
    let prefixes: Vec<&str> = side.ops.iter().flat_map(|op| op.operand_pairs()).map(|(_, prefix)| prefix).collect();
    let fields: Vec<&Field> =
        prefixes.iter().filter_map(|prefix| side.record.field(&part.field.replace("{}", prefix))).collect();
    let widest = fields.iter().max_by_key(|field| field.max_width(&side.record.layouts));
    let base = widest.map_or("u64".into(), |field| typed(field, side.record));
    let rust = part.newtype.clone().unwrap_or(base);
    let meaning = widest.map_or(String::new(), |field| format!("As `{}`: {}", field.name, field.meaning));
    Slot { name: ident(&part.name), rust, newtype: part.newtype.is_some(), meaning }
}

fn operand_struct(side: &Side) -> String {
    let mut out = format!(
        "/// An operand of the {}.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\npub struct {} {{\n",
        side.engine.name.to_uppercase(),
        side.engine.operand
    );
    for slot in part_slots(side) {
        out.push_str(&doc("    ", &slot.meaning));
        let _ = writeln!(out, "    pub {}: {},", slot.name, slot.rust);
    }
    out.push_str("}\n\n");
    out
}

/// How a typed value is read from the fields.
fn read(field: &Field, record: &Record, slot: &Slot) -> String {
    let name = format!("f.{}", ident(&field.name));
    let base = base_type(field, record);
    match (&field.rust_type, slot.newtype) {
        (Some(rust), _) => format!("{rust}::from_bits({name})"),
        (None, true) => format!("{}({name}.into())", slot.rust),
        (None, false) if base != slot.rust => format!("{name}.into()"),
        _ => name,
    }
}

/// How a typed value is written to the fields.
fn write_to(field: &Field, record: &Record, slot: &Slot, value: &str) -> String {
    let name = format!("f.{}", ident(&field.name));
    let base = base_type(field, record);
    let row = format!("{}::{} as usize", enum_name(record), camel(&field.name));
    match (&field.rust_type, slot.newtype) {
        (Some(_), _) => format!("{name} = {value}.bits();"),
        (None, true) => format!(
            "f.try_set({row}, {value}.0.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, {row}, {value}.0.into()))?;"
        ),
        (None, false) if base != slot.rust => {
            format!(
                "f.try_set({row}, {value}.into()).ok_or_else(|| FieldError::too_wide(&RECORD, layout as usize, {row}, {value}.into()))?;"
            )
        }
        _ => format!("{name} = {value};"),
    }
}

fn field_slot(side: &Side, field: &Field, name: &str) -> Slot {
    let id = field.kind == "id";
    let rust = if id { "CommandId".to_string() } else { typed(field, side.record) };
    Slot { name: ident(name), rust, newtype: id, meaning: field.meaning.clone() }
}

fn header_struct(side: &Side) -> String {
    let name = format!("{}Header", camel(&side.engine.name));
    let fields: Vec<&Field> = side.engine.header.iter().filter_map(|name| side.record.field(name)).collect();
    let mut out = format!(
        "/// What every descriptor of the {} carries besides its operation.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\npub struct {name} {{\n",
        side.engine.name.to_uppercase()
    );
    let (mut defaults, mut reads, mut writes) = (String::new(), String::new(), String::new());
    for field in fields {
        let slot = field_slot(side, field, field.short_name());
        out.push_str(&doc("    ", &slot.meaning));
        let _ = writeln!(out, "    pub {}: {},", slot.name, slot.rust);
        let value = side.engine.header_defaults.get(&field.name).copied().unwrap_or(field.default);
        let literal = literal(base_type(field, side.record), value);
        let literal = if slot.newtype { format!("{}({literal})", slot.rust) } else { literal };
        let _ = writeln!(defaults, "            {}: {literal},", slot.name);
        let _ = writeln!(reads, "            {}: {},", slot.name, read(field, side.record, &slot));
        let _ = writeln!(writes, "        {}", write_to(field, side.record, &slot, &format!("self.{}", slot.name)));
    }
    let fields = fields_name(side.record);
    let _ = write!(
        out,
        "}}\n\nimpl Default for {name} {{\n    fn default() -> Self {{\n        Self {{\n{defaults}        }}\n    }}\n}}\n\nimpl {name} {{\n    /// Reads the header.\n    #[must_use]\n    #[inline]\n    pub fn from_fields(f: &{fields}) -> Self {{\n        Self {{\n{reads}        }}\n    }}\n\n    /// Writes the header.\n    ///\n    /// # Errors\n    /// A value that does not fit its field.\n    pub fn write(&self, f: &mut {fields}, layout: Layout) -> Result<(), EncodeError> {{\n        let _ = layout;\n{writes}        Ok(())\n    }}\n}}\n\n"
    );
    out
}

/// Everything a typed operation holds: operands, then attributes.
fn op_struct(side: &Side, op: &Op) -> String {
    let name = camel(&op.name);
    let fields = fields_name(side.record);
    let mut out = format!(
        "/// {}.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\npub struct {name} {{\n",
        op.title
    );
    let (mut reads, mut writes) = (String::new(), String::new());
    for (role, prefix) in op.operand_pairs() {
        let _ = writeln!(out, "    /// Operand `{prefix}`.\n    pub {}: {},", ident(role), side.engine.operand);
        reads.push_str(&operand_read(side, role, prefix));
        writes.push_str(&operand_write(side, role, prefix));
    }
    for (field_name, name) in op.attribute_pairs(side.record) {
        let Some(field) = side.record.field(field_name) else { continue };
        let slot = field_slot(side, field, name);
        out.push_str(&doc("    ", &format!("Field `{field_name}`: {}", slot.meaning)));
        let _ = writeln!(out, "    pub {}: {},", slot.name, slot.rust);
        let _ = writeln!(reads, "            {}: {},", slot.name, read(field, side.record, &slot));
        let _ = writeln!(writes, "        {}", write_to(field, side.record, &slot, &format!("self.{}", slot.name)));
    }
    let _ = write!(
        out,
        "}}\n\nimpl {name} {{\n    #[inline]\n    fn from_fields(f: &{fields}) -> Self {{\n        Self {{\n{reads}        }}\n    }}\n\n    fn to_fields(self, layout: Layout) -> Result<{fields}, EncodeError> {{\n        let mut f = {fields}::defaults(layout as usize);\n{}{writes}{}        Ok(f)\n    }}\n}}\n\n",
        before(side, op),
        after(side, op)
    );
    if let Some(layout) = side.record.layouts.last() {
        let _ = write!(
            out,
            "impl Default for {name} {{\n    /// Every value as the fields' defaults in layout {layout} have it.\n    fn default() -> Self {{\n        Self::from_fields(&{fields}::DEFAULT_{})\n    }}\n}}\n\n",
            layout.to_uppercase()
        );
    }
    out
}

fn operand_read(side: &Side, role: &str, prefix: &str) -> String {
    let mut out = format!("            {}: {} {{\n", ident(role), side.engine.operand);
    for (part, slot) in side.engine.parts.iter().zip(part_slots(side)) {
        let value = match side.record.field(&part.field.replace("{}", prefix)) {
            Some(field) => read(field, side.record, &slot),
            None => "Default::default()".into(),
        };
        let _ = writeln!(out, "                {}: {value},", slot.name);
    }
    out.push_str("            },\n");
    out
}

fn operand_write(side: &Side, role: &str, prefix: &str) -> String {
    let mut out = String::new();
    for (part, slot) in side.engine.parts.iter().zip(part_slots(side)) {
        let value = format!("self.{}.{}", ident(role), slot.name);
        match side.record.field(&part.field.replace("{}", prefix)) {
            Some(field) => {
                let _ = writeln!(out, "        {}", write_to(field, side.record, &slot, &value));
            }
            None => {
                let _ = writeln!(
                    out,
                    "        if {value} != {}::default() {{\n            return Err(EncodeError::no_such_part(\"{}\", \"{}\"));\n        }}",
                    slot.rust,
                    ident(role),
                    slot.name
                );
            }
        }
    }
    out
}

/// What the selection and the constants of `fixed` set before operands and attributes.
fn before(side: &Side, op: &Op) -> String {
    let mut out = String::from("        match layout {\n");
    for layout in &side.record.layouts {
        let mut arm = String::new();
        let Some(choice) = op.select_in(layout).first() else {
            let _ = writeln!(
                out,
                "            Layout::{} => return Err(EncodeError::not_in_layout(\"{}\", \"{layout}\")),",
                camel(layout),
                op.name
            );
            continue;
        };
        for (name, value) in choice {
            arm.push_str(&assign(side, name, *value));
        }
        for (name, value) in op.fixed_in(layout) {
            if let Some(value) = value.as_integer().and_then(|value| u64::try_from(value).ok()) {
                arm.push_str(&assign(side, name, value));
            }
        }
        let _ = write!(out, "            Layout::{} => {{\n{arm}            }}\n", camel(layout));
    }
    out.push_str("        }\n");
    out
}

fn assign(side: &Side, name: &str, value: u64) -> String {
    let base = side.record.field(name).map_or("u8", |field| base_type(field, side.record));
    format!("                f.{} = {};\n", ident(name), literal(base, value))
}

/// What the references of `fixed` copy once operands and attributes are in place.
fn after(side: &Side, op: &Op) -> String {
    let mut arms = Vec::new();
    for layout in &side.record.layouts {
        let fixed = op.fixed_in(layout);
        arms.push((
            layout,
            fixed.iter().filter_map(|(name, value)| Some(reference(side, name, value.as_str()?))).collect::<String>(),
        ));
    }
    if arms.iter().all(|(_, arm)| arm.is_empty()) {
        return String::new();
    }
    if arms.iter().all(|(_, arm)| *arm == arms[0].1) {
        return arms[0].1.replace("                f.", "        f.");
    }
    let arms: String = arms
        .iter()
        .map(|(layout, arm)| format!("            Layout::{} => {{\n{arm}            }}\n", camel(layout)))
        .collect();
    format!("        match layout {{\n{arms}        }}\n")
}

fn reference(side: &Side, name: &str, text: &str) -> String {
    let text = text.trim_start_matches('=');
    let (source, factor) = text.split_once('*').unwrap_or((text, "1"));
    let base = |name: &str| side.record.field(name).map_or("u8", |field| base_type(field, side.record));
    let (target, value) = (base(name), format!("f.{}", ident(source)));
    let value = match (base(source) == target, factor) {
        (true, "1") => value,
        (_, "1") => format!("{target}::from({value})"),
        _ => format!("{target}::from({value}) * {factor}"),
    };
    format!("                f.{} = {value};\n", ident(name))
}

fn kind_enum(side: &Side) -> String {
    let name = format!("{}Kind", camel(&side.engine.name));
    let mut out = format!(
        "/// Which operation a descriptor of the {} holds.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]\n#[serde(rename_all = \"snake_case\")]\npub enum {name} {{\n",
        side.engine.name.to_uppercase()
    );
    for op in &side.ops {
        let _ = writeln!(out, "    /// {}.\n    {},", op.title, camel(&op.name));
    }
    let all: Vec<String> = side.ops.iter().map(|op| format!("{name}::{}", camel(&op.name))).collect();
    let mut arms = String::new();
    for layout in &side.record.layouts {
        let _ = writeln!(arms, "            Layout::{} => {{", camel(layout));
        for op in &side.ops {
            if op.select_in(layout).is_empty() {
                continue;
            }
            let _ = writeln!(
                arms,
                "                if {} {{\n                    return Some({name}::{});\n                }}",
                condition(side, op, layout),
                camel(&op.name)
            );
        }
        arms.push_str("            }\n");
    }
    let _ = write!(
        out,
        "}}\n\nimpl {name} {{\n    /// All of them, in order of selection.\n    pub const ALL: [{name}; {}] = [{}];\n\n    /// The operation that the fields select.\n    #[must_use]\n    #[inline]\n    pub fn of(f: &{}, layout: Layout) -> Option<Self> {{\n        match layout {{\n{arms}        }}\n        None\n    }}\n\n    /// The row of the operation table.\n    #[must_use]\n    pub fn info(self) -> &'static OpInfo {{\n        &OPS[self as usize]\n    }}\n}}\n\n",
        all.len(),
        all.join(", "),
        fields_name(side.record)
    );
    out
}

fn condition(side: &Side, op: &Op, layout: &str) -> String {
    let choices = op.select_in(layout);
    let each: Vec<String> = choices.iter().map(|choice| conjunction(side, choice)).collect();
    match each.as_slice() {
        [one] => one.trim_start_matches('(').trim_end_matches(')').to_string(),
        several => several.join(" || "),
    }
}

fn conjunction(side: &Side, choice: &BTreeMap<String, u64>) -> String {
    let terms: Vec<String> = choice.iter().map(|(name, value)| comparison(side, name, *value)).collect();
    if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" && ")) }
}

fn comparison(side: &Side, name: &str, value: u64) -> String {
    let base = side.record.field(name).map_or("u8", |field| base_type(field, side.record));
    match (base, value) {
        ("bool", 0) => format!("!f.{}", ident(name)),
        ("bool", _) => format!("f.{}", ident(name)),
        _ => format!("f.{} == {value}", ident(name)),
    }
}

fn op_enum(side: &Side) -> String {
    let engine = camel(&side.engine.name);
    let fields = fields_name(side.record);
    let each = |line: &dyn Fn(&str) -> String| -> String { side.ops.iter().map(|op| line(&camel(&op.name))).collect() };
    let variants = each(&|name| format!("    /// See [`struct@{name}`].\n    {name}({name}),\n"));
    let kinds = each(&|name| format!("            Self::{name}(_) => {engine}Kind::{name},\n"));
    let reads = each(&|name| format!("            {engine}Kind::{name} => Self::{name}({name}::from_fields(f)),\n"));
    let writes = each(&|name| format!("            Self::{name}(op) => op.to_fields(layout),\n"));
    let visits: String = side
        .ops
        .iter()
        .map(|op| format!("            Self::{}(op) => visitor.{}(op),\n", camel(&op.name), ident(&op.name)))
        .collect();
    let froms = each(&|name| {
        format!(
            "impl From<{name}> for {engine}Op {{\n    fn from(op: {name}) -> Self {{\n        Self::{name}(op)\n    }}\n}}\n\n"
        )
    });
    format!(
        "/// An operation of the {}.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]\n#[serde(rename_all = \"snake_case\")]\npub enum {engine}Op {{\n{variants}}}\n\nimpl {engine}Op {{\n    /// Which operation this is.\n    #[must_use]\n    pub fn kind(&self) -> {engine}Kind {{\n        match self {{\n{kinds}        }}\n    }}\n\n    /// Reads the operation `kind` from the fields.\n    #[must_use]\n    #[inline]\n    pub fn from_fields(kind: {engine}Kind, f: &{fields}) -> Self {{\n        match kind {{\n{reads}        }}\n    }}\n\n    /// The fields of a descriptor that holds this operation; its header is at the defaults.\n    ///\n    /// # Errors\n    /// An operation that the layout lacks, or a value that does not fit.\n    pub fn to_fields(self, layout: Layout) -> Result<{fields}, EncodeError> {{\n        match self {{\n{writes}        }}\n    }}\n\n    /// Calls the visitor's method for this operation.\n    pub fn visit<V: {engine}Visitor>(&self, visitor: &mut V) -> V::Output {{\n        match self {{\n{visits}        }}\n    }}\n}}\n\n{froms}",
        side.engine.name.to_uppercase()
    )
}

fn visitor(side: &Side) -> String {
    let methods: String = side
        .ops
        .iter()
        .map(|op| {
            format!(
                "    /// {}.\n    fn {}(&mut self, op: &{}) -> Self::Output;\n",
                op.title,
                ident(&op.name),
                camel(&op.name)
            )
        })
        .collect();
    format!(
        "/// One method per operation, so that a new operation makes the compiler list every place left to write.\npub trait {}Visitor {{\n    /// What a visit returns.\n    type Output;\n{methods}}}\n\n",
        camel(&side.engine.name)
    )
}

fn info_table(side: &Side) -> String {
    let mut out = format!(
        "/// Names of an operand's parts.\npub static PARTS: &[&str] = &[{}];\n\n",
        side.engine.parts.iter().map(|part| format!("\"{}\"", part.name)).collect::<Vec<_>>().join(", ")
    );
    let rows = |names: &[String]| -> String {
        names.iter().filter_map(|name| row_of(side, name)).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(out, "/// Rows of the header.\npub static HEADER: &[usize] = &[{}];\n", rows(&side.engine.header));
    let defaults: Vec<String> = side
        .engine
        .header_defaults
        .iter()
        .filter_map(|(name, value)| Some(format!("({}, {value})", row_of(side, name)?)))
        .collect();
    let _ = writeln!(
        out,
        "/// Header values of an ordinary descriptor that differ from the field's default.\npub static HEADER_DEFAULTS: &[(usize, u64)] = &[{}];\n",
        defaults.join(", ")
    );
    out.push_str("/// Fields written as one in the text form.\npub static GROUPS: &[GroupInfo] = &[\n");
    for group in &side.tables.ops.group {
        let fields = rows(&group.fields);
        if !fields.is_empty() {
            let _ = writeln!(
                out,
                "    GroupInfo {{ name: \"{}\", fields: &[{fields}], meaning: \"{}\" }},",
                group.name, group.meaning
            );
        }
    }
    let _ = write!(
        out,
        "];\n\n/// The operation table, in order of selection.\npub static OPS: [OpInfo; {}] = [\n",
        side.ops.len()
    );
    for op in &side.ops {
        out.push_str(&info_row(side, op));
    }
    out.push_str("];\n");
    out
}

fn row_of(side: &Side, name: &str) -> Option<String> {
    side.record.field(name).map(|field| format!("{}::{} as usize", enum_name(side.record), camel(&field.name)))
}

fn info_row(side: &Side, op: &Op) -> String {
    let feature =
        op.feature.as_ref().map_or("None".into(), |name| format!("Some((\"{name}\", |features| features.{name}))"));
    let mut out = format!(
        "    OpInfo {{\n        engine: \"{}\",\n        name: \"{}\",\n        title: \"{}\",\n        page: \"{}\",\n        feature: {feature},\n        operands: &[\n",
        op.engine, op.name, op.title, op.page
    );
    for (role, prefix) in op.operand_pairs() {
        let parts: Vec<String> = side
            .engine
            .parts
            .iter()
            .map(|part| {
                row_of(side, &part.field.replace("{}", prefix)).map_or("None".into(), |row| format!("Some({row})"))
            })
            .collect();
        let _ = writeln!(
            out,
            "            OperandInfo {{ role: \"{role}\", prefix: \"{prefix}\", parts: &[{}] }},",
            parts.join(", ")
        );
    }
    out.push_str("        ],\n        attributes: &[\n");
    for (field, name) in op.attribute_pairs(side.record) {
        let Some(row) = row_of(side, field) else { continue };
        let _ = writeln!(out, "            AttributeInfo {{ name: \"{name}\", field: {row} }},");
    }
    out.push_str("        ],\n    },\n");
    out
}
