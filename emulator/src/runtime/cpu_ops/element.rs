//! Numbers in the bytes of a tensor.

use super::refusal::{CpuRefusal, Place};

/// A number as tensors store it, little endian.
pub(super) trait Element: Copy {
    /// Bytes of one.
    const SIZE: usize;
    /// Its name in messages.
    const NAME: &'static str;

    fn read(bytes: &[u8]) -> Self;
    fn write(self, bytes: &mut [u8]);

    /// The number as it is stored, the same on every host.
    fn settled(self) -> Self {
        self
    }
}

macro_rules! element {
    ($($number:ty: $name:literal $({ $settled:item })?),*) => {
        $(impl Element for $number {
            const SIZE: usize = size_of::<$number>();
            const NAME: &'static str = $name;

            fn read(bytes: &[u8]) -> Self {
                let mut raw = [0; Self::SIZE];
                raw.copy_from_slice(bytes);
                <$number>::from_le_bytes(raw)
            }

            fn write(self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }

            $($settled)?
        })*
    };
}

element!(i8: "int8", u8: "uint8", i16: "int16", u16: "16-bit", i32: "int32", u32: "32-bit");
element!(f32: "fp32" {
    /// Which NaN comes out of a calculation depends on processor and compiler; this is the one of the chips' own.
    fn settled(self) -> Self {
        if self.is_nan() { f32::from_bits(0x7fc0_0000) } else { self }
    }
});

/// All numbers of a tensor, read with one type whatever its own type is, as the vendor's runtime does.
pub(super) struct Elements<T> {
    values: Vec<T>,
    /// Whether bytes behind the last whole number are zeroed as well.
    cleared: bool,
    function: &'static str,
    place: Place,
}

impl<T: Element> Elements<T> {
    pub(super) fn read(bytes: &[u8], function: &'static str, place: Place) -> Self {
        let values = bytes.chunks_exact(T::SIZE).map(T::read).collect();
        Elements { values, cleared: false, function, place }
    }

    /// Puts the numbers back where they came from.
    pub(super) fn write(&self, bytes: &mut [u8]) {
        if self.cleared {
            bytes.fill(0);
        }
        for (slot, value) in bytes.chunks_exact_mut(T::SIZE).zip(&self.values) {
            value.write(slot);
        }
    }

    pub(super) fn at(&self, index: i64) -> Result<T, CpuRefusal> {
        let value = usize::try_from(index).ok().and_then(|index| self.values.get(index));
        value.copied().ok_or_else(|| self.outside(index, 1))
    }

    pub(super) fn put(&mut self, index: i64, value: T) -> Result<(), CpuRefusal> {
        match usize::try_from(index).ok().and_then(|index| self.values.get_mut(index)) {
            Some(slot) => *slot = value.settled(),
            None => return Err(self.outside(index, 1)),
        }
        Ok(())
    }

    /// `count` numbers from `start`.
    pub(super) fn part(&self, start: i64, count: i64) -> Result<&[T], CpuRefusal> {
        let range = usize::try_from(start).ok().zip(usize::try_from(count).ok());
        let part = range.and_then(|(start, count)| self.values.get(start..)?.get(..count));
        part.ok_or_else(|| self.outside(start, count))
    }

    pub(super) fn put_part(&mut self, start: i64, values: &[T]) -> Result<(), CpuRefusal> {
        if values.is_empty() {
            return Ok(());
        }
        let slots = usize::try_from(start).ok();
        match slots.and_then(|start| self.values.get_mut(start..)?.get_mut(..values.len())) {
            Some(slots) => slots.iter_mut().zip(values).for_each(|(slot, value)| *slot = value.settled()),
            None => return Err(self.outside(start, values.len() as i64)),
        }
        Ok(())
    }

    /// Refuses unless there are at least `count` numbers.
    pub(super) fn need(&self, count: i64) -> Result<(), CpuRefusal> {
        if count > self.values.len() as i64 { Err(self.outside(0, count)) } else { Ok(()) }
    }

    /// Makes everything zero.
    pub(super) fn clear(&mut self) {
        self.cleared = true;
        self.values.fill(T::read(&[0; 8][..T::SIZE]));
    }

    #[cold]
    fn outside(&self, start: i64, count: i64) -> CpuRefusal {
        let what = match count {
            1 => format!("element {start} is needed"),
            _ => format!("{count} elements from {start} are needed"),
        };
        let have = format!("the {} {} elements it holds", self.values.len(), T::NAME);
        let refusal = CpuRefusal::new(self.function, self.place.clone(), what).allowed(have);
        refusal.help("shapes and parameters do not fit together: rebuild the model")
    }
}
