#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use super::*;
use crate::container::hostile;
use crate::container::packets::{self, Body, Packet};
use crate::field::Fields;
use crate::generated::cpu_descriptor::CpuDescriptorFields;
use crate::generated::dmabuf_header::DmabufHeaderFields;
use crate::hardware_order::{set_tdma_barrier, tdma_ids, tiu_ids};
use flate2::Crc;
use proptest::prelude::*;

/// A packet in the making: engine, wait and what fills the rest.
#[derive(Clone, Copy, Debug)]
enum Step {
    Tiu { wait: u16, fill: u8 },
    Tdma { wait: u16, fill: u8 },
    Cpu { fill: u8 },
}

/// Writes command buffers with ids counted as a compiler counts them.
struct Compiler {
    chip: Chip,
    next: [u16; 2],
    bytes: Vec<u8>,
}

impl Compiler {
    fn new(chip: Chip) -> Self {
        Compiler { chip, next: [1; 2], bytes: Vec::new() }
    }

    fn compile(chip: Chip, steps: &[Step]) -> Vec<u8> {
        let mut compiler = Compiler::new(chip);
        steps.iter().for_each(|&step| compiler.emit(step));
        compiler.bytes
    }

    fn emit(&mut self, step: Step) {
        match step {
            Step::Tiu { wait, fill } => {
                let descriptor = tiu(self.chip, self.next[0], wait, fill);
                self.push(Body::Tiu(&descriptor), Some(0));
            }
            Step::Tdma { wait, fill } => {
                let descriptor = tdma(self.chip, self.next[1], wait, fill);
                self.push(Body::Tdma(&descriptor), Some(1));
            }
            Step::Cpu { fill } => {
                let mut record = [fill; CPU_BYTES];
                record[4..TEXT_AT].fill(0);
                self.push(Body::Cpu(&record), None);
            }
        }
    }

    fn push(&mut self, body: Body<'_>, engine: Option<usize>) {
        Packet::from(body).append_to(self.chip, &mut self.bytes);
        match engine {
            Some(engine) if self.next[engine] != LAST_ID => self.next[engine] += 1,
            _ => self.next = [1; 2],
        }
    }
}

fn tiu(chip: Chip, own: u16, wait: u16, fill: u8) -> TiuBytes {
    let mut descriptor = [fill; TIU_BYTES];
    let kept = chip.profile().dmabuf_magic == 0x1822;
    for (index, group) in descriptor.chunks_exact_mut(16).enumerate() {
        group[15] = fill & 0x0f | if kept { (index as u8) << 4 } else { 0 };
    }
    let (own, wait) = (u64::from(own), u64::from(wait));
    let bits = if kept { own << 32 | wait << 48 } else { own << 3 | wait << 19 };
    descriptor[..8].copy_from_slice(&(bits | 0b101).to_le_bytes());
    descriptor
}

fn tdma(chip: Chip, own: u16, wait: u16, fill: u8) -> TdmaBytes {
    let mut descriptor = [fill; TDMA_BYTES];
    descriptor[..8].copy_from_slice(&(1 | u64::from(own) << 16 | u64::from(wait) << 48).to_le_bytes());
    set_tdma_barrier(chip, &mut descriptor);
    descriptor
}

const CHIPS: [Chip; 4] = [Chip::Cv183x, Chip::Cv182x, Chip::Cv181x, Chip::Cv180x];

/// Load, compute, load the next while computing, store: the pattern of compiled networks.
const NETWORK: [Step; 7] = [
    Step::Tdma { wait: 0, fill: 0x10 },
    Step::Tiu { wait: 1, fill: 0x21 },
    Step::Tdma { wait: 0, fill: 0x32 },
    Step::Tiu { wait: 2, fill: 0x43 },
    Step::Tdma { wait: 1, fill: 0x54 },
    Step::Tdma { wait: 2, fill: 0x65 },
    Step::Tiu { wait: 4, fill: 0x76 },
];

fn network(chip: Chip) -> Vec<u8> {
    Compiler::compile(chip, &NETWORK)
}

fn text_of(result: Result<impl Sized, crate::diagnostic::FormatError>) -> String {
    result.err().unwrap().to_string()
}

#[test]
fn parts_lie_where_the_driver_looks() {
    let bytes = from_packets(Chip::Cv181x, &network(Chip::Cv181x)).unwrap();
    let dmabuf = read(Chip::Cv181x, &bytes).unwrap();
    assert_eq!(bytes.len(), 512 + 512 + 4 * 64);
    assert_eq!(bytes[..4], [0xb5, 0xb5, 0x22, 0x18]);
    let header = &dmabuf.header;
    assert_eq!((header.size, header.cpu_count, header.tiu_count, header.tdma_count), (1280, 1, 3, 4));
    let record = &dmabuf.segments[0].record;
    assert_eq!((record.operation, &record.text[..10]), (2, b"layer_end\0".as_slice()));
    assert_eq!(record.tiu, Run { count: 3, place: 512, origin: 0 });
    assert_eq!(record.tdma, Run { count: 4, place: 1024, origin: 0 });
    assert_eq!(dmabuf.segments[0].tiu[0][15] >> 4, 6);
    assert_eq!(dmabuf.segments[0].tiu[2][96], 0b101 | 2 | 0x10, "the last descriptor ends and interrupts");
    assert_eq!(dmabuf.segments[0].tdma[3][0], 1 | 4 | 8 | 0x10);
    assert_eq!(dmabuf.segments[0].tdma[2][0], 1 | 0x10);
    assert_eq!((dmabuf.pmu_bytes(), dmabuf.device_address), ((1 << 20) + 4096, None));
}

fn words<const N: usize>(bytes: &[u8]) -> [u32; N] {
    std::array::from_fn(|word| u32::from_le_bytes(*bytes[4 * word..].first_chunk().unwrap()))
}

#[test]
fn fields_are_where_the_tables_say() {
    let bytes = from_packets(Chip::Cv183x, &network(Chip::Cv183x)).unwrap();
    let array_bases = [0x1_0000_0002, 0, 0, 0, 0, 0, 0, 0xf_0000_000e];
    let placement = Placement { device_address: 0x1000, pmu_bytes: 77, array_bases };
    let placed = read(Chip::Cv183x, &bytes).unwrap().placed(&placement).unwrap();
    let header = DmabufHeaderFields::unpack(0, &words(&placed));
    assert_eq!((header.magic_m, header.magic_s, header.size), (0xb5b5, 0x1835, 1280));
    assert_eq!((header.cpu_descriptors, header.tiu_descriptors, header.tdma_descriptors), (1, 3, 4));
    assert_eq!((header.clock_rate, header.pmu_size, header.pmu_offset), (0, 77, 1280));
    assert_eq!((header.array_base0_low, header.array_base0_high), (2, 1));
    assert_eq!((header.array_base7_low, header.array_base7_high), (14, 15));
    let record = CpuDescriptorFields::unpack(0, &words(&placed[HEADER_BYTES..]));
    assert_eq!((record.op, record.tiu_count, record.tdma_count), (2, 3, 4));
    assert_eq!((record.tiu_offset, record.tdma_offset), ((0x1000 + 512) >> 8, (0x1000 + 1024) >> 6));
}

/// The checksums are those of the vendor's conversion of the same packets.
#[test]
fn conversion_agrees_with_the_vendor() {
    let steps: Vec<Step> = (0..200_u8)
        .map(|n| match n % 7 {
            0 | 2 | 3 => Step::Tiu { wait: u16::from(n), fill: n.wrapping_mul(37) },
            6 if n % 5 == 0 => Step::Cpu { fill: n.wrapping_mul(11) },
            _ => Step::Tdma { wait: u16::from(n), fill: n.wrapping_mul(29) },
        })
        .collect();
    let checksums = CHIPS.map(|chip| {
        let mut crc = Crc::new();
        crc.update(&from_packets(chip, &Compiler::compile(chip, &steps)).unwrap());
        crc.sum()
    });
    assert_eq!(checksums, [0x57c7_c82e, 0x4306_cc89, 0x4306_cc89, 0x4306_cc89]);
}

#[test]
fn the_order_of_compiled_networks_is_found_again() {
    for chip in CHIPS {
        let bytes = from_packets(chip, &network(chip)).unwrap();
        assert_eq!(read(chip, &bytes).unwrap().to_packets().unwrap(), network(chip), "{chip}");
    }
}

#[test]
fn cpu_packets_end_segments_and_come_back() {
    let steps = [
        Step::Cpu { fill: 1 },
        Step::Tdma { wait: 0, fill: 2 },
        Step::Tiu { wait: 1, fill: 3 },
        Step::Cpu { fill: 4 },
        Step::Tdma { wait: 0, fill: 5 },
    ];
    let packets = Compiler::compile(Chip::Cv183x, &steps);
    let bytes = from_packets(Chip::Cv183x, &packets).unwrap();
    let dmabuf = read(Chip::Cv183x, &bytes).unwrap();
    let counts: Vec<_> = dmabuf.segments.iter().map(|segment| (segment.tiu.len(), segment.tdma.len())).collect();
    assert_eq!(counts, [(0, 0), (1, 1), (0, 1)]);
    assert_eq!(dmabuf.segments[1].record.text, &[4; TEXT_BYTES]);
    assert_eq!(dmabuf.to_packets().unwrap(), packets);
}

#[test]
fn ids_start_again_behind_the_largest() {
    let mut compiler = Compiler::new(Chip::Cv180x);
    for _ in 0..MAX_RUN + 2 {
        compiler.emit(Step::Tdma { wait: 0, fill: 7 });
    }
    let bytes = from_packets(Chip::Cv180x, &compiler.bytes).unwrap();
    let dmabuf = read(Chip::Cv180x, &bytes).unwrap();
    assert_eq!(dmabuf.segments.iter().map(|segment| segment.tdma.len()).collect::<Vec<_>>(), [MAX_RUN, 2]);
    assert_eq!(tdma_ids(Chip::Cv180x, &dmabuf.segments[1].tdma[1]).own, 2);
    assert!(dmabuf.to_packets().unwrap() == compiler.bytes);
}

#[test]
fn runs_that_ids_cannot_count_are_refused() {
    let descriptor = tdma(Chip::Cv181x, 1, 0, 0);
    let packets = packets::write(Chip::Cv181x, vec![Packet::from(Body::Tdma(&descriptor)); MAX_RUN + 1]);
    let text = text_of(from_packets(Chip::Cv181x, &packets));
    assert!(text.contains("offset 0x47ffb8") && text.contains("more than 65535"), "{text}");
}

#[test]
fn errors_of_packets_pass_through() {
    assert!(text_of(from_packets(Chip::Cv181x, &network(Chip::Cv180x))).starts_with("packets at offset 0x0"));
}

#[test]
fn placing_keeps_offsets_and_adds_addresses() {
    let packets = network(Chip::Cv182x);
    let bytes = from_packets(Chip::Cv182x, &packets).unwrap();
    let array_bases = [1 << 33, 2, 3, 4, 5, 6, 7, 8];
    let placement = Placement { device_address: 0x8123_4000, pmu_bytes: 0x10_1000, array_bases };
    let placed = read(Chip::Cv182x, &bytes).unwrap().placed(&placement).unwrap();
    let dmabuf = read(Chip::Cv182x, &placed).unwrap();
    assert_eq!(dmabuf.device_address, Some(0x8123_4000));
    assert_eq!(dmabuf.segments[0].record.tiu, Run { count: 3, place: 0x81_2342, origin: 512 });
    assert_eq!(dmabuf.segments[0].record.tdma, Run { count: 4, place: 0x204_8d10, origin: 1024 });
    assert_eq!((dmabuf.header.pmu_bytes, dmabuf.header.pmu_offset), (0x10_1000, 1280));
    assert_eq!(dmabuf.header.array_bases, array_bases);
    assert_eq!(dmabuf.to_packets().unwrap(), packets);
    assert!(text_of(dmabuf.placed(&placement)).contains("already placed"));
    let moved = {
        let mut moved = placed.clone();
        moved[HEADER_BYTES + TDMA_RUN.place_at] ^= 1;
        moved
    };
    assert!(text_of(read(Chip::Cv182x, &moved)).contains("not where the others are"));
}

#[test]
fn places_that_do_not_fit_are_refused() {
    let bytes = from_packets(Chip::Cv182x, &network(Chip::Cv182x)).unwrap();
    let dmabuf = read(Chip::Cv182x, &bytes).unwrap();
    let at = |device_address| text_of(dmabuf.placed(&Placement { device_address, ..Placement::default() }));
    assert!(at(0x1001).contains("start of a page"));
    assert!(at(1 << 38).contains("TDMA engine cannot fetch"));
    assert!(at(!0xfff).contains("TIU engine cannot fetch"));
}

#[test]
fn the_magic_numbers_tell_the_layout() {
    let of = |chip| from_packets(chip, &network(chip)).unwrap();
    assert_eq!(chips_of(&of(Chip::Cv183x)).unwrap(), [Chip::Cv183x]);
    assert_eq!(chips_of(&of(Chip::Cv181x)).unwrap(), [Chip::Cv182x, Chip::Cv181x, Chip::Cv180x]);
    assert!(text_of(chips_of(b"\xb5")).contains("nothing"));
    assert!(text_of(read(Chip::Cv181x, &of(Chip::Cv183x))).contains("0x1822 for cv181x"));
}

#[test]
fn broken_layouts_are_refused_with_the_place() {
    let original = from_packets(Chip::Cv181x, &network(Chip::Cv181x)).unwrap();
    let with = |at: usize, value: u32| {
        let mut bytes = original.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        text_of(read(Chip::Cv181x, &bytes))
    };
    assert!(with(4, 1281).contains("offset 0x4: the header says 1281 bytes and 1280 are there"));
    assert!(with(8, u32::MAX).contains("4294967295 CPU records do not fit"));
    assert!(with(12, 4).contains("offset 0xc: the header counts 4 TIU descriptors and the CPU records 3"));
    assert!(with(16, 5).contains("offset 0x10"));
    assert!(with(128 + 4, 0x1_0003).contains("65539 TIU descriptors"));
    assert!(with(128 + 4, 60).contains("offset 0x8c: a TIU run starts at 0x200"));
    assert!(with(128 + 12, 513).contains("a multiple of 256 from 0x160"));
    assert!(with(128 + 12, 256).contains("a multiple of 256 from 0x160"));
    assert!(with(512 + 3 * 112, 1).contains("offset 0x350: the padding behind a TIU run is not zero"));
    assert!(text_of(read(Chip::Cv181x, &original[..100])).contains("ends within its header"));
}

#[test]
fn bytes_behind_the_buffer_are_left_alone() {
    let mut bytes = from_packets(Chip::Cv181x, &network(Chip::Cv181x)).unwrap();
    let alone = read(Chip::Cv181x, &bytes).unwrap().to_packets();
    bytes.extend([0xff; 4096]);
    assert_eq!(read(Chip::Cv181x, &bytes).unwrap().to_packets(), alone);
}

#[test]
fn descriptors_unlike_converted_ones_stay_in_memory() {
    let original = from_packets(Chip::Cv181x, &network(Chip::Cv181x)).unwrap();
    let with = |at: usize, value: u8| {
        let mut bytes = original.clone();
        bytes[at] = value;
        text_of(read(Chip::Cv181x, &bytes).unwrap().to_packets())
    };
    assert!(with(512 + 15, 0).contains("TIU descriptor 0 is not in hardware order"));
    assert!(with(512 + 2 * 112 + 96, 0b101).contains("the last TIU descriptor does not stop"));
    assert!(with(1024 + 3 * 64, 0x11).contains("the last TDMA descriptor does not stop"));
    assert!(with(1024, 1).contains("TDMA descriptor 0 ignores the id"));
    let mut early = original.clone();
    early[1024 + 2..1024 + 4].fill(0xff);
    let text = text_of(read(Chip::Cv181x, &early).unwrap().to_packets());
    assert!(text.contains("segment 0 cannot be a command buffer: descriptors follow the id 65535"), "{text}");
}

#[test]
fn the_empty_command_buffer_has_no_segments() {
    let bytes = from_packets(Chip::Cv181x, &[]).unwrap();
    let dmabuf = read(Chip::Cv181x, &bytes).unwrap();
    assert!(dmabuf.segments.is_empty());
    assert!(dmabuf.to_packets().unwrap().is_empty());
}

fn any_chip() -> impl Strategy<Value = Chip> {
    prop::sample::select(CHIPS.to_vec())
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_u16..40, any::<u8>()).prop_map(|(wait, fill)| Step::Tiu { wait, fill }),
        6 => (0_u16..40, any::<u8>()).prop_map(|(wait, fill)| Step::Tdma { wait, fill }),
        1 => any::<u8>().prop_map(|fill| Step::Cpu { fill }),
    ]
}

/// What the engines see of a command buffer: each one's descriptors, segment by segment.
fn per_engine(chip: Chip, packets: &[u8]) -> Vec<(Vec<u16>, Vec<u16>)> {
    let bytes = from_packets(chip, packets).unwrap();
    let segments = read(chip, &bytes).unwrap().segments;
    let registers = |descriptor: &TiuBytes| {
        let mut registers = *descriptor;
        crate::hardware_order::from_hardware_order(chip, &mut registers);
        tiu_ids(chip, &registers).own
    };
    let tiu = |segment: &Segment<'_>| segment.tiu.iter().map(registers).collect();
    let tdma = |segment: &Segment<'_>| segment.tdma.iter().map(|bytes| tdma_ids(chip, bytes).own).collect();
    segments.iter().map(|segment| (tiu(segment), tdma(segment))).collect()
}

proptest! {
    #[test]
    fn memory_and_packets_convert_into_each_other(chip in any_chip(), steps in prop::collection::vec(any_step(), 0..60)) {
        let packets = Compiler::compile(chip, &steps);
        let bytes = from_packets(chip, &packets).unwrap();
        let restored = read(chip, &bytes).unwrap().to_packets().unwrap();
        prop_assert_eq!(&from_packets(chip, &restored).unwrap(), &bytes);
        prop_assert_eq!(per_engine(chip, &restored), per_engine(chip, &packets));
        let again = from_packets(chip, &restored).unwrap();
        prop_assert_eq!(read(chip, &again).unwrap().to_packets().unwrap(), restored);
    }
}

proptest! {
    #![proptest_config(hostile::cases())]

    #[test]
    fn damaged_buffers_never_panic(
        bytes in hostile::damaged(from_packets(Chip::Cv181x, &network(Chip::Cv181x)).unwrap()),
        device_address: u64,
    ) {
        if let Ok(dmabuf) = read(Chip::Cv181x, &bytes) {
            let descriptors: usize = dmabuf.segments.iter().map(|segment| segment.tiu.len() + segment.tdma.len()).sum();
            prop_assert!(descriptors * TDMA_BYTES <= bytes.len());
            let _ = dmabuf.placed(&Placement { device_address, ..Placement::default() });
            if let Ok(packets) = dmabuf.to_packets() {
                prop_assert!(from_packets(Chip::Cv181x, &packets).is_ok());
            }
        }
    }
}
