// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Compressed stream header: Opens every compressed tensor; the map of the groups and their bits follow.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of vlc.toml.
pub static RECORD: Record = Record {
    name: "vlc_header",
    title: "Compressed stream header",
    words: 4,
    layouts: &["bits"],
    fields: &[
        FieldInfo { name: "data_bytes", short: "data_bytes", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 0, width: 24 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bytes of the data part, padding included; a multiple of 16." },
        FieldInfo { name: "reserved0", short: "reserved0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 24, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Written 0, ignored." },
        FieldInfo { name: "signed", short: "signed", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 28, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "8-bit elements are signed." },
        FieldInfo { name: "bf16", short: "bf16", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 29, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Elements are bf16." },
        FieldInfo { name: "bit_depth", short: "bit_depth", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 30, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Written 0, ignored." },
        FieldInfo { name: "bias0", short: "bias0", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 32, width: 8 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Signed 8-bit: bias of positive values; bf16: central exponent." },
        FieldInfo { name: "bias1", short: "bias1", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 40, width: 7 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Signed 8-bit: bias of negative values." },
        FieldInfo { name: "zero_guard", short: "zero_guard", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 47, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "bf16: exponent 0 has a symbol to itself." },
        FieldInfo { name: "reserved1", short: "reserved1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 48, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Written 0, ignored." },
        FieldInfo { name: "reserved2", short: "reserved2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 64, width: 64 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Written 0, ignored." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum VlcHeaderField {
    /// Bytes of the data part, padding included; a multiple of 16.
    DataBytes,
    /// Written 0, ignored.
    Reserved0,
    /// 8-bit elements are signed.
    Signed,
    /// Elements are bf16.
    Bf16,
    /// Written 0, ignored.
    BitDepth,
    /// Signed 8-bit: bias of positive values; bf16: central exponent.
    Bias0,
    /// Signed 8-bit: bias of negative values.
    Bias1,
    /// bf16: exponent 0 has a symbol to itself.
    ZeroGuard,
    /// Written 0, ignored.
    Reserved1,
    /// Written 0, ignored.
    Reserved2,
}

impl VlcHeaderField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// Compressed stream header, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct VlcHeaderFields {
    /// Bytes of the data part, padding included; a multiple of 16.
    pub data_bytes: u32,
    /// Written 0, ignored.
    pub reserved0: u8,
    /// 8-bit elements are signed.
    pub signed: bool,
    /// Elements are bf16.
    pub bf16: bool,
    /// Written 0, ignored.
    pub bit_depth: u8,
    /// Signed 8-bit: bias of positive values; bf16: central exponent.
    pub bias0: u8,
    /// Signed 8-bit: bias of negative values.
    pub bias1: u8,
    /// bf16: exponent 0 has a symbol to itself.
    pub zero_guard: bool,
    /// Written 0, ignored.
    pub reserved1: u16,
    /// Written 0, ignored.
    pub reserved2: u64,
}

impl VlcHeaderFields {
    /// All fields at their defaults in layout bits.
    pub const DEFAULT_BITS: Self = Self {
        data_bytes: 0,
        reserved0: 0,
        signed: false,
        bf16: false,
        bit_depth: 0,
        bias0: 0,
        bias1: 0,
        zero_guard: false,
        reserved1: 0,
        reserved2: 0,
    };

    /// Reads the fields of layout bits; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_bits(w: &[u32; 4]) -> Self {
        Self {
            data_bytes: (w[0] & 0xffffff),
            reserved0: ((w[0] >> 24) & 0xf) as u8,
            signed: (w[0] >> 28) & 1 != 0,
            bf16: (w[0] >> 29) & 1 != 0,
            bit_depth: (w[0] >> 30) as u8,
            bias0: (w[1] & 0xff) as u8,
            bias1: ((w[1] >> 8) & 0x7f) as u8,
            zero_guard: (w[1] >> 15) & 1 != 0,
            reserved1: (w[1] >> 16) as u16,
            reserved2: (w[2] as u64) | ((w[3] as u64) << 32),
        }
    }

    /// Writes the fields in layout bits.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_bits(&self) -> Result<[u32; 4], FieldError> {
        if self.data_bytes > 0xffffff {
            return Err(FieldError::too_wide(&RECORD, 0, 0, self.data_bytes.into()));
        }
        if self.reserved0 > 0xf {
            return Err(FieldError::too_wide(&RECORD, 0, 1, self.reserved0.into()));
        }
        if self.bit_depth > 0x3 {
            return Err(FieldError::too_wide(&RECORD, 0, 4, self.bit_depth.into()));
        }
        if self.bias1 > 0x7f {
            return Err(FieldError::too_wide(&RECORD, 0, 6, self.bias1.into()));
        }
        let mut w = [0; 4];
        w[0] = self.data_bytes | ((self.reserved0 as u32) << 24) | ((self.signed as u32) << 28) | ((self.bf16 as u32) << 29) | ((self.bit_depth as u32) << 30);
        w[1] = (self.bias0 as u32) | ((self.bias1 as u32) << 8) | ((self.zero_guard as u32) << 15) | ((self.reserved1 as u32) << 16);
        w[2] = self.reserved2 as u32;
        w[3] = (self.reserved2 >> 32) as u32;
        Ok(w)
    }

    /// Whether every field holds a legal value in layout bits.
    #[must_use]
    #[inline]
    pub fn plain_bits(&self) -> bool {
        (self.reserved0 == 0)
            & (self.bit_depth == 0)
            & (self.reserved1 == 0)
            & (self.reserved2 == 0)
    }

}

impl Fields for VlcHeaderFields {
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
            0 => self.data_bytes.into(),
            1 => self.reserved0.into(),
            2 => self.signed.into(),
            3 => self.bf16.into(),
            4 => self.bit_depth.into(),
            5 => self.bias0.into(),
            6 => self.bias1.into(),
            7 => self.zero_guard.into(),
            8 => self.reserved1.into(),
            9 => self.reserved2.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.data_bytes = u32::try_from(value).ok()?,
            1 => self.reserved0 = u8::try_from(value).ok()?,
            2 => self.signed = bit(value)?,
            3 => self.bf16 = bit(value)?,
            4 => self.bit_depth = u8::try_from(value).ok()?,
            5 => self.bias0 = u8::try_from(value).ok()?,
            6 => self.bias1 = u8::try_from(value).ok()?,
            7 => self.zero_guard = bit(value)?,
            8 => self.reserved1 = u16::try_from(value).ok()?,
            9 => self.reserved2 = value,
            _ => return None,
        }
        Some(())
    }
}

fn bit(value: u64) -> Option<bool> {
    match value {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
