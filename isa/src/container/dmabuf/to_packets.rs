//! Takes descriptors back out of memory into a command buffer.

use super::{CpuRecord, Dmabuf, LAST_ID, RunLayout, Segment, TDMA_RUN, TEXT_AT, TIU_RUN, sync_record};
use crate::chip::Chip;
use crate::container::packets::{Body, CPU_BYTES, CpuBytes, Packet};
use crate::diagnostic::FormatError;
use crate::hardware_order::{
    CommandIds, EndBits, TdmaBytes, TiuBytes, from_hardware_order, is_in_hardware_order, set_tdma_end, set_tiu_end,
    tdma_barrier, tdma_end, tdma_ids, tiu_end, tiu_ids,
};

impl Dmabuf<'_> {
    /// The command buffer that converts to this buffer, as it was before it was placed.
    ///
    /// Of the orders that the ids allow, it has the one with every TIU descriptor as early as possible.
    pub fn to_packets(&self) -> Result<Vec<u8>, FormatError> {
        let mut bytes = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            let is_last = number + 1 == self.segments.len();
            self.append_segment(segment, is_last, &mut bytes).map_err(|what| {
                FormatError::new("dmabuf", 0, format!("segment {number} cannot be a command buffer: {what}"))
                    .allowed("segments as conversion makes them")
                    .help("convert the command buffer again")
            })?;
        }
        Ok(bytes)
    }

    fn append_segment(&self, segment: &Segment<'_>, is_last: bool, bytes: &mut Vec<u8>) -> Result<(), String> {
        let tiu = registers_of_tiu(self.chip, segment.tiu)?;
        let tdma = registers_of_tdma(self.chip, segment.tdma)?;
        let mut last_id = None;
        for (own_id, body) in (Interleaving { chip: self.chip, tiu: Pending::new(&tiu), tdma: Pending::new(&tdma) }) {
            if last_id == Some(LAST_ID) {
                return Err(format!("descriptors follow the id {LAST_ID}"));
            }
            last_id = Some(own_id);
            Packet::from(body).append_to(self.chip, bytes);
        }
        let record = self.unplaced(&segment.record);
        let closed = last_id == Some(LAST_ID);
        if last_id.is_some() && (closed || is_last) && record == sync_record() {
            return Ok(());
        }
        if closed {
            return Err(format!("the id {LAST_ID} ends it, but its CPU record is not that of a plain wait"));
        }
        Packet::from(Body::Cpu(&record)).append_to(self.chip, bytes);
        Ok(())
    }

    /// A CPU record as it was before conversion and placing.
    fn unplaced(&self, record: &CpuRecord<'_>) -> CpuBytes {
        let mut bytes = [0; CPU_BYTES];
        let mut set = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        set(0, record.operation);
        for (RunLayout { place_at, origin_at, .. }, run) in [(TIU_RUN, record.tiu), (TDMA_RUN, record.tdma)] {
            set(place_at, if run.count == 0 { run.place } else { 0 });
            set(origin_at, if run.count == 0 || !self.is_placed() { run.origin } else { 0 });
        }
        bytes[TEXT_AT..].copy_from_slice(record.text);
        bytes
    }
}

fn registers_of_tiu(chip: Chip, run: &[TiuBytes]) -> Result<Vec<TiuBytes>, String> {
    if let Some(place) = run.iter().position(|descriptor| !is_in_hardware_order(descriptor)) {
        return Err(format!("TIU descriptor {place} is not in hardware order"));
    }
    let mut registers = run.to_vec();
    registers.iter_mut().for_each(|descriptor| from_hardware_order(chip, descriptor));
    if let Some(last) = registers.last_mut() {
        check_end("TIU", tiu_end(chip, last))?;
        set_tiu_end(chip, last, false);
    }
    Ok(registers)
}

fn registers_of_tdma(chip: Chip, run: &[TdmaBytes]) -> Result<Vec<TdmaBytes>, String> {
    if let Some(place) = run.iter().position(|descriptor| !tdma_barrier(chip, descriptor)) {
        return Err(format!("TDMA descriptor {place} ignores the id it waits for"));
    }
    let mut registers = run.to_vec();
    if let Some(last) = registers.last_mut() {
        check_end("TDMA", tdma_end(chip, last))?;
        set_tdma_end(chip, last, false);
    }
    Ok(registers)
}

fn check_end(engine: &str, bits: EndBits) -> Result<(), String> {
    match bits {
        EndBits { end: true, interrupt: true } => Ok(()),
        _ => Err(format!("the last {engine} descriptor does not stop its engine and interrupt")),
    }
}

/// Both engines' descriptors of a segment in an order in which nothing waits for what comes later, if there is one.
struct Interleaving<'a> {
    chip: Chip,
    tiu: Pending<'a, TiuBytes>,
    tdma: Pending<'a, TdmaBytes>,
}

/// The descriptors of one engine that are left, and how many are not.
struct Pending<'a, D> {
    left: &'a [D],
    done: usize,
}

impl<'a, D> Pending<'a, D> {
    fn new(left: &'a [D]) -> Self {
        Pending { left, done: 0 }
    }

    fn take(&mut self) -> Option<&'a D> {
        let (first, left) = self.left.split_first()?;
        *self = Pending { left, done: self.done + 1 };
        Some(first)
    }
}

impl<'a> Iterator for Interleaving<'a> {
    type Item = (u16, Body<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tiu = self.tiu.left.first().map(|descriptor| tiu_ids(self.chip, descriptor));
        let tdma = self.tdma.left.first().map(|descriptor| tdma_ids(self.chip, descriptor));
        let takes_tiu = match (tiu, tdma) {
            (Some(tiu), Some(tdma)) => urgency(tiu, self.tdma.done) <= urgency(tdma, self.tiu.done),
            (tiu, _) => tiu.is_some(),
        };
        if takes_tiu {
            Some((tiu?.own, Body::Tiu(self.tiu.take()?)))
        } else {
            Some((tdma?.own, Body::Tdma(self.tdma.take()?)))
        }
    }
}

/// Less is sooner: what ends the segment comes last, what still waits comes behind what does not.
fn urgency(ids: CommandIds, done_by_other: usize) -> (bool, bool) {
    (ids.own == LAST_ID, usize::from(ids.wait) > done_by_other)
}
