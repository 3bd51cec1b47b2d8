//! Every transfer of elements once more, one element at a time, straight from its page.

use super::super::convert::{Formats, Pairs};
use super::*;
use isa::layout::tdma::{StoredStrides, dram, element_bytes, local};
use isa::layout::{DramTensor, Index, LocalTensor};
use isa::op::tdma::{Direction, Endpoint, Rearrangement};

/// Where an element of one side is, as an index into its memory.
enum At {
    Local(LocalTensor),
    Dram(DramTensor),
}

impl At {
    fn place(&self, index: Index) -> usize {
        match self {
            At::Local(tensor) => {
                let place = tensor.at(index);
                place.lane as usize * 32768 + usize::try_from(place.offset).unwrap()
            }
            At::Dram(tensor) => tensor.at(index) as usize,
        }
    }
}

fn strides(e: &Endpoint) -> StoredStrides {
    StoredStrides { n: e.n_stride, c: e.c_stride, h: e.h_stride }
}

/// Element `k` of a shape, in the order n, c, h, w.
fn nth(k: u32, shape: [u32; 4]) -> Index {
    let [_, c, h, w] = shape;
    [k / (c * h * w), k / (h * w) % c, k / w % h, k % w]
}

/// What moves where: pairs of indices in order.
fn pairs(op: &TdmaOp) -> Vec<(Index, Index)> {
    let (src, dst, n) = ends(op);
    let s = [n, src.c, src.h, src.w].map(u32::from);
    let t = [n, dst.c, dst.h, dst.w].map(u32::from);
    let count: u32 = s.iter().product();
    let element = |k| nth(k, s);
    match op {
        TdmaOp::Tensor(op) if op.matrix && op.direction == Direction::Load => {
            let [rows, columns, width] = [n, src.w, dst.w].map(u32::from);
            (0..rows * columns)
                .map(|k| (k / columns, k % columns))
                .map(|(r, j)| ([0, r, 0, j], [r, j / width, 0, j % width]))
                .collect()
        }
        TdmaOp::Tensor(op) if op.matrix && op.direction == Direction::Store => {
            let [rows, columns, width] = [dst.c, dst.w, src.w].map(u32::from);
            (0..rows * columns)
                .map(|k| (k / columns, k % columns))
                .map(|(r, j)| ([r, j / width, 0, j % width], [0, r, 0, j]))
                .collect()
        }
        TdmaOp::TransposeNc(op) if op.matrix => {
            let [rows, columns, width] = [src.c, src.w, dst.w].map(u32::from);
            (0..rows * columns)
                .map(|k| (k / rows, k % rows))
                .map(|(i, j)| ([0, j, 0, i], [i, j / width, 0, j % width]))
                .collect()
        }
        TdmaOp::TransposeNc(_) => {
            let swap = |[n, c, h, w]: Index| [c, n, (h * s[3] + w) / t[3], (h * s[3] + w) % t[3]];
            (0..count).map(element).map(|index| (index, swap(index))).collect()
        }
        TdmaOp::TransposeCw(_) => (0..count).map(element).map(|[n, c, h, w]| ([n, c, h, w], [n, w, h, c])).collect(),
        _ => (0..count).map(|k| (nth(k, s), nth(k, t))).collect(),
    }
}

fn ends(op: &TdmaOp) -> (&Endpoint, &Endpoint, u16) {
    match op {
        TdmaOp::Tensor(op) => (&op.src, &op.dst, op.n),
        TdmaOp::TransposeNc(op) => (&op.src, &op.dst, op.n),
        TdmaOp::TransposeCw(op) => (&op.src, &op.dst, op.n),
        TdmaOp::RotateChw(op) => (&op.src, &op.dst, op.n),
        other => panic!("{other:?} does not move elements"),
    }
}

fn direction(op: &TdmaOp) -> Direction {
    match op {
        TdmaOp::Tensor(op) => op.direction,
        TdmaOp::TransposeNc(op) => op.direction,
        TdmaOp::TransposeCw(op) => op.direction,
        _ => Direction::Load,
    }
}

/// Moves the elements of `op` one after the other.
pub(super) fn transfer(desk: &mut Desk, op: &TdmaOp, formats: Formats) {
    let (src, dst, _) = ends(op);
    let direction = direction(op);
    let both_wide = src.format == 2 && dst.format == 2;
    let (from_bytes, to_bytes) = match direction {
        Direction::Copy => (u32::from(both_wide) + 1, u32::from(both_wide) + 1),
        _ => (element_bytes(src.format), element_bytes(dst.format)),
    };
    let side = |e: &Endpoint, in_local: bool, element: u32, desk: &Desk| {
        if in_local {
            return At::Local(local(e.addr.0, [1; 4], strides(e), element, desk.chip));
        }
        let address = e.addr.0 + desk.base[usize::from(e.base)] - desk.chip.gmem_start;
        At::Dram(dram(0, address, [1; 4], strides(e), element))
    };
    let mut from = side(src, matches!(direction, Direction::Store | Direction::Move), from_bytes, desk);
    let to = side(dst, matches!(direction, Direction::Load | Direction::Move), to_bytes, desk);
    if let (TdmaOp::RotateChw(op), At::Dram(tensor)) = (op, &mut from) {
        tensor.strides[3] = if op.rotation == Rearrangement::RotateHwc { 3 } else { 4 };
    }
    for (source, target) in pairs(op) {
        let (source, target) = (from.place(source), to.place(target));
        let memory = if matches!(from, At::Local(_)) { desk.local.bytes() } else { desk.dram.bytes() };
        let element = memory[source..source + from_bytes as usize].to_vec();
        let element = if from_bytes == to_bytes { element } else { converted(&element, formats, desk.chip) };
        let memory = if matches!(to, At::Local(_)) { desk.local.bytes_mut() } else { desk.dram.bytes_mut() };
        memory[target..target + element.len()].copy_from_slice(&element);
    }
}

fn converted(element: &[u8], formats: Formats, chip: &ChipProfile) -> Vec<u8> {
    use super::super::convert::{Conversion, widen};
    match formats.conversion(Pairs::Any, chip).unwrap() {
        Conversion::Widen { signed } => widen(element[0], signed).to_le_bytes().to_vec(),
        Conversion::Narrow(narrow) => vec![narrow.convert(u16::from_le_bytes([element[0], element[1]]))],
        _ => element.to_vec(),
    }
}
