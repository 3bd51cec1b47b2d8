//! Moving the parts of a nest: neighbours at once, transposed elements in blocks.

use super::meter::{Meter, PIECE};
use super::nest::{At, Loop, Loops, Nest};
use super::transfer::{Across, Change, Memories, Within};
use crate::halt::Stopped;
use crate::kernels::{Level, Task, dispatch};

/// Moves all elements of a nest.
pub(super) fn transfer<const A: usize, const B: usize>(
    memories: &mut impl Blocks,
    nest: &Nest<'_>,
    change: impl Change<A, B>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    nest.parts(&mut |at, loops| part(memories, at, loops, change, meter))
}

fn part<const A: usize, const B: usize>(
    memories: &mut impl Blocks,
    at: At,
    mut loops: Loops,
    change: impl Change<A, B>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let row = loops.take(|inner| (inner.from, inner.to) == (A, B));
    let neighbours = row.is_some();
    let columns = row.or_else(|| loops.take(|inner| inner.to == B)).unwrap_or_else(|| loops.take_longest());
    let rows = if neighbours { None } else { loops.take(|inner| inner.from == A) };
    let rows = rows.unwrap_or_else(|| loops.take_longest());
    loops.each(at, &mut |at| {
        pieces([columns, rows], at, &mut |at, block| {
            meter.moved(block[0].count * block[1].count)?;
            memories.mark(at.to, block, B);
            match neighbours {
                true => memories.rows(at, block, change),
                false => memories.apart(at, block, change),
            }
            Ok(())
        })
    })
}

/// Cuts a block into pieces between which the flag is looked at.
fn pieces(
    [columns, rows]: [Loop; 2],
    at: At,
    visit: &mut impl FnMut(At, [Loop; 2]) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    if columns.count * rows.count <= PIECE {
        return visit(at, [columns, rows]);
    }
    let most = (PIECE / columns.count).max(1);
    for first in (0..rows.count).step_by(most) {
        let (at, rows) = (at.step(&rows, first), Loop { count: most.min(rows.count - first), ..rows });
        for start in (0..columns.count).step_by(PIECE) {
            let some = Loop { count: PIECE.min(columns.count - start), ..columns };
            visit(at.step(&columns, start), [some, rows])?;
        }
    }
    Ok(())
}

/// Moves blocks: loops of columns inside loops of rows.
pub(super) trait Blocks: Memories {
    /// Moves rows whose elements are neighbours on both sides.
    fn rows<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>);

    /// Moves elements that are apart on either side.
    fn apart<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>);

    /// Remembers which pages of the destination change.
    fn mark(&mut self, to: usize, [columns, rows]: [Loop; 2], element: usize) {
        let Some(changed) = self.changed() else { return };
        let row = (columns.count - 1) * columns.to + element;
        if columns.to > NEAR {
            for start in (0..rows.count).map(|row| to + row * rows.to) {
                (0..columns.count).for_each(|column| changed.add(start + column * columns.to, element));
            }
        } else if rows.to > NEAR {
            (0..rows.count).for_each(|index| changed.add(to + index * rows.to, row));
        } else {
            changed.add(to, (rows.count - 1) * rows.to + row);
        }
    }
}

/// Bytes between which no page lies that nothing is written to.
const NEAR: usize = 4096;

impl Blocks for Across<'_> {
    fn rows<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>) {
        let [Loop { count, .. }, rows] = block;
        if !change.is_none() {
            return dispatch(Level::best(), Converted { memories: self, at, block, change });
        }
        for At { from, to } in (0..rows.count).map(|row| at.step(&rows, row)) {
            copy(&self.from[from..from + count * A], &mut self.to[to..to + count * A]);
        }
    }

    fn apart<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>) {
        let [columns, rows] = block;
        let crossed = change.is_none() && columns.to == A && rows.from == A;
        match (columns.count, rows.count) {
            (_, 3) if crossed && A == 1 && columns.from == 3 => split::<3>(self, at, block),
            (_, 4) if crossed && A == 1 && columns.from == 4 => split::<4>(self, at, block),
            (3, _) if crossed && A == 1 && rows.to == 3 => merge::<3>(self, at, block),
            (4, _) if crossed && A == 1 && rows.to == 4 => merge::<4>(self, at, block),
            _ if crossed => dispatch(Level::best(), Transposed::<A> { memories: self, at, block }),
            _ => grid(at, block, |at| {
                let element = change.apply(super::transfer::get(self.from, at.from));
                self.to[at.to..at.to + B].copy_from_slice(&element);
            }),
        }
    }
}

impl Blocks for Within<'_> {
    fn rows<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>) {
        let [columns, rows] = block;
        if !change.is_none() {
            return self.apart(at, block, change);
        }
        for At { from, to } in (0..rows.count).map(|row| at.step(&rows, row)) {
            self.memory.copy_within(from..from + columns.count * A, to);
        }
    }

    fn apart<const A: usize, const B: usize>(&mut self, at: At, block: [Loop; 2], change: impl Change<A, B>) {
        grid(at, block, |at| {
            let element = change.apply(super::transfer::get(self.memory, at.from));
            self.memory[at.to..at.to + B].copy_from_slice(&element);
        });
    }
}

/// Visits all elements of a block.
#[inline(always)]
fn grid(at: At, [columns, rows]: [Loop; 2], mut visit: impl FnMut(At)) {
    for start in (0..rows.count).map(|row| at.step(&rows, row)) {
        (0..columns.count).for_each(|column| visit(start.step(&columns, column)));
    }
}

/// Copies bytes: short rows as two pieces that may share bytes.
#[inline(always)]
fn copy(from: &[u8], to: &mut [u8]) {
    match from.len() {
        8..=16 => copy_ends::<8>(from, to),
        17..=32 => copy_ends::<16>(from, to),
        33..=64 => copy_ends::<32>(from, to),
        _ => to.copy_from_slice(from),
    }
}

#[inline(always)]
fn copy_ends<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(front), Some(back)) = (from.first_chunk::<N>(), from.last_chunk::<N>()) {
        to.first_chunk_mut().into_iter().for_each(|to| *to = *front);
        to.last_chunk_mut().into_iter().for_each(|to| *to = *back);
    }
}

/// Rows of neighbours that change on their way.
struct Converted<'b, 'm, C, const A: usize, const B: usize> {
    memories: &'b mut Across<'m>,
    at: At,
    block: [Loop; 2],
    change: C,
}

impl<C: Change<A, B>, const A: usize, const B: usize> Task for Converted<'_, '_, C, A, B> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let [Loop { count, .. }, rows] = self.block;
        for At { from, to } in (0..rows.count).map(|row| self.at.step(&rows, row)) {
            let from = self.memories.from[from..from + count * A].as_chunks::<A>().0;
            let to = self.memories.to[to..to + count * B].as_chunks_mut::<B>().0;
            for (from, to) in from.iter().zip(to) {
                *to = self.change.apply(*from);
            }
        }
    }
}

/// Turns pixels of `N` bytes into a row for each byte.
fn split<const N: usize>(memories: &mut Across<'_>, at: At, [columns, rows]: [Loop; 2]) {
    let pixels = memories.from[at.from..at.from + columns.count * N].as_chunks::<N>().0;
    for plane in 0..N {
        let row = &mut memories.to[at.to + plane * rows.to..][..columns.count];
        for (byte, pixel) in row.iter_mut().zip(pixels) {
            *byte = pixel[plane];
        }
    }
}

/// Turns `N` rows into pixels with a byte of each.
fn merge<const N: usize>(memories: &mut Across<'_>, at: At, [columns, rows]: [Loop; 2]) {
    let pixels = memories.to[at.to..at.to + rows.count * N].as_chunks_mut::<N>().0;
    let planes: [&[u8]; N] =
        std::array::from_fn(|plane| &memories.from[at.from + plane * columns.from..][..rows.count]);
    for (index, pixel) in pixels.iter_mut().enumerate() {
        *pixel = planes.map(|plane| plane[index]);
    }
}

/// Columns that are neighbours in the destination, rows that are neighbours in the source.
struct Transposed<'b, 'm, const A: usize> {
    memories: &'b mut Across<'m>,
    at: At,
    block: [Loop; 2],
}

impl<const A: usize> Task for Transposed<'_, '_, A> {
    type Output = ();

    /// Squares of whole words; the last of a row or column may repeat elements of the one before.
    #[inline(always)]
    fn run(mut self) {
        let [columns, rows] = self.block;
        if columns.count.min(rows.count) < 8 / A {
            return grid(self.at, self.block, |at| {
                let element: [u8; A] = super::transfer::get(self.memories.from, at.from);
                self.memories.to[at.to..at.to + A].copy_from_slice(&element);
            });
        }
        for row in starts(rows.count, 8 / A) {
            for column in starts(columns.count, 8 / A) {
                self.square(self.at.step(&rows, row).step(&columns, column));
            }
        }
    }
}

/// Where pieces of `size` start that cover `count`, which is no less.
#[inline(always)]
fn starts(count: usize, size: usize) -> impl Iterator<Item = usize> {
    (0..count.div_ceil(size)).map(move |piece| (piece * size).min(count - size))
}

impl<const A: usize> Transposed<'_, '_, A> {
    #[inline(always)]
    fn square(&mut self, at: At) {
        let [columns, rows] = self.block;
        let mut words = [0; 8];
        for (index, word) in words.iter_mut().take(8 / A).enumerate() {
            let source = self.memories.from[at.from + index * columns.from..].first_chunk();
            *word = source.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        }
        transpose::<A>(&mut words);
        for (index, word) in words.iter().take(8 / A).enumerate() {
            self.memories.to[at.to + index * rows.to..][..8].copy_from_slice(&word.to_le_bytes());
        }
    }
}

/// Exchanges rows and columns of a square of `8 / A` words, which hold as many elements of `A` bytes each.
#[inline(always)]
fn transpose<const A: usize>(words: &mut [u64; 8]) {
    if A == 1 {
        exchange::<4, 32>(words, 0x0000_0000_ffff_ffff);
        exchange::<2, 16>(words, 0x0000_ffff_0000_ffff);
        exchange::<1, 8>(words, 0x00ff_00ff_00ff_00ff);
    } else {
        exchange::<2, 32>(words, 0x0000_0000_ffff_ffff);
        exchange::<1, 16>(words, 0x0000_ffff_0000_ffff);
    }
}

/// Exchanges the parts off the diagonal in all squares of twice `DISTANCE` words.
#[inline(always)]
fn exchange<const DISTANCE: usize, const BITS: usize>(words: &mut [u64; 8], mask: u64) {
    for square in words.chunks_exact_mut(2 * DISTANCE) {
        let (upper, lower) = square.split_at_mut(DISTANCE);
        for (upper, lower) in upper.iter_mut().zip(lower) {
            let moved = (*upper >> BITS ^ *lower) & mask;
            *lower ^= moved;
            *upper ^= moved << BITS;
        }
    }
}
