//! The registers that are ours: where the run is, and every field of the next descriptor of each engine.

use super::arch::IDLE;
use crate::fields;
use crate::session::Session;
use crate::turn::Turn;
use crate::views::pmu;
use emulator::timing::Unit;
use isa::command::{Isa, Tdma, Tiu};
use isa::diagnostic::Engine;
use isa::field::{FieldInfo, Fields, Kind};
use isa::text::Descriptor;

/// Number of the pc.
pub(super) const PC: usize = IDLE;

/// A register of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Step,
    Cycle,
    Duration,
    Stall,
    Id,
    Wait,
    Layer,
    Engine,
    TiuBusy,
    TdmaBusy,
    TiuDone,
    TdmaDone,
    DramRead,
    DramWritten,
}

/// The registers of one number, in the order of gdb's.
pub(super) const PLAIN: [(Plain, &str); 14] = [
    (Plain::Step, "step"),
    (Plain::Cycle, "cycle"),
    (Plain::Duration, "duration"),
    (Plain::Stall, "stall"),
    (Plain::Id, "id"),
    (Plain::Wait, "wait"),
    (Plain::Layer, "layer"),
    (Plain::Engine, "engine"),
    (Plain::TiuBusy, "tiu_busy"),
    (Plain::TdmaBusy, "tdma_busy"),
    (Plain::TiuDone, "tiu_done"),
    (Plain::TdmaDone, "tdma_done"),
    (Plain::DramRead, "dram_read"),
    (Plain::DramWritten, "dram_written"),
];

/// Number of the first of ours.
pub(super) const FIRST: usize = PC + 1;
/// Number of the register with the TIU's fields.
pub(super) const TIU_FIELDS: usize = FIRST + PLAIN.len();
/// Number of the register with the TDMA's fields.
pub(super) const TDMA_FIELDS: usize = TIU_FIELDS + 1;

/// The fields of an engine's descriptors, in the order of the register's members.
pub(super) fn members(engine: Engine, layout: usize) -> Vec<&'static FieldInfo> {
    let rows = if engine == Engine::Tiu { <Tiu as Isa>::Fields::RECORD } else { <Tdma as Isa>::Fields::RECORD };
    let told = |info: &&FieldInfo| info.places[layout].is_some() && !matches!(info.kind, Kind::Reserved | Kind::Group);
    rows.fields.iter().filter(told).collect()
}

/// The next turn of an engine.
pub(super) fn next_of(session: &Session, engine: Engine) -> Option<(usize, &Turn)> {
    super::addresses::turns_of(session, engine).find(|(at, _)| *at >= session.position())
}

/// The bytes of a register as the thread of an engine sees it; `None` where there is no such register.
pub(super) fn read(session: &Session, engine: Engine, number: usize) -> Option<Vec<u8>> {
    match number {
        0..IDLE => Some(vec![0; 8]),
        PC => Some(super::addresses::pc(session, engine).to_le_bytes().to_vec()),
        FIRST..TIU_FIELDS => {
            let (which, _) = PLAIN.get(number - FIRST)?;
            Some(plain(session, engine, *which).to_le_bytes().to_vec())
        }
        TIU_FIELDS => Some(field_bytes(session, Engine::Tiu)),
        TDMA_FIELDS => Some(field_bytes(session, Engine::Tdma)),
        _ => None,
    }
}

fn plain(session: &Session, engine: Engine, which: Plain) -> u64 {
    let turn = next_of(session, engine).map(|(_, turn)| turn);
    match which {
        Plain::Step => session.position() as u64,
        Plain::Cycle => session.cycle(),
        Plain::Duration => turn.map_or(0, |turn| turn.span.end - turn.span.start),
        Plain::Stall => turn.map_or(0, |turn| turn.waiting),
        Plain::Id => turn.map_or(0, |turn| turn.id.0.into()),
        Plain::Wait => turn.map_or(0, |turn| turn.wait.0.into()),
        Plain::Layer => turn.map_or(0, |turn| turn.layer as u64),
        Plain::Engine => super::resume::current_thread(session).get() as u64,
        Plain::TiuBusy => pmu::work(session, Unit::Tiu).busy,
        Plain::TdmaBusy => pmu::work(session, Unit::Tdma).busy,
        Plain::TiuDone => pmu::work(session, Unit::Tiu).descriptors as u64,
        Plain::TdmaDone => pmu::work(session, Unit::Tdma).descriptors as u64,
        Plain::DramRead => pmu::traffic(session)[0].bytes,
        Plain::DramWritten => pmu::traffic(session)[1].bytes,
    }
}

fn descriptor(session: &Session, engine: Engine) -> Option<(usize, Descriptor)> {
    let (at, turn) = next_of(session, engine)?;
    Some((at, session.target().descriptor(turn)?))
}

fn field_bytes(session: &Session, engine: Engine) -> Vec<u8> {
    let chip = session.target().chip();
    let values: Vec<u64> = match descriptor(session, engine) {
        Some((_, descriptor)) => fields::all(&descriptor, chip).iter().map(|(_, value)| *value).collect(),
        None => vec![0; members(engine, chip.layout as usize).len()],
    };
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// The turn and the descriptor that a write to a register of fields makes; nothing where it changes nothing.
pub(super) fn changed(session: &Session, number: usize, bytes: &[u8]) -> Option<Result<(usize, Descriptor), String>> {
    let engine = match number {
        TIU_FIELDS => Engine::Tiu,
        TDMA_FIELDS => Engine::Tdma,
        _ => return None,
    };
    let chip = session.target().chip();
    let (at, mut new) = descriptor(session, engine)?;
    let old = fields::all(&new, chip);
    let values = bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
    let mut differs = false;
    for ((info, old), value) in old.iter().zip(values) {
        if *old != value {
            differs = true;
            match fields::set(&new, chip, info.name, value) {
                Ok(descriptor) => new = descriptor,
                Err(why) => return Some(Err(why)),
            }
        }
    }
    differs.then_some(Ok((at, new)))
}
