//! What names in expressions stand for.

use crate::area::Byte;
use crate::element;
use crate::expression::{Names, Value};
use crate::fields;
use crate::session::Session;
use isa::text::Descriptor;
use std::cell::OnceCell;

/// Names that every turn has.
pub const OF_TURNS: [&str; 11] =
    ["step", "cycle", "duration", "stall", "engine", "index", "id", "wait", "op", "layer", "segment"];

/// The names of one turn, and memory as it is now.
pub struct TurnNames<'s> {
    session: &'s Session,
    number: usize,
    descriptor: OnceCell<Option<Descriptor>>,
}

impl<'s> TurnNames<'s> {
    /// Of the turn numbered `number`.
    #[must_use]
    pub fn new(session: &'s Session, number: usize) -> Self {
        TurnNames { session, number, descriptor: OnceCell::new() }
    }
}

impl Names for TurnNames<'_> {
    fn name(&self, name: &str) -> Option<Value> {
        let number = |number: u64| Some(Value::Number(number as f64));
        match name {
            "step" => return number(self.number as u64),
            "cycle" => return number(self.session.cycle_of(self.number)),
            _ => {}
        }
        let turn = self.session.turns().get(self.number)?;
        match name {
            "duration" => number(turn.span.end - turn.span.start),
            "stall" => number(turn.waiting),
            "engine" => Some(Value::Text(turn.engine.to_string())),
            "index" => number(turn.ordinal as u64),
            "id" => number(turn.id.0.into()),
            "wait" => number(turn.wait.0.into()),
            "op" => Some(Value::Text(turn.operation.clone())),
            "layer" => Some(Value::Text(self.session.symbols().layer_of(turn).to_owned())),
            "segment" => number(turn.segment as u64),
            _ => {
                let target = self.session.target();
                let descriptor = self.descriptor.get_or_init(|| target.descriptor(turn)).as_ref()?;
                number(fields::get(descriptor, target.chip(), name)?)
            }
        }
    }

    fn element(&self, name: &str, index: &[f64]) -> Option<f64> {
        let at = |number: f64| (number >= 0.0).then_some(number as u64);
        match (name, index) {
            ("dram", [offset]) => self.session.byte(Byte::Dram(at(*offset)?)).map(f64::from),
            ("lane", [lane, offset]) => self.session.byte(Byte::Lane(at(*lane)? as u32, at(*offset)?)).map(f64::from),
            _ => {
                let symbol = self.session.symbols().symbol(name).ok()?;
                let slices: Vec<_> = index.iter().map(|one| *one as i64..*one as i64 + 1).collect();
                let region = symbol.region(&slices).ok()?;
                element::values(symbol.data_type, &self.session.contents(&region)).next()
            }
        }
    }
}
