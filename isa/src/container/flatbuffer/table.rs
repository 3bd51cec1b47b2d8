//! One table of a flatbuffer: which fields are present and where.

use super::{
    builder::{VTABLE_ENTRY, VTABLE_HEADER},
    path::Path,
    source::Place,
    value::Value,
};
use crate::diagnostic::FormatError;

/// What visiting a table costs even when nothing is built from it.
const VISIT: usize = 8;

/// A table and its list of field offsets.
#[derive(Clone, Copy, Debug)]
pub struct Table<'s, 'a> {
    place: Place<'s, 'a>,
    /// Offset of each field from the table's start, two bytes each; zero when absent.
    entries: &'a [u8],
}

impl<'s, 'a> Table<'s, 'a> {
    /// Opens the table of type `name` that starts at `place`; field numbers from `known` on are noted as unknown.
    ///
    /// # Errors
    /// When the table or its vtable does not lie inside the flatbuffer.
    pub fn open(place: Place<'s, 'a>, name: &'static str, known: usize) -> Result<Self, FormatError> {
        place.charge(VISIT)?;
        let entries = Self::vtable(place)?;
        let table = Table { place, entries };
        for slot in known..entries.len() / VTABLE_ENTRY {
            if let Some(field) = table.field(slot) {
                field.note_unknown(name, slot);
            }
        }
        Ok(table)
    }

    fn vtable(place: Place<'s, 'a>) -> Result<&'a [u8], FormatError> {
        let distance = i64::from(i32::read(place)?);
        let position = usize::try_from(place.position() as i64 - distance).ok();
        let vtable = position.map(|position| place.at(position)).ok_or_else(|| lost_vtable(place, distance))?;
        let size = usize::from(u16::from_le_bytes(vtable.array()?));
        if size < VTABLE_HEADER || !size.is_multiple_of(VTABLE_ENTRY) {
            let what = format!("the vtable of `{}` claims {size} bytes", place.path());
            return Err(vtable.error(what).allowed("an even size from 4"));
        }
        Ok(vtable.bytes(size, VTABLE_ENTRY)?.get(VTABLE_HEADER..).unwrap_or_default())
    }

    /// The place of a field, when it is present.
    #[must_use]
    pub fn field(&self, slot: usize) -> Option<Place<'s, 'a>> {
        let entry = self.entries.get(slot * VTABLE_ENTRY..)?.first_chunk().copied()?;
        let within = u16::from_le_bytes(entry);
        (within != 0).then(|| self.place.forward(usize::from(within)))
    }

    /// Reads a field; `absent` is its value when it is not stored.
    ///
    /// # Errors
    /// When the stored value is broken.
    pub fn read<T: Value>(&self, slot: usize, name: &'static str, absent: T) -> Result<T, FormatError> {
        let path = self.place.path().field(name);
        self.field(slot).map_or(Ok(absent), |place| T::read(place.called(&path)))
    }

    /// Reads a field that every such table must have.
    ///
    /// # Errors
    /// When the field is absent or the stored value is broken.
    pub fn required<T: Value>(&self, slot: usize, name: &'static str) -> Result<T, FormatError> {
        let path = self.place.path().field(name);
        match self.field(slot) {
            Some(place) => T::read(place.called(&path)),
            None => Err(self.missing(&path)),
        }
    }

    fn missing(&self, path: &Path<'_>) -> FormatError {
        self.place.error(format!("`{path}` is missing")).allowed("tables that have it")
    }
}

fn lost_vtable(place: Place<'_, '_>, distance: i64) -> FormatError {
    let what = format!("the vtable of `{}` lies {distance} bytes before it, outside the flatbuffer", place.path());
    place.error(what)
}
