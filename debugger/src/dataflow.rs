//! Where a value comes from: who wrote it last, and what that was computed from.

use crate::area::{self, Byte};
use crate::session::Session;
use crate::symbols::Sort;
use isa::command::{Isa, Tdma, Tiu};
use isa::diagnostic::Engine;
use isa::field::Fields;
use isa::footprint::{Region, Role, Span};
use isa::layout::tdma::{Function, function};
use isa::text::Descriptor;

/// One link of the chain from a value back to what it depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The byte that is asked for.
    pub byte: Byte,
    /// What it is to the turn that needs it.
    pub role: &'static str,
    /// How many computations lie between it and the question.
    pub depth: usize,
    /// The turn that wrote it, or what it is where no turn did.
    pub source: Source,
}

/// Who put a byte where it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A turn that moves bytes as they are, and from where.
    Moved(usize, Byte),
    /// A turn that computes.
    Computed(usize),
    /// It was there before the run: a weight or an input, by name.
    Given(Sort, String),
    /// It was there before the run, and has no name.
    Nothing,
}

/// The last turn in front of `position` that wrote a byte of `region`.
#[must_use]
pub fn writer(session: &Session, region: &Region, position: usize) -> Option<usize> {
    let writes = |turn: &usize| {
        session.footprint(*turn).is_some_and(|print| print.writes.iter().any(|one| one.intersects(region)))
    };
    (0..position.min(session.turns().len())).rev().find(writes)
}

/// One byte as a region.
#[must_use]
pub fn region_of(session: &Session, byte: Byte) -> Region {
    match byte {
        Byte::Dram(at) => area::dram(at, 1),
        Byte::Lane(lane, at) => area::lanes(lane..lane + 1, at as u32, 1, session.target().chip().lanes),
    }
}

/// The chain back from a byte as it is at `position`, through at most `depth` computations.
#[must_use]
pub fn why(session: &Session, byte: Byte, position: usize, depth: usize) -> Vec<Origin> {
    let mut chain = Vec::new();
    let mut open = vec![(byte, position, "value", 0)];
    while let Some((byte, position, role, level)) = open.pop() {
        let source = source(session, byte, position);
        let next = match &source {
            Source::Moved(turn, from) => vec![(*from, *turn, role, level)],
            Source::Computed(turn) if level < depth => operands(session, *turn, level + 1),
            _ => Vec::new(),
        };
        chain.push(Origin { byte, role, depth: level, source });
        // The first operand is followed first.
        open.extend(next.into_iter().rev());
    }
    chain
}

fn source(session: &Session, byte: Byte, position: usize) -> Source {
    match writer(session, &region_of(session, byte), position) {
        Some(turn) => match moved_from(session, turn, byte) {
            Some(from) => Source::Moved(turn, from),
            None => Source::Computed(turn),
        },
        None => given(session, byte),
    }
}

fn given(session: &Session, byte: Byte) -> Source {
    let Byte::Dram(at) = byte else { return Source::Nothing };
    let mut symbols = session.symbols().at(at).filter(|symbol| matches!(symbol.sort, Sort::Input | Sort::Weight));
    match symbols.next() {
        Some(symbol) => Source::Given(symbol.sort, symbol.name.clone()),
        None => Source::Nothing,
    }
}

/// The first byte of each operand of a turn that computes; whichever element matters, they were written together.
fn operands(session: &Session, turn: usize, level: usize) -> Vec<(Byte, usize, &'static str, usize)> {
    let Some(footprint) = session.footprint(turn) else { return Vec::new() };
    let mut found: Vec<(Byte, usize, &'static str, usize)> = Vec::new();
    for region in &footprint.reads {
        let Some(byte) = area::bytes(region).next() else { continue };
        if region.role != Role::Accumulator && !found.iter().any(|(_, _, role, _)| *role == region.role.name()) {
            found.push((byte, turn, region.role.name(), level));
        }
    }
    found
}

/// Where a turn that only moves bytes took one from.
fn moved_from(session: &Session, turn: usize, byte: Byte) -> Option<Byte> {
    let info = session.turns().get(turn)?;
    let descriptor = session.target().descriptor(info)?;
    let chip = session.target().chip();
    let plain = match &descriptor {
        Descriptor::Tdma(words) => {
            let fields = <Tdma as Isa>::Fields::unpack(chip.layout as usize, words);
            matches!(
                function(&fields, chip)?,
                Function::LocalCopy
                    | Function::DramCopy
                    | Function::LoadRun
                    | Function::StoreRun
                    | Function::CopyRun
                    | Function::Load
                    | Function::Store
                    | Function::LoadMatrix
                    | Function::StoreMatrix
            )
        }
        Descriptor::Tiu(words) => {
            let fields = <Tiu as Isa>::Fields::unpack(chip.layout as usize, words);
            Tiu::kind(&fields, chip.layout).is_some_and(|kind| Tiu::ops()[kind].name == "copy")
        }
    };
    let footprint = session.footprint(turn).filter(|_| plain && info.engine != Engine::Cpu)?;
    let ([to], [from]) = (footprint.writes.as_slice(), footprint.reads.as_slice()) else { return None };
    let (number, inside) = element_of(&to.span, byte)?;
    byte_of(&from.span, number, inside)
}

fn shape_of(span: &Span) -> ([u32; 4], u32) {
    match span {
        Span::Local(tensor) => (tensor.shape, tensor.element),
        Span::Dram(tensor) => (tensor.shape, tensor.element),
    }
}

/// The first byte of an element.
#[must_use]
pub fn first_byte(span: &Span, index: [u32; 4]) -> Option<Byte> {
    match span {
        Span::Local(tensor) => {
            let place = tensor.at(index);
            Some(Byte::Lane(place.lane, u64::try_from(place.offset).ok()?))
        }
        Span::Dram(tensor) => Some(Byte::Dram(tensor.at(index))),
    }
}

/// The number of the element that holds a byte, counted with w fastest, and the byte's place in it.
fn element_of(span: &Span, byte: Byte) -> Option<(u64, u64)> {
    let ([n, c, h, w], element) = shape_of(span);
    let step = match span {
        Span::Local(tensor) => tensor.strides[3],
        Span::Dram(tensor) => tensor.strides[3],
    };
    let step = u64::try_from(step).ok()?;
    let rows = (0..n).flat_map(|n| (0..c).flat_map(move |c| (0..h).map(move |h| [n, c, h, 0])));
    for (number, row) in (0..).zip(rows) {
        let distance = match (first_byte(span, row)?, byte) {
            (Byte::Dram(start), Byte::Dram(at)) => at.checked_sub(start),
            (Byte::Lane(lane, start), Byte::Lane(other, at)) if lane == other => at.checked_sub(start),
            _ => None,
        };
        let column = distance.map(|distance| distance.checked_div(step).unwrap_or(0));
        if let Some((distance, column)) = distance.zip(column).filter(|(_, column)| *column < u64::from(w)) {
            let inside = distance - column * step;
            if inside < u64::from(element) {
                return Some((number * u64::from(w) + column, inside));
            }
        }
    }
    None
}

/// A byte of the element of a number.
fn byte_of(span: &Span, number: u64, inside: u64) -> Option<Byte> {
    let (shape, element) = shape_of(span);
    let mut rest = number;
    let mut index = [0; 4];
    for dim in (0..4).rev() {
        let extent = u64::from(shape[dim]);
        index[dim] = rest.checked_rem(extent)? as u32;
        rest /= extent;
    }
    let inside = inside.min(u64::from(element.saturating_sub(1)));
    match first_byte(span, index).filter(|_| rest == 0)? {
        Byte::Dram(at) => Some(Byte::Dram(at + inside)),
        Byte::Lane(lane, at) => Some(Byte::Lane(lane, at + inside)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_bytes_find_each_other() {
        let tensor = isa::layout::LocalTensor {
            lane: 6,
            offset: 32,
            shape: [2, 5, 3, 4],
            strides: [64, 32, 8, 2],
            element: 2,
            lanes: 8,
        };
        let span = Span::Local(tensor);
        for number in 0..2 * 5 * 3 * 4 {
            let byte = byte_of(&span, number, 1);
            assert_eq!(byte.and_then(|byte| element_of(&span, byte)), Some((number, 1)), "{number}");
        }
        assert_eq!(byte_of(&span, 120, 0), None);
        assert_eq!(element_of(&span, Byte::Lane(0, 0)), None);
    }
}
