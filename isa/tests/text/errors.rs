//! What is said of wrong lines, word for word.

use isa::chip::Chip;
use isa::text::{Program, assemble_line};

const ERRORS: &str = include_str!("errors.txt");

/// The wrong lines with what is said of each.
fn cases() -> Vec<(String, Vec<String>)> {
    let mut cases: Vec<(String, Vec<String>)> = Vec::new();
    for line in ERRORS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line.strip_prefix("  -> "), cases.last_mut()) {
            (Some(message), Some((_, messages))) => messages.push(message.to_string()),
            _ => cases.push((line.to_string(), Vec::new())),
        }
    }
    cases
}

#[test]
fn every_mistake_is_told_where_it_is_and_what_to_do() {
    for (line, expected) in cases() {
        let errors = assemble_line(&line, Chip::Cv181x).unwrap_err();
        let found: Vec<String> = errors.0.iter().map(|error| error.to_string().replacen("line 1, ", "", 1)).collect();
        assert_eq!(found, expected, "{line}");
    }
    assert!(cases().len() >= 60);
}

#[test]
fn mistakes_of_all_lines_come_together() {
    let text = "\
.chip cv181x
tiu add output=i8[1,1,1,1]@0x0
.chop cv180x
tdma lod
.chip cv180x
.segment two words
tiu add output=i8[1,1,1,9999]@0x0 a=i8[1,1,1,1]@0x0 b=i8#1 rshift=99
";
    let errors = Program::assemble(text, None).unwrap_err();
    let expected = "\
line 2, column 5: add lacks its operand a; write `a=` and the operand
line 2, column 5: add lacks its operand b; write `b=` and the operand
line 3, column 1: unknown directive `.chop` (allowed: .chip, .segment); did you mean `.chip`?
line 4, column 6: the TDMA has no operation `lod` (allowed: load, store, copy, move, raw); did you mean `load`?
line 5, column 7: a text has one chip; write another text for the other chip
line 6, column 10: the name of a segment has a gap; join the words with `_`
line 7, column 67: rshift cannot hold 99 (allowed: 0 to 63)";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn a_text_without_a_chip_says_so_once() {
    let line = "tiu and output=u8[1,1,1,1]@0x0 a=u8[1,1,1,1]@0x0 b=u8#1\n";
    let errors = Program::assemble(&line.repeat(3), None).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "line 1, column 1: the text does not say which chip it is for; start it with a line such as `.chip cv181x`"
    );
    let unknown = Program::assemble(".chip bm1684", None).unwrap_err();
    assert!(unknown.to_string().starts_with("line 1, column 7: unknown chip `bm1684` (allowed: cv183x,"), "{unknown}");
}
