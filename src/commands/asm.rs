//! `tpuscope asm`: text as a command buffer or DMA buffer.

use crate::cli::{Asm as Arguments, Form};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, bytes};
use crate::source;
use isa::container::packets::{Body, CPU_BYTES, Packet};
use isa::container::{dmabuf, packets};
use isa::diagnostic::FormatError;
use isa::text::{Descriptor, Program};

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let content = source::read(&arguments.file)?;
    let named = |problem: String| Failure::new(Reason::BadInput, format!("{}: {problem}", arguments.file.display()));
    let text = std::str::from_utf8(&content).map_err(|error| {
        named(format!("the text is not UTF-8 from byte {} on; save it as UTF-8", error.valid_up_to()))
    })?;
    let program = Program::assemble(text, arguments.chip).map_err(|errors| {
        let lines: Vec<String> =
            errors.0.iter().map(|error| format!("{}: {error}", arguments.file.display())).collect();
        Failure::new(Reason::BadInput, lines.join("\n"))
    })?;
    let file = encode(&program, arguments.form).map_err(|error| named(error.to_string()))?;
    source::write(&arguments.output, &file, out)?;
    if arguments.output.as_os_str() == "-" {
        return Ok(());
    }
    let (count, size) = (program.descriptors().count(), file.len() as u64);
    if out.is_json() {
        let output = arguments.output.display().to_string();
        let told = serde_json::json!({ "output": output, "chip": program.chip, "descriptors": count, "bytes": size });
        return Ok(out.json(&told)?);
    }
    Ok(out.line(format!(
        "{}: {count} descriptors for {}, {}",
        arguments.output.display(),
        program.chip,
        bytes(size)
    ))?)
}

/// The bytes of a program; segments are parted by a CPU packet that waits for both engines.
fn encode(program: &Program, form: Form) -> Result<Vec<u8>, FormatError> {
    let barrier = sync_packet();
    let bodies: Vec<Vec<u8>> =
        program.descriptors().map(|descriptor| isa::command::bytes_of(descriptor.words())).collect();
    let mut bodies = bodies.iter();
    let mut list = Vec::new();
    let segments = program.segments.iter().filter(|segment| !segment.descriptors.is_empty());
    for (number, segment) in segments.enumerate() {
        if number > 0 {
            list.push(Packet::from(Body::Cpu(&barrier)));
        }
        for (descriptor, body) in segment.descriptors.iter().zip(&mut bodies) {
            list.extend(body_of(descriptor, body).map(Packet::from));
        }
    }
    let stream = packets::write(program.chip, list);
    match form {
        Form::Packets => Ok(stream),
        Form::Dmabuf => dmabuf::from_packets(program.chip, &stream),
    }
}

fn body_of<'b>(descriptor: &Descriptor, bytes: &'b [u8]) -> Option<Body<'b>> {
    match descriptor {
        Descriptor::Tiu(_) => bytes.try_into().ok().map(Body::Tiu),
        Descriptor::Tdma(_) => bytes.try_into().ok().map(Body::Tdma),
    }
}

fn sync_packet() -> packets::CpuBytes {
    let mut packet = [0; CPU_BYTES];
    let [op, ..] = isa::generated::cpu_descriptor::RECORD.fields else { return packet };
    packet[..4].copy_from_slice(&(op.defaults[0] as u32).to_le_bytes());
    packet
}
