//! The monitor at work.

use super::Pmu;
use crate::clock::{Clock, Timed};
use crate::machine::Machine;
use crate::memory::OutOfRange;
use crate::observer::{Observer, Step};
use crate::timing::{Ready, Span};
use isa::container::pmu::{MOST_EVENTS, RecordKind};
use isa::cost::{BoardProfile, Traffic, Traffics};
use isa::generated::pmu_record::PmuRecordFields;
use isa::generated::timing::SCHEDULE;
use isa::op::tdma::Direction;

/// A monitor that watches a machine.
///
/// It counts from the moment at which it is turned on; the first transfer starts when it does on a board.
#[derive(Clone, Debug)]
pub struct Monitor {
    pmu: Pmu,
    clock: Clock,
    records: Vec<PmuRecordFields>,
}

impl Monitor {
    /// Watches with the registers `pmu` and the clock of `board`.
    #[must_use]
    pub fn new(pmu: Pmu, board: &BoardProfile) -> Self {
        let ready = Ready { tiu: SCHEDULE.first_tdma, tdma: SCHEDULE.first_tdma };
        Monitor { pmu, clock: Clock::starting(board, ready), records: Vec::new() }
    }

    /// The registers.
    #[must_use]
    pub fn pmu(&self) -> &Pmu {
        &self.pmu
    }

    /// When everything ran.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Turns the monitor off; see [`Pmu::stop`].
    ///
    /// # Errors
    /// A buffer that leaves the memory.
    pub fn stop(&mut self, machine: &mut Machine) -> Result<(), OutOfRange> {
        // Engines overlap, and records are written when descriptors end.
        self.records.sort_by_key(|record| record.end);
        self.pmu.stop(&self.records, machine.chip(), machine.dram_mut())
    }

    /// A copy inside DRAM has two records.
    fn transfer(&mut self, direction: Direction, timed: &Timed, span: Span, traffics: &Traffics) {
        match direction {
            Direction::Load => self.record(RecordKind::Load, timed, span, traffics.read),
            Direction::Store => self.record(RecordKind::Store, timed, span, traffics.written),
            Direction::Move => self.record(RecordKind::Move, timed, span, Traffic::default()),
            Direction::Copy => {
                self.record(RecordKind::Load, timed, span, traffics.read);
                self.record(RecordKind::Store, timed, span, traffics.written);
            }
        }
    }

    fn record(&mut self, kind: RecordKind, timed: &Timed, span: Span, traffic: Traffic) {
        let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX).min(MOST_EVENTS);
        self.records.push(PmuRecordFields {
            r#type: kind as u8,
            id: timed.id,
            event0: count(traffic.bursts),
            event1: count(traffic.beats),
            // The counter is no longer.
            end: span.end as u32,
            start: span.start as u32,
        });
    }
}

impl Observer for Monitor {
    fn start(&mut self, step: &Step<'_>, machine: &Machine) {
        self.clock.start(step, machine);
    }

    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        self.clock.retire(step, machine);
        let Some((timed, span)) = self.clock.timed().last().copied().zip(self.clock.last()) else { return };
        let [tiu, tdma] = self.pmu.counts();
        match timed.direction {
            None if tiu => self.record(RecordKind::Tiu, &timed, span, Traffic::default()),
            Some(direction) if tdma => {
                let footprint = step.footprint(machine.chip(), machine.base());
                let traffics = Traffics::of(&footprint, timed.stream.as_ref());
                self.transfer(direction, &timed, span, &traffics);
            }
            _ => {}
        }
    }
}
