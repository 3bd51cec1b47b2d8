//! A forecast on one screen.

use super::forecast::{Report, Row};
use super::summary::{Summary, beside, ratio};
use crate::output::{Out, Style, bytes, columns};
use std::cmp::Reverse;
use std::io;

/// Characters of a whole bar.
const BAR: usize = 40;

pub(super) fn print(report: &Report<'_>, top: usize, out: &mut Out) -> io::Result<()> {
    numbers(&report.summary, out)?;
    out.line(critical_path(report))?;
    if let Some(changed) = &report.what_if {
        out.line("")?;
        let lines = beside([&report.summary.board, &changed.summary.board], &report.summary, &changed.summary);
        lines.iter().try_for_each(|line| out.line(line))?;
    }
    let listed = [("operation", &report.operations), ("descriptor", &report.descriptors)];
    let listed = listed.into_iter().find_map(|(title, rows)| rows.as_ref().map(|rows| (title, rows)));
    let (title, rows) = listed.unwrap_or(("layer", &report.layers));
    print_rows(title, rows, report.summary.cycles, top, out)?;
    out.line("")?;
    report.assumptions.iter().try_for_each(|what| out.line(out.styled(Style::Faint, format!("- {what}"))))
}

/// What a person asks first.
pub(crate) fn numbers(summary: &Summary, out: &mut Out) -> io::Result<()> {
    let Summary { ms, board, chip, clock_mhz, tpu_ms, cycles, driver_ms, .. } = summary;
    let heading = format!("{ms:.3} ms an inference on {board} ({chip}) at {clock_mhz} MHz");
    out.line(out.styled(Style::Heading, heading))?;
    out.line(format!("TPU {tpu_ms:.3} ms, {cycles} cycles; driver {driver_ms:.3} ms"))?;
    let bars = [("TIU", summary.tiu_busy_cycles), ("TDMA", summary.tdma_busy_cycles), ("both", summary.overlap_cycles)];
    for (name, busy) in bars {
        out.line(format!("{name:<5}{} {:5.1} %", bar(busy, *cycles), percent(busy, *cycles)))?;
    }
    out.line(format!("multiply-adds: {:.1} % of what the chip can do", summary.mac_utilisation * 100.0))?;
    out.line(format!(
        "DRAM: {}: weights {}, activations {}; {:.2} GB/s, {:.1} % of what it can do",
        bytes(summary.dram_bytes),
        bytes(summary.dram_weight_bytes),
        bytes(summary.dram_activation_bytes),
        summary.bandwidth_mb_s / 1e3,
        summary.bandwidth_utilisation * 100.0
    ))?;
    out.line(format!(
        "local memory: {} of {} hold what is still needed, at most",
        bytes(summary.local_memory_peak_bytes),
        bytes(summary.local_memory_bytes)
    ))?;
    out.line(format!(
        "no schedule takes less than {} cycles; this takes {:.2} times as many",
        summary.lower_bound_cycles,
        ratio(*cycles as f64, summary.lower_bound_cycles as f64)
    ))
}

/// What the cycles of the critical path go into, most first.
fn critical_path(report: &Report<'_>) -> String {
    let mut reasons: Vec<(&str, u64)> = report.summary.reasons.iter().map(|(name, cycles)| (*name, *cycles)).collect();
    reasons.sort_by_key(|(_, cycles)| Reverse(*cycles));
    let told = reasons
        .iter()
        .map(|(name, cycles)| (name, percent(*cycles, report.summary.cycles)))
        .filter(|(_, share)| *share >= 0.05)
        .map(|(name, share)| format!("{} {share:.1} %", name.replace('_', " ")));
    format!(
        "critical path: {} of {} descriptors: {}",
        report.critical_path.descriptors,
        report.descriptors_scheduled,
        told.collect::<Vec<_>>().join(", ")
    )
}

fn print_rows(title: &str, rows: &[Row], whole: u64, top: usize, out: &mut Out) -> io::Result<()> {
    let mut costliest: Vec<&Row> = rows.iter().collect();
    costliest.sort_by_key(|row| Reverse(row.cycles));
    let titles = [title, "cycles", "%", "ms", "TIU", "TDMA", "waiting", "DRAM", "why"];
    let mut table = vec![titles.map(String::from).to_vec()];
    table.extend(costliest.into_iter().take(top).map(|row| cells(row, whole)));
    out.line("")?;
    columns(&table).iter().try_for_each(|line| out.line(line))?;
    more(rows.len(), top, out)
}

/// Says what is left out.
pub(super) fn more(count: usize, top: usize, out: &mut Out) -> io::Result<()> {
    let left = count.saturating_sub(top);
    if left > 0 { out.line(format!("and {left} more; --top shows as many as it says")) } else { Ok(()) }
}

fn cells(row: &Row, whole: u64) -> Vec<String> {
    vec![
        row.name.escape_debug().to_string(),
        row.cycles.to_string(),
        format!("{:.1}", percent(row.cycles, whole)),
        format!("{:.3}", row.ms),
        row.tiu_busy_cycles.to_string(),
        row.tdma_busy_cycles.to_string(),
        row.waiting_cycles.to_string(),
        bytes(row.dram_bytes),
        row.bound.replace('_', " "),
    ]
}

fn percent(part: u64, whole: u64) -> f64 {
    ratio(part as f64, whole as f64) * 100.0
}

fn bar(part: u64, whole: u64) -> String {
    let filled = (ratio(part as f64, whole as f64) * BAR as f64).round() as usize;
    let filled = filled.min(BAR);
    format!("{}{}", "#".repeat(filled), ".".repeat(BAR - filled))
}
