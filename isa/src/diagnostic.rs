//! What the crate says when something is wrong: one sentence with what, where, what is allowed and what to do next.

use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Legal, but worth knowing.
    Warning,
    /// The bytes break a rule of the format or of the hardware.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A byte format that could not be read or written, with the place and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormatError {
    /// The format being read: `cvimodel`, `packets`, `dmabuf`, `vlc`, `npz`, ...
    pub format: &'static str,
    /// Offset of the offending byte from the start of the input.
    pub offset: u64,
    /// What is wrong, naming the field or part and the value found.
    pub what: String,
    /// What would have been legal there.
    pub allowed: String,
    /// What the user can do about it.
    pub help: String,
}

impl FormatError {
    /// An error at `offset` of an input in `format`.
    pub fn new(format: &'static str, offset: u64, what: impl Into<String>) -> Self {
        FormatError { format, offset, what: what.into(), allowed: String::new(), help: String::new() }
    }

    /// Adds what would have been legal.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = allowed.into();
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same error seen from an enclosing input in which this one starts at `base`.
    #[must_use]
    pub fn shifted(mut self, base: u64) -> Self {
        self.offset = self.offset.saturating_add(base);
        self
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {:#x}: {}", self.format, self.offset, self.what)?;
        if !self.allowed.is_empty() {
            write!(f, " (allowed: {})", self.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for FormatError {}

/// Something wrong or doubtful in bytes that could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The part it is about, as a path such as `programs[0].tensors[3].shape`.
    pub place: String,
    /// Offset of that part from the start of the input, when there is one.
    pub offset: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What would have been legal there.
    pub allowed: String,
    /// What the user can do about it.
    pub help: String,
}

impl Finding {
    /// A rule of the format is broken at `place`.
    pub fn error(place: impl Into<String>, what: impl Into<String>) -> Self {
        Finding::new(Severity::Error, place.into(), what.into())
    }

    /// Something legal but worth knowing at `place`.
    pub fn warning(place: impl Into<String>, what: impl Into<String>) -> Self {
        Finding::new(Severity::Warning, place.into(), what.into())
    }

    /// An error about a part, found inside the part at `place`.
    pub fn from_error(place: impl Into<String>, error: FormatError) -> Self {
        Finding { allowed: error.allowed, help: error.help, ..Finding::error(place, error.what) }
    }

    fn new(severity: Severity, place: String, what: String) -> Self {
        Finding { severity, place, offset: None, what, allowed: String::new(), help: String::new() }
    }

    /// Adds the offset.
    #[must_use]
    pub fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Adds what would have been legal.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = allowed.into();
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.severity, self.place)?;
        if let Some(offset) = self.offset {
            write!(f, " at offset {offset:#x}")?;
        }
        write!(f, ": {}", self.what)?;
        if !self.allowed.is_empty() {
            write!(f, " (allowed: {})", self.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

/// An engine of the TPU, or the processor beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Computes on local memory.
    Tiu,
    /// The processor that runs what the TPU cannot.
    Cpu,
    /// Moves data.
    Tdma,
}

impl Engine {
    /// The engine's number in a command packet.
    #[must_use]
    pub fn packet_number(self) -> u8 {
        match self {
            Engine::Tiu => 0,
            Engine::Cpu => 1,
            Engine::Tdma => 2,
        }
    }

    /// The engine with this number in a command packet.
    #[must_use]
    pub fn from_packet_number(number: u8) -> Option<Engine> {
        [Engine::Tiu, Engine::Cpu, Engine::Tdma].into_iter().find(|engine| engine.packet_number() == number)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Engine::Tiu => "tiu",
            Engine::Cpu => "cpu",
            Engine::Tdma => "tdma",
        })
    }
}

/// The field of a descriptor that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldPlace {
    /// Word that holds its lowest bit.
    pub word: u16,
    /// Its name.
    pub name: &'static str,
    /// The value found.
    pub value: u64,
    /// What would be legal.
    pub allowed: String,
}

/// Something wrong or doubtful with one descriptor of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The rule that was broken, as listed in [`crate::verify`].
    pub rule: &'static str,
    /// The engine.
    pub engine: Engine,
    /// Position among the engine's descriptors, from 0.
    pub index: usize,
    /// The field, when one is to blame.
    pub field: Option<FieldPlace>,
    /// What is wrong.
    pub what: String,
    /// The smallest fix known.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} descriptor {}", self.severity, self.rule, self.engine, self.index)?;
        if let Some(field) = &self.field {
            write!(f, ", word {} field {} = {}", field.word, field.name, field.value)?;
        }
        write!(f, ": {}", self.what)?;
        if let Some(field) = self.field.as_ref().filter(|field| !field.allowed.is_empty()) {
            write!(f, " (allowed: {})", field.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}
