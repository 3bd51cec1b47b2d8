// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! The chips, as data.

use crate::chip::{ChipProfile, Dram, Features, PictureAlignment, Window};
use serde::Serialize;

/// A chip of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Chip {
    /// cv183x
    Cv183x,
    /// cv182x
    Cv182x,
    /// cv181x
    Cv181x,
    /// cv180x
    Cv180x,
}

impl Chip {
    /// All of them.
    pub const ALL: [Chip; 4] = [Chip::Cv183x, Chip::Cv182x, Chip::Cv181x, Chip::Cv180x];
}

/// A family of descriptor layouts, in the order of the tables' columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// cv183x
    Cv183x,
    /// cv182x
    Cv182x,
}

impl Layout {
    /// All of them.
    pub const ALL: [Layout; 2] = [Layout::Cv183x, Layout::Cv182x];
}

/// All profiles, in the order of [`Chip`].
pub static PROFILES: [ChipProfile; 4] = [
    ChipProfile {
        chip: Chip::Cv183x,
        name: "cv183x",
        vendor: "1880v2",
        aliases: &["cv1835", "cv1832", "cv1838", "1880v2", "183x"],
        layout: Layout::Cv183x,
        version: 18802,
        packet_magic: 0xa5,
        dmabuf_magic: 0x1835,
        picture_alignment: PictureAlignment { row: 32, plane: 4096 },
        lanes: 32,
        eus_per_lane: 16,
        lane_bytes: 32768,
        banks: 8,
        lmem_start: 0x0,
        gmem_start: 0x100000000,
        gmem_size: 0x100000000,
        tiu_window: Window { offset: 0x0, size: 0x1400000 },
        tdma_window: Window { offset: 0x1400000, size: 0x1400000 },
        pool_offset: 0x2800000,
        tiu_registers: 0xc101000,
        tdma_registers: 0xc100000,
        tpu_clock_mhz: 650,
        dram: Dram { bus_bits: 32, mega_transfers: 1886 },
        max_conv_stride: 15,
        max_insertion: 15,
        max_extent_hw: 4063,
        features: Features { channel_sum: true, depthwise_sums: true, dilated_quantised_depthwise: true, dram_transpose: false, early_start: false, greater_equal: false, intra_parallel: false, left_quantised_shift: false, min_pool: false, narrow_huge_to_zero: true, own_bf16_fill: true, strict_operands: false },
    },
    ChipProfile {
        chip: Chip::Cv182x,
        name: "cv182x",
        vendor: "1822",
        aliases: &["cv1821", "cv1822", "cv1823", "cv1825", "cv1826", "1822", "182x"],
        layout: Layout::Cv182x,
        version: 1822,
        packet_magic: 0xa6,
        dmabuf_magic: 0x1822,
        picture_alignment: PictureAlignment { row: 64, plane: 64 },
        lanes: 8,
        eus_per_lane: 16,
        lane_bytes: 32768,
        banks: 8,
        lmem_start: 0xc000000,
        gmem_start: 0x0,
        gmem_size: 0x100000000,
        tiu_window: Window { offset: 0x0, size: 0x10000000 },
        tdma_window: Window { offset: 0x10000000, size: 0x10000000 },
        pool_offset: 0x20000000,
        tiu_registers: 0xc101000,
        tdma_registers: 0xc100000,
        tpu_clock_mhz: 650,
        dram: Dram { bus_bits: 32, mega_transfers: 1886 },
        max_conv_stride: 31,
        max_insertion: 14,
        max_extent_hw: 4063,
        features: Features { channel_sum: false, depthwise_sums: false, dilated_quantised_depthwise: false, dram_transpose: true, early_start: true, greater_equal: true, intra_parallel: true, left_quantised_shift: true, min_pool: true, narrow_huge_to_zero: false, own_bf16_fill: false, strict_operands: true },
    },
    ChipProfile {
        chip: Chip::Cv181x,
        name: "cv181x",
        vendor: "mars",
        aliases: &["cv1810", "cv1811", "cv1812", "cv1812h", "cv1811h", "cv1813h", "sg2000", "sg2002", "mars", "181x"],
        layout: Layout::Cv182x,
        version: 182202,
        packet_magic: 0xa7,
        dmabuf_magic: 0x1822,
        picture_alignment: PictureAlignment { row: 64, plane: 64 },
        lanes: 8,
        eus_per_lane: 16,
        lane_bytes: 32768,
        banks: 8,
        lmem_start: 0xc000000,
        gmem_start: 0x0,
        gmem_size: 0x100000000,
        tiu_window: Window { offset: 0x0, size: 0x800000 },
        tdma_window: Window { offset: 0x800000, size: 0x800000 },
        pool_offset: 0x1000000,
        tiu_registers: 0xc101000,
        tdma_registers: 0xc100000,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        max_conv_stride: 31,
        max_insertion: 14,
        max_extent_hw: 4063,
        features: Features { channel_sum: false, depthwise_sums: false, dilated_quantised_depthwise: false, dram_transpose: true, early_start: true, greater_equal: true, intra_parallel: true, left_quantised_shift: true, min_pool: true, narrow_huge_to_zero: false, own_bf16_fill: false, strict_operands: true },
    },
    ChipProfile {
        chip: Chip::Cv180x,
        name: "cv180x",
        vendor: "phobos",
        aliases: &["cv1800", "cv1800b", "cv1801", "phobos", "180x"],
        layout: Layout::Cv182x,
        version: 182203,
        packet_magic: 0xa8,
        dmabuf_magic: 0x1822,
        picture_alignment: PictureAlignment { row: 64, plane: 64 },
        lanes: 2,
        eus_per_lane: 16,
        lane_bytes: 32768,
        banks: 8,
        lmem_start: 0xc000000,
        gmem_start: 0x0,
        gmem_size: 0x100000000,
        tiu_window: Window { offset: 0x0, size: 0x800000 },
        tdma_window: Window { offset: 0x800000, size: 0x800000 },
        pool_offset: 0x1000000,
        tiu_registers: 0xc101000,
        tdma_registers: 0xc100000,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1333 },
        max_conv_stride: 31,
        max_insertion: 14,
        max_extent_hw: 4063,
        features: Features { channel_sum: false, depthwise_sums: false, dilated_quantised_depthwise: false, dram_transpose: true, early_start: true, greater_equal: true, intra_parallel: true, left_quantised_shift: true, min_pool: true, narrow_huge_to_zero: false, own_bf16_fill: false, strict_operands: true },
    },
];
