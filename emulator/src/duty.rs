//! What each descriptor of a program has to do: found out once, for all the runs that are timed.

use crate::forecast::Amount;
use crate::forecast::work::{compute, fields, transfer};
use crate::machine::Machine;
use crate::observer::AnyCommand;
use isa::chip::ChipProfile;
use isa::container::vlc::Header;
use isa::cost::{Packed, Stream};
use isa::generated::tdma::TdmaFields;
use isa::op::tdma::Direction;

/// What a transfer does that no fields describe; there is none.
const NOTHING: Amount = Amount::Transfer { transfer: None, reads_weights: false, guessed: false };

/// What a descriptor has to do.
#[derive(Clone, Debug)]
pub(crate) struct Duty {
    /// How much; a compressed stream counts as incompressible.
    pub(crate) amount: Amount,
    /// What a transfer moves between.
    pub(crate) direction: Option<Direction>,
    /// How much depends on this stream.
    packed: Option<Box<(Packed, TdmaFields)>>,
}

impl Duty {
    pub(crate) fn of(command: AnyCommand<'_>, chip: &ChipProfile) -> Self {
        let nothing = Duty { amount: NOTHING, direction: None, packed: None };
        let command = match command {
            AnyCommand::Tiu(command) => return Duty { amount: compute(command, chip), ..nothing },
            AnyCommand::Tdma(command) => command,
        };
        fields(command, chip).map_or(nothing, |fields| Duty {
            amount: transfer(&fields, chip, None),
            direction: Some(Direction::from_bits(fields.trans_dir)),
            packed: Packed::of(&fields, chip).map(|packed| Box::new((packed, fields))),
        })
    }

    /// The compressed stream that it is about to read.
    pub(crate) fn read_stream(&self, machine: &Machine) -> Option<Stream> {
        self.stream(machine, false)
    }

    /// The compressed stream that it has written.
    pub(crate) fn written_stream(&self, machine: &Machine) -> Option<Stream> {
        self.stream(machine, true)
    }

    /// How much there is to do with `stream`.
    pub(crate) fn amount_with(&self, stream: Option<Stream>, chip: &ChipProfile) -> Amount {
        match &self.packed {
            Some(packed) if stream.is_some() => transfer(&packed.1, chip, stream),
            _ => self.amount,
        }
    }

    fn stream(&self, machine: &Machine, is_written: bool) -> Option<Stream> {
        let (packed, _) = self.packed.as_deref().filter(|(packed, _)| packed.is_written == is_written)?;
        let base = machine.base()[usize::from(packed.base & 7)];
        let place = base.wrapping_add(packed.address).wrapping_sub(machine.chip().gmem_start);
        packed.stream(machine.dram().read(place, Header::BYTES as u64).ok()?)
    }
}
