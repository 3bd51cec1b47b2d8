//! Whole dialogues with the debugger: commands and what it answers.
//!
//! A file below `tests/dialogues` starts with the arguments behind `#!`; lines that start with the prompt are commands.
//! With `TPUSCOPE_BLESS` set, answers are written instead of compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROMPT: &str = "(tpu) ";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues")
}

fn scratch() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dialogues");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Arguments of a dialogue; what they name in braces exists only here.
fn arguments(line: &str, name: &str) -> Option<Vec<String>> {
    let scratch = scratch().join(name);
    std::fs::create_dir_all(&scratch).unwrap();
    let mut text = line.replace("{scratch}", scratch.to_str().unwrap()).replace("{folder}", folder().to_str().unwrap());
    if text.contains("{small_model}") {
        let path = scratch.join("small.cvimodel");
        std::fs::write(&path, small_model(&path)).unwrap();
        text = text.replace("{small_model}", path.to_str().unwrap());
    }
    if text.contains("{models}") {
        text = text.replace("{models}", common::recorded("models")?.to_str().unwrap());
    }
    Some(text.split_whitespace().map(str::to_owned).collect())
}

fn answers(arguments: &[String], commands: &str, directory: &Path) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
        .args(["debug", "--echo", "--threads", "1"])
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(commands.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn dialogues_go_as_written() {
    let bless = std::env::var_os("TPUSCOPE_BLESS").is_some();
    let files = common::files(&folder(), ".txt");
    assert!(files.len() >= 3);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let expected = std::fs::read_to_string(&path).unwrap();
        let head = expected.lines().next().unwrap();
        let Some(arguments) = arguments(head.strip_prefix("#!").unwrap(), name) else { continue };
        let commands: String =
            expected.lines().filter_map(|line| line.strip_prefix(PROMPT)).map(|line| format!("{line}\n")).collect();
        let found = format!("{head}\n{}", answers(&arguments, &commands, &scratch().join(name)));
        if bless {
            std::fs::write(&path, found).unwrap();
            continue;
        }
        let mut lines = expected.lines().zip(found.lines()).enumerate();
        if let Some((number, (expected, found))) = lines.find(|(_, (expected, found))| expected != found) {
            panic!("{} line {}:\n  expected {expected}\n  found    {found}", path.display(), number + 1);
        }
        assert_eq!(expected.lines().count(), found.lines().count(), "{}", path.display());
    }
}
