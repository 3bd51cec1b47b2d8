//! Stores that compress.

use super::formats;
use super::matrix::Pieces;
use crate::refusal::Refusal;
use crate::tdma::convert::{Conversion, Pairs};
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, need, need_size, plain_bytes};
use crate::tdma::side::{NCHW, Side};
use isa::container::vlc::Params;
use isa::op::tdma::Compress;

pub(super) fn plan(op: &Compress, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let conversion = formats!(op).conversion(Pairs::Equal, scene.chip)?;
    let params = params(op, conversion)?;
    let element = conversion.source_bytes();
    let from = if op.matrix { matrix(op, element, scene)? } else { tensor(op, element, scene)? };
    let plain_bytes = plain_bytes(End::source(&op.src), &from, element)?;
    Ok(Plan::Squeeze { from, plain_bytes, params, stream: scene.dram(End::target(&op.dst))? })
}

/// The compressor, as far as the engine can be set.
fn params(op: &Compress, conversion: Conversion) -> Result<Params, Refusal> {
    need("compress_bias1", op.bias1, 0_u64, "a store has no second bias")?;
    if conversion == Conversion::Pairs {
        need("compress_bias0", op.bias0, 127_u64, "a store of bf16 is centred on exponent 127")?;
        need("cmprs_fmt", op.signed, 0_u64, "the sign of bf16 is not coded")?;
        return Ok(Params::bf16(op.zero_guard));
    }
    need("compress_bias0", op.bias0, 0_u64, "a store of 8 bits has no bias")?;
    need("compress_zero_guard", op.zero_guard, 0_u64, "only bf16 has a zero guard")?;
    Ok(Params::int8(op.signed))
}

/// An empty source becomes a bare header.
fn tensor(op: &Compress, element: u32, scene: &Scene<'_>) -> Result<Side, Refusal> {
    let (source, names) = (End::source(&op.src), End::target(&op.dst).names);
    let [c, h, w] = [op.dst.c, op.dst.h, op.dst.w].map(u64::from);
    let row = w * u64::from(element);
    let why = "a compressed destination is dense";
    need(names.h_stride, op.dst.h_stride, row, why)?;
    need(names.c_stride, op.dst.c_stride, h * row, why)?;
    need(names.n_stride, op.dst.n_stride, c * h * row, why)?;
    scene.local_side(source, source.shape(op.n), element, NCHW)
}

fn matrix(op: &Compress, element: u32, scene: &Scene<'_>) -> Result<Side, Refusal> {
    let names = End::target(&op.dst).names;
    need_size(names.c, op.dst.c)?;
    need_size(names.w, op.dst.w)?;
    need("src_n", op.n, op.dst.c, "src_n and dst_c both count the rows")?;
    let row = u32::from(op.dst.w) * element;
    need(names.c_stride, op.dst.c_stride, row, "the rows of a compressed matrix are dense")?;
    Pieces { end: End::source(&op.src), rows: op.dst.c, columns: op.dst.w, element }.side(scene)
}
