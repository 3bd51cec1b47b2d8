//! Boards, and the constants of the cycle model.

use crate::names::camel;
use crate::table::{Board, Tables, Timing, Transfer};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "//! Boards, and the constants of the cycle model.\n\nuse crate::chip::{Chip, Dram};\nuse crate::cost::{BoardProfile, ScheduleCost, TransferCost};\n\n",
    );
    let _ = writeln!(out, "/// All boards.\npub static BOARDS: [BoardProfile; {}] = [", tables.boards.len());
    tables.boards.iter().for_each(|row| out.push_str(&board(row)));
    out.push_str("];\n\n");
    out.push_str(&constants(&tables.timing));
    out
}

fn constants(timing: &Timing) -> String {
    let schedule = &timing.schedule;
    let mut out = format!(
        "/// The board on which durations were measured.\npub const REFERENCE_BOARD: &str = {:?};\n\n/// {}\npub const SCHEDULE: ScheduleCost = ScheduleCost {{\n    behind_same_engine: {},\n    tdma_behind_tiu: {},\n    tiu_behind_tdma: {},\n    first_tdma: {},\n}};\n",
        timing.reference_board,
        schedule.evidence,
        schedule.behind_same_engine,
        schedule.tdma_behind_tiu,
        schedule.tiu_behind_tdma,
        schedule.first_tdma
    );
    timing.transfer.iter().for_each(|row| out.push_str(&transfer(row)));
    out
}

fn board(board: &Board) -> String {
    format!(
        "    BoardProfile {{\n        name: {:?},\n        chip: Chip::{},\n        tpu_clock_mhz: {},\n        dram: Dram {{ bus_bits: {}, mega_transfers: {} }},\n        evidence: {:?},\n    }},\n",
        board.name,
        camel(&board.chip),
        board.tpu_clock_mhz,
        board.dram.bus_bits,
        board.dram.mega_transfers,
        board.evidence
    )
}

fn transfer(row: &Transfer) -> String {
    format!(
        "\n/// {}\npub const {}: TransferCost = TransferCost {{\n    fixed: {},\n    per_beat: {},\n    per_burst: {},\n    per_word: {},\n    per_row: {},\n}};\n",
        row.evidence,
        row.name.to_uppercase(),
        row.fixed,
        row.per_beat,
        row.per_burst,
        row.per_word,
        row.per_row
    )
}
