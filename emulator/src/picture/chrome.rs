//! The trace format of Chrome and Perfetto: a JSON object with a list of events, times in microseconds.

use super::{Picture, unit_name};
use crate::forecast::{Task, Work};
use crate::timing::Unit;
use serde::Serialize;
use serde_json::{Value, json};

/// The process that all events belong to.
const PROCESS: u32 = 1;
const NANOSECONDS: f64 = 1e3;

#[derive(Debug, Default, Serialize)]
struct Event {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'static str>,
    /// X: a slice; s, f: from and to of an arrow; C: a counter; M: a name.
    ph: &'static str,
    ts: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    pid: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    tid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bp: Option<&'static str>,
    #[serde(skip_serializing_if = "Value::is_null")]
    args: Value,
}

/// The forecast as a trace: layers with their descriptors below them on a track for each engine, waits as slices and
/// arrows, DRAM bandwidth and local memory as counters.
#[must_use]
pub fn trace(picture: &Picture<'_>) -> String {
    let mut events = names(picture);
    for unit in [Unit::Tiu, Unit::Tdma] {
        engine(picture, unit, &mut events);
    }
    bandwidth(picture, &mut events);
    memory(picture, &mut events);
    let board = picture.forecast.board;
    json!({
        "displayTimeUnit": "ns",
        "otherData": { "model": picture.name, "board": board.name, "clock_mhz": board.tpu_clock_mhz },
        "traceEvents": events,
    })
    .to_string()
}

fn track(unit: Unit) -> u32 {
    match unit {
        Unit::Tiu => 1,
        Unit::Tdma => 2,
    }
}

fn names(picture: &Picture<'_>) -> Vec<Event> {
    let name =
        |kind: &str, tid, args| Event { name: kind.to_string(), ph: "M", pid: PROCESS, tid, args, ..Event::default() };
    let title = format!("{} on {}", picture.name, picture.forecast.board.name);
    let mut events = vec![name("process_name", None, json!({ "name": title }))];
    for unit in [Unit::Tiu, Unit::Tdma] {
        let tid = Some(track(unit));
        events.push(name("thread_name", tid, json!({ "name": unit_name(unit) })));
        events.push(name("thread_sort_index", tid, json!({ "sort_index": tid })));
    }
    events
}

/// Whole nanoseconds, so that what lies inside something else stays inside when it is rounded.
fn nanoseconds(picture: &Picture<'_>, cycle: u64) -> f64 {
    (picture.forecast.milliseconds(cycle) * 1e6).round()
}

fn slice(picture: &Picture<'_>, unit: Unit, name: String, [from, to]: [u64; 2]) -> Event {
    let [from, to] = [from, to].map(|cycle| nanoseconds(picture, cycle));
    Event {
        name,
        ph: "X",
        ts: from / NANOSECONDS,
        dur: Some((to - from) / NANOSECONDS),
        pid: PROCESS,
        tid: Some(track(unit)),
        ..Event::default()
    }
}

/// Runs of descriptors of one layer, each in front of what it holds.
fn engine(picture: &Picture<'_>, unit: Unit, events: &mut Vec<Event>) {
    let all: Vec<(usize, &Work, &Task)> = picture.of(unit).collect();
    for run in all.chunk_by(|left, right| left.1.layer == right.1.layer) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        wait(picture, first, events);
        let span = [first.2.span.start, last.2.span.end];
        let layer = slice(picture, unit, picture.layer(first.1.layer).to_string(), span);
        events.push(Event { cat: Some("layer"), args: json!({ "descriptors": run.len() }), ..layer });
        for (place, descriptor) in run.iter().enumerate() {
            if place > 0 {
                wait(picture, descriptor, events);
            }
            let (position, work, task) = descriptor;
            let slice = slice(picture, unit, picture.label(*position), [task.span.start, task.span.end]);
            events.push(Event { cat: Some("descriptor"), args: arguments(picture, work, task), ..slice });
        }
    }
}

fn arguments(picture: &Picture<'_>, work: &Work, task: &Task) -> Value {
    json!({
        "layer": picture.layer(work.layer),
        "routine": work.routine,
        "segment": work.segment,
        "cycles": task.span.end - task.span.start,
        "waiting_cycles": task.waiting,
        "waits_for": task.awaits.map(|awaited| picture.label(awaited)),
        "critical_cycles": task.cycles,
        "dram_bytes": work.dram_bytes(),
        "macs": work.macs(),
    })
}

/// A slice in front of a descriptor that stood still for the other engine, and an arrow from what it stood still for.
fn wait(picture: &Picture<'_>, (position, work, task): &(usize, &Work, &Task), events: &mut Vec<Event>) {
    let Some(awaited) = picture.held_by(task) else { return };
    let Some(source) = picture.forecast.tasks.get(awaited) else { return };
    let unit = work.unit();
    let other = if unit == Unit::Tiu { Unit::Tdma } else { Unit::Tiu };
    let label = picture.label(awaited);
    let from = task.span.start.saturating_sub(task.waiting);
    events.push(Event {
        cat: Some("wait"),
        ..slice(picture, unit, format!("waits for {label}"), [from, task.span.start])
    });
    let arrow = |ph, tid, nanoseconds: f64, bp| Event {
        name: "wait".into(),
        cat: Some("wait"),
        ph,
        ts: nanoseconds / NANOSECONDS,
        pid: PROCESS,
        tid: Some(track(tid)),
        id: Some(*position),
        bp,
        ..Event::default()
    };
    // An arrow belongs to the slice that its time lies in, whose last instant counts no more.
    let [start, end] = [source.span.start, source.span.end].map(|cycle| nanoseconds(picture, cycle));
    events.push(arrow("s", other, (end - 1.0).max(start), None));
    events.push(arrow("f", unit, nanoseconds(picture, task.span.start), Some("e")));
}

fn counter(picture: &Picture<'_>, name: &str, unit: &str, cycle: u64, value: f64) -> Event {
    let ts = nanoseconds(picture, cycle) / NANOSECONDS;
    Event { name: name.into(), ph: "C", ts, pid: PROCESS, args: json!({ unit: value }), ..Event::default() }
}

fn bandwidth(picture: &Picture<'_>, events: &mut Vec<Event>) {
    for (_, work, task) in picture.of(Unit::Tdma).filter(|(_, work, _)| work.dram_bytes() > 0) {
        let seconds = picture.forecast.milliseconds(task.span.end - task.span.start) / 1e3;
        let rate = work.dram_bytes() as f64 / seconds.max(f64::MIN_POSITIVE) / 1e6;
        events.push(counter(picture, "DRAM bandwidth", "MB/s", task.span.start, rate.round()));
        events.push(counter(picture, "DRAM bandwidth", "MB/s", task.span.end, 0.0));
    }
}

fn memory(picture: &Picture<'_>, events: &mut Vec<Event>) {
    for (cycle, banks) in &picture.memory.steps {
        let kilobytes = banks.iter().sum::<u64>() as f64 / 1024.0;
        events.push(counter(picture, "local memory", "KiB", *cycle, kilobytes));
    }
}
