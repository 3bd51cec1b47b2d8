//! What transfers touch.

use super::{Certainty, Footprint, Operand, Region, Role, Span, push};
use crate::chip::ChipProfile;
use crate::container::vlc::{DataType, max_stream_bytes};
use crate::generated::tdma::TdmaFields;
use crate::layout::tdma::{
    BF16, Function, StoredStrides, destination_shape, destination_strides, dram, element_bytes, function, local,
    local_address, source_shape, source_strides,
};
use crate::layout::{DramTensor, LocalTensor, Shape};

pub(super) fn footprint(fields: &TdmaFields, chip: &ChipProfile) -> Footprint {
    let mut sketch = Sketch { f: fields, chip, found: Footprint::default() };
    if let Some(function) = function(fields, chip) {
        sketch.transfer(function);
    }
    sketch.found
}

struct Sketch<'a> {
    f: &'a TdmaFields,
    chip: &'a ChipProfile,
    found: Footprint,
}

impl Sketch<'_> {
    fn transfer(&mut self, function: Function) {
        match function {
            Function::Nothing => {}
            Function::LoadRun | Function::StoreRun | Function::CopyRun => self.run(function),
            Function::LoadMatrix
            | Function::StoreMatrix
            | Function::LoadMatrixTransposed
            | Function::DecompressMatrix
            | Function::CompressMatrix => self.matrix(function),
            Function::FillLocal | Function::FillDram => self.fill(function),
            _ => self.tensor(function),
        }
    }

    fn read(&mut self, span: Span) {
        self.found.read(Role::Source, Operand::Source, span);
    }

    fn write(&mut self, span: Span) {
        self.found.write(Role::Destination, Operand::Destination, span);
    }

    fn source(&self, local_side: bool, shape: Shape, element: u32) -> Span {
        let (f, strides) = (self.f, source_strides(self.f));
        if local_side {
            return Span::Local(local(f.src_base_addr, shape, strides, element, self.chip));
        }
        Span::Dram(dram(f.src_base_reg_sel, f.src_base_addr, shape, strides, element))
    }

    fn destination(&self, local_side: bool, shape: Shape, element: u32) -> Span {
        let (f, strides) = (self.f, destination_strides(self.f));
        if local_side {
            return Span::Local(local(f.dst_base_addr, shape, strides, element, self.chip));
        }
        Span::Dram(dram(f.dst_base_reg_sel, f.dst_base_addr, shape, strides, element))
    }

    fn tensor(&mut self, function: Function) {
        let (source, destination) = (source_shape(self.f), self.arranged(function));
        let (from, to) = self.elements(function);
        match function {
            Function::Decompress => self.read_stream(volume(destination, from)),
            Function::LoadPlanes(channels) => self.read(self.pixels(source, channels)),
            _ => self.read(self.source(function.reads_local(), source, from)),
        }
        match function {
            Function::Compress => self.write_stream(volume(source, from)),
            _ => self.write(self.destination(function.writes_local(), destination, to)),
        }
    }

    /// Sizes of the destination in the order of its own dimensions.
    fn arranged(&self, function: Function) -> Shape {
        let [n, c, h, w] = source_shape(self.f);
        match function {
            Function::LoadTransposed | Function::StoreTransposed => [c, n, self.f.dst_h.into(), self.f.dst_w.into()],
            Function::StoreInterleaved => [n, w, h, c],
            _ => destination_shape(self.f),
        }
    }

    /// Bytes of an element on either side; inside DRAM nothing is converted.
    fn elements(&self, function: Function) -> (u32, u32) {
        let (from, to) = (element_bytes(self.f.src_fmt), element_bytes(self.f.dst_fmt));
        if function == Function::DramCopy { (from.min(to), from.min(to)) } else { (from, to) }
    }

    fn pixels(&self, shape: Shape, channels: u32) -> Span {
        let strides = source_strides(self.f).in_dram(channels);
        let (base, address) = (self.f.src_base_reg_sel, self.f.src_base_addr);
        Span::Dram(DramTensor { base, address, shape, strides, element: 1 })
    }

    fn fill(&mut self, function: Function) {
        let element = element_bytes(self.f.dst_fmt);
        self.write(self.destination(function.writes_local(), destination_shape(self.f), element));
    }

    fn run(&mut self, function: Function) {
        let (f, bytes) = (self.f, self.f.src_n_stride);
        if function.reads_local() {
            self.flat(f.src_base_addr, bytes).into_iter().for_each(|part| self.read(Span::Local(part)));
        } else {
            self.read(line(f.src_base_reg_sel, f.src_base_addr, bytes.into()));
        }
        if function.writes_local() {
            self.flat(f.dst_base_addr, bytes).into_iter().for_each(|part| self.write(Span::Local(part)));
        } else {
            self.write(line(f.dst_base_reg_sel, f.dst_base_addr, bytes.into()));
        }
    }

    /// Local memory as one array: the rest of the first lane, whole lanes, the start of the last.
    fn flat(&self, address: u64, bytes: u32) -> [LocalTensor; 3] {
        let lane_bytes = self.chip.lane_bytes;
        let start = local_address(address);
        let (lane, offset) = (start.lane(self.chip), start.offset(self.chip));
        let first = bytes.min(lane_bytes - offset);
        let whole = (bytes - first) / lane_bytes;
        let piece = |lane, offset: u32, lanes, run| LocalTensor {
            lane,
            offset: offset.into(),
            shape: [1, lanes, 1, 1],
            strides: [0, lane_bytes.into(), 0, 0],
            element: run,
            lanes: self.chip.lanes,
        };
        let last = lane.saturating_add(1).saturating_add(whole);
        [
            piece(lane, offset, 1, first),
            piece(lane.saturating_add(1), 0, whole, lane_bytes),
            piece(last, 0, 1, bytes - first - whole * lane_bytes),
        ]
    }

    fn matrix(&mut self, function: Function) {
        let f = self.f;
        let load = function.writes_local();
        let (near, far) = if load { (f.dst_fmt, f.src_fmt) } else { (f.src_fmt, f.dst_fmt) };
        let (rows, columns) = if load { (f.src_n, f.src_w) } else { (f.dst_c, f.dst_w) };
        let (rows, columns) = (u32::from(rows), u32::from(columns));
        let element = element_bytes(far);
        let (local_rows, local_columns) = match function {
            Function::LoadMatrixTransposed => (columns, f.src_c.into()),
            _ => (rows, columns),
        };
        self.rows(load, element_bytes(near), local_rows, local_columns);
        let bytes = u64::from(rows) * u64::from(columns) * u64::from(element);
        match function {
            Function::DecompressMatrix => self.read_stream(bytes),
            Function::CompressMatrix => self.write_stream(bytes),
            Function::LoadMatrixTransposed => self.far_rows(load, f.src_c.into(), columns, element),
            _ => self.far_rows(load, rows, columns, element),
        }
    }

    fn rows(&mut self, load: bool, element: u32, rows: u32, columns: u32) {
        let f = self.f;
        let (address, width, strides) = if load {
            (f.dst_base_addr, f.dst_w, destination_strides(f))
        } else {
            (f.src_base_addr, f.src_w, source_strides(f))
        };
        let first = local(address, [rows, 1, 1, width.into()], strides, element, self.chip);
        for part in first.rows_of(columns) {
            if load { self.write(Span::Local(part)) } else { self.read(Span::Local(part)) }
        }
    }

    fn far_rows(&mut self, load: bool, rows: u32, columns: u32, element: u32) {
        let strides = |stored: StoredStrides| StoredStrides { n: 0, h: 0, ..stored };
        let (f, shape) = (self.f, [1, rows, 1, columns]);
        if load {
            self.read(Span::Dram(dram(
                f.src_base_reg_sel,
                f.src_base_addr,
                shape,
                strides(source_strides(f)),
                element,
            )));
        } else {
            let strides = strides(destination_strides(f));
            self.write(Span::Dram(dram(f.dst_base_reg_sel, f.dst_base_addr, shape, strides, element)));
        }
    }

    fn read_stream(&mut self, plain: u64) {
        let span = line(self.f.src_base_reg_sel, self.f.src_base_addr, self.longest_stream(plain));
        let region = Region { role: Role::Source, operand: Operand::Source, span, certainty: Certainty::AtMost };
        push(&mut self.found.reads, region);
    }

    fn write_stream(&mut self, plain: u64) {
        let span = line(self.f.dst_base_reg_sel, self.f.dst_base_addr, self.longest_stream(plain));
        let region =
            Region { role: Role::Destination, operand: Operand::Destination, span, certainty: Certainty::AtMost };
        push(&mut self.found.writes, region);
    }

    fn longest_stream(&self, plain: u64) -> u64 {
        let kind = if self.f.src_fmt == BF16 { DataType::Bf16 } else { DataType::Int8 };
        max_stream_bytes(usize::try_from(plain).unwrap_or(usize::MAX), kind) as u64
    }
}

/// Bytes of a tensor, as far as they can be counted.
fn volume(shape: Shape, element: u32) -> u64 {
    shape.iter().fold(element.into(), |bytes: u64, size| bytes.saturating_mul(u64::from(*size)))
}

/// Adjacent bytes in DRAM.
fn line(base: u8, address: u64, bytes: u64) -> Span {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    Span::Dram(DramTensor { base, address, shape: [1; 4], strides: [0; 4], element: bytes })
}
