//! Descriptors as commands: decoding words into typed operations, and encoding them back.
//!
//! Decoding never fails: what cannot be understood comes back as diagnostics beside the unpacked fields.
//! Encoding refuses whatever does not fit and never truncates.

use crate::chip::{ChipProfile, Layout};
use crate::diagnostic::{Diagnostic, Engine, FieldPlace, Severity};
use crate::field::{FieldInfo, Fields};
use crate::generated::ops::{tdma, tiu};
use crate::generated::{tdma::TdmaFields, tiu::TiuFields};
use crate::op::{EncodeError, GroupInfo, OpInfo};
use serde::Serialize;
use std::fmt::Debug;

/// The rule that [`decode`] reports under.
pub const ILLEGAL_ENCODING: &str = "S16";

/// What is common to the two engines, so that text form, verifier and generators are written once.
pub trait Isa: Copy + Debug + 'static {
    /// The unpacked descriptor.
    type Fields: Fields;
    /// The typed operation.
    type Op: Copy + PartialEq + Debug + Serialize;
    /// The typed header.
    type Header: Copy + PartialEq + Debug + Default + Serialize;
    /// Which engine.
    const ENGINE: Engine;
    /// Bytes of a descriptor.
    const BYTES: usize;

    /// The operation table.
    fn ops() -> &'static [OpInfo];
    /// Names of an operand's parts.
    fn parts() -> &'static [&'static str];
    /// Rows of the header.
    fn header_rows() -> &'static [usize];
    /// Header values of an ordinary descriptor.
    fn header_defaults() -> &'static [(usize, u64)];
    /// Fields written as one in the text form.
    fn groups() -> &'static [GroupInfo];
    /// Position in [`Isa::ops`] of the operation that the fields select.
    fn kind(fields: &Self::Fields, layout: Layout) -> Option<usize>;
    /// The header in the fields.
    fn header(fields: &Self::Fields) -> Self::Header;
    /// The operation at position `kind`, read from the fields.
    fn op(kind: usize, fields: &Self::Fields) -> Self::Op;
    /// Position in [`Isa::ops`] of a typed operation.
    fn kind_of_op(op: &Self::Op) -> usize;
    /// The fields that hold `header` and `op` and nothing else.
    ///
    /// # Errors
    /// Whatever does not fit.
    fn fields(header: &Self::Header, op: &Self::Op, layout: Layout) -> Result<Self::Fields, EncodeError>;
}

/// The TIU side of [`Isa`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiu;

/// The TDMA side of [`Isa`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tdma;

macro_rules! isa {
    ($side:ident, $module:ident, $fields:ident, $op:ident, $kind:ident, $header:ident, $bytes:expr) => {
        impl Isa for $side {
            type Fields = $fields;
            type Op = $module::$op;
            type Header = $module::$header;
            const ENGINE: Engine = Engine::$side;
            const BYTES: usize = $bytes;

            fn ops() -> &'static [OpInfo] {
                &$module::OPS
            }
            fn parts() -> &'static [&'static str] {
                $module::PARTS
            }
            fn header_rows() -> &'static [usize] {
                $module::HEADER
            }
            fn header_defaults() -> &'static [(usize, u64)] {
                $module::HEADER_DEFAULTS
            }
            fn groups() -> &'static [GroupInfo] {
                $module::GROUPS
            }
            #[inline]
            fn kind(fields: &$fields, layout: Layout) -> Option<usize> {
                $module::$kind::of(fields, layout).map(|kind| kind as usize)
            }
            #[inline]
            fn header(fields: &$fields) -> Self::Header {
                $module::$header::from_fields(fields)
            }
            #[inline]
            fn op(kind: usize, fields: &$fields) -> Self::Op {
                $module::$op::from_fields($module::$kind::ALL[kind], fields)
            }
            fn kind_of_op(op: &Self::Op) -> usize {
                op.kind() as usize
            }
            fn fields(header: &Self::Header, op: &Self::Op, layout: Layout) -> Result<$fields, EncodeError> {
                let mut fields = op.to_fields(layout)?;
                header.write(&mut fields, layout)?;
                Ok(fields)
            }
        }
    };
}

isa!(Tiu, tiu, TiuFields, TiuOp, TiuKind, TiuHeader, 112);
isa!(Tdma, tdma, TdmaFields, TdmaOp, TdmaKind, TdmaHeader, 64);

/// A typed descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Command<E: Isa> {
    /// Synchronisation and bookkeeping.
    pub header: E::Header,
    /// What to do.
    pub op: E::Op,
}

/// A typed TIU descriptor.
pub type TiuCommand = Command<Tiu>;
/// A typed TDMA descriptor.
pub type TdmaCommand = Command<Tdma>;

/// What a descriptor's words say.
#[derive(Clone, Debug)]
pub struct Decoded<E: Isa> {
    /// Every field.
    pub fields: E::Fields,
    /// Position in [`Isa::ops`] of the operation, unless the opcode is unknown.
    pub kind: Option<usize>,
    /// Reserved bits that are set, unknown opcodes, illegal values.
    pub diagnostics: Vec<Diagnostic>,
}

impl<E: Isa> Decoded<E> {
    /// The typed descriptor, unless the opcode is unknown.
    #[must_use]
    pub fn command(&self) -> Option<Command<E>> {
        self.kind.map(|kind| Command { header: E::header(&self.fields), op: E::op(kind, &self.fields) })
    }
}

impl<E: Isa> Command<E> {
    /// A command with an ordinary header.
    pub fn new(op: impl Into<E::Op>) -> Self {
        Command { header: E::Header::default(), op: op.into() }
    }

    /// The operation's row of the table.
    #[must_use]
    pub fn info(&self) -> &'static OpInfo {
        &E::ops()[E::kind_of_op(&self.op)]
    }

    /// The descriptor's words.
    ///
    /// # Errors
    /// A value that does not fit, or an operation that the chip lacks.
    pub fn encode(&self, chip: &ChipProfile) -> Result<<E::Fields as Fields>::Words, EncodeError> {
        let info = self.info();
        if !has_feature(info, chip) {
            return Err(EncodeError::Unsupported { op: info.name, on: chip.name });
        }
        let fields = E::fields(&self.header, &self.op, chip.layout)?;
        match E::kind(&fields, chip.layout).map(|kind| E::ops()[kind].name) {
            Some(name) if name == info.name => Ok(fields.pack(chip.layout as usize)?),
            other => Err(EncodeError::Contradiction { op: info.name, reads_as: other.unwrap_or("no operation") }),
        }
    }

    /// The rows of `fields` that this command does not account for, with their values.
    ///
    /// A descriptor is exactly its command plus these.
    #[must_use]
    pub fn extras(&self, fields: &E::Fields, layout: Layout) -> Vec<(usize, u64)> {
        let plain = E::fields(&self.header, &self.op, layout).unwrap_or_else(|_| E::Fields::defaults(layout as usize));
        if plain == *fields {
            return Vec::new();
        }
        let rows = 0..E::Fields::RECORD.fields.len();
        rows.filter(|row| plain.get(*row) != fields.get(*row)).map(|row| (row, fields.get(row))).collect()
    }
}

fn has_feature(info: &OpInfo, chip: &ChipProfile) -> bool {
    info.feature.is_none_or(|(_, has)| has(&chip.features))
}

/// Decodes the words of descriptor number `index` of its engine.
#[inline]
pub fn decode<E: Isa>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile, index: usize) -> Decoded<E> {
    let fields = E::Fields::unpack(chip.layout as usize, words);
    let kind = E::kind(&fields, chip.layout);
    let sound = fields.is_plain(chip.layout as usize) && kind.is_some_and(|kind| has_feature(&E::ops()[kind], chip));
    let diagnostics = if sound { Vec::new() } else { illegal_fields::<E>(&fields, chip, index, kind) };
    Decoded { fields, kind, diagnostics }
}

/// The words of a descriptor's little-endian bytes; `None` when the length is wrong.
#[inline]
#[must_use]
pub fn words_of<E: Isa>(bytes: &[u8]) -> Option<<E::Fields as Fields>::Words> {
    if bytes.len() != E::BYTES {
        return None;
    }
    let mut words = <E::Fields as Fields>::Words::default();
    for (word, chunk) in words.as_mut().iter_mut().zip(bytes.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*chunk);
    }
    Some(words)
}

/// The little-endian bytes of a descriptor's words.
#[must_use]
pub fn bytes_of(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cold]
fn illegal_fields<E: Isa>(
    fields: &E::Fields,
    chip: &ChipProfile,
    index: usize,
    kind: Option<usize>,
) -> Vec<Diagnostic> {
    let layout = chip.layout as usize;
    let rows = E::Fields::RECORD.fields.iter().enumerate();
    let placed = rows.filter(|(_, info)| info.places[layout].is_some());
    let illegal = placed.filter(|(row, info)| !info.is_legal(layout, fields.get(*row)));
    let mut found: Vec<Diagnostic> =
        illegal.map(|(row, info)| illegal_value::<E>(info, layout, fields.get(row), index)).collect();
    match kind {
        None => found.push(unknown_opcode::<E>(fields, layout, index)),
        Some(kind) if !has_feature(&E::ops()[kind], chip) => {
            found.push(missing_feature::<E>(&E::ops()[kind], chip, index))
        }
        Some(_) => {}
    }
    found
}

fn illegal_value<E: Isa>(info: &'static FieldInfo, layout: usize, value: u64, index: usize) -> Diagnostic {
    let allowed = info.allowed(layout);
    let reserved = allowed == "0";
    Diagnostic {
        severity: Severity::Error,
        rule: ILLEGAL_ENCODING,
        engine: E::ENGINE,
        index,
        what: if reserved { format!("reserved bits are set, mask {value:#x}") } else { "illegal value".into() },
        help: if reserved { "clear them".into() } else { "use a legal value".into() },
        field: Some(field_place(info, layout, value, allowed)),
    }
}

/// Points a diagnostic at a field.
#[must_use]
pub fn field_place(info: &'static FieldInfo, layout: usize, value: u64, allowed: String) -> FieldPlace {
    FieldPlace { word: info.places[layout].map_or(0, |place| place.word()), name: info.name, value, allowed }
}

fn unknown_opcode<E: Isa>(fields: &E::Fields, layout: usize, index: usize) -> Diagnostic {
    let record = E::Fields::RECORD;
    let opcode = match E::ENGINE {
        Engine::Tdma => ["spec_func", "transpose_md"],
        _ => ["tsk_typ", "tsk_eu_typ"],
    };
    let values: Vec<String> = opcode
        .iter()
        .filter_map(|name| record.find(name))
        .map(|row| format!("{} = {}", record.fields[row].name, fields.get(row)))
        .collect();
    let place = record.find(opcode[0]).map(|row| &record.fields[row]);
    let names: Vec<&str> = E::ops().iter().map(|op| op.name).collect();
    Diagnostic {
        severity: Severity::Error,
        rule: ILLEGAL_ENCODING,
        engine: E::ENGINE,
        index,
        field: place.map(|info| {
            field_place(info, layout, record.find(info.name).map_or(0, |row| fields.get(row)), String::new())
        }),
        what: format!("no operation has {}", values.join(" and ")),
        help: format!("use one of {}", names.join(", ")),
    }
}

fn missing_feature<E: Isa>(info: &OpInfo, chip: &ChipProfile, index: usize) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        rule: ILLEGAL_ENCODING,
        engine: E::ENGINE,
        index,
        field: None,
        what: format!("{} has no operation {}", chip.name, info.name),
        help: "choose a chip that has it".into(),
    }
}
