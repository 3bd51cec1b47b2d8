//! `tpuscope perf MODEL`: how long does the TPU take for a model?

use super::find_board;
use super::pictures;
use super::table::print;
use crate::cli::{Forecast as Arguments, Grouping};
use crate::commands::run::session::failure;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, path_text};
use crate::source;
use emulator::forecast::{Amount, Forecast, Total, Work, Workload};
use emulator::picture::Picture;
use emulator::timing::Unit;
use isa::chip::Chip;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is said of a model.
#[derive(Serialize)]
pub(super) struct Report<'m> {
    #[serde(serialize_with = "path_text")]
    pub(super) model: &'m Path,
    pub(super) program: usize,
    pub(super) board: &'m str,
    pub(super) chip: Chip,
    pub(super) clock_mhz: u32,
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
    pub(super) lower_bound_cycles: u64,
    pub(super) bound: &'static str,
    pub(super) descriptors_scheduled: usize,
    pub(super) assumptions: Vec<String>,
    pub(super) layers: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operations: Option<Vec<Row>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) descriptors: Option<Vec<Row>>,
}

/// A group of descriptors.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cycles: u64,
    pub(super) ms: f64,
    pub(super) tiu_busy_cycles: u64,
    pub(super) tdma_busy_cycles: u64,
    pub(super) waiting_cycles: u64,
    pub(super) dram_bytes: u64,
    pub(super) bound: &'static str,
    /// First and last cycle of a single descriptor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) span: Option<[u64; 2]>,
}

pub(super) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let missing = || Failure::new(Reason::Usage, "no model is named; give the path of a .cvimodel");
    let path = arguments.model.as_deref().ok_or_else(missing)?;
    let file = source::read(path)?;
    let workload = Workload::read(&file, arguments.program_id).map_err(|error| failure(path, &error))?;
    let board = find_board(workload.chip(), arguments.board.as_deref())?;
    let forecast = workload.on(board);
    let name = pictures::title(path);
    let report = report(path, arguments, &forecast);
    let picture = Picture::new(&name, &forecast, &report.assumptions);
    pictures::write(&arguments.pictures, &picture, out)?;
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, arguments.top, out)?
    }
    Ok(())
}

fn report<'m>(model: &'m Path, arguments: &Arguments, forecast: &Forecast<'m>) -> Report<'m> {
    let (total, cycles, board) = (forecast.total(), forecast.cycles, forecast.board);
    let (tpu_ms, driver_ms) = (forecast.milliseconds(cycles), forecast.driver_milliseconds());
    let most = cycles as f64 * forecast.peak() as f64;
    let by = |grouping: Grouping| arguments.by == grouping;
    Report {
        model,
        program: arguments.program_id,
        board: &board.name,
        chip: forecast.workload.chip(),
        clock_mhz: board.tpu_clock_mhz,
        ms: tpu_ms + driver_ms,
        tpu_ms,
        driver_ms,
        cycles,
        tiu_busy_cycles: total.tiu_busy,
        tdma_busy_cycles: total.tdma_busy,
        overlap_cycles: forecast.overlap(),
        macs: total.macs,
        mac_utilisation: ratio(total.macs as f64, most),
        dram_bytes: total.dram_bytes,
        dram_weight_bytes: total.weight_bytes,
        dram_activation_bytes: total.dram_bytes.saturating_sub(total.weight_bytes),
        bandwidth_mb_s: ratio(total.dram_bytes as f64, tpu_ms * 1e3),
        lower_bound_cycles: forecast.lower_bound(),
        bound: total.bound().name(),
        descriptors_scheduled: forecast.tasks.len(),
        assumptions: assumptions(forecast, arguments.board.is_none()),
        layers: layers(forecast),
        operations: by(Grouping::Op).then(|| operations(forecast)),
        descriptors: by(Grouping::Descriptor).then(|| descriptors(forecast)),
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn row(forecast: &Forecast<'_>, name: String, total: &Total) -> Row {
    Row {
        name,
        cycles: total.cycles,
        ms: forecast.milliseconds(total.cycles),
        tiu_busy_cycles: total.tiu_busy,
        tdma_busy_cycles: total.tdma_busy,
        waiting_cycles: total.waiting,
        dram_bytes: total.dram_bytes,
        bound: total.bound().name(),
        span: None,
    }
}

fn layers(forecast: &Forecast<'_>) -> Vec<Row> {
    let name = |layer: usize| forecast.workload.layers().get(layer).cloned().unwrap_or_default();
    let groups = forecast.grouped(|work| work.layer);
    groups.iter().map(|(layer, total)| row(forecast, name(*layer), total)).collect()
}

fn operations(forecast: &Forecast<'_>) -> Vec<Row> {
    let groups = forecast.grouped(|work| (engine(work), work.operation));
    groups.iter().map(|((engine, name), total)| row(forecast, format!("{engine} {name}"), total)).collect()
}

/// Each on its own, in the order of starts.
fn descriptors(forecast: &Forecast<'_>) -> Vec<Row> {
    let place = |work: &Work| (work.routine, work.segment, engine(work), work.index, work.operation, work.layer);
    let spans: BTreeMap<_, [u64; 2]> =
        forecast.descriptors().map(|(work, task)| (place(work), [task.span.start, task.span.end])).collect();
    let groups = forecast.grouped(place);
    let rows = groups.iter().map(|(place, total)| {
        let (routine, segment, engine, index, operation, _) = place;
        let name = format!("{routine}.{segment} {engine} {index} {operation}");
        Row { span: spans.get(place).copied(), ..row(forecast, name, total) }
    });
    rows.collect()
}

fn engine(work: &Work) -> &'static str {
    match work.unit() {
        Unit::Tiu => "tiu",
        Unit::Tdma => "tdma",
    }
}

/// What the numbers rest on.
fn assumptions(forecast: &Forecast<'_>, chosen: bool) -> Vec<String> {
    let (board, workload) = (forecast.board, forecast.workload);
    let mut all = vec![
        format!("board {}: clock {}; memory {}", board.name, board.evidence.clock, board.evidence.dram),
        format!("driver's fixed cost of a run: {} us, {}", board.driver_us, board.evidence.driver),
        "DRAM serves the TPU alone, in blocks of 64 bytes".to_string(),
    ];
    if chosen {
        all.push(format!("no board was named: {} is the first that carries {}", board.name, workload.chip()));
    }
    let host = workload.host_functions();
    if !host.is_empty() {
        let names: Vec<String> = host.iter().map(|name| name.escape_debug().to_string()).collect();
        all.push(format!("{} routines on the host processor are not counted: {}", host.len(), names.join(", ")));
    }
    if workload.guessed_streams() > 0 {
        let count = workload.guessed_streams();
        all.push(format!("{count} compressed transfers of unknown data count as incompressible: 17 bytes for 16"));
    }
    all.extend(evidence(forecast).into_iter().map(|(evidence, cycles)| {
        let share = ratio(cycles as f64, forecast.total().tiu_busy as f64) * 100.0;
        format!("{share:.1} % of the TIU's cycles rest on: {evidence}")
    }));
    all
}

/// The TIU's cycles that rest on anything but measurements.
fn evidence(forecast: &Forecast<'_>) -> BTreeMap<&'static str, u64> {
    let mut cycles: BTreeMap<&'static str, u64> = BTreeMap::new();
    for work in forecast.workload.works() {
        if let Amount::Compute { compute, .. } = work.amount
            && !compute.cost.evidence.starts_with("measured")
        {
            let sum = cycles.entry(compute.cost.evidence).or_default();
            *sum = sum.saturating_add(compute.cycles);
        }
    }
    cycles
}
