//! How many descriptors per second does a machine run, and how many bytes do its transfers move?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emulator::machine::{Limits, Machine, Program};
use isa::chip::Chip;
use isa::command::{Command, Tdma, TdmaCommand};
use isa::field::Fields;
use isa::generated::tdma::TdmaFields;
use isa::op::CommandId;
use isa::op::tdma::{TdmaKind, TdmaOp};

const CHIP: Chip = Chip::Cv181x;
const COUNT: usize = 64;

/// Channels, rows and columns of the larger transfers.
const SHAPE: [u16; 3] = [64, 28, 28];

fn command(set: impl Fn(&mut TdmaFields)) -> TdmaCommand {
    let layout = CHIP.profile().layout;
    let mut fields = TdmaFields::defaults(layout as usize);
    set(&mut fields);
    Command::<Tdma>::new(TdmaOp::from_fields(TdmaKind::of(&fields, layout).unwrap(), &fields))
}

/// The same transfer many times.
fn program(command: TdmaCommand) -> Program {
    let mut commands = vec![command; COUNT];
    for (id, command) in (1..).zip(&mut commands) {
        command.header.id = CommandId(id);
        command.header.end = usize::from(id) == COUNT;
    }
    Program::from_commands(CHIP, Vec::new(), commands).unwrap()
}

fn dense(f: &mut TdmaFields) {
    let [c, h, w] = SHAPE;
    (f.src_c, f.src_h, f.src_w, f.dst_c, f.dst_h, f.dst_w) = (c, h, w, c, h, w);
    let row = |format: u8| if format == 2 { 2 * w } else { w };
    (f.src_h_stride, f.dst_h_stride) = (row(f.src_fmt), row(f.dst_fmt));
    (f.src_c_stride, f.dst_c_stride) = (u32::from(h * row(f.src_fmt)), u32::from(h * row(f.dst_fmt)));
}

/// Name, source bytes and descriptor.
fn transfers() -> Vec<(&'static str, u64, TdmaCommand)> {
    let all = SHAPE.iter().map(|size| u64::from(*size)).product();
    let row = |f: &mut TdmaFields| (f.src_w, f.dst_w) = (16, 16);
    vec![
        ("load 16 bytes", 16, command(row)),
        ("store 16 bytes", 16, command(|f| (row(f), f.trans_dir = 1).1)),
        ("load 64x28x28", all, command(dense)),
        ("store 64x28x28", all, command(|f| (dense(f), f.trans_dir = 1).1)),
        ("load 64x28x28 with gaps", all, command(|f| (dense(f), (f.src_h_stride, f.src_c_stride) = (40, 1120)).1)),
        ("load and widen 64x28x28", all, command(|f| (f.dst_fmt = 2, dense(f)).1)),
        ("store and narrow 64x28x28", 2 * all, command(|f| ((f.trans_dir, f.src_fmt) = (1, 2), dense(f)).1)),
        (
            "store 64x28x28 interleaved",
            all,
            command(|f| {
                dense(f);
                (f.trans_dir, f.spec_func, f.transpose_md) = (1, 1, 3);
                (f.dst_c, f.dst_w) = (f.src_w, f.src_c);
                (f.dst_h_stride, f.dst_c_stride) = (f.dst_w, u32::from(f.dst_w * f.dst_h));
            }),
        ),
    ]
}

fn running(c: &mut Criterion) {
    let mut group = c.benchmark_group("tdma");
    for (name, bytes, command) in transfers() {
        let program = program(command);
        let mut machine = Machine::with_dram(CHIP, 1 << 24);
        let tiny = bytes < 64;
        let descriptors = COUNT as u64;
        group.throughput(if tiny { Throughput::Elements(descriptors) } else { Throughput::Bytes(bytes * descriptors) });
        group.bench_function(name, |b| b.iter(|| machine.run(&program, &Limits::default()).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, running);
criterion_main!(benches);
