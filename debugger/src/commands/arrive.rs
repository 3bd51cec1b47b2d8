//! What is said, and done, where a run comes to rest.

use crate::answer::Answer;
use crate::area::bytes;
use crate::debugger::{Debugger, Watched};
use crate::stops::Arrival;
use crate::target::Halted;
use crate::text::{Text, Tone};
use crate::views::context;
use serde_json::json;

/// Why a run came to rest, from the data of an answer.
pub(crate) fn arrival_reason(value: &serde_json::Value) -> &str {
    value["reason"].as_str().unwrap_or("step")
}

impl Debugger {
    /// Where the run is, in the parts that are wanted.
    pub(crate) fn context(&mut self) -> Text {
        let stops = self.stops.positions(&self.session);
        context::text(&self.session, &self.sections, &stops)
    }

    /// Goes to a position without stopping on the way.
    pub(crate) fn go(&mut self, position: usize) -> Answer {
        let mut told = if position > self.session.position() { self.pass_watched() } else { Answer::default() };
        let arrival = self.session.go(position).map_or_else(Arrival::Halted, |()| Arrival::Passed);
        told.extend(self.arrive(&arrival));
        told
    }

    /// Runs forwards to `end`, or to a stop in front of it.
    pub(crate) fn run_to(&mut self, end: usize) -> Answer {
        let after = self.session.position();
        let mut told = if end > after { self.pass_watched() } else { Answer::default() };
        let arrival = self.stops.forwards(&mut self.session, after, end);
        told.extend(self.arrive(&arrival));
        told
    }

    /// Runs backwards to a stop, or to the start.
    pub(crate) fn run_back(&mut self) -> Answer {
        self.watched.clear();
        let arrival = self.stops.backwards(&mut self.session);
        self.arrive(&arrival)
    }

    /// Lets the turn pass in front of which a watchpoint stopped, and tells what it did.
    fn pass_watched(&mut self) -> Answer {
        let here = self.session.position();
        let watched = std::mem::take(&mut self.watched);
        let mut told = Answer::default();
        if !watched.iter().any(|one| one.turn == here) || self.session.go(here + 1).is_err() {
            return told;
        }
        for one in watched.iter().filter(|one| one.turn == here) {
            if let Some((area, _)) = self.stops.get(one.stop).and_then(|stop| stop.area()) {
                told.push(self.change(one, &area.text.clone(), &area.region.clone()));
            }
        }
        told
    }

    /// What a turn did to a watched area.
    fn change(&self, one: &Watched, name: &str, region: &isa::footprint::Region) -> String {
        let after = self.session.contents(region);
        let pairs = one.before.iter().zip(&after).enumerate();
        let changed: Vec<_> = pairs.filter(|(_, (old, new))| old != new).collect();
        let Some((at, (old, new))) = changed.first() else {
            return format!("stop {} {name}: turn {} left it as it was", one.stop, one.turn);
        };
        let place = bytes(region).nth(*at).map(|byte| byte.to_string()).unwrap_or_default();
        format!(
            "stop {} {name}: turn {} changed {} of {} bytes, the first at {place}: {old:#04x} -> {new:#04x}",
            one.stop,
            one.turn,
            changed.len(),
            after.len()
        )
    }

    /// Tells where the run came to rest and why, and does what the stops ask for.
    pub(crate) fn arrive(&mut self, arrival: &Arrival) -> Answer {
        let mut answer = Answer::default();
        let mut lists = Vec::new();
        if let Arrival::Stopped(numbers) = arrival {
            for number in numbers {
                answer.text.append(&self.met(*number));
                lists.extend(self.stops.get(*number).map(|stop| stop.commands.join("\n")));
            }
            self.stops.retire(numbers);
        }
        if let Arrival::Halted(Halted { asked, what, .. }) = arrival {
            answer.push(if *asked { "stopped by Ctrl-C" } else { what });
        }
        answer.text.append(&self.context());
        answer.value = self.arrival_json(arrival);
        for list in lists.iter().filter(|list| !list.is_empty()) {
            match self.script(list) {
                Ok(more) => answer.extend(more),
                Err(why) => answer.push(why),
            }
        }
        answer
    }

    fn met(&mut self, number: usize) -> Text {
        let Some(stop) = self.stops.get(number) else { return Text::new() };
        let mut told = Text::of(Tone::Stop, &format!("stop {number}"));
        let times = if stop.hits > 1 { format!(", met {} times", stop.hits) } else { String::new() };
        told += &format!(": {}{times}\n", stop.text);
        if let Some((area, _)) = stop.area() {
            let before = self.session.contents(&area.region);
            self.watched.push(Watched { stop: number, turn: self.session.position(), before });
        }
        told
    }

    fn arrival_json(&self, arrival: &Arrival) -> serde_json::Value {
        let (reason, stops, what) = match arrival {
            Arrival::Stopped(stops) => ("stop", stops.clone(), None),
            Arrival::Passed if self.session.current().is_none() => ("end", Vec::new(), None),
            Arrival::Passed => ("step", Vec::new(), None),
            Arrival::Halted(halted) if halted.asked => ("interrupt", Vec::new(), None),
            Arrival::Halted(halted) => ("fault", Vec::new(), Some(halted.what.clone())),
        };
        json!({ "reason": reason, "stops": stops, "fault": what, "context": context::json(&self.session, &self.sections) })
    }
}
