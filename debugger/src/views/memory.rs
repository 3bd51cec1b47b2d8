//! Memory as hexadecimal digits.

use crate::area::{Area, Byte, bytes};
use crate::session::Session;
use crate::text::{Text, Tone};

const PER_LINE: usize = 16;
/// Most bytes that are shown.
const MOST: usize = 4096;

/// The bytes of an area, sixteen in a line.
#[must_use]
pub fn hexdump(session: &Session, area: &Area) -> Text {
    let all: Vec<Byte> = bytes(&area.region).take(MOST + 1).collect();
    let mut text = Text::new();
    let mut rest = &all[..all.len().min(MOST)];
    while let Some(first) = rest.first() {
        let length = run_length(rest);
        let (line, behind) = rest.split_at(length);
        text.append(&one_line(session, *first, line));
        rest = behind;
    }
    if all.len() > MOST {
        text += &format!("... more than {MOST} bytes; name a smaller area\n");
    }
    text
}

/// Adjacent bytes that belong in one line.
fn run_length(bytes: &[Byte]) -> usize {
    let next = |pair: &&[Byte]| match (pair[0], pair[1]) {
        (Byte::Dram(a), Byte::Dram(b)) => b == a + 1,
        (Byte::Lane(lane, a), Byte::Lane(other, b)) => lane == other && b == a + 1,
        _ => false,
    };
    1 + bytes.windows(2).take(PER_LINE - 1).take_while(next).count()
}

fn one_line(session: &Session, first: Byte, line: &[Byte]) -> Text {
    let values: Vec<u8> = line.iter().map(|byte| session.byte(*byte).unwrap_or(0)).collect();
    let mut text = Text::of(Tone::Faint, &first.to_string());
    for value in &values {
        let digits = format!(" {value:02x}");
        if *value == 0 { text.add(Tone::Faint, &digits) } else { text += &digits }
    }
    text += &" ".repeat(2 + 3 * PER_LINE.saturating_sub(values.len()));
    let letters: String = values.iter().map(|value| letter(*value)).collect();
    text.add(Tone::Faint, &letters);
    text += "\n";
    text
}

fn letter(value: u8) -> char {
    if value.is_ascii_graphic() || value == b' ' { value.into() } else { '.' }
}
