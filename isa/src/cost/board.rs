//! Boards: a chip with its clock and memory.

use crate::chip::{Chip, ChipProfile, Dram};
use crate::generated::timing::BOARDS;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// A chip with its clock and memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoardProfile {
    /// Name on the command line.
    pub name: Cow<'static, str>,
    /// The chip it carries.
    pub chip: Chip,
    /// Clock of the TPU.
    pub tpu_clock_mhz: u32,
    /// Its memory.
    pub dram: Dram,
    /// Microseconds that the driver adds to each run of the TPU: the call, waking two threads, flushing caches, the
    /// interrupt.
    pub driver_us: u32,
    /// How the numbers are known.
    pub evidence: Evidence,
}

/// How the numbers of a board are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The clock.
    pub clock: Cow<'static, str>,
    /// The memory.
    pub dram: Cow<'static, str>,
    /// The driver.
    pub driver: Cow<'static, str>,
}

impl BoardProfile {
    /// A board about which nothing is known but its chip.
    #[must_use]
    pub fn bare(chip: &ChipProfile) -> Self {
        let default = || Cow::Borrowed("the chip's default, on no board in particular");
        BoardProfile {
            name: format!("bare-{}", chip.name).into(),
            chip: chip.chip,
            tpu_clock_mhz: chip.tpu_clock_mhz,
            dram: chip.dram,
            driver_us: 0,
            evidence: Evidence { clock: default(), dram: default(), driver: Cow::Borrowed("not known, not counted") },
        }
    }

    /// Bytes that DRAM can move in a microsecond.
    #[must_use]
    pub fn dram_bytes_per_us(&self) -> u64 {
        u64::from(self.dram.bus_bits / 8) * u64::from(self.dram.mega_transfers)
    }
}

/// A board name that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownBoard(pub String);

impl fmt::Display for UnknownBoard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = BOARDS.iter().map(|board| board.name.as_ref()).collect();
        write!(f, "unknown board `{}` (allowed: {})", self.0.escape_debug(), names.join(", "))
    }
}

impl std::error::Error for UnknownBoard {}

/// The board called `name`.
///
/// # Errors
/// Names the boards there are.
pub fn board(name: &str) -> Result<&'static BoardProfile, UnknownBoard> {
    BOARDS.iter().find(|board| board.name == name).ok_or_else(|| UnknownBoard(name.to_string()))
}
