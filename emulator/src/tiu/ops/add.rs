//! Add: 16 + 16 bits to 16 or 8 bits, or bf16.

use crate::arith::bf16;
use crate::arith::integer::Saturation;
use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::elementwise::Elementwise;
use isa::op::tiu::Add;

pub(in crate::tiu) fn execute(op: &Add, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let tensors = Elementwise::binary(unit, &op.output, [&op.a, &op.b], op.bf16)?;
    tensors.check_summands()?;
    tensors.check_arithmetic(op.relu, op.rshift, op.arith)?;
    if op.bf16 {
        let relu = op.relu == 1;
        return tensors.run_bf16(unit, |a, b| {
            let sum = bf16::store(bf16::add(bf16::load(a), bf16::load(b)));
            if relu { bf16::relu(sum) } else { sum }
        });
    }
    let range = Saturation::new(if op.output.width == 0 { 16 } else { 8 }, op.output.signed, op.relu == 1);
    tensors.run_sums(unit, range, (op.rshift, op.round), |a, b| a + b)
}
