//! How many multiply-adds per second do depthwise convolutions do, and which share of the host's peak is that?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use common::share::Shares;
use common::stage::{Form, Stage, elements};
use criterion::{Criterion, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::op::tiu::{DepthwiseConv, StrideMode, TiuOp};

/// Name, channels, size of the square input, kernel and stride, form.
type Case = (&'static str, u16, u16, [u16; 2], Form);

const CASES: [Case; 5] = [
    ("int8 3x3, 64 channels", 64, 28, [3, 1], Form::Int8),
    ("int8 3x3, 64 channels, stride 2", 64, 28, [3, 2], Form::Int8),
    ("int8 5x5, 64 channels", 64, 28, [5, 1], Form::Int8),
    ("int8 3x3, 512 channels", 512, 7, [3, 1], Form::Int8),
    ("bf16 3x3, 64 channels", 64, 28, [3, 1], Form::Bf16),
];

/// Integers are requantised channel by channel.
fn depthwise(stage: &mut Stage, (_, c, size, [kernel, stride], form): Case) -> DepthwiseConv {
    let (out, pad) = (size.div_ceil(stride), (kernel / 2) as u8);
    let output = stage.tensor(StrideMode::Aligned, [1, c, out, out], form);
    let quant = form == Form::Int8;
    DepthwiseConv {
        input: stage.tensor(StrideMode::Aligned, [1, c, size, size], form),
        weight: stage.tensor(StrideMode::Aligned, [1, c, kernel, kernel], form),
        bias: if quant { stage.records(&output) } else { output },
        output,
        bf16: !quant,
        quant,
        operands: if quant { 3 } else { 2 },
        rshift: 0,
        relu: 1,
        pad_top: pad,
        pad_bottom: pad,
        pad_left: pad,
        pad_right: pad,
        stride_x: stride as u8,
        stride_y: stride as u8,
        ..DepthwiseConv::default()
    }
}

fn products((_, c, size, [kernel, stride], _): Case) -> u64 {
    let out = size.div_ceil(stride);
    elements([1, c, out, out]) * elements([1, 1, kernel, kernel])
}

fn convolutions(c: &mut Criterion) {
    let mut shares = Shares::default();
    let mut group = c.benchmark_group("multiply-adds per second of depthwise convolutions");
    for chip in [Chip::Cv181x, Chip::Cv183x] {
        for case in CASES {
            let mut stage = Stage::new(chip);
            let op = TiuOp::from(depthwise(&mut stage, case));
            shares.measure(&mut group, &format!("{chip} {}", case.0), products(case), || stage.execute(&op));
        }
    }
    group.finish();
    shares.tell();
}

criterion_group! { name = benches; config = brief(); targets = convolutions }
criterion_main!(benches);
