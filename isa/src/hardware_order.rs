//! The form in which the engines fetch descriptors, and the few fields that fetching itself depends on.
//!
//! A compiler emits TIU descriptors in *register order*: bit `n` of the register file is bit `n` of the little-endian
//! bytes. The TIU fetches 16-byte groups and wants them in *hardware order*: every group carries its index in the top
//! four bits of its last byte, and the last group stands first in exchange for the first. TDMA descriptors are fetched
//! as emitted. Fields are looked up in register order; their places come from the tables at compile time.

use crate::chip::Chip;
use crate::field::Record;
use crate::generated::{tdma, tiu};

/// Bytes of a TIU descriptor.
pub const TIU_BYTES: usize = 112;
/// Bytes of a TDMA descriptor.
pub const TDMA_BYTES: usize = 64;

/// A TIU descriptor in either order.
pub type TiuBytes = [u8; TIU_BYTES];
/// A TDMA descriptor.
pub type TdmaBytes = [u8; TDMA_BYTES];

const GROUP_BYTES: usize = 16;
const LAST_GROUP: usize = TIU_BYTES / GROUP_BYTES - 1;

/// The number of a descriptor within its segment, and the one of the other engine that it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandIds {
    /// The descriptor's own id, counted from 1.
    pub own: u16,
    /// The id that the other engine must have retired; 0 when the descriptor waits for nothing.
    pub wait: u16,
}

/// First bits of the fields that fetching depends on; all of them lie in the first eight bytes.
struct Places {
    own: u32,
    wait: u32,
    waits: u32,
    end: u32,
    interrupt: u32,
}

const TIU: [Places; 2] = [tiu_places(0), tiu_places(1)];
const TDMA: [Places; 2] = [tdma_places(0), tdma_places(1)];
/// Whether a layout defines the group indices in register order too; where it does not, they are zero there.
const KEEPS_INDICES: [bool; 2] = [keeps_indices(0), keeps_indices(1)];

/// Brings a TIU descriptor from register order into hardware order.
pub fn to_hardware_order(descriptor: &mut TiuBytes) {
    for (index, group) in (0_u8..).zip(descriptor.chunks_exact_mut(GROUP_BYTES)) {
        group[GROUP_BYTES - 1] |= index << 4;
    }
    swap_outer_groups(descriptor);
}

/// Brings a TIU descriptor from hardware order into the register order of `chip`.
pub fn from_hardware_order(chip: Chip, descriptor: &mut TiuBytes) {
    swap_outer_groups(descriptor);
    if !KEEPS_INDICES[layout(chip)] {
        descriptor.chunks_exact_mut(GROUP_BYTES).for_each(|group| group[GROUP_BYTES - 1] &= 0x0f);
    }
}

/// Whether every group of a TIU descriptor stands where hardware order wants it.
pub fn is_in_hardware_order(descriptor: &TiuBytes) -> bool {
    let index = |group: usize| usize::from(descriptor[group * GROUP_BYTES + GROUP_BYTES - 1] >> 4);
    (1..LAST_GROUP).all(|group| index(group) == group) && index(0) == LAST_GROUP && index(LAST_GROUP) == 0
}

fn swap_outer_groups(descriptor: &mut TiuBytes) {
    let (front, last) = descriptor.split_at_mut(LAST_GROUP * GROUP_BYTES);
    front[..GROUP_BYTES].swap_with_slice(last);
}

/// The command ids of a TIU descriptor in register order.
pub fn tiu_ids(chip: Chip, descriptor: &TiuBytes) -> CommandIds {
    TIU[layout(chip)].ids(first_bits(descriptor))
}

/// The command ids of a TDMA descriptor.
pub fn tdma_ids(chip: Chip, descriptor: &TdmaBytes) -> CommandIds {
    TDMA[layout(chip)].ids(first_bits(descriptor))
}

/// Whether the end and the interrupt bit of a TIU descriptor in register order are set.
pub fn tiu_end(chip: Chip, descriptor: &TiuBytes) -> EndBits {
    TIU[layout(chip)].end(first_bits(descriptor))
}

/// Whether the end and the interrupt bit of a TDMA descriptor are set.
pub fn tdma_end(chip: Chip, descriptor: &TdmaBytes) -> EndBits {
    TDMA[layout(chip)].end(first_bits(descriptor))
}

/// Sets or clears the end and interrupt bits of a TIU descriptor in register order.
pub fn set_tiu_end(chip: Chip, descriptor: &mut TiuBytes, end: bool) {
    change(descriptor, TIU[layout(chip)].end_mask(), end);
}

/// Sets or clears the end and interrupt bits of a TDMA descriptor.
pub fn set_tdma_end(chip: Chip, descriptor: &mut TdmaBytes, end: bool) {
    change(descriptor, TDMA[layout(chip)].end_mask(), end);
}

/// Whether a TDMA descriptor honours the id it waits for.
pub fn tdma_barrier(chip: Chip, descriptor: &TdmaBytes) -> bool {
    first_bits(descriptor) >> TDMA[layout(chip)].waits & 1 == 1
}

/// Makes a TDMA descriptor honour the id it waits for.
pub fn set_tdma_barrier(chip: Chip, descriptor: &mut TdmaBytes) {
    change(descriptor, 1 << TDMA[layout(chip)].waits, true);
}

/// The bits with which the last descriptor of a list stops its engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndBits {
    /// The engine fetches nothing behind the descriptor.
    pub end: bool,
    /// The engine raises an interrupt when the descriptor retires.
    pub interrupt: bool,
}

impl Places {
    fn ids(&self, bits: u64) -> CommandIds {
        let wait = if bits >> self.waits & 1 == 1 { (bits >> self.wait) as u16 } else { 0 };
        CommandIds { own: (bits >> self.own) as u16, wait }
    }

    fn end(&self, bits: u64) -> EndBits {
        EndBits { end: bits >> self.end & 1 == 1, interrupt: bits >> self.interrupt & 1 == 1 }
    }

    const fn end_mask(&self) -> u64 {
        1 << self.end | 1 << self.interrupt
    }
}

fn layout(chip: Chip) -> usize {
    chip.profile().layout as usize
}

fn first_bits(descriptor: &[u8]) -> u64 {
    descriptor.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn change(descriptor: &mut [u8], mask: u64, set: bool) {
    if let Some(bytes) = descriptor.first_chunk_mut() {
        let bits = u64::from_le_bytes(*bytes);
        *bytes = if set { bits | mask } else { bits & !mask }.to_le_bytes();
    }
}

const fn tiu_places(layout: usize) -> Places {
    Places {
        own: first_bit(&tiu::RECORD, layout, "cmd_id_tpu"),
        wait: first_bit(&tiu::RECORD, layout, "cmd_id_gdma"),
        waits: first_bit(&tiu::RECORD, layout, "cmd_id_en"),
        end: first_bit(&tiu::RECORD, layout, "cmd_end"),
        interrupt: first_bit(&tiu::RECORD, layout, "cmd_intr_en"),
    }
}

const fn tdma_places(layout: usize) -> Places {
    Places {
        own: first_bit(&tdma::RECORD, layout, "cmd_id"),
        wait: first_bit(&tdma::RECORD, layout, "wait_id_tpu"),
        waits: first_bit(&tdma::RECORD, layout, "bar_en"),
        end: first_bit(&tdma::RECORD, layout, "eod"),
        interrupt: first_bit(&tdma::RECORD, layout, "intp_en"),
    }
}

const fn keeps_indices(layout: usize) -> bool {
    tiu::RECORD.fields[row(&tiu::RECORD, "group1")].defaults[layout] == 1
}

const fn first_bit(record: &Record, layout: usize, name: &str) -> u32 {
    match record.fields[row(record, name)].places[layout] {
        Some(place) => place.low.bit as u32,
        // Evaluated while compiling: shifting by this much stops the build.
        None => u32::MAX,
    }
}

/// The row of a field; evaluated while compiling, where running off the table stops the build.
const fn row(record: &Record, name: &str) -> usize {
    let mut row = 0;
    while !same(record.fields[row].name.as_bytes(), name.as_bytes()) {
        row += 1;
    }
    row
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([], []) => true,
        ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) => *first_a == *first_b && same(rest_a, rest_b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The chips and what their register files hold at the group indices.
    const CHIPS: [(Chip, bool); 4] =
        [(Chip::Cv183x, false), (Chip::Cv182x, true), (Chip::Cv181x, true), (Chip::Cv180x, true)];

    fn numbered() -> TiuBytes {
        std::array::from_fn(|place| if place % GROUP_BYTES == GROUP_BYTES - 1 { 0 } else { place as u8 })
    }

    fn with_indices(mut descriptor: TiuBytes, present: bool) -> TiuBytes {
        for (index, group) in descriptor.chunks_exact_mut(GROUP_BYTES).enumerate() {
            let last = &mut group[GROUP_BYTES - 1];
            *last = *last & 0x0f | if present { (index as u8) << 4 } else { 0 };
        }
        descriptor
    }

    #[test]
    fn groups_carry_their_index_and_the_outer_ones_trade_places() {
        let mut descriptor = numbered();
        to_hardware_order(&mut descriptor);
        assert_eq!((descriptor[0], descriptor[15]), (96, 0x60));
        assert_eq!((descriptor[16], descriptor[31]), (16, 0x10));
        assert_eq!((descriptor[96], descriptor[111]), (0, 0x00));
        assert!(is_in_hardware_order(&descriptor));
        assert!(!is_in_hardware_order(&numbered()));
    }

    #[test]
    fn ids_and_end_bits_lie_where_each_chip_has_them() {
        let mut old: TiuBytes = [0; TIU_BYTES];
        old[..8].copy_from_slice(&(4_u64 | 0x1234 << 3 | 0xabcd << 19).to_le_bytes());
        assert_eq!(tiu_ids(Chip::Cv183x, &old), CommandIds { own: 0x1234, wait: 0xabcd });
        set_tiu_end(Chip::Cv183x, &mut old, true);
        assert_eq!((old[0] & 2, old[4] & 0x10), (2, 0x10));
        let mut new: TiuBytes = [0; TIU_BYTES];
        new[..8].copy_from_slice(&(4_u64 | 0x1234 << 32 | 0xabcd << 48).to_le_bytes());
        assert_eq!(tiu_ids(Chip::Cv180x, &new), CommandIds { own: 0x1234, wait: 0xabcd });
        set_tiu_end(Chip::Cv180x, &mut new, true);
        assert_eq!(new[0], 4 | 2 | 0x10);
        let mut transfer: TdmaBytes = [0; TDMA_BYTES];
        transfer[2..4].copy_from_slice(&[0x34, 0x12]);
        transfer[6..8].copy_from_slice(&[0xcd, 0xab]);
        assert_eq!(tdma_ids(Chip::Cv181x, &transfer), CommandIds { own: 0x1234, wait: 0 });
        set_tdma_barrier(Chip::Cv181x, &mut transfer);
        assert_eq!(tdma_ids(Chip::Cv181x, &transfer), CommandIds { own: 0x1234, wait: 0xabcd });
        set_tdma_end(Chip::Cv181x, &mut transfer, true);
        assert_eq!(transfer[0], 0x10 | 4 | 8);
    }

    proptest! {
        #[test]
        fn both_orders_convert_into_each_other(seed: [[u8; 16]; 7], place in 0_usize..4) {
            let (chip, kept) = CHIPS[place];
            let mut descriptor = [0; TIU_BYTES];
            descriptor.copy_from_slice(seed.as_flattened());
            let registers = with_indices(descriptor, kept);
            let mut there = registers;
            to_hardware_order(&mut there);
            prop_assert!(is_in_hardware_order(&there));
            let mut back = there;
            from_hardware_order(chip, &mut back);
            prop_assert_eq!(back, registers);
        }

        #[test]
        fn ending_changes_two_bits_only(seed: [[u8; 16]; 7], place in 0_usize..4) {
            let chip = CHIPS[place].0;
            let mut descriptor = [0; TIU_BYTES];
            descriptor.copy_from_slice(seed.as_flattened());
            set_tiu_end(chip, &mut descriptor, false);
            let mut ended = descriptor;
            set_tiu_end(chip, &mut ended, true);
            prop_assert_eq!(tiu_end(chip, &ended), EndBits { end: true, interrupt: true });
            prop_assert_eq!(tiu_ids(chip, &ended), tiu_ids(chip, &descriptor));
            let changed: u32 = ended.iter().zip(&descriptor).map(|(a, b)| (a ^ b).count_ones()).sum();
            prop_assert_eq!(changed, 2);
        }
    }
}
