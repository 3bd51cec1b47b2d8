//! The container: 64-bit little-endian ELF with sections and symbols.

const HEADER: u64 = 64;
const SECTION_HEADER: u16 = 64;
const SYMBOL: u64 = 24;
const EXECUTABLE: u16 = 2;
const RISCV: u16 = 243;
const PROGBITS: u32 = 1;
const SYMTAB: u32 = 2;
const STRTAB: u32 = 3;
const NOBITS: u32 = 8;
const WRITE: u64 = 1;
const ALLOC: u64 = 2;
const EXECUTE: u64 = 4;
/// Global symbols of functions and of objects.
const FUNCTION: u8 = 0x12;
const OBJECT: u8 = 0x11;

/// A section.
pub(super) struct Section {
    name: String,
    kind: u32,
    flags: u64,
    address: u64,
    bytes: Vec<u8>,
    size: u64,
    link: u32,
    info: u32,
    entry: u64,
}

impl Section {
    fn new(name: &str, kind: u32, flags: u64, address: u64, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Section { name: name.to_owned(), kind, flags, address, bytes, size, link: 0, info: 0, entry: 0 }
    }

    /// Descriptors.
    pub(super) fn code(name: &str, address: u64, bytes: Vec<u8>) -> Self {
        Section::new(name, PROGBITS, ALLOC | EXECUTE, address, bytes)
    }

    /// Memory without contents of its own.
    pub(super) fn memory(name: &str, address: u64, size: u64) -> Self {
        Section { size, ..Section::new(name, NOBITS, ALLOC | WRITE, address, Vec::new()) }
    }

    /// What only debuggers read.
    pub(super) fn debug(name: &str, bytes: Vec<u8>) -> Self {
        Section::new(name, PROGBITS, 0, 0, bytes)
    }
}

/// A symbol.
pub(super) struct Symbol {
    pub(super) name: String,
    pub(super) value: u64,
    pub(super) size: u64,
    /// Number of its section.
    pub(super) section: usize,
    pub(super) function: bool,
}

/// A file in the making.
#[derive(Default)]
pub(super) struct Image {
    sections: Vec<Section>,
    pub(super) symbols: Vec<Symbol>,
}

/// Names behind each other, each with its end.
#[derive(Default)]
struct Strings(Vec<u8>);

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        if self.0.is_empty() {
            self.0.push(0);
        }
        let at = self.0.len() as u32;
        self.0.extend(text.bytes().filter(|byte| *byte != 0));
        self.0.push(0);
        at
    }
}

impl Image {
    /// Adds a section and returns its number.
    pub(super) fn push(&mut self, section: Section) -> usize {
        self.sections.push(section);
        self.sections.len()
    }

    /// The bytes of the file.
    pub(super) fn write(mut self) -> Vec<u8> {
        self.add_symbols();
        let mut names = Strings::default();
        let own = names.add(".shstrtab");
        let offsets: Vec<u32> = self.sections.iter().map(|section| names.add(&section.name)).collect();
        let mut table = Section::new(".shstrtab", STRTAB, 0, 0, names.0);
        table.size = table.bytes.len() as u64;
        self.sections.push(table);
        let offsets: Vec<u32> = offsets.into_iter().chain([own]).collect();
        self.layout(&offsets)
    }

    fn add_symbols(&mut self) {
        let mut strings = Strings::default();
        let mut bytes = vec![0; SYMBOL as usize];
        for symbol in &self.symbols {
            bytes.extend(strings.add(&symbol.name).to_le_bytes());
            bytes.extend([if symbol.function { FUNCTION } else { OBJECT }, 0]);
            bytes.extend((symbol.section as u16).to_le_bytes());
            bytes.extend(symbol.value.to_le_bytes());
            bytes.extend(symbol.size.to_le_bytes());
        }
        // The strings come right behind, and only the empty symbol is local.
        let link = self.sections.len() as u32 + 2;
        self.sections.push(Section { link, info: 1, entry: SYMBOL, ..Section::new(".symtab", SYMTAB, 0, 0, bytes) });
        self.sections.push(Section::new(".strtab", STRTAB, 0, 0, strings.0));
    }

    fn layout(&self, names: &[u32]) -> Vec<u8> {
        let mut contents = Vec::new();
        let mut headers = vec![0; SECTION_HEADER.into()];
        for (section, name) in self.sections.iter().zip(names) {
            while !(contents.len() as u64).is_multiple_of(8) {
                contents.push(0);
            }
            let offset = HEADER + contents.len() as u64;
            contents.extend(&section.bytes);
            headers.extend(name.to_le_bytes());
            headers.extend(section.kind.to_le_bytes());
            [section.flags, section.address, offset, section.size]
                .iter()
                .for_each(|one| headers.extend(one.to_le_bytes()));
            headers.extend(section.link.to_le_bytes());
            headers.extend(section.info.to_le_bytes());
            headers.extend(8_u64.to_le_bytes());
            headers.extend(section.entry.to_le_bytes());
        }
        while !(contents.len() as u64).is_multiple_of(8) {
            contents.push(0);
        }
        let at = HEADER + contents.len() as u64;
        [self.header(at), contents, headers].concat()
    }

    fn header(&self, sections_at: u64) -> Vec<u8> {
        let count = self.sections.len() as u16 + 1;
        let entry = self.sections.first().map_or(0, |section| section.address);
        let mut header = vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        [EXECUTABLE, RISCV].iter().for_each(|one| header.extend(one.to_le_bytes()));
        header.extend(1_u32.to_le_bytes());
        [entry, 0, sections_at].iter().for_each(|one| header.extend(one.to_le_bytes()));
        header.extend(0_u32.to_le_bytes());
        [HEADER as u16, 0, 0, SECTION_HEADER, count, count - 1].iter().for_each(|one| header.extend(one.to_le_bytes()));
        header
    }
}
