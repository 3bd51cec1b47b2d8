// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Boards, and the constants of the cycle model.

use crate::chip::{Chip, Dram};
use crate::cost::{BoardProfile, ScheduleCost, TransferCost};

/// All boards.
pub static BOARDS: [BoardProfile; 8] = [
    BoardProfile {
        name: "cv183x-evb",
        chip: Chip::Cv183x,
        tpu_clock_mhz: 650,
        dram: Dram { bus_bits: 32, mega_transfers: 1886 },
        evidence: "clock and bandwidth measured",
    },
    BoardProfile {
        name: "cv1811h-evb",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "clock measured; memory inferred from the DRAM its chips come with",
    },
    BoardProfile {
        name: "sg2002",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "clock published; memory inferred from the family",
    },
    BoardProfile {
        name: "duo",
        chip: Chip::Cv180x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1333 },
        evidence: "inferred: the CV1800B's family; DDR2",
    },
    BoardProfile {
        name: "duo256m",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "inferred: carries an SG2002",
    },
    BoardProfile {
        name: "duos",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "inferred: carries an SG2000, the family's default clock",
    },
    BoardProfile {
        name: "licheerv-nano",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "inferred: carries an SG2002",
    },
    BoardProfile {
        name: "maixcam",
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        evidence: "inferred: carries an SG2002",
    },
];

/// The board on which durations were measured.
pub const REFERENCE_BOARD: &str = "cv183x-evb";

/// measured, cv183x at 650 MHz: exact on a whole network
pub const SCHEDULE: ScheduleCost = ScheduleCost {
    behind_same_engine: 1,
    tdma_behind_tiu: 2,
    tiu_behind_tdma: 4,
    first_tdma: 1571,
};

/// measured, fitted to 328 tensor loads
pub const LOAD: TransferCost = TransferCost {
    fixed: 10800,
    per_beat: 148,
    per_burst: 250,
    per_word: 104,
    per_row: 0,
};

/// measured, fitted to 800 compressed tensor loads
pub const COMPRESSED_LOAD: TransferCost = TransferCost {
    fixed: 21700,
    per_beat: 156,
    per_burst: 0,
    per_word: 50,
    per_row: 100,
};

/// measured, fitted to 140 tensor stores
pub const STORE: TransferCost = TransferCost {
    fixed: 5100,
    per_beat: 140,
    per_burst: 110,
    per_word: 114,
    per_row: 59,
};

/// measured, fitted to 408 compressed tensor stores
pub const COMPRESSED_STORE: TransferCost = TransferCost {
    fixed: 10400,
    per_beat: 179,
    per_burst: 0,
    per_word: 103,
    per_row: 0,
};

/// measured, on 7 moves only
pub const LOCAL_MOVE: TransferCost = TransferCost {
    fixed: 2500,
    per_beat: 0,
    per_burst: 0,
    per_word: 0,
    per_row: 193,
};
