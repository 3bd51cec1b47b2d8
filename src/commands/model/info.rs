//! `tpuscope model info`: a model at a glance.

use super::{open, shape_text};
use crate::exit::{Failure, Outcome};
use crate::output::{Out, Style, bytes, columns};
use crate::source;
use crate::streams::{self, Stream};
use isa::chip::Chip;
use isa::container::cvimodel::{Limits, Model, Program, Region, SectionKind, Tensor};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is said of a model.
#[derive(Serialize)]
struct Info<'m> {
    name: &'m str,
    chip: Option<Chip>,
    version: String,
    compiler: Option<&'m str>,
    built: &'m str,
    memory: Memory,
    programs: Vec<ProgramInfo<'m>>,
    sections: Vec<SectionInfo<'m>>,
    native_code: usize,
}

/// Bytes of device memory.
#[derive(Serialize)]
struct Memory {
    weights: u64,
    commands: u64,
    shared: u64,
    private: u64,
    io: u64,
    total: u64,
}

#[derive(Serialize)]
struct ProgramInfo<'m> {
    inputs: Vec<TensorInfo<'m>>,
    outputs: Vec<TensorInfo<'m>>,
    tensors: usize,
    routines: Vec<String>,
    /// Descriptors by engine and operation.
    operations: BTreeMap<String, BTreeMap<String, usize>>,
}

#[derive(Serialize)]
struct TensorInfo<'m> {
    name: &'m str,
    shape: &'m [i64],
    data_type: String,
    address: Option<String>,
    scale: Option<f32>,
    pixel_format: Option<&'m str>,
}

#[derive(Serialize)]
struct SectionInfo<'m> {
    name: &'m str,
    kind: String,
    bytes: u32,
    encrypted: bool,
    compressed: bool,
}

pub(super) fn run(file: &Path, out: &mut Out) -> Outcome {
    let content = source::read(file)?;
    let model = open(file, &content)?;
    let streams = streams::of_model(&model, &Limits::default()).map_err(|error| Failure::format(file, &error))?;
    let info = gather(&model, &streams);
    if out.is_json() { Ok(out.json(&info)?) } else { Ok(print(&info, out)?) }
}

fn gather<'m>(model: &'m Model<'_>, streams: &[Stream]) -> Info<'m> {
    let body = &model.body;
    let programs = body.programs.iter().enumerate();
    Info {
        name: &body.name,
        chip: model.header.chip(),
        version: format!("{}.{}", model.header.major, model.header.minor),
        compiler: body.compiler_version.as_deref(),
        built: &body.build_time,
        memory: memory(model),
        programs: programs.map(|(index, program)| program_info(program, index, streams)).collect(),
        sections: body.sections.iter().map(section_info).collect(),
        native_code: body.sections.iter().filter(|section| section.kind.is_native_code()).count(),
    }
}

/// The memory a runtime asks for; programs share their activations, so the largest counts.
fn memory(model: &Model<'_>) -> Memory {
    let of = |test: &dyn Fn(SectionKind) -> bool| -> u64 {
        let sections = model.body.sections.iter().filter(|section| test(section.kind));
        sections.map(|section| u64::from(section.size.max(section.decompressed_size))).sum()
    };
    let most = |size: &dyn Fn(&Program) -> u64| model.body.programs.iter().map(size).max().unwrap_or(0);
    let (weights, commands) = (of(&|kind| kind == SectionKind::Weight), of(&SectionKind::is_commands));
    let shared = most(&|program| u64::from(program.shared_size.max(program.neuron_size)));
    let private = most(&|program| u64::from(program.private_size));
    let chip = model.header.chip();
    let io = most(&|program| io_bytes(program, chip));
    Memory { weights, commands, shared, private, io, total: weights + commands + shared + private + io }
}

fn io_bytes(program: &Program, chip: Option<Chip>) -> u64 {
    let outside = |tensor: &&Tensor| matches!(tensor.address().map(|address| address.region), Some(Region::Io(_)));
    let size =
        |tensor: &Tensor| chip.and_then(|chip| tensor.memory_size(chip)).or_else(|| tensor.dense_size()).unwrap_or(0);
    program.tensors.iter().filter(outside).map(size).sum()
}

fn program_info<'m>(program: &'m Program, index: usize, streams: &[Stream]) -> ProgramInfo<'m> {
    let named = |names: &'m [String]| -> Vec<TensorInfo<'m>> {
        let found = names.iter().filter_map(|name| program.tensors.iter().find(|tensor| tensor.name == *name));
        found.map(tensor_info).collect()
    };
    let routine = |routine: &isa::container::cvimodel::Routine| match &routine.cpu {
        Some(cpu) => format!("cpu {}", cpu.function),
        None => "tpu".to_string(),
    };
    let mut operations: BTreeMap<_, BTreeMap<_, usize>> = BTreeMap::new();
    for stream in streams.iter().filter(|stream| stream.program == index) {
        for (_, _, descriptor) in stream.descriptors() {
            let engine = descriptor.engine().to_string();
            *operations.entry(engine).or_default().entry(descriptor.view(stream.chip).mnemonic).or_default() += 1;
        }
    }
    ProgramInfo {
        inputs: named(&program.inputs),
        outputs: named(&program.outputs),
        tensors: program.tensors.len(),
        routines: program.routines.iter().map(routine).collect(),
        operations,
    }
}

fn tensor_info(tensor: &Tensor) -> TensorInfo<'_> {
    TensorInfo {
        name: &tensor.name,
        shape: &tensor.shape.dims,
        data_type: tensor.data_type.to_string(),
        address: tensor.address().map(|address| address.to_string()),
        scale: tensor.quantisation.as_ref().map(|quantisation| quantisation.scale).filter(|scale| *scale != 0.0),
        pixel_format: tensor.pixel_format.as_deref(),
    }
}

fn section_info(section: &isa::container::cvimodel::Section) -> SectionInfo<'_> {
    SectionInfo {
        name: &section.name,
        kind: section.kind.to_string(),
        bytes: section.size,
        encrypted: section.encrypted,
        compressed: section.compressed,
    }
}

fn print(info: &Info<'_>, out: &mut Out) -> std::io::Result<()> {
    let chip = info.chip.map_or("unknown chip".into(), |chip| chip.to_string());
    out.line(out.styled(Style::Heading, format!("{} for {chip}", info.name.escape_debug())))?;
    let compiler = info.compiler.map_or(String::new(), |version| format!(", compiler {}", version.escape_debug()));
    out.line(format!("format {}{compiler}, built {}", info.version, info.built.escape_debug()))?;
    let memory = &info.memory;
    out.line(format!(
        "memory {}: weights {}, commands {}, shared {}, private {}, inputs and outputs {}",
        bytes(memory.total),
        bytes(memory.weights),
        bytes(memory.commands),
        bytes(memory.shared),
        bytes(memory.private),
        bytes(memory.io)
    ))?;
    for (index, program) in info.programs.iter().enumerate() {
        print_program(index, program, out)?;
    }
    out.line("")?;
    out.line(out.styled(Style::Heading, "sections"))?;
    let rows: Vec<Vec<String>> = info.sections.iter().map(section_row).collect();
    for line in columns(&rows) {
        out.line(format!("  {line}"))?;
    }
    if info.native_code > 0 {
        out.line(format!("{} sections hold native code; it is never loaded", info.native_code))?;
    }
    Ok(())
}

fn print_program(index: usize, program: &ProgramInfo<'_>, out: &mut Out) -> std::io::Result<()> {
    out.line("")?;
    let heading = format!("program {index}: {} tensors, routines {}", program.tensors, program.routines.join(", "));
    out.line(out.styled(Style::Heading, heading.escape_debug()))?;
    let inputs = program.inputs.iter().map(|tensor| tensor_row("input", tensor));
    let outputs = program.outputs.iter().map(|tensor| tensor_row("output", tensor));
    let rows: Vec<Vec<String>> = inputs.chain(outputs).collect();
    for line in columns(&rows) {
        out.line(format!("  {line}"))?;
    }
    for (engine, operations) in &program.operations {
        let total: usize = operations.values().sum();
        let mut sorted: Vec<(&String, &usize)> = operations.iter().collect();
        sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let parts: Vec<String> = sorted.iter().map(|(name, count)| format!("{count} {name}")).collect();
        out.line(format!("  {engine}: {total} descriptors: {}", parts.join(", ")))?;
    }
    Ok(())
}

fn tensor_row(role: &str, tensor: &TensorInfo<'_>) -> Vec<String> {
    let scale = tensor.scale.map_or(String::new(), |scale| format!("scale {scale}"));
    vec![
        role.to_string(),
        tensor.name.escape_debug().to_string(),
        format!("{}{}", tensor.data_type, shape_text(tensor.shape)),
        tensor.address.clone().unwrap_or_default(),
        scale,
        tensor.pixel_format.unwrap_or_default().escape_debug().to_string(),
    ]
}

fn section_row(section: &SectionInfo<'_>) -> Vec<String> {
    let flags = [(section.encrypted, "encrypted"), (section.compressed, "compressed")];
    let flags: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
    vec![section.name.escape_debug().to_string(), section.kind.clone(), bytes(section.bytes.into()), flags.join(", ")]
}
