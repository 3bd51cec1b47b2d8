//! Maximum of 8-bit integers of one signedness, or of bf16.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::kernel::Bytes;
use isa::op::tiu::Max;

pub(in crate::tiu) fn execute(op: &Max, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_alike()?;
    if op.bf16 {
        return tensors.run_bf16(unit, |a, b| bf16::store(bf16::max(bf16::load(a), bf16::load(b))));
    }
    let order = Bytes::new(op.output.signed);
    tensors.run_bytes(unit, |a, b| order.rank(order.rank(a).max(order.rank(b))))
}
