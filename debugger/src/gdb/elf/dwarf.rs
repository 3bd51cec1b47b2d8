//! Line tables, version 4: one line of the listing for each descriptor.

use super::writer::Section;

/// The descriptors of an engine.
pub(super) struct Unit {
    pub(super) start: u64,
    pub(super) length: u64,
    /// Bytes of a descriptor.
    pub(super) size: u64,
    /// The line of each, in the order of addresses.
    pub(super) lines: Vec<usize>,
}

const VERSION: u16 = 4;
/// Assembler, for which gdb looks for no prologue.
const ASSEMBLER: u16 = 0x8001;
const COMPILE_UNIT: u8 = 0x11;
const END: [u8; 2] = [0, 0];
/// Number of standard opcodes and one.
const OPCODE_BASE: u8 = 13;
const ARGUMENTS: [u8; 12] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const COPY: u8 = 1;
const ADVANCE_PC: u8 = 2;
const ADVANCE_LINE: u8 = 3;

/// The sections that gdb needs to go from addresses to lines of the file `listing`.
pub(super) fn sections(units: &[Unit], listing: &str) -> Vec<Section> {
    let (folder, name) = listing.rsplit_once('/').unwrap_or((".", listing));
    let (mut info, mut lines, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
    for unit in units {
        let table = lines.len() as u32;
        lines.extend(line_table(unit, name));
        ranges.extend(address_range(unit, info.len() as u32));
        info.extend(compile_unit(unit, folder, name, table));
    }
    vec![
        Section::debug(".debug_abbrev", abbreviations()),
        Section::debug(".debug_info", info),
        Section::debug(".debug_line", lines),
        Section::debug(".debug_aranges", ranges),
    ]
}

/// One kind of entry, without children: statement list, addresses, name, folder, producer, language.
fn abbreviations() -> Vec<u8> {
    let attributes: [[u8; 2]; 7] =
        [[0x10, 0x17], [0x11, 0x01], [0x12, 0x07], [0x03, 0x08], [0x1b, 0x08], [0x25, 0x08], [0x13, 0x05]];
    let mut bytes = vec![1, COMPILE_UNIT, 0];
    bytes.extend(attributes.as_flattened());
    bytes.extend(END);
    bytes.push(0);
    bytes
}

fn compile_unit(unit: &Unit, folder: &str, name: &str, table: u32) -> Vec<u8> {
    let mut body = VERSION.to_le_bytes().to_vec();
    body.extend(0_u32.to_le_bytes());
    body.extend([8, 1]);
    body.extend(table.to_le_bytes());
    body.extend(unit.start.to_le_bytes());
    body.extend(unit.length.to_le_bytes());
    for text in [name, folder, "tpuscope"] {
        body.extend(text.bytes().chain([0]));
    }
    body.extend(ASSEMBLER.to_le_bytes());
    with_length(body)
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
