//! The descriptors of a file, whatever form they are stored in.

use crate::exit::{Failure, Reason};
use crate::source::{self, Kind};
use isa::chip::Chip;
use isa::command::{Isa, Tdma, Tiu, words_of};
use isa::container::cvimodel::{Limits, Model, SectionKind};
use isa::container::packets::Body;
use isa::container::{cvtr, dmabuf, packets};
use isa::diagnostic::{Engine, FormatError};
use isa::field::Fields;
use isa::hardware_order;
use std::borrow::Cow;
use std::path::Path;

/// The words of a descriptor, in register order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Tiu([u32; 28]),
    Tdma([u32; 16]),
}

/// A descriptor and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    /// Segment of the stream; ids start over in each.
    pub(crate) segment: usize,
    /// Position among the descriptors of its engine in its segment.
    pub(crate) index: usize,
    pub(crate) words: Words,
}

/// One command stream: a routine of a model, a buffer or a recorded run.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    /// What a person calls it.
    pub(crate) title: String,
    /// Program of the model it belongs to.
    pub(crate) program: usize,
    pub(crate) chip: Chip,
    pub(crate) descriptors: Vec<Descriptor>,
}

impl Descriptor {
    pub(crate) fn engine(&self) -> Engine {
        match self.words {
            Words::Tiu(_) => Engine::Tiu,
            Words::Tdma(_) => Engine::Tdma,
        }
    }
}

impl Stream {
    fn new(title: String, program: usize, chip: Chip) -> Self {
        Stream { title, program, chip, descriptors: Vec::new() }
    }

    fn push(&mut self, segment: usize, words: Words) {
        let engine = Descriptor { segment, index: 0, words }.engine();
        let own = self.descriptors.iter().rev().find(|other| other.engine() == engine && other.segment == segment);
        let index = own.map_or(0, |last| last.index + 1);
        self.descriptors.push(Descriptor { segment, index, words });
    }

    /// Engine and operation name of every descriptor that holds a known one.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.descriptors.iter().filter_map(|descriptor| match &descriptor.words {
            Words::Tiu(words) => Some(("tiu", operation::<Tiu>(words, self.chip)?)),
            Words::Tdma(words) => Some(("tdma", operation::<Tdma>(words, self.chip)?)),
        })
    }
}

fn operation<E: Isa>(words: &<E::Fields as Fields>::Words, chip: Chip) -> Option<&'static str> {
    let layout = chip.profile().layout;
    let fields = E::Fields::unpack(layout as usize, words);
    E::kind(&fields, layout).map(|kind| E::ops()[kind].name)
}

/// The streams of any file with descriptors inside. `chip` decides where the file does not tell.
pub(crate) fn of_file(path: &Path, bytes: Vec<u8>, chip: Option<Chip>) -> Result<Vec<Stream>, Failure> {
    let failed = |error: FormatError| Failure::format(path, &error);
    match source::kind(path, &bytes)? {
        Kind::Model => {
            let (model, _) = Model::read(&bytes).map_err(failed)?;
            of_model(&model, &Limits::default()).map_err(failed)
        }
        Kind::Packets => {
            let chip = packets::chip_of(&bytes).map_err(failed)?;
            let mut stream = Stream::new("command buffer".into(), 0, chip);
            add_packets(&mut stream, &bytes).map_err(failed)?;
            Ok(vec![stream])
        }
        Kind::Dmabuf => {
            let chips = dmabuf::chips_of(&bytes).map_err(failed)?;
            let mut stream = Stream::new("DMA buffer".into(), 0, pick(path, &chips, chip)?);
            add_dmabuf(&mut stream, &bytes).map_err(failed)?;
            Ok(vec![stream])
        }
        Kind::Trace => {
            let bytes = source::trace(path, bytes)?;
            of_trace(&cvtr::read(&bytes).map_err(failed)?).map(|stream| vec![stream]).map_err(failed)
        }
    }
}

/// A DMA buffer tells the layout only; any chip that has it will do unless the user says which.
fn pick(path: &Path, possible: &[Chip], wanted: Option<Chip>) -> Result<Chip, Failure> {
    let names: Vec<String> = possible.iter().map(ToString::to_string).collect();
    match (wanted, possible) {
        (Some(chip), _) if possible.contains(&chip) => Ok(chip),
        (None, [only]) => Ok(*only),
        (Some(chip), _) => {
            let message = format!("{} is not for {chip} (allowed: {})", path.display(), names.join(", "));
            Err(Failure::new(Reason::Usage, message))
        }
        (None, _) => {
            let message = format!("{} does not tell its chip; give --chip with one of {}", path.display(), names.join(", "));
            Err(Failure::new(Reason::Usage, message))
        }
    }
}

/// The command streams of a model, in the order its programs run them.
pub(crate) fn of_model(model: &Model<'_>, limits: &Limits) -> Result<Vec<Stream>, FormatError> {
    let mut streams = Vec::new();
    for (program_index, program) in model.body.programs.iter().enumerate() {
        for (routine_index, routine) in program.routines.iter().enumerate() {
            let Some(section) = model.commands_of(routine) else { continue };
            let title = format!("program {program_index} routine {routine_index} section {}", section.name.escape_debug());
            let bytes = model.contents(section, limits)?;
            let chip = chip_of_section(model, section.kind, &bytes)?;
            let mut stream = Stream::new(title, program_index, chip);
            match section.kind {
                SectionKind::Dmabuf => add_dmabuf(&mut stream, &bytes)?,
                _ => add_packets(&mut stream, &bytes)?,
            }
            streams.push(stream);
        }
    }
    Ok(streams)
}

fn chip_of_section(model: &Model<'_>, kind: SectionKind, bytes: &Cow<'_, [u8]>) -> Result<Chip, FormatError> {
    match (model.header.chip(), kind) {
        (Some(chip), _) => Ok(chip),
        (None, SectionKind::Dmabuf) => dmabuf::chips_of(bytes).map(|chips| chips[0]),
        (None, _) => packets::chip_of(bytes),
    }
}

fn add_packets(stream: &mut Stream, bytes: &[u8]) -> Result<(), FormatError> {
    let mut segment = 0;
    for packet in packets::read(stream.chip, bytes) {
        match packet?.body {
            Body::Tiu(body) => stream.push(segment, tiu(body)),
            Body::Tdma(body) => stream.push(segment, tdma(body)),
            Body::Cpu(_) => segment += 1,
        }
    }
    Ok(())
}

fn add_dmabuf(stream: &mut Stream, bytes: &[u8]) -> Result<(), FormatError> {
    let buffer = dmabuf::read(stream.chip, bytes)?;
    for (segment, part) in buffer.segments.iter().enumerate() {
        part.tiu.iter().for_each(|descriptor| stream.push(segment, from_hardware(stream.chip, *descriptor)));
        part.tdma.iter().for_each(|descriptor| stream.push(segment, tdma(descriptor)));
    }
    Ok(())
}

fn of_trace(trace: &cvtr::Trace<'_>) -> Result<Stream, FormatError> {
    let mut stream = Stream::new(format!("{} run {}", trace.header.test.escape_debug(), trace.header.run), 0, trace.chip);
    let (tiu_descriptors, tiu_rest) = trace.tiu.bytes.as_chunks();
    let (tdma_descriptors, tdma_rest) = trace.tdma.bytes.as_chunks();
    if !tiu_rest.is_empty() || !tdma_rest.is_empty() {
        let what = format!("{} TIU and {} TDMA bytes", trace.tiu.bytes.len(), trace.tdma.bytes.len());
        return Err(FormatError::new("trace", 0, what).allowed("multiples of 112 and 64").help("record the trace again"));
    }
    tiu_descriptors.iter().for_each(|descriptor| stream.push(0, from_hardware(trace.chip, *descriptor)));
    tdma_descriptors.iter().for_each(|descriptor| stream.push(0, tdma(descriptor)));
    Ok(stream)
}

fn from_hardware(chip: Chip, mut descriptor: hardware_order::TiuBytes) -> Words {
    hardware_order::from_hardware_order(chip, &mut descriptor);
    tiu(&descriptor)
}

fn tiu(bytes: &hardware_order::TiuBytes) -> Words {
    Words::Tiu(words_of::<Tiu>(bytes).unwrap_or_default())
}

fn tdma(bytes: &hardware_order::TdmaBytes) -> Words {
    Words::Tdma(words_of::<Tdma>(bytes).unwrap_or_default())
}
