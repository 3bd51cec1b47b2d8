//! How many bytes of results per second do the element-wise operations of the TIU write?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use common::stage::Form::{self, Bf16, Int8, Int16};
use common::stage::{Stage, elements};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::address::LocalAddress;
use isa::chip::Chip;
use isa::op::tiu::{Add, Mac, Max, Mul, Tensor, TiuOp};

const LARGE: [u16; 4] = [1, 64, 32, 32];
const HALF: [u16; 4] = [1, 32, 32, 32];

/// 8-bit factors, whatever the result.
fn mul(stage: &mut Stage, shape: [u16; 4], form: Form) -> Mul {
    let bf16 = form == Form::Bf16;
    let output = stage.elements(shape, form);
    let [a, b] = [0; 2].map(|_| stage.elements(shape, if bf16 { form } else { Form::Int8 }));
    Mul { output, a, b, bf16, rshift: if form == Form::Int8 { 7 } else { 0 }, relu: 0, ..Mul::default() }
}

fn mac(stage: &mut Stage, shape: [u16; 4], form: Form) -> Mac {
    let Mul { output, a, b, bf16, rshift, .. } = mul(stage, shape, form);
    Mac { output, a, b, bf16, rshift, lshift: 1, relu: 0, accumulate: true, ..Mac::default() }
}

/// 16-bit summands, whatever the result.
fn add(stage: &mut Stage, shape: [u16; 4], form: Form) -> Add {
    let bf16 = form == Form::Bf16;
    let output = stage.elements(shape, form);
    let [a, b] = [0; 2].map(|_| stage.elements(shape, if bf16 { form } else { Form::Int16 }));
    Add { output, a, b, bf16, rshift: if form == Form::Int8 { 8 } else { 0 }, relu: 0, ..Add::default() }
}

fn max(stage: &mut Stage, shape: [u16; 4], form: Form) -> Max {
    let Mul { output, a, b, bf16, .. } = mul(stage, shape, form);
    Max { output, a, b, bf16, ..Max::default() }
}

fn by_constant(op: Mul) -> Mul {
    Mul { b: Tensor { constant: true, ..op.b }, ..op }
}

fn requantised(op: Mul) -> Mul {
    Mul { quant: true, multiplier: 0x5a5a_5a5a, ..op }
}

fn strided(stage: &mut Stage, shape: [u16; 4], form: Form) -> Mul {
    let [n, c, h, w] = shape;
    let a = Tensor { w, w_stride: 2, ..stage.elements([n, c, h, 2 * w], form) };
    Mul { a, ..mul(stage, shape, form) }
}

/// The result over the first operand, so many bytes behind it.
fn over_a(op: Mul, distance: u32) -> Mul {
    Mul { output: Tensor { addr: LocalAddress(op.a.addr.0 + distance), ..op.a }, ..op }
}

/// Lays out the operands of an operation.
type Build = fn(&mut Stage, [u16; 4], Form) -> TiuOp;

/// Name, shape and form of the results, operation.
const OPERATIONS: [(&str, [u16; 4], Form, Build); 18] = [
    ("mul int8", LARGE, Int8, |stage, shape, form| mul(stage, shape, form).into()),
    ("mul int8 to 16 bits", HALF, Int16, |stage, shape, form| mul(stage, shape, form).into()),
    ("mul int8 by a constant", LARGE, Int8, |stage, shape, form| by_constant(mul(stage, shape, form)).into()),
    ("mul int8, planes of 7x7", [1, 128, 7, 7], Int8, |stage, shape, form| mul(stage, shape, form).into()),
    ("mul int8, every other element", HALF, Int8, |stage, shape, form| strided(stage, shape, form).into()),
    ("mul int8 in place", LARGE, Int8, |stage, shape, form| over_a(mul(stage, shape, form), 0).into()),
    ("mul int8 onto a moved copy", LARGE, Int8, |stage, shape, form| over_a(mul(stage, shape, form), 1).into()),
    ("mul int8 with multiplier", LARGE, Int8, |stage, shape, form| requantised(mul(stage, shape, form)).into()),
    ("mul int8, one element", [1; 4], Int8, |stage, shape, form| mul(stage, shape, form).into()),
    ("mul bf16", HALF, Bf16, |stage, shape, form| mul(stage, shape, form).into()),
    ("mac int8 onto 8 bits", HALF, Int8, |stage, shape, form| mac(stage, shape, form).into()),
    ("mac int8 onto 16 bits", HALF, Int16, |stage, shape, form| mac(stage, shape, form).into()),
    ("mac bf16", HALF, Bf16, |stage, shape, form| mac(stage, shape, form).into()),
    ("add 16 bits to 8 bits", HALF, Int8, |stage, shape, form| add(stage, shape, form).into()),
    ("add 16 bits", HALF, Int16, |stage, shape, form| add(stage, shape, form).into()),
    ("add bf16", HALF, Bf16, |stage, shape, form| add(stage, shape, form).into()),
    ("max int8", LARGE, Int8, |stage, shape, form| max(stage, shape, form).into()),
    ("max bf16", HALF, Bf16, |stage, shape, form| max(stage, shape, form).into()),
];

fn elementwise(c: &mut Criterion) {
    let mut group = c.benchmark_group("bytes per second of element-wise operations");
    for (name, shape, form, build) in OPERATIONS {
        let mut stage = Stage::new(Chip::Cv181x);
        let op = build(&mut stage, shape, form);
        group.throughput(Throughput::Bytes(elements(shape) * form.bytes()));
        group.bench_function(name, |b| b.iter(|| stage.execute(&op)));
    }
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = elementwise }
criterion_main!(benches);
