//! The C interface of the vendor's simulator library `libcvicmodel.so`, on top of the emulator.
//!
//! `include/cvicmodel.h` documents it for those who call it. Hosts are not trusted: no panic crosses the boundary, and
//! whatever can be told apart from correct use is reported on standard error and returns. A handle is a number in a
//! registry of live models and never points anywhere, so that stale and invented ones are recognised.

#![allow(unsafe_code, reason = "functions for C read and write memory that C owns")]

mod chip_info;
mod guard;
mod model;
mod programs;
mod registry;
mod rounding;
mod threads;

pub use isa::chip_info::ChipInfo;

use guard::{guarded, status};
use model::Model;
use std::ffi::{c_int, c_void};

/// An opaque model.
pub type Handle = *mut c_void;

/// Makes a model of the chip that `info` describes and stores its handle, or null, in `out`.
///
/// # Safety
/// `out` is null or points to a writable handle; `info` is null or points to a chip description.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bm_cmodel_init(out: *mut Handle, info: *const ChipInfo) -> c_int {
    status("bm_cmodel_init", || {
        let out = guard::not_null(out, "the place for the handle")?;
        // SAFETY: not null, so that the caller promises a writable handle.
        unsafe { out.write_unaligned(std::ptr::null_mut()) };
        let info = guard::not_null(info.cast_mut(), "the chip description")?;
        // SAFETY: not null, so that the caller promises a description, of which any bytes are one.
        let info = unsafe { info.read_unaligned() };
        let handle = registry::add(Model::new(&info)?);
        // SAFETY: as above.
        unsafe { out.write_unaligned(handle) };
        Ok(())
    })
}

/// Frees a model.
#[unsafe(no_mangle)]
pub extern "C" fn bm_cmodel_exit(handle: Handle) -> c_int {
    status("bm_cmodel_exit", || registry::remove(handle).map(drop))
}

/// Where the model's DRAM starts, or null. It stays there until the model is freed.
#[unsafe(no_mangle)]
pub extern "C" fn bm_cmodel_get_chipGmem(handle: Handle) -> *mut u8 {
    let start = guarded("bm_cmodel_get_chipGmem", || Ok(registry::find(handle)?.gmem()));
    start.unwrap_or(std::ptr::null_mut())
}

/// The value of a base register; 0 when there is no such register.
#[unsafe(no_mangle)]
pub extern "C" fn bm_cmodel_read_base_reg(handle: Handle, index: u32) -> u64 {
    guarded("bm_cmodel_read_base_reg", || registry::find(handle)?.base(index)).unwrap_or(0)
}

/// Sets a base register.
#[unsafe(no_mangle)]
pub extern "C" fn bm_cmodel_set_base_reg(handle: Handle, index: u32, value: u64) -> c_int {
    status("bm_cmodel_set_base_reg", || registry::find(handle)?.set_base(index, value))
}

/// Copies DRAM from `offset` to `buffer`.
///
/// # Safety
/// `buffer` is null or has `length` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bm_cmodel_read_gmem(handle: Handle, offset: u64, buffer: *mut u8, length: u64) -> c_int {
    status("bm_cmodel_read_gmem", || {
        let buffer = guard::buffer(buffer, length)?;
        // SAFETY: the caller's promise; null was refused.
        registry::find(handle)?.with_gmem(offset, length, |gmem, bytes| unsafe { buffer.copy_from(gmem, bytes) })
    })
}

/// Copies `buffer` to DRAM at `offset`.
///
/// # Safety
/// `buffer` is null or has `length` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bm_cmodel_write_gmem(handle: Handle, offset: u64, buffer: *const u8, length: u64) -> c_int {
    status("bm_cmodel_write_gmem", || {
        let buffer = guard::buffer(buffer.cast_mut(), length)?;
        // SAFETY: the caller's promise; null was refused.
        registry::find(handle)?.with_gmem(offset, length, |gmem, bytes| unsafe { gmem.copy_from(buffer, bytes) })
    })
}

/// Copies local memory from `offset`, which is lane * lane size + byte, to `buffer`.
///
/// # Safety
/// `buffer` is null or has `length` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bm_cmodel_read_lmem(handle: Handle, offset: u64, buffer: *mut u8, length: u64) -> c_int {
    status("bm_cmodel_read_lmem", || {
        let buffer = guard::buffer(buffer, length)?;
        // SAFETY: the caller's promise; null was refused.
        registry::find(handle)?.with_lmem(offset, length, |lmem, bytes| unsafe { buffer.copy_from(lmem, bytes) })
    })
}

/// Copies `buffer` to local memory at `offset`, which is lane * lane size + byte.
///
/// # Safety
/// `buffer` is null or has `length` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bm_cmodel_write_lmem(handle: Handle, offset: u64, buffer: *const u8, length: u64) -> c_int {
    status("bm_cmodel_write_lmem", || {
        let buffer = guard::buffer(buffer.cast_mut(), length)?;
        // SAFETY: the caller's promise; null was refused.
        registry::find(handle)?.with_lmem(offset, length, |lmem, bytes| unsafe { lmem.copy_from(buffer, bytes) })
    })
}

/// Runs the descriptors of both engines that lie in DRAM: `tiu_length` bytes at `tiu_offset`, in hardware order, and
/// `tdma_length` bytes at `tdma_offset`.
#[unsafe(no_mangle)]
pub extern "C" fn bm_cmodel_run_gmem_cmdbuf(
    handle: Handle,
    tiu_offset: u64,
    tiu_length: u64,
    tdma_offset: u64,
    tdma_length: u64,
) -> c_int {
    status("bm_cmodel_run_gmem_cmdbuf", || {
        registry::find(handle)?.run((tiu_offset, tiu_length), (tdma_offset, tdma_length))
    })
}
