//! Carrying out a checked transfer.

use super::convert::Conversion;
use super::meter::{Meter, PIECE};
use super::plan::{Place, Plan, Table};
use super::side::{Run, Side};
use super::streams::Streams;
use super::transfer::{Across, Within, transfer};
use crate::halt::{Halt, Stopped};
use crate::memory::{Dram, LocalMemory, PageSet, Space};
use crate::refusal::Refusal;
use isa::container::vlc::{self, DataType, Header, Params};
use isa::diagnostic::FormatError;
use std::ops::Range;

/// Buffers that descriptors use one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    plain: Vec<u8>,
    streams: Streams,
    /// What a transfer that may be stopped is about to overwrite.
    saved: Vec<u8>,
}

/// What a transfer works on.
pub(crate) struct Workplace<'a, 'c> {
    pub(crate) local: &'a mut LocalMemory,
    pub(crate) dram: &'a mut Dram,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) meter: &'a mut Meter<'c>,
}

/// Most bytes that are saved while a copy of DRAM onto itself may be interrupted.
const MOST_SAVED: usize = 1 << 28;

impl Workplace<'_, '_> {
    /// Carries out a transfer. One that is stopped has had no effect, or can be done again from its start.
    pub(super) fn carry_out(&mut self, plan: &Plan) -> Result<(), Halt> {
        self.meter.pay(plan.elements())?;
        match plan.overwritten() {
            Some(ground) if plan.elements() > PIECE as u64 => self.carry_out_whole(plan, ground),
            _ => self.carry_out_in_pieces(plan),
        }
    }

    /// As [`Workplace::carry_out`], where a transfer may overwrite its own source.
    fn carry_out_whole(&mut self, plan: &Plan, ground: (Space, Range<u64>)) -> Result<(), Halt> {
        let (space, range) = ground;
        let range = range.start as usize..range.end as usize;
        if range.len() > MOST_SAVED {
            self.meter.go_through();
            return self.carry_out_in_pieces(plan);
        }
        let mut saved = std::mem::take(&mut self.scratch.saved);
        saved.clear();
        saved.extend_from_slice(&self.memory(space)[range.clone()]);
        let result = self.carry_out_in_pieces(plan);
        if result == Err(Halt::Cancelled) {
            self.memory(space)[range].copy_from_slice(&saved);
        }
        self.scratch.saved = saved;
        result
    }

    fn memory(&mut self, space: Space) -> &mut [u8] {
        match space {
            Space::Local => self.local.bytes_mut(),
            Space::Dram => self.dram.parts().0,
        }
    }

    fn carry_out_in_pieces(&mut self, plan: &Plan) -> Result<(), Halt> {
        match plan {
            Plan::Nothing => Ok(()),
            Plan::Bytes { from, to, bytes } => Ok(self.bytes(*from, *to, *bytes)?),
            Plan::Elements { from, to, conversion } => Ok(self.elements([from, to], *conversion)?),
            Plan::Keys { from, to, table } => {
                self.elements([from, to], Conversion::Pairs)?;
                self.keys(to, *table)
            }
            Plan::Fill { to, value } => Ok(self.fill(to, *value)?),
            Plan::Expand { stream, plain_bytes, to, conversion } => self.expand(*stream, *plain_bytes, to, *conversion),
            Plan::Squeeze { from, plain_bytes, params, stream } => self.squeeze(from, *plain_bytes, params, *stream),
        }
    }

    fn elements(&mut self, sides: [&Side; 2], conversion: Conversion) -> Result<(), Stopped> {
        let (dram, changed) = self.dram.parts();
        let (local, meter) = (self.local.bytes_mut(), &mut *self.meter);
        match sides.map(|side| side.space) {
            [Space::Dram, Space::Local] => {
                transfer(&mut Across { from: dram, to: local, changed: None }, sides, conversion, meter)
            }
            [Space::Local, Space::Dram] => {
                transfer(&mut Across { from: local, to: dram, changed: Some(changed) }, sides, conversion, meter)
            }
            [Space::Local, Space::Local] => {
                transfer(&mut Within { memory: local, changed: None }, sides, conversion, meter)
            }
            [Space::Dram, Space::Dram] => {
                transfer(&mut Within { memory: dram, changed: Some(changed) }, sides, conversion, meter)
            }
        }
    }

    fn bytes(&mut self, from: Place, to: Place, bytes: u64) -> Result<(), Stopped> {
        let backwards = from.space == to.space && from.at < to.at;
        let mut done = 0;
        while done < bytes {
            let piece = (PIECE as u64).min(bytes - done);
            self.meter.moved(piece as usize)?;
            let at = if backwards { bytes - done - piece } else { done };
            self.piece(from, to, at, piece);
            done += piece;
        }
        Ok(())
    }

    fn piece(&mut self, from: Place, to: Place, at: u64, bytes: u64) {
        let (dram, changed) = self.dram.parts();
        let local = self.local.bytes_mut();
        let range = |place: Place| (place.at + at) as usize..(place.at + at + bytes) as usize;
        let (source, target) = (range(from), range(to));
        if to.space == Space::Dram {
            changed.add(target.start, target.len());
        }
        match (from.space, to.space) {
            (Space::Dram, Space::Local) => local[target].copy_from_slice(&dram[source]),
            (Space::Local, Space::Dram) => dram[target].copy_from_slice(&local[source]),
            (Space::Local, Space::Local) => local.copy_within(source, target.start),
            (Space::Dram, Space::Dram) => dram.copy_within(source, target.start),
        }
    }

    fn keys(&mut self, side: &Side, table: Table) -> Result<(), Halt> {
        let local = self.local.bytes_mut();
        for run in side.runs().flat_map(pieces) {
            self.meter.moved(run.count as usize)?;
            for at in run.places(run.count as usize) {
                let bits = u16::from_le_bytes([local[at], local[at + 1]]);
                let key = key(bits, table).ok_or_else(|| refuse_nan(at, bits))?;
                local[at..at + 2].copy_from_slice(&key.to_le_bytes());
            }
        }
        Ok(())
    }

    fn fill(&mut self, to: &Side, value: u16) -> Result<(), Stopped> {
        let (dram, changed) = self.dram.parts();
        match to.space {
            Space::Local => fill(self.local.bytes_mut(), to.runs(), to.element, value, self.meter),
            Space::Dram => fill(dram, marked(to, changed), to.element, value, self.meter),
        }
    }

    fn expand(&mut self, stream: u64, plain_bytes: u32, to: &Side, conversion: Conversion) -> Result<(), Halt> {
        let bytes = &self.dram.bytes()[stream as usize..];
        let element = conversion.source_bytes();
        let wanted = if element == 2 { DataType::Bf16 } else { DataType::Int8 };
        Header::parse(bytes)
            .and_then(|header| header.expect(wanted))
            .map_err(|error| refuse_stream("src_fmt", u64::from(element), error))?;
        let plain = (self.scratch.streams)
            .plain(bytes, stream, plain_bytes as usize)
            .map_err(|error| refuse_stream("src_base_addr", stream, error))?;
        let memories = &mut Across { from: plain, to: self.local.bytes_mut(), changed: None };
        Ok(transfer(memories, [&to.packed(element), to], conversion, self.meter)?)
    }

    fn squeeze(&mut self, from: &Side, plain_bytes: u32, params: &Params, stream: u64) -> Result<(), Halt> {
        let plain = &mut self.scratch.plain;
        plain.resize(plain_bytes as usize, 0);
        let conversion = if from.element == 2 { Conversion::Pairs } else { Conversion::Bytes };
        let memories = &mut Across { from: self.local.bytes(), to: plain, changed: None };
        transfer(memories, [from, &from.packed(from.element)], conversion, self.meter)?;
        let bytes =
            vlc::encode(plain, params).map_err(|error| refuse_stream("src_w", u64::from(plain_bytes), error))?;
        self.dram.write(stream, &bytes).map_err(|error| {
            let refusal = Refusal::new(format!("the compressed tensor leaves DRAM: {error}"));
            refusal.field("dst_base_addr", stream, "addresses with room for the stream").help("move the destination")
        })?;
        Ok(())
    }
}

/// The runs of a side in DRAM; each is recorded as changed before it is handed out.
fn marked(side: &Side, changed: &mut PageSet) -> impl Iterator<Item = Run> {
    let element = side.element;
    side.runs().inspect(move |run| changed.add(run.at, run.span(element)))
}

fn fill(
    memory: &mut [u8],
    runs: impl Iterator<Item = Run>,
    element: u32,
    value: u16,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let [low, high] = value.to_le_bytes();
    for run in runs.flat_map(pieces) {
        meter.moved(run.count as usize)?;
        if run.step == element && (element == 1 || low == high) {
            memory[run.at..run.at + run.span(element)].fill(low);
        } else {
            fill_elements(memory, run, &[low, high][..element as usize]);
        }
    }
    Ok(())
}

/// The run in pieces between which the flag is looked at.
fn pieces(run: Run) -> impl Iterator<Item = Run> {
    (0..run.count).step_by(PIECE).map(move |first| Run {
        at: run.at + first as usize * run.step as usize,
        count: (run.count - first).min(PIECE as u32),
        ..run
    })
}

fn fill_elements(memory: &mut [u8], run: Run, element: &[u8]) {
    let pairs = memory.get_mut(run.at..run.at + run.span(2));
    match (pairs, element) {
        (Some(pairs), &[low, high]) if run.step == 2 => pairs.as_chunks_mut().0.fill([low, high]),
        _ => run.places(run.count as usize).for_each(|at| memory[at..at + element.len()].copy_from_slice(element)),
    }
}

/// The table key of a bf16 value; a NaN has no index.
fn key(bits: u16, table: Table) -> Option<u16> {
    let magnitude = bits & 0x7fff;
    match table {
        Table::Base => Some(bits & 0xff80),
        Table::Index if magnitude == 0 => Some(0),
        Table::Index if magnitude > 0x7f80 => None,
        Table::Index => {
            let exponent = match magnitude {
                0x7f80 => 0,
                0x0080.. => i32::from(magnitude >> 7) - 127,
                _ => magnitude.ilog2() as i32 - 133,
            };
            let index = (63 + exponent + if bits >> 15 == 1 { 128 } else { 0 }) as u8;
            Some(u16::from_le_bytes([index; 2]))
        }
    }
}

#[cold]
fn refuse_nan(at: usize, bits: u16) -> Refusal {
    Refusal::new(format!("the element at {at:#x} of local memory is NaN ({bits:#06x}), which has no table index"))
        .field("mv_lut_idx", 1_u64, "1 with data that is free of NaN")
        .help("find the operation that makes the NaN")
}

#[cold]
fn refuse_stream(field: &'static str, value: u64, error: FormatError) -> Refusal {
    Refusal::new(format!("{} at offset {:#x} of the stream: {}", error.format, error.offset, error.what))
        .field(field, value, error.allowed)
        .help(error.help)
}
