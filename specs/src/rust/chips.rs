//! The chip profiles.

use crate::names::camel;
use crate::table::{Chip, Tables};
use std::collections::BTreeSet;
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "//! The chips, as data.\n\nuse crate::chip::{ChipProfile, Dram, Features, PictureAlignment, Window};\nuse serde::Serialize;\n\n",
    );
    out.push_str(&plain_enum(
        "Chip",
        "A chip of the family.",
        tables.chips.iter().map(|chip| (chip.name.as_str(), chip.evidence.as_str())),
    ));
    let order = tables.records.first().map(|record| record.layouts.clone()).unwrap_or_default();
    let used: BTreeSet<&str> = tables.chips.iter().map(|chip| chip.layout.as_str()).collect();
    let layouts = order.iter().filter(|name| used.contains(name.as_str())).map(|name| (name.as_str(), ""));
    out.push_str(&plain_enum(
        "Layout",
        "A family of descriptor layouts, in the order of the tables' columns.",
        layouts,
    ));
    let _ = writeln!(
        out,
        "/// All profiles, in the order of [`Chip`].\npub static PROFILES: [ChipProfile; {}] = [",
        tables.chips.len()
    );
    for chip in &tables.chips {
        out.push_str(&profile(chip));
    }
    out.push_str("];\n");
    out
}

fn plain_enum<'a>(name: &str, meaning: &str, variants: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let mut out = format!(
        "/// {meaning}\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]\n#[serde(rename_all = \"lowercase\")]\npub enum {name} {{\n"
    );
    for (variant, _) in variants.clone() {
        let _ = writeln!(out, "    /// {variant}\n    {},", camel(variant));
    }
    let all: Vec<String> = variants.map(|(variant, _)| format!("{name}::{}", camel(variant))).collect();
    let _ = write!(
        out,
        "}}\n\nimpl {name} {{\n    /// All of them.\n    pub const ALL: [{name}; {}] = [{}];\n}}\n\n",
        all.len(),
        all.join(", ")
    );
    out
}

fn profile(chip: &Chip) -> String {
    let aliases: Vec<String> = chip.aliases.iter().map(|alias| format!("\"{alias}\"")).collect();
    let features: Vec<String> = chip.features.iter().map(|(name, has)| format!("{name}: {has}")).collect();
    let window =
        |window: crate::table::Window| format!("Window {{ offset: {:#x}, size: {:#x} }}", window.offset, window.size);
    format!(
        "    ChipProfile {{\n        chip: Chip::{},\n        name: \"{}\",\n        vendor: \"{}\",\n        aliases: &[{}],\n        layout: Layout::{},\n        version: {},\n        packet_magic: {:#x},\n        dmabuf_magic: {:#x},\n        picture_alignment: PictureAlignment {{ row: {}, plane: {} }},\n        lanes: {},\n        eus_per_lane: {},\n        lane_bytes: {},\n        banks: {},\n        lmem_start: {:#x},\n        gmem_start: {:#x},\n        gmem_size: {:#x},\n        tiu_window: {},\n        tdma_window: {},\n        pool_offset: {:#x},\n        tiu_registers: {:#x},\n        tdma_registers: {:#x},\n        tpu_clock_mhz: {},\n        dram: Dram {{ bus_bits: {}, mega_transfers: {} }},\n        max_conv_stride: {},\n        max_insertion: {},\n        max_extent_hw: {},\n        features: Features {{ {} }},\n    }},\n",
        camel(&chip.name),
        chip.name,
        chip.vendor,
        aliases.join(", "),
        camel(&chip.layout),
        chip.version,
        chip.packet_magic,
        chip.dmabuf_magic,
        chip.picture_alignment.row,
        chip.picture_alignment.plane,
        chip.lanes,
        chip.eus_per_lane,
        chip.lane_bytes,
        chip.banks,
        chip.lmem_start,
        chip.gmem_start,
        chip.gmem_size,
        window(chip.tiu_window),
        window(chip.tdma_window),
        chip.pool_offset,
        chip.tiu_registers,
        chip.tdma_registers,
        chip.tpu_clock_mhz,
        chip.dram.bus_bits,
        chip.dram.mega_transfers,
        chip.max_conv_stride,
        chip.max_insertion,
        chip.max_extent_hw,
        features.join(", ")
    )
}
