//! The memory-mapped registers.

use super::{legal_text, place_text};
use crate::table::Tables;
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "# Registers\n\nOffsets count from the block's bus address, see [chips](chips.md).\n\n| block | offset | register | access | what |\n|---|---|---|---|---|\n",
    );
    for register in &tables.registers {
        let _ = writeln!(
            out,
            "| {0} | {1:#05x} | [{2}](#{0}-{2}) | {3} | {4} |",
            register.block, register.offset, register.name, register.access, register.meaning
        );
    }
    for register in &tables.registers {
        let _ = write!(
            out,
            "\n## {} {}\n\nOffset {:#x}. {}\n\n| bits | field | may hold | meaning | evidence |\n|---|---|---|---|---|\n",
            register.block, register.name, register.offset, register.meaning
        );
        for field in &register.field {
            let place = field.place("bits").map_or(String::new(), place_text);
            let _ = writeln!(
                out,
                "| {} | `{}` | {} | {} | {} |",
                place.trim_start_matches('0'),
                field.name,
                legal_text(field, "bits"),
                field.meaning,
                field.evidence.as_deref().unwrap_or("none")
            );
        }
    }
    out
}
