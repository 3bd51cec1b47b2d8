//! What gdb is told of the registers.

use super::registers::{FIRST, PLAIN, TDMA_FIELDS, TIU_FIELDS, members};
use isa::chip::ChipProfile;
use isa::diagnostic::Engine;

/// The names that gdb insists on, in order.
const RISCV: [&str; 32] = [
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "s2",
    "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
];

/// The target description: a RISC-V without an operating system, and a feature of our own.
pub(super) fn xml(chip: &ChipProfile) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target version=\"1.0\">\
         <architecture>riscv:rv64</architecture><osabi>none</osabi><feature name=\"org.gnu.gdb.riscv.cpu\">",
    );
    for name in RISCV {
        xml += &format!("<reg name=\"{name}\" bitsize=\"64\" type=\"int\"/>");
    }
    xml += "<reg name=\"pc\" bitsize=\"64\" type=\"code_ptr\"/></feature><feature name=\"org.tpuscope.tpu\">";
    for (engine, name) in [(Engine::Tiu, "tiu_fields"), (Engine::Tdma, "tdma_fields")] {
        xml += &format!("<struct id=\"{name}\">");
        for info in members(engine, chip.layout as usize) {
            xml += &format!("<field name=\"{}\" type=\"uint64\"/>", info.name);
        }
        xml += "</struct>";
    }
    for (place, (_, name)) in PLAIN.iter().enumerate() {
        let number = FIRST + place;
        xml += &format!("<reg name=\"{name}\" bitsize=\"64\" type=\"uint64\" regnum=\"{number}\" group=\"tpu\"/>");
    }
    for (engine, name, number) in [(Engine::Tiu, "tiu", TIU_FIELDS), (Engine::Tdma, "tdma", TDMA_FIELDS)] {
        let bits = members(engine, chip.layout as usize).len() * 64;
        xml += &format!(
            "<reg name=\"{name}\" bitsize=\"{bits}\" type=\"{name}_fields\" regnum=\"{number}\" group=\"tpu\"/>"
        );
    }
    xml + "</feature></target>"
}
