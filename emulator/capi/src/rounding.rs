//! The host's floating-point settings.
//!
//! Hosts compute references of their own and change rounding for that, or are built to flush tiny numbers. The emulator
//! computes with ordinary settings; what the host has set comes back when it is done.

#![allow(unsafe_code, reason = "the settings are a register of the processor")]

use processor::{ORDINARY, Settings, read, write};

/// Ordinary settings for as long as this lives.
pub(crate) struct OrdinaryRounding {
    host: Settings,
}

impl OrdinaryRounding {
    pub(crate) fn new() -> Self {
        let host = read();
        write(ORDINARY);
        OrdinaryRounding { host }
    }
}

impl Drop for OrdinaryRounding {
    fn drop(&mut self) {
        write(self.host);
    }
}

#[cfg(target_arch = "x86_64")]
mod processor {
    use std::arch::asm;

    pub(super) type Settings = u32;
    /// To nearest, nothing flushed, nothing trapped.
    pub(super) const ORDINARY: Settings = 0x1f80;

    pub(super) fn read() -> Settings {
        let mut settings = 0;
        // SAFETY: stores the register into the variable and touches nothing else.
        unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut settings, options(nostack, preserves_flags)) };
        settings
    }

    pub(super) fn write(settings: Settings) {
        // SAFETY: the value is the ordinary one, in which Rust computes, or the one found on entry from the host.
        unsafe { asm!("ldmxcsr [{}]", in(reg) &raw const settings, options(nostack, preserves_flags)) };
    }
}

#[cfg(target_arch = "aarch64")]
mod processor {
    use std::arch::asm;

    pub(super) type Settings = u64;
    /// To nearest, nothing flushed, nothing trapped.
    pub(super) const ORDINARY: Settings = 0;

    pub(super) fn read() -> Settings {
        let settings;
        // SAFETY: copies the register and touches nothing else.
        unsafe { asm!("mrs {}, fpcr", out(reg) settings, options(nostack, preserves_flags)) };
        settings
    }

    pub(super) fn write(settings: Settings) {
        // SAFETY: the value is the ordinary one, in which Rust computes, or the one found on entry from the host.
        unsafe { asm!("msr fpcr, {}", in(reg) settings, options(nostack, preserves_flags)) };
    }
}

/// Elsewhere the settings are left to the host.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod processor {
    pub(super) type Settings = ();
    pub(super) const ORDINARY: Settings = ();

    pub(super) fn read() -> Settings {}

    pub(super) fn write((): Settings) {}
}
