//! Looking.

use super::{Command, Completes, Group};
use crate::answer::Answer;
use crate::area;
use crate::debugger::Debugger;
use crate::expression::Value;
use crate::names::TurnNames;
use crate::place;
use crate::session::Session;
use crate::stops;
use crate::text::{Text, Tone};
use crate::views::pmu::Counters;
use crate::views::{context, descriptor, engines, lanes, layers, memory, tensor, timeline};
use isa::diagnostic::Engine;
use serde_json::json;

const BASE: Command = Command::of(Group::Looking, Completes::Nothing, show_context);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "context",
        aliases: &["ctx", "where"],
        usage: "context [SECTION...]",
        summary: "shows where the run is; SECTIONs choose what every stop shows",
        details: "context                      once more\ncontext around engines       from now on only these two\ncontext all                  from now on all: around, changed, operands, engines, timeline, pmu\ncontext none",
        completes: Completes::Words(&["around", "changed", "operands", "engines", "timeline", "pmu", "all", "none"]),
        run: show_context,
        ..BASE
    },
    Command {
        name: "list",
        aliases: &["l", "disassemble"],
        usage: "list [PLACE] [COUNT]",
        summary: "shows the descriptors around a place",
        details: "list\nlist layer conv1\nlist 100 20",
        completes: Completes::Places,
        run: list,
        ..BASE
    },
    Command {
        name: "descriptor",
        aliases: &["desc", "fields"],
        usage: "descriptor [PLACE] [all]",
        summary: "shows the fields of a descriptor; `*` marks what differs from the one before on its engine",
        details: "descriptor           the next one\ndescriptor tiu 7 all every field, also those at their defaults",
        completes: Completes::Places,
        run: show_descriptor,
        ..BASE
    },
    Command {
        name: "print",
        aliases: &["p", "inspect"],
        usage: "print OPERAND[SLICE] | TENSOR[SLICE] | EXPRESSION",
        summary: "shows numbers: of an operand of the next descriptor, of a tensor or weight, or of an expression",
        details: "print input            an operand of the next descriptor\nprint conv1[0,3,:,2..5]\nprint output.c * output.h\nprint dram[0x4000]",
        completes: Completes::Values,
        run: print,
        ..BASE
    },
    Command {
        name: "x",
        aliases: &["memory"],
        usage: "x AREA",
        summary: "shows bytes of memory",
        details: "x dram:0x4000+64\nx lane:0-1:0x100+32\nx conv1[0,0]",
        completes: Completes::Areas,
        run: examine,
        ..BASE
    },
    Command {
        name: "lanes",
        aliases: &[],
        usage: "lanes",
        summary: "shows which parts of which lanes and banks hold data, and what the next descriptor touches",
        details: "",
        run: |debugger, _| Ok(lanes::map(&debugger.session, debugger.session.position()).into()),
        ..BASE
    },
    Command {
        name: "queues",
        aliases: &["q?", "engines"],
        usage: "queues",
        summary: "shows what both engines do in this cycle, what they wait for, and how much is left",
        details: "",
        run: queues,
        ..BASE
    },
    Command {
        name: "layers",
        aliases: &[],
        usage: "layers [PART OF A NAME]",
        summary: "lists the layers with their turns and cycles",
        details: "",
        completes: Completes::Layers,
        run: |debugger, arguments| Ok(layers::layers(&debugger.session, arguments)),
        ..BASE
    },
    Command {
        name: "tensors",
        aliases: &["symbols"],
        usage: "tensors [PART OF A NAME]",
        summary: "lists inputs, outputs, tensors in between and weights with their places",
        details: "",
        completes: Completes::Areas,
        run: |debugger, arguments| Ok(layers::tensors(&debugger.session, arguments)),
        ..BASE
    },
    Command {
        name: "timeline",
        aliases: &["tl"],
        usage: "timeline",
        summary: "shows both engines around this cycle as bars",
        details: "",
        run: |debugger, _| Ok(timeline::text(&debugger.session).into()),
        ..BASE
    },
    Command {
        name: "pmu",
        aliases: &["counters"],
        usage: "pmu",
        summary: "shows what the performance monitor would have counted so far: cycles, descriptors, traffic of DRAM",
        details: "Cycles count from the first descriptor. Traffic is that of descriptors that have ended.\n`context pmu` shows it at every stop.",
        run: pmu,
        ..BASE
    },
    Command {
        name: "info",
        aliases: &["i"],
        usage: "info [stops|layers|tensors|registers|engines|edits|history|line]",
        summary: "the spellings of gdb for other commands, and the state of the session",
        details: "",
        completes: Completes::Words(&[
            "stops",
            "layers",
            "tensors",
            "registers",
            "engines",
            "edits",
            "history",
            "line",
        ]),
        run: info,
        ..BASE
    },
    Command {
        name: "hash",
        aliases: &[],
        usage: "hash",
        summary: "shows a number that equal states share",
        details: "",
        run: hash,
        ..BASE
    },
];

fn show_context(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    match words.as_slice() {
        [] => {}
        ["all"] => debugger.sections = context::SECTIONS.map(String::from).into(),
        ["none"] => debugger.sections.clear(),
        sections => {
            if let Some(unknown) = sections.iter().find(|one| !context::SECTIONS.contains(one)) {
                let unknown = unknown.escape_debug();
                return Err(format!(
                    "there is no section `{unknown}` (allowed: {}, all, none)",
                    context::SECTIONS.join(", ")
                ));
            }
            debugger.sections = sections.iter().map(|one| (*one).to_owned()).collect();
        }
    }
    Ok(Answer::new(debugger.context(), context::json(&debugger.session, &debugger.sections)))
}

/// The place that the words name, and what is left of them.
fn place_and_rest<'a>(debugger: &Debugger, arguments: &'a str) -> Result<(usize, &'a str), String> {
    let mut cut = arguments.len();
    loop {
        let front = arguments[..cut].trim();
        match debugger.bookmarks.get(front).copied().map_or_else(|| place::parse(&debugger.session, front), Ok) {
            Ok(position) => return Ok((position, arguments[cut..].trim())),
            Err(why) => match front.rfind(' ') {
                Some(at) => cut = at,
                None if arguments.trim() == front => return Err(why),
                None => return place::parse(&debugger.session, arguments).map(|at| (at, "")),
            },
        }
    }
}

fn list(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (position, rest) = place_and_rest(debugger, arguments)?;
    let count = if rest.is_empty() { 10 } else { super::count(rest)? };
    let from = position.saturating_sub(count / 2);
    let to = (from + count).min(debugger.session.turns().len());
    let stops = debugger.stops.positions(&debugger.session);
    let session = &debugger.session;
    let mut text = Text::new();
    let mut layer = usize::MAX;
    for at in from..to {
        let turn = &session.turns()[at];
        if turn.layer != layer {
            layer = turn.layer;
            text.add(Tone::Layer, session.symbols().layer_of(turn));
            text += ":\n";
        }
        text.append(&context::place(session, at, &stops, &format!(" {:>8}", turn.span.start)));
        text.append(&descriptor::toned(session, at, &descriptor::line(session, at)));
        text += "\n";
    }
    let data: Vec<_> = (from..to).map(|at| descriptor::json(session, at)).collect();
    Ok(Answer::new(text, json!(data)))
}

fn show_descriptor(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (front, all) = match arguments.strip_suffix("all") {
        Some(front) => (front, true),
        None => (arguments, false),
    };
    let (position, _) = place_and_rest(debugger, front.trim())?;
    let text = descriptor::text(&debugger.session, position, all);
    Ok(Answer::new(text, descriptor::json(&debugger.session, position)))
}

fn print(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let session = &debugger.session;
    if arguments.is_empty() {
        return Err("there is nothing to print; name an operand, a tensor or an expression".into());
    }
    value_at(session, session.position(), arguments)
}

/// What an operand of a turn, a tensor or an expression about the turn stands for.
pub(crate) fn value_at(session: &Session, turn: usize, arguments: &str) -> Result<Answer, String> {
    let unnamed = match tensor::named(session, turn, arguments) {
        Ok(numbers) => return Ok(Answer::new(numbers.text(), numbers.json())),
        Err(why) if tensor::is_operand(session, turn, arguments) => return Err(why),
        Err(why) => why,
    };
    let expression = match stops::checked(session, arguments) {
        Ok(expression) => expression,
        Err(_) if symbol_like(arguments) => return Err(unnamed),
        Err(why) => return Err(why),
    };
    match expression.value(&TurnNames::new(session, turn)) {
        Some(value) => {
            let data = match &value {
                Value::Number(number) => json!(number),
                Value::Text(text) => json!(text),
            };
            Ok(Answer::new(format!("{arguments} = {value}\n"), data))
        }
        None => Err(format!("`{arguments}` means nothing for this descriptor; `descriptor` lists its fields")),
    }
}

fn symbol_like(text: &str) -> bool {
    text.ends_with(']') && !text.starts_with("dram[") && !text.starts_with("lane[")
}

fn examine(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    // gdb's `x/16xb ADDRESS` asks for bytes of DRAM.
    let text = match arguments.strip_prefix('/').and_then(|rest| rest.split_once(' ')) {
        Some((format, address)) => {
            let digits: String = format.chars().take_while(char::is_ascii_digit).collect();
            let count = if digits.is_empty() { "16" } else { &digits };
            if area::number(address.trim()).is_some() {
                format!("dram:{}+{count}", address.trim())
            } else if address.contains('+') || !address.contains(':') {
                address.trim().to_owned()
            } else {
                format!("{}+{count}", address.trim())
            }
        }
        None if area::number(arguments).is_some() => format!("dram:{arguments}+64"),
        None => arguments.to_owned(),
    };
    let area = area::parse(&debugger.session, &text)?;
    let bytes: Vec<u8> = debugger.session.contents(&area.region);
    let digits: String = bytes.iter().take(4096).map(|byte| format!("{byte:02x}")).collect();
    Ok(Answer::new(memory::hexdump(&debugger.session, &area), json!({ "area": area.text, "hex": digits })))
}

fn queues(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    let session = &debugger.session;
    let mut text = engines::text(session);
    for engine in [Engine::Tiu, Engine::Tdma] {
        let (ended, total) = engines::queue(session, engine);
        text += &format!("{engine}: {ended} of {total} descriptors of this command buffer have ended\n");
    }
    let value = json!({
        "cycle": session.cycle(),
        "tiu": engines::activity(session, Engine::Tiu),
        "tdma": engines::activity(session, Engine::Tdma),
    });
    Ok(Answer::new(text, value))
}

fn pmu(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    let counters = Counters::of(&debugger.session);
    Ok(Answer::new(counters.text(), json!(counters)))
}

fn info(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    match arguments {
        "b" | "break" | "breakpoints" | "stops" | "watchpoints" => debugger.execute("stops"),
        "layers" | "functions" => debugger.execute("layers"),
        "tensors" | "variables" => debugger.execute("tensors"),
        "registers" | "reg" => debugger.execute("descriptor all"),
        "engines" | "threads" | "queues" => debugger.execute("queues"),
        "line" | "source" => debugger.execute("list"),
        "edits" | "changes" => debugger.execute("edits"),
        "" | "history" => Ok(state(debugger)),
        other => Err(format!(
            "there is no `info {}` (allowed: stops, layers, tensors, registers, engines, edits, history, line)",
            other.escape_debug()
        )),
    }
}

fn state(debugger: &Debugger) -> Answer {
    let session = &debugger.session;
    let (states, bytes) = (session.history().len(), session.history().bytes());
    let board = session.board();
    let text = format!(
        "{}{} turns on a {}, cycles as on the board {} at {} MHz\nstates of the past: {states} in {} KiB, {} changes made\n",
        context::head(session),
        session.turns().len(),
        session.target().chip().name,
        board.name,
        board.tpu_clock_mhz,
        bytes / 1024,
        session.changes().len()
    );
    Answer::new(
        text,
        json!({ "states": states, "bytes": bytes, "edits": session.changes().len(), "board": board.name }),
    )
}

fn hash(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    let hash = format!("{:032x}", debugger.session.hash());
    Ok(Answer::new(format!("{hash}\n"), json!(hash)))
}
