//! Where gdb sees things: one flat space with a window for each memory and each engine's descriptors.

use crate::area::Byte;
use crate::session::Session;
use crate::turn::{Kind, Turn};
use crate::views::descriptor;
use isa::diagnostic::Engine;

/// Where DRAM starts.
pub const DRAM: u64 = 0x1_0000_0000;
/// Where local memory starts, lane behind lane.
pub const LANES: u64 = 0x2_0000_0000;
/// Where the TIU's descriptors start.
pub const TIU: u64 = 0x4_0000_0000;
/// Where the TDMA's descriptors start.
pub const TDMA: u64 = 0x5_0000_0000;
/// Where the steps of the host start.
pub const HOST: u64 = 0x6_0000_0000;
/// Where texts of descriptors start, each at its address times 4096.
pub const TEXTS: u64 = 1 << 48;
const TEXT_SHIFT: u32 = 12;

/// First address and bytes of the steps of an engine.
#[must_use]
pub fn code(engine: Engine) -> (u64, u64) {
    match engine {
        Engine::Tiu => (TIU, 112),
        Engine::Tdma => (TDMA, 64),
        Engine::Cpu => (HOST, 16),
    }
}

/// The address of a turn; preparations have none.
#[must_use]
pub fn of_turn(turn: &Turn) -> Option<u64> {
    let (start, bytes) = code(turn.engine);
    (turn.kind != Kind::Prepare).then(|| start + turn.ordinal as u64 * bytes)
}

/// The number of the turn whose bytes hold an address.
#[must_use]
pub fn turn_at(session: &Session, address: u64) -> Option<usize> {
    let engine = [Engine::Cpu, Engine::Tdma, Engine::Tiu].into_iter().find(|engine| address >= code(*engine).0)?;
    let (start, bytes) = code(engine);
    let ordinal = usize::try_from((address - start) / bytes).ok()?;
    session
        .turns()
        .iter()
        .position(|turn| turn.engine == engine && turn.ordinal == ordinal && turn.kind != Kind::Prepare)
}

/// The engine that has nothing left to do where its pc is this.
#[must_use]
pub fn done_at(session: &Session, address: u64) -> Option<Engine> {
    let end = |engine: &Engine| {
        let (start, bytes) = code(*engine);
        start + turns_of(session, *engine).count() as u64 * bytes
    };
    [Engine::Tiu, Engine::Tdma, Engine::Cpu].into_iter().find(|engine| end(engine) == address)
}

/// The byte of memory at an address.
#[must_use]
pub fn byte_at(session: &Session, address: u64) -> Option<Byte> {
    let machine = session.target().machine();
    if let Some(offset) = address.checked_sub(LANES).filter(|at| *at < machine.local().bytes().len() as u64) {
        let lane_bytes = machine.local().lane_bytes() as u64;
        return Some(Byte::Lane((offset / lane_bytes) as u32, offset % lane_bytes));
    }
    address.checked_sub(DRAM).filter(|at| *at < machine.dram().size()).map(Byte::Dram)
}

/// The address of a byte of memory.
#[must_use]
pub fn of_byte(session: &Session, byte: Byte) -> u64 {
    match byte {
        Byte::Dram(at) => DRAM + at,
        Byte::Lane(lane, at) => LANES + u64::from(lane) * session.target().machine().local().lane_bytes() as u64 + at,
    }
}

/// The text of a descriptor in the window of texts, from `address` on: how many bytes the descriptor has, then its line.
#[must_use]
pub fn text_at(session: &Session, address: u64) -> Option<Vec<u8>> {
    let place = address.checked_sub(TEXTS)?;
    let (of, from) = (place >> TEXT_SHIFT, (place & ((1 << TEXT_SHIFT) - 1)) as usize);
    let (engine, line) = match turn_at(session, of) {
        Some(turn) => (session.turns().get(turn)?.engine, descriptor::line(session, turn)),
        None => (done_at(session, of)?, "# nothing left to do".into()),
    };
    let bytes = [&[code(engine).1 as u8], line.as_bytes()].concat();
    Some(bytes.into_iter().skip(from).collect())
}

/// What gdb reads at an address: memory, or the words of a descriptor.
#[must_use]
pub fn read(session: &Session, address: u64) -> Option<u8> {
    if let Some(byte) = byte_at(session, address) {
        return session.byte(byte);
    }
    let turn = session.turns().get(turn_at(session, address)?)?;
    let (start, bytes) = code(turn.engine);
    let at = ((address - start) % bytes) as usize;
    let words = session.target().descriptor(turn);
    let word = words.as_ref().and_then(|words| words.words().get(at / 4).copied());
    Some(word.unwrap_or(0).to_le_bytes()[at % 4])
}

/// Every turn of an engine, in the order of addresses.
pub fn turns_of(session: &Session, engine: Engine) -> impl Iterator<Item = (usize, &Turn)> {
    let mine = move |(_, turn): &(usize, &Turn)| turn.engine == engine && turn.kind != Kind::Prepare;
    session.turns().iter().enumerate().filter(mine)
}

/// The pc of an engine: the address of the turn that is its next, or the one behind its last.
#[must_use]
pub fn pc(session: &Session, engine: Engine) -> u64 {
    let (start, bytes) = code(engine);
    let next = turns_of(session, engine).find(|(at, _)| *at >= session.position());
    let ordinal = next.map_or_else(|| turns_of(session, engine).count(), |(_, turn)| turn.ordinal);
    start + ordinal as u64 * bytes
}
