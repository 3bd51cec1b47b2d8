//! Which layer of the network a descriptor works for.
//!
//! Operations belong to the layer whose weights they use, others to the layer number that they carry. What is loaded
//! belongs to the operation that first waits for it, what is stored to the operation it waits for.

use isa::command::{TdmaCommand, TiuCommand};
use isa::container::cvimodel::{Address, Model, Program, Region};
use isa::generated::tdma::TdmaFields;
use isa::op::tdma::Direction;
use isa::op::tiu::{Tensor, TiuOp};
use std::collections::HashMap;

/// What compilers append to the name of a layer for its weights.
const ENDINGS: [&str; 2] = ["_filter", "_bias"];

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'m> {
    Named(&'m str),
    Numbered(u32),
    /// Where nothing numbers layers.
    Operation(&'static str),
}

/// The layers met so far.
pub(super) struct Layers<'m> {
    /// Owners of the weights at these offsets.
    weights: HashMap<u64, &'m str>,
    /// Tensors by address; `None` where several take turns.
    tensors: HashMap<Address, Option<&'m str>>,
    numbers: HashMap<Key<'m>, usize>,
    names: Vec<String>,
}

impl<'m> Layers<'m> {
    pub(super) fn new(model: &'m Model<'_>, program: &'m Program) -> Self {
        let weights = model.body.weights.iter();
        let weights = weights.filter_map(|weight| Some((weight.address()?, owner(&weight.name))));
        let mut tensors = HashMap::new();
        for tensor in &program.tensors {
            if let Some(address) = tensor.address() {
                let name = Some(tensor.name.as_str());
                tensors.entry(address).and_modify(|several| *several = None).or_insert(name);
            }
        }
        Layers {
            weights: weights
                .filter(|(address, _)| address.region == Region::Weight)
                .map(|(address, name)| (address.offset, name))
                .collect(),
            tensors,
            numbers: HashMap::new(),
            names: Vec::new(),
        }
    }

    /// Where no model names anything.
    pub(super) fn unnamed() -> Self {
        Layers { weights: HashMap::new(), tensors: HashMap::new(), numbers: HashMap::new(), names: Vec::new() }
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }

    fn number(&mut self, key: Key<'m>, operation: &'static str) -> usize {
        let names = &mut self.names;
        *self.numbers.entry(key).or_insert_with(|| {
            names.push(match key {
                Key::Named(name) => name.to_owned(),
                Key::Numbered(number) => format!("{operation} {number}"),
                Key::Operation(name) => name.to_owned(),
            });
            names.len() - 1
        })
    }

    /// A numbered layer takes the name of the tensor that it leaves, if no other tensor is ever there.
    fn leaves(&mut self, layer: usize, key: Key<'m>, address: Address) {
        let name = self.tensors.get(&address).copied().flatten();
        if let (Key::Numbered(_), Some(name), Some(named)) = (key, name, self.names.get_mut(layer)) {
            name.clone_into(named);
        }
    }
}

fn owner(weight: &str) -> &str {
    ENDINGS.iter().find_map(|ending| weight.rsplit_once(ending)).map_or(weight, |(layer, _)| layer)
}

fn numbered<'m>(layer: u32, operation: &'static str) -> Key<'m> {
    if layer == 0 { Key::Operation(operation) } else { Key::Numbered(layer) }
}

struct Load<'m> {
    position: usize,
    id: u32,
    /// Its layer if nobody ever waits for it.
    own: Key<'m>,
    operation: &'static str,
}

/// The layers of the descriptors of a segment, in the order in which they run.
pub(super) struct SegmentLayers<'l, 'm> {
    layers: &'l mut Layers<'m>,
    found: Vec<usize>,
    /// Owners of the weights in local memory.
    loaded: HashMap<u32, &'m str>,
    /// Loads that nobody has waited for.
    unclaimed: Vec<Load<'m>>,
    /// Ids of the operations and their layers.
    operations: Vec<(u32, usize, Key<'m>)>,
}

impl<'l, 'm> SegmentLayers<'l, 'm> {
    pub(super) fn new(layers: &'l mut Layers<'m>) -> Self {
        SegmentLayers {
            layers,
            found: Vec::new(),
            loaded: HashMap::new(),
            unclaimed: Vec::new(),
            operations: Vec::new(),
        }
    }

    pub(super) fn compute(&mut self, command: &TiuCommand, operation: &'static str) {
        let owner = weights_of(&command.op).and_then(|weights| self.loaded.get(&weights.addr.0));
        let key = owner.map_or(numbered(command.header.layer, operation), |owner| Key::Named(owner));
        let layer = self.layers.number(key, operation);
        self.found.push(layer);
        self.operations.push((command.header.id.0.into(), layer, key));
        let awaited = if command.header.sync { u32::from(command.header.wait.0) } else { 0 };
        let claimed = self.unclaimed.partition_point(|load| load.id <= awaited);
        for load in self.unclaimed.drain(..claimed) {
            self.found[load.position] = layer;
        }
    }

    pub(super) fn transfer(&mut self, command: &TdmaCommand, fields: &TdmaFields, operation: &'static str) {
        let direction = Direction::from_bits(fields.trans_dir);
        let own = numbered(command.header.layer.into(), operation);
        if direction == Direction::Load {
            let weight = (fields.src_base_reg_sel == Region::Weight.register())
                .then(|| self.layers.weights.get(&fields.src_base_addr).copied())
                .flatten();
            return self.load(command, fields, weight.ok_or(own), operation);
        }
        let awaited = u32::from(command.header.wait.0);
        let behind = self.operations.partition_point(|(id, ..)| *id < awaited);
        let behind = self.operations.get(behind).filter(|_| awaited > 0).copied();
        let (layer, key) = match behind {
            Some((_, layer, key)) => (layer, key),
            None => (self.layers.number(own, operation), own),
        };
        self.found.push(layer);
        if direction == Direction::Store {
            let region = Region::from_register(fields.dst_base_reg_sel);
            self.layers.leaves(layer, key, Address { region, offset: fields.dst_base_addr });
        }
    }

    fn load(
        &mut self,
        command: &TdmaCommand,
        fields: &TdmaFields,
        layer: Result<&'m str, Key<'m>>,
        operation: &'static str,
    ) {
        let place = u32::try_from(fields.dst_base_addr).unwrap_or(u32::MAX);
        let position = self.found.len();
        match layer {
            Ok(owner) => {
                self.loaded.insert(place, owner);
                self.found.push(self.layers.number(Key::Named(owner), operation));
            }
            Err(own) => {
                self.loaded.remove(&place);
                self.unclaimed.push(Load { position, id: command.header.id.0.into(), own, operation });
                self.found.push(0);
            }
        }
    }

    /// The layer of each descriptor.
    pub(super) fn finish(mut self) -> Vec<usize> {
        for load in self.unclaimed {
            self.found[load.position] = self.layers.number(load.own, load.operation);
        }
        self.found
    }
}

/// The operand that is loaded from the weights.
fn weights_of(op: &TiuOp) -> Option<&Tensor> {
    match op {
        TiuOp::Conv(op) => Some(&op.weight),
        TiuOp::DepthwiseConv(op) => Some(&op.weight),
        TiuOp::Matmul(op) => Some(&op.right),
        TiuOp::Lookup(op) => Some(&op.table),
        _ => None,
    }
}
