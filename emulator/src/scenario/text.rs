//! Scenarios as text.

use super::{Patch, Scenario, Stage};
use crate::memory::Space;
use isa::chip::{Chip, Window};
use isa::text::{Descriptor, Program, TextErrors};
use std::fmt;

/// Why a text is no scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioError {
    /// The descriptors cannot be read.
    Text(TextErrors),
    /// A comment that says what memories hold cannot be read.
    Line {
        /// The line, from 1.
        number: usize,
        /// What is allowed.
        allowed: &'static str,
    },
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScenarioError::Text(errors) => errors.fmt(f),
            ScenarioError::Line { number, allowed } => {
                write!(f, "line {number} cannot be read (allowed: {allowed}); write it like that")
            }
        }
    }
}

impl std::error::Error for ScenarioError {}

const MARK: &str = "#: ";
/// What comments may say.
const ALLOWED: &str = "window of 64 MiB at most before the first segment; seed, bases, local, dram, result, expect, in hexadecimal, behind it";
/// Largest window, all of which is filled and compared.
const LARGEST_WINDOW: u64 = 64 << 20;

/// Writes the text, which [`Scenario::parse`] turns back.
impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Window { offset, size } = self.window;
        writeln!(f, ".chip {}\n{MARK}window {offset:#x} {size:#x}", self.chip)?;
        self.stages.iter().try_for_each(|stage| write_stage(stage, self.chip, f))
    }
}

impl Scenario {
    /// Reads a text.
    ///
    /// # Errors
    /// Descriptors or comments that cannot be read.
    pub fn parse(text: &str) -> Result<Scenario, ScenarioError> {
        let program = Program::assemble(text, None).map_err(ScenarioError::Text)?;
        let segments = program.segments.into_iter().filter(|segment| !segment.name.is_empty());
        let stages = segments.map(|segment| stage(segment.name, segment.descriptors)).collect();
        let mut scenario = Scenario { chip: program.chip, window: Window { offset: 0, size: 0 }, stages };
        let mut reached = 0;
        for (place, line) in text.lines().enumerate() {
            reached += usize::from(names_segment(line));
            let Some(words) = line.strip_prefix(MARK) else { continue };
            scenario.note(reached, words).ok_or(ScenarioError::Line { number: place + 1, allowed: ALLOWED })?;
        }
        Ok(scenario)
    }

    /// Takes up what a comment in the stage numbered `reached`, from 1, says.
    fn note(&mut self, reached: usize, words: &str) -> Option<()> {
        let (what, rest) = words.split_once(' ')?;
        let numbers = || rest.split(' ').map(number).collect::<Option<Vec<u64>>>();
        let stage = reached.checked_sub(1).and_then(|at| self.stages.get_mut(at));
        match (what, stage) {
            ("window", None) => {
                let [offset, size] = numbers()?.try_into().ok()?;
                self.window = Some(Window { offset, size }).filter(|window| window.size <= LARGEST_WINDOW)?;
            }
            ("seed", Some(stage)) => stage.seed = Some(number(rest)?),
            ("bases", Some(stage)) => stage.bases = numbers()?.try_into().ok()?,
            ("local" | "dram", Some(stage)) => stage.patches.push(patch(space(what)?, rest)?),
            ("expect", Some(stage)) => {
                let (memory, rest) = rest.split_once(' ')?;
                stage.expected.push(patch(space(memory)?, rest)?);
            }
            ("result", Some(stage)) => stage.result = Some(u128::from_str_radix(rest, 16).ok()?),
            _ => return None,
        }
        Some(())
    }
}

fn stage(name: String, descriptors: Vec<Descriptor>) -> Stage {
    Stage { name, seed: None, bases: [0; 8], patches: Vec::new(), descriptors, result: None, expected: Vec::new() }
}

fn write_stage(stage: &Stage, chip: Chip, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "\n.segment {}", stage.name)?;
    if let Some(seed) = stage.seed {
        writeln!(f, "{MARK}seed {seed:#x}")?;
    }
    if stage.bases != [0; 8] {
        writeln!(f, "{MARK}bases {}", stage.bases.map(|base| format!("{base:#x}")).join(" "))?;
    }
    stage.patches.iter().try_for_each(|patch| write_patch("", patch, f))?;
    stage.expected.iter().try_for_each(|patch| write_patch("expect ", patch, f))?;
    if let Some(result) = stage.result {
        writeln!(f, "{MARK}result {result:032x}")?;
    }
    stage.descriptors.iter().try_for_each(|descriptor| writeln!(f, "{}", descriptor.disassemble(chip)))
}

fn write_patch(what: &str, Patch { space, offset, bytes }: &Patch, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let memory = if *space == Space::Local { "local" } else { "dram" };
    write!(f, "{MARK}{what}{memory} {offset:#x} ")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
    writeln!(f)
}

/// Whether the line starts a segment that has a name.
fn names_segment(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some(".segment") && words.next().is_some_and(|name| !name.starts_with('#'))
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

fn space(text: &str) -> Option<Space> {
    match text {
        "local" => Some(Space::Local),
        "dram" => Some(Space::Dram),
        _ => None,
    }
}

fn patch(space: Space, text: &str) -> Option<Patch> {
    let (offset, digits) = text.split_once(' ')?;
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    Some(Patch { space, offset: number(offset)?, bytes: pairs.iter().map(byte).collect::<Option<_>>()? })
}
