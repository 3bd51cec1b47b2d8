//! Operands as a person thinks of them: a place, a shape, and the strides that go with both.

use crate::address::{LocalAddress, TransferAddress};
use crate::chip::ChipProfile;
use crate::op::tdma::Endpoint;
use crate::op::tiu::{StrideMode, Tensor};

/// Bytes to which a channel is padded in local memory.
const ALIGNMENT: u32 = 16;
/// The code of 8-bit elements in a TIU operand.
const EIGHT_BITS: u8 = 1;
/// The code of 8-bit elements in a transfer.
const INT8: u8 = 1;

impl Tensor {
    /// Signed 8-bit elements with aligned channels at `addr`; the shape is n, c, h, w.
    #[must_use]
    pub fn new(addr: LocalAddress, [n, c, h, w]: [u16; 4]) -> Self {
        Tensor {
            addr,
            n,
            c,
            h,
            w,
            n_stride: 16,
            c_stride: 16,
            h_stride: 0,
            w_stride: 1,
            plane_stride: 16,
            mode: StrideMode::Aligned,
            signed: true,
            width: EIGHT_BITS,
            constant: false,
        }
    }

    /// The same tensor in another stride mode.
    #[must_use]
    pub fn in_mode(self, mode: StrideMode) -> Self {
        Tensor { mode, ..self }
    }
}

impl Endpoint {
    /// A dense 8-bit tensor in DRAM, `addr` bytes behind base register `base`; the shape is c, h, w.
    #[must_use]
    pub fn dram(base: u8, addr: u64, [c, h, w]: [u16; 3]) -> Self {
        let (c_count, h_count, w_count) = (u32::from(c), u32::from(h), u32::from(w));
        Endpoint {
            base,
            addr: TransferAddress(addr),
            c,
            h,
            w,
            n_stride: c_count.saturating_mul(h_count.saturating_mul(w_count)),
            c_stride: h_count.saturating_mul(w_count),
            h_stride: w,
            format: INT8,
        }
    }

    /// An 8-bit tensor with aligned channels in local memory; the shape is c, h, w.
    #[must_use]
    pub fn local(chip: &ChipProfile, addr: LocalAddress, [c, h, w]: [u16; 3]) -> Self {
        let channel = u32::from(h).saturating_mul(u32::from(w)).next_multiple_of(ALIGNMENT);
        let groups = u32::from(c).div_ceil(chip.lanes);
        Endpoint {
            c_stride: channel,
            n_stride: channel.saturating_mul(groups),
            ..Endpoint::dram(0, addr.0.into(), [c, h, w])
        }
    }

    /// The same tensor in local memory without padding between channel groups.
    #[must_use]
    pub fn local_packed(chip: &ChipProfile, addr: LocalAddress, [c, h, w]: [u16; 3]) -> Self {
        let channel = u32::from(h).saturating_mul(u32::from(w));
        let groups = u32::from(c).div_ceil(chip.lanes);
        Endpoint {
            c_stride: channel,
            n_stride: channel.saturating_mul(groups),
            ..Endpoint::dram(0, addr.0.into(), [c, h, w])
        }
    }
}
