//! The memory-mapped registers.

use super::records;
use crate::names::camel;
use crate::table::{Register, Tables};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "//! Memory-mapped registers.\n\nuse crate::field::{FieldInfo, Kind, Place, RegisterInfo, Span};\nuse serde::Serialize;\n\n",
    );
    out.push_str("/// A register of either engine.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]\n#[serde(rename_all = \"snake_case\")]\n#[repr(u8)]\npub enum Register {\n");
    for register in &tables.registers {
        let _ = writeln!(out, "    /// {}\n    {},", register.meaning, variant(register));
    }
    out.push_str("}\n\nimpl Register {\n    /// The row of the table.\n    #[must_use]\n    pub fn info(self) -> &'static RegisterInfo {\n        &REGISTERS[self as usize]\n    }\n}\n\n");
    let _ =
        writeln!(out, "/// The register table.\npub static REGISTERS: [RegisterInfo; {}] = [", tables.registers.len());
    for register in &tables.registers {
        out.push_str(&info(register));
    }
    out.push_str("];\n");
    out
}

fn variant(register: &Register) -> String {
    camel(&format!("{}_{}", register.block, register.name))
}

fn info(register: &Register) -> String {
    let record = register.as_record();
    let rows: String =
        register.field.iter().map(|field| format!("            {},\n", records::row(field, &record))).collect();
    format!(
        "    RegisterInfo {{\n        block: \"{}\",\n        name: \"{}\",\n        offset: {:#x},\n        writable: {},\n        meaning: {:?},\n        fields: &[\n{rows}        ],\n    }},\n",
        register.block,
        register.name,
        register.offset,
        register.access == "rw",
        register.meaning
    )
}
