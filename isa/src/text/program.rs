//! Texts of many descriptors.

use super::asm;
use super::cursor::{Cursor, Fault};
use super::disasm;
use super::error::{TextError, TextErrors, quoted, suggestion};
use super::pen::Sink;
use super::raw::{RawField, raw};
use super::view::{View, view};
use crate::chip::Chip;
use crate::command::{Isa, Tdma, Tiu, words_of};
use crate::diagnostic::Engine;
use crate::field::Fields;
use crate::op::OpInfo;

/// The words of a TIU descriptor.
pub type TiuWords = <<Tiu as Isa>::Fields as Fields>::Words;
/// The words of a TDMA descriptor.
pub type TdmaWords = <<Tdma as Isa>::Fields as Fields>::Words;

/// A descriptor of either engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Descriptor {
    /// For the TIU.
    Tiu(TiuWords),
    /// For the TDMA.
    Tdma(TdmaWords),
}

impl Descriptor {
    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Descriptor::Tiu(_) => Engine::Tiu,
            Descriptor::Tdma(_) => Engine::Tdma,
        }
    }

    /// The words, little-endian when stored.
    #[must_use]
    pub fn words(&self) -> &[u32] {
        match self {
            Descriptor::Tiu(words) => words,
            Descriptor::Tdma(words) => words,
        }
    }

    /// The descriptor in `bytes`; `None` when the engine has no descriptors or they have another length.
    #[must_use]
    pub fn from_bytes(engine: Engine, bytes: &[u8]) -> Option<Self> {
        match engine {
            Engine::Tiu => words_of::<Tiu>(bytes).map(Descriptor::Tiu),
            Engine::Tdma => words_of::<Tdma>(bytes).map(Descriptor::Tdma),
            Engine::Cpu => None,
        }
    }

    /// The descriptor as structured data.
    #[must_use]
    pub fn view(&self, chip: Chip) -> View {
        match self {
            Descriptor::Tiu(words) => view::<Tiu>(words, chip.profile()),
            Descriptor::Tdma(words) => view::<Tdma>(words, chip.profile()),
        }
    }

    /// Every field of the descriptor.
    #[must_use]
    pub fn raw(&self, chip: Chip) -> Vec<RawField> {
        match self {
            Descriptor::Tiu(words) => raw::<Tiu>(words, chip.profile()),
            Descriptor::Tdma(words) => raw::<Tdma>(words, chip.profile()),
        }
    }

    /// Appends the descriptor's line, without an end of line.
    pub fn write<S: Sink>(&self, chip: Chip, sink: &mut S) {
        match self {
            Descriptor::Tiu(words) => disasm::write::<Tiu, S>(words, chip.profile(), sink),
            Descriptor::Tdma(words) => disasm::write::<Tdma, S>(words, chip.profile(), sink),
        }
    }

    /// The descriptor's line.
    #[must_use]
    pub fn disassemble(&self, chip: Chip) -> String {
        let mut line = String::new();
        self.write(chip, &mut line);
        line
    }
}

/// A run of descriptors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// What it is called, one word; empty for the descriptors before the first `.segment`.
    pub name: String,
    /// The descriptors of both engines, in the order of the text.
    pub descriptors: Vec<Descriptor>,
}

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The chip that the descriptors are for.
    pub chip: Chip,
    /// The descriptors.
    pub segments: Vec<Segment>,
}

impl Program {
    /// A program of one segment.
    #[must_use]
    pub fn new(chip: Chip, descriptors: Vec<Descriptor>) -> Self {
        Program { chip, segments: vec![Segment { name: String::new(), descriptors }] }
    }

    /// All descriptors, in order.
    pub fn descriptors(&self) -> impl Iterator<Item = &Descriptor> {
        self.segments.iter().flat_map(|segment| &segment.descriptors)
    }

    /// The text of the program.
    #[must_use]
    pub fn disassemble(&self) -> String {
        let mut text = format!(".chip {}\n", self.chip);
        for (place, segment) in self.segments.iter().enumerate() {
            if place > 0 || !segment.name.is_empty() {
                text.push_str("\n.segment ");
                text.extend(segment.name.chars().map(|letter| if is_gap(letter) { '_' } else { letter }));
                text.truncate(text.trim_end().len());
                text.push('\n');
            }
            for descriptor in &segment.descriptors {
                descriptor.write(self.chip, &mut text);
                text.push('\n');
            }
        }
        text
    }
}

/// Whether a letter would end a segment's name.
fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '#'
}

/// Most mistakes that one text reports.
const MOST_ERRORS: usize = 1000;

impl Program {
    /// Reads a text; `chip` is what it is for unless it says so itself with `.chip`.
    ///
    /// # Errors
    /// Every mistake in the text, up to a thousand.
    pub fn assemble(text: &str, chip: Option<Chip>) -> Result<Program, TextErrors> {
        let mut reader = Reader { chip, chip_given: false, segments: vec![Segment::default()], errors: Vec::new() };
        for (place, line) in text.lines().enumerate() {
            reader.line(place + 1, line);
            if reader.errors.len() >= MOST_ERRORS {
                break;
            }
        }
        match reader.chip {
            Some(chip) if reader.errors.is_empty() => Ok(Program { chip, segments: reader.segments }),
            None if reader.errors.is_empty() => Err(TextErrors(vec![no_chip(0).at_line(1, "")])),
            _ => Err(TextErrors(reader.errors)),
        }
    }
}

/// Reads one line; `None` when it holds nothing but white space and a comment.
///
/// # Errors
/// Every mistake in the line.
pub fn assemble_line(line: &str, chip: Chip) -> Result<Option<Descriptor>, TextErrors> {
    let code = without_comment(line);
    descriptor(code, chip)
        .map_err(|faults| TextErrors(faults.into_iter().map(|fault| fault.at_line(1, line)).collect()))
}

struct Reader {
    chip: Option<Chip>,
    chip_given: bool,
    segments: Vec<Segment>,
    errors: Vec<TextError>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        let code = without_comment(line);
        let result = match code.trim_start().strip_prefix('.') {
            Some(_) => self.directive(code).map_err(|fault| vec![fault]),
            None => self.descriptor(code),
        };
        let faults = result.err().unwrap_or_default();
        self.errors.extend(faults.into_iter().map(|fault| fault.at_line(number, line)));
    }

    fn descriptor(&mut self, code: &str) -> Result<(), Vec<Fault>> {
        if code.trim().is_empty() {
            return Ok(());
        }
        let Some(chip) = self.chip else {
            // Once said, it need not be said of every line; the others are read as if for the newest chip.
            self.chip = Chip::ALL.last().copied();
            return Err(vec![no_chip(0)]);
        };
        let read = descriptor(code, chip)?;
        if let Some(segment) = self.segments.last_mut() {
            segment.descriptors.extend(read);
        }
        Ok(())
    }

    /// `.chip NAME` or `.segment NAME`.
    fn directive(&mut self, code: &str) -> Result<(), Fault> {
        let start = code.len() - code.trim_start().len();
        let (name, argument) = code.trim().split_once(char::is_whitespace).unwrap_or((code.trim(), ""));
        let argument = argument.trim();
        let at = start + code[start..].find(argument).filter(|_| !argument.is_empty()).unwrap_or(0);
        match name {
            ".chip" => self.set_chip(argument, at),
            ".segment" => self.start_segment(argument, at),
            _ => Err(Fault::new(start, format!("unknown directive {}", quoted(name)))
                .allowed(".chip, .segment")
                .help(suggestion(name, [".chip", ".segment"]))),
        }
    }

    fn set_chip(&mut self, argument: &str, at: usize) -> Result<(), Fault> {
        let chip: Chip =
            argument.parse().map_err(|error: crate::chip::UnknownChip| Fault::new(at, error.to_string()))?;
        let started = self.descriptors().next().is_some();
        if self.chip != Some(chip) && (self.chip_given || started) {
            return Err(Fault::new(at, "a text has one chip").help("write another text for the other chip"));
        }
        self.chip = Some(chip);
        self.chip_given = true;
        Ok(())
    }

    fn descriptors(&self) -> impl Iterator<Item = &Descriptor> {
        self.segments.iter().flat_map(|segment| &segment.descriptors)
    }

    fn start_segment(&mut self, argument: &str, at: usize) -> Result<(), Fault> {
        if argument.contains(char::is_whitespace) {
            return Err(Fault::new(at, "the name of a segment has a gap").help("join the words with `_`"));
        }
        let segment = Segment { name: argument.to_string(), descriptors: Vec::new() };
        match self.segments.as_mut_slice() {
            [first] if first.name.is_empty() && first.descriptors.is_empty() => *first = segment,
            _ => self.segments.push(segment),
        }
        Ok(())
    }
}

fn no_chip(at: usize) -> Fault {
    Fault::new(at, "the text does not say which chip it is for").help("start it with a line such as `.chip cv181x`")
}

/// The line up to a `#` that starts it or follows white space; elsewhere `#` starts a constant.
fn without_comment(line: &str) -> &str {
    let starts_comment = |at: usize| line[..at].chars().next_back().is_none_or(char::is_whitespace);
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| starts_comment(*at));
    &line[..comment.unwrap_or(line.len())]
}

fn descriptor(code: &str, chip: Chip) -> Result<Option<Descriptor>, Vec<Fault>> {
    let mut cursor = Cursor::new(code);
    if !cursor.next_item() {
        return Ok(None);
    }
    let engine = cursor.word();
    match engine.text {
        "tiu" => asm::read::<Tiu>(cursor, chip.profile()).map(|words| Some(Descriptor::Tiu(words))),
        "tdma" => asm::read::<Tdma>(cursor, chip.profile()).map(|words| Some(Descriptor::Tdma(words))),
        word => Err(vec![unknown_engine(word, engine.at)]),
    }
}

fn unknown_engine(word: &str, at: usize) -> Fault {
    let what =
        if word.is_empty() { "the engine is missing".into() } else { format!("unknown engine {}", quoted(word)) };
    let engine = [(Tiu::ops(), "tiu"), (Tdma::ops(), "tdma")];
    let named = |ops: &[OpInfo]| ops.iter().any(|op| op.name == word);
    let help = match engine.iter().find(|(ops, _)| named(ops)) {
        Some((_, engine)) => format!("write `{engine}` before the operation"),
        None => suggestion(word, ["tiu", "tdma"]),
    };
    Fault::new(at, what).allowed("tiu, tdma").help(help)
}
