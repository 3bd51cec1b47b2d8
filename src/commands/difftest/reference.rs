//! A reference simulator: a shared library with the C interface of the vendor's.

#![allow(unsafe_code, reason = "a shared library is code that nobody has checked")]

use isa::chip::{ChipProfile, Window};
use isa::chip_info::ChipInfo;
use libloading::Library;
use std::ffi::{c_int, c_void};
use std::path::Path;

type Handle = *mut c_void;

/// A simulated chip inside the library.
pub(super) struct Reference {
    chip: &'static ChipProfile,
    handle: Handle,
    functions: Functions,
    /// Keeps the functions in memory.
    _library: Library,
}

#[derive(Clone, Copy)]
struct Functions {
    init: unsafe extern "C" fn(*mut Handle, *const ChipInfo) -> c_int,
    exit: unsafe extern "C" fn(Handle) -> c_int,
    gmem: unsafe extern "C" fn(Handle) -> *mut u8,
    set_base: unsafe extern "C" fn(Handle, u32, u64) -> c_int,
    read_lmem: unsafe extern "C" fn(Handle, u64, *mut u8, u64) -> c_int,
    write_lmem: unsafe extern "C" fn(Handle, u64, *const u8, u64) -> c_int,
    run: unsafe extern "C" fn(Handle, u64, u64, u64, u64) -> c_int,
}

impl Functions {
    fn of(library: &Library) -> Result<Self, libloading::Error> {
        // SAFETY: the interface gives these names these types; a library that does otherwise is no such library, and
        // the process that loads it does nothing else.
        unsafe {
            Ok(Functions {
                init: *library.get(b"bm_cmodel_init\0")?,
                exit: *library.get(b"bm_cmodel_exit\0")?,
                gmem: *library.get(b"bm_cmodel_get_chipGmem\0")?,
                set_base: *library.get(b"bm_cmodel_set_base_reg\0")?,
                read_lmem: *library.get(b"bm_cmodel_read_lmem\0")?,
                write_lmem: *library.get(b"bm_cmodel_write_lmem\0")?,
                run: *library.get(b"bm_cmodel_run_gmem_cmdbuf\0")?,
            })
        }
    }
}

impl Reference {
    /// A chip of the library at `path`.
    pub(super) fn open(path: &Path, chip: &'static ChipProfile) -> Result<Self, String> {
        let problem = |error: libloading::Error| {
            format!("cannot load {}: {error}; give a library with the simulator's C interface", path.display())
        };
        // SAFETY: what the library does when loaded is its own affair; this process exists for it.
        let library = unsafe { Library::new(path) }.map_err(problem)?;
        let functions = Functions::of(&library).map_err(problem)?;
        let mut handle = std::ptr::null_mut();
        let info = ChipInfo::of(chip);
        // SAFETY: both places live until the function returns.
        unsafe { (functions.init)(&raw mut handle, &raw const info) };
        if handle.is_null() {
            return Err(format!("{} makes no {}; choose another chip", path.display(), chip.name));
        }
        Ok(Reference { chip, handle, functions, _library: library })
    }

    /// DRAM of the window.
    pub(super) fn dram(&mut self, window: Window) -> &mut [u8] {
        // SAFETY: the handle is live; DRAM is one array of `gmem_size` bytes, in which all windows used here lie, and
        // nothing else has a reference to it while this one lives.
        unsafe {
            let start = (self.functions.gmem)(self.handle);
            std::slice::from_raw_parts_mut(start.add(window.offset as usize), window.size as usize)
        }
    }

    /// Copies local memory.
    pub(super) fn read_local(&self, bytes: &mut [u8]) {
        // SAFETY: the handle is live and the buffer as long as said.
        unsafe { (self.functions.read_lmem)(self.handle, 0, bytes.as_mut_ptr(), bytes.len() as u64) };
    }

    /// Writes local memory from `offset` on.
    pub(super) fn write_local(&mut self, offset: u64, bytes: &[u8]) {
        // SAFETY: the handle is live and the buffer as long as said.
        unsafe { (self.functions.write_lmem)(self.handle, offset, bytes.as_ptr(), bytes.len() as u64) };
    }

    /// Sets the base registers.
    pub(super) fn set_bases(&mut self, bases: &[u64; 8]) {
        for (index, base) in (0..).zip(bases) {
            // SAFETY: the handle is live.
            unsafe { (self.functions.set_base)(self.handle, index, *base) };
        }
    }

    /// Runs descriptors of both engines, those of the TIU in hardware order.
    pub(super) fn run(&mut self, tiu: &[u8], tdma: &[u8]) {
        let windows = [(self.chip.tiu_window, tiu), (self.chip.tdma_window, tdma)];
        for (window, bytes) in windows {
            self.dram(Window { size: bytes.len() as u64, ..window }).copy_from_slice(bytes);
        }
        let [(tiu, first), (tdma, second)] = windows.map(|(window, bytes)| (window.offset, bytes.len() as u64));
        // SAFETY: the handle is live.
        unsafe { (self.functions.run)(self.handle, tiu, first, tdma, second) };
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // SAFETY: the handle is live and not used any more.
        unsafe { (self.functions.exit)(self.handle) };
    }
}
