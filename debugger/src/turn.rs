//! The whole run as a list: what happens, in which order, in which cycles.
//!
//! Programs have no branches. What a run does, when, and which bytes it touches is therefore known before it starts,
//! and nearly every question of where to stop is a look into this list.

use emulator::timing::{Schedule, Span};
use isa::diagnostic::Engine;
use isa::op::CommandId;

/// The whole run.
#[derive(Clone, Debug)]
pub struct Course {
    /// What happens, in the order in which it does.
    pub turns: Vec<Turn>,
    /// When the descriptors among the turns happen.
    schedule: Schedule,
    /// The turn of each job of the schedule.
    jobs: Vec<usize>,
    /// The cycle of each position; see [`Course::cycle_of`].
    cycles: Vec<u64>,
}

impl Course {
    /// Of turns whose descriptors are the jobs of `schedule`, in the same order.
    #[must_use]
    pub fn new(turns: Vec<Turn>, schedule: Schedule) -> Self {
        let jobs = turns.iter().enumerate().filter(|(_, turn)| turn.step().is_some()).map(|(at, _)| at).collect();
        let mut latest = 0;
        let starts = turns.iter().map(|turn| turn.span.start).chain([schedule.end()]);
        let cycles = starts.map(|start| {
            latest = start.max(latest);
            latest
        });
        let cycles = cycles.collect();
        Course { turns, schedule, jobs, cycles }
    }

    /// The first cycle in which every turn up to the one at `position` has started, or the last one at the end.
    ///
    /// Turns come in an order in which nothing waits for what comes behind it. An engine may start its next descriptor
    /// a little earlier than the other one that which comes before; time goes forward all the same.
    #[must_use]
    pub fn cycle_of(&self, position: usize) -> u64 {
        self.cycles.get(position).or(self.cycles.last()).copied().unwrap_or(0)
    }

    /// The first position whose cycle is `cycle` or later; the end if there is none.
    #[must_use]
    pub fn position_at(&self, cycle: u64) -> usize {
        self.cycles.partition_point(|start| *start < cycle).min(self.turns.len())
    }

    /// When the descriptors happen.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The turn of a job of the schedule.
    #[must_use]
    pub fn turn_of(&self, job: usize) -> Option<usize> {
        self.jobs.get(job).copied()
    }
}

/// What happens in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A descriptor: its step of the segment, and its position among its engine's descriptors of the segment.
    Descriptor {
        /// How many descriptors of the segment run before it.
        step: usize,
        /// Position among those of its engine, from 0.
        index: usize,
    },
    /// A function on the host processor.
    Host,
    /// Memory is filled for the segment that follows.
    Prepare,
}

/// One descriptor, or what the host does between command buffers.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What happens.
    pub kind: Kind,
    /// The engine.
    pub engine: Engine,
    /// The routine of the program.
    pub routine: usize,
    /// The segment of the routine.
    pub segment: usize,
    /// Position among all turns of its engine, over all segments.
    pub ordinal: usize,
    /// The descriptor's own id; 0 for the host.
    pub id: CommandId,
    /// The id of the other engine that it waits for; 0 when it waits for nothing.
    pub wait: CommandId,
    /// Position of its layer in [`crate::Symbols`].
    pub layer: usize,
    /// Name of its operation or function.
    pub operation: String,
    /// First and last cycle.
    pub span: Span,
    /// How long its engine stood still in front of it.
    pub waiting: u64,
}

impl Turn {
    /// Position in its segment, for a descriptor.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        match self.kind {
            Kind::Descriptor { step, .. } => Some(step),
            _ => None,
        }
    }

    /// Whether the other one belongs to the same segment.
    #[must_use]
    pub fn is_beside(&self, other: &Turn) -> bool {
        (self.routine, self.segment) == (other.routine, other.segment)
    }

    /// As people write it: engine and ordinal.
    #[must_use]
    pub fn label(&self) -> String {
        match self.kind {
            Kind::Descriptor { .. } => format!("{} {}", self.engine, self.ordinal),
            Kind::Host => format!("cpu {}", self.ordinal),
            Kind::Prepare => format!("prepare {}", self.ordinal),
        }
    }
}
