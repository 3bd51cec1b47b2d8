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
    /// Where the offsets of its fields are.
    vtable: Place<'s, 'a>,
    /// Offset of each field from the table's start, two bytes each; zero when absent.
    entries: &'a [u8],
}

impl<'s, 'a> Table<'s, 'a> {
    /// Opens the table of type `name` that starts at `place`; a field number from `known` on is noted as unknown.
    ///
    /// # Errors
    /// When the table or its vtable does not lie inside the flatbuffer.
    pub fn open(place: Place<'s, 'a>, name: &'static str, known: usize) -> Result<Self, FormatError> {
        let vtable = find_vtable(place)?;
        let table = Table { place, vtable, entries: read_vtable(place, vtable)? };
        place.charge(VISIT + table.entries.len())?;
        if let Some((slot, field)) = table.first_from(known) {
            let place = if field.is_inside() { field } else { table.entry(slot) };
            place.note_unknown(name, slot);
        }
        Ok(table)
    }

    /// Where the vtable says how far from the table's start the field is.
    fn entry(&self, slot: usize) -> Place<'s, 'a> {
        self.vtable.forward(VTABLE_HEADER + slot * VTABLE_ENTRY)
    }

    /// The first field that is present from number `slot` on.
    fn first_from(&self, slot: usize) -> Option<(usize, Place<'s, 'a>)> {
        let mut slots = slot..self.entries.len() / VTABLE_ENTRY;
        slots.find_map(|slot| Some((slot, self.field(slot)?)))
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
        self.field(slot).map_or(Ok(absent), |place| self.stored(slot, place.called(&path)))
    }

    /// Reads a field that every such table must have.
    ///
    /// # Errors
    /// When the field is absent or the stored value is broken.
    pub fn required<T: Value>(&self, slot: usize, name: &'static str) -> Result<T, FormatError> {
        let path = self.place.path().field(name);
        match self.field(slot) {
            Some(place) => self.stored(slot, place.called(&path)),
            None => Err(self.missing(&path)),
        }
    }

    /// Reads a field that is present. When it lies outside, its entry in the vtable is what is wrong.
    fn stored<T: Value>(&self, slot: usize, place: Place<'_, 'a>) -> Result<T, FormatError> {
        if place.is_inside() {
            return T::read(place);
        }
        let entry = self.entry(slot);
        Err(entry.error(format!("`{}` lies at byte {:#x}, outside the flatbuffer", place.path(), place.position())))
    }

    fn missing(&self, path: &Path<'_>) -> FormatError {
        self.place.error(format!("`{path}` is missing")).allowed("tables that have it")
    }
}

fn find_vtable<'s, 'a>(table: Place<'s, 'a>) -> Result<Place<'s, 'a>, FormatError> {
    let distance = i64::from(i32::read(table)?);
    let position = usize::try_from(table.position() as i64 - distance).ok();
    let vtable = position.map(|position| table.at(position)).filter(|vtable| vtable.is_inside());
    vtable.ok_or_else(|| {
        let what = format!("the vtable of `{}` lies {distance} bytes before it, outside the flatbuffer", table.path());
        table.error(what)
    })
}

fn read_vtable<'a>(table: Place<'_, 'a>, vtable: Place<'_, 'a>) -> Result<&'a [u8], FormatError> {
    let size = usize::from(u16::from_le_bytes(vtable.array()?));
    if size < VTABLE_HEADER || !size.is_multiple_of(VTABLE_ENTRY) {
        let what = format!("the vtable of `{}` claims {size} bytes", table.path());
        return Err(vtable.error(what).allowed("an even size from 4"));
    }
    Ok(vtable.bytes(size, VTABLE_ENTRY)?.get(VTABLE_HEADER..).unwrap_or_default())
}
