//! Time, together with data: every descriptor that a machine executes is told its cycles.

use crate::duty::Duty;
use crate::forecast::Amount;
use crate::machine::{Machine, Program};
use crate::observer::{Observer, Step};
use crate::timing::{Job, Ready, Schedule, Span};
use isa::cost::{BoardProfile, Stream};
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
    /// The compressed stream that the descriptor in execution reads.
    read: Option<Stream>,
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
        Clock { board: board.clone(), schedule: Schedule::new(ready, SCHEDULE), timed: Vec::new(), read: None }
    }

    /// When `board` would run the descriptors of a program, without any data; compressed streams count as incompressible.
    #[must_use]
    pub fn ahead(program: &Program, board: &BoardProfile) -> Schedule {
        let mut schedule = Schedule::new(Ready::default(), SCHEDULE);
        for step in program.steps() {
            let cycles = step.duty().map_or(0, |duty| duty.amount.cycles(board));
            schedule.push(job(&step, cycles));
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
    fn finish(&mut self, step: &Step<'_>, duty: &Duty, machine: &Machine) -> Timed {
        let stream = self.read.take().or_else(|| duty.written_stream(machine));
        let amount = duty.amount_with(stream, machine.chip());
        Timed { index: step.index, id: step.id().0, amount, direction: duty.direction, stream }
    }
}

fn job(step: &Step<'_>, duration: u64) -> Job {
    let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    Job { unit: step.engine().into(), id: number(step.index), awaits: step.awaits.map(number), duration }
}

impl Observer for Clock {
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        if step.number == 0 {
            self.schedule.rest();
        }
        // What is read may lie where something is written.
        self.read = step.duty().and_then(|duty| duty.read_stream(machine));
    }

    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        let Some(duty) = step.duty() else { return };
        let timed = self.finish(step, duty, machine);
        self.schedule.push(job(step, timed.amount.cycles(&self.board)));
        self.timed.push(timed);
    }
}
