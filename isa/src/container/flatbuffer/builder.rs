//! Writes flatbuffers front to back: a table first, then what it refers to.

use super::{
    path::Path,
    value::{OFFSET, Value},
};
use crate::diagnostic::FormatError;
use std::collections::HashMap;

/// Flatbuffers are limited by their signed 32-bit offsets.
const LARGEST: usize = i32::MAX as usize;
/// The strictest alignment any field asks for; the whole buffer is a multiple of it.
const WIDEST: usize = 8;
/// Bytes before the first entry of a vtable: its own size and the size of its tables.
pub(super) const VTABLE_HEADER: usize = 4;
/// Bytes of one entry of a vtable.
pub(super) const VTABLE_ENTRY: usize = 2;

/// What a table needs to know about one of its fields to lay itself out.
#[derive(Clone, Copy, Debug)]
pub struct FieldShape {
    /// The field number.
    pub slot: usize,
    /// The field name.
    pub name: &'static str,
    /// Bytes inside the table.
    pub size: usize,
    /// What the position is a multiple of.
    pub align: usize,
    /// Whether the field is written at all.
    pub present: bool,
    /// The first revision of the schema which has the field.
    pub since: u32,
}

/// A flatbuffer being written.
#[derive(Debug)]
pub struct Builder {
    bytes: Vec<u8>,
    vtables: HashMap<Vec<u8>, usize>,
    format: &'static str,
    revision: u32,
}

impl Builder {
    /// The flatbuffer with `root` as its outermost table, using no field younger than `revision` of the schema.
    ///
    /// # Errors
    /// When that revision cannot express the content, or the result would pass 2 GiB.
    pub fn encode<T: Value>(root: &T, format: &'static str, revision: u32) -> Result<Vec<u8>, FormatError> {
        let mut out = Builder { bytes: Vec::new(), vtables: HashMap::new(), format, revision };
        let slot = out.reserve(OFFSET, OFFSET);
        root.write(&mut out, slot, &Path::ROOT)?;
        out.align(WIDEST);
        if out.bytes.len() <= LARGEST {
            return Ok(out.bytes);
        }
        let what = format!("the tables take {} bytes", out.bytes.len());
        Err(FormatError::new(format, 0, what).allowed(format!("at most {LARGEST} bytes")))
    }

    /// Fills reserved bytes.
    pub fn put(&mut self, at: usize, bytes: &[u8]) {
        if let Some(reserved) = self.bytes.get_mut(at..at + bytes.len()) {
            reserved.copy_from_slice(bytes);
        }
    }

    /// Starts a vector that `slot` refers to; returns where its `size` bytes of elements go.
    pub fn vector(&mut self, slot: usize, count: usize, size: usize, align: usize) -> usize {
        self.align_before(OFFSET, align.max(OFFSET));
        let length = self.reserve(OFFSET, OFFSET);
        self.refer(slot, length);
        self.put(length, &offset(count));
        self.reserve(size, 1)
    }

    /// Starts a table that `slot` refers to; returns where each field that is present goes.
    ///
    /// # Errors
    /// When a field that is present is younger than the revision being written.
    pub fn table(
        &mut self,
        slot: usize,
        fields: &[FieldShape],
        path: &Path<'_>,
    ) -> Result<Vec<Option<usize>>, FormatError> {
        if let Some(field) = fields.iter().find(|field| field.present && field.since > self.revision) {
            return Err(self.too_young(field, path));
        }
        let layout = Layout::of(fields);
        let vtable = self.vtable(layout.vtable());
        self.align_before(OFFSET, layout.align);
        let table = self.reserve(layout.size, OFFSET);
        self.refer(slot, table);
        self.put(table, &offset(table - vtable));
        Ok(layout.offsets.iter().map(|within| within.map(|within| table + within)).collect())
    }

    fn too_young(&self, field: &FieldShape, path: &Path<'_>) -> FormatError {
        let what = format!("`{}` exists only since revision {}", path.field(field.name), field.since);
        FormatError::new(self.format, 0, what)
            .allowed(format!("fields of revision {} and older", self.revision))
            .help("clear the field or write a newer version")
    }

    /// The position of a vtable with these bytes, shared with earlier tables of the same shape.
    fn vtable(&mut self, bytes: Vec<u8>) -> usize {
        if let Some(&position) = self.vtables.get(&bytes) {
            return position;
        }
        let position = self.reserve(bytes.len(), VTABLE_ENTRY);
        self.put(position, &bytes);
        self.vtables.insert(bytes, position);
        position
    }

    fn refer(&mut self, slot: usize, target: usize) {
        self.put(slot, &offset(target - slot));
    }

    fn reserve(&mut self, size: usize, align: usize) -> usize {
        self.align(align);
        let position = self.bytes.len();
        self.bytes.resize(position + size, 0);
        position
    }

    fn align(&mut self, align: usize) {
        self.bytes.resize(self.bytes.len().next_multiple_of(align), 0);
    }

    /// Pads so that `header` bytes from here the position is a multiple of `align`.
    fn align_before(&mut self, header: usize, align: usize) {
        let end = (self.bytes.len() + header).next_multiple_of(align);
        self.bytes.resize(end - header, 0);
    }
}

/// A buffer too large for these fields is refused as a whole once it is complete.
fn offset(value: usize) -> [u8; OFFSET] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

/// Where the fields of one table go, widest first so that no padding is needed between them.
struct Layout {
    /// Offset of each field from the start of the table, in the order given.
    offsets: Vec<Option<usize>>,
    /// The same by field number.
    by_slot: Vec<usize>,
    size: usize,
    align: usize,
}

impl Layout {
    fn of(fields: &[FieldShape]) -> Self {
        let mut order: Vec<usize> = (0..fields.len()).filter(|&index| fields[index].present).collect();
        order.sort_by_key(|&index| std::cmp::Reverse(fields[index].align));
        let align = order.first().map_or(OFFSET, |&widest| fields[widest].align.max(OFFSET));
        let mut layout = Layout { offsets: vec![None; fields.len()], by_slot: Vec::new(), size: OFFSET, align };
        for index in order {
            layout.place(index, &fields[index]);
        }
        layout
    }

    fn place(&mut self, index: usize, field: &FieldShape) {
        self.offsets[index] = Some(self.size);
        self.by_slot.resize(self.by_slot.len().max(field.slot + 1), 0);
        self.by_slot[field.slot] = self.size;
        self.size += field.size;
    }

    fn vtable(&self) -> Vec<u8> {
        let own_size = VTABLE_HEADER + VTABLE_ENTRY * self.by_slot.len();
        let numbers = [own_size, self.size].into_iter().chain(self.by_slot.iter().copied());
        numbers.flat_map(|number| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()).collect()
    }
}
