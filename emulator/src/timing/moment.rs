//! What both engines do at one cycle.

use super::{Placed, Schedule, Unit};

/// What an engine does. Jobs are told by their position in the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// It executes a job.
    Executes {
        /// The job.
        job: usize,
        /// Cycles of it that are over.
        elapsed: u64,
        /// Cycles of it in all.
        duration: u64,
    },
    /// It stands still in front of a job.
    Waits {
        /// The job.
        job: usize,
        /// The other engine's job that has not ended.
        on: usize,
        /// The first cycle in which it could have started otherwise.
        since: u64,
    },
    /// All that a job waits for has ended; it is about to start.
    Starts {
        /// The job.
        job: usize,
        /// When.
        at: u64,
    },
    /// It has nothing left to do, or nothing before both engines come to rest.
    Rests,
}

/// One engine at one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineMoment {
    /// Which.
    pub unit: Unit,
    /// What it does.
    pub activity: Activity,
    /// How many of its jobs have ended.
    pub retired: usize,
    /// The last of them.
    pub last_retired: Option<usize>,
    /// The job that starts next, if one does before both engines come to rest.
    pub next: Option<usize>,
    /// How many have not started, of those before both engines come to rest.
    pub queued: usize,
}

/// Both engines at one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The cycle.
    pub cycle: u64,
    /// The TIU.
    pub tiu: EngineMoment,
    /// The TDMA.
    pub tdma: EngineMoment,
}

impl Moment {
    /// One engine.
    #[must_use]
    pub fn of(&self, unit: Unit) -> &EngineMoment {
        match unit {
            Unit::Tiu => &self.tiu,
            Unit::Tdma => &self.tdma,
        }
    }
}

impl Schedule {
    /// What both engines do in `cycle`. A job has ended in the cycle of its end.
    #[must_use]
    pub fn at(&self, cycle: u64) -> Moment {
        let started = Unit::ALL.map(|unit| self.started(unit, cycle));
        let latest = Unit::ALL
            .iter()
            .zip(started)
            .filter_map(|(unit, started)| self.engines[*unit as usize].jobs.get(started.checked_sub(1)?).copied());
        let bound = self.rest_behind(latest.max().unwrap_or(0));
        let [tiu, tdma] = [0, 1].map(|side| self.engine_at(Unit::ALL[side], cycle, started[side], bound));
        Moment { cycle, tiu, tdma }
    }

    /// How many jobs of an engine have started.
    fn started(&self, unit: Unit, cycle: u64) -> usize {
        self.engines[unit as usize].jobs.partition_point(|job| self.placed(*job).is_some_and(|p| p.span.start <= cycle))
    }

    fn engine_at(&self, unit: Unit, cycle: u64, started: usize, bound: usize) -> EngineMoment {
        let jobs = &self.engines[unit as usize].jobs;
        let current = started.checked_sub(1).and_then(|index| jobs.get(index)).copied();
        let current = current.filter(|job| self.end_of(*job) > cycle);
        let retired = started - usize::from(current.is_some());
        let ahead = jobs.get(started..).unwrap_or_default();
        let queued = ahead.partition_point(|job| *job < bound);
        let next = ahead.first().copied().filter(|_| queued > 0);
        EngineMoment {
            unit,
            activity: self.activity(cycle, current, next),
            retired,
            last_retired: retired.checked_sub(1).and_then(|index| jobs.get(index)).copied(),
            next,
            queued,
        }
    }

    fn activity(&self, cycle: u64, current: Option<usize>, next: Option<usize>) -> Activity {
        let place = |job: usize| self.placed(job).map(|placed| (job, placed));
        if let Some((job, placed)) = current.and_then(place) {
            let elapsed = cycle.saturating_sub(placed.span.start);
            return Activity::Executes { job, elapsed, duration: placed.span.duration() };
        }
        let Some((job, placed)) = next.and_then(place) else { return Activity::Rests };
        match placed.awaited.filter(|awaited| self.end_of(*awaited) > cycle && placed.free <= cycle) {
            Some(on) => Activity::Waits { job, on, since: placed.free },
            None => Activity::Starts { job, at: placed.span.start },
        }
    }

    fn placed(&self, job: usize) -> Option<&Placed> {
        self.places().get(job)
    }
}
