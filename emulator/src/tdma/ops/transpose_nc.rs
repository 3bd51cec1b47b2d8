//! Batches and channels exchanged, or the rows and columns of a matrix.

use super::formats;
use super::matrix::Pieces;
use crate::refusal::Refusal;
use crate::tdma::convert::Pairs;
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, elements, need, need_size};
use crate::tdma::side::{CNHW, NCHW};
use isa::op::tdma::{Direction, TransposeNc};

pub(super) fn plan(op: &TransposeNc, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    if op.matrix { matrix(op, scene) } else { tensor(op, scene) }
}

fn tensor(op: &TransposeNc, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let load = op.direction == Direction::Load;
    let conversion = formats!(op).conversion(if load { Pairs::Widening } else { Pairs::Narrowing }, scene.chip)?;
    source.need_sizes(op.n)?;
    need(target.names.c, op.dst.c, op.n, "the destination has a channel for each batch of the source")?;
    need_equal_planes(op)?;
    let (shape, transposed) = (source.shape(op.n), target.shape(op.src.c));
    let (from_bytes, to_bytes) = (conversion.source_bytes(), conversion.target_bytes());
    let (from, to) = if load {
        (scene.dram_side(source, shape, from_bytes, NCHW)?, scene.local_side(target, transposed, to_bytes, CNHW)?)
    } else {
        (scene.local_side(source, shape, from_bytes, NCHW)?, scene.dram_side(target, transposed, to_bytes, CNHW)?)
    };
    Ok(elements(from, to, conversion))
}

fn need_equal_planes(op: &TransposeNc) -> Result<(), Refusal> {
    let plane = |h: u16, w: u16| u32::from(h) * u32::from(w);
    let (have, wanted) = (plane(op.dst.h, op.dst.w), plane(op.src.h, op.src.w));
    if have == wanted {
        return Ok(());
    }
    let (name, size) = if op.dst.h == op.src.h { ("dst_w", op.dst.w) } else { ("dst_h", op.dst.h) };
    let refusal = Refusal::new(format!("a channel has {wanted} elements in the source and {have} in the destination"));
    Err(refusal.field(name, size, format!("planes of {wanted} elements")).help("give both sides equal planes"))
}

/// In the order of the destination, whose rows are the columns of the source.
fn matrix(op: &TransposeNc, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Int8, scene.chip)?;
    need_size(source.names.c, op.src.c)?;
    need_size(source.names.w, op.src.w)?;
    let to = Pieces { end: target, rows: op.src.w, columns: op.src.c, element: 1 }.side(scene)?;
    need(target.names.h_stride, op.dst.h_stride, op.dst.w, "a piece is one dense row")?;
    target.need_sixteenths()?;
    let shape = [op.src.w, op.src.c, 1, 1].map(u32::from);
    let strides = [1, op.src.c_stride.into(), 0, 1];
    Ok(elements(scene.dram_side_with(source, shape, strides, 1, NCHW)?, to, conversion))
}
