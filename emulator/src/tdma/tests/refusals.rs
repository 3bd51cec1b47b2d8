//! Wrong programs: each names the field to blame, and memory stays as it was.

use super::*;
use isa::container::vlc::{self, Header, Params};

/// The field that is named, its value and what would be legal.
fn blamed(chip: Chip, set: impl FnOnce(&mut TdmaFields)) -> (&'static str, u64, String) {
    let mut desk = Desk::new(chip);
    let refusal = desk.refusal(set);
    assert!(!refusal.what.is_empty() && !refusal.help.is_empty(), "{refusal:?}");
    assert_eq!(desk, Desk::new(chip), "memory changed: {refusal}");
    let field = refusal.field.unwrap();
    (field.name, field.value, field.allowed)
}

fn name(set: impl FnOnce(&mut TdmaFields)) -> &'static str {
    blamed(Chip::Cv181x, set).0
}

#[test]
fn a_size_of_zero_is_named() {
    assert_eq!(blamed(Chip::Cv181x, |f| f.src_n = 0), ("src_n", 0, "1 to 65535".into()));
    assert_eq!(name(|f| f.src_c = 0), "src_c");
    assert_eq!(name(|f| (f.trans_dir, f.dst_h) = (STORE, 0)), "dst_h");
    assert_eq!(name(|f| (f.spec_func, f.src_w) = (REARRANGE, 0)), "src_w");
    assert_eq!(name(|f| (f.sys_dtype, f.dst_w) = (true, 0)), "dst_w");
    assert_eq!(name(|f| (f.compress_en, f.dst_c) = (true, 0)), "dst_c");
}

#[test]
fn shapes_must_agree() {
    assert_eq!(blamed(Chip::Cv181x, |f| (f.src_w, f.dst_w) = (4, 5)).2, "shapes of 4 elements");
    assert_eq!(name(|f| (f.src_h, f.dst_h) = (4, 5)), "dst_h");
    assert_eq!(name(|f| (f.spec_func, f.src_n) = (REARRANGE, 3)), "dst_c");
    assert_eq!(name(|f| (f.spec_func, f.src_w) = (REARRANGE, 3)), "dst_w");
    assert_eq!(name(|f| (f.spec_func, f.src_h) = (REARRANGE, 3)), "dst_h");
    let cw = |f: &mut TdmaFields| (f.trans_dir, f.spec_func, f.transpose_md) = (STORE, REARRANGE, 3);
    assert_eq!(name(|f| (cw(f), f.src_c = 2).1), "dst_w");
    assert_eq!(name(|f| (cw(f), f.src_w = 2).1), "dst_c");
    assert_eq!(name(|f| (cw(f), f.src_h = 2).1), "dst_h");
    assert_eq!(name(|f| (f.spec_func, f.transpose_md, f.src_c) = (REARRANGE, 1, 4)), "src_c");
    assert_eq!(name(|f| (f.spec_func, f.transpose_md, f.src_c, f.dst_c) = (REARRANGE, 2, 4, 3)), "dst_c");
}

#[test]
fn matrices_have_rows_pieces_and_columns() {
    let load = |f: &mut TdmaFields| {
        (f.sys_dtype, f.src_n, f.src_c, f.src_w, f.dst_c, f.dst_w) = (true, 2, 2, 5, 3, 2);
    };
    assert_eq!(name(|f| (load(f), f.src_c = 3).1), "src_c");
    assert_eq!(blamed(Chip::Cv180x, |f| (load(f), f.dst_c = 2).1), ("dst_c", 2, "3".into()));
    assert_eq!(name(|f| (load(f), f.dst_h = 2).1), "dst_h");
    assert_eq!(name(|f| (load(f), f.src_w = 0).1), "src_w");
    let store = |f: &mut TdmaFields| {
        (f.trans_dir, f.sys_dtype, f.src_n, f.src_c, f.src_w, f.dst_c, f.dst_w) = (STORE, true, 2, 3, 2, 2, 5);
    };
    assert_eq!(name(|f| (store(f), f.src_n = 3).1), "src_n");
    assert_eq!(name(|f| (store(f), f.src_c = 2).1), "src_c");
    assert_eq!(name(|f| (store(f), f.src_h = 2).1), "src_h");
    let turned = |f: &mut TdmaFields| {
        load(f);
        f.spec_func = REARRANGE;
        (f.src_c, f.dst_h_stride, f.dst_n_stride, f.dst_c_stride) = (5, 2, 32, 16);
    };
    assert_eq!(name(|f| (turned(f), f.dst_h_stride = 3).1), "dst_h_stride");
    assert_eq!(name(|f| (turned(f), f.dst_base_addr = 8).1), "dst_base_addr");
    assert_eq!(name(|f| (turned(f), f.dst_n_stride = 24).1), "dst_n_stride");
    assert_eq!(blamed(Chip::Cv180x, |f| (turned(f), f.dst_c_stride = 17).1).2, "multiples of 16");
    assert_eq!(name(|f| (turned(f), f.src_fmt = 2).1), "src_fmt");
}

#[test]
fn formats_are_checked() {
    assert_eq!(name(|f| f.src_fmt = 0), "src_fmt");
    assert_eq!(name(|f| (f.src_fmt, f.dst_fmt) = (2, 1)), "dst_fmt");
    assert_eq!(name(|f| (f.trans_dir, f.dst_fmt) = (STORE, 2)), "dst_fmt");
    assert_eq!(name(|f| (f.trans_dir, f.dst_fmt) = (MOVE, 3)), "dst_fmt");
    assert_eq!(name(|f| (f.spec_func, f.src_fmt) = (FILL, 2)), "src_fmt");
    assert_eq!(name(|f| (f.spec_func, f.src_fmt, f.dst_fmt) = (FILL, 3, 3)), "dst_fmt");
    assert_eq!(name(|f| (f.trans_fmt, f.dst_fmt) = (true, 2)), "dst_fmt");
    assert_eq!(name(|f| (f.compress_en, f.src_fmt) = (true, 2)), "dst_fmt");
}

#[test]
fn addresses_must_lie_in_their_memory() {
    let (field, value, allowed) = blamed(Chip::Cv180x, |f| f.dst_base_addr = 0x1_0000);
    assert_eq!((field, value, allowed.as_str()), ("dst_base_addr", 0x1_0000, "0 to 0xffff"));
    assert_eq!(blamed(Chip::Cv181x, |f| f.src_base_addr = 0x1_0000).2, "0x0 to 0xffff");
    assert_eq!(blamed(Chip::Cv181x, |f| (f.src_base_addr, f.src_w, f.dst_w) = (0xfff0, 17, 17)).2, "at least 0x1 less");
    assert_eq!(name(|f| (f.trans_fmt, f.src_n_stride) = (true, 0x1_0001)), "src_n_stride");
    assert_eq!(
        blamed(Chip::Cv180x, |f| (f.trans_fmt, f.src_n_stride, f.dst_base_addr) = (true, 9, 0xfff8)).2,
        "0 to 8"
    );
}

#[test]
fn base_registers_must_point_into_dram() {
    let mut desk = Desk::new(Chip::Cv183x);
    desk.base[2] = 0;
    let field = desk.refusal(|f| f.src_base_reg_sel = 2).field.unwrap();
    assert_eq!((field.name, field.allowed.as_str()), ("src_base_addr", "0x100000000 to 0x10000ffff"));
    desk.base[2] = u64::MAX;
    assert_eq!(
        desk.refusal(|f| (f.src_base_reg_sel, f.src_base_addr) = (2, 9)).field.unwrap().name,
        "src_base_reg_sel"
    );
}

#[test]
fn elements_must_begin_inside_their_lane_and_end_inside_the_memory() {
    let mut desk = Desk::new(Chip::Cv180x);
    let refusal = desk.refusal(|f| (f.src_w, f.dst_w, f.dst_base_addr) = (3, 3, 0x7ffe));
    assert_eq!(refusal.what, "element n 0 c 0 h 0 w 2 would lie in lane 0, at offset 32768");
    let wide = |f: &mut TdmaFields| (f.src_fmt, f.dst_fmt, f.dst_base_addr) = (2, 2, 0xffff);
    let refusal = desk.refusal(wide);
    assert_eq!(refusal.what, "element n 0 c 0 h 0 w 0 would not end in lane 1, at offset 32767");
    let refusal = desk.refusal(|f| {
        wide(f);
        (f.src_c, f.dst_c, f.dst_base_addr, f.dst_c_stride) = (4, 4, 0x7fff - 16, 16);
    });
    assert_eq!(refusal.what, "element n 0 c 3 h 0 w 0 would not end in lane 1, at offset 32767");
    let back = 0_u32.wrapping_sub(16);
    let refusal = desk.refusal(|f| (f.src_n, f.dst_n_stride, f.dst_base_addr) = (3, back, 16));
    assert_eq!(refusal.what, "element n 2 c 0 h 0 w 0 would lie in lane 0, at offset -16");
}

#[test]
fn all_of_the_last_piece_must_lie_inside_its_lane() {
    let load = |f: &mut TdmaFields| {
        (f.sys_dtype, f.src_w, f.src_c_stride, f.dst_c, f.dst_w, f.dst_c_stride) = (true, 5, 5, 2, 4, 0x40);
    };
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| (load(f), f.dst_base_addr = 0xffbc).1);
    let refusal = desk.refusal(|f| (load(f), f.dst_base_addr = 0xffbd).1);
    assert_eq!(refusal.what, "element n 0 c 1 h 0 w 3 would lie in lane 0, at offset 32768");
}

#[test]
fn the_compressor_can_be_set_only_so_far() {
    let store = |f: &mut TdmaFields| (f.trans_dir, f.compress_en) = (STORE, true);
    assert_eq!(name(|f| (store(f), f.compress_bias1 = 1).1), "compress_bias1");
    assert_eq!(name(|f| (store(f), f.compress_bias0 = 1).1), "compress_bias0");
    assert_eq!(name(|f| (store(f), f.compress_zero_guard = true).1), "compress_zero_guard");
    let wide = |f: &mut TdmaFields| (store(f), (f.src_fmt, f.dst_fmt, f.compress_bias0) = (2, 2, 127)).1;
    assert_eq!(name(|f| (wide(f), f.cmprs_fmt = true).1), "cmprs_fmt");
    assert_eq!(blamed(Chip::Cv181x, |f| (wide(f), f.compress_bias0 = 5).1), ("compress_bias0", 5, "127".into()));
    assert_eq!(name(|f| (store(f), f.dst_h_stride = 2).1), "dst_h_stride");
    assert_eq!(name(|f| (store(f), f.dst_c_stride = 2).1), "dst_c_stride");
    assert_eq!(name(|f| (store(f), f.dst_n_stride = 2).1), "dst_n_stride");
    assert_eq!(name(|f| (store(f), f.sys_dtype = true, f.dst_c_stride = 9).2), "dst_c_stride");
    assert_eq!(name(|f| (f.compress_en, f.sys_dtype, f.src_c_stride) = (true, true, 9)), "src_c_stride");
}

#[test]
fn a_stream_must_be_what_it_is_said_to_be() {
    let mut desk = Desk::new(Chip::Cv180x);
    let stream = vlc::encode(&[1; 40], &Params::int8(false)).unwrap();
    desk.dram.write(0x100, &stream).unwrap();
    let load = |f: &mut TdmaFields| (f.compress_en, f.src_base_addr, f.dst_w) = (true, 0x100, 40);
    let refusal = desk.refusal(|f| (load(f), (f.src_fmt, f.dst_fmt) = (2, 2)).1);
    assert_eq!(refusal.field.unwrap().name, "src_fmt");
    let refusal = desk.refusal(|f| (load(f), f.dst_w = 400).1);
    assert_eq!(refusal.field.unwrap().name, "src_base_addr");
    desk.dram.write(0xfff8, &Header::new(Params::int8(false), 0).write()[..8]).unwrap();
    assert!(desk.refusal(|f| (load(f), f.src_base_addr = 0xfff8).1).what.contains("the header ends"));
    let refusal = desk.refusal(|f| {
        (f.trans_dir, f.compress_en, f.dst_base_addr) = (STORE, true, 0xfff0);
        (f.src_w, f.dst_w, f.dst_h_stride, f.dst_c_stride, f.dst_n_stride) = (16, 16, 16, 16, 16);
    });
    assert_eq!(refusal.field.unwrap().name, "dst_base_addr");
}

#[test]
fn bases_and_indices_exclude_each_other_and_nan_has_no_index() {
    let wide = |f: &mut TdmaFields| (f.trans_dir, f.src_fmt, f.dst_fmt, f.mv_lut_idx) = (MOVE, 2, 2, true);
    assert_eq!(name(|f| (wide(f), f.mv_lut_base = true).1), "mv_lut_idx");
    let mut desk = Desk::new(Chip::Cv181x);
    desk.local.bytes_mut()[..2].copy_from_slice(&0x7fc0_u16.to_le_bytes());
    assert!(desk.refusal(wide).what.contains("NaN"));
}

#[test]
fn absurd_transfers_end_soon() {
    let repeat = |f: &mut TdmaFields| {
        (f.src_n, f.src_c, f.src_h, f.dst_c, f.dst_h) = (65535, 65535, 65535, 65535, 65535);
        (f.src_n_stride, f.src_c_stride, f.src_h_stride) = (0, 0, 0);
        (f.dst_n_stride, f.dst_c_stride, f.dst_h_stride) = (0, 0, 0);
    };
    assert_eq!(name(repeat), "src_w");
    assert_eq!(name(|f| (repeat(f), f.compress_en = true, f.src_c = 1).2), "dst_w");
}
