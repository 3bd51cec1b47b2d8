//! The loops of a transfer, both sides at once.
//!
//! Where no element is written twice and none is read after it was written, the order of the elements does not show:
//! the loops may be exchanged, joined and cut as suits the host. Elsewhere there is no nest, and the transfer goes one
//! run after the other.

use super::side::{Axis, Side};
use crate::halt::Stopped;
use crate::memory::Space;

/// Most loops: those of one side cut by those of the other.
const MOST: usize = 8;

/// Repeats of something, and the bytes from one to the next on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Loop {
    pub(super) count: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Loop {
    /// Once.
    pub(super) const ONCE: Loop = Loop { count: 1, from: 0, to: 0 };

    /// Whether this repeats `inner` without a gap.
    fn continues(&self, inner: &Loop) -> bool {
        self.from == inner.from * inner.count && self.to == inner.to * inner.count
    }
}

/// First byte on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl At {
    /// The start of repeat number `index`.
    #[inline]
    pub(super) fn step(self, by: &Loop, index: usize) -> At {
        At { from: self.from + index * by.from, to: self.to + index * by.to }
    }
}

/// Some loops, innermost first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loops {
    loops: [Loop; MOST + 2],
    count: usize,
}

impl Loops {
    fn new() -> Self {
        Loops { loops: [Loop::ONCE; MOST + 2], count: 0 }
    }

    /// Adds a loop around the others, or lengthens the outermost.
    fn push(&mut self, outer: Loop) {
        if outer.count == 1 {
            return;
        }
        match self.loops[..self.count].last_mut() {
            Some(last) if outer.continues(last) => last.count *= outer.count,
            _ => {
                self.loops[self.count] = outer;
                self.count += 1;
            }
        }
    }

    /// Takes out the first loop that `wanted` likes, with all that continue it.
    pub(super) fn take(&mut self, wanted: impl Fn(&Loop) -> bool) -> Option<Loop> {
        let mut found = self.remove(wanted)?;
        while let Some(next) = self.remove(|outer| outer.continues(&found)) {
            found.count *= next.count;
        }
        Some(found)
    }

    /// Takes out the longest loop.
    pub(super) fn take_longest(&mut self) -> Loop {
        let longest = self.loops[..self.count].iter().map(|inner| inner.count).max();
        self.remove(|inner| Some(inner.count) == longest).unwrap_or(Loop::ONCE)
    }

    fn remove(&mut self, wanted: impl Fn(&Loop) -> bool) -> Option<Loop> {
        let at = self.loops[..self.count].iter().position(wanted)?;
        let found = self.loops[at];
        self.loops.copy_within(at + 1..self.count, at);
        self.count -= 1;
        Some(found)
    }

    /// Visits what the loops repeat.
    pub(super) fn each(&self, at: At, visit: &mut impl FnMut(At) -> Result<(), Stopped>) -> Result<(), Stopped> {
        each(&self.loops[..self.count], at, visit)
    }
}

fn each(loops: &[Loop], at: At, visit: &mut impl FnMut(At) -> Result<(), Stopped>) -> Result<(), Stopped> {
    match loops.split_last() {
        None => visit(at),
        Some((outer, inner)) => (0..outer.count).try_for_each(|index| each(inner, at.step(outer, index), visit)),
    }
}

/// A loop of both sides.
#[derive(Clone, Copy, Debug)]
struct Joint {
    count: u32,
    from: Way,
    to: Way,
}

/// How one side goes from index to index.
#[derive(Clone, Copy, Debug)]
struct Way {
    stride: usize,
    hops: bool,
}

/// A transfer whose elements may move in any order.
#[derive(Debug)]
pub(super) struct Nest<'s> {
    from: &'s Side,
    to: &'s Side,
    /// Innermost first.
    joints: [Joint; MOST],
    count: usize,
    /// How often the innermost loop runs at the last channel, if that is less than elsewhere.
    tail: u32,
}

impl<'s> Nest<'s> {
    /// The loops of a transfer, unless the order of its elements shows or the sides are cut too differently.
    pub(super) fn new(from: &'s Side, to: &'s Side) -> Option<Self> {
        if !is_distinct(to) || from.space == to.space && may_overlap(from, to) {
            return None;
        }
        let still = Way { stride: 0, hops: false };
        let joints = [Joint { count: 1, from: still, to: still }; MOST];
        let mut nest = Nest { from, to, joints, count: 0, tail: from.tail.max(to.tail) };
        nest.join(cut(from, to)?, cut(to, from)?)?;
        nest.has_whole_rows().then_some(nest)
    }

    /// Cuts the loops of both sides until they are equally long.
    fn join(&mut self, mut from: impl Iterator<Item = Axis>, mut to: impl Iterator<Item = Axis>) -> Option<()> {
        let (mut a, mut b) = (from.next(), to.next());
        while let (Some(source), Some(target)) = (a, b) {
            let count = source.count.min(target.count);
            self.push(count, source, target)?;
            a = rest(source, count)?.or_else(|| from.next());
            b = rest(target, count)?.or_else(|| to.next());
        }
        (a.is_none() && b.is_none()).then_some(())
    }

    fn push(&mut self, count: u32, source: Axis, target: Axis) -> Option<()> {
        let way = |axis: Axis| Some(Way { stride: usize::try_from(axis.stride).ok()?, hops: axis.hops });
        *self.joints.get_mut(self.count)? = Joint { count, from: way(source)?, to: way(target)? };
        self.count += 1;
        Some(())
    }

    /// Whether a shorter last row is one of the innermost loop.
    fn has_whole_rows(&self) -> bool {
        let width = if self.from.tail == 0 { self.to.axes[3].count } else { self.from.axes[3].count };
        self.tail == 0 || self.joints[0].count == width
    }

    /// Visits the parts whose elements are evenly spaced in every direction.
    pub(super) fn parts(&self, visit: &mut impl FnMut(At, Loops) -> Result<(), Stopped>) -> Result<(), Stopped> {
        let start = |side: &Side| (i64::from(side.first.lane) * side.lane_bytes + side.first.offset) as usize;
        let at = At { from: start(self.from), to: start(self.to) };
        self.part(self.count, at, &mut [Loop::ONCE; MOST + 2], MOST + 2, self.joints[0].count, visit)
    }

    /// Goes on with the loops inside loop number `outer`; those around are the last of `loops`, from `free` on.
    fn part(
        &self,
        outer: usize,
        at: At,
        loops: &mut [Loop; MOST + 2],
        free: usize,
        width: u32,
        visit: &mut impl FnMut(At, Loops) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let Some(outer) = outer.checked_sub(1) else {
            let mut all = Loops::new();
            loops[free..].iter().for_each(|inner| all.push(*inner));
            return visit(at, all);
        };
        let joint = self.joints[outer];
        if !joint.from.hops && !joint.to.hops {
            let count = if outer == 0 { width } else { joint.count };
            loops[free - 1] = Loop { count: count as usize, from: joint.from.stride, to: joint.to.stride };
            return self.part(outer, at, loops, free - 1, width, visit);
        }
        let mut channel = 0;
        while channel < joint.count {
            let stretch = self.stretch(&joint, channel);
            (loops[free - 1], loops[free - 2]) = (stretch.groups, stretch.lanes);
            let last = channel + 1 == joint.count;
            let width = if last && self.tail != 0 { self.tail } else { width };
            let at = At { from: at.from.wrapping_add(stretch.at.from), to: at.to.wrapping_add(stretch.at.to) };
            self.part(outer, at, loops, free - 2, width, visit)?;
            channel += (stretch.groups.count * stretch.lanes.count) as u32;
        }
        Ok(())
    }

    /// The longest stretch of channels from `channel` on that is evenly spaced on both sides.
    fn stretch(&self, joint: &Joint, channel: u32) -> Stretch {
        let left = joint.count - channel;
        // A shorter last row is a stretch of its own.
        let left = if self.tail != 0 && left > 1 { left - 1 } else { left };
        let (from, to) = (Hop::new(self.from, joint.from, channel), Hop::new(self.to, joint.to, channel));
        let lanes = from.room.min(to.room).min(left);
        let groups = if lanes == self.from.lanes.max(self.to.lanes) { left / lanes } else { 1 };
        let group = |way: Way| if way.hops { way.stride } else { way.stride * lanes as usize };
        Stretch {
            at: At { from: from.at, to: to.at },
            groups: Loop { count: groups as usize, from: group(joint.from), to: group(joint.to) },
            lanes: Loop { count: lanes as usize, from: from.next, to: to.next },
        }
    }
}

/// Channels that are evenly spaced: groups of lanes.
struct Stretch {
    at: At,
    groups: Loop,
    lanes: Loop,
}

/// Where a channel of one side lies.
struct Hop {
    /// Bytes from channel 0; negative ones wrap.
    at: usize,
    /// How many channels follow before the lanes start over.
    room: u32,
    /// Bytes to the next channel.
    next: usize,
}

impl Hop {
    fn new(side: &Side, way: Way, channel: u32) -> Self {
        if !way.hops {
            return Hop { at: channel as usize * way.stride, room: u32::MAX, next: way.stride };
        }
        let (lanes, next) = (side.lanes, side.lane_bytes as usize);
        let reached = side.first.lane + channel;
        let (group, lane) = ((reached / lanes) as usize, (reached % lanes) as usize);
        let at = (group * way.stride + lane * next).wrapping_sub(side.first.lane as usize * next);
        Hop { at, room: lanes - lane as u32, next }
    }
}

/// The loops of `side` that run more than once, innermost first. Where the other side has a shorter last row, the rows
/// of this one are cut like those of the other.
fn cut(side: &Side, other: &Side) -> Option<impl Iterator<Item = Axis> + use<>> {
    let [n, c, h, w] = side.axes;
    let mut axes = [w, h, c, n].into_iter().filter(|axis| axis.count != 1);
    let [_, pieces, _, width] = other.axes;
    let mut cut = [None, None];
    if other.tail != 0 {
        let columns = axes.next()?;
        let whole = u64::from(pieces.count - 1) * u64::from(width.count) + u64::from(other.tail);
        if columns.hops || u64::from(columns.count) != whole {
            return None;
        }
        let stride = columns.stride * i64::from(width.count);
        cut = [Some(Axis { count: width.count, ..columns }), Some(Axis { count: pieces.count, stride, hops: false })];
    }
    Some(cut.into_iter().flatten().chain(axes))
}

/// What is left of a loop that was cut after `count` repeats, if it can be cut.
fn rest(axis: Axis, count: u32) -> Option<Option<Axis>> {
    match axis.count / count {
        1 if axis.count == count => Some(None),
        left if axis.count.is_multiple_of(count) && !axis.hops => {
            Some(Some(Axis { count: left, stride: axis.stride * i64::from(count), ..axis }))
        }
        _ => None,
    }
}

/// Whether elements lie at the front of the next lane.
fn spills(side: &Side) -> bool {
    side.space == Space::Local && side.reach().end > side.lane_bytes
}

fn may_overlap(a: &Side, b: &Side) -> bool {
    let (first, second) = (a.reach(), b.reach());
    spills(a) || first.start < second.end && second.start < first.end
}

/// Whether no two elements have bytes in common, as far as nested strides show it.
fn is_distinct(side: &Side) -> bool {
    let mut axes = side.counts();
    axes.sort_unstable();
    let mut size = i64::from(side.element);
    let nested = axes.into_iter().filter(|(_, count)| *count > 1).all(|(stride, count)| {
        let fits = stride >= size;
        size += stride * i64::from(count - 1);
        fits
    });
    nested && !spills(side)
}
