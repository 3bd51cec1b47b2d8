//! Random moves of matrices.

use super::draft::{Draft, Side, Strides};
use crate::generate::place::{self, Wish};
use crate::layout::tdma::Function;

impl Draft<'_> {
    pub(super) fn matrix(&mut self, wanted: Function) -> Option<()> {
        let load = wanted.writes_local();
        let (rows, columns) = (self.size(&[1, 2, 4, 29]), self.size(&[1, 3, 20, 89]));
        let (near, far) = if load { (Side::Destination, Side::Source) } else { (Side::Source, Side::Destination) };
        let exchanged = wanted == Function::LoadMatrixTransposed;
        let local = if exchanged { (columns, rows) } else { (rows, columns) };
        let width = self.random.within(1..=local.1);
        let pieces = local.1.div_ceil(width);
        self.matrix_shapes(load, exchanged, (rows, columns), (pieces, width));
        self.near_matrix(near, exchanged, local.0, (pieces, width))?;
        let element = self.element(far);
        match wanted {
            Function::DecompressMatrix => {
                self.strides(far, Strides { n: 0, c: columns * element, h: 0 });
                self.stream(rows * columns)
            }
            Function::CompressMatrix => {
                self.strides(far, Strides { n: 0, c: columns * element, h: 0 });
                self.compressor(rows * columns)
            }
            _ => {
                let row = columns * element + self.random.choose(&[0, 0, 19]);
                self.strides(far, Strides { n: 0, c: row, h: 0 });
                let part = self.half(far);
                self.dram_place(far, rows * row, part, 1).map(drop)
            }
        }
    }

    fn matrix_shapes(&mut self, load: bool, exchanged: bool, (rows, columns): (u32, u32), (pieces, width): (u32, u32)) {
        let local = [if exchanged { columns } else { rows }, pieces, 1, width];
        let far = [if exchanged { columns } else { rows }, rows, 1, columns];
        if load { self.shapes(far, local) } else { self.shapes(local, [local[0], rows, 1, columns]) }
    }

    fn near_matrix(&mut self, near: Side, blocks: bool, rows: u32, (pieces, width): (u32, u32)) -> Option<()> {
        let element = self.element(near);
        let lane = self.lane();
        let align = if blocks { 16 } else { self.random.choose(&[16, 1]) };
        let channel = (width * element).next_multiple_of(align) + align * self.random.below(2);
        let batch = channel * (lane + pieces).div_ceil(self.chip.lanes);
        self.strides(near, Strides { n: batch, c: channel, h: width * element });
        let [offset] = place::offsets(self.random, self.chip.lane_bytes, [Wish { bytes: rows * batch, align }])?;
        self.local_place(near, lane, offset);
        Some(())
    }
}
