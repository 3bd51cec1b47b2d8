//! One file per operation: which sizes, formats and places it takes, and what it moves where.

mod compress;
mod decompress;
mod fill;
mod general;
mod lut;
mod matrix;
mod rotate_chw;
mod tensor;
mod transpose_cw;
mod transpose_nc;

use super::plan::Plan;
use super::scene::Scene;
use crate::refusal::Refusal;
use isa::op::tdma::{
    Compress, Decompress, Fill, General, Lut, RotateChw, TdmaOp, TdmaVisitor, Tensor, TransposeCw, TransposeNc,
};

/// Checks `op` and says what it moves.
pub(super) fn plan(op: &TdmaOp, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    op.visit(&mut Planner(scene))
}

struct Planner<'a>(&'a Scene<'a>);

impl TdmaVisitor for Planner<'_> {
    type Output = Result<Plan, Refusal>;

    fn lut(&mut self, op: &Lut) -> Self::Output {
        lut::plan(op, self.0)
    }
    fn general(&mut self, op: &General) -> Self::Output {
        general::plan(op, self.0)
    }
    fn decompress(&mut self, op: &Decompress) -> Self::Output {
        decompress::plan(op, self.0)
    }
    fn compress(&mut self, op: &Compress) -> Self::Output {
        compress::plan(op, self.0)
    }
    fn fill(&mut self, op: &Fill) -> Self::Output {
        fill::plan(op, self.0)
    }
    fn transpose_nc(&mut self, op: &TransposeNc) -> Self::Output {
        transpose_nc::plan(op, self.0)
    }
    fn rotate_chw(&mut self, op: &RotateChw) -> Self::Output {
        rotate_chw::plan(op, self.0)
    }
    fn transpose_cw(&mut self, op: &TransposeCw) -> Self::Output {
        transpose_cw::plan(op, self.0)
    }
    fn tensor(&mut self, op: &Tensor) -> Self::Output {
        tensor::plan(op, self.0)
    }
}

/// The format fields of an operation.
macro_rules! formats {
    ($op:expr) => {
        crate::tdma::convert::Formats {
            source: $op.src.format,
            target: $op.dst.format,
            signed: $op.int8_sign,
            truncate: $op.int8_round,
        }
    };
}
use formats;
