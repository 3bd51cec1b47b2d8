//! How many descriptors per second does a machine run, and how many bytes do its transfers move?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emulator::machine::{Limits, Machine, Program};
use emulator::scenario::fill;
use isa::chip::Chip;
use isa::command::{Command, Tdma, TdmaCommand};
use isa::container::vlc::{self, DataType, Params};
use isa::field::Fields;
use isa::generated::tdma::TdmaFields;
use isa::layout::tdma::BF16;
use isa::op::CommandId;
use isa::op::tdma::{TdmaKind, TdmaOp};

const CHIP: Chip = Chip::Cv181x;
const COUNT: usize = 64;

const STORE: u8 = 1;
const COPY: u8 = 2;
const MOVE: u8 = 3;
const REARRANGE: u8 = 1;

/// Where a compressed tensor lies in DRAM.
const STREAM: u64 = 1 << 22;

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
    let row = |format: u8| if format == BF16 { 2 * w } else { w };
    (f.src_h_stride, f.dst_h_stride) = (row(f.src_fmt), row(f.dst_fmt));
    (f.src_c_stride, f.dst_c_stride) = (u32::from(h * row(f.src_fmt)), u32::from(h * row(f.dst_fmt)));
    (f.src_n_stride, f.dst_n_stride) = (u32::from(c) * f.src_c_stride, u32::from(c) * f.dst_c_stride);
}

/// Rows of pixels that interleave three channels, as planes.
fn planes(f: &mut TdmaFields) {
    let (size, row) = (224, 3 * 224);
    (f.spec_func, f.transpose_md) = (REARRANGE, 1);
    (f.src_c, f.src_h, f.src_w, f.src_h_stride) = (3, 64, size, row);
    (f.dst_c, f.dst_h, f.dst_w, f.dst_h_stride) = (3, 64, size, size);
    (f.dst_c_stride, f.dst_n_stride) = (64 * u32::from(size), 64 * u32::from(size));
}

/// Channels and columns exchanged.
fn interleaved(f: &mut TdmaFields) {
    dense(f);
    (f.trans_dir, f.spec_func, f.transpose_md) = (STORE, REARRANGE, 3);
    (f.dst_c, f.dst_w) = (f.src_w, f.src_c);
    (f.dst_h_stride, f.dst_c_stride) = (f.dst_w, u32::from(f.dst_w * f.dst_h));
}

/// Batches and channels exchanged.
fn transposed(f: &mut TdmaFields) {
    let (n, c, plane) = (32, 16, 14 * 16);
    f.spec_func = REARRANGE;
    (f.src_n, f.src_c, f.src_h, f.src_w) = (n, c, 14, 16);
    (f.src_h_stride, f.src_c_stride, f.src_n_stride) = (16, plane, u32::from(c) * plane);
    (f.dst_c, f.dst_h, f.dst_w) = (n, 14, 16);
    (f.dst_h_stride, f.dst_c_stride, f.dst_n_stride) = (16, plane, 4 * plane);
}

/// Rows and columns of a matrix exchanged.
fn turned(f: &mut TdmaFields) {
    (f.spec_func, f.sys_dtype) = (REARRANGE, true);
    (f.src_c, f.src_w, f.src_c_stride) = (256, 256, 256);
    (f.dst_c, f.dst_w, f.dst_h_stride) = (16, 16, 16);
    (f.dst_n_stride, f.dst_c_stride) = (32, 16);
}

fn decompressed(f: &mut TdmaFields) {
    dense(f);
    (f.compress_en, f.src_base_addr) = (true, STREAM);
}

fn compressed(f: &mut TdmaFields) {
    dense(f);
    (f.trans_dir, f.compress_en, f.cmprs_fmt) = (STORE, true, true);
}

/// Name, source bytes (of compressed ones, those they stand for) and descriptor.
fn transfers() -> Vec<(&'static str, u64, TdmaCommand)> {
    let all = elements();
    let row = |f: &mut TdmaFields| (f.src_w, f.dst_w) = (16, 16);
    let gaps = |h_stride: &mut u16, c_stride: &mut u32| (*h_stride, *c_stride) = (40, 1120);
    vec![
        ("load 16 bytes", 16, command(row)),
        ("store 16 bytes", 16, command(|f| (row(f), f.trans_dir = STORE).1)),
        ("load 64x28x28", all, command(dense)),
        ("store 64x28x28", all, command(|f| (dense(f), f.trans_dir = STORE).1)),
        ("move 64x28x28", all, command(|f| (dense(f), (f.trans_dir, f.dst_base_addr) = (MOVE, 0x4000)).1)),
        ("copy 64x28x28", all, command(|f| (dense(f), (f.trans_dir, f.dst_base_addr) = (COPY, STREAM)).1)),
        ("load 64x28x28 with gaps", all, command(|f| (dense(f), gaps(&mut f.src_h_stride, &mut f.src_c_stride)).1)),
        (
            "store 64x28x28 with gaps",
            all,
            command(|f| (dense(f), f.trans_dir = STORE, gaps(&mut f.dst_h_stride, &mut f.dst_c_stride)).2),
        ),
        ("load and widen 64x28x28", all, command(|f| (f.dst_fmt = BF16, dense(f)).1)),
        ("store and narrow 64x28x28", 2 * all, command(|f| ((f.trans_dir, f.src_fmt) = (STORE, BF16), dense(f)).1)),
        ("load 3x64x224 from pixels", 3 * 64 * 224, command(planes)),
        ("store 64x28x28 interleaved", all, command(interleaved)),
        ("load 32x16x14x16 transposed", 32 * 16 * 14 * 16, command(transposed)),
        ("load 256x256 transposed", 256 * 256, command(turned)),
        ("load 64x28x28 compressed", all, command(decompressed)),
        ("store 64x28x28 compressed", all, command(compressed)),
    ]
}

fn elements() -> u64 {
    SHAPE.iter().map(|size| u64::from(*size)).product()
}

/// A machine with small numbers in local memory, and such numbers compressed in DRAM.
fn machine() -> Machine {
    let mut machine = Machine::with_dram(CHIP, 1 << 24);
    let local = machine.local_mut().bytes_mut();
    let numbers: Vec<u8> = fill(1, local.len()).into_iter().map(|byte| (byte % 13).wrapping_sub(6)).collect();
    local.copy_from_slice(&numbers);
    let plain = &numbers[..elements() as usize];
    let stream = vlc::encode(plain, &Params::for_weights(plain, DataType::Int8, true)).unwrap();
    machine.dram_mut().write(STREAM, &stream).unwrap();
    machine
}

fn running(c: &mut Criterion) {
    let mut group = c.benchmark_group("tdma");
    for (name, bytes, command) in transfers() {
        let program = program(command);
        let mut machine = machine();
        let tiny = bytes < 64;
        let descriptors = COUNT as u64;
        group.throughput(if tiny { Throughput::Elements(descriptors) } else { Throughput::Bytes(bytes * descriptors) });
        group.bench_function(name, |b| b.iter(|| machine.run(&program, &Limits::default()).unwrap()));
    }
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = running }
criterion_main!(benches);
