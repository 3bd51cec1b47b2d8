//! S16 and S9 for TDMA descriptors: whether both sides of a transfer fit each other.

use super::Checked;
use super::report::Report;
use crate::chip::ChipProfile;
use crate::command::Tdma;
use crate::diagnostic::Severity;
use crate::footprint::Operand;
use crate::generated::tdma::{TdmaField, TdmaField::*, TdmaFields};
use crate::layout::tdma::{
    BF16, Function, INT8, destination_shape, element_bytes, function, local_address, source_shape,
};

impl Checked for Tdma {
    fn legal(report: &mut Report<Tdma>) -> bool {
        let before = report.found.len();
        match function(report.fields, report.chip) {
            None => no_function(report),
            Some(function) => transfer(function, report),
        }
        report.found[before..].iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }

    fn is_elementwise(fields: &TdmaFields, chip: &ChipProfile) -> bool {
        matches!(function(fields, chip), Some(Function::LocalCopy | Function::DramCopy | Function::CopyRun))
    }

    fn writes_one_value(fields: &TdmaFields) -> bool {
        fields.spec_func == 4
    }

    fn moves_in_order(fields: &TdmaFields, chip: &ChipProfile) -> bool {
        matches!(function(fields, chip), Some(Function::LocalCopy | Function::DramCopy))
    }

    fn address_row(operand: Operand) -> usize {
        (if operand == Operand::Source { SrcBaseAddr } else { DstBaseAddr }) as usize
    }
}

fn no_function(report: &mut Report<Tdma>) {
    let what = "no transfer has this direction together with its format, data type, compression and rotation";
    report.need(false, SpecFunc, "a combination that the engine knows", what);
}

fn transfer(function: Function, report: &mut Report<Tdma>) {
    formats(function, report);
    sizes(function, report);
    match function {
        Function::Nothing => report.advise(false, SpecFunc, 0, "the engine moves nothing for this combination"),
        Function::LoadTransposed if report.fields.trans_dir == 2 => {
            report.advise(false, TransDir, 0, "a transposition inside DRAM runs as a load");
        }
        Function::LoadPlanes(_) | Function::LoadMatrixTransposed => blocks(report),
        Function::Compress | Function::CompressMatrix => compressor(function, report),
        Function::Decompress | Function::DecompressMatrix => stream_address(report, SrcBaseAddr),
        Function::LocalCopy => tables(report),
        _ => {}
    }
}

fn formats(function: Function, report: &mut Report<Tdma>) {
    let f = report.fields;
    let same = f.src_fmt == f.dst_fmt;
    let widens = (f.src_fmt, f.dst_fmt) == (INT8, BF16);
    let narrows = (f.src_fmt, f.dst_fmt) == (BF16, INT8);
    let legal = match function {
        Function::LocalCopy | Function::CopyRun | Function::Nothing => true,
        Function::DramCopy => return report.advise(same, DstFmt, f.src_fmt, "DRAM copies convert nothing"),
        Function::Load | Function::LoadTransposed | Function::LoadMatrix | Function::Decompress => same || widens,
        Function::Store | Function::StoreTransposed | Function::StoreMatrix => same || narrows,
        Function::LoadPlanes(_) | Function::LoadMatrixTransposed | Function::StoreInterleaved => {
            same && f.src_fmt == INT8
        }
        _ => same,
    };
    report.need(legal, DstFmt, f.src_fmt, "formats that this transfer cannot convert");
}

fn sizes(function: Function, report: &mut Report<Tdma>) {
    match function {
        Function::LocalCopy | Function::DramCopy | Function::Load | Function::Store => same_volume(report),
        Function::LoadTransposed | Function::StoreTransposed => exchanged(report),
        Function::LoadPlanes(channels) => planes(channels, report),
        Function::StoreInterleaved => interleaved(report),
        Function::LoadMatrix | Function::DecompressMatrix => loaded_matrix(function, report),
        Function::StoreMatrix | Function::CompressMatrix => stored_matrix(function, report),
        Function::LoadMatrixTransposed => transposed_matrix(report),
        Function::Compress => advise_same_volume(report),
        _ => {}
    }
}

fn volume(shape: [u32; 4]) -> u64 {
    shape.iter().map(|size| u64::from(*size)).product()
}

fn same_volume(report: &mut Report<Tdma>) {
    let (source, destination) = (volume(source_shape(report.fields)), volume(destination_shape(report.fields)));
    let what = format_args!("source has {source} elements, destination {destination}");
    report.need(source == destination, DstW, format_args!("sizes with {source} elements"), what);
}

fn advise_same_volume(report: &mut Report<Tdma>) {
    let (source, destination) = (volume(source_shape(report.fields)), volume(destination_shape(report.fields)));
    let what = format_args!("source has {source} elements, destination {destination}");
    report.advise(source == destination, DstW, format_args!("sizes with {source} elements"), what);
}

fn must_be(report: &mut Report<Tdma>, row: TdmaField, wanted: impl Into<u64>, what: &str) {
    let wanted = wanted.into();
    report.need(report.value(row) == wanted, row, wanted, what);
}

fn exchanged(report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, DstC, f.src_n, "batches of the source become channels of the destination");
    let (rows, image) = (u64::from(f.dst_h), u64::from(f.src_h) * u64::from(f.src_w));
    let same = rows * u64::from(f.dst_w) == image;
    report.need(
        same,
        DstW,
        format_args!("rows and columns with {image} elements"),
        "rows and columns differ in number",
    );
}

fn planes(channels: u32, report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, SrcC, channels, "the rotation gives the number of channels");
    must_be(report, DstC, f.src_c, "source and destination differ in channels");
    must_be(report, DstH, f.src_h, "source and destination differ in rows");
    must_be(report, DstW, f.src_w, "source and destination differ in columns");
}

fn interleaved(report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, DstW, f.src_c, "channels of the source become columns of the destination");
    must_be(report, DstH, f.src_h, "source and destination differ in rows");
    must_be(report, DstC, f.src_w, "columns of the source become channels of the destination");
}

/// The engine wants room for a whole piece, however few columns there are.
fn whole_piece(report: &mut Report<Tdma>, row: TdmaField, address: u64, format: u8) {
    let lane = u64::from(report.chip.lane_bytes);
    let offset: u64 = local_address(address).offset(report.chip).into();
    let most = (lane - offset).div_ceil(element_bytes(format).into());
    let what = "a piece of a row does not fit into its lane";
    report.fit(report.value(row) <= most, row, format_args!("1 to {most}"), what);
}

/// The pieces that a row of `columns` is cut into.
fn pieces(columns: u16, width: u16) -> u64 {
    u64::from(columns).div_ceil(u64::from(width).max(1))
}

fn loaded_matrix(function: Function, report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, SrcC, f.src_n, "rows are given twice");
    must_be(report, DstH, 1_u64, "a matrix has one row of elements in each channel");
    must_be(report, DstC, pieces(f.src_w, f.dst_w), "the pieces of a row are not as many as its columns need");
    whole_piece(report, DstW, f.dst_base_addr, f.dst_fmt);
    if function == Function::DecompressMatrix {
        narrow_pieces(report, DstW, f.src_w);
        let dense = u64::from(f.src_w) * u64::from(element_bytes(f.src_fmt));
        must_be(report, SrcCStride, dense, "rows of a compressed matrix are dense");
        must_be(report, DstFmt, f.src_fmt, "a compressed matrix is not converted");
    }
}

fn stored_matrix(function: Function, report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, SrcN, f.dst_c, "rows are given twice");
    must_be(report, SrcH, 1_u64, "a matrix has one row of elements in each channel");
    must_be(report, SrcC, pieces(f.dst_w, f.src_w), "the pieces of a row are not as many as its columns need");
    whole_piece(report, SrcW, f.src_base_addr, f.src_fmt);
    if function == Function::CompressMatrix {
        narrow_pieces(report, SrcW, f.dst_w);
    }
}

fn transposed_matrix(report: &mut Report<Tdma>) {
    let f = report.fields;
    must_be(report, DstH, 1_u64, "a matrix has one row of elements in each channel");
    must_be(report, DstC, pieces(f.src_c, f.dst_w), "the pieces of a row are not as many as its columns need");
    whole_piece(report, DstW, f.dst_base_addr, f.dst_fmt);
    narrow_pieces(report, DstW, f.src_c);
}

fn narrow_pieces(report: &mut Report<Tdma>, row: TdmaField, columns: u16) {
    let narrow = report.value(row) <= u64::from(columns);
    report.advise(narrow, row, format_args!("1 to {columns}"), "pieces wider than the rows");
}

/// Transfers that write local memory in blocks of 16 bytes.
fn blocks(report: &mut Report<Tdma>) {
    let f = report.fields;
    for row in [DstBaseAddr, DstNStride, DstCStride] {
        report.align(
            report.value(row).is_multiple_of(16),
            row,
            "a multiple of 16",
            "the engine writes blocks of 16 bytes",
        );
    }
    let what = "rows of the destination are dense";
    report.align(f.dst_h_stride == f.dst_w, DstHStride, f.dst_w, what);
}

fn stream_address(report: &mut Report<Tdma>, row: TdmaField) {
    let aligned = report.value(row).is_multiple_of(16);
    report.advise_alignment(aligned, row, "a multiple of 16", "a compressed stream is not aligned");
}

fn compressor(function: Function, report: &mut Report<Tdma>) {
    let f = report.fields;
    let bf16 = f.src_fmt == BF16;
    must_be(report, CompressBias0, if bf16 { 127_u64 } else { 0 }, "bias of the compressor");
    must_be(report, CompressBias1, 0_u64, "bias of the compressor");
    if bf16 {
        must_be(report, CmprsFmt, 0_u64, "signed coding of bf16");
    } else {
        must_be(report, CompressZeroGuard, 0_u64, "zero guard of 8-bit data");
    }
    dense(function, report);
    stream_address(report, DstBaseAddr);
}

fn dense(function: Function, report: &mut Report<Tdma>) {
    let f = report.fields;
    let element = u64::from(element_bytes(f.dst_fmt));
    let row = u64::from(f.dst_w) * element;
    if function == Function::CompressMatrix {
        return must_be(report, DstCStride, row, "rows of a compressed matrix are dense");
    }
    let channel = row * u64::from(f.dst_h);
    for (field, wanted) in [(DstHStride, row), (DstCStride, channel), (DstNStride, channel * u64::from(f.dst_c))] {
        report.align(report.value(field) == wanted, field, wanted, "a compressed tensor is dense");
    }
}

fn tables(report: &mut Report<Tdma>) {
    let f = report.fields;
    let bf16 = f.src_fmt == BF16 && f.dst_fmt == BF16;
    report.need(!(bf16 && f.mv_lut_base && f.mv_lut_idx), MvLutBase, 0, "bases and indices at once");
    for row in [MvLutBase, MvLutIdx] {
        report.advise(bf16 || report.value(row) == 0, row, 0, "table moves are moves of bf16");
    }
}
