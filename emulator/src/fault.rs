//! Why a program could not be loaded or did not run to its end.

use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::diagnostic::{Diagnostic, Engine, FieldPlace};
use isa::field::Record;
use isa::generated::{tdma, tiu};
use isa::op::CommandId;
use serde::Serialize;
use std::fmt;

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultKind {
    /// The bytes are not descriptors of this chip.
    Encoding,
    /// The engines would wait for each other for ever, or the ids do not allow waiting.
    Synchronisation,
    /// The descriptor asks for something that the hardware cannot do.
    Operation,
    /// Somebody asked to stop.
    Cancelled,
    /// A limit was reached.
    Exhausted,
}

/// A descriptor that stopped a program, and everything needed to find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What sort of thing went wrong.
    pub kind: FaultKind,
    /// The engine.
    pub engine: Engine,
    /// Position among the engine's descriptors, from 0.
    pub index: usize,
    /// The descriptor's own id.
    pub id: CommandId,
    /// How many descriptors of both engines had completed; `None` while loading.
    pub step: Option<usize>,
    /// The field, when one is to blame.
    pub field: Option<FieldPlace>,
    /// What is wrong.
    pub what: String,
    /// What to do next.
    pub help: String,
    /// The descriptor as a line of text, when there is one.
    pub line: String,
}

impl Fault {
    /// A fault of the descriptor at `index`.
    #[cold]
    pub(crate) fn new(kind: FaultKind, engine: Engine, index: usize, id: CommandId, what: impl Into<String>) -> Self {
        Fault {
            kind,
            engine,
            index,
            id,
            step: None,
            field: None,
            what: what.into(),
            help: String::new(),
            line: String::new(),
        }
    }

    /// Names the field to blame.
    pub(crate) fn field(
        mut self,
        chip: &ChipProfile,
        name: &'static str,
        value: u64,
        allowed: impl Into<String>,
    ) -> Self {
        self.field = Some(place(self.engine, chip, name, value, allowed.into()));
        self
    }

    /// Adds what to do next.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same fault after `step` descriptors had completed.
    pub(crate) fn at_step(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }

    /// The same fault with the descriptor's line.
    pub(crate) fn with_line(mut self, line: impl Into<String>) -> Self {
        self.line = line.into();
        self
    }

    /// A diagnostic as a fault.
    pub(crate) fn from_diagnostic(found: Diagnostic, id: CommandId) -> Self {
        let Diagnostic { engine, index, field, what, help, .. } = found;
        Fault { field, help, ..Fault::new(FaultKind::Encoding, engine, index, id, what) }
    }

    /// An engine's refusal as a fault.
    pub(crate) fn from_refusal(
        refusal: Refusal,
        chip: &ChipProfile,
        engine: Engine,
        index: usize,
        id: CommandId,
    ) -> Self {
        let Refusal { field, what, help } = refusal;
        let field = field.map(|field| place(engine, chip, field.name, field.value, field.allowed));
        Fault { field, help, ..Fault::new(FaultKind::Operation, engine, index, id, what) }
    }
}

fn place(engine: Engine, chip: &ChipProfile, name: &'static str, value: u64, allowed: String) -> FieldPlace {
    let record: &Record = if engine == Engine::Tiu { &tiu::RECORD } else { &tdma::RECORD };
    let info = record.find(name).map(|row| &record.fields[row]);
    let word = info.and_then(|info| info.places[chip.layout as usize]).map_or(0, |place| place.word());
    FieldPlace { word, name, value, allowed }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} descriptor {} (id {}", self.engine, self.index, self.id)?;
        if let Some(step) = self.step {
            write!(f, ", step {step}")?;
        }
        f.write_str(")")?;
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
        if self.line.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.line) }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::chip::Chip;

    #[test]
    fn the_message_alone_starts_the_investigation() {
        let chip = Chip::Cv181x.profile();
        let refusal =
            Refusal::new("the start lies behind the last lane").field("dst_addr", 300_000_u64, "0 to 0x3ffff");
        let fault = Fault::from_refusal(refusal.help("lower it"), chip, Engine::Tdma, 3, CommandId(4));
        assert_eq!(
            fault.at_step(9).with_line("tdma.tensor ...").to_string(),
            "tdma descriptor 3 (id 4, step 9), word 0 field dst_addr = 300000: the start lies behind the last lane \
             (allowed: 0 to 0x3ffff); lower it\n    tdma.tensor ..."
        );
        let fault =
            Fault::new(FaultKind::Operation, Engine::Tdma, 0, CommandId(1), "no").field(chip, "dst_base_addr", 7, "0");
        assert_eq!(fault.to_string(), "tdma descriptor 0 (id 1), word 11 field dst_base_addr = 7: no (allowed: 0)");
    }
}
