//! A run that can be at any of its turns, in any order.

use crate::changes::{Change, Changes, Segment, World};
use crate::history::History;
use crate::symbols::Symbols;
use crate::target::{Halted, Saved, Target};
use crate::turn::{Course, Turn};
use emulator::forecast::Workload;
use isa::container::cvimodel::Model;
use isa::cost::{BoardProfile, Evidence};
use isa::footprint::Footprint;
use isa::generated::timing::BOARDS;
use isa::text::Descriptor;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// States that a run without detours keeps, besides the first.
const STATES_PER_RUN: u64 = 8;
/// Cycles of the TPU that are emulated faster than states are worth keeping: a few milliseconds.
const SHORT: u64 = 8_000_000;
/// Most bytes of states unless told otherwise.
pub const DEFAULT_HISTORY_BYTES: u64 = 256 << 20;

/// What a session needs besides its target.
pub struct Surroundings<'m> {
    /// The model the target is from.
    pub model: Option<&'m Model<'m>>,
    /// How long descriptors take and whose they are; `None` where the programs alone tell.
    pub workload: Option<Workload>,
    /// Most bytes of remembered states.
    pub history_bytes: u64,
    /// A flag that stops runs when it is set.
    pub cancel: Arc<AtomicBool>,
}

impl Default for Surroundings<'_> {
    fn default() -> Self {
        let cancel = Arc::new(AtomicBool::new(false));
        Surroundings { model: None, workload: None, history_bytes: DEFAULT_HISTORY_BYTES, cancel }
    }
}

/// A run that can be at any of its turns.
pub struct Session {
    target: Target,
    course: Arc<Course>,
    symbols: Symbols,
    position: usize,
    history: History,
    /// Positions at which a straight run keeps its state.
    milestones: Vec<usize>,
    footprints: OnceCell<Vec<Footprint>>,
    board: BoardProfile,
    cancel: Arc<AtomicBool>,
    fault: Option<Halted>,
    edits: usize,
    changes: Changes,
}

impl Session {
    /// A session before the first turn.
    #[must_use]
    pub fn new(target: Target, surroundings: Surroundings<'_>) -> Self {
        let Surroundings { model, workload, history_bytes, cancel } = surroundings;
        let board = board_for(&target);
        let workload = workload.unwrap_or_else(|| target.workload(&[]));
        let mut course = target.course(&workload, &board);
        let symbols = Symbols::new(&target, model, workload.layers(), &mut course.turns);
        let milestones = milestones(&course);
        let mut session = Session {
            target,
            course: Arc::new(course),
            symbols,
            position: 0,
            history: History::new(history_bytes),
            milestones,
            footprints: OnceCell::new(),
            board,
            cancel,
            fault: None,
            edits: 0,
            changes: Changes::new(history_bytes),
        };
        session.remember();
        session
    }

    /// What is debugged, as it is now.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Every turn of the run.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.course.turns
    }

    /// Every name.
    #[must_use]
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// How many turns have ended.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The turn that is next; `None` at the end.
    #[must_use]
    pub fn current(&self) -> Option<&Turn> {
        self.turns().get(self.position)
    }

    /// The board whose clock and memory the cycles are for.
    #[must_use]
    pub fn board(&self) -> &BoardProfile {
        &self.board
    }

    /// The remembered states.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The fault at which the run stands, if it does.
    #[must_use]
    pub fn fault(&self) -> Option<&Halted> {
        self.fault.as_ref().filter(|fault| fault.at == self.position)
    }

    /// How often descriptors or memory were changed, or changed back.
    #[must_use]
    pub fn edits(&self) -> usize {
        self.edits
    }

    /// When everything happens.
    #[must_use]
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// The cycle of a position; see [`Course::cycle_of`].
    #[must_use]
    pub fn cycle_of(&self, position: usize) -> u64 {
        self.course.cycle_of(position)
    }

    /// The cycle in which the session is.
    #[must_use]
    pub fn cycle(&self) -> u64 {
        self.cycle_of(self.position)
    }

    /// A number that equal states share.
    #[must_use]
    pub fn hash(&self) -> u128 {
        self.target.hash()
    }

    /// The bytes that a turn touches.
    #[must_use]
    pub fn footprint(&self, turn: usize) -> Option<&Footprint> {
        let all = self.footprints.get_or_init(|| self.turns().iter().map(|turn| self.target.footprint(turn)).collect());
        all.get(turn)
    }

    /// The flag that stops runs.
    #[must_use]
    pub fn cancel(&self) -> &Arc<AtomicBool> {
        &self.cancel
    }

    /// Goes to a position, forwards or backwards.
    ///
    /// # Errors
    /// When a descriptor cannot run or somebody asks to stop; the session is then where that happened.
    pub fn go(&mut self, position: usize) -> Result<(), Halted> {
        let position = position.min(self.turns().len());
        if position < self.position {
            self.back_to(position)?;
        } else if let Some((at, _)) = self.history.before(position).filter(|(at, _)| *at > self.position) {
            self.jump(at)?;
        }
        self.forward_to(position)
    }

    /// Restores the last state before `position`, and keeps one on the way so that the next step back is short.
    fn back_to(&mut self, position: usize) -> Result<(), Halted> {
        let Some((at, _)) = self.history.before(position) else {
            return Err(Halted { at: self.position, asked: false, what: "the start is forgotten".into() });
        };
        self.jump(at)?;
        let middle = at + (position - at) / 2;
        if middle > at && self.is_long(at, position) {
            self.forward_to(middle)?;
            self.remember();
        }
        Ok(())
    }

    /// Whether running from one position to another takes a noticeable part of the whole.
    fn is_long(&self, from: usize, to: usize) -> bool {
        let cycles = self.cycle_of(to).saturating_sub(self.cycle_of(from));
        cycles.saturating_mul(8) > interval(self.cycle_of(self.turns().len()))
    }

    fn jump(&mut self, to: usize) -> Result<(), Halted> {
        let Some((at, saved)) = self.history.before(to) else { return Ok(()) };
        let restored = self.target.restore(saved);
        restored.map_err(|what| Halted { at: self.position, asked: false, what })?;
        self.position = at;
        Ok(())
    }

    fn forward_to(&mut self, position: usize) -> Result<(), Halted> {
        while self.position < position {
            let next = self.milestones.iter().copied().find(|at| *at > self.position && !self.history.has(*at));
            let end = next.unwrap_or(position).min(position);
            let played = self.target.play(&self.course.turns, self.position..end, &self.cancel);
            match played {
                Ok(()) => self.position = end,
                Err(halted) => {
                    self.position = halted.at;
                    self.fault = (!halted.asked).then(|| halted.clone());
                    return Err(halted);
                }
            }
            if next == Some(self.position) {
                self.remember();
            }
        }
        Ok(())
    }

    fn remember(&mut self) {
        let saved = self.target.save();
        self.history.keep(self.position, saved);
    }

    /// The state of now.
    pub fn save(&mut self) -> Saved {
        self.target.save()
    }

    /// Runs a descriptor of no program from a state. The session then has to be put back.
    ///
    /// # Errors
    /// When that cannot run.
    pub(crate) fn try_alone(&mut self, state: &Saved, descriptor: &Descriptor) -> Result<(), String> {
        self.target.restore(state)?;
        self.target.run_alone(descriptor)
    }

    /// Runs turns from whatever state there is. The session then has to be put back.
    ///
    /// # Errors
    /// When one cannot run.
    pub(crate) fn play(&mut self, turns: Range<usize>) -> Result<(), String> {
        self.target.play(&self.course.turns, turns, &self.cancel).map_err(|halted| halted.what)
    }

    /// Runs these turns alone, which ascend, from whatever state there is. The session then has to be put back.
    ///
    /// # Errors
    /// When one cannot run.
    pub(crate) fn play_only(&mut self, turns: &[usize]) -> Result<(), String> {
        turns.chunk_by(|one, next| one + 1 == *next).try_for_each(|part| self.play(part[0]..part[part.len() - 1] + 1))
    }

    /// Goes to a state that the session had at a position.
    ///
    /// # Errors
    /// A state of another target.
    pub(crate) fn put_back(&mut self, position: usize, state: &Saved) -> Result<(), String> {
        self.target.restore(state)?;
        self.position = position;
        Ok(())
    }

    /// Looks at another state of the target, in which it then stays.
    ///
    /// # Errors
    /// A state of another target.
    pub(crate) fn look_at<R>(&mut self, state: &Saved, look: impl FnOnce(&Session) -> R) -> Result<R, String> {
        self.target.restore(state)?;
        Ok(look(self))
    }

    /// Lets `try_out` do with the target what it likes, and takes it back.
    ///
    /// # Errors
    /// A state that cannot be taken back.
    pub(crate) fn attempt<R>(&mut self, try_out: impl FnOnce(&mut Target) -> R) -> Result<R, String> {
        let saved = self.target.save();
        let result = try_out(&mut self.target);
        self.target.restore(&saved)?;
        Ok(result)
    }

    /// The changes that hold, in the order in which they were made.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        self.changes.done()
    }

    /// The changes that were taken back, the last one first.
    pub fn undone(&self) -> impl Iterator<Item = &Change> {
        self.changes.undone()
    }

    /// Says what the last change was.
    pub(crate) fn describe_change(&mut self, what: &str) {
        self.changes.describe(what);
    }

    /// Takes the last change back, and goes to where it was made.
    ///
    /// # Errors
    /// When there is none, or its state is of another target.
    pub fn undo(&mut self) -> Result<Change, String> {
        let change = self.changes.undo().ok_or("there is no change to take back; `set` makes some")?;
        self.enter(change.position, &change.before)?;
        Ok(change)
    }

    /// Makes the change again that was taken back last, and goes to where it is made.
    ///
    /// # Errors
    /// When there is none, or its state is of another target.
    pub fn redo(&mut self) -> Result<Change, String> {
        let change = self.changes.redo().ok_or("no change was taken back; `undo` takes one back")?;
        self.enter(change.position, &change.after)?;
        Ok(change)
    }

    fn enter(&mut self, position: usize, world: &World) -> Result<(), String> {
        self.target.restore(&world.state)?;
        if let Some(Segment { routine, number, program }) = world.segment.clone() {
            self.target.set_segment(routine, number, program);
        }
        self.position = position;
        self.course = Arc::clone(&world.course);
        self.footprints = OnceCell::new();
        self.edits += 1;
        self.fault = None;
        self.history.replace_from(position, world.state.clone(), world.pinned.clone());
        Ok(())
    }

    /// The world of now; `turn` is one whose program may change.
    fn world(&mut self, turn: Option<usize>) -> World {
        let segment = turn.and_then(|turn| self.turns().get(turn)).and_then(|turn| {
            let (routine, number) = (turn.routine, turn.segment);
            Some(Segment { routine, number, program: self.target.segment(routine, number)?.clone() })
        });
        let (pinned, course) = (self.history.pinned_from(self.position), Arc::clone(&self.course));
        World { state: self.target.save(), pinned, segment, course }
    }

    /// Changes the state of now. What was remembered of later positions no longer holds.
    pub fn edit<R>(&mut self, change: impl FnOnce(&mut Target) -> R) -> R {
        let before = self.world(None);
        let result = change(&mut self.target);
        self.edits += 1;
        self.fault = None;
        self.history.forget_after(self.position);
        let saved = self.target.save();
        self.history.pin(self.position, saved);
        let (position, after) = (self.position, self.world(None));
        self.changes.add(Change { what: "memory".into(), position, before, after });
        result
    }

    /// Puts other programs in place of segments: everything that follows from descriptors is worked out again.
    /// States up to `first`, the first turn that differs, still hold.
    pub fn edit_programs(&mut self, first: usize, change: impl FnOnce(&mut Target)) {
        let before = self.world(Some(first));
        change(&mut self.target);
        self.edits += 1;
        self.fault = None;
        self.history.forget_after(first);
        let layers: Vec<usize> = self.turns().iter().map(|turn| turn.layer).collect();
        let workload = self.target.workload(self.weights());
        let mut course = self.target.course(&workload, &self.board);
        course.turns.iter_mut().zip(layers).for_each(|(turn, layer)| turn.layer = layer);
        self.course = Arc::new(course);
        self.footprints = OnceCell::new();
        let (position, after) = (self.position, self.world(Some(first)));
        self.changes.add(Change { what: "descriptor".into(), position, before, after });
    }

    /// The bytes behind the base register of weights.
    fn weights(&self) -> &[u8] {
        let machine = self.target.machine();
        let register = isa::container::cvimodel::Region::Weight.register();
        let start = machine.base()[usize::from(register)].wrapping_sub(machine.chip().gmem_start);
        let length = self.symbols.all().iter().filter_map(|symbol| symbol.place.as_ref()).map(|place| place.end).max();
        let length = length.unwrap_or(start).saturating_sub(start);
        machine.dram().read(start, length).unwrap_or_default()
    }
}

/// The first board that carries the target's chip, or one with what the chip's profile says.
fn board_for(target: &Target) -> BoardProfile {
    let chip = target.chip();
    let told = || Cow::Borrowed("the chip's profile");
    BOARDS.iter().find(|board| board.chip == chip.chip).cloned().unwrap_or_else(|| BoardProfile {
        name: Cow::Borrowed(chip.name),
        chip: chip.chip,
        tpu_clock_mhz: chip.tpu_clock_mhz,
        dram: chip.dram,
        driver_us: 0,
        evidence: Evidence { clock: told(), dram: told(), driver: told() },
    })
}

/// Cycles between two states that a straight run of `cycles` keeps.
fn interval(cycles: u64) -> u64 {
    (cycles / STATES_PER_RUN).max(SHORT)
}

/// Positions that cut the run into parts of about equal length.
fn milestones(course: &Course) -> Vec<usize> {
    let end = course.schedule().end();
    let interval = interval(end);
    let inside = |at: &usize| (1..course.turns.len()).contains(at);
    let mut all: Vec<usize> =
        (1..=end / interval).map(|number| course.position_at(interval * number)).filter(inside).collect();
    all.dedup();
    all
}
