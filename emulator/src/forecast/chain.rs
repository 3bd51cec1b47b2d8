//! The critical path: the chain of descriptors that nothing can shorten without the whole becoming shorter.

use super::Forecast;
use crate::timing::{Span, Unit};

/// Neighbours on the critical path that work for one layer on one engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The layer, by position in [`super::Workload::layers`].
    pub layer: usize,
    /// The engine.
    pub unit: Unit,
    /// How many descriptors.
    pub descriptors: usize,
    /// By how much they make the whole longer.
    pub cycles: u64,
    /// From the first to the last.
    pub span: Span,
}

impl Forecast<'_> {
    /// Positions of the descriptors on the critical path, in the order of time.
    #[must_use]
    pub fn chain(&self) -> Vec<usize> {
        let mut chain: Vec<usize> = (0..self.tasks.len()).filter(|position| self.tasks[*position].cycles > 0).collect();
        chain.sort_by_key(|position| self.tasks[*position].span.start);
        chain
    }

    /// The critical path in runs of one layer and engine.
    #[must_use]
    pub fn critical_path(&self) -> Vec<Run> {
        let works: Vec<_> = self.workload.works().collect();
        let mut runs: Vec<Run> = Vec::new();
        for position in self.chain() {
            let (Some(work), Some(task)) = (works.get(position), self.tasks.get(position)) else { continue };
            let (layer, unit) = (work.layer, work.unit());
            match runs.last_mut().filter(|run| (run.layer, run.unit) == (layer, unit)) {
                Some(run) => {
                    run.descriptors += 1;
                    run.cycles = run.cycles.saturating_add(task.cycles);
                    run.span.end = task.span.end;
                }
                None => runs.push(Run { layer, unit, descriptors: 1, cycles: task.cycles, span: task.span }),
            }
        }
        runs
    }
}
