//! What hosts do wrong is reported and harms nobody.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(unsafe_code, reason = "the functions are made for C")]

mod common;

use cvicmodel::*;
use isa::chip::{Chip, ChipProfile, PROFILES};
use std::process::Command;
use std::ptr::{null, null_mut};

const WINDOW: u64 = 0x1000;
const INPUT: u64 = 0x4000;
const OUTPUT: u64 = 0x5000;

fn model(info: &ChipInfo) -> Handle {
    let mut handle = null_mut();
    // SAFETY: both live here.
    assert_eq!(unsafe { bm_cmodel_init(&raw mut handle, info) }, 0);
    handle
}

fn write(handle: Handle, offset: u64, bytes: &[u8]) -> i32 {
    // SAFETY: the buffer is as long as it says.
    unsafe { bm_cmodel_write_gmem(handle, offset, bytes.as_ptr(), bytes.len() as u64) }
}

fn read(handle: Handle, offset: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    // SAFETY: the buffer is as long as it says.
    assert_eq!(unsafe { bm_cmodel_read_gmem(handle, offset, bytes.as_mut_ptr(), 16) }, 0);
    bytes
}

/// A model with the small program and its input in place; returns the lengths of the streams.
fn prepared(chip: &'static ChipProfile) -> (Handle, u64, u64) {
    let (handle, streams) = (model(&ChipInfo::of(chip)), common::squares(chip));
    let input: Vec<u8> = (0..16).collect();
    let done =
        [(0, &streams.tiu), (WINDOW, &streams.tdma), (INPUT, &input)].map(|(at, bytes)| write(handle, at, bytes));
    assert_eq!(done, [0; 3]);
    assert_eq!(
        [(3, INPUT), (4, OUTPUT)].map(|(index, at)| bm_cmodel_set_base_reg(handle, index, chip.gmem_start + at)),
        [0; 2]
    );
    (handle, streams.tiu.len() as u64, streams.tdma.len() as u64)
}

#[test]
fn models_of_all_chips_run_side_by_side() {
    let squares: [u8; 16] = std::array::from_fn(|i| (i * i) as u8);
    let threads: Vec<_> = PROFILES
        .iter()
        .chain(&PROFILES)
        .map(|chip| {
            std::thread::spawn(move || {
                let (handle, tiu, tdma) = prepared(chip);
                assert_eq!(bm_cmodel_run_gmem_cmdbuf(handle, 0, tiu, WINDOW, tdma), 0);
                assert_eq!(read(handle, OUTPUT), squares);
                assert_eq!(bm_cmodel_exit(handle), 0);
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn what_the_host_writes_by_address_is_what_runs() {
    let (handle, tiu, tdma) = prepared(Chip::Cv181x.profile());
    for value in [3_u8, 5] {
        // SAFETY: DRAM is larger than that, and nothing runs.
        unsafe { bm_cmodel_get_chipGmem(handle).add(INPUT as usize).write(value) };
        assert_eq!(bm_cmodel_run_gmem_cmdbuf(handle, 0, tiu, WINDOW, tdma), 0);
        assert_eq!(read(handle, OUTPUT)[0], value * value);
    }
    assert_eq!(bm_cmodel_exit(handle), 0);
}

#[test]
fn lengths_beyond_the_descriptors_are_a_fault_and_leave_memory_alone() {
    let (handle, tiu, tdma) = prepared(Chip::Cv180x.profile());
    for (tiu, tdma) in
        [(2 * tiu, tdma), (tiu, 2 * tdma), (tiu - 1, tdma), (tiu, 0), (0, tdma), (1 << 32, 0), (u64::MAX, 0)]
    {
        assert_eq!(bm_cmodel_run_gmem_cmdbuf(handle, 0, tiu, WINDOW, tdma), -1);
        assert_eq!(read(handle, OUTPUT), [0; 16]);
    }
    assert_eq!(bm_cmodel_run_gmem_cmdbuf(handle, 0, 0, 0, 0), 0);
    assert_eq!(bm_cmodel_exit(handle), 0);
}

#[test]
fn handles_that_are_null_invented_or_stale_are_refused() {
    let stale = model(&ChipInfo::of(Chip::Cv181x.profile()));
    assert_eq!(bm_cmodel_exit(stale), 0);
    for handle in [null_mut(), std::ptr::dangling_mut(), stale] {
        assert_eq!(bm_cmodel_exit(handle), -1);
        assert!(bm_cmodel_get_chipGmem(handle).is_null());
        assert_eq!(bm_cmodel_read_base_reg(handle, 0), 0);
        assert_eq!(bm_cmodel_set_base_reg(handle, 0, 1), -1);
        assert_eq!(write(handle, 0, &[1]), -1);
        assert_eq!(bm_cmodel_run_gmem_cmdbuf(handle, 0, 0, 0, 0), -1);
    }
}

#[test]
fn descriptions_that_contradict_the_chip_are_refused() {
    let good = ChipInfo::of(Chip::Cv183x.profile());
    let bad = [
        ChipInfo { version: 1684, ..good },
        ChipInfo { npu_num: 64, ..good },
        ChipInfo { lmem_size: 0, ..good },
        ChipInfo { gmem_start: 0, ..good },
        ChipInfo { gmem_size: 0, ..good },
        ChipInfo { gmem_size: 1 << 40, ..good },
    ];
    let mut handle = std::ptr::dangling_mut();
    for info in bad {
        // SAFETY: both live here.
        assert_eq!(unsafe { bm_cmodel_init(&raw mut handle, &raw const info) }, -1);
        assert!(handle.is_null());
    }
    // SAFETY: null is allowed.
    assert_eq!(
        unsafe { [bm_cmodel_init(null_mut(), &raw const good), bm_cmodel_init(&raw mut handle, null())] },
        [-1; 2]
    );
}

#[test]
fn ranges_buffers_and_registers_that_do_not_exist_are_refused() {
    let handle = model(&ChipInfo { gmem_size: 1 << 20, ..ChipInfo::of(Chip::Cv182x.profile()) });
    let lanes = 8 * 32768;
    for (offset, length) in [((1 << 20) - 15, 16), (u64::MAX, 16), (0, u64::MAX), (16, u64::MAX - 3)] {
        let mut buffer = [0; 16];
        let start = buffer.as_mut_ptr();
        // SAFETY: the ranges are refused before the buffer is looked at.
        assert_eq!(unsafe { bm_cmodel_read_gmem(handle, offset, start, length) }, -1);
        // SAFETY: as above.
        assert_eq!(unsafe { bm_cmodel_write_lmem(handle, offset, start, length) }, -1);
    }
    // SAFETY: null is allowed.
    assert_eq!(
        unsafe { [bm_cmodel_read_lmem(handle, 0, null_mut(), 1), bm_cmodel_write_gmem(handle, 0, null(), 1)] },
        [-1; 2]
    );
    // SAFETY: nothing is copied.
    assert_eq!(unsafe { bm_cmodel_read_lmem(handle, lanes, null_mut(), 0) }, 0);
    assert_eq!((bm_cmodel_set_base_reg(handle, 8, 1), bm_cmodel_read_base_reg(handle, u32::MAX)), (-1, 0));
    assert_eq!(bm_cmodel_exit(handle), 0);
}

/// Any functions in any order with any numbers, on live and dead models.
#[test]
fn random_calls_do_no_harm() {
    let mut state = 0x1234_5678_9abc_def1_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 16
    };
    let mut handles = vec![null_mut(); 6];
    let mut buffer = [0x5a; 256];
    for _ in 0..20_000 {
        let handle = handles[next() as usize % 6];
        let (offset, length) = (next() >> (next() % 48), next() % 256);
        match next() % 40 {
            0 => handles[next() as usize % 6] = model(&ChipInfo::of(&PROFILES[next() as usize % 4])),
            1 => _ = bm_cmodel_exit(handle),
            2..10 => _ = bm_cmodel_set_base_reg(handle, next() as u32 % 9, offset),
            10..14 => _ = bm_cmodel_read_base_reg(handle, next() as u32 % 9),
            // SAFETY: the buffer is longer than any length here.
            14..20 => _ = unsafe { bm_cmodel_read_gmem(handle, offset, buffer.as_mut_ptr(), length) },
            // SAFETY: as above.
            20..26 => _ = unsafe { bm_cmodel_write_lmem(handle, offset, buffer.as_ptr(), length) },
            26..32 => _ = write(handle, offset, &common::squares(&PROFILES[next() as usize % 4]).tdma),
            _ => _ = bm_cmodel_run_gmem_cmdbuf(handle, offset, 112 * (next() % 3), next() % 4096, 64 * (next() % 3)),
        }
    }
    handles.into_iter().for_each(|handle| _ = bm_cmodel_exit(handle));
}

/// The process that the next test watches.
#[test]
#[ignore = "ends its process where it is told to"]
fn a_problem() {
    assert_eq!(bm_cmodel_exit(null_mut()), -1);
}

#[test]
fn a_problem_is_said_and_ends_the_process_only_on_request() {
    let run = |choice| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "a_problem", "--ignored", "--nocapture"]).env("TPUSCOPE_ON_FAULT", choice);
        child.output().unwrap()
    };
    let (kind, strict) = (run("report"), run("abort"));
    let said = "libcvicmodel: bm_cmodel_exit: the handle is null; give what bm_cmodel_init stored";
    assert!(String::from_utf8_lossy(&kind.stderr).contains(said) && kind.status.success());
    assert!(String::from_utf8_lossy(&strict.stderr).contains(said) && !strict.status.success());
}
