//! Where a run for gdb goes on to, and why it stops.

use super::addresses;
use crate::session::Session;
use crate::stops::{Access, touches};
use crate::target::Halted;
use gdbstub::common::{Signal, Tid};
use gdbstub::stub::MultiThreadStopReason;
use gdbstub::target::ext::base::reverse_exec::ReplayLogPosition;
use gdbstub::target::ext::breakpoints::WatchKind;
use isa::diagnostic::Engine;
use isa::footprint::Region;

/// Why a run came to rest.
pub(super) type Reason = MultiThreadStopReason<u64>;

/// What gdb asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Continue,
    Step(Engine),
    ReverseContinue,
    ReverseStep(Engine),
}

/// A watchpoint of gdb's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watch {
    pub(super) address: u64,
    pub(super) length: u64,
    pub(super) kind: WatchKind,
    pub(super) region: Region,
}

/// Breakpoints and watchpoints that gdb has inserted.
#[derive(Clone, Debug, Default)]
pub(super) struct Inserted {
    /// Numbers of turns, once for each time they were inserted.
    pub(super) breaks: Vec<usize>,
    pub(super) watches: Vec<Watch>,
}

/// The thread of an engine.
pub(super) fn thread(engine: Engine) -> Tid {
    match engine {
        Engine::Tiu => Tid::MIN,
        Engine::Tdma => Tid::MIN.saturating_add(1),
        Engine::Cpu => Tid::MIN.saturating_add(2),
    }
}

/// The engine of a thread.
pub(super) fn engine(tid: Tid) -> Engine {
    match tid.get() {
        1 => Engine::Tiu,
        2 => Engine::Tdma,
        _ => Engine::Cpu,
    }
}

/// The thread whose turn it is.
pub(super) fn current_thread(session: &Session) -> Tid {
    let last = session.turns().last();
    thread(session.current().or(last).map_or(Engine::Tiu, |turn| turn.engine))
}

fn trap(tid: Tid) -> Reason {
    Reason::SignalWithThread { tid, signal: Signal::SIGTRAP }
}

impl Inserted {
    /// The stop in front of a turn, if there is one.
    fn in_front_of(&self, session: &Session, number: usize) -> Option<Reason> {
        let tid = thread(session.turns().get(number)?.engine);
        if self.breaks.contains(&number) {
            return Some(Reason::SwBreak(tid));
        }
        self.watch(session, number)
    }

    fn watch(&self, session: &Session, number: usize) -> Option<Reason> {
        let tid = thread(session.turns().get(number)?.engine);
        let hit = |watch: &&Watch| {
            let access = match watch.kind {
                WatchKind::Write => Access::Write,
                WatchKind::Read => Access::Read,
                WatchKind::ReadWrite => Access::Either,
            };
            touches(session, number, &watch.region, access)
        };
        let watch = self.watches.iter().find(hit)?;
        Some(Reason::Watch { tid, kind: watch.kind, addr: watch.address })
    }
}

/// A part of a run: where it may go without a look at the connection, and what it means to be there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leg {
    pub(super) to: usize,
    pub(super) reason: Reason,
}

/// Where the run goes, before it goes there: descriptors tell.
pub(super) fn plan(session: &Session, inserted: &Inserted, mode: Mode) -> Leg {
    match mode {
        Mode::Continue => forwards(session, inserted),
        Mode::Step(engine) => step(session, inserted, engine),
        Mode::ReverseContinue => backwards(session, inserted),
        Mode::ReverseStep(engine) => step_back(session, inserted, engine),
    }
}

/// gdb steps off a breakpoint by itself, with it removed, so that one in front of the next turn counts.
fn forwards(session: &Session, inserted: &Inserted) -> Leg {
    let end = session.turns().len();
    let stop = |at: usize| inserted.in_front_of(session, at).map(|reason| Leg { to: at, reason });
    let at_end = Reason::ReplayLog { tid: Some(current_thread(session)), pos: ReplayLogPosition::End };
    (session.position()..end).find_map(stop).unwrap_or(Leg { to: end, reason: at_end })
}

/// One more turn of an engine; others have theirs on the way, and may stop it.
fn step(session: &Session, inserted: &Inserted, engine: Engine) -> Leg {
    let here = session.position();
    let Some(behind) = session.turns().iter().skip(here).position(|turn| turn.engine == engine) else {
        let pos = ReplayLogPosition::End;
        return Leg { to: session.turns().len(), reason: Reason::ReplayLog { tid: Some(thread(engine)), pos } };
    };
    let own = here + behind;
    // A watched access of the step itself is told in front of it; gdb then steps again without the watchpoint.
    let on_the_way = (here..own).find_map(|at| inserted.in_front_of(session, at).map(|reason| Leg { to: at, reason }));
    let watched = || inserted.watch(session, own).map(|reason| Leg { to: own, reason });
    on_the_way.or_else(watched).unwrap_or(Leg { to: own + 1, reason: trap(thread(engine)) })
}

/// Backwards a watched access is told behind it, in front of being undone.
fn backwards(session: &Session, inserted: &Inserted) -> Leg {
    let stop = |at: usize| {
        let watched = inserted.watch(session, at).map(|reason| Leg { to: at + 1, reason });
        let tid = thread(session.turns()[at].engine);
        let broken = || inserted.breaks.contains(&at).then_some(Leg { to: at, reason: Reason::SwBreak(tid) });
        watched.or_else(broken)
    };
    let start = Reason::ReplayLog { tid: Some(current_thread(session)), pos: ReplayLogPosition::Begin };
    (0..session.position()).rev().find_map(stop).unwrap_or(Leg { to: 0, reason: start })
}

fn step_back(session: &Session, inserted: &Inserted, engine: Engine) -> Leg {
    let here = session.position();
    let Some(own) = session.turns()[..here].iter().rposition(|turn| turn.engine == engine) else {
        let pos = ReplayLogPosition::Begin;
        return Leg { to: 0, reason: Reason::ReplayLog { tid: Some(thread(engine)), pos } };
    };
    let watched = (own..here).rev().find_map(|at| inserted.watch(session, at).map(|reason| Leg { to: at + 1, reason }));
    watched.unwrap_or(Leg { to: own, reason: trap(thread(engine)) })
}

/// Why a run did not arrive.
pub(super) fn halted(session: &Session, halted: &Halted) -> Reason {
    let signal = if halted.asked { Signal::SIGINT } else { Signal::SIGILL };
    Reason::SignalWithThread { tid: current_thread(session), signal }
}

/// The region at an address that gdb watches.
pub(super) fn watched_region(session: &Session, address: u64, length: u64) -> Option<Region> {
    use crate::area::{Byte, dram, lanes};
    let length = length.max(1);
    match addresses::byte_at(session, address)? {
        Byte::Dram(at) => Some(dram(at, length)),
        Byte::Lane(lane, at) => {
            let inside = at + length <= session.target().chip().lane_bytes.into();
            inside.then(|| lanes(lane..lane + 1, at as u32, length as u32, session.target().chip().lanes))
        }
    }
}
