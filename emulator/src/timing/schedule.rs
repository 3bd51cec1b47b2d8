//! A schedule that grows job by job.

use super::{Job, Placed, Ready, Span, Unit};
use isa::cost::ScheduleCost;
use std::collections::HashMap;

/// When jobs execute; each is placed as soon as it is known. Jobs come in an order in which nothing waits for what comes
/// behind it; an awaited descriptor that is not among those before it, since both engines last came to rest, counts as
/// ended.
#[derive(Clone, Debug)]
pub struct Schedule {
    cost: ScheduleCost,
    ready: Ready,
    jobs: Vec<Job>,
    places: Vec<Placed>,
    /// Positions of the first jobs behind each rest.
    rests: Vec<usize>,
    pub(super) engines: [Lane; 2],
    /// The job that ends last.
    last: Option<usize>,
}

/// One engine.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    /// Positions of its jobs.
    pub(super) jobs: Vec<usize>,
    /// Where those since the last rest begin.
    first: usize,
    /// Positions of its jobs since the last rest, by number, but of those that are numbered as they come.
    elsewhere: HashMap<u32, usize>,
    /// When it is free, and behind what.
    free: (u64, Option<usize>),
}

impl Lane {
    fn learn(&mut self, id: u32, position: usize) {
        let counted = self.jobs.len() - self.first;
        self.jobs.push(position);
        if id as usize != counted {
            self.elsewhere.insert(id, position);
        } else if !self.elsewhere.is_empty() {
            self.elsewhere.remove(&id);
        }
    }

    /// Its job that has this number if they are numbered as they come.
    fn counted(&self, id: u32) -> Option<usize> {
        self.jobs.get(self.first.checked_add(id as usize)?).copied()
    }
}

impl Schedule {
    /// Nothing yet.
    #[must_use]
    pub fn new(ready: Ready, cost: ScheduleCost) -> Self {
        let lane = |unit: Unit| Lane { free: (ready.of(unit), None), ..Lane::default() };
        Schedule {
            cost,
            ready,
            jobs: Vec::new(),
            places: Vec::new(),
            rests: vec![0],
            engines: Unit::ALL.map(lane),
            last: None,
        }
    }

    /// Places a job behind all others.
    pub fn push(&mut self, job: Job) -> Placed {
        let position = self.jobs.len();
        let placed = self.place(&job);
        let lane = &mut self.engines[job.unit as usize];
        lane.free = (placed.span.end.saturating_add(self.cost.behind_same_engine), Some(position));
        lane.learn(job.id, position);
        if self.end() <= placed.span.end {
            self.last = Some(position);
        }
        self.jobs.push(job);
        self.places.push(placed);
        placed
    }

    fn place(&self, job: &Job) -> Placed {
        let gap = match job.unit {
            Unit::Tiu => self.cost.tiu_behind_tdma,
            Unit::Tdma => self.cost.tdma_behind_tiu,
        };
        let free = self.engines[job.unit as usize].free;
        let awaited = job.awaits.and_then(|id| self.known(job.unit.other(), id));
        let other = awaited.map(|awaited| (self.end_of(awaited).saturating_add(gap), Some(awaited)));
        let (start, behind) = other.filter(|(start, _)| *start > free.0).unwrap_or(free);
        Placed { span: Span { start, end: start.saturating_add(job.duration) }, behind, awaited, free: free.0 }
    }

    /// The last job of an engine with that number since the last rest.
    fn known(&self, unit: Unit, id: u32) -> Option<usize> {
        let lane = &self.engines[unit as usize];
        let has_it = |position: &usize| self.jobs.get(*position).is_some_and(|job| job.id == id);
        lane.elsewhere.get(&id).copied().or_else(|| lane.counted(id).filter(has_it))
    }

    /// Both engines come to rest: what follows starts when everything has ended, and numbers begin anew.
    pub fn rest(&mut self) {
        if self.rests.last() == Some(&self.jobs.len()) {
            return;
        }
        self.rests.push(self.jobs.len());
        let free = (self.end(), self.last);
        for lane in &mut self.engines {
            lane.elsewhere.clear();
            lane.first = lane.jobs.len();
            lane.free = free;
        }
    }

    /// Forgets all but the first `len` jobs.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.jobs.len() {
            return;
        }
        let kept = std::mem::replace(self, Schedule::new(self.ready, self.cost));
        for (position, job) in kept.jobs.iter().enumerate().take(len) {
            if kept.rests.binary_search(&position).is_ok() {
                self.rest();
            }
            self.push(*job);
        }
    }

    /// The jobs, in the order in which they were placed.
    #[must_use]
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// When each job executes.
    #[must_use]
    pub fn places(&self) -> &[Placed] {
        &self.places
    }

    /// The first cycle in which each engine may start.
    #[must_use]
    pub fn ready(&self) -> Ready {
        self.ready
    }

    /// The end of the last job.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.last.map_or(0, |last| self.end_of(last))
    }

    pub(super) fn end_of(&self, position: usize) -> u64 {
        self.places.get(position).map_or(0, |placed| placed.span.end)
    }

    /// The position of the first job behind the rest behind `position`.
    pub(super) fn rest_behind(&self, position: usize) -> usize {
        let behind = self.rests.partition_point(|rest| *rest <= position);
        self.rests.get(behind).copied().unwrap_or(self.jobs.len())
    }
}

impl Ready {
    /// That of one engine.
    #[must_use]
    pub fn of(self, unit: Unit) -> u64 {
        match unit {
            Unit::Tiu => self.tiu,
            Unit::Tdma => self.tdma,
        }
    }
}
