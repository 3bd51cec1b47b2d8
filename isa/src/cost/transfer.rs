//! Cycles of a transfer.

use super::{BoardProfile, board};
use crate::generated::timing::{COMPRESSED_LOAD, COMPRESSED_STORE, LOAD, LOCAL_MOVE, REFERENCE_BOARD, STORE};
use serde::Serialize;

const HUNDREDTHS: u64 = 100;

/// Duration of one form of transfer, in hundredths of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferCost {
    /// However small it is.
    pub fixed: u64,
    /// For each line of DRAM.
    pub per_beat: u64,
    /// For each burst.
    pub per_burst: u64,
    /// For each word of local memory.
    pub per_word: u64,
    /// For each row.
    pub per_row: u64,
}

/// What a transfer moves between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// DRAM to local memory.
    Load,
    /// Compressed DRAM to local memory.
    CompressedLoad,
    /// Local memory to DRAM.
    Store,
    /// Local memory to compressed DRAM.
    CompressedStore,
    /// Local memory to local memory.
    LocalMove,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 5] = [Form::Load, Form::CompressedLoad, Form::Store, Form::CompressedStore, Form::LocalMove];

    /// Its measured constants.
    #[must_use]
    pub fn cost(self) -> &'static TransferCost {
        match self {
            Form::Load => &LOAD,
            Form::CompressedLoad => &COMPRESSED_LOAD,
            Form::Store => &STORE,
            Form::CompressedStore => &COMPRESSED_STORE,
            Form::LocalMove => &LOCAL_MOVE,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Form::Load => "load",
            Form::CompressedLoad => "compressed_load",
            Form::Store => "store",
            Form::CompressedStore => "compressed_store",
            Form::LocalMove => "local_move",
        }
    }
}

/// What a transfer asks of DRAM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// 16-byte lines.
    pub beats: u64,
    /// Bursts.
    pub bursts: u64,
}

/// What the duration of a transfer follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What it moves between.
    pub form: Form,
    /// What it asks of DRAM.
    pub traffic: Traffic,
    /// Lines touched in each lane and row of local memory.
    pub words: u64,
    /// Rows.
    pub rows: u64,
}

/// Where the cycles of a transfer go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// However small the transfer is.
    pub fixed: u64,
    /// DRAM.
    pub dram: u64,
    /// Local memory, at the same time as DRAM.
    pub local: u64,
    /// Rows.
    pub rows: u64,
    /// The duration.
    pub cycles: u64,
}

impl Transfer {
    /// Cycles on `on`, measured on one board and scaled to others by clock and bandwidth.
    #[must_use]
    pub fn cycles(&self, on: &BoardProfile) -> Breakdown {
        let cost = self.form.cost();
        let beats = cost.per_beat.saturating_mul(self.traffic.beats);
        let dram = scaled(beats.saturating_add(cost.per_burst.saturating_mul(self.traffic.bursts)), on);
        let local = cost.per_word.saturating_mul(self.words);
        let rows = cost.per_row.saturating_mul(self.rows);
        let total = cost.fixed.saturating_add(dram.max(local)).saturating_add(rows);
        let whole = |hundredths: u64| hundredths.saturating_add(HUNDREDTHS / 2) / HUNDREDTHS;
        Breakdown {
            fixed: whole(cost.fixed),
            dram: whole(dram),
            local: whole(local),
            rows: whole(rows),
            cycles: whole(total),
        }
    }
}

/// Waiting for DRAM takes more cycles of a faster clock, and fewer of a faster memory.
fn scaled(hundredths: u64, on: &BoardProfile) -> u64 {
    let Ok(reference) = board(REFERENCE_BOARD) else { return hundredths };
    let speed = |one: &BoardProfile, other: &BoardProfile| {
        u128::from(one.tpu_clock_mhz) * u128::from(other.dram_bytes_per_us())
    };
    let cycles = u128::from(hundredths) * speed(on, reference) / speed(reference, on).max(1);
    u64::try_from(cycles).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const SMALL: Transfer =
        Transfer { form: Form::Load, traffic: Traffic { beats: 3360, bursts: 210 }, words: 3360, rows: 240 };

    #[test]
    fn a_measured_load_is_predicted_within_a_hundredth() {
        let cycles = SMALL.cycles(board("cv183x-evb").unwrap()).cycles;
        assert_eq!(cycles, 108 + (3360 * 148 + 210 * 250) / 100 + 1);
        assert!(cycles.abs_diff(5524) < 5524 / 50);
    }

    #[test]
    fn numbers_beyond_any_transfer_stay_the_largest() {
        let traffic = Traffic { beats: u64::MAX, bursts: u64::MAX };
        let huge = Transfer { form: Form::Store, traffic, words: u64::MAX, rows: u64::MAX };
        assert_eq!(huge.cycles(board("cv183x-evb").unwrap()).cycles, u64::MAX / 100);
    }

    #[test]
    fn slower_memory_takes_longer() {
        let evb = SMALL.cycles(board("cv1811h-evb").unwrap()).cycles;
        let duo = SMALL.cycles(board("duo").unwrap()).cycles;
        assert!(duo > evb);
    }

    #[test]
    fn unknown_boards_are_told_which_there_are() {
        assert!(board("evb").unwrap_err().to_string().contains("cv183x-evb"));
    }
}
