//! Cycles of an operation of the TIU, which depend on the chip and not on its board.
//!
//! A lane computes a block of results at once; every tap of a block takes at least a cycle, and one for each word of
//! local memory that its values come from.

mod windows;

use crate::chip::ChipProfile;
use crate::generated::timing as cost;
use crate::generated::tiu::TiuFields;
use crate::layout::LocalTensor;
use crate::layout::tiu::{MatmulOperands, element_bytes, elementwise, operand, placed, shape};
use crate::op::tiu::{
    AvgPool, ChannelSum, Conv, DepthwiseConv, Lookup, Matmul, MaxPool, MinPool, Ps32Mode, StrideMode, Tensor, TiuKind,
    TiuOp,
};
use serde::Serialize;
use windows::{BlockCost, Windows};

const HUNDREDTHS: u64 = 100;

/// Duration of one form of operation, in hundredths of a cycle.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ComputeCost {
    /// However small it is.
    pub fixed: u64,
    /// For each block of results, at least.
    pub least: u64,
    /// For each block, beside its taps.
    pub beside: u64,
    /// For each tap, unless its words take longer.
    pub per_tap: u64,
    /// How the numbers are known.
    pub evidence: &'static str,
}

/// How long an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Compute {
    /// The constants of its form.
    pub cost: &'static ComputeCost,
    /// Blocks of results in all channel groups.
    pub blocks: u64,
    /// The duration.
    pub cycles: u64,
}

impl Compute {
    /// The operation of a descriptor; `None` when it selects none.
    #[must_use]
    pub fn of(fields: &TiuFields, chip: &ChipProfile) -> Option<Compute> {
        let kind = TiuKind::of(fields, chip.layout)?;
        Some(Compute::of_operation(&TiuOp::from_fields(kind, fields), chip))
    }

    /// A typed operation.
    #[must_use]
    pub fn of_operation(op: &TiuOp, chip: &ChipProfile) -> Compute {
        Sketch { chip }.operation(op)
    }
}

/// The three forms in which an operation computes.
struct Forms {
    integer: &'static ComputeCost,
    quantised: &'static ComputeCost,
    bf16: &'static ComputeCost,
}

const CONV: Forms = Forms { integer: &cost::CONV, quantised: &cost::CONV_QUANTISED, bf16: &cost::CONV_BF16 };
const DEPTHWISE: Forms =
    Forms { integer: &cost::DEPTHWISE, quantised: &cost::DEPTHWISE_QUANTISED, bf16: &cost::DEPTHWISE_BF16 };
const MATMUL: Forms = Forms { integer: &cost::MATMUL, quantised: &cost::MATMUL_QUANTISED, bf16: &cost::MATMUL_BF16 };
const MUL: Forms = Forms { integer: &cost::MUL, quantised: &cost::MUL_QUANTISED, bf16: &cost::MUL_BF16 };

impl Forms {
    fn of(&self, bf16: bool, quantised: bool) -> &'static ComputeCost {
        match (bf16, quantised) {
            (true, _) => self.bf16,
            (_, true) => self.quantised,
            _ => self.integer,
        }
    }
}

/// Geometry that all operations with windows have.
struct Window<'a> {
    input: &'a Tensor,
    output: &'a Tensor,
    bf16: bool,
    kernel: [u16; 2],
    step: [u8; 2],
    gap: [u8; 2],
    insert: [u8; 2],
    pad: [u8; 2],
}

struct Sketch<'c> {
    chip: &'c ChipProfile,
}

impl Sketch<'_> {
    fn operation(&self, op: &TiuOp) -> Compute {
        match op {
            TiuOp::Conv(op) => self.conv(op),
            TiuOp::DepthwiseConv(op) => self.depthwise(op),
            TiuOp::MaxPool(op) => self.pool(&max_window(op), &cost::MAX_POOL),
            TiuOp::MinPool(op) => self.pool(&min_window(op), &cost::MIN_POOL),
            TiuOp::AvgPool(op) => {
                self.pool(&average_window(op), if op.bf16 { &cost::AVG_POOL_BF16 } else { &cost::AVG_POOL })
            }
            TiuOp::Matmul(op) => self.matmul(op),
            TiuOp::ChannelSum(op) => self.channel_sum(op),
            TiuOp::Lookup(op) => self.lookup(op),
            TiuOp::Mul(op) => {
                let wide = !op.bf16 && !op.quant && op.output.width == 0;
                let cost = if wide { &cost::MUL_WIDE } else { MUL.of(op.bf16 && !op.quant, op.quant) };
                let group = if wide { cost::WIDE_GROUP } else { 0 };
                self.groups(&op.output, &[&op.a, &op.b], op.bf16 && !op.quant, cost, group)
            }
            TiuOp::Mac(op) => {
                let integer = if op.output.width == 0 { &cost::MAC_WIDE } else { &cost::MAC };
                self.pair(&op.output, &[&op.a, &op.b], op.bf16, if op.bf16 { &cost::MAC_BF16 } else { integer })
            }
            TiuOp::Add(op) => self.sum(&op.output, &op.a, &op.b, op.bf16),
            TiuOp::Sub(op) => self.sum(&op.output, &op.a, &op.b, op.bf16),
            TiuOp::Max(op) => self.choice(&op.output, &op.a, &op.b, op.bf16),
            TiuOp::Min(op) => self.choice(&op.output, &op.a, &op.b, op.bf16),
            TiuOp::Ge(op) => self.choice(&op.output, &op.a, &op.b, op.bf16),
            TiuOp::And(op) => self.choice(&op.output, &op.a, &op.b, false),
            TiuOp::Or(op) => self.choice(&op.output, &op.a, &op.b, false),
            TiuOp::Xor(op) => self.choice(&op.output, &op.a, &op.b, false),
            TiuOp::Shift(op) => self.pair(&op.output, &[&op.a, &op.b], false, &cost::SHIFT),
            TiuOp::Copy(op) => {
                self.pair(&op.output, &[&op.a], op.bf16, if op.bf16 { &cost::COPY_BF16 } else { &cost::COPY })
            }
        }
    }

    fn sum(&self, output: &Tensor, a: &Tensor, b: &Tensor, bf16: bool) -> Compute {
        let integer = if output.width == 0 { &cost::ADD_WIDE } else { &cost::ADD };
        self.pair(output, &[a, b], bf16, if bf16 { &cost::ADD_BF16 } else { integer })
    }

    fn choice(&self, output: &Tensor, a: &Tensor, b: &Tensor, bf16: bool) -> Compute {
        let integer = if output.width == 0 { &cost::CHOICE_WIDE } else { &cost::CHOICE };
        self.pair(output, &[a, b], bf16, if bf16 { &cost::CHOICE_BF16 } else { integer })
    }

    fn conv(&self, op: &Conv) -> Compute {
        let bf16 = op.bf16 && !op.quant;
        let cost = CONV.of(bf16, op.quant);
        let inputs = u64::from(op.input.c);
        let per_tap = if op.double && !bf16 { inputs.div_ceil(2) } else { inputs };
        let beside = cost.beside + extra(op.operands == 3 && !op.quant, op.ps32);
        let block = BlockCost { least: cost.least, beside, per_tap: cost.per_tap.max(per_tap * HUNDREDTHS) };
        self.windowed(&Window { bf16, ..conv_window(op) }, cost, block)
    }

    fn depthwise(&self, op: &DepthwiseConv) -> Compute {
        let cost = DEPTHWISE.of(op.bf16, op.quant);
        let beside = cost.beside + extra(op.operands == 3 && !op.quant, Ps32Mode::Off);
        self.windowed(&depthwise_window(op), cost, BlockCost { least: cost.least, beside, per_tap: cost.per_tap })
    }

    fn pool(&self, window: &Window, cost: &'static ComputeCost) -> Compute {
        self.windowed(window, cost, block_cost(cost))
    }

    fn windowed(&self, window: &Window, cost: &'static ComputeCost, block: BlockCost) -> Compute {
        let element = element_bytes(window.bf16);
        let input = operand(window.input, element, self.chip);
        let at_least_one = |places: [u8; 2]| places.map(|place| i64::from(place.max(1)));
        let windows = Windows {
            kernel: window.kernel.map(i64::from),
            step: at_least_one(window.step),
            reach: window.gap.map(|gap| i64::from(gap) + 1),
            spread: window.insert.map(|inserted| i64::from(inserted) + 1),
            pad: window.pad.map(i64::from),
            ..self.over(&input, shape(window.output), element)
        };
        self.compute(cost, window.output, windows.blocks(), windows.hundredths(&block))
    }

    /// One window of a single tap for each element.
    fn over(&self, input: &LocalTensor, [_, _, h, w]: [u32; 4], element: u32) -> Windows {
        Windows {
            results: [h, w].map(i64::from),
            input: [input.shape[2], input.shape[3]].map(i64::from),
            kernel: [1; 2],
            step: [1; 2],
            reach: [1; 2],
            spread: [1; 2],
            pad: [0; 2],
            pitch: [input.strides[2], input.strides[3]],
            offset: input.offset,
            block: i64::from((self.chip.eus_per_lane / element).max(1)),
        }
    }

    fn pair(&self, output: &Tensor, operands: &[&Tensor], bf16: bool, cost: &'static ComputeCost) -> Compute {
        self.groups(output, operands, bf16, cost, 0)
    }

    /// Element by element, each group of channels no faster than `least`.
    fn groups(
        &self,
        output: &Tensor,
        operands: &[&Tensor],
        bf16: bool,
        cost: &'static ComputeCost,
        least: u64,
    ) -> Compute {
        let (element, sizes) = (element_bytes(bf16), shape(output));
        let work = |tensor: &&Tensor| {
            let input = elementwise(tensor, tensor.addr, sizes, element, self.chip);
            self.over(&input, sizes, element).hundredths(&block_cost(cost))
        };
        let result = elementwise(output, output.addr, sizes, element, self.chip);
        let blocks = self.over(&result, sizes, element).blocks();
        let constant = blocks.saturating_mul(cost.least.max(cost.beside + cost.per_tap));
        let slowest = operands.iter().filter(|tensor| !tensor.constant).map(work).max().unwrap_or(constant);
        self.compute(cost, output, blocks, slowest.max(least))
    }

    /// Rows of the left matrix one after the other, each column of it a tap.
    fn matmul(&self, op: &Matmul) -> Compute {
        let cost = MATMUL.of(op.bf16, op.quant);
        let inner = u64::from(MatmulOperands::of(op, self.chip).inner);
        let accumulated = if op.accumulate { cost::ACCUMULATE } else { 0 };
        let beside = cost.beside + extra(op.operands == 3 && !op.quant, op.ps32) + accumulated;
        let beside = if writes_sums(op.ps32) { beside.saturating_sub(cost.beside) } else { beside };
        let row = placed(&op.output, op.output.addr, StrideMode::Aligned, shape(&op.output), 1, self.chip);
        let [_, _, _, columns] = shape(&op.output);
        let blocks = self.over(&row, [1, 1, 1, columns], element_bytes(op.bf16)).blocks();
        let per_block = cost.least.max(beside.saturating_add(inner.saturating_mul(cost.per_tap)));
        self.compute(cost, &op.output, blocks, blocks.saturating_mul(per_block))
    }

    /// Every entry of the table is a tap.
    fn lookup(&self, op: &Lookup) -> Compute {
        let cost = if op.bf16 { &cost::LOOKUP_BF16 } else { &cost::LOOKUP };
        let (element, sizes) = (element_bytes(op.bf16), shape(&op.output));
        let result = placed(&op.output, op.output.addr, StrideMode::Aligned, sizes, element, self.chip);
        let blocks = self.over(&result, sizes, element).blocks();
        let per_block = cost.beside + u64::from(op.table.h) * cost.per_tap;
        self.compute(cost, &op.output, blocks, blocks.saturating_mul(per_block))
    }

    /// Every block of the input is a tap of the only block of results.
    fn channel_sum(&self, op: &ChannelSum) -> Compute {
        let cost = &cost::CHANNEL_SUM;
        let sizes = shape(&op.input);
        let input = placed(&op.input, op.input.addr, StrideMode::Aligned, sizes, 1, self.chip);
        let taps = self.over(&input, sizes, 1).blocks().saturating_mul(u64::from(op.input.n));
        self.compute(cost, &op.output, 1, cost.beside.saturating_add(taps.saturating_mul(cost.per_tap)))
    }

    /// All batches and channel groups; lanes in front of the first channel count.
    fn compute(&self, cost: &'static ComputeCost, output: &Tensor, blocks: u64, hundredths: u64) -> Compute {
        let lanes = u64::from(self.chip.lanes.max(1));
        let first = u64::from(output.addr.lane(self.chip)) % lanes;
        let groups = (first + u64::from(output.c)).div_ceil(lanes) * u64::from(output.n);
        let total = cost.fixed.saturating_add(groups.saturating_mul(hundredths));
        let cycles = total.saturating_add(HUNDREDTHS / 2) / HUNDREDTHS;
        Compute { cost, blocks: groups.saturating_mul(blocks), cycles }
    }
}

fn block_cost(cost: &ComputeCost) -> BlockCost {
    BlockCost { least: cost.least, beside: cost.beside, per_tap: cost.per_tap }
}

fn writes_sums(mode: Ps32Mode) -> bool {
    mode.bits() & 2 != 0
}

/// What a block spends on its bias and its partial sums; whoever leaves sums does not use the bias.
fn extra(bias: bool, sums: Ps32Mode) -> u64 {
    let reads = if sums.bits() & 1 != 0 { cost::READ_SUMS } else { 0 };
    reads
        + match (writes_sums(sums), bias) {
            (true, _) => cost::WRITE_SUMS,
            (false, true) => cost::BIAS,
            (false, false) => 0,
        }
}

macro_rules! window_of {
    ($name:ident, $op:ty, $kernel:expr, $gap:expr) => {
        fn $name(op: &$op) -> Window<'_> {
            let (kernel, gap): (fn(&$op) -> [u16; 2], fn(&$op) -> [u8; 2]) = ($kernel, $gap);
            Window {
                input: &op.input,
                output: &op.output,
                bf16: op.bf16,
                kernel: kernel(op),
                step: [op.stride_y, op.stride_x],
                gap: gap(op),
                insert: [op.insert_y, op.insert_x],
                pad: [op.pad_top, op.pad_left],
            }
        }
    };
}

window_of!(conv_window, Conv, |op| [op.weight.h, op.weight.w], |op| [op.gap_y, op.gap_x]);
window_of!(depthwise_window, DepthwiseConv, |op| [op.weight.h, op.weight.w], |op| [op.gap_y, op.gap_x]);
window_of!(max_window, MaxPool, |op| [op.kernel_h, op.kernel_w], |_| [0; 2]);
window_of!(min_window, MinPool, |op| [op.kernel_h, op.kernel_w], |_| [0; 2]);
window_of!(average_window, AvgPool, |op| [op.factor.h, op.factor.w], |_| [0; 2]);

#[cfg(test)]
mod tests;
