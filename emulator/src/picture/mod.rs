//! A forecast as files that people and other programs look at; every function returns the text of one.

mod chrome;
mod html;
mod vcd;

pub use chrome::trace;
pub use html::html;
pub use vcd::vcd;

use crate::forecast::{Amount, Forecast, LocalMemory, Task, Work};
use crate::timing::Unit;
use isa::cost::Form;

/// What is shown.
#[derive(Clone, Debug)]
pub struct Picture<'f> {
    /// What the program is called.
    pub name: &'f str,
    /// Its schedule.
    pub forecast: &'f Forecast<'f>,
    /// What the numbers rest on, a sentence each.
    pub notes: &'f [String],
    works: Vec<&'f Work>,
    memory: LocalMemory,
}

impl<'f> Picture<'f> {
    /// A picture of `forecast`.
    #[must_use]
    pub fn new(name: &'f str, forecast: &'f Forecast<'f>, notes: &'f [String]) -> Self {
        Picture { name, forecast, notes, works: forecast.workload.works().collect(), memory: forecast.local_memory() }
    }

    fn descriptors(&self) -> impl Iterator<Item = (&'f Work, &'f Task)> {
        self.works.iter().copied().zip(&self.forecast.tasks)
    }

    fn of(&self, unit: Unit) -> impl Iterator<Item = (usize, &'f Work, &'f Task)> {
        let all = self.descriptors().enumerate().map(|(position, (work, task))| (position, work, task));
        all.filter(move |(_, work, _)| work.unit() == unit)
    }

    fn layer(&self, layer: usize) -> &'f str {
        self.forecast.workload.layers().get(layer).map_or("", String::as_str)
    }

    /// A descriptor in a few words.
    fn label(&self, position: usize) -> String {
        let named = |work: &&Work| format!("{} {} {}", unit_name(work.unit()), work.index, work.operation);
        self.works.get(position).map(named).unwrap_or_default()
    }

    /// The descriptor that this one stood still for.
    fn held_by(&self, task: &Task) -> Option<usize> {
        task.awaits.filter(|awaited| task.waiting > 0 && task.behind == Some(*awaited))
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Tiu => "TIU",
        Unit::Tdma => "TDMA",
    }
}

/// What a descriptor does, as far as colours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    MultiplyAdd,
    Lookup,
    OtherCompute,
    WeightsIn,
    In,
    Out,
    Move,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::MultiplyAdd, Kind::Lookup, Kind::OtherCompute, Kind::WeightsIn, Kind::In, Kind::Out, Kind::Move];

    fn of(work: &Work) -> Kind {
        match work.amount {
            Amount::Compute { macs, .. } if macs > 0 => Kind::MultiplyAdd,
            Amount::Compute { .. } if work.is_lookup() => Kind::Lookup,
            Amount::Compute { .. } => Kind::OtherCompute,
            Amount::Transfer { reads_weights: true, .. } => Kind::WeightsIn,
            Amount::Transfer { transfer, .. } => match transfer.map(|transfer| transfer.form) {
                Some(Form::Load | Form::CompressedLoad) => Kind::In,
                Some(Form::Store | Form::CompressedStore) => Kind::Out,
                _ => Kind::Move,
            },
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::MultiplyAdd => "multiply-add",
            Kind::Lookup => "lookup",
            Kind::OtherCompute => "other operations",
            Kind::WeightsIn => "weights in",
            Kind::In => "activations in",
            Kind::Out => "activations out",
            Kind::Move => "moves",
        }
    }
}
