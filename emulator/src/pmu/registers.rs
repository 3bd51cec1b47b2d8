//! The monitor's registers.

use crate::memory::{Dram, OutOfRange};
use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::container::dmabuf::Header;
use isa::container::pmu::{RECORD_BYTES, bytes_of};
use isa::field::Span;
use isa::generated::pmu_record::PmuRecordFields;
use isa::generated::registers::Register;

/// The event that counts bursts and beats.
const BANDWIDTH: u32 = 2;
/// The longest burst, for writes to the buffer.
const LONGEST_BURST: u32 = 3;
/// The registers hold addresses and sizes in units of this.
const UNIT: u64 = RECORD_BYTES as u64;

/// The performance monitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pmu {
    control: u32,
    buffer: u32,
    size: u32,
    ended: bool,
}

impl Pmu {
    /// The monitor as the driver turns it on for a command buffer at the bus address `address`; off unless the header
    /// gives both place and size.
    ///
    /// # Errors
    /// A buffer beyond what the register can tell.
    pub fn of_header(header: &Header, address: u64) -> Result<Option<Pmu>, Refusal> {
        if header.pmu_offset == 0 || header.pmu_bytes == 0 {
            return Ok(None);
        }
        let buffer = address.saturating_add(header.pmu_offset.into()) / UNIT;
        let buffer = u32::try_from(buffer).map_err(|_| {
            Refusal::new(format!("the monitor cannot write at {address:#x}")).help("place the buffer below 64 GiB")
        })?;
        let mut pmu = Pmu::default();
        pmu.write(Register::TdmaPmuBuffer, buffer)?;
        pmu.write(Register::TdmaPmuSize, header.pmu_bytes / UNIT as u32)?;
        let flags = ["enable", "count_tiu", "count_tdma", "ring"].map(|flag| control(flag, 1));
        let values = [control("event", BANDWIDTH), control("burst_length", LONGEST_BURST)];
        pmu.write(Register::TdmaPmuControl, flags.iter().chain(&values).fold(0, |all, bits| all | bits))?;
        Ok(Some(pmu))
    }

    /// The value of a register; `None` where the monitor has none.
    #[must_use]
    pub fn read(&self, register: Register) -> Option<u32> {
        match register {
            Register::TdmaPmuControl => Some(self.control),
            Register::TdmaPmuBuffer => Some(self.buffer),
            Register::TdmaPmuSize => Some(self.size),
            Register::TdmaInterrupt => Some(u32::from(self.ended) << place(register, "end_of_pmu").bit),
            _ => None,
        }
    }

    /// Changes a register; those that the monitor does not have keep what they are.
    ///
    /// # Errors
    /// An event of which nobody knows what it counts.
    pub fn write(&mut self, register: Register, value: u32) -> Result<(), Refusal> {
        match register {
            Register::TdmaPmuControl => {
                let event = field(register, "event", value);
                if field(register, "enable", value) == 1 && event != BANDWIDTH {
                    return Err(Refusal::new("nobody has told what this event counts")
                        .field("event", event, BANDWIDTH.to_string())
                        .help("select the bandwidth of the TDMA"));
                }
                self.control = value;
            }
            Register::TdmaPmuBuffer => self.buffer = value,
            Register::TdmaPmuSize => self.size = value,
            Register::TdmaInterrupt if field(register, "end_of_pmu", value) == 1 => self.ended = false,
            _ => {}
        }
        Ok(())
    }

    /// Whether descriptors of either engine are recorded, the TIU's first.
    #[must_use]
    pub fn counts(&self) -> [bool; 2] {
        let is_set = |flag| field(Register::TdmaPmuControl, flag, self.control) == 1;
        ["count_tiu", "count_tdma"].map(|flag| is_set("enable") && is_set(flag))
    }

    /// Turns the monitor off: what it has recorded, in the order in which it ended, goes to memory with a zero behind it.
    ///
    /// A full ring starts over; without one, what does not fit is lost.
    ///
    /// # Errors
    /// A buffer that leaves the memory.
    pub fn stop(&mut self, records: &[PmuRecordFields], chip: &ChipProfile, dram: &mut Dram) -> Result<(), OutOfRange> {
        let is_ring = field(Register::TdmaPmuControl, "ring", self.control) == 1;
        self.control &= !control("enable", 1);
        let start = (u64::from(self.buffer) * UNIT).wrapping_sub(chip.gmem_start);
        let room = dram.range_mut(start, u64::from(self.size) * UNIT)?.as_chunks_mut::<RECORD_BYTES>().0;
        let all = records.iter().map(bytes_of).chain([[0; RECORD_BYTES]]);
        for (number, bytes) in all.enumerate() {
            let number = if is_ring && !room.is_empty() { number % room.len() } else { number };
            let Some(slot) = room.get_mut(number) else { break };
            *slot = bytes;
        }
        self.ended = true;
        Ok(())
    }
}

/// A field of the control register with a value.
fn control(name: &str, value: u32) -> u32 {
    value << place(Register::TdmaPmuControl, name).bit
}

fn field(register: Register, name: &str, value: u32) -> u32 {
    let Span { bit, width } = place(register, name);
    value >> bit & u32::MAX >> (u32::BITS - u32::from(width))
}

/// Where the table puts a field.
fn place(register: Register, name: &str) -> Span {
    let row = register.info().fields.iter().find(|row| row.name == name);
    row.and_then(|row| row.places.first().copied().flatten()).map_or(Span { bit: 0, width: 1 }, |place| place.low)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::chip::Chip;
    use isa::container::pmu::records;

    fn header(pmu_bytes: u32, pmu_offset: u32) -> Header {
        let counts = (0, 0, 0, 0);
        let (size, cpu_count, tiu_count, tdma_count) = counts;
        Header { size, cpu_count, tiu_count, tdma_count, clock: 0, pmu_bytes, pmu_offset, array_bases: [0; 8] }
    }

    fn record(id: u16) -> PmuRecordFields {
        PmuRecordFields { r#type: 4, id, event0: 0, event1: 0, end: 2, start: 1 }
    }

    /// Ids that a reader finds behind `count` records in a buffer of four.
    fn found(count: u16, ring: bool) -> Vec<u16> {
        let mut pmu = Pmu::of_header(&header(64, 16), 0x100).unwrap().unwrap();
        if !ring {
            pmu.control &= !control("ring", 1);
        }
        let mut dram = Dram::new(4096);
        let all: Vec<PmuRecordFields> = (1..=count).map(record).collect();
        pmu.stop(&all, Chip::Cv181x.profile(), &mut dram).unwrap();
        let bytes = dram.read(0x110, 64).unwrap();
        assert_eq!(dram.read(0x150, 64).unwrap(), [0; 64]);
        records(bytes).map(|record| record.id).collect()
    }

    #[test]
    fn the_driver_writes_what_it_writes_on_a_board() {
        let pmu = Pmu::of_header(&header(0x10_1000, 0x4000), 0x8000_0000).unwrap().unwrap();
        let value = |register| pmu.read(register).unwrap();
        assert_eq!(value(Register::TdmaPmuControl), 1 | 1 << 3 | 1 << 4 | 2 << 5 | 3 << 8 | 1 << 10);
        assert_eq!((value(Register::TdmaPmuBuffer), value(Register::TdmaPmuSize)), (0x0800_0400, 0x1_0100));
        assert_eq!(pmu.counts(), [true, true]);
        assert_eq!(Pmu::of_header(&header(0, 0x4000), 0).unwrap(), None);
        assert_eq!(Pmu::of_header(&header(0x1000, 0), 0).unwrap(), None);
        assert_eq!(Register::TdmaPmuControl.info().offset, 0x200);
    }

    #[test]
    fn a_full_ring_starts_over_and_a_full_list_ends() {
        assert_eq!(found(3, true), [1, 2, 3]);
        assert_eq!(found(5, true), [5]);
        assert_eq!(found(7, true), [5, 6, 7]);
        assert_eq!(found(3, false), [1, 2, 3]);
        assert_eq!(found(7, false), [1, 2, 3, 4]);
    }

    #[test]
    fn the_end_is_told_until_it_is_cleared() {
        let mut pmu = Pmu::of_header(&header(64, 16), 0).unwrap().unwrap();
        assert_eq!(pmu.read(Register::TdmaInterrupt), Some(0));
        pmu.stop(&[], Chip::Cv181x.profile(), &mut Dram::new(4096)).unwrap();
        assert_eq!((pmu.read(Register::TdmaInterrupt), pmu.counts()), (Some(1 << 31), [false; 2]));
        pmu.write(Register::TdmaInterrupt, 0xffff_0000).unwrap();
        assert_eq!(pmu.read(Register::TdmaInterrupt), Some(0));
    }

    #[test]
    fn events_that_nobody_knows_are_refused() {
        for event in [0, 1, 3] {
            let told = Pmu::default().write(Register::TdmaPmuControl, 1 | event << 5).unwrap_err().to_string();
            assert!(told.contains(&format!("event = {event}")) && told.contains("allowed: 2"), "{told}");
        }
        assert!(Pmu::default().write(Register::TdmaPmuControl, 1 << 5).is_ok());
    }

    #[test]
    fn a_buffer_outside_of_memory_is_refused() {
        let mut pmu = Pmu::of_header(&header(64, 16), 4096).unwrap().unwrap();
        assert!(pmu.stop(&[record(1)], Chip::Cv181x.profile(), &mut Dram::new(4096)).is_err());
    }
}
