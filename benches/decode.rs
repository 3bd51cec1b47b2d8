//! How many descriptors are decoded per second?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::command::{Isa, Tdma, Tiu, decode, words_of};
use isa::field::Fields;
use std::hint::black_box;

/// Ordinary descriptors of the layout: every operation, with its id as the only thing that varies.
fn descriptors<E: Isa>(chip: Chip, count: usize) -> Vec<Vec<u8>> {
    let layout = chip.profile().layout;
    let mut fields = E::Fields::defaults(layout as usize);
    let kinds: Vec<E::Fields> = (0..E::ops().len())
        .filter(|kind| E::ops()[*kind].feature.is_none_or(|(_, has)| has(&chip.profile().features)))
        .filter_map(|kind| {
            let op = E::op(kind, &fields);
            E::fields(&E::Header::default(), &op, layout).ok()
        })
        .collect();
    let id = E::header_rows().iter().find(|row| E::Fields::RECORD.fields[**row].short == "id").unwrap();
    (0..count)
        .map(|index| {
            fields = kinds[index % kinds.len()];
            fields.set(layout as usize, *id, index as u64 + 1).unwrap();
            isa::command::bytes_of(fields.pack(layout as usize).unwrap().as_ref())
        })
        .collect()
}

fn bench<E: Isa>(c: &mut Criterion, chip: Chip) {
    let bytes: Vec<u8> = descriptors::<E>(chip, 4096).concat();
    let mut group = c.benchmark_group("descriptors decoded per second");
    group.throughput(Throughput::Elements(4096));
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
        bench::<Tiu>(c, chip);
        bench::<Tdma>(c, chip);
    }
}

criterion_group!(benches, decoding);
criterion_main!(benches);
