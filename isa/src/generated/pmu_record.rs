// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! PMU record: One executed descriptor; a copy inside DRAM gives a load and a store record with equal times. A zero first word ends the list.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of pmu.toml.
pub static RECORD: Record = Record {
    name: "pmu_record",
    title: "PMU record",
    words: 4,
    layouts: &["bits"],
    fields: &[
        FieldInfo { name: "type", short: "type", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 0, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[("end", 0), ("load", 1), ("store", 2), ("move", 3), ("tiu", 4)], meaning: "What ran." },
        FieldInfo { name: "id", short: "id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 4, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Command id of the descriptor." },
        FieldInfo { name: "event0", short: "event0", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 20, width: 22 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "First counter: AXI bursts when the event is TDMA bandwidth." },
        FieldInfo { name: "event1", short: "event1", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 42, width: 22 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Second counter: 16-byte beats when the event is TDMA bandwidth." },
        FieldInfo { name: "end", short: "end", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 64, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Cycle in which it ended." },
        FieldInfo { name: "start", short: "start", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 96, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Cycle in which it started." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum PmuRecordField {
    /// What ran.
    Type,
    /// Command id of the descriptor.
    Id,
    /// First counter: AXI bursts when the event is TDMA bandwidth.
    Event0,
    /// Second counter: 16-byte beats when the event is TDMA bandwidth.
    Event1,
    /// Cycle in which it ended.
    End,
    /// Cycle in which it started.
    Start,
}

impl PmuRecordField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// PMU record, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PmuRecordFields {
    /// What ran.
    pub r#type: u8,
    /// Command id of the descriptor.
    pub id: u16,
    /// First counter: AXI bursts when the event is TDMA bandwidth.
    pub event0: u32,
    /// Second counter: 16-byte beats when the event is TDMA bandwidth.
    pub event1: u32,
    /// Cycle in which it ended.
    pub end: u32,
    /// Cycle in which it started.
    pub start: u32,
}

impl PmuRecordFields {
    /// All fields at their defaults in layout bits.
    pub const DEFAULT_BITS: Self = Self {
        r#type: 0,
        id: 0,
        event0: 0,
        event1: 0,
        end: 0,
        start: 0,
    };

    /// Reads the fields of layout bits; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_bits(w: &[u32; 4]) -> Self {
        Self {
            r#type: (w[0] & 0xf) as u8,
            id: ((w[0] >> 4) & 0xffff) as u16,
            event0: (w[0] >> 20) | ((w[1] & 0x3ff) << 12),
            event1: (w[1] >> 10),
            end: w[2],
            start: w[3],
        }
    }

    /// Writes the fields in layout bits.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_bits(&self) -> Result<[u32; 4], FieldError> {
        if self.r#type > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 0, self.r#type.into()));
        }
        if self.event0 > 0x3fffff {
            return Err(FieldError::too_wide(&RECORD, 0, 2, self.event0.into()));
        }
        if self.event1 > 0x3fffff {
            return Err(FieldError::too_wide(&RECORD, 0, 3, self.event1.into()));
        }
        let mut w = [0; 4];
        w[0] = (self.r#type as u32) | ((self.id as u32) << 4) | ((self.event0 & 0xfff) << 20);
        w[1] = (self.event0 >> 12) | (self.event1 << 10);
        w[2] = self.end;
        w[3] = self.start;
        Ok(w)
    }

    /// Whether every field holds a legal value in layout bits.
    #[must_use]
    #[inline]
    pub fn plain_bits(&self) -> bool {
        (self.r#type == 0) | (self.r#type == 1) | (self.r#type == 2) | (self.r#type == 3) | (self.r#type == 4)
    }

}

impl Fields for PmuRecordFields {
    type Words = [u32; 4];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        let _ = layout;
        Self::DEFAULT_BITS
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 4]) -> Self {
        let _ = layout;
        Self::unpack_bits(words)
    }

    fn pack(&self, layout: usize) -> Result<[u32; 4], FieldError> {
        let _ = layout;
        self.pack_bits()
    }

    #[inline]
    fn is_plain(&self, layout: usize) -> bool {
        let _ = layout;
        self.plain_bits()
    }

    fn get(&self, field: usize) -> u64 {
        match field {
            0 => self.r#type.into(),
            1 => self.id.into(),
            2 => self.event0.into(),
            3 => self.event1.into(),
            4 => self.end.into(),
            5 => self.start.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.r#type = u8::try_from(value).ok()?,
            1 => self.id = u16::try_from(value).ok()?,
            2 => self.event0 = u32::try_from(value).ok()?,
            3 => self.event1 = u32::try_from(value).ok()?,
            4 => self.end = u32::try_from(value).ok()?,
            5 => self.start = u32::try_from(value).ok()?,
            _ => return None,
        }
        Some(())
    }
}

