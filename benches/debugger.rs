//! What does the debugger cost, and how fast does it go back?
//!
//! Published models below `TPUSCOPE_DATA`. The tables at the end compare runs that took turns, from the file to the end:
//! alone, under the debugger, and with a watchpoint; and tell how long single steps back take, from random places.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![allow(clippy::print_stderr, reason = "a benchmark tells its summary beside what is measured")]

mod common;
#[path = "../tests/common/mod.rs"]
mod recorded;

use common::brief;
use criterion::{BatchSize, Criterion, SamplingMode, criterion_group, criterion_main};
use debugger::{DEFAULT_HISTORY_BYTES, Debugger, NoFiles, Session};
use emulator::machine::Limits;
use emulator::runtime::read;
use isa::random::Random;
use recorded::opened;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The network over which runs go back; it has 3,002 descriptors.
const LARGE: &str = "yolov8n_det_coco80_640_640";
/// How often each way takes its turn.
const TURNS: usize = 15;
/// Single steps back.
const STEPS: usize = 1000;

fn name(model: &Path) -> String {
    model.file_stem().unwrap().to_string_lossy().into_owned()
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn at(part: f64, mut times: Vec<Duration>) -> f64 {
    times.sort();
    let place = (times.len() as f64 * part) as usize;
    times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, Duration::as_secs_f64) * 1e3
}

/// A debugger that shows nothing but where it is.
fn opened(file: &[u8]) -> Debugger {
    let session = opened::of_model(&read(file).unwrap(), DEFAULT_HISTORY_BYTES);
    let mut debugger = Debugger::new(session, Box::new(NoFiles));
    debugger.sections.clear();
    debugger
}

/// A tensor between input and output that is in DRAM.
fn watched(session: &Session) -> String {
    let symbols = session.symbols().all();
    let placed = |symbol: &&debugger::Symbol| symbol.place.is_some() && symbol.sort == debugger::Sort::Activation;
    let last = symbols.iter().rfind(placed).or_else(|| symbols.iter().find(|symbol| symbol.place.is_some()));
    last.map_or_else(String::new, |symbol| symbol.name.clone())
}

/// To the end of the run, through all stops.
fn run_through(debugger: &mut Debugger) {
    while debugger.session.current().is_some() {
        debugger.execute("continue").unwrap();
    }
}

fn turn(path: &Path) -> [Duration; 3] {
    let file = || std::fs::read(path).unwrap();
    let alone = timed(|| {
        let mut network = opened::filled(&read(&file()).unwrap());
        network.run(&Limits::default(), &mut ()).unwrap();
    });
    let debugged = timed(|| run_through(&mut opened(&file())));
    let watching = timed(|| {
        let mut debugger = opened(&file());
        let line = format!("watch {}", watched(&debugger.session));
        debugger.execute(&line).unwrap();
        run_through(&mut debugger);
    });
    [alone, debugged, watching]
}

fn overhead(c: &mut Criterion) {
    let mut group = c.benchmark_group("from the file to the end");
    group.sampling_mode(SamplingMode::Flat);
    let mut table = Vec::new();
    for model in recorded::models() {
        let turns: Vec<[Duration; 3]> = (0..TURNS).map(|_| turn(&model)).collect();
        let file = std::fs::read(&model).unwrap();
        group.bench_function(name(&model), |b| b.iter(|| run_through(&mut opened(&file))));
        table.push((name(&model), [0, 1, 2].map(|way| at(0.5, turns.iter().map(|turn| turn[way]).collect()))));
    }
    group.finish();
    eprintln!("median of runs that took turns:");
    for (name, [alone, debugged, watching]) in table.iter().filter(|row| row.1[0] > 0.0) {
        let [debugged, watching] = [debugged / alone, watching / alone];
        eprintln!("{alone:9.3} ms alone, {debugged:.2} x debugged, {watching:.2} x with a watchpoint  {name}");
    }
}

fn backwards(c: &mut Criterion) {
    let models: Vec<PathBuf> = recorded::models().into_iter().filter(|model| name(model).contains(LARGE)).collect();
    if models.is_empty() {
        eprintln!("skipped: there is no {LARGE} among the models");
    }
    let mut group = c.benchmark_group("backwards");
    group.sampling_mode(SamplingMode::Flat);
    for model in models {
        let file = std::fs::read(&model).unwrap();
        let at_end = |line: &str| {
            let mut debugger = opened(&file);
            debugger.session.go(usize::MAX).unwrap();
            debugger.execute(line).unwrap();
            debugger
        };
        for (what, line) in [
            ("to the start", "delete"),
            ("to the first reader of the input", "rwatch images"),
            ("past all results, none saturated", "break saturation 1"),
        ] {
            group.bench_function(format!("reverse-continue {what}"), |b| {
                let back = |mut debugger: Debugger| debugger.execute("reverse-continue").unwrap();
                b.iter_batched(|| at_end(line), back, BatchSize::PerIteration);
            });
        }
        steps_back(&mut at_end("delete"));
    }
    group.finish();
}

fn steps_back(debugger: &mut Debugger) {
    let mut random = Random::new(1);
    let turns = debugger.session.turns().len() as u32;
    let step = |debugger: &mut Debugger| timed(|| drop(debugger.execute("reverse-step").unwrap()));
    let in_a_row: Vec<Duration> = (0..STEPS).map(|_| step(debugger)).collect();
    let anywhere = |_| {
        debugger.session.go(1 + random.below(turns) as usize).unwrap();
        step(debugger)
    };
    let anywhere: Vec<Duration> = (0..STEPS).map(anywhere).collect();
    for (what, times) in [("from the end on", in_a_row), ("from random places", anywhere)] {
        let [half, most, all] = [0.5, 0.95, 1.0].map(|part| at(part, times.clone()));
        eprintln!("{STEPS} single steps back {what}: median {half:.2} ms, p95 {most:.2} ms, longest {all:.2} ms");
    }
}

criterion_group! {
    name = benches;
    config = brief();
    targets = overhead, backwards
}
criterion_main!(benches);
