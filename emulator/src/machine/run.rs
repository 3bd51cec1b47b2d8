//! Running a program.

use super::{Limits, Machine, Program};
use crate::fault::{Fault, FaultKind};
use crate::halt::{Halt, Stop};
use crate::observer::{AnyCommand, Observer, Step};
use crate::refusal::Refusal;
use crate::tdma::{Meter, Transfer, Workplace};
use crate::tiu::{self, Means};
use isa::diagnostic::Engine;
use isa::op::tdma::TdmaOp;
use std::ops::Range;

impl Machine {
    /// Runs a program to its end.
    ///
    /// # Errors
    /// The descriptor that could not be executed, or at which a limit was reached. What ran before it keeps its effect.
    pub fn run(&mut self, program: &Program, limits: &Limits<'_>) -> Result<(), Box<Fault>> {
        self.run_steps(program, 0..program.len(), limits, &mut ())
    }

    /// Runs a program to its end and tells `observer`.
    ///
    /// # Errors
    /// As [`Machine::run`].
    pub fn observe<O: Observer + ?Sized>(
        &mut self,
        program: &Program,
        limits: &Limits<'_>,
        observer: &mut O,
    ) -> Result<(), Box<Fault>> {
        self.run_steps(program, 0..program.len(), limits, observer)
    }

    /// Runs the descriptors whose turns are numbered `steps`, as [`Program::step`] numbers them.
    ///
    /// # Errors
    /// As [`Machine::run`].
    pub fn run_steps<O: Observer + ?Sized>(
        &mut self,
        program: &Program,
        steps: Range<usize>,
        limits: &Limits<'_>,
        observer: &mut O,
    ) -> Result<(), Box<Fault>> {
        let stop = Stop::new(limits.cancel);
        let mut run = Run { program, meter: Meter::new(limits.elements, stop), stop, left: limits.steps };
        let result = run.steps(self, steps, observer);
        if let Err(fault) = &result {
            observer.fault(fault);
        }
        result
    }
}

struct Run<'r, 'c> {
    program: &'r Program,
    meter: Meter<'c>,
    stop: Stop<'c>,
    left: u64,
}

impl Run<'_, '_> {
    fn steps<O: Observer + ?Sized>(
        &mut self,
        machine: &mut Machine,
        steps: Range<usize>,
        observer: &mut O,
    ) -> Result<(), Box<Fault>> {
        if steps.start == 0 {
            self.fetch(0, Engine::Tiu, 0, observer);
            self.fetch(0, Engine::Tdma, 0, observer);
        }
        for number in steps {
            let Some(step) = self.program.step(number) else { break };
            observer.start(&step, machine);
            if observer.wants_footprints() {
                observer.touch(&step, &step.footprint(machine.chip, &machine.base));
            }
            self.execute(machine, &step).map_err(|halt| self.fault(machine, &step, halt))?;
            observer.retire(&step, machine);
            self.fetch(number + 1, step.engine(), step.index + 1, observer);
        }
        Ok(())
    }

    #[inline]
    fn fetch<O: Observer + ?Sized>(&self, number: usize, engine: Engine, index: usize, observer: &mut O) {
        if let Some(step) = self.program.descriptor(number, engine, index) {
            observer.fetch(&step);
        }
    }

    #[inline]
    fn execute(&mut self, machine: &mut Machine, step: &Step<'_>) -> Result<(), Halt> {
        self.stop.check()?;
        self.left = self.left.checked_sub(1).ok_or(Halt::Exhausted)?;
        if self.program.chip().chip != machine.chip.chip {
            return Err(foreign(self.program, machine).into());
        }
        match step.command {
            AnyCommand::Tiu(command) => {
                let means = Means { pool: &machine.pool, stop: self.stop };
                tiu::execute_with(&command.op, machine.chip, &mut machine.local, &mut machine.tiu, means)
            }
            AnyCommand::Tdma(command) => self.transfer(machine, &command.op),
        }
    }

    fn transfer(&mut self, machine: &mut Machine, op: &TdmaOp) -> Result<(), Halt> {
        let transfer = Transfer::new(op, machine.chip, &machine.base, &machine.dram)?;
        transfer.execute(&mut Workplace {
            local: &mut machine.local,
            dram: &mut machine.dram,
            scratch: &mut machine.tdma,
            meter: &mut self.meter,
        })
    }

    #[cold]
    fn fault(&self, machine: &Machine, step: &Step<'_>, halt: Halt) -> Box<Fault> {
        let fault = |kind, what: &str| Fault::new(kind, step.engine(), step.index, step.id(), what);
        let fault = match halt {
            Halt::Refused(refusal) => Fault::from_refusal(refusal, machine.chip, step.engine(), step.index, step.id()),
            Halt::Cancelled => {
                fault(FaultKind::Cancelled, "the run was asked to stop before the end of this descriptor")
                    .help("run on from its step")
            }
            Halt::Exhausted => fault(FaultKind::Exhausted, "the limit of the run is reached")
                .help("raise the limit of steps or elements"),
        };
        Box::new(fault.at_step(step.number).with_line(step.line(machine.chip)))
    }
}

#[cold]
fn foreign(program: &Program, machine: &Machine) -> Refusal {
    let what = format!("a program for {} on a {}", program.chip().name, machine.chip.name);
    Refusal::new(what).help("load the program for the machine's chip")
}
