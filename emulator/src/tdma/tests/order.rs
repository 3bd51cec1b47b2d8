//! Whole runs are copied at once only where nobody can tell: the result is always that of one element at a time.

use super::super::convert::Formats;
use super::*;
use isa::op::tdma::Direction;
use proptest::prelude::*;

/// What the generator chooses freely; the rest follows from the kind of transfer.
#[derive(Clone, Debug)]
struct Choice {
    kind: usize,
    formats: (u8, u8),
    flags: [bool; 2],
    sizes: [u16; 4],
    regroup: usize,
    strides: [[u32; 3]; 2],
    dense: [bool; 2],
    places: [u64; 2],
    lanes: [u64; 2],
    width: u16,
}

const KINDS: usize = 10;

fn choice() -> impl Strategy<Value = Choice> {
    let strides = || [0_u32..300, 0_u32..120, 0_u32..40];
    let sizes = [1_u16..4, 1_u16..20, 1_u16..4, 1_u16..20];
    let formats = prop_oneof![Just((1, 1)), Just((2, 2)), Just((1, 2)), Just((2, 1))];
    let first = (0..KINDS, formats, any::<[bool; 2]>(), sizes, 0_usize..4);
    let second = ([strides(), strides()], any::<[bool; 2]>(), [0_u64..600, 0_u64..600], [0_u64..8, 0_u64..8], 1_u16..6);
    (first, second).prop_map(|((kind, formats, flags, sizes, regroup), (strides, dense, places, lanes, width))| {
        Choice { kind, formats, flags, sizes, regroup, strides, dense, places, lanes, width }
    })
}

/// Another shape of as many elements.
fn regrouped([n, c, h, w]: [u16; 4], how: usize) -> [u16; 4] {
    match how {
        0 => [n, c, h, w],
        1 => [n, c, 1, h * w],
        2 => [n, h, c, w],
        _ => [n, c * h, 1, w],
    }
}

impl Choice {
    fn fields(&self, f: &mut TdmaFields) {
        [f.src_n, f.src_c, f.src_h, f.src_w] = self.sizes;
        [_, f.dst_c, f.dst_h, f.dst_w] = self.sizes;
        (f.src_fmt, f.dst_fmt) = self.formats;
        [f.int8_sign, f.int8_rnd_mode] = self.flags;
        self.kind(f);
        self.places(f);
        if self.dense[0] {
            let row = f.src_w * if f.src_fmt == 2 { 2 } else { 1 };
            (f.src_h_stride, f.src_c_stride) = (row, u32::from(f.src_h * row));
            f.src_n_stride = u32::from(f.src_c) * f.src_c_stride;
        }
        if self.dense[1] && f.spec_func == 0 {
            let row = f.dst_w * if f.dst_fmt == 2 { 2 } else { 1 };
            (f.dst_h_stride, f.dst_c_stride) = (row, u32::from(f.dst_h * row));
            f.dst_n_stride = u32::from(f.dst_c) * f.dst_c_stride;
        }
    }

    /// Direction, shapes and the formats that the kind allows.
    fn kind(&self, f: &mut TdmaFields) {
        let [n, c, h, w] = self.sizes;
        let same = |f: &mut TdmaFields| f.dst_fmt = f.src_fmt;
        match self.kind {
            0..=3 => {
                f.trans_dir = self.kind as u8;
                [_, f.dst_c, f.dst_h, f.dst_w] = regrouped(self.sizes, self.regroup);
                match f.trans_dir {
                    LOAD if f.src_fmt == 2 => same(f),
                    STORE if f.src_fmt == 1 => same(f),
                    _ => {}
                }
            }
            4 | 5 => {
                (f.trans_dir, f.spec_func) = (self.kind as u8 - 4, REARRANGE);
                same(f);
                (f.dst_c, f.dst_h, f.dst_w) = if self.dense[1] { (n, 1, h * w) } else { (n, h, w) };
            }
            6 => {
                (f.trans_dir, f.spec_func, f.transpose_md) = (STORE, REARRANGE, 3);
                (f.src_fmt, f.dst_fmt, f.dst_c, f.dst_h, f.dst_w) = (1, 1, w, h, c);
            }
            7 => {
                (f.spec_func, f.transpose_md, f.src_fmt, f.dst_fmt) = (REARRANGE, 1 + u8::from(self.flags[0]), 1, 1);
                (f.src_c, f.dst_c) = (f.transpose_md.into(), f.transpose_md.into());
                (f.src_c, f.dst_c) = (f.src_c + 2, f.dst_c + 2);
            }
            8 => {
                f.sys_dtype = true;
                (f.src_n, f.src_c, f.src_w, f.src_h) = (n * h, n * h, c, 1);
                (f.dst_w, f.dst_c, f.dst_h) = (self.width, c.div_ceil(self.width), 1);
                if f.src_fmt == 2 {
                    same(f)
                }
                if self.flags[1] {
                    (f.spec_func, f.src_fmt, f.dst_fmt) = (REARRANGE, 1, 1);
                    (f.src_c, f.dst_c) = (c, c.div_ceil(self.width));
                    f.src_w = n * h;
                }
            }
            _ => {
                (f.trans_dir, f.sys_dtype) = (STORE, true);
                (f.dst_c, f.dst_w, f.src_n) = (n * h, c, n * h);
                (f.src_w, f.src_c, f.src_h) = (self.width, c.div_ceil(self.width), 1);
                if f.src_fmt == 1 {
                    same(f)
                }
            }
        }
    }

    fn places(&self, f: &mut TdmaFields) {
        [f.src_n_stride, f.src_c_stride] = [self.strides[0][0], self.strides[0][1]];
        [f.dst_n_stride, f.dst_c_stride] = [self.strides[1][0], self.strides[1][1]];
        (f.src_h_stride, f.dst_h_stride) = (self.strides[0][2] as u16, self.strides[1][2] as u16);
        let local = |side: usize| (self.lanes[side] % 2) * 32768 + 100 + self.places[side];
        let (source_local, target_local) = (matches!(f.trans_dir, STORE | MOVE), matches!(f.trans_dir, LOAD | MOVE));
        f.src_base_addr = if source_local { local(0) } else { self.places[0] };
        f.dst_base_addr = if target_local { local(1) } else { self.places[1] };
        if self.kind == 7 || self.kind == 8 && self.flags[1] {
            (f.dst_base_addr, f.dst_h_stride) = (f.dst_base_addr / 16 * 16, f.dst_w);
            (f.dst_n_stride, f.dst_c_stride) = (f.dst_n_stride / 16 * 16, f.dst_c_stride / 16 * 16);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn every_transfer_is_that_of_its_elements_in_order(choice in choice(), chip in 0_usize..4) {
        let mut desk = Desk::new(Chip::ALL[chip]);
        let op = operation(desk.chip, |f| choice.fields(f));
        let mut slow = desk.clone();
        let [signed, truncate] = choice.flags;
        let (source, target) = match &op {
            TdmaOp::Tensor(op) => (op.src.format, op.dst.format),
            _ => (1, 1),
        };
        prop_assert_eq!(desk.transfer(&op), Ok(()));
        reference::transfer(&mut slow, &op, Formats { source, target, signed, truncate });
        prop_assert!(desk == slow, "{op:?}");
    }
}

#[test]
fn an_overlapping_copy_repeats_what_it_has_just_written() {
    let mut desk = Desk::new(Chip::Cv181x);
    let first = desk.lane(0, 0, 1)[0];
    desk.run(|f| (f.trans_dir, f.src_w, f.dst_w, f.dst_base_addr) = (MOVE, 9, 9, 1));
    assert_eq!(desk.lane(0, 0, 10), [first; 10]);
    let op = operation(desk.chip, |f| (f.trans_dir, f.src_w, f.dst_w) = (MOVE, 9, 9));
    assert!(matches!(op, TdmaOp::Tensor(op) if op.direction == Direction::Move));
}

mod stopping {
    use super::*;
    use crate::halt::Stop;
    use crate::tdma::meter::PIECE;
    use std::sync::atomic::AtomicBool;

    /// What is left when somebody asks to stop from the start on.
    fn stopped(desk: &Desk, op: &TdmaOp) -> (Desk, Result<(), Halt>) {
        let (mut desk, flag) = (desk.clone(), AtomicBool::new(true));
        let transfer = Transfer::new(op, desk.chip, &desk.base, &desk.dram).unwrap();
        let (mut scratch, mut meter) = (Scratch::default(), Meter::new(u64::MAX, Stop::new(Some(&flag))));
        let (local, dram) = (&mut desk.local, &mut desk.dram);
        let result = transfer.execute(&mut Workplace { local, dram, scratch: &mut scratch, meter: &mut meter });
        (desk, result)
    }

    /// More elements than go in one piece, on top of each other.
    fn large(f: &mut TdmaFields) {
        (f.src_n, f.src_h, f.dst_h, f.src_w, f.dst_w) = (200, 200, 200, 40, 40);
        const { assert!(200 * 200 * 40 > PIECE) };
    }

    #[test]
    fn a_transfer_of_a_piece_is_not_stopped() {
        let desk = Desk::new(Chip::Cv181x);
        let op = operation(desk.chip, |f| (f.src_w, f.dst_w) = (1000, 1000));
        let (after, result) = stopped(&desk, &op);
        let mut whole = desk.clone();
        whole.transfer(&op).unwrap();
        assert_eq!(result, Ok(()));
        assert!(after == whole);
    }

    #[test]
    fn a_stopped_transfer_can_be_done_again() {
        let desk = Desk::new(Chip::Cv181x);
        for direction in [LOAD, STORE, COPY, MOVE] {
            let op = operation(desk.chip, |f| {
                large(f);
                (f.trans_dir, f.dst_base_addr) = (direction, 3000);
            });
            let (mut after, result) = stopped(&desk, &op);
            assert_eq!(result, Err(Halt::Cancelled), "{op:?}");
            let mut whole = desk.clone();
            whole.transfer(&op).unwrap();
            assert!(after != whole, "it was done to its end: {op:?}");
            after.transfer(&op).unwrap();
            assert!(after == whole, "{op:?}");
        }
    }

    #[test]
    fn a_stopped_transfer_onto_itself_has_no_effect() {
        let desk = Desk::new(Chip::Cv181x);
        for direction in [COPY, MOVE] {
            let op = operation(desk.chip, |f| {
                large(f);
                (f.trans_dir, f.dst_base_addr, f.src_h_stride, f.dst_h_stride) = (direction, 1, 7, 5);
            });
            let (after, result) = stopped(&desk, &op);
            assert_eq!(result, Err(Halt::Cancelled), "{op:?}");
            assert!(after == desk, "{op:?}");
        }
    }
}
