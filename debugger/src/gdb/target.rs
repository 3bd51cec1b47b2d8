//! What gdb asks, answered from the session.

use super::addresses;
use super::arch::{Front, Number, TpuArch};
use super::registers;
use super::resume::{self, Inserted, Mode, Reason, Watch};
use super::{PROGRAM_PATH, description, elf};
use crate::answer::Answer;
use crate::commands;
use crate::debugger::Debugger;
use gdbstub::common::{Pid, Signal, Tid};
use gdbstub::conn::ConnectionExt;
use gdbstub::stub::run_blocking::{BlockingEventLoop, Event, WaitForStopReasonError};
use gdbstub::stub::{DisconnectReason, GdbStub};
use gdbstub::target::ext::base::BaseOps;
use gdbstub::target::ext::base::multithread::{
    MultiThreadBase, MultiThreadResume, MultiThreadResumeOps, MultiThreadSchedulerLocking,
    MultiThreadSchedulerLockingOps, MultiThreadSingleStep, MultiThreadSingleStepOps,
};
use gdbstub::target::ext::base::reverse_exec::{ReverseCont, ReverseContOps, ReverseStep, ReverseStepOps};
use gdbstub::target::ext::base::single_register_access::{SingleRegisterAccess, SingleRegisterAccessOps};
use gdbstub::target::ext::breakpoints::{
    Breakpoints, BreakpointsOps, HwBreakpoint, HwBreakpointOps, HwWatchpoint, HwWatchpointOps, SwBreakpoint,
    SwBreakpointOps, WatchKind,
};
use gdbstub::target::ext::exec_file::{ExecFile, ExecFileOps};
use gdbstub::target::ext::host_io::{
    HostIo, HostIoClose, HostIoCloseOps, HostIoErrno, HostIoError, HostIoFstat, HostIoFstatOps, HostIoOpen,
    HostIoOpenFlags, HostIoOpenMode, HostIoOpenOps, HostIoOps, HostIoPread, HostIoPreadOps, HostIoResult, HostIoStat,
};
use gdbstub::target::ext::monitor_cmd::{ConsoleOutput, MonitorCmd, MonitorCmdOps};
use gdbstub::target::ext::target_description_xml_override::{
    TargetDescriptionXmlOverride, TargetDescriptionXmlOverrideOps,
};
use gdbstub::target::ext::thread_extra_info::{ThreadExtraInfo, ThreadExtraInfoOps};
use gdbstub::target::{Target, TargetError, TargetResult};
use isa::diagnostic::Engine;
use std::marker::PhantomData;
use std::sync::atomic::Ordering;

/// Largest packet; commands for `monitor` take two characters for each byte.
const PACKET: usize = 1 << 16;
/// Turns between two looks at the connection.
const STRIDE: usize = 64;
/// The only file there is.
const FILE: u32 = 1;

/// A debugger that gdb drives.
pub struct GdbTarget<'d> {
    debugger: &'d mut Debugger,
    program: Vec<u8>,
    description: String,
    inserted: Inserted,
    mode: Mode,
    /// The thread that gdb looked at last.
    focus: Option<Tid>,
}

/// How gdb went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// By `detach`, or by ending while it was attached.
    Detached,
    /// By `kill`.
    Killed,
    /// The connection ended, as `disconnect` lets it.
    Lost,
}

/// Serves one connection until gdb goes away. `listing` is where the listing of the program lies.
///
/// # Errors
/// When what comes over the connection is no protocol of gdb's.
pub fn serve<C>(debugger: &mut Debugger, connection: C, listing: &str) -> Result<Parting, String>
where
    C: ConnectionExt,
    C::Error: std::fmt::Debug + 'static,
{
    let mut target = GdbTarget::new(debugger, listing);
    let stub = GdbStub::builder(connection).packet_buffer_size(PACKET).build();
    let stub = stub.map_err(|error| format!("cannot talk to gdb: {error}"))?;
    match stub.run_blocking::<Loop<'_, C>>(&mut target) {
        Ok(DisconnectReason::Kill) => Ok(Parting::Killed),
        Ok(_) => Ok(Parting::Detached),
        Err(error) if error.is_connection_error() => Ok(Parting::Lost),
        Err(_) => Err("what came over the connection is not gdb's protocol; connect with gdb-multiarch".into()),
    }
}

impl<'d> GdbTarget<'d> {
    /// A target for gdb; `listing` is where the listing of the program lies.
    #[must_use]
    pub fn new(debugger: &'d mut Debugger, listing: &str) -> Self {
        let program = elf::program(&debugger.session, listing);
        let description = description::xml(debugger.session.target().chip());
        GdbTarget { debugger, program, description, inserted: Inserted::default(), mode: Mode::Continue, focus: None }
    }

    /// Goes a stretch of the way to where the run stops; the reason once it is there.
    fn go_on(&mut self) -> Option<Reason> {
        let session = &mut self.debugger.session;
        let leg = resume::plan(session, &self.inserted, self.mode);
        let here = session.position();
        let next = if leg.to > here + STRIDE { here + STRIDE } else { leg.to };
        if let Err(halted) = session.go(next) {
            return Some(resume::halted(session, &halted));
        }
        (next == leg.to).then_some(leg.reason)
    }

    fn threads(&self) -> Vec<Engine> {
        let has = |engine: &Engine| addresses::turns_of(&self.debugger.session, *engine).next().is_some();
        let all = [Engine::Tiu, Engine::Tdma, Engine::Cpu];
        let found: Vec<Engine> = all.into_iter().filter(has).collect();
        if found.is_empty() { vec![Engine::Tiu] } else { found }
    }

    fn toggle(&mut self, address: u64, insert: bool) -> bool {
        let session = &self.debugger.session;
        // A run stops at its end anyway.
        let end = || addresses::done_at(session, address).map(|_| session.turns().len());
        let Some(turn) = addresses::turn_at(session, address).or_else(end) else { return false };
        let breaks = &mut self.inserted.breaks;
        match (insert, breaks.iter().position(|one| *one == turn)) {
            (true, _) => breaks.push(turn),
            (false, Some(at)) => drop(breaks.swap_remove(at)),
            (false, None) => return false,
        }
        true
    }

    /// What somebody asked to stop has stopped; this is something new.
    fn obey(&self) {
        self.debugger.session.cancel().store(false, Ordering::Relaxed);
    }

    fn monitor(&mut self, line: &str) -> Answer {
        self.obey();
        match commands::find(line.split([' ', '/']).next().unwrap_or_default()) {
            _ if line.is_empty() => self.debugger.execute(line).unwrap_or_else(Answer::line),
            Ok(command) if command.name == "quit" => Answer::line("`detach` or `kill` ends; gdb owns this session"),
            _ => self.debugger.execute(line).unwrap_or_else(Answer::line),
        }
    }
}

impl Target for GdbTarget<'_> {
    type Arch = TpuArch;
    type Error = &'static str;

    fn base_ops(&mut self) -> BaseOps<'_, Self::Arch, Self::Error> {
        BaseOps::MultiThread(self)
    }

    fn support_breakpoints(&mut self) -> Option<BreakpointsOps<'_, Self>> {
        Some(self)
    }

    fn support_monitor_cmd(&mut self) -> Option<MonitorCmdOps<'_, Self>> {
        Some(self)
    }

    fn support_target_description_xml_override(&mut self) -> Option<TargetDescriptionXmlOverrideOps<'_, Self>> {
        Some(self)
    }

    fn support_exec_file(&mut self) -> Option<ExecFileOps<'_, Self>> {
        Some(self)
    }

    fn support_host_io(&mut self) -> Option<HostIoOps<'_, Self>> {
        Some(self)
    }
}

impl MultiThreadBase for GdbTarget<'_> {
    fn read_registers(&mut self, regs: &mut Front, tid: Tid) -> TargetResult<(), Self> {
        self.focus = Some(tid);
        regs.pc = addresses::pc(&self.debugger.session, resume::engine(tid));
        Ok(())
    }

    fn write_registers(&mut self, regs: &Front, tid: Tid) -> TargetResult<(), Self> {
        self.jump(regs.pc, tid)
    }

    fn support_single_register_access(&mut self) -> Option<SingleRegisterAccessOps<'_, Tid, Self>> {
        Some(self)
    }

    fn read_addrs(&mut self, start_addr: u64, data: &mut [u8], tid: Tid) -> TargetResult<usize, Self> {
        self.focus = Some(tid);
        let session = &self.debugger.session;
        if let Some(text) = addresses::text_at(session, start_addr) {
            data.iter_mut().zip(text.into_iter().chain(std::iter::repeat(0))).for_each(|(slot, byte)| *slot = byte);
            return Ok(data.len());
        }
        let mut count = 0;
        for (place, slot) in data.iter_mut().enumerate() {
            let Some(byte) = addresses::read(session, start_addr.wrapping_add(place as u64)) else { break };
            *slot = byte;
            count += 1;
        }
        if count == 0 { Err(TargetError::NonFatal) } else { Ok(count) }
    }

    fn write_addrs(&mut self, start_addr: u64, data: &[u8], _: Tid) -> TargetResult<(), Self> {
        let session = &mut self.debugger.session;
        let place = |(at, _): (usize, &u8)| addresses::byte_at(session, start_addr.wrapping_add(at as u64));
        let places: Option<Vec<_>> = data.iter().enumerate().map(place).collect();
        let places = places.ok_or(TargetError::NonFatal)?;
        commands::poke(session, &places, data);
        Ok(())
    }

    fn list_active_threads(&mut self, thread_is_active: &mut dyn FnMut(Tid)) -> Result<(), Self::Error> {
        // gdb takes the first for the one that stopped.
        let current = resume::current_thread(&self.debugger.session);
        thread_is_active(current);
        let others = self.threads().into_iter().map(resume::thread).filter(|tid| *tid != current);
        others.for_each(thread_is_active);
        Ok(())
    }

    fn support_resume(&mut self) -> Option<MultiThreadResumeOps<'_, Self>> {
        Some(self)
    }

    fn support_thread_extra_info(&mut self) -> Option<ThreadExtraInfoOps<'_, Self>> {
        Some(self)
    }
}

impl GdbTarget<'_> {
    /// Setting the pc goes to the turn there, which is what people expect of `jump`.
    fn jump(&mut self, pc: u64, tid: Tid) -> TargetResult<(), Self> {
        if pc == addresses::pc(&self.debugger.session, resume::engine(tid)) {
            return Ok(());
        }
        let turn = addresses::turn_at(&self.debugger.session, pc).ok_or(TargetError::NonFatal)?;
        self.debugger.session.go(turn).map_err(|_| TargetError::NonFatal)
    }
}

impl SingleRegisterAccess<Tid> for GdbTarget<'_> {
    fn read_register(&mut self, tid: Tid, reg_id: Number, buf: &mut [u8]) -> TargetResult<usize, Self> {
        self.focus = Some(tid);
        let bytes = registers::read(&self.debugger.session, resume::engine(tid), reg_id.0);
        let bytes = bytes.ok_or(TargetError::NonFatal)?;
        let slot = buf.get_mut(..bytes.len()).ok_or(TargetError::NonFatal)?;
        slot.copy_from_slice(&bytes);
        Ok(bytes.len())
    }

    fn write_register(&mut self, tid: Tid, reg_id: Number, val: &[u8]) -> TargetResult<(), Self> {
        let number = |bytes: &[u8]| bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        let step = registers::FIRST;
        match reg_id.0 {
            registers::PC => self.jump(number(val).ok_or(TargetError::NonFatal)?, tid),
            // `set $step = 5` goes there.
            at if at == step => {
                let to = number(val).and_then(|to| usize::try_from(to).ok()).ok_or(TargetError::NonFatal)?;
                self.debugger.session.go(to).map_err(|_| TargetError::NonFatal)
            }
            at => match registers::changed(&self.debugger.session, at, val) {
                None => Ok(()),
                Some(Ok((turn, new))) => {
                    commands::replace(&mut self.debugger.session, turn, &new).map_err(|_| TargetError::NonFatal)
                }
                Some(Err(_)) => Err(TargetError::NonFatal),
            },
        }
    }
}

impl ThreadExtraInfo for GdbTarget<'_> {
    fn thread_extra_info(&self, tid: Tid, buf: &mut [u8]) -> Result<usize, Self::Error> {
        let engine = resume::engine(tid);
        let session = &self.debugger.session;
        let text = match registers::next_of(session, engine) {
            Some((at, turn)) => {
                let fault = session.fault().filter(|fault| fault.at == at);
                let fault = fault.map(|fault| format!(": {}", fault.what)).unwrap_or_default();
                format!("{engine} {} {}, turn {at}{fault}", turn.ordinal, turn.operation)
            }
            None => format!("{engine}, done"),
        };
        let bytes = text.as_bytes();
        let count = bytes.len().min(buf.len());
        buf[..count].copy_from_slice(&bytes[..count]);
        Ok(count)
    }
}

impl MultiThreadResume for GdbTarget<'_> {
    fn resume(&mut self) -> Result<(), Self::Error> {
        self.obey();
        Ok(())
    }

    fn clear_resume_actions(&mut self) -> Result<(), Self::Error> {
        self.mode = Mode::Continue;
        Ok(())
    }

    fn set_resume_action_continue(&mut self, _: Tid, _: Option<Signal>) -> Result<(), Self::Error> {
        Ok(())
    }

    fn support_single_step(&mut self) -> Option<MultiThreadSingleStepOps<'_, Self>> {
        Some(self)
    }

    fn support_reverse_step(&mut self) -> Option<ReverseStepOps<'_, Tid, Self>> {
        Some(self)
    }

    fn support_reverse_cont(&mut self) -> Option<ReverseContOps<'_, Tid, Self>> {
        Some(self)
    }

    fn support_scheduler_locking(&mut self) -> Option<MultiThreadSchedulerLockingOps<'_, Self>> {
        Some(self)
    }
}

impl MultiThreadSingleStep for GdbTarget<'_> {
    fn set_resume_action_step(&mut self, tid: Tid, _: Option<Signal>) -> Result<(), Self::Error> {
        self.mode = Mode::Step(resume::engine(tid));
        Ok(())
    }
}

impl MultiThreadSchedulerLocking for GdbTarget<'_> {
    /// Engines cannot run alone where one waits for the other: the rest runs as far as a step needs it.
    fn set_resume_action_scheduler_lock(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl ReverseStep<Tid> for GdbTarget<'_> {
    fn reverse_step(&mut self, tid: Tid) -> Result<(), Self::Error> {
        self.obey();
        // gdb names no thread when it steps back, which leads to the one whose turn it is; it means the one it looks at.
        let unnamed = tid == resume::current_thread(&self.debugger.session);
        let tid = self.focus.filter(|_| unnamed).unwrap_or(tid);
        self.mode = Mode::ReverseStep(resume::engine(tid));
        Ok(())
    }
}

impl ReverseCont<Tid> for GdbTarget<'_> {
    fn reverse_cont(&mut self) -> Result<(), Self::Error> {
        self.obey();
        self.mode = Mode::ReverseContinue;
        Ok(())
    }
}

impl Breakpoints for GdbTarget<'_> {
    fn support_sw_breakpoint(&mut self) -> Option<SwBreakpointOps<'_, Self>> {
        Some(self)
    }

    fn support_hw_breakpoint(&mut self) -> Option<HwBreakpointOps<'_, Self>> {
        Some(self)
    }

    fn support_hw_watchpoint(&mut self) -> Option<HwWatchpointOps<'_, Self>> {
        Some(self)
    }
}

impl SwBreakpoint for GdbTarget<'_> {
    fn add_sw_breakpoint(&mut self, addr: u64, _: usize) -> TargetResult<bool, Self> {
        Ok(self.toggle(addr, true))
    }

    fn remove_sw_breakpoint(&mut self, addr: u64, _: usize) -> TargetResult<bool, Self> {
        Ok(self.toggle(addr, false))
    }
}

impl HwBreakpoint for GdbTarget<'_> {
    fn add_hw_breakpoint(&mut self, addr: u64, _: usize) -> TargetResult<bool, Self> {
        Ok(self.toggle(addr, true))
    }

    fn remove_hw_breakpoint(&mut self, addr: u64, _: usize) -> TargetResult<bool, Self> {
        Ok(self.toggle(addr, false))
    }
}

impl HwWatchpoint for GdbTarget<'_> {
    fn add_hw_watchpoint(&mut self, address: u64, length: u64, kind: WatchKind) -> TargetResult<bool, Self> {
        let Some(region) = resume::watched_region(&self.debugger.session, address, length) else { return Ok(false) };
        self.inserted.watches.push(Watch { address, length, kind, region });
        Ok(true)
    }

    fn remove_hw_watchpoint(&mut self, address: u64, length: u64, kind: WatchKind) -> TargetResult<bool, Self> {
        let watches = &mut self.inserted.watches;
        let same = |one: &Watch| one.address == address && one.length == length && one.kind == kind;
        Ok(watches.iter().position(same).map(|at| watches.swap_remove(at)).is_some())
    }
}

impl MonitorCmd for GdbTarget<'_> {
    fn handle_monitor_cmd(&mut self, cmd: &[u8], mut out: ConsoleOutput<'_>) -> Result<(), Self::Error> {
        let answer = self.monitor(String::from_utf8_lossy(cmd).trim());
        out.write_raw(answer.text.as_bytes());
        Ok(())
    }
}

/// As much of `all` as was asked for.
fn part(all: &[u8], offset: u64, length: usize, buf: &mut [u8]) -> usize {
    let from = usize::try_from(offset).unwrap_or(usize::MAX).min(all.len());
    let count = length.min(buf.len()).min(all.len() - from);
    buf[..count].copy_from_slice(&all[from..from + count]);
    count
}

impl TargetDescriptionXmlOverride for GdbTarget<'_> {
    fn target_description_xml(
        &self,
        annex: &[u8],
        offset: u64,
        length: usize,
        buf: &mut [u8],
    ) -> TargetResult<usize, Self> {
        match annex {
            b"target.xml" => Ok(part(self.description.as_bytes(), offset, length, buf)),
            _ => Err(TargetError::NonFatal),
        }
    }
}

impl ExecFile for GdbTarget<'_> {
    fn get_exec_file(&self, _: Option<Pid>, offset: u64, length: usize, buf: &mut [u8]) -> TargetResult<usize, Self> {
        Ok(part(PROGRAM_PATH.as_bytes(), offset, length, buf))
    }
}

impl HostIo for GdbTarget<'_> {
    fn support_open(&mut self) -> Option<HostIoOpenOps<'_, Self>> {
        Some(self)
    }

    fn support_close(&mut self) -> Option<HostIoCloseOps<'_, Self>> {
        Some(self)
    }

    fn support_pread(&mut self) -> Option<HostIoPreadOps<'_, Self>> {
        Some(self)
    }

    fn support_fstat(&mut self) -> Option<HostIoFstatOps<'_, Self>> {
        Some(self)
    }
}

impl HostIoOpen for GdbTarget<'_> {
    fn open(&mut self, filename: &[u8], _: HostIoOpenFlags, _: HostIoOpenMode) -> HostIoResult<u32, Self> {
        if filename == PROGRAM_PATH.as_bytes() { Ok(FILE) } else { Err(HostIoError::Errno(HostIoErrno::ENOENT)) }
    }
}

impl HostIoClose for GdbTarget<'_> {
    fn close(&mut self, _: u32) -> HostIoResult<(), Self> {
        Ok(())
    }
}

impl HostIoPread for GdbTarget<'_> {
    fn pread(&mut self, _: u32, count: usize, offset: u64, buf: &mut [u8]) -> HostIoResult<usize, Self> {
        Ok(part(&self.program, offset, count, buf))
    }
}

impl HostIoFstat for GdbTarget<'_> {
    fn fstat(&mut self, _: u32) -> HostIoResult<HostIoStat, Self> {
        Ok(HostIoStat {
            st_dev: 0,
            st_ino: 0,
            st_mode: HostIoOpenMode::S_IFREG | HostIoOpenMode::S_IRUSR,
            st_nlink: 1,
            st_uid: 0,
            st_gid: 0,
            st_rdev: 0,
            st_size: self.program.len() as u64,
            st_blksize: 4096,
            st_blocks: (self.program.len() as u64).div_ceil(512),
            st_atime: 0,
            st_mtime: 0,
            st_ctime: 0,
        })
    }
}

/// Runs between looks at the connection.
struct Loop<'d, C>(PhantomData<(&'d (), C)>);

impl<'d, C> BlockingEventLoop for Loop<'d, C>
where
    C: ConnectionExt,
{
    type Target = GdbTarget<'d>;
    type Connection = C;
    type StopReason = Reason;

    fn wait_for_stop_reason(
        target: &mut Self::Target,
        connection: &mut C,
    ) -> Result<Event<Reason>, WaitForStopReasonError<&'static str, C::Error>> {
        loop {
            if let Some(reason) = target.go_on() {
                return Ok(Event::TargetStopped(reason));
            }
            let waiting = connection.peek().map_err(WaitForStopReasonError::Connection)?;
            if waiting.is_some() {
                let byte = connection.read().map_err(WaitForStopReasonError::Connection)?;
                return Ok(Event::IncomingData(byte));
            }
        }
    }

    fn on_interrupt(target: &mut Self::Target) -> Result<Option<Reason>, &'static str> {
        let tid = resume::current_thread(&target.debugger.session);
        Ok(Some(Reason::SignalWithThread { tid, signal: Signal::SIGINT }))
    }
}
