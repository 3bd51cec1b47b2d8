//! One call of a CPU function: its tensors and parameters, checked as they are asked for.

use super::{
    element::{Element, Elements},
    refusal::{CpuRefusal, Place},
    tensor::{Tensor, TensorBuf, TensorView},
};
use isa::container::parameters::{Parameter, Parameters};

/// Steps after which a call is taken for an attack: minutes of work.
const MOST_STEPS: i64 = 1 << 36;

pub(super) struct Call<'c> {
    pub(super) function: &'static str,
    pub(super) inputs: &'c [TensorView<'c>],
    pub(super) outputs: &'c mut [TensorBuf],
    pub(super) parameters: &'c Parameters,
}

impl Call<'_> {
    pub(super) fn input(&self, index: usize) -> Result<Tensor<'_>, CpuRefusal> {
        let Some(view) = self.inputs.get(index) else {
            return Err(self.too_few("input", self.inputs.len(), index));
        };
        let place = Place::Input { index, name: view.name.to_owned() };
        Tensor::new(self.function, place, *view)
    }

    pub(super) fn output(&self, index: usize) -> Result<Tensor<'_>, CpuRefusal> {
        let Some(buffer) = self.outputs.get(index) else {
            return Err(self.too_few("output", self.outputs.len(), index));
        };
        let place = Place::Output { index, name: buffer.name.clone() };
        Tensor::new(self.function, place, buffer.view())
    }

    /// Puts back the elements of an output.
    pub(super) fn store<T: Element>(&mut self, index: usize, elements: &Elements<T>) {
        if let Some(buffer) = self.outputs.get_mut(index) {
            elements.write(&mut buffer.bytes);
        }
    }

    /// All inputs, when there are exactly `N`.
    pub(super) fn all_inputs<const N: usize>(&self) -> Result<[Tensor<'_>; N], CpuRefusal> {
        let tensors =
            (0..self.inputs.len().min(N + 1)).map(|index| self.input(index)).collect::<Result<Vec<_>, _>>()?;
        let count = self.inputs.len();
        let refusal = |_| self.refuse(format!("it has {count} inputs")).allowed(format!("{N} inputs"));
        <[_; N]>::try_from(tensors).map_err(refusal)
    }

    fn too_few(&self, kind: &str, count: usize, index: usize) -> CpuRefusal {
        let least = index + 1;
        self.refuse(format!("it has {count} {kind}s")).allowed(format!("at least {least}"))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.parameters.get(name).is_some()
    }

    /// An integer.
    pub(super) fn int(&self, name: &'static str) -> Result<i64, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Int(value) = value { Some(i64::from(*value)) } else { None };
        self.parameter(name, "an integer", pick)
    }

    /// A real number.
    pub(super) fn float(&self, name: &'static str) -> Result<f32, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Float(value) = value { Some(*value) } else { None };
        self.parameter(name, "a real number", pick)
    }

    /// A truth value.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Bool(value) = value { Some(*value) } else { None };
        self.parameter(name, "a truth value", pick)
    }

    /// Text.
    pub(super) fn text(&self, name: &'static str) -> Result<String, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Text(value) = value { Some(value.clone()) } else { None };
        self.parameter(name, "text", pick)
    }

    /// Several integers.
    pub(super) fn ints(&self, name: &'static str) -> Result<Vec<i32>, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Ints(value) = value { Some(value.clone()) } else { None };
        self.parameter(name, "a list of integers", pick)
    }

    /// Several real numbers.
    pub(super) fn floats(&self, name: &'static str) -> Result<Vec<f32>, CpuRefusal> {
        let pick = |value: &Parameter| if let Parameter::Floats(value) = value { Some(value.clone()) } else { None };
        self.parameter(name, "a list of real numbers", pick)
    }

    fn parameter<T>(
        &self,
        name: &'static str,
        kind: &str,
        pick: impl Fn(&Parameter) -> Option<T>,
    ) -> Result<T, CpuRefusal> {
        let value = self.parameters.get(name);
        let found = || value.map_or("it is missing".to_owned(), |value| format!("it is {value}"));
        value.and_then(pick).ok_or_else(|| self.refuse_parameter(name, found(), kind))
    }

    /// An integer of which only `least..=most` make sense.
    pub(super) fn int_within(&self, name: &'static str, least: i64, most: i64) -> Result<i64, CpuRefusal> {
        let value = self.int(name)?;
        if (least..=most).contains(&value) {
            return Ok(value);
        }
        let allowed =
            if most >= i64::from(i32::MAX) { format!("{least} or more") } else { format!("{least} to {most}") };
        Err(self.refuse_parameter(name, format!("it is {value}"), &allowed))
    }

    /// A positive integer.
    pub(super) fn positive(&self, name: &'static str) -> Result<i64, CpuRefusal> {
        self.int_within(name, 1, i64::from(i32::MAX))
    }

    /// A dimension of `tensor`, counted from the outermost.
    pub(super) fn axis(&self, tensor: &Tensor<'_>) -> Result<usize, CpuRefusal> {
        let rank = tensor.view.shape.len() as i64;
        Ok(self.int_within("axis", 0, rank - 1)? as usize)
    }

    /// Refuses more work than any real model asks for: the product of `factors`.
    pub(super) fn work(&self, factors: &[i64]) -> Result<(), CpuRefusal> {
        let steps = factors.iter().fold(1, |steps: i64, factor| steps.saturating_mul(*factor));
        if steps <= MOST_STEPS {
            return Ok(());
        }
        Err(self.refuse(format!("it would take {steps} steps")).allowed(format!("at most {MOST_STEPS}")))
    }

    pub(super) fn refuse(&self, what: impl Into<String>) -> CpuRefusal {
        CpuRefusal::new(self.function, Place::Call, what)
    }

    pub(super) fn refuse_parameter(&self, name: &'static str, what: impl Into<String>, allowed: &str) -> CpuRefusal {
        CpuRefusal::new(self.function, Place::Parameter(name), what).allowed(allowed)
    }
}
