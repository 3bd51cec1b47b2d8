//! What the element-wise operations have in common: equal shapes, explicit strides, one job over all elements.

use super::Unit;
use super::job::Job;
use super::kernel::Words;
use super::operand::{Operand, Slot};
use super::rules::Arithmetic;
use super::walk::Stream;
use crate::arith::integer::Saturation;
use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::layout::tiu::shape;
use isa::op::tiu::{StrideMode, Tensor};

/// The checked operands of an element-wise operation.
pub(crate) struct Elementwise<'t> {
    pub(crate) output: Operand<'t>,
    pub(crate) a: Operand<'t>,
    pub(crate) b: Option<Operand<'t>>,
    chip: &'static ChipProfile,
    bf16: bool,
}

impl<'t> Elementwise<'t> {
    /// An operation on one operand.
    pub(crate) fn unary(unit: &Unit<'_>, output: &'t Tensor, a: &'t Tensor, bf16: bool) -> Result<Self, Refusal> {
        Self::new(unit, output, a, None, bf16)
    }

    /// An operation on two operands.
    pub(crate) fn binary(
        unit: &Unit<'_>,
        output: &'t Tensor,
        [a, b]: [&'t Tensor; 2],
        bf16: bool,
    ) -> Result<Self, Refusal> {
        Self::new(unit, output, a, Some(b), bf16)
    }

    fn new(
        unit: &Unit<'_>,
        output: &'t Tensor,
        a: &'t Tensor,
        b: Option<&'t Tensor>,
        bf16: bool,
    ) -> Result<Self, Refusal> {
        let b = b.map(|b| Operand::b(b, output));
        let new = Elementwise { output: Operand::output(output), a: Operand::a(a), b, chip: unit.chip, bf16 };
        new.check()?;
        Ok(new)
    }

    fn operands(&self) -> impl Iterator<Item = &Operand<'t>> {
        std::iter::once(&self.a).chain(&self.b)
    }

    fn check(&self) -> Result<(), Refusal> {
        self.output.check_shape()?;
        self.output.check_plane_stride()?;
        self.check_strides(&self.output)?;
        for operand in self.operands() {
            operand.check_same_shape(self.output.tensor)?;
            operand.check_plane_stride()?;
            // The unit judges the first operand's strides even where it is a constant.
            if operand.slot == Slot::A || !operand.tensor.constant {
                self.check_strides(operand)?;
            }
        }
        Ok(())
    }

    fn check_strides(&self, operand: &Operand<'_>) -> Result<(), Refusal> {
        operand.check_mode(StrideMode::Manual)?;
        if self.bf16 { operand.check_even_strides() } else { Ok(()) }
    }

    /// Demands the rules on shift, relu and sign.
    pub(crate) fn check_arithmetic(&self, relu: u8, rshift: u8, arith: bool) -> Result<(), Refusal> {
        let rules = Arithmetic {
            bf16: self.bf16,
            signed: self.operands().any(|operand| operand.tensor.signed),
            signed_result: self.output.tensor.signed,
            wide_result: !self.output.is_narrow(),
            relu,
            rshift,
            arith,
        };
        rules.check()
    }

    /// Demands 8-bit or bf16 elements of operands and result, and in integers one signedness.
    pub(crate) fn check_alike(&self) -> Result<(), Refusal> {
        self.output.check_narrow()?;
        for operand in self.operands() {
            operand.check_narrow()?;
            if !self.bf16 {
                operand.check_signed(self.output.tensor.signed)?;
            }
        }
        Ok(())
    }

    /// Demands operands of 8 bits.
    pub(crate) fn check_narrow_operands(&self) -> Result<(), Refusal> {
        self.operands().try_for_each(Operand::check_narrow)
    }

    /// Demands what sums take: 16-bit integers in two planes, or bf16.
    pub(crate) fn check_summands(&self) -> Result<(), Refusal> {
        if !self.bf16 {
            return self.operands().try_for_each(Operand::check_wide);
        }
        self.a.check_narrow()?;
        self.b.iter().filter(|b| !b.tensor.constant).try_for_each(Operand::check_narrow)
    }

    /// The operand's elements, or for 16-bit ones their low plane.
    pub(crate) fn narrow(&self, operand: &Operand<'_>, element: u32) -> Result<Stream, Refusal> {
        operand.stream(element, self.chip)
    }

    /// As [`Elementwise::narrow`] of the second operand.
    pub(crate) fn narrow_b(&self, element: u32) -> Result<Stream, Refusal> {
        self.b.as_ref().map_or(Ok(Stream::Idle), |b| self.narrow(b, element))
    }

    /// The two planes of an operand with 16-bit elements.
    pub(crate) fn wide(&self, operand: &Operand<'_>) -> Result<[Stream; 2], Refusal> {
        operand.planes(self.chip)
    }

    /// The one or two planes of integer results.
    pub(crate) fn integer_results(&self) -> Result<[Stream; 2], Refusal> {
        if self.output.is_narrow() {
            return Ok([self.narrow(&self.output, 1)?, Stream::Idle]);
        }
        self.wide(&self.output)
    }

    /// A computation on elements of `element` bytes.
    pub(crate) fn job(&self, element: u32, sources: &[Stream], results: &[Stream]) -> Job {
        Job::new(shape(self.output.tensor), self.chip, element, sources, results)
    }

    /// A computation of one stream from one of each operand.
    pub(crate) fn narrow_job(&self, element: u32) -> Result<Job, Refusal> {
        let results = [self.narrow(&self.output, element)?];
        let sources = [self.narrow(&self.a, element)?, self.narrow_b(element)?];
        Ok(self.job(element, &sources, &results))
    }

    /// A computation of one or two planes from two planes of each operand, which go a, a, b, b.
    pub(crate) fn wide_job(&self) -> Result<Job, Refusal> {
        let results = self.integer_results()?;
        let [a_low, a_high] = self.wide(&self.a)?;
        let [b_low, b_high] = self.b.as_ref().map_or(Ok([Stream::Idle; 2]), |b| self.wide(b))?;
        Ok(self.job(1, &[a_low, a_high, b_low, b_high], &results))
    }

    /// Combines bf16 patterns, or with one operand a pattern with itself.
    pub(crate) fn run_bf16(&self, unit: &mut Unit<'_>, f: impl Fn(u16, u16) -> u16 + Copy) -> Result<(), Refusal> {
        let job = self.narrow_job(2)?;
        match self.b {
            Some(_) => job.run(unit, move |[a, b]: [u16; 2]| [f(a, b)]),
            None => job.run(unit, move |[a]: [u16; 1]| [f(a, a)]),
        }
        Ok(())
    }

    /// Combines 8-bit elements.
    pub(crate) fn run_bytes(&self, unit: &mut Unit<'_>, f: impl Fn(u8, u8) -> u8 + Copy) -> Result<(), Refusal> {
        self.narrow_job(1)?.run(unit, move |[a, b]: [u8; 2]| [f(a, b)]);
        Ok(())
    }

    /// Combines 16-bit numbers to a sum that is shifted and clamped.
    pub(crate) fn run_sums(
        &self,
        unit: &mut Unit<'_>,
        range: Saturation,
        (amount, round): (u8, bool),
        f: impl Fn(i32, i32) -> i32 + Copy,
    ) -> Result<(), Refusal> {
        let numbers = |operand: &Operand<'_>| Words::new(operand.tensor.signed);
        let (a, b) = (numbers(&self.a), self.b.as_ref().map_or(Words::new(false), numbers));
        self.wide_job()?.run_shifted(unit, amount, round, |shift| {
            move |[a_low, a_high, b_low, b_high]: [u8; 4]| {
                range.clamp(shift.arithmetic(f(a.read(a_low, a_high), b.read(b_low, b_high))))
            }
        });
        Ok(())
    }

    /// Combines the bits of 8-bit or 16-bit elements, after checking what bitwise operations demand.
    pub(crate) fn run_bitwise(&self, unit: &mut Unit<'_>, f: impl Fn(u8, u8) -> u8 + Copy) -> Result<(), Refusal> {
        let width = self.output.tensor.width;
        for operand in self.operands().chain([&self.output]) {
            operand.check_signed(false)?;
            operand.check_width(width)?;
        }
        if self.output.is_narrow() {
            return self.run_bytes(unit, f);
        }
        self.wide_job()?.run(unit, move |[a_low, a_high, b_low, b_high]: [u8; 4]| [f(a_low, b_low), f(a_high, b_high)]);
        Ok(())
    }
}
