//! Which share of the host's peak do measurements reach?

#![allow(clippy::print_stderr, reason = "a benchmark tells its summary beside what is measured")]

use super::peak::Peak;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput};
use std::time::{Duration, Instant};

/// Multiply-adds per second of what was measured.
#[derive(Default)]
pub(crate) struct Shares(Vec<(String, f64)>);

impl Shares {
    /// Measures `run`, which does `products` multiply-adds.
    pub(crate) fn measure(
        &mut self,
        group: &mut BenchmarkGroup<'_, WallTime>,
        name: &str,
        products: u64,
        mut run: impl FnMut(),
    ) {
        let mut calls = Vec::new();
        group.throughput(Throughput::Elements(products));
        group.bench_function(name, |b| {
            b.iter_custom(|iterations| {
                let start = Instant::now();
                (0..iterations).for_each(|_| run());
                let elapsed = start.elapsed();
                calls.push(elapsed / u32::try_from(iterations).unwrap_or(u32::MAX));
                elapsed
            });
        });
        if let Some(fastest) = fastest(&calls) {
            self.0.push((name.to_string(), products as f64 / fastest.as_secs_f64()));
        }
    }

    /// Writes the shares to standard error.
    pub(crate) fn tell(&self) {
        if self.0.is_empty() {
            return;
        }
        let Peak { instruction, rate } = Peak::measure();
        eprintln!("share of the host's int8 peak, {:.1} G multiply-adds/s with {instruction}:", rate / 1e9);
        for (name, reached) in &self.0 {
            eprintln!("{:5.1} %  {name}", 100.0 * reached / rate);
        }
    }
}

/// The fastest of several; one alone is a test that the benchmark runs, not a measurement.
fn fastest(calls: &[Duration]) -> Option<Duration> {
    if calls.len() > 1 { calls.iter().min().copied() } else { None }
}
