//! Descriptors as structured data, for programs that read rather than people.

use super::dialect;
use super::disasm::accounted_for;
use super::operand;
use super::pen::Pen;
use super::plan::{OpPlan, Plan, word_of};
use crate::chip::ChipProfile;
use crate::command::Isa;
use crate::diagnostic::Engine;
use crate::field::{FieldInfo, Fields, Kind};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// The value.
    pub value: u64,
    /// What the value is.
    pub kind: Kind,
    /// What the value is called, where it has a name.
    pub word: Option<&'static str>,
}

/// Values by name; serialised as a map of words, truth values and numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(pub Vec<Named>);

/// An operand.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OperandView {
    /// What the operation uses it for.
    pub role: &'static str,
    /// As in the line of text.
    pub text: String,
    /// Its parts.
    #[serde(flatten)]
    pub parts: Values,
}

/// A descriptor.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct View {
    /// Its engine.
    pub engine: Engine,
    /// Its operation, as in the line of text.
    pub mnemonic: String,
    /// Ids and the like.
    #[serde(flatten)]
    pub header: Values,
    /// The operands, in the order of the line.
    pub operands: Vec<OperandView>,
    /// The further fields that the operation uses.
    pub attributes: Values,
    /// Fields that hold something that neither operation nor header account for, by their full names.
    pub extras: Values,
}

impl Values {
    /// The value called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u64> {
        self.0.iter().find(|named| named.name == name).map(|named| named.value)
    }
}

impl Named {
    fn new(name: &'static str, info: &FieldInfo, value: u64) -> Self {
        Named { name, value, kind: info.kind, word: word_of(info.values, value) }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for named in &self.0 {
            match named.word {
                Some(word) => map.serialize_entry(named.name, word)?,
                None if named.kind == Kind::Flag => map.serialize_entry(named.name, &(named.value != 0))?,
                None => map.serialize_entry(named.name, &named.value)?,
            }
        }
        map.end()
    }
}

/// The descriptor as structured data.
#[must_use]
pub fn view<E: Isa>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile) -> View {
    let layout = chip.layout;
    let fields = E::Fields::unpack(layout as usize, words);
    let plan = Plan::of::<E>(layout);
    let kind = E::kind(&fields, layout);
    let named = |row: usize| Named::new(rows::<E>()[row].short, &rows::<E>()[row], fields.get(row));
    let usual = kind.map_or(E::Fields::defaults(layout as usize), |kind| accounted_for::<E>(kind, &fields, layout));
    View {
        engine: E::ENGINE,
        mnemonic: mnemonic::<E>(kind, &fields, plan),
        header: Values(E::header_rows().iter().map(|row| named(*row)).collect()),
        operands: kind.map(|kind| operands::<E>(&fields, &plan.ops[kind], chip)).unwrap_or_default(),
        attributes: kind.map(|kind| attributes::<E>(&fields, &plan.ops[kind])).unwrap_or_default(),
        extras: extras::<E>(&fields, &usual),
    }
}

fn rows<E: Isa>() -> &'static [FieldInfo] {
    E::Fields::RECORD.fields
}

fn mnemonic<E: Isa>(kind: Option<usize>, fields: &E::Fields, plan: &Plan) -> String {
    let Some(kind) = kind else {
        return dialect::RAW.to_string();
    };
    let mut text = String::new();
    let mut pen = Pen::new(&mut text);
    dialect::write_mnemonic::<E, _>(&mut pen, kind, plan.ops[kind].lead.map(|row| (row, fields.get(row))));
    pen.flush();
    text
}

fn operands<E: Isa>(fields: &E::Fields, op: &OpPlan, chip: &ChipProfile) -> Vec<OperandView> {
    let context = op.context(fields, chip);
    let mut before = None;
    let view = op.operands.iter().map(|operand| {
        let info = operand.0.operand;
        let parts = operand::read(fields, info);
        let mut text = String::new();
        let mut pen = Pen::new(&mut text);
        operand::write::<E, _>(&mut pen, operand, &parts, before.as_ref(), &context);
        pen.flush();
        before = Some(parts);
        let present = E::parts().iter().zip(info.parts).filter_map(|(name, row)| row.map(|row| (*name, row)));
        let parts = present.map(|(name, row)| Named::new(name, &rows::<E>()[row], fields.get(row))).collect();
        OperandView { role: info.role, text, parts: Values(parts) }
    });
    view.collect()
}

fn attributes<E: Isa>(fields: &E::Fields, op: &OpPlan) -> Values {
    let named = op.info.attributes.iter();
    Values(named.map(|info| Named::new(info.name, &rows::<E>()[info.field], fields.get(info.field))).collect())
}

fn extras<E: Isa>(fields: &E::Fields, usual: &E::Fields) -> Values {
    let different = (0..rows::<E>().len()).filter(|row| fields.get(*row) != usual.get(*row));
    let different = different.filter(|row| !E::header_rows().contains(row));
    Values(different.map(|row| Named::new(rows::<E>()[row].name, &rows::<E>()[row], fields.get(row))).collect())
}
