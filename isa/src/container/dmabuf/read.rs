//! Reads a buffer and checks that its parts lie where the driver will look for them.

use super::{
    ARRAY_BASES, ARRAY_BASES_AT, CLOCK_AT, CpuRecord, Dmabuf, HEADER_BYTES, Header, MAGIC, MAX_RUN, PMU_BYTES_AT,
    PMU_OFFSET_AT, Run, RunLayout, Segment, TDMA_RUN, TEXT_AT, TIU_RUN, chip_magic,
};
use crate::chip::{Chip, PROFILES};
use crate::container::little_endian::{u16_at, u32_at, u64_at};
use crate::container::packets::CPU_BYTES;
use crate::diagnostic::FormatError;

/// Reads the buffer at the start of `bytes`, converted for `chip`.
///
/// The bits inside descriptors are not looked at.
pub fn read(chip: Chip, bytes: &[u8]) -> Result<Dmabuf<'_>, FormatError> {
    let header = read_header(chip, bytes)?;
    let bytes = &bytes[..header.size as usize];
    let table_end = HEADER_BYTES + header.cpu_count as usize * CPU_BYTES;
    let table = bytes.get(HEADER_BYTES..table_end).ok_or_else(|| no_room_for_table(&header))?;
    let mut reader = Reader { bytes, placed: header.pmu_offset != 0, free: [table_end; 2], device_address: None };
    let records = table.as_chunks::<CPU_BYTES>().0.iter().zip((HEADER_BYTES..).step_by(CPU_BYTES));
    let segments = records.map(|(record, at)| reader.segment(record, at)).collect::<Result<Vec<_>, _>>()?;
    check_total("TIU", 12, header.tiu_count, segments.iter().map(|segment| segment.tiu.len()).sum())?;
    check_total("TDMA", 16, header.tdma_count, segments.iter().map(|segment| segment.tdma.len()).sum())?;
    Ok(Dmabuf { chip, header, device_address: reader.device_address, segments, bytes })
}

/// The chips that a buffer can be for, by its magic numbers.
pub fn chips_of(bytes: &[u8]) -> Result<Vec<Chip>, FormatError> {
    let magic = u16_at(bytes, 0).filter(|&magic| magic == MAGIC).and_then(|_| u16_at(bytes, 2));
    let chips = PROFILES.iter().map(|profile| profile.chip).filter(|&chip| Some(chip_magic(chip)) == magic);
    let chips: Vec<Chip> = chips.collect();
    if chips.is_empty() { Err(wrong_magic(bytes, "0x1835 for cv183x, 0x1822 for later chips")) } else { Ok(chips) }
}

struct Reader<'a> {
    bytes: &'a [u8],
    placed: bool,
    /// Where the next TIU and TDMA run may start.
    free: [usize; 2],
    device_address: Option<u64>,
}

impl<'a> Reader<'a> {
    fn segment(&mut self, record: &'a [u8; CPU_BYTES], at: usize) -> Result<Segment<'a>, FormatError> {
        let record = read_record(record).ok_or_else(|| error(at, "the CPU record is cut short".to_owned()))?;
        let [tiu_free, tdma_free] = self.free;
        let (tiu, tiu_end) = self.run(&TIU_RUN, record.tiu, at, tiu_free)?;
        let (tdma, tdma_end) = self.run(&TDMA_RUN, record.tdma, at, tdma_free)?;
        self.free = [tiu_end, tdma_end];
        Ok(Segment { record, tiu, tdma })
    }

    /// The descriptors of a run and the end of its padding.
    fn run<const N: usize>(
        &mut self,
        layout: &RunLayout,
        run: Run,
        record: usize,
        free: usize,
    ) -> Result<(&'a [[u8; N]], usize), FormatError> {
        let count = run.count as usize;
        if count == 0 {
            return Ok((&[], free));
        }
        if count > MAX_RUN {
            let what = format!("a segment has {count} {} descriptors", layout.engine);
            return Err(error(record + layout.count_at, what).allowed(format!("up to {MAX_RUN}")));
        }
        let start = self.start_of(layout, run, record)?;
        let end = start + count * layout.descriptor_bytes;
        let padded_end = end + layout.padding;
        if start < free || start % layout.alignment() != 0 || padded_end > self.bytes.len() {
            return Err(misplaced(layout, record, start, free, self.bytes.len()));
        }
        if let Some(place) = self.bytes[end..padded_end].iter().position(|&byte| byte != 0) {
            let what = format!("the padding behind a {} run is not zero", layout.engine);
            return Err(error(end + place, what).allowed(format!("{} zeros", layout.padding)));
        }
        Ok((self.bytes[start..end].as_chunks().0, padded_end))
    }

    fn start_of(&mut self, layout: &RunLayout, run: Run, record: usize) -> Result<usize, FormatError> {
        if !self.placed {
            return Ok(run.place as usize);
        }
        let address = (u64::from(run.place) << layout.alignment_bits).checked_sub(u64::from(run.origin));
        match (address, self.device_address) {
            (Some(address), None) => self.device_address = Some(address),
            (Some(address), Some(known)) if address == known => {}
            _ => {
                let what = format!("the {} run of a placed buffer is not where the others are", layout.engine);
                return Err(error(record + layout.place_at, what).allowed("its offset plus the buffer's address"));
            }
        }
        Ok(run.origin as usize)
    }
}

fn read_header(chip: Chip, bytes: &[u8]) -> Result<Header, FormatError> {
    if u16_at(bytes, 0) != Some(MAGIC) || u16_at(bytes, 2) != Some(chip_magic(chip)) {
        return Err(wrong_magic(bytes, &format!("{:#06x} for {chip}", chip_magic(chip))));
    }
    let header = parse_header(bytes).ok_or_else(|| {
        error(bytes.len(), "the buffer ends within its header".to_owned()).allowed(format!("{HEADER_BYTES} bytes"))
    })?;
    if header.size as usize > bytes.len() {
        let what = format!("the header says {} bytes and {} are there", header.size, bytes.len());
        return Err(error(4, what).allowed("at most as many as there are"));
    }
    Ok(header)
}

fn parse_header(bytes: &[u8]) -> Option<Header> {
    let bytes = bytes.get(..HEADER_BYTES)?;
    let mut array_bases = [0; ARRAY_BASES];
    for (base, at) in array_bases.iter_mut().zip((ARRAY_BASES_AT..).step_by(8)) {
        *base = u64_at(bytes, at)?;
    }
    Some(Header {
        size: u32_at(bytes, 4)?,
        cpu_count: u32_at(bytes, 8)?,
        tiu_count: u32_at(bytes, 12)?,
        tdma_count: u32_at(bytes, 16)?,
        clock: u32_at(bytes, CLOCK_AT)?,
        pmu_bytes: u32_at(bytes, PMU_BYTES_AT)?,
        pmu_offset: u32_at(bytes, PMU_OFFSET_AT)?,
        array_bases,
    })
}

fn read_record(bytes: &[u8; CPU_BYTES]) -> Option<CpuRecord<'_>> {
    let run = |layout: &RunLayout| {
        Some(Run {
            count: u32_at(bytes, layout.count_at)?,
            place: u32_at(bytes, layout.place_at)?,
            origin: u32_at(bytes, layout.origin_at)?,
        })
    };
    let text = bytes[TEXT_AT..].first_chunk()?;
    Some(CpuRecord { operation: u32_at(bytes, 0)?, tiu: run(&TIU_RUN)?, tdma: run(&TDMA_RUN)?, text })
}

fn check_total(engine: &str, at: usize, said: u32, found: usize) -> Result<(), FormatError> {
    if said as usize == found {
        return Ok(());
    }
    Err(error(at, format!("the header counts {said} {engine} descriptors and the CPU records {found}"))
        .allowed("equal counts"))
}

fn no_room_for_table(header: &Header) -> FormatError {
    error(8, format!("{} CPU records do not fit a buffer of {} bytes", header.cpu_count, header.size))
        .allowed("as many as fit between header and end")
}

fn misplaced(layout: &RunLayout, record: usize, start: usize, free: usize, size: usize) -> FormatError {
    let RunLayout { engine, padding, .. } = layout;
    let alignment = layout.alignment();
    error(record + layout.place_at, format!("a {engine} run starts at {start:#x}"))
        .allowed(format!("a multiple of {alignment} from {free:#x}, the run and {padding} zeros ending by {size:#x}"))
}

fn wrong_magic(bytes: &[u8], allowed: &str) -> FormatError {
    let found = |at| u16_at(bytes, at).map_or("nothing".to_owned(), |magic| format!("{magic:#06x}"));
    error(0, format!("the buffer starts with {} and {}", found(0), found(2)))
        .allowed(format!("{MAGIC:#06x}, then {allowed}"))
}

fn error(offset: usize, what: String) -> FormatError {
    FormatError::new("dmabuf", offset as u64, what).help("convert the command buffer again")
}
