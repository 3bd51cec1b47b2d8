//! Names: layers, tensors, weights.

use crate::area::{WHOLE, region};
use crate::target::Target;
use crate::turn::{Kind, Turn};
use isa::container::cvimodel::{DataType, Model, Region};
use isa::footprint::{self, Span};
use isa::layout::DramTensor;
use isa::text::suggestion;
use std::ops::Range;

/// What a named piece of memory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Filled before the run.
    Input,
    /// A result of the run.
    Output,
    /// Something in between.
    Activation,
    /// Part of the weights.
    Weight,
}

impl Sort {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sort::Input => "input",
            Sort::Output => "output",
            Sort::Activation => "activation",
            Sort::Weight => "weight",
        }
    }
}

/// A named piece of memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// Its extents, outermost first.
    pub shape: Vec<i64>,
    /// Type of its elements.
    pub data_type: DataType,
    /// Its bytes in DRAM, as offsets from the start; `None` where only the host sees it.
    pub place: Option<Range<u64>>,
    /// Its number among the tensors of the model, for those that are no weights.
    pub number: Option<usize>,
    /// What an integer is multiplied with to become a real number.
    pub scale: f32,
    /// The integer that stands for zero.
    pub zero: i32,
    /// Whether other tensors use its memory before the run ends.
    pub overwritten: bool,
}

impl Symbol {
    /// The bytes of the elements `index` names; what it leaves out is whole.
    ///
    /// # Errors
    /// Says which extent is left, or that the tensor is not in DRAM.
    pub fn region(&self, index: &[Range<i64>]) -> Result<footprint::Region, String> {
        let size = self.data_type.size().ok_or("its elements have no known size")?;
        let shape = four(&self.shape)?;
        let place = self.place.as_ref().ok_or_else(|| format!("`{}` is kept by the host, not in DRAM", self.name))?;
        let missing = 4 - self.shape.len().min(4);
        let mut address = place.start;
        let mut part = shape;
        let strides = dense(shape, size);
        for (at, range) in index.iter().enumerate() {
            let dim = at + missing;
            let extent = shape.get(dim).copied().ok_or_else(|| self.extents())?;
            let range = if *range == WHOLE { &(0..i64::from(extent)) } else { range };
            if range.start < 0 || range.end > i64::from(extent) || range.start >= range.end {
                return Err(self.extents());
            }
            address += range.start.unsigned_abs() * strides[dim].unsigned_abs();
            part[dim] = u32::try_from(range.end - range.start).unwrap_or(u32::MAX);
        }
        let tensor = DramTensor { base: 0, address, shape: part, strides, element: size as u32 };
        Ok(region(Span::Dram(tensor)))
    }

    fn extents(&self) -> String {
        let shape: Vec<String> = self.shape.iter().map(ToString::to_string).collect();
        format!("`{}` has extents [{}]; count from 0 and stay below them", self.name, shape.join(","))
    }

    /// The element that holds the byte at DRAM offset `at`.
    #[must_use]
    pub fn element_at(&self, at: u64) -> Option<Vec<u64>> {
        let place = self.place.as_ref().filter(|place| place.contains(&at))?;
        let mut rest = (at - place.start) / self.data_type.size()?;
        let mut index = vec![0; self.shape.len()];
        for (slot, extent) in index.iter_mut().zip(&self.shape).rev() {
            let extent = u64::try_from(*extent).ok().filter(|extent| *extent > 0)?;
            (*slot, rest) = (rest % extent, rest / extent);
        }
        (rest == 0).then_some(index)
    }
}

fn four(shape: &[i64]) -> Result<[u32; 4], String> {
    let mut four = [1; 4];
    let outer = shape.len().saturating_sub(4);
    if shape.iter().take(outer).any(|extent| *extent != 1) {
        return Err("it has more than four extents".into());
    }
    for (slot, extent) in four.iter_mut().rev().zip(shape.iter().rev()) {
        *slot = u32::try_from(*extent).map_err(|_| "its extents are not known")?;
    }
    Ok(four)
}

fn dense([_, c, h, w]: [u32; 4], size: u64) -> [i64; 4] {
    let [c, h, w] = [c, h, w].map(u64::from);
    [c * h * w * size, h * w * size, w * size, size].map(u64::cast_signed)
}

/// A layer and where it is in the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// Its first turn.
    pub first: usize,
    /// Its last turn.
    pub last: usize,
    /// Number of its turns.
    pub count: usize,
}

/// Every name there is.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    layers: Vec<Layer>,
    symbols: Vec<Symbol>,
}

impl Symbols {
    /// The names of a target: `layers` are those of its workload. Turns of the host get layers of their own.
    #[must_use]
    pub fn new(target: &Target, model: Option<&Model<'_>>, layers: &[String], turns: &mut [Turn]) -> Self {
        let mut names = layers.to_vec();
        for turn in turns.iter_mut().filter(|turn| turn.layer == usize::MAX) {
            turn.layer = names.len();
            names.push(match turn.kind {
                Kind::Prepare => format!("prepare {}", turn.ordinal),
                _ => format!("{} on the host", turn.operation),
            });
        }
        let mut list: Vec<Layer> =
            names.into_iter().map(|name| Layer { name, first: usize::MAX, last: 0, count: 0 }).collect();
        for (at, turn) in turns.iter().enumerate() {
            if let Some(layer) = list.get_mut(turn.layer) {
                (layer.first, layer.last, layer.count) = (layer.first.min(at), at, layer.count + 1);
            }
        }
        let mut symbols = tensors(target);
        symbols.extend(model.into_iter().flat_map(|model| weights(target, model)));
        Symbols { layers: list, symbols }
    }

    /// The layers, by number.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Tensors, then weights.
    #[must_use]
    pub fn all(&self) -> &[Symbol] {
        &self.symbols
    }

    /// Name of the layer of a turn.
    #[must_use]
    pub fn layer_of(&self, turn: &Turn) -> &str {
        self.layers.get(turn.layer).map_or("", |layer| &layer.name)
    }

    /// The layer called `name`, or whose name alone contains it.
    ///
    /// # Errors
    /// Suggests a name that is close.
    pub fn layer(&self, name: &str) -> Result<usize, String> {
        find(name, "layer", "layers", self.layers.iter().map(|layer| layer.name.as_str()))
    }

    /// The tensor or weight called `name`, or whose name alone contains it.
    ///
    /// # Errors
    /// Suggests a name that is close.
    pub fn symbol(&self, name: &str) -> Result<&Symbol, String> {
        let names = self.symbols.iter().map(|symbol| symbol.name.as_str());
        find(name, "tensor or weight", "tensors", names).map(|at| &self.symbols[at])
    }

    /// The symbols whose bytes hold the DRAM offset `at`.
    pub fn at(&self, at: u64) -> impl Iterator<Item = &Symbol> {
        self.symbols.iter().filter(move |symbol| symbol.place.as_ref().is_some_and(|place| place.contains(&at)))
    }
}

fn find<'n>(name: &str, what: &str, list: &str, names: impl Iterator<Item = &'n str> + Clone) -> Result<usize, String> {
    if let Some(exact) = names.clone().position(|other| other == name) {
        return Ok(exact);
    }
    let contains: Vec<usize> =
        names.clone().enumerate().filter(|(_, other)| other.contains(name)).map(|(at, _)| at).collect();
    match contains.as_slice() {
        _ if name.is_empty() => Err(format!("there is no name; give that of a {what}, `{list}` lists them")),
        [only] => Ok(*only),
        [first, second, ..] => {
            let example = |at: &usize| names.clone().nth(*at).unwrap_or_default();
            let (first, second, count) = (example(first), example(second), contains.len());
            Err(format!("`{name}` could be {count} names, such as `{first}` and `{second}`; write more of it"))
        }
        [] => {
            let hint = suggestion(name, names);
            let next = if hint.is_empty() { format!("`{list}` lists them") } else { hint };
            Err(format!("there is no {what} `{}`; {next}", name.escape_debug()))
        }
    }
}

fn tensors(target: &Target) -> Vec<Symbol> {
    let Some(network) = target.model() else { return Vec::new() };
    let sort = |number: usize| match number {
        _ if network.inputs().contains(&number) => Sort::Input,
        _ if network.outputs().contains(&number) => Sort::Output,
        _ => Sort::Activation,
    };
    let symbol = |(number, info): (usize, &emulator::runtime::TensorInfo)| {
        let sort = sort(number);
        // Inputs state the factor from real numbers to integers, everything else the one back.
        let scale = if sort == Sort::Input && info.scale != 0.0 { 1.0 / info.scale } else { info.scale };
        Symbol {
            name: info.name.clone(),
            sort,
            shape: info.shape.clone(),
            data_type: info.data_type,
            place: network.place(number),
            number: Some(number),
            scale,
            zero: info.zero_point,
            overwritten: info.overwritten,
        }
    };
    network.tensors().iter().enumerate().map(symbol).collect()
}

fn weights(target: &Target, model: &Model<'_>) -> Vec<Symbol> {
    let start = target.machine().base()[usize::from(Region::Weight.register())];
    let start = start.wrapping_sub(target.chip().gmem_start);
    let weight = |weight: &isa::container::cvimodel::Weight| {
        let address = weight.address().filter(|address| address.region == Region::Weight)?;
        let from = start + address.offset;
        let size = weight.data_type.size()?;
        let count = weight.shape.as_ref().and_then(|shape| shape.count()).unwrap_or(0);
        let stored = u64::from(weight.size);
        // Without extents, or with some that do not fit the size, it is so many elements.
        let fits = weight.shape.is_some() && count * size == stored;
        let shape = match &weight.shape {
            Some(shape) if fits => shape.dims.clone(),
            _ => vec![stored.cast_signed()],
        };
        let data_type = if fits { weight.data_type } else { DataType::Int8 };
        Some(Symbol {
            name: weight.name.clone(),
            sort: Sort::Weight,
            shape,
            data_type,
            place: Some(from..from + stored),
            number: None,
            scale: 1.0,
            zero: 0,
            overwritten: false,
        })
    };
    model.body.weights.iter().filter_map(weight).collect()
}
