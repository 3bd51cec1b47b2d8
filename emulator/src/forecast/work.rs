//! What a descriptor has to do, whatever the board.

use crate::timing::Unit;
use isa::chip::ChipProfile;
use isa::command::{Isa, Tdma, TdmaCommand, TiuCommand};
use isa::container::cvimodel::Region;
use isa::cost::{BoardProfile, Compute, Packed, Stream, Transfer};
use isa::footprint::{Footprint, Span};
use isa::generated::tdma::TdmaFields;
use isa::layout::tdma::{Function, function};
use isa::layout::tiu::MatmulOperands;
use isa::op::tiu::{Tensor, TiuOp};

/// Bytes that DRAM moves at once.
const BLOCK: u64 = 64;
/// Multiply-adds that an execution unit does in a cycle, on 8-bit values.
const MACS_PER_UNIT: u64 = 2;
/// Constants of the cycle model count hundredths of a cycle.
const HUNDREDTHS: u64 = 100;
const THOUSAND: u64 = 1000;
/// Name of the operation whose time is the table's.
const LOOKUP: &str = "lookup";

/// What a descriptor has to do.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// The routine of the program, from 0.
    pub routine: usize,
    /// The segment of its command buffer, from 0.
    pub segment: usize,
    /// Position among its engine's descriptors in the segment, from 0.
    pub index: usize,
    /// Its own id.
    pub id: u16,
    /// Its layer, by position in [`super::Workload::layers`].
    pub layer: usize,
    /// Name of the operation.
    pub operation: &'static str,
    /// For which engine, and how much.
    pub amount: Amount,
    /// Results of every thousand that its blocks have room for.
    pub(super) filled: u64,
    /// Position of the other engine's descriptor that it waits for.
    pub(super) awaits: Option<u32>,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// For the TIU.
    Compute {
        /// Its duration.
        compute: Compute,
        /// Multiply-adds of 8-bit values; one of bf16 counts as two.
        macs: u64,
    },
    /// For the TDMA.
    Transfer {
        /// What it moves; `None` for what the engine accepts without effect.
        transfer: Option<Transfer>,
        /// It reads the weights.
        reads_weights: bool,
        /// The length of its compressed stream depends on data.
        guessed: bool,
    },
}

/// Where the cycles of a descriptor go.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    /// What the smallest descriptor takes, and what idle lanes and units waste.
    pub(super) small: u64,
    pub(super) compute: u64,
    pub(super) lookup: u64,
    pub(super) dram: u64,
    pub(super) local: u64,
}

impl Parts {
    pub(super) fn add(&mut self, other: &Parts) {
        let Parts { small, compute, lookup, dram, local } = self;
        let more = [other.small, other.compute, other.lookup, other.dram, other.local];
        let sums = [small, compute, lookup, dram, local];
        sums.into_iter().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
    }

    pub(super) fn sum(&self) -> u64 {
        [self.small, self.compute, self.lookup, self.dram, self.local].into_iter().fold(0, u64::saturating_add)
    }
}

impl Work {
    /// Who does it.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self.amount {
            Amount::Compute { .. } => Unit::Tiu,
            Amount::Transfer { .. } => Unit::Tdma,
        }
    }

    /// Multiply-adds of 8-bit values.
    #[must_use]
    pub fn macs(&self) -> u64 {
        match self.amount {
            Amount::Compute { macs, .. } => macs,
            Amount::Transfer { .. } => 0,
        }
    }

    /// Bytes of DRAM, in whole blocks as the memory moves them.
    #[must_use]
    pub fn dram_bytes(&self) -> u64 {
        match self.amount {
            Amount::Transfer { transfer: Some(transfer), .. } => transfer.blocks.saturating_mul(BLOCK),
            _ => 0,
        }
    }

    /// Whether it reads the weights.
    #[must_use]
    pub fn reads_weights(&self) -> bool {
        matches!(self.amount, Amount::Transfer { reads_weights: true, .. })
    }

    /// Whether it looks values up in a table.
    #[must_use]
    pub fn is_lookup(&self) -> bool {
        self.operation == LOOKUP
    }

    /// Where its cycles go; those of the TIU by how well it is used.
    pub(super) fn parts(&self, on: &BoardProfile) -> Parts {
        let parts = self.amount.parts(on);
        let working = u128::from(parts.compute) * u128::from(self.filled) / u128::from(THOUSAND);
        let working = u64::try_from(working).unwrap_or(parts.compute);
        let small = parts.small.saturating_add(parts.compute - working);
        let [compute, lookup] = if self.is_lookup() { [0, working] } else { [working, 0] };
        Parts { small, compute, lookup, ..parts }
    }
}

impl Amount {
    /// Cycles that `on` takes for it.
    #[must_use]
    pub fn cycles(&self, on: &BoardProfile) -> u64 {
        self.parts(on).sum()
    }

    /// Where its cycles go. DRAM and local memory work at the same time, so that the slower one counts.
    fn parts(&self, on: &BoardProfile) -> Parts {
        match self {
            Amount::Compute { compute, .. } => {
                let small = compute.cycles.min(compute.cost.fixed / HUNDREDTHS);
                Parts { small, compute: compute.cycles - small, ..Parts::default() }
            }
            Amount::Transfer { transfer, .. } => transfer.map_or(Parts::default(), |transfer| {
                let spent = transfer.cycles(on);
                let moving = spent.cycles.saturating_sub(spent.fixed);
                let [dram, local] = if spent.dram >= spent.local { [moving, 0] } else { [0, moving] };
                Parts { small: spent.cycles.min(spent.fixed), dram, local, ..Parts::default() }
            }),
        }
    }
}

/// Multiply-adds of 8-bit values that the chip can do in a cycle.
pub(super) fn peak(chip: &ChipProfile) -> u64 {
    u64::from(chip.lanes) * u64::from(chip.eus_per_lane) * MACS_PER_UNIT
}

/// The fields of a transfer.
pub(crate) fn fields(command: &TdmaCommand, chip: &ChipProfile) -> Option<TdmaFields> {
    Tdma::fields(&command.header, &command.op, chip.layout).ok()
}

/// Name of a transfer.
pub(super) fn transfer_name(command: &TdmaCommand, fields: &TdmaFields, chip: &ChipProfile) -> &'static str {
    function(fields, chip).map_or(command.info().name, Function::name)
}

pub(crate) fn compute(command: &TiuCommand, chip: &ChipProfile) -> Amount {
    Amount::Compute { compute: Compute::of_operation(&command.op, chip), macs: macs(&command.op, chip) }
}

/// Results of every thousand that the blocks have room for: lanes without a channel and units behind the last result
/// are idle.
pub(super) fn filled(amount: &Amount, footprint: &Footprint, chip: &ChipProfile) -> u64 {
    let Amount::Compute { compute, .. } = amount else { return THOUSAND };
    let tensor = footprint.writes.iter().find_map(|region| match region.span {
        Span::Local(tensor) => Some(tensor),
        Span::Dram(_) => None,
    });
    tensor.map_or(THOUSAND, |tensor| {
        let room = product([compute.blocks, chip.lanes.into(), (chip.eus_per_lane / tensor.element.max(1)).into()]);
        let results = u128::from(product(tensor.shape.map(u64::from)));
        let share = results * u128::from(THOUSAND) / u128::from(room.max(1));
        u64::try_from(share).unwrap_or(THOUSAND).min(THOUSAND)
    })
}

/// A transfer with its compressed stream, `None` where nobody knows it.
pub(crate) fn transfer(fields: &TdmaFields, chip: &ChipProfile, stream: Option<Stream>) -> Amount {
    let packed = Packed::of(fields, chip);
    let reads_weights = fields.src_base_reg_sel == Region::Weight.register()
        && function(fields, chip).is_some_and(|function| !function.reads_local() && function != Function::FillDram);
    Amount::Transfer {
        transfer: Transfer::of(fields, chip, stream.map(|stream| stream.bytes())),
        reads_weights,
        guessed: packed.is_some() && stream.is_none(),
    }
}

fn macs(op: &TiuOp, chip: &ChipProfile) -> u64 {
    let volume = |tensor: &Tensor| product([tensor.n, tensor.c, tensor.h, tensor.w].map(u64::from));
    let times = |bf16: bool| if bf16 { 2 } else { 1 };
    match op {
        TiuOp::Conv(op) => {
            let taps = product([op.weight.h, op.weight.w, op.input.c].map(u64::from));
            product([volume(&op.output), taps, times(op.bf16)])
        }
        TiuOp::DepthwiseConv(op) => {
            product([volume(&op.output), op.weight.h.into(), op.weight.w.into(), times(op.bf16)])
        }
        TiuOp::Matmul(op) => {
            let inner = MatmulOperands::of(op, chip).inner.into();
            product([op.left.n.into(), op.output.c.into(), op.output.w.into(), inner, times(op.bf16)])
        }
        _ => 0,
    }
}

fn product<const N: usize>(factors: [u64; N]) -> u64 {
    factors.into_iter().fold(1, u64::saturating_mul)
}
