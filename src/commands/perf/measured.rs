//! A prediction beside what the PMU of a board recorded.

use super::dump::{self, Measured};
use super::errors::{Class, percent};
use super::forecast::{engine, layer};
use super::table::more;
use crate::cli::Compare as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style, columns, path_text};
use emulator::forecast::{Forecast, Task, Work};
use emulator::timing::Unit;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

#[derive(Serialize)]
struct Report<'m> {
    #[serde(serialize_with = "path_text")]
    model: &'m Path,
    #[serde(serialize_with = "path_text")]
    measurement: &'m Path,
    program: usize,
    board: String,
    predicted_cycles: u64,
    measured_cycles: u64,
    makespan_err_pct: f64,
    /// All descriptors together.
    all: Class,
    classes: Vec<Class>,
    /// The largest error first.
    descriptors: Vec<Row>,
}

/// A descriptor on both sides.
#[derive(Serialize)]
struct Row {
    name: String,
    id: u16,
    layer: String,
    predicted_cycles: u64,
    measured_cycles: u64,
    error_cycles: i64,
    error_pct: f64,
    #[serde(skip)]
    operation: &'static str,
}

pub(super) fn run(
    model: &Path,
    forecast: &Forecast<'_>,
    measurement: &Path,
    bytes: &[u8],
    arguments: &Arguments,
    out: &mut Out,
) -> Outcome {
    let bad = |what: String| Failure::new(Reason::BadInput, format!("{}{what}", measurement.display()));
    if arguments.board.len() > 1 {
        return Err(Failure::new(Reason::Usage, "a measurement comes from one board; give --board once"));
    }
    let records = dump::read(bytes).map_err(bad)?;
    let rows = pair(forecast, &records).map_err(bad)?;
    let report = report([model, measurement], arguments.program_id, forecast, &records, rows);
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, arguments.top, out)?
    }
    Ok(())
}

/// Descriptors and records by engine, in their order.
fn pair(forecast: &Forecast<'_>, records: &[Vec<Measured>; 2]) -> Result<Vec<Row>, String> {
    let of = |unit: Unit| -> Vec<(&Work, &Task)> {
        forecast.descriptors().filter(|(work, _)| work.unit() == unit).collect()
    };
    let engines = [of(Unit::Tiu), of(Unit::Tdma)];
    if engines.iter().zip(records).any(|(own, records)| own.len() != records.len()) {
        return Err(format!(
            ": it holds {} records of the TIU and {} of the TDMA, but the program has {} and {} descriptors; \
             record one run of this program of this model",
            records[0].len(),
            records[1].len(),
            engines[0].len(),
            engines[1].len()
        ));
    }
    let pairs = engines.iter().zip(records).flat_map(|(own, records)| own.iter().zip(records));
    Ok(pairs.map(|((work, task), record)| row(forecast, work, task, record)).collect())
}

fn row(forecast: &Forecast<'_>, work: &Work, task: &Task, record: &Measured) -> Row {
    let [predicted, measured] = [task.span, record.span].map(|span| span.end - span.start);
    let error = i128::from(predicted) - i128::from(measured);
    Row {
        name: format!("{}.{} {} {} {}", work.routine, work.segment, engine(work), work.index, work.operation),
        id: record.id,
        layer: layer(forecast, work.layer),
        predicted_cycles: predicted,
        measured_cycles: measured,
        error_cycles: i64::try_from(error).unwrap_or(i64::MAX),
        error_pct: percent(predicted, measured),
        operation: work.operation,
    }
}

fn report<'m>(
    [model, measurement]: [&'m Path; 2],
    program: usize,
    forecast: &Forecast<'_>,
    records: &[Vec<Measured>; 2],
    mut rows: Vec<Row>,
) -> Report<'m> {
    let spans = || records.iter().flatten().map(|record| record.span);
    let first = spans().map(|span| span.start).min().unwrap_or(0);
    let measured = spans().map(|span| span.end).max().unwrap_or(0).saturating_sub(first);
    let mut classes: BTreeMap<&'static str, Vec<(u64, u64)>> = BTreeMap::new();
    let durations = |row: &Row| (row.predicted_cycles, row.measured_cycles);
    rows.iter().for_each(|row| classes.entry(row.operation).or_default().push(durations(row)));
    let all: Vec<(u64, u64)> = rows.iter().map(durations).collect();
    rows.sort_by_key(|row| Reverse(row.error_cycles.unsigned_abs()));
    Report {
        model,
        measurement,
        program,
        board: forecast.board.name.to_string(),
        predicted_cycles: forecast.cycles,
        measured_cycles: measured,
        makespan_err_pct: percent(forecast.cycles, measured),
        all: Class::of("all", &all),
        classes: classes.iter().map(|(name, pairs)| Class::of(name, pairs)).collect(),
        descriptors: rows,
    }
}

fn print(report: &Report<'_>, top: usize, out: &mut Out) -> io::Result<()> {
    let heading = format!(
        "{} cycles predicted on {}, {} measured: off by {:+.2} %",
        report.predicted_cycles, report.board, report.measured_cycles, report.makespan_err_pct
    );
    out.line(out.styled(Style::Heading, heading))?;
    let mut table = vec![["operation", "n", "median %", "p90 %", "total %"].map(String::from).to_vec()];
    table.extend(report.classes.iter().chain([&report.all]).map(Class::cells));
    columns(&table).iter().try_for_each(|line| out.line(line))?;
    out.line("")?;
    let titles = ["descriptor", "id", "layer", "predicted", "measured", "error", "%"];
    let mut table = vec![titles.map(String::from).to_vec()];
    table.extend(report.descriptors.iter().take(top).map(cells));
    columns(&table).iter().try_for_each(|line| out.line(line))?;
    more(report.descriptors.len(), top, out)
}

fn cells(row: &Row) -> Vec<String> {
    vec![
        row.name.clone(),
        row.id.to_string(),
        row.layer.escape_debug().to_string(),
        row.predicted_cycles.to_string(),
        row.measured_cycles.to_string(),
        format!("{:+}", row.error_cycles),
        format!("{:+.1}", row.error_pct),
    ]
}
