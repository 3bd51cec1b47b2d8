//! A forecast on one screen.

use super::forecast::{Report, Row, ratio};
use crate::output::{Out, Style, bytes, columns};
use std::io;

/// Characters of a whole bar.
const BAR: usize = 40;

pub(super) fn print(report: &Report<'_>, top: usize, out: &mut Out) -> io::Result<()> {
    let heading =
        format!("{:.3} ms an inference on {} ({}) at {} MHz", report.ms, report.board, report.chip, report.clock_mhz);
    out.line(out.styled(Style::Heading, heading))?;
    out.line(format!("TPU {:.3} ms, {} cycles; driver {:.3} ms", report.tpu_ms, report.cycles, report.driver_ms))?;
    let bars = [("TIU", report.tiu_busy_cycles), ("TDMA", report.tdma_busy_cycles), ("both", report.overlap_cycles)];
    for (name, busy) in bars {
        out.line(format!("{name:<5}{} {:5.1} %", bar(busy, report.cycles), percent(busy, report.cycles)))?;
    }
    out.line(format!("multiply-adds: {:.1} % of what the chip can do", report.mac_utilisation * 100.0))?;
    out.line(format!(
        "DRAM: {}: weights {}, activations {}; {:.0} MB/s",
        bytes(report.dram_bytes),
        bytes(report.dram_weight_bytes),
        bytes(report.dram_activation_bytes),
        report.bandwidth_mb_s
    ))?;
    out.line(format!(
        "no schedule takes less than {} cycles; this takes {:.2} times as many, mostly for {}",
        report.lower_bound_cycles,
        ratio(report.cycles as f64, report.lower_bound_cycles as f64),
        report.bound
    ))?;
    let listed = [("operation", &report.operations), ("descriptor", &report.descriptors)];
    let listed = listed.into_iter().find_map(|(title, rows)| rows.as_ref().map(|rows| (title, rows)));
    let (title, rows) = listed.unwrap_or(("layer", &report.layers));
    print_rows(title, rows, report.cycles, top, out)?;
    out.line("")?;
    report.assumptions.iter().try_for_each(|what| out.line(out.styled(Style::Faint, format!("- {what}"))))
}

fn print_rows(title: &str, rows: &[Row], whole: u64, top: usize, out: &mut Out) -> io::Result<()> {
    let mut costliest: Vec<&Row> = rows.iter().collect();
    costliest.sort_by_key(|row| std::cmp::Reverse(row.cycles));
    let titles = [title, "cycles", "%", "ms", "TIU", "TDMA", "waiting", "DRAM", "why"];
    let mut table = vec![titles.map(String::from).to_vec()];
    table.extend(costliest.into_iter().take(top).map(|row| cells(row, whole)));
    out.line("")?;
    columns(&table).iter().try_for_each(|line| out.line(line))?;
    let left = rows.len().saturating_sub(top);
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
        row.bound.to_string(),
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
