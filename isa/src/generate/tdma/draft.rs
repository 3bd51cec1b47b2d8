//! A TDMA descriptor in the making.

use crate::address::LocalAddress;
use crate::chip::{ChipProfile, Window};
use crate::command::{Command, Isa, Tdma};
use crate::footprint::Footprint;
use crate::generate::{Arena, Bounds, Content, Location, Random, Sample, place};
use crate::generated::tdma::TdmaFields;
use crate::layout::Shape;
use crate::layout::tdma::element_bytes;

pub(super) struct Draft<'a> {
    pub(super) random: &'a mut Random,
    pub(super) chip: &'a ChipProfile,
    pub(super) arena: &'a Arena,
    pub(super) fields: TdmaFields,
    pub(super) bounds: Bounds,
    pub(super) memory: Vec<Content>,
}

/// Which side of a transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Destination,
}

/// Strides as the descriptor stores them.
#[derive(Clone, Copy)]
pub(super) struct Strides {
    pub(super) n: u32,
    pub(super) c: u32,
    pub(super) h: u32,
}

impl Draft<'_> {
    pub(super) fn finish(self) -> Option<Sample<Tdma>> {
        let kind = Tdma::kind(&self.fields, self.chip.layout)?;
        let command = Command::<Tdma>::new(Tdma::op(kind, &self.fields));
        command.encode(self.chip).ok()?;
        Some(Sample { command, memory: self.memory })
    }

    pub(super) fn element(&self, side: Side) -> u32 {
        element_bytes(if side == Side::Source { self.fields.src_fmt } else { self.fields.dst_fmt })
    }

    pub(super) fn size(&mut self, sizes: &[u32]) -> u32 {
        self.random.choose(sizes).min(self.bounds.most)
    }

    /// Mostly small, sometimes one size at its limit.
    pub(super) fn sizes(&mut self) -> Shape {
        if self.random.chance(4) {
            let mut shape = [1; 4];
            shape[self.random.below(4) as usize] = self.size(&[4095, 4094]);
            return shape;
        }
        let most = 2 * self.chip.lanes.min(24) + 5;
        let (c, w) = (self.random.within(1..=most), self.random.within(1..=80));
        let mut shape =
            [self.size(&[1, 1, 2, 5]), self.size(&[1, 3, c]), self.size(&[1, 2, 4, 19]), self.size(&[1, 3, w])];
        while shape.iter().product::<u32>() > 3000 {
            shape = shape.map(|size| size.div_ceil(2));
        }
        shape
    }

    /// Another shape with as many elements in each batch.
    pub(super) fn reshaped(&mut self, [n, c, h, w]: Shape) -> Shape {
        if self.random.chance(40) {
            return [n, c, h, w];
        }
        let channels = self.divisor(c * h * w);
        let rows = self.divisor(c * h * w / channels);
        [n, channels, rows, c * h * w / channels / rows]
    }

    pub(super) fn divisor(&mut self, of: u32) -> u32 {
        let all: Vec<u32> = (1..=of).filter(|candidate| of.is_multiple_of(*candidate)).collect();
        self.random.choose(&all)
    }

    pub(super) fn local_strides(&mut self, side: Side, shape: Shape, lane: u32) -> Option<(Strides, u32)> {
        let element = self.element(side);
        let strides = match side {
            Side::Source => place::any(self.random, shape, element, lane, self.chip),
            Side::Destination => place::nested_rows(self.random, shape, element, lane, self.chip),
        };
        let [n, c, h, _] = strides;
        self.dense_columns(shape, [n, c, h, element.into()], lane, element)
    }

    /// Columns are adjacent in every transfer; the other strides make room for them.
    pub(super) fn dense_columns(
        &self,
        shape: Shape,
        [n, c, h, w]: [i64; 4],
        lane: u32,
        element: u32,
    ) -> Option<(Strides, u32)> {
        let bytes = place::extent(shape, [n, c, h, w], element, lane, self.chip)?;
        let small = |stride: i64| u32::try_from(stride).ok();
        (h <= 0xffff).then_some((Strides { n: small(n)?, c: small(c)?, h: small(h)? }, bytes))
    }

    /// Strides in DRAM that keep elements apart, and the bytes from first to last.
    pub(super) fn dram_strides(&mut self, side: Side, [n, c, h, w]: Shape) -> Option<(Strides, u32)> {
        let element = self.element(side);
        let row = w * element + self.random.choose(&[0, 0, 7]);
        let channel = h * row + self.random.choose(&[0, 0, 13, 64]);
        let batch = c * channel + self.random.choose(&[0, 0, 30]);
        let repeats = side == Side::Source && self.random.chance(10);
        let row = if repeats { 0 } else { row };
        (row <= 0xffff).then_some((Strides { n: batch, c: channel, h: row }, n * batch + element))
    }

    pub(super) fn strides(&mut self, side: Side, strides: Strides) {
        let f = &mut self.fields;
        let (n, c, h) = match side {
            Side::Source => (&mut f.src_n_stride, &mut f.src_c_stride, &mut f.src_h_stride),
            Side::Destination => (&mut f.dst_n_stride, &mut f.dst_c_stride, &mut f.dst_h_stride),
        };
        (*n, *c, *h) = (strides.n, strides.c, strides.h as u16);
    }

    pub(super) fn address(&mut self, side: Side, address: u64) {
        match side {
            Side::Source => self.fields.src_base_addr = address,
            Side::Destination => self.fields.dst_base_addr = address,
        }
    }

    /// A place for so many bytes in the given part of the window; returns it, counted from the start of DRAM.
    pub(super) fn dram_place(&mut self, side: Side, bytes: u32, part: Window, align: u32) -> Option<u64> {
        let spare = u32::try_from(part.size).ok()?.checked_sub(bytes)? / align;
        let free = part.offset + u64::from(self.random.below(spare + 1) * align);
        let start = if side == Side::Source { free } else { self.over_source(bytes).unwrap_or(free) };
        let register = self.random.below(8) as u8;
        match side {
            Side::Source => self.fields.src_base_reg_sel = register,
            Side::Destination => self.fields.dst_base_reg_sel = register,
        }
        self.address(side, start + self.chip.gmem_start - self.arena.bases[usize::from(register)]);
        Some(start)
    }

    /// Sometimes any other place for so many bytes of every lane, where that is wanted.
    pub(super) fn anywhere(&mut self, offset: u32, bytes: u32) -> Option<u32> {
        let spare = self.chip.lane_bytes.checked_sub(bytes)?;
        let moves = self.bounds.overlaps && self.random.chance(10);
        Some(if moves { self.random.below(spare + 1) } else { offset })
    }

    /// Sometimes a place in DRAM that meets a source in DRAM, where that is wanted.
    fn over_source(&mut self, bytes: u32) -> Option<u64> {
        let copies = self.fields.trans_dir == super::COPY && self.bounds.overlaps;
        let register = usize::from(self.fields.src_base_reg_sel);
        let source = (self.fields.src_base_addr + self.arena.bases[register]).checked_sub(self.chip.gmem_start)?;
        let last = source + u64::from(self.random.below(bytes.min(300)));
        let start = last.checked_sub(u64::from(self.random.below(bytes.min(300))))?;
        let Window { offset, size } = self.arena.window;
        let fits = start >= offset && start + u64::from(bytes) <= offset + size;
        (copies && fits && self.random.chance(20)).then_some(start)
    }

    /// The half of the window that the side uses, so that both sides stay apart.
    pub(super) fn half(&self, side: Side) -> Window {
        let Window { offset, size } = self.arena.window;
        match side {
            Side::Source => Window { offset, size: size / 2 },
            Side::Destination => Window { offset: offset + size / 2, size: size / 2 },
        }
    }

    pub(super) fn local_place(&mut self, side: Side, lane: u32, offset: u32) {
        self.address(side, u64::from(lane) * u64::from(self.chip.lane_bytes) + u64::from(offset));
    }

    pub(super) fn lane(&mut self) -> u32 {
        let any = self.random.below(self.chip.lanes);
        self.random.choose(&[0, 0, any])
    }

    pub(super) fn shapes(&mut self, source: Shape, destination: Shape) {
        let f = &mut self.fields;
        let small = |size: u32| size as u16;
        f.src_n = small(source[0]);
        (f.src_c, f.src_h, f.src_w) = (small(source[1]), small(source[2]), small(source[3]));
        (f.dst_c, f.dst_h, f.dst_w) = (small(destination[1]), small(destination[2]), small(destination[3]));
    }

    /// Fixes what the local source holds.
    pub(super) fn fill_source(&mut self, mut byte: impl FnMut(&mut Random) -> u8) {
        let regions = Footprint::of::<Tdma>(&self.fields, self.chip).reads;
        for run in regions.iter().flat_map(|region| region.runs()) {
            let offset = u32::try_from(run.start).unwrap_or(0);
            let location = Location::Local(LocalAddress::new(self.chip, run.lane, offset));
            let bytes = (0..run.len).map(|_| byte(self.random)).collect();
            self.memory.push(Content { location, bytes });
        }
    }
}
