//! Loads that decompress.

use super::formats;
use super::matrix::Pieces;
use crate::refusal::Refusal;
use crate::tdma::convert::{Conversion, Formats, Pairs};
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, need, need_size, plain_bytes};
use crate::tdma::side::{NCHW, Side};
use isa::layout::tdma::{BF16, INT8};
use isa::op::tdma::Decompress;

pub(super) fn plan(op: &Decompress, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (to, conversion) = if op.matrix { matrix(op, scene)? } else { tensor(op, scene)? };
    let plain_bytes = plain_bytes(End::target(&op.dst), &to, conversion.source_bytes())?;
    Ok(Plan::Expand { stream: scene.dram(End::source(&op.src))?, plain_bytes, to, conversion })
}

/// The destination's shape alone counts.
fn tensor(op: &Decompress, scene: &Scene<'_>) -> Result<(Side, Conversion), Refusal> {
    let target = End::target(&op.dst);
    let formats = formats!(op);
    // Any destination format but bf16 takes bytes as they are.
    let bytes = formats.source == INT8 && formats.target != BF16;
    let formats = if bytes { Formats { target: INT8, ..formats } } else { formats };
    let conversion = formats.conversion(Pairs::Widening, scene.chip)?;
    target.need_sizes(op.n)?;
    Ok((scene.local_side(target, target.shape(op.n), conversion.target_bytes(), NCHW)?, conversion))
}

fn matrix(op: &Decompress, scene: &Scene<'_>) -> Result<(Side, Conversion), Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Equal, scene.chip)?;
    let element = conversion.target_bytes();
    need_size("src_n", op.n)?;
    need_size(source.names.w, op.src.w)?;
    need(source.names.c, op.src.c, op.n, "src_n and src_c both count the rows")?;
    let row = u32::from(op.src.w) * element;
    need(source.names.c_stride, op.src.c_stride, row, "the rows of a compressed matrix are dense")?;
    Ok((Pieces { end: target, rows: op.n, columns: op.src.w, element }.side(scene)?, conversion))
}
