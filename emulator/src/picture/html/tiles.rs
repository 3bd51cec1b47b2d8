//! The numbers on top.

use super::{bytes, escape, grouped, percent, reason, time};
use crate::picture::Picture;
use std::fmt::Write;

pub(super) fn write(picture: &Picture<'_>, page: &mut String) {
    let (forecast, board) = (picture.forecast, picture.forecast.board);
    let _ = writeln!(
        page,
        "<header>\n<h1>{}</h1>\n<p>on <b>{}</b>: {} at {} MHz, {}-bit DRAM at {} MT/s ({:.2} GB/s). \
         Predicted from the descriptors, without data.</p>\n</header>\n<section class=\"tiles\" id=\"summary\">",
        escape(picture.name),
        escape(&board.name),
        forecast.workload.chip(),
        board.tpu_clock_mhz,
        board.dram.bus_bits,
        board.dram.mega_transfers,
        board.dram_bytes_per_us() as f64 / 1e3,
    );
    for (title, value, detail, share) in tiles(picture) {
        let bar = share.map_or(String::new(), |share| {
            format!("<div class=\"bar\"><div style=\"width:{:.1}%\"></div></div>", share.min(100.0))
        });
        let _ = writeln!(page, "<div class=\"tile\"><h3>{title}</h3><b>{value}</b>{bar}<small>{detail}</small></div>");
    }
    page.push_str("</section>\n");
}

/// Title, value, what it means, and percent of what is possible.
fn tiles(picture: &Picture<'_>) -> Vec<(&'static str, String, String, Option<f64>)> {
    let (forecast, total) = (picture.forecast, picture.forecast.total());
    let (cycles, driver) = (forecast.cycles, forecast.driver_milliseconds());
    let milliseconds = forecast.milliseconds(cycles) + driver;
    let of_cycles = |part: u64| percent(part as f64, cycles as f64);
    let busy = |name, part: u64| {
        (name, format!("{:.1} %", of_cycles(part)), format!("{} cycles", grouped(part)), Some(of_cycles(part)))
    };
    let macs = percent(total.macs as f64, cycles as f64 * forecast.peak() as f64);
    let rate = forecast.bandwidth();
    let of_peak = percent(rate, forecast.board.dram_bytes_per_us() as f64);
    let (_, peak) = picture.memory.peak();
    let whole = u64::from(forecast.workload.chip().profile().lmem_bytes());
    let of_memory = percent(peak as f64, whole as f64);
    let bound = forecast.lower_bound();
    let weights = bytes(total.weight_bytes);
    let activations = bytes(total.dram_bytes.saturating_sub(total.weight_bytes));
    vec![
        ("time", time(milliseconds), format!("{} cycles, {} of the driver", grouped(cycles), time(driver)), None),
        busy("TIU works", total.tiu_busy),
        busy("TDMA works", total.tdma_busy),
        busy("both work", forecast.overlap()),
        (
            "multiply-adds",
            format!("{macs:.1} %"),
            format!("of {} in a cycle, {} in all", forecast.peak(), grouped(total.macs)),
            Some(macs),
        ),
        ("DRAM", bytes(total.dram_bytes), format!("weights {weights}, activations {activations}"), None),
        ("bandwidth", format!("{:.2} GB/s", rate / 1e3), format!("{of_peak:.1} % of what DRAM can do"), Some(of_peak)),
        (
            "local memory",
            format!("{of_memory:.0} %"),
            format!("live at most: {} of {}", bytes(peak), bytes(whole)),
            Some(of_memory),
        ),
        (
            "lower bound",
            format!("{:.2} ×", cycles as f64 / bound.max(1) as f64),
            format!("no schedule takes less than {} cycles; mostly {}", grouped(bound), reason(total.bound())),
            None,
        ),
    ]
}
