//! How the lines of one operation look in one layout, worked out from the tables once.

use super::dialect;
use super::operand::{self, Context, Parts, Slots};
use crate::chip::{ChipProfile, Layout};
use crate::command::Isa;
use crate::diagnostic::Engine;
use crate::field::{FieldInfo, Fields, Kind};
use crate::op::OpInfo;
use std::sync::OnceLock;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `name` for 1, `!name` for 0, `name=value` otherwise.
    Switch,
    /// `name=word` for the named values, `name=value` otherwise.
    Named(&'static [(&'static str, u64)]),
    /// `name=value`.
    Decimal,
    /// `name=0xvalue`.
    Hex,
}

/// A field with a name of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) name: &'static str,
    pub(super) row: usize,
    /// The value that goes without saying.
    pub(super) neutral: u64,
    pub(super) form: Form,
}

/// What stands behind the operands.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    One(Item),
    /// Several fields as one list.
    Group(&'static str, Vec<Item>),
}

impl Piece {
    pub(super) fn items(&self) -> &[Item] {
        match self {
            Piece::One(item) => std::slice::from_ref(item),
            Piece::Group(_, items) => items,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Piece::One(item) => item.name,
            Piece::Group(name, _) => name,
        }
    }
}

/// One operation in one layout.
#[derive(Debug)]
pub(super) struct OpPlan {
    pub(super) info: &'static OpInfo,
    /// The operands, with what they hold when they are not written.
    pub(super) operands: Vec<(Slots, Parts)>,
    pub(super) pieces: Vec<Piece>,
    /// The row that the mnemonic starts with.
    pub(super) lead: Option<usize>,
    /// The row that the element types tell.
    pub(super) float: Option<usize>,
    /// The number of operands behind the first, which goes without saying when they are all written.
    pub(super) count: Option<Item>,
    matrix: Option<usize>,
}

/// One layout.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) header: Vec<Item>,
    pub(super) ops: Vec<OpPlan>,
}

type Plans = [Plan; 2];

static TIU: OnceLock<Plans> = OnceLock::new();
static TDMA: OnceLock<Plans> = OnceLock::new();

impl Plan {
    /// The plan of an engine's descriptors in a layout.
    #[inline]
    pub(super) fn of<E: Isa>(layout: Layout) -> &'static Plan {
        let plans = if E::ENGINE == Engine::Tdma { &TDMA } else { &TIU };
        &plans.get_or_init(|| [Plan::new::<E>(0), Plan::new::<E>(1)])[layout as usize]
    }

    fn new<E: Isa>(layout: usize) -> Self {
        let mut header: Vec<Item> = E::header_rows().iter().map(|row| header_item::<E>(layout, *row)).collect();
        header.sort_by_key(|item| match E::Fields::RECORD.fields[item.row].kind {
            Kind::Id => 0,
            Kind::Flag => 2,
            _ => 1,
        });
        Plan { header, ops: E::ops().iter().map(|info| OpPlan::new::<E>(layout, info)).collect() }
    }
}

impl OpPlan {
    fn new<E: Isa>(layout: usize, info: &'static OpInfo) -> Self {
        let defaults = E::Fields::defaults(layout);
        let operands = info.operands.iter();
        let operands = operands.map(|operand| (Slots::new::<E>(layout, operand), operand::read(&defaults, operand)));
        let row =
            |name| info.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.field);
        OpPlan {
            info,
            operands: operands.collect(),
            pieces: pieces::<E>(layout, info),
            lead: row(dialect::LEAD),
            float: row(dialect::FLOAT),
            count: row(dialect::COUNT).map(|row| item::<E>(layout, dialect::COUNT, row)),
            matrix: row(dialect::MATRIX),
        }
    }

    /// The single fields, whether written alone or in a group.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.pieces.iter().flat_map(Piece::items).chain(&self.count)
    }

    /// Whether the operand at `place` is one that the operation can do without.
    pub(super) fn is_optional(&self, place: usize) -> bool {
        self.count.is_some() && place + 1 == self.operands.len()
    }

    /// What the fields tell of the operands besides their own parts.
    #[inline]
    pub(super) fn context<'c, F: Fields>(&self, fields: &F, chip: &'c ChipProfile) -> Context<'c> {
        let value = |row: Option<usize>| row.map_or(0, |row| fields.get(row));
        Context { chip, float: value(self.float) == 1, matrix: value(self.matrix) == 1, direction: value(self.lead) }
    }
}

fn header_item<E: Isa>(layout: usize, row: usize) -> Item {
    let info = &E::Fields::RECORD.fields[row];
    let usual = E::header_defaults().iter().find(|(known, _)| *known == row).map(|(_, value)| *value);
    let form = if form_of(info) == Form::Hex { Form::Decimal } else { form_of(info) };
    Item { name: info.short, row, neutral: usual.unwrap_or(info.defaults[layout]), form }
}

/// The attributes in the order of the table; a group stands where its first member does.
fn pieces<E: Isa>(layout: usize, info: &OpInfo) -> Vec<Piece> {
    let named = info.attributes.iter().filter(|attribute| !dialect::WRITTEN_ELSEWHERE.contains(&attribute.name));
    let items: Vec<Item> = named.map(|attribute| item::<E>(layout, attribute.name, attribute.field)).collect();
    let of_row = |row: &usize| items.iter().find(|item| item.row == *row).copied();
    let mut pieces = Vec::new();
    for item in &items {
        let group = E::groups().iter().find(|group| group.fields.contains(&item.row));
        let members = group.and_then(|group| group.fields.iter().map(of_row).collect::<Option<Vec<Item>>>());
        match (group, members) {
            (Some(group), Some(members)) if members[0].row == item.row => {
                pieces.push(Piece::Group(group.name, members))
            }
            (Some(_), Some(_)) => {}
            _ => pieces.push(Piece::One(*item)),
        }
    }
    pieces
}

fn item<E: Isa>(layout: usize, name: &'static str, row: usize) -> Item {
    let info = &E::Fields::RECORD.fields[row];
    // A shift or a mode that nobody mentions should not take place, whatever the registers' reset values are.
    let neutral = if matches!(info.kind, Kind::Value | Kind::Enum) { 0 } else { info.defaults[layout] };
    Item { name, row, neutral, form: form_of(info) }
}

pub(super) fn form_of(info: &FieldInfo) -> Form {
    let widest = info.places.iter().flatten().map(|place| place.width()).max().unwrap_or(0);
    match info.kind {
        _ if !info.values.is_empty() => Form::Named(info.values),
        Kind::Flag | Kind::Enum => Form::Switch,
        Kind::Address => Form::Hex,
        Kind::Value if widest > 8 => Form::Hex,
        _ => Form::Decimal,
    }
}

/// The name of a value, where it has one.
pub(super) fn word_of(values: &[(&'static str, u64)], value: u64) -> Option<&'static str> {
    values.iter().find(|(_, named)| *named == value).map(|(word, _)| *word)
}
