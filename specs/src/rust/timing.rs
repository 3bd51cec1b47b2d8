//! Boards, and the constants of the cycle model.

use crate::names::camel;
use crate::table::{Board, Compute, ComputeExtra, Tables, Timing, Transfer};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "//! Boards, and the constants of the cycle model.\n\nuse crate::chip::{Chip, Dram};\nuse crate::cost::{BoardProfile, ComputeCost, DramCost, Evidence, ScheduleCost, TransferCost};\nuse std::borrow::Cow;\n\n",
    );
    let _ = writeln!(out, "/// All boards.\npub static BOARDS: [BoardProfile; {}] = [", tables.boards.len());
    tables.boards.iter().for_each(|row| out.push_str(&board(row)));
    out.push_str("];\n\n");
    out.push_str(&constants(&tables.timing));
    out
}

fn constants(timing: &Timing) -> String {
    let (schedule, dram) = (&timing.schedule, &timing.dram);
    let mut out = format!(
        "/// {}\npub const SCHEDULE: ScheduleCost = ScheduleCost {{\n    behind_same_engine: {},\n    tdma_behind_tiu: {},\n    tiu_behind_tdma: {},\n    first_tdma: {},\n}};\n",
        schedule.evidence,
        schedule.behind_same_engine,
        schedule.tdma_behind_tiu,
        schedule.tiu_behind_tdma,
        schedule.first_tdma
    );
    let _ = writeln!(
        out,
        "\n/// {}\npub const DRAM: DramCost = DramCost {{ efficiency: {}, stalls: {} }};",
        dram.evidence, dram.efficiency, dram.stalls
    );
    timing.transfer.iter().for_each(|row| out.push_str(&transfer(row)));
    out.push_str(&extra(&timing.compute_extra));
    timing.compute.iter().for_each(|row| out.push_str(&compute(row)));
    out
}

fn extra(extra: &ComputeExtra) -> String {
    let values = [
        ("BIAS", "What a block spends on a bias", extra.bias),
        ("READ_SUMS", "What a block spends on partial sums that it starts from", extra.read_sums),
        ("WRITE_SUMS", "What a block spends on partial sums that it leaves", extra.write_sums),
        ("ACCUMULATE", "What a block spends on an old result that it adds to", extra.accumulate),
        ("WIDE_GROUP", "What a group of channels takes at least, where products have 16 bits", extra.wide_group),
    ];
    let constant = |(name, what, value): (&str, &str, u32)| {
        format!("\n/// {what}. {}\npub const {name}: u64 = {value};\n", extra.evidence)
    };
    values.into_iter().map(constant).collect()
}

fn compute(row: &Compute) -> String {
    format!(
        "\n/// {}\npub static {}: ComputeCost = ComputeCost {{\n    fixed: {},\n    least: {},\n    beside: {},\n    per_tap: {},\n    evidence: {:?},\n}};\n",
        row.evidence,
        row.name.to_uppercase(),
        row.fixed,
        row.least,
        row.beside,
        row.per_tap,
        row.evidence
    )
}

fn board(board: &Board) -> String {
    format!(
        "    BoardProfile {{\n        name: Cow::Borrowed({:?}),\n        chip: Chip::{},\n        tpu_clock_mhz: {},\n        dram: Dram {{ bus_bits: {}, mega_transfers: {} }},\n        driver_us: {},\n        evidence: Evidence {{\n            clock: Cow::Borrowed({:?}),\n            dram: Cow::Borrowed({:?}),\n            driver: Cow::Borrowed({:?}),\n        }},\n    }},\n",
        board.name,
        camel(&board.chip),
        board.tpu_clock_mhz,
        board.dram.bus_bits,
        board.dram.mega_transfers,
        board.driver_us,
        board.evidence.clock,
        board.evidence.dram,
        board.evidence.driver
    )
}

fn transfer(row: &Transfer) -> String {
    format!(
        "\n/// {}\npub const {}: TransferCost = TransferCost {{ fixed: {}, per_word: {} }};\n",
        row.evidence,
        row.name.to_uppercase(),
        row.fixed,
        row.per_word
    )
}
