//! The tables as Rust values, parsed from TOML.

use crate::check::{self, Problem};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything the TOML files say.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Bit layouts: descriptors, headers, registers.
    pub records: Vec<Record>,
    /// Memory-mapped registers.
    pub registers: Vec<Register>,
    /// The chips.
    pub chips: Vec<Chip>,
    /// The boards.
    pub boards: Vec<Board>,
    /// The constants of the cycle model.
    pub timing: Timing,
    /// The operations.
    pub ops: Ops,
}

/// One packed structure of 32-bit words, in one or more layouts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Identifier, lower snake case.
    pub name: String,
    /// Heading for people.
    pub title: String,
    /// Size in 32-bit words.
    pub words: u32,
    /// Names of the layouts; each is a column of the rows.
    pub layouts: Vec<String>,
    /// What the structure is for.
    pub summary: String,
    /// The rows.
    pub field: Vec<Field>,
    /// File the record was read from.
    #[serde(skip)]
    pub source: String,
}

/// One row: a field, its place in each layout and its meaning.
#[derive(Clone, Debug, Deserialize)]
pub struct Field {
    /// Name shared by all layouts.
    pub name: String,
    /// Name in typed operations and in the text form.
    #[serde(default)]
    pub short: Option<String>,
    /// address, stride, size, value, enum, flag, id, group or reserved.
    pub kind: String,
    /// Rust enum of the typed layer.
    #[serde(default, rename = "type")]
    pub rust_type: Option<String>,
    /// Value before anything is set.
    #[serde(default)]
    pub default: u64,
    /// Named values.
    #[serde(default)]
    pub values: BTreeMap<String, u64>,
    /// Legal range, `low..high` inclusive.
    #[serde(default)]
    pub legal: Option<String>,
    /// How the stored number differs from the meant one.
    #[serde(default)]
    pub modifier: Option<String>,
    /// What the field does.
    pub meaning: String,
    /// How this is known (see sources.md).
    #[serde(default)]
    pub evidence: Option<String>,
    /// Places by layout, and `default_`, `legal_`, `vendor_` per layout.
    #[serde(flatten)]
    pub columns: BTreeMap<String, toml::Value>,
}

/// One memory-mapped register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Block it belongs to: `tdma` or `tiu`.
    pub block: String,
    /// Identifier inside the block.
    pub name: String,
    /// Byte offset from the block's bus address.
    pub offset: u64,
    /// `rw` or `ro`.
    pub access: String,
    /// What it is for.
    pub meaning: String,
    /// Its bits.
    pub field: Vec<Field>,
}

impl Register {
    /// The register as a record of one word.
    #[must_use]
    pub fn as_record(&self) -> Record {
        Record {
            name: format!("{}_{}", self.block, self.name),
            title: self.meaning.clone(),
            words: 1,
            layouts: vec!["bits".into()],
            summary: self.meaning.clone(),
            field: self.field.clone(),
            source: "regs.toml".into(),
        }
    }
}

/// A contiguous run of bits, or two: the low part first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First bit of the low part, counted from bit 0 of word 0.
    pub bit: u32,
    /// Bits in the low part.
    pub width: u32,
    /// The high part, when the field is split.
    pub high: Option<(u32, u32)>,
}

impl Place {
    /// Reads `word:bit+width`, or two of them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Place> {
        let mut parts = text.split_whitespace().map(parse_span);
        let (bit, width) = parts.next()??;
        let high = match parts.next() {
            Some(part) => Some(part?),
            None => None,
        };
        parts.next().is_none().then_some(Place { bit, width, high })
    }

    /// Bits in all.
    #[must_use]
    pub fn total_width(&self) -> u32 {
        self.width + self.high.map_or(0, |(_, width)| width)
    }

    /// The runs of bits, low first.
    pub fn spans(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        std::iter::once((self.bit, self.width)).chain(self.high)
    }
}

fn parse_span(text: &str) -> Option<(u32, u32)> {
    let (word, rest) = text.split_once(':')?;
    let (bit, width) = rest.split_once('+')?;
    let (word, bit, width): (u32, u32, u32) = (word.parse().ok()?, bit.parse().ok()?, width.parse().ok()?);
    (bit < 32 && (1..=64).contains(&width)).then_some((word * 32 + bit, width))
}

/// An inclusive range of legal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legal {
    /// Smallest legal value.
    pub low: u64,
    /// Largest legal value.
    pub high: u64,
}

impl Legal {
    /// Reads `low..high`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Legal> {
        let (low, high) = text.split_once("..")?;
        Some(Legal { low: low.parse().ok()?, high: high.parse().ok()? })
    }
}

impl Field {
    /// Where the field is in `layout`.
    #[must_use]
    pub fn place(&self, layout: &str) -> Option<Place> {
        self.columns.get(layout)?.as_str().and_then(Place::parse)
    }

    /// Value before anything is set, in `layout`.
    #[must_use]
    pub fn default_in(&self, layout: &str) -> u64 {
        let own = self.columns.get(&format!("default_{layout}")).and_then(toml::Value::as_integer);
        own.and_then(|value| u64::try_from(value).ok()).unwrap_or(self.default)
    }

    /// Legal range in `layout`, when the table narrows it.
    #[must_use]
    pub fn legal_in(&self, layout: &str) -> Option<Legal> {
        let own = self.columns.get(&format!("legal_{layout}")).and_then(toml::Value::as_str);
        own.or(self.legal.as_deref()).and_then(Legal::parse)
    }

    /// The vendor's name in `layout`, where it differs.
    #[must_use]
    pub fn vendor_name(&self, layout: &str) -> Option<&str> {
        self.columns.get(&format!("vendor_{layout}"))?.as_str()
    }

    /// Name in typed operations and in the text form.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }

    /// Widest the field gets in any of `layouts`.
    #[must_use]
    pub fn max_width(&self, layouts: &[String]) -> u32 {
        layouts.iter().filter_map(|layout| self.place(layout)).map(|place| place.total_width()).max().unwrap_or(0)
    }
}

impl Record {
    /// The row called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.field.iter().find(|field| field.name == name)
    }
}

/// One chip as data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the columns of chips.toml, documented on isa::chip::ChipProfile")]
pub struct Chip {
    pub name: String,
    pub vendor: String,
    pub aliases: Vec<String>,
    pub layout: String,
    pub version: u32,
    pub packet_magic: u8,
    pub dmabuf_magic: u16,
    pub picture_alignment: PictureAlignment,
    pub lanes: u32,
    pub eus_per_lane: u32,
    pub lane_bytes: u32,
    pub banks: u32,
    pub lmem_start: u64,
    pub gmem_start: u64,
    pub gmem_size: u64,
    pub tiu_window: Window,
    pub tdma_window: Window,
    pub pool_offset: u64,
    pub tiu_registers: u64,
    pub tdma_registers: u64,
    pub tpu_clock_mhz: u32,
    pub dram: Dram,
    pub max_conv_stride: u16,
    pub max_insertion: u8,
    pub max_extent_hw: u16,
    pub features: BTreeMap<String, bool>,
    pub evidence: String,
}

/// A range of DRAM.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "two plain numbers")]
pub struct Window {
    pub offset: u64,
    pub size: u64,
}

/// Padding of pictures as the video hardware writes them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "two plain numbers")]
pub struct PictureAlignment {
    pub row: u32,
    pub plane: u32,
}

/// The memory a chip is sold with.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "two plain numbers")]
pub struct Dram {
    pub bus_bits: u32,
    pub mega_transfers: u32,
}

/// The operation table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ops {
    /// Fields written as one in the text form.
    pub group: Vec<Group>,
    /// What all descriptors of an engine share.
    pub engine: Vec<Engine>,
    /// The operations, in order of selection.
    pub op: Vec<Op>,
    /// What several operations share.
    pub template: Vec<Template>,
}

/// Fields written as one in the text form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Name in the text form.
    pub name: String,
    /// The fields, in order.
    pub fields: Vec<String>,
    /// What the numbers are.
    pub meaning: String,
}

/// What all descriptors of an engine share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engine {
    /// `tiu` or `tdma`.
    pub name: String,
    /// The record its descriptors use.
    pub record: String,
    /// Rust name of an operand.
    pub operand: String,
    /// The parts of an operand and the fields that hold them.
    pub parts: Vec<Part>,
    /// Fields outside the operation.
    pub header: Vec<String>,
    /// Header values of an ordinary descriptor.
    pub header_defaults: BTreeMap<String, u64>,
}

/// One part of an operand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name in Rust.
    pub name: String,
    /// Field name, `{}` standing for the operand.
    pub field: String,
    /// Newtype around the number.
    #[serde(default, rename = "as")]
    pub newtype: Option<String>,
}

/// One operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    /// `tiu` or `tdma`.
    pub engine: String,
    /// Identifier, lower snake case.
    pub name: String,
    /// Heading for people.
    pub title: String,
    /// Its page below specs/ops.
    pub page: String,
    /// Chip feature it needs.
    #[serde(default)]
    pub feature: Option<String>,
    /// Field values that select it, per layout or for `all`.
    pub select: BTreeMap<String, Vec<BTreeMap<String, u64>>>,
    /// Shared part.
    #[serde(default)]
    pub template: Option<String>,
    /// Role and operand.
    #[serde(default)]
    pub operands: OrderedMap,
    /// Values of unused fields that differ from the default.
    #[serde(default)]
    pub fixed: BTreeMap<String, toml::Value>,
    /// The same, for one layout only.
    #[serde(default)]
    pub fixed_in_layout: BTreeMap<String, BTreeMap<String, toml::Value>>,
    /// Further fields in use, as `field` or `field:name`.
    #[serde(default)]
    pub attributes: Vec<String>,
}

/// What several operations share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Name that operations refer to.
    pub name: String,
    /// Role and operand.
    #[serde(default)]
    pub operands: OrderedMap,
    /// Values of unused fields that differ from the default.
    #[serde(default)]
    pub fixed: BTreeMap<String, toml::Value>,
    /// Further fields in use.
    #[serde(default)]
    pub attributes: Vec<String>,
}

/// String pairs in file order.
pub(crate) type OrderedMap = toml::Table;

impl Op {
    /// Alternatives that select the operation in `layout`.
    #[must_use]
    pub fn select_in(&self, layout: &str) -> &[BTreeMap<String, u64>] {
        self.select.get(layout).or_else(|| self.select.get("all")).map_or(&[], Vec::as_slice)
    }

    /// Role and operand prefix, in file order.
    #[must_use]
    pub fn operand_pairs(&self) -> Vec<(&str, &str)> {
        self.operands.iter().filter_map(|(role, prefix)| Some((role.as_str(), prefix.as_str()?))).collect()
    }

    /// Field name and typed name of every attribute.
    #[must_use]
    pub fn attribute_pairs<'a>(&'a self, record: &'a Record) -> Vec<(&'a str, &'a str)> {
        self.attributes.iter().map(|text| attribute_pair(text, record)).collect()
    }

    /// Values that hold beside the operation's own fields in `layout`.
    #[must_use]
    pub fn fixed_in(&self, layout: &str) -> BTreeMap<&str, &toml::Value> {
        let all = self.fixed.iter().chain(self.fixed_in_layout.get(layout).into_iter().flatten());
        all.map(|(name, value)| (name.as_str(), value)).collect()
    }
}

fn attribute_pair<'a>(text: &'a str, record: &'a Record) -> (&'a str, &'a str) {
    match text.split_once(':') {
        Some(pair) => pair,
        None => (text, record.field(text).map_or(text, Field::short_name)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordFile {
    record: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    register: Vec<Register>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChipFile {
    chip: Vec<Chip>,
}

#[derive(Deserialize)]
struct BoardFile {
    board: Vec<Board>,
}

/// A board: a chip with its clock and memory.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Its name on the command line.
    pub name: String,
    /// The chip it carries.
    pub chip: String,
    /// Clock of the TPU.
    pub tpu_clock_mhz: u32,
    /// Its memory.
    pub dram: Dram,
    /// Microseconds that the driver adds to each run of the TPU.
    pub driver_us: u32,
    /// How the numbers are known.
    pub evidence: BoardEvidence,
}

/// How the numbers of a board are known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardEvidence {
    /// The clock.
    pub clock: String,
    /// The memory.
    pub dram: String,
    /// The driver.
    pub driver: String,
}

/// The constants of the cycle model.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Who starts when.
    pub schedule: Schedule,
    /// How fast the memory is.
    pub dram: DramTiming,
    /// How long transfers take.
    pub transfer: Vec<Transfer>,
    /// What operations of the TIU spend in addition.
    pub compute_extra: ComputeExtra,
    /// How long operations of the TIU take.
    pub compute: Vec<Compute>,
}

/// What a block of results spends in addition, in hundredths of a cycle.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComputeExtra {
    /// For a bias.
    pub bias: u32,
    /// For partial sums that it starts from.
    pub read_sums: u32,
    /// For partial sums that it leaves.
    pub write_sums: u32,
    /// For an old result that it adds to.
    pub accumulate: u32,
    /// For all blocks of a group of channels together, at least, where products have 16 bits.
    pub wide_group: u32,
    /// How the numbers are known.
    pub evidence: String,
}

/// Duration of one form of operation, in hundredths of a cycle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compute {
    /// Name of the form.
    pub name: String,
    /// However small it is.
    pub fixed: u32,
    /// For each block of results, at least.
    pub least: u32,
    /// For each block, beside its taps.
    pub beside: u32,
    /// For each tap.
    pub per_tap: u32,
    /// How the numbers are known.
    pub evidence: String,
}

/// Cycles between descriptors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// From an end to the next start on one engine.
    pub behind_same_engine: u32,
    /// From the end of an awaited TIU descriptor to the start of a transfer.
    pub tdma_behind_tiu: u32,
    /// From the end of an awaited transfer to the start of a TIU descriptor.
    pub tiu_behind_tdma: u32,
    /// From enabling the PMU to the start of the first transfer.
    pub first_tdma: u32,
    /// How the numbers are known.
    pub evidence: String,
}

/// What DRAM delivers, in thousandths.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DramTiming {
    /// Of its bandwidth.
    pub efficiency: u32,
    /// Of its time, during which transfers that wait for local memory are held up.
    pub stalls: u32,
    /// How the numbers are known.
    pub evidence: String,
}

/// Duration of one form of transfer, in hundredths of a cycle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Name of the form.
    pub name: String,
    /// However small it is.
    pub fixed: u32,
    /// For each word of local memory.
    pub per_word: u32,
    /// How the numbers are known.
    pub evidence: String,
}

impl Tables {
    /// Parses and checks the shipped tables.
    ///
    /// # Errors
    /// All problems of all tables together.
    pub fn load() -> Result<Tables, Vec<Problem>> {
        Tables::parse(crate::SOURCES)
    }

    /// Parses and checks tables given as file name and text.
    ///
    /// # Errors
    /// All problems of all tables together.
    pub fn parse(sources: &[(&str, &str)]) -> Result<Tables, Vec<Problem>> {
        let mut tables = Tables::default();
        let mut problems = Vec::new();
        for (file, text) in sources {
            if let Err(error) = tables.add(file, text) {
                problems.push(Problem { place: (*file).to_string(), what: error.to_string() });
            }
        }
        tables.expand_templates();
        problems.extend(check::check(&tables));
        if problems.is_empty() { Ok(tables) } else { Err(problems) }
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), toml::de::Error> {
        match file {
            "chips.toml" => self.chips = toml::from_str::<ChipFile>(text)?.chip,
            "boards.toml" => self.boards = toml::from_str::<BoardFile>(text)?.board,
            "timing.toml" => self.timing = toml::from_str(text)?,
            "regs.toml" => self.registers = toml::from_str::<RegisterFile>(text)?.register,
            "ops.toml" => self.ops = toml::from_str(text)?,
            _ => {
                let mut records = toml::from_str::<RecordFile>(text)?.record;
                records.iter_mut().for_each(|record| record.source = file.to_string());
                self.records.extend(records);
            }
        }
        Ok(())
    }

    fn expand_templates(&mut self) {
        let templates = std::mem::take(&mut self.ops.template);
        for op in &mut self.ops.op {
            let Some(template) = templates.iter().find(|template| Some(&template.name) == op.template.as_ref()) else {
                continue;
            };
            let mut operands = template.operands.clone();
            operands.extend(std::mem::take(&mut op.operands));
            op.operands = operands;
            let mut attributes = template.attributes.clone();
            attributes.append(&mut op.attributes);
            op.attributes = attributes;
            for (name, value) in &template.fixed {
                op.fixed.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        self.ops.template = templates;
    }

    /// The record called `name`.
    #[must_use]
    pub fn record(&self, name: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.name == name)
    }
}
