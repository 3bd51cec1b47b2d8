//! A load that turns interleaved pixels into one plane per channel.

use super::formats;
use crate::refusal::Refusal;
use crate::tdma::convert::Pairs;
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, elements, need};
use crate::tdma::side::NCHW;
use isa::op::tdma::{Rearrangement, RotateChw};

pub(super) fn plan(op: &RotateChw, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Int8, scene.chip)?;
    let channels: u16 = if op.rotation == Rearrangement::RotateHwc { 3 } else { 4 };
    need(source.names.c, op.src.c, channels, "the kind of rotation says how many channels a pixel has")?;
    source.need_sizes(op.n)?;
    let same = "both sides have the same shape";
    need(target.names.c, op.dst.c, op.src.c, same)?;
    need(target.names.h, op.dst.h, op.src.h, same)?;
    need(target.names.w, op.dst.w, op.src.w, same)?;
    target.need_sixteenths()?;
    need(target.names.h_stride, op.dst.h_stride, op.dst.w, "the rows of a plane are dense")?;
    let pixels = source.strides().in_dram(channels.into());
    let from = scene.dram_side_with(source, source.shape(op.n), pixels, 1, NCHW)?;
    Ok(elements(from, scene.local_side(target, target.shape(op.n), 1, NCHW)?, conversion))
}
