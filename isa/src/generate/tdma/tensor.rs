//! Random moves of tensors, images and runs of bytes.

use super::draft::{Draft, Side, Strides};
use crate::generate::place::{self, Wish};
use crate::layout::Shape;
use crate::layout::tdma::Function;

impl Draft<'_> {
    pub(super) fn tensor(&mut self, wanted: Function) -> Option<()> {
        let source = self.sizes();
        let [n, c, h, w] = source;
        let destination = match wanted {
            Function::LoadTransposed | Function::StoreTransposed => [c, n, h, w],
            Function::StoreInterleaved => [n, w, h, c],
            Function::Compress => source,
            _ => self.reshaped(source),
        };
        self.shapes(source, destination);
        self.fields.const_val = self.random.below(1 << 16) as u16;
        let (from_local, to_local) = (wanted.reads_local(), wanted.writes_local());
        match (from_local, to_local) {
            (true, true) => self.both_local(source, destination),
            _ if matches!(wanted, Function::FillLocal | Function::FillDram) => {
                self.side(Side::Destination, to_local, destination)
            }
            _ => {
                self.far(wanted, Side::Source, from_local, source, destination)?;
                self.far(wanted, Side::Destination, to_local, destination, source)
            }
        }
    }

    /// One side of a transfer between both memories, where a compressed stream takes the place of a tensor.
    fn far(&mut self, wanted: Function, side: Side, is_local: bool, shape: Shape, other: Shape) -> Option<()> {
        match (wanted, side) {
            (Function::Decompress, Side::Source) => self.stream(volume(other)),
            (Function::Compress, Side::Destination) => {
                let element = self.element(Side::Destination);
                let [_, c, h, w] = shape;
                self.strides(side, Strides { n: c * h * w * element, c: h * w * element, h: w * element });
                self.compressor(volume(shape))
            }
            _ => self.side(side, is_local, shape),
        }
    }

    fn side(&mut self, side: Side, is_local: bool, shape: Shape) -> Option<()> {
        if !is_local {
            let (strides, bytes) = self.dram_strides(side, shape)?;
            self.strides(side, strides);
            let part = self.half(side);
            return self.dram_place(side, bytes, part, 1).map(drop);
        }
        let lane = self.lane();
        let (strides, bytes) = self.local_strides(side, shape, lane)?;
        self.strides(side, strides);
        let align = self.random.choose(&[16, 1]);
        let [offset] = place::offsets(self.random, self.chip.lane_bytes, [Wish { bytes, align }])?;
        self.local_place(side, lane, offset);
        Some(())
    }

    fn both_local(&mut self, source: Shape, destination: Shape) -> Option<()> {
        let lanes = [self.lane(), self.lane()];
        let (source, source_bytes) = self.local_strides(Side::Source, source, lanes[0])?;
        let (destination, bytes) = self.local_strides(Side::Destination, destination, lanes[1])?;
        self.strides(Side::Source, source);
        self.strides(Side::Destination, destination);
        let wishes = [Wish { bytes: source_bytes, align: 1 }, Wish { bytes, align: 1 }];
        let offsets = place::offsets(self.random, self.chip.lane_bytes, wishes)?;
        self.local_place(Side::Source, lanes[0], offsets[0]);
        let place = self.anywhere(offsets[1], bytes)?;
        self.local_place(Side::Destination, lanes[1], place);
        Some(())
    }

    pub(super) fn planes(&mut self, channels: u32) -> Option<()> {
        let [n, _, h, w] = self.sizes();
        let shape = [n, channels, h, w];
        self.shapes(shape, shape);
        let row = channels * w + self.random.choose(&[0, 0, 5]);
        self.strides(Side::Source, Strides { n: h * row, c: 1, h: row });
        let part = self.half(Side::Source);
        self.dram_place(Side::Source, n * h * row + 4, part, 1)?;
        let lane = self.lane();
        let channel = (h * w).next_multiple_of(16);
        let batch = channel * (lane + channels).div_ceil(self.chip.lanes) + 16 * self.random.below(3);
        self.strides(Side::Destination, Strides { n: batch, c: channel, h: w });
        let [offset] = place::offsets(self.random, self.chip.lane_bytes, [Wish { bytes: n * batch, align: 16 }])?;
        self.local_place(Side::Destination, lane, offset);
        Some(())
    }

    pub(super) fn run(&mut self, wanted: Function) -> Option<()> {
        let any = self.random.below(5000);
        let bytes = self.random.choose(&[0, 1, 40, any, any]).min(self.bounds.most * 2);
        self.fields.src_n_stride = bytes;
        for side in [Side::Source, Side::Destination] {
            let is_local = if side == Side::Source { wanted.reads_local() } else { wanted.writes_local() };
            if is_local {
                // A run of nothing starts inside local memory too.
                let start = self.random.below(self.chip.lmem_bytes() - bytes.max(1) + 1);
                self.address(side, start.into());
            } else {
                let part = self.half(side);
                self.dram_place(side, bytes, part, 1)?;
            }
        }
        Some(())
    }
}

fn volume(shape: Shape) -> u32 {
    shape.iter().product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chip::Chip;
    use crate::field::Fields;
    use crate::generate::{Arena, Bounds, Random};
    use crate::generated::tdma::TdmaFields;

    #[test]
    fn runs_of_nothing_start_inside_local_memory() {
        let (random, chip) = (&mut Random::new(1), Chip::Cv180x.profile());
        let arena = &Arena::new(random, chip);
        let fields = TdmaFields::defaults(chip.layout as usize);
        let mut draft = Draft { random, chip, arena, fields, bounds: Bounds::FULL, memory: Vec::new() };
        for _ in 0..2_000_000 {
            assert_eq!(draft.run(Function::StoreRun), Some(()));
            assert!(draft.fields.src_base_addr < u64::from(chip.lmem_bytes()));
        }
    }
}
