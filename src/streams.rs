//! The descriptors of a file, whatever form they are stored in.

use crate::exit::{Failure, Reason};
use crate::source::{self, Kind};
use isa::chip::Chip;
use isa::container::cvimodel::{Limits, Model, SectionKind};
use isa::container::packets::Body;
use isa::container::{cvtr, dmabuf, packets};
use isa::diagnostic::{Engine, FormatError};
use isa::hardware_order::{TdmaBytes, TiuBytes, from_hardware_order};
use isa::text::Descriptor;
use isa::verify::{Form, Segment};
use std::path::Path;

/// One command stream: a routine of a model, a buffer or a recorded run.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    /// What a person calls it.
    pub(crate) title: String,
    /// Program of the model it belongs to.
    pub(crate) program: usize,
    pub(crate) chip: Chip,
    /// Whether end bits are set yet.
    pub(crate) form: Form,
    /// The descriptors between full barriers; ids start over in each segment.
    pub(crate) segments: Vec<Vec<Descriptor>>,
}

impl Stream {
    fn new(title: String, program: usize, chip: Chip, form: Form) -> Self {
        Stream { title, program, chip, form, segments: Vec::new() }
    }

    /// All descriptors, with their segment and their position among their engine's descriptors there.
    pub(crate) fn descriptors(&self) -> impl Iterator<Item = (usize, usize, &Descriptor)> {
        self.segments.iter().enumerate().flat_map(|(segment, descriptors)| {
            let (mut tiu, mut tdma) = (0, 0);
            descriptors.iter().map(move |descriptor| {
                let count = if descriptor.engine() == Engine::Tiu { &mut tiu } else { &mut tdma };
                *count += 1;
                (segment, *count - 1, descriptor)
            })
        })
    }

    /// Calls `visit` with every segment, sorted by engine.
    pub(crate) fn each_segment(&self, mut visit: impl FnMut(usize, &Segment<'_>)) {
        for (number, descriptors) in self.segments.iter().enumerate() {
            let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
            for descriptor in descriptors {
                match descriptor {
                    Descriptor::Tiu(words) => tiu.push(*words),
                    Descriptor::Tdma(words) => tdma.push(*words),
                }
            }
            visit(number, &Segment { chip: self.chip.profile(), tiu: &tiu, tdma: &tdma });
        }
    }
}

/// The streams of any file with descriptors inside. `chip` decides where the file does not tell.
pub(crate) fn of_file(path: &Path, bytes: Vec<u8>, chip: Option<Chip>) -> Result<Vec<Stream>, Failure> {
    let failed = |error: FormatError| Failure::format(path, &error);
    let stream = match source::kind(path, &bytes)? {
        Kind::Model => {
            let (model, _) = Model::read(&bytes).map_err(failed)?;
            return of_model(&model, &Limits::default()).map_err(failed);
        }
        Kind::Packets => {
            let chip = packets::chip_of(&bytes).map_err(failed)?;
            let mut stream = Stream::new("command buffer".into(), 0, chip, Form::Packets);
            stream.segments = of_packets(chip, &bytes).map_err(failed)?;
            stream
        }
        Kind::Dmabuf => {
            let chips = dmabuf::chips_of(&bytes).map_err(failed)?;
            let mut stream = Stream::new("DMA buffer".into(), 0, pick(path, &chips, chip)?, Form::Hardware);
            stream.segments = of_dmabuf(stream.chip, &bytes).map_err(failed)?;
            stream
        }
        Kind::Trace => {
            let bytes = source::trace(path, bytes)?;
            cvtr::read(&bytes).and_then(|trace| of_trace(&trace)).map_err(failed)?
        }
    };
    Ok(vec![stream])
}

/// A DMA buffer tells the layout only; any chip that has it will do unless the user says which.
fn pick(path: &Path, possible: &[Chip], wanted: Option<Chip>) -> Result<Chip, Failure> {
    let names: Vec<String> = possible.iter().map(ToString::to_string).collect();
    let names = names.join(", ");
    match (wanted, possible) {
        (Some(chip), _) if possible.contains(&chip) => Ok(chip),
        (None, [only]) => Ok(*only),
        (Some(chip), _) => {
            Err(Failure::new(Reason::Usage, format!("{} is not for {chip} (allowed: {names})", path.display())))
        }
        (None, _) => {
            let message = format!("{} does not tell its chip; give --chip with one of {names}", path.display());
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
            let title =
                format!("program {program_index} routine {routine_index} section {}", section.name.escape_debug());
            let bytes = model.contents(section, limits)?;
            let buffered = section.kind == SectionKind::Dmabuf;
            let chip = chip_of_section(model, buffered, &bytes)?;
            let form = if buffered { Form::Hardware } else { Form::Packets };
            let mut stream = Stream::new(title, program_index, chip, form);
            stream.segments = if buffered { of_dmabuf(chip, &bytes)? } else { of_packets(chip, &bytes)? };
            streams.push(stream);
        }
    }
    Ok(streams)
}

fn chip_of_section(model: &Model<'_>, buffered: bool, bytes: &[u8]) -> Result<Chip, FormatError> {
    match model.header.chip() {
        Some(chip) => Ok(chip),
        None if buffered => dmabuf::chips_of(bytes).map(|chips| chips[0]),
        None => packets::chip_of(bytes),
    }
}

/// The segments of a command buffer: a CPU packet ends one.
fn of_packets(chip: Chip, bytes: &[u8]) -> Result<Vec<Vec<Descriptor>>, FormatError> {
    let mut segments = vec![Vec::new()];
    for packet in packets::read(chip, bytes) {
        let body = packet?.body;
        match (Descriptor::from_bytes(body.engine(), body.bytes()), segments.last_mut()) {
            (Some(descriptor), Some(last)) => last.push(descriptor),
            _ => segments.push(Vec::new()),
        }
        debug_assert!(!matches!(body, Body::Cpu(_)) || segments.last().is_some_and(Vec::is_empty));
    }
    segments.retain(|segment| !segment.is_empty());
    Ok(segments)
}

fn of_dmabuf(chip: Chip, bytes: &[u8]) -> Result<Vec<Vec<Descriptor>>, FormatError> {
    let buffer = dmabuf::read(chip, bytes)?;
    Ok(buffer.segments.iter().map(|segment| fetched(chip, segment.tiu, segment.tdma)).collect())
}

fn of_trace(trace: &cvtr::Trace<'_>) -> Result<Stream, FormatError> {
    let title = format!("{} run {}", trace.header.test.escape_debug(), trace.header.run);
    let mut stream = Stream::new(title, 0, trace.chip, Form::Hardware);
    let (tiu, tiu_rest) = trace.tiu.bytes.as_chunks();
    let (tdma, tdma_rest) = trace.tdma.bytes.as_chunks();
    if !tiu_rest.is_empty() || !tdma_rest.is_empty() {
        let what = format!("{} TIU and {} TDMA bytes", trace.tiu.bytes.len(), trace.tdma.bytes.len());
        return Err(FormatError::new("trace", 0, what)
            .allowed("multiples of 112 and 64")
            .help("record the trace again"));
    }
    stream.segments = vec![fetched(trace.chip, tiu, tdma)];
    Ok(stream)
}

/// Descriptors as the engines fetch them.
fn fetched(chip: Chip, tiu: &[TiuBytes], tdma: &[TdmaBytes]) -> Vec<Descriptor> {
    let tiu = tiu.iter().filter_map(|bytes| {
        let mut bytes = *bytes;
        from_hardware_order(chip, &mut bytes);
        Descriptor::from_bytes(Engine::Tiu, &bytes)
    });
    tiu.chain(tdma.iter().filter_map(|bytes| Descriptor::from_bytes(Engine::Tdma, bytes))).collect()
}
