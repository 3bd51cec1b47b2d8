//! Random programs for both engines, free of races.

use super::tdma::transfer_within;
use super::tiu::operation_within;
use super::{Arena, Bounds, Content, FUNCTIONS, Location, Random, Sample};
use crate::chip::ChipProfile;
use crate::footprint::{Certainty, Footprint, Operand, Region, Role, Span, Touches};
use crate::layout::tdma::Function;
use crate::layout::{DramTensor, LocalTensor};
use crate::op::CommandId;
use crate::op::tiu::{TiuKind, TiuOp};
use crate::sequence::Sequence;

/// What a program consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// Number of descriptors.
    pub steps: u32,
    /// How many of a hundred are transfers.
    pub transfers: u32,
}

/// What a program may consist of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<'c> {
    /// Operations of the TIU; those that the chip lacks are left out.
    pub kinds: &'c [TiuKind],
    /// Transfers.
    pub functions: &'c [Function],
    /// How far they may go.
    pub bounds: Bounds,
}

/// Everything, of any size.
const ANYTHING: Choice<'static> = Choice { kinds: &TiuKind::ALL, functions: &FUNCTIONS, bounds: Bounds::FULL };

/// A random program.
///
/// Descriptors that touch the same bytes on different engines are ordered by waits, so every schedule gives the same
/// result. Memory outside [`Program::memory`] may hold anything.
#[derive(Clone, Debug)]
pub struct Program {
    /// The DRAM it uses.
    pub arena: Arena,
    /// The descriptors.
    pub sequence: Sequence,
    /// Data that must be in memory before it starts.
    pub memory: Vec<Content>,
}

/// What a step has touched, for ordering those behind it.
struct Past {
    footprint: Footprint,
    computes: bool,
    id: CommandId,
}

struct Builder<'a> {
    random: &'a mut Random,
    chip: &'a ChipProfile,
    choice: Choice<'a>,
    program: Program,
    past: Vec<Past>,
    /// The highest wait of each engine so far, the TIU first.
    awaited: [CommandId; 2],
}

/// A random program; it has fewer descriptors than asked for where their data got in each other's way.
#[must_use]
pub fn program(random: &mut Random, chip: &ChipProfile, mix: Mix) -> Program {
    program_of(random, chip, mix, ANYTHING)
}

/// The same of what is chosen.
#[must_use]
pub fn program_of(random: &mut Random, chip: &ChipProfile, mix: Mix, choice: Choice<'_>) -> Program {
    let arena = Arena::new(random, chip);
    let program = Program { arena, sequence: Sequence::new(), memory: Vec::new() };
    let mut builder = Builder { random, chip, choice, program, past: Vec::new(), awaited: [CommandId(0); 2] };
    for _ in 0..mix.steps {
        let transfers = builder.random.chance(mix.transfers) || choice.kinds.is_empty();
        if transfers && !choice.functions.is_empty() {
            builder.transfer();
        } else if !choice.kinds.is_empty() {
            builder.compute();
        }
    }
    builder.program
}

impl Builder<'_> {
    fn compute(&mut self) {
        let kind = self.random.choose(self.choice.kinds);
        let Some(sample) = operation_within(self.random, self.chip, kind, self.choice.bounds) else { return };
        if let Some((footprint, after)) = self.admit(&sample, true) {
            let id = self.program.sequence.compute(late(sample.command.op, after), after);
            self.record(sample, Past { footprint, computes: true, id });
        }
    }

    fn transfer(&mut self) {
        let function = self.random.choose(self.choice.functions);
        let arena = self.program.arena;
        let Some(sample) = transfer_within(self.random, self.chip, &arena, function, self.choice.bounds) else {
            return;
        };
        if let Some((footprint, after)) = self.admit(&sample, false) {
            let id = self.program.sequence.transfer(sample.command.op, after);
            self.record(sample, Past { footprint, computes: false, id });
        }
    }

    fn record<E: Touches>(&mut self, sample: Sample<E>, past: Past) {
        self.program.memory.extend(sample.memory);
        self.past.push(past);
    }

    /// The bytes of a step and what it has to wait for, unless its data are in the way of others.
    fn admit<E: Touches>(&mut self, sample: &Sample<E>, computes: bool) -> Option<(Footprint, CommandId)> {
        let mut footprint = Footprint::of_command(&sample.command, self.chip).ok()?;
        for region in footprint.reads.iter_mut().chain(&mut footprint.writes) {
            *region = region.resolved(&self.program.arena.bases);
        }
        let data = sample.memory.iter().map(|content| region_of(content, self.chip));
        let taken = |region: &Region| {
            let written =
                self.past.iter().flat_map(|past| &past.footprint.writes).any(|write| write.intersects(region));
            written || self.program.memory.iter().any(|other| region_of(other, self.chip).intersects(region))
        };
        if data.into_iter().any(|region| taken(&region)) {
            return None;
        }
        let after = self.wait(&footprint, computes);
        Some((footprint, after))
    }

    /// The wait that orders a step behind those of the other engine that it conflicts with.
    fn wait(&mut self, footprint: &Footprint, computes: bool) -> CommandId {
        let others = || self.past.iter().rev().filter(|past| past.computes != computes);
        let needed =
            others().find(|past| past.footprint.conflicts_with(footprint)).map_or(CommandId(0), |past| past.id);
        let latest = others().next().map_or(CommandId(0), |past| past.id);
        let wait = if self.random.chance(10) { latest } else { needed };
        let awaited = &mut self.awaited[usize::from(!computes)];
        if wait <= *awaited {
            return CommandId(0);
        }
        *awaited = wait;
        wait
    }
}

/// A convolution that waits for a load starts early only if that load overlaps its parts, which none here does.
fn late(mut op: TiuOp, after: CommandId) -> TiuOp {
    if let (TiuOp::Conv(conv), true) = (&mut op, after != CommandId(0)) {
        (conv.early, conv.early_type) = (0, false);
    }
    op
}

/// The bytes of some data as a region.
fn region_of(content: &Content, chip: &ChipProfile) -> Region {
    let bytes = content.bytes.len() as u32;
    let span = match content.location {
        Location::Local(address) => Span::Local(LocalTensor::new(address, [1; 4], [0; 4], bytes, chip)),
        Location::Dram(start) => {
            let address = start + chip.gmem_start;
            Span::Dram(DramTensor { base: 0, address, shape: [1; 4], strides: [0; 4], element: bytes })
        }
    };
    Region { role: Role::Source, operand: Operand::Source, span, certainty: Certainty::Exact }
}
