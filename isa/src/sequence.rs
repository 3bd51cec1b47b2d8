//! Putting commands in order: ids are counted, waits are given by what must have happened before.

use crate::chip::ChipProfile;
use crate::command::{Command, Isa, Tdma, TdmaCommand, Tiu, TiuCommand};
use crate::field::Fields;
use crate::op::{CommandId, EncodeError};

/// The commands of one segment, engine by engine.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    tiu: Vec<TiuCommand>,
    tdma: Vec<TdmaCommand>,
}

impl Sequence {
    /// An empty sequence.
    #[must_use]
    pub fn new() -> Self {
        Sequence::default()
    }

    /// Adds a TIU operation that starts once the TDMA has retired `after`; returns its id.
    pub fn compute(&mut self, op: impl Into<<Tiu as Isa>::Op>, after: CommandId) -> CommandId {
        let mut command: TiuCommand = Command::new(op);
        command.header.id = next(self.tiu.len());
        command.header.wait = after;
        self.tiu.push(command);
        command.header.id
    }

    /// Adds a transfer that starts once the TIU has retired `after`; returns its id.
    pub fn transfer(&mut self, op: impl Into<<Tdma as Isa>::Op>, after: CommandId) -> CommandId {
        let mut command: TdmaCommand = Command::new(op);
        command.header.id = next(self.tdma.len());
        command.header.wait = after;
        self.tdma.push(command);
        command.header.id
    }

    /// The commands of both engines, with the end marked on each engine's last.
    #[must_use]
    pub fn ended(mut self) -> (Vec<TiuCommand>, Vec<TdmaCommand>) {
        if let Some(last) = self.tiu.last_mut() {
            (last.header.end, last.header.interrupt) = (true, true);
        }
        if let Some(last) = self.tdma.last_mut() {
            (last.header.end, last.header.interrupt) = (true, true);
        }
        (self.tiu, self.tdma)
    }

    /// The words of both engines, with the end marked on each engine's last descriptor.
    ///
    /// # Errors
    /// A value that does not fit, or an operation that the chip lacks.
    pub fn encode(self, chip: &ChipProfile) -> Result<Encoded, EncodeError> {
        let (tiu, tdma) = self.ended();
        Ok(Encoded {
            tiu: tiu.iter().map(|command| command.encode(chip)).collect::<Result<_, _>>()?,
            tdma: tdma.iter().map(|command| command.encode(chip)).collect::<Result<_, _>>()?,
        })
    }
}

/// The id of the command behind `count` others; ids stop at the largest a segment can hold.
fn next(count: usize) -> CommandId {
    CommandId(u16::try_from(count + 1).unwrap_or(u16::MAX))
}

/// A sequence as words.
#[derive(Clone, Debug, Default)]
pub struct Encoded {
    /// The TIU's descriptors in register order.
    pub tiu: Vec<<<Tiu as Isa>::Fields as Fields>::Words>,
    /// The TDMA's descriptors.
    pub tdma: Vec<<<Tdma as Isa>::Fields as Fields>::Words>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use crate::chip::Chip;
    use crate::op::{tdma, tiu};

    #[test]
    fn ids_count_from_one_and_the_last_descriptor_ends() {
        let mut sequence = Sequence::new();
        let loaded = sequence.transfer(tdma::Tensor::default(), CommandId(0));
        let copied = sequence.compute(tiu::Copy::default(), loaded);
        let stored = sequence.transfer(tdma::Tensor::default(), copied);
        assert_eq!((loaded, copied, stored), (CommandId(1), CommandId(1), CommandId(2)));
        let encoded = sequence.encode(Chip::Cv181x.profile()).unwrap();
        let ends: Vec<bool> = encoded.tdma.iter().map(|words| words[0] >> 2 & 1 == 1).collect();
        assert_eq!(ends, [false, true]);
    }

    #[test]
    fn what_a_chip_lacks_is_refused() {
        let mut sequence = Sequence::new();
        sequence.compute(tiu::MinPool::default(), CommandId(0));
        let text = sequence.encode(Chip::Cv183x.profile()).unwrap_err().to_string();
        assert_eq!(text, "cv183x has no operation min_pool; choose a chip that has it");
    }
}
