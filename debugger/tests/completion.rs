//! What is offered behind each command.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::{Debugger, NoFiles, Vocabulary};

/// In front of the convolution of a tile, with a stop and a bookmark.
fn vocabulary() -> Vocabulary {
    let mut debugger = Debugger::new(common::stored("docs/story/good.scenario"), Box::new(NoFiles));
    for line in ["goto tiu 2", "break op conv", "watch dram:0x3000", "bookmark half"] {
        debugger.execute(line).unwrap();
    }
    Vocabulary::new(&debugger)
}

fn offered(line: &str) -> Vec<String> {
    vocabulary().complete(line).1
}

#[test]
fn each_argument_is_offered_what_fits() {
    let cases: [(&str, &[&str]); 21] = [
        ("hel", &["help"]),
        ("st", &["step", "stops"]),
        ("delete ", &["1", "2"]),
        ("disable 1 ", &["1", "2"]),
        ("condition 1 rshift_", &[]),
        ("condition 1 opt_relu", &["opt_relu_typ"]),
        ("commands 2 repl", &[]),
        ("commands 2 compa", &["compare"]),
        ("goto h", &["half"]),
        ("goto layer conv", &["conv"]),
        ("until op == max", &["max_pool"]),
        ("break op c", &["conv"]),
        ("break op conv if kernel_", &["kernel_h", "kernel_w"]),
        ("print weight.", &["weight.addr", "weight.c", "weight.h", "weight.n", "weight.signed", "weight.w"]),
        ("image w", &["weight"]),
        ("context en", &["engines"]),
        ("info reg", &["registers"]),
        ("finish td", &["tdma"]),
        ("snapshot l", &["load"]),
        ("help are", &["areas"]),
        ("quit ", &[]),
    ];
    for (line, wanted) in cases {
        let found = offered(line);
        let wanted: Vec<&str> = wanted.to_vec();
        assert!(wanted.iter().all(|one| found.iter().any(|other| other == one)), "{line}: {found:?}");
        assert!(wanted.is_empty() == found.is_empty(), "{line}: {found:?}");
    }
}

#[test]
fn fields_of_other_engines_are_no_fields_of_this_descriptor() {
    assert_eq!(offered("print trans_di"), Vec::<String>::new());
    assert_eq!(offered("set trans_di"), Vec::<String>::new());
    assert_eq!(offered("break if trans_di"), ["trans_dir"]);
}

#[test]
fn names_of_files_are_left_to_those_who_see_them() {
    let words = vocabulary();
    for line in ["source ", "diff gol", "snapshot save ", "export ", "image input o", "bisect "] {
        assert!(words.wants_file(line), "{line}");
    }
    for line in ["sour", "snapshot sa", "export x.npy in", "image in", "print "] {
        assert!(!words.wants_file(line), "{line}");
    }
}

#[test]
fn words_that_may_become_commands_are_not_wrong_yet() {
    let words = vocabulary();
    let known = ["step", "s", "rc", "cont"].map(|word| words.is_command(word));
    assert_eq!((known, words.is_command("st"), words.is_command("stab")), ([Some(true); 4], None, Some(false)));
}

#[test]
fn hints_tell_what_is_expected() {
    assert_eq!(vocabulary().hint("delete ").as_deref(), Some("[NUMBER...]"));
    assert_eq!(vocabulary().hint("queues "), None);
}
