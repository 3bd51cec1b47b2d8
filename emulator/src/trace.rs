//! Running recorded executions and comparing every byte of what they left.

use crate::fault::Fault;
use crate::machine::{Limits, Machine, Program};
use crate::memory::{Dram, LocalMemory, OutOfRange, Space};
use crate::observer::{Observer, Step};
use isa::container::cvtr::{Range as Recorded, Trace};
use isa::diagnostic::Engine;
use isa::footprint::{Footprint, Region, Span};
use isa::op::CommandId;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// A machine and a program as they were before a recorded run.
#[derive(Debug)]
pub struct Replay<'t> {
    trace: &'t Trace<'t>,
    machine: Machine,
    program: Program,
}

/// How a replay compares with the recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every byte is the same; so many were compared.
    Exact(u64),
    /// Some are not.
    Different(Box<Difference>),
}

/// The first byte that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The memory.
    pub space: Space,
    /// The address: an offset in DRAM, or lane * lane size + offset.
    pub at: u64,
    /// Bytes of a lane.
    pub lane_bytes: u64,
    /// What the recording has.
    pub expected: u8,
    /// What the run left.
    pub found: u8,
    /// How many bytes differ in all.
    pub bytes: u64,
    /// The last descriptor that wrote the byte.
    pub writer: Option<Writer>,
}

/// A descriptor that wrote something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The engine.
    pub engine: Engine,
    /// Position among the engine's descriptors, from 0.
    pub index: usize,
    /// The descriptor's own id.
    pub id: CommandId,
}

/// Why a recording could not be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayError {
    /// A descriptor could not be loaded or executed.
    Fault(Box<Fault>),
    /// A recorded range lies outside its memory.
    Range(Space, OutOfRange),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { space, at, lane_bytes, expected, found, bytes, writer } = self;
        match space {
            Space::Dram => write!(f, "DRAM offset {at:#x}")?,
            Space::Local => write!(f, "lane {} offset {:#x}", at / lane_bytes, at % lane_bytes)?,
        }
        write!(f, " holds {found:#04x} instead of {expected:#04x} ({bytes} bytes differ in all), ")?;
        match writer {
            Some(Writer { engine, index, id }) => write!(f, "written last by {engine} descriptor {index} (id {id})"),
            None => f.write_str("and no descriptor wrote it"),
        }
    }
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReplayError::Fault(fault) => fault.fmt(f),
            ReplayError::Range(space, range) => {
                write!(f, "recorded content of {space}: {range}; record the trace again")
            }
        }
    }
}

impl std::error::Error for ReplayError {}

impl From<Box<Fault>> for ReplayError {
    fn from(fault: Box<Fault>) -> Self {
        ReplayError::Fault(fault)
    }
}

/// Replays a recording and compares.
///
/// # Errors
/// See [`ReplayError`].
pub fn replay(trace: &Trace<'_>, limits: &Limits<'_>) -> Result<Verdict, ReplayError> {
    let mut replay = Replay::new(trace)?;
    let golden = Golden::new(trace, &replay.machine)?;
    replay.machine.run(&replay.program, limits)?;
    match golden.compare(&replay.machine) {
        Ok(compared) => Ok(Verdict::Exact(compared)),
        Err(mut difference) => {
            difference.writer = Replay::new(trace)?.writer(&difference, limits)?;
            Ok(Verdict::Different(Box::new(difference)))
        }
    }
}

impl<'t> Replay<'t> {
    /// The state before the run. DRAM is all that the chip can address, because recordings leave out pages of zeros.
    ///
    /// # Errors
    /// See [`ReplayError`].
    pub fn new(trace: &'t Trace<'t>) -> Result<Self, ReplayError> {
        let mut machine = Machine::new(trace.chip);
        *machine.base_mut() = trace.base;
        overlay_dram(machine.dram_mut(), trace.dram_before.iter().chain([&trace.tiu, &trace.tdma]))?;
        overlay_local(machine.local_mut(), &trace.local_before)?;
        let program = Program::new(trace.chip, trace.tiu.bytes, trace.tdma.bytes)?;
        Ok(Replay { trace, machine, program })
    }

    /// The recording.
    #[must_use]
    pub fn trace(&self) -> &'t Trace<'t> {
        self.trace
    }

    /// Machine and program.
    #[must_use]
    pub fn into_parts(self) -> (Machine, Program) {
        (self.machine, self.program)
    }

    fn writer(mut self, difference: &Difference, limits: &Limits<'_>) -> Result<Option<Writer>, ReplayError> {
        let mut search = Search { difference, writer: None };
        self.machine.observe(&self.program, limits, &mut search)?;
        Ok(search.writer)
    }
}

fn overlay_dram<'a>(dram: &mut Dram, ranges: impl Iterator<Item = &'a Recorded<'a>>) -> Result<(), ReplayError> {
    for range in ranges {
        dram.write(range.address, range.bytes).map_err(|error| ReplayError::Range(Space::Dram, error))?;
    }
    Ok(())
}

fn overlay_local(local: &mut LocalMemory, ranges: &[Recorded<'_>]) -> Result<(), ReplayError> {
    let size = local.bytes().len() as u64;
    for range in ranges {
        let place = OutOfRange::check(range.address, range.bytes.len() as u64, size);
        let place = place.map_err(|error| ReplayError::Range(Space::Local, error))?;
        local.bytes_mut()[place].copy_from_slice(range.bytes);
    }
    Ok(())
}

/// What the recording says the run left.
struct Golden<'t> {
    trace: &'t Trace<'t>,
    dram: Dram,
    local: LocalMemory,
}

impl<'t> Golden<'t> {
    /// The state before the run, overlaid with what the recording has of the state after it.
    fn new(trace: &'t Trace<'t>, before: &Machine) -> Result<Self, ReplayError> {
        let mut golden = Golden { trace, dram: before.dram().clone(), local: before.local().clone() };
        overlay_dram(&mut golden.dram, trace.dram_after.iter())?;
        overlay_local(&mut golden.local, &trace.local_after)?;
        Ok(golden)
    }

    /// Bytes compared, or the first difference; its writer is still open.
    fn compare(&self, machine: &Machine) -> Result<u64, Difference> {
        let mut found = Findings { compared: 0, first: None, bytes: 0 };
        for (start, end) in self.pages(machine.dram()) {
            let (expected, found_bytes) = (&self.dram.bytes()[start..end], &machine.dram().bytes()[start..end]);
            found.compare(Space::Dram, start, expected, found_bytes);
        }
        if self.trace.header.lmem_post {
            found.compare(Space::Local, 0, self.local.bytes(), machine.local().bytes());
        }
        let Some((space, at, expected, byte)) = found.first else { return Ok(found.compared) };
        let lane_bytes = self.local.lane_bytes() as u64;
        Err(Difference { space, at, lane_bytes, expected, found: byte, bytes: found.bytes, writer: None })
    }

    /// The pages of DRAM that either side has touched. Recordings leave out those that hold descriptors.
    fn pages(&self, dram: &Dram) -> BTreeSet<(usize, usize)> {
        let pages = dram.touched().chain(self.dram.touched());
        pages.filter(|page| !self.holds_descriptors(page)).map(|page| (page.start, page.end)).collect()
    }

    fn holds_descriptors(&self, page: &Range<usize>) -> bool {
        let meets = |range: &Recorded<'_>| {
            let (start, end) = (range.address as usize, range.address as usize + range.bytes.len());
            page.start < end && start < page.end
        };
        meets(&self.trace.tiu) || meets(&self.trace.tdma)
    }
}

struct Findings {
    compared: u64,
    first: Option<(Space, u64, u8, u8)>,
    bytes: u64,
}

impl Findings {
    fn compare(&mut self, space: Space, start: usize, expected: &[u8], found: &[u8]) {
        self.compared += expected.len() as u64;
        if expected == found {
            return;
        }
        let pairs = expected.iter().zip(found).enumerate();
        for (at, (expected, found)) in pairs.filter(|(_, (expected, found))| expected != found) {
            self.bytes += 1;
            self.first.get_or_insert((space, (start + at) as u64, *expected, *found));
        }
    }
}

/// Finds the last descriptor that writes a byte.
struct Search<'d> {
    difference: &'d Difference,
    writer: Option<Writer>,
}

impl Search<'_> {
    fn meets(&self, region: &Region) -> bool {
        let Difference { at, lane_bytes, .. } = *self.difference;
        match (self.difference.space, &region.span) {
            (Space::Dram, Span::Dram(_)) => region.contains(0, at.cast_signed()),
            (Space::Local, Span::Local(_)) => {
                u32::try_from(at / lane_bytes).is_ok_and(|lane| region.contains(lane, (at % lane_bytes).cast_signed()))
            }
            _ => false,
        }
    }
}

impl Observer for Search<'_> {
    fn wants_footprints(&self) -> bool {
        true
    }

    fn touch(&mut self, step: &Step<'_>, footprint: &Footprint) {
        if footprint.writes.iter().any(|region| self.meets(region)) {
            self.writer = Some(Writer { engine: step.engine(), index: step.index, id: step.id() });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::container::cvtr;

    fn section(tag: &[u8; 4], address: u64, bytes: &[u8]) -> Vec<u8> {
        [tag.as_slice(), &address.to_le_bytes(), &(bytes.len() as u64).to_le_bytes(), bytes].concat()
    }

    /// A load of four bytes from 0x10000 to lane 1 offset 8.
    fn descriptor() -> [u8; 64] {
        let mut words = [0_u32; 16];
        words[0] = 1 << 16 | 0x1d;
        words[1] = 1 << 3 | 1 << 5;
        words[8] = 1 << 16 | 1;
        (words[9], words[10]) = (1 << 16 | 4, 1 << 16 | 4);
        (words[11], words[12], words[13]) = (0x8008, 0x1_0000, 1);
        let mut bytes = [0; 64];
        bytes.as_chunks_mut::<4>().0.iter_mut().zip(words).for_each(|(bytes, word)| *bytes = word.to_le_bytes());
        bytes
    }

    fn recording(after: &[u8]) -> Vec<u8> {
        let header = b"{\"chip\":\"cv180x\",\"test\":\"t\",\"run\":0,\"lmem_post\":true}\n";
        [
            b"CVTR0001".to_vec(),
            (header.len() as u32).to_le_bytes().to_vec(),
            header.to_vec(),
            section(b"BASE", 0, &[0; 64]),
            section(b"TDMA", 0x80_0000, &descriptor()),
            section(b"GPRE", 0x1_0000, &[1, 2, 3, 4]),
            section(b"LPST", 0x8008, after),
            section(b"END ", 0, b""),
        ]
        .concat()
    }

    #[test]
    fn a_faithful_recording_is_exact() {
        let bytes = recording(&[1, 2, 3, 4]);
        let verdict = replay(&cvtr::read(&bytes).unwrap(), &Limits::default()).unwrap();
        // One page of data and all of local memory.
        assert_eq!(verdict, Verdict::Exact(4096 + 65536));
    }

    #[test]
    fn a_difference_names_place_and_writer() {
        let bytes = recording(&[1, 2, 9, 4, 5]);
        let Verdict::Different(difference) = replay(&cvtr::read(&bytes).unwrap(), &Limits::default()).unwrap() else {
            unreachable!()
        };
        let said = "lane 1 offset 0xa holds 0x03 instead of 0x09 (2 bytes differ in all), \
                    written last by tdma descriptor 0 (id 1)";
        assert_eq!(difference.to_string(), said);
        let bytes = recording(&[1, 2, 3, 4, 5]);
        let Verdict::Different(difference) = replay(&cvtr::read(&bytes).unwrap(), &Limits::default()).unwrap() else {
            unreachable!()
        };
        assert!(difference.to_string().ends_with("and no descriptor wrote it"));
    }

    #[test]
    fn ranges_outside_the_memories_are_refused() {
        let mut bytes = recording(&[1, 2, 3, 4]);
        let at = bytes.windows(4).position(|tag| tag == b"LPST").unwrap();
        bytes[at + 4 + 2] = 9;
        let error = replay(&cvtr::read(&bytes).unwrap(), &Limits::default()).unwrap_err();
        assert!(matches!(error, ReplayError::Range(Space::Local, _)), "{error}");
    }
}
