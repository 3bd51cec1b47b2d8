//! Matrices: a row in local memory is cut into pieces, one per channel.

use super::formats;
use crate::refusal::Refusal;
use crate::tdma::convert::Pairs;
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, elements, need, need_size};
use crate::tdma::side::{NCHW, Side};
use isa::layout::{LocalTensor, Shape};
use isa::op::tdma::Tensor;

/// The local side of a matrix transfer.
pub(super) struct Pieces<'a> {
    pub(super) end: End<'a>,
    pub(super) rows: u16,
    pub(super) columns: u16,
    pub(super) element: u32,
}

impl Pieces<'_> {
    /// Where the pieces lie; the last may be shorter than the others.
    pub(super) fn side(&self, scene: &Scene<'_>) -> Result<Side, Refusal> {
        let (e, names) = (self.end.endpoint, self.end.names);
        need(names.h, e.h, 1_u64, "a piece of a matrix row is one row")?;
        need_size(names.w, e.w)?;
        need(names.c, e.c, self.columns.div_ceil(e.w), "a row has as many pieces as its columns take")?;
        // All of the last piece must lie inside its lane, although only the columns that are left move.
        let whole = scene.local_tensor(self.end, [self.rows, e.c, 1, e.w].map(u32::from), self.element)?;
        scene.check_local(self.end, &whole)?;
        let width = e.w.min(self.columns);
        let [rows, pieces, one, _] = whole.shape;
        let tensor = LocalTensor { shape: [rows, pieces, one, width.into()], ..whole };
        Ok(Side::local(&tensor, NCHW, scene.chip).with_tail(u32::from(self.columns % width)))
    }
}

/// The shape of a matrix in DRAM, whose rows are a channel stride apart.
pub(super) fn rows(rows: u16, columns: u16) -> Shape {
    [1, rows.into(), 1, columns.into()]
}

pub(super) fn load(op: &Tensor, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Widening, scene.chip)?;
    need_size("src_n", op.n)?;
    need_size(source.names.w, op.src.w)?;
    need(source.names.c, op.src.c, op.n, "src_n and src_c both count the rows")?;
    let from = scene.dram_side(source, rows(op.n, op.src.w), conversion.source_bytes(), NCHW)?;
    let pieces = Pieces { end: target, rows: op.n, columns: op.src.w, element: conversion.target_bytes() };
    Ok(elements(from, pieces.side(scene)?, conversion))
}

pub(super) fn store(op: &Tensor, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (source, target) = (End::source(&op.src), End::target(&op.dst));
    let conversion = formats!(op).conversion(Pairs::Narrowing, scene.chip)?;
    need_size(target.names.c, op.dst.c)?;
    need_size(target.names.w, op.dst.w)?;
    need("src_n", op.n, op.dst.c, "src_n and dst_c both count the rows")?;
    let pieces = Pieces { end: source, rows: op.dst.c, columns: op.dst.w, element: conversion.source_bytes() };
    let to = scene.dram_side(target, rows(op.dst.c, op.dst.w), conversion.target_bytes(), NCHW)?;
    Ok(elements(pieces.side(scene)?, to, conversion))
}
