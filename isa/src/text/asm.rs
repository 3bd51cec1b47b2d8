//! Lines of text as descriptors.

use super::cursor::{Cursor, Fault, Number, Word};
use super::dialect::{FLOAT, LEAD};
use super::error::{name_of, one_of, quoted, suggestion};
use super::mnemonic::{self, Mnemonic};
use super::operand::{self, Draft};
use super::plan::{Form, Item, OpPlan, Piece, Plan};
use crate::chip::ChipProfile;
use crate::command::Isa;
use crate::field::Fields;
use crate::op::EncodeError;

/// Most mistakes that one line reports.
const MOST_FAULTS: usize = 20;

type Words<E> = <<E as Isa>::Fields as Fields>::Words;

/// Reads what follows the engine on a line.
pub(super) fn read<E: Isa>(mut cursor: Cursor<'_>, chip: &ChipProfile) -> Result<Words<E>, Vec<Fault>> {
    cursor.next_item();
    let mnemonic = mnemonic::read::<E>(&mut cursor).map_err(|fault| vec![fault])?;
    let mut line = Line::<E>::new(mnemonic, chip);
    line.items(&mut cursor);
    if !line.faults.is_empty() {
        return Err(line.faults);
    }
    line.words()
}

/// A field to set.
#[derive(Clone, Copy, Debug)]
struct Setting {
    row: usize,
    value: u64,
}

/// What a line has said so far.
struct Line<'t, 'c, E: Isa> {
    chip: &'c ChipProfile,
    plan: &'static Plan,
    op: Option<&'static OpPlan>,
    mnemonic: Mnemonic<'t>,
    settings: Vec<Setting>,
    extras: Vec<Setting>,
    drafts: Vec<Option<Draft<'t>>>,
    faults: Vec<Fault>,
    engine: std::marker::PhantomData<E>,
}

impl<'t, 'c, E: Isa> Line<'t, 'c, E> {
    fn new(mnemonic: Mnemonic<'t>, chip: &'c ChipProfile) -> Self {
        let plan = Plan::of::<E>(chip.layout);
        let op = mnemonic.kind.map(|kind| &plan.ops[kind]);
        let drafts = op.map_or(0, |op| op.operands.len());
        Line {
            chip,
            plan,
            op,
            mnemonic,
            settings: Vec::new(),
            extras: Vec::new(),
            drafts: vec![None; drafts],
            faults: Vec::new(),
            engine: std::marker::PhantomData,
        }
    }

    fn items(&mut self, cursor: &mut Cursor<'t>) {
        loop {
            if !cursor.is_at_gap() {
                self.faults.push(cursor.missing("white space"));
                cursor.skip_item();
            }
            if !cursor.next_item() || self.faults.len() >= MOST_FAULTS {
                return;
            }
            let start = cursor.clone();
            if let Err(fault) = self.item(cursor) {
                self.faults.push(fault);
                *cursor = start;
                cursor.skip_item();
            }
        }
    }

    fn item(&mut self, cursor: &mut Cursor<'t>) -> Result<(), Fault> {
        if cursor.eat('.') {
            return self.extra(cursor);
        }
        let negated = cursor.eat('!');
        let word = cursor.word();
        if word.text.is_empty() {
            return Err(cursor.missing("a name"));
        }
        if let Some(item) = self.find(word.text) {
            return self.single(item, negated, word, cursor);
        }
        if negated {
            return Err(Fault::new(word.at, format!("`!` does not go with {}", quoted(word.text)))
                .help("only attributes can be negated"));
        }
        if let Some(place) = self.role(word.text) {
            return self.operand(place, word, cursor);
        }
        match self.group(word.text) {
            Some(items) => self.members(items, word, cursor),
            None => Err(self.unknown(word)),
        }
    }

    /// `.field=value`.
    fn extra(&mut self, cursor: &mut Cursor<'t>) -> Result<(), Fault> {
        let word = cursor.word();
        let rows = E::Fields::RECORD.fields;
        let row = rows.iter().position(|info| info.name == word.text).ok_or_else(|| {
            Fault::new(word.at, format!("the {} has no field {}", name_of(E::ENGINE), quoted(word.text)))
                .help(suggestion(word.text, rows.iter().map(|info| info.name)))
        })?;
        let form = super::plan::form_of(&rows[row]);
        let item = Item { name: rows[row].name, row, neutral: 0, form };
        assign(cursor, word)?;
        let number = value(&item, cursor)?;
        let setting = self.checked(&item, number)?;
        if self.extras.iter().any(|known| known.row == row) {
            return Err(twice(word));
        }
        self.extras.push(setting);
        Ok(())
    }

    fn find(&self, name: &str) -> Option<Item> {
        let attributes = self.op.into_iter().flat_map(|op| op.items());
        let grouped = |name| self.group(name).is_some_and(|items| items.len() > 1);
        let mut items = attributes.chain(&self.plan.header);
        items.find(|item| item.name == name).filter(|_| !grouped(name)).copied()
    }

    fn group(&self, name: &str) -> Option<&'static [Item]> {
        let piece = self.op?.pieces.iter().find(|piece| piece.name() == name)?;
        matches!(piece, Piece::Group(..)).then(|| piece.items())
    }

    fn role(&self, name: &str) -> Option<usize> {
        self.op?.info.operands.iter().position(|operand| operand.role == name)
    }

    /// `name`, `!name` or `name=value`.
    fn single(&mut self, item: Item, negated: bool, word: Word<'_>, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let switch = item.form == Form::Switch;
        let number = if negated && !switch {
            return Err(Fault::new(word.at, format!("`!` does not go with {}", item.name)).help("give it a value"));
        } else if negated {
            Number { value: 0, at: word.at }
        } else if cursor.eat_spaced('=') {
            value(&item, cursor)?
        } else if switch {
            Number { value: 1, at: word.at }
        } else {
            return Err(no_value(word));
        };
        self.set(item, number, word)
    }

    /// `name=value,value`.
    fn members(&mut self, items: &[Item], word: Word<'_>, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let group = E::groups().iter().find(|group| group.name == word.text);
        let meaning = group.map_or("", |group| group.meaning);
        assign(cursor, word)?;
        for (place, item) in items.iter().enumerate() {
            if place > 0 && !cursor.eat(',') {
                let what = format!("{} has {place} of its {} numbers", word.text, items.len());
                return Err(Fault::new(word.at, what).help(format!("give all of {meaning}")));
            }
            let number = cursor.number("a number")?;
            self.set(*item, number, word)?;
        }
        if cursor.is_at_gap() {
            return Ok(());
        }
        let what = format!("{} has more than {} numbers", word.text, items.len());
        Err(Fault::new(word.at, what).help(format!("give {meaning}")))
    }

    fn operand(&mut self, place: usize, word: Word<'_>, cursor: &mut Cursor<'t>) -> Result<(), Fault> {
        assign(cursor, word)?;
        let draft = Draft::read(cursor)?;
        if self.drafts[place].is_some() {
            return Err(twice(word));
        }
        self.drafts[place] = Some(draft);
        Ok(())
    }

    fn set(&mut self, item: Item, number: Number, word: Word<'_>) -> Result<(), Fault> {
        let setting = self.checked(&item, number)?;
        if self.settings.iter().any(|known| known.row == item.row) {
            return Err(twice(word));
        }
        self.settings.push(setting);
        Ok(())
    }

    /// The setting, if the field exists and can hold the value.
    fn checked(&self, item: &Item, Number { value, at }: Number) -> Result<Setting, Fault> {
        let layout = self.chip.layout as usize;
        let info = &E::Fields::RECORD.fields[item.row];
        match info.places[layout] {
            None if value != info.defaults[layout] => {
                let purpose = if item.name == info.name { String::new() } else { format!(" for {}", item.name) };
                let what = format!("{} has no field {}{purpose}", self.chip.name, info.name);
                Err(Fault::new(at, what).help("leave it out or choose a chip that has it"))
            }
            Some(place) if value > place.max() => {
                let fault = Fault::new(at, format!("{} cannot hold {value}", item.name));
                Err(fault.allowed(format!("0 to {}", place.max())))
            }
            _ => Ok(Setting { row: item.row, value }),
        }
    }

    fn unknown(&self, word: Word<'_>) -> Fault {
        let operands = self.op.into_iter().flat_map(|op| op.info.operands).map(|operand| operand.role);
        let pieces = self.op.into_iter().flat_map(|op| &op.pieces).map(Piece::name);
        let header = self.plan.header.iter().map(|item| item.name);
        let count = self.op.and_then(|op| op.count).map(|item| item.name);
        let names = operands.chain(pieces).chain(count).chain(header);
        let fault = Fault::new(word.at, format!("{} has no {}", self.mnemonic.text, quoted(word.text)));
        fault.allowed(one_of(names.clone())).help(match word.text {
            FLOAT => "write it as the element type of the operands".into(),
            LEAD => "write it as the first word of the operation".into(),
            text => suggestion(text, names),
        })
    }

    /// The words that the line stands for.
    fn words(&self) -> Result<Words<E>, Vec<Fault>> {
        let mut fields = self.settled()?;
        if let (Some(op), Some(kind)) = (self.op, self.mnemonic.kind) {
            self.operands(op, &mut fields)?;
            fields = E::fields(&E::header(&fields), &E::op(kind, &fields), self.chip.layout)
                .map_err(|error| vec![self.refused(&error)])?;
        }
        for extra in &self.extras {
            store(&mut fields, *extra);
        }
        self.same_operation(&fields)?;
        fields.pack(self.chip.layout as usize).map_err(|error| vec![self.refused(&error.into())])
    }

    fn refused(&self, error: &EncodeError) -> Fault {
        match error {
            EncodeError::Unsupported { .. } => {
                let what = format!("{} has no operation {}", self.chip.name, self.mnemonic.text);
                Fault::new(self.mnemonic.at, what).help("choose a chip that has it")
            }
            error => Fault::new(self.mnemonic.at, error.to_string()),
        }
    }

    /// The fields with everything set but operands and extras.
    fn settled(&self) -> Result<E::Fields, Vec<Fault>> {
        let mut fields = E::Fields::defaults(self.chip.layout as usize);
        let items = self.op.into_iter().flat_map(|op| op.items()).chain(&self.plan.header);
        let neutral = items.map(|item| Setting { row: item.row, value: item.neutral });
        let behind_first = self.drafts.iter().skip(1).flatten().count() as u64;
        let count = self.op.and_then(|op| op.count).map(|item| Setting { row: item.row, value: behind_first });
        let lead = self.mnemonic.lead.map(|(row, value)| Setting { row, value });
        for setting in neutral.chain(count).chain(lead).chain(self.settings.iter().copied()) {
            store(&mut fields, setting);
        }
        if let (Some(row), Some(float)) = (self.op.and_then(|op| op.float), self.float()?) {
            store(&mut fields, Setting { row, value: float.into() });
        }
        Ok(fields)
    }

    /// Whether the operands are floating-point numbers, on which all must agree.
    fn float(&self) -> Result<Option<bool>, Vec<Fault>> {
        let mut agreed = None;
        let mut faults = Vec::new();
        for draft in self.drafts.iter().flatten() {
            match operand::is_float::<E>(draft) {
                Ok(float) if agreed.is_some() && float != agreed => faults.push(mixed(draft.at)),
                Ok(float) => agreed = float,
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(agreed) } else { Err(faults) }
    }

    fn operands(&self, op: &OpPlan, fields: &mut E::Fields) -> Result<(), Vec<Fault>> {
        let context = op.context(fields, self.chip);
        let mut before = None;
        let mut faults = Vec::new();
        for (place, (operand, draft)) in op.operands.iter().zip(&self.drafts).enumerate() {
            let role = operand.0.operand.role;
            let parts = match draft {
                Some(draft) => operand::resolve::<E>(draft, operand, before.as_ref(), &context),
                None if op.is_optional(place) => Ok(operand.1),
                None => {
                    let what = format!("{} lacks its operand {role}", self.mnemonic.text);
                    Err(Fault::new(self.mnemonic.at, what).help(format!("write `{role}=` and the operand")))
                }
            };
            let parts = parts.unwrap_or_else(|fault| {
                faults.push(fault);
                operand.1
            });
            operand::store(fields, operand.0.operand, &parts);
            before = Some(parts);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// A line must mean what its mnemonic says.
    fn same_operation(&self, fields: &E::Fields) -> Result<(), Vec<Fault>> {
        let (Some(wanted), found) = (self.mnemonic.kind, E::kind(fields, self.chip.layout)) else {
            return Ok(());
        };
        if found == Some(wanted) {
            return Ok(());
        }
        let found = found.map_or("no operation", |kind| E::ops()[kind].name);
        let what = format!("the values select {found} rather than {}", E::ops()[wanted].name);
        Err(vec![
            Fault::new(self.mnemonic.at, what).help("change the operation, or the attribute that selects another"),
        ])
    }
}

fn mixed(at: usize) -> Fault {
    Fault::new(at, "integer and floating-point operands in one operation")
        .help("make the element types of all operands integers, or all floating-point")
}

fn store<F: Fields>(fields: &mut F, setting: Setting) {
    // Every value has been checked against its field.
    let _ = fields.try_set(setting.row, setting.value);
}

fn assign(cursor: &mut Cursor<'_>, word: Word<'_>) -> Result<(), Fault> {
    if cursor.eat_spaced('=') { Ok(()) } else { Err(no_value(word)) }
}

fn no_value(word: Word<'_>) -> Fault {
    Fault::new(word.at, format!("{} has no value", word.text)).help(format!("write `{}=` and the value", word.text))
}

fn value(item: &Item, cursor: &mut Cursor<'_>) -> Result<Number, Fault> {
    let Form::Named(values) = item.form else {
        return cursor.number(&format!("a value of {}", item.name));
    };
    let word = cursor.word();
    let named = values.iter().find(|(name, _)| *name == word.text).map(|(_, value)| *value);
    let value = named.or_else(|| word.number()).ok_or_else(|| {
        let names = values.iter().map(|(name, _)| *name);
        Fault::new(word.at, format!("{} has no value {}", item.name, quoted(word.text)))
            .allowed(one_of(names.clone()))
            .help(suggestion(word.text, names))
    })?;
    Ok(Number { value, at: word.at })
}

fn twice(word: Word<'_>) -> Fault {
    Fault::new(word.at, format!("{} is given twice", word.text)).help("keep one")
}
