//! Convolution of every channel with a kernel of its own.

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
use isa::layout::tiu::{operand, operand_beside, sum_planes};
use isa::op::tiu::{DepthwiseConv, Ps32Mode, StrideMode};

/// Executes a depthwise convolution.
pub(crate) fn execute(
    op: &DepthwiseConv,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    check(op, chip)?;
    let filter = filter(op, chip)?;
    if op.bf16 {
        bias(op).read_floats(&mut buffers.parameters, local.bytes(), chip)?;
    } else {
        bias(op).read_integers(&mut buffers.parameters, local.bytes(), chip)?;
    }
    filter.run(local, buffers, means)?;
    Ok(())
}

fn writes_sums(op: &DepthwiseConv, chip: &ChipProfile) -> bool {
    op.bf16 && op.ps32 == Ps32Mode::Write && chip.features.depthwise_sums
}

fn bias(op: &DepthwiseConv) -> Bias<'_> {
    Bias { output: &op.output, tensor: &op.bias, bias: op.operands == 3, quant: op.quant }
}

fn check(op: &DepthwiseConv, chip: &ChipProfile) -> Result<(), Refusal> {
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
    demand(!(op.quant && op.bf16), "opt_chl_quan", op.quant, "0", "bf16 results have no multiplier")?;
    let sums = !chip.features.depthwise_sums || matches!(op.ps32, Ps32Mode::Off | Ps32Mode::Write);
    demand(sums, "ps32_md", op.ps32.bits(), "0 off, 2 write", "partial sums cannot be added")?;
    demand(op.round, "opt_rshift_typ", op.round, "1", "results are rounded")?;
    if op.bf16 { Ok(()) } else { check_signs(op) }
}

fn check_operands(op: &DepthwiseConv) -> Result<(), Refusal> {
    let output = Operand::output(&op.output);
    let (input, weight) = (Operand::a(&op.input), Operand::b(&op.weight, &op.output));
    for operand in [output, input, weight] {
        operand.check_shape()?;
    }
    input.check_strides()?;
    output.check_rows()?;
    output.check_mode(op.input.mode)?;
    input.check_stored()?;
    input.check_size("n", op.input.n, op.output.n.into())?;
    input.check_size("c", op.input.c, op.output.c.into())?;
    weight.check_signed(true)?;
    if !op.weight.constant {
        weight.check_mode(StrideMode::Aligned)?;
        weight.check_size("n", op.weight.n, 1)?;
        weight.check_size("c", op.weight.c, op.output.c.into())?;
    }
    Operand::c(&op.bias, &op.output).check_signed(true)?;
    bias(op).check()
}

fn check_signs(op: &DepthwiseConv) -> Result<(), Refusal> {
    let bias = op.operands == 3;
    let (relu, arith, result) = (op.relu, op.arith, op.output.signed);
    Signs { any: true, bias, result, relu, arith, shifts: op.rshift != 0 && !op.quant }.check()
}

fn filter(op: &DepthwiseConv, chip: &ChipProfile) -> Result<Filter, Refusal> {
    let (mut rows, mut columns) = axes(op);
    rows.check(ROWS, chip.max_conv_stride)?;
    columns.check(COLUMNS, chip.max_conv_stride)?;
    if op.quant && !chip.features.dilated_quantised_depthwise {
        // Sizes must fit the dilated kernel, but its taps are not spread.
        (rows.dilation, columns.dilation) = (1, 1);
    }
    let element = if op.bf16 { 2 } else { 1 };
    let filter = Filter {
        input: Operand::a(&op.input).place(operand(&op.input, element, chip), chip)?,
        weights: weights(op, element, chip)?,
        rows,
        columns,
        depth: Depth::Own,
        output: output(op, chip)?,
        sums: None,
        numbers: numbers(op, chip),
    };
    legal::check_work(filter.output.elements(), filter.products())?;
    Ok(filter)
}

fn axes(op: &DepthwiseConv) -> (Axis, Axis) {
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

fn weights(op: &DepthwiseConv, element: u32, chip: &ChipProfile) -> Result<Weights, Refusal> {
    if op.weight.constant {
        return Ok(Weights::Constant(op.weight.addr.0 as u16));
    }
    let stored = operand_beside(&op.output, &op.weight, element, chip);
    Operand::b(&op.weight, &op.output).place(stored, chip).map(Weights::Stored)
}

fn output(op: &DepthwiseConv, chip: &ChipProfile) -> Result<Planes, Refusal> {
    let form = match (op.bf16, writes_sums(op, chip)) {
        (true, true) => Form::Halves2,
        (true, false) => Form::Half,
        _ => Form::Byte,
    };
    let low = operand(&op.output, form.bytes() as u32, chip);
    Planes::new(Operand::output(&op.output), form, low, sum_planes(&op.output, &low), chip)
}

fn numbers(op: &DepthwiseConv, chip: &ChipProfile) -> Numbers {
    if op.bf16 {
        let fill = if chip.features.own_bf16_fill { op.fill_bf16 } else { op.fill };
        let finish = FloatFinish { keep: writes_sums(op, chip), relu: op.relu == 1, bias: op.operands == 3 };
        return Numbers::Float { fill: fill.into(), finish };
    }
    let shift = (op.rshift, op.arith, op.round);
    Numbers::Integer {
        signed_input: op.input.signed,
        signed_weights: true,
        fill: op.fill.to_le_bytes()[0],
        finish: IntegerFinish::new(false, op.quant, op.relu == 1, op.output.signed, shift),
    }
}
