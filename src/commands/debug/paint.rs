//! Colours for what the debugger says: the only place that knows them.

use debugger::{Text, Tone};
use isa::diagnostic::Engine;

/// What went wrong.
pub(super) const ERROR: &str = "31";
const PLAIN: &str = "\x1b[0m";
/// Shows two pixels in one character: its own colour above, that behind it below.
const UPPER_HALF: &str = "▀";

/// The text with its colours.
pub(super) fn painted(text: &Text) -> String {
    let piece = |(tone, piece): (Option<Tone>, &str)| match tone {
        None => piece.to_owned(),
        Some(Tone::Pixels { top, bottom }) => pixels(top, bottom, piece.chars().count()),
        Some(tone) => styled(code(tone), piece),
    };
    text.pieces().into_iter().map(piece).collect()
}

/// A piece in a style, which ends with it.
pub(super) fn styled(code: &str, piece: &str) -> String {
    format!("\x1b[{code}m{piece}{PLAIN}")
}

fn code(tone: Tone) -> &'static str {
    match tone {
        Tone::Here => "1;92",
        Tone::Changed => "93",
        Tone::Stop => "1;91",
        Tone::Layer => "95",
        Tone::Engine(Engine::Tiu) => "96",
        Tone::Engine(Engine::Tdma) => "94",
        Tone::Engine(_) => "33",
        Tone::Heading | Tone::Name => "1",
        Tone::Faint | Tone::Pixels { .. } => "2",
    }
}

fn pixels(top: [u8; 3], bottom: Option<[u8; 3]>, count: usize) -> String {
    let color = |[red, green, blue]: [u8; 3]| format!("2;{red};{green};{blue}");
    let behind = bottom.map(|pixel| format!(";48;{}", color(pixel))).unwrap_or_default();
    format!("\x1b[38;{}{behind}m{}{PLAIN}", color(top), UPPER_HALF.repeat(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_marked_has_colour() {
        let mut text = Text::from("in ");
        text.add(Tone::Layer, "conv");
        text += "\n";
        text.add(Tone::Pixels { top: [1, 2, 3], bottom: Some([4, 5, 6]) }, "#");
        text.add(Tone::Pixels { top: [1, 2, 3], bottom: None }, "#");
        let wanted = "in \x1b[95mconv\x1b[0m\n\x1b[38;2;1;2;3;48;2;4;5;6m▀\x1b[0m\x1b[38;2;1;2;3m▀\x1b[0m";
        assert_eq!(painted(&text), wanted);
    }
}
