//! An operand as the descriptor gives it: the names of its fields, its address, its planes.

use super::plane::{Misplaced, Plane};
use super::walk::Stream;
use crate::refusal::Refusal;
use isa::address::LocalAddress;
use isa::chip::ChipProfile;
use isa::generated::tiu::RECORD;
use isa::layout::LocalTensor;
use isa::layout::tiu::{beside, placed, shape};
use isa::op::tiu::{OPS, PARTS, StrideMode, Tensor, TiuKind};

/// Most elements of one operation that are executed. Local memory holds a sixteenth; more need strides of zero.
const MAX_ELEMENTS: usize = 1 << 24;
/// Largest number of elements in one direction.
const MAX_EXTENT: u16 = 4095;

/// Which operand of the descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `res0`.
    Output,
    /// `opd0`.
    A,
    /// `opd1`.
    B,
    /// `opd2`.
    C,
}

/// An operand with its whole address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand<'t> {
    pub(crate) slot: Slot,
    pub(crate) tensor: &'t Tensor,
    pub(crate) address: LocalAddress,
}

impl<'t> Operand<'t> {
    /// The result.
    pub(crate) fn output(tensor: &'t Tensor) -> Self {
        Operand { slot: Slot::Output, tensor, address: tensor.addr }
    }

    /// The first operand.
    pub(crate) fn a(tensor: &'t Tensor) -> Self {
        Operand { slot: Slot::A, tensor, address: tensor.addr }
    }

    /// The second operand.
    pub(crate) fn b(tensor: &'t Tensor, output: &Tensor) -> Self {
        Operand { slot: Slot::B, tensor, address: beside(output.addr, tensor.addr) }
    }

    /// The third operand.
    pub(crate) fn c(tensor: &'t Tensor, output: &Tensor) -> Self {
        Operand { slot: Slot::C, tensor, address: beside(output.addr, tensor.addr) }
    }

    /// Whether elements are stored as one byte (or one pair), not in two planes.
    pub(crate) fn is_narrow(&self) -> bool {
        self.tensor.width != 0
    }

    /// The elements, or the constant: of 8-bit elements its low byte counts.
    pub(crate) fn stream(&self, element: u32, chip: &ChipProfile) -> Result<Stream, Refusal> {
        if self.tensor.constant {
            let [low, high, ..] = self.tensor.addr.0.to_le_bytes();
            return Ok(Stream::Constant([low, high]));
        }
        self.place(self.located(element, chip), chip).map(Stream::Tensor)
    }

    /// The low and the high plane of 16-bit elements.
    pub(crate) fn planes(&self, chip: &ChipProfile) -> Result<[Stream; 2], Refusal> {
        if self.tensor.constant {
            let [low, high, ..] = self.tensor.addr.0.to_le_bytes();
            return Ok([Stream::Constant([low, 0]), Stream::Constant([high, 0])]);
        }
        let low = self.located(1, chip);
        let high = low.shifted(self.tensor.plane_stride.into(), chip);
        Ok([Stream::Tensor(self.place(low, chip)?), Stream::Tensor(self.place(high, chip)?)])
    }

    fn located(&self, element: u32, chip: &ChipProfile) -> LocalTensor {
        placed(self.tensor, self.address, self.tensor.mode, shape(self.tensor), element, chip)
    }

    /// The plane of `located`, which belongs to this operand.
    pub(crate) fn place(&self, located: LocalTensor, chip: &ChipProfile) -> Result<Plane, Refusal> {
        Plane::new(located, chip).map_err(|misplaced| self.misplaced(misplaced, chip))
    }

    #[cold]
    fn misplaced(&self, misplaced: Misplaced, chip: &ChipProfile) -> Refusal {
        let (what, allowed) = match misplaced {
            Misplaced::Lane(lane) => {
                (format!("the tensor starts in lane {lane}"), format!("lanes 0 to {}", chip.lanes - 1))
            }
            Misplaced::Byte([n, c, h, w], byte) => (
                format!("element ({n}, {c}, {h}, {w}) lies at byte {byte} of its lane"),
                format!("bytes 0 to {}", chip.lane_bytes - 1),
            ),
            Misplaced::End => ("the tensor ends behind the last lane".to_string(), String::new()),
        };
        let help = "move the tensor, or make it, its strides or its plane distance smaller";
        self.refuse("addr", self.tensor.addr.0, what, allowed).help(help)
    }

    /// A refusal that blames one of the operand's fields.
    #[cold]
    pub(crate) fn refuse(
        &self,
        part: &str,
        value: impl Into<u64>,
        what: impl Into<String>,
        allowed: impl Into<String>,
    ) -> Refusal {
        Refusal::new(what).field(self.field(part), value, allowed)
    }

    fn field(&self, part: &str) -> &'static str {
        let part = PARTS.iter().position(|name| *name == part);
        let operand = &OPS[TiuKind::Conv as usize].operands[self.slot as usize];
        part.and_then(|part| operand.parts[part]).map_or("", |row| RECORD.fields[row].name)
    }

    /// Demands sizes from 1 to 4095, and not too many elements in all.
    pub(crate) fn check_shape(&self) -> Result<(), Refusal> {
        let Tensor { n, c, h, w, .. } = *self.tensor;
        for (part, size) in [("n", n), ("c", c), ("h", h), ("w", w)] {
            if !(1..=MAX_EXTENT).contains(&size) {
                let refusal = self.refuse(part, size, "a tensor of this size does not exist", "1 to 4095");
                return Err(refusal.help("give every direction at least one element"));
            }
        }
        if elements(self.tensor) > MAX_ELEMENTS {
            let refusal = self.refuse("n", n, "the tensor has more elements than one operation may have", "");
            return Err(refusal.help(format!("use at most {MAX_ELEMENTS} elements")));
        }
        Ok(())
    }

    /// Demands the shape of the result; of a constant only the number of elements counts.
    pub(crate) fn check_same_shape(&self, output: &Tensor) -> Result<(), Refusal> {
        if self.tensor.constant {
            return self.check_constant_count(output);
        }
        let Tensor { n, c, h, w, .. } = *self.tensor;
        let sizes = [("n", n, output.n), ("c", c, output.c), ("h", h, output.h), ("w", w, output.w)];
        for (part, size, wanted) in sizes {
            if size != wanted {
                let refusal = self.refuse(part, size, "operand and result differ in shape", wanted.to_string());
                return Err(refusal.help("give both the same shape"));
            }
        }
        Ok(())
    }

    /// The hardware model repeats a constant as often as its shape says, however many elements the result has.
    fn check_constant_count(&self, output: &Tensor) -> Result<(), Refusal> {
        let (declared, wanted) = (elements(self.tensor), elements(output));
        if declared == wanted {
            return Ok(());
        }
        let what = format!("the constant is declared with {declared} elements, the result has {wanted}: undefined");
        Err(self.refuse("n", self.tensor.n, what, "").help("give the constant the result's shape"))
    }

    /// Demands a stride mode.
    pub(crate) fn check_mode(&self, wanted: StrideMode) -> Result<(), Refusal> {
        if self.tensor.mode == wanted {
            return Ok(());
        }
        let what = format!("stride mode {:?} does not exist here", self.tensor.mode);
        let allowed = format!("{} {wanted:?}", wanted.bits());
        Err(self.refuse("mode", self.tensor.mode.bits(), what, allowed).help("set the mode and its strides"))
    }

    /// Demands a distance between the planes of a 16-bit operand.
    pub(crate) fn check_plane_stride(&self) -> Result<(), Refusal> {
        if self.is_narrow() || self.tensor.constant || self.tensor.plane_stride != 0 {
            return Ok(());
        }
        let refusal = self.refuse("plane_stride", 0_u64, "the two planes of a 16-bit tensor coincide", "1 to 65535");
        Err(refusal.help("give the distance of the planes, or declare the tensor 8 bits wide"))
    }

    /// Demands strides that keep pairs of bytes together.
    pub(crate) fn check_even_strides(&self) -> Result<(), Refusal> {
        let Tensor { n_stride, c_stride, h_stride, w_stride, .. } = *self.tensor;
        let strides = [("n_stride", n_stride), ("c_stride", c_stride), ("h_stride", h_stride), ("w_stride", w_stride)];
        for (part, stride) in strides {
            if stride % 2 != 0 {
                let refusal = self.refuse(part, stride, "bf16 elements lie at even distances", "even numbers");
                return Err(refusal.help("double the strides of an 8-bit tensor"));
            }
        }
        Ok(())
    }

    /// Demands 8-bit elements; bf16 pairs count as such.
    pub(crate) fn check_narrow(&self) -> Result<(), Refusal> {
        if self.is_narrow() {
            return Ok(());
        }
        let refusal = self.refuse("width", self.tensor.width, "the operation takes no two-plane elements here", "1");
        Err(refusal.help("use 8-bit or bf16 elements"))
    }

    /// Demands 16-bit elements in two planes.
    pub(crate) fn check_wide(&self) -> Result<(), Refusal> {
        if !self.is_narrow() {
            return Ok(());
        }
        let refusal = self.refuse("width", self.tensor.width, "the operation takes 16-bit elements here", "0");
        Err(refusal.help("add a high plane: zeroes below unsigned, sign bytes below signed numbers"))
    }

    /// Demands the width that the result has.
    pub(crate) fn check_width(&self, wanted: u8) -> Result<(), Refusal> {
        if self.tensor.width == wanted {
            return Ok(());
        }
        let refusal = self.refuse("width", self.tensor.width, "operand and result differ in width", wanted.to_string());
        Err(refusal.help("give operands and result the same width"))
    }

    /// Demands a signedness.
    pub(crate) fn check_signed(&self, wanted: bool) -> Result<(), Refusal> {
        if self.tensor.signed == wanted {
            return Ok(());
        }
        let kind = if wanted { "signed" } else { "unsigned" };
        let refusal = self.refuse(
            "signed",
            self.tensor.signed,
            format!("the operation wants {kind} numbers here"),
            u8::from(wanted).to_string(),
        );
        Err(refusal.help("set the sign flags of operands and result alike"))
    }
}

fn elements(tensor: &Tensor) -> usize {
    shape(tensor).into_iter().map(|size| size as usize).product()
}
