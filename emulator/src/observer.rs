//! Watching a machine at work.

use crate::duty::Duty;
use crate::fault::Fault;
use crate::machine::{Machine, Program};
use isa::chip::ChipProfile;
use isa::command::{Command, Isa, TdmaCommand, TiuCommand};
use isa::diagnostic::Engine;
use isa::footprint::{Footprint, Span};
use isa::op::CommandId;
use isa::text::disassemble;
use std::fmt;

/// A descriptor of either engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnyCommand<'p> {
    /// One of the TIU.
    Tiu(&'p TiuCommand),
    /// One of the TDMA.
    Tdma(&'p TdmaCommand),
}

/// A descriptor whose turn it is.
#[derive(Clone, Copy)]
pub struct Step<'p> {
    /// How many descriptors of both engines come before it.
    pub number: usize,
    /// Position among its engine's descriptors, from 0.
    pub index: usize,
    /// Position of the other engine's descriptor that must have ended before.
    pub awaits: Option<usize>,
    /// The descriptor.
    pub command: AnyCommand<'p>,
    pub(crate) program: &'p Program,
}

impl fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = f.debug_struct("Step");
        all.field("number", &self.number).field("index", &self.index).field("command", &self.command);
        all.finish_non_exhaustive()
    }
}

impl<'p> Step<'p> {
    /// What it has to do.
    pub(crate) fn duty(&self) -> Option<&'p Duty> {
        self.program.duty(self.engine(), self.index)
    }
}

impl Step<'_> {
    /// The engine that executes it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.command {
            AnyCommand::Tiu(_) => Engine::Tiu,
            AnyCommand::Tdma(_) => Engine::Tdma,
        }
    }

    /// Its own id.
    #[must_use]
    pub fn id(&self) -> CommandId {
        match self.command {
            AnyCommand::Tiu(command) => command.header.id,
            AnyCommand::Tdma(command) => command.header.id,
        }
    }

    /// The descriptor as a line of text.
    #[must_use]
    pub fn line(&self, chip: &ChipProfile) -> String {
        match self.command {
            AnyCommand::Tiu(command) => line(command, chip),
            AnyCommand::Tdma(command) => line(command, chip),
        }
    }

    /// The bytes it reads and writes with these base registers; addresses in DRAM become offsets from its start.
    #[must_use]
    pub fn footprint(&self, chip: &ChipProfile, base: &[u64; 8]) -> Footprint {
        self.command.footprint(chip, base)
    }
}

impl AnyCommand<'_> {
    /// The bytes it reads and writes with these base registers; addresses in DRAM become offsets from its start.
    #[must_use]
    pub fn footprint(&self, chip: &ChipProfile, base: &[u64; 8]) -> Footprint {
        let footprint = match self {
            AnyCommand::Tiu(command) => Footprint::of_command(command, chip),
            AnyCommand::Tdma(command) => Footprint::of_command(command, chip),
        };
        let mut footprint = footprint.unwrap_or_default();
        for region in footprint.reads.iter_mut().chain(&mut footprint.writes) {
            *region = region.resolved(base);
            if let Span::Dram(tensor) = &mut region.span {
                tensor.address = tensor.address.wrapping_sub(chip.gmem_start);
            }
        }
        footprint
    }
}

fn line<E: Isa>(command: &Command<E>, chip: &ChipProfile) -> String {
    command.encode(chip).map(|words| disassemble::<E>(&words, chip)).unwrap_or_default()
}

/// Called at every event of a run, in order. All methods do nothing unless replaced.
///
/// A machine that runs without an observer pays nothing for the calls.
pub trait Observer {
    /// Whether [`Observer::touch`] shall be called; asked once per descriptor.
    fn wants_footprints(&self) -> bool {
        false
    }

    /// An engine has fetched a descriptor, which may still have to wait.
    fn fetch(&mut self, step: &Step<'_>) {
        let _ = step;
    }

    /// The descriptor waits no longer; `machine` is as it finds it.
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        let _ = (step, machine);
    }

    /// The descriptor is about to read and write these bytes; addresses in DRAM are offsets from its start.
    fn touch(&mut self, step: &Step<'_>, footprint: &Footprint) {
        let _ = (step, footprint);
    }

    /// The descriptor is complete and its id published; `machine` is as it leaves it.
    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        let _ = (step, machine);
    }

    /// The run ends here.
    fn fault(&mut self, fault: &Fault) {
        let _ = fault;
    }
}

/// Nobody watches.
impl Observer for () {}

impl<O: Observer + ?Sized> Observer for &mut O {
    fn wants_footprints(&self) -> bool {
        (**self).wants_footprints()
    }
    fn fetch(&mut self, step: &Step<'_>) {
        (**self).fetch(step);
    }
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        (**self).start(step, machine);
    }
    fn touch(&mut self, step: &Step<'_>, footprint: &Footprint) {
        (**self).touch(step, footprint);
    }
    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        (**self).retire(step, machine);
    }
    fn fault(&mut self, fault: &Fault) {
        (**self).fault(fault);
    }
}

/// Two observers, told one after the other.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn wants_footprints(&self) -> bool {
        self.0.wants_footprints() || self.1.wants_footprints()
    }
    fn fetch(&mut self, step: &Step<'_>) {
        self.0.fetch(step);
        self.1.fetch(step);
    }
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        self.0.start(step, machine);
        self.1.start(step, machine);
    }
    fn touch(&mut self, step: &Step<'_>, footprint: &Footprint) {
        self.0.touch(step, footprint);
        self.1.touch(step, footprint);
    }
    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        self.0.retire(step, machine);
        self.1.retire(step, machine);
    }
    fn fault(&mut self, fault: &Fault) {
        self.0.fault(fault);
        self.1.fault(fault);
    }
}
