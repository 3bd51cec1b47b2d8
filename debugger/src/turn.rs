//! The whole run as a list: what happens, in which order, in which cycles.
//!
//! Programs have no branches. What a run does, when, and which bytes it touches is therefore known before it starts,
//! and nearly every question of where to stop is a look into this list.

use emulator::timing::Span;
use isa::diagnostic::Engine;
use isa::op::CommandId;

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
