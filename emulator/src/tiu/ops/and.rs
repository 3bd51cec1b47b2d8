//! Bitwise and of 8-bit elements, or of 16-bit elements in two planes.

use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use isa::op::tiu::And;

pub(in crate::tiu) fn execute(op: &And, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.run_bitwise(unit, |a, b| a & b)
}
