//! Whether a copy that moves element by element destroys source elements before it has read them.

use crate::footprint::{Region, Span};
use crate::layout::Index;
use std::collections::HashMap;

/// Copies of more elements than this are not followed; their overlap then counts as harmful.
const MOST_ELEMENTS: u64 = 1 << 20;

/// Whether some element is written over a different source element that is read later; `None` when the copy is too long to tell.
pub(super) fn overtakes(write: &Region, read: &Region) -> Option<bool> {
    let count = elements(read);
    if count > MOST_ELEMENTS || count != elements(write) {
        return None;
    }
    let same_element = element(write) == element(read);
    let mut last_read: HashMap<(u32, i64), u64> = HashMap::new();
    for order in 0..count {
        last_read.extend(bytes(read, order).map(|byte| (byte, order)));
    }
    let destroys = |order: u64| {
        let unchanged = same_element && bytes(write, order).eq(bytes(read, order));
        !unchanged && bytes(write, order).any(|byte| last_read.get(&byte).is_some_and(|read| *read > order))
    };
    Some((0..count).any(destroys))
}

fn shape(region: &Region) -> [u32; 4] {
    match &region.span {
        Span::Local(tensor) => tensor.shape,
        Span::Dram(tensor) => tensor.shape,
    }
}

fn elements(region: &Region) -> u64 {
    shape(region).iter().fold(1, |count: u64, size| count.saturating_mul(u64::from(*size)))
}

fn index(mut order: u64, shape: [u32; 4]) -> Index {
    let mut index = [0; 4];
    for (place, size) in index.iter_mut().zip(shape).rev() {
        *place = (order % u64::from(size)) as u32;
        order /= u64::from(size);
    }
    index
}

fn element(region: &Region) -> u32 {
    match &region.span {
        Span::Local(tensor) => tensor.element,
        Span::Dram(tensor) => tensor.element,
    }
}

fn bytes(region: &Region, order: u64) -> impl Iterator<Item = (u32, i64)> + use<> {
    let index = index(order, shape(region));
    let (lane, start) = match &region.span {
        Span::Local(tensor) => (tensor.at(index).lane, tensor.at(index).offset),
        Span::Dram(tensor) => (0, tensor.at(index).cast_signed()),
    };
    (0..i64::from(element(region))).map(move |byte| (lane, start.saturating_add(byte)))
}
