//! Fields of descriptors by the names people use: `relu`, `input.c`, `opd0.c`, `opd0_c`.

use isa::chip::ChipProfile;
use isa::command::{Isa, Tdma, Tiu};
use isa::field::{FieldInfo, Fields, Kind};
use isa::text::{Descriptor, suggestion};
use std::collections::BTreeSet;

/// The value of the field called `name`; `None` where the descriptor's engine and operation have no such field.
#[must_use]
pub fn get(descriptor: &Descriptor, chip: &ChipProfile, name: &str) -> Option<u64> {
    match descriptor {
        Descriptor::Tiu(words) => read::<Tiu>(words, chip, name),
        Descriptor::Tdma(words) => read::<Tdma>(words, chip, name),
    }
}

/// The descriptor with another value in the field called `name`.
///
/// # Errors
/// A name that the operation does not have, or a value that does not fit.
pub fn set(descriptor: &Descriptor, chip: &ChipProfile, name: &str, value: u64) -> Result<Descriptor, String> {
    match descriptor {
        Descriptor::Tiu(words) => write::<Tiu>(words, chip, name, value).map(Descriptor::Tiu),
        Descriptor::Tdma(words) => write::<Tdma>(words, chip, name, value).map(Descriptor::Tdma),
    }
}

type Words<E> = <<E as Isa>::Fields as Fields>::Words;

fn read<E: Isa>(words: &Words<E>, chip: &ChipProfile, name: &str) -> Option<u64> {
    let fields = E::Fields::unpack(chip.layout as usize, words);
    row::<E>(&fields, chip, name).map(|row| fields.get(row))
}

fn write<E: Isa>(words: &Words<E>, chip: &ChipProfile, name: &str, value: u64) -> Result<Words<E>, String> {
    let layout = chip.layout as usize;
    let mut fields = E::Fields::unpack(layout, words);
    let unknown = || {
        let hint = suggestion(name, E::Fields::RECORD.fields.iter().map(|info| info.name));
        let next = if hint.is_empty() { "`descriptor` lists the fields".into() } else { hint };
        format!("this descriptor has no field `{}`; {next}", name.escape_debug())
    };
    let row = row::<E>(&fields, chip, name).ok_or_else(unknown)?;
    fields.set(layout, row, value).map_err(|error| error.to_string())?;
    fields.pack(layout).map_err(|error| error.to_string())
}

/// The row of a field of this descriptor.
fn row<E: Isa>(fields: &E::Fields, chip: &ChipProfile, name: &str) -> Option<usize> {
    let op = E::kind(fields, chip.layout).map(|kind| &E::ops()[kind]);
    if let Some((operand, part)) = name.split_once('.') {
        let operand = op?.operands.iter().find(|one| one.role == operand || one.prefix == operand)?;
        let part = E::parts().iter().position(|one| *one == part)?;
        return operand.parts.get(part).copied().flatten();
    }
    let attribute = op.and_then(|op| op.attributes.iter().find(|one| one.name == name)).map(|one| one.field);
    let header = || E::header_rows().iter().copied().find(|row| E::Fields::RECORD.fields[*row].short == name);
    attribute.or_else(header).or_else(|| E::Fields::RECORD.find(name))
}

/// Every field of a descriptor: its table row and its value, in the order of the table.
#[must_use]
pub fn all(descriptor: &Descriptor, chip: &ChipProfile) -> Vec<(&'static FieldInfo, u64)> {
    fn of<E: Isa>(words: &Words<E>, chip: &ChipProfile) -> Vec<(&'static FieldInfo, u64)> {
        let layout = chip.layout as usize;
        let fields = E::Fields::unpack(layout, words);
        let rows = E::Fields::RECORD.fields.iter().enumerate();
        let placed = rows.filter(|(_, info)| info.places[layout].is_some());
        let told = placed.filter(|(_, info)| !matches!(info.kind, Kind::Reserved | Kind::Group));
        told.map(|(row, info)| (info, fields.get(row))).collect()
    }
    match descriptor {
        Descriptor::Tiu(words) => of::<Tiu>(words, chip),
        Descriptor::Tdma(words) => of::<Tdma>(words, chip),
    }
}

/// Every name that some descriptor has.
#[must_use]
pub fn names() -> BTreeSet<String> {
    fn of<E: Isa>(names: &mut BTreeSet<String>) {
        for info in E::Fields::RECORD.fields.iter().filter(|info| !matches!(info.kind, Kind::Reserved | Kind::Group)) {
            names.extend([info.name.to_owned(), info.short.to_owned()]);
            names.extend(info.vendor.iter().flatten().map(|&name| name.to_owned()));
        }
        for op in E::ops() {
            names.extend(op.attributes.iter().map(|one| one.name.to_owned()));
            for operand in op.operands {
                let parts = E::parts().iter().zip(operand.parts).filter(|(_, row)| row.is_some());
                names.extend(
                    parts.flat_map(|(part, _)| [operand.role, operand.prefix].map(|of| format!("{of}.{part}"))),
                );
            }
        }
    }
    let mut all = BTreeSet::new();
    of::<Tiu>(&mut all);
    of::<Tdma>(&mut all);
    all
}

/// The names of all operations.
#[must_use]
pub fn operations() -> BTreeSet<&'static str> {
    Tiu::ops().iter().chain(Tdma::ops()).map(|op| op.name).collect()
}

/// The operands of a descriptor: their name in the fields and what the operation uses them for.
#[must_use]
pub fn operand_names(descriptor: &Descriptor, chip: &ChipProfile) -> Vec<(&'static str, &'static str)> {
    fn of<E: Isa>(words: &Words<E>, chip: &ChipProfile) -> Vec<(&'static str, &'static str)> {
        let fields = E::Fields::unpack(chip.layout as usize, words);
        let operands = E::kind(&fields, chip.layout).map_or(&[][..], |kind| E::ops()[kind].operands);
        operands.iter().map(|operand| (operand.prefix, operand.role)).collect()
    }
    match descriptor {
        Descriptor::Tiu(words) => of::<Tiu>(words, chip),
        Descriptor::Tdma(words) => of::<Tdma>(words, chip),
    }
}
