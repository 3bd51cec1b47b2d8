//! What is debugged: a model, a scenario, a recorded run, or a program alone.

use crate::area;
use crate::turn::{Course, Kind, Turn};
use emulator::fault::FaultKind;
use emulator::forecast::Workload;
use emulator::machine::{Limits, Machine, Program, Snapshot};
use emulator::observer::{AnyCommand, Step};
use emulator::runtime::{Network, NetworkSnapshot, Part, RuntimeError};
use emulator::scenario::Scenario;
use isa::chip::ChipProfile;
use isa::command::{Tdma, Tiu, decode};
use isa::cost::BoardProfile;
use isa::diagnostic::Engine;
use isa::footprint::Footprint;
use isa::op::CommandId;
use isa::text::Descriptor;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// What is debugged.
pub struct Target {
    body: Body,
    /// Descriptors and elements that one command may run.
    pub limits: (u64, u64),
}

enum Body {
    Network(Box<Network>),
    Stages { machine: Box<Machine>, programs: Vec<Program>, scenario: Option<Box<Scenario>> },
}

/// A state of the target. Copies are cheap.
#[derive(Clone, Debug)]
pub enum Saved {
    /// Of a model.
    Network(NetworkSnapshot),
    /// Of a machine.
    Machine(Snapshot),
}

/// Why the target did not go as far as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halted {
    /// How many turns had ended.
    pub at: usize,
    /// Somebody asked it to stop.
    pub asked: bool,
    /// What happened.
    pub what: String,
}

impl Target {
    /// A loaded model, with its inputs filled.
    #[must_use]
    pub fn network(network: Network) -> Self {
        Target { body: Body::Network(Box::new(network)), limits: (u64::MAX, u64::MAX) }
    }

    /// A program on a machine.
    #[must_use]
    pub fn program(machine: Machine, program: Program) -> Self {
        let body = Body::Stages { machine: Box::new(machine), programs: vec![program], scenario: None };
        Target { body, limits: (u64::MAX, u64::MAX) }
    }

    /// Programs with what they run on.
    ///
    /// # Errors
    /// A stage whose descriptors cannot be executed.
    pub fn scenario(scenario: Scenario) -> Result<Self, String> {
        let program =
            |stage: &emulator::scenario::Stage| stage.program(scenario.chip).map_err(|fault| fault.to_string());
        let programs = scenario.stages.iter().map(program).collect::<Result<_, _>>()?;
        let machine = Box::new(Machine::new(scenario.chip));
        let body = Body::Stages { machine, programs, scenario: Some(Box::new(scenario)) };
        Ok(Target { body, limits: (u64::MAX, u64::MAX) })
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        match &self.body {
            Body::Network(network) => network.machine(),
            Body::Stages { machine, .. } => machine,
        }
    }

    /// The machine.
    pub fn machine_mut(&mut self) -> &mut Machine {
        match &mut self.body {
            Body::Network(network) => network.machine_mut(),
            Body::Stages { machine, .. } => machine,
        }
    }

    /// The model, where there is one.
    #[must_use]
    pub fn model(&self) -> Option<&Network> {
        match &self.body {
            Body::Network(network) => Some(network),
            Body::Stages { .. } => None,
        }
    }

    /// The model, where there is one.
    pub fn model_mut(&mut self) -> Option<&mut Network> {
        match &mut self.body {
            Body::Network(network) => Some(network),
            Body::Stages { .. } => None,
        }
    }

    /// The chip.
    #[must_use]
    pub fn chip(&self) -> &'static ChipProfile {
        self.machine().chip()
    }

    /// The program of a segment.
    #[must_use]
    pub fn segment(&self, routine: usize, segment: usize) -> Option<&Program> {
        match &self.body {
            Body::Network(network) => network.segment(routine, segment),
            Body::Stages { programs, .. } => programs.get(segment),
        }
    }

    /// Every segment with the numbers of its routine and its own.
    fn segments(&self) -> Vec<(usize, usize, &Program)> {
        match &self.body {
            Body::Network(network) => {
                let part = |(routine, part)| match part {
                    Part::Tpu(segments) => segments.iter().enumerate().map(|(at, one)| (routine, at, one)).collect(),
                    Part::Host(_) => Vec::new(),
                };
                network.parts().enumerate().flat_map(part).collect()
            }
            Body::Stages { programs, .. } => programs.iter().enumerate().map(|(at, one)| (0, at, one)).collect(),
        }
    }

    /// The workload of programs that belong to no model, or were changed.
    pub fn workload(&self, weights: &[u8]) -> Workload {
        Workload::of_segments(self.chip().chip, self.segments().into_iter().map(|(.., program)| program), weights)
    }

    /// The descriptor of a turn.
    #[must_use]
    pub fn step(&self, turn: &Turn) -> Option<Step<'_>> {
        self.segment(turn.routine, turn.segment)?.step(turn.step()?)
    }

    /// The words of a turn's descriptor.
    #[must_use]
    pub fn descriptor(&self, turn: &Turn) -> Option<Descriptor> {
        let chip = self.chip();
        match self.step(turn)?.command {
            AnyCommand::Tiu(command) => command.encode(chip).ok().map(Descriptor::Tiu),
            AnyCommand::Tdma(command) => command.encode(chip).ok().map(Descriptor::Tdma),
        }
    }

    /// The bytes that a turn touches. Functions on the host touch whole tensors.
    #[must_use]
    pub fn footprint(&self, turn: &Turn) -> Footprint {
        match (self.step(turn), self.model(), turn.kind) {
            (Some(step), ..) => step.footprint(self.chip(), self.bases(turn)),
            (None, Some(network), Kind::Host) => host_footprint(network, turn.routine),
            _ => Footprint::default(),
        }
    }

    /// The bytes that another descriptor would touch in place of a turn's.
    #[must_use]
    pub(crate) fn footprint_with(&self, turn: &Turn, descriptor: &Descriptor) -> Footprint {
        let (chip, bases) = (self.chip(), self.bases(turn));
        let print = match descriptor {
            Descriptor::Tiu(words) => {
                decode::<Tiu>(words, chip, 0).command().map(|one| AnyCommand::Tiu(&one).footprint(chip, bases))
            }
            Descriptor::Tdma(words) => {
                decode::<Tdma>(words, chip, 0).command().map(|one| AnyCommand::Tdma(&one).footprint(chip, bases))
            }
        };
        print.unwrap_or_default()
    }

    fn bases(&self, turn: &Turn) -> &[u64; 8] {
        match &self.body {
            Body::Stages { scenario: Some(scenario), machine, .. } => {
                scenario.stages.get(turn.segment).map_or(machine.base(), |stage| &stage.bases)
            }
            _ => self.machine().base(),
        }
    }

    /// Everything that a run does, in order, on `board`; `workload` says how long descriptors take and whose they are.
    #[must_use]
    pub fn course(&self, workload: &Workload, board: &BoardProfile) -> Course {
        let forecast = workload.on(board);
        let mut timed = forecast.descriptors();
        let mut list = TurnList::default();
        match &self.body {
            Body::Network(network) => {
                for (routine, part) in network.parts().enumerate() {
                    match part {
                        Part::Host(call) => list.host(routine, call.name()),
                        Part::Tpu(segments) => segments
                            .iter()
                            .enumerate()
                            .for_each(|(at, program)| list.segment((routine, at), program, &mut timed)),
                    }
                }
            }
            Body::Stages { programs, scenario, .. } => {
                for (at, program) in programs.iter().enumerate() {
                    if scenario.is_some() {
                        list.prepare(at);
                    }
                    list.segment((0, at), program, &mut timed);
                }
            }
        }
        drop(timed);
        Course::new(list.turns, forecast.schedule)
    }

    /// Runs the turns `range` of `turns`.
    ///
    /// # Errors
    /// When it stops before the end of the range.
    pub fn play(&mut self, turns: &[Turn], range: Range<usize>, cancel: &AtomicBool) -> Result<(), Halted> {
        let mut at = range.start;
        while at < range.end {
            let Some(turn) = turns.get(at) else { break };
            let end = segment_end(turns, at).min(range.end);
            match turn.kind {
                Kind::Descriptor { step, .. } => {
                    let steps = step..step + (end - at);
                    self.descriptors(turn, steps, cancel).map_err(|halted| Halted { at: at + halted.at, ..halted })?;
                }
                Kind::Host => self.host(turn).map_err(|what| Halted { at, asked: false, what })?,
                Kind::Prepare => self.prepare(turn).map_err(|what| Halted { at, asked: false, what })?,
            }
            at = end;
        }
        Ok(())
    }

    /// Runs descriptors of one segment; where it stops counts from the first of them.
    fn descriptors(&mut self, turn: &Turn, steps: Range<usize>, cancel: &AtomicBool) -> Result<(), Halted> {
        let limits = Limits { steps: self.limits.0, elements: self.limits.1, cancel: Some(cancel) };
        let first = steps.start;
        let halted = |fault: &emulator::fault::Fault| Halted {
            at: fault.step.unwrap_or(first).saturating_sub(first),
            asked: fault.kind == FaultKind::Cancelled,
            what: fault.to_string(),
        };
        match &mut self.body {
            Body::Network(network) => {
                let run = network.run_steps((turn.routine, turn.segment), steps, &limits, &mut ());
                run.map_err(|error| match &error {
                    RuntimeError::Fault { fault, .. } => halted(fault),
                    other => Halted { at: 0, asked: false, what: other.to_string() },
                })
            }
            Body::Stages { machine, programs, .. } => match programs.get(turn.segment) {
                Some(program) => machine.run_steps(program, steps, &limits, &mut ()).map_err(|fault| halted(&fault)),
                None => Ok(()),
            },
        }
    }

    /// Runs a descriptor of no program.
    ///
    /// # Errors
    /// When it is none, or cannot be executed.
    pub(crate) fn run_alone(&mut self, descriptor: &Descriptor) -> Result<(), String> {
        let chip = self.chip();
        let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
        match descriptor {
            Descriptor::Tiu(words) => tiu.extend(decode::<Tiu>(words, chip, 0).command()),
            Descriptor::Tdma(words) => tdma.extend(decode::<Tdma>(words, chip, 0).command()),
        }
        for command in &mut tiu {
            (command.header.end, command.header.wait, command.header.id) = (true, CommandId(0), CommandId(1));
        }
        for command in &mut tdma {
            (command.header.end, command.header.wait, command.header.id) = (true, CommandId(0), CommandId(1));
        }
        let program = Program::from_commands(chip.chip, tiu, tdma).map_err(|fault| fault.to_string())?;
        let limits = Limits { steps: self.limits.0, elements: self.limits.1, cancel: None };
        self.machine_mut().run(&program, &limits).map_err(|fault| fault.to_string())
    }

    fn host(&mut self, turn: &Turn) -> Result<(), String> {
        match &mut self.body {
            Body::Network(network) => network.run_host(turn.routine).map_err(|error| error.to_string()),
            Body::Stages { .. } => Ok(()),
        }
    }

    /// The program of a scenario that a turn prepares memory for.
    pub(crate) fn stage(&self, turn: &Turn) -> Option<&emulator::scenario::Stage> {
        match &self.body {
            Body::Stages { scenario: Some(scenario), .. } if turn.kind == Kind::Prepare => {
                scenario.stages.get(turn.segment)
            }
            _ => None,
        }
    }

    fn prepare(&mut self, turn: &Turn) -> Result<(), String> {
        let Body::Stages { machine, scenario: Some(scenario), .. } = &mut self.body else { return Ok(()) };
        match scenario.stages.get(turn.segment) {
            Some(stage) => stage.prepare(machine, scenario.window).map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }

    /// Puts another program in place of a segment.
    pub fn set_segment(&mut self, routine: usize, segment: usize, program: Program) {
        match &mut self.body {
            Body::Network(network) => network.set_segment(routine, segment, program),
            Body::Stages { programs, .. } => {
                if let Some(place) = programs.get_mut(segment) {
                    *place = program;
                }
            }
        }
    }

    /// Remembers the state.
    #[must_use]
    pub fn save(&mut self) -> Saved {
        match &mut self.body {
            Body::Network(network) => Saved::Network(network.snapshot()),
            Body::Stages { machine, .. } => Saved::Machine(machine.snapshot()),
        }
    }

    /// Goes to a remembered state.
    ///
    /// # Errors
    /// A state of another target.
    pub fn restore(&mut self, saved: &Saved) -> Result<(), String> {
        match (&mut self.body, saved) {
            (Body::Network(network), Saved::Network(saved)) => {
                network.restore(saved).map_err(|error| error.to_string())
            }
            (Body::Stages { machine, .. }, Saved::Machine(saved)) => {
                machine.restore(saved).map_err(|error| error.to_string())
            }
            _ => Err("the state belongs to another target".into()),
        }
    }

    /// A number that equal states share and different ones practically never do.
    #[must_use]
    pub fn hash(&self) -> u128 {
        let mut hash = self.machine().fingerprint();
        for byte in self.model().iter().flat_map(|network| network.host().iter().flatten()) {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        hash
    }
}

impl Saved {
    /// Bytes that this state takes beyond what it shares with `other`.
    #[must_use]
    pub fn bytes_beyond(&self, other: Option<&Saved>) -> u64 {
        match (self, other) {
            (Saved::Network(mine), Some(Saved::Network(its))) => {
                host_bytes(mine) + mine.machine.bytes_beyond(Some(&its.machine))
            }
            (Saved::Network(mine), _) => host_bytes(mine) + mine.machine.bytes_beyond(None),
            (Saved::Machine(mine), Some(Saved::Machine(its))) => mine.bytes_beyond(Some(its)),
            (Saved::Machine(mine), _) => mine.bytes_beyond(None),
        }
    }
}

fn host_footprint(network: &Network, routine: usize) -> Footprint {
    let Some(Part::Host(call)) = network.parts().nth(routine) else { return Footprint::default() };
    let regions = |tensors: &mut dyn Iterator<Item = usize>| {
        tensors
            .filter_map(|tensor| network.place(tensor))
            .map(|place| area::dram(place.start, place.end - place.start))
            .collect()
    };
    Footprint { reads: regions(&mut call.inputs()), writes: regions(&mut call.outputs().iter().copied()) }
}

fn host_bytes(saved: &NetworkSnapshot) -> u64 {
    saved.host.iter().map(|bytes| bytes.len() as u64).sum()
}

/// One past the last turn that can run in one go with the one at `at`.
fn segment_end(turns: &[Turn], at: usize) -> usize {
    let is_descriptor = |turn: &Turn| matches!(turn.kind, Kind::Descriptor { .. });
    let Some(first) = turns.get(at).filter(|turn| is_descriptor(turn)) else { return at + 1 };
    let behind = turns[at..].partition_point(|turn| is_descriptor(turn) && turn.is_beside(first));
    at + behind
}

#[derive(Default)]
struct TurnList {
    turns: Vec<Turn>,
    /// Turns of the TIU, the TDMA, the host, and preparations so far.
    counts: [usize; 4],
    cycle: u64,
}

impl TurnList {
    fn host(&mut self, routine: usize, name: &str) {
        self.idle(Kind::Host, 2, routine, 0, name);
    }

    fn prepare(&mut self, segment: usize) {
        self.idle(Kind::Prepare, 3, 0, segment, "prepare");
    }

    /// What takes no cycles of the TPU.
    fn idle(&mut self, kind: Kind, counter: usize, routine: usize, segment: usize, name: &str) {
        let ordinal = self.counts[counter];
        self.counts[counter] += 1;
        self.turns.push(Turn {
            kind,
            engine: Engine::Cpu,
            routine,
            segment,
            ordinal,
            id: CommandId(0),
            wait: CommandId(0),
            layer: usize::MAX,
            operation: name.to_owned(),
            span: emulator::timing::Span { start: self.cycle, end: self.cycle },
            waiting: 0,
        });
    }

    fn segment<'w>(
        &mut self,
        (routine, segment): (usize, usize),
        program: &Program,
        timed: &mut impl Iterator<Item = (&'w emulator::forecast::Work, &'w emulator::forecast::Task)>,
    ) {
        for (number, step) in program.steps().enumerate() {
            let Some((work, task)) = timed.next() else { return };
            let unit = usize::from(step.engine() == Engine::Tdma);
            let ordinal = self.counts[unit];
            self.counts[unit] += 1;
            self.cycle = self.cycle.max(task.span.end);
            self.turns.push(Turn {
                kind: Kind::Descriptor { step: number, index: step.index },
                engine: step.engine(),
                routine,
                segment,
                ordinal,
                id: step.id(),
                wait: wait_of(&step),
                layer: work.layer,
                operation: work.operation.to_owned(),
                span: task.span,
                waiting: task.waiting,
            });
        }
    }
}

/// The id that a descriptor waits for.
fn wait_of(step: &Step<'_>) -> CommandId {
    match step.command {
        AnyCommand::Tiu(command) if command.header.sync => command.header.wait,
        AnyCommand::Tiu(_) => CommandId(0),
        AnyCommand::Tdma(command) => command.header.wait,
    }
}
