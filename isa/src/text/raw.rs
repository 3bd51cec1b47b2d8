//! Every field of a descriptor, whatever it means.

use super::plan::word_of;
use crate::chip::ChipProfile;
use crate::command::Isa;
use crate::field::{Fields, Kind, Place};
use serde::Serialize;
use std::fmt;

/// One field of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RawField {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its bits.
    pub place: Place,
    /// Its value.
    pub value: u64,
    /// The value's name, where it has one.
    pub named: Option<&'static str>,
    /// The value of the field when nobody sets it.
    pub default: u64,
    /// Whether the field may hold the value.
    pub legal: bool,
}

/// The fields of a descriptor in the order of their bits.
#[must_use]
pub fn raw<E: Isa>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile) -> Vec<RawField> {
    let layout = chip.layout as usize;
    let fields = E::Fields::unpack(layout, words);
    let rows = E::Fields::RECORD.fields.iter().enumerate();
    let mut listed: Vec<RawField> = rows
        .filter_map(|(row, info)| {
            let place = info.places[layout]?;
            let value = fields.get(row);
            Some(RawField {
                name: info.name,
                kind: info.kind,
                place,
                value,
                named: word_of(info.values, value),
                default: info.defaults[layout],
                legal: info.is_legal(layout, value),
            })
        })
        .collect();
    listed.sort_by_key(|field| field.place.low.bit);
    listed
}

impl fmt::Display for RawField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans = [Some(self.place.low), self.place.high].into_iter().flatten();
        let bits: Vec<String> =
            spans.map(|span| format!("{}:{}+{}", span.bit / 32, span.bit % 32, span.width)).collect();
        write!(f, "{:<15} {:<21} {:>12} {:>#12x}", bits.join(" "), self.name, self.value, self.value)?;
        if let Some(named) = self.named {
            write!(f, " {named}")?;
        }
        if self.value == self.default {
            f.write_str(" (default)")?;
        }
        if !self.legal {
            f.write_str(" (illegal)")?;
        }
        Ok(())
    }
}
