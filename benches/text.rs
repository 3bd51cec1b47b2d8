//! How many descriptors are written and read as text per second?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::text::{Descriptor, Program, assemble_line};
use std::hint::black_box;

const LINES: &str = include_str!("../isa/tests/text/lines.txt");

/// The lines for the chip that most of them are for, by engine.
fn program(engine: &str) -> Program {
    let text = LINES.split("\n.chip ").nth(1).unwrap();
    let lines = text.lines().enumerate().filter(|(place, line)| *place == 0 || line.starts_with(engine));
    let text: Vec<&str> = lines.map(|(_, line)| line).collect();
    Program::assemble(&format!(".chip {}", text.join("\n")), None).unwrap()
}

fn bench(c: &mut Criterion, engine: &str) {
    let program = program(engine);
    let descriptors: Vec<Descriptor> = program.descriptors().copied().collect();
    let lines: Vec<String> = descriptors.iter().map(|descriptor| descriptor.disassemble(program.chip)).collect();
    let mut group = c.benchmark_group("lines per second");
    group.throughput(Throughput::Elements(lines.len() as u64));
    group.bench_function(format!("write {engine}"), |b| {
        let mut text = String::new();
        b.iter(|| {
            text.clear();
            black_box(&descriptors).iter().for_each(|descriptor| descriptor.write(program.chip, &mut text));
            black_box(text.len())
        });
    });
    group.bench_function(format!("read {engine}"), |b| {
        b.iter(|| lines.iter().for_each(|line| drop(black_box(assemble_line(black_box(line), program.chip)))));
    });
    group.finish();
}

fn text(c: &mut Criterion) {
    bench(c, "tiu");
    bench(c, "tdma");
}

criterion_group! { name = benches; config = brief(); targets = text }
criterion_main!(benches);
