//! What the fields of a descriptor could have been meant to hold.

use crate::fields;
use crate::session::Session;
use isa::command::{Isa, Tdma, Tiu, decode};
use isa::field::{FieldInfo, Kind};
use isa::text::Descriptor;
use std::collections::{BTreeMap, BTreeSet};

/// Turns on either side whose values are tried.
const NEIGHBOURS: usize = 8;

/// A descriptor with another value in one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) turn: usize,
    pub(super) field: &'static FieldInfo,
    pub(super) value: u64,
    pub(super) right: u64,
    pub(super) descriptor: Descriptor,
}

/// The descriptors of a run, unpacked.
pub(super) struct Descriptors {
    pub(super) all: Vec<Option<Unpacked>>,
}

/// A descriptor and its fields.
pub(super) struct Unpacked {
    pub(super) descriptor: Descriptor,
    pub(super) fields: Vec<(&'static FieldInfo, u64)>,
}

impl Unpacked {
    pub(super) fn value(&self, field: &FieldInfo) -> Option<u64> {
        self.fields.iter().find(|(info, _)| info.name == field.name).map(|(_, value)| *value)
    }
}

impl Descriptors {
    pub(super) fn of(session: &Session) -> Self {
        let chip = session.target().chip();
        let unpacked = |turn| {
            let descriptor = session.target().descriptor(turn)?;
            Some(Unpacked { descriptor, fields: fields::all(&descriptor, chip) })
        };
        Descriptors { all: session.turns().iter().map(unpacked).collect() }
    }

    pub(super) fn get(&self, turn: usize) -> Option<&Unpacked> {
        self.all.get(turn)?.as_ref()
    }

    /// Values of the turns around `turn`, by what sort of number they are.
    fn around(&self, turn: usize) -> BTreeMap<u8, BTreeSet<u64>> {
        let mut values: BTreeMap<u8, BTreeSet<u64>> = BTreeMap::new();
        for near in turn.saturating_sub(NEIGHBOURS)..=turn + NEIGHBOURS {
            for (info, value) in self.get(near).map(|one| one.fields.as_slice()).unwrap_or_default() {
                values.entry(sort(info)).or_default().insert(*value);
            }
        }
        values
    }

    /// Every descriptor that differs from that of `turn` in one field and does something else.
    pub(super) fn candidates(&self, session: &Session, turn: usize, siblings: &[usize]) -> Vec<Candidate> {
        let chip = session.target().chip();
        let layout = chip.layout as usize;
        let Some(own) = self.get(turn) else { return Vec::new() };
        let around = self.around(turn);
        let mut found = Vec::new();
        for (info, value) in own.fields.iter().filter(|(info, _)| info.kind != Kind::Id && !is_bookkeeping(info.name)) {
            let mut seen = BTreeSet::from([*value]);
            let mut all = self.values(turn, info, *value, siblings, &around, layout);
            all.retain(|one| seen.insert(*one) && info.is_legal(layout, *one));
            for right in all {
                let Ok(descriptor) = fields::set(&own.descriptor, chip, info.name, right) else { continue };
                if !does_the_same(&own.descriptor, &descriptor, session) {
                    found.push(Candidate { turn, field: info, value: *value, right, descriptor });
                }
            }
        }
        found
    }

    fn values(
        &self,
        turn: usize,
        info: &FieldInfo,
        value: u64,
        siblings: &[usize],
        around: &BTreeMap<u8, BTreeSet<u64>>,
        layout: usize,
    ) -> Vec<u64> {
        match info.kind {
            Kind::Flag => return vec![1 - value.min(1)],
            Kind::Enum if !info.values.is_empty() => return info.values.iter().map(|(_, value)| *value).collect(),
            _ => {}
        }
        let mut all: Vec<u64> = siblings.iter().filter_map(|at| self.get(*at)?.value(info)).collect();
        all.extend(self.continued(turn, info, siblings));
        all.extend([1, 2, 16].iter().flat_map(|by| [value.wrapping_add(*by), value.wrapping_sub(*by)]));
        all.extend([value.saturating_mul(2), value / 2]);
        all.extend(around.get(&sort(info)).into_iter().flatten());
        let bits = info.places[layout].map_or(0, |place| place.width());
        all.extend((0..bits).map(|bit| value ^ 1 << bit));
        all
    }

    /// Values that continue the steps in which siblings go on, from either side or in between.
    pub(super) fn continued(&self, turn: usize, info: &FieldInfo, siblings: &[usize]) -> Vec<u64> {
        let mut before: Vec<usize> = siblings.iter().copied().filter(|at| *at < turn).collect();
        let mut behind: Vec<usize> = siblings.iter().copied().filter(|at| *at > turn).collect();
        before.sort_unstable_by(|a, b| b.cmp(a));
        behind.sort_unstable();
        let value = |at: Option<&usize>| self.get(*at?)?.value(info);
        let step = |near: Option<u64>, far: Option<u64>| {
            let (near, far) = near.zip(far)?;
            Some(near.wrapping_add(near.wrapping_sub(far)))
        };
        let (left, right) = (value(before.first()), value(behind.first()));
        let middle = left.zip(right).map(|(left, right)| left.wrapping_add(right) / 2);
        let from_left = step(left, value(before.get(1)));
        let from_right = step(right, value(behind.get(1)));
        [middle, from_left, from_right].into_iter().flatten().collect()
    }
}

fn sort(info: &FieldInfo) -> u8 {
    match info.kind {
        Kind::Address => 0,
        Kind::Size => 1,
        Kind::Stride => 2,
        _ => 3,
    }
}

/// Fields that change nothing about what a descriptor computes.
fn is_bookkeeping(name: &str) -> bool {
    matches!(name, "cmd_en" | "cmd_end" | "cmd_id_en" | "cmd_intr_en" | "cmd_keep" | "layer_info" | "layer_id")
        || matches!(name, "vld" | "eod" | "intp_en" | "bar_en" | "cmd_pre_exe" | "cmd_pre_exe_typ")
}

/// Whether two descriptors are the same operation with the same operands and attributes.
fn does_the_same(one: &Descriptor, other: &Descriptor, session: &Session) -> bool {
    let chip = session.target().chip();
    match (one, other) {
        (Descriptor::Tiu(one), Descriptor::Tiu(other)) => {
            let op = |words: &<<Tiu as Isa>::Fields as isa::field::Fields>::Words| {
                decode::<Tiu>(words, chip, 0).command().map(|command| command.op)
            };
            op(one) == op(other)
        }
        (Descriptor::Tdma(one), Descriptor::Tdma(other)) => {
            let op = |words: &<<Tdma as Isa>::Fields as isa::field::Fields>::Words| {
                decode::<Tdma>(words, chip, 0).command().map(|command| command.op)
            };
            op(one) == op(other)
        }
        _ => false,
    }
}
