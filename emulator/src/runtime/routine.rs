//! The steps of a program.

use super::cpu_ops::CpuFunction;
use super::error::RuntimeError;
use super::memory::MemoryPlan;
use super::tensor::TensorInfo;
use crate::machine::Program;
use isa::chip::{Chip, ChipProfile};
use isa::container::cvimodel::{self, CpuRoutine, DataType, Limits, Model, Region, RoutineKind, SectionKind};
use isa::container::dmabuf;
use isa::container::parameters::{Parameter, Parameters};
use isa::diagnostic::Finding;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// One step, ready to run as often as wanted.
pub(super) enum Routine {
    /// The segments of a command buffer.
    Tpu(Vec<Program>),
    /// A function on the host processor.
    Cpu(Box<CpuCall>),
}

/// A function and what it works on.
pub(super) struct CpuCall {
    pub(super) function: &'static CpuFunction,
    pub(super) inputs: Vec<CpuInput>,
    /// Numbers of tensors.
    pub(super) outputs: Vec<usize>,
    pub(super) parameters: Parameters,
}

/// What a function reads.
pub(super) enum CpuInput {
    /// The tensor of this number.
    Tensor(usize),
    /// A part of the weights.
    Weight { name: String, shape: Vec<i64>, data_type: DataType, place: Range<u64> },
}

/// What routines refer to.
pub(super) struct Surroundings<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) chip: &'static ChipProfile,
    pub(super) plan: &'m MemoryPlan,
    /// Numbers of tensors by name.
    pub(super) numbers: &'m HashMap<&'m str, usize>,
}

impl Surroundings<'_> {
    /// The routine at position `index` of its program.
    pub(super) fn routine(&self, index: usize, routine: &cvimodel::Routine) -> Result<Routine, RuntimeError> {
        match (routine.kind, &routine.cpu) {
            (RoutineKind::Cpu, Some(cpu)) => Ok(Routine::Cpu(Box::new(self.call(index, routine, cpu)?))),
            _ => Ok(Routine::Tpu(segments(self.model, self.chip.chip, index, routine)?)),
        }
    }

    fn call(&self, index: usize, routine: &cvimodel::Routine, cpu: &CpuRoutine) -> Result<CpuCall, RuntimeError> {
        let function = CpuFunction::find(&cpu.function)
            .map_err(|refusal| RuntimeError::Cpu { routine: index, refusal: Box::new(refusal) })?;
        let parameters = Parameters::read(&cpu.arguments)?;
        let unknown = |name: &String| {
            let what = format!("there is no tensor or weight `{}`", name.escape_debug());
            RuntimeError::Unsound(Box::new(Finding::error(format!("routines[{index}]"), what)))
        };
        let inputs = routine.inputs.iter().map(|name| self.input(name).ok_or_else(|| unknown(name)));
        let outputs = routine.outputs.iter();
        let outputs = outputs.map(|name| self.numbers.get(name.as_str()).copied().ok_or_else(|| unknown(name)));
        Ok(CpuCall {
            function,
            inputs: inputs.collect::<Result<_, _>>()?,
            outputs: outputs.collect::<Result<_, _>>()?,
            parameters,
        })
    }

    /// Tensors hide weights of the same name.
    fn input(&self, name: &str) -> Option<CpuInput> {
        if let Some(number) = self.numbers.get(name) {
            return Some(CpuInput::Tensor(*number));
        }
        let weight = self.model.body.weights.iter().rev().find(|weight| weight.name == name)?;
        let shape = weight.shape.as_ref()?;
        let bytes = shape.count()?.checked_mul(weight.data_type.size()?)?;
        let start = self.plan.region(Region::Weight).start.checked_add(weight.address()?.offset)?;
        Some(CpuInput::Weight {
            name: weight.name.clone(),
            shape: shape.dims.clone(),
            data_type: weight.data_type,
            place: start..start.checked_add(bytes)?,
        })
    }
}

/// The segments of the command buffer of the routine at position `index` of its program.
///
/// # Errors
/// A routine without commands, bytes that are no descriptors, and waits that would never end.
pub(crate) fn segments(
    model: &Model<'_>,
    chip: Chip,
    index: usize,
    routine: &cvimodel::Routine,
) -> Result<Vec<Program>, RuntimeError> {
    let buffer = command_buffer(model, chip, index, routine)?;
    let segments = dmabuf::read(chip, &buffer)?.segments;
    let program = |(number, segment): (usize, &dmabuf::Segment<'_>)| {
        let program = Program::new(chip, segment.tiu.as_flattened(), segment.tdma.as_flattened());
        program.map_err(|fault| RuntimeError::Fault { routine: index, segment: number, fault })
    };
    segments.iter().enumerate().map(program).collect()
}

/// The command buffer of a routine, as the driver takes it.
pub(super) fn command_buffer<'m>(
    model: &'m Model<'_>,
    chip: Chip,
    index: usize,
    routine: &cvimodel::Routine,
) -> Result<Cow<'m, [u8]>, RuntimeError> {
    let missing = || Finding::error(format!("routines[{index}]"), "it has no command section");
    let section = model.commands_of(routine).ok_or_else(|| RuntimeError::Unsound(Box::new(missing())))?;
    let contents = model.contents(section, &Limits::default())?;
    match section.kind {
        SectionKind::Dmabuf => Ok(contents),
        _ => Ok(Cow::Owned(dmabuf::from_packets(chip, &contents)?)),
    }
}

impl CpuCall {
    /// Quantising functions say what the scale of their output is.
    pub(super) fn set_scale(&self, tensors: &mut [TensorInfo]) {
        let is = |name: &str, text: &str| self.parameters.get(name) == Some(&Parameter::Text(text.to_owned()));
        let number = |name: &str| match self.parameters.get(name) {
            Some(Parameter::Float(value)) => Some(*value),
            _ => None,
        };
        if self.function.name() != "quant" || !is("from", "NONE") || !is("to", "INT8") {
            return;
        }
        let scale = number("threshold").map(|threshold| 128.0 / threshold).or_else(|| number("scale"));
        if let Some((scale, output)) = scale.zip(self.outputs.first().and_then(|output| tensors.get_mut(*output))) {
            output.scale = scale;
        }
    }
}
