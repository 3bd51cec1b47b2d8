//! How many tiny descriptors per second: decoded, checked, executed and retired, one after the other?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emulator::machine::{Limits, Machine, Program, TiuOrder};
use isa::chip::Chip;
use isa::command::bytes_of;
use isa::text::assemble_line;

const CHIP: Chip = Chip::Cv181x;
const COUNT: usize = 1024;

/// Descriptors of as many lines, numbered from 1; the last ends the list.
fn descriptors(line: impl Fn(usize) -> String) -> Vec<u8> {
    let numbered = (1..=COUNT).map(|id| {
        let end = if id == COUNT { " end" } else { "" };
        assemble_line(&line(id).replace("id=", &format!("id={id}{end}")), CHIP).unwrap().unwrap()
    });
    numbered.flat_map(|descriptor| bytes_of(descriptor.words())).collect()
}

/// Name, TIU descriptors and TDMA descriptors.
fn programs() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let add = "tiu add id= output=i8[1,8,1,16]@0x0{aligned} a=i16[1,8,1,16]@0x100{aligned,plane:256} b=i16[1,8,1,16]@0x300{aligned,plane:256}";
    let mul =
        "tiu mul id= output=i8[1,8,1,16]@0x0{aligned} a=i8[1,8,1,16]@0x100{aligned} b=i8[1,8,1,16]@0x300{aligned}";
    let float = "tiu mul id= output=bf16[1,8,1,16]@0x0{aligned} a=bf16[1,8,1,16]@0x100{aligned} b=bf16#2.0 !arith";
    let load = "tdma load id= dst=int8[8,1,16]@0x0 src=int8[8,1,16]@b0+0x0";
    let store = "tdma store id= dst=int8[8,1,16]@b0+0x0 src=int8[8,1,16]@0x0";
    let copy = "tdma move id= dst=int8[8,1,16]@0x0 src=int8[8,1,16]@0x100";
    let all = |line: &'static str| descriptors(move |_| line.to_string());
    let in_turn = |id: usize| format!("tdma load id= wait={id} dst=int8[8,1,16]@0x100 src=int8[8,1,16]@b0+0x0");
    vec![
        ("add", all(add), vec![]),
        ("mul", all(mul), vec![]),
        ("mul bf16", all(float), vec![]),
        ("load", vec![], all(load)),
        ("store", vec![], all(store)),
        ("move", vec![], all(copy)),
        ("mul and load in turn", all(mul), descriptors(in_turn)),
    ]
}

fn tiny(c: &mut Criterion) {
    let mut group = c.benchmark_group("tiny descriptors per second");
    for (name, tiu, tdma) in programs() {
        let mut machine = Machine::with_dram(CHIP, 1 << 20);
        machine.base_mut()[0] = CHIP.profile().gmem_start;
        let program = || Program::from_bytes(CHIP, &tiu, TiuOrder::Register, &tdma).unwrap();
        let decoded = program();
        group.throughput(Throughput::Elements(decoded.len() as u64));
        group.bench_function(name, |b| b.iter(|| machine.run(&program(), &Limits::default()).unwrap()));
        group.bench_function(format!("{name}, decoded before"), |b| {
            b.iter(|| machine.run(&decoded, &Limits::default()).unwrap());
        });
    }
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = tiny }
criterion_main!(benches);
