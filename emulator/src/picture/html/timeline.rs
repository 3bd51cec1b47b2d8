//! Everything over time, below each other, on one axis.

use super::{legend, percent, section};
use crate::forecast::Run;
use crate::picture::{Kind, Picture};
use crate::timing::Unit;
use std::fmt::Write;

/// Most parts that curves are drawn in.
const PARTS: usize = 1500;
/// Most parts of the picture of the banks, and how many shades it has.
const CELLS: usize = 1500;
const SHADES: usize = 6;
/// Marks on the axis, about.
const MARKS: f64 = 8.0;

pub(super) fn write(picture: &Picture<'_>, page: &mut String) {
    section(
        page,
        "timeline",
        "Timeline",
        "Each engine executes its descriptors in order. Drag over a stretch to zoom into it, double-click to see all again; \
         point at anything to read what it is.",
    );
    page.push_str(
        "<div class=\"buttons\"><button data-zoom=\"in\">zoom in</button><button data-zoom=\"out\">zoom out</button>\
         <button data-zoom=\"left\">earlier</button><button data-zoom=\"right\">later</button>\
         <button data-zoom=\"all\">all</button><span id=\"view\"></span></div>\n<div class=\"tracks\">\n",
    );
    track(picture, page, "layers", "critical path", "its layers", 1, &layers(picture));
    track(picture, page, "tiu", "TIU", "computes", 1, &engine(picture, Unit::Tiu));
    track(picture, page, "tdma", "TDMA", "moves", 1, &engine(picture, Unit::Tdma));
    bandwidth(picture, page);
    memory(picture, page);
    axis(picture, page);
    page.push_str("</div>\n");
    let kinds = Kind::ALL.iter().enumerate().map(|(index, kind)| (format!("k{index}"), kind.name().to_string()));
    let shades = [("path0", "layers in turn"), ("rate", "DRAM bandwidth"), ("live", "live bytes of local memory")];
    page.push_str(&legend(kinds.chain(shades.map(|(class, name)| (class.to_string(), name.to_string())))));
    page.push_str("</section>\n");
}

/// A row of the picture: its name, and a drawing whose x are cycles.
fn track(picture: &Picture<'_>, page: &mut String, id: &str, name: &str, about: &str, height: usize, drawing: &str) {
    let cycles = picture.forecast.cycles.max(1);
    let _ = writeln!(
        page,
        "<div class=\"name\"><b>{name}</b><small>{about}</small></div>\n<div class=\"lane {id}\"><svg class=\"track\" \
         data-track=\"{id}\" viewBox=\"0 0 {cycles} {height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{name} over time\">\
         {drawing}</svg></div>"
    );
}

fn boxes(class: &str, spans: impl Iterator<Item = [u64; 2]>, (top, height): (usize, usize)) -> String {
    let path: String = spans.map(|[from, to]| square(from, to.saturating_sub(from).max(1), top, height)).collect();
    if path.is_empty() { path } else { format!("<path class=\"{class}\" d=\"{path}\"/>") }
}

fn square(from: u64, width: u64, top: usize, height: usize) -> String {
    format!("M{from} {top}h{width}v{height}h-{width}z")
}

/// One path for each kind, so that a page of many descriptors stays small.
fn engine(picture: &Picture<'_>, unit: Unit) -> String {
    let of_kind = |(index, kind): (usize, &Kind)| {
        let chosen = picture.of(unit).filter(|(_, work, _)| Kind::of(work) == *kind);
        boxes(&format!("k{index}"), chosen.map(|(_, _, task)| [task.span.start, task.span.end]), (0, 1))
    };
    Kind::ALL.iter().enumerate().map(of_kind).collect()
}

fn layers(picture: &Picture<'_>) -> String {
    let runs = picture.forecast.critical_path();
    let layers: Vec<&[Run]> = runs.chunk_by(|left, right| left.layer == right.layer).collect();
    let shade = |odd: usize| {
        let chosen = layers.iter().skip(odd).step_by(2);
        let spans = chosen.filter_map(|runs| Some([runs.first()?.span.start, runs.last()?.span.end]));
        boxes(&format!("path{odd}"), spans, (0, 1))
    };
    [0, 1].map(shade).concat()
}

/// A filled curve of equally wide steps; `top` is the value at the upper edge.
fn steps(class: &str, cycles: u64, values: &[f64], top: f64) -> String {
    let width = cycles as f64 / values.len().max(1) as f64;
    let mut path = String::from("M0 100");
    for (part, value) in values.iter().enumerate() {
        let height = 100.0 - percent(*value, top).clamp(0.0, 100.0);
        let _ = write!(path, "V{height:.1}H{:.0}", (part + 1) as f64 * width);
    }
    format!("<path class=\"{class}\" d=\"{path}V100z\"/>")
}

fn parts(picture: &Picture<'_>, most: usize) -> usize {
    usize::try_from(picture.forecast.cycles).unwrap_or(most).clamp(1, most)
}

fn bandwidth(picture: &Picture<'_>, page: &mut String) {
    let (forecast, parts) = (picture.forecast, parts(picture, PARTS));
    let board = forecast.board;
    let width = forecast.milliseconds(forecast.cycles) * 1e3 / parts as f64;
    let top = board.dram_bytes_per_us() as f64;
    let rates: Vec<f64> = forecast.traffic(parts).iter().map(|bytes| bytes / width.max(f64::MIN_POSITIVE)).collect();
    let curve = steps("rate", forecast.cycles, &rates, top);
    let about = format!("0 to {:.2} GB/s, what DRAM can do", top / 1e3);
    track(picture, page, "bandwidth", "bandwidth", &about, 100, &curve);
}

fn memory(picture: &Picture<'_>, page: &mut String) {
    let (cycles, memory) = (picture.forecast.cycles, &picture.memory);
    let sums: Vec<f64> =
        memory.averages(cycles, parts(picture, PARTS)).iter().map(|banks| banks.iter().sum::<f64>()).collect();
    let curve = steps("live", cycles, &sums, memory.bytes() as f64);
    let about = format!("live bytes, 0 to {}", super::bytes(memory.bytes()));
    track(picture, page, "memory", "local memory", &about, 100, &curve);
    let cells = memory.averages(cycles, parts(picture, CELLS));
    let banks = cells.first().map_or(0, Vec::len);
    let full = memory.bank_bytes as f64;
    let about = format!("0 on top to {}; darker is fuller", banks.saturating_sub(1));
    track(picture, page, "banks", "banks", &about, banks.max(1), &shades(&cells, banks, cycles, full));
}

/// Every bank a row, every shade a path.
fn shades(cells: &[Vec<f64>], banks: usize, cycles: u64, full: f64) -> String {
    let width = cycles as f64 / cells.len().max(1) as f64;
    let level = |bytes: f64| (percent(bytes, full) / 100.0 * SHADES as f64).ceil() as usize;
    let mut paths = vec![String::new(); SHADES + 1];
    for bank in 0..banks {
        let levels: Vec<usize> = cells.iter().map(|cell| level(cell[bank]).min(SHADES)).collect();
        let mut start = 0;
        for run in levels.chunk_by(|left, right| left == right) {
            let [from, to] = [start, start + run.len()].map(|cell| (cell as f64 * width) as u64);
            paths[run[0]].push_str(&square(from, to.saturating_sub(from).max(1), bank, 1));
            start += run.len();
        }
    }
    let drawn = paths.iter().enumerate().skip(1).filter(|(_, path)| !path.is_empty());
    drawn.map(|(level, path)| format!("<path class=\"live s{level}\" d=\"{path}\"/>")).collect()
}

/// Marks at round times; the script moves them when it zooms.
fn axis(picture: &Picture<'_>, page: &mut String) {
    let whole = picture.forecast.milliseconds(picture.forecast.cycles).max(f64::MIN_POSITIVE);
    let (scale, unit) = if whole < 1.0 { (1e3, "µs") } else { (1.0, "ms") };
    let step = round_step(whole * scale / MARKS);
    let count = (whole * scale / step) as usize;
    let marks = (0..=count).map(|mark| {
        let value = mark as f64 * step;
        let digits = (-step.log10().floor()).max(0.0) as usize;
        let left = percent(value, whole * scale);
        format!("<span style=\"left:{left:.3}%\">{value:.digits$} {unit}</span>")
    });
    let _ = writeln!(
        page,
        "<div class=\"name\"><b>time</b></div>\n<div class=\"lane axis\" id=\"axis\">{}</div>",
        marks.collect::<String>()
    );
}

/// The least of 1, 2, 5 times a power of ten that is not below `least`.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= least).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_at_round_times() {
        assert_eq!(round_step(5.7), 10.0);
        assert_eq!(round_step(0.11), 0.2);
        assert_eq!(round_step(2.0), 2.0);
    }
}
