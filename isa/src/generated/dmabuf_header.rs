// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! DMA buffer header: Opens the buffer that the driver runs: segments of descriptors in hardware order.

use crate::field::{FieldError, FieldInfo, Fields, Kind, Place, Record, Span};
use serde::Serialize;

/// The rows of cpu.toml.
pub static RECORD: Record = Record {
    name: "dmabuf_header",
    title: "DMA buffer header",
    words: 32,
    layouts: &["bits"],
    fields: &[
        FieldInfo { name: "magic_m", short: "magic_m", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 16 }, high: None })], defaults: &[46517], legal: &[None], vendor: &[None], values: &[], meaning: "0xB5B5; all that the driver checks." },
        FieldInfo { name: "magic_s", short: "magic_s", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 16, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Chip: 0x1822 for the 182x layout family, 0x1835 for cv183x; the driver ignores it." },
        FieldInfo { name: "size", short: "size", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 32, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bytes of the whole buffer." },
        FieldInfo { name: "cpu_descriptors", short: "cpu_descriptors", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 64, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Number of CPU descriptors, one per segment, right behind this header." },
        FieldInfo { name: "tiu_descriptors", short: "tiu_descriptors", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 96, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Number of TIU descriptors in all segments." },
        FieldInfo { name: "tdma_descriptors", short: "tdma_descriptors", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 128, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Number of TDMA descriptors in all segments." },
        FieldInfo { name: "clock_rate", short: "clock_rate", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 160, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "TPU clock in Hz, written by the driver after the run." },
        FieldInfo { name: "pmu_size", short: "pmu_size", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 192, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bytes of the PMU buffer; 0 turns the PMU off." },
        FieldInfo { name: "pmu_offset", short: "pmu_offset", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 224, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Offset of the PMU buffer in this buffer; 0 turns the PMU off." },
        FieldInfo { name: "array_base0_low", short: "array_base0_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 256, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 0, low half." },
        FieldInfo { name: "array_base0_high", short: "array_base0_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 288, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 0, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base1_low", short: "array_base1_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 320, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 1, low half." },
        FieldInfo { name: "array_base1_high", short: "array_base1_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 352, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 1, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base2_low", short: "array_base2_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 384, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 2, low half." },
        FieldInfo { name: "array_base2_high", short: "array_base2_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 416, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 2, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base3_low", short: "array_base3_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 448, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 3, low half." },
        FieldInfo { name: "array_base3_high", short: "array_base3_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 480, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 3, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base4_low", short: "array_base4_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 512, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 4, low half." },
        FieldInfo { name: "array_base4_high", short: "array_base4_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 544, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 4, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base5_low", short: "array_base5_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 576, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 5, low half." },
        FieldInfo { name: "array_base5_high", short: "array_base5_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 608, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 5, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base6_low", short: "array_base6_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 640, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 6, low half." },
        FieldInfo { name: "array_base6_high", short: "array_base6_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 672, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 6, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "array_base7_low", short: "array_base7_low", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 704, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 7, low half." },
        FieldInfo { name: "array_base7_high", short: "array_base7_high", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 736, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Base register 7, high half; the driver ignores it and writes 0." },
        FieldInfo { name: "reserved0", short: "reserved0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 768, width: 64 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Reserved, 0." },
        FieldInfo { name: "reserved1", short: "reserved1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 832, width: 64 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Reserved, 0." },
        FieldInfo { name: "reserved2", short: "reserved2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 896, width: 64 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Reserved, 0." },
        FieldInfo { name: "reserved3", short: "reserved3", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 960, width: 64 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Reserved, 0." },
    ],
};

/// Names of the fields, in table order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[repr(u8)]
pub enum DmabufHeaderField {
    /// 0xB5B5; all that the driver checks.
    MagicM,
    /// Chip: 0x1822 for the 182x layout family, 0x1835 for cv183x; the driver ignores it.
    MagicS,
    /// Bytes of the whole buffer.
    Size,
    /// Number of CPU descriptors, one per segment, right behind this header.
    CpuDescriptors,
    /// Number of TIU descriptors in all segments.
    TiuDescriptors,
    /// Number of TDMA descriptors in all segments.
    TdmaDescriptors,
    /// TPU clock in Hz, written by the driver after the run.
    ClockRate,
    /// Bytes of the PMU buffer; 0 turns the PMU off.
    PmuSize,
    /// Offset of the PMU buffer in this buffer; 0 turns the PMU off.
    PmuOffset,
    /// Base register 0, low half.
    ArrayBase0Low,
    /// Base register 0, high half; the driver ignores it and writes 0.
    ArrayBase0High,
    /// Base register 1, low half.
    ArrayBase1Low,
    /// Base register 1, high half; the driver ignores it and writes 0.
    ArrayBase1High,
    /// Base register 2, low half.
    ArrayBase2Low,
    /// Base register 2, high half; the driver ignores it and writes 0.
    ArrayBase2High,
    /// Base register 3, low half.
    ArrayBase3Low,
    /// Base register 3, high half; the driver ignores it and writes 0.
    ArrayBase3High,
    /// Base register 4, low half.
    ArrayBase4Low,
    /// Base register 4, high half; the driver ignores it and writes 0.
    ArrayBase4High,
    /// Base register 5, low half.
    ArrayBase5Low,
    /// Base register 5, high half; the driver ignores it and writes 0.
    ArrayBase5High,
    /// Base register 6, low half.
    ArrayBase6Low,
    /// Base register 6, high half; the driver ignores it and writes 0.
    ArrayBase6High,
    /// Base register 7, low half.
    ArrayBase7Low,
    /// Base register 7, high half; the driver ignores it and writes 0.
    ArrayBase7High,
    /// Reserved, 0.
    Reserved0,
    /// Reserved, 0.
    Reserved1,
    /// Reserved, 0.
    Reserved2,
    /// Reserved, 0.
    Reserved3,
}

impl DmabufHeaderField {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static FieldInfo {
        &RECORD.fields[self as usize]
    }
}

/// DMA buffer header, unpacked: every field of every layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DmabufHeaderFields {
    /// 0xB5B5; all that the driver checks.
    pub magic_m: u16,
    /// Chip: 0x1822 for the 182x layout family, 0x1835 for cv183x; the driver ignores it.
    pub magic_s: u16,
    /// Bytes of the whole buffer.
    pub size: u32,
    /// Number of CPU descriptors, one per segment, right behind this header.
    pub cpu_descriptors: u32,
    /// Number of TIU descriptors in all segments.
    pub tiu_descriptors: u32,
    /// Number of TDMA descriptors in all segments.
    pub tdma_descriptors: u32,
    /// TPU clock in Hz, written by the driver after the run.
    pub clock_rate: u32,
    /// Bytes of the PMU buffer; 0 turns the PMU off.
    pub pmu_size: u32,
    /// Offset of the PMU buffer in this buffer; 0 turns the PMU off.
    pub pmu_offset: u32,
    /// Base register 0, low half.
    pub array_base0_low: u32,
    /// Base register 0, high half; the driver ignores it and writes 0.
    pub array_base0_high: u32,
    /// Base register 1, low half.
    pub array_base1_low: u32,
    /// Base register 1, high half; the driver ignores it and writes 0.
    pub array_base1_high: u32,
    /// Base register 2, low half.
    pub array_base2_low: u32,
    /// Base register 2, high half; the driver ignores it and writes 0.
    pub array_base2_high: u32,
    /// Base register 3, low half.
    pub array_base3_low: u32,
    /// Base register 3, high half; the driver ignores it and writes 0.
    pub array_base3_high: u32,
    /// Base register 4, low half.
    pub array_base4_low: u32,
    /// Base register 4, high half; the driver ignores it and writes 0.
    pub array_base4_high: u32,
    /// Base register 5, low half.
    pub array_base5_low: u32,
    /// Base register 5, high half; the driver ignores it and writes 0.
    pub array_base5_high: u32,
    /// Base register 6, low half.
    pub array_base6_low: u32,
    /// Base register 6, high half; the driver ignores it and writes 0.
    pub array_base6_high: u32,
    /// Base register 7, low half.
    pub array_base7_low: u32,
    /// Base register 7, high half; the driver ignores it and writes 0.
    pub array_base7_high: u32,
    /// Reserved, 0.
    pub reserved0: u64,
    /// Reserved, 0.
    pub reserved1: u64,
    /// Reserved, 0.
    pub reserved2: u64,
    /// Reserved, 0.
    pub reserved3: u64,
}

impl DmabufHeaderFields {
    /// All fields at their defaults in layout bits.
    pub const DEFAULT_BITS: Self = Self {
        magic_m: 46517,
        magic_s: 0,
        size: 0,
        cpu_descriptors: 0,
        tiu_descriptors: 0,
        tdma_descriptors: 0,
        clock_rate: 0,
        pmu_size: 0,
        pmu_offset: 0,
        array_base0_low: 0,
        array_base0_high: 0,
        array_base1_low: 0,
        array_base1_high: 0,
        array_base2_low: 0,
        array_base2_high: 0,
        array_base3_low: 0,
        array_base3_high: 0,
        array_base4_low: 0,
        array_base4_high: 0,
        array_base5_low: 0,
        array_base5_high: 0,
        array_base6_low: 0,
        array_base6_high: 0,
        array_base7_low: 0,
        array_base7_high: 0,
        reserved0: 0,
        reserved1: 0,
        reserved2: 0,
        reserved3: 0,
    };

    /// Reads the fields of layout bits; absent ones get their default.
    #[must_use]
    #[inline]
    pub fn unpack_bits(w: &[u32; 32]) -> Self {
        Self {
            magic_m: (w[0] & 0xffff) as u16,
            magic_s: (w[0] >> 16) as u16,
            size: w[1],
            cpu_descriptors: w[2],
            tiu_descriptors: w[3],
            tdma_descriptors: w[4],
            clock_rate: w[5],
            pmu_size: w[6],
            pmu_offset: w[7],
            array_base0_low: w[8],
            array_base0_high: w[9],
            array_base1_low: w[10],
            array_base1_high: w[11],
            array_base2_low: w[12],
            array_base2_high: w[13],
            array_base3_low: w[14],
            array_base3_high: w[15],
            array_base4_low: w[16],
            array_base4_high: w[17],
            array_base5_low: w[18],
            array_base5_high: w[19],
            array_base6_low: w[20],
            array_base6_high: w[21],
            array_base7_low: w[22],
            array_base7_high: w[23],
            reserved0: (w[24] as u64) | ((w[25] as u64) << 32),
            reserved1: (w[26] as u64) | ((w[27] as u64) << 32),
            reserved2: (w[28] as u64) | ((w[29] as u64) << 32),
            reserved3: (w[30] as u64) | ((w[31] as u64) << 32),
        }
    }

    /// Writes the fields in layout bits.
    ///
    /// # Errors
    /// A value that does not fit its field, or a field that this layout lacks and that is not at its default.
    pub fn pack_bits(&self) -> Result<[u32; 32], FieldError> {
        let mut w = [0; 32];
        w[0] = (self.magic_m as u32) | ((self.magic_s as u32) << 16);
        w[1] = self.size;
        w[2] = self.cpu_descriptors;
        w[3] = self.tiu_descriptors;
        w[4] = self.tdma_descriptors;
        w[5] = self.clock_rate;
        w[6] = self.pmu_size;
        w[7] = self.pmu_offset;
        w[8] = self.array_base0_low;
        w[9] = self.array_base0_high;
        w[10] = self.array_base1_low;
        w[11] = self.array_base1_high;
        w[12] = self.array_base2_low;
        w[13] = self.array_base2_high;
        w[14] = self.array_base3_low;
        w[15] = self.array_base3_high;
        w[16] = self.array_base4_low;
        w[17] = self.array_base4_high;
        w[18] = self.array_base5_low;
        w[19] = self.array_base5_high;
        w[20] = self.array_base6_low;
        w[21] = self.array_base6_high;
        w[22] = self.array_base7_low;
        w[23] = self.array_base7_high;
        w[24] = self.reserved0 as u32;
        w[25] = (self.reserved0 >> 32) as u32;
        w[26] = self.reserved1 as u32;
        w[27] = (self.reserved1 >> 32) as u32;
        w[28] = self.reserved2 as u32;
        w[29] = (self.reserved2 >> 32) as u32;
        w[30] = self.reserved3 as u32;
        w[31] = (self.reserved3 >> 32) as u32;
        Ok(w)
    }

    /// Whether every field holds a legal value in layout bits.
    #[must_use]
    #[inline]
    pub fn plain_bits(&self) -> bool {
        (self.reserved0 == 0)
            & (self.reserved1 == 0)
            & (self.reserved2 == 0)
            & (self.reserved3 == 0)
    }

}

impl Fields for DmabufHeaderFields {
    type Words = [u32; 32];
    const RECORD: &'static Record = &RECORD;

    fn defaults(layout: usize) -> Self {
        let _ = layout;
        Self::DEFAULT_BITS
    }

    #[inline]
    fn unpack(layout: usize, words: &[u32; 32]) -> Self {
        let _ = layout;
        Self::unpack_bits(words)
    }

    fn pack(&self, layout: usize) -> Result<[u32; 32], FieldError> {
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
            0 => self.magic_m.into(),
            1 => self.magic_s.into(),
            2 => self.size.into(),
            3 => self.cpu_descriptors.into(),
            4 => self.tiu_descriptors.into(),
            5 => self.tdma_descriptors.into(),
            6 => self.clock_rate.into(),
            7 => self.pmu_size.into(),
            8 => self.pmu_offset.into(),
            9 => self.array_base0_low.into(),
            10 => self.array_base0_high.into(),
            11 => self.array_base1_low.into(),
            12 => self.array_base1_high.into(),
            13 => self.array_base2_low.into(),
            14 => self.array_base2_high.into(),
            15 => self.array_base3_low.into(),
            16 => self.array_base3_high.into(),
            17 => self.array_base4_low.into(),
            18 => self.array_base4_high.into(),
            19 => self.array_base5_low.into(),
            20 => self.array_base5_high.into(),
            21 => self.array_base6_low.into(),
            22 => self.array_base6_high.into(),
            23 => self.array_base7_low.into(),
            24 => self.array_base7_high.into(),
            25 => self.reserved0.into(),
            26 => self.reserved1.into(),
            27 => self.reserved2.into(),
            28 => self.reserved3.into(),
            _ => 0,
        }
    }

    fn try_set(&mut self, field: usize, value: u64) -> Option<()> {
        match field {
            0 => self.magic_m = u16::try_from(value).ok()?,
            1 => self.magic_s = u16::try_from(value).ok()?,
            2 => self.size = u32::try_from(value).ok()?,
            3 => self.cpu_descriptors = u32::try_from(value).ok()?,
            4 => self.tiu_descriptors = u32::try_from(value).ok()?,
            5 => self.tdma_descriptors = u32::try_from(value).ok()?,
            6 => self.clock_rate = u32::try_from(value).ok()?,
            7 => self.pmu_size = u32::try_from(value).ok()?,
            8 => self.pmu_offset = u32::try_from(value).ok()?,
            9 => self.array_base0_low = u32::try_from(value).ok()?,
            10 => self.array_base0_high = u32::try_from(value).ok()?,
            11 => self.array_base1_low = u32::try_from(value).ok()?,
            12 => self.array_base1_high = u32::try_from(value).ok()?,
            13 => self.array_base2_low = u32::try_from(value).ok()?,
            14 => self.array_base2_high = u32::try_from(value).ok()?,
            15 => self.array_base3_low = u32::try_from(value).ok()?,
            16 => self.array_base3_high = u32::try_from(value).ok()?,
            17 => self.array_base4_low = u32::try_from(value).ok()?,
            18 => self.array_base4_high = u32::try_from(value).ok()?,
            19 => self.array_base5_low = u32::try_from(value).ok()?,
            20 => self.array_base5_high = u32::try_from(value).ok()?,
            21 => self.array_base6_low = u32::try_from(value).ok()?,
            22 => self.array_base6_high = u32::try_from(value).ok()?,
            23 => self.array_base7_low = u32::try_from(value).ok()?,
            24 => self.array_base7_high = u32::try_from(value).ok()?,
            25 => self.reserved0 = value,
            26 => self.reserved1 = value,
            27 => self.reserved2 = value,
            28 => self.reserved3 = value,
            _ => return None,
        }
        Some(())
    }
}

