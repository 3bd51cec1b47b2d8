//! Packed structures: what the generated tables say of a field, and why a value was refused.

use serde::Serialize;
use std::fmt;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An address in local memory or DRAM.
    Address,
    /// A distance in bytes.
    Stride,
    /// A count.
    Size,
    /// A number that takes part in the computation.
    Value,
    /// One of several named values.
    Enum,
    /// One bit.
    Flag,
    /// A command id.
    Id,
    /// The number of a 16-byte group.
    Group,
    /// Bits without meaning, which must be zero.
    Reserved,
}

/// A run of bits, counted from bit 0 of word 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// First bit.
    pub bit: u16,
    /// Number of bits.
    pub width: u8,
}

/// Where a field is: one run of bits, or a low and a high one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// The whole field, or its low part.
    pub low: Span,
    /// The high part of a split field.
    pub high: Option<Span>,
}

impl Place {
    /// Bits in all.
    #[must_use]
    pub fn width(&self) -> u32 {
        u32::from(self.low.width) + self.high.map_or(0, |span| u32::from(span.width))
    }

    /// Largest value that fits.
    #[must_use]
    pub fn max(&self) -> u64 {
        if self.width() >= 64 { u64::MAX } else { (1 << self.width()) - 1 }
    }

    /// The word that holds the lowest bit.
    #[must_use]
    pub fn word(&self) -> u16 {
        self.low.bit / 32
    }
}

/// One row of a table; the slices have one entry per layout of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FieldInfo {
    /// Name shared by all layouts.
    pub name: &'static str,
    /// Name in typed operations and in the text form.
    pub short: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it is.
    pub places: &'static [Option<Place>],
    /// Value before anything is set.
    pub defaults: &'static [u64],
    /// Legal range, inclusive, where narrower than the field.
    pub legal: &'static [Option<(u64, u64)>],
    /// The vendor's name, where it differs.
    pub vendor: &'static [Option<&'static str>],
    /// Named values.
    pub values: &'static [(&'static str, u64)],
    /// What it does.
    pub meaning: &'static str,
}

impl FieldInfo {
    /// Whether `value` is legal in `layout`: inside the legal range and, if values are named, one of them.
    #[must_use]
    pub fn is_legal(&self, layout: usize, value: u64) -> bool {
        if matches!(self.kind, Kind::Reserved | Kind::Group) {
            return value == self.defaults[layout];
        }
        let in_range = self.legal[layout].is_none_or(|(low, high)| (low..=high).contains(&value));
        in_range && (self.values.is_empty() || self.values.iter().any(|(_, named)| *named == value))
    }

    /// The legal values in words.
    #[must_use]
    pub fn allowed(&self, layout: usize) -> String {
        if !self.values.is_empty() {
            return self.values.iter().map(|(name, value)| format!("{value} {name}")).collect::<Vec<_>>().join(", ");
        }
        let max = self.places[layout].map_or(0, |place| place.max());
        let (low, high) = self.legal[layout].unwrap_or((0, max));
        match self.kind {
            Kind::Reserved | Kind::Group => self.defaults[layout].to_string(),
            _ => format!("{low} to {high}"),
        }
    }
}

/// A packed structure of 32-bit words.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Identifier.
    pub name: &'static str,
    /// Heading for people.
    pub title: &'static str,
    /// Size in words.
    pub words: usize,
    /// Names of the layouts.
    pub layouts: &'static [&'static str],
    /// The rows.
    pub fields: &'static [FieldInfo],
}

/// A memory-mapped register.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RegisterInfo {
    /// Block it belongs to.
    pub block: &'static str,
    /// Identifier inside the block.
    pub name: &'static str,
    /// Byte offset from the block's bus address.
    pub offset: u64,
    /// Whether software may write it.
    pub writable: bool,
    /// What it is for.
    pub meaning: &'static str,
    /// Its bits.
    pub fields: &'static [FieldInfo],
}

impl Record {
    /// Row of the field called `name`, by its shared, short or vendor's name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let by = |test: &dyn Fn(&FieldInfo) -> bool| self.fields.iter().position(test);
        by(&|field| field.name == name)
            .or_else(|| by(&|field| field.short == name))
            .or_else(|| by(&|field| field.vendor.contains(&Some(name))))
    }
}

/// An unpacked record: every field of every layout.
pub trait Fields: Copy + PartialEq + fmt::Debug + 'static {
    /// The packed form.
    type Words: Copy + AsRef<[u32]> + AsMut<[u32]> + Default + PartialEq + fmt::Debug;
    /// The table behind it.
    const RECORD: &'static Record;

    /// All fields at their defaults.
    fn defaults(layout: usize) -> Self;
    /// Reads all fields; those absent in the layout get their defaults.
    fn unpack(layout: usize, words: &Self::Words) -> Self;
    /// Writes all fields.
    ///
    /// # Errors
    /// A value that does not fit, or that the layout cannot express.
    fn pack(&self, layout: usize) -> Result<Self::Words, FieldError>;
    /// Whether every field holds a legal value; cheap, so that only the others are walked row by row.
    fn is_plain(&self, layout: usize) -> bool;
    /// Value of the row `field`.
    fn get(&self, field: usize) -> u64;
    /// Sets the row `field`; `None` when no layout could hold the value.
    fn try_set(&mut self, field: usize, value: u64) -> Option<()>;

    /// Sets the row `field` for use in `layout`.
    ///
    /// # Errors
    /// A value that does not fit, or that the layout cannot express.
    fn set(&mut self, layout: usize, field: usize, value: u64) -> Result<(), FieldError> {
        let info = &Self::RECORD.fields[field];
        match info.places[layout] {
            None if value != info.defaults[layout] => Err(FieldError::absent(Self::RECORD, layout, field, value)),
            Some(place) if value > place.max() => Err(FieldError::too_wide(Self::RECORD, layout, field, value)),
            _ => self.try_set(field, value).ok_or_else(|| FieldError::too_wide(Self::RECORD, layout, field, value)),
        }
    }
}

/// A value that a field cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The record.
    pub record: &'static str,
    /// The layout.
    pub layout: &'static str,
    /// The field.
    pub field: &'static str,
    /// The value.
    pub value: u64,
    /// Largest value that fits; `None` when the layout lacks the field.
    pub max: Option<u64>,
}

impl FieldError {
    /// `value` needs more bits than the field has.
    #[must_use]
    #[cold]
    pub fn too_wide(record: &'static Record, layout: usize, field: usize, value: u64) -> Self {
        let info = &record.fields[field];
        let max = info.places[layout].map_or(0, |place| place.max());
        FieldError { record: record.name, layout: record.layouts[layout], field: info.name, value, max: Some(max) }
    }

    /// The layout has no such field, and `value` is not what its absence means.
    #[must_use]
    #[cold]
    pub fn absent(record: &'static Record, layout: usize, field: usize, value: u64) -> Self {
        let info = &record.fields[field];
        FieldError { record: record.name, layout: record.layouts[layout], field: info.name, value, max: None }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldError { record, layout, field, value, max } = self;
        match max {
            Some(max) => {
                write!(f, "{record} field {field} cannot hold {value} in layout {layout} (allowed: 0 to {max})")
            }
            None => write!(f, "{record} layout {layout} has no field {field} to hold {value}; use a chip that has it"),
        }
    }
}

impl std::error::Error for FieldError {}
