//! Moving elements from one side to the other.
//!
//! Where somebody could tell, elements are handled one at a time and in order: read, change, write.

use super::convert::{Conversion, Narrow, widen};
use super::meter::{Meter, PIECE};
use super::nest::{At, Loop, Nest};
use super::side::{Run, Side};
use super::{blocks, blocks::Blocks};
use crate::halt::Stopped;
use crate::memory::PageSet;

/// What happens to an element on its way.
pub(super) trait Change<const A: usize, const B: usize>: Copy {
    /// The element in its destination.
    fn apply(self, element: [u8; A]) -> [u8; B];

    /// Whether that is the element itself.
    fn is_none(self) -> bool {
        false
    }
}

/// Nothing.
#[derive(Clone, Copy)]
struct Same;

impl<const A: usize> Change<A, A> for Same {
    #[inline(always)]
    fn apply(self, element: [u8; A]) -> [u8; A] {
        element
    }

    #[inline(always)]
    fn is_none(self) -> bool {
        true
    }
}

/// An integer, signed or not, becomes a bf16 number.
#[derive(Clone, Copy)]
struct Widened(bool);

impl Change<1, 2> for Widened {
    #[inline(always)]
    fn apply(self, [byte]: [u8; 1]) -> [u8; 2] {
        widen(byte, self.0).to_le_bytes()
    }
}

impl Change<2, 1> for Narrow {
    #[inline(always)]
    fn apply(self, pair: [u8; 2]) -> [u8; 1] {
        [self.convert(u16::from_le_bytes(pair))]
    }
}

/// The two memories of a transfer.
pub(super) trait Memories {
    /// `count` elements: `to` becomes what `change` makes of `from`.
    fn run<const A: usize, const B: usize>(&mut self, from: Run, to: Run, count: usize, change: impl Change<A, B>);

    /// The destination's pages that changed, where somebody wants to know.
    fn changed(&mut self) -> Option<&mut PageSet>;
}

/// From one memory to another.
pub(super) struct Across<'m> {
    pub(super) from: &'m [u8],
    pub(super) to: &'m mut [u8],
    pub(super) changed: Option<&'m mut PageSet>,
}

/// Inside one memory.
pub(super) struct Within<'m> {
    pub(super) memory: &'m mut [u8],
    pub(super) changed: Option<&'m mut PageSet>,
}

/// Moves the elements of `from` to those of `to`, which are as many.
pub(super) fn transfer(
    memories: &mut impl Blocks,
    [from, to]: [&Side; 2],
    conversion: Conversion,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    match conversion {
        Conversion::Bytes => all::<1, 1>(memories, [from, to], Same, meter),
        Conversion::Pairs => all::<2, 2>(memories, [from, to], Same, meter),
        Conversion::Widen { signed } => all(memories, [from, to], Widened(signed), meter),
        Conversion::Narrow(narrow) => all(memories, [from, to], narrow, meter),
    }
}

/// Runs that move faster one by one than as a nest.
const FEW: u64 = 2;

fn all<const A: usize, const B: usize>(
    memories: &mut impl Blocks,
    [from, to]: [&Side; 2],
    change: impl Change<A, B>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let (sources, targets) = (from.runs(), to.runs());
    if sources.left().max(targets.left()) > FEW
        && let Some(nest) = Nest::new(from, to)
    {
        return blocks::transfer(memories, &nest, change, meter);
    }
    one_by_one(memories, (sources, targets), change, meter)
}

/// Moves runs in their order, cut so that they are equally long.
pub(super) fn one_by_one<const A: usize, const B: usize>(
    memories: &mut impl Memories,
    (mut from, to): (impl Iterator<Item = Run>, impl Iterator<Item = Run>),
    change: impl Change<A, B>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let mut source = Run::EMPTY;
    for mut target in to {
        if let Some(changed) = memories.changed() {
            changed.add(target.at, target.span(B as u32));
        }
        while target.count > 0 {
            if source.count == 0 {
                let Some(next) = from.next() else { return Ok(()) };
                source = next;
            }
            let count = source.count.min(target.count).min(PIECE as u32);
            meter.moved(count as usize)?;
            memories.run(source, target, count as usize, change);
            source.skip(count);
            target.skip(count);
        }
    }
    Ok(())
}

impl Run {
    fn is_dense<const A: usize>(self) -> bool {
        self.step as usize == A
    }
}

/// The element at `at`.
#[inline(always)]
pub(super) fn get<const A: usize>(bytes: &[u8], at: usize) -> [u8; A] {
    let mut element = [0; A];
    element.copy_from_slice(&bytes[at..at + A]);
    element
}

impl Memories for Across<'_> {
    #[inline]
    fn run<const A: usize, const B: usize>(&mut self, from: Run, to: Run, count: usize, change: impl Change<A, B>) {
        if !from.is_dense::<A>() || !to.is_dense::<B>() {
            for (source, target) in from.places(count).zip(to.places(count)) {
                self.to[target..target + B].copy_from_slice(&change.apply(get(self.from, source)));
            }
            return;
        }
        let row = Loop { count, from: A, to: B };
        self.rows(At { from: from.at, to: to.at }, [row, Loop::ONCE], change);
    }

    fn changed(&mut self) -> Option<&mut PageSet> {
        self.changed.as_deref_mut()
    }
}

impl Memories for Within<'_> {
    #[inline]
    fn run<const A: usize, const B: usize>(&mut self, from: Run, to: Run, count: usize, change: impl Change<A, B>) {
        let (source, target) = (from.at, to.at);
        // Nothing is read after it was written: the order does not show.
        let plain = target <= source || target >= source + count * A;
        if change.is_none() && from.is_dense::<A>() && to.is_dense::<A>() && plain {
            return self.memory.copy_within(source..source + count * A, target);
        }
        for (source, target) in from.places(count).zip(to.places(count)) {
            let element = change.apply(get(self.memory, source));
            self.memory[target..target + B].copy_from_slice(&element);
        }
    }

    fn changed(&mut self) -> Option<&mut PageSet> {
        self.changed.as_deref_mut()
    }
}
