//! What was changed in a run, so that it can be taken back.

use crate::target::Saved;
use crate::turn::Course;
use emulator::machine::Program;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most changes that can be taken back.
const MOST: usize = 100;
/// About as much as a decoded descriptor takes.
const DESCRIPTOR_BYTES: u64 = 256;

/// A program of the run with its place in it.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) routine: usize,
    pub(crate) number: usize,
    pub(crate) program: Program,
}

/// Everything that a change makes different, on one side of it. Copies are cheap.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) state: Saved,
    /// States of its place and behind that cannot be computed again.
    pub(crate) pinned: BTreeMap<usize, Saved>,
    pub(crate) segment: Option<Segment>,
    pub(crate) course: Arc<Course>,
}

impl World {
    /// About as many bytes as this takes beyond what it shares with `other`.
    fn bytes_beyond(&self, other: &World) -> u64 {
        let course = if Arc::ptr_eq(&self.course, &other.course) { 0 } else { size_of_val(&*self.course.turns) as u64 };
        let program = self.segment.as_ref().map_or(0, |segment| segment.program.len() as u64 * DESCRIPTOR_BYTES);
        self.state.bytes_beyond(Some(&other.state)) + course + program
    }
}

/// A change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was done.
    pub what: String,
    /// How many turns had ended.
    pub position: usize,
    pub(crate) before: World,
    pub(crate) after: World,
}

/// Changes that hold, and those that were taken back.
#[derive(Clone, Debug)]
pub(crate) struct Changes {
    done: Vec<Change>,
    /// The one that was taken back last comes last.
    undone: Vec<Change>,
    limit: u64,
}

impl Changes {
    /// No changes, of which so many bytes may be kept; the last one is kept whatever it takes.
    pub(crate) fn new(limit: u64) -> Self {
        Changes { done: Vec::new(), undone: Vec::new(), limit }
    }

    /// Adds a change; those that were taken back cannot come again.
    pub(crate) fn add(&mut self, change: Change) {
        self.undone.clear();
        self.done.push(change);
        let mut bytes = 0;
        let fitting = (0..self.done.len()).rev().take(MOST).take_while(|at| {
            bytes += self.bytes(*at);
            bytes <= self.limit
        });
        let old = self.done.len() - fitting.count().max(1);
        self.done.drain(..old);
    }

    /// About as many bytes as a change takes beyond what it shares with the one before.
    fn bytes(&self, at: usize) -> u64 {
        let Change { before, after, .. } = &self.done[at];
        let earlier = at.checked_sub(1).map_or(after, |earlier| &self.done[earlier].after);
        before.bytes_beyond(earlier) + after.bytes_beyond(before)
    }

    /// Says what the last change was.
    pub(crate) fn describe(&mut self, what: &str) {
        if let Some(last) = self.done.last_mut() {
            what.clone_into(&mut last.what);
        }
    }

    pub(crate) fn done(&self) -> &[Change] {
        &self.done
    }

    /// The last first.
    pub(crate) fn undone(&self) -> impl Iterator<Item = &Change> {
        self.undone.iter().rev()
    }

    /// Moves the last change to those that were taken back.
    pub(crate) fn undo(&mut self) -> Option<Change> {
        let change = self.done.pop()?;
        self.undone.push(change.clone());
        Some(change)
    }

    /// Moves the change that was taken back last to those that hold.
    pub(crate) fn redo(&mut self) -> Option<Change> {
        let change = self.undone.pop()?;
        self.done.push(change.clone());
        Some(change)
    }
}
