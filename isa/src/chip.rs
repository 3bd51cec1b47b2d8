//! The chips as data: ask for a property, never for a name.

pub use crate::generated::chips::{Chip, Layout, PROFILES};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Everything that differs between chips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ChipProfile {
    /// Which chip.
    pub chip: Chip,
    /// Family name, as `cv181x`.
    pub name: &'static str,
    /// The vendor's code name.
    pub vendor: &'static str,
    /// Other names of the family and its members.
    pub aliases: &'static [&'static str],
    /// Descriptor layout.
    pub layout: Layout,
    /// Version number in the simulator's interface.
    pub version: u32,
    /// First byte of a command packet.
    pub packet_magic: u8,
    /// Second magic of a DMA buffer.
    pub dmabuf_magic: u16,
    /// Padding of pictures as the video hardware writes them.
    pub picture_alignment: PictureAlignment,
    /// Number of lanes.
    pub lanes: u32,
    /// Execution units per lane, for 8-bit elements.
    pub eus_per_lane: u32,
    /// Local memory per lane, in bytes.
    pub lane_bytes: u32,
    /// Banks per lane.
    pub banks: u32,
    /// Bus address of local memory.
    pub lmem_start: u64,
    /// Bus address of DRAM.
    pub gmem_start: u64,
    /// Bytes of DRAM the address map has room for.
    pub gmem_size: u64,
    /// DRAM reserved for TIU descriptors.
    pub tiu_window: Window,
    /// DRAM reserved for TDMA descriptors.
    pub tdma_window: Window,
    /// First DRAM offset for data.
    pub pool_offset: u64,
    /// Bus address of the TIU's registers.
    pub tiu_registers: u64,
    /// Bus address of the TDMA's registers.
    pub tdma_registers: u64,
    /// Default clock of the TPU.
    pub tpu_clock_mhz: u32,
    /// The memory the chip is sold with.
    pub dram: Dram,
    /// Largest stride of a convolution or pooling window.
    pub max_conv_stride: u16,
    /// Most values that can be inserted between two of the input.
    pub max_insertion: u8,
    /// Largest height or width of a TIU tensor.
    pub max_extent_hw: u16,
    /// Optional operations.
    pub features: Features,
}

/// A range of DRAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Offset from the start of DRAM.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
}

/// Padding of pictures as the video hardware writes them, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PictureAlignment {
    /// A row takes a multiple of this.
    pub row: u32,
    /// A plane takes a multiple of this.
    pub plane: u32,
}

/// External memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dram {
    /// Width of the bus.
    pub bus_bits: u32,
    /// Transfers per microsecond.
    pub mega_transfers: u32,
}

/// What not every chip has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Features {
    /// Channel sum.
    pub channel_sum: bool,
    /// A bf16 depthwise convolution can write its sums as 32-bit floats.
    pub depthwise_sums: bool,
    /// A quantised depthwise convolution spreads its taps by the dilation.
    pub dilated_quantised_depthwise: bool,
    /// A transposing copy inside DRAM runs as a transposing load.
    pub dram_transpose: bool,
    /// Early start of a descriptor.
    pub early_start: bool,
    /// Greater-or-equal comparison.
    pub greater_equal: bool,
    /// Parallel parts inside one transfer.
    pub intra_parallel: bool,
    /// A shift of 32 and more behind a 32-bit multiplier shifts left before it.
    pub left_quantised_shift: bool,
    /// Min pooling.
    pub min_pool: bool,
    /// bf16 values of 2^64 and more become 0 when they are narrowed to 8 bits.
    pub narrow_huge_to_zero: bool,
    /// The value that pads bf16 operands has a field of its own.
    pub own_bf16_fill: bool,
    /// The operand rules of the later family hold.
    pub strict_operands: bool,
}

impl Chip {
    /// The chip's properties.
    #[must_use]
    pub fn profile(self) -> &'static ChipProfile {
        &PROFILES[self as usize]
    }

    /// The chip whose command packets start with `magic`.
    #[must_use]
    pub fn from_packet_magic(magic: u8) -> Option<Chip> {
        PROFILES.iter().find(|profile| profile.packet_magic == magic).map(|profile| profile.chip)
    }

    /// The chip whose simulator has the number `version`.
    #[must_use]
    pub fn from_version(version: u32) -> Option<Chip> {
        PROFILES.iter().find(|profile| profile.version == version).map(|profile| profile.chip)
    }
}

impl ChipProfile {
    /// Bytes of local memory in all lanes.
    #[must_use]
    pub fn lmem_bytes(&self) -> u32 {
        self.lanes * self.lane_bytes
    }

    /// Bytes in one bank.
    #[must_use]
    pub fn bank_bytes(&self) -> u32 {
        self.lane_bytes / self.banks
    }
}

impl fmt::Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.profile().name)
    }
}

/// A chip name that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownChip(pub String);

impl fmt::Display for UnknownChip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = PROFILES.iter().map(|profile| profile.name).collect();
        write!(
            f,
            "unknown chip `{}` (allowed: {}, or a member such as cv1811h or sg2002)",
            self.0.escape_debug(),
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownChip {}

impl FromStr for Chip {
    type Err = UnknownChip;

    fn from_str(text: &str) -> Result<Chip, UnknownChip> {
        let wanted = text.trim().to_ascii_lowercase();
        let found =
            PROFILES.iter().find(|profile| profile.name == wanted || profile.aliases.contains(&wanted.as_str()));
        found.map(|profile| profile.chip).ok_or_else(|| UnknownChip(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn profiles_are_in_the_order_of_the_enum() {
        for chip in Chip::ALL {
            assert_eq!(chip.profile().chip, chip);
            assert_eq!(Chip::from_packet_magic(chip.profile().packet_magic), Some(chip));
            assert_eq!(Chip::from_version(chip.profile().version), Some(chip));
            assert_eq!(chip.to_string().parse::<Chip>().unwrap(), chip);
        }
    }

    #[test]
    fn members_and_case_are_understood_and_others_named() {
        assert_eq!("SG2002".parse::<Chip>().unwrap(), Chip::Cv181x);
        assert!("bm1684".parse::<Chip>().unwrap_err().to_string().contains("cv180x"));
    }
}
