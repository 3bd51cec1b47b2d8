//! Debugging information, version 4: one line of the listing for each descriptor, functions for layers, typed variables for
//! tensors.

use super::writer::Section;
use isa::container::cvimodel::DataType;

/// The descriptors of an engine.
pub(super) struct Unit {
    pub(super) start: u64,
    pub(super) length: u64,
    /// Bytes of a descriptor.
    pub(super) size: u64,
    /// The line of each, in the order of addresses.
    pub(super) lines: Vec<usize>,
    /// Stretches of layers.
    pub(super) functions: Vec<Function>,
}

/// A stretch of descriptors of a layer.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) start: u64,
    pub(super) length: u64,
    pub(super) line: usize,
}

/// A tensor in memory.
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) address: u64,
    pub(super) data_type: DataType,
    pub(super) shape: Vec<u64>,
}

const VERSION: u16 = 4;
/// Assembler, for which gdb looks for no prologue.
const ASSEMBLER: u16 = 0x8001;
const END: [u8; 2] = [0, 0];
/// Number of standard opcodes and one.
const OPCODE_BASE: u8 = 13;
const ARGUMENTS: [u8; 12] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const COPY: u8 = 1;
const ADVANCE_PC: u8 = 2;
const ADVANCE_LINE: u8 = 3;

/// Kinds of entries: their number, tag, whether they have children, and attributes with their forms.
type Kind = (u8, u8, bool, &'static [[u8; 2]]);
/// Name, folder, producer, language, statement list, first address, length.
const CODE: Kind = (
    1,
    0x11,
    true,
    &[[0x03, 0x08], [0x1b, 0x08], [0x25, 0x08], [0x13, 0x05], [0x10, 0x17], [0x11, 0x01], [0x12, 0x07]],
);
/// Name, folder, producer, language.
const DATA: Kind = (2, 0x11, true, &[[0x03, 0x08], [0x1b, 0x08], [0x25, 0x08], [0x13, 0x05]]);
/// Name, first address, length, number of the file, line; it is global.
const FUNCTION: Kind =
    (3, 0x2e, false, &[[0x03, 0x08], [0x11, 0x01], [0x12, 0x07], [0x3a, 0x0b], [0x3b, 0x06], [0x3f, 0x19]]);
/// Name, encoding, size.
const BASE_TYPE: Kind = (4, 0x24, false, &[[0x03, 0x08], [0x3e, 0x0b], [0x0b, 0x0b]]);
/// The type of an element.
const ARRAY: Kind = (5, 0x01, true, &[[0x49, 0x13]]);
/// How many.
const EXTENT: Kind = (6, 0x21, false, &[[0x37, 0x07]]);
/// Name, type, place; it is global.
const VARIABLE: Kind = (7, 0x34, false, &[[0x03, 0x08], [0x49, 0x13], [0x02, 0x18], [0x3f, 0x19]]);
const KINDS: [Kind; 7] = [CODE, DATA, FUNCTION, BASE_TYPE, ARRAY, EXTENT, VARIABLE];
/// The operation of an expression that stands for an address.
const ADDRESS: u8 = 0x03;

/// The sections that gdb needs to go from addresses to lines of the file `listing`, and to know what tensors are.
pub(super) fn sections(units: &[Unit], variables: &[Variable], listing: &str) -> Vec<Section> {
    let place = listing.rsplit_once('/').unwrap_or((".", listing));
    let (mut info, mut lines, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
    for unit in units {
        let table = lines.len() as u32;
        lines.extend(line_table(unit, place.1));
        ranges.extend(address_range(unit, info.len() as u32));
        info.extend(code(unit, place, table));
    }
    info.extend(data(variables, place));
    vec![
        Section::debug(".debug_abbrev", abbreviations()),
        Section::debug(".debug_info", info),
        Section::debug(".debug_line", lines),
        Section::debug(".debug_aranges", ranges),
        Section::debug(".debug_frame", frames(units)),
    ]
}

/// Nothing calls a descriptor: frames have none around them. Without being told, gdb looks for one at address 0.
fn frames(units: &[Unit]) -> Vec<u8> {
    /// The frame starts where the stack pointer is, and where to return to is not known.
    const RULES: [u8; 5] = [0x0c, STACK_POINTER, 0, 0x07, RETURN_ADDRESS];
    const STACK_POINTER: u8 = 2;
    const RETURN_ADDRESS: u8 = 1;
    let mut common = u32::MAX.to_le_bytes().to_vec();
    // Version, no augmentation, units of code and data.
    common.extend([1, 0, 1, 1, RETURN_ADDRESS]);
    common.extend(RULES);
    let mut bytes = with_length(common);
    for unit in units {
        let mut body = 0_u32.to_le_bytes().to_vec();
        [unit.start, unit.length].iter().for_each(|one| body.extend(one.to_le_bytes()));
        bytes.extend(with_length(body));
    }
    bytes
}

fn abbreviations() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, tag, children, attributes) in KINDS {
        bytes.extend([number, tag, u8::from(children)]);
        bytes.extend(attributes.as_flattened());
        bytes.extend(END);
    }
    bytes.push(0);
    bytes
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(text.bytes().filter(|byte| *byte != 0).chain([0]));
}

/// What every unit starts with.
fn unit(kind: Kind, (folder, name): (&str, &str)) -> Vec<u8> {
    let mut body = VERSION.to_le_bytes().to_vec();
    body.extend(0_u32.to_le_bytes());
    body.extend([8, kind.0]);
    [name, folder, "tpuscope"].iter().for_each(|one| text(&mut body, one));
    body.extend(ASSEMBLER.to_le_bytes());
    body
}

fn code(code: &Unit, place: (&str, &str), table: u32) -> Vec<u8> {
    let mut body = unit(CODE, place);
    body.extend(table.to_le_bytes());
    body.extend(code.start.to_le_bytes());
    body.extend(code.length.to_le_bytes());
    for function in &code.functions {
        body.push(FUNCTION.0);
        text(&mut body, &function.name);
        body.extend(function.start.to_le_bytes());
        body.extend(function.length.to_le_bytes());
        body.push(1);
        body.extend((function.line as u32).to_le_bytes());
    }
    body.push(0);
    with_length(body)
}

fn data(variables: &[Variable], (folder, _): (&str, &str)) -> Vec<u8> {
    let mut body = unit(DATA, (folder, "tensors"));
    let mut types: Vec<(DataType, u32)> = Vec::new();
    for variable in variables {
        let element = match types.iter().find(|(known, _)| *known == variable.data_type) {
            Some((_, at)) => *at,
            None => {
                let at = base_type(&mut body, variable.data_type);
                types.push((variable.data_type, at));
                at
            }
        };
        let array = offset(&body);
        body.push(ARRAY.0);
        body.extend(element.to_le_bytes());
        for extent in &variable.shape {
            body.push(EXTENT.0);
            body.extend(extent.to_le_bytes());
        }
        body.push(0);
        body.push(VARIABLE.0);
        text(&mut body, &variable.name);
        body.extend(array.to_le_bytes());
        body.extend([9, ADDRESS]);
        body.extend(variable.address.to_le_bytes());
    }
    body.push(0);
    with_length(body)
}

/// Where the next entry of a unit lies, from the start of the unit; the length in front of it counts too.
fn offset(body: &[u8]) -> u32 {
    body.len() as u32 + 4
}

fn base_type(body: &mut Vec<u8>, data_type: DataType) -> u32 {
    const FLOAT: u8 = 4;
    const SIGNED: u8 = 5;
    const UNSIGNED: u8 = 7;
    // gdb knows the other float of two bytes by its name.
    let (name, encoding, size) = match data_type {
        DataType::Fp32 => ("float", FLOAT, 4),
        DataType::Bf16 => ("__bf16", FLOAT, 2),
        DataType::Int32 => ("int32_t", SIGNED, 4),
        DataType::Uint32 => ("uint32_t", UNSIGNED, 4),
        DataType::Int16 => ("int16_t", SIGNED, 2),
        DataType::Uint16 => ("uint16_t", UNSIGNED, 2),
        DataType::Int8 => ("int8_t", SIGNED, 1),
        _ => ("uint8_t", UNSIGNED, 1),
    };
    let at = offset(body);
    body.push(BASE_TYPE.0);
    text(body, name);
    body.extend([encoding, size]);
    at
}

fn address_range(unit: &Unit, info: u32) -> Vec<u8> {
    let mut body = 2_u16.to_le_bytes().to_vec();
    body.extend(info.to_le_bytes());
    // Sizes of an address and of a segment, then padding to twice the size of an address.
    body.extend([8, 0, 0, 0, 0, 0]);
    [unit.start, unit.length, 0, 0].iter().for_each(|one| body.extend(one.to_le_bytes()));
    with_length(body)
}

fn line_table(unit: &Unit, name: &str) -> Vec<u8> {
    let mut header = vec![1, 1, 1, -5_i8 as u8, 14, OPCODE_BASE];
    header.extend(ARGUMENTS);
    header.push(0);
    header.extend(name.bytes().chain([0, 0, 0, 0, 0]));
    let mut body = VERSION.to_le_bytes().to_vec();
    body.extend((header.len() as u32).to_le_bytes());
    body.extend(header);
    body.extend(program(unit));
    with_length(body)
}

fn program(unit: &Unit) -> Vec<u8> {
    // Set the address: an extended opcode of nine bytes.
    let mut bytes = vec![0, 9, 2];
    bytes.extend(unit.start.to_le_bytes());
    let mut line = 1;
    for (place, next) in unit.lines.iter().enumerate() {
        if place > 0 {
            bytes.push(ADVANCE_PC);
            unsigned(&mut bytes, unit.size);
        }
        bytes.push(ADVANCE_LINE);
        signed(&mut bytes, *next as i64 - line);
        line = *next as i64;
        bytes.push(COPY);
    }
    bytes.push(ADVANCE_PC);
    unsigned(&mut bytes, unit.size);
    // End of the sequence.
    bytes.extend([0, 1, 1]);
    bytes
}

fn with_length(body: Vec<u8>) -> Vec<u8> {
    [&(body.len() as u32).to_le_bytes(), body.as_slice()].concat()
}

fn unsigned(bytes: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return;
        }
    }
}

fn signed(bytes: &mut Vec<u8>, mut value: i64) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        let last = (value == 0 && low & 0x40 == 0) || (value == -1 && low & 0x40 != 0);
        bytes.push(if last { low } else { low | 0x80 });
        if last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_variable_length_are_those_of_the_standard() {
        let encoded = |value| {
            let mut bytes = Vec::new();
            signed(&mut bytes, value);
            bytes
        };
        assert_eq!(
            [encoded(2), encoded(-2), encoded(127), encoded(-129)],
            [vec![2], vec![0x7e], vec![0xff, 0], vec![0xff, 0x7e]]
        );
        let mut bytes = Vec::new();
        unsigned(&mut bytes, 12857);
        assert_eq!(bytes, [0xb9, 0x64]);
    }
}
