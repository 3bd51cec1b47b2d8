//! Descriptors as lines of text.

use super::dialect;
use super::operand::{self, Parts};
use super::pen::{Pen, Sink, Style};
use super::plan::{Form, Item, OpPlan, Piece, Plan, form_of, word_of};
use crate::chip::{ChipProfile, Layout};
use crate::command::Isa;
use crate::diagnostic::Engine;
use crate::field::Fields;

/// The line of a descriptor, without an end of line.
#[must_use]
pub fn disassemble<E: Isa>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile) -> String {
    let mut line = String::new();
    write::<E, _>(words, chip, &mut line);
    line
}

/// Appends the line of a descriptor to `sink`.
pub fn write<E: Isa, S: Sink>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile, sink: &mut S) {
    let fields = E::Fields::unpack(chip.layout as usize, words);
    let plan = Plan::of::<E>(chip.layout);
    let mut pen = Pen::new(sink);
    write_engine::<E, S>(&mut pen);
    match E::kind(&fields, chip.layout) {
        Some(kind) => write_op::<E, S>(&mut pen, kind, &fields, plan, chip),
        None => write_raw::<E, S>(&mut pen, &fields, plan, chip.layout),
    }
    pen.flush();
}

fn write_op<E: Isa, S: Sink>(pen: &mut Pen<'_, S>, kind: usize, fields: &E::Fields, plan: &Plan, chip: &ChipProfile) {
    let op = &plan.ops[kind];
    dialect::write_mnemonic::<E, S>(pen, kind, op.lead.map(|row| (row, fields.get(row))));
    write_header(pen, fields, plan);
    write_operands::<E, S>(pen, fields, op, chip);
    for piece in &op.pieces {
        write_piece(pen, fields, piece);
    }
    let plain = accounted_for::<E>(kind, fields, chip.layout);
    if plain != *fields {
        write_differences::<E, S>(pen, fields, |row| plain.get(row));
    }
}

/// The fields as the operation and the header alone imply them.
pub(super) fn accounted_for<E: Isa>(kind: usize, fields: &E::Fields, layout: Layout) -> E::Fields {
    E::fields(&E::header(fields), &E::op(kind, fields), layout).unwrap_or_else(|_| E::Fields::defaults(layout as usize))
}

/// The engine, as wide for one as for the other.
fn write_engine<E: Isa, S: Sink>(pen: &mut Pen<'_, S>) {
    pen.style(Style::Engine);
    pen.text(match E::ENGINE {
        Engine::Tdma => "tdma ",
        Engine::Tiu => "tiu  ",
        Engine::Cpu => "cpu  ",
    });
    pen.style(Style::Mnemonic);
}

fn write_raw<E: Isa, S: Sink>(pen: &mut Pen<'_, S>, fields: &E::Fields, plan: &Plan, layout: Layout) {
    pen.text(dialect::RAW);
    write_header(pen, fields, plan);
    let rows = &E::Fields::RECORD.fields;
    let is_header = |row: usize| plan.header.iter().any(|item| item.row == row);
    write_differences::<E, S>(pen, fields, |row| {
        if is_header(row) { fields.get(row) } else { rows[row].defaults[layout as usize] }
    });
}

fn write_header<F: Fields, S: Sink>(pen: &mut Pen<'_, S>, fields: &F, plan: &Plan) {
    pen.style(Style::Header);
    for item in &plan.header {
        let value = fields.get(item.row);
        if value != item.neutral {
            write_item(pen, item, value);
        }
    }
}

fn write_operands<E: Isa, S: Sink>(pen: &mut Pen<'_, S>, fields: &E::Fields, op: &OpPlan, chip: &ChipProfile) {
    let context = op.context(fields, chip);
    let count = op.count.map(|item| fields.get(item.row));
    let mut before: Option<Parts> = None;
    let mut written = 0;
    for (place, operand) in op.operands.iter().enumerate() {
        let (slots, blank) = operand;
        let parts = operand::read(fields, slots.operand);
        if op.is_optional(place) && parts == *blank && count != Some(place as u64) {
            break;
        }
        pen.text(" ");
        pen.style(Style::Operand);
        pen.text(slots.operand.role);
        pen.text("=");
        operand::write::<E, S>(pen, operand, &parts, before.as_ref(), &context);
        before = Some(parts);
        written = place as u64;
    }
    pen.style(Style::Attribute);
    if let Some(item) = op.count.filter(|item| fields.get(item.row) != written) {
        write_item(pen, &item, fields.get(item.row));
    }
}

fn write_piece<F: Fields, S: Sink>(pen: &mut Pen<'_, S>, fields: &F, piece: &Piece) {
    match piece {
        Piece::One(item) => {
            let value = fields.get(item.row);
            if value != item.neutral {
                write_item(pen, item, value);
            }
        }
        Piece::Group(name, items) if items.iter().any(|item| fields.get(item.row) != item.neutral) => {
            pen.text(" ");
            pen.text(name);
            for (place, item) in items.iter().enumerate() {
                pen.text(if place == 0 { "=" } else { "," });
                pen.decimal(fields.get(item.row));
            }
        }
        Piece::Group(..) => {}
    }
}

fn write_item<S: Sink>(pen: &mut Pen<'_, S>, item: &Item, value: u64) {
    pen.text(if item.form == Form::Switch && value == 0 { " !" } else { " " });
    pen.text(item.name);
    if item.form != Form::Switch || value > 1 {
        pen.text("=");
        write_value(pen, item.form, value);
    }
}

fn write_value<S: Sink>(pen: &mut Pen<'_, S>, form: Form, value: u64) {
    match form {
        Form::Named(values) => match word_of(values, value) {
            Some(word) => pen.text(word),
            None => pen.decimal(value),
        },
        Form::Hex => pen.hex(value),
        Form::Switch | Form::Decimal => pen.decimal(value),
    }
}

#[cold]
fn write_differences<E: Isa, S: Sink>(pen: &mut Pen<'_, S>, fields: &E::Fields, usual: impl Fn(usize) -> u64) {
    pen.style(Style::Extra);
    for (row, info) in E::Fields::RECORD.fields.iter().enumerate() {
        let value = fields.get(row);
        if value != usual(row) {
            pen.text(" .");
            pen.text(info.name);
            pen.text("=");
            write_value(pen, form_of(info), value);
        }
    }
}
