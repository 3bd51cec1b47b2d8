//! Who starts when: both engines, each in its order, and what they wait for.

use isa::cost::ScheduleCost;
use std::collections::BTreeMap;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Computes.
    Tiu,
    /// Moves.
    Tdma,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First cycle.
    pub start: u64,
    /// Last cycle.
    pub end: u64,
}

/// The first cycle in which each engine may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The TIU's.
    pub tiu: u64,
    /// The TDMA's.
    pub tdma: u64,
}

/// Runs `jobs`, given in an order in which nothing waits for what comes behind it; an awaited descriptor that is not
/// among those before it counts as ended.
#[must_use]
pub fn schedule(jobs: &[Job], ready: Ready, cost: &ScheduleCost) -> Vec<Span> {
    let mut ends: BTreeMap<(Unit, u32), u64> = BTreeMap::new();
    let mut free = ready;
    let mut spans = Vec::with_capacity(jobs.len());
    for job in jobs {
        let (other, gap, free) = match job.unit {
            Unit::Tiu => (Unit::Tdma, cost.tiu_behind_tdma, &mut free.tiu),
            Unit::Tdma => (Unit::Tiu, cost.tdma_behind_tiu, &mut free.tdma),
        };
        let awaited = job.awaits.and_then(|id| ends.get(&(other, id)));
        let start = awaited.map_or(*free, |end| end.saturating_add(gap).max(*free));
        let end = start.saturating_add(job.duration);
        *free = end.saturating_add(cost.behind_same_engine);
        ends.insert((job.unit, job.id), end);
        spans.push(Span { start, end });
    }
    spans
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
    fn what_is_awaited_outside_counts_as_ended() {
        let spans = schedule(&[job(Unit::Tiu, 9, Some(7), 3)], READY, &SCHEDULE);
        assert_eq!(spans, [Span { start: 0, end: 3 }]);
    }
}
