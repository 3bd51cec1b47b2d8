//! Operands of the TIU: which strides its stride modes stand for, and how parameters are stored.

use super::{LocalTensor, Shape, Strides};
use crate::address::LocalAddress;
use crate::chip::ChipProfile;
use crate::op::tiu::{Matmul, StrideMode, Tensor};

/// Bytes that one element of an operation occupies side by side.
#[must_use]
#[inline]
pub fn element_bytes(bf16: bool) -> u32 {
    if bf16 { 2 } else { 1 }
}

/// An operand of which the descriptor stores 16 address bits takes the others from the result.
#[must_use]
#[inline]
pub fn beside(result: LocalAddress, operand: LocalAddress) -> LocalAddress {
    LocalAddress((result.0 & 0x00ff_0000) | (operand.0 & 0xffff))
}

/// The strides that `mode` stands for; `manual` are those of the descriptor.
#[must_use]
#[inline]
pub fn strides(
    mode: StrideMode,
    [_, c, h, w]: Shape,
    element: u32,
    lane: u32,
    manual: Strides,
    chip: &ChipProfile,
) -> Strides {
    let [c, h, w, e] = [u64::from(c) + u64::from(lane), h.into(), w.into(), element.into()];
    let groups = || c.div_ceil(chip.lanes.into());
    let channel = match mode {
        StrideMode::Aligned => (h * w * e).next_multiple_of(chip.eus_per_lane.into()),
        StrideMode::Packed => h * w * e,
        StrideMode::Lane => return [groups() * e, e, e, e].map(u64::cast_signed),
        StrideMode::Manual => return manual,
    };
    [channel * groups(), channel, w * e, e].map(u64::cast_signed)
}

/// The strides in the descriptor.
#[must_use]
#[inline]
pub fn manual_strides(tensor: &Tensor) -> Strides {
    [tensor.n_stride, tensor.c_stride, tensor.h_stride, tensor.w_stride].map(i64::from)
}

/// The sizes in the descriptor.
#[must_use]
#[inline]
pub fn shape(tensor: &Tensor) -> Shape {
    [tensor.n, tensor.c, tensor.h, tensor.w].map(u32::from)
}

/// The operand with its own sizes and its effective strides.
#[must_use]
#[inline]
pub fn operand(tensor: &Tensor, element: u32, chip: &ChipProfile) -> LocalTensor {
    placed(tensor, tensor.addr, tensor.mode, shape(tensor), element, chip)
}

/// The operand at `address` with the sizes `shape` and the strides of `mode`.
#[must_use]
#[inline]
pub fn placed(
    tensor: &Tensor,
    address: LocalAddress,
    mode: StrideMode,
    shape: Shape,
    element: u32,
    chip: &ChipProfile,
) -> LocalTensor {
    let strides = strides(mode, shape, element, address.lane(chip), manual_strides(tensor), chip);
    LocalTensor::new(address, shape, strides, element, chip)
}

/// The operand with its own sizes, at an address completed from the result's.
#[must_use]
#[inline]
pub fn operand_beside(result: &Tensor, tensor: &Tensor, element: u32, chip: &ChipProfile) -> LocalTensor {
    placed(tensor, beside(result.addr, tensor.addr), tensor.mode, shape(tensor), element, chip)
}

/// Weights of a convolution: for each output channel its kernel, input channels fastest.
#[must_use]
#[inline]
pub fn conv_weight(result: &Tensor, weight: &Tensor, element: u32, chip: &ChipProfile) -> LocalTensor {
    let [inputs, outputs, h, w] = shape(weight);
    let taps = h * w;
    let per_input = u64::from(inputs) * u64::from(element);
    let per_output = u64::from(taps) * per_input;
    let strides = [0, per_output, per_input, element.into()].map(u64::cast_signed);
    LocalTensor::new(beside(result.addr, weight.addr), [1, outputs, taps, inputs], strides, element, chip)
}

/// Requantisation parameters of each channel: a 32-bit bias where there is one, a 32-bit multiplier, an 8-bit shift.
#[must_use]
#[inline]
pub fn channel_parameters(result: &Tensor, parameters: &Tensor, bias: bool, chip: &ChipProfile) -> LocalTensor {
    let bytes = if bias { 9 } else { 5 };
    let shape = [1, u32::from(result.c), 1, 1];
    LocalTensor::new(beside(result.addr, parameters.addr), shape, [0, bytes.into(), 0, 0], bytes, chip)
}

/// The low plane of a convolution's bias, and the distance of its high plane: 16-bit integers, or fp32 high half first.
#[must_use]
#[inline]
pub fn conv_bias(result: &Tensor, bias: &Tensor, element: u32, chip: &ChipProfile) -> (LocalTensor, u32) {
    let channels = u32::from(result.c);
    let sizes = [1, channels, bias.h.into(), bias.w.into()];
    let strides = strides(bias.mode, sizes, element, 0, manual_strides(bias), chip);
    let address = beside(result.addr, bias.addr);
    let plane = LocalTensor::new(address, [1, channels, 1, 1], strides, element, chip);
    (plane, element * channels.div_ceil(chip.lanes))
}

/// Bytes between the planes of a convolution's partial sums.
#[must_use]
#[inline]
pub fn sum_planes(tensor: &Tensor, result: &LocalTensor) -> u32 {
    if tensor.mode == StrideMode::Manual { tensor.plane_stride.into() } else { whole(result) }
}

/// Bytes of all batches in a lane.
fn whole(tensor: &LocalTensor) -> u32 {
    u32::try_from(tensor.strides[0] * i64::from(tensor.shape[0])).unwrap_or(u32::MAX)
}

/// The operands of a matrix multiplication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MatmulOperands {
    /// The left matrix, of which the last channel may be used in part: see [`LocalTensor::rows_of`].
    pub left: LocalTensor,
    /// Columns of the left matrix, rows of the right one.
    pub inner: u32,
    /// The right matrix.
    pub right: LocalTensor,
    /// The lowest plane of the bias.
    pub bias: LocalTensor,
    /// Bytes between planes of the bias.
    pub bias_planes: u32,
    /// The lowest plane of the result.
    pub result: LocalTensor,
    /// Bytes between planes of the result, of partial sums and of the accumulator.
    pub result_planes: u32,
}

impl MatmulOperands {
    /// Where the engine finds the operands: rows are batches, columns run through w and then c, aligned strides.
    #[must_use]
    pub fn of(op: &Matmul, chip: &ChipProfile) -> Self {
        let element = element_bytes(op.bf16);
        let aligned =
            |tensor: &Tensor, address, shape| placed(tensor, address, StrideMode::Aligned, shape, element, chip);
        let [rows, pieces, _, width] = shape(&op.left);
        let [_, channels, _, columns] = shape(&op.output);
        let inner = width * pieces.saturating_sub(1) + u32::from(op.right.w);
        let result = aligned(&op.output, op.output.addr, [rows, channels, 1, columns]);
        let bias = aligned(&op.bias, beside(op.output.addr, op.bias.addr), [1, channels, 1, columns]);
        MatmulOperands {
            left: aligned(&op.left, op.left.addr, [rows, pieces, 1, width]),
            inner,
            right: aligned(&op.right, beside(op.output.addr, op.right.addr), [inner, channels, 1, columns]),
            bias,
            bias_planes: u32::try_from(bias.strides[0]).unwrap_or(u32::MAX),
            result,
            result_planes: whole(&result),
        }
    }
}

/// The table of a lookup as 256 entries in every lane, and the table channel that channel 0 of the result uses.
///
/// Channel `c` uses table channel `(first + c) % lanes`.
#[must_use]
pub fn lookup_table(result: &Tensor, table: &Tensor, element: u32, chip: &ChipProfile) -> (LocalTensor, u32) {
    let strides = [0, 256 * i64::from(element), 0, element.into()];
    let address = beside(result.addr, table.addr);
    let first = (result.addr.0 >> 16) % chip.lanes;
    (LocalTensor::new(address, [1, chip.lanes, 1, 256], strides, element, chip), first)
}

/// Input and result of a channel sum; a 16-bit result's high byte lies beside the low one.
#[must_use]
pub fn channel_sum(input: &Tensor, result: &Tensor, chip: &ChipProfile) -> (LocalTensor, LocalTensor) {
    let source = placed(input, input.addr, StrideMode::Aligned, shape(input), 1, chip);
    let bytes = if result.width == 0 { 2 } else { 1 };
    let sums = LocalTensor::new(result.addr, [1, input.c.into(), 1, 1], [0, 1, 0, 0], bytes, chip);
    (source, sums)
}

/// An operand of the element-wise class, whose strides are always the descriptor's.
#[must_use]
#[inline]
pub fn elementwise(
    tensor: &Tensor,
    address: LocalAddress,
    shape: Shape,
    element: u32,
    chip: &ChipProfile,
) -> LocalTensor {
    placed(tensor, address, StrideMode::Manual, shape, element, chip)
}
