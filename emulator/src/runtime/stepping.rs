//! A loaded program piece by piece, for those who stop in between.

use super::cpu_ops::CpuFunction;
use super::error::RuntimeError;
use super::network::Network;
use super::routine::{CpuCall, CpuInput, Routine};
use super::tensor::Home;
use crate::machine::{ForeignSnapshot, Limits, Program, Snapshot};
use crate::observer::Observer;
use std::ops::Range;
use std::sync::Arc;

/// A routine as callers see it.
#[derive(Clone, Copy)]
pub enum Part<'n> {
    /// The segments of a command buffer.
    Tpu(&'n [Program]),
    /// A function on the host processor.
    Host(HostCall<'n>),
}

/// A function on the host processor, and what it works on.
#[derive(Clone, Copy)]
pub struct HostCall<'n>(&'n CpuCall);

impl<'n> HostCall<'n> {
    /// The function's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        CpuFunction::name(self.0.function)
    }

    /// The numbers of the tensors it reads.
    pub fn inputs(&self) -> impl Iterator<Item = usize> + use<'n> {
        self.0.inputs.iter().filter_map(|input| match input {
            CpuInput::Tensor(number) => Some(*number),
            CpuInput::Weight { .. } => None,
        })
    }

    /// The numbers of the tensors it writes.
    #[must_use]
    pub fn outputs(&self) -> &'n [usize] {
        &self.0.outputs
    }
}

/// All that the rest of a run depends on. Copies are cheap.
#[derive(Clone, Debug)]
pub struct NetworkSnapshot {
    /// Machine and device memory.
    pub machine: Snapshot,
    /// The tensors that only the host sees.
    pub host: Arc<Vec<Vec<u8>>>,
}

impl Network {
    /// The routines, in order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part<'_>> {
        self.routines().iter().map(|routine| match routine {
            Routine::Tpu(segments) => Part::Tpu(segments),
            Routine::Cpu(call) => Part::Host(HostCall(call)),
        })
    }

    /// The segment numbered `segment` of the routine numbered `routine`.
    #[must_use]
    pub fn segment(&self, routine: usize, segment: usize) -> Option<&Program> {
        self.segments(routine).get(segment)
    }

    /// The segments of the routine numbered `routine`; none where it is a function on the host processor.
    #[must_use]
    pub fn segments(&self, routine: usize) -> &[Program] {
        match self.routines().get(routine) {
            Some(Routine::Tpu(segments)) => segments,
            _ => &[],
        }
    }

    /// Puts another program in place of a segment; without such a segment nothing changes.
    pub fn set_segment(&mut self, routine: usize, segment: usize, program: Program) {
        if let Some(Routine::Tpu(segments)) = self.routines_mut().get_mut(routine)
            && let Some(place) = segments.get_mut(segment)
        {
            *place = program;
        }
    }

    /// Runs the descriptors of a segment whose turns are numbered `steps`.
    ///
    /// # Errors
    /// The descriptor that could not run. What ran before it keeps its effect.
    pub fn run_steps<O: Observer + ?Sized>(
        &mut self,
        (routine, segment): (usize, usize),
        steps: Range<usize>,
        limits: &Limits<'_>,
        observer: &mut O,
    ) -> Result<(), RuntimeError> {
        let (machine, routines) = self.machine_and_routines();
        let Some(Routine::Tpu(segments)) = routines.get(routine) else { return Ok(()) };
        let Some(program) = segments.get(segment) else { return Ok(()) };
        let run = machine.run_steps(program, steps, limits, observer);
        run.map_err(|fault| RuntimeError::Fault { routine, segment, fault })
    }

    /// Runs the function on the host processor that is routine number `routine`.
    ///
    /// # Errors
    /// When the function declines.
    pub fn run_host(&mut self, routine: usize) -> Result<(), RuntimeError> {
        let routines = std::mem::take(self.routines_mut());
        let result = match routines.get(routine) {
            Some(Routine::Cpu(call)) => self.run_cpu(routine, call),
            _ => Ok(()),
        };
        *self.routines_mut() = routines;
        result
    }

    /// The bytes of DRAM that the tensor numbered `tensor` takes; `None` where only the host sees it.
    #[must_use]
    pub fn place(&self, tensor: usize) -> Option<Range<u64>> {
        match &self.tensors().get(tensor)?.home {
            Home::Device(place) => Some(place.clone()),
            Home::Host(_) => None,
        }
    }

    /// Replaces the tensors that only the host sees; those of another size stay as they are.
    pub fn set_host(&mut self, tensors: Vec<Vec<u8>>) {
        for (place, tensor) in self.host_mut().iter_mut().zip(tensors) {
            if place.len() == tensor.len() {
                *place = tensor;
            }
        }
    }

    /// Remembers the state.
    #[must_use]
    pub fn snapshot(&mut self) -> NetworkSnapshot {
        NetworkSnapshot { machine: self.machine_mut().snapshot(), host: Arc::new(self.host().to_vec()) }
    }

    /// Goes back, or forth, to a remembered state.
    ///
    /// # Errors
    /// A snapshot of another kind of machine.
    pub fn restore(&mut self, snapshot: &NetworkSnapshot) -> Result<(), ForeignSnapshot> {
        self.machine_mut().restore(&snapshot.machine)?;
        self.host_mut().clone_from(&snapshot.host);
        Ok(())
    }
}
