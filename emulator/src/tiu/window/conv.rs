//! Convolution over all input channels.

use super::axis::{Axis, COLUMNS, ROWS};
use super::bias::Bias;
use super::filter::{Depth, Filter, Numbers, Weights};
use super::finish::{FloatFinish, IntegerFinish};
use super::legal::{self, Signs, demand};
use super::planes::{Form, Planes};
use super::run::Buffers;
use crate::halt::Halt;
use crate::memory::LocalMemory;
use crate::refusal::Refusal;
use crate::tiu::Means;
use crate::tiu::operand::Operand;
use isa::chip::ChipProfile;
use isa::layout::tiu::{conv_weight, operand, sum_planes};
use isa::op::tiu::{Conv, StrideMode};

/// Executes a convolution.
pub(crate) fn execute(
    op: &Conv,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    check(op, chip)?;
    let filter = filter(op, chip)?;
    if is_float(op) {
        bias(op).read_floats(&mut buffers.parameters, local.bytes(), chip)?;
    } else {
        bias(op).read_integers(&mut buffers.parameters, local.bytes(), chip)?;
    }
    filter.run(local, buffers, means)?;
    Ok(())
}

/// Whether the operation computes in bf16.
fn is_float(op: &Conv) -> bool {
    op.bf16 && !op.quant
}

fn writes_sums(op: &Conv) -> bool {
    op.ps32.bits() & 2 == 2
}

fn bias(op: &Conv) -> Bias<'_> {
    Bias { output: &op.output, tensor: &op.bias, bias: op.operands == 3, quant: op.quant }
}

fn check(op: &Conv, chip: &ChipProfile) -> Result<(), Refusal> {
    demand(matches!(op.operands, 2 | 3), "tsk_opd_num", op.operands, "2, 3 with bias", "no such number of operands")?;
    check_operands(op)?;
    legal::check_insertions(
        chip,
        &[
            ("conv_opd0_x_ins0", op.insert_x),
            ("conv_opd0_y_ins0", op.insert_y),
            ("conv_opd0_x_ins0_last", op.insert_x_last),
            ("conv_opd0_y_ins0_last", op.insert_y_last),
            ("conv_opd1_x_ins0", op.gap_x),
            ("conv_opd1_y_ins0", op.gap_y),
        ],
    )?;
    legal::check_sums(op.ps32, op.relu, op.operands, op.rshift, op.quant)?;
    let early = !writes_sums(op) || op.early <= 1;
    demand(early, "cmd_pre_exe", op.early, "0, 1", "partial sums are not stored early")?;
    if op.quant {
        demand(op.round, "opt_rshift_typ", op.round, "1", "the multiplication rounds")?;
    }
    check_double(op)?;
    if is_float(op) { Ok(()) } else { signs(op).check() }
}

fn check_operands(op: &Conv) -> Result<(), Refusal> {
    let output = Operand::output(&op.output);
    let (input, weight) = (Operand::a(&op.input), Operand::b(&op.weight, &op.output));
    for operand in [output, input, weight] {
        operand.check_shape()?;
        if !is_float(op) {
            operand.check_narrow()?;
        }
    }
    input.check_stored()?;
    input.check_mode(StrideMode::Aligned)?;
    weight.check_mode(StrideMode::Packed)?;
    output.check_rows()?;
    input.check_size("n", op.input.n, op.output.n.into())?;
    weight.check_size("n", op.weight.n, op.input.c.into())?;
    weight.check_size("c", op.weight.c, op.output.c.into())?;
    bias(op).check()
}

fn check_double(op: &Conv) -> Result<(), Refusal> {
    if !op.double {
        return Ok(());
    }
    demand(!is_float(op), "double_conv", op.double, "0", "bf16 channels cannot be taken in pairs")?;
    let pairs = op.input.c >= 4 && op.input.c.is_multiple_of(2);
    demand(pairs, "opd0_c", op.input.c, "even numbers from 4", "channels are taken in pairs, and two pairs at least")?;
    for (name, address) in [("opd0_addr", op.input.addr.0), ("opd1_addr", op.weight.addr.0)] {
        demand(address % 2 == 0, name, address, "even addresses", "channels are taken in pairs")?;
    }
    Ok(())
}

fn signs(op: &Conv) -> Signs {
    let bias = op.operands == 3;
    Signs {
        any: op.input.signed || op.weight.signed || (bias && op.bias.signed),
        bias,
        result: op.output.signed,
        relu: op.relu,
        arith: op.arith,
        shifts: op.rshift != 0 && !op.quant && !writes_sums(op),
    }
}

fn filter(op: &Conv, chip: &ChipProfile) -> Result<Filter, Refusal> {
    let (rows, columns) = axes(op);
    rows.check_all(ROWS, chip.max_conv_stride)?;
    columns.check_all(COLUMNS, chip.max_conv_stride)?;
    let (result, sums) = if is_float(op) { (Form::Half, Form::Halves2) } else { (Form::Byte, Form::Bytes4) };
    let element = result.bytes() as u32;
    let filter = Filter {
        input: Operand::a(&op.input).place(operand(&op.input, element, chip), chip)?,
        weights: weights(op, element, chip)?,
        rows,
        columns,
        depth: Depth::All(op.input.c.into()),
        output: planes(op, if writes_sums(op) { sums } else { result }, chip)?,
        sums: if op.ps32.bits() & 1 == 1 { Some(planes(op, sums, chip)?) } else { None },
        numbers: numbers(op, chip),
    };
    legal::check_work(filter.output.elements(), filter.products())?;
    Ok(filter)
}

fn axes(op: &Conv) -> (Axis, Axis) {
    let rows = Axis {
        size: op.input.h.into(),
        before: op.pad_top.into(),
        after: usize::from(op.pad_bottom) + usize::from(op.insert_y_last),
        spread: usize::from(op.insert_y) + 1,
        kernel: op.weight.h.into(),
        dilation: usize::from(op.gap_y) + 1,
        stride: op.stride_y.into(),
        out: op.output.h.into(),
    };
    let columns = Axis {
        size: op.input.w.into(),
        before: op.pad_left.into(),
        after: usize::from(op.pad_right) + usize::from(op.insert_x_last),
        spread: usize::from(op.insert_x) + 1,
        kernel: op.weight.w.into(),
        dilation: usize::from(op.gap_x) + 1,
        stride: op.stride_x.into(),
        out: op.output.w.into(),
    };
    (rows, columns)
}

fn planes(op: &Conv, form: Form, chip: &ChipProfile) -> Result<Planes, Refusal> {
    let low = operand(&op.output, form.bytes() as u32, chip);
    Planes::new(Operand::output(&op.output), form, low, sum_planes(&op.output, &low), chip)
}

fn weights(op: &Conv, element: u32, chip: &ChipProfile) -> Result<Weights, Refusal> {
    if op.weight.constant {
        return Ok(Weights::Constant(op.weight.addr.0 as u16));
    }
    let stored = conv_weight(&op.output, &op.weight, element, chip);
    Operand::b(&op.weight, &op.output).place(stored, chip).map(Weights::Stored)
}

fn numbers(op: &Conv, chip: &ChipProfile) -> Numbers {
    if is_float(op) {
        let fill = if chip.features.own_bf16_fill { op.fill_bf16 } else { op.fill };
        let finish = FloatFinish { keep: writes_sums(op), relu: op.relu == 1, bias: op.operands == 3 };
        return Numbers::Float { fill: fill.into(), finish };
    }
    let shift = (op.rshift, op.arith, op.round);
    Numbers::Integer {
        signed_input: op.input.signed,
        signed_weights: op.weight.signed,
        fill: op.fill.to_le_bytes()[0],
        finish: IntegerFinish::new(writes_sums(op), op.quant, op.relu == 1, op.output.signed, shift),
    }
}
