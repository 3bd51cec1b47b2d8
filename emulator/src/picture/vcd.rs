//! Value change dumps, which waveform viewers read.

use super::{Picture, unit_name};
use crate::timing::Unit;
use std::fmt::Write;

/// Picoseconds in a microsecond.
const PICOSECONDS: u128 = 1_000_000;

/// What is told of an engine.
#[derive(Clone, Copy)]
enum Signal {
    Busy,
    Waiting,
    Descriptor,
    Layer,
}

impl Signal {
    const ALL: [Signal; 4] = [Signal::Busy, Signal::Waiting, Signal::Descriptor, Signal::Layer];

    fn name(self) -> &'static str {
        match self {
            Signal::Busy => "busy",
            Signal::Waiting => "waiting",
            Signal::Descriptor => "descriptor",
            Signal::Layer => "layer",
        }
    }

    fn width(self) -> u32 {
        match self {
            Signal::Busy | Signal::Waiting => 1,
            Signal::Descriptor | Signal::Layer => 32,
        }
    }

    /// Its letter in the dump.
    fn code(self, unit: Unit) -> char {
        let first = match unit {
            Unit::Tiu => b'A',
            Unit::Tdma => b'a',
        };
        char::from(first + self as u8)
    }

    fn idle(self, unit: Unit) -> String {
        match self.width() {
            1 => format!("0{}", self.code(unit)),
            _ => format!("bx {}", self.code(unit)),
        }
    }

    fn set(self, unit: Unit, value: usize) -> String {
        match self.width() {
            1 => format!("{value}{}", self.code(unit)),
            _ => format!("b{value:b} {}", self.code(unit)),
        }
    }
}

const MEMORY: char = '!';

/// The forecast as a value change dump: of each engine whether it works or waits, on which descriptor and layer, and the
/// live bytes of local memory.
#[must_use]
pub fn vcd(picture: &Picture<'_>) -> String {
    let mut text = header(picture);
    let mut changes = Vec::new();
    for unit in [Unit::Tiu, Unit::Tdma] {
        engine(picture, unit, &mut changes);
    }
    let live = picture
        .memory
        .steps
        .iter()
        .map(|(cycle, banks)| (*cycle, format!("b{:b} {MEMORY}", banks.iter().sum::<u64>())));
    changes.extend(live);
    changes.sort_by_key(|(cycle, _)| *cycle);
    for same in changes.chunk_by(|left, right| left.0 == right.0) {
        let cycle = same.first().map_or(0, |(cycle, _)| *cycle);
        let _ = writeln!(text, "#{}", picoseconds(picture, cycle));
        same.iter().for_each(|(_, change)| {
            let _ = writeln!(text, "{change}");
        });
    }
    let _ = writeln!(text, "#{}", picoseconds(picture, picture.forecast.cycles + 1));
    text
}

fn picoseconds(picture: &Picture<'_>, cycle: u64) -> u128 {
    u128::from(cycle) * PICOSECONDS / u128::from(picture.forecast.board.tpu_clock_mhz.max(1))
}

fn header(picture: &Picture<'_>) -> String {
    let board = picture.forecast.board;
    let mut text =
        format!("$comment {} on {} at {} MHz $end\n", word(picture.name), word(&board.name), board.tpu_clock_mhz);
    for (number, name) in picture.forecast.workload.layers().iter().enumerate() {
        let _ = writeln!(text, "$comment layer {number} is {} $end", word(name));
    }
    text.push_str("$timescale 1 ps $end\n$scope module tpu $end\n");
    let _ = writeln!(text, "$var wire 32 {MEMORY} local_memory_bytes $end");
    for unit in [Unit::Tiu, Unit::Tdma] {
        let _ = writeln!(text, "$scope module {} $end", unit_name(unit).to_lowercase());
        for signal in Signal::ALL {
            let _ = writeln!(text, "$var wire {} {} {} $end", signal.width(), signal.code(unit), signal.name());
        }
        text.push_str("$upscope $end\n");
    }
    text.push_str("$upscope $end\n$enddefinitions $end\n$dumpvars\n");
    let _ = writeln!(text, "b0 {MEMORY}");
    for unit in [Unit::Tiu, Unit::Tdma] {
        for signal in Signal::ALL {
            let _ = writeln!(text, "{}", signal.idle(unit));
        }
    }
    text.push_str("$end\n");
    text
}

/// A name without what would end a comment.
fn word(name: &str) -> String {
    name.escape_debug().to_string().replace('$', "_")
}

fn engine(picture: &Picture<'_>, unit: Unit, changes: &mut Vec<(u64, String)>) {
    for (_, work, task) in picture.of(unit) {
        let (start, end) = (task.span.start, task.span.end);
        if picture.held_by(task).is_some() {
            changes.push((start - task.waiting.min(start), Signal::Waiting.set(unit, 1)));
            changes.push((start, Signal::Waiting.set(unit, 0)));
        }
        changes.push((start, Signal::Busy.set(unit, 1)));
        changes.push((start, Signal::Descriptor.set(unit, work.index)));
        changes.push((start, Signal::Layer.set(unit, work.layer)));
        let idle = [Signal::Busy, Signal::Descriptor, Signal::Layer].map(|signal| (end, signal.idle(unit)));
        changes.extend(idle);
    }
}
