// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Command packet header: Stands in front of every descriptor of a model file's command section; the descriptor follows.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of cpu.toml.
pub static RECORD: Record = Record {
    name: "packet_header",
    title: "Command packet header",
    words: 2,
    layouts: &["bits"],
    fields: &[
        FieldInfo { name: "magic", short: "magic", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 0, width: 8 }, high: None })], defaults: &[165], legal: &[None], vendor: &[None], values: &[("cv183x", 165), ("cv182x", 166), ("cv181x", 167), ("cv180x", 168)], meaning: "Chip family of the descriptor." },
        FieldInfo { name: "length", short: "length", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 8, width: 8 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bytes of the descriptor that follows." },
        FieldInfo { name: "engine", short: "engine", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 16, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[("tiu", 0), ("cpu", 1), ("tdma", 2)], meaning: "Engine that runs the descriptor." },
        FieldInfo { name: "deprecated", short: "deprecated", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 20, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Unused, 0 in every known file." },
        FieldInfo { name: "flags", short: "flags", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 24, width: 8 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Unused, 0 in every known file." },
        FieldInfo { name: "mask", short: "mask", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 32, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Which registers to write; 0 in every known file, where the whole descriptor follows." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum PacketHeaderField {
    /// Chip family of the descriptor.
    Magic,
    /// Bytes of the descriptor that follows.
    Length,
    /// Engine that runs the descriptor.
    Engine,
    /// Unused, 0 in every known file.
    Deprecated,
    /// Unused, 0 in every known file.
    Flags,
    /// Which registers to write; 0 in every known file, where the whole descriptor follows.
    Mask,
}

impl PacketHeaderField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// Command packet header, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PacketHeaderFields {
    /// Chip family of the descriptor.
    pub magic: u8,
    /// Bytes of the descriptor that follows.
    pub length: u8,
    /// Engine that runs the descriptor.
    pub engine: u8,
    /// Unused, 0 in every known file.
    pub deprecated: u8,
    /// Unused, 0 in every known file.
    pub flags: u8,
    /// Which registers to write; 0 in every known file, where the whole descriptor follows.
    pub mask: u32,
}

impl PacketHeaderFields {
    /// All fields at their defaults in layout bits.
    pub const DEFAULT_BITS: Self = Self {
        magic: 165,
        length: 0,
        engine: 0,
        deprecated: 0,
        flags: 0,
        mask: 0,
    };

    /// Reads the fields of layout bits; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_bits(w: &[u32; 2]) -> Self {
        Self {
            magic: (w[0] & 0xff) as u8,
            length: ((w[0] >> 8) & 0xff) as u8,
            engine: ((w[0] >> 16) & 0xf) as u8,
            deprecated: ((w[0] >> 20) & 0xf) as u8,
            flags: (w[0] >> 24) as u8,
            mask: w[1],
        }
    }

    /// Writes the fields in layout bits.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_bits(&self) -> Result<[u32; 2], FieldError> {
        if self.engine > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 2, self.engine.into()));
        }
        if self.deprecated > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 3, self.deprecated.into()));
        }
        let mut w = [0; 2];
        w[0] = (self.magic as u32) | ((self.length as u32) << 8) | ((self.engine as u32) << 16) | ((self.deprecated as u32) << 20) | ((self.flags as u32) << 24);
        w[1] = self.mask;
        Ok(w)
    }

    /// Whether every field holds a legal value in layout bits.
    #[must_use]
    #[inline]
    pub fn plain_bits(&self) -> bool {
        ((self.magic == 165) | (self.magic == 166) | (self.magic == 167) | (self.magic == 168))
            & ((self.engine == 0) | (self.engine == 1) | (self.engine == 2))
            & (self.deprecated == 0)
    }

}

impl Fields for PacketHeaderFields {
    type Words = [u32; 2];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        let _ = layout;
        Self::DEFAULT_BITS
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 2]) -> Self {
        let _ = layout;
        Self::unpack_bits(words)
    }

    fn pack(&self, layout: usize) -> Result<[u32; 2], FieldError> {
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
            0 => self.magic.into(),
            1 => self.length.into(),
            2 => self.engine.into(),
            3 => self.deprecated.into(),
            4 => self.flags.into(),
            5 => self.mask.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.magic = u8::try_from(value).ok()?,
            1 => self.length = u8::try_from(value).ok()?,
            2 => self.engine = u8::try_from(value).ok()?,
            3 => self.deprecated = u8::try_from(value).ok()?,
            4 => self.flags = u8::try_from(value).ok()?,
            5 => self.mask = u32::try_from(value).ok()?,
            _ => return None,
        }
        Some(())
    }
}

