//! A segment, decoded and put in order once, to be run as often as wanted.

use super::order::{self, Link, MOST_DESCRIPTORS, Slot};
use crate::duty::Duty;
use crate::fault::{Fault, FaultKind};
use crate::observer::{AnyCommand, Step};
use crate::refusal::Refusal;
use crate::tiu::check_idle_fields;
use isa::chip::{Chip, ChipProfile};
use isa::command::{Command, Isa, Tdma, TdmaCommand, Tiu, TiuCommand, decode, words_of};
use isa::diagnostic::Engine;
use isa::field::Fields;
use isa::generated::tiu::TiuFields;
use isa::hardware_order::{TDMA_BYTES, TIU_BYTES, TiuBytes, from_hardware_order};
use isa::op::CommandId;
use isa::text::disassemble;
use std::sync::OnceLock;

/// The descriptors of a segment and the order in which they run.
#[derive(Clone, Debug)]
pub struct Program {
    chip: &'static ChipProfile,
    tiu: Vec<TiuCommand>,
    tdma: Vec<TdmaCommand>,
    order: Vec<Slot>,
    awaits: Awaits,
    duties: OnceLock<Duties>,
}

/// What the descriptors of each engine wait for, the TIU's first: positions of the other engine's.
type Awaits = [Vec<Option<u32>>; 2];

/// What the descriptors of each engine have to do, the TIU's first.
type Duties = [Vec<Duty>; 2];

/// How the TIU descriptors of a segment are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TiuOrder {
    /// As the engine fetches them.
    Hardware,
    /// As compilers emit them.
    Register,
}

impl Program {
    /// Decodes a segment whose TIU descriptors are in hardware order, as the engines are given it.
    ///
    /// # Errors
    /// Bytes that are not descriptors of the chip, a last descriptor without its end bit, ids that fall, and waits
    /// that would never end.
    pub fn new(chip: Chip, tiu: &[u8], tdma: &[u8]) -> Result<Self, Box<Fault>> {
        Self::from_bytes(chip, tiu, TiuOrder::Hardware, tdma)
    }

    /// Decodes a segment.
    ///
    /// # Errors
    /// As [`Program::new`].
    pub fn from_bytes(chip: Chip, tiu: &[u8], order: TiuOrder, tdma: &[u8]) -> Result<Self, Box<Fault>> {
        let profile = chip.profile();
        let tiu = tiu_commands(profile, tiu, order)?;
        let tdma = commands::<Tdma>(profile, tdma, TDMA_BYTES, words_of::<Tdma>, |_, _| Ok(()))?;
        Self::from_commands(chip, tiu, tdma)
    }

    /// A segment of typed commands.
    ///
    /// # Errors
    /// A last descriptor without its end bit, ids that fall, and waits that would never end.
    pub fn from_commands(chip: Chip, tiu: Vec<TiuCommand>, tdma: Vec<TdmaCommand>) -> Result<Self, Box<Fault>> {
        let mut program = Program {
            chip: chip.profile(),
            tiu,
            tdma,
            order: Vec::new(),
            awaits: Default::default(),
            duties: OnceLock::new(),
        };
        (program.order, program.awaits) = program.schedule().map_err(|fault| program.with_line(*fault))?;
        Ok(program)
    }

    fn schedule(&self) -> Result<(Vec<Slot>, Awaits), Box<Fault>> {
        let last =
            self.tiu.last().map(|last| (Engine::Tiu, self.tiu.len(), last.header.id, last.header.end, "cmd_end"));
        check_end(self.chip, last)?;
        let last = self.tdma.last().map(|last| (Engine::Tdma, self.tdma.len(), last.header.id, last.header.end, "eod"));
        check_end(self.chip, last)?;
        let tiu: Vec<Link> = self.tiu.iter().map(Link::from).collect();
        let tdma: Vec<Link> = self.tdma.iter().map(Link::from).collect();
        let order = order::order(&tiu, &tdma, self.chip)?;
        Ok((order, [order::awaited(&tiu, &tdma), order::awaited(&tdma, &tiu)]))
    }

    fn with_line(&self, fault: Fault) -> Box<Fault> {
        let step = self.descriptor(0, fault.engine, fault.index);
        let line = step.map(|step| step.line(self.chip)).unwrap_or_default();
        Box::new(fault.with_line(line))
    }

    /// The chip it is for.
    #[must_use]
    pub fn chip(&self) -> &'static ChipProfile {
        self.chip
    }

    /// The TIU's descriptors.
    #[must_use]
    pub fn tiu(&self) -> &[TiuCommand] {
        &self.tiu
    }

    /// The TDMA's descriptors.
    #[must_use]
    pub fn tdma(&self) -> &[TdmaCommand] {
        &self.tdma
    }

    /// Number of descriptors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are no descriptors.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The descriptor that runs as number `number`, from 0.
    #[must_use]
    #[inline]
    pub fn step(&self, number: usize) -> Option<Step<'_>> {
        let slot = *self.order.get(number)?;
        self.descriptor(number, slot.engine(), slot.index())
    }

    /// All descriptors in the order in which they run.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        (0..self.len()).filter_map(|number| self.step(number))
    }

    #[inline]
    pub(super) fn descriptor(&self, number: usize, engine: Engine, index: usize) -> Option<Step<'_>> {
        let (command, awaits) = match engine {
            Engine::Tiu => (AnyCommand::Tiu(self.tiu.get(index)?), &self.awaits[0]),
            _ => (AnyCommand::Tdma(self.tdma.get(index)?), &self.awaits[1]),
        };
        let awaits = awaits.get(index).copied().flatten().map(|position| position as usize);
        Some(Step { number, index, awaits, command, program: self })
    }

    /// What a descriptor has to do.
    pub(crate) fn duty(&self, engine: Engine, index: usize) -> Option<&Duty> {
        let [tiu, tdma] = self.duties.get_or_init(|| {
            let tiu = self.tiu.iter().map(|command| Duty::of(AnyCommand::Tiu(command), self.chip)).collect();
            [tiu, self.tdma.iter().map(|command| Duty::of(AnyCommand::Tdma(command), self.chip)).collect()]
        });
        if engine == Engine::Tiu { tiu.get(index) } else { tdma.get(index) }
    }
}

fn tiu_commands(chip: &'static ChipProfile, bytes: &[u8], order: TiuOrder) -> Result<Vec<TiuCommand>, Box<Fault>> {
    let words = |bytes: &[u8]| {
        let mut descriptor: TiuBytes = bytes.try_into().ok()?;
        if order == TiuOrder::Hardware {
            from_hardware_order(chip.chip, &mut descriptor);
        }
        words_of::<Tiu>(&descriptor)
    };
    commands::<Tiu>(chip, bytes, TIU_BYTES, words, |command: &TiuCommand, fields: &TiuFields| {
        check_idle_fields(&command.op, fields)
    })
}

type Words<E> = <<E as Isa>::Fields as Fields>::Words;

/// Decodes one engine's descriptors.
fn commands<E: Isa>(
    chip: &'static ChipProfile,
    bytes: &[u8],
    size: usize,
    words: impl Fn(&[u8]) -> Option<Words<E>>,
    check: impl Fn(&Command<E>, &E::Fields) -> Result<(), Refusal>,
) -> Result<Vec<Command<E>>, Box<Fault>> {
    let count = bytes.len() / size;
    if !bytes.len().is_multiple_of(size) || count > MOST_DESCRIPTORS {
        let what = format!("{} bytes of descriptors", bytes.len());
        let fault = Fault::new(FaultKind::Encoding, E::ENGINE, count, CommandId(0), what);
        return Err(fault.help(format!("give a multiple of {size} bytes")).into());
    }
    // Pushed one by one: what is collected from results is moved twice.
    let mut commands = Vec::with_capacity(count);
    for (index, bytes) in bytes.chunks_exact(size).enumerate() {
        commands.push(command(chip, index, words(bytes), &check)?);
    }
    Ok(commands)
}

fn command<E: Isa>(
    chip: &'static ChipProfile,
    index: usize,
    words: Option<Words<E>>,
    check: impl Fn(&Command<E>, &E::Fields) -> Result<(), Refusal>,
) -> Result<Command<E>, Box<Fault>> {
    let words = words.unwrap_or_default();
    let decoded = decode::<E>(&words, chip, index);
    let id = || id_of::<E>(&decoded.fields);
    let fault = |fault: Fault| Box::new(fault.with_line(disassemble::<E>(&words, chip)));
    let Some(command) = decoded.command().filter(|command| has_operation(command, chip)) else {
        // What made the operation unknown is found last, behind doubtful fields.
        let reason = decoded.diagnostics.into_iter().next_back();
        let unknown = || Fault::new(FaultKind::Encoding, E::ENGINE, index, id(), "no such operation");
        return Err(fault(reason.map_or_else(unknown, |reason| Fault::from_diagnostic(reason, id()))));
    };
    check(&command, &decoded.fields)
        .map_err(|refusal| fault(Fault::from_refusal(refusal, chip, E::ENGINE, index, id())))?;
    Ok(command)
}

fn id_of<E: Isa>(fields: &E::Fields) -> CommandId {
    let row = E::header_rows().iter().find(|row| E::Fields::RECORD.fields[**row].short == "id");
    CommandId(row.map_or(0, |row| fields.get(*row) as u16))
}

fn has_operation<E: Isa>(command: &Command<E>, chip: &ChipProfile) -> bool {
    command.info().feature.is_none_or(|(_, has)| has(&chip.features))
}

type Last = (Engine, usize, CommandId, bool, &'static str);

/// The engines fetch until the end bit; without it they would run into whatever follows.
fn check_end(chip: &ChipProfile, last: Option<Last>) -> Result<(), Box<Fault>> {
    match last {
        Some((engine, count, id, false, field)) => {
            let fault =
                Fault::new(FaultKind::Encoding, engine, count - 1, id, "the last descriptor does not end the list");
            Err(fault
                .field(chip, field, 0, "1")
                .help("set the bit in the last descriptor, or give all descriptors")
                .into())
        }
        _ => Ok(()),
    }
}
