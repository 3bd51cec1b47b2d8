//! What TIU operations touch.

use super::{Footprint, Operand, Role, Span};
use crate::address::LocalAddress;
use crate::chip::ChipProfile;
use crate::generated::tiu::TiuFields;
use crate::layout::tiu::{self as place, MatmulOperands, element_bytes};
use crate::layout::{LocalTensor, Shape};
use crate::op::tiu::{
    ChannelSum, Conv, Copy, DepthwiseConv, Lookup, Mac, Matmul, Mul, Ps32Mode, Shift, StrideMode, Tensor, TiuKind,
    TiuOp,
};

pub(super) fn footprint(fields: &TiuFields, chip: &ChipProfile) -> Footprint {
    let mut sketch = Sketch { chip, found: Footprint::default() };
    if let Some(kind) = TiuKind::of(fields, chip.layout) {
        sketch.operation(&TiuOp::from_fields(kind, fields));
    }
    sketch.found
}

struct Sketch<'a> {
    chip: &'a ChipProfile,
    found: Footprint,
}

/// How the result of a convolution is finished.
struct Finish<'a> {
    output: &'a Tensor,
    bias: &'a Tensor,
    bf16: bool,
    has_bias: bool,
    quantised: bool,
    sums: Ps32Mode,
}

fn reads_sums(mode: Ps32Mode) -> bool {
    mode.bits() & 1 != 0
}

fn writes_sums(mode: Ps32Mode) -> bool {
    mode.bits() & 2 != 0
}

/// Planes of a 32-bit value: four of bytes, or two of bf16 halves.
fn sum_planes(bf16: bool) -> u32 {
    if bf16 { 2 } else { 4 }
}

impl Sketch<'_> {
    fn operation(&mut self, op: &TiuOp) {
        match op {
            TiuOp::Conv(op) => self.conv(op),
            TiuOp::DepthwiseConv(op) => self.depthwise(op),
            TiuOp::MaxPool(op) => self.window(&op.input, &op.output, op.bf16),
            TiuOp::MinPool(op) => self.window(&op.input, &op.output, op.bf16),
            TiuOp::AvgPool(op) => self.window(&op.input, &op.output, op.bf16),
            TiuOp::Matmul(op) => self.matmul(op),
            TiuOp::ChannelSum(op) => self.channel_sum(op),
            TiuOp::Lookup(op) => self.lookup(op),
            TiuOp::Mul(op) => self.mul(op),
            TiuOp::Mac(op) => self.mac(op),
            TiuOp::Add(op) => self.pair(&op.a, &op.b, &op.output, op.bf16),
            TiuOp::Sub(op) => self.pair(&op.a, &op.b, &op.output, op.bf16),
            TiuOp::Max(op) => self.pair(&op.a, &op.b, &op.output, op.bf16),
            TiuOp::Min(op) => self.pair(&op.a, &op.b, &op.output, op.bf16),
            TiuOp::Ge(op) => self.pair(&op.a, &op.b, &op.output, op.bf16),
            TiuOp::And(op) => self.pair(&op.a, &op.b, &op.output, false),
            TiuOp::Or(op) => self.pair(&op.a, &op.b, &op.output, false),
            TiuOp::Xor(op) => self.pair(&op.a, &op.b, &op.output, false),
            TiuOp::Shift(op) => self.shift(op),
            TiuOp::Copy(op) => self.copy(op),
        }
    }

    fn read(&mut self, role: Role, operand: Operand, tensor: LocalTensor) {
        self.found.read(role, operand, Span::Local(tensor));
    }

    fn write(&mut self, role: Role, tensor: LocalTensor) {
        self.found.write(role, Operand::Result, Span::Local(tensor));
    }

    fn read_planes(&mut self, role: Role, operand: Operand, (first, distance): (LocalTensor, u32), count: u32) {
        (0..count).for_each(|plane| self.read(role, operand, first.shifted(plane.saturating_mul(distance), self.chip)));
    }

    fn write_planes(&mut self, role: Role, (first, distance): (LocalTensor, u32), count: u32) {
        (0..count).for_each(|plane| self.write(role, first.shifted(plane.saturating_mul(distance), self.chip)));
    }

    fn conv(&mut self, op: &Conv) {
        let bf16 = op.bf16 && !op.quant;
        let element = element_bytes(bf16);
        self.read(Role::Input, Operand::First, place::operand(&op.input, element, self.chip));
        if !op.weight.constant {
            let weight = place::conv_weight(&op.output, &op.weight, element, self.chip);
            self.read(Role::Weight, Operand::Second, weight);
        }
        self.finish(&Finish {
            output: &op.output,
            bias: &op.bias,
            bf16,
            has_bias: op.operands == 3,
            quantised: op.quant,
            sums: op.ps32,
        });
    }

    /// Only the older layout can leave sums, and only in bf16.
    fn depthwise(&mut self, op: &DepthwiseConv) {
        let element = element_bytes(op.bf16);
        self.read(Role::Input, Operand::First, place::operand(&op.input, element, self.chip));
        if !op.weight.constant {
            let weight = place::operand_beside(&op.output, &op.weight, element, self.chip);
            self.read(Role::Weight, Operand::Second, weight);
        }
        self.finish(&Finish {
            output: &op.output,
            bias: &op.bias,
            bf16: op.bf16,
            has_bias: op.operands == 3,
            quantised: op.quant,
            sums: if self.chip.features.depthwise_sums && op.bf16 && op.ps32 == Ps32Mode::Write {
                op.ps32
            } else {
                Ps32Mode::Off
            },
        });
    }

    fn finish(&mut self, how: &Finish) {
        let element = element_bytes(how.bf16);
        let output = place::operand(how.output, element, self.chip);
        let sums = (output, place::sum_planes(how.output, &output));
        if reads_sums(how.sums) {
            self.read_planes(Role::PartialSums, Operand::Result, sums, sum_planes(how.bf16));
        }
        if writes_sums(how.sums) {
            self.write_planes(Role::PartialSums, sums, sum_planes(how.bf16));
            return;
        }
        if how.quantised {
            let parameters = place::channel_parameters(how.output, how.bias, how.has_bias, self.chip);
            self.read(Role::Quantizer, Operand::Third, parameters);
        } else if how.has_bias {
            let bias = place::conv_bias(how.output, how.bias, element, self.chip);
            self.read_planes(Role::Bias, Operand::Third, bias, 2);
        }
        self.write(Role::Result, output);
    }

    fn window(&mut self, input: &Tensor, output: &Tensor, bf16: bool) {
        let element = element_bytes(bf16);
        self.read(Role::Input, Operand::First, place::operand(input, element, self.chip));
        self.write(Role::Result, place::operand(output, element, self.chip));
    }

    fn matmul(&mut self, op: &Matmul) {
        let at = MatmulOperands::of(op, self.chip);
        at.left.rows_of(at.inner).into_iter().for_each(|part| self.read(Role::Input, Operand::First, part));
        self.read(Role::Weight, Operand::Second, at.right);
        let result = (at.result, at.result_planes);
        if op.accumulate && !op.bf16 {
            self.read_planes(Role::Accumulator, Operand::Result, result, 2);
        }
        if reads_sums(op.ps32) {
            self.read_planes(Role::PartialSums, Operand::Result, result, sum_planes(op.bf16));
        }
        if writes_sums(op.ps32) {
            return self.write_planes(Role::PartialSums, result, sum_planes(op.bf16));
        }
        if op.operands == 3 {
            let planes = if op.quant && !op.bf16 { 4 } else { 2 };
            self.read_planes(Role::Bias, Operand::Third, (at.bias, at.bias_planes), planes);
        }
        let planes = if op.bf16 || op.output.width != 0 { 1 } else { 2 };
        self.write_planes(Role::Result, result, planes);
    }

    fn channel_sum(&mut self, op: &ChannelSum) {
        let (input, sums) = place::channel_sum(&op.input, &op.output, self.chip);
        self.read(Role::Input, Operand::First, input);
        self.write(Role::Result, sums);
    }

    fn lookup(&mut self, op: &Lookup) {
        let element = element_bytes(op.bf16);
        let aligned = |tensor: &Tensor, chip| {
            place::placed(tensor, tensor.addr, StrideMode::Aligned, place::shape(&op.output), element, chip)
        };
        if !op.input.constant {
            self.read(Role::Input, Operand::First, aligned(&op.input, self.chip));
        }
        if !op.table.constant {
            let (table, first) = place::lookup_table(&op.output, &op.table, element, self.chip);
            let used = u32::from(op.output.c).min(self.chip.lanes);
            let direct = used.min(self.chip.lanes - first);
            self.read(Role::Table, Operand::Second, table.part(1, first, direct));
            self.read(Role::Table, Operand::Second, table.part(1, 0, used - direct));
        }
        self.write(Role::Result, aligned(&op.output, self.chip));
    }

    /// With a multiplier the operands are bytes, whatever their type.
    fn mul(&mut self, op: &Mul) {
        self.pair(&op.a, &op.b, &op.output, op.bf16 && !op.quant);
    }

    fn mac(&mut self, op: &Mac) {
        let element = element_bytes(op.bf16);
        let old = (self.element(&op.output, op.output.addr, element, &op.output), u32::from(op.output.plane_stride));
        self.read_planes(Role::Accumulator, Operand::Result, old, if op.bf16 { 1 } else { 2 });
        self.pair(&op.a, &op.b, &op.output, op.bf16);
    }

    fn pair(&mut self, a: &Tensor, b: &Tensor, output: &Tensor, bf16: bool) {
        self.source(a, a.addr, output, bf16, Operand::First);
        self.source(b, place::beside(output.addr, b.addr), output, bf16, Operand::Second);
        self.result(output, bf16, output.width == 0);
    }

    /// Shifted elements and results always have two planes.
    fn shift(&mut self, op: &Shift) {
        self.source(&op.a, op.a.addr, &op.output, false, Operand::First);
        self.source(&op.b, place::beside(op.output.addr, op.b.addr), &op.output, false, Operand::Second);
        self.result(&op.output, false, true);
    }

    fn copy(&mut self, op: &Copy) {
        self.source(&op.a, op.a.addr, &op.output, op.bf16, Operand::First);
        self.result(&op.output, op.bf16, false);
    }

    fn element(&self, tensor: &Tensor, address: LocalAddress, element: u32, output: &Tensor) -> LocalTensor {
        let shape: Shape = place::shape(output);
        place::elementwise(tensor, address, shape, element, self.chip)
    }

    fn source(&mut self, tensor: &Tensor, address: LocalAddress, output: &Tensor, bf16: bool, operand: Operand) {
        if tensor.constant {
            return;
        }
        let plane = self.element(tensor, address, element_bytes(bf16), output);
        let planes = if bf16 || tensor.width != 0 { 1 } else { 2 };
        self.read_planes(Role::Input, operand, (plane, tensor.plane_stride.into()), planes);
    }

    fn result(&mut self, output: &Tensor, bf16: bool, wide: bool) {
        let plane = self.element(output, output.addr, element_bytes(bf16), output);
        self.write_planes(Role::Result, (plane, output.plane_stride.into()), if wide && !bf16 { 2 } else { 1 });
    }
}
