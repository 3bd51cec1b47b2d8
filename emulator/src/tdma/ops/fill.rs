//! A constant in every element.

use crate::refusal::Refusal;
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, need};
use crate::tdma::side::NCHW;
use isa::layout::tdma::{BF16, INT8, element_bytes};
use isa::op::tdma::{Direction, Fill};

pub(super) fn plan(op: &Fill, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let target = End::target(&op.dst);
    need("src_fmt", op.src.format, op.dst.format, "a fill names its format twice")?;
    let known = matches!(op.dst.format, INT8 | BF16);
    let (shape, element) = (target.shape(op.n), element_bytes(op.dst.format));
    if op.direction == Direction::Store {
        let to = scene.dram_side(target, shape, element, NCHW)?;
        // In DRAM the other two formats are taken, and write nothing.
        return Ok(if known { Plan::Fill { to, value: op.value } } else { Plan::Nothing });
    }
    if known {
        return Ok(Plan::Fill { to: scene.local_side(target, shape, element, NCHW)?, value: op.value });
    }
    let refusal = Refusal::new("no such format").field("dst_fmt", op.dst.format, "1 int8, 2 bf16");
    Err(refusal.help("use a legal format"))
}
