//! Values wider than an element, which lie in several planes.

use crate::refusal::Refusal;
use crate::tiu::operand::Operand;
use crate::tiu::plane::Plane;
use isa::chip::ChipProfile;
use isa::layout::{Index, LocalTensor};

/// How a value of up to 32 bits is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One byte.
    Byte,
    /// Two byte planes, low first.
    Bytes2,
    /// Four byte planes, low first.
    Bytes4,
    /// One 16-bit element.
    Half,
    /// Two planes of 16-bit elements, high first.
    Halves2,
}

impl Form {
    /// Bytes of one stored element.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Form::Byte | Form::Bytes2 | Form::Bytes4 => 1,
            Form::Half | Form::Halves2 => 2,
        }
    }

    /// The lowest bit of each plane.
    fn shifts(self) -> &'static [u32] {
        match self {
            Form::Byte | Form::Half => &[0],
            Form::Bytes2 => &[0, 8],
            Form::Bytes4 => &[0, 8, 16, 24],
            Form::Halves2 => &[16, 0],
        }
    }
}

/// A tensor of values, one plane after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planes {
    form: Form,
    shape: [usize; 4],
    planes: [Plane; 4],
}

impl Planes {
    /// The planes of `operand`, of which `low` is the first, `distance` bytes apart; each is placed on its own.
    pub(crate) fn new(
        operand: Operand<'_>,
        form: Form,
        low: LocalTensor,
        distance: u32,
        chip: &ChipProfile,
    ) -> Result<Planes, Refusal> {
        let mut planes = [operand.place(low, chip)?; 4];
        for (index, plane) in (0_u32..).zip(&mut planes).take(form.shifts().len()).skip(1) {
            *plane = operand.place(low.shifted(distance.saturating_mul(index), chip), chip)?;
        }
        Ok(Planes { form, shape: low.shape.map(|size| size as usize), planes })
    }

    /// Sizes in the order n, c, h, w.
    pub(crate) fn shape(&self) -> [usize; 4] {
        self.shape
    }

    /// Number of values.
    pub(crate) fn elements(&self) -> usize {
        self.shape.iter().product()
    }

    /// How values are stored.
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// Each plane's lowest bit, and the plane.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Plane)> {
        self.form.shifts().iter().copied().zip(&self.planes)
    }

    /// Reads a value.
    pub(crate) fn read(&self, memory: &[u8], index: Index) -> u32 {
        self.iter()
            .fold(0, |value, (shift, plane)| value | u32::from(self.element(memory, plane.position(index))) << shift)
    }

    /// Reads the patterns that follow each other from `start` on.
    pub(crate) fn read_run(&self, memory: &[u8], start: Index, values: &mut [i32]) {
        values.fill(0);
        for (shift, plane) in self.iter() {
            let (memory, step) = (&memory[plane.position(start)..], plane.step(3));
            if (self.form.bytes(), step) == (1, 1) {
                values.iter_mut().zip(memory).for_each(|(value, byte)| *value |= i32::from(*byte) << shift);
                continue;
            }
            for (at, value) in values.iter_mut().enumerate() {
                *value |= i32::from(self.element(memory, at * step)) << shift;
            }
        }
    }

    fn element(&self, memory: &[u8], at: usize) -> u16 {
        if self.form.bytes() == 2 { half(memory, at) } else { memory[at].into() }
    }

    /// Writes all values, in element order, plane by plane.
    pub(crate) fn write(&self, memory: &mut [u8], values: &[u32]) {
        let [_, channels, h, w] = self.shape;
        self.write_pieces(memory, |[n, c, y], x| &values[((n * channels + c) * h + y) * w + x..]);
    }

    /// Writes all values: `piece` gives those of the line at n, c and h from a column on, one or more.
    pub(crate) fn write_pieces<'v, V: Value + 'v>(
        &self,
        memory: &mut [u8],
        piece: impl Fn([usize; 3], usize) -> &'v [V],
    ) {
        let [batches, channels, h, w] = self.shape;
        for (shift, plane) in self.iter() {
            for [n, c] in (0..batches * channels).map(|at| [at / channels, at % channels]) {
                let start = plane.position([n, c, 0, 0].map(|at| at as u32));
                for y in 0..h {
                    let mut x = 0;
                    while x < w {
                        let values = piece([n, c, y], x);
                        let values = &values[..values.len().min(w - x)];
                        let at = start + y * plane.step(2) + x * plane.step(3);
                        self.write_row(&mut memory[at..], plane.step(3), values, shift);
                        x += values.len();
                    }
                }
            }
        }
    }

    #[inline]
    fn write_row<V: Value>(&self, memory: &mut [u8], step: usize, values: &[V], shift: u32) {
        let bits = |value: &V| value.bits() >> shift;
        match (self.form.bytes(), step, V::bytes(values)) {
            (1, 1, Some(values)) => memory[..values.len()].copy_from_slice(values),
            (1, 1, None) => memory.iter_mut().zip(values).for_each(|(byte, value)| *byte = bits(value) as u8),
            (1, ..) => values.iter().enumerate().for_each(|(at, value)| memory[at * step] = bits(value) as u8),
            (_, 2, _) => {
                let pairs = memory.as_chunks_mut().0.iter_mut();
                pairs.zip(values).for_each(|(pair, value)| *pair = (bits(value) as u16).to_le_bytes());
            }
            _ => {
                for (at, value) in values.iter().enumerate() {
                    memory[at * step..][..2].copy_from_slice(&(bits(value) as u16).to_le_bytes());
                }
            }
        }
    }
}

/// A value that is to be written.
pub(crate) trait Value: Copy {
    /// Its bits.
    fn bits(self) -> u32;

    /// The values as bytes, if that is what they are.
    fn bytes(_: &[Self]) -> Option<&[u8]> {
        None
    }
}

impl Value for u8 {
    #[inline(always)]
    fn bits(self) -> u32 {
        self.into()
    }

    #[inline(always)]
    fn bytes(values: &[u8]) -> Option<&[u8]> {
        Some(values)
    }
}

impl Value for u32 {
    #[inline(always)]
    fn bits(self) -> u32 {
        self
    }
}

/// The 16 bits at a position.
#[inline(always)]
pub(crate) fn half(memory: &[u8], position: usize) -> u16 {
    u16::from_le_bytes([memory[position], memory[position + 1]])
}
