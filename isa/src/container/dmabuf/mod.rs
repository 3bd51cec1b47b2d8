//! The form in which descriptors lie in memory while the engines fetch them.
//!
//! A command buffer is split into *segments*, within which command ids count from 1; both engines finish a segment
//! before the next one starts. For each segment the driver reads a CPU record with the place and length of one run of
//! descriptors per engine. The order between the two engines' descriptors is not kept: only what they wait for is.
//!
//! | part | bytes | starts at a multiple of |
//! |---|---|---|
//! | header | 128 | |
//! | CPU records | 224 each | |
//! | TIU runs, in hardware order, 128 zeros behind each | 112 each | 256 |
//! | TDMA runs | 64 each | 64 |
//!
//! The last descriptor of each run stops its engine and interrupts. A buffer is *placed* once the runtime has replaced
//! offsets by device addresses and made room for the performance counters behind it.

mod from_packets;
mod place;
mod read;
mod to_packets;

pub use from_packets::from_packets;
pub use place::Placement;
pub use read::{chips_of, read};

use crate::chip::Chip;
use crate::container::packets::{CPU_BYTES, CpuBytes};
use crate::hardware_order::{TDMA_BYTES, TIU_BYTES, TdmaBytes, TiuBytes};

/// Bytes of the header.
pub const HEADER_BYTES: usize = 128;
/// The array bases in the header.
pub const ARRAY_BASES: usize = 8;
/// Bytes of text in a CPU record.
pub const TEXT_BYTES: usize = CPU_BYTES - 7 * 4;
/// The most descriptors of one engine in a segment: ids have 16 bits and 0 waits for nothing.
pub const MAX_RUN: usize = u16::MAX as usize;

const MAGIC: u16 = 0xb5b5;
/// What the CPU does behind a segment: nothing but wait for both engines.
const SYNC: u32 = 2;
/// The text of the CPU records that conversion adds.
const SYNC_TEXT: &[u8] = b"layer_end";
/// The id that ends a segment, as it is the last one.
const LAST_ID: u16 = u16::MAX;

/// Descriptors as they lie in memory, borrowed from their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dmabuf<'a> {
    /// The chip that the buffer was read for.
    pub chip: Chip,
    /// The fields of the header.
    pub header: Header,
    /// Where the buffer lies in the device's memory, if it is placed and has descriptors.
    pub device_address: Option<u64>,
    /// The segments in the order they run.
    pub segments: Vec<Segment<'a>>,
    bytes: &'a [u8],
}

/// The fields of the header, except the magic numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Bytes of the whole buffer.
    pub size: u32,
    /// CPU records.
    pub cpu_count: u32,
    /// TIU descriptors of all segments.
    pub tiu_count: u32,
    /// TDMA descriptors of all segments.
    pub tdma_count: u32,
    /// Clock of the engines, as the driver reports it.
    pub clock: u32,
    /// Bytes for performance counters; 0 unless placed.
    pub pmu_bytes: u32,
    /// Where they start; 0 unless placed.
    pub pmu_offset: u32,
    /// The DRAM addresses that TDMA descriptors are relative to.
    pub array_bases: [u64; ARRAY_BASES],
}

/// What both engines execute between two points where they wait for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The CPU record.
    pub record: CpuRecord<'a>,
    /// TIU descriptors in hardware order.
    pub tiu: &'a [TiuBytes],
    /// TDMA descriptors.
    pub tdma: &'a [TdmaBytes],
}

/// The fields of a CPU record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CpuRecord<'a> {
    /// What the CPU does behind the segment; 2 is to wait for both engines.
    pub operation: u32,
    /// The run of TIU descriptors.
    pub tiu: Run,
    /// The run of TDMA descriptors.
    pub tdma: Run,
    /// Text padded with zeros.
    pub text: &'a [u8; TEXT_BYTES],
}

/// Where the descriptors of one engine are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number of descriptors; the rest means nothing when it is 0.
    pub count: u32,
    /// Offset from the start of the buffer; device address in units of the alignment once placed.
    pub place: u32,
    /// The offset, once placed.
    pub origin: u32,
}

/// How the runs of an engine are laid out, and where a CPU record describes them.
struct RunLayout {
    engine: &'static str,
    descriptor_bytes: usize,
    alignment_bits: u32,
    /// Zeros behind each run, which the engine may fetch.
    padding: usize,
    count_at: usize,
    place_at: usize,
    origin_at: usize,
}

const TIU_RUN: RunLayout = RunLayout {
    engine: "TIU",
    descriptor_bytes: TIU_BYTES,
    alignment_bits: 8,
    padding: 128,
    count_at: 4,
    place_at: 12,
    origin_at: 20,
};
const TDMA_RUN: RunLayout = RunLayout {
    engine: "TDMA",
    descriptor_bytes: TDMA_BYTES,
    alignment_bits: 6,
    padding: 0,
    count_at: 8,
    place_at: 16,
    origin_at: 24,
};
const TEXT_AT: usize = CPU_BYTES - TEXT_BYTES;
/// Where the driver tells the clock, in Hz.
pub const CLOCK_AT: usize = 20;
const PMU_BYTES_AT: usize = 24;
const PMU_OFFSET_AT: usize = 28;
const ARRAY_BASES_AT: usize = 32;

impl RunLayout {
    fn alignment(&self) -> usize {
        1 << self.alignment_bits
    }
}

impl Dmabuf<'_> {
    /// Bytes that the performance counters of all descriptors need.
    pub fn pmu_bytes(&self) -> u64 {
        let descriptors = u64::from(self.header.tiu_count) + u64::from(self.header.tdma_count);
        (16 * descriptors + (1 << 20)).next_multiple_of(4096)
    }
}

/// The second magic number of the header.
fn chip_magic(chip: Chip) -> u16 {
    chip.profile().dmabuf_magic
}

/// The CPU record that conversion adds where a segment ends without a CPU packet.
fn sync_record() -> CpuBytes {
    let mut record = [0; CPU_BYTES];
    record[..4].copy_from_slice(&SYNC.to_le_bytes());
    record[TEXT_AT..TEXT_AT + SYNC_TEXT.len()].copy_from_slice(SYNC_TEXT);
    record
}

#[cfg(test)]
mod tests;
