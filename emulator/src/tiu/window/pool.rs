//! Pooling: largest, smallest and average values of windows.

use super::axis::{Axis, COLUMNS, ROWS};
use super::extreme::{Extreme, Values};
use super::filter::{Depth, Filter, Numbers, Weights};
use super::finish::{Channel, FloatFinish, IntegerFinish};
use super::legal::{self, demand};
use super::planes::{Form, Planes};
use super::run::Buffers;
use crate::halt::Halt;
use crate::memory::LocalMemory;
use crate::refusal::Refusal;
use crate::tiu::Means;
use crate::tiu::operand::Operand;
use crate::tiu::plane::Plane;
use isa::chip::ChipProfile;
use isa::layout::tiu::{placed, shape};
use isa::op::tiu::{AvgPool, MaxPool, MinPool, StrideMode, Tensor};

/// The fields that max and min pooling have in common.
struct ExtremeOp<'o> {
    largest: bool,
    input: &'o Tensor,
    output: &'o Tensor,
    bf16: bool,
    rows: Axis,
    columns: Axis,
    fill: u16,
}

macro_rules! extreme_op {
    ($op:ident, $chip:ident, $largest:literal) => {
        ExtremeOp {
            largest: $largest,
            input: &$op.input,
            output: &$op.output,
            bf16: $op.bf16,
            rows: Axis {
                size: $op.input.h.into(),
                before: $op.pad_top.into(),
                after: $op.pad_bottom.into(),
                spread: 1,
                kernel: $op.kernel_h.into(),
                dilation: 1,
                stride: $op.stride_y.into(),
                out: $op.output.h.into(),
            },
            columns: Axis {
                size: $op.input.w.into(),
                before: $op.pad_left.into(),
                after: $op.pad_right.into(),
                spread: 1,
                kernel: $op.kernel_w.into(),
                dilation: 1,
                stride: $op.stride_x.into(),
                out: $op.output.w.into(),
            },
            fill: if $op.bf16 && $chip.features.own_bf16_fill { $op.fill_bf16 } else { $op.fill },
        }
    };
}

/// Executes a max pooling.
pub(crate) fn execute_max(
    op: &MaxPool,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    extreme_op!(op, chip, true).resolve(chip)?.run(local, buffers, means)?;
    Ok(())
}

/// Executes a min pooling.
pub(crate) fn execute_min(
    op: &MinPool,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    extreme_op!(op, chip, false).resolve(chip)?.run(local, buffers, means)?;
    Ok(())
}

/// Executes an average pooling.
pub(crate) fn execute_avg(
    op: &AvgPool,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    buffers: &mut Buffers,
    means: Means<'_>,
) -> Result<(), Halt> {
    check_average(op, chip)?;
    let filter = average(op, chip)?;
    let channels = usize::from(op.output.c);
    buffers.parameters.channels.clear();
    buffers.parameters.channels.resize(channels, Channel::default());
    buffers.parameters.biases.clear();
    buffers.parameters.biases.resize(channels, 0.0);
    filter.run(local, buffers, means)?;
    Ok(())
}

impl ExtremeOp<'_> {
    fn resolve(&self, chip: &ChipProfile) -> Result<Extreme, Refusal> {
        check_tensors(self.input, self.output)?;
        Operand::output(self.output).check_signed(self.input.signed)?;
        self.rows.check(ROWS, chip.max_conv_stride)?;
        self.columns.check(COLUMNS, chip.max_conv_stride)?;
        let (input, output) = place(self.input, self.output, self.bf16, chip)?;
        legal::check_work(output.elements(), self.rows.kernel * self.columns.kernel)?;
        let values = if self.bf16 {
            Values::Halves { fill: self.fill }
        } else {
            Values::Bytes { signed: self.input.signed, fill: self.fill.to_le_bytes()[0] }
        };
        Ok(Extreme { largest: self.largest, input, rows: self.rows, columns: self.columns, output, values })
    }
}

/// What all poolings demand of their tensors.
fn check_tensors(input: &Tensor, output: &Tensor) -> Result<(), Refusal> {
    let (a, result) = (Operand::a(input), Operand::output(output));
    a.check_shape()?;
    result.check_shape()?;
    a.check_strides()?;
    result.check_rows()?;
    result.check_mode(input.mode)?;
    a.check_size("n", input.n, output.n.into())?;
    a.check_size("c", input.c, output.c.into())?;
    a.check_stored()
}

/// Input and result, both under computed strides whatever the mode.
fn place(input: &Tensor, output: &Tensor, bf16: bool, chip: &ChipProfile) -> Result<(Plane, Planes), Refusal> {
    let form = if bf16 { Form::Half } else { Form::Byte };
    let rows =
        |tensor: &Tensor| placed(tensor, tensor.addr, StrideMode::Aligned, shape(tensor), form.bytes() as u32, chip);
    let source = Operand::a(input).place(rows(input), chip)?;
    Ok((source, Planes::new(Operand::output(output), form, rows(output), 0, chip)?))
}

fn check_average(op: &AvgPool, chip: &ChipProfile) -> Result<(), Refusal> {
    check_tensors(&op.input, &op.output)?;
    if !op.bf16 {
        Operand::output(&op.output).check_signed(op.input.signed)?;
    }
    legal::check_insertions(
        chip,
        &[
            ("conv_opd0_x_ins0", op.insert_x),
            ("conv_opd0_y_ins0", op.insert_y),
            ("conv_opd0_x_ins0_last", op.insert_x_last),
            ("conv_opd0_y_ins0_last", op.insert_y_last),
        ],
    )?;
    demand(op.round, "opt_rshift_typ", op.round, "1", "averages are rounded")?;
    Operand::b(&op.factor, &op.output).check_signed(false)?;
    let fits = op.bf16 || op.rshift == 0 || op.arith == op.input.signed;
    demand(
        fits,
        "opt_shift_typ",
        op.arith,
        u8::from(op.input.signed),
        "the kind of shift follows from the input's sign",
    )
}

fn average(op: &AvgPool, chip: &ChipProfile) -> Result<Filter, Refusal> {
    let (rows, columns) = average_axes(op);
    rows.check(ROWS, chip.max_conv_stride)?;
    columns.check(COLUMNS, chip.max_conv_stride)?;
    let (input, output) = place(&op.input, &op.output, op.bf16, chip)?;
    let numbers = average_numbers(op, chip);
    let weights = Weights::Constant(op.factor.addr.0 as u16);
    let filter = Filter { input, weights, rows, columns, depth: Depth::Own, output, sums: None, numbers };
    legal::check_work(filter.output.elements(), filter.products())?;
    Ok(filter)
}

fn average_axes(op: &AvgPool) -> (Axis, Axis) {
    let rows = Axis {
        size: op.input.h.into(),
        before: op.pad_top.into(),
        after: usize::from(op.pad_bottom) + usize::from(op.insert_y_last),
        spread: usize::from(op.insert_y) + 1,
        kernel: op.factor.h.into(),
        dilation: 1,
        stride: op.stride_y.into(),
        out: op.output.h.into(),
    };
    let columns = Axis {
        size: op.input.w.into(),
        before: op.pad_left.into(),
        after: usize::from(op.pad_right) + usize::from(op.insert_x_last),
        spread: usize::from(op.insert_x) + 1,
        kernel: op.factor.w.into(),
        dilation: 1,
        stride: op.stride_x.into(),
        out: op.output.w.into(),
    };
    (rows, columns)
}

fn average_numbers(op: &AvgPool, chip: &ChipProfile) -> Numbers {
    if op.bf16 {
        let fill = if chip.features.own_bf16_fill { op.fill_bf16 } else { op.fill };
        return Numbers::Float { fill: fill.into(), finish: FloatFinish { keep: false, relu: false, bias: false } };
    }
    let finish = IntegerFinish::new(false, false, false, op.output.signed, (op.rshift, op.arith, true));
    Numbers::Integer { signed_input: op.input.signed, signed_weights: false, fill: op.fill.to_le_bytes()[0], finish }
}
