//! Random compressed streams.

use super::draft::{Draft, Side};
use crate::chip::Window;
use crate::container::vlc::{self, DataType, Params, max_stream_bytes};
use crate::generate::{Content, Location, Random};
use crate::layout::tdma::{BF16, element_bytes};

impl Draft<'_> {
    fn data_type(&self) -> DataType {
        if self.fields.src_fmt == BF16 { DataType::Bf16 } else { DataType::Int8 }
    }

    /// A compressed stream of so many elements as source.
    pub(super) fn stream(&mut self, elements: u32) -> Option<()> {
        let plain = (elements * element_bytes(self.fields.src_fmt)) as usize;
        let noisy = self.random.chance(50);
        let small = |random: &mut Random| (random.below(13) as u8).wrapping_sub(6);
        let data = if noisy { self.random.bytes(plain) } else { (0..plain).map(|_| small(self.random)).collect() };
        let signed = self.random.chance(50);
        let bytes = vlc::encode(&data, &Params::for_weights(&data, self.data_type(), signed)).ok()?;
        let part = self.half(Side::Source);
        let room = u32::try_from(max_stream_bytes(plain, self.data_type())).ok()?;
        let start = self.dram_place(Side::Source, room, aligned(part), 16)?;
        if !self.fields.src_base_addr.is_multiple_of(16) {
            return None;
        }
        self.memory.push(Content { location: Location::Dram(start), bytes });
        Some(())
    }

    /// Room and parameters for compressing so many elements.
    pub(super) fn compressor(&mut self, elements: u32) -> Option<()> {
        let bf16 = self.fields.src_fmt == BF16;
        self.fields.cmprs_fmt = !bf16 && self.random.chance(50);
        self.fields.compress_zero_guard = bf16 && self.random.chance(50);
        self.fields.compress_bias0 = if bf16 { 127 } else { 0 };
        let plain = (elements * element_bytes(self.fields.src_fmt)) as usize;
        let room = u32::try_from(max_stream_bytes(plain, self.data_type())).ok()?;
        let part = self.half(Side::Destination);
        self.dram_place(Side::Destination, room, aligned(part), 16)?;
        self.fields.dst_base_addr.is_multiple_of(16).then_some(())
    }
}

fn aligned(part: Window) -> Window {
    let skipped = part.offset.next_multiple_of(16) - part.offset;
    Window { offset: part.offset + skipped, size: part.size.saturating_sub(skipped) }
}
