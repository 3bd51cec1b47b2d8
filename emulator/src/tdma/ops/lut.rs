//! A local bf16 copy that makes table keys of its elements.

use super::tensor::Both;
use crate::refusal::Refusal;
use crate::tdma::convert::Conversion;
use crate::tdma::plan::{Plan, Table};
use crate::tdma::scene::{End, Scene};
use isa::op::tdma::Lut;

pub(super) fn plan(op: &Lut, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    if op.lut_base && op.lut_index {
        let refusal = Refusal::new("a move makes bases or indices, not both").field("mv_lut_idx", 1_u64, "0");
        return Err(refusal.help("clear mv_lut_base or mv_lut_idx"));
    }
    let table = if op.lut_index { Table::Index } else { Table::Base };
    let both = Both { source: End::source(&op.src), target: End::target(&op.dst), n: op.n };
    match both.in_local(Conversion::Pairs, scene)? {
        Plan::Elements { from, to, .. } => Ok(Plan::Keys { from, to, table }),
        other => Ok(other),
    }
}
