//! What `opd2` holds for the convolutions: a bias in planes, or one quantisation record for each channel.

use super::finish::Channel;
use super::planes::{Form, Planes};
use crate::arith::accumulate::load_sum;
use crate::refusal::Refusal;
use crate::tiu::operand::Operand;
use isa::chip::ChipProfile;
use isa::layout::LocalTensor;
use isa::layout::tiu::{channel_parameters, conv_bias};
use isa::op::tiu::{StrideMode, Tensor};

/// What is particular to each output channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) channels: Vec<Channel>,
    pub(crate) biases: Vec<f32>,
}

/// The third operand of a convolution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bias<'t> {
    pub(crate) output: &'t Tensor,
    pub(crate) tensor: &'t Tensor,
    /// It holds a bias.
    pub(crate) bias: bool,
    /// It holds multipliers and shifts; the bias beside them is signed.
    pub(crate) quant: bool,
}

impl<'t> Bias<'t> {
    fn operand(&self) -> Operand<'t> {
        Operand::c(self.tensor, self.output)
    }

    fn channels(&self) -> u32 {
        self.output.c.into()
    }

    /// Demands a usable operand, where it is in use.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let operand = self.operand();
        if !self.bias && !self.quant {
            return Ok(());
        }
        operand.check_shape()?;
        operand.check_mode(StrideMode::Lane)?;
        operand.check_size("c", self.tensor.c, self.output.c.into())?;
        operand.check_stored()?;
        if self.quant {
            return Ok(());
        }
        for (part, size) in [("n", self.tensor.n), ("h", self.tensor.h), ("w", self.tensor.w)] {
            operand.check_size(part, size, 1)?;
        }
        operand.check_wide()?;
        operand.check_plane_stride()
    }

    /// Reads the parameters of integer channels.
    pub(crate) fn read_integers(
        &self,
        parameters: &mut Parameters,
        memory: &[u8],
        chip: &ChipProfile,
    ) -> Result<(), Refusal> {
        let found = &mut parameters.channels;
        found.clear();
        if self.quant {
            let records = channel_parameters(self.output, self.tensor, self.bias, chip);
            let [n, c, h, _] = records.shape;
            let every_byte = LocalTensor { shape: [n, c, h, records.element], element: 1, ..records };
            let every_byte = LocalTensor { strides: [0, records.strides[1], 0, 1], ..every_byte };
            let (bytes, plane) = (records.element as usize, self.operand().place(every_byte, chip)?);
            let bases = (0..self.output.c).map(|c| plane.base(c.into()));
            found.extend(bases.map(|at| record(&memory[at..at + bytes], chip)));
        } else if self.bias {
            let planes = self.planes(Form::Bytes2, chip)?;
            let values = (0..self.channels()).map(|c| planes.read(memory, [0, c, 0, 0]) as u16);
            let number = |bits: u16| if self.tensor.signed { bits.cast_signed().into() } else { bits.into() };
            found.extend(values.map(|bits| Channel { addend: number(bits), ..Channel::default() }));
        } else {
            found.resize(self.output.c.into(), Channel::default());
        }
        Ok(())
    }

    /// Reads the biases of bf16 channels.
    pub(crate) fn read_floats(
        &self,
        parameters: &mut Parameters,
        memory: &[u8],
        chip: &ChipProfile,
    ) -> Result<(), Refusal> {
        parameters.biases.clear();
        if self.bias {
            let planes = self.planes(Form::Halves2, chip)?;
            let values = (0..self.channels()).map(|c| load_sum(planes.read(memory, [0, c, 0, 0])));
            parameters.biases.extend(values);
        } else {
            parameters.biases.resize(self.output.c.into(), 0.0);
        }
        Ok(())
    }

    fn planes(&self, form: Form, chip: &ChipProfile) -> Result<Planes, Refusal> {
        let (low, distance) = conv_bias(self.output, self.tensor, form.bytes() as u32, chip);
        Planes::new(self.operand(), form, low, distance, chip)
    }
}

/// A quantisation record: bias if there is one, multiplier, shift.
fn record(bytes: &[u8], chip: &ChipProfile) -> Channel {
    let word = |at: usize| bytes[at..].first_chunk().map_or(0, |bytes| i32::from_le_bytes(*bytes));
    let multiplier = bytes.len() - 5;
    let addend = if multiplier > 0 { word(0) } else { 0 };
    Channel { addend, multiplier: word(multiplier), shift: shift(bytes[bytes.len() - 1], chip) }
}

/// The shift behind a multiplication; on the 182x family its upper half means a left shift before it.
pub(crate) fn shift(field: u8, chip: &ChipProfile) -> u32 {
    let mask = if chip.features.left_quantised_shift { 0x3f } else { 0x1f };
    (field & mask).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::chip::Chip;

    #[test]
    fn records_have_an_optional_bias() {
        let bytes = [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0x80, 0xff];
        let all = Channel { addend: -1, multiplier: i32::MIN + 1, shift: 63 };
        assert_eq!(record(&bytes, Chip::Cv181x.profile()), all);
        assert_eq!(record(&bytes[4..], Chip::Cv183x.profile()), Channel { addend: 0, shift: 31, ..all });
    }
}
