//! What is said in tables.

use super::{bytes, escape, grouped, legend, percent, reason, section, time};
use crate::forecast::Total;
use crate::picture::{Picture, unit_name};
use std::cmp::Reverse;
use std::fmt::{Display, Write};

/// Runs of the critical path that are listed.
const RUNS: usize = 50;

/// Where the cycles of the whole go.
pub(super) fn reasons(picture: &Picture<'_>, page: &mut String) {
    section(
        page,
        "reasons",
        "Where the time goes",
        "The critical path is the chain of descriptors that ends last; nothing else makes the whole longer. Its cycles go into:",
    );
    let total = picture.forecast.total();
    let sum: u64 = total.reasons().iter().map(|(_, cycles)| *cycles).fold(0, u64::saturating_add);
    let mut reasons: Vec<_> = total.reasons().into_iter().filter(|(_, cycles)| *cycles > 0).collect();
    reasons.sort_by_key(|(_, cycles)| Reverse(*cycles));
    page.push_str("<div class=\"stack\">");
    for (bound, cycles) in &reasons {
        let share = percent(*cycles as f64, sum as f64);
        let _ = write!(
            page,
            "<div class=\"b-{}\" style=\"width:{share:.2}%\" title=\"{}: {share:.1} %\"></div>",
            bound.name(),
            reason(*bound)
        );
    }
    page.push_str("</div>\n");
    let entries = reasons.iter().map(|(bound, cycles)| {
        let share = percent(*cycles as f64, sum as f64);
        let what = format!("{} {share:.1} %: {}", reason(*bound), bound.explanation());
        (format!("b-{}", bound.name()), what)
    });
    page.push_str(&legend(entries));
    page.push_str("</section>\n");
}

/// A cell that sorts by a number.
fn cell(page: &mut String, value: impl Display, text: impl Display) {
    let _ = write!(page, "<td data-v=\"{value}\">{text}</td>");
}

pub(super) fn layers(picture: &Picture<'_>, page: &mut String) {
    section(
        page,
        "layers",
        "Layers",
        "Cycles are those that a layer adds to the critical path, so that all layers together are the whole and what happens \
         beside longer work counts nothing. Waiting is how long engines stood still in front of its descriptors. Click a \
         heading to sort.",
    );
    let titles =
        ["layer", "cycles", "%", "time", "TIU", "TDMA", "waiting", "multiply-adds", "% of best", "DRAM", "mostly"];
    let heads = titles.map(|title| format!("<th><button>{title}</button></th>")).concat();
    let _ =
        writeln!(page, "<div class=\"scroll tall\"><table class=\"sortable\"><thead><tr>{heads}</tr></thead><tbody>");
    let mut groups = picture.forecast.grouped(|work| work.layer);
    groups.sort_by_key(|(_, total)| Reverse(total.cycles));
    groups.iter().for_each(|(layer, total)| row(picture, page, *layer, total));
    page.push_str("</tbody></table></div>\n</section>\n");
}

fn row(picture: &Picture<'_>, page: &mut String, layer: usize, total: &Total) {
    let forecast = picture.forecast;
    let share = percent(total.cycles as f64, forecast.cycles as f64);
    let best = percent(total.macs as f64, total.tiu_busy as f64 * forecast.peak() as f64);
    let _ = write!(page, "<tr><td>{}</td>", escape(picture.layer(layer)));
    cell(page, total.cycles, grouped(total.cycles));
    cell(page, share, format!("<span class=\"meter\" style=\"--share:{share:.1}%\">{share:.1}</span>"));
    cell(page, total.cycles, time(forecast.milliseconds(total.cycles)));
    for cycles in [total.tiu_busy, total.tdma_busy, total.waiting, total.macs] {
        cell(page, cycles, grouped(cycles));
    }
    cell(page, best, if total.macs > 0 { format!("{best:.1}") } else { "–".into() });
    cell(page, total.dram_bytes, bytes(total.dram_bytes));
    let bound = total.bound();
    let _ = writeln!(
        page,
        "<td><span class=\"key\"><i class=\"b-{}\"></i>{}</span></td></tr>",
        bound.name(),
        reason(bound)
    );
}

pub(super) fn critical_path(picture: &Picture<'_>, page: &mut String) {
    let forecast = picture.forecast;
    let mut runs = forecast.critical_path();
    let (count, descriptors) = (runs.len(), runs.iter().map(|run| run.descriptors).sum::<usize>());
    runs.sort_by_key(|run| Reverse(run.cycles));
    runs.truncate(RUNS);
    runs.sort_by_key(|run| run.span.start);
    let listed = if runs.len() < count { format!("the {} longest of {count}", runs.len()) } else { "all".to_string() };
    section(
        page,
        "path",
        "Critical path",
        format!(
            "{} of {} descriptors, in runs of one layer and engine; {listed} in the order of time.",
            grouped(descriptors as u64),
            grouped(forecast.tasks.len() as u64)
        ),
    );
    page.push_str(
        "<details><summary>runs</summary><div class=\"scroll tall\"><table><thead><tr><th>from</th><th>engine</th><th>layer</th>\
         <th>descriptors</th><th>cycles</th><th>%</th></tr></thead><tbody>\n",
    );
    for run in runs {
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{:.1}</td></tr>",
            time(forecast.milliseconds(run.span.start)),
            unit_name(run.unit),
            escape(picture.layer(run.layer)),
            run.descriptors,
            grouped(run.cycles),
            percent(run.cycles as f64, forecast.cycles as f64)
        );
    }
    page.push_str("</tbody></table></div></details>\n</section>\n");
}

/// The board, and how well everything is known.
pub(super) fn board(picture: &Picture<'_>, page: &mut String) {
    let board = picture.forecast.board;
    section(page, "board", "What this rests on", format!("Board {}, and the cycle model.", escape(&board.name)));
    let (dram, evidence) = (&board.dram, &board.evidence);
    let rows = [
        ("clock", format!("{} MHz", board.tpu_clock_mhz), &evidence.clock),
        ("DRAM", format!("{} bits at {} MT/s", dram.bus_bits, dram.mega_transfers), &evidence.dram),
        ("driver", format!("{} µs for each run of the TPU", board.driver_us), &evidence.driver),
    ];
    page.push_str("<div class=\"scroll\"><table><thead><tr><th>what</th><th>value</th><th>how it is known</th></tr></thead><tbody>\n");
    for (what, value, evidence) in rows {
        let _ = writeln!(page, "<tr><td>{what}</td><td>{value}</td><td>{}</td></tr>", escape(evidence));
    }
    page.push_str("</tbody></table></div>\n<ul>\n");
    for note in picture.notes {
        let _ = writeln!(page, "<li>{}</li>", escape(note));
    }
    page.push_str("</ul>\n</section>\n");
}
