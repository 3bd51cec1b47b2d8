//! A program of a model, loaded into a machine.

use super::cpu_ops::tensor::{TensorBuf, TensorView};
use super::error::RuntimeError;
use super::memory::MemoryPlan;
use super::monitored::Watched;
use super::routine::{CpuCall, CpuInput, Routine, Surroundings};
use super::tensor::{Home, TensorInfo};
use crate::machine::{Limits, Machine, Program};
use crate::observer::Observer;
use isa::chip::Chip;
use isa::container::cvimodel::{self, Model, Region, SectionKind};
use isa::cost::BoardProfile;
use isa::diagnostic::{Finding, Severity};
use std::collections::HashMap;
use std::ops::Range;

/// Most bytes of tensors that only the host sees.
const MOST_HOST_BYTES: u64 = 1 << 30;

/// A program of a model, loaded into a machine. Inputs, outputs and everything else in memory stay from run to run.
pub struct Network {
    machine: Machine,
    tensors: Vec<TensorInfo>,
    host: Vec<Vec<u8>>,
    inputs: Vec<usize>,
    outputs: Vec<usize>,
    routines: Vec<Routine>,
    device_bytes: u64,
    /// The command buffers, where the performance monitor watches.
    pub(super) watched: Option<Watched>,
}

impl Network {
    /// Loads the program numbered `program` of the model in `file`.
    ///
    /// # Errors
    /// A file that cannot be read or contradicts itself, a program that does not exist, descriptors that cannot be
    /// executed, functions that do not exist.
    pub fn load(file: &[u8], program: usize) -> Result<Self, RuntimeError> {
        Self::of_model(&read(file)?, program)
    }

    /// Loads the program numbered `program` with a performance monitor, which records each run as on `board`: command
    /// buffers lie in memory, with room for records, see [`Network::monitored`]. No other byte changes.
    ///
    /// # Errors
    /// As [`Network::of_model`], and a memory without room for the command buffers.
    pub fn of_model_monitored(model: &Model<'_>, program: usize, board: &BoardProfile) -> Result<Self, RuntimeError> {
        let mut network = Self::of_model(model, program)?;
        let (program, free) = (program_of(model, program)?, network.device_bytes);
        network.watched = Some(Watched::new(model, program, board, &mut network.machine, free)?);
        Ok(network)
    }

    /// Loads the program numbered `number` of a model that [`read`] let pass.
    ///
    /// # Errors
    /// A program that does not exist, descriptors that cannot be executed, functions that do not exist.
    pub fn of_model(model: &Model<'_>, number: usize) -> Result<Self, RuntimeError> {
        let (program, chip) = (program_of(model, number)?, chip_of(model).profile());
        let plan = MemoryPlan::new(model, program, chip)?;
        let mut hosts = 0;
        let tensors = program.tensors.iter().enumerate().map(|(index, tensor)| {
            let place = || format!("programs[{number}].tensors[{index}]");
            TensorInfo::new(tensor, place, chip, &plan, &mut hosts)
        });
        let mut tensors = tensors.collect::<Result<Vec<_>, _>>()?;
        let numbers: HashMap<&str, usize> =
            program.tensors.iter().enumerate().map(|(number, tensor)| (tensor.name.as_str(), number)).collect();
        let surroundings = Surroundings { model, chip, plan: &plan, numbers: &numbers };
        let routines = program.routines.iter().enumerate();
        let routines =
            routines.map(|(index, routine)| surroundings.routine(index, routine)).collect::<Result<Vec<_>, _>>()?;
        for routine in &routines {
            if let Routine::Cpu(call) = routine {
                call.set_scale(&mut tensors);
            }
        }
        let named = |names: &[String]| names.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
        Ok(Network {
            machine: machine(model, &plan, chip.chip)?,
            host: host_memory(&tensors)?,
            inputs: named(&program.inputs),
            outputs: named(&program.outputs),
            device_bytes: plan.total(),
            watched: None,
            tensors,
            routines,
        })
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The machine.
    pub fn machine_mut(&mut self) -> &mut Machine {
        &mut self.machine
    }

    /// Every tensor, by number.
    #[must_use]
    pub fn tensors(&self) -> &[TensorInfo] {
        &self.tensors
    }

    /// The numbers of the tensors to be filled.
    #[must_use]
    pub fn inputs(&self) -> &[usize] {
        &self.inputs
    }

    /// The numbers of the tensors that hold the results.
    #[must_use]
    pub fn outputs(&self) -> &[usize] {
        &self.outputs
    }

    /// Bytes of DRAM that weights, activations, inputs and outputs take.
    #[must_use]
    pub fn device_bytes(&self) -> u64 {
        self.device_bytes
    }

    /// Number of descriptors that a run executes.
    #[must_use]
    pub fn descriptors(&self) -> usize {
        let of = |routine: &Routine| match routine {
            Routine::Tpu(segments) => segments.iter().map(Program::len).sum(),
            Routine::Cpu(_) => 0,
        };
        self.routines.iter().map(of).sum()
    }

    /// Fills the tensor numbered `tensor`. Pictures may come with their padding or without.
    ///
    /// # Errors
    /// When the number of bytes is not that of the tensor.
    pub fn fill(&mut self, tensor: usize, bytes: &[u8]) -> Result<(), RuntimeError> {
        let info = self.tensors.get(tensor).ok_or_else(|| no_tensor(tensor))?;
        let padded;
        let bytes = match &info.padding {
            _ if bytes.len() as u64 == info.bytes => bytes,
            Some(layout) if layout.count * layout.bytes == info.bytes => {
                padded = layout.pad(bytes).ok_or_else(|| wrong_size(info, bytes.len()))?;
                &padded
            }
            _ => return Err(wrong_size(info, bytes.len())),
        };
        match info.home.clone() {
            Home::Device(place) => {
                self.machine.dram_mut().write(place.start, bytes).map_err(|error| outside(info, &error))
            }
            Home::Host(number) => {
                self.host[number].copy_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// The bytes of the tensor numbered `tensor`, padding included.
    ///
    /// # Errors
    /// When there is no such tensor.
    pub fn bytes(&self, tensor: usize) -> Result<&[u8], RuntimeError> {
        let info = self.tensors.get(tensor).ok_or_else(|| no_tensor(tensor))?;
        match &info.home {
            Home::Device(place) => self.device(place).ok_or_else(|| no_tensor(tensor)),
            Home::Host(number) => Ok(&self.host[*number]),
        }
    }

    fn device(&self, place: &Range<u64>) -> Option<&[u8]> {
        self.machine.dram().read(place.start, place.end - place.start).ok()
    }

    /// Runs every routine, and tells `observer` what the TPU does.
    ///
    /// The limit of steps holds for all of them together, that of elements for each segment.
    ///
    /// # Errors
    /// The routine that could not run. What ran before it keeps its effect.
    pub fn run<O: Observer + ?Sized>(&mut self, limits: &Limits<'_>, observer: &mut O) -> Result<(), RuntimeError> {
        let mut limits = *limits;
        let routines = std::mem::take(&mut self.routines);
        let result = routines.iter().enumerate().try_for_each(|(index, routine)| match routine {
            Routine::Tpu(segments) => self.run_tpu(index, segments, &mut limits, observer),
            Routine::Cpu(call) => self.run_cpu(index, call),
        });
        self.routines = routines;
        result
    }

    fn run_tpu<O: Observer + ?Sized>(
        &mut self,
        routine: usize,
        segments: &[Program],
        limits: &mut Limits<'_>,
        observer: &mut O,
    ) -> Result<(), RuntimeError> {
        let monitor = match &self.watched {
            Some(watched) => watched.start(routine, &self.machine)?,
            None => None,
        };
        let Some(mut monitor) = monitor else { return self.run_segments(routine, segments, limits, observer) };
        self.run_segments(routine, segments, limits, &mut (&mut monitor, observer))?;
        self.watched.iter().try_for_each(|watched| watched.stop(routine, &mut monitor, &mut self.machine))
    }

    fn run_segments<O: Observer + ?Sized>(
        &mut self,
        routine: usize,
        segments: &[Program],
        limits: &mut Limits<'_>,
        observer: &mut O,
    ) -> Result<(), RuntimeError> {
        for (segment, program) in segments.iter().enumerate() {
            let run = self.machine.observe(program, limits, observer);
            run.map_err(|fault| RuntimeError::Fault { routine, segment, fault })?;
            limits.steps = limits.steps.saturating_sub(program.len() as u64);
        }
        Ok(())
    }

    pub(super) fn routines(&self) -> &[Routine] {
        &self.routines
    }

    pub(super) fn routines_mut(&mut self) -> &mut Vec<Routine> {
        &mut self.routines
    }

    pub(super) fn machine_and_routines(&mut self) -> (&mut Machine, &[Routine]) {
        (&mut self.machine, &self.routines)
    }

    /// The tensors that only the host sees.
    #[must_use]
    pub fn host(&self) -> &[Vec<u8>] {
        &self.host
    }

    pub(super) fn host_mut(&mut self) -> &mut Vec<Vec<u8>> {
        &mut self.host
    }

    pub(super) fn run_cpu(&mut self, routine: usize, call: &CpuCall) -> Result<(), RuntimeError> {
        let inputs = call.inputs.iter().map(|input| self.view(input)).collect::<Result<Vec<_>, _>>()?;
        let mut outputs = call.outputs.iter().map(|output| self.buffer(*output)).collect::<Result<Vec<_>, _>>()?;
        let run = call.function.run(&inputs, &mut outputs, &call.parameters);
        run.map_err(|refusal| RuntimeError::Cpu { routine, refusal: Box::new(refusal) })?;
        call.outputs.iter().zip(&outputs).try_for_each(|(output, buffer)| self.put_back(*output, &buffer.bytes))
    }

    /// A tensor or weight as functions take it, without what may follow its last element.
    fn view<'s>(&'s self, input: &'s CpuInput) -> Result<TensorView<'s>, RuntimeError> {
        match input {
            CpuInput::Tensor(number) => {
                let info = &self.tensors[*number];
                let bytes = self.bytes(*number)?;
                let bytes = bytes.get(..info.dense_bytes as usize).unwrap_or(bytes);
                Ok(TensorView { name: &info.name, data_type: info.data_type, shape: &info.shape, bytes })
            }
            CpuInput::Weight { name, shape, data_type, place } => {
                let bytes = self.device(place).unwrap_or_default();
                Ok(TensorView { name, data_type: *data_type, shape, bytes })
            }
        }
    }

    fn buffer(&self, tensor: usize) -> Result<TensorBuf, RuntimeError> {
        let info = self.tensors.get(tensor).ok_or_else(|| no_tensor(tensor))?;
        let bytes = self.bytes(tensor)?;
        let bytes = bytes.get(..info.dense_bytes as usize).unwrap_or(bytes).to_vec();
        Ok(TensorBuf { name: info.name.clone(), data_type: info.data_type, shape: info.shape.clone(), bytes })
    }

    fn put_back(&mut self, tensor: usize, bytes: &[u8]) -> Result<(), RuntimeError> {
        let info = &self.tensors[tensor];
        match info.home.clone() {
            Home::Device(place) => {
                self.machine.dram_mut().write(place.start, bytes).map_err(|error| outside(info, &error))?;
            }
            Home::Host(number) => self.host[number][..bytes.len()].copy_from_slice(bytes),
        }
        Ok(())
    }
}

/// The model in a file whose parts fit together.
///
/// # Errors
/// A file that cannot be read or contradicts itself.
pub fn read(file: &[u8]) -> Result<Model<'_>, RuntimeError> {
    let (model, findings) = cvimodel::inspect(file, &cvimodel::Limits::default())?;
    match findings.into_iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(RuntimeError::Unsound(Box::new(finding))),
        None => Ok(model),
    }
}

/// The program of a number.
pub(crate) fn program_of<'m>(model: &'m Model<'_>, number: usize) -> Result<&'m cvimodel::Program, RuntimeError> {
    model.body.programs.get(number).ok_or_else(|| {
        let count = model.body.programs.len();
        RuntimeError::Request(format!("there is no program {number}; the model has {count}, counted from 0"))
    })
}

/// Files from before 1.1 do not name the chip: there was only one.
pub(crate) fn chip_of(model: &Model<'_>) -> Chip {
    model.header.chip().unwrap_or(cvimodel::FIRST_CHIP)
}

/// A machine with the model's weights in its memory.
fn machine(model: &Model<'_>, plan: &MemoryPlan, chip: Chip) -> Result<Machine, RuntimeError> {
    let mut machine = Machine::new(chip);
    *machine.base_mut() = plan.bases(chip.profile());
    if let Some(section) = model.section_of(SectionKind::Weight) {
        let weights = model.stored(section)?;
        let written = machine.dram_mut().write(plan.region(Region::Weight).start, weights);
        written.map_err(|error| RuntimeError::Request(format!("the weights: {error}")))?;
    }
    Ok(machine)
}

/// Memory for the tensors that only the host sees.
fn host_memory(tensors: &[TensorInfo]) -> Result<Vec<Vec<u8>>, RuntimeError> {
    let sizes = tensors.iter().filter(|tensor| matches!(tensor.home, Home::Host(_))).map(|tensor| tensor.bytes);
    let total = sizes.clone().fold(0_u64, u64::saturating_add);
    if total > MOST_HOST_BYTES {
        let what = format!("tensors outside of device memory take {total} bytes (allowed: up to {MOST_HOST_BYTES})");
        return Err(RuntimeError::Request(format!("{what}; build the model smaller")));
    }
    Ok(sizes.map(|bytes| vec![0; bytes as usize]).collect())
}

#[cold]
fn no_tensor(number: usize) -> RuntimeError {
    RuntimeError::Request(format!("there is no tensor {number}"))
}

#[cold]
fn outside(tensor: &TensorInfo, error: &crate::memory::OutOfRange) -> RuntimeError {
    let finding = Finding::error(format!("tensor `{}`", tensor.name.escape_debug()), error.to_string());
    RuntimeError::Unsound(Box::new(finding))
}

#[cold]
fn wrong_size(tensor: &TensorInfo, bytes: usize) -> RuntimeError {
    let mut allowed = format!("{}", tensor.bytes);
    if let Some(layout) = tensor.padding.as_ref().filter(|layout| layout.dense_bytes() != tensor.bytes) {
        allowed += &format!(" with padded rows and planes, {} without", layout.dense_bytes());
    }
    RuntimeError::Request(format!(
        "tensor `{}` is given {bytes} bytes (allowed: {allowed})",
        tensor.name.escape_debug()
    ))
}
