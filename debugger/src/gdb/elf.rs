//! The program as an ELF file: descriptors as code, layers and tensors as symbols, a listing as source.

mod dwarf;
mod writer;

use super::addresses;
use crate::session::Session;
use crate::symbols::Layer;
use crate::turn::Turn;
use crate::views::descriptor;
use dwarf::{Function, Unit, Variable};
use isa::diagnostic::Engine;
use std::collections::HashSet;
use writer::{Image, Section, Symbol};

/// The listing that line numbers refer to: one turn a line.
#[must_use]
pub fn listing(session: &Session) -> String {
    let line = |at: usize| {
        let turn = &session.turns()[at];
        let layer = session.symbols().layer_of(turn);
        format!("{:<100} # {layer}, cycle {}\n", descriptor::line(session, at), turn.span.start)
    };
    let lines: String = (0..session.turns().len()).map(line).collect();
    format!("{lines}# nothing left to do\n")
}

/// The file; `listing` is where the listing lies. Behind the last descriptor of each engine is a place for its pc when it
/// has nothing left to do.
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
        let words = turns.iter().flat_map(|(_, turn)| words(session, turn, size as usize));
        let bytes = words.chain(std::iter::repeat_n(0, size as usize)).collect();
        let section = image.push(Section::code(name, start, bytes));
        let length = (turns.len() as u64 + 1) * size;
        let mut functions = layers(session, &turns);
        let last = session.turns().len() + 1;
        functions.push(Function {
            name: format!("{engine}_done"),
            start: start + length - size,
            length: size,
            line: last,
        });
        image.symbols.extend(functions.iter().map(|one| Symbol {
            name: one.name.clone(),
            value: one.start,
            size: one.length,
            section,
            function: true,
        }));
        let lines = turns.iter().map(|(at, _)| at + 1).chain([last]).collect();
        units.push(Unit { start, length, size, lines, functions });
    }
    let variables = tensors(session, &mut image);
    for section in dwarf::sections(&units, &variables, listing) {
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

/// A function for each stretch of a layer: by its name where the layer begins, with the engine behind it elsewhere.
fn layers(session: &Session, turns: &[(usize, &Turn)]) -> Vec<Function> {
    let function = |stretch: &[(usize, &Turn)]| {
        let (at, first) = stretch.first()?;
        let layer = session.symbols().layers().get(first.layer)?;
        let length = addresses::code(first.engine).1 * stretch.len() as u64;
        let start = addresses::of_turn(first)?;
        Some(Function { name: function_name(layer, first, *at), start, length, line: at + 1 })
    };
    turns.chunk_by(|(_, one), (_, other)| one.layer == other.layer).filter_map(function).collect()
}

fn function_name(layer: &Layer, turn: &Turn, at: usize) -> String {
    let name = identifier(&layer.name);
    if at == layer.first { name } else { format!("{name}_{}", turn.engine) }
}

/// A name that gdb reads without quotes.
#[must_use]
pub fn identifier(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if plain.starts_with(|letter: char| letter.is_ascii_digit()) { format!("_{plain}") } else { plain }
}

/// Tensors and weights as objects in the window of DRAM. A layer and its result often share a name.
fn tensors(session: &Session, image: &mut Image) -> Vec<Variable> {
    let section = image.push(Section::memory(".dram", addresses::DRAM, session.target().machine().dram().size()));
    let layers: HashSet<String> = session.symbols().layers().iter().map(|layer| identifier(&layer.name)).collect();
    let mut variables = Vec::new();
    for symbol in session.symbols().all() {
        let Some(place) = &symbol.place else { continue };
        let name = identifier(&symbol.name);
        let name = if layers.contains(&name) { format!("{name}_data") } else { name };
        let (address, size) = (addresses::DRAM + place.start, place.end - place.start);
        image.symbols.push(Symbol { name: name.clone(), value: address, size, section, function: false });
        variables.push(Variable { name, address, data_type: symbol.data_type, shape: extents(symbol, size) });
    }
    variables
}

/// The extents of a tensor; of one whose extents are not all of its memory, how many elements fit.
fn extents(symbol: &crate::symbols::Symbol, bytes: u64) -> Vec<u64> {
    let shape: Vec<u64> = symbol.shape.iter().map(|extent| u64::try_from(*extent).unwrap_or(0)).collect();
    let element = symbol.data_type.size().unwrap_or(1).max(1);
    let count = shape.iter().try_fold(1_u64, |count, extent| count.checked_mul(*extent));
    let fits = !shape.is_empty() && count.is_some_and(|count| count > 0 && count.checked_mul(element) == Some(bytes));
    if fits { shape } else { vec![bytes / element] }
}
