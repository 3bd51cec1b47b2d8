//! `tpuscope perf compare`: two models, two boards, or a prediction and a measurement.

use super::boards::Boards;
use super::forecast::layer;
use super::measured;
use super::pictures::title;
use super::summary::{Summary, beside, change, signed_percent};
use super::table::more;
use crate::cli::Compare as Arguments;
use crate::commands::run::session::failure;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style, columns, path_text};
use crate::source;
use emulator::forecast::{Forecast, Workload};
use isa::container::cvimodel::MAGIC;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Letters of a name above a column.
const WIDEST: usize = 32;

#[derive(Serialize)]
struct Report<'m> {
    left: Side<'m>,
    right: Side<'m>,
    ms_change_pct: f64,
    cycles_change_pct: f64,
    layers: Vec<Pair>,
}

#[derive(Serialize)]
struct Side<'m> {
    #[serde(serialize_with = "path_text")]
    model: &'m Path,
    program: usize,
    #[serde(flatten)]
    summary: Summary,
}

/// A layer on both sides.
#[derive(Debug, PartialEq, Serialize)]
struct Pair {
    name: String,
    left: Option<Cost>,
    right: Option<Cost>,
    change_ms: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
struct Cost {
    cycles: u64,
    ms: f64,
}

pub(super) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let boards = Boards::read(arguments.board_file.as_deref())?;
    let names = named_boards(arguments)?;
    let [left, right] =
        [arguments.files.first(), arguments.files.last()].map(|file| file.map_or(Path::new(""), |file| file));
    let bytes = source::read(left)?;
    if !bytes.starts_with(&MAGIC) && right != left && source::read(right)?.starts_with(&MAGIC) {
        let message =
            format!("{} is no model; give the model first and what it is compared with behind", left.display());
        return Err(Failure::new(Reason::Usage, message));
    }
    let program = arguments.program_id;
    let read = |path: &Path, bytes: &[u8]| Workload::read(bytes, program).map_err(|error| failure(path, &error));
    let workload = read(left, &bytes)?;
    let board = boards.find(workload.chip(), names[0])?;
    let forecast = workload.on(board);
    let other = source::read(right)?;
    if !other.starts_with(&MAGIC) {
        return measured::run(left, &forecast, right, &other, arguments, out);
    }
    let second = read(right, &other)?;
    let other = second.on(boards.find(second.chip(), names[1])?);
    let report = report([left, right], program, &forecast, &other);
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, arguments.top, out)?
    }
    Ok(())
}

/// The names of the boards of both sides.
fn named_boards(arguments: &Arguments) -> Result<[Option<&str>; 2], Failure> {
    let usage = |message: &str| Err(Failure::new(Reason::Usage, message));
    match (arguments.files.len(), arguments.board.as_slice()) {
        (1, [left, right]) | (2, [left, right]) => Ok([Some(left), Some(right)]),
        (1, _) => usage("one model is compared with itself on two boards; give --board twice, or a second file"),
        (2, [both]) => Ok([Some(both); 2]),
        (2, []) => Ok([None; 2]),
        _ => usage("two sides have two boards; give --board twice at most"),
    }
}

fn report<'m>(models: [&'m Path; 2], program: usize, left: &Forecast<'_>, right: &Forecast<'_>) -> Report<'m> {
    let [first, second] = [Summary::of(left), Summary::of(right)];
    let side = |model, summary| Side { model, program, summary };
    Report {
        ms_change_pct: change(second.ms, first.ms),
        cycles_change_pct: change(second.cycles as f64, first.cycles as f64),
        left: side(models[0], first),
        right: side(models[1], second),
        layers: pairs(&costs(left), &costs(right)),
    }
}

/// Layers by name; several of one name together.
fn costs(forecast: &Forecast<'_>) -> BTreeMap<String, Cost> {
    let mut costs: BTreeMap<String, Cost> = BTreeMap::new();
    for (number, total) in forecast.grouped(|work| work.layer) {
        let cost = costs.entry(layer(forecast, number)).or_default();
        cost.cycles = cost.cycles.saturating_add(total.cycles);
        cost.ms = forecast.milliseconds(cost.cycles);
    }
    costs
}

/// The largest difference first.
fn pairs(left: &BTreeMap<String, Cost>, right: &BTreeMap<String, Cost>) -> Vec<Pair> {
    let only_right = right.keys().filter(|name| !left.contains_key(*name));
    let pair = |name: &String| {
        let [left, right] = [left, right].map(|side| side.get(name).copied());
        let ms = |cost: Option<Cost>| cost.map_or(0.0, |cost| cost.ms);
        Pair { name: name.clone(), left, right, change_ms: ms(right) - ms(left) }
    };
    let mut pairs: Vec<Pair> = left.keys().chain(only_right).map(pair).collect();
    pairs.sort_by(|one, other| other.change_ms.abs().total_cmp(&one.change_ms.abs()));
    pairs
}

fn print(report: &Report<'_>, top: usize, out: &mut Out) -> io::Result<()> {
    let (left, right) = (&report.left, &report.right);
    let same = left.model == right.model;
    let name = |side: &Side<'_>| if same { side.summary.board.clone() } else { clipped(&title(side.model)) };
    let (first, second) = (name(left), name(right));
    let change = signed_percent(right.summary.ms, left.summary.ms);
    let heading = format!("{first} {:.3} ms, {second} {:.3} ms: {change}", left.summary.ms, right.summary.ms);
    out.line(out.styled(Style::Heading, heading))?;
    let lines = beside([&first, &second], &left.summary, &right.summary);
    lines.iter().try_for_each(|line| out.line(line))?;
    out.line("")?;
    let mut table = vec![["layer", "left ms", "right ms", "change ms", "change"].map(String::from).to_vec()];
    table.extend(report.layers.iter().take(top).map(cells));
    columns(&table).iter().try_for_each(|line| out.line(line))?;
    more(report.layers.len(), top, out)?;
    let alone = report.layers.iter().filter(|pair| pair.left.is_none() || pair.right.is_none()).count();
    if alone > 0 {
        out.line(format!("{alone} layers have a name that only one side knows"))?;
    }
    Ok(())
}

/// A name that leaves room for another beside it.
fn clipped(name: &str) -> String {
    let name = name.escape_debug().to_string();
    if name.chars().count() <= WIDEST { name } else { name.chars().take(WIDEST - 3).chain("...".chars()).collect() }
}

fn cells(pair: &Pair) -> Vec<String> {
    let ms = |cost: Option<Cost>| cost.map_or("-".to_string(), |cost| format!("{:.3}", cost.ms));
    let change = pair.left.zip(pair.right).map(|(left, right)| signed_percent(right.ms, left.ms)).unwrap_or_default();
    let name = pair.name.escape_debug().to_string();
    vec![name, ms(pair.left), ms(pair.right), format!("{:+.3}", pair.change_ms), change]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_pair_by_name_and_the_largest_difference_comes_first() {
        let side = |rows: &[(&str, f64)]| -> BTreeMap<String, Cost> {
            rows.iter().map(|(name, ms)| (name.to_string(), Cost { cycles: 0, ms: *ms })).collect()
        };
        let pairs = pairs(&side(&[("a", 1.0), ("b", 2.0)]), &side(&[("b", 2.5), ("c", 3.0)]));
        let told: Vec<(&str, f64)> = pairs.iter().map(|pair| (pair.name.as_str(), pair.change_ms)).collect();
        assert_eq!(told, [("c", 3.0), ("a", -1.0), ("b", 0.5)]);
    }
}
