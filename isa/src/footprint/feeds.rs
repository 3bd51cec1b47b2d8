//! Which elements of its operands one element of a result is made of.

use super::{Footprint, Region, Role, Span};
use crate::chip::ChipProfile;
use crate::command::Tiu;
use crate::generated::tiu::TiuFields;
use crate::layout::Index;
use crate::layout::tiu::{element_bytes, lookup_table};
use crate::layout::window::{Axis, COLUMNS, Kind, ROWS, Under};
use crate::op::tiu::{TiuKind, TiuOp};
use std::ops::Range;

/// The part of an operand that an element of the result depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The operand, or one plane of it.
    pub region: Region,
    /// Its indices along each extent.
    pub window: [Range<u32>; 4],
    /// The first of them that takes part.
    pub first: Index,
}

impl Feed {
    /// All of an operand.
    #[must_use]
    pub fn whole(region: Region) -> Self {
        let shape = match &region.span {
            Span::Local(tensor) => tensor.shape,
            Span::Dram(tensor) => tensor.shape,
        };
        Feed { region, window: shape.map(|extent| 0..extent), first: [0; 4] }
    }

    /// Of a table only the entry `number`.
    #[must_use]
    pub fn entry(mut self, number: u8) -> Self {
        (self.window[3], self.first[3]) = (only(number.into()), number.into());
        self
    }

    /// The bytes of the window.
    #[must_use]
    pub fn part(&self) -> Region {
        let mut part = self.region;
        for (dim, range) in self.window.iter().enumerate() {
            let count = range.end - range.start;
            match &mut part.span {
                Span::Local(tensor) => *tensor = tensor.part(dim, range.start, count),
                Span::Dram(tensor) => {
                    tensor.address = tensor.address.wrapping_add_signed(i64::from(range.start) * tensor.strides[dim]);
                    tensor.shape[dim] = count;
                }
            }
        }
        part
    }
}

/// What the element `index` of the result is made of, counted as the written region counts; of a table all entries
/// that the element may pick, of a window that hangs over the edge what lies inside. Operands of which it needs nothing
/// are absent.
#[must_use]
pub fn feeds(fields: &TiuFields, chip: &ChipProfile, index: Index) -> Vec<Feed> {
    let Some(kind) = TiuKind::of(fields, chip.layout) else { return Vec::new() };
    let question = Question { fields, chip, op: TiuOp::from_fields(kind, fields), index };
    let reads = Footprint::of::<Tiu>(fields, chip).reads;
    reads.into_iter().filter_map(|region| question.feed(region)).collect()
}

struct Question<'q> {
    fields: &'q TiuFields,
    chip: &'q ChipProfile,
    op: TiuOp,
    index: Index,
}

fn only(at: u32) -> Range<u32> {
    at..at + 1
}

impl Question<'_> {
    fn feed(&self, region: Region) -> Option<Feed> {
        let [n, c, _, w] = self.index;
        let whole = Feed::whole(region);
        let [all_n, all_c, all_h, all_w] = whole.window.clone();
        let same = || (self.index.map(only), self.index);
        let of_channel = || ([all_n.clone(), only(c), all_h.clone(), all_w.clone()], [0, c, 0, 0]);
        let (window, first) = match (&self.op, region.role) {
            (_, Role::PartialSums | Role::Accumulator) => same(),
            (TiuOp::Conv(_), Role::Input) => self.under(Kind::Convolution, all_c)?,
            (TiuOp::DepthwiseConv(_), Role::Input) => self.under(Kind::Depthwise, only(c))?,
            (TiuOp::AvgPool(_), Role::Input) => self.under(Kind::Average, only(c))?,
            (TiuOp::MaxPool(_) | TiuOp::MinPool(_), Role::Input) => self.under(Kind::Extreme, only(c))?,
            (TiuOp::Conv(op), Role::Weight) => {
                let (row, column) = self.first_tap(Kind::Convolution);
                ([all_n, only(c), all_h, all_w], [0, c, row * u32::from(op.weight.w) + column, 0])
            }
            (TiuOp::DepthwiseConv(_), Role::Weight) => {
                let (row, column) = self.first_tap(Kind::Depthwise);
                ([all_n, only(c), all_h, all_w], [0, c, row, column])
            }
            (TiuOp::Conv(_) | TiuOp::DepthwiseConv(_), _) => of_channel(),
            (TiuOp::Matmul(_), Role::Input) => ([only(n), all_c, all_h, all_w], [n, 0, 0, 0]),
            (TiuOp::Matmul(_), _) => ([all_n, only(c), all_h, only(w)], [0, c, 0, w]),
            (TiuOp::ChannelSum(_), _) => of_channel(),
            (TiuOp::Lookup(op), Role::Table) => {
                let (table, first) = lookup_table(&op.output, &op.table, element_bytes(op.bf16), self.chip);
                let Span::Local(part) = &region.span else { return None };
                let lane = table.lane + (first + c) % self.chip.lanes;
                let channel = (lane + self.chip.lanes - part.lane) % self.chip.lanes;
                let channel = all_c.contains(&channel).then_some(channel)?;
                ([all_n, only(channel), all_h, all_w], [0, channel, 0, 0])
            }
            _ => same(),
        };
        Some(Feed { region, window, first })
    }

    /// The part of the input under the window, and the first input under a tap.
    fn under(&self, kind: Kind, channels: Range<u32>) -> Option<([Range<u32>; 4], Index)> {
        let (rows, columns) = self.both(kind)?;
        let first = [self.index[0], channels.start, rows.first, columns.first];
        Some(([only(self.index[0]), channels, rows.range, columns.range], first))
    }

    /// The first tap that falls on the input; over nothing but padding, whose value counts too, the first of all.
    fn first_tap(&self, kind: Kind) -> (u32, u32) {
        self.both(kind).map_or((0, 0), |(rows, columns)| (rows.tap, columns.tap))
    }

    fn both(&self, kind: Kind) -> Option<(Under, Under)> {
        let along = |axis: &Axis, window| axis.under(self.fields, kind, window);
        Some((along(&ROWS, self.index[2])?, along(&COLUMNS, self.index[3])?))
    }
}
