//! `tpuscope perf MODEL`: how long does the TPU take for a model?

use super::boards::Boards;
use super::moment;
use super::pictures;
use super::summary::{Summary, change, ratio};
use super::table::print;
use crate::cli::{Forecast as Arguments, Grouping};
use crate::commands::run::session::failure;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, path_text};
use crate::source;
use emulator::forecast::{Amount, Forecast, Run, Total, Work, Workload};
use emulator::picture::Picture;
use emulator::timing::Unit;
use isa::cost::BoardProfile;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is said of a model.
#[derive(Serialize)]
pub(super) struct Report<'m> {
    #[serde(serialize_with = "path_text")]
    pub(super) model: &'m Path,
    pub(super) program: usize,
    #[serde(flatten)]
    pub(super) summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) what_if: Option<Changed>,
    pub(super) descriptors_scheduled: usize,
    pub(super) critical_path: CriticalPath,
    pub(super) assumptions: Vec<String>,
    pub(super) layers: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operations: Option<Vec<Row>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) descriptors: Option<Vec<Row>>,
}

/// The same with other values of the board.
#[derive(Serialize)]
pub(super) struct Changed {
    #[serde(flatten)]
    pub(super) summary: Summary,
    pub(super) ms_change_pct: f64,
    pub(super) cycles_change_pct: f64,
}

/// The chain of descriptors that ends last.
#[derive(Serialize)]
pub(super) struct CriticalPath {
    pub(super) descriptors: usize,
    pub(super) runs: Vec<RunRow>,
}

/// Neighbours on the critical path that work for one layer on one engine.
#[derive(Serialize)]
pub(super) struct RunRow {
    pub(super) layer: String,
    pub(super) engine: &'static str,
    pub(super) descriptors: usize,
    pub(super) cycles: u64,
    pub(super) span: [u64; 2],
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
    let boards = Boards::read(arguments.boards.board_file.as_deref())?;
    let board = boards.find(workload.chip(), arguments.boards.board.as_deref())?;
    let (forecast, name) = (workload.on(board), pictures::title(path));
    if let Some(cycle) = arguments.at {
        return moment::tell(&forecast, cycle, out);
    }
    let mut report = report(path, arguments, &forecast);
    report.what_if = arguments.what_if.map(|changes| changed(&workload, &changes.apply(board), &report.summary));
    pictures::write(&arguments.pictures, || Picture::new(&name, &forecast, &report.assumptions), out)?;
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, arguments.top, out)?
    }
    Ok(())
}

fn changed(workload: &Workload, board: &BoardProfile, base: &Summary) -> Changed {
    let summary = Summary::of(&workload.on(board));
    let cycles_change_pct = change(summary.cycles as f64, base.cycles as f64);
    Changed { ms_change_pct: change(summary.ms, base.ms), cycles_change_pct, summary }
}

fn report<'m>(model: &'m Path, arguments: &Arguments, forecast: &Forecast<'m>) -> Report<'m> {
    let by = |grouping: Grouping| arguments.by == grouping;
    Report {
        model,
        program: arguments.program_id,
        summary: Summary::of(forecast),
        what_if: None,
        descriptors_scheduled: forecast.tasks.len(),
        critical_path: critical_path(forecast),
        assumptions: assumptions(forecast, arguments.boards.board.is_none()),
        layers: layers(forecast),
        operations: by(Grouping::Op).then(|| operations(forecast)),
        descriptors: by(Grouping::Descriptor).then(|| descriptors(forecast)),
    }
}

fn critical_path(forecast: &Forecast<'_>) -> CriticalPath {
    let runs = forecast.critical_path();
    let row = |run: &Run| RunRow {
        layer: layer(forecast, run.layer),
        engine: unit_name(run.unit),
        descriptors: run.descriptors,
        cycles: run.cycles,
        span: [run.span.start, run.span.end],
    };
    CriticalPath { descriptors: runs.iter().map(|run| run.descriptors).sum(), runs: runs.iter().map(row).collect() }
}

pub(super) fn layer(forecast: &Forecast<'_>, layer: usize) -> String {
    forecast.workload.layers().get(layer).cloned().unwrap_or_default()
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
    let groups = forecast.grouped(|work| work.layer);
    groups.iter().map(|(number, total)| row(forecast, layer(forecast, *number), total)).collect()
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

pub(super) fn engine(work: &Work) -> &'static str {
    unit_name(work.unit())
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Tiu => "tiu",
        Unit::Tdma => "tdma",
    }
}

/// What the numbers rest on.
pub(crate) fn assumptions(forecast: &Forecast<'_>, chosen: bool) -> Vec<String> {
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
