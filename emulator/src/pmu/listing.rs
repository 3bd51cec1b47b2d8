//! Records with the descriptors that they are of.

use isa::chip::{Chip, ChipProfile};
use isa::command::{Tdma, Tiu, words_of};
use isa::container::dmabuf::{self, Dmabuf};
use isa::container::pmu::{RecordKind, records};
use isa::diagnostic::FormatError;
use isa::field::Fields;
use isa::generated::pmu_record::PmuRecordFields;
use isa::generated::tdma::TdmaFields;
use isa::generated::tiu::TiuFields;
use isa::hardware_order::from_hardware_order;
use isa::op::tiu::TiuKind;

/// The records behind a command buffer, with its descriptors.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The chip.
    pub chip: Chip,
    /// Cycles in a second, 0 where the driver has not said.
    pub clock_hz: u32,
    /// The records, in their order.
    pub entries: Vec<Entry>,
}

/// A record and its descriptor.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The record.
    pub record: PmuRecordFields,
    /// What it is of.
    pub kind: RecordKind,
    /// The layer that the descriptor names.
    pub layer: u32,
    /// What the vendor's tools call it.
    pub name: String,
    /// The fields of a transfer.
    pub transfer: Option<Box<TdmaFields>>,
}

impl Listing {
    /// Reads a command buffer for `chip` together with the records behind it, as they lie in memory after a run. A buffer
    /// without room for records has none.
    ///
    /// # Errors
    /// A command buffer that is damaged.
    pub fn read(chip: Chip, memory: &[u8]) -> Result<Listing, FormatError> {
        let buffer = dmabuf::read(chip, memory)?;
        let mut described = Descriptors::new(&buffer);
        let (from, size) = (buffer.header.pmu_offset as usize, buffer.header.pmu_bytes as usize);
        let end = from.saturating_add(size).min(memory.len());
        let list = if from == 0 { None } else { memory.get(from..end) };
        let mut entries: Vec<Entry> = Vec::new();
        for record in records(list.unwrap_or_default()) {
            let Some(kind) = RecordKind::from_bits(record.r#type) else { continue };
            let entry = match entries.last().filter(|last| is_other_half(&last.record, &record)) {
                Some(first) => described.again(kind, record, first),
                None => described.next(kind, record),
            };
            entries.push(entry);
        }
        Ok(Listing { chip, clock_hz: buffer.header.clock, entries })
    }

    /// The records alone.
    #[must_use]
    pub fn records(&self) -> Vec<PmuRecordFields> {
        self.entries.iter().map(|entry| entry.record).collect()
    }
}

/// Whether both are of one copy inside DRAM.
fn is_other_half(first: &PmuRecordFields, second: &PmuRecordFields) -> bool {
    let moved = |record: &PmuRecordFields| record.r#type != RecordKind::Tiu as u8;
    let when = |record: &PmuRecordFields| (record.id, record.start, record.end);
    moved(first) && moved(second) && when(first) == when(second)
}

/// The descriptors of a buffer, each engine's in its order.
struct Descriptors {
    chip: &'static ChipProfile,
    tiu: std::vec::IntoIter<TiuFields>,
    tdma: std::vec::IntoIter<TdmaFields>,
}

impl Descriptors {
    fn new(buffer: &Dmabuf<'_>) -> Self {
        let chip = buffer.chip.profile();
        let layout = chip.layout as usize;
        let tiu = buffer.segments.iter().flat_map(|segment| segment.tiu).map(|descriptor| {
            let mut descriptor = *descriptor;
            from_hardware_order(chip.chip, &mut descriptor);
            TiuFields::unpack(layout, &words_of::<Tiu>(&descriptor).unwrap_or_default())
        });
        let tdma = buffer.segments.iter().flat_map(|segment| segment.tdma);
        let tdma = tdma.map(|bytes| TdmaFields::unpack(layout, &words_of::<Tdma>(bytes).unwrap_or_default()));
        let (tiu, tdma): (Vec<_>, Vec<_>) = (tiu.collect(), tdma.collect());
        Descriptors { chip, tiu: tiu.into_iter(), tdma: tdma.into_iter() }
    }

    /// The entry of a record whose descriptor is the next of its engine with its id.
    fn next(&mut self, kind: RecordKind, record: PmuRecordFields) -> Entry {
        if kind == RecordKind::Tiu {
            let found = find(&mut self.tiu, |fields| fields.cmd_id_tpu == record.id);
            let name = found.as_ref().map_or(String::new(), |fields| operation_name(fields, self.chip));
            let layer = found.map_or(0, |fields| fields.layer_info);
            return Entry { record, kind, layer, name, transfer: None };
        }
        let found = find(&mut self.tdma, |fields| fields.cmd_id == record.id);
        let name = found.as_ref().map_or(String::new(), |fields| transfer_name(kind, fields));
        let layer = found.map_or(0, |fields| fields.layer_id.into());
        Entry { record, kind, layer, name, transfer: found.map(Box::new) }
    }

    /// The entry of the second record of a descriptor.
    fn again(&self, kind: RecordKind, record: PmuRecordFields, first: &Entry) -> Entry {
        let name = first.transfer.as_ref().map_or(String::new(), |fields| transfer_name(kind, fields));
        Entry { record, kind, name, ..first.clone() }
    }
}

/// The first that is meant; nothing is skipped where none is.
fn find<T: Clone>(rest: &mut std::vec::IntoIter<T>, is_meant: impl Fn(&T) -> bool) -> Option<T> {
    let position = rest.as_slice().iter().position(is_meant)?;
    rest.nth(position)
}

fn transfer_name(kind: RecordKind, fields: &TdmaFields) -> String {
    let shape = if fields.sys_dtype { "Matrix" } else { "Tensor" };
    let direction = match kind {
        RecordKind::Load => "Load",
        RecordKind::Store => "Store",
        _ => "Move",
    };
    let packed = if fields.compress_en { " Compression" } else { "" };
    format!("TDMA {shape} {direction}{packed}")
}

/// What an operation is called, and how where it is quantised.
fn operation_name(fields: &TiuFields, chip: &ChipProfile) -> String {
    let kind = TiuKind::of(fields, chip.layout).map_or("", |kind| kind.info().name);
    let (name, quantised) = match kind {
        "conv" => ("Convolution", Some("PerChannel Convolution")),
        "depthwise_conv" => ("Depthwise Convolution", Some("Depthwise PerChannel Convolution")),
        "max_pool" => ("Max Pooling", None),
        "min_pool" => ("Min Pooling", None),
        "avg_pool" => ("Average Pooling", None),
        "matmul" => ("Matrix Multiplication", Some("PerChannel Matrix Multiplication")),
        "mul" => ("Element-wise Mul", Some("Element-wise Mul(QDM)")),
        "mac" => ("Element-wise Mac", None),
        "add" => ("Element-wise Add", None),
        "sub" => ("Element-wise Sub", None),
        "max" => ("Element-wise Max", None),
        "min" => ("Element-wise Min", None),
        "ge" => ("Element-wise Ge", None),
        "copy" => ("Element-wise Copy", None),
        // What only moves or joins bits has no form for bf16.
        "shift" => return "TIU Element-wise Shift".into(),
        "and" => return "TIU Element-wise AND".into(),
        "or" => return "TIU Element-wise OR".into(),
        "xor" => return "TIU Element-wise XOR".into(),
        "channel_sum" => return "TIU Mdsum".into(),
        "lookup" => return "TIU Lookup Table".into(),
        _ => return String::new(),
    };
    match quantised.filter(|_| fields.opt_chl_quan) {
        Some(quantised) => format!("TIU {quantised}"),
        None if fields.opd_typ => format!("TIU BF16 {name}"),
        None => format!("TIU {name}"),
    }
}
