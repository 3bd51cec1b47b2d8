//! Where to stop.

use super::{Command, Completes, Group};
use crate::answer::{Answer, columns, counted};
use crate::area;
use crate::debugger::Debugger;
use crate::stops::{self, Access, Event, Stop};
use crate::text::{Text, Tone};
use serde_json::json;

const BASE: Command = Command::of(Group::Stopping, Completes::Nothing, list);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "break",
        aliases: &["b", "br"],
        usage: "break [WHAT] [if CONDITION]",
        summary: "stops in front of descriptors; without WHAT, of the next one",
        details: "break 120                  the turn of this number\nbreak tiu 7                by engine and position; `break tdma id 9` by id\nbreak layer conv1          the first turn of a layer\nbreak op conv              an operation\nbreak cycle 9000           the first turn that starts then\nbreak access conv1[0,3]    whatever touches a tensor or part of memory\nbreak stall 500            whatever waited for longer\nbreak nan                  behind a result that is not finite\nbreak saturation 0.1       behind a result of which more than a tenth is at an end of its range\nbreak op conv if input.c > 32 && relu",
        completes: Completes::Stops,
        run: |debugger, arguments| add(debugger, arguments, false),
        ..BASE
    },
    Command {
        name: "tbreak",
        aliases: &["tb"],
        usage: "tbreak [WHAT] [if CONDITION]",
        summary: "as `break`, once",
        details: "",
        completes: Completes::Stops,
        run: |debugger, arguments| add(debugger, arguments, true),
        ..BASE
    },
    Command {
        name: "watch",
        aliases: &["w"],
        usage: "watch AREA [if CONDITION]",
        summary: "stops in front of whatever writes part of memory",
        details: "watch dram:0x4000+64       bytes of DRAM\nwatch lane:0-3:0x100+16    the same bytes of several lanes\nwatch conv1[0,3,1..4,:]    part of a tensor\nThe step behind it tells the value before and after.",
        completes: Completes::Areas,
        run: |debugger, arguments| watch(debugger, arguments, Access::Write),
        ..BASE
    },
    Command {
        name: "rwatch",
        aliases: &["rw"],
        usage: "rwatch AREA [if CONDITION]",
        summary: "as `watch`, for reading",
        details: "",
        completes: Completes::Areas,
        run: |debugger, arguments| watch(debugger, arguments, Access::Read),
        ..BASE
    },
    Command {
        name: "awatch",
        aliases: &["aw"],
        usage: "awatch AREA [if CONDITION]",
        summary: "as `watch`, for reading and writing",
        details: "",
        completes: Completes::Areas,
        run: |debugger, arguments| watch(debugger, arguments, Access::Either),
        ..BASE
    },
    Command {
        name: "stops",
        aliases: &["breakpoints"],
        usage: "stops",
        summary: "lists all stops, with how often they were met",
        details: "Where a number is expected, `$` is the last stop.",
        run: list,
        ..BASE
    },
    Command {
        name: "delete",
        aliases: &["d", "clear"],
        usage: "delete [NUMBER...]",
        summary: "removes stops, or all",
        details: "",
        completes: Completes::Numbers,
        run: delete,
        ..BASE
    },
    Command {
        name: "enable",
        aliases: &["en"],
        usage: "enable [NUMBER...]",
        summary: "makes stops count again",
        details: "",
        completes: Completes::Numbers,
        run: |debugger, arguments| switch(debugger, arguments, true),
        ..BASE
    },
    Command {
        name: "disable",
        aliases: &["dis"],
        usage: "disable [NUMBER...]",
        summary: "keeps stops, but passes them",
        details: "",
        completes: Completes::Numbers,
        run: |debugger, arguments| switch(debugger, arguments, false),
        ..BASE
    },
    Command {
        name: "ignore",
        aliases: &["ign"],
        usage: "ignore NUMBER COUNT",
        summary: "passes a stop so many times",
        details: "ignore 1 20",
        completes: Completes::Numbers,
        run: ignore,
        ..BASE
    },
    Command {
        name: "condition",
        aliases: &["cond"],
        usage: "condition NUMBER [CONDITION]",
        summary: "makes a stop depend on a condition, or on none",
        details: "condition 1 output.h > 8",
        completes: Completes::Numbers,
        run: condition,
        ..BASE
    },
    Command {
        name: "commands",
        aliases: &["com"],
        usage: "commands NUMBER [COMMAND; COMMAND...]",
        summary: "does commands whenever a stop is met",
        details: "commands 1 print input; continue",
        completes: Completes::Numbers,
        run: commands,
        ..BASE
    },
    Command {
        name: "save-stops",
        aliases: &[],
        usage: "save-stops FILE",
        summary: "writes all stops as commands; `source FILE` brings them back",
        details: "",
        completes: Completes::Files,
        run: save,
        ..BASE
    },
];

fn add(debugger: &mut Debugger, arguments: &str, temporary: bool) -> Result<Answer, String> {
    let stop = stops::parse(&debugger.session, arguments)?;
    let text = if stop.text.is_empty() { debugger.session.position().to_string() } else { stop.text.clone() };
    let name = if temporary { "tbreak" } else { "break" };
    added(debugger, Stop { temporary, text: format!("{name} {text}"), ..stop })
}

fn watch(debugger: &mut Debugger, arguments: &str, access: Access) -> Result<Answer, String> {
    let (what, condition) = stops::split_condition(arguments);
    if what.is_empty() {
        return Err(format!("there is nothing to watch; write {}", area::FORMS));
    }
    let condition = condition.map(|text| stops::checked(&debugger.session, text)).transpose()?;
    let area = area::parse(&debugger.session, what)?;
    let name = match access {
        Access::Read => "rwatch",
        Access::Write => "watch",
        Access::Either => "awatch",
    };
    let text = format!("{name} {}", arguments.trim());
    added(debugger, Stop::new(&text, Event::Touch(area, access), condition))
}

fn added(debugger: &mut Debugger, stop: Stop) -> Result<Answer, String> {
    let text = stop.text.clone();
    let looks_behind = stop.looks_behind();
    let number = debugger.stops.add(stop);
    let count = debugger.stops.places(&debugger.session, number);
    let told = match count {
        _ if looks_behind => format!("stop {number}: {text}"),
        0 => format!("stop {number}: {text}, which nothing in the run meets"),
        _ => format!("stop {number}: {text}, in front of {}", counted(count, "turn")),
    };
    Ok(Answer::new(format!("{told}\n"), json!({ "stop": number, "places": count })))
}

fn list(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    let mut rows = vec![["stop", "what", "met", ""].map(|title| Text::of(Tone::Heading, title)).to_vec()];
    let mut data = Vec::new();
    for stop in debugger.stops.list() {
        let mut notes = Vec::new();
        if !stop.enabled {
            notes.push("disabled".to_owned());
        }
        if stop.ignore > 0 {
            notes.push(format!("passed {} more", counted(stop.ignore as usize, "time")));
        }
        if !stop.commands.is_empty() {
            notes.push(format!("does {}", stop.commands.join("; ")));
        }
        let tone = if stop.enabled { Tone::Stop } else { Tone::Faint };
        let number = Text::of(tone, &stop.number.to_string());
        rows.push(vec![number, stop.text.as_str().into(), stop.hits.to_string().into(), notes.join(", ").into()]);
        data.push(json!({
            "stop": stop.number, "text": stop.text, "hits": stop.hits, "enabled": stop.enabled,
            "temporary": stop.temporary, "ignore": stop.ignore, "commands": stop.commands,
        }));
    }
    let text =
        if data.is_empty() { "there are no stops; `break` and `watch` make some\n".into() } else { columns(&rows) };
    Ok(Answer::new(text, json!(data)))
}

fn numbers(debugger: &Debugger, arguments: &str) -> Result<Vec<usize>, String> {
    let number = |word: &str| {
        let last = debugger.stops.list().last().map(|stop| stop.number);
        let number = if word == "$" { last } else { word.parse().ok() };
        let number = number.filter(|number| debugger.stops.get(*number).is_some());
        number.ok_or_else(|| format!("there is no stop `{}`; `stops` lists them", word.escape_debug()))
    };
    match arguments {
        "" => Ok(debugger.stops.list().iter().map(|stop| stop.number).collect()),
        _ => arguments.split_whitespace().map(number).collect(),
    }
}

fn delete(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let numbers = numbers(debugger, arguments)?;
    let removed = numbers.iter().filter(|number| debugger.stops.remove(**number)).count();
    Ok(Answer::line(format!("{} removed", counted(removed, "stop"))))
}

fn switch(debugger: &mut Debugger, arguments: &str, enabled: bool) -> Result<Answer, String> {
    let numbers = numbers(debugger, arguments)?;
    for number in &numbers {
        if let Some(stop) = debugger.stops.get_mut(*number) {
            stop.enabled = enabled;
        }
    }
    let done = if enabled { "enabled" } else { "disabled" };
    Ok(Answer::line(format!("{} {done}", counted(numbers.len(), "stop"))))
}

/// A stop's number, and the rest.
fn one<'a>(debugger: &Debugger, arguments: &'a str) -> Result<(usize, &'a str), String> {
    let (number, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
    match numbers(debugger, number)?.as_slice() {
        [only] if !number.is_empty() => Ok((*only, rest.trim())),
        _ => Err("give the number of a stop; `stops` lists them".into()),
    }
}

fn ignore(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (number, rest) = one(debugger, arguments)?;
    let count = area::number(rest).ok_or_else(|| format!("`{}` is no count; give a number", rest.escape_debug()))?;
    if let Some(stop) = debugger.stops.get_mut(number) {
        stop.ignore = count;
    }
    Ok(Answer::line(format!("stop {number} is passed {}", counted(count as usize, "time"))))
}

fn condition(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (number, text) = one(debugger, arguments)?;
    let condition = (!text.is_empty()).then(|| stops::checked(&debugger.session, text)).transpose()?;
    if let Some(stop) = debugger.stops.get_mut(number) {
        let plain = stop.text.split(" if ").next().unwrap_or_default().to_owned();
        stop.text = if condition.is_some() { format!("{plain} if {text}") } else { plain };
        stop.condition = condition;
    }
    Ok(Answer::line(format!("stop {number}: {}", debugger.stops.get(number).map_or("", |stop| &stop.text))))
}

fn commands(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (number, list) = one(debugger, arguments)?;
    let list: Vec<String> = list.split(';').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
    for line in &list {
        super::find(line.split([' ', '/']).next().unwrap_or_default())?;
    }
    let told = format!("stop {number} does {}", counted(list.len(), "command"));
    if let Some(stop) = debugger.stops.get_mut(number) {
        stop.commands = list;
    }
    Ok(Answer::line(told))
}

fn save(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let mut text = String::new();
    // Numbers are given anew when the file is read; `$` is the last one.
    for stop in debugger.stops.list() {
        text += &format!("{}\n", stop.text);
        if !stop.commands.is_empty() {
            text += &format!("commands $ {}\n", stop.commands.join("; "));
        }
        if stop.ignore > 0 {
            text += &format!("ignore $ {}\n", stop.ignore);
        }
        if !stop.enabled {
            text += "disable $\n";
        }
    }
    debugger.files.write(arguments, text.as_bytes())?;
    Ok(Answer::line(format!("{} in {arguments}", counted(debugger.stops.list().len(), "stop"))))
}
