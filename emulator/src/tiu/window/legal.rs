//! Rules that the window operations share, and how an operation whose result nobody defines is declined.

use crate::refusal::Refusal;
use crate::tiu::operand::Operand;
use isa::chip::ChipProfile;
use isa::op::tiu::{Ps32Mode, StrideMode};

/// Most results and most products of one operation that are computed; local memory holds operands for far fewer.
const MAX_RESULTS: usize = 1 << 24;
const MAX_PRODUCTS: usize = 1 << 36;

/// Declines unless `ok`, blaming the field `name`.
#[inline]
pub(crate) fn demand(
    ok: bool,
    name: &'static str,
    value: impl Into<u64>,
    allowed: impl ToString,
    what: &str,
) -> Result<(), Refusal> {
    if ok { Ok(()) } else { Err(Refusal::new(what).field(name, value, allowed.to_string())) }
}

impl Operand<'_> {
    /// Demands a size that follows from other operands.
    pub(crate) fn check_size(&self, part: &str, size: u16, wanted: usize) -> Result<(), Refusal> {
        if usize::from(size) == wanted {
            return Ok(());
        }
        let refusal = self.refuse(part, size, "the operands' shapes do not fit each other", wanted.to_string());
        Err(refusal.help("derive the shapes from each other"))
    }

    /// Demands computed or manual strides.
    pub(crate) fn check_strides(&self) -> Result<(), Refusal> {
        let manual = self.tensor.mode == StrideMode::Manual;
        if manual { Ok(()) } else { self.check_mode(StrideMode::Aligned) }
    }

    /// Demands strides under which the unit can write.
    pub(crate) fn check_rows(&self) -> Result<(), Refusal> {
        self.check_strides()?;
        if self.tensor.mode != StrideMode::Manual || self.tensor.n_stride.is_multiple_of(16) {
            return Ok(());
        }
        let what = "batches of the result start at multiples of 16 bytes";
        Err(self.refuse("n_stride", self.tensor.n_stride, what, "multiples of 16").help("round the stride up"))
    }

    /// Demands an operand in local memory.
    pub(crate) fn check_stored(&self) -> Result<(), Refusal> {
        if !self.tensor.constant {
            return Ok(());
        }
        let refusal = self.refuse("constant", 1_u64, "the operand cannot be a constant", "0");
        Err(refusal.help("store it in local memory"))
    }
}

/// Shift, relu and signs of an integer operation with sums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// An operand in use is signed, the bias included.
    pub(crate) any: bool,
    /// There is a bias.
    pub(crate) bias: bool,
    /// The result is signed.
    pub(crate) result: bool,
    pub(crate) relu: u8,
    pub(crate) arith: bool,
    /// The kind of shift matters.
    pub(crate) shifts: bool,
}

impl Signs {
    /// Demands that they fit each other.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        demand(self.relu <= 1, "opt_relu_typ", self.relu, "0 off, 1 on", "no such relu")?;
        let fits = self.arith == self.any || !self.shifts;
        let allowed = u8::from(self.any);
        demand(fits, "opt_shift_typ", self.arith, allowed, "the kind of shift follows from the operands' signs")?;
        let relu = self.relu == 1;
        let useful = !relu || self.any || self.bias;
        demand(useful, "opt_relu_typ", self.relu, "0", "relu of unsigned numbers")?;
        let fits = self.result == self.any || (relu && self.any);
        demand(fits, "opt_res0_sign", self.result, allowed, "the result's sign follows from the operands' signs")
    }
}

/// Demands insertions that the chip has.
pub(crate) fn check_insertions(chip: &ChipProfile, insertions: &[(&'static str, u8)]) -> Result<(), Refusal> {
    let most = chip.max_insertion;
    for (name, count) in insertions {
        let what = "more values are inserted than the unit can";
        demand(*count <= most, name, *count, format_args!("0 to {most}"), what)?;
    }
    Ok(())
}

/// Demands what writing partial sums demands.
pub(crate) fn check_sums(ps32: Ps32Mode, relu: u8, operands: u8, rshift: u8, quant: bool) -> Result<(), Refusal> {
    if ps32.bits() & 2 == 0 {
        return Ok(());
    }
    demand(relu == 0, "opt_relu_typ", relu, "0", "partial sums are written without relu")?;
    demand(operands == 2, "tsk_opd_num", operands, "2", "partial sums are written without bias")?;
    demand(rshift == 0, "opt_res_shift", rshift, "0", "partial sums are written without shift")?;
    demand(!quant, "opt_chl_quan", quant, "0", "partial sums are written without multiplication")
}

/// Demands an operation that ends in finite time.
pub(crate) fn check_work(results: usize, products: usize) -> Result<(), Refusal> {
    if results <= MAX_RESULTS && results.saturating_mul(products) <= MAX_PRODUCTS {
        return Ok(());
    }
    let what = format!("{results} results of {products} products each are more than local memory has operands for");
    Err(Refusal::new(what).help("give the result strides under which its elements do not overlap"))
}
