//! The chips side by side.

use crate::table::{Chip, Tables};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let names: Vec<&str> = tables.chips.iter().map(|chip| chip.name.as_str()).collect();
    let mut out = format!("# Chips\n\n| property | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    let mut row = |label: &str, cell: &dyn Fn(&Chip) -> String| {
        let cells: Vec<String> = tables.chips.iter().map(cell).collect();
        let _ = writeln!(out, "| {label} | {} |", cells.join(" | "));
    };
    row("vendor's code name", &|chip| chip.vendor.clone());
    row("also known as", &|chip| chip.aliases.join(", "));
    row("descriptor layout", &|chip| chip.layout.clone());
    row("simulator version", &|chip| chip.version.to_string());
    row("packet magic", &|chip| format!("{:#04x}", chip.packet_magic));
    row("DMA buffer magic", &|chip| format!("{:#06x}", chip.dmabuf_magic));
    row("picture rows padded to", &|chip| format!("{} bytes", chip.picture_alignment.row));
    row("picture planes padded to", &|chip| format!("{} bytes", chip.picture_alignment.plane));
    row("lanes", &|chip| chip.lanes.to_string());
    row("execution units per lane", &|chip| chip.eus_per_lane.to_string());
    row("local memory per lane", &|chip| format!("{} KiB", chip.lane_bytes / 1024));
    row("banks per lane", &|chip| chip.banks.to_string());
    row("local memory on the bus", &|chip| format!("{:#x}", chip.lmem_start));
    row("DRAM on the bus", &|chip| format!("{:#x}, {} GiB", chip.gmem_start, chip.gmem_size >> 30));
    row("TIU command window", &|chip| format!("{:#x}, {} MiB", chip.tiu_window.offset, chip.tiu_window.size >> 20));
    row("TDMA command window", &|chip| format!("{:#x}, {} MiB", chip.tdma_window.offset, chip.tdma_window.size >> 20));
    row("data from", &|chip| format!("{:#x}", chip.pool_offset));
    row("TIU registers", &|chip| format!("{:#x}", chip.tiu_registers));
    row("TDMA registers", &|chip| format!("{:#x}", chip.tdma_registers));
    row("TPU clock", &|chip| format!("{} MHz", chip.tpu_clock_mhz));
    row("DRAM", &|chip| format!("{} bit, {} MT/s", chip.dram.bus_bits, chip.dram.mega_transfers));
    row("largest window stride", &|chip| chip.max_conv_stride.to_string());
    row("largest insertion", &|chip| chip.max_insertion.to_string());
    row("largest height or width", &|chip| chip.max_extent_hw.to_string());
    let features: Vec<String> =
        tables.chips.first().map(|chip| chip.features.keys().cloned().collect()).unwrap_or_default();
    for feature in features {
        row(&feature.replace('_', " "), &|chip| {
            if chip.features.get(&feature) == Some(&true) { "yes" } else { "no" }.into()
        });
    }
    row("evidence", &|chip| chip.evidence.clone());
    out
}
