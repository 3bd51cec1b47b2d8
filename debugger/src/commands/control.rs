//! Moving through the run.

use super::{Command, Completes, Group, count};
use crate::answer::Answer;
use crate::debugger::Debugger;
use crate::place;
use crate::stops::{Arrival, Event, Stop};
use crate::turn::Turn;
use isa::diagnostic::Engine;

const BASE: Command = Command { repeats: true, ..Command::of(Group::Running, Completes::Nothing, step) };

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "step",
        aliases: &["s", "si", "stepi"],
        usage: "step [COUNT] [tiu|tdma|cpu]",
        summary: "executes the next descriptor, or so many, of either engine or of one",
        details: "step          one descriptor, whichever engine is next\nstep 10       ten of them\nstep tiu      until one more of the TIU has ended",
        completes: Completes::Words(&["tiu", "tdma"]),
        run: step,
        ..BASE
    },
    Command {
        name: "next",
        aliases: &["n"],
        usage: "next [COUNT]",
        summary: "goes on to where another layer begins",
        details: "next          to the first descriptor of another layer",
        run: next,
        ..BASE
    },
    Command {
        name: "continue",
        aliases: &["c", "cont"],
        usage: "continue",
        summary: "goes on to the next stop, or to the end",
        details: "Ctrl-C stops it.",
        run: |debugger, _| Ok(debugger.run_to(usize::MAX)),
        ..BASE
    },
    Command {
        name: "run",
        aliases: &["r"],
        usage: "run",
        summary: "goes back to the start and on to the first stop",
        details: "",
        repeats: false,
        run,
        ..BASE
    },
    Command {
        name: "until",
        aliases: &["u", "advance"],
        usage: "until PLACE | CONDITION",
        summary: "goes on to a place, or to where a condition holds",
        details: "until layer conv2\nuntil cycle 9000\nuntil op == matmul && output.c > 16\nuntil dram[0x4000] != 0",
        completes: Completes::Places,
        run: until,
        ..BASE
    },
    Command {
        name: "wait",
        aliases: &[],
        usage: "wait [COUNT]",
        summary: "goes on to the next descriptor that waits for the other engine",
        details: "",
        run: |debugger, arguments| forwards(debugger, arguments, |turn| turn.wait.0 > 0),
        ..BASE
    },
    Command {
        name: "finish",
        aliases: &["fin"],
        usage: "finish [tiu|tdma]",
        summary: "goes on until the queue of an engine is empty, or those of both",
        details: "finish        to the end of the command buffer\nfinish tdma   until the last transfer of it has ended",
        completes: Completes::Words(&["tiu", "tdma"]),
        run: finish,
        ..BASE
    },
    Command {
        name: "cycles",
        aliases: &[],
        usage: "cycles COUNT",
        summary: "goes on for so many cycles, to the next descriptor that starts then",
        details: "cycles 1000",
        run: cycles,
        ..BASE
    },
    Command {
        name: "reverse-step",
        aliases: &["rs", "rsi", "reverse-stepi"],
        usage: "reverse-step [COUNT] [tiu|tdma|cpu]",
        summary: "takes back the last descriptor, or so many",
        details: "",
        completes: Completes::Words(&["tiu", "tdma"]),
        run: reverse_step,
        ..BASE
    },
    Command {
        name: "reverse-next",
        aliases: &["rn"],
        usage: "reverse-next [COUNT]",
        summary: "goes back to where the layer before begins",
        details: "",
        run: reverse_next,
        ..BASE
    },
    Command {
        name: "reverse-continue",
        aliases: &["rc"],
        usage: "reverse-continue",
        summary: "goes back to the stop before, or to the start",
        details: "watch conv2[0,3,1,1]\nrc            back to the descriptor that writes it",
        run: |debugger, _| Ok(debugger.run_back()),
        ..BASE
    },
    Command {
        name: "goto",
        aliases: &["g"],
        usage: "goto PLACE",
        summary: "goes to a place, forwards or backwards, without stopping on the way",
        details: "goto 120      the turn of this number\ngoto -3       three turns back\ngoto tiu 7    a descriptor by engine\ngoto tdma id 9\ngoto layer conv1\ngoto cycle 5000\ngoto end\ngoto here     a bookmark",
        completes: Completes::Places,
        repeats: false,
        run: goto,
        ..BASE
    },
    Command {
        name: "bookmark",
        aliases: &["bm"],
        usage: "bookmark [NAME [PLACE]]",
        summary: "gives a place a name, or lists the names",
        details: "bookmark here\nbookmark head layer conv1",
        completes: Completes::Places,
        repeats: false,
        run: bookmark,
        ..BASE
    },
];

fn count_and_engine(arguments: &str) -> Result<(usize, Option<Engine>), String> {
    let mut words: Vec<&str> = arguments.split_whitespace().collect();
    let engine = words.iter().position(|word| place::engine(word).is_some());
    let engine = engine.and_then(|at| place::engine(words.remove(at)));
    Ok((count(&words.join(" "))?, engine))
}

fn step(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (count, engine) = count_and_engine(arguments)?;
    let here = debugger.session.position();
    let end = match engine {
        None => here.saturating_add(count),
        Some(engine) => {
            let ahead = debugger.session.turns().iter().enumerate().skip(here);
            let mut ended = ahead.filter(|(_, turn)| turn.engine == engine).map(|(at, _)| at + 1);
            ended.nth(count.saturating_sub(1)).unwrap_or(usize::MAX)
        }
    };
    Ok(debugger.run_to(end))
}

/// Goes on to the turn behind this one that is as wanted, `count` times.
fn forwards(debugger: &mut Debugger, arguments: &str, wanted: impl Fn(&Turn) -> bool) -> Result<Answer, String> {
    let count = count(arguments)?;
    let turns = debugger.session.turns().iter().enumerate().skip(debugger.session.position() + 1);
    let end = turns.filter(|(_, turn)| wanted(turn)).map(|(at, _)| at).nth(count.saturating_sub(1));
    Ok(debugger.run_to(end.unwrap_or(usize::MAX)))
}

fn next(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let mut end = debugger.session.position();
    for _ in 0..count(arguments)? {
        end = behind_layer(debugger.session.turns(), end);
    }
    Ok(debugger.run_to(end))
}

fn behind_layer(turns: &[Turn], from: usize) -> usize {
    let layer = turns.get(from).map(|turn| turn.layer);
    let behind = turns.iter().skip(from).position(|turn| Some(turn.layer) != layer);
    behind.map_or(turns.len(), |distance| from + distance)
}

fn run(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    debugger.watched.clear();
    let session = &mut debugger.session;
    session.go(0).map_err(|halted| halted.what)?;
    let arrival = debugger.stops.from_start(session);
    Ok(debugger.arrive(&arrival))
}

fn until(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    if let Some(position) = named_place(debugger, arguments) {
        if position < debugger.session.position() {
            return Err(format!("`{arguments}` lies behind, at turn {position}; `goto` goes back"));
        }
        return Ok(debugger.run_to(position));
    }
    let condition = crate::stops::checked(&debugger.session, arguments).map_err(|why| {
        match place::parse(&debugger.session, arguments) {
            Err(place) if !arguments.contains(['=', '<', '>', '!', '&']) => place,
            _ => why,
        }
    })?;
    let stop = Stop::new(&format!("until {arguments}"), Event::Any, Some(condition));
    let number = debugger.stops.add(Stop { temporary: true, ..stop });
    let answer = debugger.run_to(usize::MAX);
    debugger.stops.remove(number);
    Ok(answer)
}

fn named_place(debugger: &Debugger, text: &str) -> Option<usize> {
    let bookmark = debugger.bookmarks.get(text.trim()).copied();
    bookmark.or_else(|| place::parse(&debugger.session, text).ok())
}

fn finish(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let engine = match arguments {
        "" => None,
        name => Some(place::engine(name).ok_or_else(|| format!("there is no engine `{name}` (allowed: tiu, tdma)"))?),
    };
    let here = debugger.session.position();
    let turns = debugger.session.turns();
    let Some(now) = turns.get(here) else { return Ok(debugger.run_to(here)) };
    let queue = turns.iter().enumerate().skip(here).take_while(|(_, turn)| turn.is_beside(now));
    let last = queue.filter(|(_, turn)| engine.is_none_or(|engine| turn.engine == engine)).last();
    let end = last.map_or(here, |(at, _)| at + 1);
    Ok(debugger.run_to(end))
}

fn cycles(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let cycle = debugger.session.cycle().saturating_add(count(arguments)? as u64);
    let end = debugger.session.course().position_at(cycle);
    Ok(debugger.run_to(end))
}

fn reverse_step(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (count, engine) = count_and_engine(arguments)?;
    let here = debugger.session.position();
    if here == 0 {
        return Err("this is the start of the run".into());
    }
    let turns = &debugger.session.turns()[..here];
    let mut before = turns.iter().enumerate().rev();
    let end = match engine {
        None => here.saturating_sub(count),
        Some(engine) => {
            let found = before.by_ref().filter(|(_, turn)| turn.engine == engine).nth(count.saturating_sub(1));
            found.map_or(0, |(at, _)| at)
        }
    };
    debugger.watched.clear();
    Ok(debugger.go(end))
}

fn reverse_next(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let mut at = debugger.session.position();
    if at == 0 {
        return Err("this is the start of the run".into());
    }
    let turns = debugger.session.turns();
    for _ in 0..count(arguments)? {
        let Some(before) = at.checked_sub(1) else { break };
        let layer = turns[before].layer;
        at = turns[..before].iter().rposition(|turn| turn.layer != layer).map_or(0, |other| other + 1);
    }
    debugger.watched.clear();
    Ok(debugger.go(at))
}

fn goto(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let position = match debugger.bookmarks.get(arguments) {
        Some(position) => *position,
        None => place::parse(&debugger.session, arguments)?,
    };
    debugger.watched.clear();
    let arrival = debugger.session.go(position).map_or_else(Arrival::Halted, |()| Arrival::Passed);
    Ok(debugger.arrive(&arrival))
}

fn bookmark(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (name, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
    if name.is_empty() {
        let lines = debugger.bookmarks.iter().map(|(name, at)| format!("{name} is turn {at}\n"));
        let text: String = lines.collect();
        let value = serde_json::json!(debugger.bookmarks);
        return Ok(Answer::new(if text.is_empty() { "there are no bookmarks\n".into() } else { text }, value));
    }
    let position = place::parse(&debugger.session, rest)?;
    debugger.bookmarks.insert(name.to_owned(), position);
    Ok(Answer::line(format!("{name} is turn {position}")))
}
