//! Checking a program before it runs.
//!
//! The input is one segment: the descriptors that both engines run between two full barriers. The numbering of the
//! rules is shared with the checks that need a run; [`RULES`] lists them all and says where each is checked.
//!
//! Checked here, from the descriptors alone:
//!
//! | rule | reports |
//! |---|---|
//! | S1 | descriptors of different engines in the same bytes of local memory, one of them writing, and no wait that orders them |
//! | S3 | a read of local memory that no earlier descriptor of the segment has written, if nothing there is of use at its start |
//! | S6 | an element beyond its lane's end; a start lane that the chip lacks |
//! | S8 | DRAM bytes outside the ranges given for their base register; a write to a read-only range; an address beyond 40 bits or the chip's DRAM |
//! | S9 | an alignment or stride that the engine refuses; two elements of a result in the same bytes; as a warning, alignments that the vendor's kernel library keeps beyond that |
//! | S10 | a result over the same descriptor's operands, unless both have the same element in the same place, or a copy has already read what it overwrites |
//! | S11 | a wait for an id that the other engine never publishes |
//! | S12 | waits in a circle: the shortest one, with all ids |
//! | S13 | own ids other than 1, 2, 3, ... |
//! | S14 | a wait that is switched off, or lower than an earlier one of the same engine |
//! | S15 | no end bit on the last descriptor, one before it, the valid bit off, a count other than declared |
//! | S16 | reserved bits, values out of range, unknown operations, operands that do not fit each other, sizes that the window arithmetic contradicts, features that the chip lacks; as a warning, what the simulator accepts without defining it |
//!
//! S4 (weights, tables and biases used too early) follows from S1 and S3. Not static, and checked elsewhere: S2 (bits that
//! let one engine overtake itself) and S17 to S21 (numbers, dead work, speed, compressed streams) while a program runs; S5
//! and S7 where the compiler's map of tensors is at hand.
//!
//! An error is what the vendor's simulator refuses, hangs on or corrupts, or what contradicts the model of the machine.
//! None of the rules has been confirmed on silicon; [`Rule::silicon`] says what is known.

mod blank;
mod cycle;
mod early;
mod encoding;
mod memory;
mod overtake;
mod race;
mod report;
pub mod rules;
mod schedule;
mod sync;
mod tdma;
mod tiu;

pub use memory::{BaseRange, RangeMap};
pub use rules::{RULES, Rule, Stage, find};

use crate::chip::ChipProfile;
use crate::command::{Isa, Tdma, Tiu, decode};
use crate::diagnostic::{Diagnostic, Engine, Severity};
use crate::field::Fields;
use crate::footprint::{Footprint, Operand, Region, Touches};
use report::Report;

/// Words of an engine's descriptor.
pub type Words<E> = <<E as Isa>::Fields as Fields>::Words;

/// The descriptors of one run.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The chip.
    pub chip: &'a ChipProfile,
    /// The TIU's, in register order.
    pub tiu: &'a [Words<Tiu>],
    /// The TDMA's.
    pub tdma: &'a [Words<Tdma>],
}

/// Which stage of a program's way to the hardware the descriptors are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As the engines fetch them: end bits and barrier bits are set.
    #[default]
    Hardware,
    /// As a compiler leaves them: the driver side will set end bits and barrier bits.
    Packets,
}

/// What is known besides the descriptors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Stage of the descriptors.
    pub form: Form,
    /// DRAM ranges; without them only the chip's limits are checked.
    pub ranges: Option<&'a RangeMap>,
    /// The counts of TIU and TDMA descriptors in the header they came with.
    pub declared: Option<[usize; 2]>,
    /// Whether nothing in local memory is of use at the start.
    pub starts_blank: bool,
}

/// Everything that is wrong or doubtful, by engine and descriptor.
#[must_use]
pub fn verify(segment: &Segment, options: &Options) -> Vec<Diagnostic> {
    let (chip, mut found) = (segment.chip, Vec::new());
    let tiu = examine::<Tiu>(segment.tiu, chip, options, &mut found);
    let tdma = examine::<Tdma>(segment.tdma, chip, options, &mut found);
    let links = [sync::links::<Tiu>(&tiu.fields, options.form), sync::links::<Tdma>(&tdma.fields, options.form)];
    let links = [links[0].as_slice(), links[1].as_slice()];
    sync::check(&tiu.fields, &tdma.fields, links, chip, options, &mut found);
    early::check(&tiu.fields, &tdma.fields, chip, &mut found);
    race::check(&tiu, &tdma, links, chip, &mut found);
    // Behind an error of another kind, missing bytes say little.
    if options.starts_blank && found.iter().all(|diagnostic| diagnostic.severity != Severity::Error) {
        blank::check(&tiu, &tdma, links, chip, &mut found);
    }
    found.sort_by_key(|diagnostic| (diagnostic.engine != Engine::Tiu, diagnostic.index));
    found
}

/// One engine's descriptors.
struct Examined<E: Isa> {
    fields: Vec<E::Fields>,
    /// The bytes they touch; none for those that make no sense.
    footprints: Vec<Footprint>,
}

/// An engine whose descriptors can be checked one by one.
trait Checked: Touches {
    /// Whether the operands fit each other; false when their bytes are not worth looking at.
    fn legal(report: &mut Report<Self>) -> bool;
    /// Whether each result element depends on the operands' same element alone, so that it may take its place.
    fn is_elementwise(fields: &Self::Fields, chip: &ChipProfile) -> bool;
    /// Whether elements are read and written one after the other, so that only what is read later can be destroyed.
    fn moves_in_order(fields: &Self::Fields, chip: &ChipProfile) -> bool;
    /// The row that holds the operand's address.
    fn address_row(operand: Operand) -> usize;
    /// Whether elements that are written twice get the same bytes both times.
    fn writes_one_value(fields: &Self::Fields) -> bool;
    /// The part of what is read that must have been written.
    fn needed(_: &Self::Fields, _: &ChipProfile, reads: &[Region]) -> Vec<Region> {
        reads.to_vec()
    }
}

/// Checks each descriptor by itself.
fn examine<E: Checked>(
    all: &[Words<E>],
    chip: &ChipProfile,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Examined<E> {
    let examined = all.iter().enumerate().map(|(index, words)| {
        let decoded = decode::<E>(words, chip, index);
        let known = decoded.kind.is_some();
        let mut report = Report::<E> { chip, fields: &decoded.fields, index, found };
        let sound = encoding::accept(&mut report, decoded.diagnostics);
        let legal = known && E::legal(&mut report) && sound;
        let footprint = if legal { memory::check(&mut report, options.ranges) } else { Footprint::default() };
        (decoded.fields, footprint)
    });
    let (fields, footprints) = examined.unzip();
    Examined { fields, footprints }
}

#[cfg(test)]
mod seeded;
#[cfg(test)]
mod seeded_races;
#[cfg(test)]
mod tests;
