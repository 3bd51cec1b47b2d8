//! What the performance monitor would have counted so far.

use crate::answer::columns;
use crate::session::Session;
use crate::text::{Text, Tone};
use emulator::pmu::records;
use emulator::timing::Unit;
use isa::container::pmu::RecordKind;
use isa::diagnostic::Engine;
use serde::Serialize;

/// Bytes of a beat.
const BEAT: u64 = 16;

/// What one engine did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// Descriptors that have ended, which are those that have records.
    pub descriptors: usize,
    /// All of the run.
    pub of: usize,
    /// Cycles in which it executed, those of the descriptor in flight among them.
    pub busy: u64,
    /// Cycles in which its next descriptor waited for the other engine.
    pub waiting: u64,
    /// All other cycles.
    pub idle: u64,
}

/// What one direction of the memory bus did for descriptors that have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// Transfers.
    pub transfers: u64,
    /// Bytes, in whole beats.
    pub bytes: u64,
    /// Bursts.
    pub bursts: u64,
    /// Beats of 16 bytes.
    pub beats: u64,
}

/// What the monitor would have counted up to a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// The cycle.
    pub cycle: u64,
    /// Of the TIU.
    pub tiu: Work,
    /// Of the TDMA.
    pub tdma: Work,
    /// From DRAM.
    pub read: Traffic,
    /// To DRAM.
    pub written: Traffic,
}

impl Counters {
    /// Up to the cycle of now.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let [read, written] = traffic(session);
        let [tiu, tdma] = [Unit::Tiu, Unit::Tdma].map(|unit| work(session, unit));
        Counters { cycle: session.cycle(), tiu, tdma, read, written }
    }

    /// As tables.
    #[must_use]
    pub fn text(&self) -> Text {
        let percent = |cycles: u64| format!("{} %", 100 * cycles / self.cycle.max(1));
        let titles = |names: [&str; 5]| names.map(|name| Text::of(Tone::Heading, name)).to_vec();
        let engine = |engine: Engine, work: &Work| {
            let name = Text::of(Tone::Engine(engine), &engine.to_string());
            let cycles = |cycles: u64| Text::from(format!("{cycles} ({})", percent(cycles)));
            let ended = format!("{} of {}", work.descriptors, work.of).into();
            vec![name, ended, cycles(work.busy), cycles(work.waiting), cycles(work.idle)]
        };
        let bus = |name: &str, traffic: &Traffic| {
            let Traffic { transfers, bytes, bursts, beats } = *traffic;
            let numbers = [transfers, bytes, bursts, beats].map(|number| number.to_string().into());
            [vec![Text::of(Tone::Name, name)], numbers.to_vec()].concat()
        };
        let mut text = Text::from(format!("pmu at cycle {}\n", self.cycle));
        text.append(&columns(&[
            titles(["engine", "descriptors", "busy", "waiting", "idle"]),
            engine(Engine::Tiu, &self.tiu),
            engine(Engine::Tdma, &self.tdma),
        ]));
        text.append(&columns(&[
            titles(["DRAM", "transfers", "bytes", "bursts", "beats"]),
            bus("read", &self.read),
            bus("written", &self.written),
        ]));
        text
    }
}

impl Traffic {
    fn add(&mut self, bursts: u32, beats: u32) {
        self.transfers += 1;
        self.bursts += u64::from(bursts);
        self.beats += u64::from(beats);
        self.bytes += BEAT * u64::from(beats);
    }
}

/// What was read from DRAM and written to it.
#[must_use]
pub fn traffic(session: &Session) -> [Traffic; 2] {
    let [mut read, mut written] = [Traffic::default(); 2];
    let cycle = session.cycle();
    for (number, turn) in session.turns().iter().enumerate() {
        let Some(step) = session.target().step(turn).filter(|_| turn.engine == Engine::Tdma) else { continue };
        let Some(footprint) = session.footprint(number).filter(|_| turn.span.end <= cycle) else { continue };
        for record in records(&step, footprint, turn.span, session.target().machine()) {
            match RecordKind::from_bits(record.r#type) {
                Some(RecordKind::Load) => read.add(record.event0, record.event1),
                Some(RecordKind::Store) => written.add(record.event0, record.event1),
                _ => {}
            }
        }
    }
    [read, written]
}

/// What an engine did.
#[must_use]
pub fn work(session: &Session, unit: Unit) -> Work {
    let (schedule, cycle) = (session.course().schedule(), session.cycle());
    let mut work = Work { descriptors: schedule.at(cycle).of(unit).retired, ..Work::default() };
    for (job, placed) in schedule.jobs().iter().zip(schedule.places()).filter(|(job, _)| job.unit == unit) {
        work.of += 1;
        work.busy += placed.span.end.min(cycle).saturating_sub(placed.span.start);
        // What nothing is awaited for stands still for other reasons.
        if job.awaits.is_some() {
            work.waiting += placed.span.start.min(cycle).saturating_sub(placed.free);
        }
    }
    work.idle = cycle.saturating_sub(work.busy).saturating_sub(work.waiting);
    work
}
