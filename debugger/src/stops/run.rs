//! Running from stop to stop, in both directions.

use super::{Event, Stop, Stops};
use crate::element;
use crate::fields;
use crate::session::Session;
use crate::target::Halted;
use isa::container::cvimodel::DataType;
use isa::diagnostic::Engine;
use isa::footprint::Role;

/// Where a run came to rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Stops of these numbers were met.
    Stopped(Vec<usize>),
    /// Nothing stopped it before the place it was told, or the end.
    Passed,
    /// It could not go on.
    Halted(Halted),
}

impl Stops {
    /// Runs forwards until a stop behind position `after`, or until `end`.
    pub fn forwards(&mut self, session: &mut Session, after: usize, end: usize) -> Arrival {
        let end = end.min(session.turns().len());
        let mut after = after;
        loop {
            let next = self.found(session).iter().map(|(at, _)| *at).find(|at| *at > after).filter(|at| *at <= end);
            match self.approach(session, next.unwrap_or(end)) {
                Arrival::Passed => {}
                other => return other,
            }
            let Some(aim) = next else { return Arrival::Passed };
            let met = self.meet(session);
            if !met.is_empty() {
                return Arrival::Stopped(met);
            }
            after = aim;
        }
    }

    /// Runs from the start, where the first turn may be one to stop at.
    pub fn from_start(&mut self, session: &mut Session) -> Arrival {
        let met = self.meet(session);
        if met.is_empty() { self.forwards(session, 0, usize::MAX) } else { Arrival::Stopped(met) }
    }

    /// Runs backwards until a stop, or the start.
    pub fn backwards(&mut self, session: &mut Session) -> Arrival {
        let start = session.position();
        let behind = match self.last_behind(session, start) {
            Ok(behind) => behind,
            Err(halted) => return Arrival::Halted(halted),
        };
        let mut before = start;
        loop {
            let found = self.found(session).iter().map(|(at, _)| *at).rfind(|at| *at < before);
            if let Some((at, numbers)) = behind.clone().filter(|(at, _)| found.is_none_or(|found| found < *at)) {
                return moved(session, at, numbers);
            }
            before = found.unwrap_or(0);
            if let Err(halted) = session.go(before) {
                return Arrival::Halted(halted);
            }
            let met = self.meet(session);
            if found.is_some() && !met.is_empty() {
                return Arrival::Stopped(met);
            }
            if before == 0 {
                return Arrival::Passed;
            }
        }
    }

    /// Runs to `aim`, turn by turn where stops look at results.
    fn approach(&mut self, session: &mut Session, aim: usize) -> Arrival {
        if !self.list.iter().any(|stop| stop.enabled && stop.looks_behind()) {
            return session.go(aim).map_or_else(Arrival::Halted, |()| Arrival::Passed);
        }
        while session.position() < aim {
            if let Err(halted) = session.go(session.position() + 1) {
                return Arrival::Halted(halted);
            }
            let met = self.met_behind(session);
            let met: Vec<usize> = met.into_iter().filter(|number| self.counts(*number)).collect();
            if !met.is_empty() {
                return Arrival::Stopped(met);
            }
        }
        Arrival::Passed
    }

    /// The stops that the turn which just ended meets.
    fn met_behind(&self, session: &Session) -> Vec<usize> {
        let Some(turn) = session.position().checked_sub(1) else { return Vec::new() };
        let active = self.list.iter().filter(|stop| stop.enabled && stop.looks_behind());
        let met = active.filter(|stop| is_met(session, turn, stop) && stop.condition_allows(session, turn, true));
        met.map(|stop| stop.number).collect()
    }

    /// The last position in front of `start` at which a stop that looks at results is met.
    fn last_behind(&self, session: &mut Session, start: usize) -> Result<Option<(usize, Vec<usize>)>, Halted> {
        if !self.list.iter().any(|stop| stop.enabled && stop.looks_behind()) {
            return Ok(None);
        }
        let mut last = None;
        session.go(0)?;
        while session.position() + 1 < start {
            session.go(session.position() + 1)?;
            let met = self.met_behind(session);
            if !met.is_empty() {
                last = Some((session.position(), met));
            }
        }
        Ok(last)
    }

    /// The stops that hold at the turn which is next, counted.
    fn meet(&mut self, session: &Session) -> Vec<usize> {
        let here = session.position();
        let numbers: Vec<usize> =
            self.found(session).iter().filter(|(at, _)| *at == here).map(|(_, number)| *number).collect();
        let holds = |number: &usize| self.get(*number).is_some_and(|stop| stop.condition_allows(session, here, true));
        let holding: Vec<usize> = numbers.into_iter().filter(holds).collect();
        holding.into_iter().filter(|number| self.counts(*number)).collect()
    }

    /// Counts a hit; whether it stops.
    fn counts(&mut self, number: usize) -> bool {
        let Some(stop) = self.list.iter_mut().find(|stop| stop.number == number) else { return false };
        stop.hits += 1;
        let ignored = stop.ignore > 0;
        stop.ignore = stop.ignore.saturating_sub(1);
        !ignored
    }

    /// Removes the temporary ones among those that stopped.
    pub fn retire(&mut self, numbers: &[usize]) {
        let before = self.list.len();
        self.list.retain(|stop| !(stop.temporary && numbers.contains(&stop.number)));
        if self.list.len() != before {
            self.found = None;
        }
    }
}

fn moved(session: &mut Session, at: usize, numbers: Vec<usize>) -> Arrival {
    session.go(at).map_or_else(Arrival::Halted, |()| Arrival::Stopped(numbers))
}

/// Whether what a turn wrote is what the stop looks for.
fn is_met(session: &Session, number: usize, stop: &Stop) -> bool {
    let Some(turn) = session.turns().get(number).filter(|turn| turn.engine == Engine::Tiu) else { return false };
    let Some(descriptor) = session.target().descriptor(turn) else { return false };
    let flag = |name| fields::get(&descriptor, session.target().chip(), name) == Some(1);
    let bf16 = flag("opd_typ");
    let results = session.footprint(number).into_iter().flat_map(|footprint| &footprint.writes);
    let mut results = results.filter(|region| region.role == Role::Result).map(|region| session.contents(region));
    match stop.event {
        Event::NotFinite => {
            bf16 && results.any(|bytes| element::values(DataType::Bf16, &bytes).any(|value| !value.is_finite()))
        }
        Event::Saturated(rate) => !bf16 && results.any(|bytes| saturation(&bytes, flag("opt_res0_sign")) > rate),
        _ => false,
    }
}

/// The part of bytes that are at an end of their range.
fn saturation(bytes: &[u8], signed: bool) -> f64 {
    let ends: [u8; 2] = if signed { [0x80, 0x7f] } else { [0xff, 0xff] };
    let count = bytes.iter().filter(|byte| ends.contains(byte)).count();
    if bytes.is_empty() { 0.0 } else { count as f64 / bytes.len() as f64 }
}
