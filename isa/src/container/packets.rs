//! The command buffer of a model file: one packet per descriptor, in the order the compiler emitted them.
//!
//! | byte | packet header |
//! |---|---|
//! | 0 | magic of the chip |
//! | 1 | bytes of the body |
//! | 2 | engine in the low four bits: 0 TIU, 1 CPU, 2 TDMA; the rest is unused |
//! | 3 | flags, unused |
//! | 4 | mask, unused, four bytes |

use crate::chip::{Chip, PROFILES};
use crate::diagnostic::{Engine, FormatError};
use crate::hardware_order::{TDMA_BYTES, TIU_BYTES, TdmaBytes, TiuBytes};

/// Bytes of a packet's header.
pub const HEADER_BYTES: usize = 8;
/// Bytes of a CPU descriptor.
pub const CPU_BYTES: usize = 224;

/// A CPU descriptor: what the processor does between two segments.
pub type CpuBytes = [u8; CPU_BYTES];

/// The header fields that no known software uses, kept as found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// The four bits above the engine.
    pub high_bits: u8,
    /// The flags.
    pub flags: u8,
    /// The mask.
    pub mask: u32,
}

/// A packet's descriptor, TIU ones in register order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// A TIU descriptor.
    Tiu(&'a TiuBytes),
    /// A CPU descriptor.
    Cpu(&'a CpuBytes),
    /// A TDMA descriptor.
    Tdma(&'a TdmaBytes),
}

/// One packet of a command buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Where the packet starts in its command buffer.
    pub offset: usize,
    /// What the header says besides engine and length.
    pub unused: Unused,
    /// The descriptor.
    pub body: Body<'a>,
}

impl<'a> Body<'a> {
    /// The engine the descriptor is for.
    pub fn engine(self) -> Engine {
        match self {
            Body::Tiu(_) => Engine::Tiu,
            Body::Cpu(_) => Engine::Cpu,
            Body::Tdma(_) => Engine::Tdma,
        }
    }

    /// The descriptor's bytes.
    pub fn bytes(self) -> &'a [u8] {
        match self {
            Body::Tiu(bytes) => bytes,
            Body::Cpu(bytes) => bytes,
            Body::Tdma(bytes) => bytes,
        }
    }
}

impl<'a> From<Body<'a>> for Packet<'a> {
    /// The packet around a descriptor, as a compiler emits it.
    fn from(body: Body<'a>) -> Packet<'a> {
        Packet { offset: 0, unused: Unused::default(), body }
    }
}

impl Packet<'_> {
    /// Where the packet ends in its command buffer.
    pub fn end(&self) -> usize {
        self.offset + HEADER_BYTES + self.body.bytes().len()
    }

    /// Appends the packet to a command buffer of `chip`.
    pub fn append_to(&self, chip: Chip, bytes: &mut Vec<u8>) {
        let body = self.body.bytes();
        let engine = self.body.engine().packet_number() | self.unused.high_bits << 4;
        bytes.extend([chip.profile().packet_magic, body.len() as u8, engine, self.unused.flags]);
        bytes.extend(self.unused.mask.to_le_bytes());
        bytes.extend(body);
    }
}

/// The packets of a command buffer; ends behind the first error.
#[derive(Clone, Debug)]
pub struct Packets<'a> {
    chip: Chip,
    magic: u8,
    bytes: &'a [u8],
    offset: usize,
}

/// The packets of the command buffer `bytes`, which must all be for `chip`.
pub fn read(chip: Chip, bytes: &[u8]) -> Packets<'_> {
    Packets { chip, magic: chip.profile().packet_magic, bytes, offset: 0 }
}

/// The command buffer of `chip` with `packets`.
pub fn write<'a>(chip: Chip, packets: impl IntoIterator<Item = Packet<'a>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    packets.into_iter().for_each(|packet| packet.append_to(chip, &mut bytes));
    bytes
}

/// The chip that a command buffer is for, by its first byte.
pub fn chip_of(bytes: &[u8]) -> Result<Chip, FormatError> {
    match bytes.first() {
        Some(&magic) => Chip::from_packet_magic(magic).ok_or_else(|| wrong_magic(0, magic, &PROFILES.map(|p| p.chip))),
        None => Err(FormatError::new("packets", 0, "the command buffer is empty").allowed("at least one packet")),
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Result<Packet<'a>, FormatError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.bytes[self.offset..];
        if rest.is_empty() {
            return None;
        }
        let packet = parse(self.magic, self.offset, rest);
        self.offset = packet.map_or(self.bytes.len(), |packet| packet.end());
        Some(packet.ok_or_else(|| explain(self.chip, self.bytes.len() - rest.len(), rest)))
    }
}

impl std::iter::FusedIterator for Packets<'_> {}

#[inline]
fn parse(magic: u8, offset: usize, bytes: &[u8]) -> Option<Packet<'_>> {
    let (&[found, length, engine, flags, m0, m1, m2, m3], body) = bytes.split_first_chunk::<HEADER_BYTES>()?;
    if found != magic {
        return None;
    }
    let body = match (engine & 0x0f, usize::from(length)) {
        (0, TIU_BYTES) => Body::Tiu(body.first_chunk()?),
        (1, CPU_BYTES) => Body::Cpu(body.first_chunk()?),
        (2, TDMA_BYTES) => Body::Tdma(body.first_chunk()?),
        _ => return None,
    };
    let unused = Unused { high_bits: engine >> 4, flags, mask: u32::from_le_bytes([m0, m1, m2, m3]) };
    Some(Packet { offset, unused, body })
}

/// Why the packet at the start of `bytes` could not be read.
#[cold]
fn explain(chip: Chip, offset: usize, bytes: &[u8]) -> FormatError {
    let error = |place: usize, what: String| FormatError::new("packets", (offset + place) as u64, what).help(HELP);
    let Some(&[magic, length, engine, ..]) = bytes.first_chunk::<HEADER_BYTES>() else {
        return error(0, format!("the command buffer ends {} bytes into a packet's header", bytes.len()))
            .allowed(format!("{HEADER_BYTES} bytes of header"));
    };
    if magic != chip.profile().packet_magic {
        return wrong_magic(offset, magic, &[chip]);
    }
    let (engine, wanted) = match Engine::from_packet_number(engine & 0x0f) {
        Some(Engine::Tiu) => (Engine::Tiu, TIU_BYTES),
        Some(Engine::Cpu) => (Engine::Cpu, CPU_BYTES),
        Some(Engine::Tdma) => (Engine::Tdma, TDMA_BYTES),
        None => {
            return error(2, format!("the packet is for engine {}", engine & 0x0f)).allowed("0 tiu, 1 cpu, 2 tdma");
        }
    };
    if usize::from(length) != wanted {
        return error(1, format!("the {engine} packet has {length} bytes of body")).allowed(wanted.to_string());
    }
    let present = bytes.len() - HEADER_BYTES;
    error(HEADER_BYTES, format!("the command buffer ends {present} bytes into a packet's body"))
        .allowed(format!("{wanted} bytes of body"))
}

const HELP: &str = "check that the section is a command buffer, neither compressed nor encrypted";

fn wrong_magic(offset: usize, magic: u8, chips: &[Chip]) -> FormatError {
    let known = |chip: &Chip| format!("{:#04x} for {chip}", chip.profile().packet_magic);
    let allowed: Vec<String> = chips.iter().map(known).collect();
    let found = Chip::from_packet_magic(magic).map_or(String::new(), |chip| format!(", which is for {chip}"));
    FormatError::new("packets", offset as u64, format!("the packet starts with {magic:#04x}{found}"))
        .allowed(allowed.join(", "))
        .help(HELP)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;
    use crate::container::hostile;
    use crate::field::Fields;
    use crate::generated::packet_header::PacketHeaderFields;
    use proptest::prelude::*;

    const TIU: Body<'_> = Body::Tiu(&[1; TIU_BYTES]);
    const CPU: Body<'_> = Body::Cpu(&[2; CPU_BYTES]);
    const TDMA: Body<'_> = Body::Tdma(&[3; TDMA_BYTES]);

    fn sample(chip: Chip) -> Vec<u8> {
        write(chip, [TDMA, TIU, CPU, TDMA].map(Packet::from))
    }

    fn error_in(chip: Chip, bytes: &[u8]) -> String {
        let mut packets = read(chip, bytes);
        let error = packets.find_map(Result::err).unwrap().to_string();
        assert!(packets.next().is_none(), "nothing follows an error");
        error
    }

    #[test]
    fn packets_come_with_their_place() {
        let bytes = sample(Chip::Cv181x);
        let packets: Vec<Packet<'_>> = read(Chip::Cv181x, &bytes).map(Result::unwrap).collect();
        assert_eq!(packets.iter().map(|packet| packet.offset).collect::<Vec<_>>(), [0, 72, 192, 424]);
        assert_eq!(packets.iter().map(|packet| packet.body).collect::<Vec<_>>(), [TDMA, TIU, CPU, TDMA]);
        assert_eq!(bytes[..8], [0xa7, 64, 2, 0, 0, 0, 0, 0]);
        assert_eq!(packets[3].end(), bytes.len());
        assert_eq!(packets[2].body.engine(), Engine::Cpu);
    }

    #[test]
    fn the_first_byte_names_the_chip() {
        for (chip, magic) in [(Chip::Cv183x, 0xa5), (Chip::Cv182x, 0xa6), (Chip::Cv181x, 0xa7), (Chip::Cv180x, 0xa8)] {
            assert_eq!(chip_of(&sample(chip)), Ok(chip));
            assert_eq!(sample(chip)[0], magic);
        }
        assert!(chip_of(&[0xa4]).unwrap_err().to_string().contains("0xa5 for cv183x"));
        assert!(chip_of(&[]).is_err());
    }

    #[test]
    fn errors_name_the_place_and_what_is_allowed() {
        let changed = |place: usize, value: u8| {
            let mut bytes = sample(Chip::Cv180x);
            bytes[72 + place] = value;
            error_in(Chip::Cv180x, &bytes)
        };
        assert!(changed(0, 0xa7).contains("offset 0x48: the packet starts with 0xa7, which is for cv181x"));
        assert!(changed(0, 0x00).contains("allowed: 0xa8 for cv180x"));
        assert!(changed(1, 0).contains("offset 0x49: the tiu packet has 0 bytes of body (allowed: 112)"));
        assert!(changed(2, 3).contains("offset 0x4a: the packet is for engine 3 (allowed: 0 tiu, 1 cpu, 2 tdma)"));
        assert!(error_in(Chip::Cv180x, &sample(Chip::Cv180x)[..75]).contains("offset 0x48: the command buffer ends 3"));
        assert!(error_in(Chip::Cv180x, &sample(Chip::Cv180x)[..90]).contains("ends 10 bytes into a packet's body"));
    }

    #[test]
    fn the_empty_command_buffer_has_no_packets() {
        assert!(read(Chip::Cv183x, &[]).next().is_none());
    }

    #[test]
    fn header_fields_are_where_the_table_says() {
        let unused = Unused { high_bits: 5, flags: 0x77, mask: 0x89ab_cdef };
        let bytes = write(Chip::Cv181x, [Packet { unused, ..CPU.into() }]);
        let words = [0, 4].map(|at| u32::from_le_bytes(*bytes[at..].first_chunk().unwrap()));
        let fields = PacketHeaderFields::unpack(0, &words);
        assert_eq!((fields.magic, fields.length, fields.engine), (0xa7, 224, 1));
        assert_eq!((fields.deprecated, fields.flags, fields.mask), (5, 0x77, 0x89ab_cdef));
    }

    #[test]
    fn unused_header_fields_survive() {
        let unused = Unused { high_bits: 9, flags: 3, mask: 0x1234_5678 };
        let bytes = write(Chip::Cv182x, [Packet { unused, ..TIU.into() }]);
        assert_eq!(bytes[..8], [0xa6, 112, 0x90, 3, 0x78, 0x56, 0x34, 0x12]);
        let packets: Vec<Packet<'_>> = read(Chip::Cv182x, &bytes).map(Result::unwrap).collect();
        assert_eq!(write(Chip::Cv182x, packets), bytes);
    }

    proptest! {
        #![proptest_config(hostile::cases())]

        #[test]
        fn damaged_buffers_give_packets_then_at_most_one_error(bytes in hostile::damaged(sample(Chip::Cv181x))) {
            let (packets, errors): (Vec<_>, Vec<_>) = read(Chip::Cv181x, &bytes).partition(Result::is_ok);
            let read_back = write(Chip::Cv181x, packets.into_iter().map(Result::unwrap));
            prop_assert!(bytes.starts_with(&read_back));
            prop_assert_eq!(errors.is_empty(), read_back.len() == bytes.len());
        }
    }
}
