//! Changing descriptors and memory, and what comes of it.

use super::{Command, Completes, Group};
use crate::answer::{Answer, columns, counted};
use crate::area::{self, Byte};
use crate::changes::Change;
use crate::debugger::{Debugger, Outcome};
use crate::element;
use crate::fields;
use crate::session::Session;
use crate::stops::Arrival;
use crate::text::{Text, Tone};
use emulator::machine::{Machine, Program};
use isa::command::{Tdma, TdmaCommand, Tiu, TiuCommand, decode};
use isa::container::cvimodel::DataType;
use isa::text::Descriptor;
use serde_json::json;

const BASE: Command = Command::of(Group::Changing, Completes::Values, set);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "set",
        aliases: &[],
        usage: "set FIELD VALUE | set AREA VALUE...",
        summary: "changes a field of the next descriptor, or memory",
        details: "set relu 0                     a field of the next descriptor\nset output.c 8\nset dram:0x4000 1 2 3          bytes of memory\nset lane:2:0x10 255\nset conv1[0,3,1,1] -5          an element of a tensor\nThe change holds from here on. `compare` shows what comes of it.",
        run: set,
        ..BASE
    },
    Command {
        name: "undo",
        aliases: &[],
        usage: "undo [COUNT]",
        summary: "takes back the last change of a field or memory, or so many, and goes to where it was made",
        details: "",
        completes: Completes::Nothing,
        repeats: true,
        run: |debugger, arguments| again(debugger, arguments, "took back", Session::undo),
        ..BASE
    },
    Command {
        name: "redo",
        aliases: &[],
        usage: "redo [COUNT]",
        summary: "makes a change again that was taken back, or so many",
        details: "",
        completes: Completes::Nothing,
        repeats: true,
        run: |debugger, arguments| again(debugger, arguments, "made again", Session::redo),
        ..BASE
    },
    Command {
        name: "edits",
        aliases: &["changes"],
        usage: "edits",
        summary: "lists the changes that were made, and those that `redo` would make again",
        details: "",
        completes: Completes::Nothing,
        run: |debugger, _| Ok(edits(&debugger.session)),
        ..BASE
    },
    Command {
        name: "compare",
        aliases: &[],
        usage: "compare",
        summary: "runs to the end, and compares outcome and cycles with the run before any change",
        details: "",
        completes: Completes::Nothing,
        run: compare,
        ..BASE
    },
];

fn set(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let arguments = arguments.replace('=', " ");
    let mut words = arguments.split_whitespace();
    let what = words.next().ok_or("there is nothing to set; name a field or an area, then the value")?;
    let values: Vec<&str> = words.collect();
    if values.is_empty() {
        return Err(format!("`{}` has no value; write it behind the name", what.escape_debug()));
    }
    if what.starts_with("dram:") || what.starts_with("lane:") || what.ends_with(']') {
        set_memory(debugger, what, &values)
    } else {
        set_field(debugger, what, &values)
    }
}

/// Runs once without changes, so that there is something to compare with.
fn remember_original(debugger: &mut Debugger) -> Result<(), String> {
    if debugger.original.is_some() {
        return Ok(());
    }
    let session = &mut debugger.session;
    let here = session.position();
    session.go(usize::MAX).map_err(|halted| halted.what)?;
    let cycles = session.cycle_of(session.turns().len());
    let outcome = Outcome { hash: session.hash(), cycles, state: session.save() };
    session.go(here).map_err(|halted| halted.what)?;
    debugger.original = Some(outcome);
    Ok(())
}

fn number(text: &str) -> Result<f64, String> {
    let number = area::number(text).map(|number| number as f64).or_else(|| text.parse().ok());
    number.ok_or_else(|| format!("`{}` is no number", text.escape_debug()))
}

/// The bytes of an element that stand for what somebody wrote.
pub(crate) fn bytes_of_value(data_type: DataType, text: &str) -> Result<Vec<u8>, String> {
    let value = number(text)?;
    // Bytes may be written with a sign.
    let signed = data_type == DataType::Uint8 && (-128.0..0.0).contains(&value);
    element::bytes(data_type, if signed { value + 256.0 } else { value })
}

fn set_memory(debugger: &mut Debugger, what: &str, values: &[&str]) -> Result<Answer, String> {
    remember_original(debugger)?;
    let session = &mut debugger.session;
    let (name, _) = area::name_and_index(what)?;
    let data_type = match session.symbols().symbol(&name) {
        Ok(symbol) if what.ends_with(']') => symbol.data_type,
        _ => DataType::Uint8,
    };
    let mut new = Vec::new();
    for value in values {
        new.extend(bytes_of_value(data_type, value)?);
    }
    let start = area::parse(session, what)?;
    let mut places: Vec<Byte> = area::bytes(&start.region).collect();
    if let (true, Some(first)) = (places.len() < new.len() && places.len() == 1, places.first().copied()) {
        places = (0..new.len() as u64).map(|at| first.beyond(at)).collect();
    }
    if places.len() < new.len() {
        return Err(format!("{} bytes do not fit into the {} of {what}", new.len(), places.len()));
    }
    if places.iter().take(new.len()).any(|place| session.byte(*place).is_none()) {
        return Err(format!("{} bytes from {what} leave the memory", new.len()));
    }
    poke(session, &places, &new);
    session.describe_change(&format!("set {what} {}", values.join(" ")));
    Ok(Answer::line(format!("{} of {what} changed from here on", counted(new.len(), "byte"))))
}

/// Changes bytes that exist, in memory as it is now.
pub(crate) fn poke(session: &mut Session, places: &[Byte], bytes: &[u8]) {
    session.edit(|target| {
        places.iter().zip(bytes).for_each(|(place, value)| write(target.machine_mut(), *place, *value));
    });
    let first = places.first().map(|place| format!(" from {place}")).unwrap_or_default();
    session.describe_change(&format!("{}{first}", counted(bytes.len(), "byte")));
}

/// Writes a byte that exists.
fn write(machine: &mut Machine, place: Byte, value: u8) {
    match place {
        Byte::Dram(at) => {
            if let Ok(range) = machine.dram_mut().range_mut(at, 1) {
                range.fill(value);
            }
        }
        Byte::Lane(lane, at) => {
            let size = machine.local().lane_bytes();
            if let Some(byte) = machine.local_mut().bytes_mut().get_mut(lane as usize * size + at as usize) {
                *byte = value;
            }
        }
    }
}

fn set_field(debugger: &mut Debugger, what: &str, values: &[&str]) -> Result<Answer, String> {
    let [value] = values else { return Err(format!("`{}` takes one value", what.escape_debug())) };
    set_field_at(debugger, debugger.session.position(), what, value)
}

/// Changes a field of the descriptor of a turn.
pub(crate) fn set_field_at(debugger: &mut Debugger, at: usize, what: &str, value: &str) -> Result<Answer, String> {
    remember_original(debugger)?;
    let value = area::number(value).ok_or_else(|| format!("`{}` is no number from 0", value.escape_debug()))?;
    let session = &mut debugger.session;
    let turn = session.turns().get(at).ok_or("this is the end of the run: there is no descriptor to change")?;
    let old = session.target().descriptor(turn).ok_or("the next turn is no descriptor; `step` goes on to one")?;
    let chip = session.target().chip();
    let was = fields::get(&old, chip, what);
    let new = fields::set(&old, chip, what, value)?;
    replace(session, at, &new)?;
    session.describe_change(&format!("set {what} {value}"));
    debugger.stops.forget();
    let was = was.map(|was| was.to_string()).unwrap_or_default();
    let line = new.disassemble(chip.chip);
    Ok(Answer::new(
        format!("{what} is {value} instead of {was}\n   {line}\n"),
        json!({ "field": what, "value": value, "was": was }),
    ))
}

/// Puts another descriptor in place of that of a turn.
///
/// # Errors
/// When the program could not run with it.
pub(crate) fn replace(session: &mut Session, at: usize, new: &Descriptor) -> Result<(), String> {
    let turn = session.turns().get(at).ok_or("there is no such turn")?.clone();
    let target = session.target();
    let (chip, program) = (target.chip(), target.segment(turn.routine, turn.segment).ok_or("there is no segment")?);
    let crate::turn::Kind::Descriptor { index, .. } = turn.kind else { return Err("the turn is no descriptor".into()) };
    let (mut tiu, mut tdma): (Vec<TiuCommand>, Vec<TdmaCommand>) = (program.tiu().to_vec(), program.tdma().to_vec());
    let unknown = "the descriptor would be no operation of this chip";
    match new {
        Descriptor::Tiu(words) => {
            let command = decode::<Tiu>(words, chip, index).command().ok_or(unknown)?;
            *tiu.get_mut(index).ok_or("there is no such descriptor")? = command;
        }
        Descriptor::Tdma(words) => {
            let command = decode::<Tdma>(words, chip, index).command().ok_or(unknown)?;
            *tdma.get_mut(index).ok_or("there is no such descriptor")? = command;
        }
    }
    let program = Program::from_commands(chip.chip, tiu, tdma).map_err(|fault| fault.to_string())?;
    session.edit_programs(at, |target| target.set_segment(turn.routine, turn.segment, program));
    Ok(())
}

/// Goes through the changes, so many times.
fn again(
    debugger: &mut Debugger,
    arguments: &str,
    done: &str,
    step: fn(&mut Session) -> Result<Change, String>,
) -> Result<Answer, String> {
    let mut answer = Answer::default();
    for number in 0..super::count(arguments)? {
        match step(&mut debugger.session) {
            Ok(change) => answer.push(format!("{done}: {}, in front of turn {}", change.what, change.position)),
            Err(why) if number == 0 => return Err(why),
            Err(_) => break,
        }
    }
    debugger.watched.clear();
    answer.extend(debugger.arrive(&Arrival::Passed));
    Ok(answer)
}

fn edits(session: &Session) -> Answer {
    let mut rows = vec![["", "change", "in front of turn", ""].map(|title| Text::of(Tone::Heading, title)).to_vec()];
    let mut data = Vec::new();
    let done = session.changes().iter().map(|change| (change, true));
    for (number, (change, holds)) in done.chain(session.undone().map(|change| (change, false))).enumerate() {
        let note = if holds { "" } else { "taken back" };
        let tone = if holds { Tone::Changed } else { Tone::Faint };
        let position = change.position.to_string();
        rows.push(vec![(number + 1).to_string().into(), Text::of(tone, &change.what), position.into(), note.into()]);
        data.push(json!({ "change": change.what, "turn": change.position, "holds": holds }));
    }
    let text =
        if data.is_empty() { "nothing was changed; `set` changes fields and memory\n".into() } else { columns(&rows) };
    Answer::new(text, json!(data))
}

fn compare(debugger: &mut Debugger, _: &str) -> Result<Answer, String> {
    let original = debugger.original.clone().ok_or("nothing was changed yet; `set` changes fields and memory")?;
    let session = &mut debugger.session;
    let here = session.position();
    session.go(usize::MAX).map_err(|halted| halted.what)?;
    let (hash, cycles) = (session.hash(), session.cycle_of(session.turns().len()));
    let mine = outputs(session);
    let now = session.save();
    let its = session.look_at(&original.state, outputs)?;
    session.look_at(&now, |_| ())?;
    session.go(here).map_err(|halted| halted.what)?;
    let changed: Vec<String> = mine
        .iter()
        .zip(&its)
        .filter(|((_, a), (_, b))| a != b)
        .map(|((name, a), (_, b))| {
            let count = a.iter().zip(b).filter(|(a, b)| a != b).count();
            format!("{name}: {count} of {} bytes differ", a.len())
        })
        .collect();
    let mut answer = Answer { different: hash != original.hash, ..Answer::default() };
    answer.push(if hash == original.hash { "memory at the end is the same" } else { "memory at the end differs" });
    changed.iter().for_each(|line| answer.push(line));
    answer.push(format!("{cycles} cycles instead of {}", original.cycles));
    answer.value = json!({ "same": hash == original.hash, "cycles": cycles, "cycles_before": original.cycles, "outputs": changed });
    Ok(answer)
}

/// Name and bytes of every output.
fn outputs(session: &Session) -> Vec<(String, Vec<u8>)> {
    let outputs = session.symbols().all().iter().filter(|symbol| symbol.sort == crate::symbols::Sort::Output);
    let bytes = |symbol: &crate::symbols::Symbol| {
        let region = symbol.region(&[]).ok()?;
        Some((symbol.name.clone(), session.contents(&region)))
    };
    outputs.filter_map(bytes).collect()
}
