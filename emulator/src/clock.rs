//! Time, together with data: every descriptor that a machine executes is told its cycles.

use crate::forecast::Amount;
use crate::forecast::work::{compute, fields, transfer};
use crate::machine::{Machine, Program};
use crate::observer::{AnyCommand, Observer, Step};
use crate::timing::{Job, Ready, Schedule, Span};
use isa::container::vlc::Header;
use isa::cost::{BoardProfile, Packed, Stream};
use isa::generated::tdma::TdmaFields;
use isa::generated::timing::SCHEDULE;
use isa::op::tdma::Direction;

/// Watches a machine and gives every descriptor its time on a board, by the rules of [`Schedule`]: a descriptor takes as
/// long as its fields and, where it reads or writes a compressed stream, that stream say.
///
/// Each program that starts with its first descriptor is a segment, in front of which both engines come to rest. A
/// machine that goes back has to say so with [`Clock::truncate`].
#[derive(Clone, Debug)]
pub struct Clock {
    board: BoardProfile,
    schedule: Schedule,
    timed: Vec<Timed>,
    /// The transfer in execution, and the compressed stream that it reads.
    moving: Option<(TdmaFields, Option<Stream>)>,
}

/// A descriptor that has run.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    /// Its position among its engine's descriptors in the segment, from 0.
    pub index: usize,
    /// Its own id.
    pub id: u16,
    /// How much there was to do.
    pub amount: Amount,
    /// What a transfer moved between.
    pub direction: Option<Direction>,
    /// The compressed stream that it read or wrote.
    pub stream: Option<Stream>,
}

impl Clock {
    /// A clock of `board`, at cycle 0.
    #[must_use]
    pub fn new(board: &BoardProfile) -> Self {
        Clock::starting(board, Ready::default())
    }

    /// A clock by which the engines may start at `ready`.
    #[must_use]
    pub fn starting(board: &BoardProfile, ready: Ready) -> Self {
        Clock { board: board.clone(), schedule: Schedule::new(ready, SCHEDULE), timed: Vec::new(), moving: None }
    }

    /// When `board` would run the descriptors of a program, without any data; compressed streams count as incompressible.
    #[must_use]
    pub fn ahead(program: &Program, board: &BoardProfile) -> Schedule {
        let mut schedule = Schedule::new(Ready::default(), SCHEDULE);
        for step in program.steps() {
            let amount = match step.command {
                AnyCommand::Tiu(command) => compute(command, program.chip()),
                AnyCommand::Tdma(command) => {
                    fields(command, program.chip()).map_or(NOTHING, |fields| transfer(&fields, program.chip(), None))
                }
            };
            schedule.push(job(&step, amount.cycles(board)));
        }
        schedule
    }

    /// The board.
    #[must_use]
    pub fn board(&self) -> &BoardProfile {
        &self.board
    }

    /// When everything ran; positions are those of [`Clock::timed`].
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The descriptors that have run, in the order in which the machine executed them.
    #[must_use]
    pub fn timed(&self) -> &[Timed] {
        &self.timed
    }

    /// The cycles of the descriptor that ran last.
    #[must_use]
    pub fn last(&self) -> Option<Span> {
        self.schedule.places().last().map(|placed| placed.span)
    }

    /// Forgets all but the first `len` descriptors: the machine went back.
    pub fn truncate(&mut self, len: usize) {
        self.timed.truncate(len);
        self.schedule.truncate(len);
    }

    /// Back to the first cycle.
    pub fn reset(&mut self) {
        *self = Clock::starting(&self.board, self.schedule.ready());
    }

    /// The descriptor that has just run.
    fn finish(&mut self, step: &Step<'_>, machine: &Machine) -> Timed {
        let chip = machine.chip();
        let timed = Timed { index: step.index, id: step.id().0, amount: NOTHING, direction: None, stream: None };
        if let AnyCommand::Tiu(command) = step.command {
            return Timed { amount: compute(command, chip), ..timed };
        }
        let Some((fields, read)) = self.moving.take() else { return timed };
        let stream = read.or_else(|| stream(&fields, machine, true));
        let direction = Some(Direction::from_bits(fields.trans_dir));
        Timed { amount: transfer(&fields, chip, stream), direction, stream, ..timed }
    }
}

/// What a transfer does that no fields describe; there is none.
const NOTHING: Amount = Amount::Transfer { transfer: None, reads_weights: false, guessed: false };

fn job(step: &Step<'_>, duration: u64) -> Job {
    let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    Job { unit: step.engine().into(), id: number(step.index), awaits: step.awaits.map(number), duration }
}

/// The compressed stream that a transfer is about to read, or has written.
fn stream(fields: &TdmaFields, machine: &Machine, is_written: bool) -> Option<Stream> {
    let packed = Packed::of(fields, machine.chip()).filter(|packed| packed.is_written == is_written)?;
    let base = machine.base()[usize::from(packed.base & 7)];
    let place = base.wrapping_add(packed.address).wrapping_sub(machine.chip().gmem_start);
    packed.stream(machine.dram().read(place, Header::BYTES as u64).ok()?)
}

impl Observer for Clock {
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        if step.number == 0 {
            self.schedule.rest();
        }
        self.moving = match step.command {
            AnyCommand::Tdma(command) => fields(command, machine.chip()).map(|fields| {
                // What is read may lie where something is written.
                let read = stream(&fields, machine, false);
                (fields, read)
            }),
            AnyCommand::Tiu(_) => None,
        };
    }

    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        let timed = self.finish(step, machine);
        self.schedule.push(job(step, timed.amount.cycles(&self.board)));
        self.timed.push(timed);
    }
}
