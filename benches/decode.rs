//! How many descriptors are decoded per second?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::chip::{Chip, ChipProfile};
use isa::command::{Isa, Tdma, Tiu, bytes_of, decode, words_of};
use isa::generate::{Arena, FUNCTIONS, Random, operation, transfer};
use isa::op::tiu::TiuKind;
use std::hint::black_box;

const COUNT: usize = 4096;

/// Legal TIU descriptors of every operation that the chip has, in turn.
fn tiu(random: &mut Random, chip: &ChipProfile) -> Vec<u8> {
    let kinds = TiuKind::ALL.iter().cycle();
    let words = kinds.filter_map(|kind| operation(random, chip, *kind)?.command.encode(chip).ok());
    words.take(COUNT).flat_map(|words| bytes_of(&words)).collect()
}

/// Legal transfers of every kind, in turn.
fn tdma(random: &mut Random, chip: &ChipProfile) -> Vec<u8> {
    let arena = Arena::new(random, chip);
    let functions = FUNCTIONS.iter().cycle();
    let words = functions.filter_map(|function| transfer(random, chip, &arena, *function)?.command.encode(chip).ok());
    words.take(COUNT).flat_map(|words| bytes_of(&words)).collect()
}

fn bench<E: Isa>(c: &mut Criterion, chip: Chip, bytes: &[u8]) {
    let mut group = c.benchmark_group("descriptors decoded per second");
    group.throughput(Throughput::Elements(COUNT as u64));
    group.bench_function(format!("{} {chip}", E::ENGINE), |b| {
        b.iter(|| {
            for (index, descriptor) in bytes.chunks_exact(E::BYTES).enumerate() {
                let words = words_of::<E>(descriptor).unwrap();
                black_box(decode::<E>(black_box(&words), chip.profile(), index));
            }
        });
    });
    group.finish();
}

fn decoding(c: &mut Criterion) {
    for chip in [Chip::Cv183x, Chip::Cv181x] {
        let random = &mut Random::new(1);
        bench::<Tiu>(c, chip, &tiu(random, chip.profile()));
        bench::<Tdma>(c, chip, &tdma(random, chip.profile()));
    }
}

criterion_group! { name = benches; config = brief(); targets = decoding }
criterion_main!(benches);
