//! Prepares a buffer for the driver: device addresses, array bases, room for performance counters.

use super::{
    ARRAY_BASES, ARRAY_BASES_AT, Dmabuf, HEADER_BYTES, PMU_BYTES_AT, PMU_OFFSET_AT, Run, RunLayout, TDMA_RUN, TIU_RUN,
};
use crate::container::packets::CPU_BYTES;
use crate::diagnostic::FormatError;

/// Pages of device memory, at which a buffer has to start.
const PAGE: u64 = 4096;

/// Where a buffer will lie and what its descriptors refer to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// Address of the buffer in the device's memory.
    pub device_address: u64,
    /// Bytes for performance counters behind the buffer; 0 leaves them off.
    pub pmu_bytes: u32,
    /// The DRAM addresses that TDMA descriptors are relative to.
    pub array_bases: [u64; ARRAY_BASES],
}

impl Dmabuf<'_> {
    /// Whether the runtime has replaced offsets by device addresses.
    pub fn is_placed(&self) -> bool {
        self.header.pmu_offset != 0
    }

    /// The buffer as the driver wants it at `placement`.
    pub fn placed(&self, placement: &Placement) -> Result<Vec<u8>, FormatError> {
        if self.is_placed() {
            return Err(error(PMU_OFFSET_AT, "the buffer is already placed").help("place the original buffer"));
        }
        if !placement.device_address.is_multiple_of(PAGE) {
            let what = format!("the device address {:#x} is not at the start of a page", placement.device_address);
            return Err(error(0, what).allowed(format!("a multiple of {PAGE}")));
        }
        let mut bytes = self.bytes.to_vec();
        for (base, at) in placement.array_bases.iter().zip((ARRAY_BASES_AT..).step_by(8)) {
            bytes[at..at + 8].copy_from_slice(&base.to_le_bytes());
        }
        for (segment, record) in self.segments.iter().zip((HEADER_BYTES..).step_by(CPU_BYTES)) {
            place_run(&mut bytes, record, &TIU_RUN, segment.record.tiu, placement.device_address)?;
            place_run(&mut bytes, record, &TDMA_RUN, segment.record.tdma, placement.device_address)?;
            set(&mut bytes, PMU_BYTES_AT, placement.pmu_bytes);
            set(&mut bytes, PMU_OFFSET_AT, self.header.size);
        }
        Ok(bytes)
    }
}

fn place_run(
    bytes: &mut [u8],
    record: usize,
    layout: &RunLayout,
    run: Run,
    device_address: u64,
) -> Result<(), FormatError> {
    if run.count == 0 {
        return Ok(());
    }
    let unit = device_address.saturating_add(u64::from(run.place)) >> layout.alignment_bits;
    let place = u32::try_from(unit).map_err(|_| {
        error(record + layout.place_at, format!("the {} engine cannot fetch from {device_address:#x}", layout.engine))
            .allowed(format!("addresses of {} bits", 32 + layout.alignment_bits))
    })?;
    set(bytes, record + layout.origin_at, run.place);
    set(bytes, record + layout.place_at, place);
    Ok(())
}

fn set(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

fn error(offset: usize, what: impl Into<String>) -> FormatError {
    FormatError::new("dmabuf", offset as u64, what)
}
