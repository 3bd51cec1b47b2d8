//! Breakpoints of every kind that editors set.

use super::{Adapter, Client, Numbers, capabilities, list, text, variables};
use crate::area;
use crate::gdb::addresses;
use serde_json::{Value, json};

/// The protocol's names of accesses, and how watches are written.
const ACCESSES: [(&str, &str); 3] = [("read", "rwatch"), ("write", "watch"), ("readWrite", "awatch")];
/// The part of a result that counts as saturated unless told otherwise.
const SATURATED: &str = "0.1";

/// The command line that makes a stop, or why there is none, and what the editor asked for.
type Line<'v> = (Result<String, String>, &'v Value);

impl Numbers {
    pub(super) fn all(&self) -> impl Iterator<Item = &usize> {
        let Numbers { lines, functions, instructions, data, exceptions } = self;
        [lines, functions, instructions, data, exceptions].into_iter().flatten()
    }
}

impl Adapter {
    /// Removes what an editor set that has gone.
    pub(super) fn forget_editor(&mut self, next: Client) {
        let before = std::mem::take(&mut self.set);
        self.remove(before.all().copied().collect());
        self.client = next;
    }

    fn remove(&mut self, numbers: Vec<usize>) {
        for number in numbers {
            self.debugger.stops.remove(number);
            self.logs.remove(&number);
        }
    }

    /// Makes the stop that a command line describes, with what the editor wants besides; says how it went.
    fn stop(&mut self, line: Line<'_>) -> (Option<usize>, Value) {
        let (line, asked) = line;
        let made = line.and_then(|line| {
            let hits = Hits::read(text(asked, "hitCondition"))?;
            Ok((hits, self.debugger.execute(&format!("{line}{}", condition(asked)))?))
        });
        let (hits, answer) = match made {
            Ok(made) => made,
            Err(why) => return (None, json!({ "verified": false, "message": why, "reason": "failed" })),
        };
        let number = answer.value["stop"].as_u64().and_then(|number| usize::try_from(number).ok());
        if let Some(stop) = number.and_then(|number| self.debugger.stops.get_mut(number)) {
            (stop.ignore, stop.temporary) = (hits.ignored, hits.once);
        }
        if let (Some(number), Some(message)) = (number, asked["logMessage"].as_str().filter(|text| !text.is_empty())) {
            self.logs.insert(number, message.to_owned());
        }
        // Stops that look at results may stop anywhere.
        let looks_behind =
            number.and_then(|number| self.debugger.stops.get(number)).is_some_and(|one| one.looks_behind());
        let met = looks_behind || answer.value["places"] != 0;
        let mut told = json!({ "verified": met, "message": answer.text.trim() });
        if let Some(number) = number {
            told["id"] = json!(number);
        }
        (number, told)
    }

    /// Removes what was set before, and makes a stop for each line.
    fn replace(&mut self, before: Vec<usize>, lines: Vec<Line<'_>>) -> (Vec<usize>, Vec<Value>) {
        self.remove(before);
        let made: Vec<_> = lines.into_iter().map(|line| self.stop(line)).collect();
        let numbers = made.iter().filter_map(|(number, _)| *number).collect();
        (numbers, made.into_iter().map(|(_, told)| told).collect())
    }

    pub(super) fn line_breakpoints(&mut self, arguments: &Value) -> Value {
        if !self.is_listing(&arguments["source"]) {
            let why = format!("only {} has lines of this run", self.listing);
            let refused = |_| json!({ "verified": false, "message": why, "reason": "failed" });
            return json!({ "breakpoints": list(arguments, "breakpoints").map(refused).collect::<Vec<_>>() });
        }
        let first = self.client.first_line;
        let turn = |one: &Value| one["line"].as_u64().and_then(|line| line.checked_sub(first));
        let line = |one| (turn(one).map(|turn| format!("break {turn}")).ok_or("lines are numbers".into()), one);
        let lines = list(arguments, "breakpoints").map(line).collect();
        let before = std::mem::take(&mut self.set.lines);
        let (numbers, mut told) = self.replace(before, lines);
        self.set.lines = numbers;
        let places = told.iter_mut().zip(list(arguments, "breakpoints"));
        places
            .filter(|(_, asked)| asked["line"].is_u64())
            .for_each(|(told, asked)| told["line"] = asked["line"].clone());
        json!({ "breakpoints": told })
    }

    /// Whether an editor means the listing: by its path, or by its name alone.
    fn is_listing(&self, source: &Value) -> bool {
        let name = self.listing.rsplit('/').next().unwrap_or_default();
        source["path"].as_str().or(source["name"].as_str()).is_none_or(|path| path == self.listing || path == name)
    }

    /// Layers by their name; everything else that `break` takes.
    pub(super) fn function_breakpoints(&mut self, arguments: &Value) -> Value {
        let symbols = self.debugger.session.symbols();
        let line = |one| {
            let name = text(one, "name");
            let kind = if symbols.layer(name).is_ok() { "layer " } else { "" };
            (Ok(format!("break {kind}{name}")), one)
        };
        let lines = list(arguments, "breakpoints").map(line).collect();
        let before = std::mem::take(&mut self.set.functions);
        let (numbers, told) = self.replace(before, lines);
        self.set.functions = numbers;
        json!({ "breakpoints": told })
    }

    pub(super) fn instruction_breakpoints(&mut self, arguments: &Value) -> Value {
        let session = &self.debugger.session;
        let line = |one| {
            let address = area::number(text(one, "instructionReference")).unwrap_or(0);
            let address = address.wrapping_add_signed(one["offset"].as_i64().unwrap_or(0));
            let turn = addresses::turn_at(session, address);
            (turn.map(|turn| format!("break {turn}")).ok_or(format!("there is no descriptor at {address:#x}")), one)
        };
        let lines = list(arguments, "breakpoints").map(line).collect();
        let before = std::mem::take(&mut self.set.instructions);
        let (numbers, told) = self.replace(before, lines);
        self.set.instructions = numbers;
        json!({ "breakpoints": told })
    }

    /// Results to stop behind: the filters that are set, then those that are set with a condition.
    pub(super) fn exception_breakpoints(&mut self, arguments: &Value) -> Value {
        let plain = list(arguments, "filters").map(|filter| (filter.as_str().unwrap_or_default(), &Value::Null));
        let with_condition = list(arguments, "filterOptions").map(|one| (text(one, "filterId"), &one["condition"]));
        let line = |(filter, condition): (&str, &Value)| {
            let condition = condition.as_str().map(str::trim).filter(|text| !text.is_empty());
            match (filter, condition) {
                ("saturation", part) => Ok(format!("break saturation {}", part.unwrap_or(SATURATED))),
                ("nan", Some(condition)) => Ok(format!("break nan if {condition}")),
                ("nan", None) => Ok("break nan".into()),
                (other, _) => {
                    let known = capabilities::FILTERS.map(|(filter, ..)| filter).join(", ");
                    Err(format!("there is no filter `{}` (allowed: {known})", other.escape_debug()))
                }
            }
        };
        let lines = plain.chain(with_condition).map(|one| (line(one), &Value::Null)).collect();
        let before = std::mem::take(&mut self.set.exceptions);
        let (numbers, told) = self.replace(before, lines);
        self.set.exceptions = numbers;
        json!({ "breakpoints": told })
    }

    /// What may be watched: areas and tensors by name, memory by address.
    pub(super) fn data_info(&self, arguments: &Value) -> Value {
        let session = &self.debugger.session;
        let name = text(arguments, "name");
        let bytes = arguments["bytes"].as_u64().unwrap_or(1);
        let area = match area::number(name).and_then(|address| addresses::byte_at(session, address)) {
            Some(byte) => format!("{byte}+{bytes}"),
            None => self.operand_area(name, arguments).unwrap_or_else(|| name.to_owned()),
        };
        match area::parse(session, &area) {
            Ok(_) => json!({
                "dataId": area, "description": area, "canPersist": true,
                "accessTypes": ACCESSES.map(|(name, _)| name),
            }),
            Err(why) => json!({ "dataId": null, "description": why }),
        }
    }

    /// The first stretch of an operand that a view of variables names.
    fn operand_area(&self, name: &str, arguments: &Value) -> Option<String> {
        let session = &self.debugger.session;
        let at = variables::turn_of(session, arguments["variablesReference"].as_u64()?)?;
        let place = crate::views::tensor::operands(session, at).into_iter().find(|one| one.role == name)?;
        let run = place.region.runs().next()?;
        let byte = area::bytes(&place.region).next()?;
        Some(format!("{byte}+{}", run.len))
    }

    pub(super) fn data_breakpoints(&mut self, arguments: &Value) -> Value {
        let line = |one| {
            let access = ACCESSES.iter().find(|(name, _)| *name == text(one, "accessType"));
            (Ok(format!("{} {}", access.map_or("watch", |(_, command)| command), text(one, "dataId"))), one)
        };
        let lines = list(arguments, "breakpoints").map(line).collect();
        let before = std::mem::take(&mut self.set.data);
        let (numbers, told) = self.replace(before, lines);
        self.set.data = numbers;
        json!({ "breakpoints": told })
    }
}

fn condition(one: &Value) -> String {
    match one["condition"].as_str().filter(|text| !text.trim().is_empty()) {
        Some(text) => format!(" if {text}"),
        None => String::new(),
    }
}

/// How often a stop is passed, and whether it stops once only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hits {
    ignored: u64,
    once: bool,
}

impl Hits {
    /// `5` and `>= 5` stop from the fifth time on, `> 5` from the one behind it, `== 5` then only.
    fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Hits::default());
        }
        let digits = text.trim_start_matches(['=', '>', '<', '%']);
        let sign = &text[..text.len() - digits.len()];
        let count = area::number(digits.trim()).filter(|count| *count > 0);
        match (sign, count) {
            ("" | ">=", Some(count)) => Ok(Hits { ignored: count - 1, once: false }),
            (">", Some(count)) => Ok(Hits { ignored: count, once: false }),
            ("=" | "==", Some(count)) => Ok(Hits { ignored: count - 1, once: true }),
            _ => Err(format!("`{}` is no number of hits (allowed: `5`, `>= 5`, `> 5`, `== 5`)", text.escape_debug())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_counted_as_editors_write_them() {
        let read = |text| Hits::read(text).map(|hits| (hits.ignored, hits.once));
        assert_eq!([read(""), read("5"), read(">= 5")], [Ok((0, false)), Ok((4, false)), Ok((4, false))]);
        assert_eq!([read("> 5"), read("== 5"), read("=1")], [Ok((5, false)), Ok((4, true)), Ok((0, true))]);
        assert!(["% 3", "0", "often", "< 4"].iter().all(|text| read(text).is_err()));
    }
}
