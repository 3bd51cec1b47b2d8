//! How long a descriptor takes on a board: a pure function of its fields and of measured constants.

mod board;
mod compute;
mod packed;
mod rows;
mod traffic;
mod transfer;

pub use board::{BoardProfile, Evidence, UnknownBoard, board};
pub use compute::{Compute, ComputeCost};
pub use packed::Packed;
pub use traffic::{Stream, Traffic, Traffics};
pub use transfer::{Breakdown, DramCost, Form, Transfer, TransferCost};

/// Cycles between descriptors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleCost {
    /// From an end to the next start on one engine.
    pub behind_same_engine: u64,
    /// From the end of an awaited TIU descriptor to the start of a transfer.
    pub tdma_behind_tiu: u64,
    /// From the end of an awaited transfer to the start of a TIU descriptor.
    pub tiu_behind_tdma: u64,
    /// From enabling the PMU to the start of the first transfer.
    pub first_tdma: u64,
}
