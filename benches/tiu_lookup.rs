//! How many bytes of results per second do lookups write?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use common::stage::{Form, Stage, elements};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::op::tiu::{Lookup, StrideMode, Tensor, TiuOp};

const SHAPES: [(&str, [u16; 4]); 2] = [("planes of 32x32", [1, 32, 32, 32]), ("planes of 7x7", [1, 128, 7, 7])];

/// Pairs of bytes are declared signed, and their tables in rows of eight.
fn lookup(stage: &mut Stage, shape: [u16; 4], form: Form) -> Lookup {
    let bf16 = form == Form::Bf16;
    let [rows, columns] = if bf16 { [32, 8] } else { [16, 16] };
    let table = [1, stage.chip.lanes as u16, rows, columns];
    let mut tensor = |shape| Tensor { signed: bf16, ..stage.tensor(StrideMode::Aligned, shape, form) };
    Lookup { output: tensor(shape), input: tensor(shape), table: tensor(table), bf16 }
}

fn lookups(c: &mut Criterion) {
    let mut group = c.benchmark_group("bytes per second of lookups");
    for chip in [Chip::Cv181x, Chip::Cv183x] {
        for form in [Form::Int8, Form::Bf16] {
            for (name, shape) in SHAPES {
                let mut stage = Stage::new(chip);
                group.throughput(Throughput::Bytes(elements(shape) * form.bytes()));
                let op = TiuOp::from(lookup(&mut stage, shape, form));
                group.bench_function(format!("{chip} {form:?} {name}").to_lowercase(), |b| {
                    b.iter(|| stage.execute(&op))
                });
            }
        }
    }
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = lookups }
criterion_main!(benches);
