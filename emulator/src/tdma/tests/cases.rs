//! One small case of every function, worked out by hand.

use super::*;
use isa::container::vlc::{self, Params};

#[test]
fn a_load_spreads_channels_over_lanes() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| {
        (f.trans_dir, f.src_base_addr, f.dst_base_addr) = (LOAD, 0x100, 0x8010);
        (f.src_c, f.src_w, f.dst_c, f.dst_w) = (3, 4, 3, 4);
        (f.src_c_stride, f.dst_c_stride) = (10, 0x20);
    });
    let untouched = Desk::new(Chip::Cv180x);
    assert_eq!(desk.lane(1, 0x10, 4), untouched.dram(0x100, 4));
    assert_eq!(desk.lane(0, 0x30, 4), untouched.dram(0x10a, 4));
    assert_eq!(desk.lane(1, 0x30, 4), untouched.dram(0x114, 4));
    assert_eq!(desk.lane(1, 0x14, 4), untouched.lane(1, 0x14, 4));
}

#[test]
fn a_load_reshapes_in_element_order() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.dram.write(0, &[1, 2, 3, 4, 5, 6]).unwrap();
    desk.run(|f| {
        (f.src_h, f.src_w, f.src_h_stride) = (2, 3, 3);
        (f.dst_h, f.dst_w, f.dst_h_stride) = (3, 2, 16);
    });
    assert_eq!([desk.lane(0, 0, 2), desk.lane(0, 16, 2), desk.lane(0, 32, 2)].concat(), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_store_narrows_and_a_load_widens() {
    let mut desk = Desk::new(Chip::Cv181x);
    let values = [1.5_f32, -2.5, 300.0, -300.0].map(|value| ((value.to_bits() >> 16) as u16).to_le_bytes());
    desk.local.bytes_mut()[..8].copy_from_slice(values.as_flattened());
    desk.run(|f| {
        (f.trans_dir, f.src_fmt, f.dst_fmt, f.int8_sign) = (STORE, 2, 1, true);
        (f.src_w, f.dst_w) = (4, 4);
    });
    assert_eq!(desk.dram(0, 4), [2, 0xfe, 127, 0x80]);
    desk.run(|f| {
        (f.trans_dir, f.src_fmt, f.dst_fmt) = (LOAD, 1, 2);
        (f.src_w, f.dst_w, f.dst_base_addr) = (4, 4, 0x40);
    });
    let widened = [2.0_f32, 254.0, 127.0, 128.0].map(|value| ((value.to_bits() >> 16) as u16).to_le_bytes());
    assert_eq!(desk.lane(0, 0x40, 8), widened.as_flattened());
}

#[test]
fn a_dram_copy_never_converts() {
    let mut desk = Desk::new(Chip::Cv183x);
    desk.run(|f| {
        (f.trans_dir, f.src_fmt, f.dst_fmt) = (COPY, 2, 1);
        (f.src_w, f.dst_w, f.dst_base_addr) = (5, 5, 0x200);
    });
    assert_eq!(desk.dram(0x200, 5), Desk::new(Chip::Cv183x).dram(0, 5));
    assert_eq!(desk.dram(0x205, 5), Desk::new(Chip::Cv183x).dram(0x205, 5));
}

#[test]
fn base_registers_are_added_and_may_hold_all_of_the_address() {
    for chip in Chip::ALL {
        let mut desk = Desk::new(chip);
        desk.base[3] += 0x300;
        desk.base[5] = 0;
        let start = desk.chip.gmem_start;
        desk.run(|f| {
            (f.trans_dir, f.src_base_reg_sel, f.dst_base_reg_sel) = (COPY, 3, 5);
            (f.src_w, f.dst_w, f.src_base_addr, f.dst_base_addr) = (2, 2, 1, start + 0x10);
        });
        assert_eq!(desk.dram(0x10, 2), Desk::new(chip).dram(0x301, 2), "{chip}");
    }
}

#[test]
fn a_general_copy_moves_bytes_across_lanes_and_over_itself() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| (f.trans_fmt, f.src_n_stride, f.src_base_addr, f.dst_base_addr) = (true, 7, 0x20, 0x7ffd));
    assert_eq!([desk.lane(0, 0x7ffd, 3), desk.lane(1, 0, 4)].concat(), Desk::new(Chip::Cv180x).dram(0x20, 7));
    let before = desk.clone();
    desk.run(|f| (f.trans_dir, f.trans_fmt, f.src_n_stride, f.dst_base_addr) = (COPY, true, 30000, 3));
    assert_eq!(desk.dram(3, 30000), before.dram(0, 30000));
    desk.run(|f| (f.trans_dir, f.trans_fmt, f.src_n_stride, f.src_base_addr) = (COPY, true, 30000, 3));
    assert_eq!(desk.dram(0, 30000), before.dram(0, 30000));
    desk.run(|f| (f.trans_dir, f.trans_fmt, f.src_n_stride) = (STORE, true, 0));
}

#[test]
fn fills_write_one_or_two_bytes_per_element() {
    let mut desk = Desk::new(Chip::Cv181x);
    let fill = |f: &mut TdmaFields| {
        (f.spec_func, f.const_val, f.src_n, f.dst_c, f.dst_w) = (FILL, 0x1234, 2, 9, 3);
        (f.dst_n_stride, f.dst_c_stride) = (0x40, 0x10);
    };
    desk.run(fill);
    assert_eq!(desk.lane(0, 0x10, 4), [0x34, 0x34, 0x34, Desk::new(Chip::Cv181x).lane(0, 0x13, 1)[0]]);
    desk.run(|f| {
        fill(f);
        (f.trans_dir, f.src_fmt, f.dst_fmt, f.dst_base_addr) = (STORE, 2, 2, 1);
    });
    assert_eq!(desk.dram(1 + 0x40 + 0x80, 6), [0x34, 0x12, 0x34, 0x12, 0x34, 0x12]);
    let before = desk.clone();
    desk.run(|f| (f.trans_dir, f.spec_func, f.src_fmt, f.dst_fmt) = (STORE, FILL, 3, 3));
    desk.run(|f| (f.spec_func, f.dst_w) = (FILL, 0));
    assert_eq!(desk, before);
}

#[test]
fn batches_and_channels_trade_places() {
    let mut desk = Desk::new(Chip::Cv180x);
    let source: Vec<u8> = (0..24).collect();
    desk.dram.write(0, &source).unwrap();
    desk.run(|f| {
        (f.spec_func, f.src_n, f.src_c, f.src_h, f.src_w) = (REARRANGE, 2, 3, 2, 2);
        (f.src_n_stride, f.src_c_stride, f.src_h_stride) = (12, 4, 2);
        (f.dst_c, f.dst_h, f.dst_w, f.dst_n_stride, f.dst_h_stride) = (2, 1, 4, 16, 4);
    });
    // Element (n 1, c 2) of the source is element (n 2, c 1) of the destination.
    assert_eq!(desk.lane(1, 32, 4), [20, 21, 22, 23]);
    assert_eq!(desk.lane(0, 16, 4), [4, 5, 6, 7]);
}

#[test]
fn rows_and_columns_of_a_matrix_trade_places() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.dram.write(0, &[1, 2, 3, 4, 5, 6]).unwrap();
    desk.run(|f| {
        (f.spec_func, f.sys_dtype, f.src_c, f.src_w, f.src_c_stride) = (REARRANGE, true, 3, 2, 2);
        (f.dst_c, f.dst_w, f.dst_h_stride, f.dst_n_stride, f.dst_c_stride) = (2, 2, 2, 32, 16);
    });
    assert_eq!([desk.lane(0, 0, 2), desk.lane(1, 0, 1)].concat(), [1, 3, 5]);
    assert_eq!([desk.lane(0, 32, 2), desk.lane(1, 32, 1)].concat(), [2, 4, 6]);
}

#[test]
fn a_matrix_row_is_cut_into_pieces_of_which_the_last_is_short() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| {
        (f.sys_dtype, f.src_n, f.src_c, f.src_w, f.src_c_stride) = (true, 2, 2, 5, 9);
        (f.dst_c, f.dst_w, f.dst_n_stride, f.dst_c_stride) = (3, 2, 0x40, 0x10);
    });
    let before = Desk::new(Chip::Cv180x);
    let row = [desk.lane(0, 0x40, 2), desk.lane(1, 0x40, 2), desk.lane(0, 0x50, 1)].concat();
    assert_eq!(row, before.dram(9, 5));
    assert_eq!(desk.lane(0, 0x51, 1), before.lane(0, 0x51, 1));
    desk.run(|f| {
        (f.trans_dir, f.sys_dtype, f.dst_base_addr) = (STORE, true, 0x100);
        (f.src_n, f.src_c, f.src_w, f.src_n_stride, f.src_c_stride) = (2, 3, 2, 0x40, 0x10);
        (f.dst_c, f.dst_w, f.dst_c_stride) = (2, 5, 7);
    });
    assert_eq!(desk.dram(0x107, 5), before.dram(9, 5));
    assert_eq!(desk.dram(0x105, 2), before.dram(0x105, 2));
}

#[test]
fn interleaved_pixels_become_planes_and_come_back() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.dram.write(0, &[1, 2, 3, 11, 12, 13]).unwrap();
    desk.run(|f| {
        (f.spec_func, f.transpose_md, f.src_c, f.src_w, f.src_h_stride) = (REARRANGE, 1, 3, 2, 6);
        (f.dst_c, f.dst_w, f.dst_h_stride, f.dst_c_stride, f.dst_n_stride) = (3, 2, 2, 16, 32);
    });
    assert_eq!([desk.lane(0, 0, 2), desk.lane(1, 0, 2), desk.lane(0, 16, 2)].concat(), [1, 11, 2, 12, 3, 13]);
    desk.run(|f| {
        (f.trans_dir, f.spec_func, f.transpose_md, f.dst_base_addr) = (STORE, REARRANGE, 3, 0x40);
        (f.src_c, f.src_w, f.src_c_stride, f.src_n_stride) = (3, 2, 16, 32);
        (f.dst_c, f.dst_w, f.dst_c_stride) = (2, 3, 3);
    });
    assert_eq!(desk.dram(0x40, 6), [1, 2, 3, 11, 12, 13]);
}

#[test]
fn table_keys_are_those_of_the_page() {
    let rows: [(u16, u16, u16); 11] = [
        (0x3f80, 0x3f80, 0x3f3f),
        (0x3fc0, 0x3f80, 0x3f3f),
        (0x4060, 0x4000, 0x4040),
        (0x3f00, 0x3f00, 0x3e3e),
        (0x42ff, 0x4280, 0x4545),
        (0xbfc0, 0xbf80, 0xbfbf),
        (0x8000, 0x8000, 0x0000),
        (0x0001, 0x0000, 0xbaba),
        (0x7f80, 0x7f80, 0x3f3f),
        (0xff80, 0xff80, 0xbfbf),
        (0x0000, 0x0000, 0x0000),
    ];
    for (value, base, index) in rows {
        let mut desk = Desk::new(Chip::Cv182x);
        desk.local.bytes_mut()[..2].copy_from_slice(&value.to_le_bytes());
        desk.run(|f| (f.trans_dir, f.src_fmt, f.dst_fmt, f.mv_lut_base, f.dst_base_addr) = (MOVE, 2, 2, true, 16));
        assert_eq!(desk.lane(0, 16, 2), base.to_le_bytes(), "{value:#x}");
        desk.run(|f| (f.trans_dir, f.src_fmt, f.dst_fmt, f.mv_lut_idx) = (MOVE, 2, 2, true));
        assert_eq!(desk.lane(0, 0, 2), index.to_le_bytes(), "{value:#x}");
    }
}

#[test]
fn a_table_element_reached_twice_is_turned_twice() {
    let mut desk = Desk::new(Chip::Cv181x);
    desk.local.bytes_mut()[..2].copy_from_slice(&0x3f80_u16.to_le_bytes());
    desk.run(|f| {
        (f.trans_dir, f.src_fmt, f.dst_fmt, f.mv_lut_idx) = (MOVE, 2, 2, true);
        (f.src_h, f.dst_h, f.src_h_stride, f.dst_h_stride) = (2, 2, 0, 0);
    });
    // 0x3f3f is 0.746..., whose exponent is -1.
    assert_eq!(desk.lane(0, 0, 2), [0x3e, 0x3e]);
}

#[test]
fn compressed_tensors_come_back() {
    for (format, signed, guard) in [(1, false, false), (1, true, false), (2, false, true), (2, false, false)] {
        let mut desk = Desk::new(Chip::Cv181x);
        let element = u16::from(format == 2) + 1;
        let bytes = usize::from(5 * element);
        desk.run(|f| {
            (f.trans_dir, f.compress_en, f.src_fmt, f.dst_fmt, f.cmprs_fmt) = (STORE, true, format, format, signed);
            (f.compress_zero_guard, f.compress_bias0) = (guard, if format == 2 { 127 } else { 0 });
            (f.src_c, f.src_w, f.dst_c, f.dst_w, f.dst_base_addr) = (3, 5, 3, 5, 0x1000);
            (f.dst_h_stride, f.dst_c_stride, f.dst_n_stride) =
                (5 * element, u32::from(5 * element), u32::from(15 * element));
        });
        let plain = [desk.lane(0, 0, bytes), desk.lane(1, 0, bytes), desk.lane(2, 0, bytes)].concat();
        let params = if format == 2 { Params::bf16(guard) } else { Params::int8(signed) };
        let stream = vlc::encode(&plain, &params).unwrap();
        assert_eq!(desk.dram(0x1000, stream.len()), stream);
        let past = 0x1000 + stream.len();
        assert_eq!(desk.dram(past, 16), Desk::new(Chip::Cv181x).dram(past, 16));
        desk.run(|f| {
            (f.compress_en, f.src_fmt, f.dst_fmt, f.src_base_addr) = (true, format, format, 0x1000);
            (f.dst_c, f.dst_w, f.dst_base_addr) = (3, 5, 0x100);
        });
        let again = [desk.lane(0, 0x100, bytes), desk.lane(1, 0x100, bytes), desk.lane(2, 0x100, bytes)].concat();
        let (decoded, _) = vlc::decode(&stream, plain.len()).unwrap();
        assert_eq!(again, decoded);
    }
}

#[test]
fn an_empty_source_is_compressed_to_a_bare_header() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| (f.trans_dir, f.compress_en, f.src_n, f.dst_base_addr) = (STORE, true, 0, 0x100));
    assert_eq!(desk.dram(0x100, 16), vlc::encode(&[], &Params::int8(false)).unwrap());
}

#[test]
fn compressed_matrices_and_widened_bytes_come_back() {
    let mut desk = Desk::new(Chip::Cv180x);
    let stream = vlc::encode(&[1, 2, 3, 4, 5, 0xff], &Params::int8(true)).unwrap();
    desk.dram.write(0x100, &stream).unwrap();
    desk.run(|f| {
        (f.compress_en, f.sys_dtype, f.src_base_addr) = (true, true, 0x100);
        (f.src_n, f.src_c, f.src_w, f.src_c_stride) = (2, 2, 3, 3);
        (f.dst_c, f.dst_w, f.dst_n_stride) = (2, 2, 0x20);
    });
    assert_eq!([desk.lane(0, 0, 2), desk.lane(1, 0, 1)].concat(), [1, 2, 3]);
    assert_eq!([desk.lane(0, 0x20, 2), desk.lane(1, 0x20, 1)].concat(), [4, 5, 0xff]);
    desk.run(|f| {
        (f.compress_en, f.src_base_addr, f.dst_fmt, f.int8_sign, f.dst_w) = (true, 0x100, 2, true, 6);
    });
    assert_eq!(desk.lane(0, 10, 2), 0xbf80_u16.to_le_bytes());
    desk.run(|f| {
        (f.trans_dir, f.compress_en, f.sys_dtype, f.cmprs_fmt, f.dst_base_addr) = (STORE, true, true, true, 0x200);
        (f.src_n, f.src_c, f.src_w, f.src_n_stride) = (2, 2, 2, 0x20);
        (f.dst_c, f.dst_w, f.dst_c_stride) = (2, 3, 3);
    });
    let plain = [desk.lane(0, 0, 2), desk.lane(1, 0, 1), desk.lane(0, 0x20, 2), desk.lane(1, 0x20, 1)].concat();
    let stream = vlc::encode(&plain, &Params::int8(true)).unwrap();
    assert_eq!(desk.dram(0x200, stream.len()), stream);
}

#[test]
fn a_bf16_element_may_straddle_two_lanes() {
    let mut desk = Desk::new(Chip::Cv180x);
    desk.run(|f| (f.src_fmt, f.dst_fmt, f.dst_base_addr) = (2, 2, 0x7fff));
    assert_eq!([desk.lane(0, 0x7fff, 1), desk.lane(1, 0, 1)].concat(), Desk::new(Chip::Cv180x).dram(0, 2));
}
