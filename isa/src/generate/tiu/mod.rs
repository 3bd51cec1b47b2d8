//! Random TIU operations.

mod conv;
mod draft;
mod elementwise;
mod matmul;
mod pool;
mod table;
mod window;

use super::{Bounds, Random, Sample};
use crate::chip::ChipProfile;
use crate::command::Tiu;
use crate::op::tiu::TiuKind;
use draft::Draft;

/// A random operation of this kind; `None` when the chip lacks it.
///
/// Operands lie apart from each other, except where an element-wise operation works in place.
#[must_use]
pub fn operation(random: &mut Random, chip: &ChipProfile, kind: TiuKind) -> Option<Sample<Tiu>> {
    operation_within(random, chip, kind, Bounds::FULL)
}

pub(super) fn operation_within(
    random: &mut Random,
    chip: &ChipProfile,
    kind: TiuKind,
    bounds: Bounds,
) -> Option<Sample<Tiu>> {
    if kind.info().feature.is_some_and(|(_, has)| !has(&chip.features)) {
        return None;
    }
    bounds.shrinking(|bounds| {
        let mut draft = Draft::new(random, chip, kind, bounds);
        attempt(&mut draft, kind)?;
        draft.finish()
    })
}

fn attempt(draft: &mut Draft, kind: TiuKind) -> Option<()> {
    match kind {
        TiuKind::Conv => conv::conv(draft),
        TiuKind::DepthwiseConv => conv::depthwise(draft),
        TiuKind::MaxPool | TiuKind::MinPool => pool::extreme(draft),
        TiuKind::AvgPool => pool::average(draft),
        TiuKind::Matmul => matmul::matmul(draft),
        TiuKind::ChannelSum => table::channel_sum(draft),
        TiuKind::Lookup => table::lookup(draft),
        _ => elementwise::elementwise(draft, kind),
    }
}
