//! `tpuscope perf validate`: how well does the cycle model predict a measured trace?

use super::boards::Boards;
use super::errors::{Class, percent};
use super::records::{Record, read};
use crate::cli::BoardOptions;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, columns};
use crate::source;
use emulator::timing::{Job, Ready, Span, Unit, schedule};
use isa::chip::Chip;
use isa::cost::{BoardProfile, Form};
use isa::generated::timing::SCHEDULE;
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Report {
    classes: Vec<Class>,
    /// All classes together.
    transfers: Class,
    segments: Vec<Segment>,
    whole: Whole,
    /// Starts and ends that measured durations do not reproduce.
    replay_mismatches: usize,
    traffic: Traffic,
}

/// How many transfers asked as much of the bus as their descriptors say.
#[derive(Serialize)]
struct Traffic {
    n: usize,
    bursts_equal: usize,
    beats_equal: usize,
}

#[derive(Serialize)]
struct Segment {
    name: String,
    makespan_err_pct: f64,
}

#[derive(Serialize)]
struct Whole {
    makespan_err_pct: f64,
}

pub(super) fn run(trace: &Path, chip: Chip, boards: &BoardOptions, out: &mut Out) -> Outcome {
    let known = Boards::read(boards.board_file.as_deref())?;
    let on = known.find(chip, boards.board.as_deref())?;
    let content = source::read(trace)?;
    let broken = |what: &str| Failure::new(Reason::BadInput, format!("{}: {what}", trace.display()));
    let text = str::from_utf8(&content).map_err(|_| broken("the trace is no text; give comma-separated values"))?;
    let records = read(text, chip.profile()).map_err(|what| broken(&what))?;
    let report = report(&records, on);
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, out)?
    }
    Ok(())
}

fn report(records: &[Record], on: &BoardProfile) -> Report {
    let predicted = |record: &Record| record.transfer.map_or(record.job.duration, |move_| move_.cycles(on).cycles);
    let mut report = Report {
        classes: classes(records, predicted),
        transfers: Class::of(
            "all transfers",
            &pairs(records.iter().filter(|record| record.transfer.is_some()), predicted),
        ),
        segments: vec![],
        whole: Whole { makespan_err_pct: 0.0 },
        replay_mismatches: 0,
        traffic: traffic(records),
    };
    let mut sums = (0u64, 0u64);
    for part in records.chunk_by(|left, right| left.segment == right.segment) {
        let replayed = replay(part, |record| record.job.duration);
        report.replay_mismatches += replayed.iter().zip(part).filter(|(span, record)| differs(span, record)).count();
        let measured: Vec<Span> = part.iter().map(|record| Span { start: record.start, end: record.end }).collect();
        let lengths = (makespan(&replay(part, predicted)), makespan(&measured));
        sums = (sums.0.saturating_add(lengths.0), sums.1.saturating_add(lengths.1));
        let name = part.first().map(|record| record.segment.clone()).unwrap_or_default();
        report.segments.push(Segment { name, makespan_err_pct: percent(lengths.0, lengths.1) });
    }
    report.whole.makespan_err_pct = percent(sums.0, sums.1);
    report
}

fn traffic(records: &[Record]) -> Traffic {
    let mut traffic = Traffic { n: 0, bursts_equal: 0, beats_equal: 0 };
    for [counted, predicted] in records.iter().filter_map(|record| record.traffic) {
        traffic.n += 1;
        traffic.bursts_equal += usize::from(counted.bursts == predicted.bursts);
        traffic.beats_equal += usize::from(counted.beats == predicted.beats);
    }
    traffic
}

fn differs(span: &Span, record: &Record) -> bool {
    (span.start, span.end) != (record.start, record.end)
}

fn classes(records: &[Record], predicted: impl Fn(&Record) -> u64) -> Vec<Class> {
    let pairs = |form: Form| -> Vec<(u64, u64)> {
        let chosen = records.iter().filter(|record| record.transfer.is_some_and(|transfer| transfer.form == form));
        pairs(chosen, &predicted)
    };
    let classes = Form::ALL.iter().map(|form| (form.name(), pairs(*form)));
    classes.filter(|(_, pairs)| !pairs.is_empty()).map(|(name, pairs)| Class::of(name, &pairs)).collect()
}

/// Predicted and measured durations.
fn pairs<'r>(records: impl Iterator<Item = &'r Record>, predicted: impl Fn(&Record) -> u64) -> Vec<(u64, u64)> {
    records.map(|record| (predicted(record), record.job.duration)).collect()
}

/// The segment again, each engine from the start of its first record on.
fn replay(part: &[Record], duration: impl Fn(&Record) -> u64) -> Vec<Span> {
    let first = |unit: Unit| part.iter().find(|record| record.job.unit == unit).map_or(0, |record| record.start);
    let ready = Ready { tiu: first(Unit::Tiu), tdma: first(Unit::Tdma) };
    let jobs: Vec<Job> = part.iter().map(|record| Job { duration: duration(record), ..record.job }).collect();
    schedule(&jobs, ready, &SCHEDULE)
}

fn makespan(spans: &[Span]) -> u64 {
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    spans.iter().map(|span| span.end).max().unwrap_or(0).saturating_sub(first)
}

fn print(report: &Report, out: &mut Out) -> std::io::Result<()> {
    let mut rows = vec![["class", "n", "median %", "p90 %", "total %"].map(String::from).to_vec()];
    rows.extend(report.classes.iter().chain([&report.transfers]).map(Class::cells));
    columns(&rows).iter().try_for_each(|row| out.line(row))?;
    for segment in &report.segments {
        out.line(format!("{}: makespan off by {:.2} %", segment.name, segment.makespan_err_pct))?;
    }
    out.line(format!("whole: makespan off by {:.2} %", report.whole.makespan_err_pct))?;
    let Traffic { n, bursts_equal, beats_equal } = report.traffic;
    out.line(format!("of {n} transfers {bursts_equal} take as many bursts as counted, {beats_equal} as many beats"))?;
    out.line(format!("replayed with measured durations: {} starts or ends differ", report.replay_mismatches))
}
