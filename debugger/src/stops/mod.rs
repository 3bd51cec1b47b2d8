//! Where a run shall stop.
//!
//! Nearly every stop follows from descriptors alone, so that a run jumps from one to the next without looking left or
//! right. What depends on data is asked turn by turn, or where it could be true.

mod run;
mod specification;

pub use run::Arrival;
pub use specification::{checked, parse, split_condition};

use crate::area::Area;
use crate::expression::Expression;
use crate::names::TurnNames;
use crate::session::Session;
use crate::turn::Turn;
use isa::diagnostic::Engine;
use isa::footprint::Region;
use std::collections::BTreeSet;

/// Which accesses count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading.
    Read,
    /// Writing.
    Write,
    /// Either.
    Either,
}

/// What a stop looks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Every turn; only a condition makes it useful.
    Any,
    /// The turn of this number.
    Turn(usize),
    /// The descriptor at this position among all of its engine.
    Ordinal(Engine, usize),
    /// Descriptors of this id.
    Id(Engine, u16),
    /// The first turn of this layer.
    Layer(usize),
    /// Turns of this operation.
    Operation(String),
    /// The first turn that starts in this cycle or later.
    Cycle(u64),
    /// Turns in front of which their engine stood still for longer.
    Stall(u64),
    /// Turns that touch these bytes.
    Touch(Area, Access),
    /// A result that is not a finite number; stops behind the turn.
    NotFinite,
    /// A result of which more than this part is at the end of its range; stops behind the turn.
    Saturated(f64),
}

/// A breakpoint or watchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The number people use.
    pub number: usize,
    /// What it looks for, as it was written.
    pub text: String,
    /// What it looks for.
    pub event: Event,
    /// It only stops where this holds.
    pub condition: Option<Expression>,
    /// It goes away when it has stopped once.
    pub temporary: bool,
    /// Whether it counts.
    pub enabled: bool,
    /// So many more times it does not stop.
    pub ignore: u64,
    /// How often it was met.
    pub hits: u64,
    /// What is done when it stops.
    pub commands: Vec<String>,
}

impl Stop {
    /// A stop that was just made.
    #[must_use]
    pub fn new(text: &str, event: Event, condition: Option<Expression>) -> Self {
        Stop {
            number: 0,
            text: text.to_owned(),
            event,
            condition,
            temporary: false,
            enabled: true,
            ignore: 0,
            hits: 0,
            commands: Vec::new(),
        }
    }

    /// Whether it looks at what a turn has computed.
    #[must_use]
    pub fn looks_behind(&self) -> bool {
        matches!(self.event, Event::NotFinite | Event::Saturated(_))
    }

    /// Whether it is a watchpoint.
    #[must_use]
    pub fn area(&self) -> Option<(&Area, Access)> {
        match &self.event {
            Event::Touch(area, access) => Some((area, *access)),
            _ => None,
        }
    }

    /// Whether it stops in front of the turn numbered `number`, as far as descriptors tell.
    fn may_meet(&self, session: &Session, number: usize, turn: &Turn) -> bool {
        let event = match &self.event {
            Event::Any => true,
            Event::Turn(other) => *other == number,
            Event::Ordinal(engine, ordinal) => turn.engine == *engine && turn.ordinal == *ordinal,
            Event::Id(engine, id) => turn.engine == *engine && turn.id.0 == *id && turn.step().is_some(),
            // A condition chooses among all turns of the layer.
            Event::Layer(layer) if self.condition.is_some() => turn.layer == *layer,
            Event::Layer(layer) => session.symbols().layers().get(*layer).is_some_and(|layer| layer.first == number),
            Event::Operation(name) => turn.operation == *name,
            Event::Cycle(cycle) => session.course().position_at(*cycle) == number,
            Event::Stall(cycles) => turn.waiting > *cycles,
            Event::Touch(area, access) => touches(session, number, &area.region, *access),
            Event::NotFinite | Event::Saturated(_) => false,
        };
        event && self.condition_allows(session, number, false)
    }

    /// Whether the condition holds; what depends on memory counts as holding until the run is there.
    fn condition_allows(&self, session: &Session, number: usize, here: bool) -> bool {
        match &self.condition {
            Some(condition) if here || !condition.reads_memory() => condition.holds(&TurnNames::new(session, number)),
            _ => true,
        }
    }
}

/// Whether a turn touches bytes of `region`.
#[must_use]
pub fn touches(session: &Session, turn: usize, region: &Region, access: Access) -> bool {
    let Some(footprint) = session.footprint(turn) else { return false };
    let meets = |list: &[Region]| list.iter().any(|one| one.intersects(region));
    (access != Access::Write && meets(&footprint.reads)) || (access != Access::Read && meets(&footprint.writes))
}

/// All stops, and those that each position has.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    list: Vec<Stop>,
    made: usize,
    /// Numbers of stops by position, and for which edit of the program that holds.
    found: Option<(usize, Vec<(usize, usize)>)>,
}

impl Stops {
    /// The stops, in the order of their numbers.
    #[must_use]
    pub fn list(&self) -> &[Stop] {
        &self.list
    }

    /// Adds a stop and returns its number.
    pub fn add(&mut self, stop: Stop) -> usize {
        self.made += 1;
        self.list.push(Stop { number: self.made, ..stop });
        self.found = None;
        self.made
    }

    /// The stop of a number, to be changed.
    pub fn get_mut(&mut self, number: usize) -> Option<&mut Stop> {
        self.found = None;
        self.list.iter_mut().find(|stop| stop.number == number)
    }

    /// The stop of a number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Stop> {
        self.list.iter().find(|stop| stop.number == number)
    }

    /// Removes a stop; says whether there was one.
    pub fn remove(&mut self, number: usize) -> bool {
        let before = self.list.len();
        self.list.retain(|stop| stop.number != number);
        self.found = None;
        self.list.len() < before
    }

    /// Removes all stops.
    pub fn clear(&mut self) {
        self.list.clear();
        self.found = None;
    }

    /// Forgets where stops were found, for programs that changed.
    pub fn forget(&mut self) {
        self.found = None;
    }

    /// In front of how many turns the stop of a number could stop.
    pub fn places(&mut self, session: &Session, number: usize) -> usize {
        self.found(session).iter().filter(|(_, other)| *other == number).count()
    }

    /// The turns in front of which the run could stop.
    pub fn positions(&mut self, session: &Session) -> BTreeSet<usize> {
        self.found(session).iter().map(|(at, _)| *at).collect()
    }

    /// Position and number of everything that could stop the run in front of a turn, in the order of positions.
    fn found(&mut self, session: &Session) -> &[(usize, usize)] {
        let stale = self.found.as_ref().is_none_or(|(edits, _)| *edits != session.edits());
        if stale {
            let active: Vec<&Stop> = self.list.iter().filter(|stop| stop.enabled && !stop.looks_behind()).collect();
            let met = |(at, turn)| {
                let here: Vec<(usize, usize)> = active
                    .iter()
                    .filter(|stop| stop.may_meet(session, at, turn))
                    .map(|stop| (at, stop.number))
                    .collect();
                here
            };
            let all = session.turns().iter().enumerate().flat_map(met).collect();
            self.found = Some((session.edits(), all));
        }
        self.found.as_ref().map_or(&[], |(_, all)| all)
    }
}
