// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! CPU descriptor: One segment of a DMA buffer; 196 bytes of text follow, so that a descriptor takes 224 bytes.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of cpu.toml.
pub static RECORD: Record = Record {
    name: "cpu_descriptor",
    title: "CPU descriptor",
    words: 7,
    layouts: &["bits"],
    fields: &[
        FieldInfo { name: "op", short: "op", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[2], legal: &[None], vendor: &[None], values: &[("none", 0), ("sync", 2), ("instruction", 3), ("end", 4)], meaning: "What to do; the driver runs all as `sync`." },
        FieldInfo { name: "tiu_count", short: "tiu_count", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 32, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "TIU descriptors of the segment." },
        FieldInfo { name: "tiu_unused", short: "tiu_unused", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 48, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Masked off by the driver." },
        FieldInfo { name: "tdma_count", short: "tdma_count", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 64, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "TDMA descriptors of the segment." },
        FieldInfo { name: "tdma_unused", short: "tdma_unused", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 80, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Masked off by the driver." },
        FieldInfo { name: "tiu_offset", short: "tiu_offset", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 96, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "First TIU descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 256 bytes." },
        FieldInfo { name: "tdma_offset", short: "tdma_offset", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 128, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "First TDMA descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 64 bytes." },
        FieldInfo { name: "tiu_origin", short: "tiu_origin", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 160, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "`tiu_offset` as it was before the buffer was placed; 0 until then." },
        FieldInfo { name: "tdma_origin", short: "tdma_origin", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 192, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "`tdma_offset` as it was before the buffer was placed; 0 until then." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum CpuDescriptorField {
    /// What to do; the driver runs all as `sync`.
    Op,
    /// TIU descriptors of the segment.
    TiuCount,
    /// Masked off by the driver.
    TiuUnused,
    /// TDMA descriptors of the segment.
    TdmaCount,
    /// Masked off by the driver.
    TdmaUnused,
    /// First TIU descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 256 bytes.
    TiuOffset,
    /// First TDMA descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 64 bytes.
    TdmaOffset,
    /// `tiu_offset` as it was before the buffer was placed; 0 until then.
    TiuOrigin,
    /// `tdma_offset` as it was before the buffer was placed; 0 until then.
    TdmaOrigin,
}

impl CpuDescriptorField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// CPU descriptor, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CpuDescriptorFields {
    /// What to do; the driver runs all as `sync`.
    pub op: u32,
    /// TIU descriptors of the segment.
    pub tiu_count: u16,
    /// Masked off by the driver.
    pub tiu_unused: u16,
    /// TDMA descriptors of the segment.
    pub tdma_count: u16,
    /// Masked off by the driver.
    pub tdma_unused: u16,
    /// First TIU descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 256 bytes.
    pub tiu_offset: u32,
    /// First TDMA descriptor: a byte offset in the buffer; once the buffer is placed, a bus address in units of 64 bytes.
    pub tdma_offset: u32,
    /// `tiu_offset` as it was before the buffer was placed; 0 until then.
    pub tiu_origin: u32,
    /// `tdma_offset` as it was before the buffer was placed; 0 until then.
    pub tdma_origin: u32,
}

impl CpuDescriptorFields {
    /// All fields at their defaults in layout bits.
    pub const DEFAULT_BITS: Self = Self {
        op: 2,
        tiu_count: 0,
        tiu_unused: 0,
        tdma_count: 0,
        tdma_unused: 0,
        tiu_offset: 0,
        tdma_offset: 0,
        tiu_origin: 0,
        tdma_origin: 0,
    };

    /// Reads the fields of layout bits; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_bits(w: &[u32; 7]) -> Self {
        Self {
            op: w[0],
            tiu_count: (w[1] & 0xffff) as u16,
            tiu_unused: (w[1] >> 16) as u16,
            tdma_count: (w[2] & 0xffff) as u16,
            tdma_unused: (w[2] >> 16) as u16,
            tiu_offset: w[3],
            tdma_offset: w[4],
            tiu_origin: w[5],
            tdma_origin: w[6],
        }
    }

    /// Writes the fields in layout bits.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_bits(&self) -> Result<[u32; 7], FieldError> {
        let mut w = [0; 7];
        w[0] = self.op;
        w[1] = (self.tiu_count as u32) | ((self.tiu_unused as u32) << 16);
        w[2] = (self.tdma_count as u32) | ((self.tdma_unused as u32) << 16);
        w[3] = self.tiu_offset;
        w[4] = self.tdma_offset;
        w[5] = self.tiu_origin;
        w[6] = self.tdma_origin;
        Ok(w)
    }

    /// Whether every field holds a legal value in layout bits.
    #[must_use]
    #[inline]
    pub fn plain_bits(&self) -> bool {
        ((self.op == 0) | (self.op == 2) | (self.op == 3) | (self.op == 4))
            & (self.tiu_unused == 0)
            & (self.tdma_unused == 0)
    }

}

impl Fields for CpuDescriptorFields {
    type Words = [u32; 7];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        let _ = layout;
        Self::DEFAULT_BITS
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 7]) -> Self {
        let _ = layout;
        Self::unpack_bits(words)
    }

    fn pack(&self, layout: usize) -> Result<[u32; 7], FieldError> {
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
            0 => self.op.into(),
            1 => self.tiu_count.into(),
            2 => self.tiu_unused.into(),
            3 => self.tdma_count.into(),
            4 => self.tdma_unused.into(),
            5 => self.tiu_offset.into(),
            6 => self.tdma_offset.into(),
            7 => self.tiu_origin.into(),
            8 => self.tdma_origin.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.op = u32::try_from(value).ok()?,
            1 => self.tiu_count = u16::try_from(value).ok()?,
            2 => self.tiu_unused = u16::try_from(value).ok()?,
            3 => self.tdma_count = u16::try_from(value).ok()?,
            4 => self.tdma_unused = u16::try_from(value).ok()?,
            5 => self.tiu_offset = u32::try_from(value).ok()?,
            6 => self.tdma_offset = u32::try_from(value).ok()?,
            7 => self.tiu_origin = u32::try_from(value).ok()?,
            8 => self.tdma_origin = u32::try_from(value).ok()?,
            _ => return None,
        }
        Some(())
    }
}

