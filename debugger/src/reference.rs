//! What memory is known to hold: arrays of a file beside the tensors of a run.

use crate::area::{self, Byte};
use crate::bytes::Bytes;
use crate::dataflow::{self, Source};
use crate::element;
use crate::session::Session;
use crate::symbols::{Sort, Symbol};
use crate::views::tensor;
use isa::container::cvimodel::DataType;
use isa::container::npz::{self, Array};
use isa::footprint::Region;

/// Computations through which a fault is followed back to an earlier one.
const DEPTH: usize = 3;
/// Under this name and an offset, an array holds a piece of DRAM that is no tensor.
const PIECE: &str = "dram:";

/// A tensor of the run, or a piece of DRAM, of which it is known what it must hold.
pub(crate) struct Known {
    /// Its name and place.
    pub(crate) symbol: Symbol,
    /// Its bytes.
    pub(crate) region: Region,
    /// The position at which it is complete.
    pub(crate) complete: usize,
    /// The last position at which it still stands: something else is written there behind it.
    pub(crate) stands: usize,
    expected: Vec<f64>,
    /// What an element is multiplied with before it is compared.
    scale: Option<f64>,
}

/// The first element that differs, and how many do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    pub(crate) name: String,
    pub(crate) index: Vec<u64>,
    pub(crate) found: f64,
    pub(crate) expected: f64,
    pub(crate) count: usize,
    pub(crate) total: usize,
    /// The turn that wrote the first one.
    pub(crate) writer: Option<usize>,
    /// The earlier tensor whose fault this one inherits.
    pub(crate) inherited: Option<String>,
}

/// The tensors and pieces that both the run and the reference have, in the order in which they are completed.
///
/// # Errors
/// When there are none.
pub(crate) fn known(session: &Session, arrays: &[(String, Array)]) -> Result<Vec<Known>, String> {
    let mut all: Vec<Known> = arrays.iter().filter_map(|(name, array)| Known::new(session, name, array)).collect();
    if all.is_empty() {
        return Err("the reference has no array of the name and size of a tensor in DRAM; `tensors` lists them, and `dram:OFFSET` names a piece of DRAM".into());
    }
    all.sort_by_key(|known| known.complete);
    Ok(all)
}

/// Compares all that is known; those that differ, in order. The session is somewhere else afterwards.
///
/// # Errors
/// When the run stops.
pub(crate) fn compare(session: &mut Session, known: &[Known]) -> Result<Vec<Difference>, String> {
    let mut differences: Vec<Difference> = Vec::new();
    for one in known {
        session.go(one.complete).map_err(|halted| halted.what)?;
        if let Some(difference) = one.difference(session) {
            let inherited = inherited(session, one, &difference, known, &differences);
            differences.push(Difference { inherited, ..difference });
        }
    }
    Ok(differences)
}

/// What a run can be compared with later: its tensors or, where it has none, the DRAM that it uses; each as it is when it
/// is complete. The session is somewhere else afterwards.
///
/// # Errors
/// When the run stops.
pub(crate) fn capture(session: &mut Session) -> Result<Vec<(String, Array)>, String> {
    session.go(usize::MAX).map_err(|halted| halted.what)?;
    let mut arrays = Vec::new();
    for (complete, symbol, region) in tellable(session) {
        session.go(complete).map_err(|halted| halted.what)?;
        let shape = symbol.shape.iter().map(|extent| usize::try_from(*extent).unwrap_or(0)).collect();
        let array = Array::new(tensor::array_type(symbol.data_type), shape, session.contents(&region));
        arrays.push((symbol.name, array.map_err(|error| error.to_string())?));
    }
    Ok(arrays)
}

fn tellable(session: &Session) -> Vec<(usize, Symbol, Region)> {
    let tensors = session.symbols().all().iter().filter(|symbol| symbol.sort != Sort::Weight);
    let mut all: Vec<Symbol> = tensors.cloned().collect();
    if all.is_empty() {
        let pages = session.target().machine().dram().touched();
        let used = Bytes::dram(pages.map(|page| page.start as u64..page.end as u64).collect());
        all.extend(used.in_dram().map(|place| piece(place.start, place.end - place.start, DataType::Uint8)));
    }
    let placed = |symbol: Symbol| {
        let region = symbol.region(&[]).ok()?;
        Some((complete(session, &symbol, &region), symbol, region))
    };
    let mut placed: Vec<(usize, Symbol, Region)> = all.into_iter().filter_map(placed).collect();
    placed.sort_by_key(|(complete, ..)| *complete);
    placed
}

/// Whether it is certain when a tensor is complete: where its memory serves several, its layer tells.
pub(crate) fn is_told_apart(session: &Session, name: &str) -> bool {
    let alone = |symbol: &Symbol| symbol.name == name && !symbol.overwritten;
    session.symbols().all().iter().any(alone) || session.symbols().layers().iter().any(|layer| layer.name == name)
}

/// A piece of DRAM as if it were a tensor.
fn piece(start: u64, count: u64, data_type: DataType) -> Symbol {
    let size = data_type.size().unwrap_or(1);
    Symbol {
        name: format!("{PIECE}{start:#x}"),
        sort: Sort::Activation,
        shape: vec![count.cast_signed()],
        data_type,
        place: Some(start..start.saturating_add(count.saturating_mul(size))),
        number: None,
        scale: 1.0,
        zero: 0,
        overwritten: false,
    }
}

/// The piece of DRAM of which `name` says the start, as long as the array.
fn named_piece(session: &Session, name: &str, array: &Array) -> Option<Symbol> {
    let start = area::number(name.strip_prefix(PIECE)?)?;
    let data_type = match array.dtype() {
        npz::DataType::U8 => DataType::Uint8,
        npz::DataType::I8 => DataType::Int8,
        npz::DataType::U16 => DataType::Uint16,
        npz::DataType::I16 => DataType::Int16,
        npz::DataType::U32 => DataType::Uint32,
        npz::DataType::I32 => DataType::Int32,
        npz::DataType::F32 => DataType::Fp32,
        _ => return None,
    };
    let symbol = piece(start, array.len() as u64, data_type);
    let size = session.target().machine().dram().size();
    symbol.place.as_ref().is_some_and(|place| place.end <= size && !place.is_empty()).then_some(symbol)
}

/// Behind the last turn that writes the tensor; of its own layer, where its memory serves several. A piece of DRAM is
/// as the run leaves it.
fn complete(session: &Session, symbol: &Symbol, region: &Region) -> usize {
    let end = session.turns().len();
    if symbol.name.starts_with(PIECE) {
        return end;
    }
    let layer = session.symbols().layers().iter().position(|layer| layer.name == symbol.name);
    let own = |turn: &usize| Some(session.turns()[*turn].layer) == layer && writes(session, *turn, region);
    let last = (0..end).rev().find(own).or_else(|| dataflow::writer(session, region, end));
    last.map_or(0, |turn| turn + 1)
}

fn writes(session: &Session, turn: usize, region: &Region) -> bool {
    session.footprint(turn).is_some_and(|print| print.writes.iter().any(|one| one.intersects(region)))
}

impl Known {
    fn new(session: &Session, name: &str, array: &Array) -> Option<Self> {
        let mut symbols = session.symbols().all().iter();
        let symbol = symbols.find(|symbol| symbol.name == name && symbol.sort != Sort::Weight).cloned();
        let symbol = symbol.or_else(|| named_piece(session, name, array))?;
        let region = symbol.region(&[]).ok()?;
        let mut extents = symbol.shape.iter();
        let count = extents.try_fold(1_usize, |count, extent| count.checked_mul(usize::try_from(*extent).ok()?))?;
        let complete = complete(session, &symbol, &region);
        let stands = (complete..session.turns().len()).find(|turn| writes(session, *turn, &region));
        let stands = stands.unwrap_or(session.turns().len());
        let scale = scale(&symbol, array);
        let expected = expected(&symbol, array);
        (expected.len() == count).then_some(Known { symbol, region, complete, stands, expected, scale })
    }

    pub(crate) fn name(&self) -> &str {
        &self.symbol.name
    }

    /// How many elements there are.
    pub(crate) fn count(&self) -> usize {
        self.expected.len()
    }

    /// The bytes of all elements.
    pub(crate) fn all_bytes(&self) -> Bytes {
        Bytes::dram(self.symbol.place.clone().into_iter().collect())
    }

    /// The bytes of elements.
    pub(crate) fn bytes(&self, elements: &[usize]) -> Bytes {
        let (start, size) = (self.start(), self.size());
        let place = |element: &usize| start + *element as u64 * size..start + (*element as u64 + 1) * size;
        Bytes::dram(elements.iter().map(place).collect())
    }

    /// The elements of which some bytes are among these.
    pub(crate) fn elements(&self, bytes: &Bytes) -> Vec<usize> {
        let (start, size) = (self.start(), self.size());
        let number = |at: u64| (at.saturating_sub(start) / size) as usize;
        let mut all: Vec<usize> =
            bytes.in_dram().flat_map(|range| number(range.start)..number(range.end - 1) + 1).collect();
        all.dedup();
        all
    }

    fn start(&self) -> u64 {
        self.symbol.place.as_ref().map_or(0, |place| place.start)
    }

    fn size(&self) -> u64 {
        self.symbol.data_type.size().unwrap_or(1)
    }

    /// Whether elements are right now.
    pub(crate) fn are_right(&self, session: &Session, elements: &[usize]) -> bool {
        let bytes = session.target().machine().dram().bytes();
        elements.iter().all(|element| {
            let at = (self.start() + *element as u64 * self.size()) as usize;
            let bytes = bytes.get(at..at + self.size() as usize).unwrap_or_default();
            self.is_right(*element, bytes)
        })
    }

    /// Whether these bytes, which begin with element `first`, are right.
    fn is_right(&self, first: usize, bytes: &[u8]) -> bool {
        let expected = self.expected.get(first..).unwrap_or_default();
        element::values(self.symbol.data_type, bytes)
            .zip(expected)
            .all(|(found, expected)| equal(found, *expected, self.scale))
    }

    /// Whether the session, which is behind the turn that completes the tensor, holds what it must.
    pub(crate) fn holds(&self, session: &Session) -> bool {
        self.is_right(0, &session.contents(&self.region))
    }

    /// The elements that are wrong, and all.
    pub(crate) fn wrong(&self, session: &Session) -> (Vec<usize>, Vec<f64>) {
        let bytes = session.contents(&self.region);
        let found: Vec<f64> = element::values(self.symbol.data_type, &bytes).collect();
        let pairs = found.iter().zip(&self.expected).enumerate();
        let wrong = pairs.filter(|(_, (found, expected))| !equal(**found, **expected, self.scale));
        (wrong.map(|(number, _)| number).collect(), found)
    }

    fn difference(&self, session: &Session) -> Option<Difference> {
        let (wrong, found) = self.wrong(session);
        let first = *wrong.first()?;
        let byte = self.first_byte(first)?;
        let size = self.symbol.data_type.size()?;
        Some(Difference {
            name: self.symbol.name.clone(),
            index: self.symbol.element_at(byte)?,
            found: found[first],
            expected: self.expected[first],
            count: wrong.len(),
            total: found.len(),
            writer: dataflow::writer(session, &area::dram(byte, size), session.position()),
            inherited: None,
        })
    }

    fn first_byte(&self, number: usize) -> Option<u64> {
        self.symbol.place.as_ref().map(|place| place.start + number as u64 * self.size())
    }
}

/// The numbers of the reference; integers of 16 bits stand for bf16 where the tensor has those.
fn expected(symbol: &Symbol, array: &Array) -> Vec<f64> {
    if symbol.data_type == DataType::Bf16 && array.dtype() == npz::DataType::U16 {
        return element::values(DataType::Bf16, array.data()).collect();
    }
    array.to_vec::<f64>()
}

/// The scale by which a reference of real numbers is to be divided, for a tensor of integers.
fn scale(symbol: &Symbol, array: &Array) -> Option<f64> {
    let real = matches!(array.dtype(), npz::DataType::F32 | npz::DataType::F64);
    let integer = !matches!(symbol.data_type, DataType::Fp32 | DataType::Bf16);
    let scale = f64::from(symbol.scale);
    (real && integer && scale != 1.0 && scale > 0.0).then_some(scale)
}

fn equal(found: f64, expected: f64, scale: Option<f64>) -> bool {
    match scale {
        // The nearest integer, give or take the rounding of the reference itself.
        Some(scale) => (found * scale - expected).abs() <= scale * 0.501,
        None => found == expected || (found.is_nan() && expected.is_nan()),
    }
}

/// The earlier tensor with a fault that the first wrong element was computed from.
fn inherited(
    session: &mut Session,
    one: &Known,
    difference: &Difference,
    known: &[Known],
    earlier: &[Difference],
) -> Option<String> {
    let extents = difference.index.iter().zip(&one.symbol.shape);
    let number = extents.fold(0, |number, (index, extent)| number * extent.unsigned_abs() + index);
    let byte = Byte::Dram(one.first_byte(number as usize)?);
    let chain = dataflow::why(session, byte, one.complete, DEPTH).ok()?;
    let read = |turn: usize, region: &Region| {
        session.footprint(turn).is_some_and(|print| print.reads.iter().any(|one| one.intersects(region)))
    };
    let wrong = known.iter().filter(|other| earlier.iter().any(|one| one.name == other.symbol.name));
    let mut wrong = wrong.filter(|other| other.symbol.name != one.symbol.name);
    wrong
        .find(|other| {
            chain.iter().any(|origin| match origin.source {
                Source::Moved(turn, _) | Source::Computed(turn) => turn >= other.complete && read(turn, &other.region),
                _ => false,
            })
        })
        .map(|other| other.symbol.name.clone())
}
