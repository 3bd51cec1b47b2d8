//! Operands in the text form: their parts as numbers, and what the rest of the descriptor says about them.

mod constant;
mod endpoint;
mod grammar;
mod tensor;

pub(super) use grammar::Draft;

use super::cursor::{Fault, Number, Word};
use super::error::{one_of, quoted, suggestion};
use super::pen::{Pen, Sink};
use crate::address::LocalAddress;
use crate::chip::ChipProfile;
use crate::command::Isa;
use crate::diagnostic::Engine;
use crate::field::{Fields, Kind, Record};
use crate::layout::{tdma, tiu};
use crate::op::OperandInfo;
use crate::op::tiu::StrideMode;

/// Room for the parts of either engine's operands.
pub(super) const MAX_PARTS: usize = 16;

/// The values of an operand's parts, in the order of the engine's part names.
pub(super) type Parts = [u64; MAX_PARTS];

/// What an operand's text depends on besides its own fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    pub(super) chip: &'c ChipProfile,
    /// The elements of all operands are floating-point numbers.
    pub(super) float: bool,
    /// The transfer moves a matrix.
    pub(super) matrix: bool,
    /// Which way the transfer goes.
    pub(super) direction: u64,
}

/// The fields behind an operand's parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    pub(super) record: &'static Record,
    pub(super) layout: usize,
    pub(super) operand: &'static OperandInfo,
    pub(super) part_names: &'static [&'static str],
}

impl Slots {
    pub(super) fn new<E: Isa>(layout: usize, operand: &'static OperandInfo) -> Self {
        Slots { record: E::Fields::RECORD, layout, operand, part_names: E::parts() }
    }

    fn row(&self, part: usize) -> Option<usize> {
        self.operand.parts.get(part).copied().flatten()
    }

    /// The named values of a part.
    fn values(&self, part: usize) -> &'static [(&'static str, u64)] {
        self.row(part).map_or(&[], |row| self.record.fields[row].values)
    }

    /// The number, if the part can hold it.
    fn check(&self, part: usize, number: Number) -> Result<u64, Fault> {
        self.check_as(self.part_names[part], part, number)
    }

    /// As [`Slots::check`], with another name for the part.
    fn check_as(&self, name: &str, part: usize, number: Number) -> Result<u64, Fault> {
        let role = self.operand.role;
        let Some(row) = self.row(part) else {
            return Err(Fault::new(number.at, format!("{role} has no {name}")).help("leave it out"));
        };
        let info = &self.record.fields[row];
        let max = info.places[self.layout].map_or(0, |place| place.max());
        if number.value <= max {
            return Ok(number.value);
        }
        let show = |value: u64| if info.kind == Kind::Address { format!("{value:#x}") } else { value.to_string() };
        let what = format!("{name} of {role} cannot hold {}", show(number.value));
        Err(Fault::new(number.at, what).allowed(format!("0 to {}", show(max))))
    }
}

/// The parts of an operand; those it lacks are 0.
#[inline]
pub(super) fn read<F: Fields>(fields: &F, operand: &OperandInfo) -> Parts {
    let mut parts = [0; MAX_PARTS];
    for (part, row) in parts.iter_mut().zip(operand.parts) {
        *part = row.map_or(0, |row| fields.get(row));
    }
    parts
}

/// Stores the parts of an operand.
pub(super) fn store<F: Fields>(fields: &mut F, operand: &OperandInfo, parts: &Parts) {
    for (part, row) in parts.iter().zip(operand.parts) {
        if let Some(row) = row {
            // Every part has been checked against its field.
            let _ = fields.try_set(*row, *part);
        }
    }
}

/// Writes an operand behind its role; `before` is the operand written before it.
#[inline]
pub(super) fn write<E: Isa, S: Sink>(
    pen: &mut Pen<'_, S>,
    (slots, blank): &(Slots, Parts),
    parts: &Parts,
    before: Option<&Parts>,
    context: &Context<'_>,
) {
    match E::ENGINE {
        Engine::Tdma => endpoint::write(pen, parts, blank, slots, context),
        _ => tensor::write(pen, parts, blank, before, context),
    }
}

/// Turns a written operand into parts; what it leaves out comes from the context.
pub(super) fn resolve<E: Isa>(
    draft: &Draft<'_>,
    (slots, blank): &(Slots, Parts),
    before: Option<&Parts>,
    context: &Context<'_>,
) -> Result<Parts, Fault> {
    match E::ENGINE {
        Engine::Tdma => endpoint::resolve(draft, slots, blank, context),
        _ => tensor::resolve(draft, slots, before, blank, context),
    }
}

/// Whether the draft's element type is a floating-point one; `None` when the engine does not care.
pub(super) fn is_float<E: Isa>(draft: &Draft<'_>) -> Result<Option<bool>, Fault> {
    match E::ENGINE {
        Engine::Tdma => Ok(None),
        _ => tensor::is_float(draft).map(Some),
    }
}

/// An address in local memory, by lane where that is not the first.
fn write_local<S: Sink>(pen: &mut Pen<'_, S>, address: u64, chip: &ChipProfile) {
    let small = u32::try_from(address).ok().filter(|address| *address < chip.lmem_bytes());
    match small.map(LocalAddress) {
        Some(local) if local.0 >= chip.lane_bytes => {
            pen.text("L");
            pen.decimal(local.lane(chip).into());
            pen.text("+");
            pen.hex(local.offset(chip).into());
        }
        _ => pen.hex(address),
    }
}

/// The strides without gaps between rows, in local memory from `address` on: those of a stride mode.
#[inline]
fn compact(mode: StrideMode, shape: [u64; 4], element: u32, address: u64, chip: &ChipProfile) -> [u64; 4] {
    let lane = tdma::local_address(address).lane(chip);
    // Extents have at most 16 bits.
    let shape = shape.map(|extent| extent as u32);
    tiu::strides(mode, shape, element, lane, [0; 4], chip).map(i64::cast_unsigned)
}

/// The address of `offset` in `lane`.
fn local_address(lane: Option<Number>, offset: Number, chip: &ChipProfile) -> Result<Number, Fault> {
    let Some(lane) = lane else {
        return Ok(offset);
    };
    if lane.value >= u64::from(chip.lanes) {
        let what = format!("{} has no lane {}", chip.name, lane.value);
        return Err(Fault::new(lane.at, what).allowed(format!("0 to {}", chip.lanes - 1)));
    }
    if offset.value >= u64::from(chip.lane_bytes) {
        let what = format!("offset {:#x} is beyond the end of a lane", offset.value);
        let allowed = format!("0 to {:#x}", chip.lane_bytes - 1);
        return Err(Fault::new(offset.at, what).allowed(allowed).help("count the lane up or leave it out"));
    }
    Ok(Number { value: lane.value * u64::from(chip.lane_bytes) + offset.value, at: lane.at })
}

/// The extents, which must be as many as there are `places`.
fn shape_of<const N: usize>(
    draft: &Draft<'_>,
    slots: &Slots,
    places: [usize; N],
    form: &str,
) -> Result<[u64; N], Fault> {
    let role = slots.operand.role;
    let wrong = |what: String| Fault::new(draft.at, what).help(format!("write the shape as {form}"));
    let numbers = draft.shape.as_deref().ok_or_else(|| wrong(format!("{role} has no shape")))?;
    if numbers.len() != N {
        return Err(wrong(format!("{role} has {} extents", numbers.len())).allowed(N.to_string()));
    }
    let mut shape = [0; N];
    for (place, number) in numbers.iter().enumerate() {
        shape[place] = slots.check(places[place], *number)?;
    }
    Ok(shape)
}

fn unknown<'n>(what: &str, word: Word<'_>, names: impl IntoIterator<Item = &'n str> + Clone) -> Fault {
    Fault::new(word.at, format!("unknown {what} {}", quoted(word.text)))
        .allowed(one_of(names.clone()))
        .help(suggestion(word.text, names))
}
