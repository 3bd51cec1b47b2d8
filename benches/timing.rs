//! What does it cost to tell every descriptor its cycles, and how long does a schedule without data take?
//!
//! Published models below `TPUSCOPE_DATA`. The table at the end compares runs that took turns: alone, with a clock, and
//! under the performance monitor.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![allow(clippy::print_stderr, reason = "a benchmark tells its summary beside what is measured")]

mod common;
#[path = "../tests/common/mod.rs"]
mod recorded;

use common::brief;
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use emulator::clock::Clock;
use emulator::forecast::Workload;
use emulator::machine::Limits;
use emulator::runtime::{Network, read};
use isa::chip::Chip;
use isa::cost::BoardProfile;
use isa::generated::timing::BOARDS;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The network whose schedule is measured; it has 3,002 descriptors.
const LARGE: &str = "yolov8n_det_coco80_640_640";
/// How often each way takes its turn, and no longer than so.
const TURNS: usize = 21;
const LONGEST: Duration = Duration::from_secs(6);

fn board(chip: Chip) -> &'static BoardProfile {
    BOARDS.iter().find(|board| board.chip == chip).unwrap()
}

fn name(model: &Path) -> String {
    model.file_stem().unwrap().to_string_lossy().into_owned()
}

fn schedules(c: &mut Criterion) {
    let models: Vec<PathBuf> = recorded::models().into_iter().filter(|model| name(model).contains(LARGE)).collect();
    if models.is_empty() {
        eprintln!("skipped: there is no {LARGE} among the models");
    }
    let mut group = c.benchmark_group("schedules without data");
    for model in models {
        let file = std::fs::read(&model).unwrap();
        let workload = Workload::read(&file, 0).unwrap();
        let board = board(workload.chip());
        group.bench_function(format!("{} scheduled", name(&model)), |b| b.iter(|| workload.on(board).cycles));
        group.bench_function(format!("{} read and scheduled", name(&model)), |b| {
            b.iter(|| Workload::read(&file, 0).unwrap().on(board).cycles);
        });
    }
    group.finish();
}

/// A model, loaded three times.
struct Trio {
    alone: Network,
    clocked: Network,
    monitored: Network,
    board: &'static BoardProfile,
}

impl Trio {
    fn load(model: &Path) -> Self {
        let file = std::fs::read(model).unwrap();
        let alone = Network::load(&file, 0).unwrap();
        let board = board(alone.machine().chip().chip);
        let clocked = Network::load(&file, 0).unwrap();
        Trio { alone, clocked, monitored: Network::of_model_monitored(&read(&file).unwrap(), 0, board).unwrap(), board }
    }

    fn turn(&mut self) -> [Duration; 3] {
        let limits = Limits::default();
        let alone = timed(|| self.alone.run(&limits, &mut ()).unwrap());
        let mut clock = Clock::new(self.board);
        let clocked = timed(|| self.clocked.run(&limits, &mut clock).unwrap());
        [alone, clocked, timed(|| self.monitored.run(&limits, &mut ()).unwrap())]
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

fn overhead(c: &mut Criterion) {
    let mut group = c.benchmark_group("runs with a clock");
    group.sampling_mode(SamplingMode::Flat);
    let mut table = Vec::new();
    for model in recorded::models() {
        let (mut trio, mut turns) = (Trio::load(&model), Vec::new());
        group.bench_function(name(&model), |b| {
            b.iter_custom(|iterations| {
                let start = Instant::now();
                while turns.len() < TURNS && start.elapsed() < LONGEST {
                    turns.push(trio.turn());
                }
                let mut clock = Clock::new(trio.board);
                timed(|| (0..iterations).for_each(|_| trio.clocked.run(&Limits::default(), &mut clock).unwrap()))
            });
        });
        let [alone, clocked, monitored] = [0, 1, 2].map(|way| median(turns.iter().map(|turn| turn[way]).collect()));
        table.push((name(&model), alone, clocked / alone, monitored / alone));
    }
    group.finish();
    eprintln!("median of runs that took turns:");
    for (name, alone, clocked, monitored) in table.iter().filter(|row| row.1 > 0.0) {
        let [clocked, monitored] = [clocked, monitored].map(|ratio| (ratio - 1.0) * 100.0);
        eprintln!("{:9.3} ms alone, {clocked:+6.1} % with a clock, {monitored:+6.1} % monitored  {name}", alone * 1e3);
    }
}

criterion_group! { name = benches; config = brief(); targets = schedules, overhead }
criterion_main!(benches);
