//! Operands and tensors as numbers.

use crate::answer::columns;
use crate::area::name_and_index;
use crate::dataflow::first_byte;
use crate::element;
use crate::fields;
use crate::session::Session;
use isa::container::cvimodel::DataType;
use isa::container::npz::{self, Array};
use isa::footprint::{Operand, Region, Span};
use serde::Serialize;
use std::ops::Range;

/// Most rows and columns that are shown.
const MOST: usize = 16;
/// Most numbers that are read at once; strides of zero make far larger operands possible.
const MOST_NUMBERS: u64 = 1 << 24;

/// Numbers in the order n, c, h, w.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// What they are.
    pub title: String,
    /// Their extents.
    pub shape: Vec<usize>,
    /// Type of their elements.
    pub data_type: DataType,
    /// The numbers.
    pub values: Vec<f64>,
}

/// What can be said of many numbers at once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// How many.
    pub count: usize,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// Their mean.
    pub mean: f64,
    /// How many are zero.
    pub zeros: usize,
    /// How many are not finite.
    pub not_finite: usize,
}

impl Statistics {
    /// Of these numbers.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let count = finite().count();
        Statistics {
            count: values.len(),
            min: finite().fold(f64::INFINITY, f64::min),
            max: finite().fold(f64::NEG_INFINITY, f64::max),
            mean: finite().sum::<f64>() / count.max(1) as f64,
            zeros: values.iter().filter(|value| **value == 0.0).count(),
            not_finite: values.len() - count,
        }
    }

    /// In one line.
    #[must_use]
    pub fn line(&self) -> String {
        let Statistics { count, min, max, mean, zeros, not_finite } = self;
        if count == not_finite && *count > 0 {
            return format!("{count} values, none finite");
        }
        let zeros = 100 * zeros / (*count).max(1);
        let odd = if *not_finite > 0 { format!(", {not_finite} not finite") } else { String::new() };
        format!(
            "{} to {}, mean {}, {zeros} % zero{odd}",
            element::text(*min),
            element::text(*max),
            element::text(*mean)
        )
    }
}

impl Numbers {
    /// Statistics, and the last two dimensions as tables.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}\n", self.title, Statistics::of(&self.values).line());
        let columns_per = self.shape.last().copied().unwrap_or(1).max(1);
        let rows: Vec<&[f64]> = self.values.chunks(columns_per).collect();
        let height = self.shape.iter().rev().nth(1).copied().unwrap_or(1).max(1);
        let mut table = Vec::new();
        for (number, row) in rows.iter().enumerate().take(MOST) {
            let mut cells = vec![self.row_label(number, height)];
            cells.extend(row.iter().take(MOST).map(|value| element::text(*value)));
            if row.len() > MOST {
                cells.push("...".into());
            }
            table.push(cells);
        }
        text += &columns(&table);
        if rows.len() > MOST {
            text += &format!("... {} more rows; name a slice to see them\n", rows.len() - MOST);
        }
        text
    }

    /// As an array of a file.
    ///
    /// # Errors
    /// Extents that are not those of the numbers.
    pub fn array(&self) -> Result<Array, String> {
        let bytes = |value: &f64| element::bytes(self.data_type, *value).unwrap_or_default();
        let bytes: Vec<u8> = self.values.iter().flat_map(bytes).collect();
        Array::new(array_type(self.data_type), self.shape.clone(), bytes).map_err(|error| error.to_string())
    }

    fn row_label(&self, row: usize, height: usize) -> String {
        let channels = self.shape.iter().rev().nth(2).copied().unwrap_or(1).max(1);
        let (n, c, h) = (row / height / channels, row / height % channels, row % height);
        format!("[{n},{c},{h}]")
    }

    /// As data.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "title": self.title,
            "type": self.data_type.to_string(),
            "shape": self.shape,
            "statistics": Statistics::of(&self.values),
            "values": self.values.iter().take(4096).collect::<Vec<_>>(),
        })
    }
}

/// The type of elements that a file has for those of a tensor.
pub(crate) fn array_type(data_type: DataType) -> npz::DataType {
    match data_type {
        DataType::Fp32 => npz::DataType::F32,
        DataType::Int32 => npz::DataType::I32,
        DataType::Uint32 => npz::DataType::U32,
        DataType::Bf16 | DataType::Uint16 => npz::DataType::U16,
        DataType::Int16 => npz::DataType::I16,
        DataType::Uint8 => npz::DataType::U8,
        _ => npz::DataType::I8,
    }
}

/// The numbers of a region, read as elements of a type.
///
/// # Errors
/// When they are too many.
pub fn of_region(session: &Session, region: &Region, data_type: DataType, title: String) -> Result<Numbers, String> {
    let shape = shape(region);
    let count = shape.iter().map(|extent| u64::from(*extent)).fold(1, u64::saturating_mul);
    if count > MOST_NUMBERS {
        return Err(format!("{count} numbers, more than the {MOST_NUMBERS} that are read at once; name a slice"));
    }
    let [n, c, h, _] = shape;
    let mut bytes = Vec::new();
    for row in (0..n).flat_map(|n| (0..c).flat_map(move |c| (0..h).map(move |h| [n, c, h]))) {
        append_row(session, &region.span, row, data_type.size().unwrap_or(1) as usize, &mut bytes);
    }
    let shape = shape.map(|extent| extent as usize).to_vec();
    Ok(Numbers { title, shape, data_type, values: element::values(data_type, &bytes).collect() })
}

/// Statistics of an operand's numbers in one line.
#[must_use]
pub fn summary(session: &Session, place: &OperandPlace) -> String {
    let numbers = of_region(session, &place.region, place.data_type, String::new());
    numbers.map_or_else(|why| why, |numbers| Statistics::of(&numbers.values).line())
}

/// Appends the elements of a row, each of `size` bytes; those in front of the memory count as zero.
fn append_row(session: &Session, span: &Span, [n, c, h]: [u32; 3], size: usize, bytes: &mut Vec<u8>) {
    let (width, step) = match span {
        Span::Local(tensor) => (tensor.shape[3], tensor.strides[3]),
        Span::Dram(tensor) => (tensor.shape[3], tensor.strides[3]),
    };
    // Elements without a gap come in one piece.
    let whole = usize::try_from(step).is_ok_and(|step| step == size);
    let (pieces, length) = if whole { (1, width as usize * size) } else { (width, size) };
    for w in 0..pieces {
        match first_byte(span, [n, c, h, w]) {
            Some(first) => session.append(first, length, bytes),
            None => bytes.resize(bytes.len() + length, 0),
        }
    }
}

/// The numbers of a tensor or weight, or of a slice of it: `NAME[0,2,1..3,:]`.
///
/// # Errors
/// A name or slice that does not exist.
pub fn of_symbol(session: &Session, text: &str) -> Result<Numbers, String> {
    let (name, index) = name_and_index(text)?;
    let symbol = session.symbols().symbol(&name)?;
    if let (None, Some(number)) = (&symbol.place, symbol.number) {
        return of_host(session, number, &symbol.name, symbol.data_type);
    }
    let region = symbol.region(&index)?;
    let title = format!("{} {} {}{}", symbol.sort.name(), symbol.name, symbol.data_type, extents(&symbol.shape));
    of_region(session, &region, symbol.data_type, title)
}

fn of_host(session: &Session, number: usize, name: &str, data_type: DataType) -> Result<Numbers, String> {
    let network = session.target().model().ok_or("there is no model")?;
    let info = network.tensors().get(number).ok_or("there is no such tensor")?;
    let bytes = network.bytes(number).map_err(|error| error.to_string())?;
    let shape = info.shape.iter().map(|extent| usize::try_from(*extent).unwrap_or(0)).collect();
    let title = format!("host tensor {name} {data_type}{}", extents(&info.shape));
    Ok(Numbers { title, shape, data_type, values: element::values(data_type, bytes).collect() })
}

/// The numbers of an operand of a turn, or of a tensor or weight; or of a part of either.
///
/// # Errors
/// A name or slice that does not exist.
pub fn named(session: &Session, turn: usize, text: &str) -> Result<Numbers, String> {
    if is_operand(session, turn, text) { of_operand(session, turn, text) } else { of_symbol(session, text) }
}

/// Whether `text` names an operand of a turn, or a part of one.
#[must_use]
pub fn is_operand(session: &Session, turn: usize, text: &str) -> bool {
    let name = text.split('[').next().unwrap_or_default();
    operands(session, turn).iter().any(|one| one.role == name || one.region.role.name() == name)
}

/// Extents in brackets.
#[must_use]
pub fn extents(shape: &[i64]) -> String {
    let shape: Vec<String> = shape.iter().map(ToString::to_string).collect();
    format!("[{}]", shape.join(","))
}

/// An operand of a descriptor.
#[derive(Clone, Debug, PartialEq)]
pub struct OperandPlace {
    /// What the operation uses it for.
    pub role: &'static str,
    /// As in the line of text.
    pub text: String,
    /// Its bytes.
    pub region: Region,
    /// Type of its elements.
    pub data_type: DataType,
}

impl OperandPlace {
    /// Its extents.
    #[must_use]
    pub fn shape(&self) -> [u32; 4] {
        shape(&self.region)
    }
}

fn shape(region: &Region) -> [u32; 4] {
    match &region.span {
        Span::Local(tensor) => tensor.shape,
        Span::Dram(tensor) => tensor.shape,
    }
}

/// The operands of a turn that are in memory.
#[must_use]
pub fn operands(session: &Session, turn: usize) -> Vec<OperandPlace> {
    let Some(info) = session.turns().get(turn) else { return Vec::new() };
    let target = session.target();
    let Some(descriptor) = target.descriptor(info) else { return Vec::new() };
    let view = descriptor.view(target.chip().chip);
    let names = fields::operand_names(&descriptor, target.chip());
    let place = |region: &Region| {
        let prefix = prefix_of(region.operand);
        let role = names.iter().find(|(other, _)| *other == prefix).map_or(region.role.name(), |(_, role)| role);
        let text = view.operands.iter().find(|one| one.role == role).map(|one| one.text.clone()).unwrap_or_default();
        let data_type = type_of(&text, region);
        OperandPlace { role, text, region: *region, data_type }
    };
    session.footprint(turn).map(|print| print.regions().map(place).collect()).unwrap_or_default()
}

fn prefix_of(operand: Operand) -> &'static str {
    match operand {
        Operand::Result => "res0",
        Operand::First => "opd0",
        Operand::Second => "opd1",
        Operand::Third => "opd2",
        Operand::Destination => "dst",
        Operand::Source => "src",
    }
}

/// The type that a line of text starts with, as far as the width of the region's elements allows it.
fn type_of(text: &str, region: &Region) -> DataType {
    let element = match &region.span {
        Span::Local(tensor) => tensor.element,
        Span::Dram(tensor) => tensor.element,
    };
    match element {
        2 => DataType::Bf16,
        _ if text.starts_with('u') => DataType::Uint8,
        _ => DataType::Int8,
    }
}

/// The numbers of an operand of a turn by its role, or of a part of it.
///
/// # Errors
/// A role or slice that the turn does not have.
pub fn of_operand(session: &Session, turn: usize, text: &str) -> Result<Numbers, String> {
    let (name, index) = name_and_index(text)?;
    let all = operands(session, turn);
    let Some(place) = all.iter().find(|one| one.role == name || one.region.role.name() == name) else {
        let roles: Vec<&str> = all.iter().map(|one| one.role).collect();
        return Err(format!("the descriptor has no operand `{}` (allowed: {})", name.escape_debug(), roles.join(", ")));
    };
    let region = slice(&place.region, &index)?;
    of_region(session, &region, place.data_type, format!("{} {}", place.role, place.text))
}

fn slice(region: &Region, index: &[Range<i64>]) -> Result<Region, String> {
    let mut part = *region;
    for (dim, range) in index.iter().enumerate().filter(|(_, range)| **range != crate::area::WHOLE) {
        let extent = match &part.span {
            Span::Local(tensor) => tensor.shape.get(dim).copied(),
            Span::Dram(tensor) => tensor.shape.get(dim).copied(),
        };
        let extent = i64::from(extent.ok_or("an operand has four extents")?);
        if range.start < 0 || range.end > extent || range.start >= range.end {
            return Err(format!("extent {dim} of the operand is {extent}; count from 0 and stay below it"));
        }
        let (from, count) = (range.start as u32, (range.end - range.start) as u32);
        match &mut part.span {
            Span::Local(tensor) => *tensor = tensor.part(dim, from, count),
            Span::Dram(tensor) => {
                tensor.address = tensor.address.wrapping_add_signed(i64::from(from) * tensor.strides[dim]);
                tensor.shape[dim] = count;
            }
        }
    }
    Ok(part)
}
