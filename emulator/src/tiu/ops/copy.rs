//! Copy: 8-bit elements as they are, bf16 elements through the unit's clean-up.

use crate::arith::bf16;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use crate::tiu::job::{Inputs, Outputs};
use isa::op::tiu::Copy;

pub(in crate::tiu) fn execute(op: &Copy, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::unary(unit, &op.output, &op.a, op.bf16)?;
    tensors.output.check_narrow()?;
    tensors.check_narrow_operands()?;
    if op.bf16 {
        return tensors.run_bf16(unit, |a, _| bf16::store(bf16::load(a)));
    }
    tensors.narrow_job(1)?.run(unit, &|[a, ..]: Inputs<'_>, [out, _]: Outputs<'_>| out.copy_from_slice(a));
    Ok(())
}
