//! Operations of a measured network, with the cycles that a cv183x took for them.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::address::LocalAddress;
use crate::chip::Chip;
use crate::field::Fields;
use crate::generate::{Random, operation};
use crate::op::tiu::{Add, Copy, Mac, Mul, Xor};

fn tensor([c, h, w]: [u16; 3]) -> Tensor {
    let any = Conv::default().input;
    Tensor { n: 1, c, h, w, mode: StrideMode::Aligned, addr: LocalAddress(0), width: 1, constant: false, ..any }
}

/// Elements of an element-wise operation, every `step`th of rows that are `pitch` bytes apart.
fn spaced(shape: [u16; 3], step: u16, pitch: u16) -> Tensor {
    Tensor { mode: StrideMode::Manual, h_stride: pitch, w_stride: step, ..tensor(shape) }
}

fn dense([c, h, w]: [u16; 3], element: u16) -> Tensor {
    spaced([c, h, w], element, w * element)
}

fn constant() -> Tensor {
    Tensor { constant: true, ..tensor([1; 3]) }
}

fn cycles(op: TiuOp) -> u64 {
    Compute::of_operation(&op, Chip::Cv183x.profile()).cycles
}

fn conv(input: [u16; 3], output: [u16; 3], kernel: u16) -> Conv {
    let weight = tensor([output[0], kernel, kernel]);
    let [input, output] = [input, output].map(tensor);
    Conv { input, output, weight, quant: true, double: true, operands: 3, ..Conv::default() }
}

#[test]
fn quantised_convolutions_are_exact() {
    let wide = Conv { pad_left: 1, pad_right: 1, ..conv([64, 16, 56], [64, 14, 56], 3) };
    assert_eq!(cycles(TiuOp::Conv(wide)), 28_389);
    assert_eq!(cycles(TiuOp::Conv(conv([128, 4, 28], [512, 4, 28], 1))), 7347);
}

#[test]
fn convolutions_scale_with_the_lanes_of_the_chip() {
    let op = TiuOp::Conv(conv([64, 16, 58], [64, 14, 56], 3));
    let on = |chip: Chip| Compute::of_operation(&op, chip.profile()).cycles - 67;
    assert_eq!([on(Chip::Cv181x), on(Chip::Cv180x)], [4, 16].map(|times| times * on(Chip::Cv183x)));
}

#[test]
fn a_stem_with_stride_2_is_exact_within_a_thousandth() {
    let tile = |rows, results, pad_top, pad_bottom| Conv {
        pad_top,
        pad_bottom,
        pad_left: 3,
        pad_right: 3,
        stride_x: 2,
        stride_y: 2,
        ..conv([4, rows, 224], [64, results, 112], 7)
    };
    let tiles = [(tile(80, 39, 3, 0), 75_140), (tile(83, 39, 0, 0), 75_269), (tile(75, 36, 0, 3), 69_418)];
    for (tile, measured) in tiles {
        let predicted = cycles(TiuOp::Conv(tile));
        assert!(predicted.abs_diff(measured) < measured / 1000, "{predicted} {measured}");
    }
}

#[test]
fn pooling_is_exact() {
    let tile = |rows, results| {
        let (input, output) = (tensor([64, rows, 112]), tensor([64, results, 56]));
        TiuOp::MaxPool(MaxPool {
            input,
            output,
            kernel_h: 3,
            kernel_w: 3,
            stride_x: 2,
            stride_y: 2,
            ..MaxPool::default()
        })
    };
    assert_eq!([cycles(tile(39, 19)), cycles(tile(36, 18))], [2780, 2606]);
    let average = |[c, h, w]: [u16; 3], bf16| {
        let (input, output) = (tensor([c, h, w]), tensor([c, 1, 1]));
        TiuOp::AvgPool(AvgPool { input, output, factor: tensor([1, h, w]), bf16, ..AvgPool::default() })
    };
    assert_eq!(cycles(average([2048, 7, 7], false)), 3436);
    assert_eq!(cycles(average([1, 1, 1000], true)), 1046);
    let (input, output) = (tensor([1, 1, 1000]), tensor([1; 3]));
    let longest = MaxPool { input, output, bf16: true, kernel_h: 1, kernel_w: 1000, ..MaxPool::default() };
    assert_eq!(cycles(TiuOp::MaxPool(longest)), 1044);
}

fn mul(a: Tensor, output: Tensor) -> u64 {
    cycles(TiuOp::Mul(Mul { a, b: constant(), output: Tensor { width: 0, ..output }, ..Mul::default() }))
}

fn mac(a: Tensor, output: Tensor) -> u64 {
    cycles(TiuOp::Mac(Mac { a, b: constant(), output, ..Mac::default() }))
}

#[test]
fn dense_element_wise_operations_are_exact() {
    let measured = [
        ([256, 14, 56], 1413, 3177),
        ([512, 10, 28], 1049, 2345),
        ([1024, 14, 14], 1497, 3369),
        ([1024, 7, 14], 825, 1833),
        ([2048, 7, 7], 937, 2089),
    ];
    for (shape, product, sum) in measured {
        let tensor = dense(shape, 1);
        assert_eq!((mul(tensor, tensor), mac(tensor, tensor)), (product, sum), "{shape:?}");
    }
    let tensor = dense([2048, 7, 7], 1);
    assert_eq!(cycles(TiuOp::Copy(Copy { a: tensor, output: tensor, bf16: false })), 680);
}

#[test]
fn every_other_element_costs_the_words_between() {
    let measured = [([256, 10, 28], 112, 713, 1480), ([256, 8, 28], 112, 569, 1159), ([1024, 7, 7], 28, 777, 1449)];
    for (shape, pitch, product, sum) in measured {
        let (source, output) = (spaced(shape, 2, pitch), dense(shape, 1));
        for (predicted, measured) in [(mul(source, output), product), (mac(source, output), sum)] {
            assert!(predicted.abs_diff(measured) * 25 < measured, "{shape:?} {predicted} {measured}");
        }
    }
}

#[test]
fn a_group_of_wide_products_takes_its_time_however_small() {
    let (source, output) = (spaced([512, 2, 14], 2, 56), dense([512, 2, 14], 1));
    let (product, sum) = (mul(source, output), mac(source, output));
    assert!(product.abs_diff(231) * 100 < 231 && sum.abs_diff(361) * 25 < 361, "{product} {sum}");
}

#[test]
fn bf16_operations_are_exact() {
    let row = dense([125, 1, 8], 2);
    let small = dense([32, 1, 8], 2);
    let bf16 = |a: Tensor| Mul { a, b: a, output: a, bf16: true, ..Mul::default() };
    assert_eq!([cycles(TiuOp::Mul(bf16(row))), cycles(TiuOp::Mul(bf16(small)))], [52, 43]);
    assert_eq!(cycles(TiuOp::Add(Add { a: row, b: row, output: row, bf16: true, ..Add::default() })), 52);
    assert_eq!(cycles(TiuOp::Mac(Mac { a: row, b: row, output: row, bf16: true, ..Mac::default() })), 55);
    let wide = dense([32, 1, 16], 2);
    assert_eq!(cycles(TiuOp::Copy(Copy { a: wide, output: wide, bf16: true })), 44);
    let bytes = dense([32, 1, 32], 1);
    assert_eq!(cycles(TiuOp::Xor(Xor { a: bytes, b: bytes, output: bytes, ..Xor::default() })), 46);
    let lookup = |[c, h, w]: [u16; 3]| {
        let (input, output) = (tensor([c, h, w]), tensor([c, h, w]));
        TiuOp::Lookup(Lookup { input, output, table: tensor([32, 32, 8]), bf16: true })
    };
    assert_eq!([cycles(lookup([125, 1, 8])), cycles(lookup([1, 1, 1]))], [173, 74]);
}

#[test]
fn matrix_multiplications_are_exact() {
    let product = |pieces, rest, quant, ps32| {
        let (left, right, output) = (tensor([pieces, 1, 16]), tensor([32, 1, rest]), tensor([32, 1, 16]));
        TiuOp::Matmul(Matmul { left, right, output, quant, ps32, ..Matmul::default() })
    };
    assert_eq!(cycles(product(64, 6, false, Ps32Mode::Write)), 1066);
    assert_eq!(cycles(product(2, 4, true, Ps32Mode::from_bits(1))), 97);
}

#[test]
fn every_operation_takes_time_on_every_chip() {
    let mut random = Random::new(11);
    for chip in Chip::ALL.map(Chip::profile) {
        for kind in TiuKind::ALL {
            let Some(sample) = operation(&mut random, chip, kind) else { continue };
            let cost = Compute::of_operation(&sample.command.op, chip);
            assert!(cost.cycles > 0 && cost.blocks > 0, "{sample:?}");
        }
        for _ in 0..300 {
            let words = std::array::from_fn(|_| random.bits() as u32);
            let fields = TiuFields::unpack(chip.layout as usize, &words);
            assert!(Compute::of(&fields, chip).is_none_or(|cost| cost.cycles > 0));
        }
    }
}
