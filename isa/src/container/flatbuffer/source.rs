//! The bytes being read: every access is checked, and the work done for them is bounded by their number.

use super::{
    path::{self, Path},
    value::Value,
};
use crate::diagnostic::FormatError;
use std::cell::{Cell, RefCell};

/// How much may be built for each byte of input. Known files need two or three.
const WORK_PER_BYTE: u64 = 16;
/// Work that is free, so that tiny inputs need no special care.
const FREE_WORK: u64 = 4096;
/// What to do about broken bytes.
const DAMAGED: &str = "the file is damaged: fetch it again or rebuild it";

/// A type of table with field numbers that the schema does not know; their values are not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Name of the table type.
    pub table: &'static str,
    /// The first unknown field number.
    pub slot: usize,
    /// Path of the first table that has one.
    pub path: String,
    /// Offset of its first unknown field from the start of the input.
    pub offset: u64,
    /// How many tables have unknown fields.
    pub count: usize,
}

/// A flatbuffer to read from.
#[derive(Debug)]
pub struct Source<'a> {
    bytes: &'a [u8],
    base: u64,
    format: &'static str,
    work_left: Cell<u64>,
    unknown: RefCell<Vec<UnknownField>>,
}

impl<'a> Source<'a> {
    /// A flatbuffer which starts `base` bytes into the whole input; errors name `format` and count from its start.
    #[must_use]
    pub fn new(format: &'static str, bytes: &'a [u8], base: u64) -> Self {
        let work = (bytes.len() as u64).saturating_mul(WORK_PER_BYTE).saturating_add(FREE_WORK);
        Source { bytes, base, format, work_left: Cell::new(work), unknown: RefCell::default() }
    }

    /// Reads the outermost table.
    ///
    /// # Errors
    /// When any byte reached from it is not what the format demands.
    pub fn root<T: Value>(&self) -> Result<T, FormatError> {
        T::read(self.start())
    }

    /// Offset, from the start of the whole input, of the value a path names.
    #[must_use]
    pub fn locate<T: Value>(&self, path: &str) -> Option<u64> {
        T::locate(self.start(), &path::parse(path)?)
    }

    /// The fields met so far that the schema does not know.
    #[must_use]
    pub fn unknown_fields(&self) -> Vec<UnknownField> {
        self.unknown.borrow().clone()
    }

    fn start(&self) -> Place<'_, 'a> {
        Place { source: self, position: 0, path: &Path::ROOT }
    }
}

/// A position in a flatbuffer, with the path that led there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'s, 'a> {
    source: &'s Source<'a>,
    position: usize,
    path: &'s Path<'s>,
}

impl<'s, 'a> Place<'s, 'a> {
    /// The path that led here.
    #[must_use]
    pub fn path(self) -> &'s Path<'s> {
        self.path
    }

    /// The position counted from the start of the flatbuffer.
    #[must_use]
    pub fn position(self) -> usize {
        self.position
    }

    /// The position counted from the start of the whole input.
    #[must_use]
    pub fn offset(self) -> u64 {
        self.source.base.saturating_add(self.position as u64)
    }

    /// The place `distance` bytes further on.
    #[must_use]
    pub fn forward(self, distance: usize) -> Self {
        Place { position: self.position.saturating_add(distance), ..self }
    }

    /// The place at `position` from the start of the flatbuffer.
    #[must_use]
    pub fn at(self, position: usize) -> Self {
        Place { position, ..self }
    }

    /// The same place under a longer path.
    #[must_use]
    pub fn called<'t>(self, path: &'t Path<'t>) -> Place<'t, 'a>
    where
        's: 't,
    {
        Place { source: self.source, position: self.position, path }
    }

    /// Whether there is a byte here at all.
    #[must_use]
    pub fn is_inside(self) -> bool {
        self.position < self.source.bytes.len()
    }

    /// The `size` bytes here.
    ///
    /// # Errors
    /// When they do not all exist or the position is not a multiple of `align`.
    pub fn bytes(self, size: usize, align: usize) -> Result<&'a [u8], FormatError> {
        if !self.position.is_multiple_of(align) {
            let what = format!("`{}` lies at byte {:#x} of the flatbuffer", self.path, self.position);
            return Err(self.error(what).allowed(format!("a multiple of {align}")));
        }
        let end = self.position.checked_add(size);
        let found = end.and_then(|end| self.source.bytes.get(self.position..end));
        found.ok_or_else(|| self.past_the_end(size))
    }

    fn past_the_end(self, size: usize) -> FormatError {
        let length = self.source.bytes.len();
        let what = format!("`{}` needs {size} bytes from byte {:#x} of the flatbuffer", self.path, self.position);
        self.error(what).allowed(format!("bytes 0 to {length:#x}"))
    }

    /// The scalar bytes here, aligned to their own size.
    ///
    /// # Errors
    /// As for [`Place::bytes`].
    pub fn array<const N: usize>(self) -> Result<[u8; N], FormatError> {
        self.bytes(N, N)?.try_into().map_err(|_| self.past_the_end(N))
    }

    /// The place that the forward offset stored here points to.
    ///
    /// # Errors
    /// When the offset leads out of the flatbuffer.
    pub fn follow(self) -> Result<Self, FormatError> {
        let distance = u32::from_le_bytes(self.array()?) as usize;
        let target = self.forward(distance);
        if target.is_inside() {
            return Ok(target);
        }
        let what = format!("`{}` points {distance} bytes ahead, to byte {:#x}", self.path, target.position);
        Err(self.error(what).allowed(format!("a target below {:#x}", self.source.bytes.len())))
    }

    /// Pays for building `amount` bytes of result.
    ///
    /// # Errors
    /// When the input has asked for far more than its own size: a part repeated over and over.
    pub fn charge(self, amount: usize) -> Result<(), FormatError> {
        let left = self.source.work_left.get().checked_sub(amount as u64);
        self.source.work_left.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| {
            let what = format!("`{}` repeats parts of the file until they outgrow it", self.path);
            self.error(what).allowed(format!("results up to {WORK_PER_BYTE} times the flatbuffer's size"))
        })
    }

    /// Remembers that the table at this path has a field here which the schema does not know.
    pub(super) fn note_unknown(self, table: &'static str, slot: usize) {
        let mut unknown = self.source.unknown.borrow_mut();
        if let Some(known) = unknown.iter_mut().find(|field| field.table == table) {
            known.count += 1;
            return;
        }
        unknown.push(UnknownField { table, slot, path: self.path.to_string(), offset: self.offset(), count: 1 });
    }

    /// An error about the byte here.
    #[must_use]
    pub fn error(self, what: impl Into<String>) -> FormatError {
        FormatError::new(self.source.format, self.offset(), what).help(DAMAGED)
    }
}
