//! `tpuscope disasm`: descriptors as text.

use crate::cli::{Disasm as Arguments, EngineName};
use crate::exit::Outcome;
use crate::output::{Out, Style};
use crate::source;
use crate::streams::{self, Stream};
use isa::diagnostic::Engine;
use isa::text::{self, Descriptor, Sink, View};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use std::io::{self, Write};

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let bytes = source::read(&arguments.file)?;
    let streams = streams::of_file(&arguments.file, bytes, arguments.chip)?;
    if out.is_json() {
        let listings: Vec<Listing> = streams.iter().map(|stream| Listing::new(stream, arguments)).collect();
        return Ok(out.json(&serde_json::json!({ "streams": listings }))?);
    }
    for (number, stream) in streams.iter().enumerate() {
        write_stream(stream, number, arguments, out)?;
    }
    Ok(())
}

/// Whether the descriptor is among those asked for.
fn wanted(arguments: &Arguments, stream: &Stream, index: usize, descriptor: &Descriptor) -> bool {
    let engine = match arguments.engine {
        Some(EngineName::Tiu) => descriptor.engine() == Engine::Tiu,
        Some(EngineName::Tdma) => descriptor.engine() == Engine::Tdma,
        None => true,
    };
    let range = arguments.range.as_ref().is_none_or(|range| range.contains(&index));
    let layer = arguments.layer.is_none_or(|layer| {
        let header = descriptor.view(stream.chip).header;
        header.get("layer") == Some(layer.into())
    });
    engine && range && layer
}

/// The text of a stream; it assembles to the same descriptors.
fn write_stream(stream: &Stream, number: usize, arguments: &Arguments, out: &mut Out) -> io::Result<()> {
    let count: usize = stream.segments.iter().map(Vec::len).sum();
    if number > 0 {
        out.line("")?;
    }
    out.line(out.styled(Style::Faint, format!("# {}: {count} descriptors", stream.title)))?;
    if number == 0 {
        out.line(format!(".chip {}", stream.chip))?;
    }
    let mut last = None;
    let mut line = Line { text: String::new(), color: out.has_color() };
    for (segment, index, descriptor) in stream.descriptors() {
        if !wanted(arguments, stream, index, descriptor) {
            continue;
        }
        if last != Some(segment) && (segment > 0 || number > 0) {
            out.line(format!("\n.segment stream{number}.segment{segment}"))?;
        }
        last = Some(segment);
        line.text.clear();
        descriptor.write(stream.chip, &mut line);
        line.reset();
        out.line(&line.text)?;
        if arguments.raw {
            write_raw(stream, descriptor, out)?;
        }
    }
    Ok(())
}

/// Every field, as comments, so that the text still assembles.
fn write_raw(stream: &Stream, descriptor: &Descriptor, out: &mut Out) -> io::Result<()> {
    for field in descriptor.raw(stream.chip) {
        writeln!(out, "#   {field}")?;
    }
    Ok(())
}

/// A line of text with colours.
struct Line {
    text: String,
    color: bool,
}

impl Line {
    fn reset(&mut self) {
        if self.color {
            self.text.push_str("\x1b[0m");
        }
    }
}

impl Sink for Line {
    const STYLED: bool = true;

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn style(&mut self, style: text::Style) {
        if self.color {
            self.text.push_str(match style {
                text::Style::Engine => "\x1b[0;2m",
                text::Style::Mnemonic => "\x1b[0;1;36m",
                text::Style::Header => "\x1b[0;33m",
                text::Style::Operand => "\x1b[0m",
                text::Style::Attribute => "\x1b[0;32m",
                text::Style::Extra => "\x1b[0;31m",
            });
        }
    }
}

/// A stream as JSON.
#[derive(Serialize)]
struct Listing<'s> {
    title: &'s str,
    chip: isa::chip::Chip,
    descriptors: Descriptors<'s>,
}

/// The descriptors asked for; rendered one at a time.
struct Descriptors<'s> {
    stream: &'s Stream,
    arguments: &'s Arguments,
}

/// A descriptor as JSON.
#[derive(Serialize)]
struct Entry {
    segment: usize,
    index: usize,
    text: String,
    #[serde(flatten)]
    view: View,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    raw: Vec<text::RawField>,
}

impl<'s> Listing<'s> {
    fn new(stream: &'s Stream, arguments: &'s Arguments) -> Self {
        Listing { title: &stream.title, chip: stream.chip, descriptors: Descriptors { stream, arguments } }
    }
}

impl Serialize for Descriptors<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for (segment, index, descriptor) in self.stream.descriptors() {
            if wanted(self.arguments, self.stream, index, descriptor) {
                let chip = self.stream.chip;
                let raw = if self.arguments.raw { descriptor.raw(chip) } else { Vec::new() };
                let (text, view) = (descriptor.disassemble(chip), descriptor.view(chip));
                list.serialize_element(&Entry { segment, index, text, view, raw })?;
            }
        }
        list.end()
    }
}
