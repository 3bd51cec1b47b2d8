//! How many elements per second do the element-wise operations of the TIU handle?

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emulator::memory::LocalMemory;
use emulator::tiu::{Scratch, execute};
use isa::address::LocalAddress;
use isa::chip::Chip;
use isa::op::tiu::{Add, Lookup, Mac, Max, Mul, StrideMode, Tensor, TiuOp};

const CHIP: Chip = Chip::Cv181x;

/// A tensor with packed rows whose channels start at multiples of 16 bytes.
fn tensor(address: u32, [n, c, h, w]: [u16; 4], element: u16) -> Tensor {
    let channel = (h * w * element).next_multiple_of(16);
    let groups = c.div_ceil(CHIP.profile().lanes as u16);
    Tensor {
        addr: LocalAddress(address),
        n,
        c,
        h,
        w,
        n_stride: channel * groups,
        c_stride: channel,
        h_stride: w * element,
        w_stride: element,
        plane_stride: 0x2000,
        mode: StrideMode::Manual,
        signed: true,
        width: 1,
        constant: false,
    }
}

fn mul(shape: [u16; 4], element: u16) -> Mul {
    Mul {
        output: tensor(0x4000, shape, element),
        a: tensor(0, shape, element),
        b: tensor(0x2000, shape, element),
        bf16: element == 2,
        rshift: 7,
        arith: true,
        round: true,
        relu: 0,
        quant: false,
        multiplier: 0,
    }
}

fn mac(shape: [u16; 4]) -> Mac {
    let Mul { output, a, b, .. } = mul(shape, 1);
    let output = Tensor { width: 0, ..output };
    Mac { output, a, b, bf16: false, rshift: 3, lshift: 1, arith: true, round: true, relu: 0, accumulate: true }
}

fn add(shape: [u16; 4], element: u16) -> Add {
    let wide =
        |address| Tensor { width: u8::from(element == 2), plane_stride: 0x1000, ..tensor(address, shape, element) };
    let (output, a, b) = (tensor(0x4000, shape, element), wide(0), wide(0x2000));
    Add { output, a, b, bf16: element == 2, rshift: 8, arith: true, round: true, relu: 0 }
}

fn lookup(shape: [u16; 4]) -> Lookup {
    let unsigned = |tensor: Tensor| Tensor { mode: StrideMode::Aligned, signed: false, ..tensor };
    let table = unsigned(tensor(0x7000, [1, CHIP.profile().lanes as u16, 16, 16], 1));
    Lookup { output: unsigned(tensor(0x4000, shape, 1)), input: unsigned(tensor(0, shape, 1)), table, bf16: false }
}

fn operations() -> Vec<(&'static str, [u16; 4], TiuOp)> {
    let (large, small) = ([1, 64, 32, 32], [1, 128, 7, 7]);
    let half = [1, 32, 32, 32];
    let spread = |tensor: Tensor| Tensor { w_stride: 2, h_stride: 2 * tensor.w, ..tensor };
    let requantised = Mul { quant: true, multiplier: 0x5a5a_5a5a, ..mul(large, 1) };
    let constant = |mut op: Mul| {
        op.b.constant = true;
        op
    };
    let strided = |op: Mul| Mul { a: Tensor { c_stride: 2048, ..spread(op.a) }, ..op };
    let Mul { output, a, b, .. } = mul(large, 1);
    vec![
        ("mul int8", large, mul(large, 1).into()),
        ("mul int8 by a constant", large, constant(mul(large, 1)).into()),
        ("mul int8, rows of 49", small, mul(small, 1).into()),
        ("mul int8, every other element", half, strided(mul(half, 1)).into()),
        ("mul int8 in place", large, Mul { output: a, ..mul(large, 1) }.into()),
        (
            "mul int8 onto a moved copy",
            large,
            Mul { output: Tensor { addr: LocalAddress(1), ..a }, ..mul(large, 1) }.into(),
        ),
        ("mul int8 with multiplier", large, requantised.into()),
        ("mac int8 onto 16 bits", large, mac(large).into()),
        ("add 16 bits to 8 bits", half, add(half, 1).into()),
        ("max int8", large, Max { output, a, b, bf16: false, arith: true }.into()),
        ("lookup int8", large, lookup(large).into()),
        ("mul bf16", half, mul(half, 2).into()),
        ("add bf16", half, add(half, 2).into()),
        ("mul int8, one element", [1; 4], mul([1; 4], 1).into()),
    ]
}

fn elementwise(c: &mut Criterion) {
    let mut local = LocalMemory::new(CHIP.profile());
    let mut scratch = Scratch::default();
    // Ordinary numbers of either sign, also when read as bf16.
    let bytes = (0_u32..).map(|index| (index.wrapping_mul(0x9e37_79b1) >> 24) as u8);
    let filled = |(place, byte): (usize, u8)| if place % 2 == 0 { byte } else { byte & 0x81 | 0x3e };
    local.bytes_mut().iter_mut().zip(bytes.enumerate().map(filled)).for_each(|(place, byte)| *place = byte);
    let mut group = c.benchmark_group("TIU elements per second");
    for (name, shape, op) in operations() {
        group.throughput(Throughput::Elements(shape.into_iter().map(u64::from).product()));
        group.bench_function(name, |b| b.iter(|| execute(&op, CHIP.profile(), &mut local, &mut scratch).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, elementwise);
criterion_main!(benches);
