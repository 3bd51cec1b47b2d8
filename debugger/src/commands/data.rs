//! Where values come from, and where they go.

use super::{Command, Completes, Group, diff};
use crate::answer::{Answer, counted};
use crate::area::{self, Byte};
use crate::dataflow::{self, Element, Origin, Source};
use crate::debugger::Debugger;
use crate::element;
use crate::session::Session;
use crate::views::{descriptor, tensor};
use isa::container::npz::{self, Array, Compression};
use serde_json::{Value, json};
use std::ops::Range;

const BASE: Command = Command::of(Group::Finding, Completes::Areas, writer);

/// How many computations `why` looks back through unless told otherwise.
const DEPTH: usize = 2;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "writer",
        aliases: &[],
        usage: "writer AREA",
        summary: "names the last descriptor that wrote part of memory",
        details: "writer conv1[0,3,1,1]\nwriter dram:0x4000",
        run: writer,
        ..BASE
    },
    Command {
        name: "why",
        aliases: &[],
        usage: "why AREA [DEPTH]",
        summary: "follows a value back through copies and computations to weights and inputs",
        details: "why conv2[0,3,1,1]     through two computations\nwhy conv2[0,3,1,1] 5   through five",
        run: why,
        ..BASE
    },
    Command {
        name: "diff",
        aliases: &[],
        usage: "diff FILE.npz",
        summary: "compares every tensor with a reference, each when it is complete, and names the first that differs",
        details: "diff golden.npz\nTells the tensor, element and descriptor, and whether the fault is its own or inherited.",
        completes: Completes::Files,
        run: diff::diff,
        ..BASE
    },
    Command {
        name: "reference",
        aliases: &[],
        usage: "reference FILE.npz",
        summary: "writes every tensor as it is when it is complete, for `diff` and `bisect` of another run",
        details: "",
        completes: Completes::Files,
        run: diff::reference,
        ..BASE
    },
    Command {
        name: "bisect",
        aliases: &[],
        usage: "bisect FILE.npz|--good FILE [-o PROGRAM]",
        summary: "searches for the descriptor and field to blame, against right tensors or a good run",
        details: "bisect golden.npz -o guilty.scenario   and writes the descriptor as a program of its own\nTries other values in the fields of every descriptor that the first wrong tensor depends on, plausible ones first, until it comes out right; lists all that explain it, or those that could be to blame.\nbisect --good before.cvimodel -o guilty.scenario   against a good run of the same program, descriptor by descriptor",
        completes: Completes::Files,
        run: super::bisect::bisect,
        ..BASE
    },
    Command {
        name: "export",
        aliases: &[],
        usage: "export FILE.npz|FILE.npy WHAT...",
        summary: "writes tensors or operands as arrays",
        details: "export x.npy conv1\nexport all.npz input output conv1[0,3]",
        completes: Completes::Operands,
        run: export,
        ..BASE
    },
];

/// The first byte of an area, which stands for its value.
pub(super) fn first_byte(session: &Session, text: &str) -> Result<(area::Area, Byte), String> {
    let area = area::parse(session, text)?;
    let byte = area::bytes(&area.region).next().ok_or("the area has no bytes")?;
    Ok((area, byte))
}

fn writer(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let session = &debugger.session;
    let area = area::parse(session, arguments)?;
    match dataflow::writer(session, &area.region, session.position()) {
        Some(turn) => {
            let info = &session.turns()[turn];
            let text = format!(
                "turn {turn}, {} of layer {}, cycles {} to {}\n   {}\n",
                info.label(),
                session.symbols().layer_of(info),
                info.span.start,
                info.span.end,
                descriptor::line(session, turn)
            );
            Ok(Answer::new(text, descriptor::json(session, turn)))
        }
        None => Ok(Answer::line(format!("no turn in front of turn {} wrote {}", session.position(), area.text))),
    }
}

fn why(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let session = &mut debugger.session;
    let (text, depth) = match arguments.rsplit_once(' ').and_then(|(text, depth)| Some((text, depth.parse().ok()?))) {
        Some((text, depth)) => (text, depth),
        None => (arguments, DEPTH),
    };
    let (_, byte) = first_byte(session, text)?;
    let here = session.position();
    let chain = dataflow::why(session, byte, here, depth);
    session.go(here).map_err(|halted| halted.what)?;
    let chain = chain?;
    let text: String = chain.iter().map(|origin| origin_line(session, origin)).collect();
    let data: Vec<Value> = chain.iter().map(|origin| origin_json(session, origin)).collect();
    Ok(Answer::new(text, json!(data)))
}

fn origin_line(session: &Session, origin: &Origin) -> String {
    let indent = "  ".repeat(origin.depth);
    let name = name_of(session, origin.byte);
    let source = match &origin.source {
        Source::Moved(turn, from) => format!("moved from {} by {}", name_of(session, *from), turn_text(session, *turn)),
        Source::Computed(turn) => format!("computed by {}", turn_text(session, *turn)),
        Source::Given(sort, name) => format!("{} {name}, there before the run", sort.name()),
        Source::Nothing => "nothing wrote it before".into(),
    };
    let index = |element: &Element| format!("[{}]", element.index.map(|index| index.to_string()).join(","));
    let index = origin.element.as_ref().map(index).unwrap_or_default();
    let rest = origin.element.as_ref().map(element_text).unwrap_or_default();
    format!("{indent}{}{index} {name}{rest}: {source}\n", origin.role)
}

/// What the element holds, and among which others it counts.
fn element_text(element: &Element) -> String {
    let value = element.value.map(|value| format!(" = {}", element::text(value))).unwrap_or_default();
    if element.window.iter().all(|range| range.len() == 1) {
        return value;
    }
    let range = |range: &Range<u32>| match range.len() {
        1 => range.start.to_string(),
        _ => format!("{}..{}", range.start, range.end),
    };
    format!("{value} of [{}]", element.window.each_ref().map(range).join(","))
}

fn turn_text(session: &Session, turn: usize) -> String {
    let info = &session.turns()[turn];
    format!("turn {turn} ({} {}, layer {})", info.label(), info.operation, session.symbols().layer_of(info))
}

/// A byte by its address, and by the element of the only tensor that is ever there.
fn name_of(session: &Session, byte: Byte) -> String {
    let Byte::Dram(at) = byte else { return byte.to_string() };
    let mut symbols = session.symbols().at(at);
    match (symbols.next(), symbols.next()) {
        (Some(only), None) => match only.element_at(at) {
            Some(index) => {
                let index: Vec<String> = index.iter().map(ToString::to_string).collect();
                format!("{}[{}]", only.name, index.join(","))
            }
            None => byte.to_string(),
        },
        _ => byte.to_string(),
    }
}

fn origin_json(session: &Session, origin: &Origin) -> Value {
    let (kind, turn, name) = match &origin.source {
        Source::Moved(turn, _) => ("moved", Some(*turn), None),
        Source::Computed(turn) => ("computed", Some(*turn), None),
        Source::Given(sort, name) => (sort.name(), None, Some(name.clone())),
        Source::Nothing => ("nothing", None, None),
    };
    json!({
        "role": origin.role, "element": origin.element, "depth": origin.depth, "byte": origin.byte.to_string(),
        "kind": kind, "name": name,
        "turn": turn.map(|turn| descriptor::json(session, turn)),
    })
}

fn export(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let mut words = arguments.split_whitespace();
    let path = words.next().ok_or("give a file and what goes into it")?;
    let names: Vec<&str> = words.collect();
    let arrays: Vec<(String, Array)> =
        names.iter().map(|name| Ok((name.to_string(), array(debugger, name)?))).collect::<Result<_, String>>()?;
    let bytes = match (path.ends_with(".npy"), arrays.as_slice()) {
        (_, []) => return Err("there is nothing to export; name tensors or operands".into()),
        (true, [(_, only)]) => npz::write_npy(only),
        (true, _) => return Err("a .npy file holds one array; name one, or write a .npz file".into()),
        (false, all) => npz::write(all, Compression::Deflated).map_err(|error| error.to_string())?,
    };
    debugger.files.write(path, &bytes)?;
    Ok(Answer::line(format!("{} in {path}", counted(arrays.len(), "array"))))
}

fn array(debugger: &Debugger, name: &str) -> Result<Array, String> {
    let session = &debugger.session;
    let numbers =
        tensor::of_operand(session, session.position(), name).or_else(|_| tensor::of_symbol(session, name))?;
    numbers.array()
}
