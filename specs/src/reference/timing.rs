//! The constants of the cycle model and the boards, with how well each is known.

use crate::table::{Board, Compute, Tables, Timing, Transfer};
use std::fmt::Write;

pub(super) fn render(tables: &Tables) -> String {
    let mut out = String::from(
        "# Time\n\nHow long descriptors take and who starts when; the formulas stand in `timing.toml` and, for each operation, \
         under Cycles on its page below [ops](../ops). \"Measured\" is measured on one board of a cv183x at 650 MHz unless \
         it says otherwise, \"vendor formula\" comes from the vendor's open compilers, \"inferred\" from something similar.\n",
    );
    schedule(&tables.timing, &mut out);
    transfers(&tables.timing, &mut out);
    operations(&tables.timing, &mut out);
    boards(&tables.boards, &mut out);
    out
}

fn schedule(timing: &Timing, out: &mut String) {
    let cost = &timing.schedule;
    let _ = write!(
        out,
        "\n## Schedule\n\nKnown: {}.\n\n| from | to | cycles |\n|---|---|---|\n\
         | the end of a descriptor | the next of its engine | {} |\n\
         | the end of a TIU descriptor | a transfer that waits for it | {} |\n\
         | the end of a transfer | a TIU descriptor that waits for it | {} |\n\
         | enabling the PMU | the first transfer | {} |\n",
        cost.evidence, cost.behind_same_engine, cost.tdma_behind_tiu, cost.tiu_behind_tdma, cost.first_tdma
    );
}

fn transfers(timing: &Timing, out: &mut String) {
    let dram = &timing.dram;
    let _ = write!(
        out,
        "\n## Transfers\n\nDRAM delivers {} of its bandwidth, and holds up transfers that wait for local memory during {} of \
         its time. Known: {}.\n\n| transfer | fixed cycles | cycles for each word | known |\n|---|---|---|---|\n",
        part(dram.efficiency, 1000),
        part(dram.stalls, 1000),
        dram.evidence
    );
    let row = |row: &Transfer| {
        let [fixed, word] = [row.fixed, row.per_word].map(|value| part(value, 100));
        format!("| {} | {fixed} | {word} | {} |\n", row.name.replace('_', " "), row.evidence)
    };
    out.extend(timing.transfer.iter().map(row));
}

fn operations(timing: &Timing, out: &mut String) {
    let extra = &timing.compute_extra;
    let _ = write!(
        out,
        "\n## Operations of the TIU\n\nA block of results spends {} cycles more on a bias, {} on partial sums that it starts from, {} on \
         those that it leaves, {} on an old result that it adds to; a group of channels of 16-bit products takes {} at least. Known: {}.\n\n\
         | form | fixed cycles | for a block at least | beside its taps | for each tap | known |\n|---|---|---|---|---|---|\n",
        part(extra.bias, 100),
        part(extra.read_sums, 100),
        part(extra.write_sums, 100),
        part(extra.accumulate, 100),
        part(extra.wide_group, 100),
        extra.evidence
    );
    let row = |row: &Compute| {
        let [fixed, least, beside, tap] = [row.fixed, row.least, row.beside, row.per_tap].map(|value| part(value, 100));
        let name = row.name.replace('_', " ");
        format!("| {name} | {fixed} | {least} | {beside} | {tap} | {} |\n", row.evidence)
    };
    out.extend(timing.compute.iter().map(row));
}

fn boards(boards: &[Board], out: &mut String) {
    out.push_str("\n## Boards\n\n| board | chip | clock | known | DRAM | known | driver | known |\n|---|---|---|---|---|---|---|---|\n");
    let row = |board: &Board| {
        format!(
            "| {} | {} | {} MHz | {} | {} bit, {} MT/s | {} | {} us | {} |\n",
            board.name,
            board.chip,
            board.tpu_clock_mhz,
            board.evidence.clock,
            board.dram.bus_bits,
            board.dram.mega_transfers,
            board.evidence.dram,
            board.driver_us,
            board.evidence.driver
        )
    };
    out.extend(boards.iter().map(row));
}

/// So many parts of a whole, as a decimal.
fn part(value: u32, whole: u32) -> String {
    (f64::from(value) / f64::from(whole)).to_string()
}
