//! A page that needs nothing but itself: figures drawn as inline SVG, a small script for zooming, hovering and sorting.

mod data;
mod roofline;
mod tables;
mod tiles;
mod timeline;

use super::Picture;
use crate::forecast::Bound;
use std::fmt::{Display, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The forecast as a page.
#[must_use]
pub fn html(picture: &Picture<'_>) -> String {
    let name = escape(picture.name);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} · tpuscope perf</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    tiles::write(picture, &mut page);
    timeline::write(picture, &mut page);
    tables::reasons(picture, &mut page);
    roofline::write(picture, &mut page);
    tables::layers(picture, &mut page);
    tables::critical_path(picture, &mut page);
    tables::board(picture, &mut page);
    let _ = write!(
        page,
        "</main>\n<div id=\"tip\" hidden></div>\n<script type=\"application/json\" id=\"data\">{}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        data::json(picture)
    );
    page
}

/// Text that is no markup.
fn escape(text: &str) -> String {
    let visible = text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    visible.fold(String::new(), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
        escaped
    })
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A byte count as people read it.
fn bytes(count: u64) -> String {
    match count {
        0..10_240 => format!("{} B", grouped(count)),
        10_240..10_485_760 => format!("{:.1} KiB", count as f64 / 1024.0),
        _ => format!("{:.1} MiB", count as f64 / (1024.0 * 1024.0)),
    }
}

fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole * 100.0 } else { 0.0 }
}

/// A time with the unit that suits it.
fn time(milliseconds: f64) -> String {
    match milliseconds {
        short if short < 1.0 => format!("{:.1} µs", short * 1e3),
        long => format!("{long:.3} ms"),
    }
}

/// A reason as people say it.
fn reason(bound: Bound) -> String {
    bound.name().replace('_', " ")
}

/// A section with its heading and what it shows.
fn section(page: &mut String, id: &str, title: &str, caption: impl Display) {
    let _ = writeln!(page, "<section id=\"{id}\">\n<h2>{title}</h2>\n<p class=\"caption\">{caption}</p>");
}

fn legend(entries: impl Iterator<Item = (String, String)>) -> String {
    let keys = entries.map(|(class, name)| format!("<span class=\"key\"><i class=\"{class}\"></i>{name}</span>"));
    format!("<p class=\"legend\">{}</p>\n", keys.collect::<String>())
}
