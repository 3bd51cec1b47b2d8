//! Who starts when: both engines, each in its order, and what they wait for.

mod moment;
mod schedule;

pub use moment::{Activity, EngineMoment, Moment};
pub use schedule::Schedule;

use isa::cost::ScheduleCost;
use isa::diagnostic::Engine;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Computes.
    Tiu,
    /// Moves.
    Tdma,
}

impl Unit {
    /// Both.
    pub const ALL: [Unit; 2] = [Unit::Tiu, Unit::Tdma];

    /// The one that it waits for.
    #[must_use]
    pub fn other(self) -> Unit {
        match self {
            Unit::Tiu => Unit::Tdma,
            Unit::Tdma => Unit::Tiu,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Tiu => "tiu",
            Unit::Tdma => "tdma",
        }
    }
}

impl From<Engine> for Unit {
    fn from(engine: Engine) -> Self {
        if engine == Engine::Tiu { Unit::Tiu } else { Unit::Tdma }
    }
}

/// A descriptor with its duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Who executes it.
    pub unit: Unit,
    /// Its number on that engine.
    pub id: u32,
    /// The number of the other engine's descriptor that must have ended.
    pub awaits: Option<u32>,
    /// Cycles of its execution.
    pub duration: u64,
}

/// When a job executes: start and end as the PMU counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First cycle.
    pub start: u64,
    /// Last cycle.
    pub end: u64,
}

impl Span {
    /// Cycles of execution.
    #[must_use]
    pub fn duration(self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// The first cycle in which each engine may start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// The TIU's.
    pub tiu: u64,
    /// The TDMA's.
    pub tdma: u64,
}

/// When a job executes, and why not earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// From when to when.
    pub span: Span,
    /// Position of the job that it could only start behind.
    pub behind: Option<usize>,
    /// Position of the other engine's job that it waits for, whether that takes long or not.
    pub awaited: Option<usize>,
    /// The first cycle in which its engine could start it.
    pub free: u64,
}

impl Placed {
    /// How long its engine stands still in front of it.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.span.start.saturating_sub(self.free)
    }
}

/// Runs `jobs`, given in an order in which nothing waits for what comes behind it; an awaited descriptor that is not
/// among those before it counts as ended.
#[must_use]
pub fn schedule(jobs: &[Job], ready: Ready, cost: &ScheduleCost) -> Vec<Span> {
    place(jobs, ready, cost).iter().map(|placed| placed.span).collect()
}

/// As [`schedule`], with what each job had to wait for.
#[must_use]
pub fn place(jobs: &[Job], ready: Ready, cost: &ScheduleCost) -> Vec<Placed> {
    let mut schedule = Schedule::new(ready, *cost);
    jobs.iter().map(|job| schedule.push(*job)).collect()
}

/// For each job the cycles by which it makes the whole longer: those since the end of what it waited for, along the
/// one chain that ends last, and 0 beside it. Together they are the whole.
#[must_use]
pub fn shares(places: &[Placed]) -> Vec<u64> {
    let mut shares = vec![0; places.len()];
    let end = |index: usize| places.get(index).map_or(0, |placed| placed.span.end);
    // Of several that end last, one is enough.
    let mut next = (0..places.len()).max_by_key(|index| end(*index));
    while let Some((index, placed)) = next.and_then(|index| places.get(index).map(|placed| (index, placed))) {
        shares[index] = placed.span.end.saturating_sub(placed.behind.map_or(0, end));
        next = placed.behind;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::generated::timing::SCHEDULE;

    const READY: Ready = Ready { tiu: 0, tdma: 1571 };

    fn job(unit: Unit, id: u32, awaits: Option<u32>, duration: u64) -> Job {
        Job { unit, id, awaits, duration }
    }

    #[test]
    fn engines_keep_their_order_and_wait_for_each_other() {
        let jobs = [
            job(Unit::Tdma, 1, None, 100),
            job(Unit::Tiu, 1, Some(1), 50),
            job(Unit::Tdma, 2, None, 10),
            job(Unit::Tdma, 3, Some(1), 5),
        ];
        let starts: Vec<u64> = schedule(&jobs, READY, &SCHEDULE).iter().map(|span| span.start).collect();
        assert_eq!(starts, [1571, 1671 + 4, 1672, 1725 + 2]);
    }

    #[test]
    fn the_chain_that_ends_last_shares_all_cycles() {
        let jobs = [
            job(Unit::Tdma, 1, None, 100),
            job(Unit::Tdma, 2, None, 10),
            job(Unit::Tiu, 1, Some(1), 50),
            job(Unit::Tdma, 3, Some(1), 5),
        ];
        let shares = shares(&place(&jobs, Ready::default(), &SCHEDULE));
        assert_eq!(shares, [100, 0, 54, 7]);
    }

    #[test]
    fn what_is_awaited_outside_counts_as_ended() {
        let spans = schedule(&[job(Unit::Tiu, 9, Some(7), 3)], READY, &SCHEDULE);
        assert_eq!(spans, [Span { start: 0, end: 3 }]);
    }

    #[test]
    fn numbers_may_come_in_any_order_and_the_last_of_a_number_counts() {
        let before = |ids: &[u32], awaits: u32| {
            let mut jobs: Vec<Job> = ids.iter().map(|id| job(Unit::Tdma, *id, None, 10)).collect();
            jobs.push(job(Unit::Tiu, 0, Some(awaits), 1));
            place(&jobs, Ready { tiu: 0, tdma: 0 }, &SCHEDULE).pop().and_then(|placed| placed.awaited)
        };
        assert_eq!([before(&[0, 1, 2], 1), before(&[1, 2, 3], 2), before(&[1, 2, 3], 0)], [Some(1), Some(1), None]);
        assert_eq!(
            [before(&[7, 1, 7, 3], 7), before(&[3, 1, 2, 3], 3), before(&[0, 0, 0], 0)],
            [Some(2), Some(3), Some(2)]
        );
    }
}
