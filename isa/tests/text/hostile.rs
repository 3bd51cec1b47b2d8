//! No text makes the assembler panic, hang or report without end.

use isa::chip::Chip;
use isa::text::{Program, assemble_line};
use proptest::prelude::*;

const LINES: &str = include_str!("lines.txt");

#[derive(Clone, Debug)]
enum Edit {
    Insert(char),
    Delete,
    Swap,
    Truncate,
    Repeat,
}

fn edits() -> impl Strategy<Value = Edit> {
    let letters = "=,:.[]{}@#%!+-x0 19abLnéF_\t\u{0}";
    prop_oneof![
        proptest::sample::select(letters.chars().collect::<Vec<_>>()).prop_map(Edit::Insert),
        any::<char>().prop_map(Edit::Insert),
        Just(Edit::Delete),
        Just(Edit::Swap),
        Just(Edit::Truncate),
        Just(Edit::Repeat),
    ]
}

fn apply(line: &mut Vec<char>, edit: &Edit, place: usize) {
    let place = place % (line.len() + 1);
    match edit {
        Edit::Insert(letter) => line.insert(place, *letter),
        Edit::Delete if place < line.len() => {
            line.remove(place);
        }
        Edit::Swap if place + 1 < line.len() => line.swap(place, place + 1),
        Edit::Truncate => line.truncate(place),
        Edit::Repeat => {
            let tail = line[place..].to_vec();
            line.extend(tail);
        }
        Edit::Delete | Edit::Swap => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn changed_lines_are_read_or_refused(pick: usize, changes in prop::collection::vec((edits(), any::<usize>()), 1..4)) {
        let lines: Vec<&str> = LINES.lines().filter(|line| line.starts_with('t')).collect();
        let mut line: Vec<char> = lines[pick % lines.len()].chars().collect();
        changes.iter().for_each(|(edit, place)| apply(&mut line, edit, *place));
        let line: String = line.into_iter().collect();
        for chip in [Chip::Cv183x, Chip::Cv181x] {
            match assemble_line(&line, chip) {
                Ok(Some(descriptor)) => {
                    let again = assemble_line(&descriptor.disassemble(chip), chip);
                    prop_assert_eq!(again, Ok(Some(descriptor)), "{}", line);
                }
                Ok(None) => {}
                Err(errors) => {
                    prop_assert!(!errors.0.is_empty());
                    let columns = line.chars().count() + 1;
                    prop_assert!(errors.0.iter().all(|error| (1..=columns).contains(&error.column)), "{errors}");
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|\n| |tiu|tdma|\\.chip cv181x\n)*") {
        let _ = Program::assemble(&text, None);
    }
}

#[test]
fn errors_and_their_texts_are_bounded() {
    let many = Program::assemble(&"x\n".repeat(100_000), Some(Chip::Cv181x)).unwrap_err();
    assert_eq!(many.0.len(), 1000);
    let long = format!("tiu conv {}", "? ".repeat(100_000));
    let errors = assemble_line(&long, Chip::Cv181x).unwrap_err();
    assert_eq!(errors.0.len(), 20);
    let word = assemble_line(&format!("tiu {}", "c".repeat(1_000_000)), Chip::Cv181x).unwrap_err();
    assert!(word.to_string().len() < 1000);
    for unit in ["[", "{", "i8[", "=", ".", "!", "1,", "a=", "#", " #", "@L1+"] {
        let long = format!("tiu add {}", unit.repeat(200_000));
        assert!(assemble_line(&long, Chip::Cv181x).is_err() || unit == " #");
    }
}
