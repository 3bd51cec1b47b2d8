//! How long the TPU takes for a program of a model, without any data.

mod chain;
mod layers;
mod local;
mod total;
mod traffic;
pub(crate) mod work;

pub use chain::Run;
pub use local::LocalMemory;
pub use total::{Bound, Total};
pub use work::{Amount, Work};

use crate::machine::Program;
use crate::observer::AnyCommand;
use crate::runtime::{self, Network, RuntimeError, chip_of, program_of, segments};
use crate::timing::{Job, Placed, Ready, Schedule, Span, Unit, shares};
use isa::chip::{Chip, ChipProfile};
use isa::command::{Tdma, Tiu};
use isa::container::cvimodel::{Model, Region, Routine, SectionKind};
use isa::cost::{BoardProfile, Packed, Stream};
use isa::footprint::Footprint;
use isa::generated::tdma::TdmaFields;
use isa::generated::timing::SCHEDULE;
use layers::{Layers, SegmentLayers};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use work::Parts;

/// What the TPU has to do for a program of a model.
#[derive(Clone, Debug)]
pub struct Workload {
    chip: Chip,
    layers: Vec<String>,
    host: Vec<String>,
    /// How often the driver is called.
    runs: u32,
    /// The descriptors of each segment, in an order in which nothing waits for what comes behind it.
    segments: Vec<Vec<Work>>,
    /// What each of them touches.
    footprints: Vec<Footprint>,
}

/// When a descriptor executes, and what that costs.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// From when to when, in cycles from the start of the first.
    pub span: Span,
    /// By how much it makes the whole longer; together these are the whole.
    pub cycles: u64,
    /// How long its engine stood still in front of it.
    pub waiting: u64,
    /// Position of the descriptor that it could only start behind.
    pub behind: Option<usize>,
    /// Position of the other engine's descriptor that it waits for.
    pub awaits: Option<usize>,
    parts: Parts,
}

/// How long a board takes.
#[derive(Clone, Debug)]
pub struct Forecast<'w> {
    /// What it has to do.
    pub workload: &'w Workload,
    /// The board.
    pub board: &'w BoardProfile,
    /// When every descriptor executes, in the order of [`Workload::works`].
    pub tasks: Vec<Task>,
    /// Cycles of the whole.
    pub cycles: u64,
    /// Who waits for whom, by position in [`Workload::works`].
    pub schedule: Schedule,
}

impl Workload {
    /// The program numbered `program` of the model in `file`.
    ///
    /// # Errors
    /// A file that cannot be read or contradicts itself, a program that does not exist, bytes that are no descriptors,
    /// and waits that would never end.
    pub fn read(file: &[u8], program: usize) -> Result<Self, RuntimeError> {
        let model = runtime::read(file)?;
        let chip = chip_of(&model);
        Self::of_routines(&model, program, |number, routine| segments(&model, chip, number, routine).map(Cow::Owned))
    }

    /// The program numbered `program` of the model that `network` was loaded from.
    ///
    /// # Errors
    /// A program that does not exist.
    pub fn of_network(model: &Model<'_>, program: usize, network: &Network) -> Result<Self, RuntimeError> {
        Self::of_routines(model, program, |number, _| Ok(Cow::Borrowed(network.segments(number))))
    }

    fn of_routines<'p>(
        model: &Model<'_>,
        program: usize,
        segments: impl Fn(usize, &Routine) -> Result<Cow<'p, [Program]>, RuntimeError>,
    ) -> Result<Self, RuntimeError> {
        let program = program_of(model, program)?;
        let weights = model.section_of(SectionKind::Weight).map(|section| model.stored(section)).transpose()?;
        let mut layers = Layers::new(model, program);
        let mut workload = Workload::empty(chip_of(model));
        for (number, routine) in program.routines.iter().enumerate() {
            if let Some(cpu) = &routine.cpu {
                workload.host.push(cpu.function.clone());
                continue;
            }
            workload.runs = workload.runs.saturating_add(1);
            for (segment, commands) in segments(number, routine)?.iter().enumerate() {
                workload.append((number, segment), commands, weights.unwrap_or_default(), &mut layers);
            }
        }
        workload.layers = layers.into_names();
        Ok(workload)
    }

    /// A program of no model, whose layers have only numbers or operations for names.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        Self::of_segments(program.chip().chip, std::iter::once(program), &[])
    }

    /// Programs that run one behind the other, with the weights that their compressed transfers read.
    #[must_use]
    pub fn of_segments<'p>(chip: Chip, segments: impl Iterator<Item = &'p Program>, weights: &[u8]) -> Self {
        let mut workload = Workload { runs: 1, ..Workload::empty(chip) };
        let mut layers = Layers::unnamed();
        segments.enumerate().for_each(|(number, program)| workload.append((0, number), program, weights, &mut layers));
        workload.layers = layers.into_names();
        workload
    }

    fn empty(chip: Chip) -> Self {
        Workload { chip, layers: Vec::new(), host: Vec::new(), runs: 0, segments: Vec::new(), footprints: Vec::new() }
    }

    fn append(
        &mut self,
        (routine, segment): (usize, usize),
        program: &Program,
        weights: &[u8],
        layers: &mut Layers<'_>,
    ) {
        let (mut works, footprints) = works(program, weights, layers);
        for work in &mut works {
            (work.routine, work.segment) = (routine, segment);
        }
        self.segments.push(works);
        self.footprints.extend(footprints);
    }

    /// The chip it is built for.
    #[must_use]
    pub fn chip(&self) -> Chip {
        self.chip
    }

    /// Names of the layers.
    #[must_use]
    pub fn layers(&self) -> &[String] {
        &self.layers
    }

    /// Functions that the host processor executes in between, which nobody counts.
    #[must_use]
    pub fn host_functions(&self) -> &[String] {
        &self.host
    }

    /// All descriptors.
    pub fn works(&self) -> impl Iterator<Item = &Work> {
        self.segments.iter().flatten()
    }

    /// What each of them touches.
    #[must_use]
    pub fn footprints(&self) -> &[Footprint] {
        &self.footprints
    }

    /// Compressed transfers whose length depends on data, for which the longest is taken.
    #[must_use]
    pub fn guessed_streams(&self) -> usize {
        self.works().filter(|work| matches!(work.amount, Amount::Transfer { guessed: true, .. })).count()
    }

    /// How long `board` takes.
    #[must_use]
    pub fn on<'w>(&'w self, board: &'w BoardProfile) -> Forecast<'w> {
        let schedule = Schedule::new(Ready::default(), SCHEDULE);
        let mut forecast = Forecast { workload: self, board, tasks: Vec::new(), cycles: 0, schedule };
        forecast.run();
        forecast
    }
}

/// The descriptors of a segment, and what they touch.
fn works(program: &Program, weights: &[u8], layers: &mut Layers<'_>) -> (Vec<Work>, Vec<Footprint>) {
    let chip = program.chip();
    let mut owners = SegmentLayers::new(layers);
    let (mut works, mut footprints) = (Vec::with_capacity(program.len()), Vec::with_capacity(program.len()));
    for step in program.steps() {
        let (operation, amount, footprint) = match step.command {
            AnyCommand::Tiu(command) => {
                let operation = command.info().name;
                owners.compute(command, operation);
                let footprint = Footprint::of_command::<Tiu>(command, chip).unwrap_or_default();
                (operation, work::compute(command, chip), footprint)
            }
            AnyCommand::Tdma(command) => {
                let Some(fields) = work::fields(command, chip) else { continue };
                let operation = work::transfer_name(command, &fields, chip);
                owners.transfer(command, &fields, operation);
                let amount = work::transfer(&fields, chip, stored_stream(&fields, chip, weights));
                (operation, amount, Footprint::of::<Tdma>(&fields, chip))
            }
        };
        let awaits = step.awaits.and_then(|position| u32::try_from(position).ok());
        let filled = work::filled(&amount, &footprint, chip);
        let (index, id) = (step.index, step.id().0);
        works.push(Work { routine: 0, segment: 0, index, id, layer: 0, operation, amount, filled, awaits });
        footprints.push(footprint);
    }
    works.iter_mut().zip(owners.finish()).for_each(|(work, layer)| work.layer = layer);
    (works, footprints)
}

/// The compressed stream that a transfer reads from the weights; nobody knows others.
fn stored_stream(fields: &TdmaFields, chip: &ChipProfile, weights: &[u8]) -> Option<Stream> {
    let packed = Packed::of(fields, chip).filter(|packed| packed.base == Region::Weight.register())?;
    let from = weights.get(usize::try_from(packed.address).ok()?..).filter(|_| !packed.is_written)?;
    packed.stream(from)
}

impl Forecast<'_> {
    /// Runs everything; between segments both engines come to rest.
    fn run(&mut self) {
        let mut parts: Vec<Parts> = Vec::with_capacity(self.workload.works().count());
        for segment in &self.workload.segments {
            self.schedule.rest();
            for work in segment {
                let part = work.parts(self.board);
                self.schedule.push(job(work, &part));
                parts.push(part);
            }
        }
        let places = self.schedule.places();
        let tasks = places.iter().zip(shares(places)).zip(parts);
        let task = |((placed, cycles), parts): ((&Placed, u64), Parts)| Task {
            span: placed.span,
            cycles,
            waiting: placed.waiting(),
            behind: placed.behind,
            awaits: placed.awaited,
            parts,
        };
        self.tasks = tasks.map(task).collect();
        self.cycles = self.schedule.end();
    }

    /// Every descriptor with its time.
    pub fn descriptors(&self) -> impl Iterator<Item = (&Work, &Task)> {
        self.workload.works().zip(&self.tasks)
    }

    /// Everything together.
    #[must_use]
    pub fn total(&self) -> Total {
        let mut total = Total::default();
        self.descriptors().for_each(|(work, task)| total.add(work, task));
        total
    }

    /// Descriptors of the same key together, in the order in which the first of each starts.
    #[must_use]
    pub fn grouped<K: Copy + Eq + Hash>(&self, key: impl Fn(&Work) -> K) -> Vec<(K, Total)> {
        let mut numbers = HashMap::new();
        let mut groups: Vec<(K, u64, Total)> = Vec::new();
        for (work, task) in self.descriptors() {
            let key = key(work);
            let number = *numbers.entry(key).or_insert(groups.len());
            if number == groups.len() {
                groups.push((key, task.span.start, Total::default()));
            }
            let (_, start, total) = &mut groups[number];
            *start = task.span.start.min(*start);
            total.add(work, task);
        }
        groups.sort_by_key(|(_, start, _)| *start);
        groups.into_iter().map(|(key, _, total)| (key, total)).collect()
    }

    /// Cycles in which both engines work.
    #[must_use]
    pub fn overlap(&self) -> u64 {
        let spans = |unit: Unit| -> Vec<Span> {
            self.descriptors().filter(|(work, _)| work.unit() == unit).map(|(_, task)| task.span).collect()
        };
        let (tiu, tdma) = (spans(Unit::Tiu), spans(Unit::Tdma));
        let (mut left, mut right, mut cycles) = (0, 0, 0u64);
        while let (Some(one), Some(other)) = (tiu.get(left), tdma.get(right)) {
            cycles = cycles.saturating_add(one.end.min(other.end).saturating_sub(one.start.max(other.start)));
            if one.end <= other.end { left += 1 } else { right += 1 }
        }
        cycles
    }

    /// Cycles that no schedule can save: all multiply-adds at the chip's best, or all bytes at the memory's, whichever
    /// takes longer.
    #[must_use]
    pub fn lower_bound(&self) -> u64 {
        let total = self.total();
        let dram = u128::from(total.dram_bytes) * u128::from(self.board.tpu_clock_mhz)
            / u128::from(self.board.dram_bytes_per_us().max(1));
        (total.macs / self.peak().max(1)).max(u64::try_from(dram).unwrap_or(u64::MAX))
    }

    /// Multiply-adds of 8-bit values that the chip can do in a cycle.
    #[must_use]
    pub fn peak(&self) -> u64 {
        work::peak(self.profile())
    }

    fn profile(&self) -> &'static ChipProfile {
        self.workload.chip.profile()
    }

    /// Milliseconds that the driver adds: it is called once for each routine of the TPU.
    #[must_use]
    pub fn driver_milliseconds(&self) -> f64 {
        f64::from(self.workload.runs) * f64::from(self.board.driver_us) / 1e3
    }

    /// Milliseconds of so many cycles.
    #[must_use]
    pub fn milliseconds(&self, cycles: u64) -> f64 {
        cycles as f64 / (f64::from(self.board.tpu_clock_mhz.max(1)) * 1e3)
    }
}

fn job(work: &Work, parts: &Parts) -> Job {
    let id = u32::try_from(work.index).unwrap_or(u32::MAX);
    Job { unit: work.unit(), id, awaits: work.awaits, duration: parts.sum() }
}
