//! Lays a command buffer out in memory.

use super::{HEADER_BYTES, LAST_ID, MAGIC, MAX_RUN, RunLayout, TDMA_RUN, TIU_RUN, chip_magic, sync_record};
use crate::chip::Chip;
use crate::container::packets::{self, Body, CPU_BYTES, CpuBytes, Packet};
use crate::diagnostic::FormatError;
use crate::hardware_order::{
    TdmaBytes, TiuBytes, set_tdma_barrier, set_tdma_end, set_tiu_end, tdma_ids, tiu_ids, to_hardware_order,
};

/// Converts a command buffer of `chip`; the result is not placed yet.
///
/// A segment ends with a CPU packet, behind the id 65535, and at the end of the command buffer.
pub fn from_packets(chip: Chip, packets: &[u8]) -> Result<Vec<u8>, FormatError> {
    let segments = split(chip, packets)?;
    let table_end = HEADER_BYTES + segments.len() * CPU_BYTES;
    let tiu_start = table_end.next_multiple_of(TIU_RUN.alignment());
    let tiu_runs = segments.iter().map(|segment| segment.tiu.as_slice());
    let tiu = Area::lay_out(&TIU_RUN, tiu_start, tiu_runs, |last| set_tiu_end(chip, last, true), to_hardware_order);
    let tdma_start = tiu_start + tiu.bytes.len();
    let tdma_runs = segments.iter().map(|segment| segment.tdma.as_slice());
    let barrier = |descriptor: &mut TdmaBytes| set_tdma_barrier(chip, descriptor);
    let tdma = Area::lay_out(&TDMA_RUN, tdma_start, tdma_runs, |last| set_tdma_end(chip, last, true), barrier);
    let size = u32::try_from(tdma_start + tdma.bytes.len()).map_err(|_| too_large())?;

    let mut bytes = header(chip, size, &segments);
    for (segment, places) in segments.iter().zip(tiu.places.iter().zip(&tdma.places)) {
        bytes.extend(segment.record_with(*places.0, *places.1));
    }
    bytes.resize(tiu_start, 0);
    bytes.extend(tiu.bytes);
    bytes.extend(tdma.bytes);
    Ok(bytes)
}

/// A segment on its way into memory.
struct Draft<'a> {
    record: CpuBytes,
    tiu: Vec<&'a TiuBytes>,
    tdma: Vec<&'a TdmaBytes>,
}

impl Draft<'_> {
    fn new() -> Self {
        Draft { record: sync_record(), tiu: Vec::new(), tdma: Vec::new() }
    }

    fn record_with(&self, tiu_place: usize, tdma_place: usize) -> CpuBytes {
        let mut record = self.record;
        let mut set = |at: usize, value: usize| record[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
        for (layout, count, place) in [(TIU_RUN, self.tiu.len(), tiu_place), (TDMA_RUN, self.tdma.len(), tdma_place)] {
            set(layout.count_at, count);
            if count > 0 {
                set(layout.place_at, place);
            }
        }
        record
    }
}

fn split(chip: Chip, bytes: &[u8]) -> Result<Vec<Draft<'_>>, FormatError> {
    let (mut segments, mut open) = (Vec::new(), Draft::new());
    for packet in packets::read(chip, bytes) {
        let packet = packet?;
        let ends = match packet.body {
            Body::Tiu(descriptor) => {
                open.tiu.push(descriptor);
                tiu_ids(chip, descriptor).own == LAST_ID
            }
            Body::Tdma(descriptor) => {
                open.tdma.push(descriptor);
                tdma_ids(chip, descriptor).own == LAST_ID
            }
            Body::Cpu(record) => {
                open.record = *record;
                true
            }
        };
        if open.tiu.len().max(open.tdma.len()) > MAX_RUN {
            return Err(run_too_long(&packet));
        }
        if ends || packet.end() == bytes.len() {
            segments.push(std::mem::replace(&mut open, Draft::new()));
        }
    }
    Ok(segments)
}

/// The runs of one engine, and where each starts.
struct Area {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Area {
    fn lay_out<'a, const N: usize>(
        layout: &RunLayout,
        start: usize,
        runs: impl Iterator<Item = &'a [&'a [u8; N]]>,
        end: impl Fn(&mut [u8; N]),
        finish: impl Fn(&mut [u8; N]),
    ) -> Area {
        let mut area = Area { bytes: Vec::new(), places: Vec::new() };
        for run in runs {
            area.places.push(start + area.bytes.len());
            let Some((&&last, others)) = run.split_last() else { continue };
            let mut last = last;
            end(&mut last);
            for mut descriptor in others.iter().map(|&&descriptor| descriptor).chain([last]) {
                finish(&mut descriptor);
                area.bytes.extend(descriptor);
            }
            let padded = (area.bytes.len() + layout.padding).next_multiple_of(layout.alignment());
            area.bytes.resize(padded, 0);
        }
        area
    }
}

fn header(chip: Chip, size: u32, segments: &[Draft<'_>]) -> Vec<u8> {
    let tiu: usize = segments.iter().map(|segment| segment.tiu.len()).sum();
    let tdma: usize = segments.iter().map(|segment| segment.tdma.len()).sum();
    let mut bytes = Vec::with_capacity(size as usize);
    bytes.extend(MAGIC.to_le_bytes());
    bytes.extend(chip_magic(chip).to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend([segments.len(), tiu, tdma].map(|count| (count as u32).to_le_bytes()).as_flattened());
    bytes.resize(HEADER_BYTES, 0);
    bytes
}

fn run_too_long(packet: &Packet<'_>) -> FormatError {
    let what = format!("a segment has more than {MAX_RUN} descriptors of one engine");
    FormatError::new("dmabuf", packet.offset as u64, what)
        .allowed(format!("a CPU packet or the id {LAST_ID} after that many"))
        .help("number the descriptors of each segment from 1")
}

fn too_large() -> FormatError {
    FormatError::new("dmabuf", 0, "the converted buffer is larger than its header can say")
        .allowed("less than 4 GiB")
        .help("split the command buffer")
}
