//! The program as an ELF file: descriptors as code, layers and tensors as symbols, a listing as source.

mod dwarf;
mod writer;

use super::addresses;
use crate::session::Session;
use crate::symbols::Layer;
use crate::turn::Turn;
use crate::views::descriptor;
use dwarf::Unit;
use isa::diagnostic::Engine;
use writer::{Image, Section, Symbol};

/// The listing that line numbers refer to: one turn a line.
#[must_use]
pub fn listing(session: &Session) -> String {
    let line = |at: usize| {
        let turn = &session.turns()[at];
        let layer = session.symbols().layer_of(turn);
        format!("{:<100} # {layer}, cycle {}\n", descriptor::line(session, at), turn.span.start)
    };
    (0..session.turns().len()).map(line).collect()
}

/// The file; `listing` is where the listing lies.
#[must_use]
pub fn program(session: &Session, listing: &str) -> Vec<u8> {
    let mut image = Image::default();
    let mut units = Vec::new();
    for (engine, name) in [(Engine::Tiu, ".text.tiu"), (Engine::Tdma, ".text.tdma"), (Engine::Cpu, ".text.host")] {
        let (start, size) = addresses::code(engine);
        let turns: Vec<(usize, &Turn)> = addresses::turns_of(session, engine).collect();
        if turns.is_empty() {
            continue;
        }
        let bytes = turns.iter().flat_map(|(_, turn)| words(session, turn, size as usize)).collect();
        let section = image.push(Section::code(name, start, bytes));
        let length = turns.len() as u64 * size;
        layers(session, &turns, section, &mut image);
        units.push(Unit { start, length, size, lines: turns.iter().map(|(at, _)| at + 1).collect() });
    }
    tensors(session, &mut image);
    for section in dwarf::sections(&units, listing) {
        image.push(section);
    }
    image.write()
}

fn words(session: &Session, turn: &Turn, size: usize) -> Vec<u8> {
    let words = session.target().descriptor(turn);
    let mut bytes: Vec<u8> = words.iter().flat_map(|words| words.words()).flat_map(|word| word.to_le_bytes()).collect();
    bytes.resize(size, 0);
    bytes
}

/// A symbol for each stretch of a layer: by its name where the layer begins, with the engine behind it elsewhere.
fn layers(session: &Session, turns: &[(usize, &Turn)], section: usize, image: &mut Image) {
    for stretch in turns.chunk_by(|(_, one), (_, other)| one.layer == other.layer) {
        let Some((at, first)) = stretch.first() else { continue };
        let Some(layer) = session.symbols().layers().get(first.layer) else { continue };
        let size = addresses::code(first.engine).1 * stretch.len() as u64;
        let value = addresses::of_turn(first).unwrap_or(0);
        image.symbols.push(Symbol { name: symbol_name(layer, first, *at), value, size, section, function: true });
    }
}

fn symbol_name(layer: &Layer, turn: &Turn, at: usize) -> String {
    let name = identifier(&layer.name);
    if at == layer.first { name } else { format!("{name}.{}", turn.engine) }
}

/// A name that gdb reads without quotes.
#[must_use]
pub fn identifier(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if plain.starts_with(|letter: char| letter.is_ascii_digit()) { format!("_{plain}") } else { plain }
}

/// Tensors and weights as objects in the window of DRAM. A layer and its result often share a name.
fn tensors(session: &Session, image: &mut Image) {
    let section = image.push(Section::memory(".dram", addresses::DRAM, session.target().machine().dram().size()));
    let layers: Vec<String> = session.symbols().layers().iter().map(|layer| identifier(&layer.name)).collect();
    for symbol in session.symbols().all() {
        let Some(place) = &symbol.place else { continue };
        let name = identifier(&symbol.name);
        let name = if layers.contains(&name) { format!("{name}_data") } else { name };
        let (value, size) = (addresses::DRAM + place.start, place.end - place.start);
        image.symbols.push(Symbol { name, value, size, section, function: false });
    }
}
