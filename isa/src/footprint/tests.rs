#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::address::LocalAddress;
use crate::chip::Chip;
use crate::field::Fields;
use crate::layout::{DramTensor, LocalTensor};
use crate::op::tiu::{Add, Copy, Lookup, Mac, StrideMode, Tensor, TiuOp};
use crate::op::{tdma as transfers, tiu as operations};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Bytes = BTreeMap<(u32, i64), u32>;

/// Every byte of the region with the number of elements it belongs to.
fn bytes(region: &Region) -> Bytes {
    let mut all = Bytes::new();
    let (shape, element) = match &region.span {
        Span::Local(tensor) => (tensor.shape, tensor.element),
        Span::Dram(tensor) => (tensor.shape, tensor.element),
    };
    for index in 0..shape.iter().product::<u32>() {
        let [_, c, h, w] = shape;
        let index = [index / (c * h * w), index / (h * w) % c, index / w % h, index % w];
        let (lane, start) = match &region.span {
            Span::Local(tensor) => (tensor.at(index).lane, tensor.at(index).offset),
            Span::Dram(tensor) => (0, tensor.at(index) as i64),
        };
        (0..i64::from(element)).for_each(|byte| *all.entry((lane, start + byte)).or_default() += 1);
    }
    all
}

fn region(span: Span) -> Region {
    Region { role: Role::Input, operand: Operand::First, span, certainty: Certainty::Exact }
}

fn local_regions() -> impl Strategy<Value = Region> {
    let shape = (1_u32..4, 1_u32..9, 1_u32..4, 1_u32..5);
    let strides = (-20_i64..60, -20_i64..60, 0_i64..20, 0_i64..6);
    (0_u32..3, 40_i64..90, shape, strides, 1_u32..3).prop_map(|(lane, offset, shape, strides, element)| {
        let (shape, strides) = (shape.into(), strides.into());
        region(Span::Local(LocalTensor { lane, offset, shape, strides, element, lanes: 3 }))
    })
}

fn dram_regions() -> impl Strategy<Value = Region> {
    let shape = (1_u32..4, 1_u32..4, 1_u32..4, 1_u32..5);
    let strides = (0_i64..60, 0_i64..30, 0_i64..20, 0_i64..6);
    (0_u8..2, 0_u64..90, shape, strides, 1_u32..3).prop_map(|(base, address, shape, strides, element)| {
        let (shape, strides) = (shape.into(), strides.into());
        region(Span::Dram(DramTensor { base, address, shape, strides, element }))
    })
}

fn agrees_with_listing(region: &Region) -> Result<(), TestCaseError> {
    let listed = bytes(region);
    let mut walked = Bytes::new();
    let mut walked_bytes = 0;
    for run in region.runs() {
        walked_bytes += run.len;
        (0..run.len as i64).for_each(|byte| *walked.entry((run.lane, run.start + byte)).or_default() += 1);
    }
    prop_assert!(walked.keys().eq(listed.keys()));
    prop_assert_eq!(walked_bytes, region.byte_count());
    prop_assert_eq!(region.overlaps_itself(), listed.values().any(|elements| *elements > 1));
    let low = listed.keys().map(|(_, at)| *at).min().unwrap();
    let high = listed.keys().map(|(_, at)| *at).max().unwrap();
    prop_assert_eq!(region.bounds(), Some((low, high + 1)));
    for lane in 0..3 {
        for at in low - 2..high + 2 {
            prop_assert_eq!(region.contains(lane, at), listed.contains_key(&(lane, at)), "{} {}", lane, at);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn local_regions_agree_with_their_listed_bytes(region in local_regions()) {
        agrees_with_listing(&region)?;
    }

    #[test]
    fn dram_regions_agree_with_their_listed_bytes(region in dram_regions()) {
        agrees_with_listing(&region)?;
    }

    #[test]
    fn local_regions_meet_where_their_listed_bytes_do(a in local_regions(), b in local_regions()) {
        let (mine, its) = (bytes(&a), bytes(&b));
        prop_assert_eq!(a.intersects(&b), mine.keys().any(|byte| its.contains_key(byte)));
        prop_assert_eq!(b.intersects(&a), a.intersects(&b));
    }

    #[test]
    fn dram_regions_meet_behind_one_base_register(a in dram_regions(), b in dram_regions()) {
        let (mine, its) = (bytes(&a), bytes(&b));
        let shared = mine.keys().any(|byte| its.contains_key(byte));
        prop_assert_eq!(a.intersects(&b), shared && a.base() == b.base());
        let (a, b) = (a.resolved(&[0; 8]), b.resolved(&[0; 8]));
        prop_assert_eq!(a.intersects(&b), shared);
    }
}

fn chip() -> &'static ChipProfile {
    Chip::Cv181x.profile()
}

/// 1 x 2 x 1 x 4 bytes, packed, both channels in neighbouring lanes.
fn small(address: u32) -> Tensor {
    Tensor {
        addr: LocalAddress(address),
        n: 1,
        c: 2,
        h: 1,
        w: 4,
        n_stride: 64,
        c_stride: 16,
        h_stride: 16,
        w_stride: 1,
        plane_stride: 256,
        mode: StrideMode::Manual,
        signed: true,
        width: 1,
        constant: false,
    }
}

fn of_tiu(op: impl Into<TiuOp>) -> Footprint {
    let fields = op.into().to_fields(chip().layout).unwrap();
    Footprint::of::<Tiu>(&fields, chip())
}

fn runs(regions: &[Region]) -> Vec<(Role, u32, i64, u64)> {
    regions.iter().flat_map(|region| region.runs().map(|run| (region.role, run.lane, run.start, run.len))).collect()
}

fn add() -> Add {
    Add {
        output: small(0x100),
        a: small(0x200),
        b: small(0x300),
        bf16: false,
        rshift: 0,
        arith: true,
        round: true,
        relu: 0,
    }
}

#[test]
fn wide_operands_have_two_planes_and_constants_none() {
    let mut op = add();
    op.a.width = 0;
    op.b.constant = true;
    let found = of_tiu(op);
    let planes = [(0, 0x200), (1, 0x200), (0, 0x300), (1, 0x300)];
    assert_eq!(runs(&found.reads), planes.map(|(lane, start)| (Role::Input, lane, start, 4)));
    assert_eq!(runs(&found.writes), [(Role::Result, 0, 0x100, 4), (Role::Result, 1, 0x100, 4)]);
}

#[test]
fn bf16_elements_are_two_bytes_of_one_plane() {
    let double = |tensor: Tensor| Tensor { w_stride: 2, ..tensor };
    let found = of_tiu(Add {
        bf16: true,
        output: double(small(0x100)),
        a: double(small(0x200)),
        b: double(small(0x8300)),
        ..add()
    });
    assert_eq!(
        runs(&found.reads).iter().map(|run| (run.1, run.2, run.3)).collect::<Vec<_>>(),
        [(0, 0x200, 8), (1, 0x200, 8), (1, 0x300, 8), (2, 0x300, 8)]
    );
}

#[test]
fn accumulation_reads_the_old_result() {
    let add = add();
    let op = Mac {
        output: add.output,
        a: add.a,
        b: add.b,
        bf16: false,
        rshift: 0,
        lshift: 0,
        arith: true,
        round: true,
        relu: 0,
        accumulate: true,
    };
    let found = of_tiu(op);
    let old: Vec<_> = runs(&found.reads).into_iter().filter(|run| run.0 == Role::Accumulator).collect();
    assert_eq!(old.iter().map(|run| run.2).collect::<Vec<_>>(), [0x100, 0x100, 0x200, 0x200]);
    assert_eq!(found.writes.len(), 1, "an 8-bit result leaves the high plane alone");
}

#[test]
fn a_lookup_reads_the_tables_of_the_lanes_in_use() {
    let table = Tensor { c: 8, h: 16, w: 16, mode: StrideMode::Aligned, ..small(0x1000) };
    let aligned = |address| Tensor { mode: StrideMode::Aligned, ..small(address) };
    let found = of_tiu(Lookup { output: aligned(0x100), input: aligned(0x200), table, bf16: false });
    let tables: Vec<_> = runs(&found.reads).into_iter().filter(|run| run.0 == Role::Table).collect();
    assert_eq!(tables, [(Role::Table, 0, 0x1000, 256), (Role::Table, 1, 0x1000, 256)]);
}

#[test]
fn an_unknown_operation_touches_nothing() {
    let mut fields = crate::generated::tiu::TiuFields::defaults(chip().layout as usize);
    fields.tsk_typ = 9;
    assert_eq!(Footprint::of::<Tiu>(&fields, chip()), Footprint::default());
}

fn transfer(change: impl Fn(&mut TdmaFields)) -> Footprint {
    let mut fields = TdmaFields::defaults(chip().layout as usize);
    change(&mut fields);
    Footprint::of::<Tdma>(&fields, chip())
}

#[test]
fn a_matrix_is_cut_into_pieces_along_the_lanes() {
    let found = transfer(|f| {
        (f.sys_dtype, f.src_n, f.src_c, f.src_w, f.src_c_stride) = (true, 2, 2, 10, 100);
        (f.dst_c, f.dst_w, f.dst_n_stride, f.dst_c_stride) = (3, 4, 64, 32);
        f.dst_base_addr = 7 * 0x8000;
    });
    assert_eq!(runs(&found.reads), [(Role::Source, 0, 0, 10), (Role::Source, 0, 100, 10)]);
    let local: Vec<_> = runs(&found.writes).iter().map(|run| (run.1, run.2, run.3)).collect();
    assert_eq!(local, [(0, 32, 4), (0, 96, 4), (7, 0, 4), (7, 64, 4), (1, 32, 2), (1, 96, 2)]);
}

#[test]
fn a_run_of_bytes_crosses_lanes() {
    let found = transfer(|f| {
        (f.trans_fmt, f.src_n_stride, f.dst_base_addr) = (true, 0x10010, 0x7ff8);
    });
    let local: Vec<_> = runs(&found.writes).iter().map(|run| (run.1, run.2, run.3)).collect();
    assert_eq!(local, [(0, 0x7ff8, 8), (1, 0, 0x8000), (2, 0, 0x8000), (3, 0, 8)]);
}

#[test]
fn transposed_tensors_lie_in_the_order_of_their_own_side() {
    let found = transfer(|f| {
        (f.spec_func, f.src_n, f.src_c, f.src_h, f.src_w) = (1, 2, 3, 1, 4);
        (f.src_n_stride, f.src_c_stride, f.src_h_stride) = (12, 4, 4);
        (f.dst_c, f.dst_h, f.dst_w) = (2, 1, 4);
        (f.dst_n_stride, f.dst_c_stride, f.dst_h_stride) = (16, 16, 4);
    });
    assert_eq!(runs(&found.reads), [(Role::Source, 0, 0, 24)]);
    let local: Vec<_> = runs(&found.writes).iter().map(|run| (run.1, run.2, run.3)).collect();
    assert_eq!(local, [(0, 0, 4), (0, 16, 4), (0, 32, 4), (1, 0, 4), (1, 16, 4), (1, 32, 4)]);
}

#[test]
fn fills_read_nothing_and_streams_are_upper_bounds() {
    let fill = transfer(|f| f.spec_func = 4);
    assert_eq!((fill.reads.len(), fill.writes.len()), (0, 1));
    let load = transfer(|f| (f.compress_en, f.dst_w) = (true, 100));
    assert_eq!(load.reads[0].certainty, Certainty::AtMost);
    assert_eq!(load.reads[0].byte_count(), 16 + 16 + 112);
    assert_eq!(load.writes[0].certainty, Certainty::Exact);
    assert_eq!(transfer(|f| (f.spec_func, f.transpose_md) = (1, 3)), Footprint::default());
}

#[test]
fn streams_of_more_bytes_than_can_be_counted_are_as_long_as_can_be() {
    for direction in [0, 1] {
        let found = transfer(|f| {
            (f.compress_en, f.trans_dir, f.src_fmt, f.dst_fmt) = (true, direction, 2, 2);
            (f.src_n, f.src_c, f.src_h, f.src_w) = (u16::MAX, u16::MAX, u16::MAX, u16::MAX);
            (f.dst_c, f.dst_h, f.dst_w) = (u16::MAX, u16::MAX, u16::MAX);
        });
        let mut streams = found.regions().filter(|region| region.certainty == Certainty::AtMost);
        assert_eq!(streams.next().map(Region::byte_count), Some(u32::MAX.into()));
    }
}

#[test]
fn large_strides_step_backwards_in_local_memory_only() {
    let found = transfer(|f| {
        (f.trans_dir, f.src_n, f.src_n_stride, f.dst_n_stride) = (3, 3, 16, 0u32.wrapping_sub(16));
        f.dst_base_addr = 0x100;
    });
    let local: Vec<_> = runs(&found.writes).iter().map(|run| (run.1, run.2)).collect();
    assert_eq!(local, [(0, 0xe0), (0, 0xf0), (0, 0x100)]);
    assert!(!found.writes[0].overlaps_itself());
}

#[test]
fn typed_commands_have_the_footprint_of_their_fields() {
    let copy = operations::TiuOp::from(Copy { output: small(0x100), a: small(0x200), bf16: false });
    assert_eq!(Footprint::of_command(&Command::<Tiu>::new(copy), chip()).unwrap(), of_tiu(copy));
    let fields = TdmaFields::defaults(chip().layout as usize);
    let load = transfers::TdmaOp::from_fields(transfers::TdmaKind::Tensor, &fields);
    let found = Footprint::of_command(&Command::<Tdma>::new(load), chip()).unwrap();
    assert_eq!(found, Footprint::of::<Tdma>(&fields, chip()));
    assert!(found.conflicts_with(&found));
}
