//! Local memory at a glance: which parts of the lanes hold something, and what the turn touches.

use crate::session::Session;
use crate::text::{Text, Tone};
use isa::footprint::{Region, Span};

/// Characters of a bank.
const CELLS: u32 = 8;

/// One line per lane; in each bank eight cells: `.` zeros, `:` data, `r` read, `w` written, `x` both by the turn.
#[must_use]
pub fn map(session: &Session, turn: usize) -> Text {
    let chip = session.target().chip();
    let bank = chip.lane_bytes / chip.banks.max(1);
    let cell = (bank / CELLS).max(1);
    let mut text = Text::from(format!(
        "{} lanes of {} banks of {bank:#x} bytes, a cell is {cell:#x}: `.` zero `:` data `r` read `w` written `x` both by turn {turn}\n",
        chip.lanes, chip.banks
    ));
    for lane in 0..chip.lanes {
        text += &format!("{lane:>3} |");
        for number in 0..chip.lane_bytes / cell {
            let letter = letter(session, turn, lane, number * cell, cell);
            text.add(tone(letter), letter.encode_utf8(&mut [0; 4]));
            text += if (number + 1) % CELLS == 0 { "|" } else { "" };
        }
        text += "\n";
    }
    text
}

fn tone(letter: char) -> Tone {
    match letter {
        'r' => Tone::Name,
        'w' | 'x' => Tone::Changed,
        _ => Tone::Faint,
    }
}

fn letter(session: &Session, turn: usize, lane: u32, start: u32, length: u32) -> char {
    let chip = session.target().chip();
    let cell = crate::area::lanes(lane..lane + 1, start, length, chip.lanes);
    let meets = |list: &[Region]| list.iter().any(|one| matches!(one.span, Span::Local(_)) && one.intersects(&cell));
    let (read, written) =
        session.footprint(turn).map_or((false, false), |print| (meets(&print.reads), meets(&print.writes)));
    let local = session.target().machine().local();
    let from = lane as usize * local.lane_bytes() + start as usize;
    let full = local.bytes().get(from..from + length as usize).is_some_and(|bytes| bytes.iter().any(|byte| *byte != 0));
    match (read, written, full) {
        (true, true, _) => 'x',
        (true, false, _) => 'r',
        (false, true, _) => 'w',
        (false, false, true) => ':',
        (false, false, false) => '.',
    }
}
