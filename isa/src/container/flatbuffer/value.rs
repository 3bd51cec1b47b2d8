//! What can stand in a field: scalars, text, vectors and tables, each read, written, found and compared one way.

use super::{
    builder::Builder,
    compare::{self, Difference},
    path::{Path, Segment},
    source::Place,
};
use crate::diagnostic::FormatError;
use std::fmt::Debug;

/// The bytes of an offset that stands for something stored further on.
pub const OFFSET: usize = 4;

/// What every piece of memory costs beside its bytes.
const ALLOCATION: usize = 16;

/// A value that can stand in a field of a table or be an element of a vector.
pub trait Value: Sized + PartialEq + Debug {
    /// Bytes it takes in its table or vector.
    const SIZE: usize = OFFSET;
    /// What its position is a multiple of.
    const ALIGN: usize = OFFSET;
    /// Whether it is a table, so that vectors of it are compared element by element.
    const IS_TABLE: bool = false;

    /// Reads the value whose own bytes are at `place`.
    ///
    /// # Errors
    /// When any byte reached from there is not what the format demands.
    fn read(place: Place<'_, '_>) -> Result<Self, FormatError>;

    /// Writes the value into the bytes reserved for it at `slot`, and what it refers to behind everything else.
    ///
    /// # Errors
    /// When the builder's revision of the schema cannot express the value.
    fn write(&self, out: &mut Builder, slot: usize, path: &Path<'_>) -> Result<(), FormatError>;

    /// Offset of the part that `steps` lead to.
    fn locate(place: Place<'_, '_>, steps: &[Segment<'_>]) -> Option<u64> {
        steps.is_empty().then(|| place.offset())
    }

    /// Whether both are stored as the same bytes: unlike `==`, NaN is the same as itself and -0.0 is not 0.0.
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// Appends how `other` differs from this value.
    fn compare(&self, other: &Self, path: &Path<'_>, found: &mut Vec<Difference>) {
        if !self.same(other) {
            found.push(Difference::changed(path, self, other));
        }
    }

    /// What tells this element of a vector from the others.
    fn key(&self) -> Option<&str> {
        None
    }
}

macro_rules! scalar {
    ($($type:ty),*) => { $(
        impl Value for $type {
            const SIZE: usize = size_of::<$type>();
            const ALIGN: usize = size_of::<$type>();

            fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
                Ok(<$type>::from_le_bytes(place.array()?))
            }

            fn write(&self, out: &mut Builder, slot: usize, _: &Path<'_>) -> Result<(), FormatError> {
                out.put(slot, &self.to_le_bytes());
                Ok(())
            }

            fn same(&self, other: &Self) -> bool {
                self.to_le_bytes() == other.to_le_bytes()
            }
        }
    )* };
}

scalar!(u8, i32, u32, i64, f32);

impl Value for bool {
    const SIZE: usize = 1;
    const ALIGN: usize = 1;

    fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
        Ok(u8::read(place)? != 0)
    }

    fn write(&self, out: &mut Builder, slot: usize, path: &Path<'_>) -> Result<(), FormatError> {
        u8::from(*self).write(out, slot, path)
    }
}

impl Value for String {
    fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
        let length = place.follow()?;
        let start = length.forward(OFFSET);
        let size = u32::read(length)? as usize;
        let bytes = start.bytes(size, 1)?;
        place.charge(ALLOCATION + size)?;
        if start.forward(size).bytes(1, 1)? != [0] {
            return Err(start.forward(size).error(format!("text `{}` does not end with a zero byte", place.path())));
        }
        let text = str::from_utf8(bytes);
        let text = text.map_err(|error| not_utf8(start.forward(error.valid_up_to()), place.path()))?;
        Ok(text.to_owned())
    }

    fn write(&self, out: &mut Builder, slot: usize, _: &Path<'_>) -> Result<(), FormatError> {
        let start = out.vector(slot, self.len(), self.len() + 1, 1);
        out.put(start, self.as_bytes());
        Ok(())
    }
}

fn not_utf8(place: Place<'_, '_>, path: &Path<'_>) -> FormatError {
    place.error(format!("text `{path}` has a byte here that is not UTF-8")).allowed("UTF-8 text")
}

impl<T: Value> Value for Vec<T> {
    fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
        let length = place.follow()?;
        let count = u32::read(length)? as usize;
        let first = length.forward(OFFSET);
        first.bytes(count.saturating_mul(T::SIZE), T::ALIGN)?;
        place.charge(count.saturating_mul(size_of::<T>()).saturating_add(ALLOCATION))?;
        let element = |index: usize| {
            let path = place.path().index(index);
            T::read(first.forward(index * T::SIZE).called(&path))
        };
        (0..count).map(element).collect()
    }

    fn write(&self, out: &mut Builder, slot: usize, path: &Path<'_>) -> Result<(), FormatError> {
        let start = out.vector(slot, self.len(), self.len() * T::SIZE, T::ALIGN);
        for (index, element) in self.iter().enumerate() {
            element.write(out, start + index * T::SIZE, &path.index(index))?;
        }
        Ok(())
    }

    fn locate(place: Place<'_, '_>, steps: &[Segment<'_>]) -> Option<u64> {
        let length = place.follow().ok()?;
        let [Segment::Index(index), rest @ ..] = steps else {
            return steps.is_empty().then(|| length.offset());
        };
        let inside = *index < u32::read(length).ok()? as usize;
        inside.then(|| T::locate(length.forward(OFFSET + index * T::SIZE), rest)).flatten()
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
    }

    fn compare(&self, other: &Self, path: &Path<'_>, found: &mut Vec<Difference>) {
        if T::IS_TABLE {
            compare::elements(self, other, path, found);
        } else if !self.same(other) {
            found.push(Difference::changed(path, self, other));
        }
    }
}

impl<T: Value> Value for Option<T> {
    const SIZE: usize = T::SIZE;
    const ALIGN: usize = T::ALIGN;

    fn read(place: Place<'_, '_>) -> Result<Self, FormatError> {
        T::read(place).map(Some)
    }

    fn write(&self, out: &mut Builder, slot: usize, path: &Path<'_>) -> Result<(), FormatError> {
        self.as_ref().map_or(Ok(()), |value| value.write(out, slot, path))
    }

    fn locate(place: Place<'_, '_>, steps: &[Segment<'_>]) -> Option<u64> {
        T::locate(place, steps)
    }

    fn compare(&self, other: &Self, path: &Path<'_>, found: &mut Vec<Difference>) {
        match (self, other) {
            (Some(left), Some(right)) => left.compare(right, path, found),
            (Some(left), None) => found.push(Difference::removed(path, left)),
            (None, Some(right)) => found.push(Difference::added(path, right)),
            (None, None) => {}
        }
    }
}
