//! One operand's bytes.

use super::strip::{self, Strip};
use crate::layout::{DramTensor, LocalTensor};

/// What an operation uses an operand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Data.
    Input,
    /// Weights, or the right matrix.
    Weight,
    /// Bias.
    Bias,
    /// Multipliers and shifts of each channel, with the bias in front where there is one.
    Quantizer,
    /// Table of a lookup.
    Table,
    /// The old result that the new one is added to.
    Accumulator,
    /// 32-bit partial sums.
    PartialSums,
    /// The finished result.
    Result,
    /// Source of a transfer.
    Source,
    /// Destination of a transfer.
    Destination,
}

impl Role {
    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Input => "input",
            Role::Weight => "weight",
            Role::Bias => "bias",
            Role::Quantizer => "quantizer",
            Role::Table => "table",
            Role::Accumulator => "accumulator",
            Role::PartialSums => "partial sums",
            Role::Result => "result",
            Role::Source => "source",
            Role::Destination => "destination",
        }
    }
}

/// The operand's name in the fields of its descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operand {
    /// `res0`
    Result,
    /// `opd0`
    First,
    /// `opd1`
    Second,
    /// `opd2`
    Third,
    /// `dst`
    Destination,
    /// `src`
    Source,
}

/// How certain the bytes are before the data are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// All of them are touched.
    Exact,
    /// None outside them is touched: compressed streams, whose length depends on the data.
    AtMost,
}

/// Where the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// In local memory.
    Local(LocalTensor),
    /// In DRAM, relative to a base register.
    Dram(DramTensor),
}

/// The bytes that a descriptor reads or writes for one operand, or for one plane of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// What for.
    pub role: Role,
    /// Whose.
    pub operand: Operand,
    /// Where.
    pub span: Span,
    /// How certain.
    pub certainty: Certainty,
}

/// Adjacent bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Run {
    /// The lane; 0 in DRAM.
    pub lane: u32,
    /// Offset in the lane, or address before the base register is added.
    pub start: i64,
    /// Number of bytes.
    pub len: u64,
}

impl Region {
    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.span {
            Span::Local(tensor) => tensor.is_empty(),
            Span::Dram(tensor) => tensor.is_empty(),
        }
    }

    /// The bytes in `lane`, or all bytes of a region in DRAM for lane 0.
    pub(super) fn strip(&self, lane: u32) -> Option<Strip> {
        match &self.span {
            _ if self.is_empty() => None,
            Span::Local(tensor) => strip::in_lane(tensor, lane),
            Span::Dram(tensor) => (lane == 0).then(|| strip::in_dram(tensor)),
        }
    }

    pub(super) fn lanes(&self) -> u32 {
        match &self.span {
            Span::Local(tensor) => tensor.lanes,
            Span::Dram(_) => 1,
        }
    }

    /// The base register of a region in DRAM.
    #[must_use]
    pub fn base(&self) -> Option<u8> {
        match &self.span {
            Span::Local(_) => None,
            Span::Dram(tensor) => Some(tensor.base),
        }
    }

    /// A region in DRAM with the value of its base register added, which then counts as register 0.
    #[must_use]
    pub fn resolved(mut self, bases: &[u64; 8]) -> Self {
        if let Span::Dram(tensor) = &mut self.span {
            tensor.address = tensor.address.wrapping_add(bases[usize::from(tensor.base & 7)]);
            tensor.base = 0;
        }
        self
    }

    /// First offset and the one past the last, over all lanes; `None` when empty.
    #[must_use]
    pub fn bounds(&self) -> Option<(i64, i64)> {
        let strips = || (0..self.lanes()).filter_map(|lane| self.strip(lane));
        match &self.span {
            Span::Local(tensor) => {
                tensor.offsets().map(|(low, high)| (low, high.saturating_add(tensor.element.into())))
            }
            Span::Dram(_) => strips().next().map(|strip| (strip.start, strip.end())),
        }
    }

    /// Number of bytes; those that interleaving strides repeat, as no real tensor does, count each time.
    #[must_use]
    pub fn byte_count(&self) -> u64 {
        let counts = (0..self.lanes()).filter_map(|lane| self.strip(lane)).map(|strip| strip.byte_count());
        counts.fold(0, u64::saturating_add)
    }

    /// Whether the byte belongs to the region; `lane` is 0 in DRAM.
    #[must_use]
    pub fn contains(&self, lane: u32, at: i64) -> bool {
        self.strip(lane).is_some_and(|strip| strip.holds(at))
    }

    /// Whether the two share a byte.
    ///
    /// Regions behind different base registers are taken to be apart; add the registers' values first to know.
    /// Strides that make the exact answer too expensive, which no real tensor has, count as sharing.
    #[must_use]
    pub fn intersects(&self, other: &Region) -> bool {
        let (Some(mine), Some(its)) = (self.bounds(), other.bounds()) else { return false };
        if self.base() != other.base() || mine.0 >= its.1 || its.0 >= mine.1 {
            return false;
        }
        let groups = |region: &Region, lane| match &region.span {
            Span::Local(tensor) => tensor.groups_in(lane),
            Span::Dram(_) => (0, 1),
        };
        let mut known = None;
        (0..self.lanes()).any(|lane| {
            let both = (groups(self, lane), groups(other, lane));
            known.replace(both) != Some(both)
                && self.strip(lane).zip(other.strip(lane)).is_some_and(|(mine, its)| mine.meets(&its))
        })
    }

    /// Whether two different elements share a byte.
    #[must_use]
    pub fn overlaps_itself(&self) -> bool {
        let (element, dims) = match &self.span {
            _ if self.is_empty() => return false,
            Span::Local(tensor) => (tensor.element, local_dims(tensor)),
            Span::Dram(tensor) => (tensor.element, [0, 1, 2, 3].map(|dim| (tensor.shape[dim], tensor.strides[dim]))),
        };
        strip::share_bytes(dims.map(|(count, stride)| (count.into(), stride.unsigned_abs())), element.into())
    }

    /// The runs of adjacent bytes, lane by lane; strides that overlap make bytes come up more than once.
    pub fn runs(&self) -> impl Iterator<Item = Run> + use<> {
        let region = *self;
        (0..region.lanes())
            .filter_map(move |lane| region.strip(lane).map(|strip| (lane, strip)))
            .flat_map(|(lane, strip)| strip.starts().map(move |start| Run { lane, start, len: strip.run }))
    }
}

/// The dimensions of the lane with the most channel groups.
fn local_dims(tensor: &LocalTensor) -> [(u32, i64); 4] {
    let groups = tensor.groups_in(tensor.lane % tensor.lanes).1;
    let [n, _, h, w] = tensor.shape;
    let [by_n, by_c, by_h, by_w] = tensor.strides;
    [(n, by_n), (groups, by_c), (h, by_h), (w, by_w)]
}
