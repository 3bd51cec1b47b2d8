//! Moving elements from one sequence of runs to another.
//!
//! Elements are handled one at a time and in order: read, convert, write. Whole runs are copied at once where nobody
//! can tell the difference.

use super::convert::{Conversion, widen};
use super::meter::Meter;
use super::side::Run;
use crate::halt::Halt;

/// The two memories of a transfer.
pub(super) trait Memories {
    /// `count` elements: `to` becomes what `change` makes of `from`.
    fn map<const A: usize, const B: usize>(
        &mut self,
        from: Run,
        to: Run,
        count: usize,
        change: impl Fn([u8; A]) -> [u8; B],
    );

    /// `count` elements of `A` bytes, unchanged.
    fn copy<const A: usize>(&mut self, from: Run, to: Run, count: usize);
}

/// From one memory to another.
pub(super) struct Across<'m> {
    pub(super) from: &'m [u8],
    pub(super) to: &'m mut [u8],
}

/// Inside one memory.
pub(super) struct Within<'m>(pub(super) &'m mut [u8]);

/// No more elements than this between two looks at the meter.
const PIECE: u32 = 1 << 20;

/// Moves the elements of `from` to those of `to`, which are as many.
pub(super) fn transfer(
    memories: &mut impl Memories,
    from: impl Iterator<Item = Run>,
    to: impl Iterator<Item = Run>,
    conversion: Conversion,
    meter: &mut Meter<'_>,
) -> Result<(), Halt> {
    match conversion {
        Conversion::Bytes => pair(from, to, meter, |from, to, count| memories.copy::<1>(from, to, count)),
        Conversion::Pairs => pair(from, to, meter, |from, to, count| memories.copy::<2>(from, to, count)),
        Conversion::Widen { signed } => {
            let change = |byte: [u8; 1]| widen(byte[0], signed).to_le_bytes();
            pair(from, to, meter, |from, to, count| memories.map(from, to, count, change))
        }
        Conversion::Narrow(narrow) => {
            let change = |pair: [u8; 2]| [narrow.convert(u16::from_le_bytes(pair))];
            pair(from, to, meter, |from, to, count| memories.map(from, to, count, change))
        }
    }
}

/// Cuts both sequences so that their runs are equally long.
#[inline]
fn pair(
    mut from: impl Iterator<Item = Run>,
    to: impl Iterator<Item = Run>,
    meter: &mut Meter<'_>,
    mut moves: impl FnMut(Run, Run, usize),
) -> Result<(), Halt> {
    let mut source = Run::EMPTY;
    for mut target in to {
        while target.count > 0 {
            if source.count == 0 {
                let Some(next) = from.next() else { return Ok(()) };
                source = next;
            }
            let count = source.count.min(target.count).min(PIECE);
            meter.charge(count.into())?;
            moves(source, target, count as usize);
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

#[inline]
fn get<const A: usize>(bytes: &[u8], at: usize) -> [u8; A] {
    let mut element = [0; A];
    element.copy_from_slice(&bytes[at..at + A]);
    element
}

impl Memories for Across<'_> {
    #[inline]
    fn map<const A: usize, const B: usize>(
        &mut self,
        from: Run,
        to: Run,
        count: usize,
        change: impl Fn([u8; A]) -> [u8; B],
    ) {
        if from.is_dense::<A>() && to.is_dense::<B>() {
            let source = self.from[from.at..][..count * A].as_chunks::<A>().0;
            let target = self.to[to.at..][..count * B].as_chunks_mut::<B>().0;
            target.iter_mut().zip(source).for_each(|(target, source)| *target = change(*source));
            return;
        }
        for (source, target) in from.places(count).zip(to.places(count)) {
            self.to[target..target + B].copy_from_slice(&change(get(self.from, source)));
        }
    }

    #[inline]
    fn copy<const A: usize>(&mut self, from: Run, to: Run, count: usize) {
        if from.is_dense::<A>() && to.is_dense::<A>() {
            let source = &self.from[from.at..][..count * A];
            self.to[to.at..][..count * A].copy_from_slice(source);
        } else {
            self.map::<A, A>(from, to, count, |element| element);
        }
    }
}

impl Memories for Within<'_> {
    #[inline]
    fn map<const A: usize, const B: usize>(
        &mut self,
        from: Run,
        to: Run,
        count: usize,
        change: impl Fn([u8; A]) -> [u8; B],
    ) {
        for (source, target) in from.places(count).zip(to.places(count)) {
            let element = change(get(self.0, source));
            self.0[target..target + B].copy_from_slice(&element);
        }
    }

    #[inline]
    fn copy<const A: usize>(&mut self, from: Run, to: Run, count: usize) {
        let (source, target) = (from.at, to.at);
        // Nothing is read after it was written: the order does not show.
        let plain = target <= source || target >= source + count * A;
        if from.is_dense::<A>() && to.is_dense::<A>() && plain {
            self.0.copy_within(source..source + count * A, target);
        } else {
            self.map::<A, A>(from, to, count, |element| element);
        }
    }
}
