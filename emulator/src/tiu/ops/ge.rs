//! Greater or equal: 1 or 0 from 8-bit integers of one signedness, 1.0 or 0.0 from bf16.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::kernel::Bytes;
use isa::op::tiu::Ge;

pub(in crate::tiu) fn execute(op: &Ge, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_alike()?;
    if op.bf16 {
        return tensors.run_bf16(unit, |a, b| bf16::store(bf16::greater_equal(bf16::load(a), bf16::load(b))));
    }
    let order = Bytes::new(op.output.signed);
    tensors.run_bytes(unit, |a, b| u8::from(order.rank(a) >= order.rank(b)))
}
