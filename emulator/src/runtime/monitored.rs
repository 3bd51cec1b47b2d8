//! Runs under the performance monitor.

use super::error::RuntimeError;
use super::network::Network;
use super::routine::command_buffer;
use crate::machine::Machine;
use crate::memory::OutOfRange;
use crate::pmu::{Monitor, Pmu};
use isa::container::cvimodel::{Model, Program, Routine, RoutineKind};
use isa::container::dmabuf::{self, CLOCK_AT, Placement};
use isa::cost::BoardProfile;
use std::ops::Range;

/// Command buffers start at a multiple of this.
const PAGE: u64 = 4096;

/// The command buffers of a program in device memory, with room for records, where the driver would find them.
pub(super) struct Watched {
    pub(super) board: BoardProfile,
    /// One for each routine of the TPU.
    buffers: Vec<(usize, Range<u64>)>,
}

impl Watched {
    /// Puts the command buffers of `program` into memory behind `free`.
    pub(super) fn new(
        model: &Model<'_>,
        program: &Program,
        board: &BoardProfile,
        machine: &mut Machine,
        free: u64,
    ) -> Result<Self, RuntimeError> {
        let (mut next, mut buffers) = (free, Vec::new());
        for (number, routine) in program.routines.iter().enumerate().filter(|(_, one)| one.kind == RoutineKind::Tpu) {
            let start = next.next_multiple_of(PAGE);
            let bytes = placed(model, number, routine, machine, start)?;
            machine.dram_mut().write(start, &bytes).map_err(|error| no_room(&error))?;
            next = start.saturating_add(bytes.len() as u64);
            buffers.push((number, start..next));
        }
        Ok(Watched { board: board.clone(), buffers })
    }

    /// Where the command buffer of a routine lies.
    pub(super) fn place(&self, routine: usize) -> Option<Range<u64>> {
        self.buffers.iter().find(|(number, _)| *number == routine).map(|(_, place)| place.clone())
    }

    /// Where all of them lie.
    pub(super) fn places(&self) -> impl Iterator<Item = Range<u64>> {
        self.buffers.iter().map(|(_, place)| place.clone())
    }

    /// The monitor as the header of a routine's command buffer says.
    pub(super) fn start(&self, routine: usize, machine: &Machine) -> Result<Option<Monitor>, RuntimeError> {
        let Some(place) = self.place(routine) else { return Ok(None) };
        let memory = machine.dram().read(place.start, place.end - place.start).map_err(|error| no_room(&error))?;
        let header = dmabuf::read(machine.chip().chip, memory)?.header;
        let pmu = Pmu::of_header(&header, machine.chip().gmem_start + place.start);
        let pmu = pmu.map_err(|refusal| RuntimeError::Request(refusal.to_string()))?;
        Ok(pmu.map(|pmu| Monitor::new(pmu, &self.board)))
    }

    /// Behind the last segment: the records go to memory, the clock to the header.
    pub(super) fn stop(
        &self,
        routine: usize,
        monitor: &mut Monitor,
        machine: &mut Machine,
    ) -> Result<(), RuntimeError> {
        monitor.stop(machine).map_err(|error| no_room(&error))?;
        let Some(place) = self.place(routine) else { return Ok(()) };
        let clock = self.board.tpu_clock_mhz.saturating_mul(1_000_000).to_le_bytes();
        machine.dram_mut().write(place.start + CLOCK_AT as u64, &clock).map_err(|error| no_room(&error))
    }
}

/// The command buffer of a routine as it is handed to the driver at `start`, with room for records behind it.
fn placed(
    model: &Model<'_>,
    number: usize,
    routine: &Routine,
    machine: &Machine,
    start: u64,
) -> Result<Vec<u8>, RuntimeError> {
    let chip = machine.chip();
    let buffer = command_buffer(model, chip.chip, number, routine)?;
    let buffer = dmabuf::read(chip.chip, &buffer)?;
    let room = buffer.pmu_bytes();
    let placement = Placement {
        device_address: chip.gmem_start + start,
        pmu_bytes: u32::try_from(room).unwrap_or(u32::MAX),
        array_bases: *machine.base(),
    };
    let mut bytes = buffer.placed(&placement)?;
    bytes.resize(bytes.len().saturating_add(placement.pmu_bytes as usize), 0);
    Ok(bytes)
}

#[cold]
fn no_room(error: &OutOfRange) -> RuntimeError {
    RuntimeError::Request(format!("the command buffer and its records: {error}; run without the monitor"))
}

impl Network {
    /// The command buffers of all routines with what the monitor has recorded behind each, as they lie in memory since the
    /// last run; none without [`Network::of_model_monitored`].
    pub fn monitored(&self) -> impl Iterator<Item = &[u8]> {
        let places = self.watched.iter().flat_map(Watched::places);
        places.filter_map(|place| self.machine().dram().read(place.start, place.end - place.start).ok())
    }
}
