// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Boards, and the constants of the cycle model.

use crate::chip::{Chip, Dram};
use crate::cost::{BoardProfile, ComputeCost, DramCost, Evidence, ScheduleCost, TransferCost};
use std::borrow::Cow;

/// All boards.
pub static BOARDS: [BoardProfile; 8] = [
    BoardProfile {
        name: Cow::Borrowed("cv183x-evb"),
        chip: Chip::Cv183x,
        tpu_clock_mhz: 650,
        dram: Dram { bus_bits: 32, mega_transfers: 1886 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("measured"),
            dram: Cow::Borrowed("measured"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("cv1811h-evb"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("measured"),
            dram: Cow::Borrowed("inferred from the DRAM its chips come with"),
            driver: Cow::Borrowed("fitted to two published latencies, of 1.09 and 8.59 ms"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("sg2002"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("published"),
            dram: Cow::Borrowed("inferred from the family"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("duo"),
        chip: Chip::Cv180x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1333 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("inferred: the CV1800B's family"),
            dram: Cow::Borrowed("inferred: DDR2 inside the CV1800B"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("duo256m"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("inferred: carries an SG2002"),
            dram: Cow::Borrowed("inferred: carries an SG2002"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("duos"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 500,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("inferred: carries an SG2000, the family's default"),
            dram: Cow::Borrowed("inferred: carries an SG2000"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("licheerv-nano"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("inferred: carries an SG2002"),
            dram: Cow::Borrowed("inferred: carries an SG2002"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
    BoardProfile {
        name: Cow::Borrowed("maixcam"),
        chip: Chip::Cv181x,
        tpu_clock_mhz: 700,
        dram: Dram { bus_bits: 16, mega_transfers: 1866 },
        driver_us: 300,
        evidence: Evidence {
            clock: Cow::Borrowed("inferred: carries an SG2002"),
            dram: Cow::Borrowed("inferred: carries an SG2002"),
            driver: Cow::Borrowed("inferred: as on cv1811h-evb"),
        },
    },
];

/// measured, cv183x at 650 MHz: exact on a whole network
pub const SCHEDULE: ScheduleCost = ScheduleCost {
    behind_same_engine: 1,
    tdma_behind_tiu: 2,
    tiu_behind_tdma: 4,
    first_tdma: 1571,
};

/// measured, cv183x at 650 MHz: fitted to 1682 transfers; 64-byte blocks are the vendor's formula
pub const DRAM: DramCost = DramCost { efficiency: 865, stalls: 90 };

/// measured, fitted to 329 loads
pub const LOAD: TransferCost = TransferCost { fixed: 10600, per_word: 100 };

/// measured, fitted to 802 compressed loads
pub const COMPRESSED_LOAD: TransferCost = TransferCost { fixed: 19300, per_word: 100 };

/// measured, fitted to 143 stores
pub const STORE: TransferCost = TransferCost { fixed: 6100, per_word: 100 };

/// measured, fitted to 408 compressed stores
pub const COMPRESSED_STORE: TransferCost = TransferCost { fixed: 9200, per_word: 100 };

/// measured, on 7 moves only; words are read and written one after the other
pub const LOCAL_MOVE: TransferCost = TransferCost { fixed: 2500, per_word: 97 };

/// inferred: a load and a store through the same memory
pub const DRAM_COPY: TransferCost = TransferCost { fixed: 16700, per_word: 0 };

/// What a block spends on a bias. bias, accumulate: vendor formula; sums: measured on one matrix multiplication each; wide_group: inferred from seven equal tiles, 231 cycles each, that are too small to show whether it is the groups
pub const BIAS: u64 = 200;

/// What a block spends on partial sums that it starts from. bias, accumulate: vendor formula; sums: measured on one matrix multiplication each; wide_group: inferred from seven equal tiles, 231 cycles each, that are too small to show whether it is the groups
pub const READ_SUMS: u64 = 900;

/// What a block spends on partial sums that it leaves. bias, accumulate: vendor formula; sums: measured on one matrix multiplication each; wide_group: inferred from seven equal tiles, 231 cycles each, that are too small to show whether it is the groups
pub const WRITE_SUMS: u64 = 400;

/// What a block spends on an old result that it adds to. bias, accumulate: vendor formula; sums: measured on one matrix multiplication each; wide_group: inferred from seven equal tiles, 231 cycles each, that are too small to show whether it is the groups
pub const ACCUMULATE: u64 = 200;

/// What a group of channels takes at least, where products have 16 bits. bias, accumulate: vendor formula; sums: measured on one matrix multiplication each; wide_group: inferred from seven equal tiles, 231 cycles each, that are too small to show whether it is the groups
pub const WIDE_GROUP: u64 = 1200;

/// vendor formula; per_tap inferred from quantised ones
pub static CONV: ComputeCost = ComputeCost {
    fixed: 4800,
    least: 0,
    beside: 400,
    per_tap: 246,
    evidence: "vendor formula; per_tap inferred from quantised ones",
};

/// measured: exact for 360 of 363; three tiles of a 7x7 stem with stride 2 within 6 of 75,000 cycles; least: vendor formula
pub static CONV_QUANTISED: ComputeCost = ComputeCost {
    fixed: 6700,
    least: 1600,
    beside: 100,
    per_tap: 246,
    evidence: "measured: exact for 360 of 363; three tiles of a 7x7 stem with stride 2 within 6 of 75,000 cycles; least: vendor formula",
};

/// vendor formula
pub static CONV_BF16: ComputeCost = ComputeCost {
    fixed: 4800,
    least: 0,
    beside: 200,
    per_tap: 100,
    evidence: "vendor formula",
};

/// inferred: average pooling
pub static DEPTHWISE: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 400,
    per_tap: 100,
    evidence: "inferred: average pooling",
};

/// inferred: average pooling and the vendor formula's difference for quantisation
pub static DEPTHWISE_QUANTISED: ComputeCost = ComputeCost {
    fixed: 6300,
    least: 1600,
    beside: 100,
    per_tap: 100,
    evidence: "inferred: average pooling and the vendor formula's difference for quantisation",
};

/// inferred: average pooling
pub static DEPTHWISE_BF16: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 200,
    per_tap: 100,
    evidence: "inferred: average pooling",
};

/// measured: exact for three 3x3 with stride 2 and one 1x1000 in bf16
pub static MAX_POOL: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 0,
    per_tap: 100,
    evidence: "measured: exact for three 3x3 with stride 2 and one 1x1000 in bf16",
};

/// inferred: max pooling
pub static MIN_POOL: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 0,
    per_tap: 100,
    evidence: "inferred: max pooling",
};

/// measured: exact for one 7x7
pub static AVG_POOL: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 400,
    per_tap: 100,
    evidence: "measured: exact for one 7x7",
};

/// measured: exact for one 1x1000
pub static AVG_POOL_BF16: ComputeCost = ComputeCost {
    fixed: 4400,
    least: 0,
    beside: 200,
    per_tap: 100,
    evidence: "measured: exact for one 1x1000",
};

/// measured: exact for one; whoever writes sums rounds nothing
pub static MATMUL: ComputeCost = ComputeCost {
    fixed: 4800,
    least: 0,
    beside: 400,
    per_tap: 100,
    evidence: "measured: exact for one; whoever writes sums rounds nothing",
};

/// measured: exact for one
pub static MATMUL_QUANTISED: ComputeCost = ComputeCost {
    fixed: 6700,
    least: 0,
    beside: 100,
    per_tap: 100,
    evidence: "measured: exact for one",
};

/// vendor formula
pub static MATMUL_BF16: ComputeCost = ComputeCost {
    fixed: 4800,
    least: 0,
    beside: 200,
    per_tap: 100,
    evidence: "vendor formula",
};

/// inferred: every block of the input takes a cycle
pub static CHANNEL_SUM: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 0,
    beside: 300,
    per_tap: 100,
    evidence: "inferred: every block of the input takes a cycle",
};

/// inferred: bf16
pub static LOOKUP: ComputeCost = ComputeCost {
    fixed: 4100,
    least: 0,
    beside: 100,
    per_tap: 100,
    evidence: "inferred: bf16",
};

/// measured: exact for four
pub static LOOKUP_BF16: ComputeCost = ComputeCost {
    fixed: 4100,
    least: 0,
    beside: 100,
    per_tap: 100,
    evidence: "measured: exact for four",
};

/// vendor formula
pub static MUL: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 550,
    beside: 400,
    per_tap: 100,
    evidence: "vendor formula",
};

/// measured: exact for 18 of 26, the others, with stride 2, within 2.1 %; 7 of these by the least that a group takes
pub static MUL_WIDE: ComputeCost = ComputeCost {
    fixed: 4100,
    least: 350,
    beside: 200,
    per_tap: 100,
    evidence: "measured: exact for 18 of 26, the others, with stride 2, within 2.1 %; 7 of these by the least that a group takes",
};

/// vendor formula
pub static MUL_QUANTISED: ComputeCost = ComputeCost {
    fixed: 5900,
    least: 550,
    beside: 400,
    per_tap: 100,
    evidence: "vendor formula",
};

/// measured: exact for eight
pub static MUL_BF16: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 300,
    beside: 200,
    per_tap: 100,
    evidence: "measured: exact for eight",
};

/// measured: exact for 22 of 26, the others, with stride 2, within 3.5 %
pub static MAC: ComputeCost = ComputeCost {
    fixed: 4100,
    least: 800,
    beside: 700,
    per_tap: 100,
    evidence: "measured: exact for 22 of 26, the others, with stride 2, within 3.5 %",
};

/// inferred: 8-bit results and the vendor formula's difference for 16 bits
pub static MAC_WIDE: ComputeCost = ComputeCost {
    fixed: 4100,
    least: 900,
    beside: 800,
    per_tap: 100,
    evidence: "inferred: 8-bit results and the vendor formula's difference for 16 bits",
};

/// measured: exact for one
pub static MAC_BF16: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 375,
    beside: 275,
    per_tap: 100,
    evidence: "measured: exact for one",
};

/// vendor formula
pub static ADD: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 700,
    beside: 600,
    per_tap: 100,
    evidence: "vendor formula",
};

/// vendor formula
pub static ADD_WIDE: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 800,
    beside: 700,
    per_tap: 100,
    evidence: "vendor formula",
};

/// measured: exact for one addition and two subtractions
pub static ADD_BF16: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 300,
    beside: 200,
    per_tap: 100,
    evidence: "measured: exact for one addition and two subtractions",
};

/// measured: exact for two exclusive ors; the others: vendor formula
pub static CHOICE: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 300,
    beside: 200,
    per_tap: 100,
    evidence: "measured: exact for two exclusive ors; the others: vendor formula",
};

/// vendor formula
pub static CHOICE_WIDE: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 600,
    beside: 500,
    per_tap: 100,
    evidence: "vendor formula",
};

/// inferred: addition
pub static CHOICE_BF16: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 300,
    beside: 200,
    per_tap: 100,
    evidence: "inferred: addition",
};

/// vendor formula
pub static SHIFT: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 500,
    beside: 400,
    per_tap: 100,
    evidence: "vendor formula",
};

/// measured: exact for three
pub static COPY: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 250,
    beside: 150,
    per_tap: 100,
    evidence: "measured: exact for three",
};

/// measured: exact for five
pub static COPY_BF16: ComputeCost = ComputeCost {
    fixed: 4000,
    least: 200,
    beside: 100,
    per_tap: 100,
    evidence: "measured: exact for five",
};
