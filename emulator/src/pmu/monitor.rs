//! The monitor at work.

use super::Pmu;
use crate::clock::Clock;
use crate::machine::Machine;
use crate::memory::OutOfRange;
use crate::observer::{Observer, Step};
use crate::timing::{Ready, Span};
use isa::container::pmu::{MOST_EVENTS, RecordKind};
use isa::cost::{BoardProfile, Traffic, Traffics};
use isa::footprint::Footprint;
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

    /// What it has recorded, in the order in which descriptors ran.
    #[must_use]
    pub fn records(&self) -> &[PmuRecordFields] {
        &self.records
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
}

/// The records of a descriptor that ran in `span` and touched `footprint`; what it read and wrote lies in `machine`.
#[must_use]
pub fn records(step: &Step<'_>, footprint: &Footprint, span: Span, machine: &Machine) -> Vec<PmuRecordFields> {
    let Some(duty) = step.duty() else { return Vec::new() };
    let stream = duty.read_stream(machine).or_else(|| duty.written_stream(machine));
    let traffics = Traffics::of(footprint, stream.as_ref());
    records_of(step.id().0, duty.direction, span, &traffics)
}

/// Those of a transfer in a direction, or of the TIU. A copy inside DRAM has two.
fn records_of(id: u16, direction: Option<Direction>, span: Span, traffics: &Traffics) -> Vec<PmuRecordFields> {
    let none = Traffic::default();
    let kinds = match direction {
        None => vec![(RecordKind::Tiu, none)],
        Some(Direction::Load) => vec![(RecordKind::Load, traffics.read)],
        Some(Direction::Store) => vec![(RecordKind::Store, traffics.written)],
        Some(Direction::Move) => vec![(RecordKind::Move, none)],
        Some(Direction::Copy) => vec![(RecordKind::Load, traffics.read), (RecordKind::Store, traffics.written)],
    };
    kinds.into_iter().map(|(kind, traffic)| record(kind, id, span, traffic)).collect()
}

fn record(kind: RecordKind, id: u16, span: Span, traffic: Traffic) -> PmuRecordFields {
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX).min(MOST_EVENTS);
    PmuRecordFields {
        r#type: kind as u8,
        id,
        event0: count(traffic.bursts),
        event1: count(traffic.beats),
        // The counter is no longer.
        end: span.end as u32,
        start: span.start as u32,
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
        let traffics = match timed.direction {
            None if tiu => Traffics::default(),
            Some(_) if tdma => Traffics::of(&step.footprint(machine.chip(), machine.base()), timed.stream.as_ref()),
            _ => return,
        };
        self.records.extend(records_of(timed.id, timed.direction, span, &traffics));
    }
}
