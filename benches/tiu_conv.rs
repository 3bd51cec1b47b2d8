//! How many multiply-adds per second do convolutions over all channels do, and which share of the host's peak is that?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use common::share::Shares;
use common::stage::{Form, Stage, elements};
use criterion::{Criterion, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::op::tiu::{Conv, StrideMode, TiuOp};

/// Channels in and out, size of the square input, of the kernel, and the stride.
struct Case {
    name: &'static str,
    channels: [u16; 2],
    size: u16,
    kernel: u16,
    stride: u16,
    form: Form,
}

const fn case(name: &'static str, channels: [u16; 2], size: u16, [kernel, stride]: [u16; 2]) -> Case {
    Case { name, channels, size, kernel, stride, form: Form::Int8 }
}

const CASES: [Case; 7] = [
    case("int8 1x1, 128 to 128 channels", [128, 128], 28, [1, 1]),
    case("int8 3x3, 64 to 64 channels", [64, 64], 28, [3, 1]),
    case("int8 3x3, 64 to 64 channels, stride 2", [64, 64], 28, [3, 2]),
    case("int8 3x3, 3 to 16 channels, stride 2", [3, 16], 64, [3, 2]),
    case("int8 3x3, 256 to 64 channels", [256, 64], 7, [3, 1]),
    Case { form: Form::Bf16, ..case("bf16 1x1, 128 to 128 channels", [128, 128], 14, [1, 1]) },
    Case { form: Form::Bf16, ..case("bf16 3x3, 64 to 64 channels", [64, 64], 14, [3, 1]) },
];

impl Case {
    /// Integers are requantised channel by channel.
    fn conv(&self, stage: &mut Stage) -> Conv {
        let &Case { channels: [from, to], size, kernel, stride, form, .. } = self;
        let (out, pad) = (size.div_ceil(stride), (kernel / 2) as u8);
        let output = stage.tensor(StrideMode::Aligned, [1, to, out, out], form);
        let quant = form == Form::Int8;
        Conv {
            input: stage.tensor(StrideMode::Aligned, [1, from, size, size], form),
            weight: stage.tensor(StrideMode::Packed, [from, to, kernel, kernel], form),
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
            ..Conv::default()
        }
    }

    /// Multiply-adds: every output channel at every position, of every input channel below the kernel.
    fn products(&self) -> u64 {
        let &Case { channels: [from, to], size, kernel, stride, .. } = self;
        let out = size.div_ceil(stride);
        elements([1, to, out, out]) * elements([1, from, kernel, kernel])
    }
}

fn convolutions(c: &mut Criterion) {
    let mut shares = Shares::default();
    let mut group = c.benchmark_group("multiply-adds per second of convolutions");
    for chip in [Chip::Cv181x, Chip::Cv183x] {
        for case in CASES {
            let mut stage = Stage::new(chip);
            let op = TiuOp::from(case.conv(&mut stage));
            let name = format!("{chip} {}", case.name);
            shares.measure(&mut group, &name, case.products(), || stage.execute(&op));
        }
    }
    group.finish();
    shares.tell();
}

criterion_group! { name = benches; config = brief(); targets = convolutions }
criterion_main!(benches);
