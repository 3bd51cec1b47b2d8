//! Matrix multiplication.

use super::bias::shift;
use super::finish::{Channel, FloatFinish, IntegerFinish};
use super::legal::{self, Signs, demand};
use super::matrix::{Bias, Former, Kind, Matrix, Product};
use super::planes::{Form, Planes};
use super::run::Buffers;
use crate::arith::integer::Saturation;
use crate::halt::Halt;
use crate::memory::LocalMemory;
use crate::refusal::Refusal;
use crate::tiu::Means;
use crate::tiu::operand::Operand;
use isa::chip::ChipProfile;
use isa::layout::LocalTensor;
use isa::layout::tiu::MatmulOperands;
use isa::op::tiu::{Matmul, Ps32Mode, StrideMode};

/// Executes a matrix multiplication.
pub(crate) fn execute(
    op: &Matmul,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    check(op)?;
    product(op, chip)?.run(local, buffers, means)?;
    Ok(())
}

fn left(op: &Matmul) -> Operand<'_> {
    Operand::a(&op.left)
}

fn right(op: &Matmul) -> Operand<'_> {
    Operand::b(&op.right, &op.output)
}

fn output(op: &Matmul) -> Operand<'_> {
    Operand::output(&op.output)
}

fn writes_sums(op: &Matmul) -> bool {
    op.ps32.bits() & 2 == 2
}

/// Whether results have 16 bits.
fn is_wide(op: &Matmul) -> bool {
    !op.bf16 && op.output.width == 0
}

fn check(op: &Matmul) -> Result<(), Refusal> {
    demand(matches!(op.operands, 2 | 3), "tsk_opd_num", op.operands, "2, 3 with bias", "no such number of operands")?;
    demand(!op.left_transposed, "opt_left_tran", op.left_transposed, "0", "the left matrix cannot be transposed")?;
    check_operands(op)?;
    if op.operands == 3 {
        check_bias(op)?;
    }
    check_result(op)?;
    legal::check_sums(op.ps32, op.relu, op.operands, op.rshift, op.quant)?;
    if op.bf16 { Ok(()) } else { signs(op).check() }
}

fn check_operands(op: &Matmul) -> Result<(), Refusal> {
    for operand in [output(op), left(op), right(op)] {
        operand.check_shape()?;
        operand.check_mode(StrideMode::Aligned)?;
        operand.check_size("h", operand.tensor.h, 1)?;
    }
    for operand in [left(op), right(op)] {
        operand.check_stored()?;
        operand.check_width(1)?;
    }
    left(op).check_size("n", op.left.n, op.output.n.into())?;
    right(op).check_size("c", op.right.c, op.output.c.into())?;
    let last = op.right.w <= op.left.w;
    demand(last, "opd1_w", op.right.w, op.left.w, "the left matrix's last channel is wider than its others")?;
    let inner = usize::from(op.left.w) * (usize::from(op.left.c) - 1) + usize::from(op.right.w);
    right(op).check_size("n", op.right.n, inner)
}

fn check_bias(op: &Matmul) -> Result<(), Refusal> {
    let bias = Operand::c(&op.bias, &op.output);
    bias.check_shape()?;
    bias.check_stored()?;
    bias.check_mode(StrideMode::Aligned)?;
    bias.check_size("n", op.bias.n, 1)?;
    bias.check_size("c", op.bias.c, op.output.c.into())?;
    bias.check_size("h", op.bias.h, 1)?;
    bias.check_size("w", op.bias.w, op.output.w.into())?;
    bias.check_wide()?;
    check_distance(bias)
}

/// Rules on 16-bit results, on adding former ones, and on what goes with neither.
fn check_result(op: &Matmul) -> Result<(), Refusal> {
    let sums = op.ps32 != Ps32Mode::Off;
    if !op.bf16 && op.quant {
        demand(op.output.width == 1, "opt_res0_seg", op.output.width, "1", "multiplied results have 8 bits")?;
    }
    let alone = !op.accumulate || !(op.bf16 || sums);
    demand(alone, "opt_res_add", op.accumulate, "0", "there is no former result of this kind")?;
    demand(!(op.quant && op.bf16), "opt_chl_quan", op.quant, "0", "bf16 results have no multiplier")?;
    if writes_sums(op) || is_wide(op) { check_distance(output(op)) } else { Ok(()) }
}

/// The distance of planes must look right although it is computed.
fn check_distance(operand: Operand<'_>) -> Result<(), Refusal> {
    let distance = operand.tensor.plane_stride;
    if distance != 0 && distance.is_multiple_of(16) {
        return Ok(());
    }
    let refusal =
        operand.refuse("plane_stride", distance, "planes lie at multiples of 16 bytes", "multiples of 16 from 16");
    Err(refusal.help("set any such number: the distance in use is computed"))
}

fn signs(op: &Matmul) -> Signs {
    let bias = op.operands == 3;
    Signs {
        any: op.left.signed || op.right.signed || (bias && op.bias.signed),
        bias,
        result: op.output.signed,
        relu: op.relu,
        arith: op.arith,
        shifts: op.rshift != 0 && !writes_sums(op),
    }
}

fn product(op: &Matmul, chip: &ChipProfile) -> Result<Product, Refusal> {
    let operands = MatmulOperands::of(op, chip);
    let matrix = |operand: Operand<'_>, tensor: LocalTensor| {
        operand.place(tensor, chip).map(|plane| Matrix { plane, width: tensor.shape[3] as usize })
    };
    let planes = |form: Form| Planes::new(output(op), form, operands.result, operands.result_planes, chip);
    let (result, sums) = forms(op);
    let [rows, channels, _, width] = operands.result.shape;
    let product = Product {
        left: matrix(left(op), operands.left)?,
        right: matrix(right(op), operands.right)?,
        rows: rows as usize,
        columns: (channels * width) as usize,
        inner: operands.inner as usize,
        output: planes(if writes_sums(op) { sums } else { result })?,
        sums: if op.ps32.bits() & 1 == 1 { Some(planes(sums)?) } else { None },
        former: if op.accumulate { Some(Former::new(planes(Form::Bytes2)?, op)) } else { None },
        bias: if op.operands == 3 { Some(bias(op, &operands, chip)?) } else { None },
        kind: kind(op, chip),
    };
    legal::check_work(product.rows * product.columns, product.inner)?;
    Ok(product)
}

/// How results and partial sums are stored.
fn forms(op: &Matmul) -> (Form, Form) {
    match (op.bf16, output(op).is_narrow()) {
        (true, _) => (Form::Half, Form::Halves2),
        (_, false) => (Form::Bytes2, Form::Bytes4),
        _ => (Form::Byte, Form::Bytes4),
    }
}

fn bias(op: &Matmul, operands: &MatmulOperands, chip: &ChipProfile) -> Result<Bias, Refusal> {
    let form = match (op.bf16, op.quant) {
        (true, _) => Form::Halves2,
        (_, true) => Form::Bytes4,
        _ => Form::Bytes2,
    };
    let operand = Operand::c(&op.bias, &op.output);
    let planes = Planes::new(operand, form, operands.bias, operands.bias_planes, chip)?;
    Ok(Bias { planes, signed: op.bias.signed })
}

fn kind(op: &Matmul, chip: &ChipProfile) -> Kind {
    let keep = writes_sums(op);
    if op.bf16 {
        return Kind::Float { finish: FloatFinish { keep, relu: op.relu == 1, bias: op.operands == 3 } };
    }
    let flags = (op.rshift, op.arith, op.round);
    let mut finish = IntegerFinish::new(keep, op.quant, op.relu == 1, op.output.signed, flags);
    if is_wide(op) {
        finish.range = Saturation::new(16, op.output.signed, false);
    }
    let multiplier = op.multiplier.cast_signed();
    let channel = Channel { addend: 0, multiplier, shift: shift(op.rshift, chip) };
    Kind::Integer { signed_left: op.left.signed, signed_right: op.right.signed, finish, channel }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, signed, wide};
    use isa::op::tiu::Tensor;

    /// The product of a row and a column of two, with a 16-bit result.
    fn product(ps32: Ps32Mode) -> Matmul {
        let aligned = |tensor: Tensor| Tensor { mode: StrideMode::Aligned, ..tensor };
        let (left, right) = (aligned(signed(0, 2)), aligned(Tensor { n: 2, ..signed(0x100, 2) }));
        Matmul {
            output: aligned(wide(signed(0x200, 1))),
            left,
            right,
            operands: 2,
            rshift: 0,
            arith: false,
            ps32,
            ..Matmul::default()
        }
    }

    #[test]
    fn partial_sums_end_in_16_bits() {
        let stage = Stage::new([(0, &[100, 100]), (0x100, &[100]), (0x110, &[50])]);
        let stage = stage.run(product(Ps32Mode::Write)).run(product(Ps32Mode::ReadWrite));
        assert_eq!([0x200, 0x210, 0x220, 0x230].map(|plane| stage.bytes::<1>(plane)[0]), 30_000_u32.to_le_bytes());
        let last = Matmul { rshift: 1, arith: true, ..product(Ps32Mode::Read) };
        let stage = stage.run(last);
        assert_eq!([0x200, 0x210].map(|plane| stage.bytes::<1>(plane)[0]), 22_500_u16.to_le_bytes());
    }
}
