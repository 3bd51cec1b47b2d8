//! Scripts, and states in files.

use super::{Command, Completes, Group};
use crate::answer::Answer;
use crate::debugger::Debugger;
use crate::session::Session;
use emulator::machine::Machine;

/// What a file with a state starts with.
pub const SNAPSHOT_MAGIC: [u8; 8] = *b"TPUSNAP1";
/// Bytes of a page of DRAM in the file.
const PAGE: usize = 4096;

const BASE: Command = Command::of(Group::Other, Completes::Files, source);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "source",
        aliases: &["so"],
        usage: "source FILE",
        summary: "executes the commands in a file",
        details: "",
        run: source,
        ..BASE
    },
    Command {
        name: "snapshot",
        aliases: &["snap"],
        usage: "snapshot save|load FILE",
        summary: "writes the state of now to a file, or goes on from one",
        details: "snapshot save before.snap\nsnapshot load before.snap   in this process or another, for the same program",
        completes: Completes::Words(&["save", "load"]),
        run: snapshot,
        ..BASE
    },
];

fn source(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let bytes = debugger.files.read(arguments)?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{arguments} is no text"))?;
    debugger.script(&text).map_err(|why| format!("{arguments}: {why}"))
}

fn snapshot(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let (what, path) = arguments.split_once(' ').unwrap_or((arguments, ""));
    match (what, path.trim()) {
        (_, "") => Err("give `save` or `load` and a file".into()),
        ("save", path) => {
            let bytes = write(&debugger.session);
            debugger.files.write(path, &bytes)?;
            Ok(Answer::line(format!("the state in front of turn {} is in {path}", debugger.session.position())))
        }
        ("load", path) => {
            let bytes = debugger.files.read(path)?;
            let state = read(&bytes, &debugger.session).map_err(|why| format!("{path}: {why}"))?;
            state.put(&mut debugger.session)?;
            debugger.session.describe_change(&format!("snapshot load {path}"));
            debugger.watched.clear();
            Ok(debugger.go(debugger.session.position()))
        }
        (other, _) => Err(format!("there is no `snapshot {}` (allowed: save, load)", other.escape_debug())),
    }
}

/// A number that programs share only if they are the same.
fn program_number(session: &Session) -> u64 {
    let target = session.target();
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |byte: u8| number = (number ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    target.chip().name.bytes().for_each(&mut mix);
    for descriptor in session.turns().iter().filter_map(|turn| target.descriptor(turn)) {
        descriptor.words().iter().flat_map(|word| word.to_le_bytes()).for_each(&mut mix);
    }
    number
}

/// The state of now as a file: header, base registers, local memory, pages of DRAM, memory of the host, its own hash.
fn write(session: &Session) -> Vec<u8> {
    let machine = session.target().machine();
    let mut out = SNAPSHOT_MAGIC.to_vec();
    let numbers = [program_number(session), session.position() as u64, machine.dram().size()];
    numbers.iter().chain(machine.base()).for_each(|number| out.extend(number.to_le_bytes()));
    out.extend(machine.local().bytes());
    let pages: Vec<_> = machine
        .dram()
        .touched()
        .filter(|page| machine.dram().bytes()[page.clone()].iter().any(|byte| *byte != 0))
        .collect();
    out.extend((pages.len() as u64).to_le_bytes());
    for page in pages {
        out.extend((page.start as u64).to_le_bytes());
        let start = out.len();
        out.extend(&machine.dram().bytes()[page]);
        out.resize(start + PAGE, 0);
    }
    for tensor in session.target().model().iter().flat_map(|network| network.host()) {
        out.extend(tensor);
    }
    out.extend(checksum(&out).to_le_bytes());
    out
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0x9e37_79b9_7f4a_7c15, |sum: u64, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(7)
    })
}

/// A state from a file, checked but not yet put in place.
struct State<'b> {
    position: usize,
    base: [u64; 8],
    local: &'b [u8],
    pages: Vec<(u64, &'b [u8])>,
    host: Vec<Vec<u8>>,
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], String> {
        let (front, rest) = self.0.split_at_checked(count).ok_or("the snapshot is cut short; save it again")?;
        self.0 = rest;
        Ok(front)
    }

    fn number(&mut self) -> Result<u64, String> {
        Ok(u64::from_le_bytes(self.take(8)?.try_into().unwrap_or_default()))
    }
}

fn read<'b>(bytes: &'b [u8], session: &Session) -> Result<State<'b>, String> {
    let damaged = || "the snapshot is damaged; save it again".to_owned();
    let (content, sum) = bytes.split_last_chunk::<8>().ok_or_else(damaged)?;
    let rest = content.strip_prefix(&SNAPSHOT_MAGIC).ok_or("it is no snapshot of this version of tpuscope")?;
    if checksum(content) != u64::from_le_bytes(*sum) {
        return Err(damaged());
    }
    let mut reader = Reader(rest);
    let machine = session.target().machine();
    let [program, position, dram] = [reader.number()?, reader.number()?, reader.number()?];
    if program != program_number(session) || dram != machine.dram().size() {
        return Err("the snapshot is of another program, input shape or chip; load it where it was saved".into());
    }
    let mut base = [0; 8];
    for register in &mut base {
        *register = reader.number()?;
    }
    let local = reader.take(machine.local().bytes().len())?;
    let mut pages = Vec::new();
    for _ in 0..reader.number()? {
        let start = reader.number()?;
        let page = reader.take(PAGE)?;
        let length = machine.dram().size().checked_sub(start).ok_or_else(damaged)?.min(PAGE as u64);
        pages.push((start, &page[..length as usize]));
    }
    let mut host = Vec::new();
    for tensor in session.target().model().iter().flat_map(|network| network.host()) {
        host.push(reader.take(tensor.len())?.to_vec());
    }
    let position = usize::try_from(position).ok().filter(|at| *at <= session.turns().len()).ok_or_else(damaged)?;
    if reader.0.is_empty() { Ok(State { position, base, local, pages, host }) } else { Err(damaged()) }
}

impl State<'_> {
    fn put(self, session: &mut Session) -> Result<(), String> {
        session.go(self.position).map_err(|halted| halted.what)?;
        session.edit(|target| {
            fill(target.machine_mut(), &self)?;
            if let Some(network) = target.model_mut() {
                network.set_host(self.host.clone());
            }
            Ok(())
        })
    }
}

fn fill(machine: &mut Machine, state: &State<'_>) -> Result<(), String> {
    machine.dram_mut().clear();
    *machine.base_mut() = state.base;
    machine.local_mut().bytes_mut().copy_from_slice(state.local);
    state
        .pages
        .iter()
        .try_for_each(|(start, page)| machine.dram_mut().write(*start, page))
        .map_err(|error| error.to_string())
}
