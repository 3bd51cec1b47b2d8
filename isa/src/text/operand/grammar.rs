//! The grammar of operands, which both engines share.

use super::super::cursor::{Cursor, Fault, Number, Word};

/// Most numbers and words in one pair of brackets.
const MOST: usize = 8;

/// An operand as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'t> {
    pub(crate) at: usize,
    pub(super) element: Word<'t>,
    pub(super) shape: Option<Vec<Number>>,
    pub(super) place: Place<'t>,
    pub(super) mode: Option<Word<'t>>,
    pub(super) braces: Vec<Brace<'t>>,
}

/// Where an operand is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'t> {
    /// `#value`.
    Constant(Word<'t>),
    /// `@bBASE+LLANE+OFFSET`; base and lane may be missing.
    Address { base: Option<Number>, lane: Option<Number>, offset: Number },
}

/// What stands between braces.
#[derive(Clone, Copy, Debug)]
pub(super) enum Brace<'t> {
    /// A named layout.
    Layout(Word<'t>),
    /// `key:value`.
    Stride(Word<'t>, Number),
}

impl<'t> Draft<'t> {
    pub(crate) fn read(cursor: &mut Cursor<'t>) -> Result<Self, Fault> {
        let at = cursor.at();
        let element = cursor.word();
        let shape = if cursor.eat('[') { Some(list(cursor, ']', |cursor| cursor.number("an extent"))?) } else { None };
        let place = place(cursor)?;
        let mode = if cursor.eat('%') { Some(cursor.word()) } else { None };
        let braces = if cursor.eat('{') { list(cursor, '}', brace)? } else { Vec::new() };
        Ok(Draft { at, element, shape, place, mode, braces })
    }
}

/// Items between commas, up to and with the closing bracket.
fn list<'t, T>(
    cursor: &mut Cursor<'t>,
    close: char,
    item: impl Fn(&mut Cursor<'t>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut items = Vec::new();
    cursor.next_item();
    while items.len() < MOST {
        items.push(item(cursor)?);
        if !cursor.eat_spaced(',') {
            break;
        }
    }
    cursor.next_item();
    if cursor.eat(close) { Ok(items) } else { Err(cursor.missing(&format!("`,` or `{close}`"))) }
}

fn place<'t>(cursor: &mut Cursor<'t>) -> Result<Place<'t>, Fault> {
    if cursor.eat('#') {
        return Ok(Place::Constant(cursor.literal()));
    }
    if !cursor.eat('@') {
        return Err(cursor.missing("an address such as `@0x100` or a constant such as `#1`"));
    }
    let base = prefixed(cursor, 'b', "a base register")?;
    let lane = prefixed(cursor, 'L', "a lane")?;
    Ok(Place::Address { base, lane, offset: cursor.number("an address")? })
}

/// `letter number +`, if it is there.
fn prefixed(cursor: &mut Cursor<'_>, letter: char, purpose: &str) -> Result<Option<Number>, Fault> {
    if !cursor.eat(letter) {
        return Ok(None);
    }
    let number = cursor.number(purpose)?;
    if cursor.eat('+') { Ok(Some(number)) } else { Err(cursor.missing("`+` before an offset")) }
}

fn brace<'t>(cursor: &mut Cursor<'t>) -> Result<Brace<'t>, Fault> {
    let word = cursor.word();
    if word.text.is_empty() {
        return Err(cursor.missing("a layout or a stride such as `h:16`"));
    }
    if cursor.eat_spaced(':') { Ok(Brace::Stride(word, cursor.number("a stride")?)) } else { Ok(Brace::Layout(word)) }
}
