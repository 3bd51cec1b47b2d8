//! Tensors against those of a reference file.

use crate::answer::{Answer, counted};
use crate::bisect::{self, Goal, Search};
use crate::dataflow::{self, Source};
use crate::debugger::Debugger;
use crate::element;
use crate::session::Session;
use crate::symbols::{Sort, Symbol};
use crate::views::{descriptor, tensor};
use isa::container::cvimodel::DataType;
use isa::container::npz::{self, Array};
use isa::footprint::Region;
use serde_json::json;

/// Computations through which `diff` looks for an earlier fault.
const DEPTH: usize = 3;

/// A tensor of the run that a reference has too.
struct Pair<'r> {
    symbol: Symbol,
    region: Region,
    expected: &'r Array,
    /// The position at which the tensor is complete.
    complete: usize,
}

/// The first element that differs, and how many do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    pub(super) name: String,
    pub(super) index: Vec<u64>,
    pub(super) found: f64,
    pub(super) expected: f64,
    pub(super) count: usize,
    pub(super) total: usize,
    /// The turn that wrote the first one.
    pub(super) writer: Option<usize>,
    /// The earlier tensor whose fault this one inherits.
    pub(super) inherited: Option<String>,
}

pub(super) fn diff(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let bytes = debugger.files.read(arguments)?;
    let arrays = npz::read(&bytes, npz::Limits::default()).map_err(|error| format!("{arguments}: {error}"))?;
    let here = debugger.session.position();
    let compared = compare(&mut debugger.session, &arrays);
    debugger.session.go(here).map_err(|halted| halted.what)?;
    let (pairs, differences) = compared?;
    let mut answer = Answer { different: !differences.is_empty(), ..Answer::default() };
    answer.push(format!("{} compared, {} different", counted(pairs, "tensor"), differences.len()));
    for difference in &differences {
        answer.text += &told(&debugger.session, difference);
    }
    answer.value = json!({
        "compared": pairs,
        "different": differences.iter().map(|one| json!({
            "tensor": one.name, "index": one.index, "found": one.found, "expected": one.expected,
            "count": one.count, "total": one.total, "turn": one.writer, "inherited_from": one.inherited,
        })).collect::<Vec<_>>(),
    });
    Ok(answer)
}

/// Writes every tensor as it is when it is complete: what `diff` and `bisect` compare another run with.
pub(super) fn reference(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    if arguments.is_empty() {
        return Err("give the file to write".into());
    }
    let session = &mut debugger.session;
    let here = session.position();
    let mut tensors: Vec<(usize, Symbol)> = Vec::new();
    for symbol in session.symbols().all().iter().filter(|symbol| symbol.sort != Sort::Weight) {
        if let Ok(region) = symbol.region(&[]) {
            tensors.push((complete(session, symbol, &region), symbol.clone()));
        }
    }
    tensors.sort_by_key(|(complete, _)| *complete);
    let mut arrays = Vec::new();
    for (complete, symbol) in &tensors {
        session.go(*complete).map_err(|halted| halted.what)?;
        let numbers = tensor::of_symbol(session, &symbol.name)?;
        arrays.push((symbol.name.clone(), super::data::array_of(&numbers)?));
    }
    session.go(here).map_err(|halted| halted.what)?;
    let bytes = npz::write(&arrays, npz::Compression::Deflated).map_err(|error| error.to_string())?;
    debugger.files.write(arguments, &bytes)?;
    Ok(Answer::line(format!("{} in {arguments}, each as it is when it is complete", counted(arrays.len(), "tensor"))))
}

/// Names the descriptor that is to blame for the first tensor that differs, and writes it as a program of its own.
pub(super) fn bisect(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (path, output) = arguments.split_once(' ').unwrap_or((arguments, ""));
    let bytes = debugger.files.read(path)?;
    let arrays = npz::read(&bytes, npz::Limits::default()).map_err(|error| format!("{path}: {error}"))?;
    let here = debugger.session.position();
    let found = blame(&mut debugger.session, &arrays);
    debugger.session.go(here).map_err(|halted| halted.what)?;
    let Some((name, search)) = found? else { return Ok(Answer::line("nothing differs")) };
    let mut answer = Answer { different: true, ..Answer::default() };
    answer.push(format!("{name} is the first tensor that differs; {}", counted(search.trials, "trial")));
    let Some(culprit) = &search.culprit else {
        answer.push("no other value of any one field makes it right; the descriptors that could be to blame are");
        search.suspects.iter().take(12).for_each(|turn| {
            answer.push(format!("  turn {turn}: {}", descriptor::line(&debugger.session, *turn)));
        });
        answer.value = json!({ "tensor": name, "suspects": search.suspects, "trials": search.trials });
        return Ok(answer);
    };
    let session = &debugger.session;
    answer.push(format!(
        "turn {} ({}) is to blame: {} is {}, and with {} {name} is right",
        culprit.turn,
        session.turns()[culprit.turn].label(),
        culprit.field,
        culprit.value,
        culprit.right
    ));
    answer.push(format!("  {}", descriptor::line(session, culprit.turn)));
    answer.value = json!({
        "tensor": name, "turn": culprit.turn, "field": culprit.field, "value": culprit.value, "right": culprit.right,
        "trials": search.trials,
    });
    if !output.trim().is_empty() {
        let text = crate::standalone::scenario(&mut debugger.session, culprit)?;
        debugger.files.write(output.trim(), text.as_bytes())?;
        answer.push(format!(
            "{} holds the descriptor with what it reads, and the result that it should have",
            output.trim()
        ));
    }
    Ok(answer)
}

/// The name of the first tensor that differs, and what explains it.
fn blame(session: &mut Session, arrays: &[(String, Array)]) -> Result<Option<(String, Search)>, String> {
    let (_, differences) = compare(session, arrays)?;
    let Some(first) = differences.first() else { return Ok(None) };
    let named = |(name, _): &&(String, Array)| *name == first.name;
    let array = arrays.iter().find(named).map(|(_, array)| array).ok_or("the tensor is gone")?;
    let pair = pair(session, &first.name, array).ok_or("the tensor is gone")?;
    let layer = session.symbols().layers().iter().position(|layer| layer.name == first.name);
    let scaled = scaled(&pair);
    let expected = expected(&pair);
    let is_right = |bytes: &[u8]| {
        element::values(pair.symbol.data_type, bytes)
            .zip(&expected)
            .all(|(found, expected)| equal(found, *expected, scaled))
    };
    let goal = Goal { region: &pair.region, complete: pair.complete, is_right: &is_right, from: 0 };
    let search = bisect::search(session, &goal, layer)?;
    Ok(Some((first.name.clone(), search)))
}

fn told(session: &Session, one: &Difference) -> String {
    let index: Vec<String> = one.index.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "{}[{}] is {} instead of {}; {} of {} elements differ\n",
        one.name,
        index.join(","),
        element::text(one.found),
        element::text(one.expected),
        one.count,
        one.total
    );
    text += &match &one.inherited {
        Some(from) => format!("  inherited from {from}\n"),
        None => "  its own fault: everything it was computed from that the reference has is right\n".into(),
    };
    if let Some(turn) = one.writer {
        text += &format!("  written by turn {turn}: {}\n", descriptor::line(session, turn));
    }
    text
}

/// Compares all tensors that both have; how many, and those that differ in the order in which they were completed.
pub(super) fn compare(session: &mut Session, arrays: &[(String, Array)]) -> Result<(usize, Vec<Difference>), String> {
    let mut pairs: Vec<Pair<'_>> = arrays.iter().filter_map(|(name, array)| pair(session, name, array)).collect();
    if pairs.is_empty() {
        return Err("the reference has no array of the name and size of a tensor in DRAM; `tensors` lists them".into());
    }
    pairs.sort_by_key(|pair| pair.complete);
    let mut differences: Vec<Difference> = Vec::new();
    for pair in &pairs {
        session.go(pair.complete).map_err(|halted| halted.what)?;
        if let Some(difference) = compare_one(session, pair) {
            let inherited = inherited(session, pair, &difference, &pairs, &differences);
            differences.push(Difference { inherited, ..difference });
        }
    }
    Ok((pairs.len(), differences))
}

fn pair<'r>(session: &Session, name: &str, expected: &'r Array) -> Option<Pair<'r>> {
    let symbol = session.symbols().all().iter().find(|symbol| symbol.name == name && symbol.sort != Sort::Weight)?;
    let region = symbol.region(&[]).ok()?;
    let count =
        symbol.shape.iter().try_fold(1_usize, |count, extent| count.checked_mul(usize::try_from(*extent).ok()?))?;
    let complete = complete(session, symbol, &region);
    (expected.len() == count).then(|| Pair { symbol: symbol.clone(), region, expected, complete })
}

/// Behind the last turn that writes the tensor; of its own layer, where its memory serves several.
fn complete(session: &Session, symbol: &Symbol, region: &Region) -> usize {
    let end = session.turns().len();
    let layer = session.symbols().layers().iter().position(|layer| layer.name == symbol.name);
    let own = |turn: &usize| {
        let writes = || {
            let print = session.footprint(*turn);
            print.is_some_and(|print| print.writes.iter().any(|one| one.intersects(region)))
        };
        Some(session.turns()[*turn].layer) == layer && writes()
    };
    let last = (0..end).rev().find(own).or_else(|| dataflow::writer(session, region, end));
    last.map_or(0, |turn| turn + 1)
}

fn compare_one(session: &Session, pair: &Pair<'_>) -> Option<Difference> {
    let bytes = session.contents(&pair.region);
    let found: Vec<f64> = element::values(pair.symbol.data_type, &bytes).collect();
    let expected = expected(pair);
    let scaled = scaled(pair);
    let differs = |(found, expected): (&f64, &f64)| !equal(*found, *expected, scaled);
    let wrong: Vec<usize> =
        found.iter().zip(&expected).enumerate().filter(|(_, pair)| differs(*pair)).map(|(at, _)| at).collect();
    let first = *wrong.first()?;
    let size = pair.symbol.data_type.size()?;
    let byte = pair.symbol.place.as_ref()?.start + first as u64 * size;
    let region = crate::area::dram(byte, size);
    Some(Difference {
        name: pair.symbol.name.clone(),
        index: pair.symbol.element_at(byte)?,
        found: found[first],
        expected: expected[first],
        count: wrong.len(),
        total: found.len(),
        writer: dataflow::writer(session, &region, session.position()),
        inherited: None,
    })
}

/// The numbers of the reference; integers of 16 bits stand for bf16 where the tensor has those.
fn expected(pair: &Pair<'_>) -> Vec<f64> {
    let array = pair.expected;
    if pair.symbol.data_type == DataType::Bf16 && array.dtype() == npz::DataType::U16 {
        return element::values(DataType::Bf16, array.data()).collect();
    }
    array.to_vec::<f64>()
}

/// The scale by which a reference of real numbers is to be divided, for a tensor of integers.
fn scaled(pair: &Pair<'_>) -> Option<f64> {
    let real = matches!(pair.expected.dtype(), npz::DataType::F32 | npz::DataType::F64);
    let integer = !matches!(pair.symbol.data_type, DataType::Fp32 | DataType::Bf16);
    let scale = f64::from(pair.symbol.scale);
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
    session: &Session,
    pair: &Pair<'_>,
    difference: &Difference,
    pairs: &[Pair<'_>],
    earlier: &[Difference],
) -> Option<String> {
    let size = pair.symbol.data_type.size()?;
    let number = difference
        .index
        .iter()
        .zip(&pair.symbol.shape)
        .fold(0, |number, (index, extent)| number * extent.unsigned_abs() + index);
    let byte = crate::area::Byte::Dram(pair.symbol.place.as_ref()?.start + number * size);
    let chain = dataflow::why(session, byte, session.position(), DEPTH);
    let read = |turn: usize, region: &Region| {
        session.footprint(turn).is_some_and(|print| print.reads.iter().any(|one| one.intersects(region)))
    };
    let wrong = pairs.iter().filter(|other| earlier.iter().any(|one| one.name == other.symbol.name));
    let mut wrong = wrong.filter(|other| other.symbol.name != pair.symbol.name);
    wrong
        .find(|other| {
            chain.iter().any(|origin| match origin.source {
                Source::Moved(turn, _) | Source::Computed(turn) => turn >= other.complete && read(turn, &other.region),
                _ => false,
            })
        })
        .map(|other| other.symbol.name.clone())
}
