//! A machine that a host drives through the C interface.

use crate::ChipInfo;
use crate::chip_info;
use crate::guard::Problem;
use crate::programs::Programs;
use crate::rounding::OrdinaryRounding;
use crate::threads;
use emulator::machine::{Limits, Machine};
use emulator::memory::OutOfRange;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A machine and the address of its DRAM, which the host may write whenever nothing runs.
///
/// DRAM is therefore reached by its address only; a reference to it lives no longer than a run.
pub(crate) struct Model {
    state: Mutex<State>,
    gmem: AtomicPtr<u8>,
}

struct State {
    machine: Machine,
    programs: Programs,
}

/// Offset and length of descriptors in DRAM, in bytes.
type Stream = (u64, u64);

impl Model {
    pub(crate) fn new(info: &ChipInfo) -> Result<Self, Problem> {
        let chip = chip_info::chip(info)?;
        check_room(info.gmem_size)?;
        let mut machine = Machine::with_dram(chip, info.gmem_size);
        let _rounding = OrdinaryRounding::new();
        threads::start(&mut machine);
        let gmem = AtomicPtr::new(machine.dram_mut().as_mut_ptr());
        Ok(Model { state: Mutex::new(State { machine, programs: Programs::default() }), gmem })
    }

    pub(crate) fn gmem(&self) -> *mut u8 {
        self.gmem.load(Ordering::Relaxed)
    }

    pub(crate) fn base(&self, index: u32) -> Result<u64, Problem> {
        self.state().machine.base().get(index as usize).copied().ok_or_else(|| no_register(index))
    }

    pub(crate) fn set_base(&self, index: u32, value: u64) -> Result<(), Problem> {
        *self.state().machine.base_mut().get_mut(index as usize).ok_or_else(|| no_register(index))? = value;
        Ok(())
    }

    /// Hands `length` bytes of DRAM from `offset` to `copy` while nothing runs.
    pub(crate) fn with_gmem(&self, offset: u64, length: u64, copy: impl FnOnce(*mut u8, usize)) -> Result<(), Problem> {
        let state = self.state();
        let range = OutOfRange::check(offset, length, state.machine.dram().size())?;
        copy(self.gmem().wrapping_add(range.start), range.len());
        Ok(())
    }

    /// Hands `length` bytes of local memory from `offset` to `copy` while nothing runs.
    pub(crate) fn with_lmem(&self, offset: u64, length: u64, copy: impl FnOnce(*mut u8, usize)) -> Result<(), Problem> {
        let mut state = self.state();
        let bytes = state.machine.local_mut().bytes_mut();
        let range = OutOfRange::check(offset, length, bytes.len() as u64)?;
        copy(bytes[range.clone()].as_mut_ptr(), range.len());
        Ok(())
    }

    /// Runs descriptors that lie in DRAM; what ran before a fault keeps its effect.
    pub(crate) fn run(&self, tiu: Stream, tdma: Stream) -> Result<(), Problem> {
        let _rounding = OrdinaryRounding::new();
        let State { machine, programs } = &mut *self.state();
        let dram = machine.dram();
        let program = programs.decode(machine.chip().chip, dram.read(tiu.0, tiu.1)?, dram.read(tdma.0, tdma.1)?)?;
        Ok(machine.run(program, &Limits::default())?)
    }

    /// A machine is usable after any panic: its memories may hold anything.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses what the operating system would not give; asking costs nothing.
fn check_room(bytes: u64) -> Result<(), Problem> {
    let room = usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok());
    if room {
        Ok(())
    } else {
        Err(Problem::new(format!("no room for {bytes} bytes of DRAM; allow more address space")))
    }
}

#[cold]
fn no_register(index: u32) -> Problem {
    Problem::new(format!("there is no base register {index} (allowed: 0 to 7); give one that exists"))
}
