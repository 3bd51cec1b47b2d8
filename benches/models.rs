//! How many descriptors per second do whole models run, and how long does one run take?
//!
//! Published models below `TPUSCOPE_DATA`, with the inputs beside them where there are any.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;
#[path = "../tests/common/mod.rs"]
mod recorded;

use common::brief;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use emulator::machine::Limits;
use emulator::runtime::Network;
use isa::container::npz;
use std::path::Path;

/// The first program of a model. Inputs that nobody gave are zero.
fn network(model: &Path) -> Network {
    let mut network = Network::load(&std::fs::read(model).unwrap(), 0).unwrap();
    let Ok(archive) = std::fs::read(model.with_extension("input.npz")) else { return network };
    for (name, array) in npz::read(&archive, npz::Limits::default()).unwrap() {
        let named = |input: &&usize| network.tensors()[**input].name.starts_with(&name);
        let input = *network.inputs().iter().find(named).unwrap();
        network.fill(input, array.data()).unwrap();
    }
    network
}

fn models(c: &mut Criterion) {
    let mut group = c.benchmark_group("descriptors per second of models");
    group.sampling_mode(SamplingMode::Flat);
    for model in recorded::models() {
        let mut network = network(&model);
        group.throughput(Throughput::Elements(network.descriptors() as u64));
        group.bench_function(model.file_stem().unwrap().to_string_lossy(), |b| {
            b.iter(|| network.run(&Limits::default(), &mut ()).unwrap());
        });
    }
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = models }
criterion_main!(benches);
