//! How many multiply-adds per second do matrix multiplications do, and which share of the host's peak is that?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;

use common::brief;
use common::share::Shares;
use common::stage::{Form, Stage};
use criterion::{Criterion, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::op::tiu::{Matmul, StrideMode, TiuOp};

/// Rows, inner size and columns.
type Sizes = [u16; 3];

const CASES: [(Sizes, Form); 5] = [
    ([1, 256, 512], Form::Int8),
    ([64, 256, 256], Form::Int8),
    ([256, 64, 64], Form::Int8),
    ([1, 128, 256], Form::Bf16),
    ([64, 128, 128], Form::Bf16),
];

/// Columns that lie in one lane side by side.
const PIECE: u16 = 16;

/// Integers are requantised.
fn matmul(stage: &mut Stage, [rows, inner, columns]: Sizes, form: Form) -> Matmul {
    let quant = form == Form::Int8;
    let mut matrix = |rows, columns| stage.tensor(StrideMode::Aligned, [rows, columns / PIECE, 1, PIECE], form);
    let (output, left, right) = (matrix(rows, columns), matrix(rows, inner), matrix(inner, columns));
    Matmul {
        output,
        left,
        right,
        bf16: !quant,
        quant,
        multiplier: 0x5a5a_5a5a,
        rshift: if quant { 6 } else { 0 },
        operands: 2,
        ..Matmul::default()
    }
}

fn products(c: &mut Criterion) {
    let mut shares = Shares::default();
    let mut group = c.benchmark_group("multiply-adds per second of matrix multiplications");
    for chip in [Chip::Cv181x, Chip::Cv183x] {
        for (sizes, form) in CASES {
            let mut stage = Stage::new(chip);
            let op = TiuOp::from(matmul(&mut stage, sizes, form));
            let [rows, inner, columns] = sizes;
            let name = format!("{chip} {form:?} {rows}x{inner} by {inner}x{columns}").to_lowercase();
            shares.measure(&mut group, &name, sizes.into_iter().map(u64::from).product(), || stage.execute(&op));
        }
    }
    group.finish();
    shares.tell();
}

criterion_group! { name = benches; config = brief(); targets = products }
criterion_main!(benches);
