//! Multiply-adds in a second against multiply-adds for each byte of DRAM, both in powers of ten.

use super::{escape, grouped, legend, reason, section, time};
use crate::forecast::{Bound, Total};
use crate::picture::Picture;
use std::fmt::Write;

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 420.0;
/// Space for numbers at the left and below.
const LEFT: f64 = 64.0;
const BOTTOM: f64 = 48.0;
const TOP: f64 = 14.0;
const RIGHT: f64 = 16.0;
/// Radius of the costliest layer.
const LARGEST: f64 = 14.0;
const SMALLEST: f64 = 3.0;
/// Space around what is drawn, as a factor.
const MARGIN: f64 = 1.6;

/// A layer: multiply-adds for each byte, and in a microsecond.
struct Dot {
    layer: usize,
    total: Total,
    intensity: f64,
    rate: f64,
}

/// Exponents of ten at the ends of both axes.
struct Axes {
    x: [f64; 2],
    y: [f64; 2],
}

impl Axes {
    fn x(&self, value: f64) -> f64 {
        LEFT + (value.log10() - self.x[0]) / (self.x[1] - self.x[0]) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (self.y[1] - value.log10()) / (self.y[1] - self.y[0]) * (HEIGHT - TOP - BOTTOM)
    }
}

pub(super) fn write(picture: &Picture<'_>, page: &mut String) {
    let (forecast, board) = (picture.forecast, picture.forecast.board);
    let layers = forecast.grouped(|work| work.layer);
    let dots: Vec<Dot> = layers.iter().filter_map(|(layer, total)| dot(picture, *layer, total)).collect();
    let without = layers.len() - dots.len();
    section(
        page,
        "roofline",
        "Roofline",
        format!(
            "Every layer is a disc, as large as the share of the time that it costs. Left of the bend DRAM holds it up, right \
             of it the multipliers; its distance from the line is what it could gain. A layer's rate is its multiply-adds over \
             the work of its busier engine. {without} of {} layers are not shown: they have no multiply-adds or no byte of \
             DRAM.",
            layers.len()
        ),
    );
    if dots.is_empty() {
        page.push_str("<p>No layer has both.</p>\n</section>\n");
        return;
    }
    let most = forecast.peak() as f64 * f64::from(board.tpu_clock_mhz);
    let bandwidth = board.dram_bytes_per_us() as f64;
    let axes = axes(&dots, most, most / bandwidth.max(1.0));
    let _ = writeln!(
        page,
        "<div class=\"scroll\"><svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"roofline of the layers\">"
    );
    grid(&axes, page);
    roof(&axes, page, most, bandwidth);
    discs(picture, &axes, page, &dots);
    page.push_str("</svg></div>\n");
    let bounds = Bound::ALL.iter().filter(|bound| dots.iter().any(|dot| dot.total.bound() == **bound));
    page.push_str(&legend(bounds.map(|bound| (format!("b-{}", bound.name()), reason(*bound)))));
    page.push_str("</section>\n");
}

fn dot(picture: &Picture<'_>, layer: usize, total: &Total) -> Option<Dot> {
    let cycles = total.tiu_busy.max(total.tdma_busy);
    (total.macs > 0 && total.dram_bytes > 0 && cycles > 0).then(|| Dot {
        layer,
        total: *total,
        intensity: total.macs as f64 / total.dram_bytes as f64,
        rate: total.macs as f64 / (picture.forecast.milliseconds(cycles) * 1e3),
    })
}

/// Round numbers around everything that is drawn.
fn axes(dots: &[Dot], most: f64, bend: f64) -> Axes {
    let around = |values: &mut dyn Iterator<Item = f64>| {
        let [low, high] =
            values.fold([f64::MAX, 0.0], |[low, high]: [f64; 2], value| [low.min(value), high.max(value)]);
        [(low / MARGIN).log10(), (high * MARGIN).log10()]
    };
    let x = around(&mut dots.iter().map(|dot| dot.intensity).chain([bend]));
    let y = around(&mut dots.iter().map(|dot| dot.rate).chain([most, most / 10.0]));
    Axes { x, y }
}

/// The values between two powers of ten that have a line: powers of ten, and their double and fivefold where there is room.
fn lines([low, high]: [f64; 2]) -> Vec<f64> {
    let steps: &[f64] = if high - low > 3.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let powers = low.floor() as i32..=high.ceil() as i32;
    let all = powers.flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)));
    all.filter(|value| (low..=high).contains(&value.log10())).collect()
}

fn grid(axes: &Axes, page: &mut String) {
    let [right, bottom] = [WIDTH - RIGHT, HEIGHT - BOTTOM];
    for value in lines(axes.x) {
        let x = axes.x(value);
        let _ = write!(
            page,
            "<path class=\"grid\" d=\"M{x:.1} {TOP}V{bottom}\"/><text class=\"middle\" x=\"{x:.1}\" y=\"{}\">{}</text>",
            bottom + 18.0,
            plain(value)
        );
    }
    for value in lines(axes.y) {
        let y = axes.y(value);
        // Rates count millions, labels billions.
        let _ = write!(
            page,
            "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{right}\"/><text class=\"end\" x=\"{}\" y=\"{:.1}\">{}</text>",
            LEFT - 6.0,
            y + 4.0,
            plain(value / 1e3)
        );
    }
    let _ = write!(
        page,
        "<path class=\"frame\" d=\"M{LEFT} {TOP}V{bottom}H{right}\"/>\
         <text class=\"middle\" x=\"{}\" y=\"{}\">multiply-adds for each byte of DRAM</text>\
         <text class=\"middle\" transform=\"translate(14 {}) rotate(-90)\">billion multiply-adds in a second</text>",
        (LEFT + right) / 2.0,
        HEIGHT - 8.0,
        (TOP + bottom) / 2.0
    );
}

/// A round number in digits, unless they are many.
fn plain(value: f64) -> String {
    match value {
        0.000_09..1.0 => format!("{value:.*}", (-value.log10()).ceil() as usize),
        1.0..1e7 => grouped(value.round() as u64),
        _ => format!("{value:.0e}"),
    }
}

fn roof(axes: &Axes, page: &mut String, most: f64, bandwidth: f64) {
    let bend = most / bandwidth.max(1.0);
    let start = (10f64.powf(axes.y[0]) / bandwidth.max(1.0)).max(10f64.powf(axes.x[0]));
    let [left, top] = [axes.x(bend), axes.y(most)];
    // The name of the slope stands right below its middle.
    let middle = [(axes.x(start) + left) / 2.0, (axes.y(start * bandwidth) + top) / 2.0];
    let _ = write!(
        page,
        "<path class=\"roof\" d=\"M{:.1} {:.1}L{left:.1} {top:.1}H{}\"/><text class=\"end\" x=\"{}\" y=\"{:.1}\">the chip: {:.0} billion \
         in a second</text><text x=\"{:.1}\" y=\"{:.1}\">DRAM: {:.2} GB/s</text>",
        axes.x(start),
        axes.y(start * bandwidth),
        WIDTH - RIGHT,
        WIDTH - RIGHT - 4.0,
        top - 12.0,
        most / 1e3,
        middle[0] + 12.0,
        middle[1] + 14.0,
        bandwidth / 1e3
    );
}

/// The largest first, so that small ones lie on top.
fn discs(picture: &Picture<'_>, axes: &Axes, page: &mut String, dots: &[Dot]) {
    let most = dots.iter().map(|dot| dot.total.cycles).max().unwrap_or(0).max(1) as f64;
    let mut order: Vec<&Dot> = dots.iter().collect();
    order.sort_by_key(|dot| std::cmp::Reverse(dot.total.cycles));
    for dot in order {
        let radius = SMALLEST.max(LARGEST * (dot.total.cycles as f64 / most).sqrt());
        let _ = write!(
            page,
            "<circle class=\"b-{}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"><title>{}: {} of the time, {} multiply-adds, {:.1} for each byte of DRAM, {:.1} billion in a second; {}</title></circle>",
            dot.total.bound().name(),
            axes.x(dot.intensity),
            axes.y(dot.rate),
            escape(picture.layer(dot.layer)),
            time(picture.forecast.milliseconds(dot.total.cycles)),
            grouped(dot.total.macs),
            dot.intensity,
            dot.rate / 1e3,
            reason(dot.total.bound())
        );
    }
}
