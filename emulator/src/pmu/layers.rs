//! Sums over neighbouring records of one layer, in the vendor's terms.

use super::Entry;
use isa::container::cvimodel::Region;
use isa::container::pmu::RecordKind;

/// Bytes of a beat.
const BEAT: u32 = 16;

/// Records of one layer that follow each other. All numbers have the width that the vendor's tools give them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// Its number; 0 behind the last.
    pub number: u32,
    /// The start of its first record.
    pub start: u32,
    /// The latest end.
    pub end: u32,
    /// The id of its last record, whichever engine's.
    pub last_id: u16,
    /// Cycles of the TIU.
    pub tiu: u32,
    /// Cycles of loads and stores.
    pub tdma: u32,
    /// Cycles of loads of activations.
    pub load_neuron: u32,
    /// Cycles of loads of weights.
    pub load_weight: u32,
    /// Cycles of stores out of the first half of local memory addresses, as the vendor's tools sort them.
    pub store_neuron: u32,
    /// Bytes, in whole beats.
    pub bytes: u32,
}

impl Layer {
    /// From its start to its end.
    #[must_use]
    pub fn cycles(&self) -> u32 {
        self.end.wrapping_sub(self.start)
    }

    fn begin(&mut self, entry: &Entry) {
        (self.number, self.start, self.end) = (entry.layer, entry.record.start, entry.record.end);
        self.last_id = entry.record.id;
    }

    fn add(&mut self, entry: &Entry) {
        let cycles = entry.record.end.wrapping_sub(entry.record.start);
        let plus = |sum: &mut u32, more: u32| *sum = sum.wrapping_add(more);
        // A source in local memory has no region, which reads as the first.
        let source = entry.transfer.as_ref().map_or(0, |fields| fields.src_base_reg_sel);
        match entry.kind {
            RecordKind::Tiu => plus(&mut self.tiu, cycles),
            RecordKind::Load if source == Region::Shared.register() => plus(&mut self.load_neuron, cycles),
            RecordKind::Load if source == Region::Weight.register() => plus(&mut self.load_weight, cycles),
            RecordKind::Store if source == Region::Shared.register() => plus(&mut self.store_neuron, cycles),
            _ => {}
        }
        if matches!(entry.kind, RecordKind::Load | RecordKind::Store) {
            plus(&mut self.tdma, cycles);
        }
        plus(&mut self.bytes, entry.record.event1.wrapping_mul(BEAT));
    }
}

/// The layers of a list: a new one starts where the number changes. Records without a number join the layer
/// behind them.
#[must_use]
pub fn layers(entries: &[Entry]) -> Vec<Layer> {
    let mut layers = vec![Layer::default()];
    let mut current = 0;
    for entry in entries {
        if current != 0 && current != entry.layer {
            layers.push(Layer::default());
        }
        let Some(layer) = layers.last_mut() else { continue };
        if current == 0 || current != entry.layer {
            layer.begin(entry);
            current = entry.layer;
        } else {
            layer.end = layer.end.max(entry.record.end);
            layer.last_id = entry.record.id;
        }
        layer.add(entry);
    }
    let end = layers.iter().position(|layer| layer.number == 0).unwrap_or(layers.len());
    layers.truncate(end);
    layers
}
