//! A store that exchanges channels and columns.

use super::formats;
use crate::refusal::Refusal;
use crate::tdma::convert::Pairs;
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, elements, need};
use crate::tdma::side::{NCHW, NWHC};
use isa::op::tdma::TransposeCw;

pub(super) fn plan(op: &TransposeCw, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Int8, scene.chip)?;
    source.need_sizes(op.n)?;
    need(target.names.w, op.dst.w, op.src.c, "the destination has a column for each channel of the source")?;
    need(target.names.h, op.dst.h, op.src.h, "both sides have the same rows")?;
    need(target.names.c, op.dst.c, op.src.w, "the destination has a channel for each column of the source")?;
    let from = scene.local_side(source, source.shape(op.n), 1, NCHW)?;
    Ok(elements(from, scene.dram_side(target, target.shape(op.n), 1, NWHC)?, conversion))
}
