//! A forecast in a few numbers, alone and beside another.

use crate::output::{bytes, columns};
use emulator::forecast::Forecast;
use isa::chip::{Chip, Dram};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is said of a model on a board.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    pub(super) board: String,
    pub(super) chip: Chip,
    pub(super) clock_mhz: u32,
    pub(super) dram: Dram,
    /// Of the TPU and the driver.
    pub(super) ms: f64,
    pub(super) tpu_ms: f64,
    pub(super) driver_ms: f64,
    pub(super) cycles: u64,
    pub(super) tiu_busy_cycles: u64,
    pub(super) tdma_busy_cycles: u64,
    pub(super) overlap_cycles: u64,
    pub(super) macs: u64,
    pub(super) mac_utilisation: f64,
    pub(super) dram_bytes: u64,
    pub(super) dram_weight_bytes: u64,
    pub(super) dram_activation_bytes: u64,
    pub(super) bandwidth_mb_s: f64,
    /// Of what the memory can do.
    pub(super) bandwidth_utilisation: f64,
    pub(super) local_memory_bytes: u64,
    /// Most bytes of it that hold what is still needed.
    pub(super) local_memory_peak_bytes: u64,
    pub(super) lower_bound_cycles: u64,
    pub(super) bound: &'static str,
    /// What the cycles of the critical path go into.
    pub(super) reasons: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub(crate) fn of(forecast: &Forecast<'_>) -> Summary {
        let (total, cycles, board) = (forecast.total(), forecast.cycles, forecast.board);
        let (tpu_ms, driver_ms) = (forecast.milliseconds(cycles), forecast.driver_milliseconds());
        let memory = forecast.local_memory();
        Summary {
            board: board.name.to_string(),
            chip: forecast.workload.chip(),
            clock_mhz: board.tpu_clock_mhz,
            dram: board.dram,
            ms: tpu_ms + driver_ms,
            tpu_ms,
            driver_ms,
            cycles,
            tiu_busy_cycles: total.tiu_busy,
            tdma_busy_cycles: total.tdma_busy,
            overlap_cycles: forecast.overlap(),
            macs: total.macs,
            mac_utilisation: ratio(total.macs as f64, cycles as f64 * forecast.peak() as f64),
            dram_bytes: total.dram_bytes,
            dram_weight_bytes: total.weight_bytes,
            dram_activation_bytes: total.dram_bytes.saturating_sub(total.weight_bytes),
            bandwidth_mb_s: forecast.bandwidth(),
            bandwidth_utilisation: ratio(forecast.bandwidth(), board.dram_bytes_per_us() as f64),
            local_memory_bytes: memory.bytes(),
            local_memory_peak_bytes: memory.peak().1,
            lower_bound_cycles: forecast.lower_bound(),
            bound: total.bound().name(),
            reasons: total.reasons().into_iter().map(|(bound, cycles)| (bound.name(), cycles)).collect(),
        }
    }

    fn share(&self, cycles: u64) -> f64 {
        ratio(cycles as f64, self.cycles as f64) * 100.0
    }

    /// What stands beside the same of another: name, text, and a number if its change is of interest.
    fn lines(&self) -> Vec<(&'static str, String, Option<f64>)> {
        let number = |value: u64| (value.to_string(), Some(value as f64));
        let percent = |value: f64| (format!("{value:.1} %"), None);
        let lines = [
            ("inference ms", (format!("{:.3}", self.ms), Some(self.ms))),
            ("TPU ms", (format!("{:.3}", self.tpu_ms), Some(self.tpu_ms))),
            ("cycles", number(self.cycles)),
            ("lower bound", number(self.lower_bound_cycles)),
            ("TIU works", percent(self.share(self.tiu_busy_cycles))),
            ("TDMA works", percent(self.share(self.tdma_busy_cycles))),
            ("multiply-adds", percent(self.mac_utilisation * 100.0)),
            ("DRAM", (bytes(self.dram_bytes), Some(self.dram_bytes as f64))),
            ("MB/s", (format!("{:.0}", self.bandwidth_mb_s), Some(self.bandwidth_mb_s))),
            ("of bandwidth", percent(self.bandwidth_utilisation * 100.0)),
            ("mostly", (self.bound.replace('_', " "), None)),
        ];
        lines.into_iter().map(|(name, (text, value))| (name, text, value)).collect()
    }
}

/// Two forecasts beside each other, under these headings.
pub(super) fn beside(headings: [&str; 2], left: &Summary, right: &Summary) -> Vec<String> {
    let mut rows = vec![["", headings[0], headings[1], "change"].map(String::from).to_vec()];
    for ((name, text, value), (_, other, changed)) in left.lines().into_iter().zip(right.lines()) {
        let change = value.zip(changed).map(|(value, changed)| signed_percent(changed, value)).unwrap_or_default();
        rows.push(vec![name.to_string(), text, other, change]);
    }
    columns(&rows)
}

/// By how much `changed` is more than `value`.
pub(super) fn signed_percent(changed: f64, value: f64) -> String {
    if value == changed { "0 %".to_string() } else { format!("{:+.1} %", change(changed, value)) }
}

/// The same as a number.
pub(super) fn change(changed: f64, value: f64) -> f64 {
    ratio(changed - value, value) * 100.0
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
