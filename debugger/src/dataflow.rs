//! Where a value comes from: who wrote it last, and what that was computed from.

use crate::area::{self, Byte};
use crate::element;
use crate::session::Session;
use crate::symbols::Sort;
use crate::views::tensor::{self, OperandPlace};
use isa::command::{Isa, Tdma, Tiu};
use isa::diagnostic::Engine;
use isa::field::Fields;
use isa::footprint::{Feed, Operand, Region, Role, Span, feeds};
use isa::layout::tdma::{Function, function};
use isa::text::Descriptor;
use serde::Serialize;
use std::ops::Range;

/// One link of the chain from a value back to what it depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The byte that is asked for.
    pub byte: Byte,
    /// What it is to the turn that needs it.
    pub role: &'static str,
    /// Which element of the operand it is.
    pub element: Option<Element>,
    /// How many computations lie between it and the question.
    pub depth: usize,
    /// The turn that wrote it, or what it is where no turn did.
    pub source: Source,
}

/// The element of an operand that is followed, of all that the result depends on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Element {
    /// Its indices.
    pub index: [u32; 4],
    /// The indices of all, along each extent.
    pub window: [Range<u32>; 4],
    /// What it holds; `None` where several places hold it together.
    pub value: Option<f64>,
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

/// A byte whose source is asked for, as it is at a position.
struct Asked {
    byte: Byte,
    position: usize,
    role: &'static str,
    element: Option<Element>,
    depth: usize,
}

/// The chain back from a byte as it is at `position`, through at most `depth` computations. The session is at one of
/// them afterwards.
///
/// # Errors
/// When the run does not come as far as one of them.
pub fn why(session: &mut Session, byte: Byte, position: usize, depth: usize) -> Result<Vec<Origin>, String> {
    let mut chain = Vec::new();
    let mut open = vec![Asked { byte, position, role: "value", element: None, depth: 0 }];
    while let Some(Asked { byte, position, role, element, depth: level }) = open.pop() {
        let source = source(session, byte, position);
        let next = match &source {
            Source::Moved(turn, from) => {
                vec![Asked { byte: *from, position: *turn, role, element: None, depth: level }]
            }
            Source::Computed(turn) if level < depth => {
                session.go(*turn).map_err(|halted| halted.what)?;
                operands(session, *turn, byte, level + 1)
            }
            _ => Vec::new(),
        };
        chain.push(Origin { byte, role, element, depth: level, source });
        // The first operand is followed first.
        open.extend(next.into_iter().rev());
    }
    Ok(chain)
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

/// What a byte was computed from by a turn, which is the next one of the session: of each operand the first element that
/// took part.
fn operands(session: &Session, turn: usize, byte: Byte, depth: usize) -> Vec<Asked> {
    let places = tensor::operands(session, turn);
    let feeding = feeding(session, turn, byte);
    let mut found: Vec<(Operand, Asked)> = Vec::new();
    for feed in &feeding {
        let feed = picked(session, feed, &feeding);
        let operand = feed.region.operand;
        let Some(byte) = first_byte(&feed.region.span, feed.first) else { continue };
        if found.iter().any(|(other, asked)| *other == operand && asked.role == feed.region.role.name()) {
            continue;
        }
        let place = places.iter().find(|place| place.region == feed.region);
        let alone = feeding.iter().filter(|one| one.region.operand == operand).count() == 1;
        let value = place.filter(|_| alone).and_then(|place| value_at(session, byte, place));
        let element = Some(Element { index: feed.first, window: feed.window, value });
        found.push((operand, Asked { byte, position: turn, role: feed.region.role.name(), element, depth }));
    }
    let named = |(operand, asked): (Operand, Asked)| {
        let place = places.iter().find(|place| place.region.operand == operand);
        let role = place.filter(|_| asked.role == Role::Input.name()).map_or(asked.role, |place| place.role);
        Asked { role, ..asked }
    };
    found.into_iter().map(named).collect()
}

/// Of a table, the entry that the input selects; everything else as it is.
fn picked(session: &Session, feed: &Feed, all: &[Feed]) -> Feed {
    let input = all.iter().find(|other| other.region.role == Role::Input && feed.region.role == Role::Table);
    let number =
        input.and_then(|input| first_byte(&input.region.span, input.first)).and_then(|byte| session.byte(byte));
    number.map_or_else(|| feed.clone(), |number| feed.clone().entry(number))
}

fn value_at(session: &Session, byte: Byte, place: &OperandPlace) -> Option<f64> {
    let (_, element) = shape_of(&place.region.span);
    let size = place.data_type.size().filter(|size| *size == u64::from(element))?;
    let bytes: Option<Vec<u8>> = (0..size).map(|at| session.byte(further(byte, at))).collect();
    element::values(place.data_type, &bytes?).next()
}

fn further(byte: Byte, by: u64) -> Byte {
    match byte {
        Byte::Dram(at) => Byte::Dram(at + by),
        Byte::Lane(lane, at) => Byte::Lane(lane, at + by),
    }
}

/// The parts of its operands that a turn made a byte of; of what only the host or the TDMA knows, everything.
fn feeding(session: &Session, turn: usize, byte: Byte) -> Vec<Feed> {
    let Some(footprint) = session.footprint(turn) else { return Vec::new() };
    let chip = session.target().chip();
    let element = || {
        footprint.writes.iter().find_map(|write| {
            let (number, _) = element_of(&write.span, byte)?;
            index_of(shape_of(&write.span).0, number)
        })
    };
    match session.turns().get(turn).and_then(|info| session.target().descriptor(info)) {
        Some(Descriptor::Tiu(words)) => {
            let fields = <Tiu as Isa>::Fields::unpack(chip.layout as usize, &words);
            element().map(|index| feeds(&fields, chip, index)).unwrap_or_default()
        }
        _ => footprint.reads.iter().copied().map(Feed::whole).collect(),
    }
}

/// Where a turn that only moves bytes took one from.
fn moved_from(session: &Session, turn: usize, byte: Byte) -> Option<Byte> {
    let info = session.turns().get(turn)?;
    let descriptor = session.target().descriptor(info)?;
    let chip = session.target().chip();
    let function = match &descriptor {
        Descriptor::Tdma(words) => {
            let fields = <Tdma as Isa>::Fields::unpack(chip.layout as usize, words);
            Some(function(&fields, chip)?)
        }
        Descriptor::Tiu(words) => {
            let fields = <Tiu as Isa>::Fields::unpack(chip.layout as usize, words);
            let copies = Tiu::kind(&fields, chip.layout).is_some_and(|kind| Tiu::ops()[kind].name == "copy");
            copies.then_some(Function::LocalCopy)
        }
    };
    let footprint = session.footprint(turn).filter(|_| info.engine != Engine::Cpu)?;
    let ([to], [from]) = (footprint.writes.as_slice(), footprint.reads.as_slice()) else { return None };
    let (number, inside) = element_of(&to.span, byte)?;
    let number = number_at_source(function?, shape_of(&to.span).0, number)?;
    byte_of(&from.span, number, inside)
}

/// The number of the source's element that becomes element `number` of a destination of these extents; `None` for what
/// does more than move elements.
fn number_at_source(function: Function, shape: [u32; 4], number: u64) -> Option<u64> {
    let [a, b, c, d] = shape.map(u64::from);
    let index = index_of(shape, number)?.map(u64::from);
    match function {
        Function::LocalCopy
        | Function::DramCopy
        | Function::LoadRun
        | Function::StoreRun
        | Function::CopyRun
        | Function::Load
        | Function::Store
        | Function::LoadPlanes(_)
        | Function::LoadMatrix
        | Function::StoreMatrix => Some(number),
        Function::LoadTransposed | Function::StoreTransposed => {
            Some(((index[1] * a + index[0]) * c + index[2]) * d + index[3])
        }
        Function::StoreInterleaved => Some(((index[0] * d + index[3]) * c + index[2]) * b + index[1]),
        _ => None,
    }
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

/// The indices of the element of a number.
fn index_of(shape: [u32; 4], number: u64) -> Option<[u32; 4]> {
    let mut rest = number;
    let mut index = [0; 4];
    for dim in (0..4).rev() {
        let extent = u64::from(shape[dim]);
        index[dim] = rest.checked_rem(extent)? as u32;
        rest /= extent;
    }
    (rest == 0).then_some(index)
}

/// A byte of the element of a number.
fn byte_of(span: &Span, number: u64, inside: u64) -> Option<Byte> {
    let (shape, element) = shape_of(span);
    let inside = inside.min(u64::from(element.saturating_sub(1)));
    Some(further(first_byte(span, index_of(shape, number)?)?, inside))
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

    #[test]
    fn moved_elements_come_from_where_the_extents_say() {
        let number = |[_, b, c, d]: [u64; 4], [i, j, k, l]: [u64; 4]| ((i * b + j) * c + k) * d + l;
        let [n, c, h, w] = [2, 3, 4, 5];
        for (i, j, k, l) in
            (0..n).flat_map(|i| (0..c).flat_map(move |j| (0..h).flat_map(move |k| (0..w).map(move |l| (i, j, k, l)))))
        {
            let source = number([n, c, h, w], [i, j, k, l]);
            let swapped = number_at_source(Function::LoadTransposed, [3, 2, 4, 5], number([c, n, h, w], [j, i, k, l]));
            let last = number_at_source(Function::StoreInterleaved, [2, 5, 4, 3], number([n, w, h, c], [i, l, k, j]));
            assert_eq!((swapped, last), (Some(source), Some(source)));
        }
        assert_eq!(number_at_source(Function::FillDram, [1; 4], 0), None);
    }
}
